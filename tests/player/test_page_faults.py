"""The page where the machine fails it: no storage, no menus, a lost picture, a screen that would go dark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from player_fakes import FakeShow
from player_house import CHROMIUM, TOKENS, served
from player_page import AT_REST, EXIT_S, PaperShow, fresh_profile, opened, ready, tell, wait_met

from viz.player.door import Share
from viz.player.show import open_show

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")

expect = sync_api.expect
Context = sync_api.BrowserContext
Page = sync_api.Page

LINK = "at=eva.exit&camera=auto&lang=en"
GL_BRIDGE = """
window.VizStage = { async create({ container, width, height, quality }) {
  const canvas = document.createElement("canvas");
  container.append(canvas);
  const gl = canvas.getContext("webgl2");
  const stage = {
    canvas, gl, renderer: "fake", drawn: 0, async ready() {}, readyMore: async () => false,
    quality: quality === "auto" ? "light" : quality, setQuality(q) { stage.quality = q; },
    resize(w, h) { canvas.width = w; canvas.height = h; },
    draw() { stage.drawn += 1; gl.clearColor(0, .5, 1, 1); gl.clear(gl.COLOR_BUFFER_BIT); },
  };
  stage.resize(width, height);
  window.fakeStage = stage;
  return stage;
} };
"""
LOSE = "window.fakeStage.gl.getExtension('WEBGL_lose_context').loseContext()"


class DrawnShow(FakeShow):
    """The fake flight on a canvas of the graphics card."""

    def scene_files(self) -> Mapping[str, bytes | Path]:
        return {**super().scene_files(), "bridge.js": GL_BRIDGE.encode()}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(DrawnShow(), share=Share(), tokens=TOKENS) as address:
        yield address


@pytest.fixture
def context(browser: sync_api.Browser, address: str) -> Iterator[Context]:
    with fresh_profile(browser) as held:
        yield held
        tell(held, address, *AT_REST)


# --- site data blocked ----------------------------------------------------------------------------------

BLOCKED = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("Access is denied for this document.", "SecurityError"); },
})"""
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"


@pytest.mark.parametrize("fault", [BLOCKED, FULL], ids=["blocked", "full"])
def test_where_nothing_can_be_kept_the_page_remembers_until_it_is_closed(
    context: Context, address: str, fault: str
) -> None:
    context.add_init_script(fault)
    page = opened(context, address, LINK)
    wait_met(page, EXIT_S)
    page.keyboard.press("e")
    page.locator("#event-list").wait_for()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("a")
    expect(page.locator("#bookmarks .go")).to_have_count(1)
    page.keyboard.press("l")
    wait_met(page, EXIT_S + 10)
    page.keyboard.press("a")
    expect(page.locator("#bookmarks .go")).to_have_count(2)


# --- a browser without popovers -------------------------------------------------------------------------

NO_POPOVERS = """
for (const name of ["popover", "showPopover", "hidePopover", "togglePopover"]) delete HTMLElement.prototype[name];
for (const kind of [Document, Element]) {
  const find = kind.prototype.querySelectorAll, first = kind.prototype.querySelector;
  const known = (selector) => {
    if (String(selector).includes(":popover-open")) throw new DOMException("not a valid selector", "SyntaxError");
    return selector;
  };
  kind.prototype.querySelectorAll = function (selector) { return find.call(this, known(selector)); };
  kind.prototype.querySelector = function (selector) { return first.call(this, known(selector)); };
}
"""


def test_a_browser_without_popovers_shows_no_menus_and_its_keys_work(context: Context, address: str) -> None:
    context.add_init_script(NO_POPOVERS)
    page = opened(context, address, LINK)
    wait_met(page, EXIT_S)
    for name in ("#camera-menu", "#more-menu", "#camera", "#more"):
        expect(page.locator(name)).to_be_hidden()
    page.keyboard.press("v")
    expect(page.locator("#camera-name")).to_have_text("Following the craft")
    page.keyboard.press("b")
    expect(page.locator("#black")).to_be_visible()
    page.keyboard.press("b")
    expect(page.locator("#black")).to_be_hidden()


# --- the picture is lost --------------------------------------------------------------------------------


