"""What a lecturer is given beside the flight: stop points with their questions, and versions that change the scene.

`stops.toml` and `versions.toml` of a mission folder; a mission may have neither. `check_lesson` is the reading
`voskhod2 check` asks for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from viz.errors import InvalidFile, Problem, UsageError
from viz.languages import LANGUAGES
from viz.mission.model import Mission
from viz.mission.read import nearest, read_shape
from viz.mission.text import visible_length
from viz.mission.when import parse_when
from viz.story.panel import Supposable

STOPS_FILE = "stops.toml"
VERSIONS_FILE = "versions.toml"

MAX_TEXT = 180
"""Longest question or answer, in characters a reader sees: two or three lines on the screen."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StopTable:
    """One stop point as it stands in the file."""

    id: str
    """Name, unique in the file."""
    at: str
    """Where the show halts, such as ``eva.suit_stiff+20s``."""
    answer_at: str
    """Where the scene that answers begins; later than `at`."""
    question: Mapping[str, str]
    """The question in every language."""
    answer: Mapping[str, str]
    """The answer in every language."""


@dataclass(frozen=True, slots=True)
class StopsFile:
    """``stops.toml``."""

    stop: tuple[StopTable, ...] = ()
    """In any order."""


@dataclass(frozen=True, slots=True)
class Switch:
    """A version of a question and what it supposes of the flight."""

    question: str
    """Id of the question in ``mission.toml``."""
    version: str
    """Id of its version."""
    group: str
    """Group of the what-if: ``suit``, ``eva``, ``orbit``, ``descent``."""
    name: str
    """Name inside the group."""
    value: float | str
    """What the version has there."""


@dataclass(frozen=True, slots=True)
class VersionsFile:
    """``versions.toml``."""

    switch: tuple[Switch, ...] = ()
    """In any order."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop point on the flight's clock."""

    id: str
    met_s: float
    answer_met_s: float
    question: Mapping[str, str]
    answer: Mapping[str, str]


def load_stops(mission: Mission, folder: Path) -> tuple[Stop, ...]:
    """Return the stop points in order of time, none where the folder has no such file.

    Raises InvalidFile with every problem of the file.
    """
    path = folder / STOPS_FILE
    if not path.exists():
        return ()
    tables = read_shape(path, StopsFile, folder).stop
    problems = tuple(_stop_problems(tables, mission))
    if problems:
        raise InvalidFile(str(path), problems)
    stops = [
        Stop(one.id, parse_when(one.at, mission), parse_when(one.answer_at, mission), one.question, one.answer)
        for one in tables
    ]
    return tuple(sorted(stops, key=lambda stop: stop.met_s))


def load_switches(mission: Mission, folder: Path, supposable: Sequence[Supposable]) -> tuple[Switch, ...]:
    """Return the versions that change the scene; InvalidFile with every problem of the file."""
    path = folder / VERSIONS_FILE
    if not path.exists():
        return ()
    switches = read_shape(path, VersionsFile, folder).switch
    problems = tuple(_switch_problems(switches, mission, supposable))
    if problems:
        raise InvalidFile(str(path), problems)
    return switches


def _stop_problems(tables: Sequence[StopTable], mission: Mission) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, table in enumerate(tables):
        path = f"stop[{index}]"
        if table.id in seen:
            yield Problem(f"{path}.id", f'"{table.id}" stands twice', "give each stop its own name")
        seen.add(table.id)
        times: dict[str, float] = {}
        for key, text in (("at", table.at), ("answer_at", table.answer_at)):
            try:
                times[key] = parse_when(text, mission)
            except UsageError as error:
                yield Problem(f"{path}.{key}", str(error), "write it as on the command line")
        for key, met_s in times.items():
            if not mission.start_met_s <= met_s <= mission.end_met_s:
                yield Problem(f"{path}.{key}", "is outside the flight", "choose an instant inside it")
        if len(times) == 2 and times["answer_at"] <= times["at"]:
            yield Problem(f"{path}.answer_at", "is not after the question", "let the answer be a later scene")
        for key, texts in (("question", table.question), ("answer", table.answer)):
            yield from _text_problems(f"{path}.{key}", texts)


def _text_problems(path: str, texts: Mapping[str, str]) -> Iterator[Problem]:
    for language in texts:
        if language not in LANGUAGES:
            yield Problem(f"{path}.{language}", "is no language of the show", nearest(language, LANGUAGES))
    for language in LANGUAGES:
        text = texts.get(language, "")
        if not text.strip():
            yield Problem(f"{path}.{language}", "is missing", "write it")
        elif visible_length(text) > MAX_TEXT:
            yield Problem(f"{path}.{language}", f"has {visible_length(text)} characters", f"shorten it to {MAX_TEXT}")


def _switch_problems(
    switches: Sequence[Switch], mission: Mission, supposable: Sequence[Supposable]
) -> Iterator[Problem]:
    questions = {question.id: {version.id for version in question.versions} for question in mission.questions}
    known = {(one.group, one.name): one for one in supposable}
    for index, switch in enumerate(switches):
        path = f"switch[{index}]"
        yield from _unknown(f"{path}.question", switch.question, questions)
        if switch.question in questions:
            yield from _unknown(f"{path}.version", switch.version, questions[switch.question])
        changed = known.get((switch.group, switch.name))
        if changed is None:
            yield from _unknown(f"{path}.name", f"{switch.group}.{switch.name}", {f"{g}.{n}" for g, n in known})
        elif not changed.allows(switch.value):
            yield Problem(f"{path}.value", f"{switch.value!r} is not possible", "give a value the flight allows")


def _unknown(path: str, name: str, known: Collection[str]) -> Iterator[Problem]:
    if name not in known:
        yield Problem(path, f'"{name}" is not known', nearest(name, known))
