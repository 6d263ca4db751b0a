"""The Volga airlock: base ring, fabric skin that stretches, rim with its fixtures, hatches and cameras.

Record rows A01-A03, A06-A11, A14. The skin is one mesh of unit height, stretched along +Z between the two
rings as the airlock grows, so one mesh serves the stowed pack and the full tube. All places are in the body
frame; each part's own frame is stated with its function.
"""

from __future__ import annotations

import math

import numpy as np

from viz.flight.quaternion import multiply
from viz.flight.state import Quaternion, Vec3
from viz.missions.voskhod2.flight import body
from viz.stage.materials import Material
from viz.stage.mesh import Colour, Floats, Mesh, PartPose, about, aimed, coloured, hash01, made_of, merge, moved, turned
from viz.stage.shapes import box, disc, lathe, sheet, sphere, torus, tube

TUBES = 40
BAYS = 3
"""A08 gives 40 (or 36) inflated tubes; in three isolated groups."""
BASE_RING_HEIGHT_M = 0.12
RIM_HEIGHT_M = 0.14
"""Heights of the metal rings; models."""
OUTER_HATCH_OPEN_DEG = 92.0
INNER_HATCH_OPEN_DEG = 105.0

FABRIC: tuple[Colour, ...] = ((0.93, 0.91, 0.85), (0.96, 0.94, 0.89), (0.90, 0.88, 0.82))
"""Light cloth (A09), a shade for each group of tubes."""
HOOP: Colour = (0.60, 0.58, 0.52)
LINING: Colour = (0.66, 0.64, 0.57)
METAL: Colour = (0.60, 0.61, 0.63)
PALE_METAL: Colour = (0.74, 0.75, 0.76)
DARK: Colour = (0.07, 0.07, 0.08)
WHITE: Colour = (0.88, 0.88, 0.86)

_HINGE_M: Vec3 = (-0.337, 0.0, -0.03)
_LID_RADIUS_M = 0.337
_S97_AIM: Vec3 = (0.55, 0.0, 0.835)
_NO_TURN: Quaternion = (1.0, 0.0, 0.0, 0.0)


def rim_z_m(extension: float) -> float:
    """Height of the outer hatch's plane in the body frame, extension 0 stowed to 1 deployed (A01, A03)."""
    stowed, full = body.AIRLOCK_STOWED_LENGTH_M, body.AIRLOCK_LENGTH_M
    return body.AIRLOCK_BASE_Z_M + stowed + min(max(extension, 0.0), 1.0) * (full - stowed)


def airlock_poses(extension: float, outer_hatch: float, inner_hatch: float) -> tuple[PartPose, ...]:
    """Place every part of the airlock in the body frame.

    ``extension`` 0 stowed to 1 deployed; hatch fractions 0 shut to 1 open. Names are those of `airlock_meshes`.
    """
    rim = rim_z_m(extension)
    foot = body.AIRLOCK_BASE_Z_M + BASE_RING_HEIGHT_M
    camera = (body.FILM_CAMERA_M[0], body.FILM_CAMERA_M[1], body.FILM_CAMERA_M[2] - body.AIRLOCK_RIM_Z_M + rim)
    hinge = (_HINGE_M[0], _HINGE_M[1], _HINGE_M[2] + rim)
    inner = (-_LID_RADIUS_M, 0.0, body.AIRLOCK_BASE_Z_M + 0.165)
    return (
        PartPose("airlock_base_ring", (0.0, 0.0, body.AIRLOCK_BASE_Z_M), _NO_TURN),
        PartPose("airlock_skin", (0.0, 0.0, foot), _NO_TURN, (1.0, 1.0, rim - RIM_HEIGHT_M - foot)),
        PartPose("airlock_rim", (0.0, 0.0, rim), _NO_TURN),
        PartPose("airlock_outer_hatch", hinge, about((0.0, 1.0, 0.0), OUTER_HATCH_OPEN_DEG * outer_hatch)),
        PartPose("airlock_inner_hatch", inner, about((0.0, 1.0, 0.0), INNER_HATCH_OPEN_DEG * inner_hatch)),
        PartPose("s97", camera, s97_rotation()),
    )


def airlock_meshes() -> dict[str, Mesh]:
    """Every mesh of this module, named as in `airlock_poses`."""
    return {
        "airlock_base_ring": airlock_base_ring(),
        "airlock_skin": airlock_skin(),
        "airlock_rim": airlock_rim(),
        "airlock_outer_hatch": airlock_outer_hatch(),
        "airlock_inner_hatch": airlock_inner_hatch(),
        "s97": s97(),
    }


