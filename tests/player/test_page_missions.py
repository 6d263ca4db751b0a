"""The choice of missions in a real browser: the menu, links of another mission, other pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from player_fakes import FakeShow, fake_mission
from player_house import CHROMIUM, served
from player_page import fresh_profile, opened, ready, tell
from test_missions import TITLE, open_fake

from viz.player.theatre import Listed, Repertoire
from viz.story.captions import load_ui

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")

expect = sync_api.expect
Page = sync_api.Page
LISTED = Repertoire({"fake": Listed("fake", TITLE), "other": Listed("other", {**TITLE, "en": "Two"})}, open_fake)


@pytest.fixture
def address() -> Iterator[str]:
    with served(repertoire=LISTED) as address:
        yield address


def shows(page: Page, title: str) -> None:
    expect(page.locator("#mission-title")).to_have_text(title)
    ready(page)


def test_a_choice_in_the_menu_changes_every_page_and_keeps_its_kind(browser: sync_api.Browser, address: str) -> None:
    with fresh_profile(browser) as context:
        page = opened(context, address, "at=eva.exit&camera=tv1&lang=en")
        notes = opened(context, address, "presenter")
        page.locator("#more").click()
        expect(page.get_by_role("radio", name="One")).to_have_attribute("aria-checked", "true")
        page.get_by_role("radio", name="Two").click()
        for one in (page, notes):
            shows(one, "Another flight")
        expect(notes.locator("#presenter")).to_be_visible()
        expect(page.locator("html")).to_have_attribute("data-met", "0")  # its own beginning, not the other's moment
        page.wait_for_url(re.compile(r"mission=other$"))


def test_a_link_of_another_mission_says_so_and_leads_there_when_asked(browser: sync_api.Browser, address: str) -> None:
    with fresh_profile(browser) as context:
        page = opened(context, address, "at=eva.exit&camera=tv1&lang=en&mission=other")
        expect(page.locator("#notice")).to_contain_text("This link is of another mission: Two.")
        expect(page.locator("#notice")).to_have_attribute("lang", "en")
        expect(page.locator("#mission-title")).to_have_text("Voskhod 2")
        page.locator("#notice").get_by_role("button").click()
        shows(page, "Another flight")
        expect(page.locator("html")).to_have_attribute("data-met", "5691")
        page.wait_for_url(re.compile(r"#at=eva\.exit&camera=tv1&lang=en&mission=other$"))


@pytest.mark.parametrize("language", ["ru", "hi"])
def test_a_link_of_another_mission_is_told_in_its_own_language_or_the_shows(
    browser: sync_api.Browser, address: str, language: str
) -> None:
    said = load_ui(language)["page.missions.link"].format(title=TITLE[language])
    with fresh_profile(browser) as context:
        page = opened(context, address, f"lang={language}&mission=other")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.locator("#notice")).to_contain_text(said)
        expect(page.locator("#notice")).to_have_attribute("lang", language)
        tell(context, address, {"do": "language", "language": language})
        expect(page.locator("html")).to_have_attribute("lang", language)
        silent = opened(context, address, "mission=other")
        expect(silent.locator("#notice")).to_contain_text(said)
        tell(context, address, {"do": "language", "language": "en"})


def test_the_focus_is_handed_on_to_the_menu_of_the_mission_that_was_chosen(
    browser: sync_api.Browser, address: str
) -> None:
    with fresh_profile(browser) as context:
        page, other = opened(context, address, ""), opened(context, address, "")
        page.locator("#more").focus()
        page.keyboard.press("Enter")
        page.get_by_role("radio", name="Two").focus()
        page.keyboard.press("Enter")
        for one in (page, other):
            shows(one, "Another flight")
        expect(page.locator("#more")).to_be_focused()
        expect(other.locator("body")).to_be_focused()  # nobody chose anything there
        page.wait_for_url(re.compile(r"mission=other$"))
        page.reload()
        ready(page)
        expect(page.locator("body")).to_be_focused()


def test_a_link_of_a_mission_that_is_not_here_says_so(browser: sync_api.Browser, address: str) -> None:
    with fresh_profile(browser) as context:
        page = opened(context, address, "at=eva.exit&lang=ru&mission=lost")
        expect(page.locator("#notice")).to_have_text("Эта ссылка ведёт в полёт «lost», которого здесь нет.")
        expect(page.locator("html")).to_have_attribute("data-met", "0")


def test_with_one_mission_there_is_no_menu_and_old_links_work(browser: sync_api.Browser) -> None:
    with served() as address, fresh_profile(browser) as context:
        page = opened(context, address, "at=eva.exit&camera=tv1&lang=ru")
        expect(page.locator("html")).to_have_attribute("data-met", "5691")
        page.locator("#more").click()
        expect(page.locator("#more-full")).to_be_attached()
        expect(page.locator("#missions")).to_be_hidden()
        expect(page.locator("#missions button")).to_have_count(0)


def test_a_kind_of_event_is_a_word_and_no_command_to_the_style_sheet(browser: sync_api.Browser) -> None:
    """Kinds are the mission's own words: one that the page uses itself, such as `now`, marks nothing."""
    plain = fake_mission()
    kinds = ("now", "docking", "failure", *("eva" for _ in plain.events[3:]))
    events = tuple(replace(event, kind=kind) for event, kind in zip(plain.events, kinds, strict=True))
    with served(FakeShow(replace(plain, events=events))) as address, fresh_profile(browser) as context:
        page = opened(context, address, "at=rescue.skiers")
        skiers = next(event for event in events if event.id == "rescue.skiers")
        expect(page.locator("html")).to_have_attribute("data-met", f"{skiers.time.met_s:g}")  # none of the three is now
        colours = [
            page.locator(f".tick[data-event='{event.id}']").first.evaluate(
                "tick => getComputedStyle(tick).backgroundColor"
            )
            for event in events[:3]
        ]
    assert colours[0] == colours[1] != colours[2]
