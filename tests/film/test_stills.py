"""Print sizes from tiles are the picture itself, and sheets hold every moment once."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from film_fake import FakeShow
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from viz.errors import UsageError
from viz.film import SheetRequest, StillRequest
from viz.film.record import open_flight
from viz.film.stills import sheet_show, still_show, tiles_of

SIDES = st.integers(min_value=64, max_value=8192)


@settings(max_examples=40, deadline=None)
@given(width=SIDES, height=SIDES, largest=st.integers(min_value=64, max_value=4096))
def test_tiles_cover_each_pixel_once_and_fit_the_canvas(width: int, height: int, largest: int) -> None:
    canvas, tiles = tiles_of(width, height, largest)
    assert max(canvas) <= largest
    assert sum(tile.width * tile.height for tile in tiles) == width * height
    assert all(0 < tile.width <= canvas[0] and 0 < tile.height <= canvas[1] for tile in tiles)
    corners = {(tile.x, tile.y) for tile in tiles}
    assert len(corners) == len(tiles)
    assert all(x % canvas[0] == 0 and y % canvas[1] == 0 for x, y in corners)


def picture(file: Path) -> np.ndarray:
    return np.asarray(Image.open(file).convert("RGB")).astype(int)


@pytest.mark.usefixtures("tools")
def test_a_still_of_tiles_is_the_still_itself(tmp_path: Path) -> None:
    stills = []
    for name, largest in (("whole.png", 4096), ("tiles.png", 150)):
        wanted = StillRequest(tmp_path / name, at="eva.exit", width=401, height=226)
        stills.append(picture(still_show(wanted, lambda _: FakeShow(), largest)))
    assert (stills[0] == stills[1]).all()


@pytest.mark.usefixtures("tools")
def test_the_real_stage_draws_the_same_in_tiles(tmp_path: Path) -> None:
    """Edges are smoothed by samples that fall alike, so all but a few pixels agree to the dither."""
    flight, stills = open_flight("voskhod2"), []
    for name, largest in (("whole.png", 4096), ("tiles.png", 130)):
        wanted = StillRequest(tmp_path / name, at="eva.exit+95s", width=240, height=136, camera="beauty", caption=False)
        stills.append(picture(still_show(wanted, lambda _: flight, largest)))
    apart = np.abs(stills[0] - stills[1]).max(axis=2)
    assert stills[0].std() > 20, "nothing to be seen"
    assert (apart <= 2).mean() > 0.98


@pytest.mark.usefixtures("tools")
def test_caption_and_sources_are_there_when_wanted(tmp_path: Path) -> None:
    def lettered(name: str, **wishes: bool) -> np.ndarray:
        wanted = StillRequest(tmp_path / name, at="eva.exit", width=640, height=360, **wishes)
        still = picture(still_show(wanted, lambda _: FakeShow()))
        return (np.abs(still - still[10, 400]) > 8).any(axis=2)

    bare, source = lettered("bare.png", caption=False), lettered("source.png", caption=False, source=True)
    assert not bare[:130].any()
    assert not bare[-100:].any()
    assert source[-40:, 320:].any()
    assert not source[:130].any()


@pytest.mark.usefixtures("tools")
def test_a_sheet_holds_each_moment_once_in_reading_order(tmp_path: Path) -> None:
    wanted = SheetRequest(
        tmp_path / "sheet.png", start="eva.exit", stop="5695", every_s=Fraction(1), width=240, height=136, columns=2
    )
    show = FakeShow(step_s=1.0)
    whole = picture(sheet_show(wanted, lambda _: show))
    assert show.asked[1:] == [5691.0, 5692.0, 5693.0, 5694.0, 5695.0]
    assert whole.shape[:2] == (3 * 140 + 4, 2 * 244 + 4)
    numbers = []
    for cell in range(5):
        top, left = 4 + cell // 2 * 140, 4 + cell % 2 * 244
        blocks = whole[top + 68, [left + bit * 20 + 10 for bit in range(12)]].mean(axis=1) > 128
        numbers.append(sum(1 << bit for bit in range(12) if blocks[bit]))
    assert numbers == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"stop": "launch.liftoff"}, "is before the start"),
        ({"every_s": Fraction(1, 1000)}, "pictures - give a longer --every"),
        ({"output": Path("sheet.jpg")}, r"end its name in \.png"),
        ({"stop": "100001"}, "the flight is told from"),
        ({"columns": 900, "every_s": Fraction(1)}, "give a smaller --size"),
    ],
)
def test_a_sheet_that_cannot_be_drawn_is_refused(tmp_path: Path, change: dict[str, object], message: str) -> None:
    usual = {"output": tmp_path / "sheet.png", "start": "eva.exit", "stop": "eva.ingress", "every_s": Fraction(30)}
    with pytest.raises(UsageError, match=message):
        sheet_show(SheetRequest(**{**usual, **change}), lambda _: FakeShow())  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []
