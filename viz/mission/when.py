"""Clock times and seconds after lift-off, both ways: the WHEN of the command line and the three clocks.

WHEN is an event (``eva.exit``), an event with an offset (``eva.exit+30s``, ``landing.touchdown-2m``),
elapsed time (``T+01:34:51``), UTC (``1965-03-18T08:34:51Z``, ``08:34:51 UTC``) or the mission's own clock, by any of
its names; clock times are on the day of lift-off unless a date is given. What pages and films print is read too, in
each of their languages: ``18 марта 1965 г. 08:34:51 UTC``, ``18 मार्च 08:34:51 UTC``.
"""

from __future__ import annotations

import difflib
import functools
import math
import re
import unicodedata
from datetime import UTC, datetime, timedelta, tzinfo
from fractions import Fraction

from viz.errors import UsageError
from viz.languages import FIRST_LANGUAGE, LANGUAGES
from viz.mission.model import UTC_ZONE, Mission

_CLOCK = r"(?P<hour>[0-9]{1,4}):(?P<minute>[0-5][0-9]):(?P<second>[0-5][0-9](?:\.[0-9]{1,9})?)"
_TO_THE_MINUTE = r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-5][0-9])(?::(?P<second>[0-5][0-9](?:\.[0-9]{1,9})?))?"
_ISO = r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})[T ]"
_SAID = r"(?P<said_day>[0-9]{1,2}) (?P<said_month>[^\s0-9,]{2,12})(?: (?P<said_year>[0-9]{4})(?: г\.)?)?,? (?:≈ )?"

_ELAPSED = re.compile(rf"T(?P<sign>[+\-−]){_CLOCK}", re.IGNORECASE)
_UTC_NAMES = ("Z", "UTC")
_OFFSET = re.compile(
    r"(?P<event>[A-Za-z][A-Za-z0-9_.]*)(?P<sign>[+-])(?=[0-9])"
    r"(?:(?P<hour>[0-9]{1,4})h)?(?:(?P<minute>[0-9]{1,6})m)?(?:(?P<second>[0-9]{1,8}(?:\.[0-9]{1,9})?)s)?"
)


def parse_when(text: str, mission: Mission) -> float:
    """Return the seconds after lift-off that WHEN names.

    Raises UsageError, with the accepted `forms` or the nearest event ids, for anything else. Whether the
    instant lies inside the flight is for the flight to say.
    """
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    time = text.lstrip("≈~ ")  # what is not known to the second is printed with a sign
    try:
        if match := _ELAPSED.fullmatch(time):
            return _signed(match, _clock_s(match))
        if match := _clock_time(mission.zone.names).fullmatch(time):
            return _at(match, mission)
    except (ValueError, OverflowError) as error:
        raise UsageError(f'"{_short(text)}" is not a time: {error}; give {forms(mission)}') from None
    if match := _OFFSET.fullmatch(text):
        return float(Fraction(_event_met_s(match["event"], mission)) + Fraction(_signed(match, _clock_s(match))))
    return _event_met_s(text, mission)


def forms(mission: Mission) -> str:
    """Return the accepted forms of a time, with the mission's own first and last event and clock for examples."""
    ids = [event.id for event in mission.events] or ["an.event"]
    first_s, last_s = (mission.events[at].time.met_s if mission.events else 0.0 for at in (0, -1))
    clocks = f"UTC ({format_utc(first_s, mission)})"
    if mission.zone != UTC_ZONE:
        last = zone_at(last_s, mission)
        said = f"{last.day} {LANGUAGES[FIRST_LANGUAGE].months[last.month - 1][:3]} {last:%H:%M:%S} {mission.zone.name}"
        clocks += f" or the mission's own clock ({format_zone(first_s, mission, dated=False)}, {said})"
    return (
        f"an event ({ids[0]}), an event with an offset ({ids[0]}+30s, {ids[-1]}-2m), "
        f"elapsed time ({format_elapsed(last_s)}), {clocks}"
    )


def utc_at(met_s: float, mission: Mission) -> datetime:
    """Return the UTC date and time of an instant, to the microsecond; UsageError when no calendar holds it."""
    if not math.isfinite(met_s):
        raise UsageError(f"{met_s} is not a time; give a finite number of seconds after lift-off")
    try:
        return mission.liftoff_utc + timedelta(seconds=met_s)
    except OverflowError:
        raise UsageError(f"{met_s} s after lift-off is beyond the calendar; give a time of the flight") from None


def zone_at(met_s: float, mission: Mission) -> datetime:
    """Return the date and time of an instant by the mission's own clock; UsageError when no calendar holds it."""
    utc = utc_at(met_s, mission)
    try:
        return utc.astimezone(mission.zone.offset)
    except OverflowError:
        raise UsageError(f"{met_s} s after lift-off is beyond the calendar; give a time of the flight") from None


def format_utc(met_s: float, mission: Mission, decimals: int = 0) -> str:
    """Return an instant as ``1965-03-18T08:34:51Z``, which `parse_when` reads back."""
    passed_s, fraction = _clock_step(met_s, mission, decimals)
    return utc_at(passed_s, mission).replace(tzinfo=None).isoformat(timespec="seconds") + fraction + "Z"


