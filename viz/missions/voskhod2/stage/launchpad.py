"""The launch site: steppe, platform over the flame pit, support arms that fall away, masts, and the smoke.

Own frame: the pad's ground, +X east, +Y north, +Z up, metres; the rocket stands over the origin. That the rocket
hung in four support arms over a pit is general knowledge of the R-7's launch site; every size is a model.
"""

from __future__ import annotations

import math

import numpy as np

from viz.flight.curves import eased
from viz.flight.quaternion import multiply
from viz.flight.state import Quaternion, Vec3
from viz.stage.glow import gas_box
from viz.stage.materials import Material
from viz.stage.mesh import (
    Colour,
    Floats,
    Mesh,
    PartPose,
    about,
    backside,
    coloured,
    hash01,
    made_of,
    merge,
    moved,
    scaled,
    turned,
)
from viz.stage.shapes import box, disc, lathe, sheet, sphere, torus, tube

PIT_RADIUS_M = 6.4
STEPPE_RADIUS_M, STEPPE_RAYS = 520.0, 64
ARM_FOOT_M = 7.6
ARM_HEIGHT_M = 19.5
"""Hinge circle's radius and the height where the arms hold the rocket's waist; models."""
ARMS_OPEN_DEG = 52.0
ARMS_OPEN_S = (0.4, 4.0)
"""The arms fall away between these seconds after lift-off, by their counterweights; model."""
SMOKE_UNTIL_S = 45.0
STRAP_ON_AZIMUTH_DEG = 65.0
"""From east towards north; as the model of the ascent turns the rocket on the pad."""

CONCRETE: Colour = (0.56, 0.55, 0.52)
SCORCHED: Colour = (0.30, 0.28, 0.26)
STEEL: Colour = (0.42, 0.46, 0.44)
DARK: Colour = (0.07, 0.07, 0.07)
GREY: Colour = (0.50, 0.51, 0.52)
STEPPE: Colour = (0.47, 0.41, 0.31)
OLD_SNOW: Colour = (0.74, 0.75, 0.77)
AFAR: Colour = (0.605, 0.553, 0.466)
"""The land's tone where the drawn one ends: as the stage lights it, that of the Earth beyond."""
DRIFTS, WIND_RAD = 125, 0.4
Line = tuple[tuple[float, float], ...]
WAYS: tuple[tuple[Line, float, Colour], ...] = (
    (((14, 18), (-420, 18), (-700, -10), (-1300, -140), (-2200, -420), (-4200, -900)), 6.0, (0.44, 0.43, 0.41)),
    (((10, -16), (310, -16), (520, -20), (760, -70), (1900, -640), (3900, -1900)), 4.4, (0.38, 0.35, 0.32)),
    (((-120, 18), (-135, -80), (-165, -215), (-205, -330), (-330, -620), (-700, -1150)), 3.2, (0.53, 0.48, 0.40)),
    (((-112, 42), (-60, 150), (60, 330), (330, 640), (520, 1200)), 2.8, (0.53, 0.48, 0.40)),
)
"""Middle line, width and colour of the road, the railway's bed, and two tracks of lorries; models."""
_LEVEL: Quaternion = (1.0, 0.0, 0.0, 0.0)


def launchpad_meshes() -> dict[str, Mesh]:
    """Every mesh of this module by name; ``pad_arm_0`` to ``_3`` are one mesh under four names."""
    arm = support_arm()
    return {
        "steppe": steppe(),
        "pad": pad(),
        **{f"pad_arm_{k}": arm for k in range(4)},
        "pad_mast": cable_mast(),
        "pad_smoke": smoke(),
    }


