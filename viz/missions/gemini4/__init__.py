"""The plugin of Gemini 4: its flight, its cast and its panel; each part imports its own when it is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from viz.errors import Problem
    from viz.flight.flight import Flight
    from viz.mission.model import Mission
    from viz.stage.cast import Casting
    from viz.story.panel import Panel
    from viz.story.shots import CameraWords

WORDS = Path(__file__).parent / "words"


def __getattr__(name: str) -> Any:
    """Return the words of the cameras, made when asked for."""
    if name == "CAMERAS":
        return _cameras()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def build_flight(mission: Mission, folder: Path, what_if: Any) -> Flight:
    """Reconstruct the flight; see `viz.missions.gemini4.flight.flight`."""
    from viz.missions.gemini4.flight.flight import GeminiFlight

    return GeminiFlight.of(mission, folder, what_if)


def number_problems(parameters: Mapping[str, Mapping[str, float]]) -> Iterator[Problem]:
    """Yield what is wrong with the numbers of ``flight.toml``: missing, unknown, out of range or out of order."""
    from viz.missions.gemini4.flight.numbers import GROUPS

    yield from GROUPS.problems(parameters)


def build_cast() -> Casting:
    """Return who may appear and where."""
    from viz.missions.gemini4.stage.cast import casting

    return casting()


def build_panel() -> Panel:
    """Return what is said beside the picture."""
    from viz.missions.gemini4.panel import panel

    return panel()


def _cameras() -> CameraWords:
    from viz.missions.gemini4.cameras import CAMERAS

    return CAMERAS
