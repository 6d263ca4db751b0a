"""The Tu-104AK laboratory's hall with the full-size mock-up, and where everything stands in it (Z1, Z2).

Own frame: +X to the nose, +Y to the left wing, +Z up, origin at the middle of the hall's floor. The hall is cut open
on its right side, so that a camera at negative Y looks in. The rig is record; what
stands where in the hall is a model.
"""

from __future__ import annotations

import math
from dataclasses import astuple, replace

import numpy as np

from viz.flight.curves import eased
from viz.flight.quaternion import multiply, rotate
from viz.flight.state import Pose, Quaternion, Vec3
from viz.missions.voskhod2.flight import body
from viz.missions.voskhod2.stage.airlock import airlock_poses
from viz.missions.voskhod2.stage.tu104 import AXIS_Z_M, tu104
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
    made_where,
    merge,
    mesh_from,
    moved,
    turned,
)
from viz.stage.shapes import box, capsule, disc, lathe, sheet, sphere, torus, tube

HALL_RADIUS_M = 1.60
HALL_LENGTH_M = 11.0
MOCKUP_M: Vec3 = (-2.60, 0.0, AXIS_Z_M)
"""Middle of the mock-up's sphere; its airlock lies along +X, its rim at `RIM_X_M`."""
RIM_X_M = MOCKUP_M[0] + body.AIRLOCK_RIM_Z_M
TRAINEE_FROM_M = RIM_X_M + 0.75
"""The trainee's path begins before the mock-up's rim."""
SEATED_BELOW_M = 0.95
AFLOAT_ABOVE_M = 1.20
SEATED = Pose(
    left_shoulder_flex_deg=30.0, left_elbow_deg=35.0, right_shoulder_flex_deg=30.0, right_elbow_deg=35.0,
    left_hip_flex_deg=88.0, left_knee_deg=8.0, right_hip_flex_deg=88.0, right_knee_deg=8.0,
)  # fmt: skip
AFLOAT = Pose(
    left_shoulder_flex_deg=55.0, left_shoulder_abduct_deg=35.0, left_elbow_deg=40.0,
    right_shoulder_flex_deg=40.0, right_shoulder_abduct_deg=45.0, right_elbow_deg=30.0,
    left_hip_flex_deg=84.0, left_knee_deg=104.0, right_hip_flex_deg=78.0, right_hip_abduct_deg=8.0, right_knee_deg=98.0,
)  # fmt: skip
MOCKUP_TURN: Quaternion = multiply(about((0.0, 0.0, 1.0), 180.0), about((0.0, 1.0, 0.0), -90.0))
"""From the body frame to the hall: the airlock's +Z along +X, the nose's +X up."""

WHITE: Colour = (0.88, 0.89, 0.90)
GREY: Colour = (0.52, 0.54, 0.56)
DARK: Colour = (0.09, 0.10, 0.12)
PAD: Colour = (0.74, 0.68, 0.55)
MAT: Colour = (0.25, 0.36, 0.33)
WOOD: Colour = (0.52, 0.37, 0.22)
STEEL: Colour = (0.55, 0.57, 0.59)
DARK_RADIUS_M = 60.0
ROUND: Colour = (0.085, 0.090, 0.105)
LAMP: Colour = (1.0, 0.96, 0.86)
SKY: Colour = (0.62, 0.78, 0.95)
INSTRUCTOR_SKIN: Colour = (0.80, 0.61, 0.50)


def training_meshes() -> dict[str, Mesh]:
    """Every mesh of this module by name; all stand at the origin of the module's frame."""
    return {
        "tu104": tu104(),
        "hall": hall(),
        "hall_round": dark_round(),
        "mockup": mockup(),
        "instructors": instructors(),
    }


def training_poses(outside: bool, outer_hatch: float = 1.0) -> tuple[PartPose, ...]:
    """Everything but the trainee in the module's frame: the aircraft from outside, or the hall with its rig.

    The airlock's parts are those of `viz.missions.voskhod2.stage.airlock` at full extension, without the S-97.
    """
    if outside:
        return (_at_origin("tu104"),)
    rig = []
    for part in airlock_poses(1.0, outer_hatch, 0.0):
        if part.name == "s97":
            continue
        x, y, z = rotate(MOCKUP_TURN, part.position_m)
        place = (MOCKUP_M[0] + x, MOCKUP_M[1] + y, MOCKUP_M[2] + z)
        rig.append(PartPose(part.name, place, multiply(MOCKUP_TURN, part.rotation), part.scale))
    return (_at_origin("hall_round"), _at_origin("hall"), _at_origin("mockup"), _at_origin("instructors"), *rig)


