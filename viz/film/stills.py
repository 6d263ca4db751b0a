"""Stills, print sizes put together from tiles, and sheets of small pictures."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
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
from viz.film.panes import LARGEST_CANVAS, Tile, panes_of, tiles_of
from viz.film.plan import Lettering, check_inside, check_size, check_still_request
from viz.film.render import Sitting, page_files
from viz.film.request import SheetRequest, StillRequest
from viz.film.show import Drawing, Show
from viz.stage.quality import QualityWish, read_wish
from viz.story.picture import Words

MOST_PICTURES = 2000
_WITHIN_S = 300
_GAP = 4


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

    def __init__(self, show: Show, page: LastingPage, panes: Sequence[Tile], tiles: Sequence[Tile]) -> None:
        self._show = show
        self._page = page
        self._panes = panes
        self._tiles = tiles
        """Of one pane; all have the same."""

    def draw(self, request: StillRequest) -> bytes:
        """Return one still as a PNG file's bytes."""
        return self.draw_at(self._show.when(request.at), request)

    def draw_at(self, met_s: float, request: StillRequest) -> bytes:
        """Return one still of a mission time; the request's own is not looked at."""
        check_inside(self._show.range_s, exact(met_s), exact(met_s))
        drawing = self._show.draw(met_s, request.camera, request.language, request.outline)
        said = _said(drawing, request, self._show.source_line(met_s) if request.source else "")
        return self._page.do(lambda tab: self._drawn(tab, drawing, said))

    def _drawn(self, tab: Tab, drawing: Drawing, said: dict[str, Any] | None) -> bytes:
        for number, (pane, scene) in enumerate(zip(self._panes, _scenes(drawing), strict=True)):
            whole = json.loads(scene)
            for tile in self._tiles:
                place = {"x": pane.x + tile.x, "y": pane.y + tile.y, "width": tile.width, "height": tile.height}
                _put(tab, json.dumps([{**place, "pane": number, "scene": self._cut(whole, tile, pane)}]))
        return _board(tab, said)

    def _cut(self, scene: dict[str, Any], tile: Tile, pane: Tile) -> dict[str, Any]:
        if len(self._tiles) == 1:
            return scene
        whole = [pane.width, pane.height]
        return {**scene, "view": {**scene.get("view", {}), "tile": {"x": tile.x, "y": tile.y, "of": whole}}}


def _scenes(drawing: Drawing) -> list[str]:
    """Return the scene of each pane."""
    return [drawing.scene, *([] if drawing.beside is None else _scenes(drawing.beside))]


def _put(tab: Tab, text: str) -> None:
    tab.call("film.put", text, within_s=_WITHIN_S)


def _board(tab: Tab, said: dict[str, Any] | None = None) -> bytes:
    """Letter the board and return it as a PNG file."""
    return base64.b64decode(tab.call("film.board", said, within_s=_WITHIN_S))


def _said(drawing: Drawing, request: StillRequest, source: str) -> dict[str, Any] | None:
    """Return what is written over a still; None for nothing."""
    words = _lettered(drawing, request, source)
    if words is None:
        return None
    beside = drawing.beside and _said(drawing.beside, request, source)
    clock = {"clock": drawing.clock} if drawing.clock and request.caption else {}
    return {"words": asdict(words), **({"beside": beside} if beside else {}), **clock}


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
    both = panes_of(width, height) if show.panes > 1 else ()
    panes = both or (Tile(0, 0, width, height),)
    canvas, tiles = tiles_of(panes[0].width, panes[0].height, largest)
    sitting = Sitting(canvas[0], canvas[1], "full", language, quality, board=(width, height), panes=both)
    with LastingPage(page_files(show), sitting) as page:
        yield Easel(show, page, panes, tiles)


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
