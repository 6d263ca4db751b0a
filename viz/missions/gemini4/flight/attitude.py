"""Which way the craft points.

The record has a few attitudes in words (blunt end forward, nose straight down, one degree a second, minus thirty) and
no more. So this is a model: yaw, pitch and roll from the orbit's own frame, each a smooth curve through the rows of the
group ``[attitude]``; on the way up the nose leads through the air, on the way down the blunt end does; a steady roll in
between; the drogue swings it (R11); under the main parachute two points hold it (R13), on the water it floats on its
back with the swell. The quaternion never changes sign between neighbouring instants, in any order of questions.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from viz.flight.curves import KeyedCurve, ramp, ramp_integral, swing
from viz.flight.frames import ground_velocity_teme
from viz.flight.quaternion import about_x, about_y, about_z, level, multiply
from viz.flight.state import Quaternion, Vec3
from viz.flight.track import Motion
from viz.flight.vector import cross, dot, unit
from viz.missions.gemini4.flight.homeward import retro_lasts_s
from viz.missions.gemini4.flight.numbers import Numbers, Roll, Sea

_SETTLES_S = 40.0
"""How long the craft takes from one thing to point by to the next; model."""
_SPINS_UP_S = 8.0
_LIES_DOWN_S = 6.0
_FLOATS_DEG = 8.0
"""Nose up on the water; model."""
_DROGUE_SWINGS_DEG, _DROGUE_PERIOD_S, _DROGUE_DECAY_S = 20.0, 5.0, 14.0
"""R11: forty degrees from side to side, damped with the thrusters; how fast and how soon is a model."""
_CANOPY_SWINGS_DEG, _CANOPY_PERIOD_S, _CANOPY_DECAY_S = 8.0, 9.0, 40.0
_PULLED_S = 1.0
"""In this time a parachute sets it swinging."""
_AIMS_S = 20.0
"""Before and after the retro-rockets, to take and leave their yaw."""
_PULSES_DEG, _PULSES_PERIODS_S = 0.8, (37.0, 53.0, 41.0)
"""Held by short pulses (M02) it wanders between its limits, in yaw, pitch and roll; model."""
_PULSES_FADE_S = 60.0
LEVELS_EVERY_S = 300.0
"""Between two references for the level frame's sign: twenty degrees of the orbit."""
_RISE_KM_S = 0.02
"""On the pad and low above it the air gives no direction: straight up leads."""


@dataclass(frozen=True, slots=True)
class AttitudeTimes:
    """When the way of pointing changes, seconds after lift-off."""

    cutoff_s: float
    separation_s: float
    interface_s: float
    splash_s: float
    retro_s: float
    retro_ends_s: float
    held_s: tuple[float, float]
    """The ship is held for the walk from the one to the other (M02)."""
    drogue_s: float = math.inf
    main_s: float = math.inf