def trainee_pose(height_m: float) -> Pose:
    """Return the trainee's posture with his trunk's middle this high: seated under load, afloat above.

    Afloat he is tucked for his somersault, arms and knees drawn up; a model.
    """
    ease = eased((height_m - SEATED_BELOW_M) / (AFLOAT_ABOVE_M - SEATED_BELOW_M))
    return Pose(*(a + (b - a) * ease for a, b in zip(astuple(SEATED), astuple(AFLOAT), strict=True)))


def _at_origin(name: str) -> PartPose:
    return PartPose(name, (0.0, 0.0, 0.0), (1.0, 0.0, 0.0, 0.0))


# -- the hall -------------------------------------------------------------------------------------


def hall() -> Mesh:
    """The padded hall, open on its right side: quilted wall, windows, lamps, floor with rails and mats, ends.

    Lit by its own lamps and windows, whatever the Sun does outside.
    """
    room = merge([made_of(_padding(), Material.CLOTH), _floor(), _ends(), _cut_edges(), _hand_rails()])
    return merge([_lamp_lit(room), _hall_windows(), _lamps()])


def dark_round() -> Mesh:
    """What stands round the cut-open hall in place of a tilted Earth: a plain dark ground, a shade paler below."""
    ball = backside(sphere(DARK_RADIUS_M, segments=20, rings=10, emissive=1.0, shininess=0.0, crease_deg=180.0))
    return coloured(ball, _dark)


def _dark(position_m: Floats) -> Floats:
    below = np.clip(0.5 - position_m[:, 2:3] / DARK_RADIUS_M, 0.0, 1.0)
    tint: Floats = (0.35 + 0.65 * below) * np.asarray(ROUND)
    return tint


LAMPS_DEG, LAMPS_X_M = (66.0, 104.0), tuple(-4.4 + 2.2 * k for k in range(5))
"""Where the two rows of lamps hang: angle from +Y about the hull's axis, and along the hall; models."""
LAMP_STRENGTH, ROOM_LIGHT = 0.50, 0.54
"""Light of one lamp at one metre, and what walls and windows throw about; models, on a screen's scale."""


def _lamp_lit(mesh: Mesh) -> Mesh:
    """Paint the lamps' light on a mesh that stands still in the hall; it then shines by itself."""
    place, normal = mesh.position_m.astype(np.float64), mesh.normal.astype(np.float64)
    light = np.full(len(place), ROOM_LIGHT)
    for angle in LAMPS_DEG:
        for x in LAMPS_X_M:
            way = np.asarray(_around(x, angle, HALL_RADIUS_M - 0.12)) - place
            distance = np.linalg.norm(way, axis=1)
            facing = np.clip(np.einsum("ij,ij->i", way, normal) / distance, 0.0, 1.0)
            light += LAMP_STRENGTH * facing / (distance**2 + 0.25)
    light = np.where(mesh.emissive > 0.5, 1.0, np.minimum(light, 1.25))
    tint = mesh.colour * light[:, None] * np.asarray(LAMP)
    return replace(
        mesh,
        colour=np.clip(tint, 0.0, 1.0).astype(np.float32),
        emissive=np.ones(len(place), dtype=np.float32),
        shininess=np.zeros(len(place), dtype=np.float32),
    )


_FLOOR_DEG = math.degrees(math.asin(-AXIS_Z_M / HALL_RADIUS_M))
_CUT_DEG = 118.0
"""The lining runs from the floor's left edge over the top to here, as an angle from +Y."""


def _around(x: float, angle_deg: float, radius_m: float) -> Vec3:
    a = math.radians(angle_deg)
    return (x, radius_m * math.cos(a), AXIS_Z_M + radius_m * math.sin(a))


