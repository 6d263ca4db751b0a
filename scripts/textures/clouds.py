"""Illustrative clouds: a seeded cover that can be sampled anywhere on the sphere.

No picture of the weather of 18 March 1965 stands behind it. The broad belts follow the climate of March; the sky over
the ground track is kept clear or scattered, so that what the cosmonaut named can be recognised.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from textures.noise import Array, Noise, f32, smoothstep, unit_vectors

# Mean cloudiness by latitude (degrees, bias of the density).
BELTS = (
    (-90, -0.90), (-76, -0.60), (-68, 0.20), (-58, 0.50), (-46, 0.40), (-34, -0.15), (-22, -0.45), (-12, -0.10),
    (-4, 0.22), (3, 0.20), (9, -0.30), (18, -0.75), (27, -0.60), (36, -0.05), (46, 0.28), (58, 0.22), (68, -0.20),
    (78, -0.60), (90, -0.60),
)  # fmt: skip
# Where the climate or the story asks for more or less: latitude, longitude, radius (degrees), change.
REGIONS = (
    (25.0, 5.0, 17.0, -1.30),  # Sahara, west
    (24.0, 24.0, 15.0, -1.60),  # Sahara, east; Egypt
    (24.0, 46.0, 12.0, -1.10),  # Arabia
    (34.5, 30.0, 6.5, -1.10),  # eastern Mediterranean
    (43.2, 35.5, 7.0, -1.35),  # Black Sea
    (46.5, 41.0, 5.0, -0.70),  # northern Caucasus, Azov
    (51.5, 47.0, 6.5, -0.70),  # Volga
    (57.6, 58.0, 6.0, -0.75),  # Urals
    (62.0, 73.0, 6.0, -0.45),  # lower Ob
    (64.5, 88.4, 6.0, -0.90),  # Yenisei
    (64.0, 108.0, 9.0, -0.55),  # central Siberia
    (61.0, 130.0, 6.0, -0.40),  # Yakutia
    (48.0, 68.0, 10.0, -0.55),  # Kazakhstan
    (42.0, 100.0, 13.0, -0.80),  # Gobi
    (21.0, 78.0, 9.0, -0.70),  # India, dry season
    (-25.0, 133.0, 11.0, -0.60),  # Australia
    (-3.0, -62.0, 13.0, 0.50),  # Amazon
    (-4.0, 22.0, 10.0, 0.55),  # Congo
    (-4.0, 118.0, 18.0, 0.50),  # Indonesia
    (-16.0, -82.0, 12.0, 0.75),  # stratus off Peru
    (-16.0, 4.0, 11.0, 0.70),  # stratus off Namibia
    (27.0, -125.0, 10.0, 0.70),  # stratus off California
    (50.0, -28.0, 16.0, 0.30),  # North Atlantic
    (46.0, -165.0, 18.0, 0.35),  # North Pacific
)
LEAST, MOST = -3.0, 3.0  # of the density that a picture's darkest and brightest stand for; cloud.glsl has them, too


@dataclass(frozen=True, slots=True)
class Swirl:
    """One cyclone: its centre (unit vector), radius (radians) and how far it winds the clouds (radians, signed)."""

    centre: Array
    radius: float
    wind: float
    strength: float
    arm: float


def cyclones(seed: int) -> tuple[Swirl, ...]:
    """Return seeded cyclones along the two storm tracks, away from the stretch of the story."""
    draw = np.random.default_rng(seed)
    found: list[Swirl] = []
    for hemisphere, count in ((1.0, 13), (-1.0, 15)):
        for number in range(count):
            longitude = -180.0 + 360.0 * (number + draw.uniform(0.15, 0.85)) / count
            latitude = hemisphere * draw.uniform(43.0, 61.0)
            radius, wind, arm = np.radians(draw.uniform(5.0, 10.5)), draw.uniform(2.4, 4.2), draw.uniform(0.0, 6.28)
            if hemisphere > 0 and 22.0 < longitude < 125.0:
                continue
            centre = unit_vectors(latitude, longitude)
            found.append(Swirl(centre, float(radius), float(hemisphere * wind), draw.uniform(0.7, 1.1), float(arm)))
    return tuple(found)


class Clouds:
    """How much cloud the air of March holds, as a function of place; its puffs, cells and streets are the shader's."""

    def __init__(self, seed: int = 8) -> None:
        self.shape = Noise(seed)
        self.swirls = cyclones(seed + 2)

    def cover(self, latitude_deg: Array, longitude_deg: Array) -> Array:
        """Return 0 dry .. 1 closed, the shape of the inputs, down to some 40 km."""
        points = unit_vectors(latitude_deg, longitude_deg)
        wound, boost = self._wound(points)
        bend = np.stack([self.shape.fbm(f32(wound + offset), 4.0, 2) for offset in (0.0, 7.3, 13.7)])
        masses = self.shape.fbm(f32(wound + 0.045 * bend), 6.0, 6, gain=0.66)
        body = masses + self._bias(latitude_deg, longitude_deg) + boost
        return f32(np.clip((body - LEAST) / (MOST - LEAST), 0.0, 1.0))

    def _wound(self, points: Array) -> tuple[Array, Array]:
        """Return the points turned around every cyclone, and how much cloud each cyclone adds."""
        wound = points.copy()
        boost = np.zeros(points.shape[1:], dtype=np.float32)
        for swirl in self.swirls:
            centre = swirl.centre.reshape((3,) + (1,) * (points.ndim - 1))
            cosine = np.clip((points * centre).sum(axis=0), -1.0, 1.0)
            near = cosine > np.cos(min(3.0 * swirl.radius, 3.0))
            if not near.any():
                continue
            reach = np.arccos(cosine[near]) / np.float32(swirl.radius)
            wound[:, near] = _turned(wound[:, near], swirl.centre, swirl.wind * np.exp(-1.3 * reach) * _tail(reach))
            boost[near] += swirl.strength * _comma(points[:, near], swirl, reach) * _tail(reach)
        return wound, boost

    def _bias(self, latitude_deg: Array, longitude_deg: Array) -> Array:
        latitudes, changes = zip(*BELTS, strict=True)
        bias = np.interp(latitude_deg, latitudes, changes).astype(np.float32) - np.float32(0.12)
        for latitude, longitude, radius, change in REGIONS:
            east = (np.mod(longitude_deg - longitude + 180.0, 360.0) - 180.0) * np.float32(np.cos(np.radians(latitude)))
            bias += change * np.exp(-((latitude_deg - latitude) ** 2 + east**2) / np.float32(radius**2))
        return f32(bias)


