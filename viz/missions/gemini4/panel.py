"""What is said of Gemini 4 beside the picture: meters, curves, versions of the record, states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from viz.flight.flight import Flight
from viz.flight.state import Vec3
from viz.flight.vector import length
from viz.mission.model import Mission
from viz.missions.gemini4.flight.state import GeminiState, WhiteState
from viz.missions.gemini4.flight.whatif import CLOSINGS, EXITS
from viz.story.format import Format
from viz.story.panel import CURVES, METERS, Chart, Meter, Panel, Supposable, Value, resting_on

_KILO = 1000.0
_COMMON = {meter.id: meter for meter in METERS}
STAGE = "stage_2"
"""The body that the crew chased."""


def stage_offset_m(state: GeminiState) -> Vec3 | None:
    """Return where the second stage is from the ship, None where it is not followed."""
    return next((body.offset_m for body in state.craft.free_bodies if body.name == STAGE), None)


def _stage(form: Format, state: GeminiState) -> str:
    """Return the way to the second stage in metres, from a kilometre on in kilometres."""
    offset_m = stage_offset_m(state)
    if offset_m is None:
        return form.words["page.meter.stage.none"]
    away_m = length(offset_m)
    return form.metres(away_m, 0) if away_m < _KILO else form.kilometres(away_m / _KILO, 1)


OWN_METERS = (
    resting_on(_COMMON["altitude"], ("orbit.perigee", "orbit.apogee", "orbit.fit"), ("orbit_shape",)),
    resting_on(_COMMON["speed"], ("orbit.period",)),
    Meter("stage", "craft", _stage, ("chase.distance", "stage.tumble")),
    Meter(
        "cabin", "cabin", lambda form, state: form.pressure(state.cabin_pressure_kpa),
        ("craft.cabin_pressure",), ("hatch_closing",),
    ),
    Meter(
        "hatch", "cabin", lambda form, state: form.degrees(state.hatch_open_deg),
        ("craft.hatches", "craft.latch", "eva.hatch_open_duration"), ("hatch_closing",),
    ),
    Meter("suit", "suit", lambda form, state: form.pressure(state.white.suit_pressure_kpa), ("suit.working_pressure",)),
    Meter(
        "gun", "white", lambda form, state: form.percent(state.white.gun_gas_fraction),
        ("gun.build", "gun.impulse"), ("gun_numbers",),
    ),
    Meter(
        "tether", "tether", lambda form, state: form.metres(state.white.distance_from_hatch_m),
        ("umbilical.length", "umbilical.anchor"),
    ),
    Meter("stretch", "tether", lambda form, state: form.percent(state.white.tether_stretch), ("umbilical.anchor",)),
    resting_on(_COMMON["load"], ("descent.roll_plan",)),
    resting_on(_COMMON["heating"], ("craft.reentry_length",)),
)  # fmt: skip

SHOWN: Mapping[str, tuple[str, ...]] = {
    "ascent": ("altitude", "speed", "load", "sun"),
    "chase": ("stage", "altitude", "speed", "sun", "station"),
    "preparation": ("cabin", "altitude", "speed", "sun", "station"),
    "spacewalk": ("cabin", "hatch", "suit", "gun", "tether", "stretch", "altitude", "sun", "station"),
    "descent": ("altitude", "speed", "load", "heating", "landing"),
    "sea": ("sun",),
}
"""Meters by top-level phase; others get those of an orbit."""

GROUNDS = {
    "landing": (("landing.place", "landing.miss"), ()),
    "to_landing": (("landing.miss", "descent.forecast"), ()),
    "station": (("orbit.fit",), ("houston",)),
    "place": (("orbit.inclination", "orbit.fit", "walk.uncertainty"), ("orbit_shape", "houston")),
}
_WALK: Mapping[str, Value] = {
    "cabin": lambda state: state.cabin_pressure_kpa,
    "suit": lambda state: state.white.suit_pressure_kpa,
    "gun": lambda state: state.white.gun_gas_fraction,
    "tether": lambda state: state.white.distance_from_hatch_m,
}
_ASCENT = {name: CURVES[name] for name in ("altitude", "speed", "load")}
_CURVES: Mapping[str, Mapping[str, Value]] = {
    "ascent": _ASCENT,
    "spacewalk": _WALK,
    "descent": {**_ASCENT, "heating": CURVES["heating"]},
}


def panel() -> Panel:
    """Return what is said of this flight beside the picture."""
    return Panel(
        meters=OWN_METERS,
        shown=SHOWN,
        charts=charts_of,
        grounds=GROUNDS,
        supposable=supposable,
        inset="film_camera",
        state_object=state_object,
        state_rows=state_rows,
    )


def charts_of(flight: Flight) -> tuple[Chart, ...]:
    """Return the curves of the phases that have any."""
    phases = {phase.id: phase for phase in flight.mission.phases}
    return tuple(
        Chart(name, phases[name].start_met_s, phases[name].end_met_s, curves)
        for name, curves in _CURVES.items()
        if name in phases
    )


def supposable(mission: Mission) -> tuple[Supposable, ...]:
    """Return the versions of the record a viewer may ask for."""
    return (
        Supposable("hatch", "closed", CLOSINGS[0], choices=CLOSINGS),
        Supposable("attitude", "exit", EXITS[0], choices=EXITS),
    )


def state_object(state: GeminiState) -> dict[str, object]:
    """Return what ``state --json`` has of this flight alone; None where a value does not apply."""
    return {
        "cabin": {
            "pressure_kpa": state.cabin_pressure_kpa,
            "hatch_open_deg": state.hatch_open_deg,
            "hatch_locked": state.hatch_locked,
        },
        "white": _white(state.white),
        "mcdivitt": {"place": state.mcdivitt.place, "suit_pressure_kpa": state.mcdivitt.suit_pressure_kpa},
        "film_camera_mounted": state.camera_mounted,
        "second_stage_offset_m": stage_offset_m(state),
        "sea": None if state.sea is None else asdict(state.sea),
    }


def _white(white: WhiteState) -> dict[str, object]:
    return {
        **asdict(white),
        "tether_m": white.tether_m or None,
        "tether_stretch": white.tether_stretch if white.tether_m else None,
    }


def state_rows(state: GeminiState, words: Format) -> Iterator[tuple[str, str]]:
    """Yield cabin, men and stage as names and values."""
    hatch = f"hatch {state.hatch_open_deg:.0f} deg open" if state.hatch_open_deg > 0.0 else "hatch shut"
    yield "cabin", f"{words.pressure(state.cabin_pressure_kpa)}, {hatch}   ({state.standing.cabin})"
    white = state.white
    yield "white", f"{white.place}   ({state.standing.white})"
    if white.outside:
        yield "from the hatch", words.metres(white.distance_from_hatch_m)
        yield "gun", f"{words.percent(white.gun_gas_fraction)} of its gas   ({state.standing.white})"
    yield "suit", f"{words.pressure(white.suit_pressure_kpa)}   ({state.standing.suit})"
    yield "mcdivitt", state.mcdivitt.place
    if stage_offset_m(state) is not None:
        yield "second stage", _stage(words, state)
