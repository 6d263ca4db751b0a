"""The instruments of the moment: which numbers and curves fit a phase, written in the viewer's language.

Each number names what it rests on, the facts and the questions behind it, so that the page can open it. Curves are
sampled once; the page marks the moment on them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from viz.flight.descent import Descent
from viz.flight.flight import Flight
from viz.flight.frames import fixed_from_teme
from viz.flight.ground import GroundPlace, distance_along_ground_km
from viz.flight.state import FlightState, StateBasis
from viz.mission.model import Mission
from viz.player.worldmap import PlaceTable, elevation_deg
from viz.story.format import Format

CURVE_POINTS = 160
_KILO = 1000.0


@dataclass(frozen=True, slots=True)
class Meter:
    """One number: how it is written, which group of the state it belongs to, what it rests on."""

    id: str
    basis: str
    """Field of `StateBasis`."""
    write: Callable[[Format, FlightState], str]
    facts: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


def _light(form: Format, state: FlightState) -> str:
    """Return the Sun's height at the craft's own ground point, or that the craft is in the Earth's shadow."""
    if state.sky.lit_fraction <= 0.0:
        return form.words["page.meter.sun.shadow"]
    return form.degrees(state.sky.sun_elevation_deg)


def _heating(form: Format, state: FlightState) -> str:
    value = form.number(state.craft.heating_w_m2 / _KILO)
    return form.words["page.unit.kw_m2"].replace(" ", "\u00a0").format(n=value)


def _tether(form: Format, state: FlightState) -> str:
    return form.metres(state.leonov.distance_from_hatch_m)


def _height(form: Format, state: FlightState) -> str:
    """Return the height in kilometres, near the ground in metres."""
    km = state.craft.altitude_km
    return form.kilometres(km, 1) if km >= 1.0 else form.metres(km * _KILO, 0)


METERS: dict[str, Meter] = {
    meter.id: meter
    for meter in (
        Meter("altitude", "craft", _height, ("orbit.perigee", "orbit.apogee"), ("walk_height", "orbit_shape")),
        Meter("speed", "craft", lambda form, state: form.speed(state.craft.ground_speed_m_s), ("orbit.period",)),
        Meter("sun", "sky", _light),
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
        Meter("tether", "tether", _tether, ("tether.reach", "tether.lines"), ("tether_length",)),
        Meter("oxygen", "suit", lambda form, state: form.percent(state.leonov.oxygen_fraction), ("suit.oxygen",)),
        Meter("load", "craft", lambda form, state: form.load_factor(state.craft.load_g), (), ("peak_load",)),
        Meter("heating", "heating", _heating, ("craft.sphere_diameter", "craft.sphere_mass")),
    )
}  # fmt: skip

PANELS: dict[str, tuple[str, ...]] = {
    "ascent": ("altitude", "speed", "load", "sun"),
    "spacewalk": ("cabin", "lock", "suit", "tether", "oxygen", "altitude", "sun"),
    "descent": ("altitude", "speed", "load", "heating"),
    "forest": ("sun",),
}
"""Meters by top-level phase; others get those of an orbit."""
IN_ORBIT = ("altitude", "speed", "sun")


def panel_of(mission: Mission, met_s: float) -> str:
    """Return the name of the panel that fits an instant: its top-level phase, or ``orbit``."""
    top = mission.phases_at(met_s)[0].id
    return top if top in PANELS else "orbit"


def meters_now(
    flight: Flight, state: FlightState, places: tuple[PlaceTable, ...], form: Format
) -> list[dict[str, str]]:
    """Return the numbers of the moment: id, text, and what it rests on."""
    panel = panel_of(flight.mission, state.met_s)
    rows = [_row(METERS[name], state, form) for name in PANELS.get(panel, IN_ORBIT)]
    if panel == "descent":
        rows += _landing_rows(flight, state, form)
    elif panel in ("orbit", "spacewalk"):
        rows += _station_rows(state, places, form)
    return rows


def place_sure(flight: Flight, state: FlightState, form: Format) -> str:
    """Return how sure the place along the track is: as the fit claims it, and what it would be without the landing."""
    sigma_km = state.craft.along_track_sigma_km
    if sigma_km < 0.5:
        return ""
    told = [form.words["page.meter.place.sure"].format(n=form.kilometres(sigma_km))]
    predicted = flight.predicted_at(state.met_s)
    if predicted is not None:
        key = "behind" if predicted.ahead_km < 0.0 else "ahead"
        told.append(form.words[f"page.meter.place.{key}"].format(n=form.kilometres(abs(predicted.ahead_km))))
    return " ".join(told)