def fine_airlock_meshes(detail: int) -> dict[str, Mesh]:
    """What of these is drawn more finely in the full picture, by name."""
    return {
        "airlock_base_ring": airlock_base_ring(detail),
        "airlock_skin": airlock_skin(detail),
        "airlock_rim": airlock_rim(detail),
        "airlock_outer_hatch": airlock_outer_hatch(detail),
        "airlock_inner_hatch": airlock_inner_hatch(detail),
    }


def airlock_skin(detail: int = 1) -> Mesh:
    """Ribbed fabric tube of unit height, z from 0 to 1: forty inflated tubes outside, smooth lining inside.

    Hoops nip the tubes in, so the stowed pack reads as folds and the full tube as bays.
    """
    height, nip = _bays(detail)
    tubes = [_inflated_tube(k, height, nip, detail) for k in range(TUBES)]
    hoops = [
        lathe(
            [(0.968 * body.AIRLOCK_RADIUS_M, z + dz) for dz in (-0.011, 0.011)],
            segments=40,
            colour=HOOP,
            crease_deg=180.0,
            detail=detail,
        )
        for z in np.linspace(0.0, 1.0, BAYS + 1)[1:-1]
    ]
    lining = lathe(
        [(body.AIRLOCK_INNER_RADIUS_M, 1.0 - k / 2) for k in range(3)],
        segments=20,
        colour=np.array([LINING, [0.82 * c for c in LINING]]),
        shininess=0.05,
        detail=detail,
    )
    return made_of(merge([*tubes, *hoops, lining]), Material.CLOTH)


def _bays(detail: int) -> tuple[Floats, Floats]:
    """Heights from 0 to 1 and the tubes' girth there: each hoop nips, each bay swells."""
    if detail > 1:
        height = np.linspace(0.0, 1.0, 8 * BAYS + 1)
        return height, 0.965 + 0.035 * np.sqrt(np.abs(np.sin(np.pi * BAYS * height)))
    height = np.linspace(0.0, 1.0, 2 * BAYS + 1)
    return height, np.where(np.arange(2 * BAYS + 1) % 2 == 0, 0.965, 1.0)


def _inflated_tube(number: int, height: Floats, nip: Floats, detail: int) -> Mesh:
    """One tube of the frame: a strip with a ridge at 0.6 m and a valley on either side."""
    across, bulge = np.array([-0.5, 0.0, 0.5]), np.array([0.952, 1.0, 0.952])
    if detail > 1:  # round
        across = 0.5 * np.sin(np.radians(np.linspace(-90.0, 90.0, 9)))
        bulge = 0.938 + 0.062 * np.sqrt(1.0 - 4.0 * across**2)
    angle = 2.0 * np.pi * (number + across) / TUBES
    radius = body.AIRLOCK_RADIUS_M * nip[:, None] * bulge
    grid = np.stack(
        [radius * np.cos(angle), radius * np.sin(angle), np.broadcast_to(height[:, None], radius.shape)], axis=-1
    )
    cloth = (0.93 + 0.09 * float(hash01(TUBES, 41)[number])) * np.asarray(FABRIC[number % 3])

    def shaded(position_m: Floats) -> Floats:
        # Valleys between tubes and under hoops see less of the sky.
        depth = 1.0 - np.hypot(position_m[:, 0], position_m[:, 1]) / body.AIRLOCK_RADIUS_M
        return cloth * (1.0 - 3.6 * depth)[:, None]

    return coloured(sheet(grid, shininess=0.05, crease_deg=180.0), shaded)


def airlock_base_ring(detail: int = 1) -> Mesh:
    """Lower metal ring (A06) with the gas bottles; z = 0 at the base plane, `body.AIRLOCK_BASE_Z_M`."""
    return merge([base_ring(detail), airlock_bottles(detail)])


def base_ring(detail: int = 1) -> Mesh:
    """Lower metal ring with its floor, same frame."""
    outer, inner, top = body.AIRLOCK_RADIUS_M, body.AIRLOCK_INNER_RADIUS_M, BASE_RING_HEIGHT_M
    ring = lathe(
        [(outer, 0.0), (outer, top), (inner, top), (inner, 0.08)],
        segments=32,
        colour=np.array([METAL, PALE_METAL, LINING]),
        shininess=0.5,
        detail=detail,
    )
    hole = body.HATCH_RADIUS_M
    collar = lathe(
        [(inner, 0.10), (hole + 0.04, 0.15), (hole - 0.005, 0.145)],
        segments=20,
        colour=np.array([LINING, PALE_METAL]),
        shininess=0.4,
        detail=detail,
    )
    well = disc(hole, z_m=0.144, segments=20, colour=(0.05, 0.05, 0.055), detail=detail)
    return merge([made_of(merge([ring, collar]), Material.METAL), well])


