"""Which way the craft points.

The record gives a few words on attitude (orbital orientation, the spin after the airlock left, engine
forward for the burn, the tied modules turning) and no angles. So this is a model: a chain of plain turns,
each angle a smooth explicit function of time, its numbers in the group ``[attitude]``.

The chain starts from the orbit: node, inclination, argument of latitude, taken from position and velocity.
The three angles are followed past whole turns with the help of a nominal orbit, so that the quaternion
never changes sign between neighbouring instants, in any order of questions.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from viz.flight.curves import nearest_turn, ramp, ramp_integral, swing
from viz.flight.frames import EARTH_TURN_RAD_S
from viz.flight.quaternion import about_x, multiply, normalise
from viz.flight.state import Quaternion, Vec3
from viz.mission.model import Mission
from viz.missions.voskhod2.flight.numbers import Numbers
from viz.missions.voskhod2.flight.numbers_craft import Attitude
from viz.missions.voskhod2.flight.numbers_walk import Eva

_FORWARD_LEFT_UP: Quaternion = (0.5, 0.5, 0.5, 0.5)
"""From (forward, left, up) to (up, forward, left): the axes of an orbit are radius, flight, normal."""


Hold = tuple[float, float, float, float, float, float]
"""A stretch in which the craft keeps no level: begun, wholly free, ended, wholly caught, seconds after lift-off; where
its level stood still, and the whole turns that the orbit took meanwhile, rad."""


@dataclass(frozen=True, slots=True)
class AttitudeTimes:
    """When the way of pointing changes, seconds after lift-off."""

    separation_s: float
    pushes_s: tuple[float, ...]
    jettison_s: float
    spin_damped_s: float
    orient_s: float
    oriented_s: float
    cutoff_s: float
    tied_s: float
    parted_s: float
    interface_s: float
    main_canopy_s: float
    touchdown_s: float


@dataclass(frozen=True, slots=True)
class AttitudeModel:
    """Attitude of the craft from take-off to its rest in the snow."""

    times: AttitudeTimes
    numbers: Attitude
    spin_deg_s: float
    """After the airlock has left, trimmed by less than 0.001 deg/s to a whole number of turns."""
    tumble_deg_s: float
    """Of the tied modules, trimmed to a whole number of turns."""
    burn_yaw_rad: float
    push_lasts_s: float
    holds: tuple[Hold, ...]

    @classmethod
    def from_mission(cls, mission: Mission, all_numbers: Numbers) -> AttitudeModel:
        """Return the model of that mission; NotTold when it lacks an event."""
        numbers = all_numbers.attitude
        times = _times(mission, numbers, all_numbers.eva)
        spin_s = _spin_integral_s(times, numbers, times.spin_damped_s)
        tumble_s = _tumble_integral_s(times, numbers, times.touchdown_s)
        return cls(
            times=times,
            numbers=numbers,
            spin_deg_s=360.0 * math.floor(numbers.spin_deg_s * spin_s / 360.0) / spin_s,
            tumble_deg_s=360.0 * round(numbers.tumble_deg_s * tumble_s / 360.0) / tumble_s,
            burn_yaw_rad=math.radians(all_numbers.descent.yaw_deg),
            push_lasts_s=all_numbers.eva.push_lasts_s,
            holds=tuple(_holds(times, numbers)),
        )

    def at(self, met_s: float, position_teme_km: Vec3, velocity_teme_km_s: Vec3) -> Quaternion:
        """Return the turn from body to TEME."""
        node, inclination, latitude, flight = self._orbit_angles(met_s, position_teme_km, velocity_teme_km_s)
        along, aside = flight
        back, swung = ramp(met_s, self.times.orient_s, self.times.oriented_s), self._push_swing(met_s)
        coned = self._coning_rad(met_s)
        pitch = along + math.pi * back + self._tumble_rad(met_s) + self._pitch_swing_rad(met_s, swung) + coned[0]
        yaw = aside * (1.0 - 2.0 * back) + self._yaw_rad(met_s, back) + coned[1]
        orbit = _orbit_turn(node, inclination, self._held_latitude(met_s, latitude))
        own = multiply(_tilt_turn(-pitch, yaw), about_x(self._roll_rad(met_s, back, swung)))
        return normalise(multiply(multiply(orbit, _FORWARD_LEFT_UP), own))

    def _orbit_angles(
        self, met_s: float, position_teme_km: Vec3, velocity_teme_km_s: Vec3
    ) -> tuple[float, float, float, tuple[float, float]]:
        """Return node, inclination and argument of latitude, and how the flight leaves (up, left of) level."""
        x, y, z = position_teme_km
        vx, vy, vz = velocity_teme_km_s
        hx, hy, hz = y * vz - z * vy, z * vx - x * vz, x * vy - y * vx
        across = math.hypot(hx, hy)
        momentum, radius = math.hypot(across, hz), math.sqrt(x * x + y * y + z * z)
        node = nearest_turn(math.atan2(hx, -hy), self._nominal_node_rad(met_s))
        # Components of the position along the node and at right angles to it in the plane.
        on_node = (hx * y - hy * x) / across
        off_node = z * momentum / across
        latitude = nearest_turn(math.atan2(off_node, on_node), self._nominal_latitude_rad(met_s))
        wx, wy, wz = self._pointing_velocity(met_s, position_teme_km, velocity_teme_km_s, radius)
        upward = (wx * x + wy * y + wz * z) / radius
        left = (wx * hx + wy * hy + wz * hz) / momentum
        forward = (wx * (hy * z - hz * y) + wy * (hz * x - hx * z) + wz * (hx * y - hy * x)) / (momentum * radius)
        along, aside = math.atan2(upward, forward), math.atan2(left, math.hypot(upward, forward))
        return node, math.atan2(across, hz), latitude, (along, aside)

    def _pointing_velocity(
        self, met_s: float, position_teme_km: Vec3, velocity_teme_km_s: Vec3, radius_km: float
    ) -> Vec3:
        """Return the velocity the craft points along: through the air low down, inertial in orbit."""
        times, numbers = self.times, self.numbers
        settle_s = numbers.air_to_orbit_s
        in_air = 1.0 - ramp(met_s, times.separation_s - settle_s, times.separation_s)
        in_air += ramp(met_s, times.interface_s - settle_s, times.interface_s)
        # Straight up from the pad and straight down to the snow, where the air gives no direction.
        rise = numbers.vertical_km_s * (1.0 - ramp(met_s, 0.0, numbers.vertical_s))
        hung = ramp(met_s, times.main_canopy_s, times.main_canopy_s + settle_s)
        rise -= numbers.vertical_km_s * hung
        x, y, z = position_teme_km
        vx, vy, vz = velocity_teme_km_s
        turn = in_air * EARTH_TURN_RAD_S
        lift = rise / radius_km
        # Hanging, it minds its own motion no more: the bump of the touchdown does not turn it.
        share = 1.0 - hung
        return (share * (vx + turn * y) + lift * x, share * (vy - turn * x) + lift * y, share * vz + lift * z)

    def _nominal_node_rad(self, met_s: float) -> float:
        """Return about where the node is: nearly fixed in flight, turning with the Earth on the ground."""
        grounded_s = max(0.0, met_s - self.times.touchdown_s)
        return math.radians(self.numbers.node_deg) + EARTH_TURN_RAD_S * grounded_s

    def _nominal_latitude_rad(self, met_s: float) -> float:
        """Return about how far past the node the craft is, counting whole turns; it stops with the landing."""
        return _nominal_latitude_rad(self.times, self.numbers, met_s)

    def _held_latitude(self, met_s: float, latitude: float) -> float:
        """Return the argument of latitude whose level the craft keeps: held still while it spins or tumbles."""
        held, dropped = latitude, 0.0
        for start_s, released_s, stop_s, caught_s, frozen, turns in self.holds:
            if met_s <= start_s:  # neither this nor what follows has begun
                break
            free, caught = ramp(met_s, start_s, released_s), ramp(met_s, stop_s, caught_s)
            held += (frozen - dropped - held) * free * (1.0 - caught) - turns * free * caught
            dropped += turns
        return held

    def _roll_rad(self, met_s: float, back: float, swung: float) -> float:
        times, numbers = self.times, self.numbers
        level = ramp(met_s, times.spin_damped_s, times.spin_damped_s + numbers.recapture_s)
        # Half a turn more when the craft has pitched over on its back, so that its sight looks down again.
        degrees = numbers.eva_roll_deg * (1.0 - level) + 180.0 * back
        degrees += -numbers.push_roll_deg * swung
        degrees += self.spin_deg_s * _spin_integral_s(times, numbers, met_s)
        return math.radians(degrees)

    def push_roll_deg(self, met_s: float) -> float:
        """Return how far his push-offs have rolled the ship about +X at that instant (M7); the size is a model."""
        return -self.numbers.push_roll_deg * self._push_swing(met_s)

    def _push_swing(self, met_s: float) -> float:
        """Return the swing left by his push-offs (M7), unit size each."""
        pushes_s, numbers = self.times.pushes_s, self.numbers
        if not pushes_s[0] < met_s < pushes_s[-1] + 20.0 * numbers.push_decay_s:
            return 0.0
        period_s, decay_s, lasts_s = numbers.push_period_s, numbers.push_decay_s, self.push_lasts_s
        # A push lasts: the ship's rate grows with it and does not step.
        return math.fsum(
            [
                ramp(met_s, push_s, push_s + lasts_s) * swing(met_s, push_s, period_s, decay_s)
                for push_s in pushes_s[: bisect_left(pushes_s, met_s)]
            ]
        )

    def _yaw_rad(self, met_s: float, aimed: float) -> float:
        times, numbers = self.times, self.numbers
        left = ramp(met_s, times.cutoff_s, times.cutoff_s + numbers.release_s)
        return self.burn_yaw_rad * aimed * (1.0 - left)

    def _pitch_swing_rad(self, met_s: float, swung: float) -> float:
        times, numbers = self.times, self.numbers
        degrees = numbers.push_pitch_deg * swung
        tilt = numbers.rest_tilt_deg * ramp(met_s, times.touchdown_s, times.touchdown_s + numbers.settle_s)
        return math.radians(degrees + tilt)

    def _coning_rad(self, met_s: float) -> tuple[float, float]:
        """Return the coning about the wind, in pitch and in yaw: wide when the modules part, damped by the air, then
        canopy swing."""
        times, numbers = self.times, self.numbers
        begun = ramp(met_s, times.parted_s, times.parted_s + numbers.tumble_down_s)
        if begun == 0.0 or met_s > times.touchdown_s + numbers.settle_s:
            return 0.0, 0.0
        hung = ramp(met_s, times.main_canopy_s, times.main_canopy_s + numbers.settle_s)
        since_s = met_s - times.parted_s
        entry = numbers.trim_deg * math.exp(-since_s / numbers.trim_decay_s) * begun
        rest = 1.0 - ramp(met_s, times.touchdown_s, times.touchdown_s + numbers.settle_s)
        canopy = numbers.canopy_swing_deg * hung * rest
        fast, slow = (2.0 * math.pi * since_s / period for period in (numbers.trim_period_s, numbers.canopy_period_s))
        pitch, yaw = (
            math.radians(entry * math.sin(fast + phase) * (1.0 - hung) + canopy * math.sin(slow + phase))
            for phase in (0.0, math.pi / 2)
        )
        return pitch, yaw

    def _tumble_rad(self, met_s: float) -> float:
        return math.radians(self.tumble_deg_s * _tumble_integral_s(self.times, self.numbers, met_s))


def _nominal_latitude_rad(times: AttitudeTimes, numbers: Attitude, met_s: float) -> float:
    flown_s = min(met_s, times.touchdown_s) - numbers.first_node_s
    return 2.0 * math.pi * flown_s / numbers.nodal_period_s


def _holds(times: AttitudeTimes, numbers: Attitude) -> Iterator[Hold]:
    """Yield the spin after the airlock has left, and the tumble of the tied modules."""
    for start_s, stop_s, catch_s in (
        (times.jettison_s, times.spin_damped_s, numbers.recapture_s),
        (times.cutoff_s, times.parted_s, numbers.tumble_down_s),
    ):
        frozen = _nominal_latitude_rad(times, numbers, start_s)
        turns = round((_nominal_latitude_rad(times, numbers, stop_s) - frozen) / (2.0 * math.pi))
        yield start_s, start_s + numbers.release_s, stop_s, stop_s + catch_s, frozen, 2.0 * math.pi * turns


def _orbit_turn(node: float, inclination: float, latitude: float) -> Quaternion:
    """Return Rz(node) Rx(inclination) Rz(latitude), multiplied out."""
    c, s = math.cos(inclination / 2), math.sin(inclination / 2)
    both, apart = (node + latitude) / 2, (node - latitude) / 2
    return (c * math.cos(both), s * math.cos(apart), s * math.sin(apart), c * math.sin(both))


def _tilt_turn(about_y: float, about_z: float) -> Quaternion:
    """Return Ry(about_y) Rz(about_z), multiplied out."""
    c, s = math.cos(about_y / 2), math.sin(about_y / 2)
    d, t = math.cos(about_z / 2), math.sin(about_z / 2)
    return (c * d, s * t, s * d, c * t)


def _spin_integral_s(times: AttitudeTimes, numbers: Attitude, met_s: float) -> float:
    """Return the seconds of full spin that give the phase reached at that instant."""
    up = ramp_integral(met_s, times.jettison_s, times.jettison_s + numbers.spin_up_s)
    return up - ramp_integral(met_s, times.spin_damped_s - numbers.spin_down_s, times.spin_damped_s)


def _tumble_integral_s(times: AttitudeTimes, numbers: Attitude, met_s: float) -> float:
    up = ramp_integral(met_s, times.tied_s, times.tied_s + numbers.tumble_up_s)
    return up - ramp_integral(met_s, times.parted_s, times.parted_s + numbers.tumble_down_s)


def _times(mission: Mission, numbers: Attitude, walk: Eva) -> AttitudeTimes:
    def met_s(event_id: str) -> float:
        return mission.event(event_id).time.met_s

    exit_s = met_s("eva.exit")
    pushes_s = tuple(sorted(exit_s + departure.after_exit_s for departure in walk.departures))
    cutoff_s = met_s("descent.cutoff")
    ignition_s = met_s("descent.ignition")
    orient_s = min(met_s("descent.orient"), ignition_s - 2.0 * numbers.held_before_burn_s)
    return AttitudeTimes(
        separation_s=met_s("launch.separation"),
        pushes_s=pushes_s,
        jettison_s=met_s("airlock.jettison"),
        spin_damped_s=met_s("descent.auto_planned") - numbers.damped_before_burn_s,
        orient_s=orient_s,
        oriented_s=min(orient_s + numbers.turn_back_s, ignition_s - numbers.held_before_burn_s),
        cutoff_s=cutoff_s,
        tied_s=max(cutoff_s, met_s("descent.modules_tied")),
        parted_s=met_s("descent.modules_parted"),
        interface_s=met_s("descent.interface"),
        main_canopy_s=met_s("descent.main_canopy"),
        touchdown_s=met_s("landing.touchdown"),
    )
