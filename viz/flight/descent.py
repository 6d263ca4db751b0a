"""The way down: retrofire, entry, parachutes, soft landing, integrated from the orbit's own state.

A sphere without lift in the co-rotating US Standard Atmosphere 1976 under J2 and J3. Three numbers are
fitted so that it touches the ground where and when the record says: the speed taken off by the engine,
the yaw error of the hand-held attitude, and the seconds under the drogue. The landing is therefore exact
by construction and proves nothing; the loads, the heating and the times on the way are what follows.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from viz.flight.atmosphere import air_at
from viz.flight.curves import eased
from viz.flight.frames import (
    EARTH_TURN_RAD_S,
    EarthClock,
    fixed_from_teme,
    ground_velocity_teme,
    teme_state_from_fixed,
)
from viz.flight.gravity import MU_KM3_S2, STANDARD_GRAVITY_M_S2, gravity_km_s2
from viz.flight.ground import GroundPlace, height_above_ellipsoid_km, place_beneath, up_at
from viz.flight.integrate import MOST_STEPS, State, endless, runge_kutta
from viz.flight.state import ParachuteState, Vec3
from viz.flight.track import Knot, Motion, Track
from viz.flight.vector import cross, dot, length, sub, unit

AIR_TOP_KM = 250.0
"""Above this the descent feels no air."""

_MACH = (0.0, 0.6, 0.8, 0.9, 1.0, 1.2, 1.5, 2.0, 3.0, 5.0, 30.0)
_DRAG = (0.38, 0.40, 0.48, 0.58, 0.75, 0.90, 0.98, 1.0, 0.95, 0.92, 0.92)
"""Drag coefficient of a blunt sphere over Mach number; model, hypersonic value near Newton's."""

SUTTON_GRAVES_EARTH = 1.7415e-4
"""kg^0.5/m: stagnation heating q = k sqrt(rho / nose radius) v^3 (Sutton and Graves, NASA TR R-376, 1971)."""

_CANOPY_FALLS_S = 6.0
"""Seconds a canopy takes to sink to the ground after touchdown; model."""