def _padding() -> Mesh:
    """Quilted canvas cushions: each swells towards the room between its seams."""
    bays, rings = 12, 6
    long, span = HALL_LENGTH_M / bays, (_CUT_DEG - _FLOOR_DEG) / rings
    tone = hash01(bays * rings, 91).reshape(bays, rings)
    cushions = []
    for i in range(bays):
        for j in range(rings):
            rows = []
            for u in (0.02, 0.5, 0.98):
                row = []
                for v in (0.03, 0.5, 0.97):
                    swell = 0.055 * (1.0 - (2 * u - 1) ** 2) * (1.0 - (2 * v - 1) ** 2) + 0.012
                    x = -HALL_LENGTH_M / 2 + long * (i + u)
                    row.append(_around(x, _FLOOR_DEG + span * (j + v), HALL_RADIUS_M - swell))
                rows.append(row)
            shade = np.asarray(PAD) * (0.90 + 0.14 * tone[i, j])
            cushions.append(_inward(sheet(np.asarray(rows), colour=shade, shininess=0.05, crease_deg=80.0)))
    seam = [
        [_around(x, angle, HALL_RADIUS_M + 0.01) for angle in np.linspace(_FLOOR_DEG, _CUT_DEG, 9)]
        for x in (-HALL_LENGTH_M / 2, HALL_LENGTH_M / 2)
    ]
    back = _inward(sheet(np.asarray(seam), colour=tuple(0.45 * c for c in PAD), shininess=0.0, crease_deg=80.0))
    return merge([back, *cushions])


def _inward(mesh: Mesh) -> Mesh:
    """Turn a skin so that it looks at the hall's axis."""
    out = mesh.position_m * np.array([0.0, 1.0, 1.0]) - np.array([0.0, 0.0, AXIS_Z_M])
    return mesh if float((mesh.normal * out).sum()) < 0.0 else backside(mesh)


def _hall_windows() -> Mesh:
    """Round windows in the left wall with the sky behind them."""
    parts = []
    ring = torus(0.24, 0.045, segments=14, sides=4, colour=GREY, shininess=0.4)
    sky = disc(0.235, z_m=0.012, segments=14, colour=SKY, emissive=1.0)
    one = merge([ring, sky])
    for k in range(6):
        a = 10.0
        inward = turned(one, (1.0, 0.0, 0.0), 90.0 + a)
        parts.append(moved(inward, _around(-HALL_LENGTH_M / 2 + 0.92 + 1.833 * k, a, HALL_RADIUS_M - 0.06)))
    return merge(parts)


def _lamps() -> Mesh:
    """Two rows of lamps in the ceiling, behind wire guards."""
    parts = []
    for angle in LAMPS_DEG:
        for along in LAMPS_X_M:
            x, y, z = _around(along, angle, HALL_RADIUS_M - 0.075)
            tray = box((0.70, 0.16, 0.05), colour=WHITE)
            glow = box((0.62, 0.11, 0.02), centre_m=(0.0, 0.0, -0.034), colour=LAMP, emissive=1.0)
            parts.append(moved(turned(merge([tray, glow]), (1.0, 0.0, 0.0), angle - 90.0), (x, y, z)))
    return merge(parts)


def _floor() -> Mesh:
    """Plank-grey floor, two rails along it, and gym mats between them."""
    half = HALL_RADIUS_M * math.cos(math.radians(_FLOOR_DEG))
    parts = [box((HALL_LENGTH_M, 2 * half, 0.10), centre_m=(0.0, 0.0, -0.05), colour=(0.34, 0.33, 0.31))]
    for y in (-1.02, 1.02):
        parts.append(box((HALL_LENGTH_M - 0.2, 0.05, 0.035), centre_m=(0.0, y, 0.018), colour=STEEL, shininess=0.6))
    for k in range(4):
        tone = 0.90 + 0.16 * float(hash01(4, 92)[k])
        shade = (tone * MAT[0], tone * MAT[1], tone * MAT[2])
        parts.append(box((1.08, 1.86, 0.09), centre_m=(1.55 + 1.12 * k, 0.0, 0.045), colour=shade))
    return merge(parts)


def _ends() -> Mesh:
    """Bulkheads at both ends: the rear one with a door, the front one with a round lamp and a board."""
    angle = np.radians(np.linspace(_FLOOR_DEG, 180.0 - _FLOOR_DEG, 15))
    rim = np.column_stack([np.zeros(15), HALL_RADIUS_M * np.cos(angle), AXIS_Z_M + HALL_RADIUS_M * np.sin(angle)])
    place = np.vstack([[(0.0, 0.0, AXIS_Z_M)], rim])
    face = [(0, 1 + k, 2 + k) for k in range(14)] + [(0, 15, 1)]
    tint = np.asarray([np.asarray(PAD) * (0.78 if k % 2 else 0.84) for k in range(15)])
    wall = mesh_from(place, face, colour=tint, shininess=0.05)
    rear, front = moved(wall, (-HALL_LENGTH_M / 2, 0.0, 0.0)), moved(backside(wall), (HALL_LENGTH_M / 2, 0.0, 0.0))
    x = -HALL_LENGTH_M / 2 + 0.02
    door = [
        box((0.05, 0.78, 1.80), centre_m=(x, 0.35, 0.92), colour=(0.40, 0.44, 0.45)),
        box((0.03, 0.10, 0.03), centre_m=(x + 0.04, 0.08, 0.95), colour=STEEL, shininess=0.7),
    ]
    board = box((0.05, 0.90, 0.50), centre_m=(HALL_LENGTH_M / 2 - 0.03, 0.0, 1.55), colour=(0.16, 0.19, 0.20))
    signs = [
        moved(sphere(0.06, segments=8, rings=4, colour=tint_, emissive=1.0), (HALL_LENGTH_M / 2 - 0.09, y, 1.95))
        for y, tint_ in ((0.2, (1.0, 0.35, 0.20)), (-0.2, (0.55, 1.0, 0.55)))
    ]
    return merge([rear, front, *door, board, *signs])


