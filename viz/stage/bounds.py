"""How much a plugin may hand over to be drawn, and how far away."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any, TypeVar

T = TypeVar("T")

FARTHEST_M = 1e12
"""Of a place from the craft's origin; squares of such numbers stay finite."""


def few(what: str, things: Iterable[T], most: int) -> list[T]:
    """Return some things, of which there may be no end; ValueError for more than so many."""
    found = list(islice(things, most + 1))
    if len(found) > most:
        raise ValueError(f"{what} has more than {most}")
    return found


def refuse_nowhere(what: str, points: Iterable[Any], numbers: int = 3) -> None:
    """Raise ValueError where one of some points is nowhere, or has not so many numbers."""
    if not are_numbers(*((point, numbers) for point in points)):
        raise ValueError(f"{what} has a number that is none")


def are_numbers(*groups: tuple[Any, int]) -> bool:
    """Return whether each group has so many numbers, none of them beyond everything."""
    for group, count in groups:
        if isinstance(group, str) or len(group) != count:
            return False
        for number in group:
            if not -FARTHEST_M <= number <= FARTHEST_M:  # nor is NaN
                return False
    return True