_StepLength = Callable[[], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class DescentModel:
    """The numbers one descent is flown with."""

    ignition_met_s: float
    delta_v_m_s: float
    yaw_deg: float = 0.0
    pitch_deg: float = 0.0
    thrust_n: float
    specific_impulse_s: float
    ignition_mass_kg: float
    sphere_mass_kg: float
    sphere_diameter_m: float
    drogue_height_km: float
    drogue_area_m2: float
    """Drag area: coefficient times area, as for the main canopy."""
    drogue_fill_s: float
    drogue_hold_s: float
    main_area_m2: float
    main_fill_s: float
    soft_landing_height_km: float
    touchdown_speed_km_s: float
    ground_altitude_km: float

    @property
    def exhaust_speed_m_s(self) -> float:
        """Speed of the engine's exhaust."""
        return self.specific_impulse_s * STANDARD_GRAVITY_M_S2

    @property
    def burn_s(self) -> float:
        """Length of the burn, by the rocket equation."""
        flow = self.thrust_n / self.exhaust_speed_m_s
        return self.ignition_mass_kg / flow * (1.0 - math.exp(-self.delta_v_m_s / self.exhaust_speed_m_s))

    @property
    def cutoff_met_s(self) -> float:
        """When the engine stops."""
        return self.ignition_met_s + self.burn_s

    def thrust_km_s2(self, met_s: float) -> float:
        """Return the acceleration the engine gives while it burns."""
        flow = self.thrust_n / self.exhaust_speed_m_s
        return self.thrust_n / (self.ignition_mass_kg - flow * (met_s - self.ignition_met_s)) * 1e-3

    def thrust_axis_teme(self, position_km: Vec3, velocity_km_s: Vec3) -> Vec3:
        """Return the direction of thrust, held against the stars: backward at mid-burn, turned by the errors."""
        half = self.burn_s / 2.0
        fall = -MU_KM3_S2 / length(position_km) ** 3 * half
        middle = tuple(r + v * half for r, v in zip(position_km, velocity_km_s, strict=True))
        later = tuple(v + r * fall for r, v in zip(position_km, velocity_km_s, strict=True))
        ahead = unit((later[0], later[1], later[2]))
        side = unit(cross((middle[0], middle[1], middle[2]), ahead))
        out = cross(ahead, side)
        yaw, pitch = math.radians(self.yaw_deg), math.radians(self.pitch_deg)
        back, across, up = -math.cos(yaw) * math.cos(pitch), math.sin(yaw) * math.cos(pitch), math.sin(pitch)
        x, y, z = (back * a + across * s + up * o for a, s, o in zip(ahead, side, out, strict=True))
        return x, y, z

    def drag_area_m2(self, mach: float, since_drogue_s: float | None) -> float:
        """Return drag coefficient times area of sphere and canopies together."""
        sphere = drag_coefficient(mach) * math.pi * self.sphere_diameter_m**2 / 4.0
        if since_drogue_s is None or since_drogue_s < 0.0:
            return sphere
        canopy = self.drogue_area_m2 * min(since_drogue_s / self.drogue_fill_s, 1.0)
        filled = self.main_fraction(since_drogue_s)
        return sphere + canopy + (self.main_area_m2 - canopy) * filled

    def main_fraction(self, since_drogue_s: float) -> float:
        """Return how far the main canopy has filled, let out of its reefing smoothly."""
        return eased((since_drogue_s - self.drogue_hold_s) / self.main_fill_s)

    def drag_km_s2(self, position_km: Vec3, velocity_km_s: Vec3, since_drogue_s: float | None) -> Vec3:
        """Return the acceleration by the air."""
        altitude = height_above_ellipsoid_km(position_km)
        if altitude >= AIR_TOP_KM:
            return 0.0, 0.0, 0.0
        density, sound = air_at(altitude)
        wind = ground_velocity_teme(position_km, velocity_km_s)
        speed = length(wind) * 1e3
        pull = -0.5 * density * speed * self.drag_area_m2(speed / sound, since_drogue_s) / self.sphere_mass_kg
        return pull * wind[0], pull * wind[1], pull * wind[2]

    def heating_w_m2(self, position_km: Vec3, velocity_km_s: Vec3) -> float:
        """Return convective heating at the stagnation point.

        Sutton and Graves, never more than the energy the air brings: above about 110 km it is too thin for
        their formula.
        """
        altitude = height_above_ellipsoid_km(position_km)
        if altitude >= AIR_TOP_KM:
            return 0.0
        density, _ = air_at(altitude)
        speed = length(ground_velocity_teme(position_km, velocity_km_s)) * 1e3
        continuum = SUTTON_GRAVES_EARTH * math.sqrt(density / (self.sphere_diameter_m / 2.0)) * speed**3
        return min(continuum, 0.5 * density * speed**3)


def drag_coefficient(mach: float) -> float:
    """Return the sphere's drag coefficient, straight lines between the table's rows."""
    if mach >= _MACH[-1]:
        return _DRAG[-1]
    index = bisect_right(_MACH, mach) - 1
    share = (mach - _MACH[index]) / (_MACH[index + 1] - _MACH[index])
    return _DRAG[index] + share * (_DRAG[index + 1] - _DRAG[index])


@dataclass(frozen=True, slots=True, repr=False)
class Descent:
    """One descent, flown."""

    model: DescentModel
    track: Track
    """From ignition to touchdown."""
    drogue_met_s: float
    soft_landing_met_s: float
    site: GroundPlace
    """Where it touches the ground."""

    def __repr__(self) -> str:
        place = f"{self.site.lat_deg:.3f} N {self.site.lon_deg:.3f} E"
        return f"<Descent: ignition at {self.model.ignition_met_s:.1f} s, {place} at {self.touchdown_met_s:.1f} s>"

    @classmethod
    def from_track(cls, model: DescentModel, track: Track, clock: EarthClock) -> Descent:
        """Read the parachutes' times and the landing place off a flown path."""
        end = fixed_from_teme(track.knots[-1].position_km, clock.earth_angle_rad(track.end_s))
        drogue = falls_through(track, model.drogue_height_km)
        return cls(model, track, drogue, track.times_s[-2], place_beneath(end))

    @property
    def touchdown_met_s(self) -> float:
        """When it touches the ground."""
        return self.track.end_s

    @property
    def main_canopy_met_s(self) -> float:
        """When the main canopy starts to fill."""
        return self.drogue_met_s + self.model.drogue_hold_s

    def at(self, met_s: float, clock: EarthClock) -> Motion:
        """Return the motion from ignition on; from touchdown on it stands where it came down."""
        return self.track.at(met_s) if met_s < self.touchdown_met_s else self.site.motion_teme(clock, met_s)

    def time_at_altitude(self, altitude_km: float) -> float:
        """Return when the craft falls through a height above the ellipsoid."""
        return falls_through(self.track, altitude_km)

    def load_g(self, met_s: float, motion: Motion) -> float:
        """Return the load felt at an instant of this descent."""
        if met_s < self.model.cutoff_met_s:
            return self.model.thrust_km_s2(met_s) * 1e3 / STANDARD_GRAVITY_M_S2
        if met_s >= self.soft_landing_met_s:
            pull = gravity_km_s2(motion.position_km)
            return length(sub(motion.acceleration_km_s2, pull)) * 1e3 / STANDARD_GRAVITY_M_S2
        drag = self.model.drag_km_s2(motion.position_km, motion.velocity_km_s, met_s - self.drogue_met_s)
        return length(drag) * 1e3 / STANDARD_GRAVITY_M_S2

    def parachute_at(self, met_s: float) -> ParachuteState:
        """Return the canopies at any instant of the flight."""
        since = met_s - self.drogue_met_s
        if since < 0.0:
            return ParachuteState("stowed", 0.0, 0.0)
        if met_s >= self.touchdown_met_s:
            left = eased(1.0 - (met_s - self.touchdown_met_s) / _CANOPY_FALLS_S)
            return ParachuteState("down", left, 0.0)
        if since < self.model.drogue_hold_s:
            return ParachuteState("drogue", min(since / self.model.drogue_fill_s, 1.0), 0.0)
        motor = 1.0 if met_s >= self.soft_landing_met_s else 0.0
        return ParachuteState("main", self.model.main_fraction(since), motor)

    def peak(self, quantity: str) -> tuple[float, float]:
        """Return the greatest `load` (g) or `heating` (W/m2) of the entry and its time, to a tenth of a second."""
        start, stop = math.ceil(self.time_at_altitude(100.0) * 10.0), int(self.drogue_met_s * 10.0)
        _, near_s = max(self._felt(quantity, tenth / 10.0) for tenth in range(start, stop, 20))
        near = round(near_s * 10.0)
        return max(self._felt(quantity, tenth / 10.0) for tenth in range(max(near - 30, start), min(near + 31, stop)))

    def _felt(self, quantity: str, met_s: float) -> tuple[float, float]:
        motion = self.track.at(met_s)
        if quantity == "heating":
            return self.model.heating_w_m2(motion.position_km, motion.velocity_km_s), met_s
        return self.load_g(met_s, motion), met_s


def falls_through(track: Track, altitude_km: float) -> float:
    """Return the last time the path goes down through a height, by halving the span of its knots."""
    low, high = 0, len(track.knots) - 1
    for index in range(len(track.knots) - 1, -1, -1):
        if place_beneath(track.knots[index].position_km).altitude_km > altitude_km:
            low, high = index, min(index + 1, high)
            break
    early, late = track.times_s[low], track.times_s[high]
    for _ in range(60):
        middle = 0.5 * (early + late)
        if place_beneath(track.at(middle).position_km).altitude_km > altitude_km:
            early = middle
        else:
            late = middle
    return late


def fly_descent(model: DescentModel, start: Knot, clock: EarthClock) -> Descent:
    """Integrate a descent from the orbit's state at ignition to the ground.

    The path keeps every step of the integration; `scripts/build_descent.py` thins it for shipping. InvalidFile where
    these numbers do not bring it down.
    """
    try:
        knots = _Fall(model, start).fly()
        knots.extend(_soft_landing(model, knots[-1], clock))
        return Descent.from_track(model, Track.quintic(knots), clock)
    except (ArithmeticError, ValueError, IndexError) as error:
        raise endless("descent", f"cannot be flown ({type(error).__name__}: {error})") from error


class _Fall:
    """Plain fourth-order Runge-Kutta with steps that end exactly where a force steps."""

    def __init__(self, model: DescentModel, start: Knot) -> None:
        self.model = model
        self.start_s = self.met_s = start.met_s
        self.state: State = (*start.position_km, *start.velocity_km_s)
        self.axis = model.thrust_axis_teme(start.position_km, start.velocity_km_s)
        self.burning = True
        self.drogue_s: float | None = None
        self.knots: list[Knot] = []

    def fly(self) -> list[Knot]:
        """Return the knots from ignition to the height where the soft-landing motor fires."""
        self._keep()
        self._steps(self.model.cutoff_met_s, 1.0)
        self.burning = False
        self._keep()
        self._fall_to(self.model.drogue_height_km, self._step_by_height)
        self.drogue_s = self.met_s
        opened, filled = self.met_s, self.met_s + self.model.drogue_hold_s + self.model.main_fill_s
        self._steps(opened + self.model.drogue_fill_s, 0.05)
        self._steps(opened + self.model.drogue_hold_s, 0.1)
        self._steps(filled, 0.1)
        self._steps(filled + 5.0, 0.1)
        self._fall_to(self.model.ground_altitude_km + self.model.soft_landing_height_km, lambda: 0.5)
        return self.knots

    def _step_by_height(self) -> float:
        height = height_above_ellipsoid_km(self.state[:3])
        return 2.0 if height > 130.0 else 0.5 if height > 100.0 else 0.25

    def _steps(self, end_s: float, longest_s: float) -> None:
        start = self.met_s
        if not end_s - start < MOST_STEPS * longest_s:
            raise endless(
                "descent", f"is to be flown for {end_s - start:g} s with an engine or a canopy at one setting"
            )
        count = max(math.ceil((end_s - start) / longest_s - 1e-9), 1)
        for index in range(count):
            target = start + (end_s - start) * (index + 1) / count
            self.state = self._advanced(target - self.met_s)
            self.met_s = target
            self._keep()

    def _fall_to(self, altitude_km: float, step_s: _StepLength) -> None:
        """Step until the height is reached, then take the part of a step that ends exactly there."""
        while True:
            whole = step_s()
            after = self._advanced(whole)
            height_km = place_beneath(after[:3]).altitude_km
            if len(self.knots) > MOST_STEPS or not math.isfinite(height_km):
                raise endless(
                    "descent", f"has not come down to {altitude_km:g} km {self.met_s - self.start_s:.0f} s on"
                )
            if height_km > altitude_km:
                self.state, self.met_s = after, self.met_s + whole
                self._keep()
                continue
            short, long = 0.0, whole
            for _ in range(50):
                part = 0.5 * (short + long)
                if place_beneath(self._advanced(part)[:3]).altitude_km > altitude_km:
                    short = part
                else:
                    long = part
            self.state, self.met_s = self._advanced(long), self.met_s + long
            self._keep()
            return

    def _keep(self) -> None:
        rate = self._rate(self.met_s, self.state)
        self.knots.append(Knot(self.met_s, self.state[:3], self.state[3:], rate[3:]))

    def _rate(self, met_s: float, state: State) -> State:
        position, velocity = state[:3], state[3:]
        gx, gy, gz = gravity_km_s2(position)
        since = None if self.drogue_s is None else met_s - self.drogue_s
        dx, dy, dz = self.model.drag_km_s2(position, velocity, since)
        push = self.model.thrust_km_s2(met_s) if self.burning else 0.0
        ax, ay, az = self.axis
        return (*velocity, gx + dx + push * ax, gy + dy + push * ay, gz + dz + push * az)

    def _advanced(self, step_s: float) -> State:
        return runge_kutta(self._rate, self.met_s, self.state, step_s)


def _soft_landing(model: DescentModel, start: Knot, clock: EarthClock) -> list[Knot]:
    """Return the two knots of the motor's burn: steady braking, over the ground, to the touchdown speed."""
    angle = clock.earth_angle_rad(start.met_s)
    position = fixed_from_teme(start.position_km, angle)
    velocity = fixed_from_teme(ground_velocity_teme(start.position_km, start.velocity_km_s), angle)
    place = place_beneath(position)
    speed = length(velocity)
    along = unit(velocity)
    sinking = -dot(along, up_at(place.lat_deg, place.lon_deg))
    path = (place.altitude_km - model.ground_altitude_km) / sinking
    last = model.touchdown_speed_km_s
    lasts_s = 2.0 * path / (speed + last)
    braking = (last - speed) / lasts_s
    end = (position[0] + along[0] * path, position[1] + along[1] * path, position[2] + along[2] * path)
    slow = (along[0] * last, along[1] * last, along[2] * last)
    force = (along[0] * braking, along[1] * braking, along[2] * braking)
    end_s = start.met_s + lasts_s
    r, v = teme_state_from_fixed(end, slow, clock.earth_angle_rad(end_s))
    first = _turning(force, start.position_km, start.velocity_km_s, angle)
    final = _turning(force, r, v, clock.earth_angle_rad(end_s))
    return [Knot(start.met_s, start.position_km, start.velocity_km_s, first), Knot(end_s, r, v, final)]


def _turning(fixed_km_s2: Vec3, position_km: Vec3, velocity_km_s: Vec3, angle_rad: float) -> Vec3:
    """Return on TEME axes an acceleration known on turning ones (Coriolis and centrifugal terms added)."""
    ax, ay, az = fixed_from_teme(fixed_km_s2, -angle_rad)
    ux, uy, _ = ground_velocity_teme(position_km, velocity_km_s)
    w = EARTH_TURN_RAD_S
    return ax - 2.0 * w * uy - w * w * position_km[0], ay + 2.0 * w * ux - w * w * position_km[1], az
