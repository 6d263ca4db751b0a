"""What a number may be: its range, its unit and the reason, borne by the field that holds it.

Latitude = Annotated[float, Range(-89.0, 89.0, "deg", "at the poles no way is east")]
"""

from __future__ import annotations

import types
import typing
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Range:
    """The range of a number, both ends included."""

    low: float
    high: float
    unit: str
    why: str

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    @property
    def remedy(self) -> str:
        """Return what to give instead of a number outside."""
        unit = f" {self.unit}" if self.unit else ""
        return f"give {self.low:g} to {self.high:g}{unit}; {self.why}"


def range_of(hint: object) -> Range | None:
    """Return the range that an annotated type bears, or one of its choices; None for any other."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return next((bound for one in typing.get_args(hint) if (bound := range_of(one)) is not None), None)
    return next((one for one in getattr(hint, "__metadata__", ()) if isinstance(one, Range)), None)
