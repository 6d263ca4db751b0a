"""The way home: a burn that lowers the perigee, four solid motors in ripple, a rolling entry, drogue, main, the sea.

A blunt body without net lift (it rolls, R07) in the co-rotating US Standard Atmosphere 1976 under J2 and J3. Three
numbers are fitted so that it meets the water where and when the record says (R14, R15): the speed of the first burn,
the yaw of the retro-rockets, and how far the main parachute is open while reefed. The splash is therefore exact by
construction and proves nothing; the loads and the times on the way are what follows.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from viz.flight.atmosphere import air_at
from viz.flight.curves import eased
from viz.flight.descent import SUTTON_GRAVES_EARTH, falls_through
from viz.flight.frames import EarthClock, fixed_from_teme, ground_velocity_teme
from viz.flight.gravity import STANDARD_GRAVITY_M_S2, gravity_km_s2
from viz.flight.ground import GroundPlace, height_above_ellipsoid_km, place_beneath
from viz.flight.integrate import MOST_STEPS, State, endless, runge_kutta
from viz.flight.state import ParachuteState, Vec3
from viz.flight.track import Knot, Motion, Track
from viz.flight.vector import add, cross, length, scaled, sub, unit
from viz.missions.gemini4.flight.numbers import Descent

AIR_TOP_KM = 250.0
_MACH = (0.0, 0.6, 0.9, 1.2, 1.5, 2.0, 3.0, 5.0, 10.0, 30.0)
_DRAG = (0.95, 1.0, 1.15, 1.35, 1.42, 1.48, 1.5, 1.5, 1.5, 1.48)
"""Drag coefficient of the blunt end, by Mach number; model, hypersonic value near the literature's [K]."""
_FIRES_UP_S = 0.25
"""A retro-rocket comes to its thrust, as it is drawn, in so long; model."""
_COLLAPSE_S = 12.0
"""How long the canopy takes to sink to the water; model."""
NOSE_RADIUS_M = 3.66
"""Of the heat shield [K]."""


@dataclass(frozen=True, slots=True, repr=False)
class Homeward:
    """The flown way home, read off its knots."""

    numbers: Descent
    track: Track
    """From the first burn to the splash."""
    drogue_met_s: float
    main_met_s: float
    site: GroundPlace

    def __repr__(self) -> str:
        return f"<Homeward: {self.site.lat_deg:.3f} N {self.site.lon_deg:.3f} E at {self.splash_met_s:.1f} s>"

    @classmethod
    def from_track(cls, numbers: Descent, track: Track, clock: EarthClock) -> Homeward:
        """Read the parachutes' times and the place of the splash off a flown path."""
        end = place_beneath(fixed_from_teme(track.knots[-1].position_km, clock.earth_angle_rad(track.end_s)))
        drogue_s, main_s = (falls_through(track, km) for km in (numbers.drogue_height_km, numbers.main_height_km))
        return cls(numbers, track, drogue_s, main_s, end)

    @property
    def splash_met_s(self) -> float:
        """When it meets the water."""
        return self.track.end_s

    @property
    def first_burn_ends_s(self) -> float:
        """When the first burn stops."""
        return self.numbers.first_burn_met_s + self.numbers.first_burn_s

    @property
    def burnout_met_s(self) -> float:
        """When the last retro-rocket stops."""
        return self.numbers.retro_met_s + retro_lasts_s(self.numbers)

    def at(self, met_s: float, clock: EarthClock) -> Motion:
        """Return the motion from the first burn on; from the splash on it floats where it came down."""
        return self.track.at(met_s) if met_s < self.splash_met_s else self.site.motion_teme(clock, met_s)

    def load_g(self, met_s: float, motion: Motion) -> float:
        """Return the load felt: what acts on the craft besides its weight."""
        felt = sub(motion.acceleration_km_s2, gravity_km_s2(motion.position_km))
        return length(felt) * 1e3 / STANDARD_GRAVITY_M_S2

    def thrust_fraction(self, met_s: float) -> float:
        """Return how hard a motor runs, 0 to 1."""
        burning = self.numbers.first_burn_met_s <= met_s < self.first_burn_ends_s
        return float(burning or self.numbers.retro_met_s <= met_s < self.burnout_met_s)

    def retro_burning(self, met_s: float) -> tuple[float, ...]:
        """Return the thrust of each retro-rocket, 0 to 1, fired one after another (R04); it comes and goes smoothly."""
        n = self.numbers
        left = (met_s - n.retro_met_s - number * n.retro_motor_s for number in range(round(n.retro_motors)))
        return tuple(max(min(1.0, since / _FIRES_UP_S, (n.retro_motor_s - since) / _FIRES_UP_S), 0.0) for since in left)

    def heating_w_m2(self, motion: Motion) -> float:
        """Return the heating at the stagnation point (Sutton and Graves, NASA TR R-376)."""
        altitude = height_above_ellipsoid_km(motion.position_km)
        if altitude >= AIR_TOP_KM:
            return 0.0
        density, _ = air_at(altitude)
        speed = length(ground_velocity_teme(motion.position_km, motion.velocity_km_s)) * 1e3
        return min(SUTTON_GRAVES_EARTH * math.sqrt(density / NOSE_RADIUS_M) * speed**3, 0.5 * density * speed**3)

    def parachute_at(self, met_s: float) -> ParachuteState:
        """Return the canopies at any instant of the flight; the drogue pulls the main one out."""
        n = self.numbers
        if met_s < self.drogue_met_s:
            return ParachuteState("stowed", 0.0, 0.0)
        if met_s < self.main_met_s:
            return ParachuteState("drogue", min((met_s - self.drogue_met_s) / n.drogue_fill_s, 1.0), 0.0)
        if met_s < self.splash_met_s:
            return ParachuteState("main", main_share(n, met_s - self.main_met_s), 0.0)
        return ParachuteState("down", eased(1.0 - (met_s - self.splash_met_s) / _COLLAPSE_S), 0.0)

    def peak_g(self) -> tuple[float, float]:
        """Return the greatest load of the entry and its time, to a tenth of a second."""
        start, stop = math.ceil(falls_through(self.track, 100.0) * 10.0), int(self.drogue_met_s * 10.0)
        return max(
            (self.load_g(tenth / 10.0, self.track.at(tenth / 10.0)), tenth / 10.0) for tenth in range(start, stop)
        )


