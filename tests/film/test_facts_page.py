"""The page of facts beside a handout: all that the mission knows is on it, in every language."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import pytest

from viz.film.flightshow import FlightShow
from viz.film.handout import facts_page
from viz.languages import LANGUAGES
from viz.mission.model import Event, Fact


@pytest.fixture(scope="module")
def show() -> FlightShow:
    return FlightShow.open("voskhod2")


def told(show: FlightShow, language: str) -> Iterator[str]:
    """Yield every title, sentence, note and other version of events and facts."""
    captions = show.script.captions[language]
    rows: list[tuple[str, Event | Fact]] = [("event", event) for event in show.flight.mission.events]
    rows += [("fact", fact) for fact in show.flight.mission.facts]
    for kind, row in rows:
        yield captions.title(kind, row.id)
        yield captions.text(kind, row.id)
        yield captions.note(kind, row.id, row.note)
        yield from captions.alternatives(kind, row.id, [other.text for other in row.alternatives])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_note_and_other_version_is_handed_out(show: FlightShow, language: str) -> None:
    page = facts_page(show, language)
    assert [text for text in told(show, language) if escape(text) not in page] == []


def test_a_moment_of_the_handout_bears_its_facts_and_other_versions(show: FlightShow) -> None:
    (cutoff,) = show.statements(522.0, 524.0, "en")
    assert cutoff.beside[0].startswith("Kamanin gives 526 s. (526\u00a0s · seen in a source")
    assert cutoff.beside[-1] == "L+523 s."
    assert "How the orbit lay" in [fact.title for fact in cutoff.facts]


def test_the_facts_of_a_phase_stand_with_its_first_event(show: FlightShow) -> None:
    mission = show.flight.mission
    first, *rest = [event for event in mission.events if event.phase == "orbit.day"]
    with_drawing = [
        event.id
        for event in (first, *rest)
        for said in show.statements(event.time.met_s, event.time.met_s + 0.001, "en")
        if "The first drawing in space" in [fact.title for fact in said.facts]
    ]
    assert with_drawing == [first.id]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_tells_which_version_is_drawn_and_why(show: FlightShow, language: str) -> None:
    page, captions = facts_page(show, language), show.script.captions[language]
    shown = show.script.formats[language].words["page.note.shown"]
    for question in show.flight.mission.questions:
        if not question.events:
            continue
        assert f"<li>{escape(captions.text('question', question.id))}</li>" in page, question.id
        (line, *_) = (
            one for one in page.split("<li>") if one.startswith(escape(captions.title("question", question.id)))
        )
        marked = [
            version.id
            for version in question.versions
            if f"{escape(captions.version(question.id, version.id))} ({shown} · " in line
        ]
        assert marked == ([question.chosen] if question.drawn else []), question.id
