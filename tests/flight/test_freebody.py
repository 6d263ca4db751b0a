"""Parts that left: where the models put them, against the two-body problem and plain sense."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from viz.flight.flight import Flight
from viz.flight.freebody import DriftingPart, FallingPart, mean_motion_rad_s
from viz.flight.gravity import MU_KM3_S2
from viz.flight.ground import height_above_ellipsoid_km
from viz.flight.quaternion import conjugate, rotate
from viz.flight.state import FreeBody, Vec3
from viz.flight.track import Motion
from viz.flight.vector import add, length, sub
from viz.missions.voskhod2.flight.state import BOOSTERS, FAIRING_LEAVES

RADIUS_KM = 6600.0
SPEED_KM_S = math.sqrt(MU_KM3_S2 / RADIUS_KM)


def _two_body(position: Vec3, velocity: Vec3, brake_km_s2: float, seconds: float) -> np.ndarray[Any, Any]:
    """Return the state after a while on a Kepler orbit with a steady brake along the flight."""

    def rate(_: float, y: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        pull = -MU_KM3_S2 / np.linalg.norm(y[:3]) ** 3 * y[:3] - brake_km_s2 * y[3:] / np.linalg.norm(y[3:])
        return np.concatenate([y[3:], pull])

    found = solve_ivp(rate, (0.0, seconds), [*position, *velocity], method="DOP853", rtol=1e-12, atol=1e-12)
    return np.asarray(found.y[:, -1])


@pytest.mark.parametrize("drift", [(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (0.3, -0.5, 0.2)])
@pytest.mark.parametrize("brake_m_s2", [0.0, 5e-5])
def test_drift_is_what_two_orbits_do(drift: Vec3, brake_m_s2: float) -> None:
    """On a circular orbit, radius along X and flight along Y at the parting, to one per cent after 20 minutes."""
    seconds = 1200.0
    craft = _two_body((RADIUS_KM, 0.0, 0.0), (0.0, SPEED_KM_S, 0.0), 0.0, seconds)
    push = (drift[0] * 1e-3, SPEED_KM_S + drift[1] * 1e-3, drift[2] * 1e-3)
    part = _two_body((RADIUS_KM, 0.0, 0.0), push, brake_m_s2 * 1e-3, seconds)
    motion = Motion(tuple(craft[:3].tolist()), tuple(craft[3:].tolist()), (0.0, 0.0, 0.0))
    model = DriftingPart(
        name="airlock",
        start_s=0.0,
        end_s=seconds,
        drift_m_s=drift,
        slowing_m_s2=brake_m_s2,
        mean_motion_rad_s=mean_motion_rad_s(motion.position_km, motion.velocity_km_s),
        attitude=(1.0, 0.0, 0.0, 0.0),
        tumble_deg_s=0.0,
        tumble_axis=(1.0, 0.0, 0.0),
        centre_m=(0.0, 0.0, 0.0),
    )
    true_m = (part[:3] - craft[:3]) * 1e3
    made_m = model.at(seconds, motion).offset_m
    assert math.dist(made_m, true_m.tolist()) < 0.01 * float(np.linalg.norm(true_m))


def test_the_tumble_keeps_its_rate_and_its_unit(flight: Flight) -> None:
    lock = next(part for part in flight.parts.followed if part.name == "airlock")
    craft = flight.path.at(lock.start_s)
    turned = [lock.at(lock.start_s + t, craft).attitude_quaternion for t in (0.0, 10.0)]
    cosine = abs(sum(a * b for a, b in zip(*turned, strict=True)))
    assert math.degrees(2.0 * math.acos(min(cosine, 1.0))) == pytest.approx(10.0 * lock.tumble_deg_s, abs=1e-6)


def test_the_airlock_stays_near_and_moves_off(flight: Flight) -> None:
    lock = next(part for part in flight.parts.followed if part.name == "airlock")
    at = [length(lock.at(lock.start_s + t, flight.path.at(lock.start_s + t)).offset_m) for t in (10.0, 60.0, 600.0)]
    assert 5.0 < at[0] < 20.0
    assert 30.0 < at[1] < 120.0
    assert 200.0 < at[2] < 3000.0


def _seen(flight: Flight, name: str, met_s: float) -> FreeBody:
    return next(body for body in flight.state_at(met_s).craft.free_bodies if body.name == name)


def _centre_m(flight: Flight, name: str, met_s: float) -> Vec3:
    """Return where a strap-on's middle is, from the craft's origin, on the axes the craft had at parting."""
    follow, body = flight.mission.parameters["free_bodies"], _seen(flight, name, met_s)
    own = (follow["boosters_centre_x_m"], follow["boosters_centre_y_m"], 0.0)
    parting = flight.state_at(118.0).craft.attitude_quaternion
    return rotate(conjugate(parting), add(body.offset_m, rotate(body.attitude_quaternion, own)))


def test_four_boosters_leave_each_its_own_way(flight: Flight) -> None:
    """At parting each lies a quarter turn from the last; then all fall behind while they spread."""
    at = {name: [_centre_m(flight, name, met_s) for met_s in (118.0, 119.0, 123.0)] for name in BOOSTERS}
    bearings = [math.degrees(math.atan2(at[name][0][2], at[name][0][1])) % 360.0 for name in BOOSTERS]
    assert bearings == pytest.approx([45.0, 135.0, 225.0, 315.0], abs=1e-6)
    for name in BOOSTERS:
        near, later, late = (math.hypot(y, z) for _, y, z in at[name])
        assert near == pytest.approx(2.2, abs=1e-6)
        assert near < later < late
        assert at[name][0][0] > at[name][1][0] > at[name][2][0]
    # Drag takes all four along the same way; against each other they only spread.
    for name, opposite in (("booster_0", "booster_2"), ("booster_1", "booster_3")):
        apart = [math.dist(at[name][step][1:], at[opposite][step][1:]) for step in range(3)]
        assert apart == pytest.approx([4.4, 8.4, 24.4], abs=0.2)


def test_their_noses_turn_outward(flight: Flight) -> None:
    parting = conjugate(flight.state_at(118.0).craft.attitude_quaternion)
    for number, name in enumerate(BOOSTERS):
        nose = rotate(parting, rotate(_seen(flight, name, 121.0).attitude_quaternion, (1.0, 0.0, 0.0)))
        angle = math.radians(45.0 + 90.0 * number)
        assert nose[1] * math.cos(angle) + nose[2] * math.sin(angle) == pytest.approx(math.sin(math.radians(27.0)))


def test_boosters_fall_behind_a_climbing_craft(flight: Flight) -> None:
    """The craft leaves them by half its load times t squared, and the thin air at 49 km by up to 2 m/s2 more."""
    free_fall_m = 0.5 * 9.63 * 10.0**2 + 10.0
    for name in BOOSTERS:
        moved = sub(_centre_m(flight, name, 128.0), _centre_m(flight, name, 118.0))
        assert free_fall_m < length(moved) < free_fall_m + 110.0


def test_the_fairing_parts_in_two_that_open_like_a_book(flight: Flight) -> None:
    """Each half goes out to its own side with its nose leading, and both fall behind the climbing craft."""
    off_s = flight.parts.leaves_s["fairing"]
    parting = conjugate(flight.state_at(off_s).craft.attitude_quaternion)
    for name, side in zip(FAIRING_LEAVES, (1.0, -1.0), strict=True):
        places, noses = [], []
        for since in (0.0, 0.4, 0.8, 1.6):
            body = _seen(flight, name, off_s + since)
            middle = add(body.offset_m, rotate(body.attitude_quaternion, (-0.3, 0.0, 0.9 * side)))
            places.append(rotate(parting, middle))
            noses.append(rotate(parting, rotate(body.attitude_quaternion, (1.0, 0.0, 0.0)))[2] * side)
        out = [side * place[2] for place in places]
        assert out[0] == pytest.approx(0.9, abs=1e-6)
        assert out == sorted(out)
        assert noses == sorted(noses)
        assert [place[0] for place in places] == sorted((place[0] for place in places), reverse=True)
        assert places[3][0] < -15.0


def test_a_part_turns_about_its_own_middle(flight: Flight) -> None:
    """Not about the craft's origin, which for the core is thirty metres away."""
    core = next(part for part in flight.parts.falling if part.name == "core")
    for since in (0.0, 7.0, 60.0):
        craft = flight.path.at(core.start_s + since)
        body = core.at(core.start_s + since, craft)
        middle = add(body.offset_m, rotate(body.attitude_quaternion, core.centre_m))
        tracked = [1e3 * part for part in sub(core.track.at(core.start_s + since).position_km, craft.position_km)]
        assert math.dist(middle, tracked) < 1e-6
    assert core.centre_m[0] < -20.0


def test_the_instrument_module_burns_up_on_the_way(flight: Flight) -> None:
    """Blunter for its mass than the sphere, it drops behind; the model lets it go at 60 km."""
    module = next(part for part in flight.parts.followed if part.name == "instrument_module")
    assert isinstance(module, FallingPart)
    end = module.track.at(module.end_s)
    assert height_above_ellipsoid_km(end.position_km) == pytest.approx(60.0, abs=1.0)
    craft = flight.path.at(module.end_s)
    assert length(end.velocity_km_s) < length(craft.velocity_km_s)
    assert module.end_s - module.start_s < 400.0
