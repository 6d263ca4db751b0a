"""A GPU that is lost costs time, never a picture: what was not drawn is drawn again, or the film is given up.

The GPU's process is killed from within the drawing of a frame, where the page cannot yet know of it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from film_fake import FakeShow
from processes import kill

from viz.errors import VizError
from viz.film.record import record_show
from viz.film.request import FilmRequest, SheetRequest, StillRequest
from viz.film.stills import sheet_show, still_show

pytestmark = pytest.mark.usefixtures("tools")

killing = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="nothing to wait for processes of others with")

ASK = 'const ask = new XMLHttpRequest(); ask.open("GET", "scene/deadly", false); ask.send();'
"""The page waits for the answer within the drawing."""


class Deadly(type(Path())):  # type: ignore[misc]  # the class a Path has on this system
    """A file of the page that kills the GPU's process of our browser the first time it is asked for."""

    killed: list[int]

    def read_bytes(self) -> bytes:
        if not self.killed:
            self.killed += kill(("--type=gpu-process",), gone=True)
        return b""


def deadly_show(at: int) -> tuple[FakeShow, list[int]]:
    deadly = Deadly("deadly")
    deadly.killed = []
    return FakeShow(mishap_at=at, mishap=ASK, more_files={"deadly": deadly}), deadly.killed


def film(output: Path, show: FakeShow) -> list[bytes]:
    wanted = FilmRequest(
        output, start="eva.exit", seconds=Fraction(1), width=128, height=72, hashes=True, quality="light"
    )
    record_show(wanted, lambda _: show)
    return [output.read_bytes(), output.with_name(f"{output.name}.sha256.txt").read_bytes()]


def still(output: Path, show: FakeShow) -> list[bytes]:
    wanted = StillRequest(output, at="eva.exit", width=300, height=200)
    return [still_show(wanted, lambda _: show, 150).read_bytes()]


def sheet(output: Path, show: FakeShow) -> list[bytes]:
    wanted = SheetRequest(
        output, start="eva.exit", stop="5694", every_s=Fraction(1), width=128, height=72, language="hi"
    )
    return [sheet_show(wanted, lambda _: show).read_bytes()]


@killing
@pytest.mark.parametrize(
    ("make", "name", "last"),
    [
        (film, "film.mp4", 29),
        (film, "film.webm", 28),
        (film, "film.mkv", 29),
        (still, "a.png", 0),
        (sheet, "b.png", 90),
    ],
)
def test_what_comes_out_is_the_same_when_the_gpu_is_killed_at_the_end(
    tmp_path: Path, make: Callable[[Path, FakeShow], list[bytes]], name: str, last: int
) -> None:
    (tmp_path / "whole").mkdir()
    undisturbed = make(tmp_path / "whole" / name, FakeShow())
    show, killed = deadly_show(last)
    assert make(tmp_path / name, show) == undisturbed
    assert killed, "no GPU process was found to kill"


@pytest.mark.parametrize(
    ("make", "name", "mishap"),
    [
        (film, "film.mp4", "gl.readPixels = () => {}"),
        (
            sheet,
            "sheet.png",
            "const r = gl.readPixels.bind(gl); gl.readPixels = (x, y, w, h, ...t) => r(x, y, w, 71, ...t)",
        ),
        (still, "still.png", 'gl.getExtension("WEBGL_lose_context").loseContext()'),
        (film, "film.mkv", 'gl.getExtension("WEBGL_lose_context").loseContext(); gl.isContextLost = () => false'),
    ],
    ids=["nothing read", "a row not read", "context lost", "context lost and not told"],
)
def test_pixels_that_were_not_read_are_never_taken_for_drawn(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    make: Callable[[Path, FakeShow], list[bytes]],
    name: str,
    mishap: str,
) -> None:
    monkeypatch.setattr("viz.film.lasting.ATTEMPTS", 1)  # each browser would do the same
    with pytest.raises(VizError, match="the WebGL context was lost"):
        make(tmp_path / name, FakeShow(mishap_at=0, mishap=mishap))
    assert not (tmp_path / name).exists()
