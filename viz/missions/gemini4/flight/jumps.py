"""Where the state may step, by name: everywhere else every number of it is continuous."""

from __future__ import annotations

from viz.flight.told import Jump
from viz.missions.gemini4.flight.eva import WalkModel
from viz.missions.gemini4.flight.numbers import Numbers
from viz.missions.gemini4.flight.path import FlightPath
from viz.missions.gemini4.flight.whatif import Closing

_LOAD, _THRUST, _RATE = "craft.load_g", "craft.thrust_fraction", "craft.spin_deg_s"
_ROPE = "white.tether_m"
_CANOPY = "parachute.canopy_fraction"


def jumps_of(path: FlightPath, walk: WalkModel, numbers: Numbers, closing: Closing) -> tuple[Jump, ...]:
    """Return every instant at which a number of the state may step, in order of time."""
    ascent, descent, home = numbers.ascent, numbers.descent, path.homeward
    felt = (_LOAD, _THRUST, _RATE)
    bumped = ("craft.velocity_teme_km_s", "craft.ground_speed_m_s", "craft.attitude_quaternion", _LOAD)
    found = [
        Jump(0.0, (_LOAD, _RATE), "the bolts let go: the launcher pulls with more than its weight"),
        Jump(ascent.staging_s, (_LOAD, _RATE), "the first stage stops, the second pulls"),
        Jump(ascent.cutoff_s, felt, "the second stage stops"),
        Jump(ascent.separation_s, ("stage_lights",), "the second stage's lights are seen"),
        Jump(descent.first_burn_met_s, (_LOAD, _THRUST), "the thrusters push"),
        Jump(home.first_burn_ends_s, (_LOAD, _THRUST), "the thrusters stop"),
        Jump(descent.retro_met_s, felt, "the first retro-rocket fires"),
        Jump(home.burnout_met_s, (*felt, "craft.heating_w_m2"), "the last retro-rocket is spent"),
        Jump(home.main_met_s, (_LOAD, _RATE, _CANOPY), "the drogue goes and pulls the main parachute out"),
        Jump(home.splash_met_s, (*bumped, "craft.heating_w_m2"), "the water stops it"),
        Jump(walk.track.rope.start_s, (_ROPE,), "the umbilical is drawn"),
        Jump(closing.drawn_s(walk.track.rope.stop_s), (_ROPE,), "the umbilical is drawn no more"),
        Jump(_stage_2_lost_s(numbers), ("stage_lights",), "the second stage is followed no more"),
    ]
    return tuple(sorted(found, key=lambda jump: jump.met_s))


def _stage_2_lost_s(numbers: Numbers) -> float:
    return max(row.met_s for row in numbers.stage_2.values())
