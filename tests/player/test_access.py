"""Whoever cannot see, point or bear motion: axe-core finds nothing in any state, the rest is tested here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from player_fakes import FakeShow, with_kite
from player_house import CHROMIUM, served

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")

EXIT_S = 5691.0
expect = sync_api.expect
Page = sync_api.Page

JUDGE = """async () => {
  // What fades in is judged when it is there.
  await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null)));
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} - ${node.failureSummary}`));
}"""


class KiteShow(FakeShow):
    """With something to suppose, so that no tab is hidden."""

    @property
    def timeline(self) -> Mapping[str, object]:
        return with_kite(super().timeline)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(KiteShow()) as address:
        yield address


def opened(browser: sync_api.Browser, address: str, language: str = "en", **wishes: object) -> Page:
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 720}, "reduced_motion": "reduce", **wishes})
    page = context.new_page()
    page.goto(f"{address}#at=eva.exit&camera=auto&lang={language}")
    ready = f'html[data-scene][data-met="{EXIT_S:g}"][lang={language}] body:not(.loading)'
    page.wait_for_selector(ready, state="attached")
    return page


@pytest.fixture(scope="module")
def page(browser: sync_api.Browser, address: str, axe: str) -> Iterator[Page]:
    context_page = opened(browser, address)
    context_page.evaluate(axe)
    yield context_page
    context_page.context.close()


def judge(page: Page) -> None:
    assert page.evaluate(JUDGE) == []


def test_the_page_itself(page: Page) -> None:
    judge(page)


def test_every_tab_of_the_drawer(page: Page) -> None:
    page.keyboard.press("e")
    tabs = page.locator("#drawer [role=tab]")
    assert tabs.count() >= 2
    for tab in tabs.all():
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        judge(page)
    page.keyboard.press("Escape")


def test_every_box(page: Page) -> None:
    boxes = page.locator("dialog").all()
    assert len(boxes) >= 2
    for box in boxes:
        if box.get_attribute("open") is None:
            box.evaluate("(box) => box.showModal()")
            judge(page)
            box.evaluate("(box) => box.close()")


def test_every_menu(page: Page) -> None:
    menus = page.locator("[popover]").all()
    assert menus
    for menu in menus:
        menu.evaluate("(menu) => menu.showPopover()")
        judge(page)
        menu.evaluate("(menu) => menu.hidePopover()")


def test_every_panel_that_a_button_unfolds(page: Page) -> None:
    for name in page.locator("button[aria-expanded=false][id]:visible").evaluate_all("(all) => all.map((b) => b.id)"):
        button = page.locator(f"#{name}")
        button.click()
        judge(page)
        if button.get_attribute("aria-expanded") == "true":
            page.keyboard.press("Escape")
        if button.get_attribute("aria-expanded") == "true":
            button.click()


@pytest.mark.parametrize("kind", ["presenter", "kiosk"])
def test_the_other_windows(browser: sync_api.Browser, axe: str, kind: str) -> None:
    with served() as own:
        window = browser.new_page(reduced_motion="reduce")
        window.goto(f"{own}#{kind}")
        window.wait_for_selector(f"html[data-scene][data-met] body.{kind}:not(.loading)", state="attached")
        window.evaluate(axe)
        judge(window)
        window.close()


def test_without_captions_and_with_a_notice(page: Page) -> None:
    page.keyboard.press("c")
    expect(page.locator("#caption-box")).to_be_hidden()
    page.evaluate("location.hash = 'at=yesterday'")
    expect(page.locator("#notice")).to_be_visible()
    judge(page)
    page.keyboard.press("c")
    expect(page.locator("#caption-box")).to_be_visible()


@pytest.mark.parametrize("language", ["ru", "hi"])
def test_the_other_languages(page: Page, language: str) -> None:
    page.evaluate(f"location.hash = 'at=eva.exit&lang={language}'")
    expect(page.locator("html")).to_have_attribute("lang", language)
    judge(page)
    page.evaluate("location.hash = 'at=eva.exit&lang=en'")
    expect(page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("size", [(390, 844), (1024, 576)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_small_windows(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    judge(page)
    page.set_viewport_size({"width": 1280, "height": 720})


CONTRAST = """([ink, plate, behind]) => {
  const read = (name) => getComputedStyle(document.querySelector(name));
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const [r, g, b, a = 1] = rgb(read(plate).backgroundColor);
  const under = [r, g, b].map((part, i) => part * a + behind[i] * (1 - a));
  const light = (colour) => colour.slice(0, 3).map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  const [one, other] = [light(rgb(read(ink).color)), light(under)].sort((x, y) => y - x);
  return (one + 0.05) / (other + 0.05);
}"""


@pytest.mark.parametrize("behind", [(255, 255, 255), (0, 0, 0), (120, 170, 220)], ids=["cloud", "space", "sea"])
def test_captions_can_be_read_over_bright_earth_and_black_sky(page: Page, behind: tuple[int, int, int]) -> None:
    assert page.evaluate(CONTRAST, ["#caption", "#caption", list(behind)]) >= 4.5


def test_phase_changes_are_said_politely_and_only_the_last_of_a_burst(page: Page) -> None:
    region = page.locator("#announce")
    assert region.get_attribute("aria-live") == "polite"
    page.evaluate("""() => {
      window.said = [];
      new MutationObserver(() => window.said.push(document.getElementById("announce").textContent))
        .observe(document.getElementById("announce"), { childList: true });
    }""")
    for key in ("Home", "End", "Home", "End", "2"):
        page.keyboard.press(key)
    expect(region).to_have_text("In the airlock", timeout=15_000)
    assert len(page.evaluate("window.said")) <= 2, "a burst of phases is not read out one by one"


def test_every_button_is_reached_by_tab_and_shows_that_it_is(page: Page) -> None:
    page.evaluate("document.activeElement.blur()")
    wanted = set(page.locator("#panel button[id]:visible").evaluate_all("(all) => all.map((one) => one.id)"))
    seen, dull = set(), []
    for _ in range(80):
        page.keyboard.press("Tab")
        name, outline = page.evaluate(
            "[document.activeElement.id, getComputedStyle(document.activeElement).outlineStyle]"
        )
        seen.add(name)
        if name and outline == "none":
            dull.append(name)
    assert wanted <= seen
    assert dull == []


def test_single_keys_stay_off_after_a_reload(browser: sync_api.Browser, address: str) -> None:
    page = opened(browser, address)
    page.keyboard.press("?")
    page.locator("#single-keys").uncheck()
    page.reload()
    page.wait_for_selector(f'html[data-met="{EXIT_S:g}"]', state="attached")
    page.keyboard.press("r")
    page.keyboard.press("PageDown")
    page.wait_for_selector('html[data-met="6150"]', state="attached")
    expect(page.locator("#rate")).to_have_text("1×")
    page.context.close()


def test_reduced_motion_cuts_instead_of_moving(browser: sync_api.Browser, address: str) -> None:
    calm, lively = opened(browser, address), opened(browser, address, reduced_motion="no-preference")
    moving = """() => [...document.querySelectorAll("*")].filter((one) => {
      const style = getComputedStyle(one);
      const lasts = (text) => text.split(",").some((part) => parseFloat(part) > 0);
      return lasts(style.transitionDuration) || (style.animationName !== "none" && lasts(style.animationDuration));
    }).length"""
    assert lively.evaluate(moving) > 0
    assert calm.evaluate(moving) == 0
    calm.context.close()
    lively.context.close()


def test_a_viewer_without_controls_has_nothing_to_press_in_vain(browser: sync_api.Browser, axe: str) -> None:
    from player_house import TOKENS

    from viz.player.door import Share

    with served(share=Share(), tokens=TOKENS) as owner:
        page = browser.new_page()
        page.goto(owner.replace(TOKENS.owner, TOKENS.viewer))
        page.wait_for_selector("html[data-scene][data-met] body.watching:not(.loading)")
        for name in ("play", "reverse", "faster", "loop", "camera"):
            expect(page.locator(f"#{name}")).to_be_hidden()
        expect(page.locator("#overview")).to_have_attribute("aria-readonly", "true")
        page.keyboard.press("Space")
        page.keyboard.press("End")
        page.keyboard.press("q")
        page.keyboard.press("e")
        expect(page.locator("#drawer")).to_be_visible()
        assert page.locator("html").get_attribute("data-met") == "0"
        expect(page.locator("#notice")).to_be_hidden()
        page.evaluate(axe)
        judge(page)
        page.locator("#event-list .event").first.click()
        expect(page.locator("#notice")).to_contain_text("You are watching")
        page.locator("#more").click()
        for name in ("doubt", "inset", "stops", "bookmark"):
            expect(page.locator(f"#{name}")).to_be_hidden()
        page.close()
