"""`play`, `record`, `still`, `doctor`: what the command line asks of the rooms behind it, and the exit codes."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import Result

import viz.film
import viz.player
from viz.cli.progress import Lines
from viz.errors import InvalidFile, Problem, ToolMissing, UsageError, VizError
from viz.film import Check, FilmRequest, Progress, StillRequest

Run = Callable[..., Result]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """What the film and player rooms were asked for."""
    seen = SimpleNamespace(film=None, still=None, play=None, estimate=None)

    def record(request: FilmRequest, progress: Any = None) -> SimpleNamespace:
        seen.film = request
        progress(Progress(done=1, total=2, seconds_left=3.0, stage="drawing"))
        return SimpleNamespace(output=request.output, line=f"{request.output}: fine")

    def estimate(request: FilmRequest) -> SimpleNamespace:
        seen.estimate = request
        return SimpleNamespace(line="a.mp4: 2 frames, about 3 s to draw")

    def still(request: StillRequest) -> Path:
        seen.still = request
        return request.output

    def play(setup: Any) -> None:
        seen.play = asdict(setup)
        setup.announce("http://127.0.0.1:1/")

    monkeypatch.setattr(viz.film, "record", record)
    monkeypatch.setattr(viz.film, "still", still)
    monkeypatch.setattr(viz.film, "estimate", estimate)
    monkeypatch.setattr(viz.player, "play", play)
    return seen


@pytest.mark.parametrize("args", [(), ("play",)])
def test_without_a_command_it_plays(run: Run, asked: SimpleNamespace, args: tuple[str, ...]) -> None:
    result = run(*args)
    assert result.exit_code == 0, result.stderr
    assert (asked.play["mission"], asked.play["at"], asked.play["language"]) == ("voskhod2", None, "en")
    assert (asked.play["rate"], asked.play["camera"], asked.play["port"]) == (1.0, "auto", None)
    assert asked.play["quality"] == "auto"
    assert asked.play["open_browser"] is True
    assert (result.stdout, result.stderr) == ("", "http://127.0.0.1:1/\n")


@pytest.mark.parametrize("command", [(), ("play",)])
def test_the_options_of_play_work_with_and_without_its_name(
    run: Run, asked: SimpleNamespace, command: tuple[str, ...]
) -> None:
    result = run(
        *command,
        *("--at", "eva.exit", "--lang", "hi", "--rate", "-10", "--camera", "eyes", "--port", "8123", "--no-open"),
        *("--mission", "voskhod2", "--quality", "full"),
    )
    assert result.exit_code == 0, result.stderr
    assert {
        key: asked.play[key] for key in ("at", "language", "rate", "camera", "port", "open_browser", "quality")
    } == {
        "at": "eva.exit",
        "language": "hi",
        "rate": -10.0,
        "camera": "eyes",
        "port": 8123,
        "open_browser": False,
        "quality": "full",
    }


def test_record_asks_for_exactly_what_was_written(
    run: Run, asked: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    result = run(
        *("record", "-o", "a.mp4", "--from", "eva.exit-10s", "--seconds", "2.5", "--rate", "1/3", "--fps", "29.97"),
        *("--size", "1920x1080", "--camera", "s97", "--lang", "ru", "--subtitles", "burn", "--workers", "3"),
        *("--scheduler", "tcp://10.0.0.1:8786", "--resume", "--force", "--mission", "voskhod2", "--hashes"),
        *("--quality", "full"),
    )
    assert result.exit_code == 0, result.stderr
    assert asked.film == FilmRequest(
        output=Path("a.mp4"),
        mission="voskhod2",
        start="eva.exit-10s",
        stop=None,
        seconds=Fraction(5, 2),
        rate=Fraction(1, 3),
        fps=Fraction(30000, 1001),
        width=1920,
        height=1080,
        camera="s97",
        language="ru",
        subtitles="burn",
        force=True,
        resume=True,
        workers=3,
        scheduler="tcp://10.0.0.1:8786",
        hashes=True,
        quality="full",
        forecast=True,
    )
    assert result.stdout == "a.mp4\n"
    # lines and no progress bar: this is not a terminal
    assert result.stderr == "drawing: 1 of 2 frames (50 %), about 3 s left\na.mp4: fine\n"


def test_an_estimate_is_data_and_makes_no_film(run: Run, asked: SimpleNamespace) -> None:
    result = run("record", "-o", "a.mp4", "--recipe", "teaser-90s", "--estimate")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "a.mp4: 2 frames, about 3 s to draw\n"
    assert asked.film is None
    assert asked.estimate == FilmRequest(output=Path("a.mp4"), recipe="teaser-90s")


def test_away_from_a_terminal_a_line_comes_for_each_stage_each_twentieth_and_each_minute() -> None:
    said: list[str] = []
    now = [0.0]
    lines = Lines(said.append, lambda: now[0])
    for stage in ("opening", "opening"):
        lines(Progress(0, 0, None, stage))
    for done in range(0, 301):
        lines(Progress(done, 1000, 10_000.0, "drawing"))
    assert [line.partition(" (")[0] for line in said] == [
        "opening",
        *(f"drawing: {done} of 1000 frames" for done in range(0, 301, 50)),
    ]
    now[0] = 59.0
    lines(Progress(301, 1000, None, "drawing"))
    assert said[-1] == "drawing: 300 of 1000 frames (30 %), about 2 h 47 min left"
    now[0] = 60.0
    lines(Progress(301, 1000, None, "drawing"))
    lines(Progress(301, 1000, None, "drawing"))
    lines(Progress(1000, 1000, None, "checking"))
    assert said[-2:] == ["drawing: 301 of 1000 frames (30 %)", "checking"]


def test_record_from_to(run: Run, asked: SimpleNamespace) -> None:
    assert run("record", "-o", "a.mp4", "--from", "T+00:00:10", "--to", "T+00:00:20").exit_code == 0
    assert (asked.film.start, asked.film.stop, asked.film.seconds) == ("T+00:00:10", "T+00:00:20", None)
    assert (asked.film.rate, asked.film.fps, asked.film.subtitles) == (1, 30, "tracks")
    assert not asked.film.force
    assert not asked.film.resume


def test_still_asks_for_exactly_what_was_written(run: Run, asked: SimpleNamespace) -> None:
    result = run("still", "-o", "a.png", "--at", "eva.exit", "--size", "320x180", "--lang", "hi", "--camera", "eyes",
                 "--quality", "light")  # fmt: skip
    assert result.exit_code == 0, result.stderr
    assert asked.still == StillRequest(
        output=Path("a.png"),
        mission="voskhod2",
        at="eva.exit",
        width=320,
        height=180,
        camera="eyes",
        language="hi",
        force=False,
        quality="light",
    )
    assert result.stdout == "a.png\n"


RECORD = ("record", "-o", "a.mp4")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("record",), "--output"),
        (("still", "-o", "a.png"), "--at"),
        ((*RECORD, "--to", "eva.exit", "--seconds", "3"), "leave one of them out"),
        ((*RECORD, "--size", "big"), "is not a size; write width x height"),
        ((*RECORD, "--size", "1920"), "is not a size"),
        ((*RECORD, "--size", "0x10"), "out of range"),
        ((*RECORD, "--size", "-1x10"), "is not a size"),
        ((*RECORD, "--size", "99999x10"), "out of range"),
        ((*RECORD, "--size", "1920x1080x3"), "is not a size"),
        ((*RECORD, "--rate", "0"), "cannot be zero"),
        ((*RECORD, "--rate", "0/5"), "cannot be zero"),
        ((*RECORD, "--rate", "-1"), "is negative"),
        ((*RECORD, "--rate", "nan"), "is not a number"),
        ((*RECORD, "--rate", "inf"), "is not a number"),
        ((*RECORD, "--rate", "1e999999999"), "is not a number"),
        ((*RECORD, "--fps", "0"), "cannot be zero"),
        ((*RECORD, "--fps", "-30"), "is negative"),
        ((*RECORD, "--fps", "1000"), "at most 240"),
        ((*RECORD, "--fps", "30/0"), "divides by zero"),
        ((*RECORD, "--fps", "fast"), "is not a number"),
        ((*RECORD, "--seconds", "0"), "cannot be zero"),
        ((*RECORD, "--seconds", "-2"), "is negative"),
        ((*RECORD, "--workers", "0"), "--workers"),
        ((*RECORD, "--subtitles", "some"), "'none', 'tracks', 'burn'"),
        ((*RECORD, "--lang", "de"), "'en', 'ru', 'hi'"),
        ((*RECORD, "--quality", "best"), "'light', 'full', 'auto'"),
        (("--quality", "best"), "'light', 'full', 'auto'"),
        (("--rate", "0"), "cannot be zero"),
        (("--rate", "nan"), "is not a number"),
        (("--port", "99999"), "--port"),
        (("--nonsense",), "--nonsense"),
        (("nonsense",), "nonsense"),
        (("play", "extra"), "extra"),
    ],
)
def test_a_request_that_makes_no_sense_is_exit_2(
    run: Run, asked: SimpleNamespace, args: tuple[str, ...], said: str
) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert (asked.film, asked.still, asked.play) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "fps"),
    [
        ("30", Fraction(30)),
        ("29.97", Fraction(30000, 1001)),
        ("23.976", Fraction(24000, 1001)),
        ("59.94", Fraction(60000, 1001)),
        ("30000/1001", Fraction(30000, 1001)),
        ("12.5", Fraction(25, 2)),
        (".5", Fraction(1, 2)),
    ],
)
def test_frames_per_second_are_exact(run: Run, asked: SimpleNamespace, text: str, fps: Fraction) -> None:
    assert run(*RECORD, "--fps", text).exit_code == 0
    assert asked.film.fps == fps


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (VizError("it failed"), 1),
        (UsageError("no such camera"), 2),
        (InvalidFile("mission.toml", [Problem("event[4].utc", "is missing", "add it")]), 3),
        (ToolMissing("no Chromium"), 4),
        (KeyboardInterrupt(), 130),
        (RuntimeError("a bug\nof ours"), 1),
        (PermissionError(13, "Permission denied", "/film.mp4"), 1),
    ],
)
def test_each_failure_has_its_exit_code_and_one_message(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int
) -> None:
    def fail(request: FilmRequest, progress: Any = None) -> None:
        raise error

    monkeypatch.delenv("VOSKHOD2_DEBUG", raising=False)
    monkeypatch.setattr(viz.film, "record", fail)
    result = run(*RECORD)
    assert (result.exit_code, result.stdout) == (code, "")
    assert "Traceback" not in result.stderr
    last = result.stderr.splitlines()[-1]
    match error:
        case InvalidFile():
            assert last == "  event[4].utc: is missing - add it"
        case VizError():
            assert last == f"voskhod2: {error}"
        case KeyboardInterrupt():
            assert "--resume" in result.stderr
        case PermissionError():
            assert "/film.mp4: Permission denied" in last
        case _:
            assert "RuntimeError: a bug of ours" in last
            assert "please report it" in last


def test_a_debugging_run_shows_the_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(request: FilmRequest, progress: Any = None) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(viz.film, "record", fail)
    monkeypatch.setenv("VOSKHOD2_DEBUG", "1")
    result = run(*RECORD)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Traceback (most recent call last)" in result.stderr
    assert "RuntimeError: a bug" in result.stderr


SLOW_RECORD = """
import sys, types
import viz.film
from viz.film import Progress