def meter_table(mission: Mission) -> dict[str, dict[str, object]]:
    """Return what each number rests on, for the page to open: its facts, their sources and rows, and questions."""
    facts = {fact.id: fact for fact in mission.facts}
    asked = {question.id for question in mission.questions}
    entries = {meter.id: (meter.facts, meter.questions) for meter in METERS.values()}
    entries["landing"] = (("landing.planned_site", "landing.miss_per_second"), ("miss_distance", "ignition_delay"))
    entries["to_landing"] = entries["landing"]
    entries["station"] = (("coverage.yevpatoria", "television.chain"), ())
    entries["place"] = (("orbit.inclination", "orbit.perigee", "orbit.apogee"), ("orbit_shape", "place_along_track"))
    table: dict[str, dict[str, object]] = {}
    for name, (fact_ids, question_ids) in entries.items():
        held = [facts[fact_id] for fact_id in fact_ids if fact_id in facts]
        table[name] = {
            "sources": list(dict.fromkeys(source for fact in held for source in fact.sources)),
            "record": list(dict.fromkeys(row for fact in held for row in fact.record)),
            "questions": [question for question in question_ids if question in asked],
            "facts": [fact.id for fact in held],
        }
    # Every clock counts from lift-off.
    zero = [event for event in mission.events if event.time.met_s == 0.0]
    table["clock"] = {
        "sources": list(dict.fromkeys(source for event in zero for source in event.sources)),
        "record": list(dict.fromkeys(row for event in zero for row in event.record)),
        "questions": [],
        "facts": [],
    }
    return table


def curve_table(flight: Flight) -> dict[str, object]:
    """Return the curves of the phases that have any, ready for JSON; values are rounded for drawing only."""
    phases = {phase.id: phase for phase in flight.mission.phases if phase.parent is None}
    charts: dict[str, object] = {}
    if "spacewalk" in phases:
        walk = phases["spacewalk"]
        charts["spacewalk"] = _chart(flight, walk.start_met_s, walk.end_met_s, _PRESSURES, shared=True)
    if "ascent" in phases:
        charts["ascent"] = _chart(flight, 0.0, phases["ascent"].end_met_s, _ASCENT)
    if "descent" in phases:
        charts["descent"] = _chart(flight, flight.path.ignition_met_s, flight.path.touchdown_met_s, _DESCENT)
    return charts


def planned_table(planned: Descent) -> list[dict[str, object]]:
    """Return the automatic descent that did not happen, as stretches for the time bar."""
    edges = [
        ("burn", planned.model.ignition_met_s),
        ("coast", planned.model.cutoff_met_s),
        ("entry", planned.time_at_altitude(100.0)),
        ("parachute", planned.drogue_met_s),
        ("", planned.touchdown_met_s),
    ]
    return [
        {"id": name, "start_met_s": round(start, 1), "end_met_s": round(end, 1)}
        for (name, start), (_, end) in pairwise(edges)
    ]


_Value = Callable[[FlightState], float]
_PRESSURES: dict[str, _Value] = {
    "cabin": lambda state: state.airlock.cabin_pressure_kpa,
    "lock": lambda state: state.airlock.pressure_kpa,
    "suit": lambda state: state.leonov.suit_pressure_kpa,
}
_ASCENT: dict[str, _Value] = {
    "altitude": lambda state: state.craft.altitude_km,
    "speed": lambda state: state.craft.ground_speed_m_s,
    "load": lambda state: state.craft.load_g,
}
_DESCENT: dict[str, _Value] = {**_ASCENT, "heating": lambda state: state.craft.heating_w_m2}


def _chart(
    flight: Flight, start_met_s: float, end_met_s: float, lines: Mapping[str, _Value], *, shared: bool = False
) -> dict[str, object]:
    """Return lines sampled evenly, each as a share of its own maximum, or of the greatest of all when shared."""
    step_s = (end_met_s - start_met_s) / CURVE_POINTS
    states = [flight.state_at(min(start_met_s + index * step_s, end_met_s)) for index in range(CURVE_POINTS + 1)]
    sampled = {name: [value(state) for state in states] for name, value in lines.items()}
    greatest = {name: max(values) or 1.0 for name, values in sampled.items()}
    if shared:
        greatest = dict.fromkeys(sampled, max(greatest.values()))
    return {
        "start_met_s": start_met_s,
        "end_met_s": end_met_s,
        "shared": shared,
        "lines": [
            {"id": name, "values": [round(value / greatest[name], 3) for value in values]}
            for name, values in sampled.items()
        ],
    }


def _row(meter: Meter, state: FlightState, form: Format) -> dict[str, str]:
    return {"id": meter.id, "text": meter.write(form, state), "basis": _basis(state.standing, meter.basis)}


def _basis(standing: StateBasis, group: str) -> str:
    return str(getattr(standing, group))


def _landing_rows(flight: Flight, state: FlightState, form: Format) -> Iterator[dict[str, str]]:
    """Where the present path comes down: known exactly to the reconstruction, which ends at the recorded place."""
    site, basis = flight.path.descent.site, "model" if flight.hypothetical else "reconstruction"
    away_km = distance_along_ground_km(GroundPlace(state.craft.lat_deg, state.craft.lon_deg), site)
    yield {"id": "landing", "text": f"{form.latitude(site.lat_deg)} {form.longitude(site.lon_deg)}", "basis": basis}
    yield {"id": "to_landing", "text": form.kilometres(away_km, 0 if away_km >= 10.0 else 1), "basis": basis}


def _station_rows(state: FlightState, places: tuple[PlaceTable, ...], form: Format) -> Iterator[dict[str, str]]:
    craft = fixed_from_teme(state.craft.position_teme_km, state.sky.earth_angle_rad)
    for place in places:
        if place.kind == "station":
            height_deg = elevation_deg(place, craft)
            word = form.words["page.meter.station.below"]
            text = form.words["page.meter.station.above"].format(height=form.degrees(height_deg))
            yield {
                "id": "station",
                "label": place.name[form.language],
                "text": text if height_deg > 0.0 else word,
                "basis": state.standing.craft,
            }
