"""What a lecture adds to the page, in a real browser: the real flight's words and numbers on a canvas of paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest
from player_fakes import with_kite
from player_house import CHROMIUM, served
from player_page import AT_REST, LANGUAGES, PaperShow, fresh_profile, opened, ready, tell, wait_met

from viz.player.show import open_show

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")

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
    """A fresh browser profile; afterwards the show stands as at the start."""
    with fresh_profile(browser) as held:
        yield held
        tell(held, address, *AT_REST)


@pytest.fixture
def page(context: sync_api.BrowserContext, address: str) -> Page:
    return wait_event(
        opened(context, address, "at=eva.pressure_drop%2B10s&camera=auto&lang=en"), "Leonov lowers the pressure"
    )


def wait_event(page: Page, title: str) -> Page:
    expect(page.locator("#event-title")).to_have_text(title)
    return page


def test_instruments_follow_the_moment(page: Page, show: PaperShow) -> None:
    expect(page.locator("[data-meter=suit] .value")).to_have_text("27.4\u00a0kPa")
    expect(page.locator("#curve polyline")).to_have_count(3)
    place = "document.querySelector('#curve .moment').getBoundingClientRect().left"
    before = page.evaluate(place)
    page.locator("[data-language=ru]").click()
    expect(page.locator("[data-meter=suit] .value")).to_have_text("27,4\u00a0кПа")
    page.locator("[data-language=en]").click()
    page.keyboard.press("PageDown")
    page.wait_for_function(f"before => {place} > before", arg=before)
    page.keyboard.press("5")
    expect(page.locator("[data-meter=landing]")).to_contain_text("59.6°\u00a0N")
    page.keyboard.press("i")
    expect(page.locator("#instruments")).to_be_hidden()
    page.keyboard.press("i")


def test_a_number_opens_on_what_it_rests_on(page: Page) -> None:
    page.locator("[data-meter=suit]").focus()
    page.keyboard.press("Enter")
    notes = page.locator("#notes")
    expect(notes).to_contain_text("Suit: 27.4")
    expect(notes).to_contain_text("How was the suit pressure lowered?")
    expect(notes.locator("dd").first).to_have_text("model")
    expect(notes.get_by_role("button", name="Show this version")).to_have_count(1)


@pytest.mark.parametrize(
    ("number", "told", "rests_on"),
    [("clock-elapsed", "Time: T+01:44:40", "Voskhod 2 (S. Grahn)"), ("place", "Place: ", "What was the orbit?")],
)
def test_the_clock_and_the_place_open_too(page: Page, number: str, told: str, rests_on: str) -> None:
    page.locator(f"#{number}").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#notes h2")).to_contain_text(told)
    expect(page.locator("#notes")).to_contain_text(rests_on)


def test_a_caption_opens_on_its_sources_by_keyboard(page: Page) -> None:
    page.locator("#caption").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#notes h2")).to_have_text("Leonov lowers the pressure")


def test_the_map_grows_and_shrinks(page: Page) -> None:
    small = page.locator("#map").bounding_box()["width"]
    page.keyboard.press("w")
    expect(page.locator("#map .region").first).to_be_visible()
    assert page.locator("#map").bounding_box()["width"] > 3 * small
    expect(page.locator("#map .station text")).to_have_text("Yevpatoria")
    page.keyboard.press("Escape")
    expect(page.locator("#map .region")).to_have_count(0)
    expect(page.locator("#map > .moving")).to_have_attribute(
        "aria-label", "Ship over 65° N, 95° E; Sun overhead at 1° S, 51° E."
    )


def test_the_planned_descent_lies_over_the_flown_one(page: Page) -> None:
    page.keyboard.press("5")
    expect(page.locator("#strip .lane .planned")).to_have_count(4)
    page.keyboard.press("3")
    expect(page.locator("#strip .lane")).to_be_hidden()


def test_what_if_changes_the_scene_and_says_so(page: Page, show: PaperShow) -> None:
    page.keyboard.press("x")
    page.get_by_label("kept at 0.40 atmosphere").check()
    banner = page.locator("#banner")
    expect(banner).to_contain_text("Hypothetical")
    expect(page.locator("#mark")).to_have_text("Hypothetical")
    expect(page.locator("[data-meter=suit] .value")).to_have_text("40.5\u00a0kPa")
    expect(page.locator("#what-if .result")).to_contain_text("does not fit 65.0\u00a0cm")
    page.locator("#descent-delay_s").focus()
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    expect(banner).to_contain_text("Braking 2\u00a0seconds earlier")
    page.locator("#banner-back").click()
    expect(banner).to_be_hidden()
    expect(page.locator("[data-meter=suit] .value")).to_have_text("27.4\u00a0kPa")


def test_the_reserve_pressure_is_tried_by_hand(page: Page) -> None:
    """Head first at 0.30 atm he passes the hatch but cannot turn; at 0.33 he does not pass."""
    page.keyboard.press("x")
    hand, result = page.locator("#suit-relief_pressure_atm"), page.locator("#what-if .result")
    expect(hand).to_have_attribute("aria-valuetext", "lowered to 0.27 atm, as recorded")
    hand.focus()
    for told, outcome in (("0.30", "he cannot turn round"), ("0.33", "stuck at the hatch at 0.33")):
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        expect(hand).to_have_attribute("aria-valuetext", f"lowered to {told} atm")
        expect(result).to_contain_text(outcome)
    page.keyboard.press("End")
    expect(hand).to_have_attribute("aria-valuetext", "kept at 0.40 atmosphere")
    expect(page.get_by_label("kept at 0.40 atmosphere").last).to_be_checked()
    page.get_by_label("kept at 0.40 atmosphere").last.uncheck()
    expect(hand).to_have_value("0.27")
    expect(page.locator("#banner")).to_be_hidden()
    for language, value in (("ru", "снижено до 0,27 атм"), ("hi", "0.27 वायुमंडल तक घटाया गया")):
        page.locator(f"[data-language={language}]").click()
        expect(hand).to_have_attribute("aria-valuetext", re.compile(value))


class KiteShow(PaperShow):
    """The same flight with things to suppose that no line of the page knows."""

    @property
    def timeline(self) -> Mapping[str, object]:
        return with_kite(super().timeline)


def test_a_plugin_with_other_suppositions_needs_no_line_of_the_page(browser: sync_api.Browser, show: PaperShow) -> None:
    with served(KiteShow(show.real)) as address, fresh_profile(browser) as context:
        page = opened(context, address, "at=eva.exit")
        page.keyboard.press("x")
        line, wait = page.locator("#kite-line_km"), page.locator("#kite-wait_s")
        expect(line).to_have_attribute("aria-valuetext", "2.0\u00a0km, as told")
        line.focus()
        page.keyboard.press("ArrowRight")
        expect(line).to_have_attribute("aria-valuetext", "2.5\u00a0km")
        expect(page.locator("#notice")).to_contain_text("kite.line_km cannot be supposed otherwise")
        page.keyboard.press("End")
        expect(line).to_have_attribute("aria-valuetext", "no line")
        wait.focus()
        page.keyboard.press("ArrowLeft")
        expect(wait).to_have_attribute("aria-valuetext", "30 seconds sooner")
        expect(page.get_by_role("group", name="Tail").get_by_role("radio")).to_have_count(3)
        expect(page.get_by_role("radio", name="long")).to_be_checked()


def test_a_mission_with_nothing_to_suppose_offers_nothing(browser: sync_api.Browser, show: PaperShow) -> None:
    class PlainShow(PaperShow):
        @property
        def timeline(self) -> Mapping[str, object]:
            return {**super().timeline, "supposable": [], "inset": None}

    with served(PlainShow(show.real)) as address, fresh_profile(browser) as context:
        page = opened(context, address, "at=eva.exit")
        for part in ("#tab-what-if", "#open-what-if", "#inset"):
            expect(page.locator(part)).to_be_hidden()
            expect(page.locator(part)).to_have_attribute("hidden", "")
        for key in ("x", "u", "e"):
            page.keyboard.press(key)
        expect(page.locator("#what-if")).to_be_hidden()
        expect(page.locator("#events")).to_be_visible()


def test_a_moved_burn_moves_its_events_on_the_bar_and_in_the_list(page: Page, show: PaperShow) -> None:
    tell(page.context, page.url, {"do": "suppose", "group": "descent", "name": "delay_s", "value": 60})
    expect(page.locator("#banner")).to_be_visible()
    page.keyboard.press("5")
    page.locator("#tab-events").evaluate("tab => tab.click()")
    moved = show.real.flight.mission.event("descent.ignition").time.met_s + 60.0
    page.locator("#event-list [data-event='descent.ignition']").click()
    wait_met(page, moved)
    late = show.real.shelf.flight((("descent", "delay_s", 60.0),)).mission
    burn = next(phase for phase in late.phases if phase.id == "descent.burn")
    assert burn.start_met_s == moved
    wide, left_px = (page.locator("#strip .track").bounding_box()[side] for side in ("width", "x"))
    whole = late.phase("descent")
    share = (burn.start_met_s - whole.start_met_s) / (whole.end_met_s - whole.start_met_s)
    bands = page.locator("#strip .band").all()
    assert any(abs(band.bounding_box()["x"] - left_px - share * wide) < 1.0 for band in bands), "its phase moves too"
    page.keyboard.press("PageUp")
    page.keyboard.press("PageDown")
    wait_met(page, moved)


def test_another_push_is_told_beside_the_record_and_drawn_beside_the_recorded_man(page: Page) -> None:
    page.keyboard.press("x")
    page.locator("#eva-push_m_s").focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#banner")).to_contain_text("Push-off at 0.50\u00a0m/s")
    rows = page.locator("#what-if .result tr")
    expect(rows.filter(has_text="Push-off")).to_contain_text("0.26\u00a0m/s0.50\u00a0m/s")
    expect(rows.filter(has_text="Tether taut after")).to_contain_text(re.compile("(1[89]|20)\u00a0s(9|10|11)\u00a0s"))
    expect(rows.filter(has_text="Landing")).to_have_count(0)
    tell(page.context, page.url, {"do": "go", "when": "eva.exit+2m55s"})
    expect(page.locator("#banner-beside")).to_contain_text("as recorded")
    tell(page.context, page.url, {"do": "go", "when": "eva.exit+30s"})
    expect(page.locator("#banner-beside")).to_be_empty()


def test_a_result_opens_on_what_it_rests_on(page: Page) -> None:
    tell(page.context, page.url, {"do": "suppose", "group": "descent", "name": "delay_s", "value": 60})
    page.keyboard.press("x")
    page.locator("#what-if .result .opens").last.click()
    expect(page.locator("#notes dd").first).to_have_text("model")
    expect(page.locator("#notes")).to_contain_text("How far off did they land?")
    tell(page.context, page.url, {"do": "suppose_nothing"})


def test_the_other_orbit_is_a_version_not_a_hypothesis(page: Page) -> None:
    page.keyboard.press("x")
    page.get_by_label("by the engine's nominal braking").check()
    expect(page.locator("#banner")).to_contain_text("Another version")
    expect(page.locator("#what-if .result tr").filter(has_text="Speed taken off")).to_contain_text("115.5")
    expect(page.locator("#caption-tag")).to_have_text("The version chosen here says:")
    page.get_by_label("by the published heights").check()
    expect(page.locator("#caption-tag")).to_be_hidden()
    expect(page.locator("#banner")).to_be_hidden()


def test_what_the_record_says_is_tagged_where_the_scene_is_hypothetical(page: Page) -> None:
    expect(page.locator("#caption-tag")).to_be_hidden()
    recorded = page.locator("#caption").text_content()
    tell(page.context, page.url, {"do": "suppose", "group": "suit", "name": "relief_pressure_atm", "value": None})
    expect(page.locator("#caption-tag")).to_be_visible()
    expect(page.locator("#caption-tag")).to_have_text("The record says:")
    expect(page.locator("#caption")).to_have_text(recorded or "")
    tell(page.context, page.url, {"do": "go", "when": "landing.touchdown"})
    expect(page.locator("#caption")).to_contain_text("nothing is claimed")
    expect(page.locator("#caption-tag")).to_be_hidden()


def test_events_that_do_not_happen_are_neither_listed_nor_reached(page: Page, show: PaperShow) -> None:
    tell(page.context, page.url, {"do": "suppose", "group": "suit", "name": "relief_pressure_atm", "value": None})
    expect(page.locator("#banner")).to_be_visible()
    page.keyboard.press("e")
    expect(page.locator("#event-list [data-event='eva.exit']")).to_have_count(1)
    for event_id in ("eva.ingress", "airlock.jettison", "landing.touchdown"):
        expect(page.locator(f"[data-event='{event_id}']")).to_have_count(0)
    page.keyboard.press("Escape")
    tell(page.context, page.url, {"do": "go", "when": "eva.ingress+1m"})
    page.keyboard.press("PageDown")
    wait_met(page, show.real.flight.end_met_s)
    page.locator("#banner-back").click()
    page.keyboard.press("e")
    expect(page.locator("#event-list [data-event='eva.ingress']")).to_have_count(1)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Ship over 65° N, 95° E; Sun overhead at 1° S, 51° E."),
        ("ru", "Корабль над точкой 65° с. ш., 95° в. д.; Солнце в зените над 1° ю. ш., 51° в. д."),
        ("hi", "यान 65° उ, 95° पू के ऊपर; सूर्य 1° द, 51° पू के ठीक ऊपर।"),
    ],
)
def test_the_map_tells_where_the_ship_is_in_words(page: Page, language: str, told: str) -> None:
    if page.locator("#instruments").is_hidden():
        page.keyboard.press("i")
    page.locator(f"[data-language={language}]").click()
    expect(page.locator("#map > .moving")).to_have_attribute("aria-label", told)
    page.locator("[data-language=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_versions_are_switched_where_they_are_told(page: Page) -> None:
    page.keyboard.press("e")
    page.locator("#event-list [data-event='eva.ingress']").click()
    wait_event(page, "Back in the airlock")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.get_by_role("button", name="Show this version").first.click()
    expect(page.locator("#banner")).to_contain_text("Another version")
    expect(page.locator("#banner")).to_contain_text("feet first")
    # One for the manner of entry, one for the tether: each question shows one version.
    expect(page.get_by_role("button", name="Shown now")).to_have_count(2)
    page.get_by_role("button", name="Show this version").first.click()
    expect(page.locator("#banner")).to_be_hidden()


def test_a_stop_asks_and_its_answer_is_the_next_scene(page: Page, show: PaperShow) -> None:
    stop = next(stop for stop in show.timeline["stops"] if stop["id"] == "suit")
    tell(page.context, page.url, {"do": "seek", "met_s": stop["met_s"] - 1.0})
    wait_met(page, stop["met_s"] - 1.0)
    page.keyboard.press("q")
    page.keyboard.press("Space")
    card = page.locator("#stop-card")
    expect(card).to_contain_text(stop["question"]["en"])
    wait_met(page, stop["met_s"])
    card.get_by_role("button").click()
    wait_met(page, stop["answer_met_s"])
    expect(card).to_contain_text(stop["answer"]["en"])
    card.get_by_role("button").click()
    expect(page.locator("#play")).to_have_attribute("aria-label", "Pause")


def test_bookmarks_are_kept_and_lead_back(page: Page, show: PaperShow) -> None:
    here = float(page.locator("html").get_attribute("data-met"))
    page.keyboard.press("a")
    page.keyboard.press("Home")
    wait_met(page, show.real.flight.start_met_s)
    page.reload()
    ready(page)
    page.keyboard.press("e")
    page.locator("#bookmarks .go").click()
    wait_met(page, here)
    page.locator("#bookmarks .away").click()
    expect(page.locator("#bookmarks")).to_be_hidden()


def test_the_transcript_tells_everything_and_jumps(page: Page, show: PaperShow) -> None:
    page.keyboard.press("t")
    lines = page.locator("#transcript .told")
    mission = show.real.flight.mission
    expect(lines).to_have_count(len(mission.phases) + len(mission.events))
    expect(page.locator("#transcript [aria-current]")).to_contain_text("Leonov lowers the pressure")
    page.locator("#transcript [data-event='landing.touchdown']").click()
    wait_met(page, mission.event("landing.touchdown").time.met_s)


def test_captions_grow_by_key_and_stay_so(page: Page) -> None:
    size = "parseFloat(getComputedStyle(document.querySelector('#caption')).fontSize)"
    before = page.evaluate(size)
    page.keyboard.press("+")
    assert page.evaluate(size) == pytest.approx(1.25 * before)
    page.reload()
    ready(page)
    assert page.evaluate(size) == pytest.approx(1.25 * before)
    page.keyboard.press("-")


def test_the_presenter_sees_notes_and_blackens_the_other_window(page: Page, address: str) -> None:
    presenter = opened(page.context, address, "presenter")
    expect(presenter.locator("#scene canvas")).to_have_count(0)
    expect(presenter.locator("[data-part=title]")).to_contain_text("Leonov lowers the pressure")
    expect(presenter.locator("[data-part=notes]")).to_contain_text("How was the suit pressure lowered?")
    expect(presenter.locator("[data-part=next] li")).to_have_count(3)
    expect(presenter.locator("[data-part=left]")).to_contain_text("2 minutes, 20 seconds")
    presenter.keyboard.press("b")
    expect(page.locator("#black")).to_be_visible()
    expect(presenter.locator("#black")).to_be_hidden()
    expect(presenter.locator("[data-part=black]")).to_have_attribute("aria-pressed", "true")
    presenter.keyboard.press("b")
    expect(page.locator("#black")).to_be_hidden()
    presenter.keyboard.press("PageDown")
    expect(page.locator("#event-title")).not_to_have_text("Leonov lowers the pressure")


def test_the_kiosk_loops_hides_the_editing_and_returns_when_left_alone(
    page: Page, address: str, show: PaperShow
) -> None:
    kiosk = opened(page.context, address, "kiosk&from=eva.exit&to=eva.ingress&rate=5&language=ru&idle=2")
    expect(kiosk.locator("html")).to_have_attribute("lang", "ru")
    expect(kiosk.locator("#strip .loop")).to_be_visible()
    for name in ("#share", "#list", "#more", "#help"):
        expect(kiosk.locator(name)).to_be_hidden()
    kiosk.locator("[data-language=hi]").click()
    expect(kiosk.locator("html")).to_have_attribute("lang", "hi")
    expect(kiosk.locator("html")).to_have_attribute("lang", "ru")  # two seconds later
    expect(kiosk.locator("#rate")).to_have_text("5×")


JUDGE_TEXT = """async () => {
  await new Promise((laid) => requestAnimationFrame(() => requestAnimationFrame(laid)));
  const bad = [];
  const shortened = ".band span, #camera-name, .planned span, .bubble, .lane b"; // these end in an ellipsis by design
  const range = document.createRange();
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join("").trim();
    if (!own || element.matches(shortened) || element.closest("svg, .unseen, script")) continue;
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    range.selectNodeContents(element);
    const { left, right, width } = range.getBoundingClientRect();
    const name = `${element.id || element.className || element.tagName}: ${own.slice(0, 40)}`;
    if (width < 1) bad.push(`no room at all: ${name}`);
    if (/\\{\\w+\\}|\\b(page|format)\\.[a-z]|undefined|NaN|null/.test(own)) bad.push(`no text: ${name}`);
    if (left < -1 || right > innerWidth + 1) bad.push(`outside the window: ${name}`);
    for (let box = element; box && box !== document.body; box = box.parentElement) {
      const { overflowX, position } = getComputedStyle(box);
      const edge = box.getBoundingClientRect();
      const cut = overflowX !== "visible" && (left < edge.left - 1 || right > edge.right + 1);
      if (cut) bad.push(`cut off by ${box.id || box.className}: ${name}`);
      if (position === "fixed") break;
    }
  }
  const hands = "button, summary, label:has(input), input:not([type=checkbox], [type=radio])";
  for (const hand of document.querySelectorAll(hands)) {
    const { width, height } = hand.getBoundingClientRect();
    const seen = hand.checkVisibility({ visibilityProperty: true });
    if (seen && (width < 24 || height < 24)) bad.push(`too small to touch: ${hand.id || hand.textContent}`);
  }
  const silent = [...document.querySelectorAll("[data-text]")].filter((element) => !element.textContent);
  bad.push(...silent.map((element) => `empty: ${element.dataset.text}`));
  if (document.documentElement.scrollWidth > innerWidth) bad.push("the page itself");
  return bad;
}"""

JUDGE_PLATES = """async () => {
  await new Promise((laid) => requestAnimationFrame(() => requestAnimationFrame(laid)));
  const plates = [...document.querySelectorAll("#caption-box p, #banner, #stop-card, .titles, .clocks, #instruments, #map")]
    .filter((plate) => plate.checkVisibility({ visibilityProperty: true }) && plate.textContent.trim() + plate.id)
    .map((plate) => ({ name: plate.id || plate.className || "caption", plate, box: plate.getBoundingClientRect() }));
  const bad = [];
  plates.forEach((one, index) => plates.slice(index + 1).forEach((other) => {
    if (one.plate.contains(other.plate) || one.plate.parentElement === other.plate.parentElement && one.name === other.name) return;
    const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
    const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
    if (wide > 1 && high > 1) bad.push(`${one.name} lies over ${other.name} by ${Math.round(wide)}x${Math.round(high)}`);
  }));
  const bottom = document.querySelector("#panel").getBoundingClientRect().top;
  for (const { name, box } of plates) if (box.bottom > bottom + 1) bad.push(`${name} lies over the controls`);
  return bad;
}"""  # noqa: E501

FLOATING = ("plain", "instruments", "descent")
"""States in which nothing was opened on purpose over the picture."""
STATES = (
    "plain", "instruments", "events", "facts", "notes", "transcript", "what-if", "more", "cameras", "help", "share",
    "map", "descent", "stop", "presenter",
)  # fmt: skip


@pytest.mark.parametrize(
    "size", [(1024, 576), (1280, 720), (1920, 1080), (390, 844)], ids=lambda size: f"{size[0]}x{size[1]}"
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_there_and_whole_in_every_state(
    context: sync_api.BrowserContext, address: str, show: PaperShow, language: str, size: tuple[int, int]
) -> None:
    page = opened(context, address, f"at=eva.pressure_drop%2B5s&lang={language}&camera=auto")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    tell(
        context, address,
        {"do": "suppose", "group": "suit", "name": "relief_pressure_atm", "value": None},
        {"do": "suppose", "group": "eva", "name": "push_m_s", "value": 0.5},
        {"do": "suppose", "group": "descent", "name": "delay_s", "value": -33},
    )  # fmt: skip
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("#banner")).to_be_visible()
    expect(page.locator("#caption-tag")).to_be_visible()
    page.evaluate("document.fonts.ready")
    for state in STATES:
        target = set_up(page, address, state, show)
        assert target.evaluate(JUDGE_TEXT) == [], state
        if state in FLOATING:
            assert target.evaluate(JUDGE_PLATES) == [], state


def set_up(page: Page, address: str, state: str, show: PaperShow) -> Page:
    """Bring the page into one of its states."""
    page.evaluate("for (const box of document.querySelectorAll('dialog[open]')) box.close()")
    page.keyboard.press("Escape")
    is_open = page.locator("#instruments").is_visible()
    if is_open != (state in ("instruments", "descent")):
        page.keyboard.press("i")
    if state in ("events", "facts", "notes", "transcript", "what-if"):
        page.locator("#list").click()
        page.locator(f"#tab-{state}").click()
    elif state == "more":
        page.locator("#more").click()
    elif state == "cameras":
        page.locator("#camera").click()
    elif state == "help":
        page.locator("#help").click()
    elif state == "share":
        page.locator("#share").evaluate("button => button.click()")  # narrow windows hide it
    elif state == "map":
        page.keyboard.press("w")
    elif state == "descent":
        page.keyboard.press("5")
        expect(page.locator("#strip .lane")).to_be_visible()
    elif state == "stop":
        stop = show.timeline["stops"][3]  # type: ignore[index]
        tell(page.context, address, {"do": "seek", "met_s": stop["met_s"]}, {"do": "stops", "shown": True})
        expect(page.locator("#stop-card")).to_be_visible()
    elif state == "presenter":
        presenter = opened(page.context, address, "presenter")
        presenter.set_viewport_size(page.viewport_size)
        expect(presenter.locator("[data-part=title]")).not_to_be_empty()
        return presenter
    return page


def test_a_training_of_no_known_day_has_no_date_no_clock_and_no_numbers(page: Page) -> None:
    page.keyboard.press("Home")
    expect(page.locator("#phase-title")).to_have_text("Training aloft")
    for part in ("#clocks", "#place", "#instruments"):
        expect(page.locator(part)).to_be_hidden()
    assert page.locator("#day").text_content() == ""
    assert page.locator("#strip .scale span").count() == 0
    expect(page.locator("#strip")).to_have_attribute("aria-valuetext", "Training aloft, rate 1")
    page.keyboard.press("1")
    expect(page.locator("#instruments")).to_be_visible()
    expect(page.locator("#day")).to_have_text("18 March 1965")
