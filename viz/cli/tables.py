"""States and events as plain objects for JSON, and as rows of text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from viz.flight.state import FlightState
from viz.flight.told import Landing, LateIgnition, Prediction
from viz.mission.model import UTC_ZONE, Alternative, Event, Fact, Mission
from viz.mission.when import format_elapsed, format_utc, format_zone, utc_at
from viz.plugins import faults_of
from viz.story.captions import Captions
from viz.story.format import Format
from viz.story.lore import told_fact
from viz.story.panel import common_object
from viz.story.sound import panel_of

TRACK_FIELDS = ("met_s", "utc", "lat_deg", "lon_deg", "altitude_km", "sun_elevation_deg", "lit_fraction", "phase")


def utc_text(met_s: float, mission: Mission) -> str:
    """Return UTC to the millisecond; whole seconds stay as ``08:34:51Z``."""
    exact_s = round(met_s, 3)
    return format_utc(exact_s, mission, 3 if utc_at(exact_s, mission).microsecond else 0)


def state_object(state: FlightState, mission: Mission, predicted: Prediction | None = None) -> dict[str, object]:
    """Return a state as the object `state --json` prints; None where a value does not apply.

    `predicted`, where the landing is not used, on the orbit only; what one ship has beside any is its plugin's.
    """
    own = panel_of(mission.models).state_object(state)
    common = {
        "met_s": state.met_s,
        "utc": utc_text(state.met_s, mission),
        "phase": state.phase,
        "event": state.event,
        "predicted": None if predicted is None else asdict(predicted),
        **common_object(state),
    }
    with faults_of(mission.models, f"telling of its state {state.met_s} s after lift-off"):
        if taken := sorted(common.keys() & own.keys()):
            raise ValueError(f"any flight has a {taken[0]} of its own")
    return {**common, **own}


def state_rows(
    state: FlightState, mission: Mission, captions: Captions, words: Format, predicted: Prediction | None = None
) -> Iterator[tuple[str, str]]:
    """Yield what a reader wants of a state, as names and values."""
    craft = state.craft
    yield "time", f"{utc_text(state.met_s, mission)}   {_by_zone(state.met_s, mission)}".rstrip()
    yield "elapsed", format_elapsed(state.met_s)
    yield "phase", f"{state.phase}   {captions.title('phase', state.phase)}"
    if state.event is not None:
        yield "last event", f"{state.event}   {captions.title('event', state.event)}"
    yield "place", f"{words.place(craft.lat_deg, craft.lon_deg, craft.altitude_km)}   ({state.standing.craft})"
    if craft.along_track_sigma_km > 0.0:
        yield "along track", "; ".join(_along_track(craft.along_track_sigma_km, predicted, words))
    yield "ground speed", words.speed(craft.ground_speed_m_s)
    yield "turning", f"{words.spin(craft.spin_deg_s)}   ({state.standing.attitude})"
    yield "load", words.load_factor(craft.load_g)
    yield "sun", f"{words.degrees(state.sky.sun_elevation_deg)} high, {words.percent(state.sky.lit_fraction)} lit"
    if craft.modules:
        yield "attached", ", ".join(craft.modules)
    yield from panel_of(mission.models).state_rows(state, words)
    if state.hypothetical:
        yield "supposed", "another flight than the recorded one" + ("" if state.claimed else "; nothing is claimed")
    yield "parachute", state.parachute.stage


def _along_track(sigma_km: float, predicted: Prediction | None, words: Format) -> Iterator[str]:
    # What a fit would have had without the landing is told only of one that has the landing in it.
    yield f"+-{words.kilometres(sigma_km)} by the fit" + ("" if predicted is None else ", with the landing")
    if predicted is not None:
        way = "behind" if predicted.ahead_km < 0.0 else "ahead"
        yield f"{words.kilometres(abs(predicted.ahead_km))} {way} by launch and published orbit alone"


def late_object(late: LateIgnition, mission: Mission) -> dict[str, object]:
    """Return a late ignition as the object `descent --json` prints."""
    return {
        "delay_s": late.delay_s,
        "miss_km": late.miss_km,
        "flown": _landing(late.flown, mission),
        "punctual": _landing(late.punctual, mission),
    }


def _landing(landing: Landing, mission: Mission) -> dict[str, object]:
    return {
        "ignition_utc": utc_text(landing.ignition_met_s, mission),
        "ignition_met_s": landing.ignition_met_s,
        "delta_v_m_s": landing.delta_v_m_s,
        "burn_s": landing.burn_s,
        "lat_deg": landing.lat_deg,
        "lon_deg": landing.lon_deg,
        "touchdown_utc": utc_text(landing.touchdown_met_s, mission),
        "touchdown_met_s": landing.touchdown_met_s,
        "peak_load_g": landing.peak_load_g,
        "peak_load_met_s": landing.peak_load_met_s,
        "peak_heating_w_m2": landing.peak_heating_w_m2,
        "peak_heating_met_s": landing.peak_heating_met_s,
    }


def late_rows(late: LateIgnition, mission: Mission, words: Format) -> Iterator[tuple[str, str]]:
    """Yield what a reader wants of a late ignition, as names and values."""
    yield "delay", f"{late.delay_s:g} s"
    yield "miss", f"{late.miss_km:.0f} km beyond where a punctual burn lands   (reconstruction)"
    for name, landing in (("punctual", late.punctual), ("as flown", late.flown)):
        place = words.place(landing.lat_deg, landing.lon_deg, landing.altitude_km)
        ignition, touchdown = (format_utc(t, mission) for t in (landing.ignition_met_s, landing.touchdown_met_s))
        yield (
            name,
            f"ignition {ignition}, down {touchdown} at {place}, {words.load_factor(landing.peak_load_g)} at most",
        )


def track_row(state: FlightState, mission: Mission) -> dict[str, object]:
    """Return one point of the ground track, keys in the order of `TRACK_FIELDS`."""
    return {
        "met_s": round(state.met_s, 3),
        "utc": utc_text(state.met_s, mission),
        "lat_deg": round(state.craft.lat_deg, 5),
        "lon_deg": round(state.craft.lon_deg, 5),
        "altitude_km": round(state.craft.altitude_km, 3),
        "sun_elevation_deg": round(state.sky.sun_elevation_deg, 3),
        "lit_fraction": round(state.sky.lit_fraction, 4),
        "phase": state.phase,
    }


def event_object(event: Event, mission: Mission, captions: Captions) -> dict[str, object]:
    """Return an event as `events --json` lists it."""
    time = event.time
    return {
        "id": event.id,
        "title": captions.title("event", event.id),
        "text": captions.text("event", event.id),
        "phase": event.phase,
        "kind": event.kind,
        "utc": utc_text(time.met_s, mission),
        "met_s": time.met_s,
        "is_instant": time.is_instant,
        "earliest_met_s": time.earliest_met_s,
        "latest_met_s": time.latest_met_s,
        "earliest_utc": utc_text(time.earliest_met_s, mission),
        "latest_utc": utc_text(time.latest_met_s, mission),
        "standing": event.standing,
        "time_standing": event.time_standing or event.standing,
        "sources": event.sources,
        "record": event.record,
        "note": event.note,
        "alternatives": [_alternative(other) for other in event.alternatives],
    }


def fact_object(fact: Fact, captions: Captions, words: Format) -> dict[str, object]:
    """Return a fact as `facts --json` lists it."""
    told = told_fact(fact, captions, words)
    others = zip(fact.alternatives, told.others, strict=True)
    return {
        "id": fact.id,
        "subject": fact.subject,
        "at": fact.at,
        "title": told.title,
        "text": told.text,
        "value": fact.value,
        "unit": fact.unit,
        "standing": fact.standing,
        "sources": fact.sources,
        "record": fact.record,
        "note": told.note,
        "alternatives": [{**_alternative(other), "text": own.text} for other, own in others],
    }


def fact_lines(fact: Fact, captions: Captions, words: Format) -> Iterator[str]:
    """Yield a fact as the lines of text `facts` prints: name, value and standing, the sentence, what is beside."""
    told = told_fact(fact, captions, words)
    name = "  ".join(filter(None, (told.title, told.value)))
    yield f"{name} ({words.standing(fact.standing)}; {', '.join(fact.sources)})"
    yield f"    {told.text}"
    for other in told.others:
        value = f"{other.value}, " if other.value else ""
        yield f"    - {other.text} ({value}{words.standing(other.standing)}; {', '.join(other.sources)})"
    if told.note:
        yield f"    {told.note}"


def _alternative(other: Alternative) -> dict[str, object]:
    utc = None if other.utc is None else other.utc.isoformat().replace("+00:00", "Z")
    return {**asdict(other), "utc": utc}


def event_row(event: Event, mission: Mission, captions: Captions, words: Format) -> tuple[str, ...]:
    """Return an event as one line of the table: elapsed, UTC, the mission's own clock, id, title, standing."""
    met_s = event.time.met_s
    about = "" if event.time.is_instant else "~"
    return (
        about + format_elapsed(met_s),
        format_utc(met_s, mission),
        _by_zone(met_s, mission),
        event.id,
        captions.title("event", event.id),
        words.standing_of(event),
    )


def _by_zone(met_s: float, mission: Mission) -> str:
    """Return an instant by the mission's own clock; nothing where that is UTC, which stands beside it."""
    return "" if mission.zone == UTC_ZONE else format_zone(met_s, mission)
