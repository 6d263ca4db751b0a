"""A film is drawn in one quality from end to end, whoever draws it, and says in which."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from film_fake import BRIDGE, FakeShow, open_fake
from PIL import Image

from viz.errors import UsageError, VizError
from viz.film.companions import read_hashes
from viz.film.doctor import _quality
from viz.film.encode import find_ffmpeg
from viz.film.names import beside, parts_folder
from viz.film.parts import kept_quality
from viz.film.record import plan_show, record_show
from viz.film.request import FilmRequest, Progress, SheetRequest, StillRequest
from viz.film.stills import sheet_show, still_show
from viz.film.tracks import command
from viz.film.verify import _metadata, verify_file
from viz.stage.quality import QUALITY_WISHES, read_wish, suited

LLVMPIPE = "ANGLE (Mesa, llvmpipe (LLVM 19.1.7, 256 bits), OpenGL ES 3.2)"
CARD = "ANGLE (NVIDIA Corporation, NVIDIA GeForce RTX 3060/PCIe/SSE2, OpenGL ES 3.2)"
WIDTH, HEIGHT = 120, 80
IN_A_SEGMENT, FRAMES = 20, 40


def request_for(output: Path, **changes: object) -> FilmRequest:
    usual = FilmRequest(
        output, start="eva.exit", seconds=Fraction(8), fps=Fraction(5), width=WIDTH, height=HEIGHT, subtitles="none",
        hashes=True,
    )  # fmt: skip
    return replace(usual, **changes)  # type: ignore[arg-type]


def film(output: Path, tell: Callable[[Progress], None] | None = None, **changes: object) -> list[str]:
    """Record a film of the stand-in and return its frames' hashes."""
    assert record_show(request_for(output, **changes), open_fake, tell).output == output
    return list(read_hashes(output))


