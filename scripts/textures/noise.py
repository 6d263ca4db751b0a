"""Seeded smooth noise in space, so that a picture of the whole sphere has no seam and no pole."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.ndimage import map_coordinates

Array = NDArray[np.float32]

LATTICE = 64
# A quadratic B-spline over white noise keeps this share of its standard deviation.
SPLINE_SHARE = np.float32(0.41)
# Each octave is turned by this matrix, so that the lattice of one does not show through another.
TURN = np.array([[0.00, 0.80, 0.60], [-0.80, 0.36, -0.48], [-0.60, -0.48, 0.64]], dtype=np.float32)


def f32(values: ArrayLike) -> Array:
    """Return values as a float32 array, which is half the memory and enough for pictures."""
    return np.asarray(values, dtype=np.float32)


def smoothstep(low: float, high: float, value: ArrayLike) -> Array:
    """Return the cubic ramp from 0 at ``low`` to 1 at ``high``; a falling one when ``low > high``."""
    part = np.clip((f32(value) - low) / (high - low), 0.0, 1.0)
    return f32(part * part * (3.0 - 2.0 * part))


class Noise:
    """White noise on a periodic lattice, read through quadratic splines: mean 0, standard deviation about 1."""

    def __init__(self, seed: int) -> None:
        generator = np.random.default_rng(seed)
        self.lattice = generator.standard_normal((LATTICE, LATTICE, LATTICE)).astype(np.float32)
        self.offsets = generator.uniform(0.0, LATTICE, (24, 3)).astype(np.float32)

    def at(self, points: Array, octave: int = 0) -> Array:
        """Return one octave at ``points`` (3 x anything, lattice cells)."""
        shift = self.offsets[octave % len(self.offsets)].reshape((3,) + (1,) * (points.ndim - 1))
        value = map_coordinates(self.lattice, points + shift, order=2, mode="grid-wrap", prefilter=False)
        return np.asarray(value / SPLINE_SHARE, dtype=np.float32)

    def fbm(self, points: Array, frequency: float, octaves: int, gain: float = 0.5, ridged: bool = False) -> Array:
        """Return fractal noise at unit vectors ``points``; ``frequency`` is lattice cells per radian.

        With ``ridged`` every octave is folded at zero, which draws lines: leads in ice.
        """
        total = np.zeros(points.shape[1:], dtype=np.float32)
        power, weight = 0.0, 1.0
        place = points * np.float32(frequency)
        for octave in range(octaves):
            value = self.at(place, octave)
            total += np.float32(weight) * (1.0 - 1.6 * np.abs(value) if ridged else value)
            power += weight * weight
            weight *= gain
            place = np.tensordot(TURN, place, axes=1) * np.float32(2.03)
        return np.asarray(total / np.float32(np.sqrt(power)), dtype=np.float32)


def unit_vectors(latitude_deg: ArrayLike, longitude_deg: ArrayLike) -> Array:
    """Return unit vectors, 3 x the shape of the inputs: x to 0 N 0 E, z to the North Pole."""
    latitude, longitude = np.radians(f32(latitude_deg)), np.radians(f32(longitude_deg))
    return np.stack(
        [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)]
    ).astype(np.float32)
