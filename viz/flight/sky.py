"""The Sun, the Moon and the light on the craft.

Places of Sun and Moon come from JPL's DE421 through Skyfield, apparent (light time and aberration), turned
from Skyfield's own axes to TEME, the frame the craft is flown in: precession and nutation between the two
amount to half a degree in 1965. A table every ten minutes is made once; in that time the Moon moves 0.1
degree, so a straight line between rows is good to 1e-6 rad.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from skyfield.api import load_file
from skyfield.errors import EphemerisRangeError
from skyfield.sgp4lib import TEME

from viz.errors import InvalidFile, Problem
from viz.flight.curves import ramp
from viz.flight.frames import EarthClock, fixed_from_teme
from viz.flight.ground import EQUATOR_RADIUS_KM, FLATTENING, GroundPlace, distance_along_ground_km, up_at
from viz.flight.numbers import LandingPlace
from viz.flight.quaternion import conjugate, rotate
from viz.flight.state import CLEAR, CloudState, Quaternion, SkyState, Vec3
from viz.flight.timescale import MissionTime
from viz.flight.vector import arccosine, arcsine, dot, length, scaled, sub

TABLE_STEP_S = 600.0
SUN_RADIUS_KM = 696000.0

Row = tuple[float, float, float, float, float, float]
"""Sun, then Moon, from the Earth's centre, TEME kilometres."""


CLOUD_NEAR_KM, CLOUD_FAR_KM = 80.0, 240.0
"""Nearer the landing place than the first the cloud is as it was there, beyond the second nothing is said of it."""
CLOUD_BELOW_KM, CLOUD_ABOVE_KM = 20.0, 40.0
"""It is told of whoever comes down through it: fully below the first height, not at all above the second."""


@dataclass(frozen=True, slots=True)
class Weather:
    """The sky over the landing place from the descent on: overcast, day and night, by a weather reanalysis (W1)."""

    site: GroundPlace
    cover: float
    base_km: float
    top_km: float

    @classmethod
    def over_site(cls, told: LandingPlace) -> Weather | None:
        """Return the weather of ``[weather]`` over ``[site]``; None where a mission has none."""
        clouds, site = told.weather, told.site
        if clouds is None or site is None:
            return None
        return cls(site.on_map, clouds.cloud_cover, clouds.cloud_base_km, clouds.cloud_top_km)

    def over(self, beneath: GroundPlace) -> CloudState:
        """Return the cloud for a craft over that ground, so high: continuous, and none far away or above the air."""
        low = 1.0 - ramp(beneath.altitude_km, CLOUD_BELOW_KM, CLOUD_ABOVE_KM)
        if low <= 0.0:
            return CloudState(0.0, self.base_km, self.top_km)
        near = 1.0 - ramp(distance_along_ground_km(beneath, self.site), CLOUD_NEAR_KM, CLOUD_FAR_KM)
        return CloudState(self.cover * near * low, self.base_km, self.top_km)


