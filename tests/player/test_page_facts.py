"""All that is known reaches the page: the facts' tab, what is offered at a moment, the one search, the transcript."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest
from player_house import CHROMIUM, served
from player_page import AT_REST, LANGUAGES, PaperShow, fresh_profile, opened, tell, wait_met
from test_access import judge

from viz.mission.load import load_mission
from viz.player.show import open_show

sync_api = pytest.importorskip("playwright.sync_api")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")
expect = sync_api.expect
Page = sync_api.Page


@pytest.fixture(scope="module")
def show() -> PaperShow:
    return PaperShow(open_show("voskhod2"))


@pytest.fixture(scope="module")
def address(show: PaperShow) -> Iterator[str]:
    with served(show) as address:
        yield address


@pytest.fixture
def context(browser: sync_api.Browser, address: str) -> Iterator[sync_api.BrowserContext]:
    with fresh_profile(browser) as context:
        yield context
        tell(context, address, *AT_REST)


@pytest.fixture
def page(context: sync_api.BrowserContext, address: str) -> Page:
    return opened(context, address, "at=eva.suit_stiff&lang=en")


def table(show: PaperShow) -> Any:
    return json.loads(json.dumps(show.timeline))


def texts_of(show: PaperShow, language: str) -> list[str]:
    """Return everything beside the captions: facts, notes and other versions, in a language."""
    told = table(show)
    rows = [*told["facts"], *told["events"]]
    facts = chain.from_iterable((fact["title"], fact["text"], fact["value"]) for fact in told["facts"])
    notes = (row["note"] for row in rows)
    others = (text for row in rows for other in row["others"] for text in (other["text"], other["value"]))
    return [text[language] for text in chain(facts, notes, others) if text[language]]


def test_every_fact_note_and_other_version_is_in_the_pages_data(show: PaperShow) -> None:
    mission, told = load_mission(), table(show)
    facts, events = ({row["id"]: row for row in told[kind]} for kind in ("facts", "events"))
    assert facts.keys() == {fact.id for fact in mission.facts}
    for statement, row in chain(
        ((fact, facts[fact.id]) for fact in mission.facts), ((event, events[event.id]) for event in mission.events)
    ):
        assert row["note"]["en"] == statement.note
        assert [other["text"]["en"] for other in row["others"]] == [one.text for one in statement.alternatives]
        assert [other["sources"] for other in row["others"]] == [list(one.sources) for one in statement.alternatives]
        for language in LANGUAGES:
            assert bool(row["note"][language]) == bool(statement.note)
            assert all(other["text"][language] for other in row["others"])
    for row in told["facts"]:
        assert all(row["title"][language] and row["text"][language] for language in LANGUAGES), row["id"]


def test_a_source_read_in_part_says_so(show: PaperShow) -> None:
    sources = table(show)["sources"]
    assert sources["BAB"]["excerpt"]
    assert not sources["KAM"]["excerpt"]


@needs_chromium
@pytest.mark.parametrize("language", LANGUAGES)
def test_all_of_it_is_in_the_transcript(context: Any, address: str, show: PaperShow, language: str) -> None:
    page = opened(context, address, f"at=eva.exit&lang={language}")
    page.keyboard.press("t")
    told = " ".join(page.locator("#transcript").text_content().split())
    missing = [text for text in texts_of(show, language) if " ".join(text.split()) not in told]
    assert missing == []
    ids = page.locator("#transcript [data-told]").evaluate_all("(all) => all.map((one) => one.dataset.told)")
    assert sorted(ids) == sorted(fact["id"] for fact in table(show)["facts"]), "each once"


@needs_chromium
def test_facts_are_offered_at_their_moment_without_covering_the_picture(page: Page) -> None:
    expect(page.locator("#offered")).to_have_text("Facts: 2")
    page.locator("#offered").click()
    now = page.locator("#facts .now .fact")
    expect(now).to_have_count(2)
    expect(now.first).to_contain_text("0.4 atm")
    page.locator("#event-next").click()
    expect(page.locator("#facts .now", has_text="Rings on the tether")).to_have_count(0)


@needs_chromium
def test_an_opened_fact_shows_versions_standing_and_sources_and_leads_to_its_moment(page: Page) -> None:
    page.keyboard.press("g")
    fact = page.locator("#facts .all details", has=page.locator("[data-fact='all suit.total_mass']"))
    expect(fact).not_to_have_attribute("open", "")
    fact.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(fact).to_contain_text("100 kg")
    expect(fact).to_contain_text("known from a quotation")
    expect(fact).to_contain_text("read only as an excerpt")
    fact.locator(".lead").first.click()
    wait_met(page, 5691.0)
    expect(fact).to_have_attribute("open", "")


@needs_chromium
def test_the_list_of_facts_is_one_stop_for_tab_and_arrows_move_in_it(page: Page) -> None:
    page.keyboard.press("g")
    expect(page.locator("#facts")).to_be_focused()
    assert page.locator("#facts summary[tabindex='0']").count() == 1
    page.keyboard.press("Tab")
    stops = page.locator("#facts summary")
    expect(stops.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(stops.nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(stops.last).to_be_focused()
    assert page.locator("#facts summary[tabindex='0']").count() == 1
    page.keyboard.press("Home")
    expect(stops.first).to_be_focused()


@needs_chromium
@pytest.mark.parametrize(
    ("asked", "kind", "name"),
    [
        ("berkut golden", "facts", "Berkut, the golden eagle"),
        ("беркут звезда", "facts", "Berkut, the golden eagle"),
        ("बेरकुट ज़्वेज़्दा", "facts", "Berkut, the golden eagle"),
        ("बेरकुट ज्वेज्दा", "facts", "Berkut, the golden eagle"),  # without the dots that many keyboards lack
        ("gemini white", "facts", "The American spacewalk"),
        ("who held stick", "questions", "Who held the stick, who looked through the sight?"),
        ("mock-up parabola", "phases", "Training aloft"),
        ("Through the fire", "phases", "Through the fire"),
        ("товарищи", "phases", "The second night"),
        ("घर", "phases", "The way out"),
        ("figure down on the day. none of them", "questions", "How far did the oxygen rise?"),  # its reason
        ("must hold a man", "stops", "The lock must hold a man in a spacesuit"),
        ("металлическими кольцами", "stops", "The lock must hold a man"),
        ("kamanin diary", "notes", "Diary of N. P. Kamanin, 18 March 1965"),
    ],
)
def test_one_box_finds_facts_questions_and_sources_in_every_script(
    page: Page, asked: str, kind: str, name: str
) -> None:
    page.keyboard.press("e")
    page.keyboard.insert_text(asked)
    hit = page.locator(f"#event-list .hit[data-hit^='{kind} ']", has_text=name)
    expect(hit).to_have_count(1)


@needs_chromium
def test_versions_that_a_question_lists_are_not_listed_twice(page: Page) -> None:
    page.keyboard.press("t")
    page.locator("#transcript [data-event='eva.ingress']").click()
    page.locator("#tab-notes").click()
    expect(page.locator("#notes h2")).to_have_text("Back in the airlock")
    expect(page.locator("#notes")).to_contain_text("How did he get back into the airlock?")
    expect(page.locator("#notes .others")).to_have_count(0)
    page.locator("#tab-transcript").click()
    page.locator("#transcript [data-event='eva.pressure_drop']").click()
    page.locator("#tab-notes").click()
    expect(page.locator("#notes .others li")).to_have_count(4)  # its questions hold other versions


@needs_chromium
def test_a_phase_or_a_stop_that_is_found_is_gone_to(page: Page, show: PaperShow) -> None:
    page.keyboard.press("e")
    page.keyboard.insert_text("mock-up")
    page.locator(".hit[data-hit='phases training']").click()
    wait_met(page, show.real.flight.mission.phase("training").start_met_s)
    page.locator("#search").fill("must hold a man")
    page.locator(".hit[data-hit='stops lock']").click()
    wait_met(page, show.real.flight.mission.event("airlock.deploy").time.met_s)


@needs_chromium
def test_what_is_found_is_reached_by_keyboard_alone(page: Page) -> None:
    page.keyboard.press("g")
    page.locator("#search").focus()
    page.keyboard.type("brezhnev")
    expect(page.locator("#events")).to_be_visible()
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-hit='facts eva.brezhnev']")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[data-fact='all eva.brezhnev']")).to_be_focused()
    expect(page.locator("#facts details[open]")).to_contain_text("Brezhnev")


@needs_chromium
def test_a_found_source_names_what_rests_on_it(page: Page) -> None:
    page.keyboard.press("e")
    page.keyboard.type("babiychuk")
    page.locator("[data-hit='notes BAB']").click()
    notes = page.locator("#notes")
    expect(notes).to_contain_text("read only as an excerpt")
    notes.get_by_role("button", name="Pressure in the cabin").click()
    expect(page.locator("[data-fact='all craft.cabin_pressure']")).to_be_focused()


@needs_chromium
def test_the_caption_opens_the_other_versions_and_the_note_of_its_event(page: Page) -> None:
    tell(page.context, page.url, {"do": "go", "when": "launch.cutoff"})
    page.locator("#caption").click()
    notes = page.locator("#notes")
    expect(notes).to_contain_text("Kamanin gives 526 s.")
    expect(notes).to_contain_text("526 s · seen in a source")
    expect(notes).to_contain_text("L+523 s.")


@needs_chromium
def test_an_address_opens_in_a_window_of_its_own_and_in_a_kiosk_not_at_all(context: Any, address: str) -> None:
    page = opened(context, address, "at=eva.exit&lang=en")
    page.keyboard.press("n")
    link = page.locator("#notes a").first
    assert re.match(r"https://\S+$", link.get_attribute("href") or "")
    assert (link.get_attribute("target"), link.get_attribute("rel")) == ("_blank", "noopener noreferrer")
    kiosk = opened(context, address, "kiosk&at=eva.exit")
    kiosk.locator("#caption").click()
    expect(kiosk.locator("#notes li").first).to_be_visible()
    expect(kiosk.locator("#notes a")).to_have_count(0)


@needs_chromium
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_it_is_hard_to_reach(context: Any, address: str, axe: str, language: str) -> None:
    page = opened(context, address, f"at=eva.exit&lang={language}")
    page.evaluate(axe)
    page.locator("#offered").click()
    page.locator("#facts summary").first.click()
    judge(page)
    page.keyboard.press("e")
    page.keyboard.type("1965")
    judge(page)
    page.locator(".hit").last.click()
    judge(page)


@needs_chromium
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_version_is_called_shown_where_nothing_of_it_is_drawn(
    context: Any, address: str, show: PaperShow, language: str
) -> None:
    page = opened(context, address, f"at=orbit.oxygen_peak&lang={language}")
    told = table(show)
    shown = told["ui"][language]["page.note.shown"]
    page.keyboard.press("t")
    lines = page.locator("#transcript .other", has_text=f"({shown} · ").all_text_contents()
    drawn = [one for one in told["questions"] if one["drawn"]]
    chosen = [next(v for v in one["versions"] if v["id"] == one["chosen"])["text"][language] for one in drawn]
    assert sorted(line.split(f" ({shown}")[0] for line in lines) == sorted(chosen)
    page.locator("#tab-notes").click()
    expect(page.locator("#notes .versions")).to_have_count(3)  # how far it rose, how that ended, which was the gravest
    expect(page.locator("#notes .versions", has_text=shown)).to_have_count(0)
    page.locator("#tab-transcript").click()
    page.locator("#transcript [data-event='eva.ingress']").click()
    page.locator("#tab-notes").click()
    expect(page.locator("#notes .versions .chosen", has_text=shown).first).to_be_visible()
