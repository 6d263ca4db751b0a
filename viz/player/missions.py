"""What a show may change to: the missions shipped, those that plugins bring along, the one it was opened with, and any
two of them side by side that have an event in common to be aligned at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path

from viz.errors import VizError
from viz.languages import LANGUAGES
from viz.mission.check import MAX_MISSION_ID, MAX_NAME
from viz.mission.load import mission_folder, shipped_missions
from viz.mission.read import read_table
from viz.player.theatre import ALONE, FullShow, Listed, Repertoire
from viz.player.wire import LONGEST_WORDS
from viz.plugins import folder_of, installed
from viz.story.pair import USUAL_ALIGN, Compared, split_pair
from viz.story.read import captions_path


def repertoire(shown: str) -> Repertoire:
    """Return the missions there are, and the one of that name or folder; those that cannot be read are left out."""
    compared = Compared.read(shown)
    own = dict(_known())
    asked = {shown: mission_folder(shown)} if compared is None else {}
    if compared is None and [*own.values()] == [*asked.values()]:
        return ALONE  # nothing is read for a choice that there is not
    found = {key: one for name, folder in (own | asked).items() for key, one in _listed(name, folder)}
    pairs = dict(_pairs(found))
    if compared is not None:
        pairs |= dict(_asked_pair(compared))
    return Repertoire({key: one for key, (one, _) in found.items()} | pairs, open_named)


def open_named(name: str) -> FullShow:
    """Open the show of a mission, or of two side by side."""
    from viz.player.pairshow import open_pair  # brings VPython
    from viz.player.show import open_show

    compared = Compared.read(name)
    return open_show(name) if compared is None else open_pair(compared)


def _known() -> Iterator[tuple[str, Path]]:
    for name in shipped_missions():
        yield name, mission_folder(name)
    for name in installed():
        try:
            folder = folder_of(name)
        except VizError:
            continue
        if folder is not None:
            yield name, folder


def _listed(name: str, folder: Path) -> Iterator[tuple[str, tuple[Listed, frozenset[str]]]]:
    """Yield a mission's id, its entry and its events, nothing where its files do not tell them."""
    try:
        table = read_table(folder / "mission.toml", folder)
        mission = table["mission"]["id"]
        events = frozenset(str(event["id"]) for event in table.get("event", ()))
        captions = {language: read_table(captions_path(folder, language), folder) for language in LANGUAGES}
        titles = {language: str(told["mission"]["title"])[:MAX_NAME] for language, told in captions.items()}
    except (VizError, KeyError, TypeError):
        return
    yield str(mission)[:MAX_MISSION_ID], (Listed(name, titles), events)


def _pairs(found: Mapping[str, tuple[Listed, frozenset[str]]]) -> Iterator[tuple[str, Listed]]:
    """Yield any two missions that can be laid side by side without a word about where."""
    left_event, right_event = split_pair(USUAL_ALIGN, "times")
    for (left, (one, events)), (right, (other, others)) in combinations(found.items(), 2):
        key = f"{left}+{right}"
        if left_event in events and right_event in others and len(key) <= LONGEST_WORDS:
            yield key, _beside(one, other, Compared(one.name, other.name))


def _asked_pair(compared: Compared) -> Iterator[tuple[str, Listed]]:
    found = [_listed(name, mission_folder(name)) for name in (compared.left, compared.right)]
    for (left, (one, _)), (right, (other, _)) in zip(*found, strict=True):
        yield f"{left}+{right}", _beside(one, other, compared)


def _beside(one: Listed, other: Listed, compared: Compared) -> Listed:
    return Listed(
        compared.text, {language: f"{one.title[language]} | {other.title[language]}" for language in LANGUAGES}
    )
