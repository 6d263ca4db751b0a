"""The craft on Earth-fixed axes, against frames and differences: what the other tests of exports compare with."""

from __future__ import annotations

import numpy as np
import pytest

from viz.export.rows import fixed_of
from viz.flight.flight import Flight
from viz.flight.frames import fixed_from_teme
from viz.flight.quaternion import rotate

TIMES_S = (300.0, 5691.0, 20_000.0, 93_100.0)


@pytest.mark.parametrize("met_s", TIMES_S)
def test_a_body_axis_goes_to_the_earth_by_either_way(met_s: float, flight: Flight) -> None:
    state = flight.state_at(met_s)
    for axis in ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)):
        in_teme = rotate(state.craft.attitude_quaternion, axis)
        by_frames = fixed_from_teme(in_teme, state.sky.earth_angle_rad)
        assert rotate(fixed_of(state).turn, axis) == pytest.approx(by_frames, abs=1e-12)


@pytest.mark.parametrize("met_s", TIMES_S)
def test_the_velocity_is_how_the_place_changes(met_s: float, flight: Flight) -> None:
    before, now, after = (fixed_of(flight.state_at(met_s + late_s)) for late_s in (-0.05, 0.0, 0.05))
    change = np.subtract(after.position_m, before.position_m) / 0.1
    assert now.velocity_m_s == pytest.approx(change, abs=0.02)
