"""Where Leonov is, how he is turned, in which posture, on how much rope, for the whole flight.

The walk itself is replayed from a shipped table (`viz.flight.tether.TetherTrack`, built once by
``scripts/build_eva.py``); his turns and postures, and his way through cabin and lock, are smooth curves
through keys stored beside it. All of it is a reconstruction on the record's clock times (E01-E15).
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from viz.errors import InvalidFile, Problem, UsageError
from viz.flight.arrays import Wanted, read_arrays
from viz.flight.curves import ramp
from viz.flight.keyed import FARTHEST, ManCurves, curve_problems, wanted_curves
from viz.flight.quaternion import about_y, rotate, slerp
from viz.flight.state import Quaternion, Vec3
from viz.flight.tether import NODES, TetherTrack
from viz.flight.vector import add, scaled, sub
from viz.mission.model import Mission
from viz.mission.numbers import flat
from viz.missions.voskhod2.flight.airlock import AirlockModel
from viz.missions.voskhod2.flight.body import AIRLOCK_BASE_Z_M, HATCH_CENTRE_M
from viz.missions.voskhod2.flight.effort import Effort
from viz.missions.voskhod2.flight.numbers import Numbers
from viz.missions.voskhod2.flight.state import LeonovState, Place, StuckBy
from viz.missions.voskhod2.flight.suit import SuitModel

Entry = Literal["head_first", "feet_first"]
ENTRIES: tuple[Entry, ...] = ("head_first", "feet_first")
"""E12: head first in the memoir, legs first in the report of 22 March 1965."""

TRACK_FILE = "tracks/eva.npz"
CLOCK_EVENTS: tuple[str, ...] = (
    "airlock.entry", "eva.vent", "eva.hatch_open", "eva.exit", "eva.wave", "eva.pressure_drop", "eva.camera_off",
    "eva.ingress", "eva.hatch_closed", "eva.repress", "eva.cabin",
)  # fmt: skip
"""Events whose times the track is built on."""
_REMEDY = "make it anew with scripts/build_eva.py"
_CURVES = {name: wanted for entry in ENTRIES for name, wanted in wanted_curves(f"{entry}.").items()}
_WANTED = {
    "events_met_s": Wanted("f", (len(CLOCK_EVENTS),), -FARTHEST, FARTHEST),
    "numbers": Wanted("U", ()),
    "clock": Wanted("f", (3,), 0.0, FARTHEST),
    "lengths_m": Wanted("f", (None,), 0.01, 1000.0),
    "steps": Wanted("i", (None, 3 * (1 + NODES))),
    f"{ENTRIES[1]}.first": Wanted("i", (), 0, FARTHEST),
    f"{ENTRIES[1]}.steps": Wanted("i", (None, 3 * (1 + NODES))),
    **_CURVES,
}
_TRACK_NUMBERS = ("man_", "orbit_", "drag_", "rope_", "push_", "pull_", "grip_", "departure_", "attach_")
"""How the names of the numbers in ``[eva]`` begin that the track is built on."""


@dataclass(frozen=True, slots=True)
class EvaTimes:
    """When he changes place, seconds after lift-off."""

    leaves_couch_s: float
    exit_s: float
    camera_off_s: float
    ingress_s: float
    stuck_s: float
    """From when he stays where he is; infinite where he comes home."""
    in_couch_s: float
    hatch_freed_s: float
    in_forest_s: float


@dataclass(frozen=True, slots=True, repr=False)
class EvaModel:
    """Leonov's state at any instant of the flight."""

    times: EvaTimes
    airlock: AirlockModel
    suit: SuitModel
    track: TetherTrack
    curves: ManCurves
    attach_m: Vec3
    """The tether's hook, man frame."""
    forest_m: Vec3
    """Where he stands beside the sphere, body frame."""
    forest_attitude: Quaternion
    entry: Entry
    stuck_by: StuckBy | None
    """What keeps him from coming home in a suit never relieved enough; None where nothing does."""
    effort: Effort

    def __repr__(self) -> str:
        how = {None: self.entry, "hatch": "he does not pass the hatch", "turn": "he cannot turn round in the lock"}
        return f"<EvaModel: {how[self.stuck_by]}, {self.track!r}>"

    @property
    def gets_in(self) -> bool:
        """Whether he passes the hatch."""
        return self.stuck_by != "hatch"

    @property
    def comes_home(self) -> bool:
        """Whether he shuts the lock behind him: he passes the hatch and, head first, turns round."""
        return self.stuck_by is None

    @classmethod
    def from_mission(
        cls,
        mission: Mission,
        all_numbers: Numbers,
        folder: Path,
        *,
        entry: Entry = "head_first",
        relief_pressure_atm: float | None = 0.27,
    ) -> EvaModel:
        """Return the model of that mission from the track in its folder.

        `relief_pressure_atm` is what the suit's valve is switched to, None for never. Where the suit then does
        not pass the hatch, he stays at the rim; where it passes but will not let him turn round, as who comes head
        first must (E12), he stays in the open lock; nothing after is computed. Raises InvalidFile when the track
        is missing, broken, or built for other times than the mission's.
        """
        if entry not in ENTRIES:
            raise UsageError(f"entry: no manner {entry!r} - use one of {', '.join(ENTRIES)}")
        tracks, curves = read_tracks(folder / TRACK_FILE, mission, all_numbers)
        numbers = all_numbers.eva
        suit = SuitModel.from_mission(mission, all_numbers.suit, relief_pressure_atm)
        ingress_s = mission.event("eva.ingress").time.met_s
        stuck_by = _stuck_by(suit, entry, ingress_s)
        if stuck_by:
            suit = replace(suit, oxygen_off_s=math.inf)
        airlock = AirlockModel.from_mission(mission, all_numbers.airlock, man_comes_home=stuck_by is None)
        freed_s = mission.event("landing.hatch_freed").time.met_s
        tilt_deg = all_numbers.attitude.rest_tilt_deg
        times = EvaTimes(
            leaves_couch_s=mission.event("airlock.entry").time.met_s - numbers.cabin_before_entry_s,
            exit_s=mission.event("eva.exit").time.met_s,
            camera_off_s=mission.event("eva.camera_off").time.met_s,
            ingress_s=math.inf if stuck_by == "hatch" else ingress_s,
            stuck_s={
                None: math.inf,
                "hatch": ingress_s - numbers.stuck_before_ingress_s,
                "turn": ingress_s + numbers.stuck_after_ingress_s,
            }[stuck_by],
            in_couch_s=airlock.times.cabin_return_s + numbers.back_in_couch_s,
            hatch_freed_s=freed_s,
            in_forest_s=freed_s + numbers.out_in_forest_s,
        )
        return cls(
            times=times,
            airlock=airlock,
            suit=suit,
            track=tracks[entry],
            curves=curves[entry],
            attach_m=numbers.attach.place_m,
            forest_m=numbers.forest.place_m,
            # Upright: the sphere lies with +X upward, tilted about Y.
            forest_attitude=about_y(math.radians(90.0 - tilt_deg)),
            entry=entry,
            stuck_by=stuck_by,
            effort=Effort.from_mission(mission, all_numbers.body, airlock),
        )

    def at(self, met_s: float, landed: tuple[Place, Vec3] | None = None) -> LeonovState:
        """Return Leonov at that instant, seconds after lift-off.

        `landed` is where the landing place has him, body frame: he goes there instead of beside the sphere.
        """
        walk_s = min(met_s, self.times.stuck_s)
        attitude = self.curves.attitude_at(walk_s)
        roped = self.track.start_s <= walk_s <= self.track.stop_s
        tether: tuple[Vec3, ...] = ()
        stretch = out = 0.0
        if roped:
            position, tether, stretch = self._on_rope(walk_s, attitude)
        else:
            position = self.curves.place_at(walk_s)
            out = ramp(walk_s, self.times.hatch_freed_s, self.times.in_forest_s)
            if out > 0.0:
                x, y, z = (a + out * (b - a) for a, b in zip(position, self.forest_m, strict=True))
                position, attitude = (x, y, z), slerp(attitude, self.forest_attitude, out)
        place = self._place(walk_s, position)
        in_gas = place == "airlock" or place == "outside"
        ambient_kpa = self.airlock.pressure_kpa(met_s) if in_gas else self.airlock.cabin_pressure_kpa(met_s)
        suit = self.suit.at(met_s, ambient_kpa)
        if landed is not None:
            place, there = landed
            position = add(position, scaled(sub(there, self.forest_m), out))
        return LeonovState(
            place=place,
            outside=place == "outside",
            position_m=position,
            attitude_quaternion=attitude,
            pose=self.curves.pose.at(walk_s, suit.stiffness, 1.0 - out),
            distance_from_hatch_m=math.dist(position, HATCH_CENTRE_M),
            suit_pressure_kpa=suit.pressure_kpa,
            suit_swell=suit.swell,
            suit_stiffness=suit.stiffness,
            oxygen_fraction=suit.oxygen_fraction,
            tether_m=tether,
            tether_stretch=stretch,
            holds_camera=self.times.camera_off_s <= met_s < self.times.ingress_s,
            camera_taken=met_s >= self.times.camera_off_s,
            heart_rate_peaks_per_min=self.effort.peaks_at(met_s),
            heat_load=self.effort.heat_at(met_s),
            stuck_by=self.stuck_by if met_s >= self.times.stuck_s else None,
        )

    def _on_rope(self, met_s: float, attitude: Quaternion) -> tuple[Vec3, tuple[Vec3, ...], float]:
        """Return place, rope and stretch from the table, the last node on the suit's hook."""
        row = self.track.row_m(met_s)
        position = (row[0], row[1], row[2])
        hook = rotate(attitude, self.attach_m)
        nodes = list(zip(row[3::3], row[4::3], row[5::3], strict=True))
        # The table is linear between rows and he turns: a fraction of a millimetre.
        nodes[-1] = (position[0] + hook[0], position[1] + hook[1], position[2] + hook[2])
        dist = math.dist
        length = math.fsum([dist(a, b) for a, b in pairwise(nodes)])
        return position, tuple(nodes), max(0.0, length / self.track.length_m(met_s) - 1.0)

    def _place(self, met_s: float, position_m: Vec3) -> Place:
        times = self.times
        if met_s < times.leaves_couch_s or times.in_couch_s <= met_s < times.hatch_freed_s:
            return "couch"
        if met_s >= times.hatch_freed_s:
            return "forest"
        if times.exit_s <= met_s < times.ingress_s:
            return "outside"
        return "airlock" if position_m[2] > AIRLOCK_BASE_Z_M else "cabin"


