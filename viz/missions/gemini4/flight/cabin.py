"""The cabin, which is the lock: its pressure, and the right hatch."""

from __future__ import annotations

from dataclasses import dataclass

from viz.flight.curves import KeyedCurve, ramp
from viz.mission.model import Mission
from viz.missions.gemini4.flight.body import HATCH_OPEN_DEG
from viz.missions.gemini4.flight.numbers import Cabin


@dataclass(frozen=True, slots=True)
class CabinModel:
    """Pressure and hatch at any instant."""

    pressure: KeyedCurve
    vent_s: float
    opens_s: float
    open_s: float
    closes_s: float
    closed_s: float

    @classmethod
    def of(cls, mission: Mission, numbers: Cabin, closed_s: float) -> CabinModel:
        """Return the model of a mission whose hatch is shut at `closed_s`; NotTold when it lacks an event."""
        vent_s, open_s = (mission.event(name).time.met_s for name in ("eva.vent", "eva.hatch_open"))
        fills_s = max(mission.event("eva.repress").time.met_s, closed_s + numbers.fills_s) - numbers.fills_s
        held_s = vent_s + numbers.to_held_s
        pressure = KeyedCurve.through(
            (vent_s, held_s, held_s + 1.0, numbers.vacuum_met_s, fills_s, fills_s + numbers.fills_s),
            (numbers.pressure_kpa, numbers.held_kpa, numbers.held_kpa, 0.0, 0.0, numbers.pressure_kpa),
        )
        return cls(
            pressure, vent_s, open_s - numbers.hatch_opens_s, open_s, closed_s - numbers.hatch_closes_s, closed_s
        )

    def pressure_kpa(self, met_s: float) -> float:
        """Return what is left of the cabin's oxygen (S08, T12, T13)."""
        return self.pressure.at(met_s)

    def hatch_open_deg(self, met_s: float) -> float:
        """Return how far the right hatch stands open (S06)."""
        return HATCH_OPEN_DEG * (ramp(met_s, self.opens_s, self.open_s) - ramp(met_s, self.closes_s, self.closed_s))

    def is_locked(self, met_s: float) -> bool:
        """Return whether the latches hold."""
        return not self.opens_s <= met_s < self.closed_s
