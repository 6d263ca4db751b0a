"""The instruments of the moment: which numbers and curves fit a phase, written in the viewer's language.

Each number names what it rests on, the facts and the questions behind it, so that the page can open it. Curves are
sampled once; the page marks the moment on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from viz.flight.flight import Flight
from viz.flight.frames import fixed_from_teme
from viz.flight.ground import GroundPlace, distance_along_ground_km
from viz.flight.state import FlightState, StateBasis
from viz.flight.told import WayDown
from viz.mission.model import Mission
from viz.player.worldmap import PlaceTable, elevation_deg
from viz.story.format import Format
from viz.story.panel import Chart, Meter, Panel

CURVE_POINTS = 160


def panel_at(mission: Mission, met_s: float) -> str:
    """Return the name of the panel that fits an instant: its top-level phase."""
    return mission.phases_at(met_s)[0].id


def meters_now(
    panel: Panel, flight: Flight, state: FlightState, places: tuple[PlaceTable, ...], form: Format
) -> list[dict[str, str]]:
    """Return the numbers of the moment: id, text, and what it rests on."""
    meters = panel.all_meters
    rows: list[dict[str, str]] = []
    for name in panel.shown.get(panel_at(flight.mission, state.met_s), panel.usual):
        if name == "landing":
            rows += _landing_rows(flight, state, form)
        elif name == "station":
            rows += _station_rows(state, places, form)
        else:
            rows.append(_row(meters[name], state, form))
    return rows


def place_sure(flight: Flight, state: FlightState, form: Format) -> str:
    """Return how sure the place along the track is: as the fit claims it, and what it would be without the landing."""
    sigma_km = state.craft.along_track_sigma_km
    if sigma_km < 0.5:
        return ""
    told = [form.words["page.meter.place.sure"].format(n=form.kilometres(sigma_km))]
    predicted = flight.prediction_at(state.met_s)
    if predicted is not None:
        key = "behind" if predicted.ahead_km < 0.0 else "ahead"
        told.append(form.words[f"page.meter.place.{key}"].format(n=form.kilometres(abs(predicted.ahead_km))))
    return " ".join(told)


def meter_table(panel: Panel, mission: Mission) -> dict[str, dict[str, object]]:
    """Return what each number rests on, for the page to open: its facts, their sources and rows, and questions."""
    facts = {fact.id: fact for fact in mission.facts}
    asked = {question.id for question in mission.questions}
    entries = {meter.id: (meter.facts, meter.questions) for meter in panel.all_meters.values()} | dict(panel.grounds)
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


def curve_table(panel: Panel, flight: Flight) -> dict[str, object]:
    """Return the curves of the phases that have any, ready for JSON; values are rounded for drawing only."""
    return {chart.phase: _sampled(flight, chart) for chart in panel.charts(flight)}


def planned_table(planned: WayDown | None) -> list[dict[str, object]]:
    """Return the descent that was planned and not flown, as stretches for the time bar."""
    if planned is None:
        return []
    edges = [*planned.stretches, ("", planned.touchdown_met_s)]
    return [
        {"id": name, "start_met_s": round(start, 1), "end_met_s": round(end, 1)}
        for (name, start), (_, end) in pairwise(edges)
    ]


def _sampled(flight: Flight, chart: Chart) -> dict[str, object]:
    """Return curves sampled evenly, each as a share of its own maximum, or of the greatest of all when shared."""
    start_s, end_s = chart.start_met_s, chart.end_met_s
    step_s = (end_s - start_s) / CURVE_POINTS
    states = [flight.state_at(min(start_s + index * step_s, end_s)) for index in range(CURVE_POINTS + 1)]
    sampled = {name: [value(state) for state in states] for name, value in chart.curves.items()}
    greatest = {name: max(values) or 1.0 for name, values in sampled.items()}
    if chart.shared:
        greatest = dict.fromkeys(sampled, max(greatest.values()))
    return {
        "start_met_s": start_s,
        "end_met_s": end_s,
        "shared": chart.shared,
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
    if flight.way_down is None:
        return
    site, basis = flight.way_down.site, "model" if flight.hypothetical else "reconstruction"
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
