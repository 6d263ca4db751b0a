"""How the player feels, and what it costs: from the hand to the drawn frame, idle, and over ten minutes.

``scripts/bench feel`` and ``scripts/bench idle`` take half a minute; ``scripts/bench soak`` takes ten minutes and is
run by hand. Times are of this machine in this run: compare figures of one run only.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from viz.film.chromium import TRIALS, find_chromium, import_playwright

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page, ViewportSize

SIZE: ViewportSize = {"width": 1280, "height": 720}
SLACK_MS = 30.0
"""The drawn frame may come this much later than one draw after the hand, at the 95th percentile."""
MOUSE_HZ = 125.0
"""How often a plain mouse tells its place; it does not wait for the page."""
DRAG_S = 6.0
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
  Object.defineProperty(window, "VizStage", {
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

    async def browser_processes(self) -> dict[int, float]:
        """Return every process of the browser with the CPU seconds it has used."""
        session = await self.browser.new_browser_cdp_session()
        found = (await session.send("SystemInfo.getProcessInfo"))["processInfo"]
        await session.detach()
        return {int(one["id"]): float(one["cpuTime"]) for one in found}

    async def used_s(self) -> tuple[float, float]:
        """Return the CPU seconds that program and browser have used."""
        return cpu_s(self.program.pid), sum((await self.browser_processes()).values())


@asynccontextmanager
async def watched(*options: str) -> AsyncIterator[Watched]:
    import_playwright()
    from playwright.async_api import async_playwright

    command = [sys.executable, "-P", "-m", "viz", "play", "--no-open", *options]
    program = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert program.stderr is not None
        line = program.stderr.readline()
        if "http://" not in line:
            sys.exit(f"the program does not start: {line}")
        trial = TRIALS[0]
        root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=find_chromium(), args=[*trial.flags, *root])
            page = await browser.new_page(viewport=SIZE)
            await page.add_init_script(FEEL)
            await page.goto(line.split()[-1])
            await page.wait_for_selector("html[data-scene][data-frame] body:not(.loading)", timeout=120_000)
            print(await page.locator("html").get_attribute("data-scene"), f"{SIZE['width']}x{SIZE['height']}")
            yield Watched(program, browser, page)
            await browser.close()
    finally:
        program.terminate()
        program.wait(10.0)


async def feel() -> None:
    """Drag along the spacewalk's bar: step by step, then without a pause."""
    async with watched("--at", "eva.exit", "--camera", "chase") as here:
        page = here.page
        track = await page.locator("#strip .track").bounding_box()
        assert track is not None
        left, width, middle = track["x"], track["width"], track["y"] + track["height"] / 2
        await page.mouse.move(left + 0.3 * width, middle)
        await page.mouse.down()
        await drag_by_steps(page, [left + width * (0.3 + 0.5 * (step * 0.618034 % 1.0)) for step in range(60)], middle)
        tell_feel("one step at a time", await page.evaluate("feel.drawn"))
        await drag_like_a_mouse(page, left + 0.3 * width, left + 0.8 * width, middle)
        tell_feel("without a pause", await page.evaluate("feel.drawn"))
        await page.mouse.up()


async def drag_by_steps(page: Page, places: list[float], y: float) -> None:
    """Wait after each step until its picture is drawn."""
    await page.evaluate("feel.drawn.length = 0; feel.wishes.clear()")
    for x in places:
        seen = await page.evaluate("feel.drawn.length")
        await page.mouse.move(x, y)
        await page.wait_for_function("(seen) => feel.drawn.length > seen", arg=seen)


