"""Parts that have left the craft and are followed for a while; all of this is a model.

Parts dropped in the air or under power fall on their own: gravity and drag, from the craft's place and
speed at parting. Parts let go in orbit stay within kilometres, where two computed orbits would differ by
more than the parts do; they follow the Clohessy-Wiltshire equations about the craft instead.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from viz.flight.atmosphere import air_at
from viz.flight.frames import ground_velocity_teme
from viz.flight.gravity import MU_KM3_S2, gravity_km_s2
from viz.flight.ground import height_above_ellipsoid_km
from viz.flight.integrate import MOST_STEPS, State, endless, runge_kutta
from viz.flight.quaternion import multiply, normalise, rotate
from viz.flight.state import FreeBody, Quaternion, Vec3
from viz.flight.track import Knot, Motion, Track
from viz.flight.vector import add, cross, length, scaled, sub, unit

_FALL_STEP_S = 1.0


@dataclass(frozen=True, slots=True)
class FallingPart:
    """A part on its own ballistic path."""

    name: str
    track: Track
    attitude: Quaternion
    """At parting."""
    tumble_deg_s: float
    tumble_axis: Vec3
    """Unit vector in the part's own frame."""
    centre_m: Vec3
    """Its centre of mass in its own frame: what the track follows and what it turns about."""

    @property
    def start_s(self) -> float:
        """When it left."""
        return self.track.start_s

    @property
    def end_s(self) -> float:
        """When it is no longer followed."""
        return self.track.end_s

    def at(self, met_s: float, craft: Motion) -> FreeBody:
        """Return the part at an instant between its start and its end."""
        centre = scaled(sub(self.track.at(met_s).position_km, craft.position_km), 1e3)
        turn = _tumbled(self.attitude, self.tumble_axis, self.tumble_deg_s, met_s - self.start_s)
        return FreeBody(self.name, sub(centre, rotate(turn, self.centre_m)), turn)


@dataclass(frozen=True, slots=True)
class DriftingPart:
    """A part let go in orbit."""

    name: str
    start_s: float
    end_s: float
    drift_m_s: Vec3
    """At parting: radially out, along the flight, along the orbit's normal."""
    slowing_m_s2: float
    """How much more than the craft the thin air brakes it."""
    mean_motion_rad_s: float
    attitude: Quaternion
    tumble_deg_s: float
    tumble_axis: Vec3
    centre_m: Vec3
    """Its centre of mass in its own frame: what it turns about."""

    def at(self, met_s: float, craft: Motion) -> FreeBody:
        """Return the part at an instant between its start and its end."""
        since = met_s - self.start_s
        out, along, aside = self._offset_m(since)
        up = unit(craft.position_km)
        normal = unit(cross(craft.position_km, craft.velocity_km_s))
        ahead = cross(normal, up)
        drifted = add(add(scaled(up, out), scaled(ahead, along)), scaled(normal, aside))
        turn = _tumbled(self.attitude, self.tumble_axis, self.tumble_deg_s, since)
        swung = sub(rotate(self.attitude, self.centre_m), rotate(turn, self.centre_m))
        return FreeBody(self.name, add(drifted, swung), turn)

    def _offset_m(self, since_s: float) -> Vec3:
        """Return the Clohessy-Wiltshire offset with a steady braking along the flight."""
        n = self.mean_motion_rad_s
        vx, vy, vz = self.drift_m_s
        angle = n * since_s
        s, c = math.sin(angle), math.cos(angle)
        brake = -self.slowing_m_s2 / n
        out = vx / n * s + 2.0 * vy / n * (1.0 - c) + 2.0 * brake / n * (angle - s)
        along = 2.0 * vx / n * (c - 1.0) + vy / n * (4.0 * s - 3.0 * angle)
        along += brake / n * (4.0 * (1.0 - c) - 1.5 * angle * angle)
        return out, along, vz / n * s


def falling_part(
    name: str,
    start: Knot,
    push_km_s: Vec3,
    area_per_mass_m2_kg: float,
    goes_on: Callable[[float, State], bool],
    attitude: Quaternion,
    tumble: tuple[float, Vec3],
    centre_m: Vec3 = (0.0, 0.0, 0.0),
) -> FallingPart:
    """Drop a part from its place on the craft with a small push and follow it while `goes_on(met_s, state)`.

    InvalidFile where that never ends.
    """

    def rate(_: float, state: State) -> State:
        position, velocity = state[:3], state[3:]
        density, _sound = air_at(height_above_ellipsoid_km(position))
        wind = ground_velocity_teme(position, velocity)
        pull = -0.5 * density * length(wind) * 1e3 * area_per_mass_m2_kg
        return (*velocity, *add(gravity_km_s2(position), scaled(wind, pull)))

    place = add(start.position_km, scaled(rotate(attitude, centre_m), 1e-3))
    state: State = (*place, *add(start.velocity_km_s, push_km_s))
    met_s = start.met_s
    knots = [Knot(met_s, state[:3], state[3:], rate(met_s, state)[3:])]
    while goes_on(met_s, state) or len(knots) < 2:
        if len(knots) > MOST_STEPS:
            raise endless("free_bodies", f"{name} is still followed {met_s - start.met_s:.0f} s after its parting")
        state = runge_kutta(rate, met_s, state, _FALL_STEP_S)
        met_s += _FALL_STEP_S
        knots.append(Knot(met_s, state[:3], state[3:], rate(met_s, state)[3:]))
    return FallingPart(name, Track.quintic(knots), attitude, *tumble, centre_m)


def mean_motion_rad_s(position_km: Vec3, velocity_km_s: Vec3) -> float:
    """Return the mean motion of the orbit through a state."""
    energy = length(velocity_km_s) ** 2 / 2.0 - MU_KM3_S2 / length(position_km)
    return math.sqrt((-2.0 * energy) ** 3) / MU_KM3_S2


def _tumbled(attitude: Quaternion, axis: Vec3, rate_deg_s: float, since_s: float) -> Quaternion:
    half = math.radians(rate_deg_s * since_s) / 2.0
    s = math.sin(half)
    return normalise(multiply(attitude, (math.cos(half), axis[0] * s, axis[1] * s, axis[2] * s)))
