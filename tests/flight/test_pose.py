"""Postures: joints obey the suit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.flight.curves import KeyedCurve
from viz.flight.pose import JOINTS, PoseTrack, limit_deg, limited

KEYS = st.lists(st.floats(-170.0, 170.0), min_size=3, max_size=8)


def test_there_is_a_limit_for_every_joint_and_stiffness_takes_from_it() -> None:
    assert len(JOINTS) == 12
    for joint in JOINTS:
        assert 0.0 < limit_deg(joint, 1.0) < limit_deg(joint, 0.0) <= 180.0


@given(st.floats(-400.0, 400.0), st.floats(30.0, 160.0))
def test_no_angle_passes_its_limit(angle_deg: float, limit: float) -> None:
    held = limited(angle_deg, limit)
    assert abs(held) <= limit
    assert held * angle_deg >= 0.0


def test_small_angles_pass_unchanged() -> None:
    assert limited(15.0, 100.0) == pytest.approx(15.0, abs=0.01)


@given(KEYS)
def test_keyed_curves_pass_through_their_keys_and_never_overshoot(values: list[float]) -> None:
    times = [10.0 * i for i in range(len(values))]
    curve = KeyedCurve.through(times, values)
    for time_s, value in zip(times, values, strict=True):
        assert curve.at(time_s) == pytest.approx(value, abs=1e-9)
    for i in range(len(values) - 1):
        low, high = sorted(values[i : i + 2])
        for tenth in range(11):
            assert low - 1e-9 <= curve.at(times[i] + tenth) <= high + 1e-9


@given(KEYS, st.floats(0.0, 60.0))
def test_keyed_curves_have_no_corner(values: list[float], at_s: float) -> None:
    curve = KeyedCurve.through([10.0 * i for i in range(len(values))], values)
    step_s = 1e-3
    before = (curve.at(at_s) - curve.at(at_s - step_s)) / step_s
    after = (curve.at(at_s + step_s) - curve.at(at_s)) / step_s
    assert abs(after - before) < 0.2


def test_keys_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="increase"):
        KeyedCurve.through([0.0, 2.0, 2.0], [1.0, 2.0, 3.0])


def test_a_stiff_suit_bends_less() -> None:
    track = PoseTrack.from_curves([KeyedCurve.through([0.0, 1.0], [80.0, 80.0])] * len(JOINTS))
    slack, stiff = track.at(0.5, 0.0), track.at(0.5, 1.0)
    for joint in JOINTS:
        assert getattr(stiff, joint) < getattr(slack, joint) <= 80.0
