"""Missions' plugins by name: the models, the cast and the panel of a flight, in a package that is imported when asked.

A mission file names its plugin and nothing else: a name here is one of the shipped, or of an installed distribution's
entry points in the group ``voskhod2.missions``. Data never names code to import.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from importlib.metadata import Distribution, EntryPoint, distributions
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from viz.errors import InvalidFile, Problem, VizError

T = TypeVar("T")

GROUP = "voskhod2.missions"
"""Entry point group of installed plugins."""
SHIPPED = {
    "voskhod2": "viz.missions.voskhod2",
    "gemini4": "viz.missions.gemini4",
    "orbit": "viz.missions.orbit",
}
"""Shipped plugins, by name. An installed one cannot take the place of one of these."""
FIRST = "voskhod2"
"""What a mission file that names no plugin is of, and the mission that opens when none is named."""
PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
"""Names that ``--mission`` takes for a plugin's and not for a folder's."""
_LONGEST_SAID = 300
"""Of what a plugin says when it fails: a notice on the page is to be read."""


class PluginFault(VizError):  # noqa: N818 - names what is so, not that it is an error
    """A plugin cannot be loaded, lacks a part, raises, or answers nonsense."""

    exit_code = 3


def known() -> tuple[str, ...]:
    """Return the names of the plugins there are, the shipped first; none is imported."""
    return (*SHIPPED, *installed())


def installed() -> tuple[str, ...]:
    """Return the names of the plugins that are installed beside the shipped ones; none is imported."""
    return tuple(sorted(_named().points.keys() - SHIPPED.keys()))


def refused() -> Mapping[str, str]:
    """Return what is installed and cannot be taken, by the plugin's name or the distribution's: why, and the remedy."""
    return _named().refused


def is_named(name: str) -> bool:
    """Return whether something installed has a plugin of that name, be it one that cannot be taken."""
    named = _named()
    return name in named.points or name in named.refused


def unknown(name: str) -> Problem:
    """Return what is wrong with a name that no plugin has."""
    faults = refused()
    if name in faults:
        what, _, remedy = faults[name].partition(" - ")
        return Problem("mission.models", what, remedy)
    spoiled = "".join(f". {fault}" for fault in faults.values())
    what = f'there is no plugin "{name[:60]}"'
    return Problem("mission.models", what, f"use {', '.join(known())}, or install one{spoiled}")


def plugin_part(name: str, part: str) -> Any:
    """Return a part of a plugin, such as ``build_flight``; InvalidFile for an unknown name, else PluginFault."""
    found = optional_part(name, part, None)
    if found is None:
        raise PluginFault(f'the plugin "{name}" has no {part} - its author must add it; docs/new-mission.md says what')
    return found


def optional_part(name: str, part: str, otherwise: Any) -> Any:
    """Return a part that a plugin may leave out, or else `otherwise`; errors as of `plugin_part`."""
    package = _package(name)
    with faults_of(name, f"giving its {part}"):  # a module may have a __getattr__ of its own
        return getattr(package, part, otherwise)


def path_part(name: str, part: str, doing: str) -> Path | None:
    """Return the folder that a part of a plugin names, None where it has none; errors as of `folder_of`."""
    brought = optional_part(name, part, None)
    if brought is None:
        return None
    with faults_of(name, doing):
        if not str(brought):
            raise ValueError("it names no folder")
        folder = Path(brought)
        if not folder.is_dir():
            raise ValueError(f"there is no folder {folder}")
    return folder


def folder_of(name: str) -> Path | None:
    """Return the mission folder that a plugin brings along, None where it brings none.

    InvalidFile for an unknown name, PluginFault for a plugin that cannot be loaded or names no folder.
    """
    return path_part(name, "FOLDER", "naming its mission's folder")


@contextmanager
def faults_of(name: str, doing: str) -> Iterator[None]:
    """Tell whatever a plugin raises within the block as its fault; a file that it finds unusable stays what it is."""
    try:
        yield
    except (PluginFault, InvalidFile):
        raise
    except BaseException as error:
        if not is_its_own(error):
            raise
        blame(name, doing, error)


def is_its_own(error: BaseException) -> bool:
    """Return whether a plugin raised it: neither whoever runs the program interrupted it, nor has a task been ended."""
    import asyncio  # only where something has failed

    if isinstance(error, GeneratorExit | asyncio.CancelledError):
        return False
    return not isinstance(error, KeyboardInterrupt) or _is_stated(error)


def _is_stated(error: BaseException) -> bool:
    """Return whether an exception comes of a ``raise``; a signal's comes between two steps of whatever runs."""
    import dis

    trace = error.__traceback__
    if trace is None:
        return False
    while trace.tb_next is not None:
        trace = trace.tb_next
    return dis.opname[trace.tb_frame.f_code.co_code[trace.tb_lasti]] == "RAISE_VARARGS"


