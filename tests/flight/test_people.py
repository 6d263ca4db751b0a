"""Who is where at the landing place: the order of the record, ways without a jump, and nobody left behind."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.flight.flight import Flight
from viz.flight.state import FlightState
from viz.missions.voskhod2.flight.people import CREW, PARTY, SKI_M_S
from viz.missions.voskhod2.flight.state import Person


def state(flight: Flight, event_id: str, after_s: float = 0.0) -> FlightState:
    return flight.state_at(flight.mission.event(event_id).time.met_s + after_s)


def people(flight: Flight, event_id: str, after_s: float = 0.0) -> dict[str, Person]:
    forest = state(flight, event_id, after_s).forest
    assert forest is not None
    return {person.name: person for person in forest.people}


def test_both_men_come_out_of_the_freed_hatch(flight: Flight) -> None:
    """G01: not before the trunk is pushed off it; then both stand beside the capsule."""
    assert not people(flight, "landing.hatch_freed")
    out = people(flight, "landing.hatch_freed", 600.0)
    assert set(out) == set(CREW)
    assert all(man.posture == "standing" and man.role == "crew" for man in out.values())
    assert all(1.3 < math.hypot(man.east_m, man.north_m) < 6.0 for man in out.values())


def test_the_trunk_is_rocked_and_pushed_off(flight: Flight) -> None:
    push = [state(flight, "landing.hatch_freed", after_s).forest for after_s in (-60.0, -14.0, -8.0, 0.0, 3600.0)]
    values = [forest.hatch_push for forest in push if forest is not None]
    assert values[0] == 0.0
    assert values[-2:] == [1.0, 1.0]
    assert all(0.0 <= value < 0.3 for value in values[1:3])


def test_the_first_night_is_spent_in_the_capsule(flight: Flight) -> None:
    """G06."""
    assert not people(flight, "rescue.first_night")
    assert state(flight, "rescue.first_night").leonov.place == "cabin"
    assert set(people(flight, "rescue.first_night", 13 * 3600.0)) == set(CREW)


def test_the_party_comes_on_skis_and_moves(flight: Flight) -> None:
    """G07: two doctors, a cosmonaut, a cameraman and guides; they glide in and nobody stands still for hours."""
    before, there, later = (people(flight, "rescue.skiers", after_s) for after_s in (-30.0, -20.0, 300.0))
    for name in PARTY:
        assert before[name].posture == there[name].posture == "skiing"
        moved = math.dist((before[name].east_m, before[name].north_m), (there[name].east_m, there[name].north_m))
        assert moved == pytest.approx(10.0 * SKI_M_S, rel=0.05)
        assert later[name].posture in ("standing", "walking")
        hours = [people(flight, "rescue.skiers", 300.0 * k)[name] for k in range(1, 60)]
        assert len({(round(p.east_m, 1), round(p.north_m, 1)) for p in hours}) > 3, name


def test_in_the_second_evening_the_crew_sit_by_the_fire(flight: Flight) -> None:
    """G08: hut, fire, second night."""
    evening = people(flight, "rescue.second_night")
    assert {name: evening[name].posture for name in CREW} == dict.fromkeys(CREW, "sitting")
    assert not people(flight, "rescue.second_night", 5 * 3600.0)
    assert state(flight, "rescue.second_night", 5 * 3600.0).leonov.place == "hut"


def test_they_leave_on_skis_in_file_and_nobody_stays(flight: Flight) -> None:
    """G09. In `state` Leonov is no longer beside the capsule."""
    leaving = people(flight, "rescue.ski_out", 20.0)
    assert set(leaving) == {*CREW, *PARTY}
    assert all(person.posture == "skiing" for person in leaving.values())
    places = sorted(person.east_m for person in leaving.values())
    assert min(b - a for a, b in pairwise(places)) > 2.0
    for event_id, after_s in (("rescue.ski_out", 300.0), ("rescue.out", 0.0), ("rescue.out", 3600.0)):
        assert not people(flight, event_id, after_s)
        man = state(flight, event_id, after_s).leonov
        assert man.place == "away"
        assert man.distance_from_hatch_m > 100.0


@given(share=st.floats(0.0, 1.0))
def test_nobody_jumps(flight: Flight, share: float) -> None:
    """In a tenth of a second no one goes farther than a skier does, whatever he does next."""
    start = flight.path.touchdown_met_s
    met_s = start + share * (flight.end_met_s - start - 1.0)
    early, late = flight.state_at(met_s).forest, flight.state_at(met_s + 0.1).forest
    assert early is not None
    assert late is not None
    later = {person.name: person for person in late.people}
    for person in early.people:
        if person.name in later:
            now = later[person.name]
            assert math.dist((person.east_m, person.north_m), (now.east_m, now.north_m)) <= 0.1 * SKI_M_S + 1e-9


@given(share=st.floats(0.0, 1.0))
def test_nobody_walks_through_the_capsule(flight: Flight, share: float) -> None:
    start = flight.path.touchdown_met_s
    forest = flight.state_at(start + share * (flight.end_met_s - start)).forest
    assert forest is not None
    assert all(math.hypot(person.east_m, person.north_m) > 1.3 for person in forest.people)
