"""One term for each notion in each language: the forms that are wrong are found in every text of a mission.

General terms stand in ``ui/terms.toml`` of the assets, a mission's own terms and names in its folder's ``terms.toml``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from viz.assets import assets_root
from viz.errors import InvalidFile, Problem
from viz.languages import FIRST_LANGUAGE, LANGUAGES
from viz.mission.folder import entries
from viz.mission.read import few, join, nearest, read_shape, read_table, shown

TERMS_FILE = "terms.toml"

MAX_WORDS = 1000
"""Of all forms of one file, wrong and right: each is sought in every text."""

MAX_LETTERS = 500_000
"""Of all texts of a mission together; the shipped one has a third of that. With the most words they take seconds."""

_LETTER = r"[\w\u0900-\u0963\u0971-\u097f\u200c\u200d]"
"""A letter, digit or sign of a word: Python's own ``\\w`` leaves out Devanagari's vowel signs; the danda is none."""

_WORD = re.compile(r"[^*]+\*?")

_ENGLISH_KEYS = frozenset(("text", "note", "reason", "subject"))
"""Keys of ``mission.toml`` under which a sentence stands; it is written in English alone."""


@dataclass(frozen=True, slots=True)
class TermTable:
    """One notion. Forms are words or phrases; a star stands for any ending, and case does not count."""

    notion: str
    """What is meant, in English."""
    use: Mapping[str, str]
    """The term, by language."""
    wrong: Mapping[str, tuple[str, ...]]
    """Forms not to be used, by language."""
    right: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Phrases in which such a form is right all the same, by language."""


@dataclass(frozen=True, slots=True)
class TermsFile:
    """``terms.toml``."""

    term: tuple[TermTable, ...] = ()
    """In any order."""


@dataclass(frozen=True, slots=True)
class Term:
    """What is sought of one notion in one language."""

    notion: str
    language: str
    use: str
    wrong: re.Pattern[str]
    right: re.Pattern[str] | None


def general_terms(root: Path | None = None) -> tuple[Term, ...]:
    """Return the terms that hold for every mission and for the program's own words; InvalidFile with every problem."""
    return _read((assets_root() if root is None else root) / "ui" / TERMS_FILE, None)


def mission_terms(folder: Path) -> tuple[Term, ...]:
    """Return a mission's own terms and names, none without such a file; InvalidFile with every problem of it."""
    path = folder / TERMS_FILE
    return _read(path, folder) if path.is_file() else ()


def wrong_terms(path: str, language: str, text: str, terms: Sequence[Term]) -> Iterator[Problem]:
    """Yield each wrong form in a text of a language, once a notion, with the term to write instead."""
    plain = unicodedata.normalize("NFC", text)
    for term in terms:
        if term.language != language:
            continue
        left = plain if term.right is None else term.right.sub("\n", plain)
        if found := term.wrong.search(left):
            what = f'"{found.group()}" is not the {language} term for {term.notion}'
            yield Problem(path, what, f'write "{term.use}"')


def check_terms(folder: Path, root: Path | None = None) -> dict[Path, tuple[Problem, ...]]:
    """Return the wrong terms in every text of a mission and in the program's own words, by file.

    Texts are the captions, whatever stands under a language in any other file of the folder (stops, recipes, places),
    and the English sentences of ``mission.toml``. The program's words are judged by the general terms alone. A file
    that cannot be read has no words here; its own reader names what is wrong.
    """
    general = general_terms(root)
    ui = (assets_root() if root is None else root) / "ui"
    judged = [(ui / f"{language}.toml", general) for language in LANGUAGES]
    found: dict[Path, tuple[Problem, ...]] = {}
    try:
        terms = (*general, *mission_terms(folder))
    except InvalidFile as error:
        terms = general
        found[folder / TERMS_FILE] = error.problems
    judged += [(path, terms) for path in entries(folder) if path.suffix == ".toml" and path.name != TERMS_FILE]
    letters = 0
    for file, wanted in judged:
        texts = _texts(file, None if file.parent == ui else folder)
        letters += len("".join(text for _, _, text in texts))
        if letters > MAX_LETTERS:
            what = "brings the texts of the mission to more letters than are searched for wrong terms"
            found[file] = (Problem("(file)", what, f"keep to {MAX_LETTERS} in all"),)
            break
        if problems := few(problem for place in texts for problem in wrong_terms(*place, wanted)):
            found[file] = problems
    return found


