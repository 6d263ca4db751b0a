"""How long the director's shots are held where time is compressed: none may flash by.

He cuts in mission time. At a high rate his shots would last a few frames, and pictures that change more than three
times a second endanger viewers with photosensitive epilepsy (WCAG 2.3.1). What is held depends on the cuts and the rate
alone, not on where a film or a showing begins: so every slice of a film, and whoever draws which frame, agrees.
"""

from __future__ import annotations

import math
from itertools import pairwise

from viz.story.shots import AUTO, Cut, director_camera

HELD_S = 2.0
"""Seconds of showing below which a shot cannot be taken in."""


def held_cuts(cuts: tuple[Cut, ...], shortest_s: float) -> tuple[Cut, ...]:
    """Return the cuts that are left when no shot lasts less than `shortest_s` mission seconds; the last lasts for ever.

    Neighbouring short shots are put together until they are long enough, and the camera that had most of that time has
    all of it. What is left over before a long shot goes to the shot before it, or at the beginning to the long one.
    """
    held: list[Cut] = []
    lot: list[tuple[Cut, float]] = []
    for cut, end_met_s in zip(cuts, [*(cut.met_s for cut in cuts[1:]), float("inf")], strict=True):
        lasts_s = end_met_s - cut.met_s
        if lasts_s < shortest_s:
            lot.append((cut, lasts_s))
            if math.fsum(one_s for _, one_s in lot) >= shortest_s:
                _add(held, lot[0][0].met_s, _most(lot))
                lot = []
            continue
        _add(held, lot[0][0].met_s if lot and not held else cut.met_s, cut.camera)
        lot = []
    return tuple(held)


def held_camera(cuts: tuple[Cut, ...], met_s: float, rate: float) -> str:
    """Return the camera at that moment of a showing at that rate; ``auto`` where none of the director's shots is held.

    Then he may glide; where shots are held every change is a hard cut.
    """
    shortest_s = abs(rate) * HELD_S
    if all(after.met_s - before.met_s >= shortest_s for before, after in pairwise(cuts)):
        return AUTO
    return director_camera(held_cuts(cuts, shortest_s), met_s)


def _add(held: list[Cut], met_s: float, camera: str) -> None:
    if not held or held[-1].camera != camera:
        held.append(Cut(met_s, camera))


def _most(lot: list[tuple[Cut, float]]) -> str:
    """Return the camera that has most of the time; of equals the first."""
    seconds: dict[str, float] = {}
    for cut, lasts_s in lot:
        seconds[cut.camera] = seconds.get(cut.camera, 0.0) + lasts_s
    return max(seconds, key=lambda camera: seconds[camera])