def _stuck_by(suit: SuitModel, entry: Entry, ingress_s: float) -> StuckBy | None:
    """Return what the suit fails at, at the recorded instant: the hatch, or the turn after entering head first."""
    if not suit.passes_hatch_at(ingress_s):
        return "hatch"
    return "turn" if entry == "head_first" and not suit.turns_in_lock(suit.valve_kpa(ingress_s)) else None


def read_tracks(
    path: Path, mission: Mission, all_numbers: Numbers
) -> tuple[dict[Entry, TetherTrack], dict[Entry, ManCurves]]:
    """Return the table and the curves of each manner of entry; InvalidFile when the file will not do."""
    arrays = read_arrays(path, _WANTED, path.parent.parent, _REMEDY)
    problems = [*_table_problems(arrays), *curve_problems(arrays, _CURVES, _REMEDY)]
    clock, numbers = arrays["events_met_s"].tolist(), str(arrays["numbers"])
    problems += [
        Problem(event_id, f"built for {built:.2f} s, the mission says {wanted:.2f} s", _REMEDY)
        for event_id, built, wanted in zip(CLOCK_EVENTS, clock, event_clock(mission), strict=True)
        if abs(built - wanted) > 0.01
    ]
    if numbers != track_numbers_digest(all_numbers):
        problems.append(Problem("numbers", "built for other numbers than [eva] of flight.toml has now", _REMEDY))
    if problems:
        raise InvalidFile(str(path), problems)
    curves = {entry: ManCurves.unpacked(arrays, f"{entry}.") for entry in ENTRIES}
    return _unpack_tracks(arrays), curves


