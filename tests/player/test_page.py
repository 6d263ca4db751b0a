"""The page in a real browser, driven as a hand would, with the fake show behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from player_fakes import TITLES
from player_house import CHROMIUM, served
from player_page import AT_REST, EXIT_S, LANGUAGES, fresh_profile, met_s, opened, tell, wait_met

from viz.mission.load import load_mission
from viz.mission.when import parse_when

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")

HOUR_S = 3600.0

expect = sync_api.expect
Page = sync_api.Page


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A served fake show."""
    with served() as address:
        yield address


@pytest.fixture
def page(browser: sync_api.Browser, address: str) -> Iterator[Page]:
    """The page, paused on the exit, in English, with the default camera and rate."""
    with fresh_profile(browser) as context:
        page = opened(context, address, "at=eva.exit&camera=auto&lang=en")
        page.wait_for_selector(f'html[data-scene="fake"][data-met="{EXIT_S:g}"][lang=en]', state="attached")
        yield page
        tell(context, address, *AT_REST)


def test_space_plays_and_pauses(page: Page) -> None:
    clock = page.locator("#clock-utc")
    expect(clock).to_have_text("08:34:51")
    page.keyboard.press("Space")
    expect(page.locator("body")).to_have_class("playing")
    expect(page.locator("#play")).to_have_attribute("aria-label", "Pause")
    expect(clock).not_to_have_text("08:34:51")
    page.keyboard.press("k")
    expect(page.locator("#play")).to_have_attribute("aria-label", "Play")
    assert met_s(page) > EXIT_S


def test_keys_move_in_time(page: Page) -> None:
    for key, expected_s in [
        ("PageDown", 6150.0), ("PageUp", EXIT_S), ("Shift+ArrowRight", 6150.0), ("j", 6140.0), ("l", 6150.0),
        ("ArrowLeft", 6145.0), ("ArrowRight", 6150.0), ("Home", 0.0), ("End", 75 * HOUR_S),
        ("2", 1.5 * HOUR_S), ("0", 0.0),
    ]:  # fmt: skip
        page.keyboard.press(key)
        wait_met(page, expected_s)


def test_keys_change_rate_direction_and_camera(page: Page) -> None:
    page.keyboard.press(">")
    expect(page.locator("#rate")).to_have_text("2×")
    page.keyboard.press("r")
    expect(page.locator("#rate")).to_have_text("−2×")
    expect(page.locator("#reverse")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("r")
    page.keyboard.press("<")
    expect(page.locator("#rate")).to_have_text("1×")
    page.keyboard.press("v")
    expect(page.locator("#camera-name")).to_have_text("Following the craft")
    page.keyboard.press("Shift+v")
    expect(page.locator("#camera-name")).to_have_text("Director's choice")


PRESS_R_IN_RUSSIAN = """document.body.dispatchEvent(
    new KeyboardEvent("keydown", {key: "к", code: "KeyR", bubbles: true, cancelable: true}))"""


def test_letters_keep_their_place_on_a_russian_keyboard(page: Page) -> None:
    page.evaluate(PRESS_R_IN_RUSSIAN)
    expect(page.locator("#rate")).to_have_text("−1×")
    page.evaluate(PRESS_R_IN_RUSSIAN)
    expect(page.locator("#rate")).to_have_text("1×")


def test_dragging_the_bar_scrubs_true_to_scale(page: Page) -> None:
    box = page.locator("#overview .track").bounding_box()
    middle_y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.1 * box["width"], middle_y)
    page.mouse.down()
    for tenths in range(1, 5):
        page.mouse.move(box["x"] + 0.11 * tenths * box["width"], middle_y)
    page.mouse.up()
    share = 0.44 / 0.88
    page.wait_for_selector('html[data-met^="468"]', state="attached")
    assert met_s(page) == pytest.approx(share * 26 * HOUR_S, abs=26 * HOUR_S / (0.88 * box["width"]))
    expect(page.locator("#phase-title")).to_have_text("In orbit")


def test_the_days_in_the_forest_are_pressed_behind_a_break(page: Page) -> None:
    box = page.locator("#overview .track").bounding_box()
    page.mouse.click(box["x"] + 0.95 * box["width"], box["y"] + box["height"] / 2)
    expect(page.locator("#phase-title")).to_have_text("In the taiga")
    tail = (0.95 - 0.894) / (1 - 0.894)
    assert met_s(page) == pytest.approx((26 + 49 * tail) * HOUR_S, rel=0.01)


def test_the_strip_enlarges_the_present_phase(page: Page) -> None:
    strip = page.locator("#strip")
    assert strip.get_attribute("aria-valuemin") == "5400"
    assert strip.get_attribute("aria-valuemax") == "7200"
    box = page.locator("#strip .track").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector('html[data-met^="6300"], html[data-met^="6299"]', state="attached")