async def drag_like_a_mouse(page: Page, start: float, end: float, y: float) -> None:
    """Move evenly for some seconds, telling the place as often as a mouse does and never waiting for an answer."""
    mouse = await page.context.new_cdp_session(page)
    await page.evaluate("feel.drawn.length = 0; feel.wishes.clear()")
    told, began = [], time.monotonic()
    for step in range(round(DRAG_S * MOUSE_HZ)):
        await asyncio.sleep(began + step / MOUSE_HZ - time.monotonic())
        place = {"x": start + (end - start) * step / (DRAG_S * MOUSE_HZ), "y": y}
        event = {"type": "mouseMoved", "button": "left", "buttons": 1, **place}
        told.append(asyncio.create_task(mouse.send("Input.dispatchMouseEvent", event)))
    await asyncio.gather(*told)
    print(f"a hand of {len(told) / (time.monotonic() - began):.0f} places a second")
    await mouse.detach()


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


async def idle() -> None:
    """Paused and untouched: the share of one core that program and browser use."""
    async with watched("--at", "eva.exit") as here:
        await here.page.wait_for_function("document.querySelector('#notice').hidden")
        await asyncio.sleep(3.0)  # the full-size picture after the last movement
        drawn = await here.page.locator("html").get_attribute("data-frame")
        began, before = time.monotonic(), await here.used_s()
        await asyncio.sleep(IDLE_S)
        lasted_s = time.monotonic() - began
        program_s, browser_s = (now - then for now, then in zip(await here.used_s(), before, strict=True))
        again = await here.page.locator("html").get_attribute("data-frame") != drawn
        print(f"paused: program {program_s / lasted_s:6.2%} of a core, browser {browser_s / lasted_s:6.2%}   budget 1%")
        if again:
            print("a frame was drawn although nothing moved")
        await here.page.goto("about:blank")
        await asyncio.sleep(3.0)
        began, (_, before_s) = time.monotonic(), await here.used_s()
        await asyncio.sleep(IDLE_S)
        empty = ((await here.used_s())[1] - before_s) / (time.monotonic() - began)
        print(f"the same browser with an empty page: {empty:6.2%}")


async def soak(seconds: float = SOAK_S) -> None:
    """Play for ten minutes, scrubbing now and then, and compare the memory of minute one and the last."""
    async with watched("--at", "eva.hatch_open", "--rate", "10") as here:
        page = here.page
        first: dict[str, float] = {}
        heap = await page.context.new_cdp_session(page)
        await page.keyboard.press("Space")
        began = time.monotonic()
        share_s = seconds / 10.0
        for minute in range(1, 11):
            while time.monotonic() - began < minute * share_s:
                await page.keyboard.press("Shift+ArrowRight" if minute % 2 else "Shift+ArrowLeft")
                await page.wait_for_timeout(min(10_000.0, share_s * 250.0))
                if "playing" not in (await page.locator("body").get_attribute("class") or ""):
                    await page.keyboard.press("Space")
            await heap.send("HeapProfiler.collectGarbage")
            used = {
                "program": resident_mib(here.program.pid),
                "browser": sum(resident_mib(pid) for pid in await here.browser_processes()),
                "page's objects": await page.evaluate("performance.memory.usedJSHeapSize") / 2**20,
            }
            first = first or used
            parts = [f"{name} {now:7.1f} MiB ({now / first[name] - 1.0:+6.1%})" for name, now in used.items()]
            print(f"{time.monotonic() - began:6.0f} s   " + "   ".join(parts), flush=True)
        over = [name for name, now in used.items() if now > first[name] * (1.0 + LARGEST_GROWTH)]
        print("flat within 5 %" if not over else f"more than 5 % grown: {', '.join(over)}")


def cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    if sys.platform == "win32":
        raise OSError("/proc and the clock's ticks are Linux's")
    return float(int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mib(pid: int) -> float:
    """Return the memory of a process that is its own or its share of what it shares."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024.0


def to_run(benchmark: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    return lambda: asyncio.run(benchmark())


BENCHMARKS = {"feel": to_run(feel), "idle": to_run(idle), "soak": to_run(soak)}

if __name__ == "__main__":
    for asked in sys.argv[1:]:
        BENCHMARKS[asked]()
