"""A stand-in for the flight and its stage: each frame shows its own number as a row of black and white blocks.

In full quality a red block stands in the lower right corner.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from viz.errors import UsageError
from viz.film.encode import Packet
from viz.film.farm import PartsStore, Tell
from viz.film.plan import FilmPlan
from viz.film.render import Opened, PacketSink
from viz.film.show import Chapter, Drawing, FactSheet, Panel, Statement
from viz.story.picture import Words

BITS = 12
LIFTOFF_S, END_S = 0.0, 100_000.0
EVENTS = {"launch.liftoff": 0.0, "eva.exit": 5691.0, "eva.ingress": 6420.0}

BRIDGE = """
"use strict";
window.VizStage = { async create({ container, width, height, quality }) {
  const setup = await (await fetch("scene/setup.json")).json();
  if (setup.refuse) throw new Error(setup.refuse);
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  container.append(canvas);
  const gl = canvas.getContext("webgl2", { antialias: false, alpha: false });
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  let corner = [0, 0], size = [width, height];           // a tile's place in the picture it is cut from
  const fill = (x, y, w, h, r, g, b) => {
    gl.scissor(x - corner[0], y - corner[1], w, h); gl.clearColor(r, g, b, 1); gl.clear(gl.COLOR_BUFFER_BIT);
  };
  return { canvas, gl, quality, renderer: gl.getParameter(info.UNMASKED_RENDERER_WEBGL), resize() {}, async ready() {},
    draw({ code, view }) {
      const tile = view && view.tile;
      size = tile ? tile.of : [width, height];
      corner = tile ? [tile.x, tile.of[1] - tile.y - height] : [0, 0];
      if (code === setup.mishap_at) new Function("gl", setup.mishap)(gl);
      if (code === setup.fail_at) throw new Error(`frame ${code} cannot be drawn`);
      gl.enable(gl.SCISSOR_TEST);
      fill(0, 0, ...size, ...setup.background);
      const block = Math.floor(size[0] / setup.bits);
      for (let bit = 0; bit < setup.bits; bit++) {
        const on = (code >> bit) & 1;
        fill(bit * block, Math.floor(size[1] * 0.4), block, Math.floor(size[1] * 0.2), on, on, on);
      }
      if (quality === "full") fill(size[0] - block, 0, block, Math.floor(size[1] * 0.1), 1, 0, 0);
    } };
} };
"""


@dataclass
class FakeShow:
    """Draws the number of frames since the start, counted from the mission time it is given."""

    start_s: float = 5691.0
    step_s: float = 1 / 30
    fail_at: int = -1
    refuse: str = ""
    mishap_at: int = -1
    mishap: str = ""
    """JavaScript that is run with the WebGL context as ``gl`` while that frame is drawn."""
    more_files: Mapping[str, bytes | Path] = field(default_factory=dict)
    background: tuple[float, float, float] = (0.1, 0.2, 0.4)
    asked: list[float] = field(default_factory=list)
    mission_id: str = "voskhod2"
    digest: str = "ab" * 32
    range_s: tuple[float, float] = (LIFTOFF_S, END_S)
    recipes: Path = Path("nowhere")
    cameras: tuple[str, ...] = ("auto", "close")
    panes: int = 1

    def when(self, text: str) -> float:
        if text in EVENTS:
            return EVENTS[text]
        try:
            return float(text)
        except ValueError:
            raise UsageError(f"{text!r} is not a time") from None

    def held(self, met_s: float, rate: float) -> str:
        return "auto"

    def draw(self, met_s: float, camera: str, language: str, outline: bool = False) -> Drawing:
        if camera not in self.cameras:
            raise UsageError(f"camera {camera!r}: there is none of that name")
        self.asked.append(met_s)
        code = round((met_s - self.start_s) / self.step_s)
        return Drawing(self.words(met_s, language), json.dumps({"code": code}))

    def director(self, met_s: float) -> str:
        return "close"

    def words(self, met_s: float, language: str, camera: str = "auto") -> Words:
        said = {"en": "Leonov floats out", "ru": "Леонов выходит", "hi": "लियोनोव बाहर निकलते हैं"}[language]
        second = int(met_s)
        return Words(
            language=language,
            phase_title="Outside",
            event_title="Exit",
            caption=f"{said}, {second}",
            mark="reconstruction",
            clock_utc=f"08:34:{second % 60:02d} UTC",
            clock_zone=f"11:34:{second % 60:02d} MSK",
            clock_elapsed=f"T+{second}",
            place="41.9° N 36.5° E, 181 km",
            camera="chase",
            credit="Voskhod 2",
        )

    def spoken(self, met_s: float, language: str, pane: int) -> Words:
        return self.words(met_s, language)

    def title(self, language: str) -> str:
        return {"en": "Voskhod 2", "ru": "Восход-2", "hi": "वोस्खोद-2"}[language]

    def chapters(self, start_met_s: float, stop_met_s: float, language: str) -> tuple[Chapter, ...]:
        return (Chapter(0.0, "Ascent"), Chapter(5691.0, "Outside; and = back"), Chapter(5693.0, "Later"))

    def own_words(self, language: str) -> Mapping[str, str]:
        names = ("credits", "handout", "notes", "sources", "standing", "film_time", "source", "facts", "events")
        return {name: f"{name} ({language})" for name in names}

    def summary(self, language: str) -> str:
        return f"What it was ({language})"

    def credits(self, language: str) -> tuple[str, ...]:
        return ("Made with: numbers; and = signs", "Sources: none")

    def statements(self, start_met_s: float, stop_met_s: float, language: str) -> tuple[Statement, ...]:
        return tuple(
            Statement(met_s, f"{name} <{language}>", "What happened & how", "seen", ("A book (a shelf)",))
            for name, met_s in EVENTS.items()
            if start_met_s <= met_s < stop_met_s
        )

    def facts(self, language: str) -> Mapping[str, tuple[FactSheet, ...]]:
        return {
            "Suit": (FactSheet("Mass & more", "20 kg", f"It is heavy <{language}>.", "seen: A book", ("Or 21 kg.",)),)
        }

    def source_line(self, met_s: float) -> str:
        return "A book"

    def comparison(self, met_s: float, language: str) -> Panel | None:
        line = ((0.0, 1.0), (1.0, 0.0))
        return Panel("Both", ("one", "two"), (("Height", "1 km", f"{met_s:.2f} km"),), (line, line), ((0.5, 0.5),) * 2)

    def files(self) -> Mapping[str, bytes | Path]:
        setup = {"bits": BITS, "background": self.background, "fail_at": self.fail_at, "refuse": self.refuse}
        setup |= {"mishap_at": self.mishap_at, "mishap": self.mishap}
        return {"bridge.js": BRIDGE.encode(), "setup.json": json.dumps(setup).encode(), **self.more_files}


def open_fake(mission: str) -> FakeShow:
    """Open the stand-in, also from a worker process."""
    return FakeShow(mission_id=mission)


class Painter:
    """A crew without a browser: each frame is one grey, told by its number."""

    opened = Opened("a brush", "png")

    def __init__(self, plan: FilmPlan, parts: PartsStore) -> None:
        self._plan = plan
        self._parts = parts

    def draw(self, numbers: Sequence[int], tell: Tell) -> Iterator[int]:
        for number in numbers:
            writer = self._parts.writer(number, "png")
            self.try_out(self._plan.segments()[number], writer)
            writer.finish()
            tell(len(self._plan.segments()[number]))
            yield number

    def try_out(self, frames: range, sink: PacketSink) -> None:
        for index in frames:
            picture = Image.new("RGBA", (self._plan.width, self._plan.height), (index % 250,) * 3 + (255,))
            file = io.BytesIO()
            picture.save(file, "png", compress_level=1)
            drawn = hashlib.sha256(picture.tobytes()).digest() if self._plan.hashes else b""
            sink.write(Packet(index, True, file.getvalue(), drawn))
