"""How the player feels, and what it costs: from the hand to the drawn frame, idle, and over ten minutes.

``scripts/bench feel`` and ``scripts/bench idle`` take half a minute; ``scripts/bench soak`` takes ten minutes and is
run by hand. Times are of this machine in this run: compare figures of one run only.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from viz.film.browser import TRIALS, find_chromium, import_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SIZE = {"width": 1280, "height": 720}
SLACK_MS = 30.0
"""The drawn frame may come this much later than one draw after the hand, at the 95th percentile."""
LARGEST_GROWTH = 0.05
IDLE_S = 10.0
SOAK_S = 600.0

FEEL = """(() => {
  const feel = { wishes: new Map(), hand: 0, began: 0, drawn: [], stage: null };
  window.feel = feel;
  for (const kind of ["pointerrawupdate", "pointermove"]) {
    addEventListener(kind, (event) => (feel.hand = event.timeStamp), { capture: true });
  }
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (text) {
    const message = JSON.parse(text);
    if (message.do === "seek" && !feel.wishes.has(message.met_s)) feel.wishes.set(message.met_s, feel.hand);
    return send.call(this, text);
  };
  let bridge;
  Object.defineProperty(window, "VoskhodStage", {
    get: () => bridge,
    set: (own) => (bridge = { ...own, create: async (...how) => {
      const stage = await own.create(...how);
      const draw = stage.draw.bind(stage);
      stage.draw = (frame) => { feel.began = performance.now(); draw(frame); };
      return (feel.stage = stage);
    } }),
  });
  document.addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
    const now = performance.now(), hand = feel.wishes.get(Number(document.documentElement.dataset.met));
    if (hand === undefined || !feel.began) return;
    feel.drawn.push([now - hand, now - feel.began]);
  }).observe(document.documentElement, { attributeFilter: ["data-frame"] }));
})()"""


@dataclass(frozen=True, slots=True)
class Watched:
    """A running program, and a page in a browser that shows it."""

    program: subprocess.Popen[str]
    browser: Browser
    page: Page

    def browser_processes(self) -> dict[int, float]:
        """Return every process of the browser with the CPU seconds it has used."""
        session = self.browser.new_browser_cdp_session()
        found = session.send("SystemInfo.getProcessInfo")["processInfo"]
        session.detach()
        return {int(one["id"]): float(one["cpuTime"]) for one in found}


@contextmanager
def watched(*options: str) -> Iterator[Watched]:
    command = [sys.executable, "-m", "viz", "play", "--no-open", *options]
    program = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert program.stderr is not None
        line = program.stderr.readline()
        if "http://" not in line:
            sys.exit(f"the program does not start: {line}")
        trial = TRIALS[0]
        root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        with import_playwright().sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=[*trial.flags, *root])
            page = browser.new_page(viewport=SIZE)
            page.add_init_script(FEEL)
            page.goto(line.split()[-1])
            page.wait_for_selector("html[data-scene][data-frame] body:not(.loading)", timeout=120_000)
            print(page.locator("html").get_attribute("data-scene"), f"{SIZE['width']}x{SIZE['height']}")
            yield Watched(program, browser, page)
            browser.close()
    finally:
        program.terminate()
        program.wait(10.0)


def feel() -> None:
    """Drag along the spacewalk's bar: step by step, then without a pause."""
    with watched("--at", "eva.exit", "--camera", "chase") as here:
        page = here.page
        track = page.locator("#strip .track").bounding_box()
        assert track is not None
        middle = track["y"] + track["height"] / 2
        places = [track["x"] + track["width"] * (0.3 + 0.5 * (step * 0.618034 % 1.0)) for step in range(60)]
        sweep = [track["x"] + track["width"] * (0.3 + 0.4 * step / 300) for step in range(300)]
        page.mouse.move(sweep[0], middle)
        page.mouse.down()
        for name, steps, wait in (("one step at a time", places, True), ("without a pause", sweep, False)):
            page.evaluate("feel.drawn.length = 0; feel.wishes.clear()")
            for x in steps:
                seen = page.evaluate("feel.drawn.length") if wait else 0
                page.mouse.move(x, middle)
                if wait:
                    page.wait_for_function("(seen) => feel.drawn.length > seen", arg=seen)
            page.wait_for_function("feel.drawn.length > 0")
            tell_feel(name, page.evaluate("feel.drawn"))
        page.mouse.up()


