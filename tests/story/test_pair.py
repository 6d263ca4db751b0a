"""Two flights on one clock: the arithmetic of it, and how its times are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.errors import UsageError
from viz.mission.load import load_mission
from viz.story.pair import (
    Alignment,
    Compared,
    Side,
    aligned,
    both_cameras,
    cameras_of,
    clock_told,
    option_words,
    read_since,
)

SECONDS = st.integers(-400_000, 400_000)
BOTH = Alignment(Side(5691.0, -600.0, 100_000.0), Side(16_235.0, 0.0, 350_000.0))


@given(SECONDS)
def test_both_clocks_go_at_the_same_pace_while_both_fly(since_s: int) -> None:
    left_s, right_s = BOTH.mets_s(since_s)
    within = [side.phase(since_s) == "within" for side in BOTH.sides]
    if all(within):
        assert (left_s - 5691.0, right_s - 16_235.0) == (since_s, since_s)
    for side, met_s, flies in zip(BOTH.sides, (left_s, right_s), within, strict=True):
        assert side.start_met_s <= met_s <= side.end_met_s
        assert flies or met_s in (side.start_met_s, side.end_met_s)


def test_the_show_lasts_from_the_first_begin_to_the_last_end() -> None:
    assert BOTH.range_s == (-16_235.0, 350_000.0 - 16_235.0)
    assert [side.phase(-16_000.0) for side in BOTH.sides] == ["before", "within"]
    assert [side.phase(200_000.0) for side in BOTH.sides] == ["after", "within"]


@pytest.mark.parametrize(
    ("text", "since_s"),
    [
        ("0", 0.0), ("+12:09", 729.0), ("-2m", -120.0), ("\u22124:13", -253.0), ("T+00:01:30", 90.0),
        ("T-01:00:00.5", -3600.5), ("90s", 90.0), ("+1h2m", 3720.0), ("eva.exit", None), ("-", None), ("", None),
        ("08:34:51 UTC", None), ("12:75", None),
    ],
)  # fmt: skip
def test_times_on_the_clock_of_both(text: str, since_s: float | None) -> None:
    assert read_since(text) == since_s


@given(SECONDS)
def test_the_clock_as_it_is_told_is_read_back(since_s: int) -> None:
    assert read_since(clock_told(since_s)) == since_s


def test_the_clock_shows_the_last_whole_second() -> None:
    told = [clock_told(since_s) for since_s in (0.0, 729.9, -0.5, 3600.0, -4000.0)]
    assert told == ["+00:00", "+12:09", "\u221200:01", "+1:00:00", "\u22121:06:40"]


def test_what_is_compared_is_one_line_that_is_read_back() -> None:
    compared = Compared("a", "b c", "x=y", (), ("suit.name=1",))
    assert Compared.read(compared.text) == compared
    assert Compared.read("voskhod2") is None
    with pytest.raises(UsageError, match="--compare A B"):
        Compared.read('{"compare": 3}')
    words = ("--compare", "a", "b c", "--align", "x=y", "--suppose-right", "suit.name=1")
    assert option_words(compared.text) == words
    assert option_words("voskhod2") == ("--mission", "voskhod2")


def test_each_is_aligned_at_a_moment_of_its_own() -> None:
    mission = load_mission("voskhod2")
    exit_s = mission.event("eva.exit").time.met_s
    both = aligned("eva.exit=launch.liftoff+30s", mission, mission)
    assert both.mets_s(10.0) == (exit_s + 10.0, 40.0)
    assert both.when("eva.exit+90s", mission, mission) == 90.0
    assert both.when("right:launch.liftoff+1m", mission, mission) == 30.0
    assert both.when("+90s", mission, mission) == both.when("T+00:01:30", mission, mission) == 90.0
    for align, complaint in (
        ("eva.exit", "LEFT=RIGHT"),
        ("eva.exit=eva.exti", "voskhod2 cannot be aligned.*did you mean eva.exit.*--align"),
        ("eva.exit=T+99:00:00", "outside the flight"),
    ):
        with pytest.raises(UsageError, match=complaint):
            aligned(align, mission, mission)


def test_cameras_of_two_panes() -> None:
    both = both_cameras(("auto", "near"), ("auto", "far"))
    assert both[:2] == ("auto", "auto=auto")
    assert set(both) == {"auto", "auto=auto", "auto=far", "near=auto", "near=far"}
    assert cameras_of("near=far") == ("near", "far")
    assert cameras_of("auto") == ("auto", "auto")