def lose(page: Page) -> None:
    """Take the picture away and wait until the page has loaded itself anew."""
    page.evaluate(f"document.documentElement.dataset.old = 1; {LOSE}")
    renewed(page)


def renewed(page: Page) -> None:
    page.wait_for_selector("html[data-scene][data-frame]:not([data-old]) body:not(.loading)", state="attached")


def test_a_lost_picture_comes_back_at_its_moment(context: Context, address: str) -> None:
    page = opened(context, address, LINK)
    wait_met(page, EXIT_S)
    page.keyboard.press("PageDown")
    wait_met(page, 6150.0)
    lose(page)
    wait_met(page, 6150.0)
    assert not page.evaluate("window.fakeStage.gl.isContextLost()")
    page.wait_for_function("window.fakeStage.drawn > 0")
    expect(page.locator("#notice")).to_be_hidden()


def test_a_picture_lost_again_and_again_is_told(context: Context, address: str) -> None:
    page = opened(context, address, LINK)
    wait_met(page, EXIT_S)
    for _ in range(3):
        lose(page)
    page.evaluate(LOSE)
    expect(page.locator("#notice")).to_contain_text("Reload the page")
    page.keyboard.press("l")
    wait_met(page, EXIT_S + 10)
    expect(page.locator("#notice")).not_to_contain_text("Try a current Chromium")


def test_a_kiosk_comes_back_by_itself(context: Context, address: str) -> None:
    page = opened(context, address, "kiosk&rate=1&idle=1000")
    page.wait_for_selector("body.playing", state="attached")
    lose(page)
    page.wait_for_selector("body.kiosk.playing", state="attached")
    page.clock.install()
    for _ in range(2):
        lose(page)
    page.evaluate(f"document.documentElement.dataset.old = 1; {LOSE}")
    expect(page.locator("#notice")).to_be_visible()
    page.clock.run_for(61_000)
    renewed(page)


def test_while_the_program_is_down_the_page_stays(browser: sync_api.Browser) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        with served(DrawnShow()) as address:
            page = opened(context, address, LINK)
            asked: list[str] = []
            page.on("requestfailed", lambda request: asked.append(request.url))
        page.wait_for_selector("body.lost", state="attached")
        asked.clear()
        with page.expect_event("requestfailed"):
            page.evaluate(LOSE)
        expect(page.locator("#notice")).to_contain_text("The connection is lost")


# --- the screen stays lit -------------------------------------------------------------------------------

WAKE_LOCKS = """
window.locks = [];
Object.defineProperty(navigator, "wakeLock", { value: { request: async (kind) => {
  const lock = Object.assign(new EventTarget(), { kind, released: false });
  lock.release = async () => { lock.released = true; lock.dispatchEvent(new Event("release")); };
  window.locks.push(lock);
  return lock;
} } });
"""
HELD = "count => window.locks.filter((lock) => lock.kind === 'screen' && !lock.released).length === count"


def test_the_screen_stays_lit_while_the_show_plays_in_full_screen(context: Context, address: str) -> None:
    context.add_init_script(WAKE_LOCKS)
    page = opened(context, address, LINK)
    page.keyboard.press("Space")
    page.wait_for_selector("body.playing", state="attached")
    page.wait_for_function(HELD, arg=0)
    page.keyboard.press("f")
    page.wait_for_function(HELD, arg=1)
    page.evaluate("window.locks[0].release()")  # as the system does when the page is hidden
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_function(HELD, arg=1)
    page.keyboard.press("Space")
    page.wait_for_function(HELD, arg=0)
    page.keyboard.press("f")
    page.wait_for_function("() => !document.fullscreenElement")


def test_a_kiosks_screen_stays_lit_and_where_no_lock_is_given_it_plays_on(context: Context, address: str) -> None:
    context.add_init_script(WAKE_LOCKS)
    page = opened(context, address, "kiosk&rate=1&idle=1000")
    page.wait_for_function(HELD, arg=1)
    no_lock = "() => Promise.reject(new DOMException('low battery', 'NotAllowedError'))"
    context.add_init_script(f"navigator.wakeLock.request = {no_lock}")
    refused = opened(context, address, "kiosk&rate=1&idle=1000")
    refused.wait_for_selector("body.playing", state="attached")


# --- keys -----------------------------------------------------------------------------------------------

