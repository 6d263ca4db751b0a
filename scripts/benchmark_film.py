"""How fast a film is made, and what bounds it: five ways with the same frames, one after another in one run.

Drawing alone, encoding alone, the film as users record it, a browser's screenshot of every frame, and, where it is
installed, PyVista's off-screen movie of as many triangles. Machines are noisy: the ratios of one run are what counts.
"""

from __future__ import annotations

import importlib.util
import json
import tempfile
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

from viz.film.browser import Tab, open_tab
from viz.film.record import open_flight, record_show
from viz.film.render import bitrate, codecs_for, page_files
from viz.film.request import FilmRequest
from viz.film.show import Show

SIZES = ((1280, 720), (1920, 1080))
START, SECONDS, FPS, CAMERA = "eva.exit+95s", Fraction(10), Fraction(30), "beauty"
SHOTS = 24
"""Screenshots taken, and frames kept to be encoded over and over: all of them would not fit in the page."""
GOALS = {"film / slower of drawing and encoding": 0.9, "film / screenshot per frame": 3.0, "film / PyVista": 1.0}

PAGE = b"""<!doctype html><meta charset="utf-8"><title>bench</title><style>body { margin: 0 }</style>
<div id="stage"></div>
<script src="scene/jquery.min.js"></script><script src="scene/glow.min.js"></script>
<script src="scene/bridge.js"></script>"""
OPEN = """(async ([width, height]) => {
  const container = document.getElementById("stage");
  window.stage = await VizStage.create({ container, base: "scene/", width, height, quality: "light" });
  window.pixels = new Uint8Array(width * height * 4);
  return stage.renderer;
})"""
TRIANGLES = "(() => stage.triangles())"
DRAW = """(async (texts) => {
  const gl = stage.gl, frames = texts.map((text) => JSON.parse(text));
  for (const frame of frames) await stage.ready(frame);
  const started = performance.now();
  for (const frame of frames) {
    stage.draw(frame);
    gl.readPixels(0, 0, stage.width, stage.height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  }
  return performance.now() - started;
})"""
KEEP = """(async (text) => {
  const gl = stage.gl, frame = JSON.parse(text);
  await stage.ready(frame);
  stage.draw(frame);
  gl.readPixels(0, 0, stage.width, stage.height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  (window.kept = window.kept || []).push(pixels.slice());
})"""
ENCODE = """(async ({ frames, fps, codec, bitrate }) => {
  let out = 0;
  const encoder = new VideoEncoder({ output: () => out++, error: (problem) => { throw problem; } });
  const { width, height } = stage;
  const avc = codec.startsWith("avc1") ? { avc: { format: "annexb" } } : {};
  encoder.configure({ codec, width, height, bitrate, framerate: fps, latencyMode: "quality", ...avc });
  const started = performance.now();
  for (let i = 0; i < frames; i++) {
    const frame = new VideoFrame(kept[i % kept.length], {
      format: "RGBX", codedWidth: width, codedHeight: height, timestamp: Math.round(i * 1e6 / fps) });
    encoder.encode(frame, { keyFrame: i % (2 * fps) === 0 });
    frame.close();
    while (encoder.encodeQueueSize > 4) {
      await new Promise((next) => encoder.addEventListener("dequeue", next, { once: true }));
    }
  }
  await encoder.flush();
  if (out !== frames) throw new Error(`${out} of ${frames} frames came out`);
  return performance.now() - started;
})"""
SHOW = "(async (text) => { const frame = JSON.parse(text); await stage.ready(frame); stage.draw(frame); })"


def film() -> None:
    show = open_flight("voskhod2")
    for size in SIZES:
        measure(show, *size)


