"""A stretch of the flight and the instants in it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from viz.errors import UsageError
from viz.flight.table import STEP_RANGE_S

_SLACK = Fraction(1, 10**6)
"""Part of a step: a stop that rounding has put so little beyond a row is that row."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one instant to another in equal steps; the last step may be shorter, so that both ends are in it."""

    start: Fraction
    stop: Fraction
    step: Fraction

    @classmethod
    def between(cls, start_s: float, stop_s: float, step: Fraction, most_rows: int) -> Stretch:
        """Return a stretch; UsageError where it ends before it begins, or its step makes too many rows."""
        low, high = STEP_RANGE_S
        if not low <= float(step) <= high:
            raise UsageError(f"a step of {float(step):g} s is not possible - give a --step from {low:g} to {high:g}")
        start, stop = Fraction(start_s), Fraction(stop_s)
        if stop < start:
            raise UsageError("the export ends before it begins - give a later --to, or an earlier --from")
        stretch = cls(start, stop, step)
        if stretch.rows > most_rows:
            least = float((stop - start) / (most_rows - 2))
            raise UsageError(
                f"that is {stretch.rows} rows, and this kind takes {most_rows} at most - "
                f"give a --step of {least:.3g} or more, or a shorter stretch"
            )
        return stretch

    @property
    def rows(self) -> int:
        """How many instants there are: two at least where the ends are two, however long the step."""
        steps = math.ceil((self.stop - self.start) / self.step - _SLACK)
        return max(steps, int(self.stop > self.start)) + 1

    @property
    def start_s(self) -> float:
        """First instant."""
        return float(self.start)

    @property
    def stop_s(self) -> float:
        """Last instant."""
        return float(self.stop)

    def times(self) -> Iterator[float]:
        """Yield the instants in order, the last among them."""
        for index in range(self.rows - 1):
            yield float(self.start + index * self.step)
        yield self.stop_s

    def holds(self, met_s: float) -> bool:
        """Return whether an instant lies in it, its ends too."""
        return self.start_s <= met_s <= self.stop_s
