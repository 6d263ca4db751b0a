"""The page of somebody who only watches: questions when they are asked, and nothing that is the lecturer's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from player_fakes import FakeShow
from player_house import CHROMIUM, TOKENS, served

from viz.player.door import Share
from viz.player.playback import open_player
from viz.player.programme import Programme
from viz.player.session import Shown, Wish
from viz.player.stops import Stop
from viz.player.timeline import stop_table, told_stops

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")
expect = sync_api.expect

WORDS = {"en": "Why stiff?", "ru": "Почему?", "hi": "क्यों?"}
ANSWER = {"en": "The pressure.", "ru": "Давление.", "hi": "दाब।"}
STOPS = (Stop("stiff", 6150.0, 6200.0, WORDS, ANSWER),)


class AskingShow(FakeShow):
    """Halts at one question."""

    @property
    def programme(self) -> Programme:
        return replace(super().programme, stop_mets_s=(6150.0,))

    @property
    def timeline(self) -> Mapping[str, object]:
        return {**super().timeline, "stops": stop_table(STOPS)}

    def shown(self, wish: Wish) -> Shown:
        return replace(super().shown(wish), numbers={"stops": told_stops(STOPS, wish.met_s)})


@pytest.fixture
def address() -> Iterator[str]:
    show = AskingShow()
    player = replace(open_player(show.programme, met_s=6150.0), stops=True)
    with served(show, player=player, share=Share(), tokens=TOKENS) as owner:
        yield owner


def test_a_watcher_sees_the_question_of_the_moment_and_neither_notes_nor_downloads(
    browser: sync_api.Browser, address: str
) -> None:
    page = browser.new_page(reduced_motion="reduce")
    saved: list[object] = []
    page.on("download", lambda download: saved.append(download))
    page.goto(address.replace(TOKENS.owner, TOKENS.viewer) + "#presenter")
    page.wait_for_selector("html[data-scene][data-met] body.watching:not(.loading)")
    assert not page.evaluate("document.body.classList.contains('presenter')")
    expect(page.locator("#presenter")).to_be_hidden()
    expect(page.locator("#stop-card")).to_contain_text("Why stiff?")
    assert "The pressure." not in page.content()
    page.keyboard.press("s")
    page.keyboard.press("e")
    expect(page.locator("#drawer")).to_be_visible()
    page.locator("#more").click()
    expect(page.locator("#more-still")).to_be_hidden()
    owner = browser.new_page(reduced_motion="reduce")
    owner.goto(address + "#at=eva.suit_stiff+60s")
    expect(page.locator("#stop-card")).to_contain_text("The pressure.")
    assert saved == []
    owner.close()
    page.close()
