"""The ground: the WGS84 ellipsoid, and points that stand still on it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from viz.flight.frames import EARTH_TURN_RAD_S, EarthClock, teme_state_from_fixed
from viz.flight.state import Vec3
from viz.flight.track import Motion
from viz.flight.vector import arcsine

EQUATOR_RADIUS_KM = 6378.137
FLATTENING = 1.0 / 298.257223563
"""WGS84."""
_ECCENTRICITY_SQUARED = FLATTENING * (2.0 - FLATTENING)
POLE_RADIUS_KM = EQUATOR_RADIUS_KM * (1.0 - FLATTENING)
_MEAN_RADIUS_KM = 6371.0088


@dataclass(frozen=True, slots=True)
class GroundPlace:
    """A place by geodetic latitude and longitude and height above the WGS84 ellipsoid."""

    lat_deg: float
    lon_deg: float
    altitude_km: float = 0.0

    def position_fixed_km(self) -> Vec3:
        """Return the place on Earth-fixed axes."""
        lat, lon = math.radians(self.lat_deg), math.radians(self.lon_deg)
        normal = EQUATOR_RADIUS_KM / math.sqrt(1.0 - _ECCENTRICITY_SQUARED * math.sin(lat) ** 2)
        across = (normal + self.altitude_km) * math.cos(lat)
        along = (normal * (1.0 - _ECCENTRICITY_SQUARED) + self.altitude_km) * math.sin(lat)
        return across * math.cos(lon), across * math.sin(lon), along

    def state_teme(self, clock: EarthClock, met_s: float) -> tuple[Vec3, Vec3]:
        """Return position (km) and velocity (km/s) of someone standing there."""
        return teme_state_from_fixed(self.position_fixed_km(), (0.0, 0.0, 0.0), clock.earth_angle_rad(met_s))

    def motion_teme(self, clock: EarthClock, met_s: float) -> Motion:
        """Return the motion of someone standing there."""
        position, velocity = self.state_teme(clock, met_s)
        square = EARTH_TURN_RAD_S * EARTH_TURN_RAD_S
        return Motion(position, velocity, (-square * position[0], -square * position[1], 0.0))


def place_beneath(position_fixed_km: Vec3) -> GroundPlace:
    """Return latitude, longitude and height of an Earth-fixed position.

    Bowring's single step (Survey Review 23, 1976), under 0.1 mm for any height below 1000 km; the height
    is taken in the form that stays exact at the poles.
    """
    x, y, z = position_fixed_km
    across = math.hypot(x, y)
    reduced = math.atan2(z * EQUATOR_RADIUS_KM, across * POLE_RADIUS_KM)
    second_squared = _ECCENTRICITY_SQUARED / (1.0 - _ECCENTRICITY_SQUARED)
    lat = math.atan2(
        z + second_squared * POLE_RADIUS_KM * math.sin(reduced) ** 3,
        across - _ECCENTRICITY_SQUARED * EQUATOR_RADIUS_KM * math.cos(reduced) ** 3,
    )
    sine = math.sin(lat)
    surface = EQUATOR_RADIUS_KM * math.sqrt(1.0 - _ECCENTRICITY_SQUARED * sine * sine)
    altitude = across * math.cos(lat) + z * sine - surface
    return GroundPlace(math.degrees(lat), math.degrees(math.atan2(y, x)), altitude)


def height_above_ellipsoid_km(position_km: Vec3) -> float:
    """Return the height along the radius; within 1 m of the true height below 130 km, and much cheaper.

    Only the distance from the pole's axis matters, so TEME and Earth-fixed positions both serve.
    """
    x, y, z = position_km
    square = x * x + y * y + z * z
    sine_squared = z * z / square
    radius = EQUATOR_RADIUS_KM * math.sqrt(
        (1.0 - _ECCENTRICITY_SQUARED) / (1.0 - _ECCENTRICITY_SQUARED * (1.0 - sine_squared))
    )
    return math.sqrt(square) - radius


def up_at(lat_deg: float, lon_deg: float) -> Vec3:
    """Return the ellipsoid's outward normal there, on Earth-fixed axes."""
    lat, lon = math.radians(lat_deg), math.radians(lon_deg)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def distance_along_ground_km(a: GroundPlace, b: GroundPlace) -> float:
    """Return the great-circle distance on a sphere of mean radius; within 0.5 % of the ellipsoid's."""
    lat_a, lat_b = math.radians(a.lat_deg), math.radians(b.lat_deg)
    half = (
        math.sin((lat_b - lat_a) / 2.0) ** 2
        + math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(b.lon_deg - a.lon_deg) / 2.0) ** 2
    )
    return 2.0 * _MEAN_RADIUS_KM * arcsine(math.sqrt(half))