def test_the_bar_is_a_slider_that_speaks_in_words(page: Page) -> None:
    bar = page.locator("#overview")
    expect(bar).to_have_attribute("aria-valuetext", "1 hour, 34 minutes, 51 seconds after lift-off, Outside, rate 1")
    bar.focus()
    page.keyboard.press("ArrowRight")
    wait_met(page, EXIT_S + 60.0)
    page.keyboard.press("PageUp")
    wait_met(page, EXIT_S + 960.0)
    expect(bar).to_have_attribute("aria-valuenow", "6651")
    page.locator("[data-language=ru]").click()
    expect(bar).to_have_attribute(
        "aria-valuetext", "1 час 50 минут 51 секунда после старта, Выход в космос, скорость 1"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_changes_everything_at_once(page: Page, language: str) -> None:
    index = LANGUAGES.index(language)
    page.locator(f"[data-language={language}]").click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("#phase-title")).to_have_text(TITLES["phase"]["spacewalk.outside"][index])
    expect(page.locator("#caption")).to_have_text(TITLES["event"]["eva.exit"][index] + ".")
    expect(page).to_have_title(TITLES["mission"]["fake"][index])
    expect(page.locator("#strip .band span").last).to_have_text(TITLES["phase"]["spacewalk.outside"][index])
    left_over = page.locator("[aria-label^='page.'], [title^='page.']").count()
    assert left_over == 0
    assert "page." not in page.locator("body").inner_text()


def test_the_list_is_searched_and_jumps(page: Page) -> None:
    page.keyboard.press("e")
    expect(page.locator("#search")).to_be_focused()
    expect(page.locator("#event-list .event[aria-current]")).to_contain_text("Leonov floats free")
    page.keyboard.type("skiers z")
    expect(page.locator("#event-list .event:visible")).to_have_count(0)
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    expect(page.locator("#event-list .event:visible")).to_have_count(1)
    assert met_s(page) == EXIT_S, "letters typed into the search are no commands"
    page.locator("#event-list .event:visible").click()
    wait_met(page, 47 * HOUR_S)
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()


def test_sources_of_the_present_event_are_shown(page: Page) -> None:
    page.keyboard.press("PageDown")
    page.keyboard.press("n")
    notes = page.locator("#notes")
    expect(notes).to_contain_text("The suit stiffens")
    expect(notes).to_contain_text("not known exactly")
    expect(notes).to_contain_text("An encyclopaedia")
    expect(notes.locator(".versions li")).to_have_count(2)
    expect(notes.locator(".versions .chosen")).to_contain_text("Head first")
    page.keyboard.press("n")
    expect(page.locator("#drawer")).to_be_hidden()


def test_doubt_is_drawn_as_a_soft_cloud_over_the_whole_range(page: Page) -> None:
    cloud = page.locator("#strip .doubt")
    expect(cloud).to_have_count(1)
    track, box = page.locator("#strip .track").bounding_box(), cloud.bounding_box()
    assert box["width"] == pytest.approx(120.0 / 1800.0 * track["width"], abs=1.5)
    assert box["x"] - track["x"] == pytest.approx((6090.0 - 5400.0) / 1800.0 * track["width"], abs=1.5)


def test_single_keys_can_be_switched_off(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.locator("#help-box")).to_be_visible()
    expect(page.locator("#help-keys tr")).to_have_count(42)
    page.locator("#single-keys").uncheck()
    page.keyboard.press("Escape")
    expect(page.locator("#help-box")).to_be_hidden()
    page.keyboard.press("r")
    page.keyboard.press("PageDown")
    wait_met(page, 6150.0)
    expect(page.locator("#rate")).to_have_text("1×")
    page.locator("#help").click()
    page.locator("#single-keys").check()


def test_help_begins_at_its_beginning(page: Page) -> None:
    page.set_viewport_size({"width": 1024, "height": 576})
    page.keyboard.press("?")
    expect(page.locator("#help-title")).to_be_in_viewport()
    expect(page.locator("#help-title")).to_be_focused()


def test_captions_switch_off_and_on(page: Page) -> None:
    page.keyboard.press("c")
    expect(page.locator("#caption-box")).to_be_hidden()
    page.keyboard.press("c")
    expect(page.locator("#caption-box")).to_be_visible()


def test_the_hand_turns_the_view_and_lets_go(page: Page) -> None:
    page.mouse.move(600, 300)
    page.mouse.down()
    page.mouse.move(500, 320, steps=4)
    page.mouse.up()
    expect(page.locator("#reset-view")).to_be_visible()
    page.mouse.wheel(0, -200)
    page.keyboard.press("h")
    expect(page.locator("#reset-view")).to_be_hidden()


def test_black_screen(page: Page) -> None:
    page.keyboard.press("b")
    expect(page.locator("#black")).to_be_visible()
    page.keyboard.press("b")
    expect(page.locator("#black")).to_be_hidden()


