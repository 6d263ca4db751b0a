"""The launcher's equations of motion, and the aiming that meets the orbit; needed only to build knots.

A point mass with the stages of the 11A57, a pitch programme of straight pieces in the launch frame, one
azimuth, US76 drag and J2, J3. Four numbers are solved for by Newton's method so that the engine's stop
leaves the craft at the orbit's distance, speed, climb and inclination. What is then left over, about
3 km, is bent in over the whole flight with at most 0.2 m/s2 more.
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
from viz.flight.vector import add, arccosine, arcsine, cross, dot, east_north, length, scaled
from viz.missions.voskhod2.flight.numbers_craft import Ascent

_STEP_S = 0.25
_LOST_KM = 1e5
"""A flight that ends so far from its target teaches Newton's method nothing more."""
_KNOT_SPACING_S = 10.0
_AIR_TOP_KM = 150.0


@dataclass(frozen=True, slots=True)
class Aim:
    """The four numbers the launcher is aimed with."""

    azimuth_deg: float
    core_off_pitch_deg: float
    cutoff_pitch_deg: float
    block_i_thrust_factor: float

    def moved(self, step: tuple[float, float, float, float]) -> Aim:
        """Return the aim with a step added."""
        return Aim(
            self.azimuth_deg + step[0],
            self.core_off_pitch_deg + step[1],
            self.cutoff_pitch_deg + step[2],
            self.block_i_thrust_factor + step[3],
        )