def _cut_edges() -> Mesh:
    """Where hull and floor are cut: pale lips with the frames' ends showing."""
    parts = []
    y, z = HALL_RADIUS_M * math.cos(math.radians(_CUT_DEG)), HALL_RADIUS_M * math.sin(math.radians(_CUT_DEG))
    lip = box((HALL_LENGTH_M, 0.05, 0.17), colour=(0.80, 0.81, 0.82), shininess=0.3)
    parts.append(moved(turned(lip, (1.0, 0.0, 0.0), _CUT_DEG - 90.0), (0.0, y * 1.04, AXIS_Z_M + z * 1.04)))
    half = HALL_RADIUS_M * math.cos(math.radians(_FLOOR_DEG))
    parts.append(box((HALL_LENGTH_M, 0.05, 0.20), centre_m=(0.0, -half, -0.10), colour=(0.80, 0.81, 0.82)))
    for k in range(12):
        x = -HALL_LENGTH_M / 2 + 0.458 + HALL_LENGTH_M / 12 * k
        parts.append(box((0.06, 0.035, 0.14), centre_m=(x, -half - 0.03, -0.10), colour=GREY))
    return merge(parts)


def _hand_rails() -> Mesh:
    """Soft grips along the ceiling and the left wall."""
    parts = []
    for angle in (38.0, 84.0):
        x0, y, z = _around(-HALL_LENGTH_M / 2 + 0.3, angle, HALL_RADIUS_M - 0.17)
        parts.append(tube([(x0, y, z), (-x0, y, z)], 0.022, segments=5, colour=(0.70, 0.46, 0.22)))
        for k in range(7):
            x = -4.8 + 1.6 * k
            parts.append(tube([(x, y, z), _around(x, angle, HALL_RADIUS_M - 0.02)], 0.012, segments=3, colour=STEEL))
    return merge(parts)


# -- the rig --------------------------------------------------------------------------------------


def mockup() -> Mesh:
    """The cabin's mock-up: the sphere with its lower part let into the floor, in a timber and steel cradle."""
    x0, _, z0 = MOCKUP_M
    ball = sphere(body.SPHERE_RADIUS_M, segments=28, rings=12, from_deg=-42.0, to_deg=90.0, shininess=0.35)
    ball = coloured(ball, _mockup_colour)
    parts = [moved(ball, MOCKUP_M)]
    for k, a in enumerate((35.0, 145.0, 215.0, 325.0)):
        r = body.SPHERE_RADIUS_M
        top = (x0 + 0.98 * r * math.cos(math.radians(a)), 0.98 * r * math.sin(math.radians(a)), z0 - 0.25)
        foot = (x0 + 1.10 * r * math.cos(math.radians(a)), 0.92 * r * math.sin(math.radians(a)), 0.0)
        parts.append(tube([foot, top], 0.05, segments=5, colour=STEEL, shininess=0.4))
        parts.append(box((0.30, 0.26, 0.05), centre_m=(foot[0], foot[1], 0.025), colour=WOOD if k % 2 else STEEL))
    belt = torus(body.SPHERE_RADIUS_M + 0.02, 0.035, segments=28, sides=4, colour=STEEL, shininess=0.5)
    parts.append(made_of(moved(belt, (x0, 0.0, z0 - 0.22)), Material.METAL))
    for x in (x0 + 1.55, x0 + 2.85):  # trestles under the airlock
        for side in (-1.0, 1.0):
            parts.append(tube([(x, side * 0.50, 0.0), (x, side * 0.34, 0.34)], 0.035, segments=5, colour=WOOD))
        parts.append(box((0.10, 0.80, 0.07), centre_m=(x, 0.0, 0.22), colour=WOOD))
    hatch = lathe([(0.50, 0.0), (0.48, 0.05), (0.44, 0.05), (0.0, 0.035)], segments=16, colour=(0.58, 0.60, 0.58))
    tilt = turned(moved(hatch, (0.0, 0.0, body.SPHERE_RADIUS_M - 0.10)), (1.0, 0.0, 0.0), 72.0)
    parts.append(moved(tilt, MOCKUP_M))
    parts.append(tube(_cable(), 0.025, segments=5, colour=DARK))
    return made_where(merge(parts), WOOD, Material.PLANT)


