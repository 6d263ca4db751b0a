"""All numbers that the flight of Gemini 4 is computed from, by group, each with its unit and range."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from viz.flight.numbers import Angle, Brief, Clouds, Elements, Impulse, Moment, Pad, Pitch, Site, Slow, While
from viz.mission.numbers import FILE, Groups, Order, Parameters
from viz.mission.ranges import Range
from viz.missions.gemini4.flight.numbers_walk import Eva

_Clock = Annotated[float, Range(1.0, 3600.0, "s after lift-off", "in the ascent")]
_Stage = Annotated[float, Range(1e2, 1e7, "kg", "divides; the heaviest stages have two million")]
_Engines = Annotated[float, Range(1e3, 1e8, "N", "divides; the strongest stages push 40 million")]
_Share = Annotated[float, Range(0.001, 1.0, "", "a part of a canopy")]
_Area = Annotated[float, Range(0.1, 5000.0, "m2", "drag coefficient times area; more hangs in the air for an hour")]
_Braking = Annotated[float, Range(1.0, 500.0, "m/s", "less is no burn")]
_Pressure = Annotated[float, Range(0.0, 200.0, "kPa", "up to two atmospheres")]
_Factor = Annotated[float, Range(0.5, 2.0, "", "a correction, not another engine")]
_Turn = Annotated[float, Range(-3600.0, 3600.0, "deg", "ten turns either way")]
_Spread = Annotated[float, Range(0.0, 1000.0, "km", "a deviation across the map says nothing")]


@dataclass(frozen=True, slots=True)
class HandOvers:
    """``[hand_overs]``: when one set of elements gives way to the next, and how long that lasts."""

    second_met_s: Moment
    third_met_s: Moment
    fourth_met_s: Moment
    lasts_s: Slow


@dataclass(frozen=True, slots=True)
class Ascent:
    """``[ascent]``: the launcher, its clock and its aim."""

    staging_s: _Clock
    cutoff_s: _Clock
    separation_s: _Clock
    engine_start_s: Annotated[float, Range(-600.0, -0.1, "s after lift-off", "before lift-off")]
    first_propellant_kg: _Stage
    first_dry_kg: _Stage
    first_thrust_n: _Engines
    first_sea_level_thrust_n: _Engines
    first_impulse_s: Impulse
    second_propellant_kg: _Stage
    second_dry_kg: _Stage
    second_thrust_n: _Engines
    second_impulse_s: Impulse
    spacecraft_mass_kg: _Stage
    drag_area_m2: Annotated[float, Range(0.0, 1000.0, "m2", "drag coefficient times area of a launcher")]
    vertical_s: _Clock
    first_pitch_s: _Clock
    second_pitch_s: _Clock
    azimuth_deg: Angle
    first_pitch_deg: Pitch
    second_pitch_deg: Pitch
    staging_pitch_deg: Pitch
    cutoff_pitch_deg: Pitch
    first_thrust_factor: _Factor
    second_thrust_factor: _Factor


@dataclass(frozen=True, slots=True)
class Chase:
    """``[chase]``: the first revolution, thrusting after the second stage."""

    x_km: Annotated[float, Range(-1e4, 1e4, "km", "near the Earth")]
    y_km: Annotated[float, Range(-1e4, 1e4, "km", "near the Earth")]
    z_km: Annotated[float, Range(-1e4, 1e4, "km", "near the Earth")]
    vx_km_s: Annotated[float, Range(-12.0, 12.0, "km/s", "below escape")]
    vy_km_s: Annotated[float, Range(-12.0, 12.0, "km/s", "below escape")]
    vz_km_s: Annotated[float, Range(-12.0, 12.0, "km/s", "below escape")]
    push_from_s: Moment
    until_s: Moment
    delta_v_m_s: Annotated[float, Range(-50.0, 50.0, "m/s", "a chase, not another orbit")]
    area_per_kg: Annotated[float, Range(0.0001, 1.0, "m2/kg", "from a cannon ball to a balloon")]
    bent_from_s: Moment
    late_s: Annotated[float, Range(-120.0, 120.0, "s", "two minutes between launcher and orbit")]
    """How much later on the orbit the launcher has the craft at separation."""


@dataclass(frozen=True, slots=True)
class Descent:
    """``[descent]``: two burns, a rolling entry without lift, three canopies' worth of parachutes."""

    first_burn_met_s: Moment
    first_burn_s: Brief
    first_delta_v_m_s: _Braking
    adapter_off_met_s: Moment
    retro_met_s: Moment
    retro_motor_s: Brief
    retro_motors: Annotated[float, Range(1.0, 12.0, "", "fired one after another")]
    retro_delta_v_m_s: _Braking
    retro_pitch_deg: Pitch
    retro_yaw_deg: Annotated[float, Range(-60.0, 60.0, "deg", "more and the motors do not brake")]
    retro_off_met_s: Moment
    entry_mass_kg: _Stage
    shield_diameter_m: Annotated[float, Range(0.5, 20.0, "m", "divides; a cabin with two men")]
    drogue_height_km: Annotated[float, Range(1.0, 30.0, "km", "there is air to fill it and height to fall")]
    drogue_area_m2: _Area
    drogue_fill_s: Brief
    main_height_km: Annotated[float, Range(0.5, 20.0, "km", "there is height to fall")]
    main_area_m2: _Area
    reefed_s: Brief
    reefed_share: _Share
    main_fill_s: Brief


