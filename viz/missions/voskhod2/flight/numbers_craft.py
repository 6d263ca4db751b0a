"""The numbers of the ship and its rocket, each with its unit and range: groups of ``flight.toml``."""

from dataclasses import dataclass
from typing import Annotated

from viz.flight.numbers import LONGEST_S, Angle, Brief, Impulse, Moment, Offset, Pitch, Slow, While
from viz.flight.state import Vec3
from viz.mission.ranges import Range

_Clock = Annotated[float, Range(1.0, 3600.0, "s after lift-off", "in the ascent")]
_Stage = Annotated[float, Range(1e2, 1e7, "kg", "divides; the heaviest stages have two million")]
_Engines = Annotated[float, Range(1e3, 1e8, "N", "divides; the strongest stages push 40 million")]
_Ignition = Annotated[float, Range(60.0, LONGEST_S, "s after lift-off", "inside a month of flight")]
_Braking = Annotated[float, Range(30.0, 500.0, "m/s", "less never brings it down")]
_Aside = Annotated[float, Range(-60.0, 60.0, "deg", "more and the engine does not brake")]
_Cabin = Annotated[float, Range(200.0, 1e5, "kg", "divides; a cabin with a man")]
_Spread = Annotated[float, Range(0.0, 1000.0, "km", "a deviation across the map says nothing")]
_Falling = Annotated[float, Range(0.0, 3600.0, "s", "computed second by second")]
_Push = Annotated[float, Range(0.0, 100.0, "m/s", "springs and small rockets give less")]
_TurnRate = Annotated[float, Range(-360.0, 360.0, "deg/s", "a turn a second")]
_Spin = Annotated[float, Range(0.0, 360.0, "deg/s", "a turn a second")]


@dataclass(frozen=True, slots=True)
class Ascent:
    """``[ascent]``: the launcher, its clock and its aim."""

    boosters_off_s: _Clock
    fairing_off_s: _Clock
    core_off_s: _Clock
    cutoff_s: _Clock
    insertion_s: _Clock
    engine_start_s: Annotated[float, Range(-600.0, -0.1, "s after lift-off", "before lift-off")]
    booster_mass_kg: _Stage
    booster_thrust_n: _Engines
    booster_sea_level_thrust_n: _Engines
    booster_impulse_s: Impulse
    core_mass_kg: _Stage
    core_thrust_n: _Engines
    core_sea_level_thrust_n: _Engines
    core_impulse_s: Impulse
    block_i_mass_kg: _Stage
    block_i_thrust_n: _Engines
    block_i_impulse_s: Impulse
    fairing_mass_kg: _Stage
    spacecraft_mass_kg: _Stage
    drag_area_m2: Annotated[float, Range(0.0, 1000.0, "m2", "drag coefficient times area of a launcher")]
    vertical_s: Annotated[float, Range(0.1, 600.0, "s after lift-off", "in the ascent")]
    first_pitch_s: _Clock
    first_pitch_deg: Pitch
    boosters_off_pitch_deg: Pitch
    azimuth_deg: Angle
    core_off_pitch_deg: Pitch
    cutoff_pitch_deg: Pitch
    block_i_thrust_factor: Annotated[float, Range(0.5, 2.0, "", "a correction, not another engine")]


@dataclass(frozen=True, slots=True)
class Descent:
    """``[descent]``: the burn, the cabin and its canopies."""

    ignition_met_s: _Ignition
    delta_v_m_s: _Braking
    yaw_deg: _Aside
    pitch_deg: _Aside
    drogue_hold_s: Annotated[float, Range(0.0, 600.0, "s", "more and it lands under the drogue")]
    thrust_n: Annotated[float, Range(500.0, 1e6, "N", "divides; less burns for an hour")]
    specific_impulse_s: Impulse
    ignition_mass_kg: Annotated[float, Range(200.0, 1e5, "kg", "divides; a ship with a man")]
    sphere_mass_kg: _Cabin
    sphere_diameter_m: Annotated[float, Range(0.5, 20.0, "m", "divides; a cabin with a man")]
    instrument_module_area_per_kg: Annotated[float, Range(0.0001, 1.0, "m2/kg", "from a cannon ball to a balloon")]
    drogue_height_km: Annotated[float, Range(1.0, 20.0, "km", "there is air to fill it and height to fall")]
    drogue_area_m2: Annotated[float, Range(0.1, 500.0, "m2", "drag coefficient times area; more tears")]
    drogue_fill_s: Annotated[float, Range(0.1, 60.0, "s", "divides")]
    main_area_m2: Annotated[
        float, Range(10.0, 5000.0, "m2", "drag coefficient times area; more hangs in the air for an hour")
    ]
    main_fill_s: Annotated[float, Range(0.1, 120.0, "s", "divides")]
    soft_landing_height_m: Annotated[float, Range(0.1, 20.0, "m", "the motor's last metres")]
    touchdown_speed_m_s: Annotated[float, Range(0.0, 15.0, "m/s", "slower than it falls")]
    planned_ignition_met_s: _Ignition
    planned_delta_v_m_s: _Braking


