"""The Berkut suit: its pressure, how it swells and stiffens, and whether the man in it gets through the hatch.

The suit is a bag held at an absolute pressure by a relief valve. Growth and joint torque rise in
proportion to the pressure difference across it, and the cloth takes minutes to reach its growth. That he passes
the hatch on the way out at 0.40 atm (E04), no more so ten minutes later, and again at 0.27 atm (U01, E09) then
follows from three numbers; that he can turn round in the tube at 0.27 atm alone, from two. Numbers: group ``[suit]``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from viz.errors import UsageError
from viz.flight.curves import ramp
from viz.mission.model import Mission
from viz.missions.voskhod2.flight.body import AIRLOCK_INNER_RADIUS_M, HATCH_RADIUS_M, SUITED_HEIGHT_M
from viz.missions.voskhod2.flight.numbers_walk import Suit

KPA_PER_ATM = 101.325
TURNING_BEND_DEG = 2.0 * math.degrees(math.acos(2.0 * AIRLOCK_INNER_RADIUS_M / SUITED_HEIGHT_M))
"""How far he has to bend in the middle for 1.9 m (U07) to span no more than the tube is wide (A02)."""


@dataclass(frozen=True, slots=True)
class SuitState:
    """The suit at one instant."""

    pressure_kpa: float
    """Absolute."""
    swell: float
    stiffness: float
    oxygen_fraction: float


@dataclass(frozen=True, slots=True)
class SuitModel:
    """Pressure, girth, stiffness and oxygen of the suit."""

    working_kpa: float
    relief_kpa: float | None
    """None: the relief valve is never switched over."""
    pressure_drop_s: float
    switch_lasts_s: float
    loaded_s: float
    """From when the cloth carries its load: the lock is nearly empty."""
    creep_fraction: float
    creep_scale_s: float
    rest_breadth_m: float
    breadth_growth_m: float
    rest_torque_fraction: float
    full_bend_deg: float
    bend_at_working_deg: float
    oxygen_on_s: float
    oxygen_off_s: float
    oxygen_lasts_s: float

    @classmethod
    def from_mission(cls, mission: Mission, numbers: Suit, relief_pressure_atm: float | None = 0.27) -> SuitModel:
        """Return the suit of that mission, its valve switched to `relief_pressure_atm`, or never for None.

        Raises NotTold when the mission lacks an event, UsageError for a pressure
        outside 0 to 1 atm.
        """
        if relief_pressure_atm is not None and not 0.0 < relief_pressure_atm <= 1.0:
            raise UsageError(
                f"relief_pressure_atm: {relief_pressure_atm} is not possible - give more than 0 and at most 1 atm, "
                "or None for never switched"
            )
        return cls(
            working_kpa=numbers.working_pressure_atm * KPA_PER_ATM,
            relief_kpa=None if relief_pressure_atm is None else relief_pressure_atm * KPA_PER_ATM,
            pressure_drop_s=mission.event("eva.pressure_drop").time.met_s,
            switch_lasts_s=numbers.switch_lasts_s,
            loaded_s=mission.event("eva.vent").time.met_s + numbers.creep_after_vent_s,
            creep_fraction=numbers.creep_fraction,
            creep_scale_s=numbers.creep_scale_s,
            rest_breadth_m=numbers.rest_breadth_m,
            breadth_growth_m=numbers.breadth_growth_m,
            rest_torque_fraction=numbers.rest_torque_fraction,
            full_bend_deg=numbers.full_bend_deg,
            bend_at_working_deg=numbers.bend_at_working_deg,
            oxygen_on_s=mission.event("eva.vent").time.met_s - numbers.oxygen_on_before_vent_s,
            oxygen_off_s=mission.event("eva.repress").time.met_s + numbers.oxygen_off_after_repress_s,
            oxygen_lasts_s=numbers.oxygen_lasts_min * 60.0,
        )

    def at(self, met_s: float, ambient_kpa: float) -> SuitState:
        """Return the suit in surroundings of that pressure, kPa."""
        pressure_kpa = self.pressure_kpa(met_s, ambient_kpa)
        difference_kpa = pressure_kpa - ambient_kpa
        return SuitState(
            pressure_kpa=pressure_kpa,
            swell=self.swell(difference_kpa) * self.creep(met_s),
            stiffness=self.stiffness(difference_kpa),
            oxygen_fraction=self.oxygen_fraction(met_s),
        )

    def valve_kpa(self, met_s: float) -> float:
        """Return the absolute pressure that the relief valve holds in vacuum."""
        if self.relief_kpa is None:
            return self.working_kpa
        turned = ramp(met_s, self.pressure_drop_s, self.pressure_drop_s + self.switch_lasts_s)
        return self.working_kpa + turned * (self.relief_kpa - self.working_kpa)

    def pressure_kpa(self, met_s: float, ambient_kpa: float) -> float:
        """Return the absolute pressure inside: the valve's, or that of the surroundings where it is higher."""
        valve_kpa = self.valve_kpa(met_s)
        # A soft maximum, 0.3 kPa wide: the valve starts to lift a little early.
        return (valve_kpa + ambient_kpa + math.hypot(valve_kpa - ambient_kpa, 0.3)) / 2

    def swell(self, difference_kpa: float) -> float:
        """Return the growth in volume, 1 at the working pressure in vacuum, elastic."""
        return max(0.0, difference_kpa) / self.working_kpa

    def creep(self, met_s: float) -> float:
        """Return how much of its final growth the cloth has reached; it gives slowly, which brings E08."""
        since_s = max(0.0, met_s - self.loaded_s)
        return 1.0 - self.creep_fraction * math.exp(-since_s / self.creep_scale_s)

    def stiffness(self, difference_kpa: float) -> float:
        """Return the torque to bend a joint, 1 at the working pressure in vacuum."""
        rest = self.rest_torque_fraction
        return min(1.0, rest + (1.0 - rest) * self.swell(difference_kpa))

    def breadth_m(self, pressure_kpa: float, ambient_kpa: float = 0.0, creep: float = 1.0) -> float:
        """Return the width across the shoulders of the suited man, the cloth at that share of its growth."""
        return self.rest_breadth_m + self.breadth_growth_m * creep * self.swell(pressure_kpa - ambient_kpa)

    def fits_hatch(self, pressure_kpa: float, ambient_kpa: float = 0.0, creep: float = 1.0) -> bool:
        """Return whether the shoulders pass the 0.65 m hatch (A07) at that absolute pressure."""
        return self.breadth_m(pressure_kpa, ambient_kpa, creep) <= 2.0 * HATCH_RADIUS_M

    def passes_hatch_at(self, met_s: float) -> bool:
        """Return whether the shoulders pass the hatch at that instant, in vacuum: as the valve and the cloth are."""
        return self.fits_hatch(self.valve_kpa(met_s), creep=self.creep(met_s))

    def hatch_limit_kpa(self, met_s: float) -> float:
        """Return the absolute pressure up to which the shoulders pass the hatch at that instant, in vacuum.

        Infinite for a suit that does not grow, zero for one that is too broad when slack.
        """
        room_m = max(2.0 * HATCH_RADIUS_M - self.rest_breadth_m, 0.0)
        grows_m = self.breadth_growth_m * self.creep(met_s)
        return self.working_kpa * room_m / grows_m if grows_m > 0.0 else math.inf

    def bend_deg(self, pressure_kpa: float, ambient_kpa: float = 0.0) -> float:
        """Return how far he can bend at the hips with the strength he has."""
        stiffness = self.stiffness(pressure_kpa - ambient_kpa)
        return min(self.full_bend_deg, self.bend_at_working_deg / stiffness)

    def turns_in_lock(self, pressure_kpa: float, ambient_kpa: float = 0.0) -> bool:
        """Return whether he can fold up enough to turn round in the 1.0 m tube (A02, U07)."""
        return self.bend_deg(pressure_kpa, ambient_kpa) >= TURNING_BEND_DEG

    def turn_limit_kpa(self) -> float:
        """Return the absolute pressure up to which he can turn round in the tube, in vacuum.

        Infinite where no pressure keeps him from it, zero where he never can.
        """
        stiffness, rest = self.bend_at_working_deg / TURNING_BEND_DEG, self.rest_torque_fraction
        if self.full_bend_deg < TURNING_BEND_DEG or stiffness < rest:
            return 0.0
        return self.working_kpa * (stiffness - rest) / (1.0 - rest) if stiffness < 1.0 else math.inf

    def oxygen_fraction(self, met_s: float) -> float:
        """Return what the open-loop pack still holds: it runs down evenly in 45 minutes (U05)."""
        used_s = min(max(met_s - self.oxygen_on_s, 0.0), self.oxygen_off_s - self.oxygen_on_s)
        return max(0.0, 1.0 - used_s / self.oxygen_lasts_s)
