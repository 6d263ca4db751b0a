"""What the shell may complete: missions, cameras, events and recipes, read from their files alone."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from viz.errors import VizError
from viz.plugins import FIRST, installed, known


def missions(ctx: click.Context, param: click.Parameter, begun: str) -> list[str]:
    """Return the shipped and the installed missions."""
    from viz.mission.load import shipped_missions

    return _beginning(begun, (*shipped_missions(), *installed()))


def models(ctx: click.Context, param: click.Parameter, begun: str) -> list[str]:
    """Return the plugins."""
    return _beginning(begun, known())


def cameras(ctx: click.Context, param: click.Parameter, begun: str) -> list[str]:
    """Return the mission's cameras, the director's choice first."""
    return _beginning(begun, ["auto", *_ids(ctx, "shots.toml", "shot")])


def moments(ctx: click.Context, param: click.Parameter, begun: str) -> list[str]:
    """Return the mission's events."""
    return _beginning(begun, _ids(ctx, "mission.toml", "event"))


def recipes(ctx: click.Context, param: click.Parameter, begun: str) -> list[str]:
    """Return the mission's recipes."""
    return _beginning(begun, (path.stem for path in sorted((_folder(ctx) / "recipes").glob("*.toml"))))


def _beginning(begun: str, names: Any) -> list[str]:
    return [name for name in dict.fromkeys(names) if name.startswith(begun)]


def _ids(ctx: click.Context, file: str, table: str) -> Iterator[str]:
    """Yield the ids of a file's table; nothing for a file that is not usable: the command itself will say so."""
    try:
        entries = tomllib.loads((_folder(ctx) / file).read_text(encoding="utf-8"))[table]
        yield from [str(entry["id"]) for entry in entries if "id" in entry]
    except (OSError, ValueError, KeyError, TypeError):
        return


def _folder(ctx: click.Context) -> Path:
    from viz.mission.load import mission_folder

    named = str(ctx.params.get("mission") or FIRST)
    try:
        return mission_folder(named)
    except VizError:  # the command itself will say so
        return Path(named)


WHEN: dict[str, Any] = {"metavar": "WHEN", "shell_complete": moments}
RECIPE: dict[str, Any] = {"metavar": "NAME|FILE", "shell_complete": recipes}
"""How options that take a time or a recipe are shown and completed."""
