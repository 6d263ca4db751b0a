"""iCalendar (RFC 5545): every event as it was, and again on each anniversary."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import IO

from viz.export.rows import fixed_of
from viz.export.told import CREDITS, LICENCE, Told, version
from viz.flight.ground import place_beneath
from viz.flight.vector import scaled
from viz.mission.model import Event
from viz.mission.when import utc_at

_LINE_BYTES = 73
"""Of a line, so that with the blank of a continuation none has more than 75."""


def write(told: Told, file: IO[bytes]) -> None:
    """Write the calendar: an event of one instant has no length, any other lasts from its earliest to its latest."""
    for line in _lines(told):
        file.write(folded(line))


def _lines(told: Told) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:-//voskhod2-viz//{version()}//{told.language.upper()}"
    yield "CALSCALE:GREGORIAN"
    yield f"X-WR-CALNAME:{escaped(told.title)}"
    about = (told.reconstruction, LICENCE, f"Credit: {CREDITS}.", f"Mission files {told.mission.digest}")
    yield f"X-WR-CALDESC:{escaped(' '.join(about))}"
    for event in told.events:
        yield from _event(told, event)
    yield "END:VCALENDAR"


def _event(told: Told, event: Event) -> Iterator[str]:
    time, captions, mission = event.time, told.captions[told.language], told.mission
    earliest, latest = (utc_at(one, mission) for one in (time.earliest_met_s, time.latest_met_s))
    yield "BEGIN:VEVENT"
    yield f"UID:{event.id}.{mission.id}@voskhod2-viz"
    yield f"DTSTAMP:{_stamp(mission.liftoff_utc)}"  # a file is the same whenever it is written
    if time.is_instant:
        yield f"DTSTART:{_stamp(utc_at(round(time.met_s), mission))}"
    else:
        yield f"DTSTART:{_stamp(earliest)}"
        if _up(latest) > earliest.replace(microsecond=0):
            yield f"DTEND:{_stamp(_up(latest))}"
    yield "RRULE:FREQ=YEARLY"
    yield f"SUMMARY;LANGUAGE={told.language}:{escaped(captions.title('event', event.id))}"
    yield f"DESCRIPTION;LANGUAGE={told.language}:{escaped(_text(told, event))}"
    yield f"CATEGORIES:{escaped(event.kind)}"
    yield f"STATUS:{'TENTATIVE' if _is_unsure(event) else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    yield from _where(told, event)
    yield f"X-VOSKHOD2-EARLIEST:{told.utc(time.earliest_met_s)}"
    yield f"X-VOSKHOD2-LATEST:{told.utc(time.latest_met_s)}"
    yield f"X-VOSKHOD2-DRAWN:{told.utc(time.met_s)}"
    yield f"X-VOSKHOD2-STANDING:{event.standing}"
    yield f"X-VOSKHOD2-SOURCES:{escaped(', '.join(event.sources))}"
    yield "END:VEVENT"


def _text(told: Told, event: Event) -> str:
    time, words = event.time, told.words
    known = [told.mission.sources[name] for name in event.sources]
    sources = "; ".join(f"{source.title} ({source.where})" for source in known)
    return "\n".join(
        (
            told.captions[told.language].text("event", event.id),
            f"{told.utc(time.earliest_met_s)} - {told.utc(time.latest_met_s)}",
            words.standing_of(event),
            sources,
        )
    )


def _where(told: Told, event: Event) -> Iterator[str]:
    """Yield the place beneath the craft; none where what happened was not on this flight's track."""
    met_s = event.time.met_s
    if not told.flight.start_met_s <= met_s <= told.flight.end_met_s:
        return
    state = told.flight.state_at(met_s)
    if not state.is_aside:
        place = place_beneath(scaled(fixed_of(state).position_m, 1e-3))
        yield f"GEO:{place.lat_deg:.5f};{place.lon_deg:.5f}"


def _is_unsure(event: Event) -> bool:
    return bool({event.standing, event.time_standing} & {"uncertain", "disputed"})


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M%SZ}"


def _up(moment: datetime) -> datetime:
    return moment.replace(microsecond=0) + timedelta(seconds=math.ceil(moment.microsecond / 1e6))


def escaped(text: str) -> str:
    """Return a text as a value of the calendar: backslashes, separators and line ends marked."""
    for plain, marked in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, marked)
    return text


def folded(line: str) -> bytes:
    """Return a line with its end; a long one is folded between characters, as every reader joins it again."""
    parts, room = [b""], _LINE_BYTES
    for letter in line:
        told = letter.encode()
        if len(parts[-1]) + len(told) > room:
            parts.append(b"")
        parts[-1] += told
    return b"\r\n ".join(parts) + b"\r\n"
