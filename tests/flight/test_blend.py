"""Paths that hand over to one another, and paths bent onto another's end."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.flight.bend import bent_to
from viz.flight.blend import BlendedTrack, HandOver
from viz.flight.track import Knot, Track

OVERS = (HandOver(40.0, 60.0), HandOver(120.0, 150.0))


def line(speed_km_s: float, start_s: float, stop_s: float, aside_km: float = 0.0) -> Track:
    """Return a straight path at one speed."""
    return Track.quintic(
        Knot(t, (speed_km_s * t, aside_km, 0.0), (speed_km_s, 0.0, 0.0))
        for t in (start_s, 0.5 * (start_s + stop_s), stop_s)
    )


@pytest.fixture(scope="module")
def blended() -> BlendedTrack:
    return BlendedTrack.joined([line(1.0, 0.0, 70.0), line(1.1, 30.0, 160.0), line(1.0, 110.0, 200.0, 3.0)], OVERS)


def test_each_track_holds_outside_the_hand_overs(blended: BlendedTrack) -> None:
    assert (blended.start_s, blended.end_s) == (0.0, 200.0)
    for met_s, track in ((20.0, 0), (39.9, 0), (60.0, 1), (90.0, 1), (150.0, 2), (200.0, 2)):
        assert blended.at(met_s) == blended.tracks[track].at(met_s)


def test_halfway_is_the_mean_of_both(blended: BlendedTrack) -> None:
    first, second = (blended.tracks[number].at(50.0).position_km for number in (0, 1))
    assert blended.at(50.0).position_km == pytest.approx([(a + b) / 2.0 for a, b in zip(first, second, strict=True)])


@pytest.mark.parametrize("edge_s", [edge for over in OVERS for edge in over])
def test_nothing_steps_at_the_edges(blended: BlendedTrack, edge_s: float) -> None:
    early, late = blended.at(edge_s - 1e-7), blended.at(edge_s + 1e-7)
    for before, after in zip(early, late, strict=True):
        assert math.dist(before, after) < 1e-6


@given(met_s=st.floats(0.1, 199.9))
def test_speed_and_force_are_the_rates_of_what_is_before_them(blended: BlendedTrack, met_s: float) -> None:
    early, now, late = (blended.at(met_s + step_s) for step_s in (-1e-4, 0.0, 1e-4))
    for which in (0, 1):
        rate = [(b - a) / 2e-4 for a, b in zip(early[which], late[which], strict=True)]
        assert math.dist(rate, now[which + 1]) < 1e-4


@pytest.mark.parametrize(
    ("overs", "told"),
    [
        ([HandOver(40.0, 60.0)], "need 2 hand-overs"),
        ([HandOver(40.0, 80.0), OVERS[1]], "hand-over 1"),
        ([HandOver(20.0, 60.0), OVERS[1]], "hand-over 1"),
        ([HandOver(60.0, 40.0), OVERS[1]], "hand-over 1"),
        ([OVERS[0], HandOver(100.0, 150.0)], "hand-over 2"),
    ],
)
def test_hand_overs_that_will_not_do_are_refused(blended: BlendedTrack, overs: list[HandOver], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        BlendedTrack.joined(blended.tracks, overs)


def curved(at: Callable[[float], float]) -> list[Knot]:
    return [Knot(t, (at(t), 2.0 * t, 0.0), (0.0, 2.0, 0.0)) for t in (0.0, 10.0, 20.0, 30.0, 40.0)]


def test_a_bent_path_ends_on_the_target_and_begins_as_it_was() -> None:
    knots, target = curved(lambda t: t * t), Knot(40.0, (1605.0, 81.0, -2.0), (1.0, 2.0, 3.0), (0.1, 0.2, 0.3))
    bent = bent_to(knots, target, 10.0)
    assert bent[-1] == target
    assert list(bent[:2]) == knots[:2]
    assert (
        0.0
        < math.dist(bent[2].position_km, knots[2].position_km)
        < math.dist(bent[3].position_km, knots[3].position_km)
    )


def test_what_is_bent_in_is_smooth() -> None:
    """The bend alone is one quintic: its knots' speeds and forces are those of the curve through them."""
    still = [Knot(float(t), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)) for t in range(0, 41, 2)]
    bent = Track.quintic(bent_to(still, Knot(40.0, (5.0, -1.0, 0.5), (0.2, 0.0, -0.1), (0.01, 0.0, 0.0)), 0.0))
    for met_s in (1.0, 7.3, 19.9, 33.3, 39.0):
        early, now, late = (bent.at(met_s + step_s) for step_s in (-1e-3, 0.0, 1e-3))
        rate = [(b - a) / 2e-3 for a, b in zip(early.position_km, late.position_km, strict=True)]
        assert math.dist(rate, now.velocity_km_s) < 1e-6
        force = [(b - a) / 2e-3 for a, b in zip(early.velocity_km_s, late.velocity_km_s, strict=True)]
        assert math.dist(force, now.acceleration_km_s2) < 1e-6
