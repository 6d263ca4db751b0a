"""US Standard Atmosphere 1976 against its own printed tables."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.flight.atmosphere import air_at, pressure_fraction

A_THOUSANDTH = 1e-3


def test_printed_rows(authorities: dict[str, Any]) -> None:
    for row in authorities["air"]:
        density, sound = air_at(row["altitude_km"])
        assert density == pytest.approx(row["density_kg_m3"], rel=A_THOUSANDTH)
        if "sound_m_s" in row:
            assert sound == pytest.approx(row["sound_m_s"], rel=A_THOUSANDTH)


@given(st.floats(0.0, 599.0), st.floats(0.001, 1.0))
def test_air_thins_upwards(altitude_km: float, rise_km: float) -> None:
    assert air_at(altitude_km + rise_km)[0] < air_at(altitude_km)[0]


@pytest.mark.parametrize("seam_km", [11.019, 20.063, 32.162, 47.350, 51.413, 71.802, 86.0, 120.0, 600.0])
def test_layers_meet(seam_km: float) -> None:
    below, above = air_at(seam_km - 1e-6), air_at(seam_km + 1e-6)
    assert above[0] == pytest.approx(below[0], rel=1e-4)
    assert above[1] == pytest.approx(below[1], rel=1e-3)


def test_below_sea_level_and_far_out() -> None:
    assert air_at(-5.0) == air_at(0.0)
    assert air_at(2000.0)[0] == pytest.approx(air_at(600.0)[0])
    assert pressure_fraction(0.0) == pytest.approx(1.0, abs=1e-6)
    assert pressure_fraction(100.0) == 0.0
