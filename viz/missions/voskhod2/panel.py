"""What is said of Voskhod 2 beside the picture: meters, curves, suppositions, states."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import lru_cache

from viz.errors import InvalidFile
from viz.flight.flight import Flight
from viz.flight.ground import EQUATOR_RADIUS_KM, distance_along_ground_km
from viz.flight.pose import limits
from viz.languages import NO_BREAK
from viz.mission.model import Mission
from viz.missions.voskhod2.flight.body import HATCH_RADIUS_M
from viz.missions.voskhod2.flight.eva import ENTRIES
from viz.missions.voskhod2.flight.flight import VoskhodFlight
from viz.missions.voskhod2.flight.numbers import numbers_of
from viz.missions.voskhod2.flight.pushoff import PUSH_RANGE_M_S, PushOff, fly_push_off
from viz.missions.voskhod2.flight.solutions import SOLUTIONS, solutions_in
from viz.missions.voskhod2.flight.state import VoskhodState
from viz.missions.voskhod2.flight.suit import KPA_PER_ATM
from viz.missions.voskhod2.flight.whatif import DELAY_RANGE_S, RELIEF_PRESSURE_RANGE_ATM
from viz.missions.voskhod2.flight.winding import HANDLINGS
from viz.story.format import MINUS, Format
from viz.story.panel import CURVES, METERS, SPAN, Chart, Meter, Panel, Supposable, Supposed, Value, resting_on

_SAME_PLACE_KM = 0.5
_COMMON = {meter.id: meter for meter in METERS}

OWN_METERS = (
    resting_on(_COMMON["altitude"], ("orbit.perigee", "orbit.apogee"), ("walk_height", "orbit_shape")),
    resting_on(_COMMON["speed"], ("orbit.period",)),
    Meter(
        "cabin", "airlock", lambda form, state: form.pressure(state.airlock.cabin_pressure_kpa),
        ("craft.cabin_pressure", "airlock.volume"),
    ),
    Meter(
        "lock", "airlock", lambda form, state: form.pressure(state.airlock.pressure_kpa),
        ("airlock.filled_pressure", "eva.vacuum_duration", "airlock.volume"), ("venter",),
    ),
    Meter(
        "suit", "suit", lambda form, state: form.pressure(state.leonov.suit_pressure_kpa),
        ("suit.working_pressure", "suit.reserve_pressure"), ("pressure_change", "pressure_time"),
    ),
    Meter(
        "tether", "tether", lambda form, state: form.metres(state.leonov.distance_from_hatch_m),
        ("tether.reach", "tether.lines"), ("tether_length",),
    ),
    Meter("oxygen", "suit", lambda form, state: form.percent(state.leonov.oxygen_fraction), ("suit.oxygen",)),
    resting_on(_COMMON["load"], (), ("peak_load",)),
    resting_on(_COMMON["heating"], ("craft.sphere_diameter", "craft.sphere_mass")),
)  # fmt: skip

SHOWN: Mapping[str, tuple[str, ...]] = {
    "ascent": ("altitude", "speed", "load", "sun"),
    "spacewalk": ("cabin", "lock", "suit", "tether", "oxygen", "altitude", "sun", "station"),
    "descent": ("altitude", "speed", "load", "heating", "landing"),
    "forest": ("sun",),
}
"""Meters by top-level phase; others get those of an orbit."""

GROUNDS = {
    "landing": (("landing.planned_site", "landing.miss_per_second"), ("miss_distance", "ignition_delay")),
    "to_landing": (("landing.planned_site", "landing.miss_per_second"), ("miss_distance", "ignition_delay")),
    "station": (("coverage.yevpatoria", "television.chain"), ()),
    "place": (("orbit.inclination", "orbit.perigee", "orbit.apogee"), ("orbit_shape", "place_along_track")),
}
OPENS = {
    **dict.fromkeys(("pressure", "shoulders", "hatch", "turn", "outcome"), "suit"),
    **dict.fromkeys(("push", "reach", "farthest", "taut", "tension", "recoil"), "tether"),
    "heights": "altitude",
    **dict.fromkeys(("ignition", "delta_v", "away", "touchdown"), "landing"),
}
"""Meters behind results; behind the landing stands its own."""
_PRESSURES: Mapping[str, Value] = {
    "cabin": lambda state: state.airlock.cabin_pressure_kpa,
    "lock": lambda state: state.airlock.pressure_kpa,
    "suit": lambda state: state.leonov.suit_pressure_kpa,
}
_ASCENT = {name: CURVES[name] for name in ("altitude", "speed", "load")}
_DESCENT = {**_ASCENT, "heating": CURVES["heating"]}


def panel() -> Panel:
    """Return what is said of this flight beside the picture."""
    return Panel(
        meters=OWN_METERS,
        shown=SHOWN,
        charts=charts_of,
        grounds=GROUNDS,
        supposable=supposable,
        supposed_name=supposed_name,
        results=results_of,
        opens=OPENS,
        inset="tv1",
        state_object=state_object,
        state_rows=state_rows,
    )


def charts_of(flight: Flight) -> tuple[Chart, ...]:
    """Return the curves of the phases that have any."""
    path = _own(flight).path
    phases = {phase.id: phase for phase in flight.mission.phases if phase.parent is None}
    found: list[Chart] = []
    if "spacewalk" in phases:
        walk = phases["spacewalk"]
        found.append(Chart("spacewalk", walk.start_met_s, walk.end_met_s, _PRESSURES, shared=True))
    if "ascent" in phases:
        found.append(Chart("ascent", 0.0, phases["ascent"].end_met_s, _ASCENT))
    if "descent" in phases:
        found.append(Chart("descent", path.ignition_met_s, path.touchdown_met_s, _DESCENT))
    return tuple(found)


def supposable(mission: Mission) -> tuple[Supposable, ...]:
    """Return what a viewer may change; nothing where its numbers make no flight."""
    try:
        numbers = numbers_of(mission.parameters)
    except InvalidFile:
        return ()
    pressure_atm, push_m_s = numbers.suit.relief_pressure_atm, numbers.eva.rope_departure_m_s
    speed = "format.metres_per_second"
    orbits = [Supposable("orbit", "solution", SOLUTIONS[0], choices=SOLUTIONS)]
    found = [
        Supposable("suit", "relief_pressure_atm", pressure_atm, RELIEF_PRESSURE_RANGE_ATM, (None,)),
        Supposable("eva", "push_m_s", push_m_s, PUSH_RANGE_M_S, step=0.02, unit=speed),
        Supposable("eva", "entry", ENTRIES[0], choices=ENTRIES),
        Supposable("eva", "tether", HANDLINGS[0], choices=HANDLINGS),
        *(orbits if len(solutions_in(mission.parameters)) > 1 else ()),
        Supposable("descent", "delay_s", 0.0, DELAY_RANGE_S, step=1.0, decimals=0, unit=SPAN),
    ]
    return tuple(found)


def _own(flight: Flight) -> VoskhodFlight:
    """Return a flight of this kind; TypeError for another's."""
    if not isinstance(flight, VoskhodFlight):
        raise TypeError(f"this panel tells no {type(flight).__name__}")
    return flight


