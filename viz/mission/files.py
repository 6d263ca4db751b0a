"""The tables of a mission folder's files, as they stand in TOML; `docs/mission-file.md` is made from these.

Every table refuses keys it does not know. Times are TOML offset date-times in UTC, such as
``1965-03-18T08:34:51Z``; `viz.mission.load` turns them into seconds after lift-off.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from viz.mission.model import Standing
from viz.plugins import FIRST


@dataclass(frozen=True, slots=True)
class ZoneTable:
    """The clock that the flight's own people went by, beside UTC."""

    name: str
    """Its name in tables, such as ``EST``, and in languages that have no word for it."""
    hours: float
    """Ahead of UTC; below zero behind it."""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What each language calls it: the first is written after a time, all are read."""


@dataclass(frozen=True, slots=True)
class MissionTable:
    """Which flight this is."""

    id: str
    """Name of the mission; a shipped one bears its folder's."""
    title: str
    """Plain name, in English."""
    liftoff_utc: datetime
    """Lift-off, the zero of elapsed time."""
    spacecraft: str = ""
    """Type and number of the craft; the title where it is left out."""
    cospar_id: str = ""
    """International designation, such as ``1965-022A``; left out for what had none."""
    models: str = FIRST
    """Name of the plugin that knows how this craft flies and looks: a shipped or an installed one."""
    zone: ZoneTable | None = None
    """Its own clock; left out, that of its plugin, or UTC alone."""


@dataclass(frozen=True, slots=True)
class CrewTable:
    """A member of the crew."""

    id: str
    """Name used in captions and shots, such as ``anna``."""
    name: str
    """Full name, in English."""
    role: str
    """What he was aboard, in English."""
    call_sign: str = ""
    """Radio call sign; left out for who had none."""


@dataclass(frozen=True, slots=True)
class PhaseTable:
    """A stretch of the flight. Top-level phases tile it; the children of a phase lie inside it and never overlap."""

    id: str
    """Name; by custom a child's begins with its parent's and a dot."""
    start_utc: datetime
    """First instant."""
    end_utc: datetime
    """Last instant, where the next phase begins."""
    colour: str
    """Colour on the time bar, ``#rrggbb``."""
    parent: str | None = None
    """Id of the phase this one lies in; left out for a top-level phase."""


@dataclass(frozen=True, slots=True)
class AlternativeTable:
    """Another version of a fact or event, told by other sources."""

    text: str
    """One sentence of plain English."""
    standing: Standing
    """How well this version itself stands; not ``disputed``."""
    sources: tuple[str, ...]
    """Ids in ``sources.toml``, at least one."""
    utc: datetime | None = None
    """The time this version gives."""
    value: float | None = None
    """The number this version gives."""
    unit: str | None = None
    """Unit of `value`."""


@dataclass(frozen=True, slots=True)
class EventTable:
    """One dated thing that happened: an instant with its spread, or a range with the time drawn inside it."""

    id: str
    """Stable name, such as ``eva.exit``; captions, shots, links and the command line use it."""
    phase: str
    """Id of the phase its time lies in."""
    kind: str
    """What sort of event it is: one of the kinds above, or a word of the mission's own, such as ``docking``."""
    standing: Standing
    """How well the fact stands."""
    sources: tuple[str, ...]
    """Ids in ``sources.toml``, at least one; ``OWN`` is our own reconstruction."""
    utc: datetime | None = None
    """The instant the record gives; needs `uncertainty_s`."""
    uncertainty_s: float | None = None
    """Spread of `utc`, plus or minus, in seconds."""
    utc_range: tuple[datetime, datetime] | None = None
    """First and last possible instant, where the record gives no clock time; needs `shown_utc`."""
    shown_utc: datetime | None = None
    """Where the show draws an event that has only a range."""
    time_standing: Standing | None = None
    """Standing of the time alone, where it differs from `standing`: ``uncertain`` where no source gives an hour."""
    record: tuple[str, ...] = ()
    """Rows of the record sheet, such as ``E04``."""
    note: str = ""
    """Anything a reader of the file should know, in English."""
    alternative: tuple[AlternativeTable, ...] = ()
    """Other versions."""


