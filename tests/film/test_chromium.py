"""Where each system keeps its browsers, and what is said where there is none (paths made up)."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from viz.errors import ToolMissing
from viz.film import chromium
from viz.film.chromium import find_chromium, how_to_draw, how_to_get, playwright_folder, trials_on, usual_places

WINDOWS = {
    "ProgramFiles": "C:\\Program Files",
    "ProgramFiles(x86)": "C:\\Program Files (x86)",
    "LocalAppData": "C:\\Users\\Анна\\AppData\\Local",
}


@pytest.mark.parametrize(
    "place",
    [
        "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
        "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
        "C:\\Users\\Анна\\AppData\\Local\\Google\\Chrome\\Application\\chrome.exe",
        "C:\\Users\\Анна\\AppData\\Local\\Chromium\\Application\\chrome.exe",
        "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
    ],
)
def test_windows_browsers_of_all_and_of_one_user_are_looked_for(place: str) -> None:
    assert place in usual_places("win32", WINDOWS, "C:\\Users\\Анна")


def test_windows_without_those_variables_has_no_such_places() -> None:
    assert usual_places("win32", {"ProgramFiles": ""}, "C:\\Users\\Анна") == ()


@pytest.mark.parametrize("name", ["Google Chrome", "Chromium", "Microsoft Edge"])
@pytest.mark.parametrize("folder", ["/Applications", "/Users/anna/Applications"])
def test_mac_browsers_of_all_and_of_one_user_are_looked_for(name: str, folder: str) -> None:
    assert f"{folder}/{name}.app/Contents/MacOS/{name}" in usual_places("darwin", {}, "/Users/anna")


@pytest.mark.parametrize(
    "place",
    [
        "/snap/bin/chromium",
        "/var/lib/flatpak/exports/bin/org.chromium.Chromium",
        "/home/anna/.local/share/flatpak/exports/bin/com.google.Chrome",
    ],
)
def test_linux_snaps_and_flatpaks_are_looked_for(place: str) -> None:
    assert place in usual_places("linux", {}, "/home/anna")


@pytest.mark.parametrize(
    ("system", "environ", "folder"),
    [
        ("win32", WINDOWS, "C:\\Users\\Анна\\AppData\\Local\\ms-playwright"),
        ("darwin", {}, "/home/anna/Library/Caches/ms-playwright"),
        ("linux", {}, "/home/anna/.cache/ms-playwright"),
        ("linux", {"XDG_CACHE_HOME": "/scratch"}, "/scratch/ms-playwright"),
        ("linux", {"PLAYWRIGHT_BROWSERS_PATH": "/opt/browsers"}, "/opt/browsers"),
    ],
)
def test_playwrights_own_browsers_are_looked_for_where_it_keeps_them(
    system: str, environ: dict[str, str], folder: str
) -> None:
    assert playwright_folder(system, environ, "/home/anna") == folder


def test_playwrights_folder_beside_its_own_files() -> None:
    folder = playwright_folder("linux", {"PLAYWRIGHT_BROWSERS_PATH": "0"}, "/home/anna")
    assert folder is None or Path(folder).parts[-4:] == ("playwright", "driver", "package", ".local-browsers")


def program(place: Path) -> Path:
    place.parent.mkdir(parents=True)
    place.touch()
    place.chmod(0o755)
    return place


@pytest.mark.skipif(sys.platform != "linux", reason="made-up programs are Linux' here")
def test_path_comes_before_the_usual_places_and_playwrights_own_is_last(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("VOSKHOD2_CHROMIUM", raising=False)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "own"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    usual = tmp_path / "usual" / "chrome"
    monkeypatch.setattr(chromium, "usual_places", lambda *_: (str(usual),))
    with pytest.raises(ToolMissing, match=r"no Chromium was found - install chromium .*VOSKHOD2_CHROMIUM"):
        find_chromium()
    program(tmp_path / "own" / "chromium_headless_shell-2000" / "chrome-linux" / "headless_shell")
    assert find_chromium().name == "headless_shell"
    program(tmp_path / "own" / "chromium-999" / "chrome-linux" / "chrome")
    newest = program(tmp_path / "own" / "chromium-1255" / "chrome-linux64" / "chrome")
    assert find_chromium() == newest
    program(usual)
    assert find_chromium() == usual
    on_path = program(tmp_path / "bin" / "microsoft-edge")
    assert find_chromium() == on_path


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_remedies_and_flags_are_the_systems_own(system: str) -> None:
    said = how_to_get(system) + how_to_draw(system)
    assert not any(word in said for word in ("Mesa", "apt", "package manager"))
    flags = [flag for trial in trials_on(system) for flag in trial.flags]
    assert not any("egl" in flag for flag in flags)
    assert [trial.name for trial in trials_on(system)] == ["system", "swiftshader"]


def test_linux_is_told_of_mesa_and_tries_llvmpipe() -> None:
    assert "Mesa" in how_to_draw("linux")
    assert [trial.name for trial in trials_on("linux")] == ["system", "llvmpipe", "swiftshader"]
