"""What a lecture adds to the page, in a real browser: the real flight's words and numbers on a canvas of paper."""

from __future__ import annotations

import asyncio
import json
import os
import queue
import shutil
import threading
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest
from player_fakes import BRIDGE

from viz.player import server
from viz.player.playback import Programme, open_player
from viz.player.session import Shown, Wish
from viz.player.show import RealShow, open_show
from viz.story.compose import compose

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")

FLAGS = [
    "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic",
    *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
]  # fmt: skip

LANGUAGES = ("en", "ru", "hi")
expect = sync_api.expect
Page = sync_api.Page


@dataclass(frozen=True, repr=False)
class PaperShow:
    """The real show without its stage: everything but the picture."""

    real: RealShow

    @property
    def programme(self) -> Programme:
        return self.real.programme

    @property
    def timeline(self) -> Mapping[str, object]:
        return self.real.timeline

    def when(self, text: str) -> float:
        return self.real.when(text)

    def shown(self, wish: Wish) -> Shown:
        flight = self.real.shelf.flight(wish.supposed)
        picture = compose(flight, self.real.script, wish.met_s, wish.camera, wish.language)
        numbers = self.real.numbers(flight, picture.state, wish)
        return Shown(json.dumps({"met_s": wish.met_s, "yaw_deg": 0.0}), asdict(picture.words), numbers)

    def scene_files(self) -> Mapping[str, bytes | Path]:
        return {"bridge.js": BRIDGE.encode()}


@pytest.fixture(scope="module")
def show() -> PaperShow:
    return PaperShow(open_show("voskhod2"))


@pytest.fixture(scope="module")
def address(show: PaperShow) -> Iterator[str]:
    """The served show, in a thread of its own."""
    told: queue.Queue[str] = queue.Queue()
    loop = asyncio.new_event_loop()
    player = open_player(show.programme)
    serving = loop.create_task(server.serve(show, player, port=0, open_browser=False, announce=told.put))

    def run() -> None:
        loop.run_until_complete(asyncio.wait({serving}))
        loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    yield told.get(timeout=20.0).split()[-1]
    loop.call_soon_threadsafe(serving.cancel)
    thread.join(timeout=20.0)
    assert not thread.is_alive(), "the server does not end"


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


def opened(context: sync_api.BrowserContext, address: str, link: str) -> Page:
    page = context.new_page()
    page.goto(f"{address}#{link}")
    ready(page)
    return page


def ready(page: Page) -> None:
    """Wait until the page has drawn its first frame: only then do its keys answer."""
    page.wait_for_selector("html[data-scene][data-frame] body:not(.loading)", state="attached")


