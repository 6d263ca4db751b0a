"""Every shipped mission tells the same things in every language: short, in its own script, no surer than the record."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from viz.languages import LANGUAGES
from viz.mission.load import mission_folder, shipped_missions

LONGEST = {"title": 40, "name": 40, "role": 40, "summary": 200}
LONGEST_TEXT = 160
EACH = [(name, language) for name in shipped_missions() for language in LANGUAGES]

# A sentence on something not settled must say so; one of these in each language.
HEDGES = {
    "en": r"reconstruction|[Bb]y one|single witness|quoted|our choice|uncertain|approximate|differ|telling|memoirs"
    r"|roughly|[Oo]ne source|another source|Only the day|do not name",
    "ru": r"реконструкц|одному|одной|одного|цитат|выбрали мы|риблизительн|примерно|расходятся|рассказ|версии|По словам"
    r"|риводят|называют|Один источник|только день|другому источнику|воспоминаниям",
    "hi": r"हमारी गणना|एक वर्णन|एक गवाह|उद्धृत|हमारा चुना|हमने चुना|अनुमानित|एकमत|के अनुसार|संस्मरण|एक स्रोत|अन्य स्रोत|केवल दिन"
    r"|हमारे स्रोतों में नहीं",
}


@cache
def table(mission: str, file: str) -> dict[str, Any]:
    return tomllib.loads((mission_folder(mission) / file).read_text(encoding="utf-8"))


def captions(mission: str, language: str) -> dict[str, Any]:
    return table(mission, f"captions/{language}.toml")


def texts(node: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in node.items():
        if isinstance(value, dict):
            yield from texts(value, f"{path}/{key}")
        elif isinstance(value, list):
            yield from ((f"{path}/{key}/{at}", text) for at, text in enumerate(value))
        else:
            yield f"{path}/{key}", value


def is_beside(path: str) -> bool:
    """Tell a note or another version, which English has in the mission's file, and which nobody reads aloud."""
    return path.startswith("/beside/") or path.rsplit("/", 1)[1] == "note" or "/alternatives/" in path


def aloud(mission: str, language: str) -> list[tuple[str, str]]:
    return [(path, text) for path, text in texts(captions(mission, language)) if not is_beside(path)]


def shown(event: dict[str, Any]) -> Any:
    return event.get("utc") or event["shown_utc"]


def settled(event: dict[str, Any]) -> bool:
    return {event["standing"], event.get("time_standing", "seen")} == {"seen"}


@pytest.mark.parametrize("mission", shipped_missions())
def test_the_languages_have_the_same_keys(mission: str) -> None:
    first, *others = ([path for path, _ in aloud(mission, language)] for language in LANGUAGES)
    assert all(other == first for other in others)


@pytest.mark.parametrize(("mission", "language"), EACH)
def test_words_are_short_enough_to_read_aloud(mission: str, language: str) -> None:
    for path, text in aloud(mission, language):
        longest = LONGEST.get(path.rsplit("/", 1)[1], LONGEST_TEXT)
        assert 0 < len(text.strip()) == len(text) <= longest, (path, len(text))
        assert "  " not in text, path


@pytest.mark.parametrize("mission", shipped_missions())
def test_russian_is_in_cyrillic_and_hindi_in_devanagari(mission: str) -> None:
    for path, text in texts(captions(mission, "ru")):
        assert re.search(r"[А-Яа-яЁё]", text) or re.fullmatch(r"[\d.,]+", text), path
        assert not re.search(r"[A-Za-z\u0900-\u097F]", text), (path, text)
    for path, text in texts(captions(mission, "hi")):
        assert re.search(r"[\u0900-\u097F]", text), path
        assert not re.search(r"[A-Za-zА-Яа-я]", text), (path, text)
    for path, text in texts(captions(mission, "en")):
        assert not re.search(r"[А-Яа-я\u0900-\u097F]", text), (path, text)


@pytest.mark.parametrize(("mission", "language"), EACH)
def test_sentences_end(mission: str, language: str) -> None:
    ends = ("।", "?") if language == "hi" else (".", "?")
    for kind in ("event", "phase"):
        for name, words in captions(mission, language)[kind].items():
            assert words["text"].endswith(ends), (kind, name)
            assert not words["title"].endswith("."), (kind, name)


@pytest.mark.parametrize(("mission", "language"), EACH)
def test_what_is_not_settled_is_not_told_as_settled(mission: str, language: str) -> None:
    for event in table(mission, "mission.toml")["event"]:
        if not settled(event):
            text = captions(mission, language)["event"][event["id"]]["text"]
            assert re.search(HEDGES[language], text), (event["id"], text)


@pytest.mark.parametrize("mission", shipped_missions())
def test_clock_times_agree_between_languages(mission: str) -> None:
    """Every clock time in an English sentence stands in the Russian and the Hindi one too."""
    for event in table(mission, "mission.toml")["event"]:
        told = [captions(mission, language)["event"][event["id"]]["text"] for language in LANGUAGES]
        first, *others = (sorted(re.findall(r"\d\d:\d\d(?::\d\d)?", text)) for text in told)
        assert all(other == first for other in others), event["id"]


@pytest.mark.parametrize("mission", shipped_missions())
def test_events_stand_in_the_order_they_are_shown_and_share_no_instant(mission: str) -> None:
    times = [shown(event) for event in table(mission, "mission.toml")["event"]]
    assert times == sorted(set(times))


@pytest.mark.parametrize("mission", shipped_missions())
def test_every_event_lies_in_its_phase_and_in_no_child_of_it(mission: str) -> None:
    phases = {row["id"]: row for row in table(mission, "mission.toml")["phase"]}
    for event in table(mission, "mission.toml")["event"]:
        phase = phases[event["phase"]]
        assert phase["start_utc"] <= shown(event) < phase["end_utc"], event["id"]
        children = [row for row in phases.values() if row.get("parent") == event["phase"]]
        assert not any(row["start_utc"] <= shown(event) < row["end_utc"] for row in children), event["id"]


@pytest.mark.parametrize("mission", shipped_missions())
def test_children_tile_their_parents(mission: str) -> None:
    phases = table(mission, "mission.toml")["phase"]
    for parent in (None, *(row["id"] for row in phases)):
        rows = [row for row in phases if row.get("parent") == parent]
        assert all(before["end_utc"] == after["start_utc"] for before, after in pairwise(rows)), parent
        around = next((row for row in phases if row["id"] == parent), None)
        if around is not None and rows:
            assert (rows[0]["start_utc"], rows[-1]["end_utc"]) == (around["start_utc"], around["end_utc"]), parent


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("mission", shipped_missions())
def test_phase_colours_differ_and_are_readable_on_black(mission: str) -> None:
    colours = [row["colour"] for row in table(mission, "mission.toml")["phase"]]
    assert len(set(colours)) == len(colours)
    assert all((luminance(colour) + 0.05) / 0.05 >= 4.5 for colour in colours)


@pytest.mark.parametrize("mission", shipped_missions())
def test_every_source_is_cited_and_every_cited_one_is_there(mission: str) -> None:
    file = table(mission, "mission.toml")
    rows = [row for kind in ("event", "fact") for row in file[kind]]
    rows += [other for row in rows for other in row.get("alternative", [])]
    rows += [version for question in file["question"] for version in question["version"]]
    assert {source for row in rows for source in row["sources"]} == table(mission, "sources.toml").keys()
