"""The page of two flights in a real browser, both drawn: one clock, a pane each, table, transcripts, a phone, axe."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
from player_house import CHROMIUM, served
from test_access import judge

from viz.player.pairshow import PairShow, open_pair
from viz.story.pair import Compared

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")

expect = sync_api.expect
Page = sync_api.Page
READY = "html[data-frame] body:not(.loading)"
TITLES = {"en": ("Voskhod 2", "Gemini 4"), "ru": ("Восход-2", "Джемини-4"), "hi": ("वोस्खोद 2", "जेमिनी 4")}


@pytest.fixture(scope="module")
def show() -> PairShow:
    return open_pair(Compared("voskhod2", "gemini4"))


@pytest.fixture(scope="module")
def address(show: PairShow) -> Iterator[str]:
    with served(show) as address:  # type: ignore[arg-type]
        yield address


@pytest.fixture(scope="module")
def page(browser: sync_api.Browser, address: str) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 1280, "height": 720}, reduced_motion="reduce") as context:
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.goto(f"{address}#at=T%2B00:01:35&lang=en")
        page.wait_for_selector(READY, state="attached", timeout=120_000)
        yield page


def at(page: Page, clock: str) -> None:
    expect(page.locator("#clock")).to_have_text(clock)


def pictures(page: Page) -> list[tuple[int, int]]:
    """Return the darkest and the brightest grey of each pane's picture."""
    image = pytest.importorskip("PIL.Image")
    shots = [pane.screenshot() for pane in page.locator(".view").all()]
    return [image.open(io.BytesIO(shot)).convert("L").getextrema() for shot in shots]


def test_both_are_drawn_on_one_clock(page: Page) -> None:
    at(page, "+01:35")
    expect(page.locator("#since")).to_contain_text("since")
    assert page.locator(".flight-name").all_inner_texts() == list(TITLES["en"])
    expect(page.locator(".pane").nth(0).locator(".times")).to_contain_text("11:36:26")  # Moscow, E02 and 95 s
    expect(page.locator(".pane").nth(1).locator(".times")).to_contain_text("14:48:10")  # UTC-5, E10 and 95 s
    assert all(brightest - darkest > 60 for darkest, brightest in pictures(page))
    left, right = (view.bounding_box() for view in page.locator(".view").all())
    assert left["height"] == right["height"]
    assert left["y"] == right["y"]
    assert right["x"] >= left["width"]


def test_keys_move_both(page: Page) -> None:
    for key, clock in (("l", "+01:45"), ("j", "+01:35")):
        page.keyboard.press(key)
        at(page, clock)
    before = page.locator(".times").all_inner_texts()
    page.keyboard.press("l")
    at(page, "+01:45")
    assert all(now != then for now, then in zip(page.locator(".times").all_inner_texts(), before, strict=True))
    page.keyboard.press("j")
    at(page, "+01:35")


def test_each_pane_has_its_own_camera(page: Page) -> None:
    right = page.locator("select.camera").nth(1)
    right.select_option("chase")
    expect(right).to_have_value("chase")
    expect(page.locator("select.camera").nth(0)).to_have_value("auto")
    right.select_option("auto")
    expect(right).to_have_value("auto")


def test_every_cell_of_the_table_has_its_standing_and_its_sources(page: Page, show: PairShow) -> None:
    page.locator("#table").click()
    rows = page.locator("#drawer-body tbody tr")
    expect(rows).to_have_count(len(show.timeline["table"]))  # type: ignore[arg-type]
    for cell in page.locator("#drawer-body tbody td").all():
        standing, *sources = cell.locator("small").inner_text().split(" · ")
        assert standing, cell.inner_text()
        assert sources, cell.inner_text()
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()


def test_the_transcripts_stand_in_the_order_of_the_panes(page: Page) -> None:
    page.locator("#transcripts").click()
    assert page.locator("#drawer-body h3").all_inner_texts() == list(TITLES["en"])
    for one in page.locator("#drawer-body ol").all():
        since = [float(row.get_attribute("data-since")) for row in one.locator(".told").all()]
        assert since == sorted(since)
        assert len(since) > 20
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()


@pytest.mark.parametrize("language", ["ru", "hi", "en"])
def test_the_language_changes_both(page: Page, language: str) -> None:
    page.locator(f"[data-language={language}]").click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    names = page.locator(".flight-name")
    for pane in (0, 1):
        expect(names.nth(pane)).not_to_have_text(TITLES["en"][pane] if language != "en" else "")
    expect(page.locator("body")).not_to_contain_text(re.compile(r"\bpage\.\w"))


@pytest.mark.parametrize("state", ["plain", "table", "transcripts", "phone"])
def test_axe_finds_nothing(page: Page, axe: str, state: str) -> None:
    if state == "phone":
        page.set_viewport_size({"width": 390, "height": 844})
    elif state != "plain":
        page.locator(f"#{state}").click()
    page.evaluate(axe)
    judge(page)
    if state == "phone":
        above, below = (view.bounding_box() for view in page.locator(".pane").all())
        assert above["x"] == below["x"]
        assert below["y"] >= above["y"] + above["height"]
        assert page.evaluate("document.documentElement.scrollWidth <= 390")
        page.set_viewport_size({"width": 1280, "height": 720})
    elif state != "plain":
        page.keyboard.press("Escape")
        expect(page.locator("#drawer")).to_be_hidden()


def test_nothing_was_said_in_the_console(page: Page) -> None:
    assert page.said == []