def pad_poses(since_lift_off_s: float, strap_on_azimuth_deg: float = STRAP_ON_AZIMUTH_DEG) -> tuple[PartPose, ...]:
    """Everything of the launch site in its own frame, ``since_lift_off_s`` seconds after lift-off or before it.

    ``strap_on_azimuth_deg``: direction, from east towards north, of one strap-on; the arms stand between them.
    """
    begin, end = ARMS_OPEN_S
    lean = ARMS_OPEN_DEG * eased((since_lift_off_s - begin) / (end - begin))
    poses = [PartPose("steppe", (0.0, 0.0, 0.0), _LEVEL), PartPose("pad", (0.0, 0.0, 0.0), _LEVEL)]
    for k in range(4):
        around = strap_on_azimuth_deg + 45.0 + 90.0 * k
        poses.append(_hinged(f"pad_arm_{k}", around, ARM_FOOT_M, lean))
    poses.append(_hinged("pad_mast", strap_on_azimuth_deg + 8.0, ARM_FOOT_M + 1.4, 0.62 * lean))
    if 0.0 < since_lift_off_s < SMOKE_UNTIL_S:
        spread = 6.0 + 74.0 * (1.0 - math.exp(-since_lift_off_s / 5.5))
        tall = 3.0 + 24.0 * (1.0 - math.exp(-since_lift_off_s / 8.0))
        thick = 1.0 - eased((since_lift_off_s - 20.0) / (SMOKE_UNTIL_S - 20.0))
        fire = 1.0 - eased((since_lift_off_s - 1.5) / 7.0)
        poses.append(PartPose("pad_smoke", (0.0, 0.0, -0.3), _LEVEL, (spread, spread, tall), thick + fire))
    return tuple(poses)


def _hinged(name: str, azimuth_deg: float, foot_m: float, lean_deg: float) -> PartPose:
    a = math.radians(azimuth_deg)
    turn = multiply(about((0.0, 0.0, 1.0), azimuth_deg), about((0.0, 1.0, 0.0), lean_deg))
    return PartPose(name, (foot_m * math.cos(a), foot_m * math.sin(a), 0.4), turn)


# -- ground ---------------------------------------------------------------------------------------


def steppe() -> Mesh:
    """The trodden land round the pad, drifts of old snow, a road and the railway; beyond it the Earth is seen."""
    reach = np.geomspace(PIT_RADIUS_M + 6.0, STEPPE_RADIUS_M, 20)
    angle = 2 * np.pi * np.arange(STEPPE_RAYS) / STEPPE_RAYS
    # Rays of every other ring stand between those of the next, so that no ray shows.
    around = angle + (np.pi / STEPPE_RAYS * (np.arange(len(reach)) % 2))[:, None]
    # No circle on the land: from above the edge runs in and out.
    bays = 0.16 * np.sin(3.0 * around + 0.8) + 0.10 * np.sin(7.0 * around) + 0.07 * np.sin(16.0 * around + 2.0)
    out = reach[:, None] * (1.0 + bays * np.clip((reach - 100.0) / 350.0, 0.0, 1.0)[:, None])
    east, north = out * np.cos(around), out * np.sin(around)
    rough = np.clip((reach - 60.0) / 200.0, 0.0, 1.0)[:, None]
    up = rough * (0.35 * np.sin(0.031 * east + 0.6) * np.cos(0.027 * north) - 0.3) - 0.05
    ground = sheet(np.stack([east, north, up], axis=-1)[::-1], around=True, shininess=0.0, crease_deg=80.0)
    rails = [
        box((300.0, 0.12, 0.16), centre_m=(160.0, s * 0.76 - 16.0, 0.10), colour=(0.30, 0.25, 0.22)) for s in (-1, 1)
    ]
    land = [
        made_of(coloured(ground, _steppe_colour), Material.PLANT),
        made_of(merge(_drift(*one) for one in _drifts()), Material.PLANT),
        *(_way(line, wide, colour) for line, wide, colour in WAYS),
        made_of(merge(rails), Material.METAL),
    ]
    return merge(land)


def _upward(mesh: Mesh) -> Mesh:
    return mesh if float(mesh.normal[:, 2].sum()) >= 0.0 else backside(mesh)


