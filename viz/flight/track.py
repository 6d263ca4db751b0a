"""A path through space as knots: exact at each knot, smooth between, the same bits whenever asked.

Knots carry position and velocity, and where the forces step (staging, ignition, a parachute) two knots
share one instant and differ in acceleration alone.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from viz.errors import InvalidFile, Problem
from viz.flight.state import Vec3
from viz.mission.folder import MAX_TABLE_BYTES, read_plain
from viz.mission.read import few


class Knot(NamedTuple):
    """One point of a path; kilometres and seconds, TEME."""

    met_s: float
    position_km: Vec3
    velocity_km_s: Vec3
    acceleration_km_s2: Vec3 = (0.0, 0.0, 0.0)


class Motion(NamedTuple):
    """Position, velocity and acceleration at one instant, TEME."""

    position_km: Vec3
    velocity_km_s: Vec3
    acceleration_km_s2: Vec3


@dataclass(frozen=True, slots=True, repr=False)
class Track:
    """A path between its first and its last knot; outside it goes on with the end piece's polynomial."""

    knots: tuple[Knot, ...]
    times_s: tuple[float, ...]
    piece: Callable[[Knot, Knot, float], Motion]

    def __repr__(self) -> str:
        return f"<Track: {len(self.knots)} knots, {self.start_s:.1f} to {self.end_s:.1f} s after lift-off>"

    @classmethod
    def quintic(cls, knots: Iterable[Knot]) -> Track:
        """Join knots by quintics that meet position, velocity and acceleration at both ends."""
        return cls._of(knots, quintic_between)

    @classmethod
    def cubic(cls, knots: Iterable[Knot]) -> Track:
        """Join knots by cubics that meet position and velocity; the knots' accelerations are not read."""
        return cls._of(knots, cubic_between)

    @classmethod
    def _of(cls, knots: Iterable[Knot], piece: Callable[[Knot, Knot, float], Motion]) -> Track:
        kept = tuple(knots)
        if len(kept) < 2:
            raise ValueError(f"a track needs two knots at least, got {len(kept)}")
        return cls(kept, tuple(knot.met_s for knot in kept), piece)

    @property
    def start_s(self) -> float:
        """Time of the first knot."""
        return self.times_s[0]

    @property
    def end_s(self) -> float:
        """Time of the last knot."""
        return self.times_s[-1]

    def at(self, met_s: float) -> Motion:
        """Return the motion at one instant; at a doubled knot, that of the later side."""
        index = bisect_right(self.times_s, met_s) - 1
        index = 0 if index < 0 else min(index, len(self.knots) - 2)
        if self.times_s[index + 1] == self.times_s[index]:
            index -= 1
        return self.piece(self.knots[index], self.knots[index + 1], met_s)


def cubic_between(a: Knot, b: Knot, met_s: float) -> Motion:
    """Return the motion on the cubic Hermite piece from a to b."""
    span = b.met_s - a.met_s
    s = (met_s - a.met_s) / span
    p: list[float] = []
    v: list[float] = []
    w: list[float] = []
    for start, end, start_rate, end_rate in zip(
        a.position_km, b.position_km, a.velocity_km_s, b.velocity_km_s, strict=True
    ):
        slope, gap = start_rate * span, end - start
        bend = 3.0 * gap - 2.0 * slope - end_rate * span
        twist = slope + end_rate * span - 2.0 * gap
        p.append(((twist * s + bend) * s + slope) * s + start)
        v.append(((3.0 * twist * s + 2.0 * bend) * s + slope) / span)
        w.append((6.0 * twist * s + 2.0 * bend) / (span * span))
    return Motion((p[0], p[1], p[2]), (v[0], v[1], v[2]), (w[0], w[1], w[2]))