@dataclass(frozen=True, slots=True, repr=False)
class Sky:
    """Sun and Moon over the whole flight."""

    start_s: float
    rows: tuple[Row, ...]
    clock: EarthClock
    weather: Weather | None = None

    def __repr__(self) -> str:
        return f"<Sky: Sun and Moon, {len(self.rows)} rows from {self.start_s:.0f} s after lift-off>"

    @classmethod
    def from_ephemeris(
        cls, path: Path, time: MissionTime, clock: EarthClock, start_s: float, end_s: float,
        weather: Weather | None = None,
    ) -> Sky:  # fmt: skip
        """Make the table for a stretch of mission time; InvalidFile when the file is missing or too short."""
        count = max(math.ceil((end_s - start_s) / TABLE_STEP_S), 1)
        moments = time.at([start_s + TABLE_STEP_S * index for index in range(count + 1)])
        try:
            places = _apparent_places(path, moments)
        except EphemerisRangeError as error:
            what = f"leads beyond Sun and Moon: {error}"
            raise InvalidFile(
                "mission.toml", [Problem("mission.liftoff_utc", what, "fly within these days")]
            ) from error
        except (OSError, ValueError, KeyError) as error:
            remedy = "restore the file from the distribution, or build it with scripts/build_ephemeris.py"
            raise InvalidFile(str(path), [Problem("ephemeris", f"cannot be used: {error}", remedy)]) from error
        turn = TEME.rotation_at(moments)
        both = np.concatenate([np.einsum("ijt,jt->it", turn, place) for place in places])
        return cls(start_s, tuple((a, b, c, d, e, f) for a, b, c, d, e, f in both.T.tolist()), clock, weather)

    def sun_and_moon_km(self, met_s: float) -> tuple[Vec3, Vec3]:
        """Return both places from the Earth's centre, TEME."""
        place = (met_s - self.start_s) / TABLE_STEP_S
        index = min(max(int(place), 0), len(self.rows) - 2)
        share = place - index
        a, b, c, d, e, f = (
            low + share * (high - low) for low, high in zip(self.rows[index], self.rows[index + 1], strict=True)
        )
        return (a, b, c), (d, e, f)

    def at(self, met_s: float, position_teme_km: Vec3, beneath: GroundPlace, attitude: Quaternion) -> SkyState:
        """Return the sky as seen from the craft; `beneath` is the ground point under it."""
        sun_km, moon_km = self.sun_and_moon_km(met_s)
        to_sun, to_moon = sub(sun_km, position_teme_km), sub(moon_km, position_teme_km)
        sun_distance, moon_distance = length(to_sun), length(to_moon)
        sun = scaled(to_sun, 1.0 / sun_distance)
        angle = self.clock.earth_angle_rad(met_s)
        height = dot(fixed_from_teme(sun, angle), up_at(beneath.lat_deg, beneath.lon_deg))
        return SkyState(
            sun_direction_teme=sun,
            moon_direction_teme=scaled(to_moon, 1.0 / moon_distance),
            moon_distance_km=moon_distance,
            sun_direction_body=rotate(conjugate(attitude), sun),
            sun_elevation_deg=math.degrees(arcsine(height)),
            lit_fraction=lit_fraction(position_teme_km, to_sun),
            earth_angle_rad=angle,
            cloud=CLEAR if self.weather is None else self.weather.over(beneath),
        )


def _apparent_places(path: Path, moments: Any) -> list[np.ndarray[Any, Any]]:
    """Return the Sun's and the Moon's apparent places from the Earth's centre, on Skyfield's axes, kilometres.

    Without the bending of light by Jupiter and Saturn, which are not in the excerpt: under 0.02 arcsecond.
    """
    with path.open("rb") as file:
        if file.read(7) != b"DAF/SPK":
            raise ValueError("it is not an SPK file")
    kernel = load_file(str(path))
    try:
        earth = kernel["earth"].at(moments)
        return [earth.observe(kernel[name]).apparent(deflectors=()).xyz.km for name in ("sun", "moon")]
    finally:
        kernel.close()


def lit_fraction(position_teme_km: Vec3, to_sun_km: Vec3) -> float:
    """Return the part of the Sun's disc above the solid Earth's limb, 0 to 1.

    Space is stretched along the pole until the ellipsoid is a sphere, which keeps straight lines of sight
    straight; against the Sun's half degree the limb is a straight edge. Air neither bends nor dims the light.
    """
    stretch = 1.0 / (1.0 - FLATTENING)
    place = (position_teme_km[0], position_teme_km[1], position_teme_km[2] * stretch)
    sun = (to_sun_km[0], to_sun_km[1], to_sun_km[2] * stretch)
    distance, sun_distance = length(place), length(sun)
    from_nadir = arccosine(-dot(place, sun) / (distance * sun_distance))
    earth = arcsine(EQUATOR_RADIUS_KM / distance)
    edge = (from_nadir - earth) / math.asin(SUN_RADIUS_KM / sun_distance)
    if edge >= 1.0:
        return 1.0
    if edge <= -1.0:
        return 0.0
    return min(max(0.5 + (edge * math.sqrt(1.0 - edge * edge) + math.asin(edge)) / math.pi, 0.0), 1.0)