def record(request, progress):
    progress(Progress(done=1, total=2, seconds_left=3.0, stage="drawing"))
    return types.SimpleNamespace(output=request.output, line="done")

viz.film.record = record
from viz.cli import main
main(["record", "-o", "a.mp4"])
"""


@pytest.mark.parametrize("no_colour", ["", "1"])
def test_a_terminal_gets_a_progress_bar_and_colour_only_if_wanted(no_colour: str) -> None:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "NO_COLOR": no_colour, "COLUMNS": "100"}
    with subprocess.Popen(
        [sys.executable, "-c", SLOW_RECORD], stdout=subprocess.PIPE, stderr=theirs, env=environment
    ) as process:
        os.close(theirs)
        assert process.stdout is not None
        assert process.stdout.read() == b"a.mp4\n"
        shown = b"".join(iter(lambda: _read(ours), b""))
    os.close(ours)
    assert process.returncode == 0
    assert b"drawing" in shown
    assert b"1/2" in shown
    coloured = re.search(rb"\x1b\[[0-9;]*3[0-9][;0-9]*m", shown) is not None
    assert coloured == (not no_colour)


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other side has gone
        return b""


def test_doctor_is_content_or_says_what_is_missing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    well = Check("ffmpeg", True, "version 7", "")
    monkeypatch.setattr(viz.film, "doctor", lambda: (well,))
    result = run("doctor")
    assert (result.exit_code, result.stdout) == (0, "ok  ffmpeg: version 7\n")
    monkeypatch.setattr(viz.film, "doctor", lambda: (well, Check("Chromium", False, "not found", "install it")))
    result = run("doctor")
    assert result.exit_code == 4
    assert result.stdout.splitlines()[1:] == ["NO  Chromium: not found", "      install it"]
    assert "Chromium" in result.stderr
