"""`comparison.toml`: what one mission has in each row of the table that tells missions side by side.

Every mission's file has the same rows, so that any two can be laid beside each other; what a mission has not, or
what no source tells, its cell says in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from viz.errors import InvalidFile, Problem
from viz.languages import LANGUAGES
from viz.mission.model import Mission, Standing
from viz.mission.read import few, join, nearest, read_shape, shown
from viz.mission.text import visible_length

COMPARISON_FILE = "comparison.toml"

ROWS = (
    "way_out",
    "outside",
    "height_ground",
    "light",
    "line",
    "moving",
    "suit",
    "trouble",
    "pulse",
    "landing",
)
"""Ids of the rows, in the order they are shown; the program's words name them, ``comparison.row.<id>``."""

MAX_CELL = 180
"""Longest text of a cell, in characters a reader sees."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one mission has in a row, with how well it stands and from whom."""

    text: Mapping[str, str]
    """What it has, in every language."""
    standing: Standing
    """How well the weakest of what the cell says stands."""
    sources: tuple[str, ...]
    """Ids in ``sources.toml``, at least one."""
    record: tuple[str, ...] = ()
    """Rows of the record sheet."""
    events: tuple[str, ...] = ()
    """Ids of the events it tells of: a viewer goes there."""
    questions: tuple[str, ...] = ()
    """Ids of the questions it bears on; a ``disputed`` cell names at least one."""


@dataclass(frozen=True, slots=True)
class ComparisonFile:
    """``comparison.toml``."""

    row: Mapping[str, Cell]
    """A cell for each row."""


def load_comparison(mission: Mission, folder: Path) -> Mapping[str, Cell]:
    """Return a mission's cells by row, in the order they are shown; none where the folder has no such file.

    Raises InvalidFile with every problem of the file.
    """
    path = folder / COMPARISON_FILE
    if not path.exists():
        return {}
    cells = read_shape(path, ComparisonFile, folder).row
    problems = few(_problems(cells, mission))
    if problems:
        raise InvalidFile(str(path), problems)
    return {row: cells[row] for row in ROWS}


def comparison_problems(mission: Mission, folder: Path) -> dict[Path, tuple[Problem, ...]]:
    """Return every problem of the file by its path, as `check` gathers them; none without a file."""
    try:
        load_comparison(mission, folder)
    except InvalidFile as error:
        return {folder / COMPARISON_FILE: error.problems}
    return {}


def _problems(cells: Mapping[str, Cell], mission: Mission) -> Iterator[Problem]:
    for row in ROWS:
        if row not in cells:
            yield Problem(f"row.{row}", "is missing", "add it; where nothing is known, say so")
    for row, cell in cells.items():
        path = join("row", row)
        if row not in ROWS:
            yield Problem(path, "is no row of the table", nearest(row, ROWS))
        yield from _texts(f"{path}.text", cell)
        yield from _grounds(path, cell, mission)


def _texts(path: str, cell: Cell) -> Iterator[Problem]:
    for language in cell.text:
        if language not in LANGUAGES:
            yield Problem(join(path, language), "is no language of the show", nearest(language, LANGUAGES))
    for language in LANGUAGES:
        text = cell.text.get(language, "")
        if not text.strip():
            yield Problem(f"{path}.{language}", "is missing", "write it")
        elif "\n" in text:
            yield Problem(f"{path}.{language}", "has more than one line", "write it in one")
        elif visible_length(text) > MAX_CELL:
            yield Problem(f"{path}.{language}", f"has {visible_length(text)} characters", f"shorten it to {MAX_CELL}")


def _grounds(path: str, cell: Cell, mission: Mission) -> Iterator[Problem]:
    if not cell.sources:
        yield Problem(f"{path}.sources", "is empty", "name a source, or OWN for our own reconstruction")
    if cell.standing == "disputed" and not cell.questions:
        yield Problem(f"{path}.questions", "is empty beside a disputed cell", "name the question that has the versions")
    known = {
        "sources": mission.sources.keys(),
        "events": {event.id for event in mission.events},
        "questions": {question.id for question in mission.questions},
    }
    for key, names in known.items():
        for at, name in enumerate(getattr(cell, key)):
            if name not in names:
                yield Problem(f"{path}.{key}[{at}]", f"{shown(name)} is not in the mission", nearest(name, names))
