"""The way up, from the pad to the orbit, read from shipped knots.

The knots are made by `scripts/build_ascent.py` from the launcher's equations of motion in
the launcher of a mission's plugin; only the times of staging and the state at insertion are held to the record.
"""

from __future__ import annotations

from dataclasses import dataclass

from viz.flight.gravity import STANDARD_GRAVITY_M_S2, gravity_km_s2
from viz.flight.track import Motion, Track
from viz.flight.vector import length, sub


@dataclass(frozen=True, slots=True)
class Ascent:
    """The powered flight, flown."""

    track: Track
    engine_start_s: float
    cutoff_s: float

    def load_g(self, motion: Motion) -> float:
        """Return the load felt: what acts on the craft besides its weight."""
        felt = sub(motion.acceleration_km_s2, gravity_km_s2(motion.position_km))
        return length(felt) * 1e3 / STANDARD_GRAVITY_M_S2

    def thrust_fraction(self, met_s: float) -> float:
        """Return how hard the launcher's engines run: rising on the pad, full from lift-off to cut-off."""
        if met_s >= self.cutoff_s or met_s <= self.engine_start_s:
            return 0.0
        return 1.0 if met_s >= 0.0 else 1.0 - met_s / self.engine_start_s
