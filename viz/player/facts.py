"""Facts, notes and other versions as the page needs them: JSON-ready tables in every language at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from viz.mission.model import Event, Fact, subjects_of
from viz.story.format import Format
from viz.story.lore import Beside, OtherVersion, told_beside, told_fact

Languages = Mapping[str, tuple[Beside, Format]]
"""Words and way of writing of each language."""


def fact_table(facts: Sequence[Fact], languages: Languages) -> list[dict[str, object]]:
    """Return the facts by subject, in the order of the subjects."""
    order = subjects_of(facts)
    return [_fact(fact, languages) for fact in sorted(facts, key=lambda fact: order.index(fact.subject))]


def beside_table(event: Event, languages: Languages) -> dict[str, object]:
    """Return the note of an event and its other versions."""
    told = {language: told_beside(event, *of) for language, of in languages.items()}
    notes = {language: note for language, (note, _) in told.items()}
    return {"note": notes, "others": _others({language: others for language, (_, others) in told.items()})}


def _fact(fact: Fact, languages: Languages) -> dict[str, object]:
    told = {language: told_fact(fact, *of) for language, of in languages.items()}
    written = {
        key: {language: getattr(one, key) for language, one in told.items()}
        for key in ("title", "text", "value", "note")
    }
    return {
        "id": fact.id,
        "subject": fact.subject,
        "at": fact.at,
        "standing": fact.standing,
        "sources": fact.sources,
        "record": fact.record,
        **written,
        "others": _others({language: one.others for language, one in told.items()}),
    }


def _others(told: Mapping[str, Sequence[OtherVersion]]) -> list[dict[str, object]]:
    """Return the versions of one statement; each language has them in the same order."""
    return [
        {
            "text": {language: versions[at].text for language, versions in told.items()},
            "value": {language: versions[at].value for language, versions in told.items()},
            "standing": other.standing,
            "sources": other.sources,
        }
        for at, other in enumerate(next(iter(told.values()), ()))
    ]
