"""Judges a mission's tables against each other, and names every problem, not just the first.

`viz.mission.read` has already seen to the shape of each value; here the statements must agree: order,
overlaps, names, ranges, and a source for everything said.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import chain
from typing import Protocol

from viz.errors import Problem
from viz.languages import LANGUAGES
from viz.mission.files import (
    AlternativeTable,
    EventTable,
    FactTable,
    MissionFile,
    PhaseTable,
    SourceTable,
    VersionTable,
    ZoneTable,
)
from viz.mission.model import EVENT_KINDS, Zone
from viz.mission.read import few, join, nearest, shown
from viz.plugins import known, unknown

MAX_TEXT = 600
"""Longest plain-English text; what is shown on screen has the tighter limits of the captions."""

MAX_NAME = 80
"""Longest title of a mission, or name of a craft: it stands in a line of a menu."""
MAX_MISSION_ID = 60
"""Longest id of a mission: it stands in links, and in what a page asks."""

MAX_PHASES = 300
MAX_DEPTH = 8
"""A phase lies inside at most so many others; every instant is looked up in each."""
LONGEST = timedelta(days=31)
"""From the first phase to the last, and for any spread of a time: tables are made for every minute of it."""

_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
_ZONE_NAME = re.compile(r"[^\W\d_][^\d:,]{0,29}")
_FIRST_ZONE_H, _LAST_ZONE_H = -12.0, 14.0
_UTC_NAMES = ("utc", "z")
_SLIP = 0.8
"""How alike two words are of which one is taken for a slip of the other."""
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class _Named(Protocol):
    @property
    def id(self) -> str: ...


def check_mission(
    file: MissionFile,
    sources: Mapping[str, SourceTable] | None,
    groups: Mapping[str, Mapping[str, float]],
) -> dict[str, tuple[Problem, ...]]:
    """Return the problems by file name: ``mission.toml``, ``sources.toml``, ``flight.toml``.

    Without `sources` (their own file was not usable) names of sources are not judged.
    """
    return {
        "mission.toml": few(
            chain(
                _identity(file),
                _names(file),
                _phases(file.phase),
                _events(file),
                _questions(file),
                _disputes(file),
                _facts(file),
                _units(file),
                _sourced(file, sources),
            )
        ),
        "sources.toml": few(_sources(sources or {})),
        "flight.toml": few(_groups(file, groups)),
    }


def _identity(file: MissionFile) -> Iterator[Problem]:
    if not _ID.fullmatch(file.mission.id) or len(file.mission.id) > MAX_MISSION_ID:
        remedy = f"write up to {MAX_MISSION_ID} of a-z, 0-9, _ and dots, a letter first, such as ball_2"
        yield Problem("mission.id", f"{shown(file.mission.id)} is no plain name", remedy)
    yield from _text("mission.title", file.mission.title, MAX_NAME)
    if file.mission.spacecraft:
        yield from _text("mission.spacecraft", file.mission.spacecraft, MAX_NAME)
    for index, row in enumerate(file.crew):
        for key in ("name", "role"):
            yield from _text(f"crew[{index}].{key}", getattr(row, key))
    if file.mission.models not in known():
        yield unknown(file.mission.models)
    if file.mission.zone is not None:
        yield from zone_problems(file.mission.zone)
    if not file.phase:
        yield Problem("phase", "no phase is given", "add at least one [[phase]]")
        return
    first, last = min(row.start_utc for row in file.phase), max(row.end_utc for row in file.phase)
    away = max(first - file.mission.liftoff_utc, file.mission.liftoff_utc - last)
    if away > LONGEST:
        remedy = f"keep within {LONGEST.days} days of {shown(first)} to {shown(last)}, or move the phases"
        yield Problem("mission.liftoff_utc", f"{shown(file.mission.liftoff_utc)} is far from every phase", remedy)


def zone_problems(row: ZoneTable | Zone) -> Iterator[Problem]:
    """Yield what is wrong with a clock: its names stand after a time and are read there, so they hold none."""
    if not _FIRST_ZONE_H <= row.hours <= _LAST_ZONE_H:
        remedy = f"use {_FIRST_ZONE_H:g} to {_LAST_ZONE_H:g}"
        yield Problem("mission.zone.hours", f"{row.hours:g} is no zone of the Earth", remedy)
    for language in row.words:
        if language not in LANGUAGES:
            remedy = nearest(language, LANGUAGES)
            yield Problem(join("mission.zone.words", language), "is no language of the show", remedy)
    told = {
        f"mission.zone.words.{key}[{at}]": word for key, words in row.words.items() for at, word in enumerate(words)
    }
    for path, name in {"mission.zone.name": row.name, **told}.items():
        if not _ZONE_NAME.fullmatch(name):
            yield Problem(path, f"{shown(name)} cannot stand after a time", "write up to 30 letters, no digits")
        elif row.hours != 0.0 and name.lower() in _UTC_NAMES:
            yield Problem(path, f"{shown(name)} is another clock's name", "give the zone a name of its own")


def _names(file: MissionFile) -> Iterator[Problem]:
    for table in ("phase", "event", "crew", "fact", "question"):
        yield from _unique(table, getattr(file, table))
    for index, question in enumerate(file.question):
        yield from _unique(f"question[{index}].version", question.version)


def _unique(table: str, rows: Iterable[_Named]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for index, row in enumerate(rows):
        path = f"{table}[{index}].id"
        if not _ID.fullmatch(row.id):
            yield Problem(path, f"{shown(row.id)} cannot be an id", "use a-z, 0-9, _ and dots, such as eva.exit")
        if row.id in first:
            yield Problem(path, f"{shown(row.id)} is used twice (also {table}[{first[row.id]}])", "give each its own")
        first.setdefault(row.id, index)


def _phases(rows: tuple[PhaseTable, ...]) -> Iterator[Problem]:
    by_id = {row.id: row for row in rows}
    if len(rows) > MAX_PHASES:
        yield Problem("phase", f"has {len(rows)} rows", f"keep to {MAX_PHASES}")
    elif rows and max(row.end_utc for row in rows) - min(row.start_utc for row in rows) > LONGEST:
        yield Problem("phase", f"last longer than {LONGEST.days} days", "look at the years and months of the times")
    for index, row in enumerate(rows):
        path = f"phase[{index}]"
        if row.end_utc <= row.start_utc:
            yield Problem(f"{path}.end_utc", f"{shown(row.end_utc)} is not after its start", "put the end later")
        if not _COLOUR.fullmatch(row.colour):
            yield Problem(f"{path}.colour", f"{shown(row.colour)} is not a colour", "write #rrggbb")
        if row.parent is not None:
            yield from _child(path, row, by_id)
    yield from _neighbours(rows)


def _child(path: str, row: PhaseTable, by_id: Mapping[str, PhaseTable]) -> Iterator[Problem]:
    parent = by_id.get(row.parent or "")
    if parent is None:
        yield Problem(f"{path}.parent", f"{shown(row.parent)} is not a phase", nearest(row.parent or "", set(by_id)))
        return
    around = _ancestors(row, by_id)
    if row.id in around:
        yield Problem(f"{path}.parent", f"{shown(row.id)} lies inside itself", "give it another parent")
        return
    if len(around) > MAX_DEPTH:
        yield Problem(f"{path}.parent", f"{shown(row.id)} lies {len(around)} phases deep", f"keep to {MAX_DEPTH}")
    if row.start_utc < parent.start_utc or row.end_utc > parent.end_utc:
        span = f"{shown(parent.start_utc)} to {shown(parent.end_utc)}"
        yield Problem(path, f"{shown(row.id)} reaches outside its parent {parent.id}", f"keep it within {span}")


def _ancestors(row: PhaseTable, by_id: Mapping[str, PhaseTable]) -> set[str]:
    """Return the ids of the phases a phase lies in, its own among them where it lies inside itself."""
    found: set[str] = set()
    while row.parent is not None and row.parent in by_id and row.parent not in found:
        found.add(row.parent)
        row = by_id[row.parent]
    return found


def _neighbours(rows: tuple[PhaseTable, ...]) -> Iterator[Problem]:
    """Siblings never overlap, and top-level phases leave no gap either."""
    in_order = sorted(enumerate(rows), key=lambda item: (item[1].start_utc, item[1].end_utc))
    latest: dict[str | None, tuple[int, PhaseTable]] = {}
    for index, row in in_order:
        path = f"phase[{index}].start_utc"
        before_index, before = latest.get(row.parent, (-1, row))
        if before is not row and row.start_utc < before.end_utc:
            what = f"{shown(row.id)} begins before {shown(before.id)} (phase[{before_index}]) has ended"
            yield Problem(path, what, f"begin at {shown(before.end_utc)} or later")
        elif before is not row and row.parent is None and row.start_utc > before.end_utc:
            what = f"nothing is said between {shown(before.id)} and {shown(row.id)}"
            yield Problem(path, what, f"begin at {shown(before.end_utc)}, or end the phase before it later")
        if before is row or row.end_utc > before.end_utc:
            latest[row.parent] = (index, row)


def _events(file: MissionFile) -> Iterator[Problem]:
    phases = {row.id: row for row in file.phase}
    for index, row in enumerate(file.event):
        path = f"event[{index}]"
        yield from _event_time(path, row)
        yield from _kind(f"{path}.kind", row.kind)
        at_utc = row.utc if row.utc is not None else row.shown_utc
        if row.phase not in phases:
            yield Problem(f"{path}.phase", f"{shown(row.phase)} is not a phase", nearest(row.phase, set(phases)))
        elif at_utc is not None:
            yield from _inside(path, row.id, at_utc, phases[row.phase])


def _kind(path: str, kind: str) -> Iterator[Problem]:
    """A kind of the mission's own is a word, and not one that any flight knows with a slip in it."""
    if not _ID.fullmatch(kind):
        yield Problem(path, f"{shown(kind)} cannot be a kind", "use a-z, 0-9 and _, such as docking")
    elif kind not in EVENT_KINDS and difflib.get_close_matches(kind, EVENT_KINDS, n=1, cutoff=_SLIP):
        yield Problem(path, f"{shown(kind)} is not known", nearest(kind, EVENT_KINDS))


