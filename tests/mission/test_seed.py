"""The text this project began from: every sentence is told, or answered where the record says otherwise."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from viz.languages import LANGUAGES
from viz.mission.load import load_mission, mission_folder
from viz.story.captions import Captions, load_captions

SEED = Path(__file__).parent / "seed.toml"
SENTENCES = tomllib.loads(SEED.read_text(encoding="utf-8"))["sentence"]
MISSION = load_mission("voskhod2")
STOPS = tomllib.loads((mission_folder("voskhod2") / "stops.toml").read_text(encoding="utf-8"))["stop"]
KNOWN: dict[str, dict[str, Any]] = {
    "event": {event.id: event for event in MISSION.events},
    "fact": {fact.id: fact for fact in MISSION.facts},
    "question": {question.id: question for question in MISSION.questions},
    "mission": {MISSION.id: MISSION},
    "stop": {row["id"]: row for row in STOPS},
}
CAPTIONS = {language: load_captions(mission_folder("voskhod2"), language) for language in LANGUAGES}
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


def words(name: str, captions: Captions) -> str:
    """What the viewer reads of one event, fact, question or stop, or of the mission itself."""
    kind, _, known_id = name.partition(":")
    if kind == "stop":
        row = KNOWN[kind][known_id]
        return f"{row['question'][captions.language]} {row['answer'][captions.language]}"
    told = [captions.title(kind, known_id), captions.text(kind, known_id)]
    if kind == "question":
        told += [captions.version(known_id, version.id) for version in KNOWN[kind][known_id].versions]
    return " ".join(told)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("row", SENTENCES, ids=[str(number + 1) for number in range(len(SENTENCES))])
def test_what_a_sentence_is_told_by_says_it(row: dict[str, Any], language: str) -> None:
    """Once three places were named for the pressure, and none said that only then could he get in."""
    told = " ".join(words(name, CAPTIONS[language]) for name in row["told"])
    assert row["says"][language]
    for said in row["says"][language]:
        assert re.search(said, told), f"{said!r} is not in: {told}"


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