@dataclass(frozen=True, slots=True)
class Turned:
    """One row of ``[attitude]``: from the orbit's own frame, at an instant."""

    met_s: Moment
    yaw_deg: _Turn
    pitch_deg: _Turn
    roll_deg: _Turn


@dataclass(frozen=True, slots=True)
class Roll:
    """``[roll]``: the rolling entry, and the turn to two points under the main parachute."""

    from_met_s: Moment
    until_met_s: Moment
    rate_deg_s: Annotated[float, Range(-360.0, 360.0, "deg/s", "a turn a second")]
    two_point_met_s: Moment
    two_point_pitch_deg: Pitch
    two_point_lasts_s: Brief


@dataclass(frozen=True, slots=True)
class Stage2:
    """One row of ``[stage_2]``: where the second stage is, seen from the craft, on the axes of its orbit."""

    met_s: Moment
    ahead_m: Annotated[float, Range(-1e5, 1e5, "m", "in sight")]
    left_m: Annotated[float, Range(-1e5, 1e5, "m", "in sight")]
    above_m: Annotated[float, Range(-1e5, 1e5, "m", "in sight")]


@dataclass(frozen=True, slots=True)
class Cabin:
    """``[cabin]``: pressures and the hatch."""

    pressure_kpa: _Pressure
    suit_pressure_kpa: _Pressure
    held_kpa: _Pressure
    to_held_s: Brief
    vacuum_met_s: Moment
    hatch_opens_s: Brief
    hatch_closes_s: Brief
    fills_s: Brief


@dataclass(frozen=True, slots=True)
class Sea:
    """``[sea]``: what happens after the splash, seconds after it."""

    swimmers_after_s: While
    collar_after_s: While
    raft_after_s: While
    lifted_after_s: While
    aboard_after_s: While
    swell_deg: Annotated[float, Range(0.0, 45.0, "deg", "a craft that floats")]
    swell_period_s: Brief


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """``[uncertainty]``: one standard deviation of the craft's place."""

    insertion_along_km: _Spread
    walk_along_km: _Spread
    walk_met_s: Moment
    second_day_along_km: _Spread
    second_day_met_s: Moment
    last_day_along_km: _Spread
    last_day_met_s: Moment
    across_km: _Spread


@dataclass(frozen=True, slots=True)
class Numbers:
    """The groups of ``flight.toml``."""

    orbit: Elements
    orbit_2: Elements
    orbit_3: Elements
    orbit_4: Elements
    hand_overs: HandOvers
    ascent: Ascent
    chase: Chase
    pad: Pad
    descent: Descent
    site: Site
    attitude: Mapping[str, Turned]
    roll: Roll
    stage_2: Mapping[str, Stage2]
    cabin: Cabin
    eva: Eva
    sea: Sea
    uncertainty: Uncertainty
    weather: Clouds | None = None


GROUPS = Groups(
    Numbers,
    beside={"orbit_2": "orbit", "orbit_3": "orbit", "orbit_4": "orbit"},
    orders=(
        Order(1.0, ("ascent.vertical_s", "ascent.first_pitch_s", "ascent.second_pitch_s", "ascent.staging_s")),
        Order(1.0, ("ascent.staging_s", "ascent.cutoff_s", "ascent.separation_s", "chase.push_from_s")),
        Order(1.0, ("chase.push_from_s", "chase.bent_from_s", "chase.until_s", "hand_overs.second_met_s")),
        Order(1.0, ("hand_overs.second_met_s", "hand_overs.third_met_s", "hand_overs.fourth_met_s")),
        Order(1.0, ("hand_overs.fourth_met_s", "descent.first_burn_met_s", "descent.adapter_off_met_s")),
        Order(1.0, ("descent.adapter_off_met_s", "descent.retro_met_s", "descent.retro_off_met_s")),
        Order(0.1, ("descent.main_height_km", "descent.drogue_height_km")),
    ),
)
"""How the numbers are read."""


def numbers_of(parameters: Parameters, file: str = FILE) -> Numbers:
    """Return the numbers of a mission; InvalidFile, naming the file, with every problem of them."""
    return GROUPS.read(parameters, file)