def _way(line_m: Line, wide_m: float, colour: Colour) -> Mesh:
    """A strip along a line that takes the land's tone where it is too narrow to be seen from afar."""
    line = np.asarray(line_m, dtype=np.float64)
    along = np.gradient(line, axis=0)
    side = np.stack([-along[:, 1], along[:, 0]], axis=-1) / np.hypot(*along.T)[:, None] * (0.5 * wide_m)
    edges = [np.column_stack([line + s * side, np.full(len(line), 0.05)]) for s in (-1.0, 1.0)]

    def tone(position_m: Floats) -> Floats:
        far = np.clip((np.hypot(position_m[:, 0], position_m[:, 1]) - 900.0) / 3000.0, 0.0, 1.0)[:, None]
        mixed: Floats = np.asarray(colour) * (1 - far) + np.asarray(AFAR) * far
        return mixed

    return coloured(_upward(sheet(np.stack(edges), shininess=0.0)), tone)


def _drifts() -> list[tuple[float, float, float, float]]:
    """East, north and half length of snow drifts, and a number for variety: some lie beyond the edge and hide it."""
    chance = hash01(4 * DRIFTS, 131).reshape(4, DRIFTS)
    reach = 75.0 + (2.2 * STEPPE_RADIUS_M - 75.0) * chance[0] ** 0.8
    east, north = reach * np.cos(2 * np.pi * chance[1]), reach * np.sin(2 * np.pi * chance[1])
    long = 4.0 + 22.0 * chance[2] ** 3 * np.clip(reach / 500.0, 0.4, 1.4)
    clear = np.hypot(east - WATCHERS_M[0], north - WATCHERS_M[1]) > 3.0 * long
    found = zip(east[clear], north[clear], long[clear], chance[3][clear], strict=True)
    return [(float(e), float(n), float(s), float(c)) for e, n, s, c in found]


def _drift(east: float, north: float, long: float, luck: float) -> Mesh:
    """Old snow in the lee: drawn out along the wind, ragged, thin towards its edge."""
    a = 2 * np.pi * np.arange(10) / 10
    skin = 1.0 + 0.22 * np.sin(3.0 * a + 20.0 * luck) + 0.20 * np.sin(5.0 * a + 37.0 * luck)
    x, y = long * skin * np.cos(a), long * (0.22 + 0.22 * luck) * skin * np.sin(a)
    turn = WIND_RAD + 0.5 * (luck - 0.5)
    c, s = math.cos(turn), math.sin(turn)
    rim, middle = np.column_stack([c * x - s * y, s * x + c * y, 0.0 * a]), np.array([east, north, 0.0])
    mesh = _upward(sheet(np.stack([rim, 0.02 * rim + [0.0, 0.0, 0.16]]) + middle, around=True, shininess=0.0))
    share = np.where(mesh.position_m[:, 2] > 0.08, 1.0, 0.75)[:, None]
    tint: Floats = np.asarray(AFAR) * (1 - share) + np.asarray(OLD_SNOW) * share
    return coloured(mesh, lambda _: tint)


def _steppe_colour(position_m: Floats) -> Floats:
    e, n = position_m[:, 0], position_m[:, 1]
    far = np.hypot(e, n)
    mottled = np.sin(0.021 * e + 1.4 * np.sin(0.017 * n)) * np.sin(0.025 * n - 0.4)
    mottled += 0.5 * np.sin(0.011 * e + 0.017 * n)
    tint = np.asarray(STEPPE) * (0.98 + 0.07 * mottled)[:, None]
    # Trodden and scorched near the pad; far off it takes the tone of the ground seen from above.
    near = np.clip(1.0 - far / 70.0, 0.0, 1.0)[:, None]
    tint = tint * (1 - near) + np.array([0.42, 0.40, 0.36]) * near
    edge = np.clip((far - 100.0) / (0.75 * STEPPE_RADIUS_M - 100.0), 0.0, 1.0)[:, None]
    final: Floats = tint * (1 - edge) + np.asarray(AFAR) * (0.99 + 0.03 * mottled)[:, None] * edge
    return final


# -- platform -------------------------------------------------------------------------------------


