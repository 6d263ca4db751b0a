"""Which Chromium draws the film, where each system keeps it, and the ways to get WebGL from it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from viz.errors import ToolMissing
from viz.film.apart import find_on_path

CHROMIUM_ENV = "VOSKHOD2_CHROMIUM"
RENDERER_ENV = "VOSKHOD2_GL"
_COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
_ON_WINDOWS = (
    ("Google", "Chrome", "Application", "chrome.exe"),
    ("Chromium", "Application", "chrome.exe"),
    ("Microsoft", "Edge", "Application", "msedge.exe"),
)
_WINDOWS_ROOTS = ("ProgramFiles", "ProgramFiles(x86)", "LocalAppData")
_ON_MAC = ("Google Chrome", "Chromium", "Microsoft Edge")
_FLATPAKS = ("org.chromium.Chromium", "com.google.Chrome", "com.microsoft.Edge")
_PLAYWRIGHTS = ("chromium-*/chrome-*/{name}", "chromium_headless_shell-*/chrome-*/{shell}")


@dataclass(frozen=True, slots=True)
class Trial:
    """One way to get WebGL from Chromium."""

    name: str
    flags: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


_EGL = ("--use-gl=angle", "--use-angle=gl-egl", "--ignore-gpu-blocklist")
_SWIFTSHADER = Trial("swiftshader", ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"))


def trials_on(system: str) -> tuple[Trial, ...]:
    """Return the ways to get WebGL on a system, named as `sys.platform` does, in the order of their speed.

    The system's own driver, which is the GPU's where there is one and Mesa's llvmpipe on a Linux without; llvmpipe by
    name; Chromium's SwiftShader.
    """
    if system.startswith("linux"):
        return Trial("system", _EGL), Trial("llvmpipe", _EGL, {"LIBGL_ALWAYS_SOFTWARE": "1"}), _SWIFTSHADER
    return Trial("system", ("--ignore-gpu-blocklist",)), _SWIFTSHADER


TRIALS = trials_on(sys.platform)
"""Those of this system."""


def find_chromium() -> Path:
    """Return the Chromium to use; ToolMissing with the remedy when there is none."""
    named = os.environ.get(CHROMIUM_ENV)
    if named:
        found = shutil.which(named)
        if found is None:
            raise ToolMissing(
                f"{CHROMIUM_ENV} names {named}, which is not a program - "
                "correct it, or unset it to use the Chromium on PATH"
            )
        return Path(found)
    for name in _COMMANDS:
        found = find_on_path(name)
        if found is not None:
            return Path(found)
    for place in (*usual_places(sys.platform, os.environ, str(Path("~").expanduser())), *playwrights_own()):
        if os.path.isfile(place) and os.access(place, os.X_OK):  # noqa: PTH113 - may be another system's path
            return Path(place)
    raise ToolMissing(f"no Chromium was found - {how_to_get(sys.platform)}, or name it in {CHROMIUM_ENV}")


def usual_places(system: str, environ: Mapping[str, str], home: str) -> tuple[str, ...]:
    """Return where a system's installers put Chrome, Chromium and Edge, besides the folders of PATH."""
    if system == "win32":
        roots = [environ[name] for name in _WINDOWS_ROOTS if environ.get(name)]
        return tuple(str(PureWindowsPath(root, *inside)) for inside in _ON_WINDOWS for root in roots)
    if system == "darwin":
        folders = (PurePosixPath("/Applications"), PurePosixPath(home, "Applications"))
        return tuple(str(folder / f"{name}.app/Contents/MacOS/{name}") for name in _ON_MAC for folder in folders)
    exports = (PurePosixPath("/var/lib/flatpak/exports/bin"), PurePosixPath(home, ".local/share/flatpak/exports/bin"))
    flatpaks = (str(folder / name) for name in _FLATPAKS for folder in exports)
    return ("/opt/google/chrome/chrome", "/snap/bin/chromium", *flatpaks)


def playwrights_own() -> Iterator[str]:
    """Give the Chromiums that Playwright has downloaded, the newest first, without starting it."""
    folder = playwright_folder(sys.platform, os.environ, str(Path("~").expanduser()))
    name, shell = {
        "win32": ("chrome.exe", "*shell.exe"),
        "darwin": ("*.app/Contents/MacOS/*", "*shell"),
    }.get(sys.platform, ("chrome", "*shell"))
    for pattern in _PLAYWRIGHTS:
        found = Path(folder).glob(pattern.format(name=name, shell=shell)) if folder else ()
        yield from (str(file) for file in sorted(found, key=_revision, reverse=True))


def playwright_folder(system: str, environ: Mapping[str, str], home: str) -> str | None:
    """Return where Playwright keeps its browsers; None when it is not installed and nothing names the folder."""
    named = environ.get("PLAYWRIGHT_BROWSERS_PATH")
    if named == "0":  # beside its own files
        from importlib.util import find_spec

        found = find_spec("playwright")
        inside = found.submodule_search_locations if found is not None else None
        return str(Path(inside[0], "driver", "package", ".local-browsers")) if inside else None
    if named:
        return named
    if system == "win32":
        return str(PureWindowsPath(environ.get("LocalAppData") or f"{home}\\AppData\\Local", "ms-playwright"))
    if system == "darwin":
        return str(PurePosixPath(home, "Library/Caches/ms-playwright"))
    return str(PurePosixPath(environ.get("XDG_CACHE_HOME") or f"{home}/.cache", "ms-playwright"))


def _revision(file: Path) -> int:
    folder = next((part for part in file.parts if part.startswith("chromium") and "-" in part), "-0")
    number = folder.rpartition("-")[2]
    return int(number) if number.isdecimal() else 0


def how_to_get(system: str) -> str:
    """Return how a Chromium is got on a system."""
    playwright = "or run `playwright install chromium`"
    if system in ("win32", "darwin"):
        return f"install Google Chrome, Chromium or Microsoft Edge, {playwright}"
    return f"install chromium or google-chrome with the system's package manager, {playwright}"


def how_to_draw(system: str) -> str:
    """Return what helps on a system whose Chromium has no WebGL 2."""
    if system.startswith("linux"):
        return "install the system's Mesa (libegl1, libgl1-mesa-dri)"
    return "install the maker's driver of the graphics card" if system == "win32" else "update the system"


def import_playwright() -> Any:
    """Return playwright's module; ToolMissing when the extra ``record`` is not installed."""
    try:
        from playwright import sync_api
    except ImportError as problem:
        raise ToolMissing("recording needs the Python package playwright - install voskhod2-viz[record]") from problem
    return sync_api
