"""The way home: burns, loads, parachutes and the splash, against the record's clock."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from viz.errors import InvalidFile
from viz.flight.descent import falls_through
from viz.flight.gravity import gravity_km_s2
from viz.flight.ground import GroundPlace, distance_along_ground_km
from viz.flight.track import read_knots
from viz.flight.vector import cross, dot, length, sub, unit
from viz.mission.model import Mission
from viz.missions.gemini4.flight.flight import GeminiFlight
from viz.missions.gemini4.flight.homeward import Homeward, fly_home, main_share

SPLASH = GroundPlace(27.733, -74.183)
"""R15: 27 deg 44' N, 74 deg 11' W."""
LIFTOFF_S = 15 * 3600 + 15 * 60 + 59.562


def clock_s(hours: int, minutes: int, seconds: float, day: int = 4) -> float:
    """Return seconds after lift-off of a time of day, UTC, so many days after the launch's."""
    return day * 86400.0 + hours * 3600.0 + minutes * 60.0 + seconds - LIFTOFF_S


@pytest.fixture(scope="module")
def home(gemini_flight: GeminiFlight) -> Homeward:
    return gemini_flight.path.homeward


def test_splash_where_and_when_the_record_says(home: Homeward) -> None:
    """R14, R15; met by construction: three numbers are solved for it."""
    assert distance_along_ground_km(home.site, SPLASH) < 0.1
    assert home.site.altitude_km == pytest.approx(0.0, abs=1e-3)
    assert home.splash_met_s == pytest.approx(clock_s(17, 12, 11), abs=0.1)


def test_peak_load(home: Homeward) -> None:
    """R09: 7 called at 17:04:48, back to 4 at 17:05:43; the model's peak is to lie near 97:48:55."""
    load_g, at_s = home.peak_g()
    assert 7.5 <= load_g <= 8.7
    assert at_s == pytest.approx(97 * 3600 + 48 * 60 + 55, abs=20.0)


def test_drogue(home: Homeward) -> None:
    """R11; nothing is tuned to it but the splash."""
    assert home.drogue_met_s == pytest.approx(clock_s(17, 6, 46), abs=15.0)


def test_main_parachute(home: Homeward) -> None:
    """R12."""
    assert home.main_met_s == pytest.approx(clock_s(17, 8, 4), abs=15.0)


def test_interface_near_the_grounds_forecast(home: Homeward) -> None:
    """R06: 16:58:36 forecast. The crew's own 16:59:14 is later than forecast and model."""
    assert falls_through(home.track, 121.92) == pytest.approx(clock_s(16, 58, 36), abs=15.0)


def test_100_000_ft(home: Homeward) -> None:
    """R10: 17:04:57 by the altimeter. The model is half a minute later, and is not bent to it."""
    assert falls_through(home.track, 30.48) == pytest.approx(clock_s(17, 4, 57), abs=40.0)


def test_burns_take_off_what_they_are_to(gemini_flight: GeminiFlight, home: Homeward) -> None:
    """R02, R04: the integral of what is felt while a motor burns; the first burn is level, against the flight."""
    numbers = home.numbers
    for start_s, end_s, wanted_m_s in (
        (numbers.first_burn_met_s, home.first_burn_ends_s, numbers.first_delta_v_m_s),
        (numbers.retro_met_s, home.burnout_met_s, numbers.retro_delta_v_m_s),
    ):
        steps = 400
        felt = [
            gemini_flight.load_g(at_s, gemini_flight.motion_at(at_s))
            for at_s in (start_s + (end_s - start_s) * (i + 0.5) / steps for i in range(steps))
        ]
        assert math.fsum(felt) * 9.80665 * (end_s - start_s) / steps == pytest.approx(wanted_m_s, rel=2e-3)


def test_first_burn_brakes_level(home: Homeward) -> None:
    motion = home.track.at(home.numbers.first_burn_met_s + 60.0)
    push = unit(sub(motion.acceleration_km_s2, gravity_km_s2(motion.position_km)))
    up = unit(motion.position_km)
    ahead = unit(cross(cross(up, motion.velocity_km_s), up))
    assert dot(push, ahead) < -0.999
    assert abs(dot(push, up)) < 0.01


def test_retro_rockets_push_back_and_down(home: Homeward) -> None:
    """R04: thirty degrees; the yaw is solved for and small."""
    motion = home.track.at(home.numbers.retro_met_s + 8.0)
    push = unit(sub(motion.acceleration_km_s2, gravity_km_s2(motion.position_km)))
    assert dot(push, unit(motion.position_km)) == pytest.approx(math.sin(math.radians(-30.0)), abs=0.01)
    assert abs(home.numbers.retro_yaw_deg) < 8.0