def pad() -> Mesh:
    """Concrete platform with the round opening, pit and deflector, railings, floodlight masts, bunker and sheds."""
    angle = 2 * np.pi * np.arange(24) / 24
    hole = np.stack([PIT_RADIUS_M * np.cos(angle), PIT_RADIUS_M * np.sin(angle)], axis=-1)
    # A square slab round a round hole: each ray from the middle meets the square's edge.
    edge = hole / np.abs(hole).max(axis=1)[:, None] * 15.0
    rings = [(edge, -0.1), (edge, 0.4), (hole, 0.4), (hole, -1.2), (hole * 0.98, -9.0)]
    grid = np.stack([np.column_stack([ring, np.full(24, z)]) for ring, z in rings])
    shade = np.array([CONCRETE, CONCRETE, SCORCHED, (0.16, 0.14, 0.13)])[:, None]
    tone = 0.92 + 0.12 * hash01(4 * 24, 111).reshape(4, 24, 1)
    slab = sheet(grid, around=True, colour=shade * tone, shininess=0.05)
    floor = disc(PIT_RADIUS_M, z_m=-8.9, segments=24, colour=DARK)
    ring = torus(PIT_RADIUS_M - 0.1, 0.22, z_m=0.5, segments=24, sides=4, colour=STEEL)
    parts = [slab, floor, ring]
    for k in range(4):  # brackets that carry the arms' hinges
        bracket = box((1.6, 1.5, 0.9), centre_m=(ARM_FOOT_M, 0.0, 0.8), colour=STEEL, shininess=0.2)
        parts.append(turned(bracket, (0.0, 0.0, 1.0), 90.0 * k))
    for x, y in ((46.0, 40.0), (-46.0, 40.0), (-46.0, -44.0), (46.0, -44.0)):
        parts.append(moved(_floodlights(), (x, y, 0.0)))
    mound = sphere(1.0, segments=14, rings=4, from_deg=0.0, to_deg=90.0, colour=(0.44, 0.39, 0.31))
    parts.append(made_of(moved(scaled(mound, (24.0, 14.0, 5.0)), (120.0, 70.0, -0.2)), Material.PLANT))
    parts += [_watchers(), _truck()]
    for x, y, size in (
        (-80.0, 46.0, (18.0, 9.0, 5.0)),
        (-112.0, 30.0, (10.0, 8.0, 4.0)),
        (84.0, -60.0, (14.0, 8.0, 4.5)),
    ):
        parts.append(_shed(x, y, size))
    return merge(parts)


def _shed(x: float, y: float, size: Vec3) -> Mesh:
    walls = box(size, centre_m=(x, y, size[2] / 2), colour=(0.66, 0.64, 0.58))
    roof = box((size[0] + 0.8, size[1] + 0.8, 0.4), centre_m=(x, y, size[2] + 0.2), colour=(0.36, 0.35, 0.35))
    door = box((2.4, 0.1, 2.6), centre_m=(x, y - size[1] / 2 - 0.02, 1.3), colour=(0.24, 0.28, 0.30))
    return merge([walls, roof, door])


WATCHERS_M: Vec3 = (-172.0, -268.0, 0.0)
"""Where those stand who watch from the steppe; that people watched is certain, who, how many and where is a model."""


