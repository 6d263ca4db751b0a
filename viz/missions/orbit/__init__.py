"""The plugin of an orbit: a ball by its mean elements, told by a mission folder alone.

Numbers: ``[orbit]`` has SGP4's mean elements at lift-off, ``[ball]`` the radius. It never comes down.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from viz.errors import Problem
    from viz.flight.flight import Flight
    from viz.mission.model import Mission
    from viz.stage.cast import Casting

FOLDER = Path(__file__).parent / "mission"
"""What ``voskhod2 new`` begins with."""


def build_flight(mission: Mission, folder: Path, what_if: Any) -> Flight:
    """Return the flight of the ball; InvalidFile for elements that make no orbit."""
    from viz.missions.orbit.flight import OrbitFlight

    return OrbitFlight.of(mission, what_if)


def number_problems(parameters: Mapping[str, Mapping[str, float]]) -> Iterable[Problem]:
    """Return what is wrong with the numbers of ``flight.toml``."""
    from viz.missions.orbit.numbers import GROUPS

    return GROUPS.problems(parameters)


def build_cast() -> Casting:
    """Return the ball."""
    from viz.missions.orbit.cast import casting

    return casting()
