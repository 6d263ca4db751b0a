"""Where Earth, stars and track are put, checked against the ellipsoid and Skyfield."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skyfield.api import Star, load
from skyfield.sgp4lib import TEME

from viz.flight.flight import Flight
from viz.flight.quaternion import rotate
from viz.flight.vector import cross, dot, length, scaled, sub, unit
from viz.stage.actors import resampled
from viz.stage.doubt import ground_tint
from viz.stage.earth import EQUATOR_KM, earth_from_eye
from viz.stage.orbit import hidden_by_earth, visible_pieces
from viz.stage.sky import precession_to_1965
from viz.stage.tether import RopeLook, ring_places
from viz.stage.turns import turning_axes_to, turning_z_to
from viz.story.compose import compose
from viz.story.look import Look
from viz.story.picture import Doubt
from viz.story.script import Script

ONE_ARC_MINUTE = math.radians(1 / 60)
directions = st.tuples(*[st.floats(-1, 1)] * 3).filter(lambda v: length(v) > 0.1).map(unit)


@pytest.mark.parametrize("event", ["eva.exit", "descent.drogue", "landing.touchdown", "descent.ignition"])
def test_height_above_the_drawn_earth_is_the_height_above_wgs84(event: str, flight: Flight) -> None:
    state = flight.state_at(flight.mission.event(event).time.met_s)
    earth = earth_from_eye(state, (0.0, 0.0, 0.0))
    assert earth.height_km == pytest.approx(state.craft.altitude_km, rel=0.004, abs=0.002)
    assert length(earth.centre) * EQUATOR_KM == pytest.approx(length(state.craft.position_teme_km), abs=1e-6)


def test_lifting_the_ground_lowers_the_eye_by_as_much(flight: Flight) -> None:
    state = flight.state_at(flight.mission.event("descent.drogue").time.met_s)
    flat = earth_from_eye(state, (0.0, 0.0, 0.0)).height_km
    assert earth_from_eye(state, (0.0, 0.0, 0.0), 0.2).height_km == pytest.approx(flat - 0.2, abs=2e-3)


def test_stars_stand_where_skyfield_puts_them() -> None:
    ts = load.timescale(builtin=True)
    t = ts.tt(1965, 3, 18, 12)
    x_axis, y_axis = precession_to_1965()
    z_axis = cross(x_axis, y_axis)
    turn = TEME.rotation_at(t)
    for ra_hours, dec_deg in ((6.752, -16.716), (18.615, 38.78), (2.53, 89.26), (14.66, -60.83)):
        ra, dec = ra_hours * math.pi / 12, math.radians(dec_deg)
        icrf = (math.cos(dec) * math.cos(ra), math.cos(dec) * math.sin(ra), math.sin(dec))
        ours = tuple(icrf[0] * a + icrf[1] * b + icrf[2] * c for a, b, c in zip(x_axis, y_axis, z_axis, strict=True))
        assert Star(ra_hours=ra_hours, dec_degrees=dec_deg) is not None
        theirs = turn @ icrf
        assert math.acos(min(1.0, sum(a * b for a, b in zip(ours, theirs, strict=True)))) < ONE_ARC_MINUTE


@given(directions)
def test_z_is_laid_along_any_direction(direction: tuple[float, float, float]) -> None:
    assert length(sub(rotate(turning_z_to(direction), (0.0, 0.0, 1.0)), direction)) < 1e-6


@given(directions, directions)
def test_axes_are_laid_along_any_frame(x: tuple[float, float, float], other: tuple[float, float, float]) -> None:
    if length(cross(x, other)) < 0.01:
        return
    y = unit(cross(other, x))
    turn = turning_axes_to(x, y)
    assert length(sub(rotate(turn, (1.0, 0.0, 0.0)), x)) < 1e-6
    assert length(sub(rotate(turn, (0.0, 1.0, 0.0)), y)) < 1e-6


def test_earth_hides_what_is_behind_it() -> None:
    eye = (20000.0, 0.0, 0.0)
    assert hidden_by_earth((-7000.0, 0.0, 0.0), eye)
    assert not hidden_by_earth((7000.0, 0.0, 0.0), eye)
    assert not hidden_by_earth((0.0, 7000.0, 0.0), eye)
    track = [scaled((math.cos(a), math.sin(a), 0.0), 7000.0) for a in (i * 2 * math.pi / 72 for i in range(72))]
    pieces = visible_pieces(track, eye)
    assert sum(len(piece) for piece in pieces) < len(track)
    assert all(not hidden_by_earth(point, eye) for piece in pieces for point in piece)


@given(st.integers(2, 40), st.integers(2, 80))
def test_resampling_keeps_ends_and_count(points: int, count: int) -> None:
    line = [(float(i), float(i * i), 0.0) for i in range(points)]
    drawn = resampled(line, count)
    assert len(drawn) == count
    assert drawn[0] == line[0]
    assert length(sub(drawn[-1], line[-1])) < 1e-9
    assert all(dot(b, (1.0, 0.0, 0.0)) >= dot(a, (1.0, 0.0, 0.0)) for a, b in pairwise(drawn))


def test_doubt_is_an_ellipse_under_the_craft(flight: Flight) -> None:
    state = flight.state_at(flight.mission.event("eva.exit").time.met_s)
    tint = ground_tint(Doubt(48.0, 7.0), state)
    centre, along = tuple(tint["doubt_centre"]), tuple(tint["doubt_along"])
    assert dot(centre, along) == pytest.approx(0.0, abs=1e-12)
    assert dot(along, state.craft.velocity_teme_km_s) > 7.0
    assert tint["doubt_size"] == pytest.approx([48.0 / 6371.0, 7.0 / 6371.0, 1.0])
    assert ground_tint(None, state)["doubt_size"][2] == 0.0


def test_planned_and_flown_landings_lie_apart_as_the_record_has_it(flight: Flight, script: Script) -> None:
    """L7: more than 800 km from the planned area to the landing; 866 km to Kustanai itself."""
    met_s = flight.mission.event("descent.ignition").time.met_s
    doubt = compose(flight, script, met_s, Look("orbit", doubt=True)).doubt
    assert doubt is not None
    places = {mark.kind: mark.position_km for mark in doubt.marks}
    assert set(places) == {"planned", "flown", "told"}
    assert 750.0 < length(sub(places["planned"], places["flown"])) < 950.0
    assert length(sub(places["told"], places["flown"])) < 6.0
    assert len(doubt.planned_track_km) == 80
    assert compose(flight, script, met_s, Look("orbit")).doubt is None


def test_the_tether_has_a_ring_every_half_metre(flight: Flight) -> None:
    """U09: every 50 cm a ring, to be snapped on a hook when gathering in."""
    rope = flight.state_at(flight.mission.event("eva.exit").time.met_s + 170.0).leonov.tether_m
    rings = ring_places(rope, RopeLook())
    assert len(rings) == 10
    straight = ring_places([(0.0, 0.0, 0.0), (5.35, 0.0, 0.0)], RopeLook())
    assert [place[0] for place, _ in straight] == pytest.approx([0.5 * n for n in range(1, 11)])
    assert ring_places([], RopeLook()) == []