@lru_cache(maxsize=4)
def _pushed(flight: VoskhodFlight, push_m_s: float) -> PushOff:
    """Return where a push-off at that speed leads; a tenth of a second of work, asked for in each language."""
    return fly_push_off(flight.mission, flight.numbers, flight.eva, push_m_s)


def results_of(recorded: Flight, flight: Flight, asked: Flight, form: Format) -> Iterator[tuple[str, str]]:
    """Give the rows of one flight, as far as what is asked of the other bears on them."""
    what_if = _own(asked).what_if
    told, home = _own(flight), _own(recorded)
    if "relief_pressure_atm" in what_if.suit:
        yield from _suit_rows(told, form)
    if "push_m_s" in what_if.eva:
        push_m_s = told.what_if.push_m_s(home.numbers.eva.rope_departure_m_s)
        yield from _push_rows(_pushed(home, push_m_s), form)
    if what_if.orbit != SOLUTIONS[0]:
        yield from _orbit_rows(told, form)
    if what_if.delay_s or what_if.orbit != SOLUTIONS[0]:
        yield from _landing_rows(told, home, form)


def _suit_rows(flight: VoskhodFlight, form: Format) -> Iterator[tuple[str, str]]:
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


def _orbit_rows(flight: VoskhodFlight, form: Format) -> Iterator[tuple[str, str]]:
    burn = flight.path.descent.model
    low_km, high_km = _heights_km(flight)
    yield "heights", f"{form.number(low_km)} × {form.kilometres(high_km)}"
    yield "ignition", form.clock_utc(burn.ignition_met_s, flight.mission)
    yield "delta_v", _with_unit("format.metres_per_second", form.number(burn.delta_v_m_s, 1), form)