def _texts(file: Path, within: Path | None) -> list[tuple[str, str, str]]:
    """Return path, language and text of what is told in a file."""
    try:
        table = read_table(file, within)
    except InvalidFile:
        return []
    if within is None or file.parent == within / "captions":
        return [(path, file.stem, text) for path, _, text in _leaves("", "", table)]
    english = file == within / "mission.toml"
    return [
        (path, key if key in LANGUAGES else FIRST_LANGUAGE, text)
        for path, key, text in _leaves("", "", table)
        if key in LANGUAGES or (english and key in _ENGLISH_KEYS)
    ]


def _leaves(path: str, key: str, value: object) -> Iterator[tuple[str, str, str]]:
    """Yield path, last key and text of every text in a table."""
    if isinstance(value, str):
        yield path, key, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(join(path, name), name, inner)
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _leaves(join(path, at), key, inner)


def _read(path: Path, within: Path | None) -> tuple[Term, ...]:
    tables = read_shape(path, TermsFile, within).term
    terms: list[Term] = []
    problems: list[Problem] = []
    forms = (form for table in tables for lists in (table.wrong, table.right) for one in lists.values() for form in one)
    count = len(" ".join(forms).split())
    if count > MAX_WORDS:
        raise InvalidFile(str(path), [Problem("term", f"has forms of {count} words", f"keep to {MAX_WORDS}")])
    for index, table in enumerate(tables):
        problems += _problems(f"term[{index}]", table)
        if not problems:
            terms += [_term(table, language) for language in table.wrong]
    problems += _contradictions(terms)
    if problems:
        raise InvalidFile(str(path), few(problems))
    return tuple(terms)


def _problems(path: str, table: TermTable) -> Iterator[Problem]:
    for key, by_language in (("use", table.use), ("wrong", table.wrong), ("right", table.right)):
        for language in by_language:
            if language not in LANGUAGES:
                yield Problem(f"{path}.{key}.{language}", "is no language of the show", nearest(language, LANGUAGES))
    for language, forms in table.wrong.items():
        if not table.use.get(language, "").strip():
            yield Problem(f"{path}.use.{language}", "is missing", "write the term to be used instead of the wrong ones")
        if not forms:
            yield Problem(f"{path}.wrong.{language}", "is empty", "name a form, or leave it out")
    for key, lists in (("wrong", table.wrong), ("right", table.right)):
        for language, forms in lists.items():
            for at, form in enumerate(forms):
                if not form.strip() or not all(_WORD.fullmatch(word) for word in form.split()):
                    remedy = "write words, each with one star at its end or none"
                    yield Problem(f"{path}.{key}.{language}[{at}]", f"{shown(form)} is no form", remedy)


def _contradictions(terms: Sequence[Term]) -> Iterator[Problem]:
    """No term of a file is forbidden by the file."""
    for term in terms:
        for problem in wrong_terms(f"use of {term.notion}", term.language, term.use, terms):
            yield Problem(problem.path, problem.what, "change one of the two rows")


def _term(table: TermTable, language: str) -> Term:
    right = table.right.get(language, ())
    found = _pattern(right) if right else None
    return Term(table.notion, language, table.use[language], _pattern(table.wrong[language]), found)


def _pattern(forms: Sequence[str]) -> re.Pattern[str]:
    """Return a pattern of whole words: the longest form first, a star for any ending, any blanks between words."""
    told = sorted((unicodedata.normalize("NFC", form) for form in forms), key=len, reverse=True)
    words = (r"\s+".join(re.escape(word).replace(r"\*", f"{_LETTER}*+") for word in form.split()) for form in told)
    return re.compile(f"(?<!{_LETTER})(?:{'|'.join(words)})(?!{_LETTER})", re.IGNORECASE)
