"""The numbers a flight is computed from, each with its unit and the range within which a flight can be built and drawn.

One table, by group and name; a star stands for any part of a name. Ranges are wide: they hold off what cannot be, or
would take for ever to compute, and leave every other ship room. Numbers that must follow one another stand below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import pairwise

from viz.errors import Problem

Parameters = Mapping[str, Mapping[str, float]]

LONGEST_S = 31 * 86400.0
"""No flight told here is longer than a month."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The range of a number, both ends included."""

    low: float
    high: float
    unit: str
    why: str

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


_ANGLE = Bound(-360.0, 360.0, "deg", "a turn either way")
_MOMENT = Bound(-LONGEST_S, LONGEST_S, "s after lift-off", "inside a month of flight")
_LATITUDE = Bound(-89.0, 89.0, "deg", "at the poles no way is east")
_LONGITUDE = Bound(-360.0, 360.0, "deg", "a turn either way")
_GROUND = Bound(-1.0, 9.0, "km", "the Earth's own heights above the ellipsoid")
_OFFSET = Bound(-100.0, 100.0, "m", "a place on a ship or its rocket")
_WHILE = Bound(0.0, 86400.0, "s", "a day")
_BRIEF = Bound(0.1, 3600.0, "s", "divides; an hour is long for a motion")
_SLOW = Bound(0.1, 86400.0, "s", "divides; a day")
_TURN_RATE = Bound(-360.0, 360.0, "deg/s", "a turn a second")
_PUSH = Bound(0.0, 100.0, "m/s", "springs and small rockets give less")
_SPREAD = Bound(0.0, 1000.0, "km", "a deviation across the map says nothing")
_IMPULSE = Bound(50.0, 1000.0, "s", "divides; chemical engines reach 460")
_STAGE = Bound(1e2, 1e7, "kg", "divides; the heaviest stages have two million")
_ENGINES = Bound(1e3, 1e8, "N", "divides; the strongest stages push 40 million")
_PITCH = Bound(-90.0, 90.0, "deg", "straight down to straight up")
_FALLING = Bound(0.0, 3600.0, "s", "computed second by second")

