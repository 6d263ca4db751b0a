"""Illustrative clouds: a seeded density that can be sampled anywhere on the sphere and at any fineness.

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
SUBSOLAR_DEG = (-1.0, 52.0)  # where the Sun stood overhead at 08:40 UTC of 18 March 1965
SHADOW_REACH_KM = 14.0
EARTH_KM = 6371.0
WHITE = np.array([0.945, 0.952, 0.960], dtype=np.float32)
GREY = np.array([0.690, 0.720, 0.760], dtype=np.float32)


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
    """Cloud opacity, brightness and shadow as functions of place."""

    def __init__(self, seed: int = 8) -> None:
        self.shape = Noise(seed)
        self.detail = Noise(seed + 1)
        self.swirls = cyclones(seed + 2)

    def opacity(self, latitude_deg: Array, longitude_deg: Array, octaves: int) -> Array:
        """Return 0 clear .. 1 closed, the shape of the inputs; ``octaves`` adds detail below about 40 km."""
        points = unit_vectors(latitude_deg, longitude_deg)
        wound, boost = self._wound(points)
        bend = np.stack([self.shape.fbm(f32(wound + offset), 4.0, 2) for offset in (0.0, 7.3, 13.7)])
        bent = wound + 0.060 * bend
        # Small cells drift with the air but are not drawn out as far as the great masses are.
        cells = points + 0.45 * (wound - points) + 0.012 * bend
        masses = self.shape.fbm(bent, 6.0, 5, gain=0.58)
        texture = self.detail.fbm(cells, 34.0, 5 + octaves, gain=0.66)
        bias = self._bias(latitude_deg, longitude_deg) + boost
        body = masses + 0.36 * texture + bias
        layer = smoothstep(-0.20, 2.40, body) * np.clip(0.90 + 0.16 * texture, 0.25, 1.05)
        lumps = texture + 0.50 * bias + 0.35 * masses
        puffs = smoothstep(0.50, 2.30, lumps) * smoothstep(-1.6, -0.3, bias + 0.4 * masses)
        fair = self._fair_weather(cells, texture, masses, bias, octaves)
        return f32(np.clip(1.0 - (1.0 - layer) * (1.0 - 0.80 * puffs) * (1.0 - fair), 0.0, 0.98))

    def _fair_weather(self, cells: Array, texture: Array, masses: Array, bias: Array, octaves: int) -> Array:
        """Return small separate clouds in loose flocks, where the air is neither closed nor desert dry."""
        lumps = self.detail.fbm(cells, 210.0, 3 + octaves, gain=0.62) + 0.75 * texture + 0.45 * masses
        # A world map cannot resolve them one by one: there they are a thin veil.
        strength = 0.85 if octaves else 0.40
        return f32(strength * smoothstep(1.30, 2.50, lumps) * smoothstep(-1.75, -1.00, bias))

    def over(self, ground: Array, latitude_deg: Array, longitude_deg: Array, octaves: int) -> Array:
        """Return ``ground`` (display colours) with cloud shadows and clouds laid over it."""
        opacity = self.opacity(latitude_deg, longitude_deg, octaves)
        toward = self._toward_sun(latitude_deg, longitude_deg)
        shade = self.opacity(*toward, octaves=max(octaves - 1, 0))
        dark = (0.42 * shade * (1.0 - 0.6 * opacity))[..., None]
        thick = smoothstep(0.35, 1.0, opacity)
        facing = np.clip(0.5 + 1.6 * (opacity - shade), 0.0, 1.0)
        light = np.clip(0.30 + 0.45 * thick + 0.45 * (facing - 0.5), 0.0, 1.0)[..., None]
        cloud = GREY + (WHITE - GREY) * light
        cover = (opacity**0.9)[..., None]
        return np.asarray(ground * (1.0 - dark) * (1.0 - cover) + cloud * cover, dtype=np.float32)

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

    def _toward_sun(self, latitude_deg: Array, longitude_deg: Array) -> tuple[Array, Array]:
        """Return the places whose clouds shade these: a step towards the Sun, longer as it sinks."""
        sun = unit_vectors(*SUBSOLAR_DEG)
        points = unit_vectors(latitude_deg, longitude_deg)
        height = np.tensordot(sun, points, axes=1)
        along = sun.reshape((3,) + (1,) * (points.ndim - 1)) - height * points
        along /= np.maximum(np.sqrt((along**2).sum(axis=0)), 1e-3)
        step = SHADOW_REACH_KM / EARTH_KM * np.clip(1.0 - 0.6 * height, 0.4, 1.0) * smoothstep(-0.4, 0.0, height)
        moved = points + step * along
        moved /= np.sqrt((moved**2).sum(axis=0))
        return np.degrees(np.arcsin(moved[2])), np.degrees(np.arctan2(moved[1], moved[0]))


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
