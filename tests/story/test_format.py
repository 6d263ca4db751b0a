"""Numbers, units, dates and plurals as a reader of each language expects them."""

from __future__ import annotations

import typing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.flight.state import Basis
from viz.languages import LANGUAGES, NO_BREAK
from viz.mission.load import load_mission
from viz.mission.model import STANDINGS
from viz.mission.when import parse_when, utc_at
from viz.story.format import MINUS, Format

MISSION = load_mission(Path(__file__).parents[1] / "mission" / "small")
FORMATS = {language: Format.for_language(language) for language in LANGUAGES}
EN, RU, HI = (FORMATS[language] for language in ("en", "ru", "hi"))

languages = st.sampled_from(tuple(LANGUAGES))


def plain(text: str) -> str:
    return text.replace(NO_BREAK, " ")


@pytest.mark.parametrize(
    ("language", "value", "decimals", "text"),
    [
        ("en", 1234.5, 1, "1,234.5"),
        ("en", 717262.0, 0, "717,262"),  # B08, kilometres flown
        ("ru", 1234.5, 1, "1234,5"),
        ("ru", 717262.0, 0, "717 262"),
        ("hi", 1234.5, 1, "1,234.5"),
        ("hi", 717262.0, 0, "7,17,262"),  # seven lakh
        ("hi", 12345678.0, 0, "1,23,45,678"),
        ("hi", 99999.0, 0, "99,999"),
        ("en", -6.0, 0, MINUS + "6"),
        ("ru", -0.04, 1, "0,0"),
        ("en", 0.125, 2, "0.12"),  # half to even
        ("en", 0.375, 2, "0.38"),
    ],
)
def test_numbers(language: str, value: float, decimals: int, text: str) -> None:
    assert plain(FORMATS[language].number(value, decimals)) == text


@given(languages, st.floats(-1e12, 1e12), st.integers(0, 4))
def test_a_number_is_read_back(language: str, value: float, decimals: int) -> None:
    text = FORMATS[language].number(value, decimals)
    digits = text.replace(NO_BREAK, "").replace(MINUS, "-")
    digits = digits.replace(",", ".") if language == "ru" else digits.replace(",", "")
    assert abs(float(digits) - value) <= 0.5 * 10.0**-decimals + abs(value) * 1e-15
    assert text.isascii() or set(text) - {NO_BREAK, MINUS} <= set("0123456789.,")


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_not_written(value: float) -> None:
    with pytest.raises(ValueError, match="cannot be written"):
        EN.number(value)


def test_a_place_and_height() -> None:
    assert plain(EN.place(41.94, 36.5, 181.2)) == "41.9° N 36.5° E, 181 km"
    assert plain(RU.place(41.94, -36.5, 181.2)) == "41,9° с. ш. 36,5° з. д., 181 км"
    assert plain(HI.place(-7.0, 4.0, 2.5)) == "7.0° द 4.0° पू, 2.5 किमी"


@pytest.mark.parametrize(
    ("lon_deg", "text"),
    [(0.0, "0.0° E"), (-0.04, "0.0° E"), (190.0, "170.0° W"), (-185.0, "175.0° E"), (365.0, "5.0° E")],
)
def test_longitudes_stay_on_the_map(lon_deg: float, text: str) -> None:
    assert plain(EN.longitude(lon_deg)) == text


def test_units() -> None:
    assert plain(EN.metres(5.35, 2)) == "5.35 m"
    assert plain(RU.metres(1500.0)) == "1,5 км"
    assert plain(EN.speed(7790.0)) == "7.79 km/s"
    assert plain(RU.speed(6.5)) == "6,5 м/с"
    assert plain(EN.speed(170.0)) == "170 m/s"
    assert plain(RU.pressure(27.36)) == "27,4 кПа"
    assert plain(EN.spin(20.0)) == "20.0°/s"
    assert plain(RU.load_factor(9.2)) == "9,2 g"
    assert plain(HI.percent(0.45)) == "45 %"
    assert plain(EN.degrees(64.8, 1)) == "64.8°"


@given(languages, st.floats(0.0, 99.0))
def test_a_number_never_breaks_from_its_unit(language: str, value: float) -> None:
    words = FORMATS[language]
    for text in (words.metres(value), words.kilometres(value), words.speed(value), words.pressure(value)):
        assert " " not in text


def test_clocks_and_dates() -> None:
    assert plain(EN.clock_utc(5691.0, MISSION)) == "08:34:51 UTC"
    assert plain(RU.clock_zone(5691.0, MISSION)) == "11:34:51 МСК"
    assert plain(EN.clock_utc(5691.9, MISSION)) == "08:34:51 UTC"
    assert HI.elapsed(5691.0) == "T+01:34:51"
    day = datetime(1965, 3, 18, tzinfo=UTC)
    assert plain(EN.date(day)) == "18 March 1965"
    assert plain(RU.date(day)) == "18 марта 1965 г."
    assert plain(HI.date(day)) == "18 मार्च 1965"


