"""Speeds and counts against the budgets of the house; run by ``scripts/bench``.

Times are medians of many runs in this one process; machines are noisy, so compare figures of one run only.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import benchmark_alternative
import benchmark_exact
import benchmark_flight
import benchmark_player
from benchmark_film import film

from viz.film.browser import open_tab
from viz.flight.flight import Flight
from viz.mission.load import load_mission, mission_folder
from viz.missions.voskhod2.flight.flight import VoskhodFlight
from viz.stage.bundle import web_files
from viz.stage.quality import QUALITIES
from viz.stage.stage import Stage
from viz.story.compose import compose
from viz.story.look import Look
from viz.story.script import load_script

TRIANGLE_BUDGET = 30_000
SIZE = (1280, 720)
PAGE = b"""<!doctype html><meta charset="utf-8"><title>bench</title><div id="stage"></div>
<script src="scene/jquery.min.js"></script><script src="scene/glow.min.js"></script>
<script src="scene/bridge.js"></script>"""
OPEN = """(async ([width, height]) => {
  const container = document.getElementById("stage");
  window.stage = await VizStage.create({ container, base: "scene/", width, height, quality: "light" });
  window.timed = async ([text, times, quality]) => {
    const gl = stage.gl, one = new Uint8Array(4), took = [];
    stage.setQuality(quality);
    const frame = JSON.parse(text);
    await stage.ready(frame);
    for (let i = 0; i <= times; i++) {
      const start = performance.now();
      stage.draw(frame);
      gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, one);   // waits until the picture is there
      took.push(performance.now() - start);
    }
    took.shift();
    took.sort((a, b) => a - b);
    return [took[Math.floor(took.length / 2)], stage.triangles(), stage.drawCalls()];
  };
  return stage.renderer;
})"""
SHOTS = (
    ("launch.liftoff+5s", "ground"), ("launch.liftoff+60s", "chase"), ("airlock.deploy+5m", "beauty"),
    ("eva.exit+90s", "chase"), ("eva.exit+90s", "beauty"), ("eva.exit+90s", "airlock"), ("eva.exit+90s", "cosmonaut"),
    ("eva.exit+90s", "tv1"), ("eva.exit+90s", "orbit"), ("descent.ignition+10s", "chase"),
    ("descent.peak_heat", "entry"), ("descent.main_canopy+60s", "chase"), ("landing.touchdown+60s", "chase"),
    ("rescue.sighted", "helicopter"),
)  # fmt: skip


def median_ms(work: Callable[[], Any], times: int) -> float:
    took = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return statistics.median(took) * 1e3


def core() -> None:
    mission, folder = load_mission(), mission_folder("voskhod2")
    print(f"load mission        {median_ms(load_mission, 5):9.1f} ms")
    print(f"Flight.build        {median_ms(lambda: Flight.build(mission, folder=folder), 3):9.1f} ms   budget 1000")
    flight, script, stage = Flight.build(mission, folder=folder), load_script(mission, folder), Stage()
    span = flight.end_met_s - flight.start_met_s
    moments = [flight.start_met_s + span * (i * 0.618034 % 1.0) for i in range(2000)]
    spacewalk = [5700.0 + i * 0.35 for i in range(2000)]
    for name, times in (("whole flight", moments), ("spacewalk", spacewalk)):
        ticks = iter(times * 2)
        took_us = median_ms(lambda: flight.state_at(next(ticks)), 2000) * 1e3  # noqa: B023 - called at once
        print(f"state_at, {name:12s}{took_us:7.1f} us   budget 100")
    ticks = iter(spacewalk)

    def frame() -> None:
        stage.draw(compose(flight, script, next(ticks), Look("beauty")))
        stage.frame()

    print(f"compose+draw+frame  {median_ms(frame, 300):9.2f} ms   budget 5")
    print(f"frame message       {len(stage.frame()) / 1024:9.1f} KiB")
    assert isinstance(flight, VoskhodFlight)
    benchmark_flight.report(flight)


def shots() -> None:
    mission, folder = load_mission(), mission_folder("voskhod2")
    from viz.mission.when import parse_when

    flight, script, stage = Flight.build(mission, folder=folder), load_script(mission, folder), Stage()
    files: dict[str, Any] = {f"scene/{name}": content for name, content in web_files(stage).items()}
    with open_tab({**files, "index.html": PAGE}) as tab:
        tab.open("index.html")
        renderer = tab.call(OPEN, list(SIZE), within_s=120)
        print(f"{renderer}, {SIZE[0]}x{SIZE[1]}")
        columns = (
            ("camera", -12),
            ("triangles", 10),
            ("calls", 7),
            ("light ms", 10),
            ("full ms", 10),
            ("triangles", 10),
        )
        print(f"{'moment':26s}" + "".join(f"{name:{'<' if w < 0 else '>'}{abs(w)}s}" for name, w in columns))
        for when, camera in SHOTS:
            stage.draw(compose(flight, script, parse_when(when, mission), Look(camera)))
            (took, triangles, calls), (fine_ms, fine, _) = (
                tab.call("window.timed", [stage.frame(), 7, quality], within_s=120) for quality in QUALITIES
            )
            over = "" if triangles <= TRIANGLE_BUDGET else f"   over the budget of {TRIANGLE_BUDGET}"
            print(f"{when:26s}{camera:12s}{triangles:10.0f}{calls:7.0f}{took:10.1f}{fine_ms:10.1f}{fine:10.0f}{over}")


def main(names: list[str]) -> None:
    if names[:1] == ["exact"]:  # it takes options of its own
        sys.exit(0 if benchmark_exact.exact(names[1:]) else 1)
    known = {"core": core, "shots": shots, "film": film, **benchmark_player.BENCHMARKS}
    known["what-if"] = benchmark_alternative.what_if
    for name in names or [name for name in known if name != "soak"]:
        if name not in known:
            sys.exit(f'there is no benchmark "{name}" - choose from {", ".join(known)}, exact')
        print(json.dumps({"benchmark": name}))
        known[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