def share(values: list[float], part: float) -> float:
    return sorted(values)[min(int(len(values) * part), len(values) - 1)]


def tell_feel(name: str, drawn: list[list[float]]) -> None:
    whole = [latency for latency, _ in drawn]
    one_draw = share([draw for _, draw in drawn], 0.5)
    beyond = share([latency - draw for latency, draw in drawn], 0.95)
    over = "" if beyond <= SLACK_MS else "   over"
    print(f"{name}: {len(drawn)} frames, one draw {one_draw:.1f} ms")
    print(f"  hand to frame      {share(whole, 0.5):6.1f} ms, p95 {share(whole, 0.95):6.1f} ms")
    print(f"  beyond one's draw  p95 {beyond:6.1f} ms   budget {SLACK_MS:.0f}{over}")


def idle() -> None:
    """Paused and untouched: the share of one core that program and browser use."""
    with watched("--at", "eva.exit") as here:
        here.page.wait_for_function("document.querySelector('#notice').hidden")
        time.sleep(3.0)  # the full-size picture after the last movement
        drawn = here.page.locator("html").get_attribute("data-frame")
        began, program_s, browser_s = time.monotonic(), cpu_s(here.program.pid), sum(here.browser_processes().values())
        time.sleep(IDLE_S)
        lasted_s = time.monotonic() - began
        program_s, browser_s = cpu_s(here.program.pid) - program_s, sum(here.browser_processes().values()) - browser_s
        again = here.page.locator("html").get_attribute("data-frame") != drawn
        print(f"paused: program {program_s / lasted_s:6.2%} of a core, browser {browser_s / lasted_s:6.2%}   budget 1%")
        if again:
            print("a frame was drawn although nothing moved")
        here.page.goto("about:blank")
        time.sleep(3.0)
        began, browser_s = time.monotonic(), sum(here.browser_processes().values())
        time.sleep(IDLE_S)
        empty = (sum(here.browser_processes().values()) - browser_s) / (time.monotonic() - began)
        print(f"the same browser with an empty page: {empty:6.2%}")


def soak(seconds: float = SOAK_S) -> None:
    """Play for ten minutes, scrubbing now and then, and compare the memory of minute one and the last."""
    with watched("--at", "eva.hatch_open", "--rate", "10") as here:
        page = here.page
        first: dict[str, float] = {}
        heap = page.context.new_cdp_session(page)
        page.keyboard.press("Space")
        began = time.monotonic()
        share_s = seconds / 10.0
        for minute in range(1, 11):
            while time.monotonic() - began < minute * share_s:
                page.keyboard.press("Shift+ArrowRight" if minute % 2 else "Shift+ArrowLeft")
                page.wait_for_timeout(min(10_000.0, share_s * 250.0))
                if "playing" not in (page.locator("body").get_attribute("class") or ""):
                    page.keyboard.press("Space")
            heap.send("HeapProfiler.collectGarbage")
            used = {
                "program": resident_mib(here.program.pid),
                "browser": sum(resident_mib(pid) for pid in here.browser_processes()),
                "page's objects": page.evaluate("performance.memory.usedJSHeapSize") / 2**20,
            }
            first = first or used
            parts = [f"{name} {now:7.1f} MiB ({now / first[name] - 1.0:+6.1%})" for name, now in used.items()]
            print(f"{time.monotonic() - began:6.0f} s   " + "   ".join(parts), flush=True)
        over = [name for name, now in used.items() if now > first[name] * (1.0 + LARGEST_GROWTH)]
        print("flat within 5 %" if not over else f"more than 5 % grown: {', '.join(over)}")


def cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mib(pid: int) -> float:
    """Return the memory of a process that is its own or its share of what it shares."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024.0


BENCHMARKS: dict[str, Callable[[], Any]] = {"feel": feel, "idle": idle, "soak": soak}

if __name__ == "__main__":
    for asked in sys.argv[1:]:
        BENCHMARKS[asked]()