@dataclass(frozen=True, slots=True)
class Launcher:
    """One launcher on its pad, with its aim."""

    numbers: Ascent
    """The `[ascent]` group."""
    pad: GroundPlace
    clock: EarthClock
    aim: Aim

    @classmethod
    def from_numbers(cls, ascent: Ascent, pad: Pad, clock: EarthClock) -> Launcher:
        """Put the launcher of the `[ascent]` group on the pad of the `[pad]` group."""
        aim = Aim(
            ascent.azimuth_deg,
            ascent.core_off_pitch_deg,
            ascent.cutoff_pitch_deg,
            ascent.block_i_thrust_factor,
        )
        return cls(ascent, pad.place, clock, aim)

    def breaks_s(self) -> tuple[float, ...]:
        """Return the instants where thrust, mass or the pitch programme step or bend."""
        n = self.numbers
        stages = (n.boosters_off_s, n.fairing_off_s, n.core_off_s, n.cutoff_s)
        return (0.0, n.vertical_s, n.first_pitch_s, *stages, n.insertion_s)

    def pitch_deg(self, met_s: float) -> float:
        """Return the thrust's angle above the launch point's horizontal plane, held against the stars."""
        n = self.numbers
        programme = (
            (n.vertical_s, 90.0),
            (n.first_pitch_s, n.first_pitch_deg),
            (n.boosters_off_s, n.boosters_off_pitch_deg),
            (n.core_off_s, self.aim.core_off_pitch_deg),
            (n.cutoff_s, self.aim.cutoff_pitch_deg),
        )
        if met_s <= programme[0][0]:
            return 90.0
        for (start, low), (end, high) in pairwise(programme):
            if met_s <= end:
                return low + (high - low) * (met_s - start) / (end - start)
        return programme[-1][1]

    def mass_and_thrust(self, met_s: float, stage_s: float, air_fraction: float) -> tuple[float, float]:
        """Return mass (kg) and thrust (N); `stage_s` says which stages burn, so that a break belongs to one side."""
        n = self.numbers
        mass = n.spacecraft_mass_kg + (n.fairing_mass_kg if stage_s < n.fairing_off_s else 0.0)
        thrust = 0.0
        if stage_s < n.boosters_off_s:
            mass += 4.0 * (n.booster_mass_kg - _flow_kg_s(n.booster_thrust_n, n.booster_impulse_s) * met_s)
            loss = (n.booster_thrust_n - n.booster_sea_level_thrust_n) * air_fraction
            thrust += 4.0 * (n.booster_thrust_n - loss)
        if stage_s < n.core_off_s:
            mass += n.core_mass_kg - _flow_kg_s(n.core_thrust_n, n.core_impulse_s) * met_s
            thrust += n.core_thrust_n - (n.core_thrust_n - n.core_sea_level_thrust_n) * air_fraction
            return mass + n.block_i_mass_kg, thrust
        push = n.block_i_thrust_n * self.aim.block_i_thrust_factor
        burned = _flow_kg_s(push, n.block_i_impulse_s) * (min(met_s, n.cutoff_s) - n.core_off_s)
        return mass + n.block_i_mass_kg - burned, push if stage_s < n.cutoff_s else 0.0

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
        """Integrate from the pad to insertion; knots at most ten seconds apart, doubled where thrust steps."""
        position, velocity = self.pad.state_teme(self.clock, 0.0)
        state: State = (*position, *velocity)
        knots: list[Knot] = []
        breaks = self.breaks_s()
        for start, end in pairwise(breaks):
            middle = 0.5 * (start + end)

            def rate(met_s: float, at: State, stage: float = middle) -> State:
                return self.rate(met_s, at, stage)

            pieces = max(math.ceil((end - start) / _KNOT_SPACING_S), 1)
            for index in range(pieces):
                early = start + (end - start) * index / pieces
                late = start + (end - start) * (index + 1) / pieces
                knots.append(_knot(early, state, rate(early, state)))
                steps = max(math.ceil((late - early) / _STEP_S), 1)
                for step in range(steps):
                    h = (late - early) / steps
                    state = runge_kutta(rate, early + h * step, state, h)
            knots.append(_knot(end, state, rate(end, state)))
        return tuple(knots)

    def aimed_at(self, target: Knot) -> Launcher:
        """Return the launcher aimed so that it reaches the target's distance, speed, climb and inclination.

        VizError when Newton's method runs away, or does not settle in twelve rounds.
        """
        wanted = np.array(_shape_of(target))
        steps = (0.01, 0.01, 0.01, 1e-4)
        launcher = self
        for _ in range(12):
            miss = np.array(_shape_of(launcher.fly()[-1])) - wanted
            if np.all(np.abs(miss) < (1e-7, 1e-10, 1e-10, 1e-10)):
                return launcher
            if not abs(miss[0]) < _LOST_KM:
                break
            columns = []
            for index, step in enumerate(steps):
                nudge = tuple(step if place == index else 0.0 for place in range(4))
                moved = replace(launcher, aim=launcher.aim.moved((nudge[0], nudge[1], nudge[2], nudge[3])))
                columns.append((np.array(_shape_of(moved.fly()[-1])) - wanted - miss) / step)
            try:
                a, b, c, d = (-np.linalg.solve(np.array(columns).T, miss)).tolist()
            except np.linalg.LinAlgError:
                break
            launcher = replace(launcher, aim=launcher.aim.moved((a, b, c, d)))
        raise VizError("the launcher cannot be aimed at that orbit - look at the starting guesses in [ascent]")

    def knots_to(self, target: Knot) -> tuple[Knot, ...]:
        """Return the aimed flight's knots, bent so that the last one is the target itself."""
        return bent_to(self.aimed_at(target).fly(), target, self.numbers.vertical_s)

    def _thrust_axis(self, met_s: float) -> Vec3:
        angle = self.clock.earth_angle_rad(0.0)
        up = teme_from_fixed(up_at(self.pad.lat_deg, self.pad.lon_deg), angle)
        east, north = east_north(up)
        azimuth, pitch = math.radians(self.aim.azimuth_deg), math.radians(self.pitch_deg(met_s))
        level = add(scaled(north, math.cos(azimuth)), scaled(east, math.sin(azimuth)))
        return add(scaled(level, math.cos(pitch)), scaled(up, math.sin(pitch)))


def _flow_kg_s(thrust_n: float, impulse_s: float) -> float:
    return thrust_n / (impulse_s * STANDARD_GRAVITY_M_S2)


def _knot(met_s: float, state: State, rate: State) -> Knot:
    return Knot(met_s, state[:3], state[3:], rate[3:])


def _shape_of(knot: Knot) -> tuple[float, float, float, float]:
    """Return distance (km), speed (km/s), climb (rad) and inclination (rad)."""
    r, v = knot.position_km, knot.velocity_km_s
    momentum = cross(r, v)
    climb = arcsine(dot(r, v) / (length(r) * length(v)))
    return length(r), length(v), climb, arccosine(momentum[2] / length(momentum))
