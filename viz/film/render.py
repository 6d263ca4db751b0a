"""Draw every frame of a plan in the page and hand it to a sink, each exactly once and in order."""

from __future__ import annotations

import base64
import json
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import asdict, dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

from viz.assets import assets_root
from viz.film.browser import BrowserLostError, Tab, open_tab
from viz.film.cues import Cue, schedule
from viz.film.direction import Direction
from viz.film.encode import Packet
from viz.film.panes import Tile, panes_of
from viz.film.plan import Card, FilmPlan, Lettering
from viz.film.show import Drawing, Panel, Show
from viz.film.tracks import speaker
from viz.stage.quality import QualityWish, suited

_SCRIPTS = ("scene/jquery.min.js", "scene/jquery-ui.custom.min.js", "scene/glow.min.js", "scene/bridge.js")
_BITS_PER_PIXEL = 0.2
_OPEN_WITHIN_S = 180
_FRAME_WITHIN_S = 60
_PIXELS_PER_MESSAGE = 8 * 1280 * 720


class PacketSink(Protocol):
    """Where finished frames go."""

    def write(self, packet: Packet) -> None:
        """Take the next frame; may wait."""
        ...


@dataclass(frozen=True, slots=True)
class Sitting:
    """How the page is set up for one film or still."""

    width: int
    height: int
    lettering: Lettering
    language: str
    quality: QualityWish
    """``auto`` is whatever suits the browser's renderer."""
    codecs: tuple[str, ...] = ()
    """WebCodecs names to try, best first; none means PNG."""
    fps: Fraction = Fraction(30)
    keyframe_every: int = 60
    hashes: bool = False
    board: tuple[int, int] | None = None
    """Size of a picture put together from several drawings, where one is wanted."""
    panes: tuple[Tile, ...] = ()
    """Where each of two flights stands in the picture; none for one alone."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What the page answered: its WebGL renderer, and the codec it will use (``png`` where none works)."""

    renderer: str
    codec: str


@dataclass(slots=True)
class Ledger:
    """Where the time of a rendering went, in seconds."""

    spent_s: dict[str, float] = field(default_factory=dict)

    def add(self, name: str, seconds: float) -> None:
        """Add to one account."""
        self.spent_s[name] = self.spent_s.get(name, 0.0) + seconds


def sitting_of(plan: FilmPlan) -> Sitting:
    """Return how the page is set up for a film."""
    return Sitting(
        width=plan.width,
        height=plan.height,
        lettering=plan.lettering,
        language=plan.language,
        quality=plan.quality,
        codecs=codecs_for(plan.suffix, plan.width, plan.height, plan.clock.fps),
        fps=plan.clock.fps,
        keyframe_every=plan.keyframe_every,
        hashes=plan.hashes,
        panes=panes_of(plan.width, plan.height) if plan.panes > 1 else (),
    )


def page_files(show: Show) -> dict[str, bytes | Path]:
    """Return everything the page may ask for, by path."""
    page = Path(__file__).parent / "page"
    files: dict[str, bytes | Path] = {path.name: path for path in page.iterdir() if path.suffix in (".html", ".js")}
    files.update({f"fonts/{font.name}": font for font in fonts()})
    files.update({f"scene/{name}": content for name, content in show.files().items()})
    return files


def fonts() -> tuple[Path, ...]:
    """Return the web fonts shipped for captions."""
    return tuple(sorted((assets_root() / "fonts").rglob("*.woff2")))


