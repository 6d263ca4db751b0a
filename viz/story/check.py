"""Judges the words of a mission: complete in every language, no more than the mission has, short enough to read."""

from __future__ import annotations

import string
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

from viz.errors import InvalidFile, Problem
from viz.languages import FIRST_LANGUAGE, LANGUAGES
from viz.mission.check import unknown_and_missing
from viz.mission.comparison import comparison_problems
from viz.mission.folder import NARRATION
from viz.mission.load import raise_problems, read_mission
from viz.mission.model import Mission, NotTold
from viz.mission.read import few, join, nearest, shown
from viz.mission.text import visible_length
from viz.plugins import expect, faults_of, optional_part
from viz.story.captions import load_ui, words_beside
from viz.story.read import (
    BesideCaption,
    Caption,
    CaptionsFile,
    FactCaption,
    captions_path,
    read_captions,
    read_ui,
    read_words,
    taken_keys,
)
from viz.story.script import load_script
from viz.story.sound import panel_of
from viz.story.terms import check_terms

MAX_TITLE = 40
MAX_TEXT = 180
"""Longest title and sentence, in characters a reader sees: a caption is two lines on the screen."""
MAX_SUMMARY = 600
MAX_BESIDE = 600
"""Longest note or other version, which nobody reads aloud."""

_UNIT, _SUBJECT = "format.unit.", "format.subject."
_PLURAL_FORMS = ("one", "few", "many", "other")


def check_folder(folder: Path) -> Mission:
    """Return the mission of a folder whose every file is in order: facts, sources, numbers, cameras, words and terms.

    Raises InvalidFile with all problems of all files.
    """
    mission, found = read_mission(folder)
    if mission is not None:
        wrong = few(_number_problems(mission))
        if wrong:
            found[folder / "flight.toml"] = wrong
        cameras: Collection[str] | None = None
        try:
            cameras = load_script(mission, folder).cameras
        except InvalidFile as error:
            # The cameras need the numbers of the grounds, whose faults have been told already.
            told = found.get(Path(error.file), ())
            found[Path(error.file)] = (*told, *(one for one in error.problems if one not in told))
        except NotTold as error:
            missing = Problem(str(error.args[0]), "is missing, and the cameras need it", "add it")
            found[folder / "flight.toml"] = (*wrong, missing)
        unwritten = few(_unworded(mission, folder))
        if unwritten:
            found[folder / "mission.toml"] = unwritten
        found |= check_captions(mission, folder, cameras)
        found |= check_words(mission, folder)
        found |= comparison_problems(mission, folder)
    else:
        found |= _unreadable_captions(folder)
    for file, wrong in (*check_terms(folder).items(), *_of_no_language(folder)):
        found[file] = (*found.get(file, ()), *wrong)
    raise_problems(folder, found)
    assert mission is not None  # each way to have none is a problem, raised above
    return mission


def _number_problems(mission: Mission) -> Iterator[Problem]:
    """Yield what the plugin finds wrong with the numbers, where it judges them."""
    judge = optional_part(mission.models, "number_problems", _none_wrong)
    with faults_of(mission.models, "judging the numbers"):
        for problem in judge(mission.parameters):
            yield expect(mission.models, "judging the numbers", problem, Problem)


def _none_wrong(parameters: object) -> tuple[Problem, ...]:
    return ()


def _unworded(mission: Mission, folder: Path) -> Iterator[Problem]:
    """Every unit, and every subject of a fact, has its word: the program's, the plugin's or the mission's own."""
    try:
        words = load_ui(FIRST_LANGUAGE, words_beside(mission, folder))
    except InvalidFile:  # told of its own file
        words = read_ui(FIRST_LANGUAGE)
    subjects = {key.removeprefix(_SUBJECT) for key in words if key.startswith(_SUBJECT)}
    for index, fact in enumerate(mission.facts):
        if fact.subject not in subjects:
            remedy = f'{nearest(fact.subject, subjects)} Or write "{_SUBJECT}{fact.subject}" in words/'
            yield Problem(f"fact[{index}].subject", f"{shown(fact.subject)} has no word", remedy)
    known = {key.removeprefix(_UNIT) for key in words if key.startswith(_UNIT)}
    for kind, rows in (("event", mission.events), ("fact", mission.facts)):
        for row in rows:
            units = [("unit", getattr(row, "unit", ""))]
            units += [(f"alternative[{at}].unit", other.unit) for at, other in enumerate(row.alternatives)]
            for key, unit in units:
                if unit and unit not in known:
                    yield Problem(f"{join(kind, row.id)}.{key}", f"{shown(unit)} has no word", nearest(unit, known))