PRESS = """([key, code, flags]) => {
  const event = new KeyboardEvent("keydown", {
    key, code, bubbles: true, cancelable: true,
    ...Object.fromEntries(flags.filter((flag) => flag !== "AltGraph").map((flag) => [flag, true])),
    modifierAltGraph: flags.includes("AltGraph"),
  });
  document.body.dispatchEvent(event);
  return event.defaultPrevented;
}"""
WINDOWS = ["ctrlKey", "altKey", "AltGraph"]
TAKEN = [("[", "Digit8", WINDOWS), ("\\", "Minus", WINDOWS), ("]", "Digit9", ["AltGraph"])]
LEFT_ALONE = [
    ("s", "KeyS", ["ctrlKey"]), ("[", "BracketLeft", ["ctrlKey"]), ("f", "KeyF", ["altKey"]), ("€", "KeyE", WINDOWS),
    ("q", "KeyQ", ["AltGraph"]), ("b", "KeyB", ["metaKey"]), ("[", "Digit5", ["altKey"]), ("к", "KeyR", ["ctrlKey"]),
]  # fmt: skip


def test_signs_written_with_altgr_are_keys_and_commands_are_not(context: Context, address: str) -> None:
    page = opened(context, address, LINK)
    wait_met(page, EXIT_S)
    assert [page.evaluate(PRESS, list(one)) for one in TAKEN] == [True] * len(TAKEN)
    assert [page.evaluate(PRESS, list(one)) for one in LEFT_ALONE] == [False] * len(LEFT_ALONE)
    page.locator("#overview").focus()
    page.keyboard.press("Control+ArrowRight")
    assert page.locator("html").get_attribute("data-met") == f"{EXIT_S:g}"


def test_on_a_mac_option_writes_signs(context: Context, address: str) -> None:
    context.add_init_script("Object.defineProperty(navigator, 'platform', { value: 'MacIntel' })")
    page = opened(context, address, LINK)
    assert page.evaluate(PRESS, ["[", "Digit5", ["altKey"]])
    assert not page.evaluate(PRESS, ["å", "KeyA", ["altKey"]])
    assert not page.evaluate(PRESS, ["f", "KeyF", ["altKey"]])


def test_a_clickers_full_stop_steps_in_a_window_and_blanks_the_full_screen(context: Context, address: str) -> None:
    page = opened(context, address, LINK)
    wait_met(page, EXIT_S)
    page.keyboard.press(".")
    page.wait_for_function(f"() => Number(document.documentElement.dataset.met) > {EXIT_S}")
    stood = page.locator("html").get_attribute("data-met")
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement")
    page.keyboard.press(".")
    expect(page.locator("#black")).to_be_visible()
    page.keyboard.press("f")
    page.wait_for_function("() => !document.fullscreenElement")
    page.keyboard.press(".")
    expect(page.locator("#black")).to_be_hidden()
    assert page.locator("html").get_attribute("data-met") == stood


# --- who only watches -----------------------------------------------------------------------------------


def test_who_only_watches_has_no_presenters_window_and_nothing_to_save(browser: sync_api.Browser, address: str) -> None:
    with fresh_profile(browser) as context:
        page = context.new_page()
        page.goto(f"{address.replace(TOKENS.owner, TOKENS.viewer)}#presenter")
        ready(page)
        expect(page.locator("#presenter")).to_be_hidden()
        assert page.locator("#presenter [data-part=notes]").inner_text() == ""
        page.wait_for_selector("body.watching:not(.presenter)", state="attached")
        page.evaluate("() => { HTMLAnchorElement.prototype.click = () => { window.saved = true; }; }")
        assert not page.evaluate(PRESS, ["s", "KeyS", []])
        assert not page.evaluate("window.saved")


