"""The mission as data: what is known of a flight, how well, and from whom.

Times are MET, seconds after lift-off. Nothing here computes; `viz.mission.load` builds these
values from the TOML files and `viz.mission.check` judges them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Literal

Standing = Literal["seen", "quoted", "literature", "derived", "uncertain", "disputed"]
"""How well a statement stands: seen in a source; seen only quoted inside another document; general
knowledge of the literature, not checked; derived by our own computation; said by nobody exactly, such as an hour that
no source gives; or sources disagree, and then an alternative tells what the others say."""

STANDINGS: tuple[Standing, ...] = ("seen", "quoted", "literature", "derived", "uncertain", "disputed")

EVENT_KINDS = ("launch", "orbit", "eva", "failure", "descent", "landing", "rescue", "planned")
"""Kinds of event that any flight may have; a mission may have its own, such as ``docking``. A failure is marked on the
time bar."""

SUBJECTS = ("crew", "ship", "training", "flight", "descent", "rescue", "aftermath")
"""What facts of any flight are about, in the order they are told; a mission's own subjects are told after the ship."""
_OWN_AFTER = SUBJECTS.index("ship") + 1


@dataclass(frozen=True, slots=True)
class Source:
    """One document a statement rests on."""

    id: str
    title: str
    where: str
    """Address or place: a page, a repository and path, a book."""
    excerpt: bool = False
    """Read only in part: what stands around the passage is not known."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another version of a fact, told by other sources."""

    text: str
    """Plain English, one sentence; the captions carry the other languages where it is shown."""
    sources: tuple[str, ...]
    standing: Standing
    utc: datetime | None = None
    value: float | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class EventTime:
    """When something happened, and how well that is known."""

    met_s: float
    """Where the show draws it."""
    earliest_met_s: float
    latest_met_s: float
    is_instant: bool
    """True: the record gives a clock time, the bounds are its spread. False: the record gives only
    the range (or nothing closer), and `met_s` is the show's own choice inside it."""


@dataclass(frozen=True, slots=True)
class Event:
    """One dated thing that happened."""

    id: str
    phase: str
    kind: str
    """One of `EVENT_KINDS`, or the mission's own word."""
    time: EventTime
    standing: Standing
    sources: tuple[str, ...]
    record: tuple[str, ...] = ()
    """Rows of the record sheet this rests on, such as ``E04``."""
    time_standing: Standing | None = None
    """Standing of the time alone where it differs from that of the fact."""
    note: str = ""
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the flight; phases nest, the children of one phase never overlap."""

    id: str
    parent: str | None
    start_met_s: float
    end_met_s: float
    colour: str
    """``#rrggbb``, the phase's colour on the time bar."""


@dataclass(frozen=True, slots=True)
class Fact:
    """An undated statement with its number: a dimension, a mass, a pressure."""

    id: str
    subject: str
    """One of `SUBJECTS`, or the mission's own, which has a word ``format.subject.<id>`` beside the program's."""
    at: tuple[str, ...]
    """Ids of the events and phases it belongs to, the first before the others."""
    value: float | str
    unit: str
    standing: Standing
    sources: tuple[str, ...]
    record: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    note: str = ""


def subjects_of(facts: Iterable[Fact]) -> tuple[str, ...]:
    """Return what facts are about, each subject once, in the order they are told; a mission's own by their names."""
    given = {fact.subject for fact in facts}
    own = sorted(given - set(SUBJECTS))
    return tuple(one for one in (*SUBJECTS[:_OWN_AFTER], *own, *SUBJECTS[_OWN_AFTER:]) if one in given)


