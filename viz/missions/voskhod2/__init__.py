"""The plugin of Voskhod 2: its flight, its cast and its panel; each part imports its own when it is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from viz.errors import Problem
    from viz.flight.flight import Flight
    from viz.mission.model import Mission, Zone
    from viz.stage.cast import Casting
    from viz.story.panel import Panel
    from viz.story.shots import CameraWords


WORDS = Path(__file__).parent / "words"


def __getattr__(name: str) -> Any:
    if name in _VALUES:
        return _VALUES[name]()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def build_flight(mission: Mission, folder: Path, what_if: Any) -> Flight:
    """Reconstruct the flight; see `viz.missions.voskhod2.flight.flight`."""
    from viz.missions.voskhod2.flight.flight import build_flight as build

    return build(mission, folder, what_if)


def number_problems(parameters: Mapping[str, Mapping[str, float]]) -> Iterator[Problem]:
    """Yield what is wrong with the numbers of ``flight.toml``: missing, unknown, out of range or out of order."""
    from viz.missions.voskhod2.flight.numbers import GROUPS

    yield from GROUPS.problems(parameters)


def build_cast() -> Casting:
    """Return who may appear and where."""
    from viz.missions.voskhod2.stage.cast import casting as cast

    return cast()


def build_panel() -> Panel:
    """Return what is said beside the picture."""
    from viz.missions.voskhod2.panel import panel as rows

    return rows()


def _cameras() -> CameraWords:
    from viz.missions.voskhod2.cameras import CAMERAS

    return CAMERAS


def _zone() -> Zone:
    """Return Moscow's time of 1965, for mission files older than the key ``zone``."""
    from viz.mission.model import Zone

    return Zone("MSK", 3.0, _ZONE_WORDS)


_ZONE_WORDS = {"en": ("Moscow", "Moscow time"), "ru": ("МСК", "московское время"), "hi": ("मॉस्को", "मॉस्को समय")}
_VALUES = {"CAMERAS": _cameras, "ZONE": _zone}
"""Parts that are values and not functions, made when asked for."""
