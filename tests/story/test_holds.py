"""Shots that would flash by are held: how long, by whom, and that the real flight never flickers."""

from __future__ import annotations

import itertools
from bisect import bisect_left

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.flight.flight import Flight
from viz.mission.load import load_mission, mission_folder
from viz.story.holds import HELD_S, held_camera, held_cuts
from viz.story.script import load_script
from viz.story.shots import AUTO, Cut, choose_shot, director_camera

MISSION = load_mission("voskhod2")
FOLDER = mission_folder("voskhod2")
SCRIPT = load_script(MISSION, FOLDER)
AT_MOST_A_SECOND = 3
"""WCAG 2.3.1."""


def cuts_of(*shots: tuple[str, float]) -> tuple[Cut, ...]:
    starts = itertools.accumulate((length for _, length in shots[:-1]), initial=0.0)
    return tuple(Cut(start, camera) for start, (camera, _) in zip(starts, shots, strict=True))


def test_short_shots_are_one_by_the_camera_that_had_most_of_their_time() -> None:
    cuts = cuts_of(("orbit", 100), ("chase", 5), ("beauty", 4), ("chase", 2), ("tv1", 100))
    assert held_cuts(cuts, 10.0) == (Cut(0.0, "orbit"), Cut(100.0, "chase"), Cut(111.0, "tv1"))


def test_what_is_left_over_goes_to_the_shot_before_or_at_the_beginning_to_the_one_after() -> None:
    cuts = cuts_of(("tv1", 3), ("orbit", 100), ("chase", 5), ("beauty", 100))
    assert held_cuts(cuts, 10.0) == (Cut(0.0, "orbit"), Cut(108.0, "beauty"))


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.floats(min_value=0.1, max_value=400.0)), min_size=1, max_size=30),
    st.floats(min_value=0.1, max_value=1000.0),
)
def test_no_shot_is_shorter_and_every_moment_has_one(shots: list[tuple[str, float]], shortest_s: float) -> None:
    cuts = cuts_of(*shots)
    held = held_cuts(cuts, shortest_s)
    assert held[0].met_s == cuts[0].met_s
    assert all(b.met_s - a.met_s >= shortest_s - 1e-6 for a, b in itertools.pairwise(held))
    assert {cut.camera for cut in held} <= {cut.camera for cut in cuts}


def test_while_his_shots_last_long_enough_the_director_is_free_to_glide() -> None:
    assert {held_camera(SCRIPT.cuts, cut.met_s, rate) for cut in SCRIPT.cuts for rate in (1.0, -5.0)} == {AUTO}


@pytest.mark.parametrize("rate", [10.0, 60.0, 100.0, 300.0, 600.0, 1000.0, 4000.0])
def test_the_real_flight_never_cuts_more_than_three_times_a_second(rate: float) -> None:
    """Counted over what is drawn: also a camera's own change of place, as at dusk, is a cut."""
    flight, pictures_a_second = Flight.build(MISSION, folder=FOLDER), 10
    step_s = max(rate / pictures_a_second, 20.0)  # no state of the flight that a shot asks for is shorter
    count = int(min(flight.end_met_s - flight.start_met_s, 15_000.0 if rate < 600.0 else 1e9) / step_s)
    cuts_met_s, before = [], None
    for index in range(count):
        met_s = flight.start_met_s + (5000.0 if rate < 600.0 else 0.0) + index * step_s
        camera = held_camera(SCRIPT.cuts, met_s, rate)
        own = director_camera(SCRIPT.cuts, met_s) if camera == AUTO else camera
        shot = choose_shot(SCRIPT.shots, own, flight.state_at(met_s))
        if before not in (None, shot):
            cuts_met_s.append(met_s)
        before = shot
    assert len(cuts_met_s) > 3
    in_a_second = [bisect_left(cuts_met_s, met_s + rate) - number for number, met_s in enumerate(cuts_met_s)]
    assert max(in_a_second) <= AT_MOST_A_SECOND


def test_two_seconds_are_held() -> None:
    held = held_cuts(SCRIPT.cuts, 600.0 * HELD_S)
    assert min(b.met_s - a.met_s for a, b in itertools.pairwise(held)) >= 1200.0
