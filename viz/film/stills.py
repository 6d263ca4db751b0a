"""Stills, print sizes put together from tiles, and sheets of small pictures."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from viz.errors import UsageError, VizError
from viz.film.browser import Tab
from viz.film.chromium import find_chromium, import_playwright
from viz.film.clock import FrameClock, exact
from viz.film.encode import put_in_place, remove
from viz.film.lasting import LastingPage
from viz.film.names import hidden
from viz.film.plan import Lettering, check_inside, check_size, check_still_request
from viz.film.render import Sitting, page_files
from viz.film.request import SheetRequest, StillRequest
from viz.film.show import Drawing, Show
from viz.stage.quality import QualityWish, read_wish
from viz.story.picture import Words

LARGEST_CANVAS = 4096
"""Wider or higher pictures are drawn in tiles: not every WebGL has a larger canvas."""
MOST_PICTURES = 2000
_WITHIN_S = 300
_GAP = 4


@dataclass(frozen=True, slots=True)
class Tile:
    """A part of a larger picture, in pixels from its upper left corner."""

    x: int
    y: int
    width: int
    height: int


def tiles_of(width: int, height: int, largest: int = LARGEST_CANVAS) -> tuple[tuple[int, int], tuple[Tile, ...]]:
    """Return the canvas's size and the tiles that cover a picture, each pixel once; the last of a row may be less."""
    across, down = math.ceil(width / largest), math.ceil(height / largest)
    canvas = math.ceil(width / across), math.ceil(height / down)
    tiles = tuple(
        Tile(x, y, min(canvas[0], width - x), min(canvas[1], height - y))
        for y in range(0, height, canvas[1])
        for x in range(0, width, canvas[0])
    )
    return canvas, tiles


def still_show(request: StillRequest, opener: Callable[[str], Show], largest: int = LARGEST_CANVAS) -> Path:
    """Draw one picture of any show."""
    check_still_request(request)
    quality = read_wish(request.quality)
    find_chromium()
    import_playwright()
    show = opener(request.mission)
    with open_easel(show, request.width, request.height, request.language, quality, largest) as easel:
        _write_whole(request.output, easel.draw(request))
    return request.output


class Easel:
    """One page for any number of stills of one size."""

    def __init__(self, show: Show, page: LastingPage, tiles: Sequence[Tile]) -> None:
        self._show = show
        self._page = page
        self._tiles = tiles

    def draw(self, request: StillRequest) -> bytes:
        """Return one still as a PNG file's bytes."""
        return self.draw_at(self._show.when(request.at), request)

    def draw_at(self, met_s: float, request: StillRequest) -> bytes:
        """Return one still of a mission time; the request's own is not looked at."""
        check_inside(self._show.range_s, exact(met_s), exact(met_s))
        drawing = self._show.draw(met_s, request.camera, request.language, request.outline)
        words = _lettered(drawing, request, self._show.source_line(met_s) if request.source else "")
        return self._page.do(lambda tab: self._drawn(tab, drawing, words, request))

    def _drawn(self, tab: Tab, drawing: Drawing, words: Words | None, request: StillRequest) -> bytes:
        scene = json.loads(drawing.scene)
        for tile in self._tiles:
            placed = {"x": tile.x, "y": tile.y, "width": tile.width, "height": tile.height}
            _put(tab, json.dumps([{**placed, "scene": self._cut(scene, tile, request)}]))
        return _board(tab, words)

    def _cut(self, scene: dict[str, Any], tile: Tile, request: StillRequest) -> dict[str, Any]:
        if len(self._tiles) == 1:
            return scene
        whole = [request.width, request.height]
        return {**scene, "view": {**scene.get("view", {}), "tile": {"x": tile.x, "y": tile.y, "of": whole}}}


def _put(tab: Tab, text: str) -> None:
    tab.call("film.put", text, within_s=_WITHIN_S)