@dataclass(frozen=True, slots=True)
class FactTable:
    """An undated statement with a number or a word."""

    id: str
    """Name, such as ``suit.working_pressure``."""
    subject: str
    """What it is about; a viewer finds it there: ``crew``, ``ship``, ``training``, ``flight``, ``descent``, ``rescue``,
    ``aftermath``, or a subject of the mission's own, which has its word ``format.subject.<id>`` in ``words/``."""
    at: tuple[str, ...]
    """Ids of the events and phases it belongs to, at least one: it is offered there, and told at the first."""
    value: float | str
    """The number, told with its unit; or words for whoever reads the file, for the captions' sentence tells them."""
    standing: Standing
    """How well it stands."""
    sources: tuple[str, ...]
    """Ids in ``sources.toml``, at least one."""
    unit: str = ""
    """Unit of the number; none beside words or a bare count."""
    record: tuple[str, ...] = ()
    """Rows of the record sheet, such as ``U01``."""
    note: str = ""
    """Anything a reader of the file should know, in English."""
    alternative: tuple[AlternativeTable, ...] = ()
    """Other versions."""


@dataclass(frozen=True, slots=True)
class VersionTable:
    """One answer to a question on which sources disagree."""

    id: str
    """Name of this version inside its question."""
    text: str
    """One sentence of plain English."""
    standing: Standing
    """How well this version itself stands; not ``disputed``."""
    sources: tuple[str, ...]
    """Ids in ``sources.toml``, at least one."""
    utc: datetime | None = None
    """The time this version gives."""
    value: float | None = None
    """The number this version gives."""
    unit: str | None = None
    """Unit of `value`."""


@dataclass(frozen=True, slots=True)
class QuestionTable:
    """A point on which sources disagree."""

    id: str
    """Name, such as ``entry_manner``."""
    subject: str
    """The question itself, in English."""
    chosen: str
    """Id of the version the show draws, or leans to where nothing is drawn."""
    reason: str
    """Why that one, in English."""
    version: tuple[VersionTable, ...]
    """Every version, two or more."""
    events: tuple[str, ...] = ()
    """Ids of the events it bears on."""
    record: tuple[str, ...] = ()
    """Rows of the record sheet, such as ``V03``."""
    drawn: bool = True
    """``false`` where nothing drawn depends on the answer: no version is then called the one shown."""


@dataclass(frozen=True, slots=True)
class MissionFile:
    """``mission.toml``: what is known of the flight."""

    mission: MissionTable
    """Which flight this is."""
    phase: tuple[PhaseTable, ...]
    """The flight's stretches."""
    event: tuple[EventTable, ...] = ()
    """Dated things that happened."""
    crew: tuple[CrewTable, ...] = ()
    """Who flew."""
    fact: tuple[FactTable, ...] = ()
    """Undated statements."""
    question: tuple[QuestionTable, ...] = ()
    """Points on which sources disagree."""
    parameters: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """Groups of numbers the flight is computed from; the groups of ``flight.toml`` join them."""


@dataclass(frozen=True, slots=True)
class SourceTable:
    """``sources.toml``: one table per document, its id the table's name; may be left out where all rests on ``OWN``."""

    title: str
    """Title of the page, paper or book."""
    where: str
    """Address or place where it can be found."""
    excerpt: bool = False
    """True where only an excerpt was read; a viewer is told."""


SourcesFile = dict[str, SourceTable]
"""``sources.toml``."""

OWN_SOURCE = {"OWN": SourceTable("Our own reconstruction", "this mission's folder")}
"""What a mission without ``sources.toml`` rests on."""

ParametersFile = dict[str, Mapping[str, float]]
"""``flight.toml``: groups of numbers the flight is computed from, units in their names."""