def test_four_motors_in_ripple(gemini_flight: GeminiFlight, home: Homeward) -> None:
    """R04: one after another, 5.5 s each; their sum is what one burn of 22 s gives."""
    assert home.numbers.retro_motors == 4
    assert home.burnout_met_s - home.numbers.retro_met_s == pytest.approx(22.0)
    for index in range(4):
        at_s = home.numbers.retro_met_s + home.numbers.retro_motor_s * (index + 0.5)
        assert gemini_flight.thrust_fraction(at_s) > 0.0
    assert gemini_flight.thrust_fraction(home.burnout_met_s + 0.01) == 0.0


def test_sinks_at_nine_metres_a_second(home: Homeward) -> None:
    """Under the full main parachute (literature: 30 ft/s)."""
    speeds = [_sinking_m_s(home, home.splash_met_s - before_s) for before_s in (0.1, 60.0)]
    assert speeds[0] == pytest.approx(9.1, abs=0.3)
    assert speeds[1] > speeds[0]


def _sinking_m_s(home: Homeward, at_s: float) -> float:
    motion = home.track.at(at_s)
    return -1e3 * dot(motion.velocity_km_s, unit(motion.position_km))


def test_main_parachute_is_reefed_then_let_out(home: Homeward) -> None:
    """R12: seventeen seconds reefed, at three parts in a hundred (solved for)."""
    numbers = home.numbers
    assert main_share(numbers, 10.0) == pytest.approx(numbers.reefed_share)
    assert 0.01 < numbers.reefed_share < 0.1
    assert main_share(numbers, numbers.reefed_s + numbers.main_fill_s) == pytest.approx(1.0)
    halfway = main_share(numbers, numbers.reefed_s + numbers.main_fill_s / 2)
    assert halfway == pytest.approx(0.5 * (1.0 + numbers.reefed_share))


def test_shipped_way_home_is_the_integrated_one(gemini_flight: GeminiFlight, home: Homeward) -> None:
    """What the script thinned is within ten metres of what the equations give from the orbit's state."""
    flown = fly_home(home.numbers, gemini_flight.path.coast.knot(home.numbers.first_burn_met_s), gemini_flight.clock)
    assert flown.splash_met_s == pytest.approx(home.splash_met_s, abs=0.01)
    assert distance_along_ground_km(flown.site, home.site) < 0.01
    for at_s in (home.numbers.retro_met_s, home.drogue_met_s - 120.0, home.drogue_met_s, home.main_met_s + 5.0):
        assert math.dist(flown.track.at(at_s).position_km, home.track.at(at_s).position_km) < 0.01


def test_more_braking_falls_shorter(gemini_flight: GeminiFlight, home: Homeward) -> None:
    """With the burn as planned, straight backward, it comes down beyond the recorded place, some 100 km."""
    planned = replace(home.numbers, first_delta_v_m_s=38.7, retro_yaw_deg=0.0)
    flown = fly_home(planned, gemini_flight.path.coast.knot(planned.first_burn_met_s), gemini_flight.clock)
    assert flown.site.lon_deg > home.site.lon_deg
    assert distance_along_ground_km(flown.site, home.site) == pytest.approx(100.0, abs=40.0)


def test_orbit_hands_over_to_the_way_home(gemini_flight: GeminiFlight) -> None:
    coast, home = gemini_flight.path.coast, gemini_flight.path.homeward
    before, after = coast.at(coast.end_s), home.track.at(home.track.start_s)
    assert math.dist(before.position_km, after.position_km) < 1e-4
    assert math.dist(before.velocity_km_s, after.velocity_km_s) < 1e-5


def test_way_home_that_begins_elsewhere_is_refused(gemini: Mission, gemini_folder: Path) -> None:
    """A table and numbers that do not belong together are told, with the script that makes it anew."""
    numbers = dict(gemini.parameters)
    numbers["orbit_4"] = {**numbers["orbit_4"], "mean_anomaly_deg": numbers["orbit_4"]["mean_anomaly_deg"] + 1.0}
    with pytest.raises(InvalidFile, match="build it anew"):
        GeminiFlight.of(replace(gemini, parameters=numbers), gemini_folder, {})


def test_knots_are_read_as_written(gemini_folder: Path, home: Homeward) -> None:
    knots = read_knots(gemini_folder / "tracks" / "homeward.txt")
    assert knots == home.track.knots
    assert length(knots[-1].position_km) == pytest.approx(6373.0, abs=1.0)
