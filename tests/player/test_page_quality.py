"""The page steps down while a moving picture is slow and comes back at rest, and what is seen stays in its place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pytest
from player_fakes import FakeShow
from player_house import CHROMIUM, TOKENS, served
from player_page import AT_REST, fresh_profile, opened, tell

from viz.errors import UsageError
from viz.player import launch
from viz.player.door import Door
from viz.player.theatre import table_of

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")

Page = sync_api.Page
LINK = "at=eva.exit&camera=auto&lang=en"

RUN = """async ([quality, count]) => {
  const { Pace } = await import("./pace.js"), pace = new Pace(quality), steps = [];
  const cost = (full, share, n) => TOOK;
  for (let n = 0; n < count; n++) {
    const { step } = pace;
    steps.push(`${step.quality} ${step.share}`);
    pace.judge(cost(step.quality === "full", step.share, n));
  }
  return steps;
}"""
"""So many moving pictures, whose cost in milliseconds is an expression of how they are drawn, in place of TOOK."""
BY_SIZE = "(full ? 3.5 : 1) * share ** 2"

SLOW = """(cost) => {
  const { fakeStage: stage } = window, { draw } = stage;
  const scene = document.querySelector("#scene"), size = (one) => [one.getBoundingClientRect().width, one.getBoundingClientRect().height];
  window.now = 0;
  window.cost = cost;
  window.drawn = [];
  performance.now = () => window.now;
  stage.draw = (frame) => {
    draw(frame);
    window.now += window.cost[stage.quality] * (stage.canvas.width / 1280) ** 2;
    window.drawn.push({
      quality: stage.quality, width: stage.canvas.width, height: stage.canvas.height, box: size(stage.canvas), room: size(scene),
    });
  };
}"""  # noqa: E501
"""A machine whose pictures take as long as is said, by a clock that stands still between them."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(quality="full", tokens=TOKENS) as address:
        yield address


@pytest.fixture
def page(browser: sync_api.Browser, address: str) -> Iterator[Page]:
    with fresh_profile(browser) as context:
        yield opened(context, address, LINK)
        tell(context, address, *AT_REST)


@pytest.mark.parametrize(
    ("quality", "took", "expected"),
    [
        # quick enough: nothing changes
        ("full", "39", {"full 1": 200}),
        ("light", "39", {"light 1": 200}),
        # three slow pictures, and one step that is quick enough
        ("full", f"20 * {BY_SIZE}", {"full 1": 3, "light 1": 197}),
        ("full", f"60 * {BY_SIZE}", {"full 1": 3, "light 0.7": 197}),
        ("light", f"200 * {BY_SIZE}", {"light 1": 3, "light 0.35": 197}),
        # what the size does not change is learnt by trying
        ("light", f"30 + 70 * {BY_SIZE}", {"light 1": 3, "light 0.5": 3, "light 0.35": 194}),
        # one picture that waited for something else is no reason
        ("full", "n % 5 ? 20 : 400", {"full 1": 200}),
        # between slow and easy it stays where it is
        ("light", "share === 1 ? 41 : 20", {"light 1": 3, "light 0.7": 197}),
        # what has become easy is drawn finer again, step by step
        ("full", f"(n < 50 ? 60 : 5) * {BY_SIZE}", {"full 1": 3, "light 0.7": 79, "light 1": 32, "full 1 again": 86}),
    ],
)
def test_the_pace_follows_what_pictures_take(page: Page, quality: str, took: str, expected: dict[str, int]) -> None:
    steps = page.evaluate(RUN.replace("TOOK", took), [quality, 200])
    runs = [(step, len(list(run))) for step, run in groupby(steps)]
    assert runs == [(step.removesuffix(" again"), count) for step, count in expected.items()]


def test_a_finer_step_that_never_holds_is_tried_ever_more_rarely(page: Page) -> None:
    """Full is always slow here, and light always promises that it is not."""
    steps = page.evaluate(RUN.replace("TOOK", "full ? 60 : 5"), ["full", 3000])
    lights = [len(list(run)) for step, run in groupby(steps) if step == "light 1"]
    assert lights[:5] == [32, 62, 122, 242, 482]
    assert set(lights[5:-1]) == {482}


