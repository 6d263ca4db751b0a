"""Versions of the record that can be shown: when the hatch was shut, and how the ship lay at the exit."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from viz import load_flight
from viz.errors import UsageError
from viz.flight.flight import Flight
from viz.mission.load import load_mission, mission_folder
from viz.missions.gemini4.flight.body import HATCH_OPEN_DEG
from viz.missions.gemini4.flight.flight import GeminiFlight
from viz.missions.gemini4.flight.state import GeminiState
from viz.missions.gemini4.flight.whatif import CLOSINGS, EXITS, Closing
from viz.missions.gemini4.panel import supposable
from viz.player.stops import load_switches

MISSION = load_mission("gemini4")
INGRESS_S, OFFICIAL_S = (MISSION.event(name).time.met_s for name in ("eva.ingress", "eva.hatch_closed"))
EXIT_S, OPEN_S = (MISSION.event(name).time.met_s for name in ("eva.exit", "eva.hatch_open"))


def built(**what_if: dict[str, str]) -> Flight:
    return load_flight("gemini4", **what_if)


def state(flight: Flight, met_s: float) -> GeminiState:
    found = flight.state_at(met_s)
    assert isinstance(found, GeminiState)
    return found


@pytest.mark.parametrize(("closing", "closed_s"), [("from_opening", OPEN_S + 2640.0), ("from_exit", EXIT_S + 2640.0)])
def test_the_hatch_stays_open_for_the_44_minutes_mcdivitt_told(closing: str, closed_s: float) -> None:
    flight = built(hatch={"closed": closing})
    assert flight.mission.event("eva.hatch_closed").time.met_s == pytest.approx(closed_s, abs=0.01)
    before, after = state(flight, closed_s - 120.0), state(flight, closed_s + 1.0)
    assert (before.hatch_open_deg, before.cabin_pressure_kpa) == (HATCH_OPEN_DEG, 0.0)
    assert (after.hatch_open_deg, after.white.place) == (0.0, "seat")
    assert state(flight, closed_s + 1000.0).cabin_pressure_kpa > 30.0


def test_by_one_telling_it_is_shut_in_the_dark_and_officially_in_daylight() -> None:
    flight = built()
    assert state(flight, OFFICIAL_S).sky.lit_fraction == 1.0
    assert state(flight, EXIT_S + 2640.0).sky.lit_fraction == 0.0


def test_nothing_moves_before_he_stands_in_the_seat() -> None:
    recorded, later = built(), built(hatch={"closed": "from_exit"})
    for met_s in (OPEN_S, EXIT_S + 100.0, INGRESS_S - 1.0):
        assert later.state_at(met_s) == recorded.state_at(met_s)


def test_the_way_down_is_drawn_out_without_a_leap() -> None:
    flight = built(hatch={"closed": "from_exit"})
    times_s = [INGRESS_S + 2.0 * step for step in range(750)]
    places = [state(flight, met_s).white.position_m for met_s in times_s]
    assert max(math.dist(one, two) for one, two in pairwise(places)) < 0.1


def test_the_clock_of_the_walk_runs_both_ways() -> None:
    closing = Closing(100.0, 200.0, 600.0)
    for met_s in (50.0, 100.0, 350.0, 600.0, 900.0):
        assert closing.drawn_s(closing.walk_s(met_s)) == pytest.approx(met_s)
    assert [closing.walk_s(met_s) for met_s in (50.0, 350.0, 600.0, 900.0)] == [50.0, 150.0, 200.0, 500.0]
    assert Closing(100.0, 200.0, 200.0).walk_s(150.0) == 150.0


def test_heads_down_turns_the_ship_over_while_it_is_held_and_only_then() -> None:
    recorded, turned = built(), built(attitude={"exit": "heads_down"})
    for met_s, sign in ((EXIT_S, -1.0), (EXIT_S + 3600.0, 1.0), (OPEN_S - 4000.0, 1.0)):
        one, other = (state(flight, met_s).sky.sun_direction_body for flight in (recorded, turned))
        assert other == pytest.approx((one[0], sign * one[1], sign * one[2]), abs=1e-6)
    up = state(recorded, EXIT_S).sky.sun_direction_body[2]
    assert up > 0.5  # the Sun stands 63 degrees high, and the hatches look up


@pytest.mark.parametrize(
    "what_if", [{"hatch": {"closed": "never"}}, {"hatch": {"open": "official"}}, {"suit": {"closed": "official"}}]
)
def test_what_is_not_offered_is_refused(what_if: dict[str, dict[str, str]]) -> None:
    with pytest.raises(UsageError):
        GeminiFlight.of(MISSION, mission_folder("gemini4"), what_if)


def test_each_switch_of_the_questions_is_offered_and_each_offer_is_a_version() -> None:
    rows = supposable(MISSION)
    switches = load_switches(MISSION, mission_folder("gemini4"), rows)
    asked = {question.id: {version.id for version in question.versions} for question in MISSION.questions}
    assert set(CLOSINGS) == asked["hatch_closing"]
    assert set(EXITS) == asked["attitude_at_exit"]
    chosen = {question.id: question.chosen for question in MISSION.questions}
    assert (chosen["hatch_closing"], chosen["attitude_at_exit"]) == (CLOSINGS[0], EXITS[0])
    assert {one.value for one in switches} == {*CLOSINGS[1:], *EXITS[1:]}
