"""`missions` and `new`: which missions there are, and a folder to begin another with."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from viz.cli import complete
from viz.cli.speak import say, say_aside, say_json, say_path
from viz.errors import VizError

if TYPE_CHECKING:
    from viz.mission.model import Mission


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON list.")
def missions(as_json: bool) -> None:
    """List the missions that are shipped or installed.

    Each with the name that --mission takes, its title, its plugin and its folder.
    """
    rows = [
        {"id": name, "title": mission.title, "models": mission.models, "folder": str(folder)}
        for name, mission, folder in _there()
    ]
    if as_json:
        say_json(rows)
        return
    columns = {key: max(len(row[key]) for row in rows) for key in ("id", "title", "models")} if rows else {}
    for row in rows:
        say("  ".join((*(f"{row[key]:{width}}" for key, width in columns.items()), row["folder"])))


def _there() -> Iterator[tuple[str, Mission, Path]]:
    """Yield the missions by name; of one that is not usable it is said aside what is wrong."""
    from viz.mission.load import load_mission, mission_folder, shipped_missions
    from viz.plugins import folder_of, installed, refused

    for name in (*shipped_missions(), *installed()):
        try:
            if name in shipped_missions() or folder_of(name) is not None:
                yield name, load_mission(name), mission_folder(name)
        except VizError as error:
            say_aside(f"voskhod2: {name}: {error}")
    for name, fault in refused().items():
        say_aside(f"voskhod2: {name}: {fault}")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")
@click.option(
    "--models",
    default="orbit",
    show_default=True,
    metavar="NAME",
    shell_complete=complete.models,
    help="The plugin that knows how the craft flies and looks.",
)
def new(folder: Path, models: str) -> None:
    """Write a mission folder to begin with.

    It passes `check`. Without --models it tells of a ball on an orbit, by data alone. Nothing is written over.
    """
    from viz.mission.load import load_mission
    from viz.mission.new import id_of, new_mission

    say_path(new_mission(folder, models))
    name = folder.absolute().name
    if id_of(name) is None:
        say_aside(f'"{name}" cannot be an id, so it stays "{load_mission(folder).id}": change it in mission.toml')
    where = shlex.quote(str(folder))
    say_aside(f"check it with `voskhod2 check {where}`, watch it with `voskhod2 --mission {where}`")
