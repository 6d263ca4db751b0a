"""The table that tells missions side by side: a cell for each row, or every problem of the file at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from viz import load_flight
from viz.errors import InvalidFile
from viz.languages import LANGUAGES
from viz.mission.comparison import COMPARISON_FILE, ROWS, comparison_problems, load_comparison
from viz.mission.load import load_mission, mission_folder, shipped_missions
from viz.mission.model import Mission
from viz.story.captions import load_ui
from viz.story.check import check_folder

CELL = """
[row.{row}]
text = {{ en = "So.", ru = "Так.", hi = "ऐसे।" }}
standing = "seen"
sources = ["BOOK"]
events = ["launch.liftoff"]
"""


@pytest.fixture
def written(folder: Path) -> Path:
    """The small mission with a cell in each row."""
    whole = "".join(CELL.format(row=row) for row in ROWS)
    (folder / COMPARISON_FILE).write_text(whole, encoding="utf-8")
    return folder


def told(mission: Mission, folder: Path) -> str:
    with pytest.raises(InvalidFile) as caught:
        load_comparison(mission, folder)
    return str(caught.value)


@pytest.mark.parametrize("name", shipped_missions())
def test_every_shipped_mission_has_every_row(name: str) -> None:
    cells = load_comparison(load_mission(name), mission_folder(name))
    assert tuple(cells) == ROWS
    assert all(cell.text.keys() == set(LANGUAGES) and cell.sources for cell in cells.values())


@pytest.mark.parametrize("name", shipped_missions())
def test_the_minutes_outside_are_those_of_the_events_in_every_language(name: str) -> None:
    mission = load_mission(name)
    outside_s = round(mission.event("eva.ingress").time.met_s - mission.event("eva.exit").time.met_s)
    cell = load_comparison(mission, mission_folder(name))["outside"]
    for text in cell.text.values():
        assert re.search(rf"\b{outside_s // 60}\D+{outside_s % 60}\b", text), text


@pytest.mark.parametrize("name", shipped_missions())
def test_heights_and_sun_of_a_cell_are_the_flights(name: str) -> None:
    """To the kilometre and the degree, at the exit and at the return."""
    flight = load_flight(name)
    states = [flight.state_at(flight.mission.event(event).time.met_s) for event in ("eva.exit", "eva.ingress")]
    cells = load_comparison(flight.mission, mission_folder(name))
    for language in LANGUAGES:
        heights, light = cells["height_ground"].text[language], cells["light"].text[language]
        assert all(str(round(state.craft.altitude_km)) in heights for state in states), heights
        assert all(f"{round(state.sky.sun_elevation_deg)}°" in light for state in states), light


def test_rows_are_named_in_every_language() -> None:
    for language in LANGUAGES:
        assert all(load_ui(language)[f"comparison.row.{row}"] for row in ROWS)


def test_a_mission_needs_no_such_file(small: Mission, folder: Path) -> None:
    assert load_comparison(small, folder) == {}
    assert comparison_problems(small, folder) == {}


def test_rows_come_in_the_order_of_the_table(small: Mission, folder: Path) -> None:
    whole = "".join(CELL.format(row=row) for row in reversed(ROWS))
    (folder / COMPARISON_FILE).write_text(whole, encoding="utf-8")
    assert tuple(load_comparison(small, folder)) == ROWS


WRONG = [
    ("[row.pulse]", "[row.puls]", "row.pulse: is missing"),
    ("[row.pulse]", "[row.puls]", "row.puls: is no row of the table - did you mean pulse?"),
    ('ru = "Так."', 'ru = " "', "row.way_out.text.ru: is missing"),
    (', hi = "ऐसे।"', "", "row.way_out.text.hi: is missing"),
    ('hi = "ऐसे।"', 'hi = "ऐसे।", de = "So."', "row.way_out.text.de: is no language"),
    ('en = "So."', f'en = "{"m" * 181}"', "has 181 characters - shorten it to 180"),
    ('en = "So."', 'en = "So.\\nNo."', "has more than one line"),
    ('["BOOK"]', '["BOK"]', 'row.way_out.sources[0]: "BOK" is not in the mission - did you mean BOOK?'),
    ('["BOOK"]', "[]", "row.way_out.sources: is empty"),
    ('["launch.liftoff"]', '["launch.lift"]', "row.way_out.events[0]"),
    ('standing = "seen"', 'standing = "disputed"', "name the question that has the versions"),
    ('standing = "seen"', 'standing = "sene"', "is not one of seen, quoted"),
    ("events = ", "event = ", "row.way_out.event: is not a key of this table - did you mean events?"),
    ('standing = "seen"\n', "", "row.way_out.standing: is missing"),
]


@pytest.mark.parametrize(("old", "new", "said"), WRONG)
def test_a_wrong_cell_is_named_with_its_remedy(small: Mission, written: Path, old: str, new: str, said: str) -> None:
    path = written / COMPARISON_FILE
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert said in told(small, written)


def test_all_problems_are_told_at_once_and_by_check_too(
    small: Mission, written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("viz.missions.voskhod2.number_problems", lambda _: ())
    path = written / COMPARISON_FILE
    text = path.read_text(encoding="utf-8").replace("[row.pulse]", "[row.puls]").replace('"BOOK"', '"BOK"', 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidFile) as caught:
        check_folder(written)
    assert len(caught.value.problems) == 3
    assert caught.value.problems == comparison_problems(small, written)[path]
