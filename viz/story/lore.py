"""What is known beside the captions, in one language: facts, notes and other versions, ready to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from viz.mission.model import Alternative, Event, Fact, Standing
from viz.story.format import Format


class Beside(Protocol):
    """The words of one language that stand beside the captions."""

    def title(self, kind: str, item_id: str, /) -> str:
        """Return the short name of a fact."""

    def text(self, kind: str, item_id: str, /) -> str:
        """Return its sentence."""

    def note(self, kind: str, item_id: str, english: str, /) -> str:
        """Return the note of an event or fact."""

    def alternatives(self, kind: str, item_id: str, english: Sequence[str], /) -> tuple[str, ...]:
        """Return the sentences of its other versions, in order."""


@dataclass(frozen=True, slots=True)
class OtherVersion:
    """What other sources say of the same thing."""

    text: str
    value: str
    """With its unit; empty where it is words alone."""
    standing: Standing
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldFact:
    """A fact as it is read."""

    title: str
    text: str
    value: str
    """With its unit; empty where the sentence says it all."""
    note: str
    others: tuple[OtherVersion, ...]


def told_fact(fact: Fact, words: Beside, form: Format) -> ToldFact:
    """Return a fact in the words and units of a language; KeyError where it has none."""
    return ToldFact(
        title=words.title("fact", fact.id),
        text=words.text("fact", fact.id),
        value="" if isinstance(fact.value, str) else form.measured(fact.value, fact.unit),
        note=words.note("fact", fact.id, fact.note),
        others=_others("fact", fact, words, form),
    )


def told_beside(event: Event, words: Beside, form: Format) -> tuple[str, tuple[OtherVersion, ...]]:
    """Return the note and the other versions of an event in the words and units of a language."""
    return words.note("event", event.id, event.note), _others("event", event, words, form)


def facts_at(facts: Sequence[Fact], *moments: str) -> tuple[Fact, ...]:
    """Return the facts that belong to any of these events and phases, in the order of the moments."""
    told = (fact for moment in moments for fact in facts if moment in fact.at)
    return tuple(dict.fromkeys(told))


def _others(kind: str, told: Event | Fact, words: Beside, form: Format) -> tuple[OtherVersion, ...]:
    texts = words.alternatives(kind, told.id, [other.text for other in told.alternatives])
    return tuple(
        OtherVersion(text, _value(other, form), other.standing, other.sources)
        for text, other in zip(texts, told.alternatives, strict=True)
    )


def _value(other: Alternative, form: Format) -> str:
    return "" if other.value is None else form.measured(other.value, other.unit or "")
