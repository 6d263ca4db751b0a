"""Stop points and switchable versions: what the shipped mission has, and what a wrong file is told."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from viz.errors import InvalidFile
from viz.mission.load import load_mission, mission_folder
from viz.missions.voskhod2.panel import supposable
from viz.player.stops import STOPS_FILE, VERSIONS_FILE, load_stops, load_switches
from viz.player.timeline import told_stops

MISSION = load_mission()
FOLDER = mission_folder("voskhod2")
LANGUAGES = ("en", "ru", "hi")

GOOD_STOP = """
[[stop]]
id = "one"
at = "eva.exit"
answer_at = "eva.exit+60s"
question = { en = "Why?", ru = "Почему?", hi = "क्यों?" }
answer = { en = "So.", ru = "Так.", hi = "ऐसे।" }
"""


def test_shipped_stops_are_in_order_and_each_answer_follows_its_question() -> None:
    stops = load_stops(MISSION, FOLDER)
    assert len(stops) >= 5
    mets = [stop.met_s for stop in stops]
    assert mets == sorted(set(mets))
    for stop in stops:
        assert stop.met_s < stop.answer_met_s <= MISSION.end_met_s
        assert all(stop.question[language] and stop.answer[language] for language in LANGUAGES)


def test_no_answer_runs_past_the_next_question() -> None:
    stops = load_stops(MISSION, FOLDER)
    for stop, following in pairwise(stops):
        assert stop.answer_met_s < following.met_s, stop.id


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('at = "eva.exit"\n', 'at = "eva.exut"\n', "stop[0].at"),
        ("eva.exit+60s", "eva.exit-60s", "not after the question"),
        ('hi = "क्यों?"', 'de = "Warum?"', "stop[0].question.hi"),
        ('"So."', f'"{"so " * 100}"', "shorten"),
    ],
)
def test_a_wrong_stop_is_named_with_its_remedy(tmp_path: Path, old: str, new: str, said: str) -> None:
    (tmp_path / STOPS_FILE).write_text(GOOD_STOP.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InvalidFile) as error:
        load_stops(MISSION, tmp_path)
    assert said in str(error.value)


def test_a_mission_without_the_files_has_none(tmp_path: Path) -> None:
    assert load_stops(MISSION, tmp_path) == ()
    assert load_switches(MISSION, tmp_path, supposable(MISSION)) == ()


def test_the_quoted_delays_are_counted_from_the_quoted_plan() -> None:
    plan_s = MISSION.event("descent.manual_planned").time.met_s
    drawn_s = MISSION.event("descent.ignition").time.met_s
    quoted = {"s22": 22.0, "s43": 43.0, "s46": 46.0}
    for switch in load_switches(MISSION, FOLDER, supposable(MISSION)):
        if switch.question == "ignition_delay":
            assert isinstance(switch.value, float)
            assert drawn_s + switch.value == pytest.approx(plan_s + quoted.pop(switch.version))
    assert quoted == {}


def test_every_switched_version_differs_from_the_one_drawn() -> None:
    chosen = {question.id: question.chosen for question in MISSION.questions}
    recorded = {(one.group, one.name): one.recorded for one in supposable(MISSION)}
    for switch in load_switches(MISSION, FOLDER, supposable(MISSION)):
        assert switch.version != chosen[switch.question]
        assert switch.value != recorded[switch.group, switch.name]


def test_a_version_nobody_knows_is_refused(tmp_path: Path) -> None:
    text = (
        '[[switch]]\nquestion = "ignition_delay"\nversion = "s99"\ngroup = "descent"\nname = "delay_s"\nvalue = 999.0\n'
    )
    (tmp_path / VERSIONS_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(InvalidFile) as error:
        load_switches(MISSION, tmp_path, supposable(MISSION))
    assert "switch[0].version" in str(error.value)
    assert "switch[0].value" in str(error.value)


def test_a_viewer_is_told_a_question_when_it_is_asked_and_its_answer_when_that_begins() -> None:
    stops = load_stops(MISSION, FOLDER)
    first = stops[0]
    assert told_stops(stops, first.met_s - 1.0) == []
    (asked,) = told_stops(stops, first.met_s)
    assert asked["question"] == dict(first.question)
    assert asked["answer"] == {}
    (answered,) = told_stops(stops, first.answer_met_s + 1.0)
    assert answered["answer"] == dict(first.answer)
    assert told_stops(stops, first.answer_met_s - 1.0) == []
