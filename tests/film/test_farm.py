"""Worker processes: what they may import, what they say, and how they end."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from film_fake import open_fake
from hypothesis import given
from hypothesis import strategies as st
from processes import children_of

from viz.errors import VizError
from viz.film.apart import find_on_path, module_command, module_path, words_for
from viz.film.farm import Farm, Job, understood
from viz.film.plan import FilmPlan, plan_film
from viz.film.record import record_show
from viz.film.request import FilmRequest, Progress

RUN_BY_CHANCE = ("json", "queue", "numpy", "fractions", "typing", "sitecustomize", "usercustomize")


def request_for(output: Path, seconds: int) -> FilmRequest:
    return FilmRequest(
        output, start="eva.exit", seconds=Fraction(seconds), width=128, height=72, workers=2, quality="light"
    )


@pytest.fixture
def booby_trapped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder whose modules print, and write a file, when they are run."""
    folder = tmp_path / "colon: and space"
    folder.mkdir()
    for name in RUN_BY_CHANCE:
        trap = f"import os; print('garbage'); os.close(os.open({str(tmp_path / name)!r} + '.run', os.O_CREAT))\n"
        (folder / f"{name}.py").write_text(trap)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PYTHONPATH", os.pathsep + "relative")
    monkeypatch.setattr(sys, "path", ["", str(folder), *sys.path])
    return folder


@pytest.mark.usefixtures("tools")
def test_nothing_in_the_working_folder_is_run_by_workers(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, booby_trapped: Path
) -> None:
    monkeypatch.setattr("viz.film.farm.os.cpu_count", lambda: 2)
    report = record_show(request_for(Path("film.mp4"), 5), open_fake)
    assert report.frames == 150
    assert list(tmp_path.glob("*.run")) == []


def test_an_isolated_process_finds_what_this_one_finds(tmp_path: Path) -> None:
    here, site = tmp_path / "here", tmp_path / "a:b"
    given_path = ["", str(here), "relative", str(site)]
    home = tmp_path / "home"
    assert module_path(given_path, home=home, folder=here) == [str(Path("relative").absolute()), str(site), str(home)]
    assert module_path(given_path, home=here, folder=here)[:1] == [str(here)], "the program itself stays"
    assert module_path([str(home)], home=home, folder=here) == [str(home)]
    command = module_command("viz.film.worker")
    assert command[:2] == [sys.executable, "-I"]
    assert "" not in command


@pytest.mark.skipif(os.name == "nt", reason="a script is no program there")
def test_a_program_in_the_working_folder_is_not_the_one_on_the_path(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for folder in (tmp_path, tmp_path / "bin"):
        folder.mkdir(exist_ok=True)
        (folder / "ffmpeg").write_text("#!/bin/sh\n")
        (folder / "ffmpeg").chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", "nowhere"]))
    assert find_on_path("ffmpeg") is None
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", str(tmp_path / "bin")]))
    assert find_on_path("ffmpeg") == str(tmp_path / "bin" / "ffmpeg")


@given(st.binary() | st.sampled_from([b"{}", b"[]", b"1", b'{"frames": "3"}', b'{"frames": true}', b'{"part": null}']))
def test_what_is_no_report_is_no_report(line: bytes) -> None:
    assert understood(line) is None


STAND_IN = """
import sys
print("a library says hello", flush=True)
print("half a line", end="", flush=True)
print()
print('{"renderer": "crayon", "codec": "avc1"}', flush=True)
sys.stdin.readline()
for line in sys.stdin:
    print("[]\\n", '{"frames": 7}', "\\nnull\\n", '{"part": ' + line.strip() + '}', flush=True)
"""

CHATTERBOX = "print('not json'); print('{')"


def small_plan(output: Path) -> FilmPlan:
    wanted = request_for(output, 20)
    return plan_film(
        wanted, when=lambda _: 0.0, flight_range_s=(0.0, 100.0), mission_id="m", files_digest="d", version="1"
    )


@pytest.fixture
def hire(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], Farm]:
    """Return two workers that run a program of the test's."""

    def hire(program: str) -> Farm:
        monkeypatch.setattr("viz.film.farm.module_command", lambda _: [sys.executable, "-I", "-c", program])
        return Farm(Job(small_plan(tmp_path / "a.mp4"), "m", "film_fake:open_fake"), 2)

    return hire


def test_what_libraries_print_is_passed_over(hire: Callable[[str], Farm]) -> None:
    farm = hire(STAND_IN)
    told: list[int] = []
    try:
        farm.open()
        assert farm.opened.renderer == "crayon"
        assert sorted(farm.draw([0, 1, 2, 3], told.append)) == [0, 1, 2, 3]
    finally:
        farm.close()
    assert told == [7, 7, 7, 7]


def test_a_worker_that_only_chatters_is_lost(hire: Callable[[str], Farm]) -> None:
    farm = hire(CHATTERBOX)
    try:
        with pytest.raises(VizError, match="a worker process ended by itself: exit code 0 - try --workers 1"):
            farm.open()
    finally:
        farm.close()


@pytest.mark.usefixtures("tools")
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no list of processes here")
def test_workers_end_with_their_browsers_though_no_signal_is_sent(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As on Windows, where a signal is a kill; in the middle of a segment that would take minutes."""
    ends: list[str | int] = []

    def watched(name: str) -> None:
        real = getattr(subprocess.Popen, name)

        def call(self: subprocess.Popen[bytes], *args: object, **named: object) -> object:
            done = real(self, *args, **named)
            if "viz.film.worker" in str(self.args):
                ends.append(done if name == "wait" else name)
            return done

        monkeypatch.setattr(subprocess.Popen, name, call)

    def interrupt(progress: Progress) -> None:
        if progress.stage == "drawing" and progress.done:
            raise KeyboardInterrupt

    def profiles() -> set[Path]:
        return set(Path(tempfile.gettempdir()).glob("voskhod2-browser-*"))

    before = profiles()
    for name in ("wait", "terminate", "kill"):
        watched(name)
    monkeypatch.setattr("viz.film.farm.os.cpu_count", lambda: 2)
    with pytest.raises(KeyboardInterrupt):
        record_show(request_for(tmp_path / "film.mp4", 600), open_fake, interrupt)
    assert set(ends) == {0}
    assert [command for command in children_of(os.getpid()).values() if "viz.film.worker" in command] == []
    assert profiles() <= before, "browsers of other tests may be open, but none of these workers'"


def test_words_without_letters_in_the_systems_settings_are_given_as_utf_8(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsencode", lambda word: word.encode("ascii", "surrogateescape"))
    assert words_for(["-metadata", "title=Выход", Path("a\udcff.mp4")]) == [
        "-metadata", "title=Выход".encode(), "a\udcff.mp4",
    ]  # fmt: skip
