"""The Moon's face and the Milky Way, from the pictures of a planetarium."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import gaussian_filter

from textures.noise import f32
from textures.sources import Sheet, picture

STELLARIUM = "stellarium-data/usr/share/stellarium/textures"
FACE_PX = 256
MILKY_WAY = (1024, 512)
BRIGHTEST_STAR_SHARE = 0.75  # of what stands out of its surroundings is taken away: the stars are drawn by themselves


def moon_face(source: Path) -> NDArray[np.uint8]:
    """Return the near side as seen from far, north up; grey, square, the disc as wide as the picture."""
    across = (np.arange(FACE_PX) + 0.5) / FACE_PX * 2.0 - 1.0
    right, up = np.meshgrid(across, -across)
    toward = np.sqrt(np.clip(1.0 - right**2 - up**2, 0.0, 1.0))
    latitude, longitude = np.degrees(np.arcsin(np.clip(up, -1.0, 1.0))), np.degrees(np.arctan2(right, toward))
    grey = picture(source / STELLARIUM / "moon_4k.jpg") @ f32([0.30, 0.59, 0.11])
    face = Sheet(f32(gaussian_filter(grey, 4.0, mode=("nearest", "wrap")))).sample(f32(latitude), f32(longitude))
    return np.asarray(np.clip(face, 0.0, 1.0) * 255.0 + 0.5, dtype=np.uint8)


def milky_way(source: Path) -> NDArray[np.uint8]:
    """Return the whole sky without its single stars: declination up, right ascension 270 degrees in the middle."""
    with Image.open(source / STELLARIUM / "milkyway.png") as image:
        sky = np.asarray(image.convert("RGB"), dtype=np.float32)
    spread = [gaussian_filter(sky[..., k], 6.0, mode=("nearest", "wrap")) for k in range(3)]
    around = np.stack(spread, axis=-1)
    sky = np.where(sky > around, sky - BRIGHTEST_STAR_SHARE * np.maximum(sky - 1.35 * around, 0.0), sky)
    small = Image.fromarray(np.asarray(np.clip(sky, 0.0, 255.0), np.uint8)).resize(MILKY_WAY, Image.Resampling.LANCZOS)
    return np.asarray(small)