def retro_lasts_s(numbers: Descent) -> float:
    """Return how long the motors burn, one after another (R04)."""
    return numbers.retro_motors * numbers.retro_motor_s


def main_share(numbers: Descent, since_s: float) -> float:
    """Return how far the main parachute is open, 0 to 1: reefed, then let out smoothly (R12)."""
    let_out = eased((since_s - numbers.reefed_s) / numbers.main_fill_s)
    reefed = numbers.reefed_share * min(since_s / 2.0, 1.0)
    return reefed + (1.0 - reefed) * let_out


def drag_coefficient(mach: float) -> float:
    """Return the blunt end's drag coefficient at a Mach number."""
    if mach >= _MACH[-1]:
        return _DRAG[-1]
    index = bisect_right(_MACH, mach) - 1
    share = (mach - _MACH[index]) / (_MACH[index + 1] - _MACH[index])
    return _DRAG[index] + share * (_DRAG[index + 1] - _DRAG[index])


def fly_home(numbers: Descent, start: Knot, clock: EarthClock) -> Homeward:
    """Integrate the way home from the orbit's state at the first burn; InvalidFile where nothing brings it down."""
    knots = _Fall(numbers, start).fly()
    return Homeward.from_track(numbers, Track.quintic(knots), clock)


_Push = Callable[[Vec3, Vec3], Vec3]


