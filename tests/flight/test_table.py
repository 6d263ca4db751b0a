"""The flight as columns, and how its parts show themselves in a notebook."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from viz.errors import UsageError
from viz.flight.flight import Flight
from viz.flight.table import COLUMNS


def test_columns_are_the_states(flight: Flight) -> None:
    table = flight.table(30.0, start_met_s=5600.0, stop_met_s=5700.0)
    assert set(table) > set(COLUMNS)
    assert set(table) == set(flight.columns)
    assert table["met_s"].tolist() == [5600.0, 5630.0, 5660.0, 5690.0]
    assert table["position_teme_km"].shape == (4, 3)
    assert table["attitude_quaternion"].shape == (4, 4)
    state = flight.state_at(5660.0)
    assert table["lat_deg"][2] == state.craft.lat_deg
    assert tuple(table["velocity_teme_km_s"][2]) == state.craft.velocity_teme_km_s
    assert table["suit_pressure_kpa"][2] == state.leonov.suit_pressure_kpa
    assert table["phase"].tolist() == ["spacewalk.threshold"] * 4


def test_the_whole_flight_by_default(flight: Flight) -> None:
    table = flight.table(1800.0)
    assert table["met_s"][0] == flight.start_met_s
    assert flight.end_met_s - 1800.0 < table["met_s"][-1] <= flight.end_met_s
    for name, column in table.items():
        assert len(column) == len(table["met_s"])
        assert name == "phase" or np.isfinite(column).all()
        assert name == "phase" or column.dtype == np.float64


def test_the_last_row_is_the_stop_where_the_step_meets_it(flight: Flight) -> None:
    assert flight.table(0.1, start_met_s=0.0, stop_met_s=0.3)["met_s"][-1] == 0.3
    assert len(flight.table(60.0, start_met_s=100.0, stop_met_s=100.0)["met_s"]) == 1


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"step_s": 0.0}, r"step_s = 0\.0 is not possible - give a number from 0\.001 to 86400\.0"),
        ({"step_s": -1.0}, "not possible"),
        ({"step_s": math.nan}, "step_s nan: must be a finite number"),
        ({"step_s": 0.01}, "rows - give a step_s that makes at most 1000000"),
        ({"start_met_s": 100.0, "stop_met_s": 50.0}, "give a later stop_met_s"),
        ({"start_met_s": math.nan}, "start_met_s nan: must be a finite number"),
        ({"stop_met_s": 1e6}, "outside the flight"),
    ],
)
def test_a_table_that_cannot_be_is_refused(flight: Flight, asked: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        flight.table(**asked)


def test_nothing_prints_its_tables(flight: Flight) -> None:
    parts = (
        flight, flight.path.coast, flight.path.descent, flight.eva, flight.eva.track, flight.parts, flight.sky,
        flight.timeline, flight.along_track_sigma_km,
    )  # fmt: skip
    for part in parts:
        assert len(repr(part)) < 200
        assert repr(part).startswith("<")


def test_a_state_reads_in_six_lines(flight: Flight) -> None:
    text = str(flight.state_at(5691.0))
    assert len(text.splitlines()) == 6
    assert "spacewalk.outside   eva.exit" in text
    assert "outside, 0.25 m from the hatch, suit 40.5 kPa" in text
    assert "hypothetical" not in text
