"""How this flight is told: names in each script, words of the crew as the tape has them, no slip of the retellings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from viz.languages import LANGUAGES
from viz.mission.comparison import load_comparison
from viz.mission.load import load_mission, mission_folder
from viz.player.stops import load_stops
from viz.story.captions import load_ui, words_beside
from viz.story.sound import panel_of
from viz.story.terms import general_terms, mission_terms, wrong_terms

FOLDER = mission_folder("gemini4")
MISSION = load_mission("gemini4")
CAPTIONS: dict[str, dict[str, Any]] = {
    language: tomllib.loads((FOLDER / "captions" / f"{language}.toml").read_text(encoding="utf-8"))
    for language in LANGUAGES
}

NAMES = {
    "en": ("McDivitt", "White", "Gemini 4", "Titan II", "Grissom", "Carnarvon", "Wasp"),
    "ru": ("Макдивитт", "Уайт", "«Джемини-4»", "«Титан", "Гриссом", "Карнарвон", "«Уосп"),
    "hi": ("मैकडिविट", "व्हाइट", "जेमिनी-4", "टाइटन-2", "ग्रिसम", "कार्नारवॉन", "वास्प"),
}

SAID = {
    "eva.hatch_open": "What a view! By golly. You can see the black sky up above.",
    "eva.window": "I feel like a million dollars.",
    "eva.gun_empty": "I had very good control with it. I just needed more air.",
    "eva.smear": "You smeared up my windshield, you dirty dog!",
    "eva.saddest": "This is the saddest moment of my life.",
    "eva.called_in": "you could almost not drag me in, but I'm coming.",
    "descent.retro": "All retros fired auto.",
    "descent.two_point": "Couple of broken arms, and you're all right.",
}
"""Words of the tape, letter for letter, in the notes."""


def texts(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for inner in node.values():
            yield from texts(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from texts(inner)


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_spelled_in_each_script(language: str) -> None:
    everything = " ".join(texts(CAPTIONS[language]))
    assert [name for name in NAMES[language] if name not in everything] == []


@pytest.mark.parametrize("event_id", SAID)
def test_the_crews_words_are_the_tapes(event_id: str) -> None:
    assert SAID[event_id] in MISSION.event(event_id).note


def test_known_slips_are_not_repeated() -> None:
    """Nitrogen in the gun, 28 44 N for the splash and 162 by 289 km are told, but as slips."""
    slips = {
        "en": r"first (man|human) to (walk|leave)|60-mm camera|over the Pacific the whole|nitrogen gun",
        "ru": r"азотн* пистолет|первый человек в открытом",
        "hi": r"नाइट्रोजन गन|पहले मानव",
    }
    for language, slip in slips.items():
        assert not [text for text in texts(CAPTIONS[language]) if re.search(slip, text)]
    assert "'nitrogen' in some retellings is wrong" in next(one for one in MISSION.facts if one.id == "gun.build").note
    assert "a slip" in MISSION.event("landing.touchdown").note
    assert "mixes two tables" in next(one for one in MISSION.questions if one.id == "orbit_shape").reason


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_only_one_magazine_tells_is_told_as_that(language: str) -> None:
    """P01: the pulse."""
    told = {"en": "by one magazine", "ru": "по одному журналу", "hi": "एक पत्रिका के अनुसार"}
    assert told[language] in CAPTIONS[language]["fact"]["body.pulse"]["text"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_label_of_the_hatch_says_official_and_later(language: str) -> None:
    told = {"en": ("officially", "later"), "ru": ("фициально", "позже"), "hi": ("आधिकारिक", "बाद में")}
    text = CAPTIONS[language]["event"]["eva.hatch_closed"]["text"]
    assert all(word in text for word in told[language])


def test_the_plugins_words_name_all_that_its_panel_shows_in_the_missions_terms() -> None:
    terms = (*general_terms(), *mission_terms(FOLDER))
    panel = panel_of("gemini4")
    whys = {f"page.meter.{name}.why" for shown in panel.shown.values() for name in shown if name in panel.all_meters}
    for language in LANGUAGES:
        words = load_ui(language, words_beside(MISSION, FOLDER))
        assert {*panel.words(MISSION), *whys} <= words.keys()
        for key, text in words.items():
            assert not list(wrong_terms(key, language, text, terms)), key


def test_what_the_panel_rests_on_is_told() -> None:
    panel, facts = panel_of("gemini4"), {fact.id for fact in MISSION.facts}
    questions = {question.id for question in MISSION.questions}
    rests = [(meter.facts, meter.questions) for meter in panel.meters] + list(panel.grounds.values())
    assert {one for given, _ in rests for one in given} <= facts
    assert {one for _, asked in rests for one in asked} <= questions


def test_stops_are_in_order_and_no_answer_runs_past_the_next_question() -> None:
    stops = load_stops(MISSION, FOLDER)
    assert len(stops) >= 6
    instants = [met_s for stop in stops for met_s in (stop.met_s, stop.answer_met_s)]
    assert instants == sorted(set(instants))


@pytest.mark.parametrize(("recipe", "seconds"), [("spacewalk", 360), ("flight-5min", 300), ("teaser-90s", 90)])
def test_recipes_last_as_long_as_they_are_called(recipe: str, seconds: int) -> None:
    parts = tomllib.loads((FOLDER / "recipes" / f"{recipe}.toml").read_text(encoding="utf-8"))["part"]
    # A part at rate 1 without seconds lasts from its first to its last instant; those of the teaser are ten seconds.
    assert sum(part.get("seconds", 10) for part in parts) == pytest.approx(seconds, abs=3)


def test_each_row_of_the_comparison_says_what_the_events_say() -> None:
    cells = load_comparison(MISSION, FOLDER)
    outside_s = MISSION.event("eva.ingress").time.met_s - MISSION.event("eva.exit").time.met_s
    assert f"{outside_s // 60:.0f} min {outside_s % 60:.0f} s" in cells["outside"].text["en"]
    assert cells["outside"].standing == "disputed"
    assert cells["height_ground"].standing == cells["light"].standing == "derived"
    assert all(cell.events for cell in cells.values())


def test_the_clock_beside_utc_is_mission_controls_and_agrees_with_the_launchs_announcement() -> None:
    """10:16 in the morning at the Cape: five hours behind, as central daylight time is."""
    assert (MISSION.zone.name, MISSION.zone.hours) == ("CDT", -5.0)
    assert all(MISSION.zone.word(language) for language in LANGUAGES)
    for language in LANGUAGES:
        assert "10:16" in CAPTIONS[language]["event"]["launch.liftoff"]["text"]
