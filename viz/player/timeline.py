"""The flight as the page's time bar and event list need it: one JSON-ready table in every language at once.

All languages travel together so that changing the language asks nothing of the server but the next frame.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from viz.languages import LANGUAGES
from viz.mission.model import Event, Mission, Phase, Question
from viz.player.facts import Languages, beside_table, fact_table
from viz.player.playback import RATES
from viz.player.stops import Stop, Switch
from viz.story.format import Format
from viz.story.lore import Beside

LONG_TAIL = 0.5
"""A last phase longer than this share of everything before it is drawn compressed, behind a visible break."""


ON_A_STOP_S = 0.06
"""So close to a stop point its question stands on the page."""

ANSWER_S = 45.0
"""Seconds of the flight an answer stays on the page."""


class Titles(Beside, Protocol):
    """The captions of one language."""

    def version(self, question_id: str, version_id: str, /) -> str:
        """Return one answer to a question on which sources disagree."""


def build_timeline(
    mission: Mission,
    cameras: Sequence[str],
    captions: Mapping[str, Titles],
    ui: Mapping[str, Mapping[str, str]],
    undated: Collection[str] = (),
) -> dict[str, object]:
    """Return the table; times are MET in seconds, titles and texts are by language.

    `captions` and `ui` are by language, the default first; `undated` are ids of phases on no known day.
    """
    languages = {language: (titles, Format(language, ui[language])) for language, titles in captions.items()}
    return {
        "mission": mission.id,
        "spacecraft": mission.spacecraft,
        "title": _titles(captions, "mission", mission.id),
        "liftoff_utc": mission.liftoff_utc.isoformat(),
        "start_met_s": mission.start_met_s,
        "end_met_s": mission.end_met_s,
        "break_met_s": break_met_s(mission),
        "phases": [_phase(phase, captions, undated=phase.id in undated) for phase in mission.phases],
        "events": [
            _event(event, captions, languages) for event in sorted(mission.events, key=lambda event: event.time.met_s)
        ],
        "facts": fact_table(mission.facts, languages),
        "sources": {
            source.id: {"title": source.title, "where": source.where, "excerpt": source.excerpt}
            for source in mission.sources.values()
        },
        "questions": [_question(question, captions) for question in mission.questions],
        "cameras": [{"id": camera, "title": _titles(captions, "camera", camera)} for camera in cameras],
        "languages": [_language(language) for language in captions],
        "rates": RATES,
        "ui": {language: dict(strings) for language, strings in ui.items()},
    }


def stop_table(stops: Sequence[Stop]) -> list[dict[str, object]]:
    """Return the stop points: where the show halts, where it answers, and both texts by language."""
    return [
        {
            "id": stop.id,
            "met_s": stop.met_s,
            "answer_met_s": stop.answer_met_s,
            "question": dict(stop.question),
            "answer": dict(stop.answer),
        }
        for stop in stops
    ]


def told_stops(stops: Sequence[Stop], met_s: float) -> list[dict[str, object]]:
    """Return the stop points of this moment: the one that asks, still without its answer, and the one answered last.

    Pages of viewers know no others, so that nobody reads ahead.
    """
    asking = [stop for stop in stops if abs(stop.met_s - met_s) < ON_A_STOP_S]
    answered = [stop for stop in stops if stop.answer_met_s <= met_s < stop.answer_met_s + ANSWER_S]
    return [{**one, "answer": {}} for one in stop_table(asking)] + stop_table(answered[-1:])


def switch_table(switches: Sequence[Switch]) -> list[dict[str, object]]:
    """Return which version of which question supposes what of the flight."""
    return [
        {
            "question": switch.question,
            "version": switch.version,
            "group": switch.group,
            "name": switch.name,
            "value": switch.value,
        }
        for switch in switches
    ]


def break_met_s(mission: Mission) -> float | None:
    """Return where the time bar breaks its scale: the start of a last phase too long to be drawn true, or None."""
    top = sorted((phase for phase in mission.phases if phase.parent is None), key=lambda phase: phase.start_met_s)
    last = top[-1]
    before_s = last.start_met_s - mission.start_met_s
    is_long = last.end_met_s - last.start_met_s > LONG_TAIL * before_s
    return last.start_met_s if len(top) > 1 and is_long else None


def _language(language: str) -> dict[str, str]:
    row = LANGUAGES[language]
    return {"id": language, "name": row.name, "short": row.short, "locale": row.locale}


def _phase(phase: Phase, captions: Mapping[str, Titles], *, undated: bool) -> dict[str, object]:
    return {
        "id": phase.id,
        "undated": undated,
        "parent": phase.parent,
        "start_met_s": phase.start_met_s,
        "end_met_s": phase.end_met_s,
        "colour": phase.colour,
        "title": _titles(captions, "phase", phase.id),
        "text": _texts(captions, "phase", phase.id),
    }


def _event(event: Event, captions: Mapping[str, Titles], languages: Languages) -> dict[str, object]:
    return {
        "id": event.id,
        "phase": event.phase,
        "kind": event.kind,
        "met_s": event.time.met_s,
        "earliest_met_s": event.time.earliest_met_s,
        "latest_met_s": event.time.latest_met_s,
        "is_instant": event.time.is_instant,
        "standing": event.standing,
        "time_standing": event.time_standing or event.standing,
        "sources": event.sources,
        "record": event.record,
        "title": _titles(captions, "event", event.id),
        "text": _texts(captions, "event", event.id),
        **beside_table(event, languages),
    }


def _question(question: Question, captions: Mapping[str, Titles]) -> dict[str, object]:
    def told(version_id: str) -> dict[str, str]:
        return {language: titles.version(question.id, version_id) for language, titles in captions.items()}

    return {
        "id": question.id,
        "events": question.events,
        "chosen": question.chosen,
        "drawn": question.drawn,
        "subject": _titles(captions, "question", question.id),
        "reason": _texts(captions, "question", question.id),
        "versions": [
            {
                "id": version.id,
                "standing": version.standing,
                "sources": version.sources,
                "text": told(version.id),
            }
            for version in question.versions
        ],
    }


def _titles(captions: Mapping[str, Titles], kind: str, item_id: str) -> dict[str, str]:
    return {language: titles.title(kind, item_id) for language, titles in captions.items()}


def _texts(captions: Mapping[str, Titles], kind: str, item_id: str) -> dict[str, str]:
    return {language: titles.text(kind, item_id) for language, titles in captions.items()}
