"""The shipped table of White's walk: man and umbilical, keyed turns and postures, the gun's puffs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from viz.errors import InvalidFile, Problem
from viz.flight.arrays import Wanted, read_arrays
from viz.flight.keyed import FARTHEST, ManCurves, curve_problems, wanted_curves
from viz.flight.tether import NODES, TetherTrack
from viz.mission.model import Mission
from viz.mission.numbers import flat
from viz.missions.gemini4.flight.eva_gun import Gun, Puff
from viz.missions.gemini4.flight.numbers_walk import Eva

TRACK_FILE = "tracks/eva.npz"
CLOCK_EVENTS: tuple[str, ...] = ("eva.hatch_open", "eva.exit", "eva.gun_empty", "eva.ingress", "eva.hatch_closed")
"""Events whose times the table is built on."""
_REMEDY = "make it anew with scripts/build_eva_gemini4.py"
_CURVES = wanted_curves()
_WANTED = {
    "events_met_s": Wanted("f", (len(CLOCK_EVENTS),), -FARTHEST, FARTHEST),
    "numbers": Wanted("U", ()),
    "clock": Wanted("f", (3,), 0.0, FARTHEST),
    "lengths_m": Wanted("f", (None,), 0.01, 1000.0),
    "steps": Wanted("i", (None, 3 * (1 + NODES))),
    "puffs": Wanted("f", (3, None), 0.0, FARTHEST),
    **_CURVES,
}
_TRACK_NUMBERS = ("man_", "orbit_", "drag_", "rope_", "grip_", "attach_", "gun_impulse", "gun_thrust")
"""How the names of the numbers in ``[eva]`` begin that the table is built on."""


@dataclass(frozen=True, slots=True)
class WalkTrack:
    """What the file holds."""

    rope: TetherTrack
    curves: ManCurves
    gun: Gun


def read_track(path: Path, mission: Mission, numbers: Eva) -> WalkTrack:
    """Return the table; InvalidFile, with all that is wrong, where it will not do."""
    arrays = read_arrays(path, _WANTED, path.parent.parent, _REMEDY)
    problems = [*_table_problems(arrays), *curve_problems(arrays, _CURVES, _REMEDY)]
    problems += [
        Problem(event_id, f"built for {built:.2f} s, the mission says {wanted:.2f} s", _REMEDY)
        for event_id, built, wanted in zip(
            CLOCK_EVENTS, arrays["events_met_s"].tolist(), event_clock(mission), strict=True
        )
        if abs(built - wanted) > 0.01
    ]
    if str(arrays["numbers"]) != numbers_digest(numbers):
        problems.append(Problem("numbers", "built for other numbers than [eva] of flight.toml has now", _REMEDY))
    if problems:
        raise InvalidFile(str(path), problems)
    puffs = [Puff(*row) for row in arrays["puffs"].T.tolist()]
    return WalkTrack(TetherTrack.unpacked(arrays), ManCurves.unpacked(arrays), Gun.of(puffs))


def event_clock(mission: Mission) -> tuple[float, ...]:
    """Return the times of `CLOCK_EVENTS`, seconds after lift-off."""
    return tuple(mission.event(event_id).time.met_s for event_id in CLOCK_EVENTS)


def numbers_digest(numbers: Eva) -> str:
    """Return the SHA-256, in hex, of the numbers the table is built on, so that a changed one is noticed."""
    used = sorted((name, value) for name, value in flat(numbers).items() if name.startswith(_TRACK_NUMBERS))
    return hashlib.sha256(repr(used).encode()).hexdigest()


def pack_puffs(puffs: tuple[Puff, ...]) -> dict[str, Any]:
    """Return the array that stores the puffs: starts, lengths and impulses, a row each."""
    return {"puffs": np.array([[puff.start_s, puff.lasts_s, puff.impulse_n_s] for puff in puffs]).T}


def _table_problems(arrays: Mapping[str, Any]) -> Iterator[Problem]:
    _, rate_hz, unit_m = arrays["clock"].tolist()
    rows = len(arrays["lengths_m"])
    if not (0.1 <= rate_hz <= 1000.0 and 1e-6 <= unit_m <= 0.1):
        yield Problem("clock", f"has {rate_hz:g} rows a second of {unit_m:g} m", _REMEDY)
    if rows < 2 or len(arrays["steps"]) != rows:
        yield Problem("steps", f"has {len(arrays['steps'])} rows for {rows} lengths", _REMEDY)
    starts, lasts, _ = arrays["puffs"]
    if not len(starts) or (lasts <= 0.0).any() or (starts[1:] < starts[:-1] + lasts[:-1]).any():
        yield Problem("puffs", "has none, or puffs that do not follow one another", _REMEDY)
