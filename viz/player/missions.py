"""Which missions a show may change to: the shipped, those that plugins bring along, and the one it was opened with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from viz.errors import VizError
from viz.languages import LANGUAGES
from viz.mission.check import MAX_MISSION_ID, MAX_NAME
from viz.mission.load import mission_folder, shipped_missions
from viz.mission.read import read_table
from viz.player.theatre import ALONE, Listed, Repertoire
from viz.plugins import folder_of, installed
from viz.story.read import captions_path


def repertoire(shown: str) -> Repertoire:
    """Return the missions there are, and the one of that name or folder; those that cannot be read are left out."""
    known, own = dict(_known()), mission_folder(shown)
    if [*known.values()] == [own]:
        return ALONE  # nothing is read for a choice that there is not
    listed = {key: one for name, folder in known.items() for key, one in _listed(name, folder)}
    listed |= dict(_listed(shown, own))

    from viz.player.show import open_show  # brings VPython

    return Repertoire(listed, open_show)


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


def _listed(name: str, folder: Path) -> Iterator[tuple[str, Listed]]:
    """Yield a mission's id and entry, nothing where its files do not tell them."""
    try:
        mission = read_table(folder / "mission.toml", folder)["mission"]["id"]
        captions = {language: read_table(captions_path(folder, language), folder) for language in LANGUAGES}
        titles = {language: str(table["mission"]["title"])[:MAX_NAME] for language, table in captions.items()}
    except (VizError, KeyError, TypeError):
        return
    yield str(mission)[:MAX_MISSION_ID], Listed(name, titles)