def culprit(error: BaseException) -> str | None:
    """Return the installed plugin in whose own code something was raised; None where it was raised in none."""
    roots = {point.module.partition(".")[0]: name for name, point in _named().points.items()}
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    packages = [str(frame.f_globals.get("__name__", "")).partition(".")[0] for frame in frames]
    return next((roots[package] for package in packages if package in roots), None) if is_its_own(error) else None


@contextmanager
def own_faults(doing: str) -> Iterator[None]:
    """Tell what comes of an installed plugin's own code as its fault; what is wrong with a mission stays what it is."""
    try:
        yield
    except VizError:
        raise
    except BaseException as error:
        if (name := culprit(error)) is None:
            raise
        blame(name, doing, error)


def blame(name: str, doing: str, error: BaseException) -> NoReturn:
    """Raise PluginFault as of `fault`."""
    raise fault(name, doing, error) from error


def fault(name: str, doing: str, error: BaseException) -> PluginFault:
    """Return the fault: the plugin's name, what it was asked, how it failed, and the remedy."""
    said = _said(error)
    what = f"{type(error).__name__}: {said}" if said else type(error).__name__
    remedy = "tell its author, or use another mission; VOSKHOD2_DEBUG=1 shows where it fails"
    return PluginFault(f'the plugin "{name}" fails at {doing} ({what}) - {remedy}')


def _said(error: BaseException) -> str:
    try:
        said = str(error)
    except Exception:  # of its own kind, and as faulty
        return ""
    return said if len(said) <= _LONGEST_SAID else said[:_LONGEST_SAID] + "..."


def expect(name: str, part: str, made: T, kind: type) -> T:
    """Return what a plugin made; PluginFault unless it is of that kind."""
    if not isinstance(made, kind):
        blame(name, part, TypeError(f"this is {type(made).__name__}, no {kind.__name__}"))
    return made


def _package(name: str) -> Any:
    named = _Named() if name in SHIPPED else _named()
    if name in named.refused:
        raise PluginFault(named.refused[name])
    if name not in SHIPPED and name not in named.points:
        raise InvalidFile("mission.toml", [unknown(name)])
    with faults_of(name, "loading it"):
        return import_module(SHIPPED[name]) if name in SHIPPED else named.points[name].load()


@dataclass(frozen=True, slots=True)
class _Named:
    """What the installed distributions name: plugins, and what cannot be taken."""

    points: dict[str, EntryPoint] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


def _named() -> _Named:
    """Read the entry points, distribution by distribution: one that is broken costs the others nothing."""
    refused: dict[str, str] = {}
    owners: dict[str, list[tuple[str, EntryPoint]]] = {}
    seen: set[str] = set()
    for distribution in distributions():
        try:
            points = _points(distribution)
        except Exception as error:
            owner = _owner(distribution)
            failed = f"{type(error).__name__}: {_said(error)}"
            what = f"the distribution {owner} has entry points that cannot be read ({failed})"
            refused[f"distribution {owner}"] = f"{what} - install it again, or take it away"
            continue
        owner = _owner(distribution) if points else ""
        if points and owner.lower() not in seen:  # the first of a name on the path hides the others
            seen.add(owner.lower())
            for point in points:
                owners.setdefault(point.name, []).append((owner, point))
    for name, named in owners.items():
        if (fault := _name_fault(name, [owner for owner, _ in named])) is not None:
            refused[name] = fault
    return _Named({name: named[0][1] for name, named in owners.items() if name not in refused}, refused)


def _points(distribution: Distribution) -> list[EntryPoint]:
    if GROUP not in (distribution.read_text("entry_points.txt") or ""):
        return []
    return [point for point in distribution.entry_points if point.group == GROUP]


def _owner(distribution: Distribution) -> str:
    try:
        return str(distribution.metadata["Name"] or "without a name")
    except Exception:  # its metadata are as broken
        return "without a name"


def _name_fault(name: str, owners: Iterable[str]) -> str | None:
    """Return why a name cannot be taken for a plugin's, with the remedy; None where it can."""
    by = " and ".join(sorted(owners))
    if not PLAIN_NAME.fullmatch(name):
        what = f'the distribution {by} names a plugin "{name[:60]}", which --mission cannot take'
        return f"{what} - its author must choose up to 60 letters, digits, _ and -, of a to z"
    if len(list(owners)) > 1:
        return f'there is more than one plugin "{name}", by the distributions {by} - take all but one away'
    return None