BOUNDS: Mapping[str, Mapping[str, Bound]] = {
    "orbit": {
        "mean_motion_rev_day": Bound(10.0, 16.6, "rev/day", "more would lie inside the air; fewer is no low orbit"),
        "eccentricity": Bound(0.0, 0.3, "", "more would graze the ground"),
        "inclination_deg": Bound(1.0, 179.0, "deg", "an orbit over the equator has no node"),
        "bstar_per_earth_radius": Bound(-0.01, 0.01, "1/Earth radius", "more drag than SGP4 bears"),
        "catalogue_number": Bound(0.0, 99_999.0, "", "five digits"),
        "*_deg": _ANGLE,
    },
    "ascent": {
        "engine_start_s": Bound(-600.0, -0.1, "s after lift-off", "before lift-off"),
        "vertical_s": Bound(0.1, 600.0, "s after lift-off", "in the ascent"),
        "*_impulse_s": _IMPULSE,
        "*_s": Bound(1.0, 3600.0, "s after lift-off", "in the ascent"),
        "*_mass_kg": _STAGE,
        "*_thrust_n": _ENGINES,
        "drag_area_m2": Bound(0.0, 1000.0, "m2", "drag coefficient times area of a launcher"),
        "azimuth_deg": _ANGLE,
        "*_pitch_deg": _PITCH,
        "block_i_thrust_factor": Bound(0.5, 2.0, "", "a correction, not another engine"),
    },
    "pad": {
        "lat_deg": _LATITUDE,
        "lon_deg": _LONGITUDE,
        "altitude_km": _GROUND,
        "craft_height_m": Bound(0.0, 200.0, "m", "on top of a rocket"),
    },
    "site": {
        "lat_deg": _LATITUDE,
        "lon_deg": _LONGITUDE,
        "altitude_km": _GROUND,
        "craft_height_m": Bound(0.0, 200.0, "m", "a ship on the ground"),
        "touchdown_met_s": Bound(0.0, LONGEST_S, "s after lift-off", "inside a month of flight"),
    },
    "descent": {
        "*ignition_met_s": Bound(60.0, LONGEST_S, "s after lift-off", "inside a month of flight"),
        "*delta_v_m_s": Bound(30.0, 500.0, "m/s", "less never brings it down"),
        "yaw_deg": Bound(-60.0, 60.0, "deg", "more and the engine does not brake"),
        "pitch_deg": Bound(-60.0, 60.0, "deg", "more and the engine does not brake"),
        "thrust_n": Bound(500.0, 1e6, "N", "divides; less burns for an hour"),
        "specific_impulse_s": _IMPULSE,
        "ignition_mass_kg": Bound(200.0, 1e5, "kg", "divides; a ship with a man"),
        "sphere_mass_kg": Bound(200.0, 1e5, "kg", "divides; a cabin with a man"),
        "sphere_diameter_m": Bound(0.5, 20.0, "m", "divides; a cabin with a man"),
        "instrument_module_area_per_kg": Bound(0.0001, 1.0, "m2/kg", "from a cannon ball to a balloon"),
        "drogue_height_km": Bound(1.0, 20.0, "km", "there is air to fill it and height to fall"),
        "drogue_area_m2": Bound(0.1, 500.0, "m2", "drag coefficient times area; more tears"),
        "drogue_fill_s": Bound(0.1, 60.0, "s", "divides"),
        "drogue_hold_s": Bound(0.0, 600.0, "s", "more and it lands under the drogue"),
        "main_area_m2": Bound(10.0, 5000.0, "m2", "drag coefficient times area; more hangs in the air for an hour"),
        "main_fill_s": Bound(0.1, 120.0, "s", "divides"),
        "soft_landing_height_m": Bound(0.1, 20.0, "m", "the motor's last metres"),
        "touchdown_speed_m_s": Bound(0.0, 15.0, "m/s", "slower than it falls"),
    },
    "uncertainty": {"*_met_s": _MOMENT, "*_along_km": _SPREAD, "*_across_km": _SPREAD},
    "free_bodies": {
        "block_i_seconds": _WHILE,
        "airlock_seconds": _WHILE,
        "*_seconds": _FALLING,
        "parting_m_s": Bound(0.01, 50.0, "m/s", "divides; springs give less"),
        "*_turn_deg_s": _TURN_RATE,
        "*_m_s": _PUSH,
        "instrument_module_end_km": Bound(10.0, 110.0, "km", "below the parting, above the ground"),
        "*_centre_?_m": _OFFSET,
    },
    "attitude": {
        "vertical_km_s": Bound(0.001, 1.0, "km/s", "below this speed the air gives no direction"),
        "first_node_s": _MOMENT,
        "nodal_period_s": Bound(5000.0, 10_000.0, "s", "divides; a low orbit's"),
        "recapture_s": _SLOW,
        "damped_before_burn_s": _SLOW,
        "turn_back_s": _SLOW,
        "*_s": _BRIEF,
        "spin_deg_s": Bound(0.0, 360.0, "deg/s", "a turn a second"),
        "tumble_deg_s": Bound(0.0, 360.0, "deg/s", "a turn a second"),
        "*_deg": _ANGLE,
    },
    "airlock": {
        "cabin_pressure_kpa": Bound(10.0, 200.0, "kPa", "what a man can breathe"),
        "cabin_filled_kpa": Bound(10.0, 200.0, "kPa", "what a man can breathe"),
        "lock_filled_kpa": Bound(10.0, 200.0, "kPa", "what a man can breathe"),
        "*_s": Bound(0.1, 7200.0, "s", "divides; two hours are long for a valve"),
    },
    "suit": {
        "working_pressure_atm": Bound(0.1, 1.0, "atm", "divides; what a man can breathe"),
        "relief_pressure_atm": Bound(0.1, 1.0, "atm", "what a man can breathe"),
        "oxygen_*_s": _WHILE,
        "*_s": _SLOW,
        "creep_fraction": Bound(0.0, 1.0, "", "a share"),
        "rest_torque_fraction": Bound(0.001, 1.0, "", "divides; a share"),
        "rest_breadth_m": Bound(0.3, 1.5, "m", "a man's shoulders"),
        "breadth_growth_m": Bound(0.0, 1.0, "m", "a suit, not a balloon"),
        "*_deg": Bound(1.0, 180.0, "deg", "a man's hips"),
        "oxygen_lasts_min": Bound(1.0, 1440.0, "min", "divides; a day"),
    },
    "eva": {
        "man_kg": Bound(30.0, 500.0, "kg", "divides; a man and his suit"),
        "orbit_rate_rad_s": Bound(1e-4, 2e-3, "rad/s", "the turn of a low orbit"),
        "drag_difference_m_s2": Bound(-0.01, 0.01, "m/s2", "thin air"),
        "rope_stiffness_n_m": Bound(1.0, 1e5, "N/m", "stiffer shakes at the step of the computation"),
        "rope_damping_n_s_m": Bound(0.0, 3000.0, "N s/m", "more shakes at the step of the computation"),
        "push_lasts_s": Bound(0.05, 8.0, "s", "divides; an arm's length"),
        "pull_lasts_s": Bound(0.05, 8.0, "s", "divides; an arm's length"),
        "grip_rate_per_s": Bound(0.1, 10.0, "1/s", "hands"),
        "rope_departure_m_s": Bound(0.01, 2.0, "m/s", "what a man's arms give"),
        "departure_*_reach_m": Bound(0.1, 10.0, "m", "the rope"),
        "departure_*_after_s": Bound(0.5, 3600.0, "s", "an hour outside"),
        "departure_*_after_exit_s": Bound(0.0, 7200.0, "s", "two hours outside"),
        "departure_*_azimuth_deg": _ANGLE,
        "departure_*_elevation_deg": _PITCH,
        "attach_?_m": Bound(-2.0, 2.0, "m", "on his suit"),
        "forest_?_m": _OFFSET,
        "out_in_forest_s": _BRIEF,
        "*_s": _WHILE,
    },
    "landing_told": {"*_lat_deg": _LATITUDE, "*_lon_deg": _LONGITUDE},
    "body": {"*_per_min": Bound(20.0, 300.0, "1/min", "a living heart")},
    "forest": {"snow_m": Bound(0.0, 5.0, "m", "trees stand out of it"), "*_s": _WHILE},
    "weather": {
        "cloud_cover": Bound(0.0, 1.0, "", "a share of the sky"),
        "cloud_*_km": Bound(0.1, 20.0, "km", "where clouds are"),
    },
    "training": {
        "weightless_s": Bound(6.0, 25.0, "s", "Z3, in one parabola"),
        "pull_load_g": Bound(1.5, 2.5, "g", "less does not lift it; more no passenger aircraft bears"),
        "top_speed_m_s": Bound(100.0, 200.0, "m/s", "divides; slower falls, faster breaks"),
        "ramp_s": Bound(1.0, 5.0, "s", "divides; a pilot's hand"),
        "level_altitude_km": Bound(1.0, 15.0, "km", "where such aircraft fly"),
        "leads_s": Bound(0.0, 600.0, "s", "level flight before the pull-up"),
        "hall_height_m": Bound(1.0, 5.0, "m", "inside a fuselage"),
        "trainee_stands_m": Bound(0.1, 1.5, "m", "the middle of a man"),
        "trainee_forward_m": Bound(0.0, 20.0, "m", "inside a fuselage"),
    },
}
BESIDE: Mapping[str, str] = {"orbit_b": "orbit", "orbit_published": "orbit", "descent_b": "descent"}
"""Groups that stand in for others have their ranges."""
OTHER = Bound(-1e12, 1e12, "", "nothing is computed from it")

