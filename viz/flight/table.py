"""The flight as columns of numbers, for plots and spreadsheets."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viz.errors import UsageError
from viz.flight.state import FlightState

Column = NDArray[Any]
Reader = Callable[[FlightState], object]

MOST_ROWS = 1_000_000
STEP_RANGE_S = (0.001, 86400.0)

COLUMNS: Mapping[str, Reader] = {
    "met_s": lambda state: state.met_s,
    "phase": lambda state: state.phase,
    "lat_deg": lambda state: state.craft.lat_deg,
    "lon_deg": lambda state: state.craft.lon_deg,
    "altitude_km": lambda state: state.craft.altitude_km,
    "position_teme_km": lambda state: state.craft.position_teme_km,
    "velocity_teme_km_s": lambda state: state.craft.velocity_teme_km_s,
    "ground_speed_m_s": lambda state: state.craft.ground_speed_m_s,
    "attitude_quaternion": lambda state: state.craft.attitude_quaternion,
    "spin_deg_s": lambda state: state.craft.spin_deg_s,
    "load_g": lambda state: state.craft.load_g,
    "heating_w_m2": lambda state: state.craft.heating_w_m2,
    "along_track_sigma_km": lambda state: state.craft.along_track_sigma_km,
    "across_track_sigma_km": lambda state: state.craft.across_track_sigma_km,
    "sun_elevation_deg": lambda state: state.sky.sun_elevation_deg,
    "lit_fraction": lambda state: state.sky.lit_fraction,
    "canopy_fraction": lambda state: state.parachute.canopy_fraction,
}
"""The columns of any flight: their names, with how each is read from a state; units stand in the names."""


def table_of(
    state_at: Callable[[float], FlightState],
    columns: Mapping[str, Reader],
    start_met_s: float,
    stop_met_s: float,
    step_s: float,
) -> dict[str, Column]:
    """Return the columns from start to stop, both included where the step meets the stop.

    Vectors give arrays of shape (rows, 3), quaternions (rows, 4), phases text. UsageError for a step, a stretch or
    a number of rows that is not possible.
    """
    low, high = STEP_RANGE_S
    if not low <= step_s <= high:
        raise UsageError(f"table: step_s = {step_s!r} is not possible - give a number from {low} to {high}")
    if not start_met_s <= stop_met_s:
        raise UsageError(f"table: it ends at {stop_met_s} s, before {start_met_s} s - give a later stop_met_s")
    count = math.floor((stop_met_s - start_met_s) / step_s * (1.0 + 1e-12)) + 1
    if count > MOST_ROWS:
        raise UsageError(f"table: that is {count} rows - give a step_s that makes at most {MOST_ROWS}")
    states = [state_at(min(start_met_s + index * step_s, stop_met_s)) for index in range(count)]
    return {name: np.array([read(state) for state in states]) for name, read in columns.items()}