def _table_problems(arrays: Mapping[str, Any]) -> Iterator[Problem]:
    """Judge the lengths of the tables against each other; each array alone has been judged already."""
    _, rate_hz, unit_m = arrays["clock"].tolist()
    rows, first = len(arrays["lengths_m"]), int(arrays[f"{ENTRIES[1]}.first"])
    if not (0.1 <= rate_hz <= 1000.0 and 1e-6 <= unit_m <= 0.1):
        yield Problem("clock", f"has {rate_hz:g} rows a second of {unit_m:g} m", _REMEDY)
    if rows < 2 or len(arrays["steps"]) != rows:
        yield Problem("steps", f"has {len(arrays['steps'])} rows for {rows} lengths", _REMEDY)
    if first > rows or len(arrays[f"{ENTRIES[1]}.steps"]) != rows - first:
        yield Problem(f"{ENTRIES[1]}.steps", f"does not go on from row {first} to row {rows}", _REMEDY)


def event_clock(mission: Mission) -> tuple[float, ...]:
    """Return the times of `CLOCK_EVENTS`, seconds after lift-off."""
    return tuple(mission.event(event_id).time.met_s for event_id in CLOCK_EVENTS)


def track_numbers_digest(all_numbers: Numbers) -> str:
    """Return the SHA-256, in hex, of the numbers the track is built on, so that a changed one is noticed."""
    numbers = flat(all_numbers.eva)
    used = {name: numbers[name] for name in sorted(numbers) if name.startswith(_TRACK_NUMBERS)}
    used["eva_roll_deg"] = all_numbers.attitude.eva_roll_deg
    return hashlib.sha256(repr(sorted(used.items())).encode()).hexdigest()


def pack_tracks(tracks: Mapping[Entry, TetherTrack], first: int) -> dict[str, Any]:
    """Return the arrays that store the tables: the first manner of entry whole, the other from row `first` on."""
    usual, other = ENTRIES
    tail = tracks[other].packed_tail(first)
    return tracks[usual].packed() | {f"{other}.{name}": array for name, array in tail.items()}


def _unpack_tracks(arrays: Any) -> dict[Entry, TetherTrack]:
    usual, other = ENTRIES
    track = TetherTrack.unpacked(arrays)
    return {usual: track, other: track.with_tail(int(arrays[f"{other}.first"]), arrays[f"{other}.steps"])}
