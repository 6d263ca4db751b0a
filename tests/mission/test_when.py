"""WHEN: each form names the instant the record gives, and nothing else is taken for a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.errors import UsageError
from viz.mission.load import load_mission
from viz.mission.model import UTC_ZONE, Mission, Zone
from viz.mission.when import format_elapsed, format_utc, format_zone, forms, parse_when, second_passed_s, utc_at

MISSION = load_mission(Path(__file__).parent / "small")
met_times = st.floats(-100_000.0, 400_000.0, allow_nan=False)

EXIT_S = 1 * 3600 + 34 * 60 + 51
TOUCHDOWN_S = 26 * 3600 + 2 * 60 + 17


@pytest.mark.parametrize(
    ("text", "met_s"),
    [
        ("launch.liftoff", 0.0),
        ("airlock.deploy", 1800.0),
        ("airlock.deploy+30s", 1830.0),
        ("airlock.deploy-2m", 1680.0),
        ("airlock.deploy+1h", 5400.0),
        ("airlock.deploy+1m30s", 1890.0),
        ("airlock.deploy+1h1m1.5s", 5461.5),
        ("airlock.deploy+90s", 1890.0),
        ("T+01:34:51", EXIT_S),
        ("T+01:34:51.250", EXIT_S + 0.25),
        ("T-00:00:10", -10.0),
        ("T+26:02:17", TOUCHDOWN_S),  # B08: the flight lasted 26 h 02 min 17 s
        ("1965-03-18T08:34:51Z", EXIT_S),  # E04
        ("1965-03-18T08:34:51.5Z", EXIT_S + 0.5),
        ("11:34:51 MSK", EXIT_S),  # E04, as Russian sources print it
        ("10:00:00 MSK", 0.0),  # T02
        ("1965-03-18 11:34:51 MSK", EXIT_S),
        ("1965-03-19 12:02:17 MSK", TOUCHDOWN_S),  # R15
        ("19 Mar 12:02:17 MSK", TOUCHDOWN_S),
        ("19 March 1965 12:02:17 MSK", TOUCHDOWN_S),
        ("  19  mar  12:02:17  msk ", TOUCHDOWN_S),
        ("08:34:51 UTC", EXIT_S),
        ("08:34:51Z", EXIT_S),
        ("1965-03-18 08:34:51 UTC", EXIT_S),
        ("11:34:51\u00a0МСК", EXIT_S),
        ("11:34:51 मॉस्को", EXIT_S),
        ("11:34:51 Moscow", EXIT_S),
        ("11:34:51 московское время", EXIT_S),
        ("19 марта 1965 г., 12:02:17 МСК", TOUCHDOWN_S),
        ("19\u00a0марта\u00a01965\u00a0г. 12:02:17\u00a0МСК", TOUCHDOWN_S),
        ("19 मार्च 1965 12:02:17 मॉस्को", TOUCHDOWN_S),
        ("19 мар. 09:02:17 UTC", TOUCHDOWN_S),
        ("≈ 08:30 UTC", 5400.0),
        ("19 Mar ≈ 09:02 UTC", TOUCHDOWN_S - 17),
        ("~T+01:34:51", EXIT_S),
        ("T−00:00:10", -10.0),
    ],
)
def test_each_form_names_its_instant(text: str, met_s: float) -> None:
    assert parse_when(text, MISSION) == met_s


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("launch.liftof", "did you mean launch.liftoff?"),
        ("deploy", "did you mean airlock.deploy?"),
        ("airlock.deploy+5", "write it as airlock.deploy+30s"),
        ("airlock.deploy+", "write it as airlock.deploy+30s"),
        ("airlock.deploy+30s1m", "write it as airlock.deploy+30s"),
        ("airlock.dploy+30s", "did you mean airlock.deploy?"),
        ("", "neither an event nor a time"),
        ("08:34:51", "write UTC or MSK after it"),
        ("1965-03-18T08:34:51", "write UTC or MSK after it"),
        ("18 мар. 08:34:51", "write UTC or MSK after it"),
        ("18 ма 08:34:51 UTC", '"ма" is no month'),
        ("18 foo 08:34:51 UTC", '"foo" is no month'),
        ("11:34:51 EST", "neither an event nor a time"),
        ("T+01:60:00", "neither an event nor a time"),
        ("nan", "neither an event nor a time"),
        ("24:00:00 MSK", "a day has 24 hours"),
        ("32 Mar 12:00:00 MSK", "out of range"),
        ("1965-13-01T00:00:00Z", "month"),
        ("१०:००:०० MSK", "neither an event nor a time"),
    ],
)
def test_anything_else_is_refused_with_the_remedy(text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_when(text, MISSION)
    assert said in str(caught.value)
    assert caught.value.exit_code == 2


def test_the_accepted_forms_are_told() -> None:
    with pytest.raises(UsageError) as caught:
        parse_when("tomorrow", MISSION)
    assert forms(MISSION) in str(caught.value)


@given(st.text() | st.from_regex(r"[a-zT0-9+:.\- MSKZ]{0,30}"))
def test_any_text_is_a_time_or_refused(text: str) -> None:
    said = ""
    try:
        met_s = parse_when(text, MISSION)
    except UsageError as error:
        met_s, said = 0.0, str(error)
    assert isinstance(met_s, float)
    assert len(said) < 600


@given(met_times)
def test_every_clock_is_read_back_to_its_last_digit(met_s: float) -> None:
    for text in (format_elapsed(met_s, 3), format_utc(met_s, MISSION, 3), format_zone(met_s, MISSION, 3)):
        assert abs(parse_when(text, MISSION) - met_s) < 0.001 + 1e-6
        assert parse_when(text, MISSION) <= met_s + 1e-6


@given(st.integers(-(10**8), 4 * 10**8))
def test_whole_milliseconds_survive_exactly(met_ms: int) -> None:
    met_s = met_ms / 1000
    for text in (format_elapsed(met_s, 3), format_utc(met_s, MISSION, 3), format_zone(met_s, MISSION, 3)):
        assert parse_when(text, MISSION) == met_s


@given(met_times, st.sampled_from([0, 1, 3]))
def test_the_three_clocks_agree(met_s: float, decimals: int) -> None:
    elapsed = parse_when(format_elapsed(met_s, decimals), MISSION)
    assert parse_when(format_utc(met_s, MISSION, decimals), MISSION) == elapsed
    assert parse_when(format_zone(met_s, MISSION, decimals), MISSION) == elapsed


@given(st.integers(0, 9999), st.integers(0, 999_999), st.integers(0, 99_999), st.sampled_from("+-"))
def test_an_offset_adds_exactly(hours: int, minutes: int, seconds: int, sign: str) -> None:
    total = hours * 3600 + minutes * 60 + seconds
    expected = 1800.0 + (total if sign == "+" else -total)
    assert parse_when(f"airlock.deploy{sign}{hours}h{minutes}m{seconds}s", MISSION) == expected


def test_a_clock_shows_the_last_whole_second_passed() -> None:
    assert format_elapsed(5691.999) == "T+01:34:51"
    assert format_elapsed(5691.0 - 1e-9) == "T+01:34:51"
    assert format_elapsed(-0.5) == "T-00:00:01"
    assert format_utc(5691.999, MISSION) == "1965-03-18T08:34:51Z"
    assert format_zone(5691.0, MISSION) == "1965-03-18 11:34:51 MSK"
    assert format_zone(5691.0, MISSION, dated=False) == "11:34:51 MSK"


def test_moscow_is_three_hours_ahead_across_midnight() -> None:
    met_s = (datetime(1965, 3, 18, 22, 30, tzinfo=UTC) - MISSION.liftoff_utc).total_seconds()
    assert format_zone(met_s, MISSION) == "1965-03-19 01:30:00 MSK"


@pytest.mark.parametrize("met_s", [float("nan"), float("inf"), -float("inf"), 1e300, 1e12])
def test_no_calendar_holds_that(met_s: float) -> None:
    with pytest.raises(UsageError):
        utc_at(met_s, MISSION)
    with pytest.raises(UsageError):
        format_utc(met_s, MISSION)
    with pytest.raises(UsageError):
        format_zone(met_s, MISSION)


HOUSTON = replace(MISSION, zone=Zone("EST", -5.0, {"en": ("EST", "Cape time"), "hi": ("पूर्वी समय",)}))
"""The same flight by another clock."""


@pytest.mark.parametrize("text", ["02:00:00 EST", "02:00 cape time", "18 March 1965 02:00:00 पूर्वी समय", "07:00:00 UTC"])
def test_a_mission_has_its_own_clock(text: str) -> None:
    assert parse_when(text, HOUSTON) == 0.0
    assert format_zone(0.0, HOUSTON) == "1965-03-18 02:00:00 EST"


def test_a_clock_time_is_of_the_day_that_the_clock_shows_at_lift_off() -> None:
    early = replace(HOUSTON, liftoff_utc=datetime(1965, 3, 18, 3, 0, tzinfo=UTC))
    assert parse_when("22:00:00 EST", early) == 0.0
    assert parse_when("03:00:00 UTC", early) == 0.0


def test_the_clock_of_another_mission_is_not_understood() -> None:
    with pytest.raises(UsageError, match=r"neither an event nor a time.*EST"):
        parse_when("10:00:00 MSK", HOUSTON)
    with pytest.raises(UsageError, match="write UTC or EST after it"):
        parse_when("10:00:00", HOUSTON)


def test_a_mission_may_have_no_clock_but_utc() -> None:
    without = replace(MISSION, zone=UTC_ZONE)
    assert format_zone(5691.0, without) == "1965-03-18 08:34:51 UTC"
    with pytest.raises(UsageError, match="write UTC after it") as caught:
        parse_when("10:00:00", without)
    assert "own clock" not in str(caught.value)


def test_a_file_without_the_key_has_the_clock_of_its_plugin() -> None:
    assert MISSION.zone == load_mission("voskhod2").zone
    assert MISSION.zone.word("ru") == "МСК"
    assert MISSION.zone.word("de") == "MSK", "what no language has a word for has its name"


@pytest.fixture
def within_a_second() -> Mission:
    """A mission whose lift-off is known to a fraction of a second."""
    return replace(MISSION, liftoff_utc=MISSION.liftoff_utc.replace(microsecond=562_000))


@pytest.mark.parametrize(
    ("met_s", "decimals", "shown"),
    [
        (0.0, 0, "07:00:00"), (0.0, 3, "07:00:00.562"), (0.437, 0, "07:00:00"), (0.438, 0, "07:00:01"),
        (5690.438, 3, "08:34:51.000"), (5690.438 - 1e-9, 0, "08:34:51"), (-0.6, 1, "06:59:59.9"),
    ],
)  # fmt: skip
def test_clocks_of_a_liftoff_within_a_second(within_a_second: Mission, met_s: float, decimals: int, shown: str) -> None:
    """The second that has passed is one of the day's, not one since lift-off."""
    assert format_utc(met_s, within_a_second, decimals) == f"1965-03-18T{shown}Z"
    assert format_zone(met_s, within_a_second, decimals, dated=False).startswith(f"{int(shown[:2]) + 3:02d}{shown[2:]}")


@given(met_s=st.floats(-1e5, 1e6))
def test_last_second_passed(met_s: float) -> None:
    mission = replace(MISSION, liftoff_utc=MISSION.liftoff_utc.replace(microsecond=562_000))
    passed_s = second_passed_s(met_s, mission)
    assert utc_at(passed_s, mission).microsecond == 0
    assert -2e-6 <= met_s - passed_s < 1.0
