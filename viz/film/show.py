"""What a film needs of the flight, as one seam: the real flight and stage, or a small stand-in for tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from viz.story.picture import Words


@dataclass(frozen=True, slots=True)
class Drawing:
    """One frame before it is drawn: the words, and the stage's frame message as JSON text."""

    words: Words
    scene: str
    beside: Drawing | None = None
    """The second pane's, where two flights are shown side by side."""
    clock: tuple[str, str] | None = None
    """The clock of both, and what it counts from."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A stretch of the flight that a player lists."""

    start_met_s: float
    title: str


@dataclass(frozen=True, slots=True)
class Panel:
    """Two courses of the same thing side by side: numbers, and their heights as two lines."""

    heading: str
    columns: tuple[str, str]
    rows: tuple[tuple[str, str, str], ...]
    """Label and the two values."""
    lines: tuple[tuple[tuple[float, float], ...], ...] = ()
    """One line for each column; both coordinates from 0 to 1, upwards."""
    points: tuple[tuple[float, float], ...] = ()
    """Where each is now."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class FactSheet:
    """A fact on paper."""

    title: str
    value: str
    """With its unit; empty where the sentence says it all."""
    text: str
    basis: str
    """How well it stands, and by whom."""
    beside: tuple[str, ...]
    """Its other versions and its note, a line each."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said of a moment, and what it rests on."""

    met_s: float
    title: str
    text: str
    standing: str
    sources: tuple[str, ...]
    """Titles, each with its place."""
    beside: tuple[str, ...] = ()
    """Its other versions, the questions asked of it and its note, a line each."""
    facts: tuple[FactSheet, ...] = ()
    """What belongs to the same moment."""


class Show(Protocol):
    """A flight told on a stage."""

    def director(self, met_s: float) -> str:
        """Return the camera the director shows at an instant."""
        ...

    def held(self, met_s: float, rate: float) -> str:
        """Return the camera of a film that runs at that rate, lest a shot flash by; ``auto`` where none does."""
        ...

    @property
    def mission_id(self) -> str:
        """Name of the mission."""
        ...

    @property
    def digest(self) -> str:
        """Of the files the frames are made of: the mission's and the shipped ones."""
        ...

    @property
    def range_s(self) -> tuple[float, float]:
        """First and last mission time."""
        ...

    def when(self, text: str) -> float:
        """Return the mission time a text means; UsageError with the accepted forms."""
        ...

    def draw(self, met_s: float, camera: str, language: str, outline: bool = False) -> Drawing:
        """Return everything a frame needs; UsageError on an unknown camera or language."""
        ...

    def words(self, met_s: float, language: str, camera: str = "auto") -> Words:
        """Return what is said at an instant of what a camera shows."""
        ...

    @property
    def panes(self) -> int:
        """How many flights are shown beside each other: 1 or 2."""
        ...

    def spoken(self, met_s: float, language: str, pane: int) -> Words:
        """Return what is said at an instant of one of them."""
        ...

    def title(self, language: str) -> str:
        """Return the mission's name."""
        ...

    def chapters(self, start_met_s: float, stop_met_s: float, language: str) -> tuple[Chapter, ...]:
        """Return the chapters of a stretch of the flight, in order; the first begins where it does."""
        ...

    @property
    def cameras(self) -> tuple[str, ...]:
        """Ids of the cameras, the director's ``auto`` first."""
        ...

    @property
    def recipes(self) -> Path:
        """Folder of the mission's recipes; it may be missing."""
        ...

    def own_words(self, language: str) -> Mapping[str, str]:
        """Return the program's own words for a film, keys without their ``film.``."""
        ...

    def summary(self, language: str) -> str:
        """Return what the mission was, in a sentence or two."""
        ...

    def credits(self, language: str) -> tuple[str, ...]:
        """Return whom a film owes its contents to, a line each."""
        ...

    def statements(self, start_met_s: float, stop_met_s: float, language: str) -> tuple[Statement, ...]:
        """Return what is said of a stretch of the flight, in order, with its sources."""
        ...

    def facts(self, language: str) -> Mapping[str, tuple[FactSheet, ...]]:
        """Return every fact by the name of its subject."""
        ...

    def source_line(self, met_s: float) -> str:
        """Return the sources the latest event rests on, in one line."""
        ...

    def comparison(self, met_s: float, language: str) -> Panel | None:
        """Return the planned course beside the flown one at an instant; None where there is none."""
        ...

    def files(self) -> Mapping[str, bytes | Path]:
        """Return what stands under ``scene/`` of the page."""
        ...
