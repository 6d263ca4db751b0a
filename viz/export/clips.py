"""What moves, and how: the cast's things at equal steps of a clip, on TEME axes from the craft's origin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from viz.errors import UsageError
from viz.export.stretch import Stretch
from viz.export.told import Told
from viz.plugins import expect, faults_of, plugin_part
from viz.stage.cast import Casting, Entry
from viz.story.compose import compose
from viz.story.look import Look
from viz.story.script import Script, load_script

WALK, DESCENT, FLIGHT = "spacewalk", "descent", "flight"
MOST_FRAMES = 20_000
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """One thing in one clip, ``n`` frames; while it is not there it rests where it was, with scale 0."""

    place_m: Floats
    """(n, 3)."""
    turn: Floats
    """(n, 4), (x, y, z, w), neighbours on one side."""
    scale: Floats
    """(n, 3)."""


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """A stretch that plays from its own zero."""

    name: str
    stretch: Stretch
    since_s: Floats
    """(n,), seconds since the clip's beginning."""
    moves: dict[str, Moves]
    """By the name of the mesh."""


def casting_of(told: Told) -> Casting:
    """Return the plugin's cast."""
    models = told.mission.models
    with faults_of(models, "build_cast"):
        casting: Casting = expect(models, "build_cast", plugin_part(models, "build_cast")(), Casting)
    return casting


def stretches(told: Told) -> dict[str, Stretch]:
    """Return what is played, by name: the spacewalk and the way down, or else all; UsageError for too many frames."""
    wanted: dict[str, tuple[float, float]] = {}
    for phase in told.mission.phases:
        if phase.id == WALK:
            wanted[WALK] = (phase.start_met_s, phase.end_met_s)
    if told.flight.way_down is not None:
        wanted[DESCENT] = (told.flight.way_down.start_met_s, told.flight.down_met_s)
    first, last = told.stretch.start_s, told.stretch.stop_s
    cut = {name: (max(start, first), min(stop, last)) for name, (start, stop) in wanted.items()}
    played = {name: ends for name, ends in cut.items() if ends[0] < ends[1]} or {FLIGHT: (first, last)}
    return {name: _few(*ends, told.stretch.step) for name, ends in played.items()}


def _few(start_s: float, stop_s: float, step: Fraction) -> Stretch:
    stretch = Stretch.between(start_s, stop_s, step, 10_000_000)
    if stretch.rows > MOST_FRAMES:
        raise UsageError(
            f"that is a clip of {stretch.rows} frames, and a model takes {MOST_FRAMES} - "
            "give a longer --step, or a shorter stretch by --from and --to"
        )
    return stretch


def clips(told: Told, casting: Casting) -> Iterator[Clip]:
    """Yield the clips; glowing gas, ground and what stands on it are left out."""
    script = load_script(told.mission, told.folder)
    for name, stretch in stretches(told).items():
        times = list(stretch.times())
        frames = [shown(told, script, casting, met_s) for met_s in times]
        names = dict.fromkeys(one for frame in frames for one in frame)
        moves = {one: _moves([frame.get(one) for frame in frames]) for one in names}
        yield Clip(name, stretch, np.array([met_s - times[0] for met_s in times], np.float32), moves)


def shown(told: Told, script: Script, casting: Casting, met_s: float) -> dict[str, Entry]:
    """Return what is there at an instant, by name, whoever looks."""
    picture = compose(told.flight, script, met_s, Look())
    bare = replace(picture, scenery=None, view=replace(picture.view, hides=(), mask="none"))
    with faults_of(told.mission.models, f"its cast {met_s} s after lift-off"):
        return {entry.name: entry for entry in casting.entries(bare) if entry.name not in casting.kinds}


def _moves(entries: list[Entry | None]) -> Moves:
    """Return how one thing moves, which is there at least once."""
    first = next(entry for entry in entries if entry is not None)
    last, places, turns, scales = first, [], [], []
    for entry in entries:
        last = entry or last
        places.append(last.place_m)
        turns.append(last.turn)
        scales.append((0.0, 0.0, 0.0) if entry is None else entry.scale)
    return Moves(
        np.array(places, np.float32),
        _one_sided(np.array(turns)),
        np.array(scales, np.float32),
    )


def _one_sided(turns: NDArray[np.float64]) -> Floats:
    """Return (w, x, y, z) rows as (x, y, z, w) of unit length, each on the side of the one before."""
    turns = turns / np.linalg.norm(turns, axis=1, keepdims=True)
    agree = np.sign(np.einsum("ij,ij->i", turns[1:], turns[:-1]))
    sides = np.concatenate([[1.0], np.cumprod(np.where(agree == 0.0, 1.0, agree))])
    even: Floats = (turns * sides[:, None])[:, [1, 2, 3, 0]].astype(np.float32)
    return even