def _cable() -> list[Vec3]:
    x0 = MOCKUP_M[0]
    return [(x0 - 0.9, 0.70, 0.95), (x0 - 1.3, 0.85, 0.5), (x0 - 1.5, 0.9, 0.06), (x0 - 2.7, 0.9, 0.04)]


def _mockup_colour(position_m: Floats) -> Floats:
    """Workshop paint: grey-green, a pale band, rubbed edges."""
    band = (np.abs(position_m[:, 2] - 0.35) < 0.16)[:, None]
    base = np.where(band, (0.74, 0.75, 0.70), (0.50, 0.54, 0.50))
    worn: Floats = base * (0.94 + 0.08 * np.sin(9.0 * position_m[:, :1] + 5.0 * position_m[:, 1:2]))
    return worn


def instructors() -> Mesh:
    """Two instructors strapped at the left wall, one watching, one with a stop-watch."""
    one = _instructor((0.24, 0.29, 0.38), 0.0)
    other = _instructor((0.42, 0.30, 0.20), 1.0)
    both = merge([moved(one, (3.35, 1.02, 0.0)), moved(other, (-4.55, 1.02, 0.0))])
    return made_where(made_of(both, Material.CLOTH), INSTRUCTOR_SKIN, Material.SKIN)


def _instructor(cloth: Colour, raise_hand: float) -> Mesh:
    """A man standing with his back to the left wall, facing -Y, held by a belt; feet at the origin."""
    trouser, skin, hair, boot = (0.20, 0.21, 0.23), INSTRUCTOR_SKIN, (0.20, 0.15, 0.11), (0.10, 0.09, 0.09)
    parts = []
    for s in (-1.0, 1.0):
        x = 0.10 * s
        parts.append(capsule((x, -0.05, 0.12), (x, 0.0, 0.50), 0.065, 0.075, segments=7, rings=2, colour=trouser))
        parts.append(capsule((x, 0.0, 0.50), (0.09 * s, 0.05, 0.92), 0.08, 0.10, segments=7, rings=2, colour=trouser))
        parts.append(box((0.11, 0.28, 0.10), centre_m=(x, -0.08, 0.05), colour=boot))
        elbow: Vec3 = (0.30 * s, 0.02, 1.16)
        hand: Vec3 = (0.20 * s, -0.24, 1.10 + 0.24 * raise_hand) if s > 0 else (-0.40, -0.02, 0.92 + 0.6 * raise_hand)
        parts.append(capsule((0.20 * s, 0.05, 1.42), elbow, 0.065, 0.06, segments=7, rings=2, colour=cloth))
        parts.append(capsule(elbow, hand, 0.058, 0.045, segments=7, rings=2, colour=cloth))
        parts.append(moved(sphere(0.052, segments=6, rings=4, colour=skin), hand))
    parts.append(capsule((0.0, 0.05, 0.95), (0.0, 0.06, 1.40), 0.150, 0.175, segments=9, rings=3, colour=cloth))
    parts.append(capsule((0.0, 0.05, 1.44), (0.0, 0.01, 1.66), 0.062, 0.055, segments=7, rings=1, colour=skin))  # neck
    parts.append(moved(sphere(0.105, segments=9, rings=6, colour=skin), (0.0, 0.0, 1.70)))
    cap = sphere(0.118, segments=9, rings=4, from_deg=12.0, to_deg=90.0, colour=hair)
    parts.append(moved(cap, (0.0, 0.015, 1.70)))
    belt = torus(0.185, 0.022, segments=10, sides=4, colour=(0.75, 0.68, 0.46))
    parts.append(moved(belt, (0.0, 0.05, 1.08)))
    for s in (-1.0, 1.0):
        parts.append(
            tube([(0.16 * s, 0.10, 1.08), (0.42 * s, 0.40, 1.20)], 0.016, segments=4, colour=(0.75, 0.68, 0.46))
        )
    return merge(parts)
