"""Titan II's equations of motion, and the aiming that meets the state at separation; needed only to build knots.

A point mass with two stages, a pitch programme of straight pieces in the launch frame, one azimuth, US76 drag and J2,
J3. Stage data are literature [K]; the pitch programme is not known. Four numbers are solved for, so that separation
finds the craft at the fitted distance, speed, climb and inclination. It is then some 150 km (1.4 degrees) short of
where the orbit through the trackers' nodes has it, more than any pitch programme makes up within the recorded clock:
the chase begins that much late (`viz.missions.gemini4.flight.chase`). The few kilometres beside the way are bent in.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from viz.errors import VizError
from viz.flight.atmosphere import air_at, pressure_fraction
from viz.flight.bend import bent_to
from viz.flight.frames import EarthClock, ground_velocity_teme, teme_from_fixed
from viz.flight.gravity import STANDARD_GRAVITY_M_S2, gravity_km_s2
from viz.flight.ground import GroundPlace, height_above_ellipsoid_km, up_at
from viz.flight.integrate import State, runge_kutta
from viz.flight.numbers import Pad
from viz.flight.state import Vec3
from viz.flight.track import Knot
from viz.flight.vector import add, arccosine, arcsine, cross, dot, east_north, length, scaled, unit
from viz.missions.gemini4.flight.numbers import Ascent

AIMED = ("azimuth_deg", "staging_pitch_deg", "cutoff_pitch_deg", "second_thrust_factor")
"""What is solved for: numbers of ``[ascent]``."""
_NUDGES = (0.01, 0.01, 0.01, 1e-4)
_STEP_S = 0.5
_KNOT_SPACING_S = 10.0
_AIR_TOP_KM = 150.0
_SETTLED = (1e-6, 1e-9, 1e-9, 1e-9)


@dataclass(frozen=True, slots=True)
class Launcher:
    """One launcher on its pad, with its aim."""

    numbers: Ascent
    pad: GroundPlace
    clock: EarthClock

    @classmethod
    def from_numbers(cls, ascent: Ascent, pad: Pad, clock: EarthClock) -> Launcher:
        """Put the launcher of the `[ascent]` group on the pad of the `[pad]` group."""
        return cls(ascent, pad.place, clock)

    def pitch_deg(self, met_s: float) -> float:
        """Return the thrust's angle above the launch point's horizontal plane, held against the stars."""
        n = self.numbers
        programme = (
            (n.vertical_s, 90.0),
            (n.first_pitch_s, n.first_pitch_deg),
            (n.second_pitch_s, n.second_pitch_deg),
            (n.staging_s, n.staging_pitch_deg),
            (n.cutoff_s, n.cutoff_pitch_deg),
        )
        if met_s <= programme[0][0]:
            return 90.0
        for (start, low), (end, high) in pairwise(programme):
            if met_s <= end:
                return low + (high - low) * (met_s - start) / (end - start)
        return programme[-1][1]

    def mass_and_thrust(self, met_s: float, stage_s: float, air_fraction: float) -> tuple[float, float]:
        """Return mass (kg) and thrust (N); `stage_s` says which stage burns, so that a break belongs to one side."""
        n = self.numbers
        upper = n.spacecraft_mass_kg + n.second_propellant_kg + n.second_dry_kg
        if stage_s < n.staging_s:
            burned = _flow_kg_s(n.first_thrust_n * n.first_thrust_factor, n.first_impulse_s) * met_s
            loss = (n.first_thrust_n - n.first_sea_level_thrust_n) * air_fraction
            thrust = (n.first_thrust_n - loss) * n.first_thrust_factor
            return upper + n.first_propellant_kg + n.first_dry_kg - burned, thrust
        push = n.second_thrust_n * n.second_thrust_factor
        burned = _flow_kg_s(push, n.second_impulse_s) * (min(met_s, n.cutoff_s) - n.staging_s)
        return upper - burned, push if stage_s < n.cutoff_s else 0.0

    def rate(self, met_s: float, state: State, stage_s: float) -> State:
        """Return the rates of position and velocity."""
        position, velocity = state[:3], state[3:]
        altitude = height_above_ellipsoid_km(position)
        mass, thrust = self.mass_and_thrust(met_s, stage_s, pressure_fraction(altitude))
        force = scaled(self._thrust_axis(met_s), thrust / mass * 1e-3)
        if altitude < _AIR_TOP_KM:
            wind = ground_velocity_teme(position, velocity)
            pull = -0.5 * air_at(altitude)[0] * self.numbers.drag_area_m2 * length(wind) * 1e3 / mass
            force = add(force, scaled(wind, pull))
        return (*velocity, *add(gravity_km_s2(position), force))

    def fly(self) -> tuple[Knot, ...]:
        """Integrate from the pad to separation; knots at most ten seconds apart, doubled where thrust steps."""
        n = self.numbers
        breaks = (0.0, n.vertical_s, n.first_pitch_s, n.second_pitch_s, n.staging_s, n.cutoff_s, n.separation_s)
        state: State = (*(pair := self.pad.state_teme(self.clock, 0.0))[0], *pair[1])
        knots: list[Knot] = []
        for start_s, end_s in pairwise(breaks):
            leg, state = self._leg(start_s, end_s, state)
            knots += leg
        return tuple(knots)

    def _leg(self, start_s: float, end_s: float, state: State) -> tuple[list[Knot], State]:
        middle = 0.5 * (start_s + end_s)

        def rate(met_s: float, at: State) -> State:
            return self.rate(met_s, at, middle)

        pieces = max(math.ceil((end_s - start_s) / _KNOT_SPACING_S), 1)
        knots = [_knot(start_s, state, rate(start_s, state))]
        for index in range(pieces):
            early = start_s + (end_s - start_s) * index / pieces
            late = start_s + (end_s - start_s) * (index + 1) / pieces
            steps = max(math.ceil((late - early) / _STEP_S), 1)
            for step in range(steps):
                state = runge_kutta(rate, early + (late - early) * step / steps, state, (late - early) / steps)
            knots.append(_knot(late, state, rate(late, state)))
        return knots, state

    def aimed_at(self, target: Knot) -> Launcher:
        """Return the launcher aimed so that it meets the target; VizError where Newton's method does not settle."""
        wanted, launcher = np.array(_shape_of(target)), self
        for _ in range(25):
            miss = np.array(_shape_of(launcher.fly()[-1])) - wanted
            if np.all(np.abs(miss) < _SETTLED):
                return launcher
            columns = []
            for name, step in zip(AIMED, _NUDGES, strict=True):
                moved = launcher.moved({name: step})
                columns.append((np.array(_shape_of(moved.fly()[-1])) - wanted - miss) / step)
            change = -np.linalg.solve(np.array(columns).T, miss)
            share = min(1.0, 4.0 / float(np.abs(change / np.array((1.0, 4.0, 4.0, 0.02))).max()))
            launcher = launcher.moved(dict(zip(AIMED, (share * change).tolist(), strict=True)))
        raise VizError("the launcher cannot be aimed at that state - look at the starting guesses in [ascent]")

    def moved(self, steps: dict[str, float]) -> Launcher:
        """Return the launcher with steps added to numbers of its aim."""
        changed = {name: getattr(self.numbers, name) + step for name, step in steps.items()}
        return replace(self, numbers=replace(self.numbers, **changed))

    def late_s(self, target: Knot) -> float:
        """Return how much later along the target's way this launcher ends than the target."""
        last, speed = self.fly()[-1], length(target.velocity_km_s)
        behind = arcsine(
            dot(
                unit(cross(cross(target.position_km, target.velocity_km_s), target.position_km)), unit(last.position_km)
            )
        )
        return -behind * length(target.position_km) / speed

    def knots_to(self, target: Knot) -> tuple[Knot, ...]:
        """Return the aimed flight's knots, bent so that the last one is the target itself."""
        return bent_to(self.fly(), target, self.numbers.vertical_s)

    def _thrust_axis(self, met_s: float) -> Vec3:
        up = teme_from_fixed(up_at(self.pad.lat_deg, self.pad.lon_deg), self.clock.earth_angle_rad(0.0))
        east, north = east_north(up)
        azimuth, pitch = math.radians(self.numbers.azimuth_deg), math.radians(self.pitch_deg(met_s))
        level = add(scaled(north, math.cos(azimuth)), scaled(east, math.sin(azimuth)))
        return add(scaled(level, math.cos(pitch)), scaled(up, math.sin(pitch)))


def _shape_of(knot: Knot) -> tuple[float, float, float, float]:
    """Return distance (km), speed (km/s), climb and inclination (rad)."""
    r, v = knot.position_km, knot.velocity_km_s
    momentum = cross(r, v)
    climb = arcsine(dot(r, v) / (length(r) * length(v)))
    return length(r), length(v), climb, arccosine(momentum[2] / length(momentum))


def _flow_kg_s(thrust_n: float, impulse_s: float) -> float:
    return thrust_n / (impulse_s * STANDARD_GRAVITY_M_S2)


def _knot(met_s: float, state: State, rate: State) -> Knot:
    return Knot(met_s, state[:3], state[3:], rate[3:])
