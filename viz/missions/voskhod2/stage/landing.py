"""Touchdown: the soft-landing motor's fire and the snow thrown up, in three ages.

The motor stands at the base of the parachute's lines (X08). Snow 0.66 m deep (W1) is thrown outward in a ring;
the shapes are models. The burst's own frame: origin on the snow at the landing point, +Z up, metres.
"""

from __future__ import annotations

import math

import numpy as np

from viz.flight.state import Quaternion
from viz.missions.voskhod2.flight import body
from viz.stage.glow import Station, along_direction, gas_box, shell
from viz.stage.mesh import Colour, Mesh, PartPose, hash01, merge, mesh_from, moved

BURST_S = 3.2
"""From the touch until the snow has settled; model."""

SNOW: Colour = (0.93, 0.95, 0.98)
POWDER: Colour = (0.84, 0.88, 0.95)
_BLACK: Colour = (0.0, 0.0, 0.0)
_LEVEL: Quaternion = (1.0, 0.0, 0.0, 0.0)


def landing_meshes() -> dict[str, Mesh]:
    """Every mesh of this module by name."""
    return {
        "soft_landing": soft_landing_flash(),
        "mortar_flash": mortar_flash(),
        "snow_burst_0": snow_burst(0),
        "snow_burst_1": snow_burst(1),
        "snow_burst_2": snow_burst(2),
        "snow_cloud": snow_cloud(),
    }


def soft_landing_flash() -> Mesh:
    """Soft-landing motor's fire (X08), unit length: root at the origin, four jets and a blaze along -Z; glows."""
    jet: list[Station] = [
        (0.0, 0.030, (0.9, 0.8, 0.6)), (0.18, 0.085, (0.9, 0.64, 0.32)), (0.45, 0.10, (0.55, 0.28, 0.11)),
        (0.75, 0.07, (0.16, 0.06, 0.02)), (0.92, 0.0, _BLACK),
    ]  # fmt: skip
    blaze: list[Station] = [
        (0.0, 0.05, (0.5, 0.4, 0.26)), (0.22, 0.20, (0.46, 0.28, 0.13)), (0.55, 0.34, (0.20, 0.10, 0.04)),
        (0.85, 0.30, (0.05, 0.02, 0.01)), (1.0, 0.0, _BLACK),
    ]  # fmt: skip
    leans = [(0.0, 0.0, -1.0)]
    leans += [(0.42 * math.cos(a), 0.42 * math.sin(a), -1.0) for a in (0.5 * math.pi * k for k in range(4))]
    jets = [along_direction(shell(jet, segments=8), lean) for lean in leans]
    return merge([*jets, along_direction(shell(blaze, segments=12, ragged=0.08, seed=9), (0.0, 0.0, -1.0))])


def mortar_flash() -> Mesh:
    """The flash of the charge that throws the drogue out, along +Z from its root; glows. A model."""
    puff: list[Station] = [
        (0.0, 0.16, (1.0, 0.85, 0.6)), (0.5, 0.42, (0.9, 0.58, 0.26)), (1.3, 0.60, (0.4, 0.2, 0.08)),
        (2.2, 0.45, (0.1, 0.04, 0.02)), (2.9, 0.0, _BLACK),
    ]  # fmt: skip
    return shell(puff, segments=12, ragged=0.10, seed=11)


def snow_burst_poses(since_touch_s: float) -> tuple[PartPose, ...]:
    """Meshes of the thrown snow at a moment after the touch, in their own frame; empty before and after.

    Neighbouring ages overlap in size, so that the burst grows, hangs and settles without a jump.
    """
    age = since_touch_s / BURST_S
    if not 0.0 < age < 1.0:
        return ()
    rise = max(1.0 - (1.0 - age * 2.6) ** 2, 0.0) if age < 0.385 else 1.0 - ((age - 0.385) / 0.615) ** 2
    reach = 1.0 - math.exp(-4.5 * age)
    poses = []
    for number, (begin, end) in enumerate(((0.0, 0.30), (0.05, 0.72), (0.22, 1.0))):
        if begin < age < end:
            sink = -1.2 * max((age - begin) / (end - begin) - 0.6, 0.0) / 0.4
            spread, tall = 0.55 + 0.75 * reach, max(0.15 + 1.05 * rise, 0.05)
            poses.append(PartPose(f"snow_burst_{number}", (0.0, 0.0, sink), _LEVEL, (spread, spread, tall)))
    return (*poses, _cloud_pose(age))


def snow_cloud() -> Mesh:
    """Powder that hangs in the air and hides what is behind it: a box of gas, unit radius and height."""
    return gas_box((-1.0, -1.0, 0.0), (1.0, 1.0, 1.15), (0.97, 1.0, 0.1 * body.SPHERE_RADIUS_M))


