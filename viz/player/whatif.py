"""Other flights than the recorded one: what may be supposed, how it is called, and what comes of it.

Every alternative is a whole flight, built once and kept for a while; the scene, the words and the instruments
then follow from it as they do from the record.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from viz.flight.body import HATCH_RADIUS_M
from viz.flight.eva import ENTRIES
from viz.flight.flight import Flight
from viz.flight.ground import EQUATOR_RADIUS_KM, distance_along_ground_km
from viz.flight.pushoff import PUSH_RANGE_M_S, PushOff, fly_push_off, recorded_push_m_s
from viz.flight.solutions import SOLUTIONS, solutions_in
from viz.flight.suit import KPA_PER_ATM
from viz.flight.whatif import DELAY_RANGE_S, RELIEF_PRESSURE_RANGE_ATM, WhatIf
from viz.flight.winding import HANDLINGS
from viz.mission.model import Event, Mission
from viz.player.programme import Supposable, Supposed
from viz.story.format import MINUS, NO_BREAK, Format

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
        found.append(Supposable("eva", "push_m_s", recorded_push_m_s(mission), PUSH_RANGE_M_S))
        found.append(Supposable("eva", "entry", ENTRIES[0], choices=ENTRIES))
        found.append(Supposable("eva", "tether", HANDLINGS[0], choices=HANDLINGS))
    if len(solutions_in(numbers)) > 1:
        found.append(Supposable("orbit", "solution", SOLUTIONS[0], choices=SOLUTIONS))
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
    _pushes: dict[float, PushOff] = field(default_factory=dict)
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

    def pushed(self, push_m_s: float) -> PushOff:
        """Return where a push-off at that speed, m/s, leads; a tenth of a second of work the first time."""
        if push_m_s not in self._pushes:
            self._pushes[push_m_s] = fly_push_off(self.mission, self.recorded.eva, push_m_s)
        return self._pushes[push_m_s]

    def _build(self, supposed: tuple[Supposed, ...]) -> Flight:
        groups: dict[str, dict[str, float | str | None]] = {}
        for group, name, value in supposed:
            groups.setdefault(group, {})[name] = value
        orbit = groups.pop("orbit", {}).get("solution", SOLUTIONS[0])
        # The names come from `supposable`, so the groups fit; WhatIf judges the values itself.
        what_if = WhatIf(**groups, orbit=orbit)  # type: ignore[arg-type]
        return Flight.build(self.mission, folder=self.folder, what_if=what_if)


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
        "names": [_named(one, form) for one in supposed],
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
    """Return the results beside the record: id of the row, recorded value, supposed value, whether they differ.

    Only what a supposition bears on is listed; a version of the entry or the tether has no numbers.
    """
    pairs = zip(_results(shelf.recorded, flight, shelf, form), _results(flight, flight, shelf, form), strict=True)
    return [
        {"id": name, "record": record, "supposed": other, "differs": record != other}
        for (name, record), (_, other) in pairs
    ]


def _results(flight: Flight, asked: Flight, shelf: FlightShelf, form: Format) -> Iterator[tuple[str, str]]:
    """Give the rows of one flight, as far as what is asked of the other bears on them."""
    what_if = asked.what_if
    if "relief_pressure_atm" in what_if.suit:
        yield from _suit_rows(flight, form)
    if "push_m_s" in what_if.eva:
        push_m_s = flight.what_if.push_m_s(recorded_push_m_s(shelf.mission))
        yield from _push_rows(shelf.pushed(push_m_s), form)
    if what_if.orbit != SOLUTIONS[0]:
        yield from _orbit_rows(flight, form)
    if what_if.delay_s or what_if.orbit != SOLUTIONS[0]:
        yield from _landing_rows(flight, shelf, form)


def _suit_rows(flight: Flight, form: Format) -> Iterator[tuple[str, str]]:
    """Give what decides whether he comes in, at the recorded instant: his breadth, then the turn, head first."""
    eva, suit, words = flight.eva, flight.eva.suit, form.words
    ingress_s = flight.mission.event("eva.ingress").time.met_s
    pressure_kpa = suit.valve_kpa(ingress_s)
    fits = "page.result.fits" if suit.passes_hatch_at(ingress_s) else "page.result.does_not_fit"
    turns = "page.result.turns" if suit.turns_in_lock(pressure_kpa) else "page.result.does_not_turn"
    turns = turns if eva.entry == "head_first" else "page.result.no_turn"
    yield "pressure", _atmospheres(pressure_kpa, form)
    yield "shoulders", _centimetres(suit.breadth_m(pressure_kpa, creep=suit.creep(ingress_s)), form)
    yield (
        "hatch",
        words[fits].format(
            hatch=_centimetres(2.0 * HATCH_RADIUS_M, form),
            pressure=_at_most(suit.hatch_limit_kpa(ingress_s), form),
        ),
    )
    yield "turn", words[turns].format(pressure=_at_most(suit.turn_limit_kpa(), form))
    outcome = {None: "page.result.in", "hatch": "page.result.stuck_hatch", "turn": "page.result.stuck_turn"}
    yield "outcome", words[outcome[eva.stuck_by]].format(pressure=_atmospheres(pressure_kpa, form))


def _push_rows(pushed: PushOff, form: Format) -> Iterator[tuple[str, str]]:
    taut_s, words = pushed.taut_after_s, form.words
    yield "push", _with_unit("format.metres_per_second", form.number(pushed.speed_m_s, 2), form)
    yield "reach", form.metres(pushed.reach_m, 2)
    yield "farthest", _after(pushed.reach_after_s, form)
    yield "taut", words["page.result.never_taut"] if taut_s is None else _after(taut_s, form)
    yield "tension", _with_unit("page.unit.n", form.number(round(pushed.tension_n, -1)), form)
    yield "recoil", _with_unit("page.unit.mm_s", form.number(1000.0 * pushed.ship_recoil_m_s, 1), form)


def _orbit_rows(flight: Flight, form: Format) -> Iterator[tuple[str, str]]:
    burn = flight.path.descent.model
    low_km, high_km = _heights_km(flight)
    yield "heights", f"{form.number(low_km)} × {form.kilometres(high_km)}"
    yield "ignition", form.clock_utc(burn.ignition_met_s, flight.mission)
    yield "delta_v", _with_unit("format.metres_per_second", form.number(burn.delta_v_m_s, 1), form)


def _heights_km(flight: Flight) -> tuple[float, float]:
    """Return perigee and apogee of the fitted orbit over the mean equator."""
    model = flight.path.orbit.model
    major_km = model.a * model.radiusearthkm
    return major_km * (1.0 - model.ecco) - EQUATOR_RADIUS_KM, major_km * (1.0 + model.ecco) - EQUATOR_RADIUS_KM


def _landing_rows(flight: Flight, shelf: FlightShelf, form: Format) -> Iterator[tuple[str, str]]:
    site, home = flight.path.descent.site, shelf.recorded.path.descent.site
    away_km = distance_along_ground_km(site, home)
    yield "landing", f"{form.latitude(site.lat_deg)} {form.longitude(site.lon_deg)}"
    yield "away", form.kilometres(0.0 if away_km < _SAME_PLACE_KM else away_km)
    yield "touchdown", form.clock_utc(flight.path.touchdown_met_s, flight.mission)


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
    if (group, name) == ("eva", "tether"):
        return words["page.supposed.tether_wound" if value == "wound" else "page.supposed.tether_left"]
    if (group, name) == ("eva", "push_m_s") and isinstance(value, float | int):
        return words["page.supposed.push"].format(
            speed=_with_unit("format.metres_per_second", form.number(value, 2), form)
        )
    if (group, name) == ("orbit", "solution"):
        return words["page.supposed.orbit_b"]
    shown = form.number(value, 2) if isinstance(value, float | int) else str(value)
    return f"{name} = {shown}".replace("-", MINUS)


def _centimetres(value_m: float, form: Format) -> str:
    return _with_unit("page.unit.cm", form.number(100.0 * value_m, 1), form)


def _atmospheres(value_kpa: float, form: Format) -> str:
    return _with_unit("page.unit.atm", form.number(value_kpa / KPA_PER_ATM, 2), form)


def _at_most(value_kpa: float, form: Format) -> str:
    """Return a limit rounded down, so that what is printed still passes; a whole atmosphere is enough for any suit."""
    hundredths = math.floor(100.0 * min(value_kpa / KPA_PER_ATM, 1.0))
    return _atmospheres(hundredths / 100.0 * KPA_PER_ATM, form)


def _after(seconds: float, form: Format) -> str:
    return _with_unit("page.unit.s", form.number(seconds), form)


def _with_unit(key: str, number: str, form: Format) -> str:
    return form.words[key].replace(" ", NO_BREAK).format(n=number)
