"""The ship: its sizes against the record, the hatch on its hinge, and that every part is whole."""

from __future__ import annotations

import numpy as np
import pytest

from viz.missions.gemini4.flight import body


def test_sizes_are_those_of_the_record() -> None:
    """S01 to S03: 5.7 m long, 3.05 m across the adapter, 3.35 m of re-entry module, 2.26 to 2.35 m of heat shield."""
    assert pytest.approx(5.7) == body.REENTRY_LENGTH_M + body.ADAPTER_LENGTH_M
    assert pytest.approx(3.05) == 2 * body.ADAPTER_BASE_RADIUS_M
    assert 2.26 <= 2 * body.HEAT_SHIELD_RADIUS_M <= 2.35
    assert pytest.approx(2.74) == body.NOSE_JOINT_X_M


def test_hull_is_told_once() -> None:
    """The profile, the cone and the adapter agree wherever they are asked."""
    x_m, radius_m = np.array(body.HULL_PROFILE_M).T
    for x in (-2.35, -1.0, 0.0):
        assert np.interp(x, x_m, radius_m) == pytest.approx(body.adapter_radius_m(x))
    for x in (0.0, 0.7, 1.8):
        assert np.interp(x, x_m, radius_m) == pytest.approx(body.cone_radius_m(x))


def test_hatch_opens_outward_about_its_outer_edge() -> None:
    """A right-handed turn about the hinge lifts the middle of the right hatch off the skin; the hinge lies on it."""
    axis, arm = np.array(body.HATCH_HINGE_AXIS), np.subtract(body.HATCH_CENTRE_M, body.HATCH_HINGE_M)
    assert np.linalg.norm(axis) == pytest.approx(1.0)
    assert np.linalg.norm(body.HATCH_OUTWARD) == pytest.approx(1.0)
    assert np.cross(axis, arm) @ np.array(body.HATCH_OUTWARD) > 0.2
    along = np.subtract(body.on_cone_m(1.5, body.HATCH_SIDE_DEG[1]), body.on_cone_m(0.5, body.HATCH_SIDE_DEG[1]))
    assert np.cross(axis, along) == pytest.approx(np.zeros(3), abs=1e-9)


def test_white_is_right_and_mcdivitt_left() -> None:
    """McDivitt sits at +Y; White's seat, window, hatch and line are on the -Y side, all hatches up."""
    right = (body.SEAT_RIGHT_M, body.WINDOW_RIGHT_M, body.HATCH_CENTRE_M, body.TETHER_ANCHOR_M, body.FILM_CAMERA_M)
    assert all(place[1] < 0.0 for place in right)
    assert body.SEAT_LEFT_M[1] > 0.0 < body.WINDOW_LEFT_M[1]
    assert body.HATCH_CENTRE_M[2] > 0.0 < body.FILM_CAMERA_M[2]
    assert body.FILM_CAMERA_M[0] < 0.0 < body.HATCH_X_M[0]
