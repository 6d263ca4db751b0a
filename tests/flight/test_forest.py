"""After the landing: the order of the record, its ranges, and the real Sun."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.flight.flight import Flight
from viz.missions.voskhod2.flight.forest import daylight
from viz.missions.voskhod2.flight.state import ForestState


def seen(flight: Flight, event_id: str, after_s: float = 0.0) -> ForestState:
    state = flight.state_at(flight.mission.event(event_id).time.met_s + after_s)
    assert state.forest is not None
    return state.forest


def test_nothing_of_it_before_the_ground(flight: Flight) -> None:
    assert flight.state_at(flight.path.touchdown_met_s - 0.1).forest is None
    assert flight.state_at(flight.path.touchdown_met_s + 0.1).forest is not None


def test_the_order_of_the_record(flight: Flight) -> None:
    """G01-G09."""
    down = seen(flight, "landing.touchdown", 1.0)
    assert not any((down.hatch_freed, down.beacon, down.helicopter, down.skiers, down.hut, down.crew_away))
    assert down.canopy_in_trees
    assert seen(flight, "landing.hatch_freed").hatch_freed
    assert seen(flight, "rescue.beacon").beacon
    assert seen(flight, "rescue.sighted").helicopter
    assert not seen(flight, "rescue.sighted", 7200.0).helicopter
    assert seen(flight, "rescue.clothing").clothing_dropped
    first_night = seen(flight, "rescue.first_night")
    assert not any((first_night.skiers, first_night.fire, first_night.hut))
    assert seen(flight, "rescue.skiers").skiers
    second_night = seen(flight, "rescue.second_night")
    assert second_night.hut
    assert second_night.fire
    gone = seen(flight, "rescue.ski_out")
    assert gone.crew_away
    assert not any((gone.skiers, gone.fire))


def test_the_foresters_are_one_witness_s_word(flight: Flight) -> None:
    assert seen(flight, "rescue.foresters").foresters_out
    assert not seen(flight, "rescue.skiers").foresters_out


def test_ranges_are_told(flight: Flight) -> None:
    """Between the first and the last hour that the record allows, a change is unsure; outside, it is not."""
    for event_id, name in (("rescue.hut", "hut"), ("rescue.skiers", "skiers"), ("rescue.ski_out", "crew_away")):
        time = flight.mission.event(event_id).time
        for met_s, unsure in (
            (time.earliest_met_s - 1.0, False),
            (time.earliest_met_s + 1.0, True),
            (time.latest_met_s - 1.0, True),
            (time.latest_met_s + 1.0, False),
        ):
            forest = flight.state_at(min(met_s, flight.end_met_s)).forest
            assert forest is not None
            if met_s < flight.end_met_s:
                assert (name in forest.unsure) == unsure


def test_the_nights_are_where_the_record_has_them(flight: Flight) -> None:
    assert seen(flight, "landing.touchdown").daylight == "day"
    assert seen(flight, "rescue.first_night").daylight == "night"
    assert seen(flight, "rescue.skiers").daylight == "day"
    assert seen(flight, "rescue.second_night").daylight == "night"
    assert seen(flight, "rescue.out").daylight == "day"


@given(share=st.floats(0.0, 1.0))
def test_daylight_is_the_sun_s(flight: Flight, share: float) -> None:
    met_s = flight.path.touchdown_met_s + share * (flight.end_met_s - flight.path.touchdown_met_s)
    state = flight.state_at(met_s)
    assert state.forest is not None
    assert state.forest.daylight == daylight(state.sky.sun_elevation_deg)
    assert state.forest.snow_m == 0.66  # W1


@pytest.mark.parametrize(
    ("elevation_deg", "name"),
    [(29.0, "day"), (-0.5, "day"), (-0.9, "twilight"), (-5.9, "twilight"), (-6.1, "night"), (-40.0, "night")],
)
def test_words_for_the_sun_s_height(elevation_deg: float, name: str) -> None:
    assert daylight(elevation_deg) == name


@given(share=st.floats(0.0, 1.0))
def test_what_has_happened_stays(flight: Flight, share: float) -> None:
    """A freed hatch, a heard beacon, a built hut and the leaving are not taken back."""
    start = flight.path.touchdown_met_s
    met_s = start + share * (flight.end_met_s - start - 60.0)
    early, late = flight.state_at(met_s).forest, flight.state_at(met_s + 60.0).forest
    assert early is not None
    assert late is not None
    for name in ("hatch_freed", "beacon", "clothing_dropped", "hut", "crew_away"):
        assert getattr(late, name) >= getattr(early, name)
