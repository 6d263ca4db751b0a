"""The story's own TOML files: the captions of a mission and the program's own words, one file per language."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from viz.assets import assets_root
from viz.errors import InvalidFile, Problem, UsageError
from viz.languages import LANGUAGES
from viz.mission.read import join, read_shape, read_table, shown


@dataclass(frozen=True, slots=True)
class MissionCaption:
    """The mission itself."""

    title: str
    """Its name."""
    summary: str
    """What it was, in a few sentences."""


@dataclass(frozen=True, slots=True)
class Caption:
    """A phase or an event."""

    title: str
    """Short name, at most 40 characters."""
    text: str
    """Read aloud: one or two sentences, at most about 160 characters."""


@dataclass(frozen=True, slots=True)
class CrewCaption:
    """A member of the crew."""

    name: str
    """Full name."""
    role: str
    """What he was aboard."""


@dataclass(frozen=True, slots=True)
class CameraCaption:
    """A camera of ``shots.toml``."""

    title: str
    """Its name in the menu."""
    text: str = ""
    """What it shows; may be left out."""


@dataclass(frozen=True, slots=True)
class QuestionCaption:
    """A point on which sources disagree."""

    subject: str
    """The question."""
    versions: Mapping[str, str]
    """A sentence for each version's id."""
    reason: str = ""
    """Why the show draws the version it draws."""


@dataclass(frozen=True, slots=True)
class FactCaption:
    """A fact, with its note and other versions where the language is not that of ``mission.toml``, English."""

    title: str
    """Short name, at most 40 characters."""
    text: str
    """One or two sentences, at most about 160 characters, that say no more than the fact's standing allows."""
    note: str = ""
    """Its note in this language."""
    alternatives: tuple[str, ...] = ()
    """A sentence for each of its alternatives, in the order of ``mission.toml``."""


@dataclass(frozen=True, slots=True)
class BesideCaption:
    """The note and the other versions of an event where the language is not that of ``mission.toml``, English."""

    note: str = ""
    """Its note in this language."""
    alternatives: tuple[str, ...] = ()
    """A sentence for each of its alternatives, in the order of ``mission.toml``."""


@dataclass(frozen=True, slots=True)
class CaptionsFile:
    """``captions/en.toml`` and its like: the same keys and placeholders in every language."""

    mission: MissionCaption
    """The mission itself."""
    phase: Mapping[str, Caption]
    """By phase id."""
    event: Mapping[str, Caption] = field(default_factory=dict)
    """By event id."""
    crew: Mapping[str, CrewCaption] = field(default_factory=dict)
    """By crew id."""
    camera: Mapping[str, CameraCaption] = field(default_factory=dict)
    """By camera id."""
    question: Mapping[str, QuestionCaption] = field(default_factory=dict)
    """By question id."""
    fact: Mapping[str, FactCaption] = field(default_factory=dict)
    """By fact id."""
    beside: Mapping[str, BesideCaption] = field(default_factory=dict)
    """By event id."""


def read_captions(folder: Path, language: str) -> CaptionsFile:
    """Return the captions file of a mission folder in one language.

    Raises UsageError for a language there is none of, InvalidFile with every structural problem.
    """
    _known_language(language)
    return read_shape(captions_path(folder, language), CaptionsFile, folder)


def captions_path(folder: Path, language: str) -> Path:
    """Return where the captions of a language stand in a mission folder."""
    return folder / "captions" / f"{language}.toml"


def read_ui(language: str, root: Path | None = None) -> dict[str, str]:
    """Return the program's own words in one language as a flat table; nested tables join their names with dots.

    Raises UsageError for a language there is none of, InvalidFile when the file is not usable.
    """
    _known_language(language)
    path = (assets_root() if root is None else root) / "ui" / f"{language}.toml"
    return _flat_words(path, read_table(path))


def read_words(folder: Path, language: str) -> dict[str, str]:
    """Return the words of a plugin's or a mission's ``words`` folder as a flat table, empty where it has no such file.

    Raises UsageError for a language there is none of, InvalidFile when the file is not usable.
    """
    _known_language(language)
    path = folder / f"{language}.toml"
    return _flat_words(path, read_table(path, folder)) if os.path.lexists(path) else {}


def taken_keys(words: Iterable[str], own: Collection[str]) -> Iterator[Problem]:
    """Yield each key that the program has a word under: neither plugin nor mission speaks in its place."""
    for key in sorted(words):
        if key in own:
            yield Problem(join("", key), "is a word of the program's own", "give it another key")


def _flat_words(path: Path, table: Mapping[str, object]) -> dict[str, str]:
    words: dict[str, str] = {}
    problems: list[Problem] = []
    for key, value in _flat("", table):
        if isinstance(value, str):
            words[key] = value
        else:
            problems.append(Problem(key, f"expected text, got {shown(value)}", "put it in quotes"))
    if problems:
        raise InvalidFile(str(path), problems)
    return words


def _known_language(language: str) -> None:
    if language not in LANGUAGES:
        raise UsageError(f"there are no words in {shown(language)}; use one of {', '.join(LANGUAGES)}")


def _flat(path: str, table: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        name = f"{path}.{key}" if path else key
        if isinstance(value, dict):
            yield from _flat(name, value)
        else:
            yield name, value
