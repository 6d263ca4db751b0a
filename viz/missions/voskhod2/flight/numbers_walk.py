"""The numbers of lock, suit, walk, clearing and training, each with its unit and range: groups of ``flight.toml``."""

from dataclasses import dataclass
from typing import Annotated

from viz.flight.numbers import Angle, Brief, Offset, Pitch, Slow, While
from viz.flight.state import Vec3
from viz.mission.ranges import Range

_Breathed = Annotated[float, Range(10.0, 200.0, "kPa", "what a man can breathe")]
_Valve = Annotated[float, Range(0.1, 7200.0, "s", "divides; two hours are long for a valve")]
_Hips = Annotated[float, Range(1.0, 180.0, "deg", "a man's hips")]
_Arms = Annotated[float, Range(0.05, 8.0, "s", "divides; an arm's length")]
_Outside = Annotated[float, Range(0.5, 3600.0, "s", "an hour outside")]
_OnSuit = Annotated[float, Range(-2.0, 2.0, "m", "on his suit")]
_Heart = Annotated[float, Range(20.0, 300.0, "1/min", "a living heart")]


@dataclass(frozen=True, slots=True)
class Airlock:
    """``[airlock]``: gas and hatches."""

    inflation_s: _Valve
    cabin_pressure_kpa: _Breathed
    cabin_filled_kpa: _Breathed
    lock_filled_kpa: _Breathed
    vent_scale_s: _Valve
    repress_scale_s: _Valve
    hatch_moves_s: _Valve
    inner_hatch_open_s: _Valve


@dataclass(frozen=True, slots=True)
class Suit:
    """``[suit]``: pressure, cloth and oxygen."""

    working_pressure_atm: Annotated[float, Range(0.1, 1.0, "atm", "divides; what a man can breathe")]
    relief_pressure_atm: Annotated[float, Range(0.1, 1.0, "atm", "what a man can breathe")]
    switch_lasts_s: Slow
    creep_fraction: Annotated[float, Range(0.0, 1.0, "", "a share")]
    creep_scale_s: Slow
    creep_after_vent_s: Slow
    rest_breadth_m: Annotated[float, Range(0.3, 1.5, "m", "a man's shoulders")]
    breadth_growth_m: Annotated[float, Range(0.0, 1.0, "m", "a suit, not a balloon")]
    rest_torque_fraction: Annotated[float, Range(0.001, 1.0, "", "divides; a share")]
    full_bend_deg: _Hips
    bend_at_working_deg: _Hips
    oxygen_lasts_min: Annotated[float, Range(1.0, 1440.0, "min", "divides; a day")]
    oxygen_on_before_vent_s: While
    oxygen_off_after_repress_s: While


@dataclass(frozen=True, slots=True)
class Departure:
    """One departure from the rail: when, how far, which way, and when he is back."""

    after_exit_s: Annotated[float, Range(0.0, 7200.0, "s", "two hours outside")]
    reach_m: Annotated[float, Range(0.1, 10.0, "m", "the rope")]
    azimuth_deg: Angle
    elevation_deg: Pitch
    pull_after_s: _Outside
    back_after_s: _Outside


@dataclass(frozen=True, slots=True)
class OnSuit:
    """A point of his suit, man frame."""

    x_m: _OnSuit
    y_m: _OnSuit
    z_m: _OnSuit

    @property
    def place_m(self) -> Vec3:
        """Return it as a vector."""
        return (self.x_m, self.y_m, self.z_m)


@dataclass(frozen=True, slots=True)
class BesideCraft:
    """A point beside the craft, body frame."""

    x_m: Offset
    y_m: Offset
    z_m: Offset

    @property
    def place_m(self) -> Vec3:
        """Return it as a vector."""
        return (self.x_m, self.y_m, self.z_m)


@dataclass(frozen=True, slots=True)
class Eva:
    """``[eva]``: the man on his rope, and his ways in and out."""

    man_kg: Annotated[float, Range(30.0, 500.0, "kg", "divides; a man and his suit")]
    orbit_rate_rad_s: Annotated[float, Range(1e-4, 2e-3, "rad/s", "the turn of a low orbit")]
    drag_difference_m_s2: Annotated[float, Range(-0.01, 0.01, "m/s2", "thin air")]
    rope_stiffness_n_m: Annotated[float, Range(1.0, 1e5, "N/m", "stiffer shakes at the step of the computation")]
    rope_damping_n_s_m: Annotated[float, Range(0.0, 3000.0, "N s/m", "more shakes at the step of the computation")]
    push_lasts_s: _Arms
    pull_lasts_s: _Arms
    grip_rate_per_s: Annotated[float, Range(0.1, 10.0, "1/s", "hands")]
    rope_departure_m_s: Annotated[float, Range(0.01, 2.0, "m/s", "what a man's arms give")]
    departure_1: Departure
    departure_2: Departure
    departure_3: Departure
    departure_4: Departure
    departure_5: Departure
    attach: OnSuit
    """The tether's hook."""
    stuck_before_ingress_s: While
    stuck_after_ingress_s: While
    cabin_before_entry_s: While
    back_in_couch_s: While
    out_in_forest_s: Brief
    forest: BesideCraft
    """Where he stands beside the sphere."""

    @property
    def departures(self) -> tuple[Departure, ...]:
        """Return the five departures, in their order."""
        return (self.departure_1, self.departure_2, self.departure_3, self.departure_4, self.departure_5)

    @property
    def to_the_end(self) -> Departure:
        """Return the departure to the end of the rope."""
        return self.departure_3


@dataclass(frozen=True, slots=True)
class Body:
    """``[body]``: what sources tell of his heart."""

    heart_rate_peak_low_per_min: _Heart
    heart_rate_peak_high_per_min: _Heart


@dataclass(frozen=True, slots=True)
class Forest:
    """``[forest]``: the landing place and when what stands there."""

    snow_m: Annotated[float, Range(0.0, 5.0, "m", "trees stand out of it")]
    helicopter_before_sighted_s: While
    helicopter_after_sighted_s: While
    fire_after_skiers_s: While


@dataclass(frozen=True, slots=True)
class Training:
    """``[training]``: one parabola before the flight."""

    weightless_s: Annotated[float, Range(6.0, 25.0, "s", "Z3, in one parabola")]
    pull_load_g: Annotated[float, Range(1.5, 2.5, "g", "less does not lift it; more no passenger aircraft bears")]
    top_speed_m_s: Annotated[float, Range(100.0, 200.0, "m/s", "divides; slower falls, faster breaks")]
    ramp_s: Annotated[float, Range(1.0, 5.0, "s", "divides; a pilot's hand")]
    level_altitude_km: Annotated[float, Range(1.0, 15.0, "km", "where such aircraft fly")]
    leads_s: Annotated[float, Range(0.0, 600.0, "s", "level flight before the pull-up")]
    hall_height_m: Annotated[float, Range(1.0, 5.0, "m", "inside a fuselage")]
    trainee_stands_m: Annotated[float, Range(0.1, 1.5, "m", "the middle of a man")]
    trainee_forward_m: Annotated[float, Range(0.0, 20.0, "m", "inside a fuselage")]
