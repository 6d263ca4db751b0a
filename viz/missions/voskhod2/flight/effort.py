"""What the walk cost his body, as far as the record goes: ranges and words, no curves.

Sources give peaks of his pulse that disagree (M1), a temperature up by 1.8 degrees (M2), six kilograms lost (M3)
and sweat to the knees (M4); none gives a course over time. So the state carries the range of the peaks while he is
in vacuum, and three words for the heat, whose changes hang on the record's events.
"""

from __future__ import annotations

from dataclasses import dataclass

from viz.mission.model import Mission
from viz.missions.voskhod2.flight.airlock import AirlockModel
from viz.missions.voskhod2.flight.numbers_walk import Body
from viz.missions.voskhod2.flight.state import HeatLoad


@dataclass(frozen=True, slots=True)
class Effort:
    """Heart and heat between the airlock's venting and its filling."""

    peaks_per_min: tuple[float, float]
    start_s: float
    stiff_s: float
    struggle_s: float
    stop_s: float

    @classmethod
    def from_mission(cls, mission: Mission, numbers: Body, airlock: AirlockModel) -> Effort:
        """Return the effort of that mission; NotTold when it lacks an event."""
        return cls(
            (numbers.heart_rate_peak_low_per_min, numbers.heart_rate_peak_high_per_min),
            mission.event("eva.vent").time.met_s,
            mission.event("eva.suit_stiff").time.met_s,
            mission.event("eva.pressure_drop").time.met_s,
            airlock.times.repress_s,
        )

    def peaks_at(self, met_s: float) -> tuple[float, float] | None:
        """Return the lowest and the highest peak told of the walk, beats a minute; None outside it."""
        return self.peaks_per_min if self.start_s <= met_s < self.stop_s else None

    def heat_at(self, met_s: float) -> HeatLoad | None:
        """Return how hard the work heats him; the words are ours."""
        if not self.start_s <= met_s < self.stop_s:
            return None
        if met_s < self.stiff_s:
            return "light"
        return "heavy" if met_s < self.struggle_s else "extreme"