def measure(show: Show, width: int, height: int) -> None:
    """Print frames per second of every way, and their ratios, for one size."""
    start_s, count = show.when(START), int(SECONDS * FPS)
    texts = [show.draw(start_s + index / float(FPS), CAMERA, "en").scene for index in range(count)]
    files: dict[str, Any] = {**page_files(show), "index.html": PAGE}
    pace: dict[str, float] = {}
    with open_tab(files) as tab:
        tab.open("index.html")
        renderer = tab.call(OPEN, [width, height], within_s=180)
        tab.call(DRAW, texts[:8], within_s=180)  # shaders compile on first use
        triangles = int(tab.call(f"({TRIANGLES})", within_s=10))
        pace["drawing alone"] = count / sum(_in_batches(tab, texts)) * 1e3
        for text in texts[:SHOTS]:
            tab.call(KEEP, text, within_s=60)
        pace["encoding alone"] = count / _encoded_ms(tab, count, width, height) * 1e3
        pace["screenshot per frame"] = _screenshots_per_s(tab, texts[:SHOTS])
    pace["film"], spent = _film_per_s(show, width, height)
    moving = _pyvista_per_s(triangles, width, height, SHOTS)
    if moving is not None:
        pace["PyVista"] = moving
    _tell(f"{renderer}, {width}x{height}, {count} frames, {triangles} triangles", pace, spent)


def _in_batches(tab: Tab, texts: list[str]) -> list[float]:
    return [tab.call(DRAW, texts[at : at + 8], within_s=180) for at in range(0, len(texts), 8)]


def _encoded_ms(tab: Tab, count: int, width: int, height: int) -> float:
    codec = codecs_for(".mp4", width, height, FPS)[0]
    wanted = {"frames": count, "fps": float(FPS), "codec": codec, "bitrate": bitrate(width, height, FPS)}
    return float(tab.call(ENCODE, wanted, within_s=300))


def _screenshots_per_s(tab: Tab, texts: list[str]) -> float:
    started = time.perf_counter()
    for text in texts:
        tab.call(SHOW, text, within_s=60)
        tab.screenshot()
    return len(texts) / (time.perf_counter() - started)


def _film_per_s(show: Show, width: int, height: int) -> tuple[float, dict[str, float]]:
    """Return the film's pace from the opened browser to the verified file, and where the time went."""
    with tempfile.TemporaryDirectory(prefix="voskhod2-bench-") as folder:
        output = Path(folder) / "film.mp4"
        wanted = FilmRequest(
            output, start=START, seconds=SECONDS, fps=FPS, width=width, height=height, camera=CAMERA, subtitles="none"
        )
        started = time.perf_counter()
        report = record_show(wanted, lambda _: show)
        spent = dict(report.spent_s)
        return report.frames / (time.perf_counter() - started - spent.get("open", 0.0)), spent


def _pyvista_per_s(triangles: int, width: int, height: int, frames: int) -> float | None:
    if importlib.util.find_spec("pyvista") is None:
        return None
    pyvista: Any = __import__("pyvista")
    with tempfile.TemporaryDirectory(prefix="voskhod2-bench-") as folder:
        plotter = pyvista.Plotter(off_screen=True, window_size=(width, height))
        side = max(8, round((triangles / 4) ** 0.5))
        plotter.add_mesh(pyvista.Sphere(theta_resolution=2 * side, phi_resolution=side), smooth_shading=True)
        plotter.open_movie(str(Path(folder) / "film.mp4"), framerate=int(FPS))
        plotter.write_frame()
        started = time.perf_counter()
        for _ in range(frames):
            plotter.camera.azimuth += 1
            plotter.write_frame()
        plotter.close()
        return frames / (time.perf_counter() - started)


def _tell(title: str, pace: dict[str, float], spent: dict[str, float]) -> None:
    print(title)
    for name, per_s in pace.items():
        print(f"  {name:24s}{per_s:8.2f} frames/s{1e3 / per_s:9.1f} ms")
    if "PyVista" not in pace:
        print("  PyVista                 not installed, not compared")
    slower = min(pace["drawing alone"], pace["encoding alone"])
    ratios = {
        "film / slower of drawing and encoding": pace["film"] / slower,
        "film / screenshot per frame": pace["film"] / pace["screenshot per frame"],
    }
    if "PyVista" in pace:
        ratios["film / PyVista"] = pace["film"] / pace["PyVista"]
    for name, ratio in ratios.items():
        verdict = "reached" if ratio >= GOALS[name] else "missed"
        print(f"  {name:40s}{ratio:6.2f}   goal {GOALS[name]:.1f} {verdict}")
    bound = "drawing" if pace["drawing alone"] <= pace["encoding alone"] else "encoding"
    print(f"  bound by {bound}; seconds spent: {json.dumps({name: round(s, 2) for name, s in spent.items()})}")


if __name__ == "__main__":
    film()