@dataclass(frozen=True, slots=True)
class Spread:
    """One standard deviation of the craft's place."""

    along_km: _Spread
    across_km: _Spread


@dataclass(frozen=True, slots=True)
class SpreadThen:
    """One standard deviation of the craft's place at an instant."""

    met_s: Moment
    along_km: _Spread
    across_km: _Spread


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """``[uncertainty]``: how well the craft's place is known over the flight."""

    insertion: Spread
    spacewalk: SpreadThen
    greatest: SpreadThen
    ignition: Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part that leaves, with its centre of mass in its own frame."""

    centre_x_m: Offset
    centre_y_m: Offset = 0.0
    centre_z_m: Offset = 0.0

    @property
    def centre_m(self) -> Vec3:
        """Return its centre of mass."""
        return (self.centre_x_m, self.centre_y_m, self.centre_z_m)


@dataclass(frozen=True, slots=True, kw_only=True)
class Falling(Part):
    """A part that falls on a path of its own."""

    seconds: _Falling


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf(Falling):
    """One half of the fairing, thrown to its side; the centre is that of the half with the blister."""

    out_m_s: _Push
    turn_deg_s: _TurnRate


@dataclass(frozen=True, slots=True, kw_only=True)
class Drifting(Part):
    """A part that drifts beside the craft."""

    seconds: While
    drift_m_s: _Push


@dataclass(frozen=True, slots=True, kw_only=True)
class Burning(Part):
    """A part that is followed until it has burned up."""

    end_km: Annotated[float, Range(10.0, 110.0, "km", "below the parting, above the ground")]


@dataclass(frozen=True, slots=True)
class FreeBodies:
    """``[free_bodies]``: how long parts that left are followed, how fast they drift off and turn."""

    boosters: Falling
    fairing: Leaf
    core: Falling
    block_i: Drifting
    airlock: Drifting
    instrument_module: Burning
    backup_retro: Falling
    parting_m_s: Annotated[float, Range(0.01, 50.0, "m/s", "divides; springs give less")]
    booster_out_m_s: _Push
    booster_turn_deg_s: _TurnRate


@dataclass(frozen=True, slots=True)
class Attitude:
    """``[attitude]``: how the craft turns, and how fast."""

    vertical_s: Brief
    vertical_km_s: Annotated[float, Range(0.001, 1.0, "km/s", "below this speed the air gives no direction")]
    air_to_orbit_s: Brief
    node_deg: Angle
    first_node_s: Moment
    nodal_period_s: Annotated[float, Range(5000.0, 10_000.0, "s", "divides; a low orbit's")]
    eva_roll_deg: Angle
    push_roll_deg: Angle
    push_pitch_deg: Angle
    push_period_s: Brief
    push_decay_s: Brief
    spin_deg_s: _Spin
    spin_up_s: Brief
    spin_down_s: Brief
    release_s: Brief
    recapture_s: Slow
    damped_before_burn_s: Slow
    turn_back_s: Slow
    held_before_burn_s: Brief
    tumble_deg_s: _Spin
    tumble_up_s: Brief
    tumble_down_s: Brief
    trim_deg: Angle
    trim_period_s: Brief
    trim_decay_s: Brief
    canopy_swing_deg: Angle
    canopy_period_s: Brief
    settle_s: Brief
    rest_tilt_deg: Angle