def _tail(reach: Array) -> Array:
    return smoothstep(3.0, 2.0, reach)


def _turned(points: Array, axis: Array, angle: Array) -> Array:
    """Rotate points about a unit axis (Rodrigues)."""
    cosine, sine = np.cos(angle), np.sin(angle)
    cross = np.cross(axis, points, axis=0)
    return np.asarray(points * cosine + cross * sine + axis[:, None] * (axis @ points) * (1.0 - cosine), np.float32)


def _comma(points: Array, swirl: Swirl, reach: Array) -> Array:
    """Return the added cloud of one cyclone: an eye, one winding arm, and the dry slot behind it."""
    north = f32([0.0, 0.0, 1.0])
    east = np.cross(north, swirl.centre)
    east /= np.linalg.norm(east)
    up = np.cross(swirl.centre, east)
    bearing = np.arctan2(up @ points, east @ points)
    phase = np.sign(swirl.wind) * bearing + 2.1 * np.log(reach + 0.12) + swirl.arm
    arm = 0.5 + 0.5 * np.cos(phase)
    ring = np.exp(-(((reach - 0.75) / 0.75) ** 2))
    return np.asarray(ring * (1.9 * arm**1.5 - 0.75) + 0.6 * np.exp(-((reach / 0.25) ** 2)), dtype=np.float32)
