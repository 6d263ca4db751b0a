"""Other flights than the recorded one: what may be supposed, how it is called, and what comes of it.

Every alternative is a whole flight, built once and kept for a while; the scene, the words and the instruments
then follow from it as they do from the record.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from viz.flight.flight import Flight
from viz.mission.model import Event, Mission
from viz.story.format import Format
from viz.story.panel import Panel, Supposable, Supposed, groups_of

KEPT_FLIGHTS = 4
"""A flight holds a few megabytes of tables; a lecture goes back and forth between two or three."""


def supposable_table(changes: tuple[Supposable, ...]) -> list[dict[str, object]]:
    """Return the same for the page, ready for JSON."""
    return [
        {
            "group": one.group,
            "name": one.name,
            "recorded": one.recorded,
            "bounds": one.bounds,
            "choices": one.choices,
            "step": one.step,
            "decimals": one.decimals,
            "unit": one.unit,
            "words": one.words,
        }
        for one in changes
    ]


@dataclass(slots=True)
class FlightShelf:
    """The recorded flight and the few alternatives last asked for."""

    recorded: Flight
    panel: Panel
    mission: Mission
    folder: Path
    _kept: OrderedDict[tuple[Supposed, ...], Flight] = field(default_factory=OrderedDict)
    shown: tuple[Supposed, ...] = ()
    """What the picture is of: it stays, however many others are built meanwhile."""
    _lock: Lock = field(default_factory=Lock)
    """Flights are built beside the event loop, which draws others meanwhile."""

    def has(self, supposed: tuple[Supposed, ...]) -> bool:
        """Say whether that flight has been built and is still kept."""
        return not supposed or supposed in self._kept

    def flight(self, supposed: tuple[Supposed, ...]) -> Flight:
        """Return the flight those suppositions make; UsageError where the flight room refuses one."""
        if not supposed:
            return self.recorded
        found = self._kept.get(supposed) or self._build(supposed)
        with self._lock:
            self._kept[supposed] = found
            self._kept.move_to_end(supposed)
            while len(self._kept) > KEPT_FLIGHTS:
                del self._kept[next(key for key in self._kept if key != self.shown)]
        return found

    def _build(self, supposed: tuple[Supposed, ...]) -> Flight:
        return Flight.build(self.mission, folder=self.folder, what_if=groups_of(supposed))


def told_events(flight: Flight) -> tuple[Event, ...]:
    """Return the events that happen in a flight, as far as anything is claimed of it."""
    happened = set(flight.timeline.events)
    return tuple(
        event
        for event in flight.mission.events
        if event.id in happened and event.time.met_s <= flight.claimed_until_met_s
    )


def supposed_table(shelf: FlightShelf, supposed: tuple[Supposed, ...], form: Format) -> dict[str, object] | None:
    """Return what the page says of an alternative, in one language; None for the recorded flight."""
    if not supposed:
        return None
    flight = shelf.flight(supposed)
    happened = {event.id for event in told_events(flight)}
    moved = {
        event.id: event.time.met_s
        for event in flight.mission.events
        if event.time.met_s != shelf.mission.event(event.id).time.met_s
    }
    return {
        "hypothetical": flight.hypothetical,
        "names": [shelf.panel.told_name(one, shelf.mission, form) for one in supposed],
        "rows": result_rows(shelf, flight, form),
        "moved": moved,
        "phases": _moved_phases(shelf.mission, flight.mission),
        "gone": [event.id for event in flight.mission.events if event.id not in happened],
    }


def _moved_phases(recorded: Mission, other: Mission) -> dict[str, tuple[float, float]]:
    """Return start and end of the phases that stand elsewhere in the other flight."""
    pairs = zip(recorded.phases, other.phases, strict=True)
    return {new.id: (new.start_met_s, new.end_met_s) for old, new in pairs if new != old}


def result_rows(shelf: FlightShelf, flight: Flight, form: Format) -> list[dict[str, object]]:
    """Return the results beside the record: row, recorded and supposed value, whether they differ, and whose grounds.

    Only what a supposition bears on is listed; a version of the entry or the tether has no numbers.
    """
    told = (shelf.panel.results(shelf.recorded, one, flight, form) for one in (shelf.recorded, flight))
    pairs = zip(*told, strict=True)
    return [
        {
            "id": name,
            "record": record,
            "supposed": other,
            "differs": record != other,
            "opens": shelf.panel.opens.get(name, name),
        }
        for (name, record), (_, other) in pairs
    ]
