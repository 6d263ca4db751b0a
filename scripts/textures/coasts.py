"""Where the water begins, finer than a picture's pixels: for every pixel how far it is from a coast, and which way.

A picture of coarse pixels shows a coast as stairs once it is enlarged. The shader then looks the colour up a pixel
further from the coast, on the side that this sheet says; so the coast lies where the outlines have it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import gaussian_filter
from scipy.special import erfinv

from textures.noise import Array, f32

SPREAD_PX = 1.15  # of the blur the distance is read from
REACH_PX = 3.0  # the distance that the sheet ends with
GREY, SWING, TURN = 128.0, 56.0, 40.0  # of 255: no coast; the greatest distance; a direction's whole length


def coast_sheet(dry: Array, wraps: bool) -> Image.Image:
    """Return a colour picture of a mask of 0 water .. 1 dry on the picture's own pixels.

    Brightness is the distance to the coast in pixels, `SWING` above `GREY` at `REACH_PX` inland and as much below it at
    sea; the two colour differences (JPEG's Cb and Cr) are the unit vector across the coast towards dry land, right and
    up.
    """
    mode = ("nearest", "wrap") if wraps else "nearest"
    soft = gaussian_filter(f32(dry), SPREAD_PX, mode=mode)
    distance = SPREAD_PX * np.sqrt(2.0) * erfinv(np.clip(2.0 * soft - 1.0, -0.995, 0.995))
    up, right = np.gradient(gaussian_filter(f32(dry), 1.6 * SPREAD_PX, mode=mode))
    steep = np.hypot(right, up)
    share = np.clip(steep / 0.02, 0.0, 1.0) / np.maximum(steep, 1e-6)
    planes = (SWING * distance / REACH_PX, TURN * right * share, -TURN * up * share)
    return Image.merge("YCbCr", [Image.fromarray(_bytes(plane)) for plane in planes])


def _bytes(plane: Array) -> NDArray[np.uint8]:
    return np.asarray(np.clip(GREY + plane, 72.0, 184.0) + 0.5, dtype=np.uint8)
