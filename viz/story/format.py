"""Numbers, units, dates and plural forms as a reader of each language expects them.

How a language groups digits, marks decimals and counts stands in its row of `viz.languages`; digits are Latin in all.
A number never breaks from its unit: the space between them is a no-break space.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import Self

from viz.flight.state import Basis
from viz.languages import LANGUAGES, NO_BREAK, Language
from viz.mission.model import UTC_ZONE, Event, Mission, Standing, Zone
from viz.mission.when import format_elapsed, second_passed_s, utc_at, zone_at
from viz.story.captions import load_ui

MINUS = "\u2212"

_KILOMETRE_M = 1000.0
_DAY_S, _HOUR_S, _MINUTE_S = 86_400, 3_600, 60
_TOLD_IN_WORDS_S = 600.0  # below, seconds can be pictured, or are no time at all: a specific impulse


@dataclass(frozen=True, slots=True)
class Format:
    """One language's way of writing; `words` are the program's own, keys from ``format.``, and the mission's."""

    language: str
    words: Mapping[str, str]

    @classmethod
    def for_language(cls, language: str, beside: Iterable[Path] = ()) -> Self:
        """Return the way of writing of a language, with words of the folders `beside`; UsageError when there is none.

        InvalidFile when those words are not usable.
        """
        return cls(language, load_ui(language, beside))

    def number(self, value: float, decimals: int = 0) -> str:
        """Return a number rounded half to even, as ``1,234.5``, ``1 234,5`` or ``1,234.5``."""
        if not math.isfinite(value):
            raise ValueError(f"{value} cannot be written as a number")
        rounded = Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)
        whole, _, fraction = f"{abs(rounded):f}".partition(".")
        sign = MINUS if rounded < 0 else ""
        mark = self._row.decimal_mark + fraction if fraction else ""
        return sign + self._row.grouped(whole) + mark

    def measured(self, value: float, unit: str) -> str:
        """Return a number of the record as exact as it was given, with its unit, key ``format.unit.<unit>``; a bare
        count without, whole seconds from ten minutes on as a length of time.
        """
        if unit == "s" and value >= _TOLD_IN_WORDS_S and value == int(value):
            return self.duration(value)
        exponent = Decimal(repr(float(value))).normalize().as_tuple().exponent
        number = self.number(value, max(0, -int(exponent)))
        return self._unit(f"unit.{unit}", number) if unit else number

    def metres(self, value_m: float, decimals: int = 1) -> str:
        """Return a distance in metres, or in kilometres from 1000 m on."""
        if abs(value_m) >= _KILOMETRE_M:
            return self.kilometres(value_m / _KILOMETRE_M, decimals)
        return self._unit("metres", self.number(value_m, decimals))

    def kilometres(self, value_km: float, decimals: int = 0) -> str:
        """Return a distance or height in kilometres."""
        return self._unit("kilometres", self.number(value_km, decimals))

    def speed(self, value_m_s: float) -> str:
        """Return a speed: metres per second, or kilometres per second with two decimals from 1000 m/s on."""
        if abs(value_m_s) >= _KILOMETRE_M:
            return self._unit("kilometres_per_second", self.number(value_m_s / _KILOMETRE_M, 2))
        return self._unit("metres_per_second", self.number(value_m_s, 1 if abs(value_m_s) < 100 else 0))

    def pressure(self, value_kpa: float) -> str:
        """Return a pressure in kilopascals with one decimal."""
        return self._unit("kilopascals", self.number(value_kpa, 1))

    def degrees(self, value_deg: float, decimals: int = 0) -> str:
        """Return an angle."""
        return self._unit("degrees", self.number(value_deg, decimals))

    def spin(self, value_deg_s: float) -> str:
        """Return a rate of turn in degrees per second."""
        return self._unit("degrees_per_second", self.number(value_deg_s, 1))

    def load_factor(self, value_g: float) -> str:
        """Return a load in units of standard gravity."""
        return self._unit("load", self.number(value_g, 1))

    def percent(self, fraction: float) -> str:
        """Return a fraction of one as per cent."""
        return self._unit("percent", self.number(100.0 * fraction))

    def latitude(self, lat_deg: float) -> str:
        """Return a latitude with its hemisphere, such as ``41.9° N``."""
        return self._unit("south" if round(lat_deg, 1) < 0 else "north", self.number(abs(lat_deg), 1))

    def longitude(self, lon_deg: float) -> str:
        """Return a longitude with its hemisphere; any number of turns is taken into 180° W to 180° E."""
        wrapped_deg = math.remainder(lon_deg, 360.0)
        return self._unit("west" if round(wrapped_deg, 1) < 0 else "east", self.number(abs(wrapped_deg), 1))

    def place(self, lat_deg: float, lon_deg: float, altitude_km: float) -> str:
        """Return a ground place and height, such as ``41.9° N 36.5° E, 181 km``."""
        decimals = 0 if abs(altitude_km) >= 10.0 else 1
        return self._word("place").format(
            latitude=self.latitude(lat_deg),
            longitude=self.longitude(lon_deg),
            altitude=self.kilometres(altitude_km, decimals),
        )

    def elapsed(self, met_s: float) -> str:
        """Return the mission's own clock, ``T+01:34:51``, the same in every language."""
        return format_elapsed(met_s)

    def clock_utc(self, met_s: float, mission: Mission) -> str:
        """Return the time of day in UTC, such as ``08:34:51 UTC``."""
        return self._clock(utc_at(second_passed_s(met_s, mission), mission), UTC_ZONE)

    def clock_zone(self, met_s: float, mission: Mission) -> str:
        """Return the time of day by the mission's own clock; as `clock_utc` where it has none."""
        return self._clock(zone_at(second_passed_s(met_s, mission), mission), mission.zone)

    def date(self, moment: datetime) -> str:
        """Return the date of a moment in its own time zone, such as ``18 March 1965``."""
        month = self._row.months[moment.month - 1]
        return self._word("date").format(day=moment.day, month=month, year=moment.year).replace(" ", NO_BREAK)

    def duration(self, seconds: float) -> str:
        """Return a length of time in words, largest unit first, such as ``12 minutes 9 seconds``."""
        left_s = round(abs(seconds))
        in_days = left_s >= 2 * _DAY_S  # a flight of 26 hours is called that
        parts: list[str] = []
        for name, unit_s in (("day", _DAY_S), ("hour", _HOUR_S), ("minute", _MINUTE_S), ("second", 1)):
            count, left_s = divmod(left_s, unit_s) if in_days or name != "day" else (0, left_s)
            if count:
                parts.append(self.counted(name, count))
        return (MINUS if seconds < 0 and parts else "") + (" ".join(parts) or self.counted("second", 0))

    def counted(self, name: str, count: float, decimals: int = 0) -> str:
        """Return a count with its noun in the right plural form: ``5 минут``; keys ``format.<name>.<form>``."""
        form = self._row.plural(count if decimals else round(count), decimals)
        return self._unit(f"{name}.{form}", self.number(count, decimals))

    def basis(self, basis: Basis) -> str:
        """Return the word for what a group of numbers rests on: record, reconstruction or model."""
        return self._word(f"basis.{basis}")

    def standing(self, standing: Standing) -> str:
        """Return the words for how well a statement stands."""
        return self._word(f"standing.{standing}")

    def standing_of(self, event: Event) -> str:
        """Return how well an event stands, and its time where that stands otherwise."""
        standing = self.standing(event.standing)
        if event.time_standing is None or event.time_standing == event.standing:
            return standing
        return self._word("standing_and_time").format(standing=standing, time=self.standing(event.time_standing))

    @property
    def _row(self) -> Language:
        return LANGUAGES[self.language]

    def _word(self, key: str) -> str:
        return self.words[f"format.{key}"]

    def _unit(self, key: str, number: str) -> str:
        return self._word(key).replace(" ", NO_BREAK).format(n=number)

    def _clock(self, moment: datetime, zone: Zone) -> str:
        told = self._word("clock").format(clock=moment.strftime("%H:%M:%S"), zone=zone.word(self.language))
        return told.replace(" ", NO_BREAK)