def _of_no_language(folder: Path) -> Iterator[tuple[Path, tuple[Problem, ...]]]:
    """Yield the files and folders that are named after a language and would never be read."""
    captions = captions_path(folder, FIRST_LANGUAGE).parent.name
    for path in (
        *folder.glob(f"{captions}/*.toml"), *folder.glob("words/*.toml"), *folder.glob(f"{NARRATION}/*/")
    ):  # fmt: skip
        if path.stem not in LANGUAGES:
            what = f"{shown(path.stem)} is no language of the show"
            yield path, (Problem("(file)", what, f"take it away, or call it {', '.join(LANGUAGES)}"),)


def _unreadable_captions(folder: Path) -> dict[Path, tuple[Problem, ...]]:
    """The structural problems alone: without a mission there is nothing to compare the words with."""
    found: dict[Path, tuple[Problem, ...]] = {}
    for language in LANGUAGES:
        try:
            read_captions(folder, language)
        except InvalidFile as error:
            found[captions_path(folder, language)] = error.problems
    return found


def check_captions(
    mission: Mission, folder: Path, cameras: Collection[str] | None = None
) -> dict[Path, tuple[Problem, ...]]:
    """Return every problem of the captions of a mission, by file, in all languages.

    Each phase, event, fact, question with its versions and crew member has its words in each language and nothing
    else has; cameras are those given, or else those of the first language. Placeholders agree, texts fit.
    """
    found: dict[Path, tuple[Problem, ...]] = {}
    read: dict[str, CaptionsFile] = {}
    for language in LANGUAGES:
        path = captions_path(folder, language)
        try:
            read[language] = read_captions(folder, language)
        except InvalidFile as error:
            found[path] = error.problems
    first = next(iter(read.values()), None)
    if first is None:
        return found
    wanted_cameras = first.camera.keys() if cameras is None else cameras
    for language, file in read.items():
        problems = few(
            chain(
                _keys(file, mission, wanted_cameras),
                _beside(file, mission, language),
                _texts(file),
                _placeholders(file, first),
            )
        )
        if problems:
            found[captions_path(folder, language)] = problems
    return found


def check_ui(root: Path | None = None) -> dict[str, tuple[Problem, ...]]:
    """Return every problem of the program's own words, by language: keys and placeholders the same in all."""
    tables = {language: _without_plurals(read_ui(language, root)) for language in LANGUAGES}
    first = tables[FIRST_LANGUAGE]
    found: dict[str, tuple[Problem, ...]] = {}
    for language, words in tables.items():
        problems = list(unknown_and_missing("", words, first))
        for key in words.keys() & first.keys():
            problems += _same_placeholders(key, words[key], first[key])
        if problems:
            found[language] = tuple(problems)
    return found


def check_words(mission: Mission, folder: Path) -> dict[Path, tuple[Problem, ...]]:
    """Return every problem of the words of a mission's folder, by file.

    With its plugin's they name all that its panel shows; they have the same keys and placeholders in each language.
    """
    *of_plugin, own = words_beside(mission, folder)
    words: dict[str, dict[str, str]] = {}
    found: dict[Path, tuple[Problem, ...]] = {}
    for language in LANGUAGES:
        try:
            words[language] = read_words(own, language)
        except InvalidFile as error:
            found[own / f"{language}.toml"] = error.problems
    given = {name: dict(load_ui(name, of_plugin)) for name in words}
    asked = set(panel_of(mission.models).words(mission))
    all_keys = {key for table in words.values() for key in _without_plurals(table)}
    for language, table in words.items():
        plain, beside = _without_plurals(table), _without_plurals(given[language])
        missing = (asked | all_keys) - beside.keys()
        problems = [*taken_keys(table, read_ui(language)), *unknown_and_missing("", plain, missing | plain.keys())]
        for key in sorted(plain):
            wanted = next(text[key] for text in (beside, *map(_without_plurals, words.values())) if key in text)
            problems += _same_placeholders(key, plain[key], wanted)
        if problems:
            found[own / f"{language}.toml"] = few(problems)
    return found


def _without_plurals(words: Mapping[str, str]) -> dict[str, str]:
    """One entry for the plural forms of a word; how many there are differs by language."""
    plain: dict[str, str] = {}
    for key, text in words.items():
        stem, _, form = key.rpartition(".")
        plain[stem if form in _PLURAL_FORMS else key] = text
    return plain


def _keys(file: CaptionsFile, mission: Mission, cameras: Collection[str]) -> Iterator[Problem]:
    yield from unknown_and_missing("phase", file.phase, {phase.id for phase in mission.phases})
    yield from unknown_and_missing("event", file.event, {event.id for event in mission.events})
    yield from unknown_and_missing("crew", file.crew, {member.id for member in mission.crew})
    yield from unknown_and_missing("fact", file.fact, {fact.id for fact in mission.facts})
    yield from unknown_and_missing("camera", file.camera, cameras)
    yield from unknown_and_missing("question", file.question, {question.id for question in mission.questions})
    for question in mission.questions:
        if question.id in file.question:
            path = join(join("question", question.id), "versions")
            given = file.question[question.id].versions
            yield from unknown_and_missing(path, given, {version.id for version in question.versions})


