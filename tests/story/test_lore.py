"""What stands beside the captions: facts, notes and other versions in three languages."""

from __future__ import annotations

import pytest

from viz.languages import LANGUAGES
from viz.mission.load import load_mission, mission_folder
from viz.story.captions import load_captions
from viz.story.format import Format
from viz.story.lore import facts_at, told_beside, told_fact

FACTS = {fact.id: fact for fact in load_mission().facts}


def test_a_fact_is_written_with_the_units_of_the_language() -> None:
    written = {
        language: told_fact(
            FACTS["suit.working_pressure"],
            load_captions(mission_folder("voskhod2"), language),
            Format.for_language(language),
        ).value
        for language in LANGUAGES
    }
    assert written == {"en": "0.4\u00a0atm", "ru": "0,4\u00a0атм", "hi": "0.4\u00a0वायुमंडल"}


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [(5682.0, "kg", "5,682\u00a0kg"), (59.567, "deg N", "59.567°\u00a0N"), (40.0, "", "40")],
)
def test_a_number_keeps_the_digits_it_was_given_with(value: float, unit: str, written: str) -> None:
    assert Format.for_language("en").measured(value, unit) == written


def test_a_long_time_is_told_in_hours_and_minutes_and_a_specific_impulse_in_seconds() -> None:
    def value(fact: str, language: str) -> str:
        captions = load_captions(mission_folder("voskhod2"), language)
        return told_fact(FACTS[fact], captions, Format.for_language(language)).value.replace("\u00a0", " ")

    assert value("eva.outside_duration", "en") == "12 minutes 9 seconds"
    assert value("eva.vacuum_duration", "ru") == "23 минуты 41 секунда"
    assert value("flight.duration", "en") == "26 hours 2 minutes 17 seconds"
    assert value("craft.engine_specific_impulse", "en") == "266 s"
    assert value("flight.duration", "hi").startswith("26 घंटे")


def test_other_versions_come_with_value_standing_and_sources() -> None:
    told = told_fact(FACTS["tether.reach"], load_captions(mission_folder("voskhod2"), "en"), Format.for_language("en"))
    misprint = told.others[-2]
    assert "misprint" in misprint.text
    assert (misprint.value, misprint.standing, misprint.sources) == ("15.35\u00a0m", "quoted", ("OSV",))


def test_an_event_tells_its_note_and_its_other_versions() -> None:
    captions, form = load_captions(mission_folder("voskhod2"), "en"), Format.for_language("en")
    note, others = told_beside(load_mission().event("launch.cutoff"), captions, form)
    assert note == "L+523 s."
    assert [(other.text, other.value) for other in others] == [("Kamanin gives 526 s.", "526\u00a0s")]


def test_facts_are_found_at_their_moments_each_once_the_event_before_the_phase() -> None:
    facts = load_mission().facts
    found = [fact.id for fact in facts_at(facts, "launch.liftoff", "ascent")]
    assert found.count("launcher.name") == 1, "it belongs to both"
    assert facts_at(facts, "eva.suit_stiff", "training")[0].id == "suit.working_pressure"
    assert facts_at(facts, "orbit.night") == ()