@pytest.fixture
def context(browser: sync_api.Browser, address: str) -> Iterator[sync_api.BrowserContext]:
    """A fresh browser profile; afterwards the show stands as at the start."""
    held = browser.new_context(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    complaints: list[str] = []
    held.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    held.on("weberror", lambda error: complaints.append(str(error.error)))
    yield held
    for message in (
        {"do": "play", "playing": False}, {"do": "suppose_nothing"}, {"do": "black", "shown": False},
        {"do": "stops", "shown": False}, {"do": "rate", "rate": 1}, {"do": "no_loop"},
    ):  # fmt: skip
        tell(held, address, message)
    held.close()
    assert complaints == []


def tell(context: sync_api.BrowserContext, address: str, message: dict[str, object]) -> None:
    """Ask the program over a socket of its own, as a page does."""
    page = next(iter(context.pages), None) or opened(context, address, "")
    page.evaluate(
        """message => new Promise((resolve) => {
            const address = new URL("socket", location.href);
            address.protocol = "ws:"; address.hash = "";
            const socket = new WebSocket(address);
            socket.onmessage = () => { socket.onmessage = null; socket.send(JSON.stringify(message)); socket.close(); };
            socket.onclose = resolve;
        })""",
        message,
    )


@pytest.fixture
def page(context: sync_api.BrowserContext, address: str) -> Page:
    return wait_event(
        opened(context, address, "at=eva.pressure_drop%2B10s&camera=auto&lang=en"), "Leonov lowers the pressure"
    )


def wait_event(page: Page, title: str) -> Page:
    expect(page.locator("#event-title")).to_have_text(title)
    return page


def wait_met(page: Page, expected_s: float) -> None:
    page.wait_for_selector(f'html[data-met="{expected_s:g}"]', state="attached")


def test_instruments_follow_the_moment(page: Page, show: PaperShow) -> None:
    expect(page.locator("[data-meter=suit] .value")).to_have_text("27.4\u00a0kPa")
    expect(page.locator("#curve polyline")).to_have_count(3)
    before = float(page.locator("#curve .moment").get_attribute("x1"))
    page.locator("[data-language=ru]").click()
    expect(page.locator("[data-meter=suit] .value")).to_have_text("27,4\u00a0кПа")
    page.locator("[data-language=en]").click()
    page.keyboard.press("PageDown")
    page.wait_for_function(
        "before => Number(document.querySelector('#curve .moment').getAttribute('x1')) > before", arg=before
    )
    page.keyboard.press("5")
    expect(page.locator("[data-meter=landing]")).to_contain_text("59.6°\u00a0N")
    page.keyboard.press("i")
    expect(page.locator("#instruments")).to_be_hidden()
    page.keyboard.press("i")


def test_a_number_opens_on_what_it_rests_on(page: Page) -> None:
    page.locator("[data-meter=suit]").focus()
    page.keyboard.press("Enter")
    notes = page.locator("#notes")
    expect(notes).to_contain_text("Suit: 27.4")
    expect(notes).to_contain_text("How was the suit pressure lowered?")
    expect(notes.locator("dd").first).to_have_text("reconstruction")
    expect(notes.get_by_role("button", name="Show this version")).to_have_count(1)


def test_a_caption_opens_on_its_sources_by_keyboard(page: Page) -> None:
    page.locator("#caption").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#notes h2")).to_have_text("Leonov lowers the pressure")


def test_the_map_grows_and_shrinks(page: Page) -> None:
    small = page.locator("#map").bounding_box()["width"]
    page.keyboard.press("w")
    expect(page.locator("#map .region").first).to_be_visible()
    assert page.locator("#map").bounding_box()["width"] > 3 * small
    expect(page.locator("#map .station text")).to_have_text("Yevpatoria")
    page.keyboard.press("Escape")
    expect(page.locator("#map .region")).to_have_count(0)
    expect(page.locator("#map > svg")).to_have_attribute(
        "aria-label", "Ship over 65° N, 95° E; Sun overhead at 1° S, 51° E."
    )


def test_the_planned_descent_lies_over_the_flown_one(page: Page) -> None:
    page.keyboard.press("5")
    expect(page.locator("#strip .lane .planned")).to_have_count(4)
    page.keyboard.press("3")
    expect(page.locator("#strip .lane")).to_be_hidden()


def test_what_if_changes_the_scene_and_says_so(page: Page, show: PaperShow) -> None:
    page.keyboard.press("x")
    page.get_by_label("kept at 0.40 atmosphere").check()
    banner = page.locator("#banner")
    expect(banner).to_contain_text("Hypothetical")
    expect(page.locator("#mark")).to_have_text("Hypothetical")
    expect(page.locator("[data-meter=suit] .value")).to_have_text("40.5\u00a0kPa")
    expect(page.locator("#what-if .result")).to_contain_text("does not fit 65.0\u00a0cm")
    page.locator("#delay").focus()
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    expect(banner).to_contain_text("Braking 2\u00a0seconds earlier")
    page.locator("#banner-back").click()
    expect(banner).to_be_hidden()
    expect(page.locator("[data-meter=suit] .value")).to_have_text("27.4\u00a0kPa")


def test_a_moved_burn_moves_its_events_on_the_bar_and_in_the_list(page: Page, show: PaperShow) -> None:
    tell(page.context, page.url, {"do": "suppose", "group": "descent", "name": "delay_s", "value": 60})
    expect(page.locator("#banner")).to_be_visible()
    page.keyboard.press("5")
    page.locator("#tab-events").evaluate("tab => tab.click()")
    moved = show.real.flight.mission.event("descent.ignition").time.met_s + 60.0
    page.locator("#event-list [data-event='descent.ignition']").click()
    wait_met(page, moved)
    page.keyboard.press("PageUp")
    page.keyboard.press("PageDown")
    wait_met(page, moved)


def test_versions_are_switched_where_they_are_told(page: Page) -> None:
    page.keyboard.press("e")
    page.locator("#event-list [data-event='eva.ingress']").click()
    wait_event(page, "Back in the airlock")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.get_by_role("button", name="Show this version").first.click()
    expect(page.locator("#banner")).to_contain_text("Another version")
    expect(page.locator("#banner")).to_contain_text("feet first")
    expect(page.get_by_role("button", name="Shown now")).to_have_count(1)
    page.get_by_role("button", name="Show this version").first.click()
    expect(page.locator("#banner")).to_be_hidden()


def test_a_stop_asks_and_its_answer_is_the_next_scene(page: Page, show: PaperShow) -> None:
    stop = next(stop for stop in show.timeline["stops"] if stop["id"] == "suit")
    tell(page.context, page.url, {"do": "seek", "met_s": stop["met_s"] - 1.0})
    wait_met(page, stop["met_s"] - 1.0)
    page.keyboard.press("q")
    page.keyboard.press("Space")
    card = page.locator("#stop-card")
    expect(card).to_contain_text(stop["question"]["en"])
    wait_met(page, stop["met_s"])
    card.get_by_role("button").click()
    wait_met(page, stop["answer_met_s"])
    expect(card).to_contain_text(stop["answer"]["en"])
    card.get_by_role("button").click()
    expect(page.locator("#play")).to_have_attribute("aria-label", "Pause")


def test_bookmarks_are_kept_and_lead_back(page: Page, show: PaperShow) -> None:
    here = float(page.locator("html").get_attribute("data-met"))
    page.keyboard.press("a")
    page.keyboard.press("Home")
    wait_met(page, show.real.flight.start_met_s)
    page.reload()
    ready(page)
    page.keyboard.press("e")
    page.locator("#bookmarks .go").click()
    wait_met(page, here)
    page.locator("#bookmarks .away").click()
    expect(page.locator("#bookmarks")).to_be_hidden()


def test_the_transcript_tells_everything_and_jumps(page: Page, show: PaperShow) -> None:
    page.keyboard.press("t")
    lines = page.locator("#transcript .told")
    mission = show.real.flight.mission
    expect(lines).to_have_count(len(mission.phases) + len(mission.events))
    expect(page.locator("#transcript [aria-current]")).to_contain_text("Leonov lowers the pressure")
    page.locator("#transcript [data-event='landing.touchdown']").click()
    wait_met(page, mission.event("landing.touchdown").time.met_s)


def test_captions_grow_by_key_and_stay_so(page: Page) -> None:
    size = "parseFloat(getComputedStyle(document.querySelector('#caption')).fontSize)"
    before = page.evaluate(size)
    page.keyboard.press("+")
    assert page.evaluate(size) == pytest.approx(1.25 * before)
    page.reload()
    ready(page)
    assert page.evaluate(size) == pytest.approx(1.25 * before)
    page.keyboard.press("-")


def test_the_presenter_sees_notes_and_blackens_the_other_window(page: Page, address: str) -> None:
    presenter = opened(page.context, address, "presenter")
    expect(presenter.locator("#scene canvas")).to_have_count(0)
    expect(presenter.locator("[data-part=title]")).to_contain_text("Leonov lowers the pressure")
    expect(presenter.locator("[data-part=notes]")).to_contain_text("How was the suit pressure lowered?")
    expect(presenter.locator("[data-part=next] li")).to_have_count(3)
    expect(presenter.locator("[data-part=left]")).to_contain_text("2 minutes, 20 seconds")
    presenter.keyboard.press("b")
    expect(page.locator("#black")).to_be_visible()
    expect(presenter.locator("#black")).to_be_hidden()
    expect(presenter.locator("[data-part=black]")).to_have_attribute("aria-pressed", "true")
    presenter.keyboard.press("b")
    expect(page.locator("#black")).to_be_hidden()
    presenter.keyboard.press("PageDown")
    expect(page.locator("#event-title")).not_to_have_text("Leonov lowers the pressure")


def test_the_kiosk_loops_hides_the_editing_and_returns_when_left_alone(
    page: Page, address: str, show: PaperShow
) -> None:
    kiosk = opened(page.context, address, "kiosk&from=eva.exit&to=eva.ingress&rate=5&language=ru&idle=2")
    expect(kiosk.locator("html")).to_have_attribute("lang", "ru")
    expect(kiosk.locator("#strip .loop")).to_be_visible()
    for name in ("#share", "#list", "#more", "#help"):
        expect(kiosk.locator(name)).to_be_hidden()
    kiosk.locator("[data-language=hi]").click()
    expect(kiosk.locator("html")).to_have_attribute("lang", "hi")
    expect(kiosk.locator("html")).to_have_attribute("lang", "ru")  # two seconds later
    expect(kiosk.locator("#rate")).to_have_text("5×")


OVERFLOW = """() => {
  const bad = [];
  const texts = [
    "#meters *", ".ends", "#banner", "#stop-card", "#stop-card *", ".tabs button", "#what-if *", ".result td",
    ".result th",
    "#more-menu button", "#presenter > div", "#buttons button", ".lane b", "#transcript .told *", ".switch-version",
    ".titles", ".clocks", "#caption-box"];
  for (const element of document.querySelectorAll(texts.join())) {
    const { left, right, width, height } = element.getBoundingClientRect();
    const { visibility, display } = getComputedStyle(element);
    if (width < 2 || height < 2 || visibility === "hidden" || element.closest("svg, .unseen")) continue;
    const name = `${element.id || element.className || element.tagName}: ${element.textContent.trim().slice(0, 30)}`;
    if (left < -1 || right > innerWidth + 1) bad.push(`outside the window: ${name}`);
    const isWide = element.clientWidth && element.scrollWidth > element.clientWidth + 1;
    if (isWide && display !== "inline") bad.push(`too wide: ${name}`);
  }
  if (document.documentElement.scrollWidth > innerWidth) bad.push("the page itself");
  return bad;
}"""

STATES = ("plain", "instruments", "events", "notes", "transcript", "what-if", "more", "descent", "stop", "presenter")


@pytest.mark.parametrize("size", [(1024, 576), (1920, 1080), (390, 844)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_overflows_in_any_state(
    context: sync_api.BrowserContext, address: str, show: PaperShow, language: str, size: tuple[int, int]
) -> None:
    page = opened(context, address, f"at=eva.pressure_drop%2B5s&lang={language}&camera=auto")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    tell(context, address, {"do": "suppose", "group": "suit", "name": "relief_pressure_atm", "value": None})
    tell(context, address, {"do": "suppose", "group": "descent", "name": "delay_s", "value": -33})
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("#banner")).to_be_visible()
    for state in STATES:
        target = set_up(page, address, state, show)
        found = target.evaluate(OVERFLOW)
        assert found == [], (state, found)


def set_up(page: Page, address: str, state: str, show: PaperShow) -> Page:
    """Bring the page into one of its states."""
    page.keyboard.press("Escape")
    is_open = page.locator("#instruments").is_visible()
    if is_open != (state in ("instruments", "descent")):
        page.keyboard.press("i")
    if state in ("events", "notes", "transcript", "what-if"):
        page.locator("#list").click()
        page.locator(f"#tab-{state}").click()
    elif state == "more":
        page.locator("#more").click()
    elif state == "descent":
        page.keyboard.press("5")
        expect(page.locator("#strip .lane")).to_be_visible()
    elif state == "stop":
        stop = show.timeline["stops"][3]  # type: ignore[index]
        tell(page.context, address, {"do": "seek", "met_s": stop["met_s"]})
        tell(page.context, address, {"do": "stops", "shown": True})
        expect(page.locator("#stop-card")).to_be_visible()
    elif state == "presenter":
        presenter = opened(page.context, address, "presenter")
        presenter.set_viewport_size(page.viewport_size)
        expect(presenter.locator("[data-part=title]")).not_to_be_empty()
        return presenter
    return page
