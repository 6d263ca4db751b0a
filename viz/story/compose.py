"""One frame, composed: the state at an instant, seen by a camera, told in a language."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from viz.flight.frames import teme_from_fixed
from viz.flight.ground import GroundPlace, up_at
from viz.flight.state import Basis, FlightState, Vec3
from viz.flight.vector import east_north, length, scaled, sub
from viz.mission.model import Event, Mission
from viz.story.doubt import Doubtful, doubt_at
from viz.story.format import Format
from viz.story.look import Look
from viz.story.picture import Doubt, Picture, Scenery, View, Words
from viz.story.script import Script
from viz.story.shots import AUTO, STRAIGHT, Shot, choose_shot, directed, director_camera, view_of
from viz.story.standing import weakest_basis

CAPTION_MIN_S = 45.0
"""An event's own sentence is told for this long at least, then the phase's sentence again."""
TRACK_POINTS = 90
"""Of half a revolution each way."""
SCENERY_REACH_M = 150e3
"""So near, the ground at the pad or the landing place is drawn."""


class Flown(Doubtful, Protocol):
    """A flight, as far as the story needs to know it."""

    @property
    def mission(self) -> Mission:
        """What is known of it."""
        ...

    def state_at(self, met_s: float) -> FlightState:
        """Return everything true at that instant."""
        ...

    @property
    def down_met_s(self) -> float:
        """When the craft has come down."""
        ...

    @property
    def revolution_s(self) -> float:
        """About how long a revolution lasts."""
        ...

    def position_teme_km(self, met_s: float) -> Vec3:
        """Return the craft's place alone, which costs far less than the whole state."""
        ...


def compose(flight: Flown, script: Script, met_s: float, look: Look = Look()) -> Picture:  # noqa: B008 - it is frozen
    """Return everything the frame at `met_s` shows; a pure function of its arguments.

    Raises UsageError for a time outside the flight or an unknown camera.
    """
    state = flight.state_at(met_s)
    shot, view = _seen(script, state, look)
    second = _seen(script, state, replace(look, camera=look.inset, hand=STRAIGHT))[1] if look.inset else None
    scenery = _scenery(script, state, flight.down_met_s)
    beside = doubt_at(flight, state, shot.track) if look.doubt else _beside(flight, state)
    basis = weakest_basis(state, (view, second) if second else (view,), scenery, beside)
    return Picture(
        state=state,
        view=view,
        words=_words(flight.mission, script, state, view, basis, look.language),
        scenery=scenery,
        past_track_km=_track(flight, met_s, -flight.revolution_s / 2.0) if shot.track else (),
        ahead_track_km=_track(flight, met_s, flight.revolution_s / 2.0) if shot.track else (),
        inset=second,
        doubt=beside,
        outline=look.outline,
    )


def _seen(script: Script, state: FlightState, look: Look) -> tuple[Shot, View]:
    """Return the shot and view of a camera, or of the one the director chooses."""
    if look.camera == AUTO and not look.still:
        return directed(script.shots, script.cuts, state, script.ground, look.hand)
    name = director_camera(script.cuts, state.met_s) if look.camera == AUTO else look.camera
    shot = choose_shot(script.shots, name, state)
    if look.still:
        shot = replace(shot, swing_deg=0.0)
    return shot, view_of(shot, state, script.ground, look.hand)


def _beside(flight: Flown, state: FlightState) -> Doubt | None:
    """Return the recorded man beside a hypothetical one; nothing in the recorded flight."""
    other = flight.other_walkers_at(state.met_s) if state.hypothetical else {}
    return Doubt(along_km=0.0, across_km=0.0, other_walkers=other) if other else None


def _track(flight: Flown, met_s: float, reach_s: float) -> tuple[Vec3, ...]:
    """Return where the craft is from now to `reach_s` away, inside the time it flies."""
    first, last = max(flight.mission.start_met_s, 0.0), flight.down_met_s
    end = min(max(met_s + reach_s, first), last)
    start = min(max(met_s, first), last)
    if start == end:
        return ()
    return tuple(flight.position_teme_km(start + (end - start) * i / TRACK_POINTS) for i in range(TRACK_POINTS + 1))


def _scenery(script: Script, state: FlightState, down_met_s: float) -> Scenery | None:
    """Return the ground at the nearer of pad and landing place while the craft is near it; none where it is not told.

    Once it has come down only the landing place is left; before, the pad is where both are equally near.
    """
    is_down = state.met_s >= down_met_s
    told = {"pad": None if is_down else script.ground.pad, "site": script.ground.site}
    offsets = {name: _offset_m(place, state) for name, place in told.items() if place is not None}
    name = min(offsets, key=lambda name: length(offsets[name]), default=None)
    if name is None or length(offsets[name]) > SCENERY_REACH_M:
        return None
    place = told[name]
    assert place is not None
    up = teme_from_fixed(up_at(place.lat_deg, place.lon_deg), state.sky.earth_angle_rad)
    east, north = east_north(up)
    return Scenery(
        place=name,
        offset_m=offsets[name],
        east=east,
        north=north,
        up=up,
        height_km=place.altitude_km,
        since_s=state.met_s - (0.0 if name == "pad" else down_met_s),
        props=() if name == "pad" else state.props,
    )


def _offset_m(place: GroundPlace, state: FlightState) -> Vec3:
    """Return a place on the ground from the craft's origin, TEME axes."""
    there = teme_from_fixed(place.position_fixed_km(), state.sky.earth_angle_rad)
    return scaled(sub(there, state.craft.position_teme_km), 1000.0)


def _words(mission: Mission, script: Script, state: FlightState, view: View, basis: Basis, language: str) -> Words:
    captions, form = script.captions[language], script.formats[language]
    event = _event_told(mission, state)
    caption = captions.text("event", event.id) if event else captions.text("phase", state.phase)
    craft = state.craft
    return Words(
        language=language,
        phase_title=captions.title("phase", state.phase),
        event_title=captions.title("event", event.id) if event else "",
        caption=caption if state.claimed else form.words["format.unclaimed"],
        mark=_mark(form, state, basis),
        # The training has no date and no place: the flight's clock does not run over it.
        clock_utc="" if state.is_aside else form.clock_utc(state.met_s, mission),
        clock_zone="" if state.is_aside else form.clock_zone(state.met_s, mission),
        clock_elapsed="" if state.is_aside else form.elapsed(state.met_s),
        place="" if state.is_aside else form.place(craft.lat_deg, craft.lon_deg, craft.altitude_km),
        camera=captions.title("camera", view.camera),
        credit=captions.title("mission", ""),
        phase=state.phase,
        event=state.event or "",
        told=(f"event {event.id}" if event else f"phase {state.phase}") if state.claimed else "",
        caption_tag=form.words["format.of_record"] if state.hypothetical and state.claimed else "",
    )


def _event_told(mission: Mission, state: FlightState) -> Event | None:
    """Return the event whose sentence is told now: the latest that happened, while it is fresh."""
    if state.event is None or not state.claimed:
        return None
    event = mission.event(state.event)
    return event if state.met_s < event.time.met_s + CAPTION_MIN_S else None


def _mark(form: Format, state: FlightState, basis: Basis) -> str:
    """Return the word for what a picture rests on by the least certain thing in it; none for the record itself."""
    if state.hypothetical:
        return form.words["format.hypothetical"]
    return "" if basis == "record" else form.basis(basis)
