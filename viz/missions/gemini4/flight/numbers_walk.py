"""The numbers of White's walk, each with its unit and range: the group ``[eva]`` of ``flight.toml``."""

from dataclasses import dataclass
from typing import Annotated

from viz.flight.numbers import Brief, While
from viz.flight.state import Vec3
from viz.mission.ranges import Range

_OnSuit = Annotated[float, Range(-2.0, 2.0, "m", "on his suit")]


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
class Eva:
    """``[eva]``: the man, his umbilical, his gun."""

    man_kg: Annotated[float, Range(30.0, 500.0, "kg", "divides; a man and his suit")]
    orbit_rate_rad_s: Annotated[float, Range(1e-4, 2e-3, "rad/s", "the turn of a low orbit")]
    drag_difference_m_s2: Annotated[float, Range(-0.01, 0.01, "m/s2", "thin air")]
    rope_stiffness_n_m: Annotated[float, Range(1.0, 1e4, "N/m", "stiffer shakes at the step of the computation")]
    rope_damping_n_s_m: Annotated[float, Range(0.0, 2000.0, "N s/m", "more shakes at the step of the computation")]
    rope_taut_fraction: Annotated[float, Range(0.8, 1.0, "", "a share of its length")]
    grip_rate_per_s: Annotated[float, Range(0.1, 10.0, "1/s", "hands")]
    attach: OnSuit
    """Where the umbilical leaves the suit."""
    gun_impulse_n_s: Annotated[float, Range(1.0, 10_000.0, "N s", "divides; two small bottles")]
    gun_thrust_n: Annotated[float, Range(0.1, 100.0, "N", "divides; a hand holds it")]
    gun_ready_before_exit_s: While
    gun_away_after_on_top_s: While
    suit_pressure_kpa: Annotated[float, Range(10.0, 100.0, "kPa", "what a man can breathe")]
    stiff_at_kpa: Annotated[float, Range(10.0, 200.0, "kPa", "divides; a suit's pressure")]
    visor_down_after_hatch_open_s: While
    visor_moves_s: Brief
    visor_up_after_hatch_closed_s: While
    rises_before_exit_s: While
    seated_before_hatch_closed_s: While
