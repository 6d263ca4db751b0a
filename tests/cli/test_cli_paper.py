"""`sheet`, `handout`, `verify` and recipes: what the command line asks of the film room, and what it refuses."""

from __future__ import annotations

import json
import shutil
import struct
import zlib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import Result

import viz.film
from viz.errors import UsageError, VizError
from viz.film import FilmRequest, Progress, SheetRequest, StillRequest
from viz.mission.load import mission_folder

Run = Callable[..., Result]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """What the film room was asked for."""
    seen = SimpleNamespace(film=None, still=None, sheet=None, handout=None, verify=None)

    def record(request: FilmRequest, progress: Callable[[Progress], None]) -> SimpleNamespace:
        seen.film = request
        return SimpleNamespace(output=request.output, line="fine")

    def still(request: StillRequest) -> Path:
        seen.still = request
        return request.output

    def sheet(request: SheetRequest) -> Path:
        seen.sheet = request
        return request.output

    def handout(recipe: str, output: Path, **wishes: Any) -> Path:
        seen.handout = (recipe, output, wishes)
        return output

    def verify(file: Path) -> str:
        seen.verify = file
        return f"{file}: 60 of 60 frames"

    for name, stand_in in (("record", record), ("still", still), ("sheet", sheet), ("handout", handout)):
        monkeypatch.setattr(viz.film, name, stand_in)
    monkeypatch.setattr(viz.film, "verify_file", verify)
    return seen


def test_sheet_asks_for_exactly_what_was_written(run: Run, asked: SimpleNamespace) -> None:
    result = run(
        *("sheet", "-o", "walk.png", "--from", "eva.exit", "--to", "eva.ingress", "--every", "1.5m", "--size"),
        *("320x180", "--columns", "4", "--camera", "chase", "--lang", "hi", "--force", "--mission", "voskhod2"),
    )
    assert result.exit_code == 0, result.stderr
    assert asked.sheet == SheetRequest(
        output=Path("walk.png"),
        mission="voskhod2",
        start="eva.exit",
        stop="eva.ingress",
        every_s=Fraction(90),
        width=320,
        height=180,
        columns=4,
        camera="chase",
        language="hi",
        force=True,
    )
    assert (result.stdout, result.stderr) == ("walk.png\n", "")


def test_a_sheet_is_small_pictures_every_half_minute_unless_told_otherwise(run: Run, asked: SimpleNamespace) -> None:
    assert run("sheet", "-o", "walk.png", "--from", "eva.exit", "--to", "eva.ingress").exit_code == 0
    assert asked.sheet == SheetRequest(
        output=Path("walk.png"), start="eva.exit", stop="eva.ingress", every_s=Fraction(30), width=480, height=270
    )


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("30s", 30), ("30", 30), ("5m", 300), ("5 min", 300), ("1h", 3600), ("250ms", Fraction(1, 4)), ("0.5s", "1/2")],
)
def test_a_step_is_exact(run: Run, asked: SimpleNamespace, text: str, seconds: Any) -> None:
    result = run("sheet", "-o", "a.png", "--from", "eva.exit", "--to", "eva.ingress", "--every", text)
    assert result.exit_code == 0, result.stderr
    assert asked.sheet.every_s == Fraction(seconds)


def test_handout_asks_for_exactly_what_was_written(run: Run, asked: SimpleNamespace) -> None:
    result = run("handout", "--recipe", "spacewalk", "-o", "paper", "--size", "640x360", "--lang", "ru", "--force")
    assert result.exit_code == 0, result.stderr
    recipe, output, wishes = asked.handout
    assert (recipe, output) == ("spacewalk", Path("paper"))
    usual = {"mission": "voskhod2", "language": "ru", "size": (640, 360), "force": True}
    assert wishes == {**usual, "quality": "auto"}
    assert run("handout", "--recipe", "spacewalk", "-o", "paper", "--quality", "full").exit_code == 0
    assert asked.handout[2]["quality"] == "full"
    assert (result.stdout, result.stderr) == ("paper\n", "")


def test_verify_prints_the_finding_as_data(run: Run, asked: SimpleNamespace) -> None:
    result = run("verify", "exit.mp4")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "exit.mp4: 60 of 60 frames\n", "")
    assert asked.verify == Path("exit.mp4")


