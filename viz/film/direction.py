"""Which camera each frame of a film has: the director's choice, but no shot so short that it flashes by.

The director cuts in mission time. Where a recipe compresses an hour into seconds, his shots would last a few frames:
they are held within each part of it. A plain film runs at one rate, and holds what `viz.story.holds` holds for that
rate whatever stretch it shows, so that its slices agree.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from viz.film.cues import changes
from viz.film.plan import FilmPlan
from viz.film.show import Show

AUTO = "auto"
SHORTEST_S = Fraction(2)
"""Film seconds below which a shot cannot be taken in."""


@dataclass(frozen=True, slots=True)
class Run:
    """Frames that one camera shows."""

    first: int
    end: int
    camera: str
    part: int
    """Of the recipe; a shot never reaches into the next part."""


class Direction:
    """The camera of every frame of a film; a pure function of plan and flight, whoever draws which frame."""

    def __init__(self, plan: FilmPlan, show: Show) -> None:
        self._plan = plan
        self._show = show
        self._runs = _held(_runs(plan, show), SHORTEST_S * plan.clock.fps) if plan.recipe else ()
        self._firsts = [run.first for run in self._runs]

    def camera(self, index: int) -> str:
        """Return the camera to draw a frame with; ``auto`` where it is the director's own, so that he may glide."""
        plan = self._plan
        wanted = plan.scene_at(index).camera
        if wanted != AUTO:
            return wanted
        if not self._runs:
            rate = plan.clock.spans[plan.clock.span_of(index)].rate
            return self._show.held(plan.clock.met_s(index), float(rate))
        run = self._runs[bisect_right(self._firsts, index) - 1]
        fast = plan.clock.spans[plan.clock.span_of(index)].rate > 1
        return run.camera if fast or self._show.director(plan.clock.met_s(index)) != run.camera else AUTO


def _runs(plan: FilmPlan, show: Show) -> tuple[Run, ...]:
    """Return who would be on camera when, were short shots no matter."""

    def shown(index: int) -> tuple[int, str]:
        scene = plan.scene_at(index)
        return scene.part, show.director(plan.clock.met_s(index)) if scene.camera == AUTO else scene.camera

    found = changes(plan.clock, shown)
    ends = [*(first for first, _ in found[1:]), plan.clock.count]
    return tuple(Run(first, end, camera, part) for (first, (part, camera)), end in zip(found, ends, strict=True))


def _held(runs: Sequence[Run], shortest: Fraction) -> tuple[Run, ...]:
    return tuple(held for part in _parts(runs) for held in _held_in_part(part, shortest))


def _parts(runs: Sequence[Run]) -> Iterator[list[Run]]:
    part: list[Run] = []
    for run in runs:
        if part and run.part != part[0].part:
            yield part
            part = []
        part.append(run)
    if part:
        yield part


def _held_in_part(runs: Sequence[Run], shortest: Fraction) -> list[Run]:
    """Put short shots together until they are long enough, and give each lot to the camera that has most of it.

    What is left over before a long shot goes to the shot before, or at the part's beginning to the one after.
    """
    kept: list[Run] = []
    lot: list[Run] = []
    for run in runs:
        if run.end - run.first >= shortest:
            _keep(kept, lot, run)
            lot = []
        else:
            lot.append(run)
            if lot[-1].end - lot[0].first >= shortest:
                _keep(kept, [], _one_of(lot))
                lot = []
    if lot:
        _keep(kept, lot, None)
    return kept


def _keep(kept: list[Run], left_over: list[Run], run: Run | None) -> None:
    """Add a shot and what is left over before it."""
    if left_over and (kept or run is None):
        rest = _one_of(left_over)
        if kept:
            kept[-1] = replace(kept[-1], end=rest.end)
        else:
            kept.append(rest)
    if run is None:
        return
    first = left_over[0].first if left_over and not kept else run.first
    if kept and kept[-1].camera == run.camera:
        kept[-1] = replace(kept[-1], end=run.end)
    else:
        kept.append(replace(run, first=first))


def _one_of(lot: Sequence[Run]) -> Run:
    """Return short shots as one, by the camera that has most of their frames; of equals the first."""
    frames: dict[str, int] = {}
    for run in lot:
        frames[run.camera] = frames.get(run.camera, 0) + run.end - run.first
    return Run(lot[0].first, lot[-1].end, max(frames, key=lambda camera: frames[camera]), lot[0].part)