def _event_time(path: str, row: EventTable) -> Iterator[Problem]:
    instant = (row.utc is not None, row.uncertainty_s is not None)
    ranged = (row.utc_range is not None, row.shown_utc is not None)
    if (all(instant) and not any(ranged)) == (all(ranged) and not any(instant)):
        remedy = "give utc and uncertainty_s, or utc_range and shown_utc"
        yield Problem(path, f"{shown(row.id)} has no time, half a time or two", remedy)
    if row.uncertainty_s is not None and row.uncertainty_s < 0:
        yield Problem(f"{path}.uncertainty_s", f"{row.uncertainty_s} is negative", "write the spread as 0 or more")
    if row.uncertainty_s is not None and row.uncertainty_s > LONGEST.total_seconds():
        yield Problem(f"{path}.uncertainty_s", "is longer than any flight", f"keep to {LONGEST.days} days, in seconds")
    if row.utc_range is None:
        return
    earliest_utc, latest_utc = row.utc_range
    if latest_utc < earliest_utc:
        yield Problem(f"{path}.utc_range", "the range ends before it begins", "write the earlier time first")
    elif row.shown_utc is not None and not earliest_utc <= row.shown_utc <= latest_utc:
        span = f"{shown(earliest_utc)} to {shown(latest_utc)}"
        yield Problem(f"{path}.shown_utc", f"{shown(row.shown_utc)} is outside the range", f"keep it within {span}")


