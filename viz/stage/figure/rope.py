"""A simulated rope as it is drawn: its hairpins eased, and smooth from node to node."""

from __future__ import annotations

import math

import numpy as np

from viz.stage.mesh import Floats

STIFF_FROM_DEG, STIFF_TO_DEG, EASINGS = 18.0, 40.0, 14
"""Where the simulated rope turns more than this from one piece to the next, it is eased: a cable of two lines makes no
hairpin; so often. Models."""
BETWEEN = 3
"""Points drawn for each one simulated."""


def eased_bends(nodes: Floats) -> Floats:
    """Draw in the nodes at which the rope turns too sharply, the more the sharper."""
    eased = nodes.copy()
    from_rad, to_rad = math.radians(STIFF_FROM_DEG), math.radians(STIFF_TO_DEG)
    straight = math.cos(from_rad)
    for _ in range(EASINGS):  # in every frame: plain sums and products, numpy's conveniences cost more than they
        way = eased[1:] - eased[:-1]
        reach = np.sqrt((way * way).sum(axis=1))
        cosine = (way[1:] * way[:-1]).sum(axis=1) / np.maximum(reach[1:] * reach[:-1], 1e-18)
        sharp = np.flatnonzero(cosine < straight)
        if not len(sharp):
            break
        turn = np.arccos(np.maximum(cosine[sharp], -1.0))
        share = np.minimum((turn - from_rad) * (0.5 / (to_rad - from_rad)), 0.5)[:, None]
        eased[sharp + 1] += share * (0.5 * (eased[sharp] + eased[sharp + 2]) - eased[sharp + 1])
    return eased


def rounded(nodes: Floats) -> Floats:
    """Return a Catmull-Rom curve through the nodes, `BETWEEN` points from one to the next."""
    padded = np.vstack([2.0 * nodes[0] - nodes[1], nodes, 2.0 * nodes[-1] - nodes[-2]])
    a, b, c, d = (padded[k : len(nodes) - 1 + k, None] for k in range(4))
    t = (np.arange(BETWEEN) / BETWEEN)[None, :, None]
    square, cube = 2.0 * a - 5.0 * b + 4.0 * c - d, 3.0 * b - a - 3.0 * c + d
    inner = b + 0.5 * ((c - a) * t + square * t**2 + cube * t**3)
    curve: Floats = np.vstack([inner.reshape(-1, 3), nodes[-1:]])
    return curve