def format_zone(met_s: float, mission: Mission, decimals: int = 0, dated: bool = True) -> str:
    """Return an instant by the mission's own clock, as ``1965-03-18 11:34:51`` and its name, or without its date."""
    passed_s, fraction = _clock_step(met_s, mission, decimals)
    moment = zone_at(passed_s, mission)
    date = moment.date().isoformat() + " " if dated else ""
    return f"{date}{moment:%H:%M:%S}{fraction} {mission.zone.name}"


def second_passed_s(met_s: float, mission: Mission) -> float:
    """Return when the last whole second of the day passed, seconds after lift-off, which may lie within a second."""
    return _clock_step(met_s, mission, 0)[0]


def format_elapsed(met_s: float, decimals: int = 0) -> str:
    """Return an instant as ``T+01:34:51``; like any clock it shows the last whole step passed."""
    if not math.isfinite(met_s):
        raise UsageError(f"{met_s} is not a time; give a finite number of seconds after lift-off")
    steps = _steps(met_s, decimals)
    whole, rest = divmod(abs(steps), 10**decimals)
    minutes, second = divmod(whole, 60)
    hour, minute = divmod(minutes, 60)
    fraction = f".{rest:0{decimals}d}" if decimals else ""
    return f"T{'-' if steps < 0 else '+'}{hour:02d}:{minute:02d}:{second:02d}{fraction}"


def _steps(met_s: float | Fraction, decimals: int) -> int:
    """Whole steps of the clock passed; a microsecond of slack keeps 5691.0 - 1e-12 from showing a second less."""
    microseconds = round(Fraction(met_s) * 10**6)
    steps_per_s: int = 10**decimals
    return microseconds * steps_per_s // 10**6


def _clock_step(met_s: float, mission: Mission, decimals: int) -> tuple[float, str]:
    """Return when the last whole second of the day passed, seconds after lift-off, and what of the next is shown."""
    if not math.isfinite(met_s):
        return met_s, ""
    within = Fraction(mission.liftoff_utc.microsecond, 10**6)
    whole, rest = divmod(_steps(Fraction(met_s) + within, decimals), 10**decimals)
    return float(whole - within), f".{rest:0{decimals}d}" if decimals else ""


def _clock_s(match: re.Match[str]) -> Fraction:
    hour, minute, second = (Fraction(match[name] or 0) for name in ("hour", "minute", "second"))
    return hour * 3600 + minute * 60 + second


def _signed(match: re.Match[str], seconds: Fraction) -> float:
    return float(seconds if match["sign"] == "+" else -seconds)


def _at(match: re.Match[str], mission: Mission) -> float:
    """Return the MET of a clock reading; its date is lift-off's where the reading has none."""
    if match["zone"] is None:
        own = "" if mission.zone == UTC_ZONE else f" or {mission.zone.name}"
        raise ValueError(f"it names no clock; write UTC{own} after it")
    zone: tzinfo = UTC if match["zone"].upper() in _UTC_NAMES else mission.zone.offset
    seconds = _clock_s(match)
    if seconds >= 24 * 3600:
        raise ValueError("a day has 24 hours")
    liftoff = mission.liftoff_utc.astimezone(zone)
    said = match["said_month"]
    day_start = datetime(
        int(match["year"] or match["said_year"] or liftoff.year),
        _month(said) if said else int(match["month"] or liftoff.month),
        int(match["day"] or match["said_day"] or liftoff.day),
        tzinfo=zone,
    )
    return float(Fraction((day_start - liftoff) // timedelta(microseconds=1), 10**6) + seconds)


@functools.cache
def _clock_time(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of a clock time; UTC or any of these names of the mission's own clock may stand after it."""
    zones = "|".join(re.escape(unicodedata.normalize("NFC", name)) for name in (*_UTC_NAMES, *names))
    return re.compile(rf"(?:{_ISO}|{_SAID})?{_TO_THE_MINUTE} ?(?P<zone>{zones})?", re.IGNORECASE)


def _month(word: str) -> int:
    """Return the number of the one month that begins with a word."""
    begun = word.rstrip(".॰").lower()
    found = [
        number
        for language in LANGUAGES.values()
        for number, name in enumerate(language.months, start=1)
        if unicodedata.normalize("NFC", name).lower().startswith(begun)
    ]
    if len(set(found)) != 1 or len(begun) < 2:
        raise ValueError(f'"{word}" is no month')
    return found[0]


def _event_met_s(event_id: str, mission: Mission) -> float:
    try:
        return mission.event(event_id).time.met_s
    except KeyError:
        pass
    head = re.split(r"[+-]", event_id, maxsplit=1)[0]
    known = [event.id for event in mission.events]
    if head != event_id and head in known:
        offset = _short(event_id[len(head) :])
        raise UsageError(f'the offset "{offset}" is not understood; write it as {head}+30s, -2m, +1h or +1m30s')
    near = difflib.get_close_matches(event_id[:80], known, n=3, cutoff=0.5)
    near += [known_id for known_id in known if event_id and known_id.endswith("." + event_id)]
    if near:
        listed = " or ".join(dict.fromkeys(near))
        raise UsageError(f'there is no event "{_short(event_id)}"; did you mean {listed}?')
    raise UsageError(f'"{_short(event_id)}" is neither an event nor a time; give {forms(mission)}')


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."