def test_a_still_is_saved_with_the_moment_in_its_name(page: Page) -> None:
    with page.expect_download() as download:
        page.keyboard.press("s")
    assert download.value.suggested_filename == "fake-1965-03-18T08-34-51Z.png"


def test_a_loop_over_the_phase_is_shown_and_taken_away(page: Page) -> None:
    page.keyboard.press("o")
    expect(page.locator("#strip .loop")).to_be_visible()
    page.keyboard.press("o")
    expect(page.locator("#strip .loop")).to_be_hidden()


def test_a_reload_resumes_and_a_second_page_sees_the_same(page: Page) -> None:
    page.keyboard.press("PageDown")
    wait_met(page, 6150.0)
    page.wait_for_url("**#at=eva.suit_stiff&camera=auto&lang=en&mission=fake")  # it keeps the moment, not the old link
    page.reload()
    wait_met(page, 6150.0)
    other = page.context.new_page()
    other.goto(page.url)
    wait_met(other, 6150.0)
    other.keyboard.press("PageUp")
    wait_met(page, EXIT_S)


def test_the_moment_can_be_shared_as_a_link_and_a_command(page: Page, address: str) -> None:
    page.keyboard.press("l")
    wait_met(page, EXIT_S + 10.0)
    page.locator("#share").click()
    command = "voskhod2 --mission fake --at eva.exit+10s --camera auto --lang en"
    expect(page.locator("#share-command")).to_have_value(command)
    link = page.locator("#share-link").input_value()
    assert link == f"{address}#at=eva.exit+10s&camera=auto&lang=en&mission=fake"
    page.keyboard.press("Escape")
    page.keyboard.press("Home")
    wait_met(page, 0.0)
    page.wait_for_url(lambda url: url != link)  # until then the link is where we are, and going there is a reload
    page.goto(link)
    wait_met(page, EXIT_S + 10.0)


def test_a_wrong_link_is_explained_on_the_page(page: Page, address: str) -> None:
    page.goto(f"{address}#at=yesterday")
    expect(page.locator("#notice")).to_contain_text("Write an event (launch.liftoff)")


def test_phase_changes_are_announced(page: Page) -> None:
    page.keyboard.press("Home")
    expect(page.locator("#announce")).to_have_text("Ascent")