def _inside(path: str, event_id: str, at_utc: datetime, phase: PhaseTable) -> Iterator[Problem]:
    if not phase.start_utc <= at_utc <= phase.end_utc:
        span = f"{shown(phase.start_utc)} to {shown(phase.end_utc)}"
        what = f"{shown(event_id)} at {shown(at_utc)} is outside its phase {phase.id}"
        yield Problem(f"{path}.phase", what, f"{phase.id} is {span}: change one of them")


def _questions(file: MissionFile) -> Iterator[Problem]:
    events = {row.id for row in file.event}
    for index, row in enumerate(file.question):
        path = f"question[{index}]"
        versions = {version.id for version in row.version}
        if len(row.version) < 2:
            yield Problem(f"{path}.version", f"{len(row.version)} given", "a disagreement needs two or more")
        if row.chosen not in versions:
            what = f"{shown(row.chosen)} is not one of its versions"
            yield Problem(f"{path}.chosen", what, nearest(row.chosen, versions))
        for place, event_id in enumerate(row.events):
            if event_id not in events:
                what = f"{shown(event_id)} is not an event"
                yield Problem(f"{path}.events[{place}]", what, nearest(event_id, events))
        yield from _text(f"{path}.subject", row.subject)
        yield from _text(f"{path}.reason", row.reason)


def _disputes(file: MissionFile) -> Iterator[Problem]:
    """What is called disputed has another version beside it; one side of a dispute says how well it stands itself."""
    for path, row in _told(file):
        kind = path.partition("[")[0]
        keys = ("standing", "time_standing") if isinstance(row, EventTable) else ("standing",)
        for key in keys:
            if getattr(row, key) == "disputed" and not row.alternative:
                what = f'{shown(row.id)} is "disputed", but no other version of it is given'
                remedy = f'add an [[{kind}.alternative]] with what another source says, or write "uncertain"'
                yield Problem(f"{path}.{key}", what, remedy)
        yield from _sides(f"{path}.alternative", row.alternative)
    for index, question in enumerate(file.question):
        yield from _sides(f"question[{index}].version", question.version)


def _sides(path: str, rows: Iterable[AlternativeTable | VersionTable]) -> Iterator[Problem]:
    for place, row in enumerate(rows):
        if row.standing == "disputed":
            what = '"disputed" does not tell how well this one version stands'
            remedy = 'write "seen", "quoted", "literature", "derived" or "uncertain"'
            yield Problem(f"{path}[{place}].standing", what, remedy)