def _board(tab: Tab, words: Words | None = None) -> bytes:
    """Letter the board and return it as a PNG file."""
    return base64.b64decode(tab.call("film.board", None if words is None else asdict(words), within_s=_WITHIN_S))


def _lettered(drawing: Drawing, request: StillRequest, source: str) -> Words | None:
    words = drawing.words
    if source:
        words = replace(words, credit=f"{words.credit} · {source}")
    if request.caption:
        return words
    bare = {name: "" for name in asdict(words) if name not in ("language", "credit")}
    return replace(words, **bare) if source else None


@contextmanager
def open_easel(
    show: Show, width: int, height: int, language: str, quality: QualityWish, largest: int = LARGEST_CANVAS
) -> Iterator[Easel]:
    """Open a page for stills of one size and quality."""
    canvas, tiles = tiles_of(width, height, largest)
    sitting = Sitting(canvas[0], canvas[1], "full", language, quality, board=(width, height))
    with LastingPage(page_files(show), sitting) as page:
        yield Easel(show, page, tiles)


def sheet_show(request: SheetRequest, opener: Callable[[str], Show]) -> Path:
    """Draw a sheet of small pictures of any show."""
    check_still_request(StillRequest(request.output, width=request.width, height=request.height, force=request.force))
    quality = read_wish(request.quality)
    find_chromium()
    import_playwright()
    show = opener(request.mission)
    times = _times(request, show)
    columns = request.columns or max(1, min(len(times), round(math.sqrt(len(times)))))
    rows = math.ceil(len(times) / columns)
    size = columns * (request.width + _GAP) + _GAP, rows * (request.height + _GAP) + _GAP
    if max(size) > 16_384:
        raise UsageError(f"the sheet would be {size[0]}x{size[1]} pixels - give a smaller --size or a longer --every")
    show.draw(times[0], request.camera, request.language)  # an unknown camera is refused before the browser starts
    lettering: Lettering = "cell"
    sitting = Sitting(request.width, request.height, lettering, request.language, quality, board=size)
    with LastingPage(page_files(show), sitting) as page:
        picture = page.do(lambda tab: _sheet(tab, show, times, columns, request))
    _write_whole(request.output, picture)
    return request.output


def _sheet(tab: Tab, show: Show, times: Sequence[float], columns: int, request: SheetRequest) -> bytes:
    for number, met_s in enumerate(times):
        row, column = divmod(number, columns)
        drawing = show.draw(met_s, request.camera, request.language)
        placed = {
            "x": _GAP + column * (request.width + _GAP),
            "y": _GAP + row * (request.height + _GAP),
            "width": request.width,
            "height": request.height,
            "words": asdict(drawing.words),
        }
        _put(tab, f'[{json.dumps(placed, ensure_ascii=False)[:-1]},"scene":{drawing.scene}}}]')
    return _board(tab)


def _times(request: SheetRequest, show: Show) -> list[float]:
    if request.every_s <= 0:
        raise UsageError(f"every {float(request.every_s):g} s: the step must be above 0 - try 30s")
    start_s, stop_s = exact(show.when(request.start)), exact(show.when(request.stop))
    if stop_s < start_s:
        raise UsageError(f"the end, {request.stop}, is before the start, {request.start} - give a later end")
    check_inside(show.range_s, start_s, stop_s)
    count = math.floor((stop_s - start_s) / request.every_s) + 1
    if count > MOST_PICTURES:
        raise UsageError(f"the sheet would have {count} pictures - give a longer --every; {MOST_PICTURES} are the most")
    check_size(request.width, request.height)
    clock = FrameClock.lasting(start_s, Fraction(count), Fraction(1), request.every_s)
    return [clock.met_s(index) for index in range(count)]


def _write_whole(output: Path, data: bytes) -> None:
    partial = hidden(output, "part")
    try:
        partial.write_bytes(data)
        put_in_place(partial, output)
    except OSError as problem:
        remove(partial)
        raise VizError(
            f"{output} could not be written: {problem.strerror} - check the folder and its space"
        ) from problem
