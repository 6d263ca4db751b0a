"""The page's state survives its own reload and the program's end: the moment comes back, or the page says how."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from player_fakes import FakeShow
from player_house import CHROMIUM, TOKENS, served

from viz.player.playback import open_player
from viz.player.tokens import kept_tokens

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")
expect = sync_api.expect
Page = sync_api.Page


@pytest.fixture
def page(browser: sync_api.Browser) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def stand_at(page: Page, address: str) -> None:
    """Open the page and leave it in a state that is nothing like the opening one."""
    page.goto(f"{address}#at=eva.exit&camera=tv1&lang=ru")
    page.wait_for_selector('html[data-met="5691"][lang=ru] body:not(.loading)', state="attached")
    page.keyboard.press("l")
    page.keyboard.press(">")
    for key in ("c", "d", "q"):
        page.keyboard.press(key)
    page.locator("#hand").focus()
    page.keyboard.press("Shift+ArrowUp")
    expect(page.locator("#reset-view")).to_be_visible()
    page.wait_for_selector('html[data-met="5701"]', state="attached")
    expect(page.locator("#rate")).to_have_text("2×")
    expect(page.locator("#caption-box")).to_be_hidden()


def stands_there(page: Page) -> None:
    page.wait_for_selector('html[data-met="5701"][lang=ru] body:not(.lost)', state="attached", timeout=20_000)
    expect(page.locator("#rate")).to_have_text("2×")
    expect(page.locator("#camera-name")).to_have_text("Телекамера 1")
    expect(page.locator("#caption-box")).to_be_hidden()
    for name in ("doubt", "stops"):
        expect(page.locator(f"#{name}")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#reset-view")).to_be_visible()


def test_the_same_secrets_on_the_same_port_bring_open_pages_back_to_their_moment(page: Page, tmp_path: Path) -> None:
    port, file = free_port(), tmp_path / "secrets"
    with served(port=port, tokens=kept_tokens(file)) as address:
        stand_at(page, address)
    page.wait_for_selector("body.lost", state="attached")
    expect(page.locator("#notice")).to_contain_text("Связь прервана")
    with served(port=port, tokens=kept_tokens(file)) as again:
        assert again == address
        stands_there(page)
        expect(page.locator("#notice")).to_be_hidden()
        page.reload()
        stands_there(page)


def test_a_page_reloaded_after_the_restart_comes_back_too(page: Page) -> None:
    port = free_port()
    with served(port=port, tokens=TOKENS) as address:
        stand_at(page, address)
    page.wait_for_selector("body.lost", state="attached")
    with served(port=port, tokens=TOKENS):
        page.reload()
        stands_there(page)


def test_new_secrets_refuse_the_old_page_and_it_says_how_to_return(page: Page) -> None:
    port = free_port()
    with served(port=port) as address:
        stand_at(page, address)
    page.wait_for_selector("body.lost", state="attached")
    with served(port=port) as again:
        assert again != address
        link = "#at=eva.exit+10s&camera=tv1&lang=ru&mission=fake"
        expect(page.locator("#notice")).to_contain_text(link, timeout=20_000)
        assert page.locator("html").get_attribute("data-met") == "5701", "the page keeps what it shows"
        page.goto(again + link)
        page.wait_for_selector('html[data-met="5701"][lang=ru]', state="attached")


def test_an_old_page_does_not_move_a_show_that_has_gone_on(page: Page, browser: sync_api.Browser) -> None:
    port = free_port()
    with served(port=port, tokens=TOKENS) as address:
        stand_at(page, address)
    page.wait_for_selector("body.lost", state="attached")
    page.context.set_offline(True)
    with served(port=port, tokens=TOKENS), browser.new_context() as fresh:
        lecturer = fresh.new_page()
        lecturer.goto(f"{address}#at=landing.touchdown")
        lecturer.wait_for_selector('html[data-met="93600"]', state="attached")
        page.context.set_offline(False)
        page.wait_for_selector('html[data-met="93600"] body:not(.lost)', state="attached", timeout=20_000)
        assert lecturer.locator("html").get_attribute("data-met") == "93600"


def test_an_opening_moment_asked_for_on_the_command_line_stands(page: Page) -> None:
    port, show = free_port(), FakeShow()
    with served(port=port, tokens=TOKENS) as address:
        stand_at(page, address)
    page.wait_for_selector("body.lost", state="attached")
    with served(show, port=port, tokens=TOKENS, player=open_player(show.programme, met_s=100.0), fresh=False):
        page.wait_for_selector('html[data-met="100"] body:not(.lost)', state="attached", timeout=20_000)


SCRUB = """async () => {
  const { Address } = await import(new URL("address.js", location.href));
  const flight = { when: (met) => `T+${met}`, timeline: { mission: "fake" } };
  const address = new Address({ flight, send: () => {}, controls: true });
  address.meet({ name: "run", fresh: false });
  const own = history.replaceState;
  let changes = 0;
  history.replaceState = (...change) => { changes += 1; own.apply(history, change); };
  const player = (met_s) => ({ met_s, camera: "auto", language: "en", rate: 1, captions: true, loop_met_s: null, playing: false });
  for (let met = 1; met <= 1000; met++) address.keep(player(met));
  return changes;
}"""  # noqa: E501


def test_a_long_scrub_does_not_exhaust_the_browsers_patience_with_addresses(page: Page) -> None:
    """Browsers refuse more than some hundred changes in ten seconds; the last moment arrives all the same."""
    with served() as address:
        page.goto(address)
        page.wait_for_selector("html[data-met] body:not(.loading)", state="attached")
        assert page.evaluate(SCRUB) <= 50
        page.wait_for_url("**#*T+1000&*")