@dataclass(frozen=True, slots=True)
class Version:
    """One answer to a question on which sources disagree."""

    id: str
    text: str
    """Plain English, one sentence; the captions carry the other languages."""
    sources: tuple[str, ...]
    standing: Standing
    utc: datetime | None = None
    value: float | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A point on which sources disagree, with every version and the one the show draws."""

    id: str
    subject: str
    """What is asked, in plain English."""
    chosen: str
    """Id of the version drawn, or leant to where nothing is drawn."""
    reason: str
    versions: tuple[Version, ...]
    events: tuple[str, ...] = ()
    record: tuple[str, ...] = ()
    """Rows of the record sheet, such as ``V03``."""
    drawn: bool = True
    """Whether anything drawn depends on the answer."""

    def is_shown(self, version_id: str) -> bool:
        """Return whether a version is the one that is drawn."""
        return self.drawn and version_id == self.chosen

    def version(self, version_id: str) -> Version:
        """Return the version of that id; KeyError when there is none."""
        for version in self.versions:
            if version.id == version_id:
                return version
        raise KeyError(version_id)


@dataclass(frozen=True, slots=True)
class Zone:
    """The clock that the flight's own people went by, and what it is called."""

    name: str
    """As it is written after a time in tables, and in a language that has no word of its own for it."""
    hours: float
    """Ahead of UTC; below zero behind it."""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What it is called, by language: the first is written after a time, the others are read as well."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return everything it is called, in any language."""
        return (self.name, *(word for words in self.words.values() for word in words))

    @property
    def offset(self) -> timezone:
        """Return it as Python's datetimes take it."""
        return timezone(timedelta(hours=self.hours), self.name)

    def word(self, language: str) -> str:
        """Return what a language writes after a time."""
        return next(iter(self.words.get(language, ())), self.name)


UTC_ZONE = Zone("UTC", 0.0)
"""Of a flight that has no clock of its own."""


@dataclass(frozen=True, slots=True)
class Crew:
    """A member of the crew; names in other languages stand in the captions."""

    id: str
    name: str
    role: str
    call_sign: str = ""
    """Empty for who had none."""


class NotTold(KeyError):  # noqa: N818 - names what is so
    """The mission's files do not tell what was asked for by its name; a plain KeyError is a slip of a program."""


class Numbers(dict[str, float]):
    """A group of numbers; NotTold for one that is not there names the group too."""

    def __init__(self, name: str, numbers: Mapping[str, float]) -> None:
        super().__init__(numbers)
        self._name = name

    def __missing__(self, name: str) -> float:
        raise NotTold(f"{self._name}.{name}")


class NumberGroups(dict[str, Numbers]):
    """The groups of a mission; NotTold for one that is not there."""

    def __missing__(self, name: str) -> Numbers:
        raise NotTold(name)


@dataclass(frozen=True, slots=True)
class Mission:
    """All that is known of one flight."""

    id: str
    title: str
    spacecraft: str
    cospar_id: str
    liftoff_utc: datetime
    models: str
    """Name of the plugin that knows how this craft flies and looks."""
    zone: Zone
    """Its own clock, `UTC_ZONE` where it has none."""
    digest: str
    """SHA-256 of the mission folder's data files, so that a film can say what it was made from."""
    crew: tuple[Crew, ...]
    phases: tuple[Phase, ...]
    events: tuple[Event, ...]
    facts: tuple[Fact, ...]
    questions: tuple[Question, ...]
    sources: Mapping[str, Source]
    parameters: Mapping[str, Mapping[str, float]]
    """Numbers the flight room is built from, by group: ``orbit``, ``descent``, ``suit``, ``site``..."""

    @property
    def start_met_s(self) -> float:
        """First instant the show can be asked for."""
        return min(phase.start_met_s for phase in self.phases)

    @property
    def end_met_s(self) -> float:
        """Last instant the show can be asked for."""
        return max(phase.end_met_s for phase in self.phases)

    def event(self, event_id: str) -> Event:
        """Return the event of that id; NotTold, a KeyError, when there is none."""
        for event in self.events:
            if event.id == event_id:
                return event
        raise NotTold(event_id)

    def phase(self, phase_id: str) -> Phase:
        """Return the phase of that id; NotTold, a KeyError, when there is none."""
        for phase in self.phases:
            if phase.id == phase_id:
                return phase
        raise NotTold(phase_id)

    def phases_at(self, met_s: float) -> tuple[Phase, ...]:
        """Return the phases holding that instant, outermost first; ends are exclusive but for the last."""
        inside = [
            phase
            for phase in self.phases
            if phase.start_met_s <= met_s < phase.end_met_s or met_s == phase.end_met_s == self.end_met_s
        ]
        return tuple(sorted(inside, key=self._depth))

    def _depth(self, phase: Phase) -> int:
        depth = 0
        while phase.parent is not None:
            phase = self.phase(phase.parent)
            depth += 1
        return depth
