"""The craft's whole path: pad, ascent, orbit, descent, forest, joined without a step.

Position and velocity are continuous everywhere but for the touchdown speed of 0.2 m/s; acceleration steps
only where an engine, a canopy or the ground begins or ends.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from viz.flight.ascent import Ascent
from viz.flight.descent import Descent, DescentModel, fly_descent
from viz.flight.frames import EarthClock
from viz.flight.ground import GroundPlace
from viz.flight.orbit import Orbit
from viz.flight.shipped import refuse_apart, shipped_track
from viz.flight.timescale import MissionTime
from viz.flight.track import Knot, Motion, Track
from viz.missions.voskhod2.flight.numbers import Numbers
from viz.missions.voskhod2.flight.numbers_craft import Descent as DescentNumbers
from viz.missions.voskhod2.flight.solutions import Solution, track_name

AUTOMATIC_YAW_DEG = 0.0
"""The automatic attitude, had it worked, would have held the engine straight ahead."""


@dataclass(frozen=True, slots=True, eq=False)
class FlightPath:
    """Where the craft is at any instant."""

    clock: EarthClock
    time: MissionTime
    orbit: Orbit
    pad: GroundPlace
    ascent: Ascent
    coast: Track
    """The orbit's table, insertion to ignition."""
    descent: Descent

    @classmethod
    def build(
        cls,
        numbers: Numbers,
        time: MissionTime,
        tracks: Path,
        delay_s: float = 0.0,
        solution: Solution = "R",
    ) -> FlightPath:
        """Join the shipped knots of the folder `tracks` with the orbit.

        `numbers` are those of the solution named (`mission_of`). `delay_s` moves the
        ignition; such a descent is integrated anew. Raises InvalidFile for unusable knots.
        """
        clock = EarthClock.from_liftoff(time.liftoff_utc)
        orbit = Orbit.from_elements(numbers.orbit, clock, time)
        clocked = numbers.ascent
        ascent = Ascent(_shipped(tracks, "ascent", solution), clocked.engine_start_s, clocked.cutoff_s)
        insertion_s, pad = clocked.insertion_s, numbers.pad.place
        start = Knot(0.0, *pad.state_teme(clock, 0.0))
        refuse_apart(tracks / track_name("ascent", solution), ascent.track, (start, orbit.knot(insertion_s)))
        model = descent_model(numbers)
        if delay_s:
            model = replace(model, ignition_met_s=model.ignition_met_s + delay_s)
            descent = fly_descent(model, orbit.knot(model.ignition_met_s), clock)
        else:
            track = _shipped(tracks, "descent", solution)
            refuse_apart(tracks / track_name("descent", solution), track, (orbit.knot(model.ignition_met_s), None))
            descent = Descent.from_track(model, track, clock)
        return cls(
            clock=clock,
            time=time,
            orbit=orbit,
            pad=pad,
            ascent=ascent,
            coast=orbit.track(insertion_s, model.ignition_met_s),
            descent=descent,
        )

    @property
    def insertion_met_s(self) -> float:
        """When the orbit takes over from the launcher."""
        return self.coast.start_s

    @property
    def ignition_met_s(self) -> float:
        """When the descent takes over from the orbit."""
        return self.descent.model.ignition_met_s

    @property
    def touchdown_met_s(self) -> float:
        """When the ground takes over from the descent."""
        return self.descent.touchdown_met_s

    def at(self, met_s: float) -> Motion:
        """Return the craft's motion in TEME; a join belongs to what follows it."""
        if met_s < 0.0:
            return self.pad.motion_teme(self.clock, met_s)
        if met_s < self.coast.start_s:
            return self.ascent.track.at(met_s)
        if met_s < self.coast.end_s:
            return self.coast.at(met_s)
        return self.descent.at(met_s, self.clock)

    def knot(self, met_s: float) -> Knot:
        """Return the motion with its time."""
        return Knot(met_s, *self.at(met_s))

    def load_g(self, met_s: float, motion: Motion) -> float:
        """Return the load felt: one on the ground, none in orbit but for the air's millionths, left out."""
        if met_s < 0.0 or met_s >= self.touchdown_met_s:
            return 1.0
        if met_s < self.coast.start_s:
            return self.ascent.load_g(motion)
        return self.descent.load_g(met_s, motion) if met_s >= self.ignition_met_s else 0.0

    def heating_w_m2(self, met_s: float, motion: Motion) -> float:
        """Return heating at the stagnation point during the descent; the fairing and the orbit count as none."""
        if self.ignition_met_s <= met_s < self.touchdown_met_s:
            return self.descent.model.heating_w_m2(motion.position_km, motion.velocity_km_s)
        return 0.0

    def thrust_fraction(self, met_s: float) -> float:
        """Return how hard the launcher's or the braking engine runs, 0 to 1."""
        if met_s < self.coast.start_s:
            return self.ascent.thrust_fraction(met_s)
        return 1.0 if self.ignition_met_s <= met_s < self.descent.model.cutoff_met_s else 0.0

    def planned_descent(self, numbers: DescentNumbers) -> Descent:
        """Return the automatic descent that failed to start (R01), flown from the same orbit.

        The nominal burn without yaw, at the derived time 07:05:02.
        """
        model = replace(
            self.descent.model,
            ignition_met_s=numbers.planned_ignition_met_s,
            delta_v_m_s=numbers.planned_delta_v_m_s,
            yaw_deg=AUTOMATIC_YAW_DEG,
            pitch_deg=0.0,
        )
        return fly_descent(model, self.orbit.knot(model.ignition_met_s), self.clock)


def descent_model(numbers: Numbers) -> DescentModel:
    """Return what the descent is flown with, from the groups `[descent]` and `[site]`."""
    own = numbers.descent
    return DescentModel(
        ignition_met_s=own.ignition_met_s,
        delta_v_m_s=own.delta_v_m_s,
        yaw_deg=own.yaw_deg,
        pitch_deg=own.pitch_deg,
        thrust_n=own.thrust_n,
        specific_impulse_s=own.specific_impulse_s,
        ignition_mass_kg=own.ignition_mass_kg,
        sphere_mass_kg=own.sphere_mass_kg,
        sphere_diameter_m=own.sphere_diameter_m,
        drogue_height_km=own.drogue_height_km,
        drogue_area_m2=own.drogue_area_m2,
        drogue_fill_s=own.drogue_fill_s,
        drogue_hold_s=own.drogue_hold_s,
        main_area_m2=own.main_area_m2,
        main_fill_s=own.main_fill_s,
        soft_landing_height_km=own.soft_landing_height_m * 1e-3,
        touchdown_speed_km_s=own.touchdown_speed_m_s * 1e-3,
        ground_altitude_km=numbers.site.altitude_km,
    )


def _shipped(tracks: Path, leg: str, solution: Solution) -> Track:
    return shipped_track(tracks / track_name(leg, solution), tracks.parent)
