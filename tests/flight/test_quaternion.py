"""Turns of vectors: the algebra that attitudes rest on."""

from __future__ import annotations

import math
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.flight import quaternion as q
from viz.flight.state import Quaternion, Vec3


def chain(*turns: Quaternion) -> Quaternion:
    """Return the product of turns, leftmost applied last, with its length put back to one."""
    return q.normalise(reduce(q.multiply, turns))


ANGLES = st.floats(-20.0, 20.0)
VECTORS = st.tuples(*[st.floats(-10.0, 10.0)] * 3)
TURNS = st.builds(lambda a, b, c: chain(q.about_z(a), q.about_y(b), q.about_x(c)), ANGLES, ANGLES, ANGLES)


def test_quarter_turns_carry_axes_onto_axes() -> None:
    quarter = math.pi / 2
    assert q.rotate(q.about_z(quarter), (1.0, 0.0, 0.0)) == pytest.approx((0.0, 1.0, 0.0), abs=1e-15)
    assert q.rotate(q.about_x(quarter), (0.0, 1.0, 0.0)) == pytest.approx((0.0, 0.0, 1.0), abs=1e-15)
    assert q.rotate(q.about_y(quarter), (0.0, 0.0, 1.0)) == pytest.approx((1.0, 0.0, 0.0), abs=1e-15)


@given(TURNS, VECTORS)
def test_turning_keeps_lengths(turn: Quaternion, vector: Vec3) -> None:
    assert math.hypot(*turn) == pytest.approx(1.0, abs=1e-12)
    assert math.hypot(*q.rotate(turn, vector)) == pytest.approx(math.hypot(*vector), abs=1e-9)


@given(TURNS, TURNS, VECTORS)
def test_a_product_applies_the_second_turn_first(first: Quaternion, second: Quaternion, vector: Vec3) -> None:
    together = q.rotate(q.multiply(first, second), vector)
    assert together == pytest.approx(q.rotate(first, q.rotate(second, vector)), abs=1e-9)


@given(TURNS, VECTORS)
def test_the_conjugate_turns_back(turn: Quaternion, vector: Vec3) -> None:
    assert q.rotate(q.conjugate(turn), q.rotate(turn, vector)) == pytest.approx(vector, abs=1e-9)


@given(TURNS, TURNS, st.floats(0.0, 1.0))
def test_slerp_goes_evenly_along_the_shorter_turn(first: Quaternion, second: Quaternion, share: float) -> None:
    whole = q.angle_between_rad(first, second)
    part = q.angle_between_rad(first, q.slerp(first, second, share))
    assert part == pytest.approx(share * whole, abs=1e-6)


@given(st.floats(-math.pi, math.pi))
def test_the_angle_between_attitudes_is_the_angle_turned(angle: float) -> None:
    start = chain(q.about_z(1.0), q.about_x(0.3))
    turned = q.multiply(start, q.about_y(angle))
    assert q.angle_between_rad(start, turned) == pytest.approx(abs(angle), abs=1e-7)