@pytest.mark.parametrize(("error", "code"), [(UsageError("there is no such film"), 2), (VizError("59 of 60"), 1)])
def test_a_film_that_is_not_what_it_says_is_a_failure(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: VizError, code: int
) -> None:
    def fail(file: Path) -> str:
        raise error

    monkeypatch.setattr(viz.film, "verify_file", fail)
    result = run("verify", "exit.mp4")
    assert (result.exit_code, result.stdout, result.stderr) == (code, "", f"voskhod2: {error}\n")


def test_a_still_may_go_without_its_caption_and_with_its_sources(run: Run, asked: SimpleNamespace) -> None:
    result = run("still", "-o", "a.png", "--at", "eva.exit", "--no-caption", "--source", "--force")
    assert result.exit_code == 0, result.stderr
    assert asked.still == StillRequest(Path("a.png"), at="eva.exit", caption=False, source=True, force=True)


def test_a_recipe_leaves_times_rates_and_cameras_to_itself(run: Run, asked: SimpleNamespace) -> None:
    result = run(
        "record", "-o", "a.mp4", "--recipe", "teaser-90s", "--fps", "24", "--lang", "hi", "--subtitles", "burn"
    )
    assert result.exit_code == 0, result.stderr
    assert asked.film == FilmRequest(
        Path("a.mp4"), recipe="teaser-90s", fps=Fraction(24), language="hi", subtitles="burn", forecast=True
    )


RECIPE = ("record", "-o", "a.mp4", "--recipe", "teaser-90s")
SHEET = ("sheet", "-o", "a.png", "--from", "eva.exit", "--to", "eva.ingress")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((*RECIPE, "--from", "eva.exit"), "leave --from out"),
        ((*RECIPE, "--rate", "1", "--camera", "auto"), "leave --rate and --camera out"),
        ((*RECIPE, "--to", "eva.exit"), "leave --to out"),
        ((*RECIPE, "--seconds", "3"), "leave --seconds out"),
        (("sheet", "-o", "a.png", "--from", "eva.exit"), "--to"),
        (("sheet", "--from", "eva.exit", "--to", "eva.ingress"), "--output"),
        ((*SHEET, "--every", "soon"), "is not a length of time; write it as 30s, 5m or 1h"),
        ((*SHEET, "--every", "0s"), "cannot be zero"),
        ((*SHEET, "--every", "-3s"), "is not a length of time"),
        ((*SHEET, "--every", "1.2.3s"), "is not a number"),
        ((*SHEET, "--columns", "0"), "--columns"),
        ((*SHEET, "--size", "63x480"), "out of range"),
        ((*SHEET, "--lang", "de"), "'en', 'ru', 'hi'"),
        (("handout", "-o", "paper"), "--recipe"),
        (("handout", "--recipe", "spacewalk"), "--output"),
        (("handout", "--recipe", "spacewalk", "-o", "paper", "--camera", "chase"), "--camera"),
        (("verify",), "FILE"),
        (("verify", "a.mp4", "b.mp4"), "b.mp4"),
    ],
)
def test_what_makes_no_sense_is_exit_2(run: Run, asked: SimpleNamespace, args: tuple[str, ...], said: str) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert not any(vars(asked).values())


def test_verify_needs_no_browser_and_names_the_pictures_that_are_missing(run: Run, tmp_path: Path) -> None:
    """The real check of a folder of pictures, from the note beside it."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    for index in range(3):
        (folder / f"frame_{index:06d}.png").write_bytes(blank_png(64, 64))
    origin = "voskhod2 record | frames 3 | fps 30 | size 64x64 | subtitles none"
    (tmp_path / "pictures.json").write_text(json.dumps({"comment": origin}), encoding="utf-8")
    result = run("verify", str(folder))
    assert (result.exit_code, result.stdout) == (0, f"{folder}: 3 of 3 pictures; 64x64 pixels\n")
    (folder / "frame_000001.png").unlink()
    result = run("verify", str(folder))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "frames: 2 of 3 pictures" in result.stderr


def blank_png(width: int, height: int) -> bytes:
    """Return a black picture as a PNG file, by the format's own description (ISO/IEC 15948)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width + 1) * height))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_check_names_the_place_of_what_is_wrong_in_a_recipe(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "mission"
    shutil.copytree(mission_folder("voskhod2"), folder)
    recipe = folder / "recipes" / "teaser-90s.toml"
    recipe.write_text(recipe.read_text(encoding="utf-8").replace('camera = "chase"', 'camera = "drone"'), "utf-8")
    result = run("check", str(folder))
    assert (result.exit_code, result.stdout) == (3, "")
    assert f"{recipe} is not usable (1 problem):" in result.stderr
    assert 'part[3].camera: there is no camera "drone"' in result.stderr
