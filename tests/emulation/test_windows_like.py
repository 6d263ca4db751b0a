"""The program's longest ways, in a Python that behaves as Windows' does; see ``windows_like.py``."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from viz.errors import ToolMissing
from viz.film.chromium import CHROMIUM_ENV, find_chromium, import_playwright
from viz.film.encode import find_ffmpeg

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the likeness is made of Linux")

LIKENESS = Path(__file__).with_name("windows_like.py")
ROOT = Path(__file__).parents[2]
PATIENCE_S = 300
FILM = ("--from", "eva.exit", "--seconds", "5", "--fps", "2", "--size", "128x72")  # two segments, of four and one


@pytest.fixture(scope="module")
def chromium() -> str:
    try:
        import_playwright()
        find_ffmpeg()
        return str(find_chromium())
    except ToolMissing as missing:
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(str(missing))
        pytest.skip(str(missing))


def run(folder: Path, *words: str, ansi: str = "cp1251", **more: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program with UTF-8 on its pipes only if it sees to that itself."""
    places = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    told = {"WINDOWS_LIKE_ANSI": ansi, "PYTHONIOENCODING": ansi, "PYTHONUTF8": "0", "PYTHONPATH": places, **more}
    command = [sys.executable, str(LIKENESS), *words]
    return subprocess.run(
        command,
        check=False,
        cwd=folder,
        env={**os.environ, **told},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE_S,
    )


def made(folder: Path, *words: str, **more: str) -> str:
    """Run what should succeed; return its complaints."""
    done = run(folder, *words, **more)
    said = done.stderr.decode()
    assert done.returncode == 0, said
    assert "Traceback" not in said, said
    return said


def assert_film(folder: Path, name: str, **more: str) -> None:
    """The film is whole and checked, with all that stands beside it and nothing else, here or in temporary folders."""
    words = {f"{Path(name).stem}.{language}.{kind}" for language in ("en", "hi", "ru") for kind in ("srt", "vtt")}
    assert {file.name for file in folder.iterdir()} == {name, f"{Path(name).stem}.poster.png", *words}
    made(folder, "verify", name, **more)
    assert not list(Path(tempfile.gettempdir()).glob("voskhod2-*"))


def test_the_doctor_lists_what_is_there_and_what_is_missing(tmp_path: Path) -> None:
    done = run(tmp_path, "doctor", **{CHROMIUM_ENV: "нет-такого"})
    listed = done.stdout.decode()
    assert "NO  Chromium: VOSKHOD2_CHROMIUM names нет-такого" in listed
    assert "ok  ffmpeg" in listed
    assert "ok  assets" in listed
    assert b"Traceback" not in done.stderr


def test_a_still_is_drawn_and_leaves_nothing_behind(tmp_path: Path, chromium: str) -> None:
    made(tmp_path, "still", "-o", "кадр.png", "--at", "eva.exit", "--size", "64x64", **{CHROMIUM_ENV: chromium})
    assert [file.name for file in tmp_path.iterdir()] == ["кадр.png"]
    assert not list(Path(tempfile.gettempdir()).glob("voskhod2-*"))


def test_a_film_in_russian_whose_program_was_killed_goes_on(tmp_path: Path, chromium: str) -> None:
    there = {CHROMIUM_ENV: chromium}
    record = ("record", "-o", "Выход.mp4", "--lang", "ru", *FILM)
    killed = run(tmp_path, *record, **there, WINDOWS_LIKE_KILLED_AFTER=".part")
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert len(list(tmp_path.glob(".*.parts/*.part"))) == 1
    assert "(8 are drawn already)" in made(tmp_path, *record, "--resume", **there)
    assert_film(tmp_path, "Выход.mp4", **there)


def test_a_film_in_hindi_is_drawn_by_workers(tmp_path: Path, chromium: str) -> None:
    there = {CHROMIUM_ENV: chromium, "ansi": "cp1252"}
    made(tmp_path, "record", "-o", "अंतरिक्ष.mp4", "--lang", "hi", "--workers", "2", *FILM, **there)
    assert_film(tmp_path, "अंतरिक्ष.mp4", **there)
