"""Mission folder to `Mission`: read, judge, and turn clock times into seconds after lift-off."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from viz.assets import assets_root
from viz.errors import InvalidFile, Problem
from viz.mission.check import check_mission, names_own, rests_on_own, zone_problems
from viz.mission.files import (
    OWN_SOURCE,
    AlternativeTable,
    EventTable,
    FactTable,
    MissionFile,
    MissionTable,
    ParametersFile,
    QuestionTable,
    SourcesFile,
    SourceTable,
)
from viz.mission.folder import MAX_TABLE_BYTES, entries, folder_problems, is_data, read_plain
from viz.mission.model import (
    UTC_ZONE,
    Alternative,
    Crew,
    Event,
    EventTime,
    Fact,
    Mission,
    NumberGroups,
    Numbers,
    Phase,
    Question,
    Source,
    Version,
    Zone,
)
from viz.mission.read import few, nearest, read_shape
from viz.plugins import FIRST, PLAIN_NAME, expect, faults_of, folder_of, installed, is_named, optional_part

T = TypeVar("T")


def load_mission(name_or_folder: str | Path = FIRST) -> Mission:
    """Return a shipped mission by name, or the mission of a folder.

    Raises InvalidFile with every problem of ``mission.toml``, ``sources.toml`` and ``flight.toml``.
    The words and cameras of the same folder are read and judged by `viz.story`.
    """
    folder = mission_folder(name_or_folder)
    mission, found = read_mission(folder)
    raise_problems(folder, found)
    assert mission is not None  # each way to have none is a problem, raised above
    return mission


def read_mission(folder: Path) -> tuple[Mission | None, dict[Path, tuple[Problem, ...]]]:
    """Return the mission of a folder and the problems of its files; without problems there is a mission."""
    found = folder_problems(folder)
    mission = _read(folder, "mission.toml", MissionFile, found)
    sources = _sources(folder, mission, found)
    groups = _read(folder, "flight.toml", ParametersFile, found) if _lies(folder, "flight.toml") else {}
    if mission is not None:
        for name, problems in check_mission(mission, sources, groups or {}).items():
            if problems:
                found[folder / name] = (*found.get(folder / name, ()), *few(problems))
    if found or mission is None or sources is None or groups is None:
        return None, found
    given = {**mission.parameters, **groups}
    numbers = NumberGroups({name: Numbers(name, group) for name, group in given.items()})
    return _build(mission, sources, numbers, digest_of(folder)), found


def mission_folder(name_or_folder: str | Path) -> Path:
    """Return the folder of a mission: a shipped or installed one by its plain name, otherwise the path itself.

    Raises InvalidFile when there is no such folder, PluginFault for an installed mission that cannot be loaded.
    """
    missions = assets_root() / "missions"
    try:
        if isinstance(name_or_folder, str) and PLAIN_NAME.fullmatch(name_or_folder):
            shipped = missions / name_or_folder
            if shipped.is_dir():
                return shipped
            brought = folder_of(name_or_folder) if is_named(name_or_folder) else None
            if brought is not None:
                return brought
        folder = Path(name_or_folder)
        if str(name_or_folder) and folder.is_dir():
            return folder
        what = "is not a folder" if folder.exists() else "does not exist"
    except (OSError, ValueError):  # a name too long for the file system, or with a NUL in it
        what = "cannot be a folder's name"
    names = (*shipped_missions(), *installed())
    remedy = f"give a mission's folder or a mission's name; {nearest(str(name_or_folder)[:80], names)}"
    raise InvalidFile(str(name_or_folder)[:200], [Problem("(folder)", what, remedy)])


def shipped_missions() -> tuple[str, ...]:
    """Return the names of the shipped missions, the first first."""
    missions = assets_root() / "missions"
    names = sorted(path.name for path in missions.iterdir() if path.is_dir()) if missions.is_dir() else []
    return tuple(sorted(names, key=lambda name: name != FIRST))


def digest_of(folder: Path) -> str:
    """Return the SHA-256, in hex, of a folder's TOML files and computed tables: names and contents, by sorted name.

    Whatever changes a picture or a caption is one or the other; notes and scraps beside them are not. InvalidFile for
    one that is no plain file, too large or a link out of the folder.
    """
    whole = hashlib.sha256()
    files = {path.relative_to(folder).as_posix(): path for path in entries(folder) if is_data(path.relative_to(folder))}
    for name, path in sorted(files.items()):
        content = hashlib.sha256(read_plain(path, MAX_TABLE_BYTES, folder)).digest()
        whole.update(name.encode("utf-8", "surrogateescape") + b"\0" + content)
    return whole.hexdigest()


def raise_problems(folder: Path, found: Mapping[Path, Iterable[Problem]]) -> None:
    """Raise one InvalidFile for the problems of a folder's files; return when there are none.

    With one file at fault its name heads the message; with several, each problem's path begins with it.
    """
    by_file = {path: tuple(problems) for path, problems in found.items() if problems}
    if not by_file:
        return
    if len(by_file) == 1:
        ((path, only),) = by_file.items()
        raise InvalidFile(str(path), only)
    everything = [
        Problem(f"{_in_folder(path, folder)} {problem.path}", problem.what, problem.remedy)
        for path, problems in by_file.items()
        for problem in problems
    ]
    raise InvalidFile(str(folder), everything)


def _in_folder(path: Path, folder: Path) -> str:
    return (path.relative_to(folder) if path.is_relative_to(folder) else path).as_posix()


def _sources(
    folder: Path, mission: MissionFile | None, found: dict[Path, tuple[Problem, ...]]
) -> Mapping[str, SourceTable] | None:
    """Return the documents, its makers among them where they are named; one that rests on these alone needs no file."""
    if mission is not None and rests_on_own(mission) and not _lies(folder, "sources.toml"):
        return OWN_SOURCE
    if mission is None and not _lies(folder, "sources.toml"):
        return None  # whether it asks for any is not known
    read = _read(folder, "sources.toml", SourcesFile, found)
    if read is None or mission is None or not names_own(mission):
        return read
    return {**read, **{name: row for name, row in OWN_SOURCE.items() if name not in read}}


def _lies(folder: Path, name: str) -> bool:
    """Return whether there is such a file, or a link that leads nowhere."""
    return os.path.lexists(folder / name)


def _read(folder: Path, name: str, shape: type[T], found: dict[Path, tuple[Problem, ...]]) -> T | None:
    try:
        return read_shape(folder / name, shape, folder)
    except InvalidFile as error:
        found[folder / name] = error.problems
        return None


def _build(
    file: MissionFile,
    sources: Mapping[str, SourceTable],
    parameters: Mapping[str, Mapping[str, float]],
    digest: str,
) -> Mission:
    liftoff_utc = file.mission.liftoff_utc
    phases = (
        Phase(row.id, row.parent, _met_s(row.start_utc, liftoff_utc), _met_s(row.end_utc, liftoff_utc), row.colour)
        for row in file.phase
    )
    events = (_event(row, liftoff_utc) for row in file.event)
    return Mission(
        id=file.mission.id,
        title=file.mission.title,
        spacecraft=file.mission.spacecraft or file.mission.title,
        cospar_id=file.mission.cospar_id,
        liftoff_utc=liftoff_utc,
        models=file.mission.models,
        zone=_zone(file.mission),
        digest=digest,
        crew=tuple(Crew(row.id, row.name, row.role, row.call_sign) for row in file.crew),
        phases=tuple(sorted(phases, key=lambda phase: (phase.start_met_s, -phase.end_met_s))),
        events=tuple(sorted(events, key=lambda event: event.time.met_s)),
        facts=tuple(_fact(row) for row in file.fact),
        questions=tuple(_question(row) for row in file.question),
        sources={name: Source(name, row.title, row.where, row.excerpt) for name, row in sources.items()},
        parameters=parameters,
    )


def _zone(table: MissionTable) -> Zone:
    """Return the mission's clock; files written before there was such a key have their plugin's."""
    if table.zone is not None:
        return Zone(table.zone.name, table.zone.hours, table.zone.words)
    zone: Zone = expect(table.models, "ZONE", optional_part(table.models, "ZONE", UTC_ZONE), Zone)
    with faults_of(table.models, "giving its ZONE"):
        for problem in zone_problems(zone):
            raise ValueError(f"{problem.what}: {problem.remedy}")
    return zone


def _met_s(utc: datetime, liftoff_utc: datetime) -> float:
    return (utc - liftoff_utc).total_seconds()


def _event(row: EventTable, liftoff_utc: datetime) -> Event:
    return Event(
        id=row.id,
        phase=row.phase,
        kind=row.kind,
        time=_event_time(row, liftoff_utc),
        standing=row.standing,
        sources=row.sources,
        record=row.record,
        time_standing=row.time_standing,
        note=row.note,
        alternatives=_alternatives(row.alternative),
    )


def _event_time(row: EventTable, liftoff_utc: datetime) -> EventTime:
    if row.utc is not None:
        met_s, spread_s = _met_s(row.utc, liftoff_utc), row.uncertainty_s or 0.0
        return EventTime(met_s, met_s - spread_s, met_s + spread_s, is_instant=True)
    assert row.utc_range is not None  # check_mission saw to both
    assert row.shown_utc is not None
    earliest_utc, latest_utc = row.utc_range
    return EventTime(
        _met_s(row.shown_utc, liftoff_utc),
        _met_s(earliest_utc, liftoff_utc),
        _met_s(latest_utc, liftoff_utc),
        is_instant=False,
    )


def _alternatives(rows: Iterable[AlternativeTable]) -> tuple[Alternative, ...]:
    return tuple(Alternative(row.text, row.sources, row.standing, row.utc, row.value, row.unit) for row in rows)


def _fact(row: FactTable) -> Fact:
    return Fact(
        id=row.id,
        subject=row.subject,
        at=row.at,
        value=row.value,
        unit=row.unit,
        standing=row.standing,
        sources=row.sources,
        record=row.record,
        alternatives=_alternatives(row.alternative),
        note=row.note,
    )


def _question(row: QuestionTable) -> Question:
    versions = tuple(
        Version(version.id, version.text, version.sources, version.standing, version.utc, version.value, version.unit)
        for version in row.version
    )
    return Question(row.id, row.subject, row.chosen, row.reason, versions, row.events, row.record, row.drawn)
