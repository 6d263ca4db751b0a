"""Missions' plugins by name: the models, the cast and the panel of a flight, in a package that is imported when asked.

A mission file names its plugin and nothing else: a name here is one of the shipped, or of an installed distribution's
entry points in the group ``voskhod2.missions``. Data never names code to import.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from viz.errors import InvalidFile, Problem, VizError

T = TypeVar("T")

GROUP = "voskhod2.missions"
"""Entry point group of installed plugins."""
SHIPPED = {"voskhod2": "viz.missions.voskhod2", "orbit": "viz.missions.orbit"}
"""Shipped plugins, by name. An installed one cannot take the place of one of these."""
FIRST = "voskhod2"
"""What a mission file that names no plugin is of, and the mission that opens when none is named."""


class PluginFault(VizError):  # noqa: N818 - names what is so, not that it is an error
    """A plugin cannot be loaded, lacks a part, raises, or answers nonsense."""

    exit_code = 3


def known() -> tuple[str, ...]:
    """Return the names of the plugins there are, the shipped first."""
    return (*SHIPPED, *sorted(_installed().keys() - SHIPPED.keys()))


def plugin_part(name: str, part: str) -> Any:
    """Return a part of a plugin, such as ``build_flight``; InvalidFile for an unknown name, else PluginFault."""
    found = getattr(_package(name), part, None)
    if found is None:
        raise PluginFault(f'the plugin "{name}" has no {part} - its author must add it; docs/new-mission.md says what')
    return found


def optional_part(name: str, part: str, otherwise: Any) -> Any:
    """Return a part that a plugin may leave out, or else `otherwise`; errors as of `plugin_part`."""
    return getattr(_package(name), part, otherwise)


def installed() -> tuple[str, ...]:
    """Return the names of the plugins that are installed beside the shipped ones; none is imported."""
    return known()[len(SHIPPED) :]


def folder_of(name: str) -> Path | None:
    """Return the mission folder that a plugin brings along, None where it brings none.

    InvalidFile for an unknown name, PluginFault for a plugin that cannot be loaded or names no folder.
    """
    brought = optional_part(name, "FOLDER", None)
    if brought is None:
        return None
    with faults_of(name, "naming its mission's folder"):
        folder = Path(brought)
        if not folder.is_dir():
            raise ValueError(f"there is no folder {folder}")
    return folder


@contextmanager
def faults_of(name: str, doing: str) -> Iterator[None]:
    """Tell whatever a plugin raises within the block as its fault; what the program itself means stays."""
    try:
        yield
    except VizError:
        raise
    except Exception as error:
        blame(name, doing, error)


def blame(name: str, doing: str, error: Exception) -> NoReturn:
    """Raise PluginFault: the plugin's name, what it was asked, how it failed, and the remedy."""
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    remedy = "tell its author, or use another mission; VOSKHOD2_DEBUG=1 shows where it fails"
    raise PluginFault(f'the plugin "{name}" fails at {doing} ({what}) - {remedy}') from error


def expect(name: str, part: str, made: T, kind: type) -> T:
    """Return what a plugin made; PluginFault unless it is of that kind."""
    if not isinstance(made, kind):
        blame(name, part, TypeError(f"this is {type(made).__name__}, no {kind.__name__}"))
    return made


def _package(name: str) -> Any:
    installed = {} if name in SHIPPED else _installed()
    if name not in SHIPPED and name not in installed:
        names = ", ".join(known())
        raise InvalidFile("mission.toml", [Problem("mission.models", f'there is no plugin "{name}"', f"use {names}")])
    with faults_of(name, "loading it"):
        return import_module(SHIPPED[name]) if name in SHIPPED else installed[name].load()


def _installed() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}