ORDER: Sequence[tuple[float, tuple[str, ...]]] = (
    (1.0, ("ascent.vertical_s", "ascent.first_pitch_s", "ascent.boosters_off_s", "ascent.fairing_off_s")),
    (1.0, ("ascent.fairing_off_s", "ascent.core_off_s", "ascent.cutoff_s", "ascent.insertion_s")),
    (1.0, ("ascent.insertion_s", "uncertainty.spacewalk_met_s", "uncertainty.greatest_met_s")),
    (1.0, ("uncertainty.greatest_met_s", "descent.ignition_met_s")),
    (0.0, ("descent.planned_ignition_met_s", "descent.ignition_met_s")),
    (0.0, ("descent.sphere_mass_kg", "descent.ignition_mass_kg")),
    (0.0, ("descent.drogue_fill_s", "descent.drogue_hold_s")),
    (0.1, ("weather.cloud_base_km", "weather.cloud_top_km")),
    (0.0, ("ascent.booster_sea_level_thrust_n", "ascent.booster_thrust_n")),
    (0.0, ("ascent.core_sea_level_thrust_n", "ascent.core_thrust_n")),
    *((5.0, (f"eva.departure_{n}_pull_after_s", f"eva.departure_{n}_back_after_s")) for n in range(1, 6)),
)
"""Numbers of which each is larger than the one before it by as much as stands first."""


def bound_of(group: str, name: str) -> Bound:
    """Return the range of a number: by its own name, else by the first pattern that fits; `OTHER` for unknown ones."""
    known = BOUNDS.get(BESIDE.get(group, group), {})
    if name in known:
        return known[name]
    return next((bound for pattern, bound in known.items() if fnmatchcase(name, pattern)), OTHER)


def number_problems(parameters: Parameters) -> Iterator[Problem]:
    """Yield every number outside its range, and every pair in the wrong order, by ``group.name``."""
    for group, numbers in parameters.items():
        for name, value in numbers.items():
            bound = bound_of(group, name)
            if value not in bound:
                unit = f" {bound.unit}" if bound.unit else ""
                remedy = f"give {bound.low:g} to {bound.high:g}{unit}; {bound.why}"
                yield Problem(f"{group}.{name}", f"is {value:g}", remedy)
    for apart, names in ORDER:
        yield from _order_problems(parameters, apart, names)


def _order_problems(parameters: Parameters, apart: float, names: Sequence[str]) -> Iterator[Problem]:
    known = [(name, value) for name in names if (value := _number(parameters, name)) is not None]
    for (before, low), (after, high) in pairwise(known):
        if not high - low >= apart:
            more = f" by {apart:g} at least" if apart else ""
            yield Problem(after, f"is {high:g} and {before} {low:g}", f"make it larger than that{more}")


def _number(parameters: Parameters, path: str) -> float | None:
    group, name = path.split(".")
    return parameters.get(group, {}).get(name)
