"""A ball on an orbit: SGP4's mean elements, flown from the first phase to the last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from viz.flight.flight import Flight
from viz.flight.frames import EarthClock
from viz.flight.orbit import Orbit
from viz.flight.state import FlightState, Instant, StateBasis
from viz.flight.timescale import MissionTime
from viz.flight.track import Motion, Track
from viz.mission.model import Mission
from viz.missions.orbit.numbers import GROUPS


@dataclass(frozen=True, slots=True, kw_only=True)
class OrbitState(FlightState):
    """The state of a ball, which has a size."""

    radius_m: float


@dataclass(frozen=True, slots=True, eq=False, repr=False, kw_only=True)
class OrbitFlight(Flight):
    """One ball on one orbit."""

    track: Track
    radius_m: float

    @classmethod
    def of(cls, mission: Mission, what_if: Any) -> OrbitFlight:
        """Fly a mission's elements; InvalidFile for numbers that are not right or make no orbit."""
        numbers = GROUPS.read(mission.parameters)
        clock, time = EarthClock.from_liftoff(mission.liftoff_utc), MissionTime.from_liftoff(mission.liftoff_utc)
        orbit = Orbit.from_elements(numbers.orbit, clock, time)
        track = orbit.track(mission.start_met_s, mission.end_met_s)
        own = {"track": track, "radius_m": numbers.ball.radius_m, "revolution_s": numbers.orbit.revolution_s}
        return cls.assembled(mission, what_if, **own)

    def motion_at(self, met_s: float) -> Motion:
        """Return the ball's motion in TEME."""
        return self.track.at(met_s)

    def state_of(self, now: Instant) -> OrbitState:
        """Return the state with the ball's size."""
        standing = StateBasis(craft=self.craft_basis(now.met_s))
        return OrbitState.of(now, self.parachute_at(now.met_s), standing, radius_m=self.radius_m)
