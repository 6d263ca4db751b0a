"""The text this project began from: every sentence is told, or answered where the record says otherwise."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from viz.mission.load import load_mission

SEED = Path(__file__).parent / "seed.toml"
SENTENCES = tomllib.loads(SEED.read_text(encoding="utf-8"))["sentence"]
MISSION = load_mission("voskhod2")
KNOWN = {
    "event": {event.id: event for event in MISSION.events},
    "fact": {fact.id: fact for fact in MISSION.facts},
    "question": {question.id: question for question in MISSION.questions},
}
ANSWERED = {
    "lunar_milestone": "milestone",
    "country_followed": "whole",
    "commander_call": "three",
    "tether_handling": "wound",
    "programme_off": "shut_down",
    "contact_with_earth": "none",
    "same_experiment": "same",
}
"""Questions that answer a sentence which the record contradicts or does not hold, and the seed's version."""


def test_the_text_is_whole() -> None:
    """Twenty sentences; none was left out or shortened when the text was taken apart."""
    assert len({row["text"] for row in SENTENCES}) == len(SENTENCES) == 20
    assert sum(len(row["text"].split()) for row in SENTENCES) == 396


@pytest.mark.parametrize("row", SENTENCES, ids=[str(number + 1) for number in range(len(SENTENCES))])
def test_every_sentence_is_told_or_answered(row: dict[str, object]) -> None:
    told = row["told"]
    assert isinstance(told, list)
    assert told, f"nothing tells: {row['text']}"
    for name in told:
        kind, _, known_id = str(name).partition(":")
        assert known_id in KNOWN[kind], f"{name} is not in the mission"


@pytest.mark.parametrize("question_id", ANSWERED)
def test_what_the_record_contradicts_is_an_open_question(question_id: str) -> None:
    """The seed's version stands beside the record's, never as what the show draws, and claims nothing as seen."""
    question = KNOWN["question"][question_id]
    version = question.version(ANSWERED[question_id])
    assert version.sources == ("SEED",)
    assert version.standing == "uncertain"
    assert question.chosen != version.id
    assert question.events


def test_nothing_but_a_question_rests_on_the_seed() -> None:
    """It names no source itself, so no event and no fact is told on its word."""
    assert not [event.id for event in MISSION.events if "SEED" in event.sources]
    assert not [fact.id for fact in MISSION.facts if "SEED" in fact.sources]
    chosen = [q.id for q in MISSION.questions if "SEED" in q.version(q.chosen).sources]
    assert chosen == ["outside_cameras", "gravest_emergency"]  # two views, and a judgement nothing is drawn from
