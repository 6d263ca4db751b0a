"""The two frames a craft is followed in, and the turn between them.

TEME is the inertial frame SGP4 answers in: true equator, mean equinox of date. The Earth-fixed frame
turns with the Earth: X through the equator at Greenwich, Z through the north pole. The angle between
them is Greenwich mean sidereal time of 1982, which is what TEME is defined by. Polar motion is left out:
it stayed under 10 m in 1965 and is not tabulated for that year.

Plain floats on purpose: `Flight.state_at` works on single instants, where numpy costs more than the sum.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from viz.flight.state import Vec3

EARTH_TURN_RAD_S = 7.292115146706979e-5
"""Rate of GMST82, the turn of the Earth against TEME (AIAA 2006-6753, appendix C)."""

_J2000_JD = 2451545.0
_SECONDS_PER_DAY = 86400.0
_GREGORIAN_DAY_ZERO_JD = 1721424.5
"""Julian date of midnight on proleptic Gregorian day 0, the zero of `datetime.toordinal`."""


@dataclass(frozen=True, slots=True)
class EarthClock:
    """Turns mission time into Julian dates and the Earth's angle; UT1 is taken to be the clock's UTC.

    In 1965 UTC was steered after the Earth's turn, so the two differ by about 0.1 s at most (46 m of turn).
    """

    midnight_jd: float
    """Julian date of 0 h UTC on the day of lift-off."""
    liftoff_s: float
    """Seconds from that midnight to lift-off."""

    @classmethod
    def from_liftoff(cls, liftoff_utc: datetime) -> EarthClock:
        """Build the clock of a flight from its lift-off."""
        seconds = liftoff_utc.hour * 3600 + liftoff_utc.minute * 60 + liftoff_utc.second
        return cls(liftoff_utc.toordinal() + _GREGORIAN_DAY_ZERO_JD, seconds + liftoff_utc.microsecond * 1e-6)

    def earth_angle_rad(self, met_s: float) -> float:
        """Return Greenwich mean sidereal time of 1982 at that instant, 0 to 2 pi.

        Whole days drop out of the day's turn, so no digits are lost to the size of a Julian date.
        """
        second = self.liftoff_s + met_s
        centuries = (self.midnight_jd - _J2000_JD + second / _SECONDS_PER_DAY) / 36525.0
        slow_s = 67310.54841 + (8640184.812866 + (0.093104 - 6.2e-6 * centuries) * centuries) * centuries
        turn_s = slow_s + (self.midnight_jd - _J2000_JD) % 1.0 * _SECONDS_PER_DAY + second
        return turn_s % _SECONDS_PER_DAY * (2.0 * math.pi / _SECONDS_PER_DAY)


def turn_about_pole(vector: Vec3, angle_rad: float) -> Vec3:
    """Return the vector's parts along axes turned eastward by the angle about Z."""
    c, s = math.cos(angle_rad), math.sin(angle_rad)
    return c * vector[0] + s * vector[1], c * vector[1] - s * vector[0], vector[2]


def fixed_from_teme(position_teme: Vec3, earth_angle_rad: float) -> Vec3:
    """Return a position on Earth-fixed axes; any unit of length."""
    return turn_about_pole(position_teme, earth_angle_rad)


def teme_from_fixed(position_fixed: Vec3, earth_angle_rad: float) -> Vec3:
    """Return a position on TEME axes; any unit of length."""
    return turn_about_pole(position_fixed, -earth_angle_rad)


def ground_velocity_teme(position_teme: Vec3, velocity_teme: Vec3) -> Vec3:
    """Return the velocity against the turning Earth, still on TEME axes.

    The position's unit of length per second; this is also the velocity against still, co-rotating air.
    """
    x, y, _ = position_teme
    vx, vy, vz = velocity_teme
    return vx + EARTH_TURN_RAD_S * y, vy - EARTH_TURN_RAD_S * x, vz


def teme_state_from_fixed(position_fixed: Vec3, velocity_fixed: Vec3, earth_angle_rad: float) -> tuple[Vec3, Vec3]:
    """Return position and velocity on TEME axes of something known on Earth-fixed axes."""
    position = teme_from_fixed(position_fixed, earth_angle_rad)
    vx, vy, vz = teme_from_fixed(velocity_fixed, earth_angle_rad)
    velocity = (vx - EARTH_TURN_RAD_S * position[1], vy + EARTH_TURN_RAD_S * position[0], vz)
    return position, velocity
