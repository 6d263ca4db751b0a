"""What a film needs of the flight, as one seam: the real flight and stage, or a small stand-in for tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from viz.story.picture import Words

LANGUAGES = ("en", "ru", "hi")


@dataclass(frozen=True, slots=True)
class Drawing:
    """One frame before it is drawn: the words, and the stage's frame message as JSON text."""

    words: Words
    scene: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A stretch of the flight that a player lists."""

    start_met_s: float
    title: str


class Show(Protocol):
    """A flight told on a stage."""

    @property
    def mission_id(self) -> str:
        """Name of the mission."""
        ...

    @property
    def digest(self) -> str:
        """Of the mission's files."""
        ...

    @property
    def range_s(self) -> tuple[float, float]:
        """First and last mission time."""
        ...

    def when(self, text: str) -> float:
        """Return the mission time a text means; UsageError with the accepted forms."""
        ...

    def draw(self, met_s: float, camera: str, language: str) -> Drawing:
        """Return everything a frame needs; UsageError on an unknown camera or language."""
        ...

    def words(self, met_s: float, language: str) -> Words:
        """Return what is said at an instant."""
        ...

    def title(self, language: str) -> str:
        """Return the mission's name."""
        ...

    def chapters(self, start_met_s: float, stop_met_s: float, language: str) -> tuple[Chapter, ...]:
        """Return the chapters of a stretch of the flight, in order; the first begins where it does."""
        ...

    def files(self) -> Mapping[str, bytes | Path]:
        """Return what stands under ``scene/`` of the page."""
        ...
