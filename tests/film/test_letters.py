"""Words over the picture stay inside it, apart from one another and whole, at every size a film may have."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import pytest
from film_fake import FakeShow

from viz.film.browser import Tab, open_tab
from viz.film.record import open_flight
from viz.film.render import Sitting, open_stage, page_files
from viz.film.show import Show
from viz.languages import LANGUAGES

pytestmark = pytest.mark.usefixtures("tools")

SIZES = (
    *((64, 64), (64, 600), (600, 64), (160, 90), (320, 180), (180, 320), (480, 270), (640, 360), (1000, 1000)),
    *((1280, 720), (720, 1280), (1920, 400), (1080, 1920), (3840, 2160)),
)
READABLE = 180
"""Pixels of the shorter side from which everything must be there."""

# Notes what is written where, as the box of its ink, while a lettering is drawn on a sheet of its own.
SPY = """(async ([{ width, height, kind, language }, said]) => {
  const { Lettering } = await import("./letters.js");
  let written = [];
  const proto = CanvasRenderingContext2D.prototype, { fillText, clearRect } = proto;
  const families = [...new Set([...document.fonts].map((face) => face.family))].join(", ") + ", sans-serif";
  proto.clearRect = function (...where) { written = []; clearRect.call(this, ...where); };
  proto.fillText = function (text, x, y) {
    const ink = this.measureText(text), px = parseInt(this.font.match(/(\\d+)px/)[1]);
    written.push({
      text, px, left: x - ink.actualBoundingBoxLeft, right: x + ink.actualBoundingBoxRight,
      top: y - ink.actualBoundingBoxAscent, bottom: y + ink.actualBoundingBoxDescent });
    fillText.call(this, text, x, y);
  };
  const pixels = new Uint8ClampedArray(width * height * 4);
  try { new Lettering({ width, height, lettering: kind, language }, families).write(said, pixels); }
  finally { Object.assign(proto, { fillText, clearRect }); }
  return { written, lit: pixels.some((value, at) => at % 4 < 3 && value > 100) };
})"""


@dataclass(frozen=True)
class Page:
    """The film's page, with a way to see what it writes."""

    tab: Tab

    def written(self, kind: str, size: tuple[int, int], language: str, **said: Any) -> list[dict[str, Any]]:
        setup = {"width": size[0], "height": size[1], "kind": kind, "language": language}
        told = self.tab.call(f"({SPY})", [setup, said], within_s=60)
        assert told["lit"] or not told["written"]
        found: list[dict[str, Any]] = told["written"]
        return found


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    files = page_files(FakeShow())
    with open_tab(files) as tab:
        open_stage(tab, files, Sitting(64, 64, "none", "en", "light"))
        yield Page(tab)


@pytest.fixture(scope="module")
def flight() -> Show:
    return open_flight("voskhod2")


def check_placed(written: list[dict[str, Any]], size: tuple[int, int]) -> None:
    """Everything lies inside the picture, and no two rows touch; a pixel is what smoothing may add."""
    for row in written:
        assert row["left"] >= -1, (size, row)
        assert row["right"] <= size[0] + 1, (size, row)
        assert row["top"] >= -1, (size, row)
        assert row["bottom"] <= size[1] + 1, (size, row)
    for a, b in itertools.combinations(written, 2):
        beside = a["right"] <= b["left"] + 1 or b["right"] <= a["left"] + 1
        assert beside or a["bottom"] <= b["top"] + 2 or b["bottom"] <= a["top"] + 2, (size, a, b)


def words_of(*texts: str) -> list[str]:
    return " ".join(texts).split()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_is_whole_at_every_size(page: Page, flight: Show, language: str) -> None:
    heading, lines = flight.own_words(language)["credits"], flight.credits(language)
    for size in SIZES:
        written = page.written("none", size, language, card={"heading": heading, "lines": lines}, words={})
        check_placed(written, size)
        if min(size) >= READABLE:
            assert words_of(*(row["text"] for row in written)) == words_of(heading, *lines), size
            assert min(row["px"] for row in written) >= 8
        else:
            assert written[0]["text"], "a heading at the least"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_comparison_is_whole_wherever_it_can_be_read(page: Page, flight: Show, language: str) -> None:
    met_s = flight.when("descent.cutoff+15s")
    panel, words = flight.comparison(met_s, language), flight.words(met_s, language)
    assert panel is not None
    for size, kind in itertools.product(SIZES, ("full", "line")):
        written = page.written(kind, size, language, panel=asdict(panel), words=asdict(words))
        check_placed(written, size)
        if min(size) >= READABLE:
            texts = [row["text"] for row in written]
            assert all(cell in texts for row in panel.rows for cell in row), (size, texts)
            assert words_of(panel.heading)[-1] in words_of(*texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_captions_clocks_and_credits_never_touch(page: Page, flight: Show, language: str) -> None:
    words = asdict(flight.words(flight.when("eva.pressure_drop"), language))
    words["credit"] += " · " + flight.source_line(flight.when("eva.pressure_drop"))
    for size, kind in itertools.product(SIZES, ("full", "line", "cell", "credit")):
        written = page.written(kind, size, language, words=words)
        check_placed(written, size)
        if kind == "full" and min(size) >= READABLE:
            told = words_of(*(row["text"] for row in written))
            for needed in ("caption", "clock_zone", "place", "credit"):
                assert set(words_of(words[needed])) <= set(told), (size, needed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_of_lettering_shows_what_a_picture_rests_on(page: Page, flight: Show, language: str) -> None:
    words = asdict(flight.words(flight.when("rescue.hut"), language))
    assert words["mark"]
    for size, kind in itertools.product([(480, 270), (1280, 720)], ("full", "line", "cell")):
        rows = [row["text"] for row in page.written(kind, size, language, words=words)]
        assert any(words["mark"] in row for row in rows), (size, kind, rows)


def test_a_number_stays_with_its_unit(page: Page, flight: Show) -> None:
    words = {**asdict(flight.words(flight.when("eva.exit"), "ru")), "caption": "999\u00a0км " * 30}
    rows = [row["text"] for row in page.written("full", (320, 180), "ru", words=words)]
    told = [word for row in rows for word in row.split(" ") if "км" in word and word.startswith("999")]
    assert told == ["999\u00a0км"] * 30
