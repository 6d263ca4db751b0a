"""What there is to play, and what of it may be supposed otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Supposable:
    """One number or manner a viewer may change: its place in the flight's what-if, and what it may become."""

    group: str
    name: str
    recorded: float | str
    bounds: tuple[float, float] | None = None
    """Of a number; None where only `choices` count."""
    choices: tuple[str | None, ...] = ()
    """Words, or None where "never" is an answer."""

    def allows(self, value: float | str | None) -> bool:
        """Return whether the value is one of the choices or lies within the bounds."""
        if value is None or isinstance(value, str):
            return value in self.choices
        return self.bounds is not None and self.bounds[0] <= value <= self.bounds[1]


Supposed: TypeAlias = tuple[str, str, float | str | None]
"""Group, name and value that differ from the record."""


@dataclass(frozen=True, slots=True)
class Programme:
    """What there is to play: the range of time, where events stand, which cameras and languages exist."""

    start_met_s: float
    end_met_s: float
    event_mets_s: tuple[float, ...]
    """In rising order."""
    cameras: tuple[str, ...]
    """The first is the one the show opens with."""
    languages: tuple[str, ...] = ("en", "ru", "hi")
    stop_mets_s: tuple[float, ...] = ()
    """Where the show halts for a question, in rising order."""
    supposable: tuple[Supposable, ...] = ()

    def clamp(self, met_s: float) -> float:
        """Return the nearest instant inside the flight."""
        return min(max(met_s, self.start_met_s), self.end_met_s)