def airlock_bottles(detail: int = 1) -> Mesh:
    """The four spherical gas bottles of the airlock (A11), hung round the base ring, base-ring frame."""
    parts = []
    for k in range(4):
        bottle = sphere(0.11, segments=12, rings=6, colour=WHITE, shininess=0.5, detail=detail)
        strap = torus(0.110, 0.010, segments=12, sides=3, colour=METAL, detail=detail)
        pair = merge([bottle, made_of(turned(strap, (1.0, 0.0, 0.0), 90.0), Material.METAL)])
        parts.append(turned(moved(pair, (0.72, 0.0, 0.10)), (0.0, 0.0, 1.0), 30.0 + 40.0 * k))
    return merge(parts)


def rim_ring(detail: int = 1) -> Mesh:
    """Upper metal ring and the plate round the outer hatch (A06, A07); z = 0 at the hatch plane."""
    outer, inner, hole = body.AIRLOCK_RADIUS_M, body.AIRLOCK_INNER_RADIUS_M, body.HATCH_RADIUS_M
    profile = [
        (outer, -RIM_HEIGHT_M), (outer, -0.025), (outer - 0.025, 0.0), (hole + 0.025, 0.0), (hole, -0.015),
        (hole, -0.045), (inner, -0.06), (inner, -RIM_HEIGHT_M),
    ]  # fmt: skip
    step: list[Colour] = [PALE_METAL, PALE_METAL, (0.72, 0.72, 0.70), METAL, (0.32, 0.30, 0.28), LINING, LINING]
    return made_of(lathe(profile, segments=32, colour=np.asarray(step), shininess=0.45, detail=detail), Material.METAL)


def airlock_rim(detail: int = 1) -> Mesh:
    """Upper ring with hand-rails, lamps, inside cameras and the S-97's bracket (A10, A11, A14); hatch-plane frame."""
    rails = [turned(_rail(detail), (0.0, 0.0, 1.0), angle) for angle in (90.0, 270.0, 0.0)]
    lamps = [turned(_lamp(), (0.0, 0.0, 1.0), angle) for angle in (45.0, 225.0)]
    cameras = [turned(_inside_camera(), (0.0, 0.0, 1.0), angle) for angle in (135.0, 315.0)]
    return merge([rim_ring(detail), *rails, *lamps, *cameras, _s97_bracket()])


def _rail(detail: int) -> Mesh:
    """Hand-rail (A14) bowed along the rim on the +X side, standing off its face."""
    angle = np.radians(np.linspace(-32.0, 32.0, 6))
    height = [-0.005, 0.075, 0.085, 0.085, 0.075, -0.005]
    spread = angle.copy()
    spread[1], spread[-2] = angle[0] * 0.97, angle[-1] * 0.97
    path = np.column_stack([0.545 * np.cos(spread), 0.545 * np.sin(spread), height])
    return tube(
        path, 0.015, segments=4, caps=False, colour=(0.78, 0.62, 0.24), shininess=0.4, detail=detail, smooth=detail
    )


def _lamp() -> Mesh:
    """A glowing lamp inside the tube under the rim (A10)."""
    glass = sphere(0.035, segments=6, rings=3, colour=(1.0, 0.93, 0.74), emissive=1.0)
    return moved(glass, (body.AIRLOCK_INNER_RADIUS_M - 0.02, 0.0, -0.20))


def _inside_camera() -> Mesh:
    """A film camera watching the tube from under the rim (A10)."""
    case = box((0.09, 0.07, 0.13), centre_m=(0.0, 0.0, 0.0), colour=(0.25, 0.26, 0.27), shininess=0.3)
    lens = lathe([(0.022, 0.06), (0.022, 0.10), (0.0, 0.10)], segments=6, colour=DARK, shininess=0.9)
    return moved(turned(merge([case, made_of(lens, Material.GLASS)]), (0.0, 1.0, 0.0), -130.0), (0.45, 0.0, -0.17))


def _s97_bracket() -> Mesh:
    """Arm from the rim to the S-97's foot (A11, A14)."""
    x, y, z = body.FILM_CAMERA_M
    foot = (x, y, z - body.AIRLOCK_RIM_Z_M - 0.06)
    arm = tube([(-0.56, 0.0, -0.03), (-0.615, 0.0, 0.05), foot], 0.02, segments=5, colour=METAL, shininess=0.5)
    brace = tube([(-0.55, 0.09, -0.02), foot], 0.011, segments=3, colour=METAL)
    other = tube([(-0.55, -0.09, -0.02), foot], 0.011, segments=3, colour=METAL)
    return made_of(merge([arm, brace, other]), Material.METAL)


