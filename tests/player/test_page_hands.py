"""Hands, ears and windows: touch, full screen, clipboard, loops, a lecturer's voice, the presenter's own window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from player_house import CHROMIUM, served
from player_page import AT_REST, EXIT_S, LANGUAGES, SpokenShow, fresh_profile, met_s, opened, tell, wait_met

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")

expect = sync_api.expect
Page = sync_api.Page
LINK = "at=eva.exit&camera=auto&lang=en"


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> SpokenShow:
    return SpokenShow(tmp_path_factory.mktemp("mission"))


@pytest.fixture(scope="module")
def address(show: SpokenShow) -> Iterator[str]:
    with served(show) as address:
        yield address


@pytest.fixture
def page(browser: sync_api.Browser, address: str) -> Iterator[Page]:
    with fresh_profile(browser, has_touch=True) as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = opened(context, address, LINK)
        wait_met(page, EXIT_S)
        yield page
        tell(context, address, *AT_REST)


HEARD = """() => {
  const voice = document.querySelector("audio");
  const place = Number(document.documentElement.dataset.met) - 5691;
  return !voice.paused && voice.currentTime > 1 && Math.abs(voice.currentTime - place) < 0.5;
}"""
QUIET = "() => document.querySelector('audio').paused"


def test_a_lecturers_voice_is_heard_in_time_at_real_time_only(page: Page) -> None:
    page.keyboard.press("l")  # ten seconds in: the voice begins with the phase, and is found at its place
    page.keyboard.press("Space")
    page.wait_for_function(HEARD)
    page.keyboard.press(">")
    page.wait_for_function(QUIET)
    page.keyboard.press("\\")
    page.wait_for_function(HEARD)
    page.keyboard.press("r")
    page.wait_for_function(QUIET)
    page.keyboard.press("r")
    page.wait_for_function(HEARD)
    page.keyboard.press("Space")
    page.wait_for_function(QUIET)


def test_the_voice_is_muted_by_key_and_where_there_is_none(page: Page) -> None:
    expect(page.locator("#voice")).to_have_count(1)
    page.keyboard.press("l")
    page.keyboard.press("Space")
    page.wait_for_function(HEARD)
    page.keyboard.press("m")
    page.wait_for_function(QUIET)
    expect(page.locator("#voice")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("m")
    page.wait_for_function(HEARD)
    page.locator("[data-language=ru]").click()
    page.wait_for_function(QUIET)
    page.locator("[data-language=en]").click()
    page.wait_for_function(HEARD)
    page.keyboard.press("1")  # lift-off: no file for that phase
    page.wait_for_function(QUIET)


def touch(page: Page, *ways: tuple[tuple[float, float], tuple[float, float]], steps: int = 5) -> None:
    """Put fingers down, lead each from its first to its second place, and take them up."""
    session = page.context.new_cdp_session(page)

    def points(share: float) -> list[dict[str, float]]:
        return [
            {"x": a[0] + share * (b[0] - a[0]), "y": a[1] + share * (b[1] - a[1]), "id": i}
            for i, (a, b) in enumerate(ways)
        ]

    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points(0.0)})
    for step in range(1, steps + 1):
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points(step / steps)})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def wait_hand(page: Page, condition: str) -> None:
    page.wait_for_function(
        f"() => {{ const {{ yaw_deg: yaw, zoom, right, up }} = window.fakeStage.last; return {condition}; }}"
    )


def test_two_fingers_apart_magnify_and_together_reduce(page: Page) -> None:
    touch(page, ((560, 300), (460, 300)), ((660, 300), (760, 300)))
    wait_hand(page, "Math.abs(zoom - 3) < 0.05 && Math.abs(yaw) < 0.5")
    touch(page, ((460, 300), (560, 300)), ((760, 300), (660, 300)))
    wait_hand(page, "Math.abs(zoom - 1) < 0.05 && Math.abs(yaw) < 0.5")


def test_a_finger_turns_and_turns_back(page: Page) -> None:
    touch(page, ((560, 300), (480, 300)))
    wait_hand(page, "Math.abs(yaw - 20) < 0.5 && right === 0")
    expect(page.locator("#reset-view")).to_be_visible()
    touch(page, ((500, 300), (580, 300)))
    wait_hand(page, "Math.abs(yaw) < 0.5")
    expect(page.locator("#reset-view")).to_be_hidden()


def test_two_fingers_side_by_side_move_the_picture_with_them(page: Page) -> None:
    height = page.locator("#hand").bounding_box()["height"]
    touch(page, ((560, 300), (480, 340)), ((660, 300), (580, 340)))
    wait_hand(page, f"Math.abs(right - 80 / {height}) < 0.01 && Math.abs(up - 40 / {height}) < 0.01")
    wait_hand(page, "Math.abs(yaw) < 0.5 && Math.abs(zoom - 1) < 0.05")
    page.locator("#reset-view").click()
    wait_hand(page, "right === 0 && up === 0 && zoom === 1")


@pytest.mark.parametrize("way", ["right button", "Shift"])
def test_a_mouse_moves_the_picture_too(page: Page, way: str) -> None:
    height = page.locator("#hand").bounding_box()["height"]
    button = "right" if way == "right button" else "left"
    page.mouse.move(500, 300)
    if way == "Shift":
        page.keyboard.down("Shift")
    page.mouse.down(button=button)
    page.mouse.move(450, 270, steps=4)
    page.mouse.up(button=button)
    page.keyboard.up("Shift")
    wait_hand(page, f"Math.abs(right - 50 / {height}) < 0.01 && Math.abs(up + 30 / {height}) < 0.01 && yaw === 0")


def test_the_keyboard_turns_moves_and_magnifies_the_view_that_has_the_focus(page: Page) -> None:
    page.locator("#hand").focus()
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowUp", "+"):
        page.keyboard.press(key)
    wait_hand(page, "yaw === 10 && Math.abs(up - 0.05) < 1e-9 && zoom > 1.1 && zoom < 1.2")
    assert met_s(page) == EXIT_S, "the arrows were not the clock's"
    page.keyboard.press("h")
    wait_hand(page, "yaw === 0 && up === 0 && zoom === 1")


def test_a_mouse_leaves_the_arrows_to_the_clock(page: Page) -> None:
    page.mouse.click(500, 300)
    page.keyboard.press("ArrowRight")
    wait_met(page, EXIT_S + 5.0)


def test_a_finger_on_the_bar_scrubs(page: Page) -> None:
    box = page.locator("#overview .track").bounding_box()
    middle_y = box["y"] + box["height"] / 2
    touch(page, ((box["x"] + 5, middle_y), (box["x"] + 0.44 * box["width"], middle_y)))
    page.wait_for_function("() => Math.abs(Number(document.documentElement.dataset.met) - 46800) < 200")


def test_in_full_screen_the_controls_step_back_and_come_again(page: Page) -> None:
    tell(page.context, page.url, {"do": "no_loop"})
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement !== null")
    page.keyboard.press("Space")
    page.mouse.move(400, 200)
    page.wait_for_selector("body.idle", state="attached")
    expect(page.locator("#panel")).to_have_css("opacity", "0")
    assert page.evaluate("document.querySelector('#scene').getBoundingClientRect().height === innerHeight")
    page.mouse.move(420, 220)
    page.wait_for_selector("body:not(.idle)", state="attached")
    expect(page.locator("#panel")).to_have_css("opacity", "1")
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement === null")


def test_paused_in_full_screen_the_controls_stay(page: Page) -> None:
    page.clock.install()
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement !== null")
    page.mouse.move(400, 200)
    page.clock.run_for(20_000)
    expect(page.locator("body")).not_to_have_class("idle")
    page.keyboard.press("f")


def test_the_link_is_copied_to_the_clipboard(page: Page, address: str) -> None:
    page.locator("#share").click()
    page.locator("#copy-link").click()
    expect(page.locator("#share-done")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}#{LINK}&mission=fake"


def test_without_the_clipboard_the_link_is_selected_and_the_page_says_so(page: Page) -> None:
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.locator("#share").click()
    page.locator("#copy-link").click()
    expect(page.locator("#share-done")).to_contain_text("Ctrl+C")
    selected = "(() => { const { selectionStart: a, selectionEnd: b, value } = document.activeElement; return [a, b, value.length]; })()"  # noqa: E501
    start, end, length = page.evaluate(selected)
    assert start == 0
    assert end == length > 40


def test_a_loop_is_drawn_where_it_is_and_played_round(page: Page) -> None:
    tell(
        page.context, page.url, {"do": "loop", "start_met_s": 5700.0, "end_met_s": 6000.0}, {"do": "rate", "rate": 300}
    )
    track, box = page.locator("#strip .track").bounding_box(), page.locator("#strip .loop").bounding_box()
    assert box["width"] == pytest.approx(300.0 / 1800.0 * track["width"], abs=2.5)
    assert box["x"] - track["x"] == pytest.approx(300.0 / 1800.0 * track["width"], abs=2.5)
    page.evaluate("""() => {
      window.shown = [];
      new MutationObserver(() => window.shown.push(Number(document.documentElement.dataset.met)))
        .observe(document.documentElement, { attributes: true, attributeFilter: ["data-met"] });
    }""")
    page.keyboard.press("Space")
    page.wait_for_function("() => window.shown.filter((met, index, all) => index && met < all[index - 1]).length >= 2")
    shown = page.evaluate("window.shown")
    assert all(5700.0 <= met <= 6000.0 for met in shown[1:])
    page.keyboard.press("Space")


def looped(page: Page) -> list[float]:
    """Return the range that the strip shows as repeated, as shares of the track."""
    shares: list[float] = page.evaluate("""() => {
      const track = document.querySelector("#strip .track").getBoundingClientRect();
      const loop = document.querySelector("#strip .loop").getBoundingClientRect();
      return [loop.left, loop.right].map((edge) => (edge - track.left) / track.width);
    }""")
    return shares


LOOPED = "() => !document.querySelector('#strip .loop').hidden"


def test_a_range_is_marked_by_dragging_with_shift(page: Page) -> None:
    track = page.locator("#strip .track").bounding_box()
    y = track["y"] + track["height"] / 2
    page.keyboard.down("Shift")
    page.mouse.move(track["x"] + 0.8 * track["width"], y)
    page.mouse.down()
    page.mouse.move(track["x"] + 0.6 * track["width"], y)
    expect(page.locator("#strip .bubble")).to_have_text("08:48:00 – 08:54:00")
    page.mouse.up()
    page.keyboard.up("Shift")
    expect(page.locator("#loop")).to_have_attribute("aria-pressed", "true")
    assert looped(page) == pytest.approx([0.6, 0.8], abs=0.004)
    assert met_s(page) == EXIT_S, "marking a range is not seeking"
    page.keyboard.press("o")
    expect(page.locator("#strip .loop")).to_be_hidden()


def test_a_range_is_marked_from_here_to_here_by_keys(page: Page) -> None:
    page.keyboard.press("[")
    page.wait_for_function(LOOPED)
    first = page.locator("#strip .loop").evaluate("loop => loop.style.width")
    page.keyboard.press("PageDown")
    wait_met(page, 6150.0)
    page.keyboard.press("]")
    page.wait_for_function("first => document.querySelector('#strip .loop').style.width !== first", arg=first)
    assert looped(page) == pytest.approx([(EXIT_S - 5400.0) / 1800.0, (6150.0 - 5400.0) / 1800.0], abs=0.004)
    tell(page.context, page.url, {"do": "no_loop"})


def test_the_presenters_window_opens_beside_and_moves_the_show(page: Page) -> None:
    with page.context.expect_page() as opening:
        page.keyboard.press("p")
    presenter = opening.value
    expect(presenter.locator("#presenter")).to_be_visible()
    expect(presenter.locator("[data-part=title]")).to_contain_text("Leonov floats free")
    expect(presenter.locator("#scene canvas")).to_have_count(0)
    presenter.keyboard.press("PageDown")
    wait_met(page, 6150.0)
    presenter.locator("[data-language=hi]").click()
    expect(page.locator("html")).to_have_attribute("lang", "hi")
    presenter.close()
    page.locator("[data-language=en]").click()
    assert met_s(page) == 6150.0


def test_who_asks_the_machine_for_less_motion_gets_it_of_the_cameras(
    page: Page, show: SpokenShow, browser: sync_api.Browser, address: str
) -> None:
    page.keyboard.press("l")
    wait_met(page, EXIT_S + 10.0)
    assert show.asked[-1].look.still
    page.emulate_media(reduced_motion="no-preference")
    # Changed media are told to the page before it next draws.
    page.evaluate("new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))")
    page.keyboard.press("l")
    wait_met(page, EXIT_S + 20.0)
    assert not show.asked[-1].look.still


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_program_refuses_is_told_in_the_viewers_language(page: Page, language: str) -> None:
    said = {
        "en": "“yesterday” is no time of this flight",
        "ru": "«yesterday» — не время этого полёта",
        "hi": "“yesterday” इस उड़ान का कोई समय नहीं है",
    }[language]
    page.locator(f"[data-language={language}]").click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.evaluate("location.hash = '#at=yesterday'")
    expect(page.locator("#notice")).to_contain_text(said)
    for example in ("(launch.liftoff)", "(rescue.skiers-2m)", "(T+47:00:00)"):
        expect(page.locator("#notice")).to_contain_text(example)
    page.locator("[data-language=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
