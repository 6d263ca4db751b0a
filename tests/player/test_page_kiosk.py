"""The show left to itself, and what several windows share: the kiosk, bookmarks, one voice in the room."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from player_fakes import FakeShow
from player_house import CHROMIUM, TOKENS, served
from player_page import AT_REST, EXIT_S, PaperShow, SpokenShow, fresh_profile, opened, ready, tell, wait_met

from viz.mission.when import parse_when
from viz.player.door import Share
from viz.player.playback import open_player
from viz.player.show import open_show

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")

expect = sync_api.expect
Context = sync_api.BrowserContext
Page = sync_api.Page

IDLE_S = 1000
"""Longer than any test: only a clock put forward ends it."""
KIOSK = f"kiosk&from=eva.exit&to=eva.suit_stiff&rate=1&idle={IDLE_S}"
KEPT = "JSON.stringify(Object.entries(localStorage).sort())"


class WordedShow(FakeShow):
    """The fake flight with the real reading of times."""

    def when(self, text: str) -> float:
        return parse_when(text, self.mission)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(PaperShow(open_show("voskhod2"))) as address:
        yield address


@pytest.fixture(scope="module")
def worded() -> Iterator[str]:
    with served(WordedShow()) as address:
        yield address


@pytest.fixture
def context(browser: sync_api.Browser) -> Iterator[Context]:
    with fresh_profile(browser) as held:
        yield held


def kiosk_at(context: Context, address: str, link: str = KIOSK) -> Page:
    """Open a kiosk that plays, with a clock the test may put forward."""
    page = opened(context, address, link)
    page.clock.install()
    page.wait_for_selector("body.playing", state="attached")
    return page


def leave_alone(page: Page) -> None:
    """Let the idle time pass."""
    page.clock.fast_forward(1000 * IDLE_S)


def looped(page: Page, start_s: float, end_s: float) -> None:
    """Wait until the page's own memory of the show has that loop."""
    page.wait_for_function("loop => String(history.state?.loop) === String(loop)", arg=[start_s, end_s])


SIZE = "document.documentElement.style.getPropertyValue('--caption-scale')"


def visit(page: Page) -> None:
    """Switch, open and type whatever a visitor can."""
    for key in ("Space", "+", "+", "i"):
        page.keyboard.press(key)
    expect(page.locator("#instruments")).to_be_hidden()
    page.locator("#hand").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#reset-view")).to_be_visible()
    page.locator("#caption").focus()
    page.keyboard.press("Enter")
    page.locator("#tab-events").click()
    page.locator("#search").fill("hatch")
    page.locator("#hand").focus()
    page.keyboard.press("w")
    page.locator("#camera").click()
    expect(page.locator("#camera-menu")).to_be_visible()
    page.wait_for_selector("body.map-large.drawer-open:not(.playing)", state="attached")


WITHHELD = ("a", "b", "c", "d", "e", "f", "m", "o", "p", "q", "s", "t", "u", "x", "?", "[", "]", ",", ".")


def test_what_a_kiosk_does_not_offer_is_no_key_either(context: Context, address: str) -> None:
    page = kiosk_at(context, address)
    page.keyboard.press("Space")
    page.wait_for_selector("body:not(.playing)", state="attached")
    page.evaluate("""() => {
      window.opened = [];
      window.open = () => { window.opened.push("window"); };
      HTMLAnchorElement.prototype.click = () => { window.opened.push("file"); };
      Element.prototype.requestFullscreen = async () => { window.opened.push("full screen"); };
      document.addEventListener("keydown", (event) => event.defaultPrevented && window.opened.push(event.key));
    }""")
    for key in WITHHELD:
        page.keyboard.press(key)
    for name in ("#drawer", "#help-box", "#black", "#notice"):
        expect(page.locator(name)).to_be_hidden()
    assert page.evaluate("window.opened") == []


