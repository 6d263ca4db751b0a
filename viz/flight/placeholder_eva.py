"""Stands in for `viz.flight.eva` until that module is there; to be deleted."""

from __future__ import annotations

from pathlib import Path

from viz.flight.state import LeonovState, Pose
from viz.mission.model import Mission


class EvaModel:
    """A man who never leaves his couch."""

    @classmethod
    def from_mission(cls, mission: Mission, folder: Path, relief_pressure_atm: float | None = 0.27) -> EvaModel:
        """Return the model."""
        return cls()

    def at(self, met_s: float) -> LeonovState:
        """Return him in his couch."""
        return LeonovState(
            place="couch",
            outside=False,
            position_m=(0.0, 0.0, 0.0),
            attitude_quaternion=(1.0, 0.0, 0.0, 0.0),
            pose=Pose(),
            distance_from_hatch_m=3.5,
            suit_pressure_kpa=100.0,
            suit_swell=0.0,
            suit_stiffness=0.0,
            oxygen_fraction=1.0,
            tether_m=(),
            tether_stretch=0.0,
            holds_camera=False,
        )
