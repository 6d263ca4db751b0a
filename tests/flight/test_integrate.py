"""The Runge-Kutta step against a circular orbit, whose place is known at every instant."""

from __future__ import annotations

import math

import pytest

from viz.flight.gravity import MU_KM3_S2
from viz.flight.integrate import State, runge_kutta

RADIUS_KM = 6600.0
TURN_RAD_S = math.sqrt(MU_KM3_S2 / RADIUS_KM**3)


def _kepler(_: float, state: State) -> State:
    x, y, z, vx, vy, vz = state
    pull = -MU_KM3_S2 / math.sqrt(x * x + y * y + z * z) ** 3
    return vx, vy, vz, pull * x, pull * y, pull * z


def _miss_km(step_s: float) -> float:
    state: State = (RADIUS_KM, 0.0, 0.0, 0.0, RADIUS_KM * TURN_RAD_S, 0.0)
    steps = round(1200.0 / step_s)
    for index in range(steps):
        state = runge_kutta(_kepler, index * step_s, state, step_s)
    angle = 1200.0 * TURN_RAD_S
    return math.dist(state[:3], (RADIUS_KM * math.cos(angle), RADIUS_KM * math.sin(angle), 0.0))


def test_half_the_step_a_sixteenth_of_the_miss() -> None:
    assert _miss_km(20.0) / _miss_km(10.0) == pytest.approx(16.0, rel=0.1)


def test_the_coast_is_good_to_a_centimetre() -> None:
    """Two seconds is the longest step the descent takes."""
    assert _miss_km(2.0) < 1e-5
