"""Smooth functions of time that the models are built from: ramps, their integrals, keyed curves."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


def eased(share: float) -> float:
    """Return 0 up to 0, 1 from 1 on, and a cubic with level ends between."""
    if share <= 0.0:
        return 0.0
    if share >= 1.0:
        return 1.0
    return share * share * (3.0 - 2.0 * share)


def ramp(time_s: float, start_s: float, stop_s: float) -> float:
    """Return 0 before `start_s`, 1 after `stop_s`, and a cubic with level ends between."""
    share = (time_s - start_s) / (stop_s - start_s)
    if share <= 0.0:
        return 0.0
    if share >= 1.0:
        return 1.0
    return share * share * (3.0 - 2.0 * share)  # `eased`, without its call: asked some sixty times an instant


def ramp_integral(time_s: float, start_s: float, stop_s: float) -> float:
    """Return the exact integral of `ramp` up to `time_s`, in seconds."""
    length = stop_s - start_s
    x = (time_s - start_s) / length
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return length / 2 + (time_s - stop_s)
    return length * x * x * x * (1.0 - x / 2)


def swing(time_s: float, start_s: float, period_s: float, decay_s: float) -> float:
    """Return a unit oscillation struck at `start_s`: zero before, damped sine after."""
    since = time_s - start_s
    if since <= 0.0 or since > 20.0 * decay_s:
        return 0.0
    return math.exp(-since / decay_s) * math.sin(2.0 * math.pi * since / period_s)


def nearest_turn(angle_rad: float, expected_rad: float) -> float:
    """Return the angle plus whole turns that lies nearest to the expected one."""
    return angle_rad + 2.0 * math.pi * round((expected_rad - angle_rad) / (2.0 * math.pi))


Piece = tuple[float, float, float, float, float, float]
"""When it begins and how long it lasts, s; the values at both ends, and the slopes there."""


@dataclass(frozen=True, slots=True, repr=False)
class KeyedCurve:
    """A curve with continuous slope through keys: cubic Hermite, monotone between neighbouring keys."""

    times_s: tuple[float, ...]
    values: tuple[float, ...]
    pieces: tuple[Piece, ...]
    """What lies between each key and the next."""

    def __repr__(self) -> str:
        return f"<KeyedCurve: {len(self.times_s)} keys, {self.times_s[0]:.1f} to {self.times_s[-1]:.1f} s>"

    @classmethod
    def through(cls, times_s: Sequence[float], values: Sequence[float]) -> KeyedCurve:
        """Return the curve through the keys, with Fritsch-Carlson slopes so that it never overshoots.

        Raises ValueError when there are no keys, the counts differ, or times do not increase.
        """
        if not times_s or len(times_s) != len(values):
            raise ValueError(f"{len(times_s)} times and {len(values)} values make no curve")
        if any(after <= before for before, after in pairwise(times_s)):
            raise ValueError("key times must increase")
        times, kept = tuple(map(float, times_s)), tuple(map(float, values))
        ends = pairwise(zip(times, kept, _monotone_slopes(times_s, values), strict=True))
        pieces = tuple((t0, t1 - t0, a, b, slope, end) for (t0, a, slope), (t1, b, end) in ends)
        return cls(times, kept, pieces)

    def at(self, time_s: float) -> float:
        """Return the value; the end values hold outside the keys."""
        times = self.times_s
        if time_s <= times[0]:
            return self.values[0]
        if time_s >= times[-1]:
            return self.values[-1]
        start_s, length, a, b, slope, end_slope = self.pieces[bisect_right(times, time_s) - 1]
        if a == b:  # level between equal keys: the slopes are nought at both
            return a
        x = (time_s - start_s) / length
        y = 1.0 - x
        return (
            a * (1.0 + 2.0 * x) * y * y
            + b * x * x * (3.0 - 2.0 * x)
            + length * (slope * x * y * y - end_slope * x * x * y)
        )


def _monotone_slopes(times_s: Sequence[float], values: Sequence[float]) -> tuple[float, ...]:
    """Return slopes by the harmonic-mean rule: zero at turning points and at both ends."""
    count = len(times_s)
    slopes = [0.0] * count
    for i in range(1, count - 1):
        before_s, after_s = times_s[i] - times_s[i - 1], times_s[i + 1] - times_s[i]
        before = (values[i] - values[i - 1]) / before_s
        after = (values[i + 1] - values[i]) / after_s
        if before * after > 0.0:
            w1, w2 = 2.0 * after_s + before_s, after_s + 2.0 * before_s
            slopes[i] = (w1 + w2) / (w1 / before + w2 / after)
    return tuple(slopes)