def _facts(file: MissionFile) -> Iterator[Problem]:
    """Every fact belongs to a moment that there is."""
    moments = {row.id for row in file.phase} | {row.id for row in file.event}
    for index, row in enumerate(file.fact):
        if not row.at:
            yield Problem(f"fact[{index}].at", "is empty", "name the event or phase it belongs to")
        for place, moment in enumerate(row.at):
            if moment not in moments:
                what = f"{shown(moment)} is neither an event nor a phase"
                yield Problem(f"fact[{index}].at[{place}]", what, nearest(moment, moments))
        if row.unit and isinstance(row.value, str):
            what = f"{shown(row.unit)} stands beside a text, and would not be told"
            yield Problem(f"fact[{index}].unit", what, "write the value as a number, or the unit in its sentence")


def _units(file: MissionFile) -> Iterator[Problem]:
    """A unit of another version is that of its number."""
    for path, other in _others(file):
        if other.unit and other.value is None:
            what = f"{shown(other.unit)} is the unit of no value, and would not be told"
            yield Problem(f"{path}.unit", what, "give the value as a number, or leave the unit out")


def _others(file: MissionFile) -> Iterator[tuple[str, AlternativeTable | VersionTable]]:
    for path, row in _told(file):
        yield from ((f"{path}.alternative[{place}]", other) for place, other in enumerate(row.alternative))
    for index, question in enumerate(file.question):
        yield from ((f"question[{index}].version[{place}]", one) for place, one in enumerate(question.version))


def _sourced(file: MissionFile, sources: Mapping[str, SourceTable] | None) -> Iterator[Problem]:
    """Every statement names a source, and every source named is in the list."""
    known = None if sources is None else sources.keys()
    for path, ids in _statements(file):
        if not ids:
            yield Problem(f"{path}.sources", "names no source", 'name one, or ["OWN"] for our own reconstruction')
        for place, source_id in enumerate(ids):
            if known is not None and source_id not in known:
                what = f"{shown(source_id)} is not in sources.toml"
                yield Problem(f"{path}.sources[{place}]", what, nearest(source_id, known))
    yield from _statement_texts(file)


def _told(file: MissionFile) -> Iterator[tuple[str, EventTable | FactTable]]:
    yield from ((f"event[{index}]", event) for index, event in enumerate(file.event))
    yield from ((f"fact[{index}]", fact) for index, fact in enumerate(file.fact))


def _statements(file: MissionFile) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield from ((path, row.sources) for path, row in _told(file))
    yield from ((path, other.sources) for path, other in _others(file))


def rests_on_own(file: MissionFile) -> bool:
    """Return whether nothing is said but by the mission's own makers, who are no document."""
    return all(source == "OWN" for _, ids in _statements(file) for source in ids)


def names_own(file: MissionFile) -> bool:
    """Return whether something is said by the mission's own makers."""
    return any(source == "OWN" for _, ids in _statements(file) for source in ids)


def _statement_texts(file: MissionFile) -> Iterator[Problem]:
    for path, row in _told(file):
        if row.note:
            yield from _text(f"{path}.note", row.note)
        yield from _alternative_texts(path, row.alternative)
    for index, question in enumerate(file.question):
        for place, version in enumerate(question.version):
            yield from _text(f"question[{index}].version[{place}].text", version.text)


def _alternative_texts(path: str, rows: tuple[AlternativeTable, ...]) -> Iterator[Problem]:
    for place, row in enumerate(rows):
        yield from _text(f"{path}.alternative[{place}].text", row.text)


def _sources(sources: Mapping[str, SourceTable]) -> Iterator[Problem]:
    for name, row in sources.items():
        yield from _text(f"{join('', name)}.title", row.title)
        yield from _text(f"{join('', name)}.where", row.where)


def _groups(file: MissionFile, groups: Mapping[str, Mapping[str, float]]) -> Iterator[Problem]:
    for name in groups:
        if name in file.parameters:
            yield Problem(join("", name), "is given in mission.toml too, under parameters", "keep one of them")


def _text(path: str, text: str, longest: int = MAX_TEXT) -> Iterator[Problem]:
    if not text.strip():
        yield Problem(path, "is empty", "write it")
    elif len(text) > longest:
        yield Problem(path, f"has {len(text)} characters", f"shorten it to {longest}")


def unknown_and_missing(path: str, given: Collection[str], wanted: Collection[str]) -> Iterator[Problem]:
    """Judge one table's names against those it must have; used for the captions of each language."""
    for name in sorted(set(wanted) - set(given)):
        yield Problem(join(path, name), "is missing", "add it")
    for name in sorted(set(given) - set(wanted)):
        yield Problem(join(path, name), "belongs to nothing in the mission", nearest(name, wanted))