def test_standing_between_two_moves_is_no_slow_picture(page: Page) -> None:
    at = page.evaluate("""async () => {
      const { Pace } = await import("./pace.js"), pace = new Pace("full");
      for (let n = 0; n < 20; n++) { pace.judge(90); pace.judge(90); pace.pause(); }
      const before = pace.at;
      for (let n = 0; n < 3; n++) pace.judge(90);
      return [before, pace.at];
    }""")
    assert at == [0, 1]


def drawn(page: Page, met: str) -> list[dict[str, Any]]:
    """Wait until the last picture is as that condition has it, and return all of them."""
    page.wait_for_function(f"() => {{ const last = window.drawn.at(-1); return last && {met}; }}")
    found: list[dict[str, Any]] = page.evaluate("window.drawn")
    return found


def test_a_slow_machine_steps_down_while_it_plays_and_comes_back_at_rest_in_the_same_frame(page: Page) -> None:
    assert page.evaluate("window.fakeStage.quality") == "full"
    page.evaluate(SLOW, {"full": 210, "light": 60})
    page.keyboard.press("Space")
    moving = drawn(page, "last.width < 1280 && last.quality === 'light'")
    page.keyboard.press("Space")
    standing = drawn(page, "last.width === 1280 && last.quality === 'full'")
    assert [one["quality"] for one in moving[:3]] == ["full"] * 3, "one slow picture is no judgement"
    assert {"light"} == {one["quality"] for one in moving[4:]}
    wide, high = standing[0]["room"]
    assert all(one["box"] == [wide, high] for one in standing)
    assert all(one["height"] == round(one["width"] * high / wide) for one in standing), "none is wider or narrower"


def test_what_moves_again_begins_where_it_was_left(page: Page) -> None:
    """Nobody drags slow pictures each time to learn anew that they are."""
    page.evaluate(SLOW, {"full": 210, "light": 30})
    page.keyboard.press("Space")
    drawn(page, "last.quality === 'light'")
    page.keyboard.press("Space")
    drawn(page, "last.quality === 'full'")
    page.evaluate("window.drawn.length = 0")
    page.keyboard.press("Space")
    again = drawn(page, "window.drawn.length > 4")
    assert [one["quality"] for one in again[:4]] == ["light"] * 4


def test_a_quick_machine_stays_as_fine_as_it_is(page: Page) -> None:
    page.evaluate(SLOW, {"full": 12, "light": 4})
    page.keyboard.press("Space")
    pictures = drawn(page, "window.drawn.length > 12")
    assert {(one["quality"], one["width"]) for one in pictures} == {("full", 1280)}


def test_light_stays_light_at_rest(browser: sync_api.Browser) -> None:
    with served(quality="light") as address, fresh_profile(browser) as context:
        page = opened(context, address, LINK)
        page.evaluate(SLOW, {"light": 60})
        page.keyboard.press("Space")
        drawn(page, "last.width < 1280")
        page.keyboard.press("Space")
        assert {one["quality"] for one in drawn(page, "last.width === 1280")} == {"light"}


@pytest.mark.parametrize("wish", ["light", "full", "auto"])
def test_every_page_is_told_the_quality(wish: str) -> None:
    for controls in (True, False):
        told = table_of(FakeShow(), Door(8000, TOKENS), controls, quality=wish)["timeline.json"]  # type: ignore[arg-type]
        assert isinstance(told, bytes)
        assert json.loads(told)["quality"] == wish


def test_a_quality_there_is_not_is_refused_before_the_flight_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("viz.player.show.open_show", lambda name: pytest.fail("the flight was built"))
    with pytest.raises(UsageError, match="quality 'finest': must be one of light, full, auto"):
        launch.play(launch.PageSetup(open_browser=False, quality="finest"))