# --- high contrast --------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_high_contrast_black_is_black_and_what_is_chosen_is_marked(
    browser: sync_api.Browser, address: str, scheme: str
) -> None:
    with fresh_profile(browser, forced_colors="active", color_scheme=scheme) as context:
        page = opened(context, address, LINK)
        edge = "one => { const s = getComputedStyle(one); return [s.borderTopStyle, s.borderTopColor].join(' '); }"
        chosen, other = (
            page.locator(f"#languages [aria-checked={is_chosen}]").first for is_chosen in ("true", "false")
        )
        assert chosen.evaluate(edge) != other.evaluate(edge)
        for name, key in (("captions", "c"), ("reverse", "r")):
            button = page.locator(f"#{name}")
            state, before = button.get_attribute("aria-pressed"), button.evaluate(edge)
            page.keyboard.press(key)
            expect(button).not_to_have_attribute("aria-pressed", str(state))
            assert button.evaluate(edge) != before
        page.keyboard.press("b")
        expect(page.locator("#black")).to_be_visible()
        assert page.locator("#black").evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(0, 0, 0)"
        tell(context, address, *AT_REST, {"do": "captions", "shown": True})


# --- fine screens and spaced text -------------------------------------------------------------------------------------


def test_on_a_fine_screen_the_picture_at_rest_is_fine_and_a_moving_one_is_not(browser: sync_api.Browser) -> None:
    with served() as address, fresh_profile(browser, device_scale_factor=2) as context:
        page = opened(context, address, LINK)
        page.wait_for_function("() => window.fakeStage.canvas.width > 1280")
        page.evaluate("""() => {
          window.widths = [];
          const { fakeStage } = window, { draw } = fakeStage;
          fakeStage.draw = (frame) => { window.widths.push(fakeStage.canvas.width); draw(frame); };
        }""")
        page.keyboard.press("l")
        page.wait_for_function("() => window.widths.at(-1) > 1280")
        assert page.evaluate("() => window.widths[0]") == 1280


@pytest.mark.parametrize(("cost_ms", "ratio"), [(1, 2.0), (125, 2.0), (200, 2.5**0.5), (600, 1.0)])
def test_a_picture_at_rest_is_as_fine_as_the_machine_bears(
    browser: sync_api.Browser, address: str, cost_ms: int, ratio: float
) -> None:
    with fresh_profile(browser, device_scale_factor=2) as context:
        page = opened(context, address, LINK)
        bearable = """async (cost) => {
          const { Scene } = await import("./scene.js"), { Pace } = await import("./pace.js"), pace = new Pace("light");
          return Scene.prototype.bearable.call({ cost, pace, drawnBy: pace.finest });
        }"""
        assert page.evaluate(bearable, cost_ms) == pytest.approx(ratio)


SPACED = "* { letter-spacing: .12em !important; word-spacing: .16em !important; line-height: 1.5 !important; }"
SPACED_PARAGRAPHS = SPACED + "p { margin-bottom: 2em !important; }"
SPACE_OUT = """(css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
}"""
TOUCHING = """() => {
  const boxes = [...document.querySelectorAll("#strip .name")].map((one) => one.getBoundingClientRect());
  boxes.sort((a, b) => a.left - b.left);
  return boxes.filter((box, i) => i > 0 && box.left < boxes[i - 1].right).length;
}"""


@pytest.mark.parametrize("language", ["en", "ru", "hi"])
def test_names_on_the_strip_do_not_touch_when_text_is_spaced_out(context: Context, address: str, language: str) -> None:
    page = opened(context, address, f"at=eva.exit&camera=auto&lang={language}")
    page.wait_for_selector(f"html[lang={language}]", state="attached")
    page.evaluate(SPACE_OUT, SPACED)
    page.wait_for_function(f"() => ({TOUCHING})() === 0", timeout=10_000)


WHOLE = """() => {
  const map = document.getElementById("map").getBoundingClientRect();
  const column = document.getElementById("instruments");
  const floor = document.getElementById("panel").offsetTop;
  return column.scrollHeight <= column.clientHeight && map.height > 60 && map.bottom <= floor;
}"""


def test_the_small_map_is_whole_when_text_is_spaced_out(browser: sync_api.Browser) -> None:
    with served(PaperShow(open_show("voskhod2"))) as address, fresh_profile(browser) as context:
        page = opened(context, address, "at=eva.exit&camera=auto&lang=ru")
        page.wait_for_selector("html[lang=ru]", state="attached")
        page.wait_for_function(WHOLE)
        page.evaluate(SPACE_OUT, SPACED_PARAGRAPHS)
        page.wait_for_selector("body.map-aside", state="attached")
        page.wait_for_function(WHOLE)
