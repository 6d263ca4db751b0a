"""Paths that ship with a mission as knots, and whether they begin and end where its numbers have the craft."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from viz.errors import InvalidFile, Problem
from viz.flight.track import Knot, Track, read_knots
from viz.mission.read import few

JOINS_S = 0.01
JOINS_KM = 1.0
"""How exactly a shipped path begins and ends where the numbers have it; the shipped ones do to a millimetre."""
_BOUNDS = ((6300.0, 7500.0), (0.0, 12.0), (0.0, 1.0))
"""Distance from the Earth's centre (km), speed (km/s), acceleration (km/s2) of any knot."""


def shipped_track(file: Path, folder: Path) -> Track:
    """Return the path of a file in a mission's folder; InvalidFile where it cannot be read or is no low flight's."""
    knots = read_knots(file, folder)
    problems = few(_knot_problems(knots))
    if problems:
        raise InvalidFile(str(file), problems)
    return Track.quintic(knots)


def refuse_apart(file: Path, track: Track, ends: tuple[Knot | None, Knot | None]) -> None:
    """Raise InvalidFile where a shipped path does not begin or end at the knots given; None for an end that is free."""
    remedy = "build it anew with the script its head names, or restore the numbers"
    problems = [
        Problem(f"{own.met_s} s", what, remedy)
        for own, wanted in zip((track.knots[0], track.knots[-1]), ends, strict=True)
        if wanted is not None
        for what in _apart(own, wanted)
    ]
    if problems:
        raise InvalidFile(str(file), problems)


def _knot_problems(knots: Sequence[Knot]) -> Iterator[Problem]:
    names = ("distance from the Earth's centre", "speed", "acceleration")
    for knot in knots:
        for name, vector, (low, high) in zip(names, knot[1:], _BOUNDS, strict=True):
            size = math.hypot(*vector)
            if not low <= size <= high:
                what = f"has {size:g} as its {name} (km, s)"
                yield Problem(f"{knot.met_s} s", what, f"{low:g} to {high:g} is possible")


def _apart(own: Knot, wanted: Knot) -> Iterator[str]:
    if abs(own.met_s - wanted.met_s) > JOINS_S:
        yield f"is an end of the path, which flight.toml has at {wanted.met_s} s"
    elif math.dist(own.position_km, wanted.position_km) > JOINS_KM:
        apart_km = math.dist(own.position_km, wanted.position_km)
        yield f"is {apart_km:.0f} km from where the numbers of flight.toml have the craft"