def test_lengths_of_time_in_words() -> None:
    assert plain(EN.duration(12 * 60 + 9)) == "12 minutes 9 seconds"  # E04 to E11
    assert plain(RU.duration(12 * 60 + 9)) == "12 минут 9 секунд"
    assert plain(HI.duration(12 * 60 + 9)) == "12 मिनट 9 सेकंड"
    assert plain(RU.duration(26 * 3600 + 2 * 60 + 17)) == "26 часов 2 минуты 17 секунд"  # B08
    assert plain(EN.duration(3 * 86_400 + 3600)) == "3 days 1 hour"
    assert plain(EN.duration(0.2)) == "0 seconds"
    assert plain(EN.duration(-61.0)) == MINUS + "1 minute 1 second"


@pytest.mark.parametrize(
    ("count", "english", "russian", "hindi"),
    [
        (0, "other", "many", "one"),
        (1, "one", "one", "one"),
        (2, "other", "few", "other"),
        (4, "other", "few", "other"),
        (5, "other", "many", "other"),
        (11, "other", "many", "other"),
        (12, "other", "many", "other"),
        (14, "other", "many", "other"),
        (21, "other", "one", "other"),
        (22, "other", "few", "other"),
        (111, "other", "many", "other"),
        (1.5, "other", "other", "other"),
        (0.5, "other", "other", "one"),
    ],
)
def test_plural_forms_follow_cldr(count: float, english: str, russian: str, hindi: str) -> None:
    forms = {language: row.plural(count, 0) for language, row in LANGUAGES.items()}
    assert forms == {"en": english, "ru": russian, "hi": hindi}


@given(languages, st.integers(0, 10**6), st.sampled_from(["day", "hour", "minute", "second"]))
def test_every_count_has_its_words(language: str, count: int, name: str) -> None:
    assert FORMATS[language].counted(name, count).startswith(FORMATS[language].number(count))


@given(languages, st.floats(0.0, 10.0))
def test_every_fraction_has_its_words(language: str, count: float) -> None:
    assert FORMATS[language].counted("minute", count, 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_thing_rests_on_has_a_word(language: str) -> None:
    words = FORMATS[language]
    assert len({words.standing(standing) for standing in STANDINGS}) == len(STANDINGS)
    bases = typing.get_args(Basis)
    assert len({words.basis(basis) for basis in bases}) == len(bases)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "seen in a source; the time: sources disagree"),
        ("ru", "есть в источнике; время: источники расходятся"),
        ("hi", "स्रोत में देखा गया; समय: स्रोतों में मतभेद"),
    ],
)
def test_an_hour_that_stands_otherwise_is_told_beside_its_event(language: str, text: str) -> None:
    assert FORMATS[language].standing_of(MISSION.event("airlock.deploy")) == text
    assert FORMATS[language].standing_of(MISSION.event("launch.liftoff")) == FORMATS[language].standing("seen")


@given(languages, st.integers(-300 * 86_400, 300 * 86_400))
def test_every_time_that_is_printed_is_read_back(language: str, met_s: int) -> None:
    words = FORMATS[language]
    utc = utc_at(met_s, MISSION)
    assert parse_when(words.elapsed(met_s), MISSION) == met_s
    for zone, clock in (
        (UTC, words.clock_utc(met_s, MISSION)),
        (MISSION.zone.offset, words.clock_zone(met_s, MISSION)),
    ):
        date = words.date(utc.astimezone(zone))
        for between in (" ", ", ", NO_BREAK):
            assert parse_when(date + between + clock, MISSION) == met_s
        assert (parse_when(clock, MISSION) - met_s) % 86_400 == 0
        assert parse_when(clock, MISSION) == parse_when(clock.replace(NO_BREAK, ""), MISSION)


SHORT_MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec",
    "ru": "янв. февр. мар. апр. мая июн. июл. авг. сент. окт. нояб. дек.",
    "hi": "जन॰ फ़र॰ मार्च अप्रैल मई जून जुल॰ अग॰ सित॰ अक्टू॰ नव॰ दिस॰",
}
"""As browsers write them for the page; Unicode's CLDR."""


@given(languages, st.integers(-60 * 86_400, 280 * 86_400), st.sampled_from(["", "≈ "]))
def test_a_day_and_clock_as_the_page_shows_them_are_read_back(language: str, met_s: int, about: str) -> None:
    utc = utc_at(met_s, MISSION)
    day = f"{utc.day} {SHORT_MONTHS[language].split()[utc.month - 1]}"
    assert parse_when(f"{day} {about}{utc:%H:%M:%S} UTC", MISSION) == met_s
    assert parse_when(f"{day} {about}{utc:%H:%M} UTC", MISSION) == met_s - utc.second
