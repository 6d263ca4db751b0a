"""Other flights than the recorded one: what may be supposed, how it is called, and what comes of it.

Every alternative is a whole flight, built once and kept for a while; the scene, the words and the instruments
then follow from it as they do from the record.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from viz.flight.body import HATCH_RADIUS_M
from viz.flight.eva import ENTRIES
from viz.flight.flight import Flight
from viz.flight.ground import distance_along_ground_km
from viz.flight.whatif import DELAY_RANGE_S, RELIEF_PRESSURE_RANGE_ATM, WhatIf
from viz.mission.model import Mission
from viz.player.playback import Supposable, Supposed
from viz.story.format import MINUS, Format

KEPT_FLIGHTS = 4
"""A flight holds a few megabytes of tables; a lecture goes back and forth between two or three."""

_SAME_PLACE_KM = 0.5


def supposable(mission: Mission) -> tuple[Supposable, ...]:
    """Return what a viewer may change; nothing where the mission has no numbers for it."""
    numbers = mission.parameters
    found: list[Supposable] = []
    if "relief_pressure_atm" in numbers.get("suit", {}):
        recorded = numbers["suit"]["relief_pressure_atm"]
        found.append(Supposable("suit", "relief_pressure_atm", recorded, RELIEF_PRESSURE_RANGE_ATM, (None,)))
    if "ignition_met_s" in numbers.get("descent", {}):
        found.append(Supposable("descent", "delay_s", 0.0, DELAY_RANGE_S))
    if "eva" in numbers:
        found.append(Supposable("eva", "entry", ENTRIES[0], choices=ENTRIES))
    return tuple(found)


def supposable_table(changes: tuple[Supposable, ...]) -> list[dict[str, object]]:
    """Return the same for the page, ready for JSON."""
    return [
        {
            "group": one.group,
            "name": one.name,
            "recorded": one.recorded,
            "bounds": one.bounds,
            "choices": one.choices,
        }
        for one in changes
    ]


@dataclass(slots=True)
class FlightShelf:
    """The recorded flight and the few alternatives last asked for."""

    recorded: Flight
    mission: Mission
    folder: Path
    _kept: OrderedDict[tuple[Supposed, ...], Flight] = field(default_factory=OrderedDict)

    def flight(self, supposed: tuple[Supposed, ...]) -> Flight:
        """Return the flight those suppositions make; UsageError where the flight room refuses one."""
        if not supposed:
            return self.recorded
        if supposed not in self._kept:
            groups: dict[str, dict[str, float | str | None]] = {}
            for group, name, value in supposed:
                groups.setdefault(group, {})[name] = value
            # The names come from `supposable`, so the groups fit; WhatIf judges the values itself.
            what_if = WhatIf(**groups)  # type: ignore[arg-type]
            self._kept[supposed] = Flight.build(self.mission, folder=self.folder, what_if=what_if)
        self._kept.move_to_end(supposed)
        while len(self._kept) > KEPT_FLIGHTS:
            self._kept.popitem(last=False)
        return self._kept[supposed]


def supposed_table(shelf: FlightShelf, supposed: tuple[Supposed, ...], form: Format) -> dict[str, object] | None:
    """Return what the page says of an alternative, in one language; None for the recorded flight."""
    if not supposed:
        return None
    flight = shelf.flight(supposed)
    moved = {
        event.id: event.time.met_s
        for event in flight.mission.events
        if event.time.met_s != shelf.mission.event(event.id).time.met_s
    }
    return {
        "hypothetical": flight.hypothetical,
        "names": [_named(one, form) for one in supposed],
        "rows": result_rows(shelf, flight, form),
        "moved": moved,
    }


def result_rows(shelf: FlightShelf, flight: Flight, form: Format) -> list[dict[str, object]]:
    """Return the results beside the record: id of the row, recorded value, supposed value, whether they differ."""
    pairs = zip(_results(shelf.recorded, shelf, form), _results(flight, shelf, form), strict=True)
    return [
        {"id": name, "record": record, "supposed": other, "differs": record != other}
        for (name, record), (_, other) in pairs
    ]


def _results(flight: Flight, shelf: FlightShelf, form: Format) -> list[tuple[str, str]]:
    site, home = flight.path.descent.site, shelf.recorded.path.descent.site
    away_km = distance_along_ground_km(site, home)
    suit = flight.eva.suit
    pressure_kpa = suit.valve_kpa(flight.mission.event("eva.ingress").time.met_s)
    word = form.words
    return [
        ("pressure", form.pressure(pressure_kpa)),
        ("shoulders", _centimetres(suit.breadth_m(pressure_kpa), form)),
        ("hatch", word["page.result.fits" if suit.fits_hatch(pressure_kpa) else "page.result.does_not_fit"].format(
            hatch=_centimetres(2.0 * HATCH_RADIUS_M, form)
        )),
        ("landing", f"{form.latitude(site.lat_deg)} {form.longitude(site.lon_deg)}"),
        ("away", form.kilometres(0.0 if away_km < _SAME_PLACE_KM else away_km)),
        ("touchdown", form.clock_utc(flight.path.touchdown_met_s, flight.mission)),
    ]  # fmt: skip


def _named(one: Supposed, form: Format) -> str:
    group, name, value = one
    words: Mapping[str, str] = form.words
    if (group, name) == ("descent", "delay_s") and isinstance(value, float | int):
        key = "page.supposed.later" if value > 0 else "page.supposed.earlier"
        return words[key].format(time=form.duration(abs(value)))
    if (group, name) == ("suit", "relief_pressure_atm"):
        if value is None:
            return words["page.supposed.suit_kept"]
        return words["page.supposed.suit"].format(pressure=form.number(float(value), 2))
    if (group, name) == ("eva", "entry"):
        return words["page.supposed.feet_first" if value == "feet_first" else "page.supposed.head_first"]
    shown = form.number(value, 2) if isinstance(value, float | int) else str(value)
    return f"{name} = {shown}".replace("-", MINUS)


def _centimetres(value_m: float, form: Format) -> str:
    return form.words["page.unit.cm"].replace(" ", "\u00a0").format(n=form.number(100.0 * value_m, 1))
