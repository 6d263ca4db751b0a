"""The words of a mission in one language: titles, sentences read aloud, names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from viz.errors import InvalidFile
from viz.mission.model import Mission
from viz.plugins import path_part
from viz.story.read import (
    BesideCaption,
    CaptionsFile,
    FactCaption,
    read_captions,
    read_ui,
    read_words,
    taken_keys,
)

WORDS = "words"
"""Folder of a mission, for words beside the program's own."""


@dataclass(frozen=True, slots=True)
class Captions:
    """The words of a mission in one language; KeyError for a kind or id it has no words for."""

    language: str
    file: CaptionsFile

    def title(self, kind: str, item_id: str) -> str:
        """Return the short name of a phase, event, fact, camera, crew member or question, or of the mission."""
        match kind:
            case "phase":
                return self.file.phase[item_id].title
            case "event":
                return self.file.event[item_id].title
            case "fact":
                return self.file.fact[item_id].title
            case "camera":
                return self.file.camera[item_id].title
            case "crew":
                return self.file.crew[item_id].name
            case "question":
                return self.file.question[item_id].subject
            case "mission":
                return self.file.mission.title
        raise KeyError(kind)

    def text(self, kind: str, item_id: str) -> str:
        """Return the sentence of an item, a crew member's role, the reason of a choice, the summary of the mission."""
        match kind:
            case "phase":
                return self.file.phase[item_id].text
            case "event":
                return self.file.event[item_id].text
            case "fact":
                return self.file.fact[item_id].text
            case "camera":
                return self.file.camera[item_id].text
            case "question":
                return self.file.question[item_id].reason
            case "crew":
                return self.file.crew[item_id].role
            case "mission":
                return self.file.mission.summary
        raise KeyError(kind)

    def version(self, question_id: str, version_id: str) -> str:
        """Return the sentence of one version of a question on which sources disagree."""
        return self.file.question[question_id].versions[version_id]

    def note(self, kind: str, item_id: str, english: str) -> str:
        """Return the note of an event or fact: its own words, or else those of the mission's file, in English."""
        return self._beside(kind, item_id).note or english

    def alternatives(self, kind: str, item_id: str, english: Sequence[str]) -> tuple[str, ...]:
        """Return the other versions of an event or fact in order, those without words of their own in English."""
        own = self._beside(kind, item_id).alternatives
        return (*own, *english[len(own) :])

    def _beside(self, kind: str, item_id: str) -> BesideCaption | FactCaption:
        known: Mapping[str, BesideCaption | FactCaption] = self.file.fact if kind == "fact" else self.file.beside
        return known.get(item_id, BesideCaption())


def load_captions(folder: Path, language: str) -> Captions:
    """Return the words of a mission folder in one language.

    Raises UsageError for a language there is none of, InvalidFile with every structural problem.
    """
    return Captions(language, read_captions(folder, language))


def load_ui(language: str, beside: Iterable[Path] = ()) -> Mapping[str, str]:
    """Return the program's own words in one language as a flat table, and with them those of the folders `beside`.

    A later folder's word stands before an earlier one's. Raises UsageError for a language there is none of, InvalidFile
    when a file is not usable or has a word under a key of the program's.
    """
    own = read_ui(language)
    words: dict[str, str] = {}
    for folder in beside:
        words |= read_words(folder, language)
        if taken := tuple(taken_keys(words, own)):
            raise InvalidFile(str(folder / f"{language}.toml"), taken)
    return own | words


def words_beside(mission: Mission, folder: Path) -> tuple[Path, ...]:
    """Return the folders of the words beside the program's own: the plugin's where it has one, then the mission's."""
    of_plugin = path_part(mission.models, "WORDS", "naming the folder of its WORDS")
    return (folder / WORDS,) if of_plugin is None else (of_plugin, folder / WORDS)
