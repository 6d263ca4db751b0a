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
from viz.flight.state import Vec3
from viz.flight.track import Motion
from viz.flight.vector import length

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


def test_boosters_fall_behind_a_climbing_craft(flight: Flight) -> None:
    """The craft leaves them by half its load times t squared, and the thin air at 49 km by up to 2 m/s2 more."""
    boosters = next(part for part in flight.parts.followed if part.name == "boosters")
    offset = boosters.at(128.0, flight.path.at(128.0)).offset_m
    free_fall_m = 0.5 * 9.63 * 10.0**2 + 10.0
    assert free_fall_m < length(offset) < free_fall_m + 110.0


def test_the_instrument_module_burns_up_on_the_way(flight: Flight) -> None:
    """Blunter for its mass than the sphere, it drops behind; the model lets it go at 60 km."""
    module = next(part for part in flight.parts.followed if part.name == "instrument_module")
    assert isinstance(module, FallingPart)
    end = module.track.at(module.end_s)
    assert height_above_ellipsoid_km(end.position_km) == pytest.approx(60.0, abs=1.0)
    craft = flight.path.at(module.end_s)
    assert length(end.velocity_km_s) < length(craft.velocity_km_s)
    assert module.end_s - module.start_s < 400.0