def airlock_outer_hatch(detail: int = 1) -> Mesh:
    """Outer hatch lid (A07), own frame: origin at the hinge, lid along +X when shut, outer face +Z.

    It opens inward: a positive turn about +Y swings the lid's free edge towards -Z. The hinge stands on the
    rim's -X side, `airlock_poses` places it.
    """
    return merge([_lid(PALE_METAL, 3, detail), _hinge(), _crank(detail)])


def airlock_inner_hatch(detail: int = 1) -> Mesh:
    """Inner hatch lid (S13), same frame and turn as the outer; it opens into the cabin."""
    return _lid((0.66, 0.68, 0.66), 0, detail)


def _lid(colour: Colour, ribs: int, detail: int) -> Mesh:
    r = _LID_RADIUS_M
    profile = [(0.0, -0.045), (r - 0.06, -0.045), (r, -0.01), (r - 0.02, 0.012), (0.18, 0.022), (0.0, 0.03)]
    tone = np.asarray(colour)
    step = np.array([0.80 * tone, np.array([0.30, 0.28, 0.26]), tone, 0.93 * tone, tone])
    bars = [
        turned(box((0.50, 0.03, 0.02), centre_m=(0.0, 0.0, -0.052), colour=METAL), (0.0, 0.0, 1.0), 60.0 * k)
        for k in range(ribs)
    ]
    return moved(
        made_of(merge([lathe(profile, segments=24, colour=step, shininess=0.5, detail=detail), *bars]), Material.METAL),
        (r, 0.0, 0.0),
    )


def _hinge() -> Mesh:
    pin = tube([(0.0, -0.10, -0.02), (0.0, 0.10, -0.02)], 0.022, segments=6, colour=METAL)
    arms = [box((0.14, 0.035, 0.03), centre_m=(0.06, side * 0.06, -0.035), colour=METAL) for side in (-1.0, 1.0)]
    return made_of(merge([pin, *arms]), Material.METAL)


def _crank(detail: int) -> Mesh:
    """The hand crank's wheel at the middle of the lid's inner face (E02)."""
    wheel = torus(0.07, 0.012, segments=8, sides=3, colour=(0.72, 0.20, 0.14), detail=detail)
    post = tube([(0.0, 0.0, -0.05), (0.0, 0.0, -0.10)], 0.012, segments=4, colour=METAL)
    return moved(merge([moved(wheel, (0.0, 0.0, -0.10)), made_of(post, Material.METAL)]), (_LID_RADIUS_M, 0.0, 0.0))


def s97_rotation() -> Quaternion:
    """From the S-97's frame to the body frame while it sits on its bracket: lens out over the hatch."""
    x, _, z = _S97_AIM
    return multiply(about((0.0, 1.0, 0.0), -math.degrees(math.atan2(z, x))), _NO_TURN)


def s97() -> Mesh:
    """The S-97 film camera (A11, U11), own frame: origin at its middle, lens along +X, top +Z."""
    case = box((0.17, 0.075, 0.12), colour=(0.30, 0.31, 0.32), shininess=0.35)
    plate = box((0.12, 0.080, 0.07), centre_m=(-0.01, 0.0, 0.01), colour=(0.62, 0.63, 0.62), shininess=0.5)
    magazine = turned(
        lathe([(0.0, -0.035), (0.062, -0.035), (0.062, 0.035), (0.0, 0.035)], segments=10, colour=(0.22, 0.22, 0.23)),
        (1.0, 0.0, 0.0),
        90.0,
    )
    lens = lathe(
        [(0.032, 0.08), (0.036, 0.15), (0.026, 0.14), (0.0, 0.135)],
        segments=10,
        colour=np.array([DARK, METAL, (0.08, 0.10, 0.20)]),
        shininess=0.9,
    )
    handle = tube(
        [(-0.06, 0.0, -0.06), (-0.06, 0.0, -0.13), (-0.03, 0.0, -0.155)], 0.017, segments=5, colour=(0.16, 0.13, 0.11)
    )
    glass, metal = made_of(aimed(lens, (1.0, 0.0, 0.0)), Material.GLASS), made_of(plate, Material.METAL)
    return merge([case, metal, moved(magazine, (-0.06, 0.0, 0.10)), glass, handle])
