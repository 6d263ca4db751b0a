"""Angles out of sines and cosines that rounding has carried past one."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.flight.ground import GroundPlace, distance_along_ground_km
from viz.flight.vector import arccosine, arcsine, dot, length, scaled

PARTS = st.floats(-1e4, 1e4).filter(lambda part: abs(part) > 1e-3)


@given(a=st.tuples(PARTS, PARTS, PARTS), factor=st.floats(1e-3, 1e3))
def test_parallel_vectors_enclose_no_angle_and_opposite_ones_half_a_turn(
    a: tuple[float, float, float], factor: float
) -> None:
    for sign, angle in ((1.0, 0.0), (-1.0, math.pi)):
        b = scaled(a, sign * factor)
        assert arccosine(dot(a, b) / (length(a) * length(b))) == pytest.approx(angle, abs=1e-7)


@pytest.mark.parametrize("past", [1.0 + 2.0**-52, -1.0 - 2.0**-52])
def test_a_ratio_a_bit_past_one_is_one(past: float) -> None:
    assert arcsine(past) == math.copysign(math.pi / 2.0, past)
    assert arccosine(past) == (0.0 if past > 0.0 else math.pi)


@given(lat=st.floats(-90.0, 90.0), lon=st.floats(-180.0, 180.0))
def test_the_other_side_of_the_earth_is_half_its_girth_away(lat: float, lon: float) -> None:
    here = GroundPlace(lat, lon)
    there = GroundPlace(-lat, lon + 180.0)
    assert distance_along_ground_km(here, there) == pytest.approx(math.pi * 6371.0, rel=1e-3)
