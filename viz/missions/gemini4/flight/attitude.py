"""Which way the craft points.

The record has a few attitudes in words (blunt end forward, nose straight down, one degree a second, minus thirty) and
no more. So this is a model: yaw, pitch and roll from the orbit's own frame, each a smooth curve through the rows of the
group ``[attitude]``; on the way up the nose leads through the air, on the way down the blunt end does; a steady roll in
between; under the main parachute two points hold it (R13), on the water it floats on its back with the swell.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from viz.flight.curves import KeyedCurve, ramp, ramp_integral
from viz.flight.frames import ground_velocity_teme
from viz.flight.quaternion import about_x, about_y, about_z, level, multiply
from viz.flight.state import Quaternion, Vec3
from viz.flight.vector import cross, dot, unit
from viz.missions.gemini4.flight.numbers import Numbers, Roll, Sea

_SETTLES_S = 40.0
"""How long the craft takes from one thing to point by to the next; model."""
_SPINS_UP_S = 8.0
_LIES_DOWN_S = 6.0
_FLOATS_DEG = 8.0
"""Nose up on the water; model."""
_RISE_KM_S = 0.02
"""On the pad and low above it the air gives no direction: straight up leads."""


@dataclass(frozen=True, slots=True)
class AttitudeTimes:
    """When the way of pointing changes, seconds after lift-off."""

    cutoff_s: float
    separation_s: float
    interface_s: float
    splash_s: float


@dataclass(frozen=True, slots=True)
class AttitudeModel:
    """Attitude of the craft from take-off to the water."""

    times: AttitudeTimes
    yaw_deg: KeyedCurve
    pitch_deg: KeyedCurve
    roll_deg: KeyedCurve
    rolling: Roll
    swell: Sea

    @classmethod
    def of(cls, numbers: Numbers, interface_s: float, splash_s: float) -> AttitudeModel:
        """Return the model of a mission; the entry begins at `interface_s`."""
        rows = sorted(numbers.attitude.values(), key=lambda row: row.met_s)
        times_s = [row.met_s for row in rows]

        def curve(name: str) -> KeyedCurve:
            return KeyedCurve.through(times_s, [getattr(row, name) for row in rows])

        times = AttitudeTimes(numbers.ascent.cutoff_s, numbers.ascent.separation_s, interface_s, splash_s)
        return cls(times, curve("yaw_deg"), curve("pitch_deg"), curve("roll_deg"), numbers.roll, numbers.sea)

    def at(self, met_s: float, position_teme_km: Vec3, velocity_teme_km_s: Vec3) -> Quaternion:
        """Return the turn from body to TEME."""
        base = level(position_teme_km, velocity_teme_km_s)
        afloat = ramp(met_s, self.times.splash_s, self.times.splash_s + _LIES_DOWN_S)
        pitch = self._pitch_deg(met_s, position_teme_km, velocity_teme_km_s)
        floats = 360.0 * round(pitch / 360.0) + _FLOATS_DEG + self._swell_deg(met_s, 0.0)
        pitch += afloat * (floats - pitch)
        roll = self._roll_deg(met_s) + afloat * self._swell_deg(met_s, 1.0)
        own = multiply(about_z(math.radians(self.yaw_deg.at(met_s))), about_y(-math.radians(pitch)))
        return multiply(base, multiply(own, about_x(math.radians(roll))))

    def _pitch_deg(self, met_s: float, position: Vec3, velocity: Vec3) -> float:
        """Return the nose's height: by the rows, with the way through the air below the orbit."""
        times, rolling = self.times, self.rolling
        up = 1.0 - ramp(met_s, times.cutoff_s - _SETTLES_S, times.cutoff_s)
        down = ramp(met_s, times.interface_s - _SETTLES_S, times.interface_s)
        pitch = self.pitch_deg.at(met_s)
        if up > 0.0:
            pitch += up * self._climb_deg(met_s, position, velocity)
        if down > 0.0:
            held = ramp(met_s, rolling.two_point_met_s, rolling.two_point_met_s + rolling.two_point_lasts_s)
            # Backward: what sinks ahead of the blunt end lifts the nose. Two points hold it at their own angle.
            nose = -self._climb_deg(met_s, position, velocity) * (1.0 - held) + rolling.two_point_pitch_deg * held
            whole = 360.0 * round(pitch / 360.0)
            pitch += down * (whole + nose - pitch)
        return pitch

    def _climb_deg(self, met_s: float, position: Vec3, velocity: Vec3) -> float:
        """Return how steeply the way through the air leads up, within the orbit's plane."""
        wind = ground_velocity_teme(position, velocity)
        out = unit(position)
        ahead = cross(unit(cross(position, velocity)), out)
        rise = _RISE_KM_S * (1.0 - ramp(met_s, 0.0, 30.0))
        fall = 0.002 * ramp(met_s, self.times.interface_s, self.times.interface_s + 60.0)
        return math.degrees(math.atan2(dot(wind, out) + rise - fall, dot(wind, ahead)))

    def _roll_deg(self, met_s: float) -> float:
        rolling = self.rolling
        up = ramp_integral(met_s, rolling.from_met_s, rolling.from_met_s + _SPINS_UP_S)
        down = ramp_integral(met_s, rolling.until_met_s - _SPINS_UP_S, rolling.until_met_s)
        turned = rolling.rate_deg_s * (up - down)
        # The roll is stopped heads down, full lift (R10); under the parachutes nothing says how it hangs.
        whole = rolling.rate_deg_s * (rolling.until_met_s - rolling.from_met_s - _SPINS_UP_S)
        trim = 360.0 * round(whole / 360.0) / whole if whole else 1.0
        upright = ramp(met_s, rolling.two_point_met_s, rolling.two_point_met_s + rolling.two_point_lasts_s)
        return self.roll_deg.at(met_s) + turned * trim - 180.0 * upright

    def _swell_deg(self, met_s: float, phase: float) -> float:
        since_s = met_s - self.times.splash_s
        swung: Callable[[float], float] = math.sin
        return self.swell.swell_deg * swung(2.0 * math.pi * since_s / self.swell.swell_period_s + phase)