def _cloud_pose(age: float) -> PartPose:
    """Return the powder's cloud: it grows out of the fire's blast, spreads, thins and sinks."""
    spread, tall = 1.5 + 4.3 * (1.0 - math.exp(-5.0 * age)), 0.8 + 2.2 * (1.0 - math.exp(-7.0 * age))
    thick = 0.55 * min(20.0 * age, 1.0) * (1.0 - age) ** 1.3
    return PartPose("snow_cloud", (0.0, 0.0, -0.15 - 0.9 * age), _LEVEL, (spread, spread, tall), thick)


def snow_burst(age: int) -> Mesh:
    """Thrown snow: 0 a crown close round the sphere, 1 clods and powder at the top, 2 a low drifting ring."""
    inner, outer, height, clods, flecks = (
        (1.25, 2.6, 2.2, 14, 520), (1.4, 4.4, 2.6, 34, 1050), (2.2, 6.2, 1.5, 16, 900),
    )[age]  # fmt: skip
    return merge([_clods(clods, inner, outer, height, 96 + age), _powder(flecks, inner, outer, height, 99 + age)])


def _clods(count: int, inner: float, outer: float, height: float, seed: int) -> Mesh:
    """Lumps of crust: small crooked octahedra."""
    chance = hash01(5 * count, seed).reshape(5, count)
    a, r = 2 * np.pi * chance[0], inner + (outer - inner) * chance[1] ** 0.8
    z = height * chance[2] * (1.15 - 0.7 * chance[1]) + 0.1
    size = 0.012 + 0.035 * chance[3] ** 2
    lumps = []
    face = [(0, 2, 4), (2, 1, 4), (1, 3, 4), (3, 0, 4), (2, 0, 5), (1, 2, 5), (3, 1, 5), (0, 3, 5)]
    for k in range(count):
        s, skew = float(size[k]), 0.5 + float(chance[4, k])
        place = np.array([[s, 0, 0], [-s, 0, 0], [0, s * skew, 0], [0, -s, 0], [0, 0, s], [0, 0, -s * skew]])
        shade = 0.9 * np.asarray(SNOW) + 0.1 * skew * np.asarray(POWDER) * 0.6
        lump = mesh_from(place, face, colour=shade, shininess=0.05, crease_deg=20.0)
        lumps.append(moved(lump, (float(r[k] * np.cos(a[k])), float(r[k] * np.sin(a[k])), float(z[k]))))
    return merge(lumps)


def _powder(count: int, inner: float, outer: float, height: float, seed: int) -> Mesh:
    """Powder: flecks of snow thick in a dozen plumes and near the ground, thin between and above.

    It carries its own daylight, as flecks lit one by one would be half grey; the landing was in full day.
    """
    chance = hash01(8 * count, seed).reshape(8, count)
    plume = np.floor(13.0 * chance[0])
    a = 2 * np.pi * (plume + 0.5 + 0.62 * (chance[1] + chance[2] - 1.0)) / 13.0 + 0.9 * np.sin(5.0 * plume)
    share = chance[3] ** 0.7
    reach = outer * (0.62 + 0.38 * np.sin(2.3 * plume) ** 2)
    radius = inner + (reach - inner) * share
    arc = np.sin(np.pi * (0.12 + 0.80 * share))
    up = height * arc * (0.25 + 0.80 * chance[4] ** 1.5) * (0.7 + 0.5 * np.cos(1.7 * plume) ** 2)
    middle = np.stack([radius * np.cos(a), radius * np.sin(a), up - 0.08], axis=-1)
    size = 0.006 + 0.018 * chance[5] ** 3
    # Each fleck looks outward and up, more or less, so that the cloud is lit as a whole.
    normal = np.stack([np.cos(a), np.sin(a), 0.6 + chance[6]], axis=-1) + 0.9 * (chance[[5, 7, 4]].T - 0.5)
    normal /= np.linalg.norm(normal, axis=1)[:, None]
    side = np.cross(normal, [0.0, 0.0, 1.0])
    side /= np.linalg.norm(side, axis=1)[:, None]
    other = np.cross(normal, side)
    turn = 2 * np.pi * chance[7]
    corner = [
        middle + size[:, None] * (np.cos(turn + k)[:, None] * side + np.sin(turn + k)[:, None] * other)
        for k in (0.0, 2.1, 4.2)
    ]
    place = np.stack(corner, axis=1).reshape(-1, 3)
    shade = np.asarray(POWDER) + (np.asarray(SNOW) - np.asarray(POWDER)) * chance[4][:, None]
    face = np.arange(3 * count).reshape(-1, 3)
    return mesh_from(place, face, colour=shade, shininess=0.0, emissive=1.0, crease_deg=1.0)
