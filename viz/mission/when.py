"""Clock times and seconds after lift-off, both ways: the WHEN of the command line and the three clocks.

WHEN is an event (``eva.exit``), an event with an offset (``eva.exit+30s``, ``landing.touchdown-2m``),
elapsed time (``T+01:34:51``), UTC (``1965-03-18T08:34:51Z``) or Moscow time (``11:34:51 MSK``, on the day
of lift-off unless a date is given).
"""

from __future__ import annotations

import difflib
import math
import re
from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction

from viz.errors import UsageError
from viz.mission.model import Mission

MOSCOW = timezone(timedelta(hours=3), "MSK")
"""Moscow in 1965: three hours ahead of UTC, no summer time."""

FORMS = (
    "an event (eva.exit), an event with an offset (eva.exit+30s, landing.touchdown-2m), "
    "elapsed time (T+01:34:51), UTC (1965-03-18T08:34:51Z) or Moscow time (11:34:51 MSK, 19 Mar 12:02:17 MSK)"
)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK = r"(?P<hour>[0-9]{1,4}):(?P<minute>[0-5][0-9]):(?P<second>[0-5][0-9](?:\.[0-9]{1,9})?)"
_DATE = r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
_DAY_MONTH = rf"(?P<day>[0-9]{{1,2}}) (?P<month>{'|'.join(_MONTHS)})[a-z]*(?: (?P<year>[0-9]{{4}}))?"

_ELAPSED = re.compile(rf"T(?P<sign>[+-]){_CLOCK}", re.IGNORECASE)
_UTC = re.compile(rf"{_DATE}[T ]{_CLOCK}Z", re.IGNORECASE)
_MOSCOW = re.compile(rf"(?:{_DATE}[T ])?{_CLOCK} ?MSK", re.IGNORECASE)
_MOSCOW_DAY = re.compile(rf"{_DAY_MONTH},? {_CLOCK} ?MSK", re.IGNORECASE)
_OFFSET = re.compile(
    r"(?P<event>[A-Za-z][A-Za-z0-9_.]*)(?P<sign>[+-])(?=[0-9])"
    r"(?:(?P<hour>[0-9]{1,4})h)?(?:(?P<minute>[0-9]{1,6})m)?(?:(?P<second>[0-9]{1,8}(?:\.[0-9]{1,9})?)s)?"
)


def parse_when(text: str, mission: Mission) -> float:
    """Return the seconds after lift-off that WHEN names.

    Raises UsageError, with the accepted forms or the nearest event ids, for anything else. Whether the
    instant lies inside the flight is for the flight to say.
    """
    text = " ".join(text.split())
    try:
        if match := _ELAPSED.fullmatch(text):
            return _signed(match, _clock_s(match))
        if match := _UTC.fullmatch(text):
            return _at(match, UTC, mission)
        if match := _MOSCOW.fullmatch(text) or _MOSCOW_DAY.fullmatch(text):
            return _at(match, MOSCOW, mission)
    except (ValueError, OverflowError) as error:
        raise UsageError(f'"{_short(text)}" is not a time: {error}; give {FORMS}') from None
    if match := _OFFSET.fullmatch(text):
        return float(Fraction(_event_met_s(match["event"], mission)) + Fraction(_signed(match, _clock_s(match))))
    return _event_met_s(text, mission)


def utc_at(met_s: float, mission: Mission) -> datetime:
    """Return the UTC date and time of an instant, to the microsecond; UsageError when no calendar holds it."""
    if not math.isfinite(met_s):
        raise UsageError(f"{met_s} is not a time; give a finite number of seconds after lift-off")
    try:
        return mission.liftoff_utc + timedelta(seconds=met_s)
    except OverflowError:
        raise UsageError(f"{met_s} s after lift-off is beyond the calendar; give a time of the flight") from None


def format_utc(met_s: float, mission: Mission, decimals: int = 0) -> str:
    """Return an instant as ``1965-03-18T08:34:51Z``, which `parse_when` reads back."""
    utc = utc_at(_floor(met_s, decimals), mission)
    return utc.replace(tzinfo=None).isoformat(timespec="seconds") + _fraction(met_s, decimals) + "Z"


def format_moscow(met_s: float, mission: Mission, decimals: int = 0, dated: bool = True) -> str:
    """Return an instant as ``1965-03-18 11:34:51 MSK``, or without its date."""
    utc = utc_at(_floor(met_s, decimals), mission)
    try:
        moscow = utc.astimezone(MOSCOW)
    except OverflowError:
        raise UsageError(f"{met_s} s after lift-off is beyond the calendar; give a time of the flight") from None
    date = moscow.date().isoformat() + " " if dated else ""
    return date + moscow.strftime("%H:%M:%S") + _fraction(met_s, decimals) + " MSK"


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


def _steps(met_s: float, decimals: int) -> int:
    """Whole steps of the clock passed; a microsecond of slack keeps 5691.0 - 1e-12 from showing a second less."""
    microseconds = round(Fraction(met_s) * 10**6)
    steps_per_s: int = 10**decimals
    return microseconds * steps_per_s // 10**6


def _floor(met_s: float, decimals: int) -> float:
    return float(_steps(met_s, decimals) // 10**decimals) if math.isfinite(met_s) else met_s


def _fraction(met_s: float, decimals: int) -> str:
    return f".{_steps(met_s, decimals) % 10**decimals:0{decimals}d}" if decimals else ""


def _clock_s(match: re.Match[str]) -> Fraction:
    hour, minute, second = (Fraction(match[name] or 0) for name in ("hour", "minute", "second"))
    return hour * 3600 + minute * 60 + second


def _signed(match: re.Match[str], seconds: Fraction) -> float:
    return float(-seconds if match["sign"] == "-" else seconds)


def _at(match: re.Match[str], zone: timezone, mission: Mission) -> float:
    """Return the MET of a clock reading; its date is lift-off's where the reading has none."""
    seconds = _clock_s(match)
    if seconds >= 24 * 3600:
        raise ValueError("a day has 24 hours")
    named = match.groupdict()
    liftoff = mission.liftoff_utc.astimezone(zone)
    month = named.get("month") or str(liftoff.month)
    day_start = datetime(
        int(named.get("year") or liftoff.year),
        _MONTHS.index(month.lower()) + 1 if month.lower() in _MONTHS else int(month),
        int(named.get("day") or liftoff.day),
        tzinfo=zone,
    )
    return float(Fraction((day_start - liftoff) // timedelta(microseconds=1), 10**6) + seconds)


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
    raise UsageError(f'"{_short(event_id)}" is neither an event nor a time; give {FORMS}')


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."