def _watchers() -> Mesh:
    """Nine people in winter coats who look towards the rocket."""
    chance = hash01(5 * 9, 117).reshape(5, 9)
    cloth = ((0.20, 0.22, 0.19), (0.15, 0.16, 0.20), (0.30, 0.25, 0.19), (0.23, 0.21, 0.22))
    heading = math.degrees(math.atan2(-WATCHERS_M[1], -WATCHERS_M[0]))
    people = []
    for k in range(9):
        one = scaled(_watcher(cloth[k % 4], lifts=k in (2, 6)), (1.0, 1.0, 0.95 + 0.1 * float(chance[0, k])))
        one = turned(one, (0.0, 0.0, 1.0), heading + 40.0 * float(chance[1, k]) - 20.0)
        x, y = 7.0 * float(chance[2, k]) - 3.5, 1.5 * (k - 4.5) + 2.4 * float(chance[3, k]) + 1.8 * (k // 3)
        a = math.radians(heading)
        people.append(moved(one, (x * math.cos(a) - y * math.sin(a), x * math.sin(a) + y * math.cos(a), 0.0)))
    return moved(merge(people), WATCHERS_M)


def _watcher(cloth: Colour, lifts: bool) -> Mesh:
    """One who stands on the origin and faces +X: coat, boots, fur hat, an arm lifted against the light or none."""
    skin, fur = (0.80, 0.60, 0.49), (0.20, 0.15, 0.11)
    cut = [(0.0, 0.42), (0.25, 0.42), (0.21, 0.95), (0.24, 1.32), (0.19, 1.46), (0.07, 1.53)]
    coat = lathe(cut, segments=8, colour=cloth)
    parts = [
        scaled(coat, (0.72, 1.0, 1.0)),
        moved(sphere(0.10, segments=7, rings=5, colour=skin), (0.02, 0.0, 1.64)),
        moved(sphere(0.128, segments=7, rings=3, from_deg=4.0, to_deg=90.0, colour=fur), (0.0, 0.0, 1.67)),
    ]
    for side in (-1.0, 1.0):
        leg = [(0.0, 0.10 * side, 0.0), (0.0, 0.10 * side, 0.46)]
        parts.append(tube(leg, 0.075, segments=5, colour=(0.11, 0.10, 0.10)))
        arm = [(0.0, 0.22 * side, 1.40), (0.0, 0.30 * side, 1.14), (0.05, 0.28 * side, 0.86)]
        if lifts and side < 0.0:
            arm[1:] = [(0.10, 0.36 * side, 1.42), (0.16, 0.10 * side, 1.70)]
        parts.append(tube(arm, 0.062, segments=5, colour=cloth))
    return merge(parts)


def _truck() -> Mesh:
    """A lorry with a canvas body beside the watchers."""
    green, dark = (0.27, 0.31, 0.22), (0.10, 0.10, 0.11)
    parts = [
        box((1.7, 2.1, 1.2), centre_m=(2.3, 0.0, 1.55), colour=green),
        box((1.3, 1.5, 0.8), centre_m=(3.7, 0.0, 1.15), colour=green),
        box((3.9, 2.3, 1.7), centre_m=(-0.7, 0.0, 1.95), colour=(0.34, 0.34, 0.26)),
        box((6.6, 1.0, 0.3), centre_m=(0.9, 0.0, 0.8), colour=dark),
        box((0.05, 1.8, 0.6), centre_m=(3.16, 0.0, 1.85), colour=(0.10, 0.13, 0.15), shininess=0.8),
    ]
    for x in (3.5, -0.4, -1.7):
        for y in (-0.95, 0.95):
            wheel = lathe([(0.0, -0.14), (0.48, -0.14), (0.48, 0.14), (0.0, 0.14)], segments=12, colour=dark)
            parts.append(moved(turned(wheel, (1.0, 0.0, 0.0), 90.0), (x, y, 0.48)))
    return moved(turned(merge(parts), (0.0, 0.0, 1.0), 152.0), (-178.0, -247.0, 0.0))


def _floodlights() -> Mesh:
    """A lattice mast of 38 m with a rack of lamps."""
    parts = []
    for a in (45.0, 165.0, 285.0):
        c, s = math.cos(math.radians(a)), math.sin(math.radians(a))
        parts.append(
            tube([(1.7 * c, 1.7 * s, 0.0), (0.5 * c, 0.5 * s, 38.0)], 0.13, segments=4, caps=False, colour=GREY)
        )
    for k in range(7):
        low, high = 5.2 * k, 5.2 * (k + 1)
        for n, a in enumerate((45.0, 165.0, 285.0)):
            b = (165.0, 285.0, 45.0)[n]
            r0, r1 = 1.7 - 1.2 * low / 38.0, 1.7 - 1.2 * high / 38.0
            ends = [
                (r * math.cos(math.radians(t)), r * math.sin(math.radians(t)), z)
                for r, t, z in ((r0, a, low), (r1, b, high))
            ]
            parts.append(tube(ends, 0.06, segments=3, caps=False, colour=GREY))
    # A platform with a rail, racks of lamps to the pad on either side, and a lightning rod over them.
    parts.append(box((2.6, 2.6, 0.12), centre_m=(0.0, 0.0, 38.0), colour=GREY))
    parts.append(tube([(0.0, 0.0, 38.0), (0.0, 0.0, 47.0)], [0.12, 0.03], segments=4, colour=GREY))
    for side in (-1.0, 1.0):
        for row in range(3):
            for column in range(4):
                place = (0.72 * column - 1.08, 1.25 * side, 38.5 + 0.7 * row)
                parts.append(box((0.5, 0.30, 0.5), centre_m=place, colour=(0.70, 0.71, 0.72)))
        parts.append(box((2.9, 0.08, 0.08), centre_m=(0.0, 1.15 * side, 40.4), colour=GREY))
    return merge(parts)


def support_arm() -> Mesh:
    """One support arm, own frame: hinge at the origin, the rocket towards -X; standing, its head holds the waist.

    A positive turn about +Y lays it back, away from the rocket.
    """
    head_x, high = -(ARM_FOOT_M - 2.75), ARM_HEIGHT_M
    parts = []
    for s in (-1.0, 1.0):
        parts.append(_beam((0.35, 1.05 * s, 0.5), (head_x + 0.55, 0.42 * s, high), 0.17))
        parts.append(_beam((-0.75, 0.95 * s, 0.3), (head_x, 0.42 * s, high), 0.14))
    low_a, low_b = np.array([0.35, 1.05, 0.5]), np.array([head_x + 0.55, 0.42, high])
    side_a, side_b = np.array([-0.75, 0.95, 0.3]), np.array([head_x, 0.42, high])
    flip = np.array([1.0, -1.0, 1.0])
    for k in range(7):
        t0, t1 = k / 7.0, (k + 1) / 7.0
        a0, a1 = low_a + (low_b - low_a) * t0, low_a + (low_b - low_a) * t1
        b0, b1 = side_a + (side_b - side_a) * t0, side_a + (side_b - side_a) * t1
        for start, end in ((a0, a1 * flip), (a0, b1), (a0 * flip, b1 * flip), (b0, b1 * flip)):
            parts.append(_beam(tuple(start), tuple(end), 0.06, 3))
    parts.append(box((0.9, 1.6, 0.8), centre_m=(head_x + 0.1, 0.0, high + 0.2), colour=STEEL, shininess=0.3))
    parts.append(box((2.6, 1.9, 1.8), centre_m=(2.4, 0.0, -0.1), colour=(0.36, 0.38, 0.37)))  # the counterweight
    parts.append(_beam((0.3, 0.0, 3.2), (2.6, 0.0, 0.6), 0.18))
    return merge(parts)


def _beam(start: Vec3 | tuple[float, ...], end: Vec3 | tuple[float, ...], radius: float, sides: int = 4) -> Mesh:
    return tube(np.array([start, end]), radius, segments=sides, caps=False, colour=STEEL, shininess=0.2)


def cable_mast() -> Mesh:
    """Cable mast beside the rocket, same frame and turn as a support arm, reaching up to block I."""
    parts = [_beam((0.0, 0.55 * s, 0.0), (-4.6, 0.25 * s, 29.5), 0.13) for s in (-1.0, 1.0)]
    parts.append(_beam((0.9, 0.0, 0.0), (-4.4, 0.0, 29.5), 0.13))
    for k in range(10):
        t0, t1 = k / 10.0, (k + 1) / 10.0
        left = (-4.6 * t0, 0.55 - 0.30 * t0, 29.5 * t0)
        right = (-4.6 * t1, -0.55 + 0.30 * t1, 29.5 * t1)
        parts.append(_beam(left, right, 0.05, 3))
        parts.append(_beam((0.9 - 5.3 * t0, 0.0, 29.5 * t0), right, 0.05, 3))
    parts.append(tube([(-4.5, 0.0, 29.3), (-5.3, 0.1, 28.0), (-6.2, 0.0, 28.6)], 0.10, segments=5, colour=DARK))
    parts.append(box((1.2, 1.2, 0.9), centre_m=(-4.5, 0.0, 29.6), colour=GREY))
    return merge(parts)


# -- smoke ----------------------------------------------------------------------------------------


def smoke() -> Mesh:
    """Smoke and dust driven out of the pit, unit radius and height: a box of gas."""
    return gas_box((-1.0, -1.0, 0.0), (1.0, 1.0, 1.15), (0.62, 0.51, 0.0))
