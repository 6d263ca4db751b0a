"""By keyboard alone: the focus is never lost to the page itself, and goes where something is to be seen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from player_house import CHROMIUM, TOKENS, served
from player_page import AT_REST, PaperShow, fresh_profile, opened, tell, wait_met

from viz.player.door import Share
from viz.player.show import open_show

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")

expect = sync_api.expect
Page = sync_api.Page
LINK = "at={when}&camera=auto&lang=en"
FEET_FIRST = "feet first"


@pytest.fixture(scope="module")
def show() -> PaperShow:
    return PaperShow(open_show("voskhod2"))


@pytest.fixture(scope="module")
def address(show: PaperShow) -> Iterator[str]:
    with served(show, share=Share(), tokens=TOKENS) as address:
        yield address


@pytest.fixture
def context(browser: sync_api.Browser, address: str) -> Iterator[sync_api.BrowserContext]:
    """A fresh browser profile; afterwards the show stands as at the start."""
    with fresh_profile(browser) as held:
        yield held
        tell(held, address, *AT_REST)


@pytest.fixture
def page(context: sync_api.BrowserContext, address: str, show: PaperShow) -> Page:
    return opened_at(context, address, show, "eva.ingress")


def opened_at(context: sync_api.BrowserContext, address: str, show: PaperShow, when: str, link: str = "") -> Page:
    page = opened(context, address, LINK.format(when=when) + link)
    wait_met(page, show.when(when))
    return page


def press(page: Page, name: str, key: str = "Enter") -> None:
    """Put the focus on something that is to be seen, and press a key."""
    expect(page.locator(name)).to_be_visible()
    page.locator(name).focus()
    page.keyboard.press(key)


# --- the focus is handed on ---------------------------------------------------------------------------------------


def test_escape_leads_back_to_the_menu_whose_item_opened_the_drawer(page: Page) -> None:
    press(page, "#more")
    press(page, "#open-transcript")
    expect(page.locator("#transcript")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#more")).to_be_focused()


def test_a_drawer_opened_from_what_is_gone_gives_the_focus_to_the_controls(page: Page) -> None:
    tell(page.context, page.url, {"do": "suppose", "group": "eva", "name": "push_m_s", "value": 0.5})
    expect(page.locator("#banner")).to_be_visible()
    press(page, "#banner-back", "t")
    expect(page.locator("#transcript")).to_be_focused()
    tell(page.context, page.url, {"do": "suppose_nothing"})
    expect(page.locator("#banner")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.locator("#event-back")).to_be_focused()


def test_a_version_that_was_switched_keeps_the_focus(page: Page) -> None:
    page.keyboard.press("n")
    versions = page.locator("#notes .switch-version")
    recorded, other = versions.nth(0), versions.nth(1)
    for button, banner in ((other, True), (recorded, False), (other, True)):
        button.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#banner")).to_be_visible(visible=banner)
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(button).to_be_focused()


def test_notes_that_change_under_the_focus_keep_it(page: Page) -> None:
    page.keyboard.press("n")
    page.locator("#notes .switch-version").first.focus()
    tell(page.context, page.url, {"do": "go", "when": "eva.exit"})
    expect(page.locator("#notes h2")).to_have_text("A man in open space")
    expect(page.locator("#notes")).to_be_focused()


def test_a_list_written_anew_keeps_the_focus_on_its_line(page: Page) -> None:
    page.keyboard.press("e")
    line = page.locator("#event-list [data-event='eva.exit']")
    line.focus()
    tell(page.context, page.url, {"do": "language", "language": "ru"})
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(line).to_be_focused()
    tell(page.context, page.url, {"do": "language", "language": "en"})
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_back_to_the_record_hands_the_focus_on(page: Page) -> None:
    supposed = {"do": "suppose", "group": "eva", "name": "push_m_s", "value": 0.5}
    tell(page.context, page.url, supposed)
    press(page, "#banner-back")
    expect(page.locator("#banner")).to_be_hidden()
    expect(page.locator("#play")).to_be_focused()
    tell(page.context, page.url, supposed)
    page.keyboard.press("x")
    press(page, "#what-if .back")
    expect(page.locator("#what-if .back")).to_be_hidden()
    expect(page.locator("#what-if")).to_be_focused()


def test_the_view_put_straight_hands_the_focus_to_the_camera(page: Page) -> None:
    tell(page.context, page.url, {"do": "turn", "yaw_deg": 20, "pitch_deg": 0, "zoom": 1})
    press(page, "#reset-view")
    expect(page.locator("#reset-view")).to_be_hidden()
    expect(page.locator("#camera")).to_be_focused()


def test_a_question_is_answered_and_left_by_keyboard(page: Page, show: PaperShow) -> None:
    stop = show.timeline["stops"][0]  # type: ignore[index]
    tell(page.context, page.url, {"do": "stops", "shown": True}, {"do": "seek", "met_s": stop["met_s"]})
    press(page, "#stop-card button")
    expect(page.locator("#stop-card")).to_contain_text(stop["answer"]["en"])
    expect(page.locator("#stop-card button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#stop-card button")).to_be_hidden()
    expect(page.locator("#play")).to_be_focused()


# --- tabs and radio buttons ---------------------------------------------------------------------------------------


def test_arrows_turn_over_the_tabs_that_are_there(page: Page, address: str) -> None:
    page.keyboard.press("t")
    page.locator("#tab-transcript").focus()
    for key, name in (("ArrowRight", "what-if"), ("ArrowRight", "events"), ("ArrowLeft", "what-if")):
        page.keyboard.press(key)
        expect(page.locator(f"#tab-{name}")).to_be_focused()
        expect(page.locator(f"#{name}")).to_be_visible()
    viewer = opened(page.context, address.replace(TOKENS.owner, TOKENS.viewer), "")
    kiosk = opened(page.context, address, "kiosk")
    for window in (viewer, kiosk):
        window.keyboard.press("x")
        expect(window.locator("#drawer")).to_be_hidden()
        window.keyboard.press("n")  # a kiosk has no key for the transcript, as it has no button for it
        window.locator("#tab-transcript").click()
        for key, name in (("ArrowRight", "events"), ("ArrowLeft", "transcript")):
            window.keyboard.press(key)
            expect(window.locator(f"#tab-{name}")).to_be_focused()
            expect(window.locator(f"#tab-{name}")).to_have_attribute("aria-selected", "true")
            expect(window.locator(f"#{name}")).to_be_visible()


def test_a_radio_group_is_one_stop_for_tab(page: Page) -> None:
    radio = {language: page.locator(f"[data-language={language}]") for language in ("en", "ru", "hi")}
    radio["en"].focus()
    page.keyboard.press("Tab")
    expect(page.locator("#captions")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(radio["en"]).to_be_focused()
    for key, language in (
        ("ArrowRight", "ru"),
        ("End", "hi"),
        ("ArrowRight", "en"),
        ("ArrowLeft", "hi"),
        ("Home", "en"),
    ):
        page.keyboard.press(key)
        expect(radio[language]).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#camera")).to_be_focused()
    page.keyboard.press("Tab")
    expect(radio["en"]).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(radio["hi"]).to_have_attribute("tabindex", "0")
    expect(radio["en"]).to_have_attribute("tabindex", "-1")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_cameras_are_one_stop_for_tab(page: Page) -> None:
    press(page, "#camera")
    cameras = page.locator("#camera-menu [role=radio]")
    expect(cameras.first).to_be_focused()
    page.keyboard.press("End")
    expect(cameras.last).to_be_focused()
    expect(page.locator("#camera-menu [tabindex='0']")).to_have_count(1)


# --- the black screen ---------------------------------------------------------------------------------------------


def test_under_a_black_screen_nothing_is_reached_and_keys_go_on(page: Page, address: str, show: PaperShow) -> None:
    presenter = opened(page.context, address, "presenter")
    page.locator("#faster").focus()
    page.keyboard.press("b")
    black = page.locator("#black")
    expect(black).to_be_visible()
    expect(black).to_be_focused()
    for key in ("Tab", "Tab", "Shift+Tab"):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.matches('body, #black')"), "a control nobody sees has the focus"
    assert page.evaluate("[...document.querySelectorAll('body > :not(#black, dialog)')].every((one) => one.inert)")
    page.keyboard.press("Home")
    wait_met(page, show.real.flight.start_met_s)
    presenter.locator("#faster").focus()
    expect(presenter.locator("#faster")).to_be_focused()
    page.keyboard.press("b")
    expect(black).to_be_hidden()
    expect(page.locator("#faster")).to_be_focused()
    assert page.locator("[inert]").count() == 0


@pytest.mark.parametrize("key", ["Enter", "Escape"])
def test_the_black_screen_is_left_without_a_letter(page: Page, key: str) -> None:
    page.keyboard.press("t")
    expect(page.locator("#transcript")).to_be_focused()
    page.keyboard.press("b")
    expect(page.locator("#black")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("body.playing")).to_have_count(1)
    page.keyboard.press(key)
    expect(page.locator("#black")).to_be_hidden()
    expect(page.locator("#transcript")).to_be_focused()


def test_a_click_still_brings_the_picture_back(page: Page) -> None:
    page.keyboard.press("b")
    page.locator("#black").click()
    expect(page.locator("#black")).to_be_hidden()


def test_no_box_and_no_menu_lies_over_the_black(page: Page) -> None:
    for name, box in (("#help", "#help-box"), ("#more", "#more-menu")):
        press(page, name)
        expect(page.locator(box)).to_be_visible()
        tell(page.context, page.url, {"do": "black", "shown": True})
        expect(page.locator("#black")).to_be_focused()
        expect(page.locator(box)).to_be_hidden()
        page.keyboard.press("Enter")
        expect(page.locator(name)).to_be_focused()


# --- the presenter's window ---------------------------------------------------------------------------------------


def test_versions_in_the_presenters_notes_follow_what_is_supposed(page: Page, address: str, show: PaperShow) -> None:
    presenter = opened_at(page.context, address, show, "eva.ingress", "&presenter")
    versions = presenter.locator("#presenter .switch-version")
    recorded, other = versions.nth(0), versions.nth(1)
    expect(recorded).to_have_text("Shown now")
    other.focus()
    presenter.keyboard.press("Enter")
    expect(presenter.locator("#banner")).to_contain_text(FEET_FIRST)
    expect(other).to_have_text("Shown now")
    expect(recorded).to_have_text("Show this version")
    expect(other).to_be_focused()
    tell(page.context, page.url, {"do": "suppose_nothing"})
    expect(recorded).to_have_text("Shown now")
    expect(other).to_be_focused()


def test_where_there_is_no_map_none_is_offered(page: Page, address: str) -> None:
    presenter = opened(page.context, address, "presenter")
    press(presenter, "#more")
    expect(presenter.locator("#open-transcript")).to_be_visible()
    expect(presenter.locator("#open-map")).to_be_hidden()
    presenter.keyboard.press("Escape")
    presenter.keyboard.press("w")
    assert not presenter.evaluate("document.body.matches('.map-large')")
    press(page, "#more")
    press(page, "#open-map")
    expect(page.locator("#map")).to_be_visible()
    expect(page.locator("body.map-large")).to_have_count(1)


# --- the transcript -----------------------------------------------------------------------------------------------


def test_the_transcript_names_each_day_once_above_its_lines(page: Page) -> None:
    page.keyboard.press("t")
    days = page.locator("#transcript h2")
    expect(days).to_have_text(["18 Mar", "19 Mar", "20 Mar", "21 Mar"])
    first = "h => h.nextElementSibling.querySelector('.told').dataset.line"
    assert days.nth(1).evaluate(first) == "event orbit.tank_low"
    assert days.nth(3).evaluate(first) == "phase forest.third_day"
    assert page.locator("#transcript ol").first.locator(".told").count() == 1, "the training has no day"
    page.keyboard.press("Escape")
    tell(page.context, page.url, {"do": "language", "language": "ru"})
    expect(days.first).to_have_text("18 мар.")
    tell(page.context, page.url, {"do": "language", "language": "en"})
    expect(days.first).to_have_text("18 Mar")


def test_the_line_is_marked_whose_words_are_the_caption(page: Page) -> None:
    page.keyboard.press("t")
    marked = page.locator("#transcript [aria-current]")
    for when, line in (
        ("news.television-1h", "phase orbit.day"),
        ("news.television+10s", "event news.television"),
        ("news.television+1h", "phase orbit.day"),
        ("launch.liftoff", "event launch.liftoff"),
    ):
        tell(page.context, page.url, {"do": "go", "when": when})
        expect(marked).to_have_attribute("data-line", line)
        expect(marked.locator("span")).to_have_text(page.locator("#caption").text_content() or "")


def test_no_line_is_marked_where_nothing_is_claimed(page: Page) -> None:
    page.keyboard.press("t")
    tell(
        page.context, page.url,
        {"do": "suppose", "group": "suit", "name": "relief_pressure_atm", "value": None},
        {"do": "go", "when": "landing.touchdown"},
    )  # fmt: skip
    expect(page.locator("#caption")).to_contain_text("nothing is claimed")
    expect(page.locator("#transcript [aria-current]")).to_have_count(0)