def _beside(file: CaptionsFile, mission: Mission, language: str) -> Iterator[Problem]:
    """Notes and other versions stand in ``mission.toml`` in the first language, and here in each of the others."""
    yield from unknown_and_missing("beside", file.beside, file.beside.keys() & {event.id for event in mission.events})
    for kind, rows, given in (("beside", mission.events, file.beside), ("fact", mission.facts, file.fact)):
        for row in rows:
            own: BesideCaption | FactCaption = given.get(row.id, BesideCaption())
            if kind == "fact" and row.id not in given:
                continue  # said already
            is_first = language == FIRST_LANGUAGE
            path, wanted = join(kind, row.id), () if is_first else row.alternatives
            if bool(own.note) != (bool(row.note) and not is_first):
                yield _in_the_file(f"{path}.note") if own.note else Problem(f"{path}.note", "is missing", "add it")
            if len(own.alternatives) != len(wanted):
                what = f"has {len(own.alternatives)} of {len(wanted)} sentences"
                where = f"{path}.alternatives"
                yield _in_the_file(where) if is_first else Problem(where, what, "write one for each, in their order")


def _in_the_file(path: str) -> Problem:
    return Problem(path, "is not asked for here", "leave it out; English stands in mission.toml")


def _texts(file: CaptionsFile) -> Iterator[Problem]:
    for path, text, longest in _all_texts(file):
        if not text.strip():
            yield Problem(path, "is empty", "write it")
        elif longest == MAX_TITLE and "\n" in text:
            yield Problem(path, "has more than one line", "write it in one")
        elif visible_length(text) > longest:
            yield Problem(path, f"has {visible_length(text)} characters", f"shorten it to {longest}")


def _placeholders(file: CaptionsFile, first: CaptionsFile) -> Iterator[Problem]:
    wanted = {path: text for path, text, _ in _all_texts(first)}
    for path, text, _ in _all_texts(file):
        yield from _same_placeholders(path, text, wanted.get(path, text))


def _same_placeholders(path: str, text: str, wanted: str) -> Iterable[Problem]:
    try:
        given_names, wanted_names = _fields(text), _fields(wanted)
    except ValueError as error:
        return [Problem(path, f"has a brace out of place: {error}", "write {{ and }} for a plain brace")]
    if given_names == wanted_names:
        return []
    return [Problem(path, f"has {_listed(given_names)}", f"use {_listed(wanted_names)}, as the first language does")]


def _listed(names: frozenset[str]) -> str:
    return ", ".join("{" + name + "}" for name in sorted(names)) or "no placeholder"


def _fields(text: str) -> frozenset[str]:
    return frozenset(field for _, field, _, _ in string.Formatter().parse(text) if field is not None)


def _all_texts(file: CaptionsFile) -> Iterator[tuple[str, str, int]]:
    """Every text of a file: its path, itself, the longest it may be."""
    yield "mission.title", file.mission.title, MAX_TITLE
    yield "mission.summary", file.mission.summary, MAX_SUMMARY
    captions: Mapping[str, Caption | FactCaption]
    for kind, captions in (("phase", file.phase), ("event", file.event), ("fact", file.fact)):
        for name, caption in captions.items():
            yield f"{join(kind, name)}.title", caption.title, MAX_TITLE
            yield f"{join(kind, name)}.text", caption.text, MAX_TEXT
    beside: Mapping[str, Mapping[str, BesideCaption | FactCaption]] = {"beside": file.beside, "fact": file.fact}
    for kind, rows in beside.items():
        for name, row in rows.items():
            if row.note:
                yield f"{join(kind, name)}.note", row.note, MAX_BESIDE
            for at, text in enumerate(row.alternatives):
                yield f"{join(kind, name)}.alternatives[{at}]", text, MAX_BESIDE
    for name, camera in file.camera.items():
        yield f"{join('camera', name)}.title", camera.title, MAX_TITLE
    for name, member in file.crew.items():
        yield f"{join('crew', name)}.name", member.name, MAX_TITLE
        yield f"{join('crew', name)}.role", member.role, MAX_TITLE
    for name, question in file.question.items():
        path = join("question", name)
        yield f"{path}.subject", question.subject, MAX_TEXT
        if question.reason:
            yield f"{path}.reason", question.reason, MAX_TEXT
        for version, text in question.versions.items():
            yield join(f"{path}.versions", version), text, MAX_TEXT