def open_stage(tab: Tab, files: Mapping[str, bytes | Path], sitting: Sitting) -> Opened:
    """Load the page and the scene in it; returns with its textures and fonts; a frame brings its meshes."""
    tab.open("film.html")
    answer = tab.call(
        "film.open",
        {
            "width": sitting.width,
            "height": sitting.height,
            "quality": suited(tab.renderer) if sitting.quality == "auto" else sitting.quality,
            "lettering": sitting.lettering,
            "language": sitting.language,
            "panes": [asdict(pane) for pane in sitting.panes],
            "board": None if sitting.board is None else {"width": sitting.board[0], "height": sitting.board[1]},
            "scripts": [script for script in _SCRIPTS if script in files],
            "fonts": [name.removeprefix("fonts/") for name in files if name.startswith("fonts/")],
            "capture": {
                "codecs": list(sitting.codecs),
                "fps": float(sitting.fps),
                "keyframeEvery": sitting.keyframe_every,
                "bitrate": bitrate(sitting.width, sitting.height, sitting.fps),
                "hashes": sitting.hashes,
            },
        },
        within_s=_OPEN_WITHIN_S,
    )
    return Opened(renderer=answer["renderer"], codec=answer["codec"])


def renderer_here() -> str:
    """Return the name of the WebGL renderer that pages are drawn with here; errors as for `Tab.start`."""
    with open_tab({}) as tab:
        return tab.renderer


def codecs_for(suffix: str, width: int, height: int, fps: Fraction) -> tuple[str, ...]:
    """Return the WebCodecs names for a kind of film, best first."""
    if suffix == ".mp4":
        level = h264_level(width, height, fps)
        return tuple(f"avc1.{profile}00{level:02x}" for profile in ("64", "4d", "42"))
    return ("vp09.00.41.08",) if suffix == ".webm" else ()


