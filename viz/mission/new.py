"""A new mission folder: the one that a plugin brings along, under another name, whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import tomllib
from pathlib import Path

from viz.assets import assets_root
from viz.errors import InvalidFile, Problem, UsageError, VizError
from viz.mission.check import MAX_MISSION_ID
from viz.mission.folder import entries, is_data
from viz.mission.read import read_table
from viz.plugins import SHIPPED, PluginFault, folder_of, is_named, unknown

PLAIN = "orbit"
"""The plugin of a flight that is told by data alone."""
_TABLE = re.compile(r"^[ \t]*\[[ \t]*mission[ \t]*\][ \t]*(?:#[^\n]*)?$(.*?)(?=^[ \t]*\[|\Z)", re.MULTILINE | re.DOTALL)
_ID = re.compile(r"""^([ \t]*id[ \t]*=[ \t]*)(?:"[^"\n]*"|'[^'\n]*')(?=[ \t]*(?:#.*)?$)""", re.MULTILINE)


def new_mission(folder: Path, models: str = PLAIN) -> Path:
    """Write a mission folder for a plugin to begin with, and return it.

    It is a copy of the mission that the plugin brings along or that is shipped under its name, and bears its own
    folder's name where that can be an id. UsageError where the place is taken or has no folder above it, or where the
    plugin brings no mission; PluginFault where there is no such plugin, InvalidFile where what it brings is not usable;
    VizError where it cannot be written.
    """
    if models not in SHIPPED and not is_named(models):
        problem = unknown(models)
        raise PluginFault(f"{problem.what} - {problem.remedy}")
    template = folder_of(models) or _shipped(models)
    if template is None:
        raise UsageError(f'the plugin "{models}" brings no mission to begin with - take one of its mission folders')
    if os.path.lexists(folder):
        raise UsageError(f"{folder} exists - choose another name; nothing is written over")
    if not folder.absolute().parent.is_dir():
        raise UsageError(f"{folder.absolute().parent} is not a folder - make it first")
    file = template / "mission.toml"
    if not isinstance(read_table(file, template).get("mission"), dict):
        raise InvalidFile(str(file), [Problem("mission", "is missing", "add the table")])
    try:
        with tempfile.TemporaryDirectory(prefix=".new-", dir=folder.absolute().parent) as place:
            whole = Path(place) / "mission"
            _copy(template, whole)
            _name(whole / "mission.toml", folder.absolute().name)
            whole.rename(folder)
    except OSError as error:
        raise VizError(f"{folder} cannot be written: {error.strerror or error} - choose another place") from error
    return folder


def id_of(name: str) -> str | None:
    """Return the id that a folder's name gives its mission; None where it holds nothing that can begin one."""
    named = "_".join(re.findall(r"[a-z0-9]+", name.lower()))[:MAX_MISSION_ID].rstrip("_")
    return named if re.match(r"[a-z]", named) else None


def _shipped(models: str) -> Path | None:
    folder = assets_root() / "missions" / models
    return folder if folder.is_dir() else None


def _copy(template: Path, whole: Path) -> None:
    """Copy what pictures and captions are made from; as new files, whatever may be done to the old ones."""
    for file in entries(template):
        relative = file.relative_to(template)
        if is_data(relative):
            (whole / relative).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, whole / relative)


def _name(file: Path, name: str) -> None:
    """Give the mission its folder's name; where its table is written so that it is not found, it keeps the old one."""
    text = file.read_text(encoding="utf-8")
    table, named = _TABLE.search(text), id_of(name)
    if table is None or named is None:
        return
    renamed = _ID.sub(rf'\g<1>"{named}"', table[1], count=1)
    changed = text[: table.start(1)] + renamed + text[table.end(1) :]
    wanted = tomllib.loads(text)
    wanted["mission"]["id"] = named
    if tomllib.loads(changed) == wanted:  # nothing else has been changed
        file.write_text(changed, encoding="utf-8", newline="\n")