@pytest.fixture
def renderer(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return what says with which renderer browsers here draw; an empty one fails a test that asks."""

    def name(told: str) -> None:
        def ask() -> str:
            assert told, "the browser is asked though it is known"
            return told

        monkeypatch.setattr("viz.film.quality.renderer_here", ask)

    name("")
    return name


def stop(progress: Progress) -> None:
    if progress.done >= IN_A_SEGMENT:
        raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("told", "quality"),
    [
        (LLVMPIPE, "light"),
        ("ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)", "light"),
        ("ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0, D3D11)", "light"),
        ("Apple Software Renderer", "light"),
        (CARD, "full"),
        ("ANGLE (Apple, ANGLE Metal Renderer: Apple M2, Unspecified Version)", "full"),
        ("", "light"),
        ("ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL ES 3.2)", "full"),
    ],
)
def test_what_suits_a_renderer(told: str, quality: str) -> None:
    assert suited(told) == quality


def test_the_page_takes_the_same_renderers_for_software() -> None:
    """The player's page chooses by itself, by the browser it is open in."""
    bridge = (Path(__file__).parents[2] / "viz/stage/web/bridge.js").read_text(encoding="utf-8")
    (words,) = re.findall(r"/([a-z |]*swiftshader[a-z |]*)/i", bridge)
    assert all(suited(word.title()) == "light" for word in words.split("|"))
    for name in ("llvmpipe", "swiftshader", "softpipe", "software", "basic render"):
        assert name in words.split("|")


def test_a_quality_there_is_not_is_refused(tmp_path: Path) -> None:
    assert QUALITY_WISHES == ("light", "full", "auto")
    with pytest.raises(UsageError, match="quality 'finest': must be one of light, full, auto"):
        read_wish("finest")
    for make in (
        lambda: record_show(request_for(tmp_path / "film", quality="finest"), open_fake),
        lambda: still_show(StillRequest(tmp_path / "still.png", at="eva.exit", quality="finest"), open_fake),
        lambda: sheet_show(SheetRequest(tmp_path / "sheet.png", quality="finest"), open_fake),
    ):
        with pytest.raises(UsageError, match="quality 'finest'"):
            make()


@pytest.mark.parametrize(("told", "quality"), [(LLVMPIPE, "light"), (CARD, "full")])
def test_the_plan_knows_what_auto_came_to(
    tmp_path: Path, renderer: Callable[[str], None], told: str, quality: str
) -> None:
    named = plan_show(request_for(tmp_path / "film.mp4", quality=quality), FakeShow())
    renderer(told)
    found = plan_show(request_for(tmp_path / "film.mp4"), FakeShow())
    assert found == named
    assert found.quality == quality
    assert f"--quality {quality}" in command(found)


def test_two_qualities_are_two_films(tmp_path: Path, renderer: object) -> None:
    light, full = (
        plan_show(request_for(tmp_path / "film.mp4", quality=quality), FakeShow()) for quality in ("light", "full")
    )
    assert light.digest != full.digest


@pytest.mark.usefixtures("painted")
def test_a_film_goes_on_in_the_quality_it_was_begun_in(tmp_path: Path, renderer: Callable[[str], None]) -> None:
    """Begun by a graphics card, gone on with where there is none: its frames must be of one kind."""
    output = tmp_path / "film.mp4"
    renderer(CARD)
    with pytest.raises(KeyboardInterrupt):
        film(output, stop)
    note = json.loads((parts_folder(output) / "note.json").read_text(encoding="utf-8"))
    assert (note["quality"], note["options"]["--quality"], kept_quality(output)) == ("full", "full", "full")
    renderer("")
    with pytest.raises(UsageError, match=r"of another film \(--quality full, now light\) - .* with those options"):
        film(output, quality="light", resume=True)
    told: list[Progress] = []
    film(output, told.append, resume=True)
    assert next(progress.done for progress in told if progress.stage == "drawing") == IN_A_SEGMENT
    assert "full quality" in verify_file(output)
    assert kept_quality(output) is None


@pytest.mark.usefixtures("painted")
def test_parts_that_do_not_say_their_quality_are_not_gone_on_from(
    tmp_path: Path, renderer: Callable[[str], None]
) -> None:
    """As an earlier version left them."""
    output = tmp_path / "film.mp4"
    with pytest.raises(KeyboardInterrupt):
        film(output, stop, quality="light")
    place = parts_folder(output) / "note.json"
    note = json.loads(place.read_text(encoding="utf-8"))
    del note["quality"], note["options"]["--quality"]
    place.write_text(json.dumps({**note, "digest": "of another form"}), encoding="utf-8")
    renderer(LLVMPIPE)
    with pytest.raises(UsageError, match=r"of another film \(--quality not given, now light\)"):
        film(output, resume=True)


@pytest.mark.usefixtures("painted")
def test_a_film_says_its_quality_and_one_of_earlier_versions_need_not(tmp_path: Path) -> None:
    output, old, other = (tmp_path / f"{name}.mp4" for name in ("film", "old", "other"))
    film(output, quality="full")
    assert "; full quality; " in verify_file(output)
    comment = _metadata(output).comment
    assert " | quality full | " in comment
    for file, changed in ((old, comment.replace(" | quality full", "")), (other, comment + " or so")):
        again = ["-map", "0", "-c", "copy", "-metadata", f"comment={changed}", file]
        subprocess.run([find_ffmpeg(), "-v", "error", "-i", output, *again], check=True)
    assert " quality" not in verify_file(old)
    with pytest.raises(VizError, match="does not say what it must hold"):
        verify_file(other)


@pytest.mark.usefixtures("painted")
def test_a_folder_of_pictures_says_its_quality_beside_it(tmp_path: Path) -> None:
    film(tmp_path / "pictures", quality="full")
    assert verify_file(tmp_path / "pictures").endswith("; full quality")
    assert json.loads(beside(tmp_path / "pictures", "json").read_text(encoding="utf-8"))["quality"] == "full"


def is_full(picture: Path) -> bool:
    """Say whether the stand-in's red block is in a picture: `film_fake` draws it in full alone."""
    red, green, _ = np.asarray(Image.open(picture).convert("RGB"))[-2, -2]
    return bool(red > 200 and green < 60)


@pytest.mark.usefixtures("tools")
@pytest.mark.parametrize("quality", ["light", "full"])
def test_one_browser_or_two_and_a_slice_draw_the_same_frames(
    tmp_path: Path, quality: str, monkeypatch: pytest.MonkeyPatch, renderer: Callable[[str], None]
) -> None:
    """The workers are told the quality; each by itself would come to light here."""
    monkeypatch.setattr("viz.film.farm.os.cpu_count", lambda: 2)
    renderer(CARD if quality == "full" else LLVMPIPE)
    whole = film(tmp_path / "whole")
    assert [is_full(tmp_path / "whole" / f"frame_{index:06d}.png") for index in (0, FRAMES - 1)] == [
        quality == "full"
    ] * 2
    assert film(tmp_path / "two", workers=2) == whole
    assert film(tmp_path / "slice", start="5695", seconds=Fraction(4)) == whole[IN_A_SEGMENT:]


@pytest.mark.usefixtures("tools")
def test_stills_and_sheets_are_drawn_as_asked_or_as_suits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def still(quality: str, name: str = "still.png") -> Path:
        wanted = StillRequest(tmp_path / name, at="eva.exit", width=120, height=80, caption=False, quality=quality)
        return still_show(replace(wanted, force=True), open_fake)

    assert [is_full(still(quality)) for quality in ("light", "full")] == [False, True]
    for fitting in ("light", "full"):
        monkeypatch.setattr("viz.film.render.suited", lambda told, fitting=fitting: fitting)
        assert is_full(still("auto")) is (fitting == "full")
    wanted = SheetRequest(tmp_path / "sheet.png", "voskhod2", "eva.exit", "eva.exit", width=120, height=80)
    reds = []
    for quality in ("light", "full"):
        sheet = np.asarray(
            Image.open(sheet_show(replace(wanted, quality=quality, force=True), open_fake)).convert("RGB")
        )
        reds.append(bool(((sheet[..., 0] > 200) & (sheet[..., 1] < 60)).any()))
    assert reds == [False, True]


@pytest.mark.usefixtures("tools")
def test_a_stage_that_cannot_draw_as_planned_is_told(tmp_path: Path) -> None:
    """A film must not say that it was drawn in a quality its renderer has not."""
    poor = BRIDGE.replace("gl, quality,", 'gl, quality: "light",')
    assert poor != BRIDGE
    show = FakeShow(more_files={"bridge.js": poor.encode()})
    with pytest.raises(VizError, match=r"draws no picture in full quality"):
        record_show(request_for(tmp_path / "film", quality="full"), lambda _: show)


@pytest.mark.parametrize(("told", "quality"), [(LLVMPIPE, "light"), (CARD, "full")])
def test_the_doctor_says_which_quality_and_why(told: str, quality: str) -> None:
    check = _quality(told)
    assert check.ok
    assert check.detail.startswith(f"{quality} for films and stills")
    assert told in check.detail
    assert ("the processor draws" in check.detail) is (quality == "light")