def test_all_that_a_visitor_did_is_put_back_and_nothing_is_kept(context: Context, address: str) -> None:
    page = kiosk_at(context, address)
    kept, size = page.evaluate(KEPT), page.evaluate(SIZE)
    visit(page)
    assert page.evaluate(SIZE) != size
    assert page.evaluate(KEPT) == kept
    leave_alone(page)
    page.wait_for_selector("body.playing:not(.map-large, .drawer-open)", state="attached")
    for name in ("#reset-view", "#drawer", "#camera-menu"):
        expect(page.locator(name)).to_be_hidden()
    expect(page.locator("#instruments")).to_be_visible()
    expect(page.locator("#voice")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#single-keys")).to_be_checked()
    expect(page.locator("#search")).to_have_value("")
    expect(page.locator("#event-list li[hidden]")).to_have_count(0)
    assert page.evaluate(SIZE) == size
    assert page.evaluate("document.activeElement === document.body")
    assert page.evaluate(KEPT) == kept


def test_a_dialog_a_visitor_left_open_is_closed(context: Context, address: str) -> None:
    page = kiosk_at(context, address)
    page.locator("#caption").focus()
    page.evaluate("document.getElementById('help-box').showModal()")
    page.keyboard.press("Shift")
    leave_alone(page)
    expect(page.locator("#help-box")).to_be_hidden()
    assert page.evaluate("document.activeElement === document.body"), "a focus would steer the next hand"


def test_a_visitor_finds_sources_and_transcript_but_neither_what_if_nor_bookmarks(
    context: Context, address: str
) -> None:
    lecturers = "if (location.protocol === 'http:') localStorage.setItem('bookmarks voskhod2', '[5691]')"
    context.add_init_script(lecturers)
    page = kiosk_at(context, address, f"kiosk&from=eva.ingress&to=eva.ingress%2B20s&rate=1&idle={IDLE_S}")
    kept = page.evaluate(KEPT)
    page.evaluate("() => { window.open = () => { window.hasOpened = true; }; }")
    page.keyboard.press("a")
    page.locator("#caption").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#notes")).to_contain_text("How did he get back into the airlock?")
    expect(page.locator(".switch-version").first).to_be_attached()
    for name in ("#tab-notes", "#tab-transcript"):
        expect(page.locator(name)).to_be_visible()
    page.keyboard.press("p")
    page.keyboard.press("x")
    assert page.locator("#tab-notes").get_attribute("aria-selected") == "true"
    expect(page.locator(".switch-version").first).to_be_hidden()
    page.locator("#tab-events").click()
    expect(page.locator("#event-list")).to_be_visible()
    expect(page.locator("#bookmarks .go")).to_have_count(1)
    for name in ("#tab-what-if", "#what-if", "#bookmarks"):
        expect(page.locator(name)).to_be_hidden()
    page.locator("#search").press_sequentially("apx")
    expect(page.locator("#search")).to_have_value("apx")
    assert not page.evaluate("Boolean(window.hasOpened)")
    assert page.evaluate(KEPT) == kept


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.mark.parametrize("fresh", [True, False], ids=["fresh", "moment asked for"])
def test_a_kiosk_begins_anew_after_every_restart_of_the_program(browser: sync_api.Browser, fresh: bool) -> None:
    port, show = free_port(), WordedShow()
    # No fresh profile of the house: its pages may not complain, and a lost connection is told on the console.
    with browser.new_context(reduced_motion="reduce") as context:
        with served(port=port, tokens=TOKENS) as address:
            page = kiosk_at(context, address)
            page.keyboard.press("Space")
            page.wait_for_selector("body:not(.playing)", state="attached")
            page.wait_for_function("() => history.state?.playing === false")
        page.wait_for_selector("body.lost", state="attached")
        leave_alone(page)
        for _ in range(2):
            player = open_player(show.programme, met_s=100.0)
            with served(WordedShow(), port=port, tokens=TOKENS, player=player, fresh=fresh):
                page.wait_for_selector("body.playing:not(.lost)", state="attached", timeout=20_000)
                looped(page, EXIT_S, 6150.0)
                page.wait_for_function(f"() => Number(document.documentElement.dataset.met) >= {EXIT_S}")
            page.wait_for_selector("body.lost", state="attached")


@pytest.mark.parametrize("name", ["lang", "language"])
def test_a_reloaded_kiosk_speaks_the_language_asked_for_and_not_the_visitors(
    context: Context, worded: str, name: str
) -> None:
    page = kiosk_at(context, worded, f"{KIOSK}&{name}=ru")
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    page.locator("[data-language=hi]").click()
    expect(page.locator("html")).to_have_attribute("lang", "hi")
    page.keyboard.press("Space")
    page.wait_for_function("() => location.hash.includes('lang=hi')")
    page.reload()
    ready(page)
    expect(page.locator("html")).to_have_attribute("lang", "ru")


@pytest.mark.parametrize(
    ("start", "start_s"),
    [("eva.exit-2m", EXIT_S - 120.0), ("T+01:30:00", 5400.0), ("1965-03-18T08:30:01Z", 5401.0),
     ("11:30:02 MSK", 5402.0), ("", 0.0)],
)  # fmt: skip
def test_a_stretch_is_given_in_every_form_of_time(context: Context, worded: str, start: str, start_s: float) -> None:
    page = kiosk_at(context, worded, f"kiosk&from={start}&to=T%2B01:50:00&rate=1")
    looped(page, start_s, 6600.0)
    page.wait_for_function(f"() => Math.abs(Number(document.documentElement.dataset.met) - {start_s}) < 60")
    expect(page.locator("#notice")).to_be_hidden()


@pytest.mark.parametrize("stretch", ["from=yesterday&to=eva.exit", "from=eva.exit&to=eva.vent", f"from={'x' * 300}"])
def test_for_a_stretch_there_is_not_the_whole_flight_is_shown_and_the_page_says_so(
    context: Context, worded: str, stretch: str
) -> None:
    page = kiosk_at(context, worded, f"kiosk&{stretch}&rate=5000")
    expect(page.locator("#notice")).to_contain_text("the whole flight is shown")
    looped(page, 0.0, 75 * 3600.0)
    expect(page.locator("#rate")).to_have_text("100×")


def test_where_the_language_asked_for_is_none_a_visitors_does_not_stay(context: Context, worded: str) -> None:
    page = kiosk_at(context, worded, f"{KIOSK}&lang=fr")
    page.locator("[data-language=hi]").click()
    expect(page.locator("html")).to_have_attribute("lang", "hi")
    leave_alone(page)
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_what_is_no_stretch_is_told_in_words(context: Context, worded: str) -> None:
    page = kiosk_at(context, worded, "kiosk&from=yesterday&to=eva.exit")
    expect(page.locator("#notice")).to_have_text(
        "From “yesterday” to “eva.exit” is no stretch of this flight: the whole flight is shown."
    )


# --- several windows ------------------------------------------------------------------------------------------------


@pytest.fixture
def page(context: Context, worded: str) -> Iterator[Page]:
    page = opened(context, worded, "camera=auto&lang=en")
    tell(context, worded, *AT_REST, {"do": "go", "when": "eva.exit"})
    wait_met(page, EXIT_S)
    page.keyboard.press("e")
    yield page
    tell(context, worded, *AT_REST)


def mark(page: Page) -> None:
    """Keep the moment, wherever the focus is."""
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("a")


def test_two_windows_keep_one_list_of_bookmarks(page: Page, worded: str) -> None:
    other = opened(page.context, worded, "")
    other.keyboard.press("e")
    mark(page)
    expect(other.locator("#bookmarks .go")).to_have_count(1)
    mark(other)
    tell(page.context, worded, {"do": "go", "when": "eva.vent"})
    mark_at(other, 5420.0)
    expect(page.locator("#bookmarks .go")).to_have_count(2)
    page.locator("#bookmarks .away").first.click()
    expect(other.locator("#bookmarks .go")).to_have_count(1)
    other.evaluate("localStorage.clear()")
    expect(page.locator("#bookmarks")).to_be_hidden()


def mark_at(page: Page, met_s: float) -> None:
    wait_met(page, met_s)
    mark(page)


def test_what_another_window_kept_a_moment_ago_is_not_written_over(page: Page) -> None:
    """Windows tell each other a little later: what is kept is read again before it is changed."""
    keep = "met => localStorage.setItem('bookmarks fake', JSON.stringify([met, ...JSON.parse(localStorage.getItem('bookmarks fake') ?? '[]')]))"  # noqa: E501
    page.evaluate(keep, 100.0)
    mark(page)
    expect(page.locator("#bookmarks .go")).to_have_count(2)
    page.evaluate(keep, 50.0)
    page.locator("#bookmarks .away").last.click()
    expect(page.locator("#bookmarks .go")).to_have_count(2)


def test_after_a_bookmark_is_removed_the_focus_is_on_its_neighbour(page: Page, worded: str) -> None:
    for when, met_s in (("eva.vent", 5420.0), ("eva.exit", EXIT_S), ("eva.suit_stiff", 6150.0)):
        tell(page.context, worded, {"do": "go", "when": when})
        mark_at(page, met_s)
    marks = page.locator("#bookmarks .go")
    expect(marks).to_have_count(3)
    for removed, neighbour in ((1, 1), (1, 0)):
        page.locator("#bookmarks .away").nth(removed).press("Enter")
        expect(marks.nth(neighbour)).to_be_focused()
    page.locator("#bookmarks .away").press("Enter")
    expect(page.locator("#search")).to_be_focused()


HEARD = "() => { const voice = document.querySelector('audio'); return !voice.paused && voice.currentTime > 0; }"
QUIET = "() => document.querySelector('audio').paused"


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(SpokenShow(tmp_path_factory.mktemp("mission")), share=Share(), tokens=TOKENS) as address:
        yield address


def test_one_window_speaks_and_any_mutes_it(browser: sync_api.Browser, spoken: str) -> None:
    with fresh_profile(browser) as context:
        show = opened(context, spoken, "at=eva.exit&camera=auto&lang=en")
        presenter = opened(context, spoken, "presenter")
        viewer = opened(context, show.evaluate("fetch('timeline.json').then((a) => a.json())")["viewer_link"], "")
        show.bring_to_front()
        show.keyboard.press("Space")
        show.wait_for_function(HEARD)
        for silent in (presenter, viewer):
            silent.wait_for_selector("body.playing", state="attached")
            assert silent.locator("audio").evaluate_all("(all) => all.every((voice) => voice.paused)")
        expect(viewer.locator("#voice")).to_have_attribute("hidden", "")
        presenter.keyboard.press("m")
        show.wait_for_function(QUIET)
        expect(show.locator("#voice")).to_have_attribute("aria-pressed", "false")
        show.keyboard.press("m")
        show.wait_for_function(HEARD)
        expect(presenter.locator("#voice")).to_have_attribute("aria-pressed", "true")
        tell(context, spoken, *AT_REST)