@dataclass(frozen=True, slots=True)
class AttitudeModel:
    """Attitude of the craft from take-off to the water."""

    times: AttitudeTimes
    yaw_deg: KeyedCurve
    pitch_deg: KeyedCurve
    roll_deg: KeyedCurve
    rolling: Roll
    swell: Sea
    retro_yaw_deg: float
    levels: tuple[Quaternion, ...] = ()
    """The level frame every `LEVELS_EVERY_S` from lift-off on, each of its neighbour's sign."""

    @classmethod
    def of(
        cls,
        numbers: Numbers,
        interface_s: float,
        splash_s: float,
        canopies_s: tuple[float, float] = (math.inf, math.inf),
        levels: tuple[Quaternion, ...] = (),
    ) -> AttitudeModel:
        """Return the model of a mission: entry begins at `interface_s`, drogue and main parachute at `canopies_s`."""
        rows = sorted(numbers.attitude.values(), key=lambda row: row.met_s)
        times_s = [row.met_s for row in rows]

        def curve(name: str) -> KeyedCurve:
            return KeyedCurve.through(times_s, [getattr(row, name) for row in rows])

        ascent, descent = numbers.ascent, numbers.descent
        times = AttitudeTimes(
            ascent.cutoff_s,
            ascent.separation_s,
            interface_s,
            splash_s,
            descent.retro_met_s,
            descent.retro_met_s + retro_lasts_s(descent),
            (numbers.attitude["eva"].met_s, numbers.attitude["held"].met_s),
            *canopies_s,
        )
        curves = (curve("yaw_deg"), curve("pitch_deg"), curve("roll_deg"))
        return cls(times, *curves, numbers.roll, numbers.sea, descent.retro_yaw_deg, levels)

    def at(self, met_s: float, position_teme_km: Vec3, velocity_teme_km_s: Vec3) -> Quaternion:
        """Return the turn from body to TEME."""
        base = self._level(met_s, position_teme_km, velocity_teme_km_s)
        afloat = ramp(met_s, self.times.splash_s, self.times.splash_s + _LIES_DOWN_S)
        swung = self._swung_deg(met_s)
        pitch = self._pitch_deg(met_s, position_teme_km, velocity_teme_km_s) + swung[1]
        floats = 360.0 * math.floor(pitch / 360.0) + 180.0 - _FLOATS_DEG + self._swell_deg(met_s, 0.0)
        pitch += afloat * (floats - pitch)
        roll = self._roll_deg(met_s) + swung[2] + afloat * self._swell_deg(met_s, 1.0)
        yaw = self.yaw_deg.at(met_s) + swung[0] - self.retro_yaw_deg * self._aimed(met_s)
        own = multiply(about_z(math.radians(yaw)), about_y(-math.radians(pitch)))
        return multiply(base, multiply(own, about_x(math.radians(roll))))

    def _level(self, met_s: float, position: Vec3, velocity: Vec3) -> Quaternion:
        """Return the orbit's level frame, of the sign of the reference nearest in time."""
        w, x, y, z = level(position, velocity)
        if not self.levels:
            return (w, x, y, z)
        a, b, c, d = self.levels[min(max(round(met_s / LEVELS_EVERY_S), 0), len(self.levels) - 1)]
        return (w, x, y, z) if w * a + x * b + y * c + z * d >= 0.0 else (-w, -x, -y, -z)

    def _aimed(self, met_s: float) -> float:
        """Return how far it has taken the retro-rockets' yaw, 0 to 1."""
        start_s, end_s = self.times.retro_s, self.times.retro_ends_s
        return ramp(met_s, start_s - 2.0 * _AIMS_S, start_s - _AIMS_S) - ramp(met_s, end_s + 1.0, end_s + 1.0 + _AIMS_S)

    def _swung_deg(self, met_s: float) -> Vec3:
        """Return what pulses, the drogue and the canopy add in yaw, pitch and roll."""
        times = self.times
        (start_s, end_s), fade_s = times.held_s, _PULSES_FADE_S
        held = ramp(met_s, start_s, start_s + fade_s) - ramp(met_s, end_s - fade_s, end_s)
        if held > 0.0:
            yaw, pitch, roll = (math.sin(2.0 * math.pi * (met_s - start_s) / each) for each in _PULSES_PERIODS_S)
            size = _PULSES_DEG * held
            return size * yaw, size * pitch, size * roll
        if met_s <= times.drogue_s:
            return 0.0, 0.0, 0.0
        calm = 1.0 - ramp(met_s, self.rolling.two_point_met_s - 10.0, self.rolling.two_point_met_s)
        drogue = swing(met_s, times.drogue_s, _DROGUE_PERIOD_S, _DROGUE_DECAY_S)
        drogue *= _DROGUE_SWINGS_DEG * ramp(met_s, times.drogue_s, times.drogue_s + _PULLED_S)
        canopy = swing(met_s, times.main_s, _CANOPY_PERIOD_S, _CANOPY_DECAY_S)
        canopy *= _CANOPY_SWINGS_DEG * ramp(met_s, times.main_s, times.main_s + _PULLED_S)
        return 0.0, calm * (drogue + canopy), 0.0

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
            # Backward: what sinks ahead of the blunt end lifts the nose. Two points let it fall over its back, so that
            # what was stopped heads down hangs heads up, at their own angle.
            nose = -self._climb_deg(met_s, position, velocity) * (1.0 - held)
            nose += (180.0 - rolling.two_point_pitch_deg) * held
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
        # The roll is stopped heads down, full lift (R10).
        whole = rolling.rate_deg_s * (rolling.until_met_s - rolling.from_met_s - _SPINS_UP_S)
        trim = 360.0 * round(whole / 360.0) / whole if whole else 1.0
        return self.roll_deg.at(met_s) + turned * trim

    def _swell_deg(self, met_s: float, phase: float) -> float:
        since_s = met_s - self.times.splash_s
        return self.swell.swell_deg * math.sin(2.0 * math.pi * since_s / self.swell.swell_period_s + phase)


def levels_along(motion_at: Callable[[float], Motion], until_s: float) -> tuple[Quaternion, ...]:
    """Return the level frame every `LEVELS_EVERY_S` along a path from lift-off on, each of its neighbour's sign."""
    found: list[Quaternion] = []
    for number in range(math.ceil(until_s / LEVELS_EVERY_S) + 1):
        motion = motion_at(number * LEVELS_EVERY_S)
        w, x, y, z = level(motion.position_km, motion.velocity_km_s)
        same = not found or math.fsum(p * q for p, q in zip(found[-1], (w, x, y, z), strict=True)) >= 0.0
        found.append((w, x, y, z) if same else (-w, -x, -y, -z))
    return tuple(found)