def _heights_km(flight: VoskhodFlight) -> tuple[float, float]:
    """Return perigee and apogee of the fitted orbit over the mean equator."""
    model = flight.path.orbit.model
    major_km = model.a * model.radiusearthkm
    return major_km * (1.0 - model.ecco) - EQUATOR_RADIUS_KM, major_km * (1.0 + model.ecco) - EQUATOR_RADIUS_KM


def _landing_rows(flight: VoskhodFlight, recorded: VoskhodFlight, form: Format) -> Iterator[tuple[str, str]]:
    site, home = flight.path.descent.site, recorded.path.descent.site
    away_km = distance_along_ground_km(site, home)
    yield "landing", f"{form.latitude(site.lat_deg)} {form.longitude(site.lon_deg)}"
    yield "away", form.kilometres(0.0 if away_km < _SAME_PLACE_KM else away_km)
    yield "touchdown", form.clock_utc(flight.path.touchdown_met_s, flight.mission)


def supposed_name(one: Supposed, form: Format) -> str:
    """Return what a supposition is called."""
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


def state_object(state: VoskhodState) -> dict[str, object]:
    """Return what ``state --json`` has of this flight alone; None where a value does not apply.

    Once the airlock is gone its size, pressure and hatch are None, and so is the distance to the hatch; the
    tether's stretch is None while the tether is stowed.
    """
    return {
        "airlock": _airlock(state),
        "leonov": _leonov(state),
        "forest": None if state.forest is None else asdict(state.forest),
        "training": None if state.training is None else asdict(state.training),
    }


def _airlock(state: VoskhodState) -> dict[str, object]:
    airlock = state.airlock
    here = airlock.attached
    return {
        "extension": airlock.extension if here else None,
        "pressure_kpa": airlock.pressure_kpa if here else None,
        "cabin_pressure_kpa": airlock.cabin_pressure_kpa,
        "inner_hatch_open": airlock.inner_hatch_fraction > 0.5,
        "inner_hatch_fraction": airlock.inner_hatch_fraction,
        "outer_hatch_open": airlock.outer_hatch_fraction > 0.5 if here else None,
        "outer_hatch_fraction": airlock.outer_hatch_fraction if here else None,
        "attached": here,
    }


def _leonov(state: VoskhodState) -> dict[str, object]:
    leonov = state.leonov
    return {
        "place": leonov.place,
        "outside": leonov.outside,
        "position_m": leonov.position_m,
        "attitude_quaternion": leonov.attitude_quaternion,
        "distance_from_hatch_m": leonov.distance_from_hatch_m if state.airlock.attached else None,
        "suit_pressure_kpa": leonov.suit_pressure_kpa,
        "suit_swell": leonov.suit_swell,
        "suit_stiffness": leonov.suit_stiffness,
        "oxygen_fraction": leonov.oxygen_fraction,
        "tether_stretch": leonov.tether_stretch if leonov.tether_m else None,
        "tether_m": leonov.tether_m or None,
        "holds_camera": leonov.holds_camera,
        "heart_rate_peaks_per_min": leonov.heart_rate_peaks_per_min,
        "heat_load": leonov.heat_load,
        "stuck_by": leonov.stuck_by,
        "pose": asdict(leonov.pose),
        "pose_limits_deg": asdict(limits(leonov.suit_stiffness)),
    }


def state_rows(state: VoskhodState, words: Format) -> Iterator[tuple[str, str]]:
    """Yield lock, man and suit as names and values."""
    leonov = state.leonov
    if state.airlock.attached:
        pressure = words.pressure(state.airlock.pressure_kpa)
        hatch = "open" if state.airlock.outer_hatch_fraction > 0.5 else "shut"
        yield "airlock", f"{pressure}, outer hatch {hatch}   ({state.standing.airlock})"
    yield "leonov", f"{leonov.place}   ({state.standing.leonov})"
    if leonov.outside:
        yield "from the hatch", words.metres(leonov.distance_from_hatch_m)
    yield "suit", f"{words.pressure(leonov.suit_pressure_kpa)}   ({state.standing.suit})"
    if leonov.stuck_by is not None:
        fails = {"hatch": "the suit does not pass the hatch", "turn": "he cannot turn round in the lock"}
        yield (
            "stuck",
            f"{fails[leonov.stuck_by]} at {words.pressure(leonov.suit_pressure_kpa)}   ({state.standing.suit})",
        )