SIZES = [(1024, 576), (1280, 720), (1920, 1080), (390, 844)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_nothing_is_cut_off_or_overlaps(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for language in LANGUAGES:
        page.locator(f"[data-language={language}]").click()
        expect(page.locator("html")).to_have_attribute("lang", language)
        check_layout(page, *size)


def check_layout(page: Page, width: int, height: int) -> None:
    boxes = {name: page.locator(name).bounding_box() for name in ("#caption-box", "#panel", ".titles", ".clocks")}
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert boxes["#caption-box"]["y"] + boxes["#caption-box"]["height"] <= boxes["#panel"]["y"]
    assert boxes["#panel"]["y"] + boxes["#panel"]["height"] <= height + 1
    side_by_side = boxes[".titles"]["x"] + boxes[".titles"]["width"] <= boxes[".clocks"]["x"]
    stacked = boxes[".titles"]["y"] + boxes[".titles"]["height"] <= boxes[".clocks"]["y"]
    assert side_by_side or stacked
    for button in page.locator("#buttons button:visible").all():
        box = button.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert button.get_attribute("aria-label")


def test_without_a_scene_the_page_says_so_and_still_tells_the_flight(browser: sync_api.Browser, address: str) -> None:
    with browser.new_context() as context:
        bare = context.new_page()
        bare.route("**/bridge.js", lambda route: route.abort())
        bare.goto(f"{address}#at=eva.exit&lang=en")
        expect(bare.locator("#notice")).to_contain_text("WebGL")
        expect(bare.locator("#phase-title")).to_have_text("Outside")
        bare.keyboard.press("PageDown")
        wait_met(bare, 6150.0)


def test_of_many_wishes_the_first_goes_at_once_and_then_the_newest_when_the_picture_is_done(page: Page) -> None:
    sent = page.evaluate("""async () => {
      const { Wishes } = await import("./connection.js");
      const sent = [], steps = [], wishes = new Wishes();
      let newest = 0;
      const tell = () => sent.push(newest);
      const wish = (message) => { newest = message; wishes.soon(tell); };
      wish(1); steps.push([...sent]);
      wishes.hold(); wish(2); wish(3); steps.push([...sent]);
      wishes.release(); steps.push([...sent]);
      wish(4); steps.push([...sent]);
      return steps;
    }""")
    assert sent == [[1], [1], [1, 3], [1, 3, 4]]


def drag_along_the_strip(page: Page, steps: int) -> None:
    """Press on the strip and go on, each step once the one before is shown and painted."""
    track = page.locator("#strip .track").bounding_box()
    y = track["y"] + track["height"] / 2
    page.mouse.move(track["x"] + 0.3 * track["width"], y)
    page.mouse.down()
    for step in range(steps):
        before = page.locator("html").get_attribute("data-met")
        page.mouse.move(track["x"] + (0.35 + 0.02 * step) * track["width"], y)
        page.wait_for_function("(before) => document.documentElement.dataset.met !== before", arg=before)
        page.evaluate("new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))")


def test_under_a_dragging_hand_the_controls_are_moved_but_not_painted_anew(page: Page) -> None:
    told: list[list[dict[str, Any]]] = []
    browser = page.context.new_cdp_session(page)
    browser.on("LayerTree.layerTreeDidChange", lambda change: told.append(change.get("layers") or []))
    browser.send("DOM.enable")
    browser.send("LayerTree.enable")
    drag_along_the_strip(page, 12)
    page.evaluate("new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))")
    paints = {name_of(browser, layer): layer["paintCount"] for layer in told[-1] if "backendNodeId" in layer}
    page.mouse.up()
    assert paints["clocks"] >= 10, "what is told is painted"
    assert paints["panel"] <= 2, "when it is first pointed at, and no more"


def name_of(browser: sync_api.CDPSession, layer: dict[str, Any]) -> str:
    """Return the id, class or tag of the element a layer is of."""
    node = browser.send("DOM.describeNode", {"backendNodeId": layer["backendNodeId"]})["node"]
    told = node.get("attributes", [])
    named = dict(zip(told[::2], told[1::2], strict=True))
    return str(named.get("id") or named.get("class") or node["nodeName"])


RESTS_WHEN_TOLD = """() => {
  const { setTimeout: later, clearTimeout: never } = window;
  const resting = new Map();
  window.setTimeout = (work, ms, ...how) => (ms === 350 ? (resting.set(-1 - resting.size, work), -resting.size) : later(work, ms, ...how));
  window.clearTimeout = (id) => (id < 0 ? resting.set(id, () => {}) : never(id));
  window.rest = () => resting.forEach((work, id) => { resting.set(id, () => {}); work(); });
  const replace = history.replaceState;
  window.written = 0;
  history.replaceState = function (...how) { window.written += 1; return replace.apply(this, how); };
}"""  # noqa: E501
"""The hand rests when the test says so, however slow the machine is."""


def test_the_address_is_written_when_the_hand_rests(page: Page) -> None:
    page.wait_for_url("**&mission=fake")  # the opening moment has been written
    page.evaluate(RESTS_WHEN_TOLD)
    before = page.url
    drag_along_the_strip(page, 8)
    page.mouse.up()
    assert page.evaluate("window.written") == 0, "not once for every picture"
    page.evaluate("window.rest()")
    page.wait_for_function("(before) => location.href !== before", arg=before)
    assert page.evaluate("window.written") == 1
    assert "at=" in page.url


def test_a_link_to_a_moment_before_lift_off_leads_back_to_it(page: Page) -> None:
    told = page.evaluate("""async () => {
      const { Flight } = await import("./flight.js");
      const flight = new Flight(await (await fetch("timeline.json")).json());
      flight.events = [];
      return [-100, -59.6, -0.4, 0, 3661.2].map((met) => flight.when(met));
    }""")
    assert told == ["T-00:01:40", "T-00:01:00", "T+00:00:00", "T+00:00:00", "T+01:01:01"]
    assert [round(parse_when(text, load_mission())) for text in told] == [-100, -60, 0, 0, 3661]


@pytest.mark.parametrize("size", [{"width": 1024, "height": 576}, {"width": 390, "height": 844}])
def test_what_has_no_room_in_the_bar_is_in_the_menu(page: Page, size: dict[str, int]) -> None:
    page.set_viewport_size(size)
    expect(page.locator("#loop")).to_be_hidden()
    for pressed in ("true", "false"):
        page.locator("#more").click()
        page.locator("#more-loop").click()
        expect(page.locator("#more-loop")).to_have_attribute("aria-pressed", pressed)
    page.locator("#more").click()
    page.locator("#more-frame-next").click()
    page.wait_for_function(f"() => Number(document.documentElement.dataset.met) > {EXIT_S}")
    if size["width"] < 720:
        page.locator("#more").click()
        page.locator("#more-share").click()
        expect(page.locator("#share-box")).to_be_visible()


def test_a_link_is_followed_though_the_moment_shown_is_written_over_it_first(page: Page) -> None:
    wait_met(page, EXIT_S)
    page.evaluate(
        """() => {
          location.hash = "at=eva.exit+20s";
          history.replaceState(history.state, "", "#at=launch.liftoff&camera=auto&lang=en");
        }"""
    )
    wait_met(page, EXIT_S + 20.0)