def h264_level(width: int, height: int, fps: Fraction) -> int:
    """Return the lowest H.264 level, times ten, that holds the picture (ITU-T H.264 table A-1)."""
    blocks = -(-width // 16) * -(-height // 16)
    for level, per_frame, per_second in (
        (30, 1620, 40_500),
        (31, 3600, 108_000),
        (40, 8192, 245_760),
        (42, 8704, 522_240),
        (51, 36_864, 983_040),
        (52, 36_864, 2_073_600),
    ):
        if blocks <= per_frame and blocks * fps <= per_second:
            return level
    return 62


def bitrate(width: int, height: int, fps: Fraction) -> int:
    """Return the bits a second asked of the browser's encoder."""
    return round(min(max(width * height * float(fps) * _BITS_PER_PIXEL, 1_500_000), 120_000_000))


class Composer:
    """Composes the frames of a film, each from its number alone."""

    def __init__(self, plan: FilmPlan, show: Show) -> None:
        self._plan = plan
        self._show = show
        # Burnt in as they change, captions would flash by unread where time is compressed.
        panes = range(show.panes) if plan.subtitles == "burn" else ()
        spoken = [speaker(plan, show, plan.language, pane) for pane in panes]
        self._cues = [schedule(plan.clock, said, plan.language) for said in spoken]
        self._direction = Direction(plan, show)

    def text(self, index: int) -> str:
        """Return one frame's message to the page."""
        plan, scene = self._plan, self._plan.scene_at(index)
        met_s = plan.clock.met_s(index)
        drawing = self._show.draw(met_s, self._direction.camera(index), plan.language)
        panel = self._show.comparison(met_s, plan.language) if scene.kind == "comparison" else None
        return message(index, self._told(drawing, index), card=scene.card, panel=panel)

    def _told(self, drawing: Drawing, index: int, pane: int = 0) -> Drawing:
        """Return a drawing, and the one beside it, with the words that a frame carries."""
        plan, words = self._plan, drawing.words
        if self._cues:
            caption = _caption(self._cues[pane], plan.clock.film_s(index))
            words = replace(words, event_title="", phase_title="", caption=caption)
        elif not plan.scene_at(index).captions:
            words = replace(words, event_title="", phase_title="", caption="")
        beside = None if drawing.beside is None else self._told(drawing.beside, index, pane + 1)
        return replace(drawing, words=words, beside=beside)


def _caption(cues: Sequence[Cue], film_s: Fraction) -> str:
    at = bisect_right(cues, film_s, key=lambda cue: cue.start_s) - 1
    return cues[at].text if at >= 0 and film_s < cues[at].stop_s else ""


def message(index: int, drawing: Drawing, *, card: Card | None = None, panel: Panel | None = None) -> str:
    """Return what the page is told of one frame; its scenes are the stages' own messages, as JSON text."""
    told = {
        "index": index,
        "words": asdict(drawing.words),
        **({"card": asdict(card)} if card else {}),
        **({"panel": asdict(panel)} if panel else {}),
        **({"clock": drawing.clock} if drawing.clock else {}),
    }
    beside = "" if drawing.beside is None else f',"beside":{message(index, drawing.beside)}'
    return f'{json.dumps(told, ensure_ascii=False)[:-1]},"scene":{drawing.scene}{beside}}}'


def render_segment(
    plan: FilmPlan,
    composer: Composer,
    tab: Tab,
    frames: range,
    sink: PacketSink,
    tell: Callable[[int], None],
    ledger: Ledger,
) -> None:
    """Draw a stretch of frames into a sink, compressed on its own; `tell` hears how many are done.

    While the page draws one message, the next is composed here and the last one's packets go to the sink.
    BrowserLostError when a frame is lost, doubled or out of order, or was not drawn.
    """
    tab.call("film.begin", within_s=_FRAME_WITHIN_S)
    due = _InOrder(frames, sink)
    begun: tuple[Future[Any], range] | None = None
    for indices in _messages(plan, frames):
        started = time.monotonic()
        text = ",".join(composer.text(index) for index in indices)
        ledger.add("compose", time.monotonic() - started)
        answer = None if begun is None else _answer(tab, *begun, ledger)
        begun = tab.begin("film.frames", f"[{text}]"), indices  # first of all: the page is idle until it hears of it
        if answer is not None:
            due.take(answer, ledger)
            tell(indices.start - frames.start)
    if begun is not None:
        due.take(_answer(tab, *begun, ledger), ledger)
    due.take(tab.call("film.finish", within_s=_FRAME_WITHIN_S), ledger)
    due.check_end()
    tab.tidy()
    tell(len(frames))


def _answer(tab: Tab, answer: Future[Any], indices: range, ledger: Ledger) -> dict[str, Any]:
    started = time.monotonic()
    told: dict[str, Any] = tab.wait(answer, within_s=_FRAME_WITHIN_S * len(indices))
    ledger.add("wait for page", time.monotonic() - started)
    return told


def _messages(plan: FilmPlan, frames: range) -> Iterator[range]:
    """Split frames into messages: few enough pixels each that progress stays lively and memory small."""
    size = max(1, min(8, _PIXELS_PER_MESSAGE // (plan.width * plan.height)))
    for first in range(frames.start, frames.stop, size):
        yield range(first, min(first + size, frames.stop))


class _InOrder:
    """Counts the packets on their way from page to sink."""

    def __init__(self, frames: range, sink: PacketSink) -> None:
        self._frames = frames
        self._sink = sink
        self._next = frames.start
        self._drawn: dict[int, bytes] = {}

    def take(self, answer: dict[str, Any], ledger: Ledger) -> None:
        for name, milliseconds in answer["spent_ms"].items():
            ledger.add(f"page {name}", milliseconds / 1000)
        for index, drawn in answer["drawn"]:
            self._drawn[index] = base64.b64decode(drawn)
        for packet in answer["packets"]:
            if packet["index"] != self._next:
                raise BrowserLostError(f"frame {packet['index']} came where frame {self._next} was due - try again")
            drawn = self._drawn.pop(self._next, b"")
            self._sink.write(Packet(self._next, packet["key"], base64.b64decode(packet["data"]), drawn))
            self._next += 1

    def check_end(self) -> None:
        if self._next != self._frames.stop:
            given = self._next - self._frames.start
            total = len(self._frames)
            raise BrowserLostError(f"the browser's encoder gave back {given} of {total} frames - try again")