class _Fall:
    """Plain fourth-order Runge-Kutta with steps that end exactly where a force steps."""

    def __init__(self, numbers: Descent, start: Knot) -> None:
        self.numbers = numbers
        self.start_s = self.met_s = start.met_s
        self.state: State = (*start.position_km, *start.velocity_km_s)
        self.push: _Push | None = None
        self.drogue_s: float | None = None
        self.main_s: float | None = None
        self.knots: list[Knot] = []

    def fly(self) -> list[Knot]:
        """Return the knots from the first burn to the water."""
        n = self.numbers
        ends_s, lasts_s = n.first_burn_met_s + n.first_burn_s, retro_lasts_s(n)
        self._leg(ends_s, 4.0, self._backward(n.first_delta_v_m_s / n.first_burn_s, 0.0, 0.0))
        self._leg(n.retro_met_s, 10.0, None)
        self._leg(
            n.retro_met_s + lasts_s,
            1.0,
            self._backward(n.retro_delta_v_m_s / lasts_s, n.retro_pitch_deg, n.retro_yaw_deg),
        )
        self.push = None
        self._keep()
        self._fall_to(n.drogue_height_km, self._step_by_height)
        self.drogue_s = self.met_s
        self._keep()
        self._leg(self.met_s + n.drogue_fill_s, 0.05, None)
        self._fall_to(n.main_height_km, lambda: 0.5)
        self.main_s = self.met_s
        for end_s in (2.0, n.reefed_s, n.reefed_s + n.main_fill_s, n.reefed_s + n.main_fill_s + 5.0):
            self._leg(self.main_s + end_s, 0.1, None)
        self._fall_to(0.0, lambda: 0.5)
        return self.knots

    def _backward(self, acceleration_m_s2: float, pitch_deg: float, yaw_deg: float) -> _Push:
        """Return a push against the way, level but for pitch (down below zero) and yaw (to the left)."""
        pitch, yaw = math.radians(pitch_deg), math.radians(yaw_deg)
        parts = (-math.cos(pitch) * math.cos(yaw), math.cos(pitch) * math.sin(yaw), math.sin(pitch))

        def push(position: Vec3, velocity: Vec3) -> Vec3:
            up = unit(position)
            left = unit(cross(position, velocity))
            axes = (cross(left, up), left, up)
            x, y, z = (math.fsum(part * axis[k] for part, axis in zip(parts, axes, strict=True)) for k in range(3))
            return scaled((x, y, z), acceleration_m_s2 * 1e-3)

        return push

    def _leg(self, end_s: float, longest_s: float, push: _Push | None) -> None:
        self.push = push
        self._keep()
        start, count = self.met_s, max(math.ceil((end_s - self.met_s) / longest_s - 1e-9), 1)
        for index in range(count):
            target = start + (end_s - start) * (index + 1) / count
            self.state = self._advanced(target - self.met_s)
            self.met_s = target
            self._keep()

    def _step_by_height(self) -> float:
        height = height_above_ellipsoid_km(self.state[:3])
        return 2.0 if height > 130.0 else 0.5 if height > 100.0 else 0.25

    def _fall_to(self, altitude_km: float, step_s: Callable[[], float]) -> None:
        """Step until the height is reached, then take the part of a step that ends exactly there."""
        while True:
            whole = step_s()
            after = self._advanced(whole)
            height_km = place_beneath(after[:3]).altitude_km
            if len(self.knots) > MOST_STEPS or not math.isfinite(height_km):
                raise endless(
                    "descent", f"has not come down to {altitude_km:g} km {self.met_s - self.start_s:.0f} s on"
                )
            if height_km <= altitude_km:
                break
            self.state, self.met_s = after, self.met_s + whole
            self._keep()
        short, long = 0.0, whole
        for _ in range(50):
            part = 0.5 * (short + long)
            if place_beneath(self._advanced(part)[:3]).altitude_km > altitude_km:
                short = part
            else:
                long = part
        self.state, self.met_s = self._advanced(long), self.met_s + long
        self._keep()

    def _keep(self) -> None:
        knot = Knot(self.met_s, self.state[:3], self.state[3:], self._rate(self.met_s, self.state)[3:])
        if not self.knots or self.knots[-1] != knot:
            self.knots.append(knot)

    def _area_m2(self, met_s: float, mach: float) -> float:
        n = self.numbers
        area = drag_coefficient(mach) * math.pi * n.shield_diameter_m**2 / 4.0
        if self.drogue_s is not None and self.main_s is None:
            area += n.drogue_area_m2 * min((met_s - self.drogue_s) / n.drogue_fill_s, 1.0)
        if self.main_s is not None:
            area += n.main_area_m2 * main_share(n, met_s - self.main_s)
        return area

    def _rate(self, met_s: float, state: State) -> State:
        position, velocity = state[:3], state[3:]
        force = gravity_km_s2(position)
        altitude = height_above_ellipsoid_km(position)
        if altitude < AIR_TOP_KM:
            density, sound = air_at(altitude)
            wind = ground_velocity_teme(position, velocity)
            speed = length(wind) * 1e3
            pull = -0.5 * density * speed * self._area_m2(met_s, speed / sound) / self.numbers.entry_mass_kg
            force = add(force, scaled(wind, pull))
        if self.push is not None:
            force = add(force, self.push(position, velocity))
        return (*velocity, *force)

    def _advanced(self, step_s: float) -> State:
        return runge_kutta(self._rate, self.met_s, self.state, step_s)
