"""A lecturer's own voice: audio files of a mission folder, by language and phase.

``narration/<language>/<phase>.ogg``, ``.mp3`` or ``.wav``; the file begins where its phase begins. None is shipped.
The files are listed once, when the show opens, so that no request is ever turned into a path.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from viz.languages import LANGUAGES
from viz.mission.folder import MAX_SOUND_BYTES, plain_file
from viz.mission.folder import NARRATION as FOLDER
from viz.mission.model import Mission

KINDS = (".ogg", ".mp3", ".wav")
"""The first that is there is played."""


def narration_files(mission: Mission, folder: Path) -> dict[str, Path]:
    """Return the audio files there are, by address: ``narration/en/spacewalk.ogg``.

    Raises InvalidFile for one that is no plain file, is too large, or is a link out of the mission's folder.
    """
    found: dict[str, Path] = {}
    for language in LANGUAGES:
        for phase in mission.phases:
            paths = (folder / FOLDER / language / f"{phase.id}{kind}" for kind in KINDS)
            path = next((path for path in paths if path.exists()), None)
            if path is not None:
                found[f"{FOLDER}/{language}/{path.name}"] = plain_file(path, MAX_SOUND_BYTES, folder)
    return found


def narration_table(files: Mapping[str, Path]) -> dict[str, dict[str, str]]:
    """Return for each language the phase and the address the page plays it from."""
    table: dict[str, dict[str, str]] = {}
    for address in files:
        _, language, name = address.split("/")
        table.setdefault(language, {})[Path(name).stem] = f"scene/{address}"
    return table