def quintic_between(a: Knot, b: Knot, met_s: float) -> Motion:
    """Return the motion on the quintic Hermite piece from a to b, worked from the nearer end.

    Seconds after `a` are scaled to 0..1; the three upper coefficients take up what is left of position,
    velocity and acceleration at `b`.
    """
    span = b.met_s - a.met_s
    s = (met_s - a.met_s) / span
    p: list[float] = []
    v: list[float] = []
    w: list[float] = []
    for i in range(3):
        start, slope = a.position_km[i], a.velocity_km_s[i] * span
        half = 0.5 * a.acceleration_km_s2[i] * span * span
        gap = b.position_km[i] - (start + slope + half)
        rate = b.velocity_km_s[i] * span - (slope + 2.0 * half)
        curve = b.acceleration_km_s2[i] * span * span - 2.0 * half
        c3 = 10.0 * gap - 4.0 * rate + 0.5 * curve
        c4 = -15.0 * gap + 7.0 * rate - curve
        c5 = 6.0 * gap - 3.0 * rate + 0.5 * curve
        p.append(((((c5 * s + c4) * s + c3) * s + half) * s + slope) * s + start)
        v.append(((((5.0 * c5 * s + 4.0 * c4) * s + 3.0 * c3) * s + 2.0 * half) * s + slope) / span)
        w.append((((20.0 * c5 * s + 12.0 * c4) * s + 6.0 * c3) * s + 2.0 * half) / (span * span))
    return Motion((p[0], p[1], p[2]), (v[0], v[1], v[2]), (w[0], w[1], w[2]))


_HEADER = "met_s x_km y_km z_km vx_km_s vy_km_s vz_km_s ax_km_s2 ay_km_s2 az_km_s2"


def knots_as_text(knots: Sequence[Knot], comment: str) -> str:
    """Return knots as a text table, ten columns of full-length decimals under `#` comment lines."""
    rows = [f"# {line}" for line in comment.splitlines()]
    rows.append(f"# {_HEADER}")
    for knot in knots:
        numbers = (knot.met_s, *knot.position_km, *knot.velocity_km_s, *knot.acceleration_km_s2)
        rows.append(" ".join(repr(number) for number in numbers))
    return "\n".join(rows) + "\n"


MOST_KNOTS = 20_000
"""The longest shipped path has 62."""
SHORTEST_PIECE_S = 1e-3
"""Between knots that do not share an instant; over less, rates and their changes have no bounds."""


def read_knots(path: Path, within: Path | None = None) -> tuple[Knot, ...]:
    """Return the knots of a text table.

    InvalidFile names every row that is not ten numbers, goes back in time or stands too near the row before it; two
    rows may share an instant, but not at the ends. Also for no plain file, or a link out of the folder `within`.
    """
    try:
        lines = read_plain(path, MAX_TABLE_BYTES, within).decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        remedy = "restore the file from the distribution or build it with the script named in scripts/"
        raise InvalidFile(str(path), [Problem("file", f"cannot be read: {error}", remedy)]) from error
    knots, problems = _knots_in(lines)
    if len(knots) < 2 and not problems:
        problems.append(Problem("file", f"holds {len(knots)} knots", "a track needs two at least"))
    if len(knots) > MOST_KNOTS:
        problems.append(Problem("file", f"holds {len(knots)} knots", f"keep to {MOST_KNOTS}"))
    if not problems:
        problems += _spacing_problems([knot.met_s for knot in knots])
    if problems:
        raise InvalidFile(str(path), few(problems))
    return tuple(knots)


def _knots_in(lines: Sequence[str]) -> tuple[list[Knot], list[Problem]]:
    knots: list[Knot] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        knot = _knot_from(line)
        if knot is None:
            problems.append(Problem(f"line {number}", f"is not ten finite numbers: {line[:40]!r}", f"write {_HEADER}"))
        elif knots and knot.met_s < knots[-1].met_s:
            problems.append(Problem(f"line {number}", f"goes back in time to {knot.met_s}", "order rows by met_s"))
        else:
            knots.append(knot)
    return knots, problems


def _spacing_problems(times_s: Sequence[float]) -> Iterator[Problem]:
    last = len(times_s) - 2
    for index, (before, after) in enumerate(pairwise(times_s)):
        shared = before == after
        if shared and index in (0, last):
            yield Problem(f"{before} s", "is shared by two knots at an end of the path", "leave one of them out")
        elif shared and times_s[index - 1] == before:
            yield Problem(f"{before} s", "is shared by more than two knots", "leave two of them")
        elif not shared and after - before < SHORTEST_PIECE_S:
            yield Problem(f"{after} s", f"is less than {SHORTEST_PIECE_S} s after the knot before", "leave it out")


def _knot_from(line: str) -> Knot | None:
    try:
        n = [float(word) for word in line.split()]
    except ValueError:
        return None
    if len(n) != 10 or not all(math.isfinite(number) for number in n):
        return None
    return Knot(n[0], (n[1], n[2], n[3]), (n[4], n[5], n[6]), (n[7], n[8], n[9]))
