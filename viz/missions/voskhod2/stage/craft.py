"""The 3KD craft: descent sphere, instrument module, back-up retro pack and aerials, in the body frame.

Main sizes are record (rows S01, S03-S05, S12, S14, S15); the places of hatches, bottles, straps and aerials
follow the Vostok family's general look and are models.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from viz.flight.state import Vec3
from viz.missions.voskhod2.flight import body
from viz.missions.voskhod2.stage.instrument import instrument_module
from viz.missions.voskhod2.stage.porthole import commander, lit_porthole, porthole, second_couch
from viz.stage.materials import Material
from viz.stage.mesh import (
    Colour,
    Floats,
    Mesh,
    aimed,
    coloured,
    hash01,
    made_of,
    merge,
    mesh_from,
    moved,
    on_sphere,
    rotated,
    shortest_turn,
    turned,
    vec3,
)
from viz.stage.shapes import box, disc, lathe, sphere, strip, tube

CREW_HATCH: Vec3 = (0.42, 0.0, -0.9075)
"""Opposite the airlock, as near as the sight allows (S13); model."""
PARACHUTE_HATCH: Vec3 = (0.0, 1.0, 0.0)
TECHNOLOGICAL_HATCH: Vec3 = (0.30, -0.954, 0.0)
"""S12 gives three round openings; their places are a model."""
VZOR_WINDOW: Vec3 = (-0.30, 0.0, -0.954)
"""Where the optical sight looks out, nearly along -Z; model (S10 gives no place)."""
PORTHOLES: tuple[Vec3, ...] = ((0.75, 0.62, 0.22), (0.70, -0.42, -0.58), (-0.62, 0.68, 0.38))
HATCH_OPENING_M = 0.50
"""Radius of a hatch's lid; model."""

BACKUP_RETRO_BASE_X_M = math.sqrt(body.SPHERE_RADIUS_M**2 - body.BACKUP_RETRO_RADIUS_M**2)

FOIL: Colour = (0.78, 0.79, 0.81)
FOIL_WARM: Colour = (0.83, 0.80, 0.74)
STEEL: Colour = (0.55, 0.56, 0.58)
DARK: Colour = (0.10, 0.10, 0.11)
GLASS: Colour = (0.06, 0.08, 0.13)
CHAR: Colour = (0.155, 0.120, 0.095)


# -- descent sphere -------------------------------------------------------------------------------


def descent_sphere(detail: int = 1) -> Mesh:
    """Descent sphere as it flew: silvery foil (S15), hatches, portholes, straps and the sight's window."""
    return merge(
        [
            _foil_skin(detail),
            *(_hatch(where, FOIL, STEEL, detail) for where in (CREW_HATCH, PARACHUTE_HATCH, TECHNOLOGICAL_HATCH)),
            lit_porthole(PORTHOLES[0], commander()),
            lit_porthole(PORTHOLES[1], second_couch()),
            porthole(PORTHOLES[2], STEEL),
            _vzor_window(STEEL, detail),
            _straps(detail),
            _tv_cameras(),
        ]
    )


def descent_sphere_charred(*, parachute_out: bool, crew_out: bool = False, detail: int = 1) -> Mesh:
    """Descent sphere after entry: foil gone, ablator charred darkest on the side that met the air.

    The lid of the parachute's well leaves with the drogue, not before; the crew's hatch is freed on the ground (G01).
    """
    lid, crew_lid = ((0.15, 0.11, 0.09), (0.19, 0.15, 0.12)), ((0.17, 0.14, 0.12), (0.20, 0.17, 0.14))
    skin = merge(
        [
            _charred_skin(detail),
            _open_hatch(CREW_HATCH, detail) if crew_out else _hatch(CREW_HATCH, *crew_lid, detail),
            _open_hatch(PARACHUTE_HATCH, detail) if parachute_out else _hatch(PARACHUTE_HATCH, *lid, detail),
            _hatch(TECHNOLOGICAL_HATCH, *lid, detail),
        ]
    )
    glazed = [*(porthole(where, (0.22, 0.18, 0.15)) for where in PORTHOLES), _vzor_window((0.20, 0.16, 0.13), detail)]
    return merge([made_of(skin, Material.CHAR), *glazed])


def _foil_skin(detail: int = 1) -> Mesh:
    """Foil in gores and belts about X, each panel a little turned and tinted, so that it glints by itself."""
    segments, rings = 32 * detail, 16 * detail
    gore, belt = 16, 8
    panel = hash01(gore * belt, 11).reshape(belt, gore)
    warm = hash01(gore * belt, 12).reshape(belt, gore)
    mix = np.repeat(np.repeat(panel, rings // belt, axis=0), segments // gore, axis=1)[..., None]
    tone = np.repeat(np.repeat(warm, rings // belt, axis=0), segments // gore, axis=1)[..., None]
    base = np.asarray(FOIL) * (1 - 0.55 * tone) + np.asarray(FOIL_WARM) * 0.55 * tone
    skin = lathe(
        _arc_profile(body.SPHERE_RADIUS_M, rings),
        segments=segments,
        colour=base * (0.88 + 0.20 * mix),
        shininess=0.75,
    )
    return made_of(aimed(_crinkled(skin, 0.075), (1.0, 0.0, 0.0)), Material.FOIL)


def _crinkled(mesh: Mesh, amount: float) -> Mesh:
    """Tilt normals panel by panel: vertices of one colour share one tilt, as a sheet of foil would."""
    key = mesh.colour[:, 0].astype(np.float64) * 997.0
    tilt = np.column_stack([np.sin(key * 12.9898 * (k + 1)) for k in range(3)])
    normal = mesh.normal + amount * tilt
    normal /= np.linalg.norm(normal, axis=1)[:, None]
    return replace(mesh, normal=normal.astype(np.float32))


def _charred_skin(detail: int) -> Mesh:
    skin = sphere(body.SPHERE_RADIUS_M - 0.03, segments=32, rings=16, shininess=0.08, detail=detail)
    return coloured(aimed(skin, (1.0, 0.0, 0.0)), _char_colour)


def _char_colour(position_m: Floats) -> Floats:
    """Black on the -X face, brown and ash-streaked towards the lee side."""
    unit = position_m / np.linalg.norm(position_m, axis=1)[:, None]
    lee = (np.clip(unit[:, 0], -0.6, 1.0) + 0.6) / 1.6
    around = np.arctan2(unit[:, 2], unit[:, 1])
    streak = 0.5 + 0.28 * np.sin(9 * around + 2.1) + 0.22 * np.sin(23 * around + 5.0 * unit[:, 0])
    brown = np.array([0.43, 0.31, 0.22])
    shade = lee * (0.35 + 0.65 * streak)
    tint: Floats = np.asarray(CHAR) * (1 - shade[:, None]) + brown * shade[:, None]
    return tint


def _arc_profile(radius_m: float, rings: int) -> Floats:
    latitude = np.radians(np.linspace(-90.0, 90.0, rings + 1))
    profile: Floats = radius_m * np.column_stack([np.cos(latitude), np.sin(latitude)])
    profile[[0, -1], 0] = 0.0
    return profile


def _cap_profile(radius_m: float, edge_m: float, lift_m: float, detail: int) -> list[tuple[float, float]]:
    """Profile, outside in, of a cap that follows a sphere, lifted, its origin on the surface."""
    parts = (1.0, 0.6, 0.0) if detail == 1 else (1.0, 0.88, 0.74, 0.58, 0.4, 0.2, 0.0)
    return [(part * edge_m, math.sqrt(radius_m**2 - (part * edge_m) ** 2) - radius_m + lift_m) for part in parts]


def _hatch(where: Vec3, lid: Colour, frame: Colour, detail: int = 1) -> Mesh:
    """Round hatch: a lid following the sphere, a bright frame and six lugs."""
    radius, edge = body.SPHERE_RADIUS_M, HATCH_OPENING_M
    cap = _cap_profile(radius, edge - 0.035, 0.022, detail)
    foot = math.sqrt(radius**2 - (edge + 0.03) ** 2) - radius - 0.01
    rim = [(edge + 0.03, foot), (edge + 0.012, cap[0][1] + 0.014), (edge - 0.035, cap[0][1] + 0.014), cap[0]]
    foil = 0.93 + 0.10 * hash01(5, 17).repeat(4)[None, :, None]
    cover = _crinkled(lathe(cap, segments=20, colour=np.asarray(lid) * foil, shininess=0.6, detail=detail), 0.05)
    ring = lathe(rim, segments=20, colour=frame, shininess=0.6, detail=detail)
    bolt = mesh_from(
        [(0.02, 0.02, 0), (-0.02, 0.02, 0), (-0.02, -0.02, 0), (0.02, -0.02, 0), (0, 0, 0.022)],
        [(0, 1, 4), (1, 2, 4), (2, 3, 4), (3, 0, 4)],
        colour=tuple(0.6 * part for part in frame),
    )
    level = cap[0][1] + 0.013
    bolts = [
        moved(bolt, ((edge - 0.012) * math.cos(a), (edge - 0.012) * math.sin(a), level))
        for a in (math.radians(60.0 * k) for k in range(6))
    ]
    return on_sphere(
        merge([made_of(cover, Material.FOIL), made_of(merge([ring, *bolts]), Material.METAL)]), where, radius
    )


def _open_hatch(where: Vec3, detail: int) -> Mesh:
    """An open hatch: its frame and a black cap that stands for the dark inside, just above the skin."""
    radius, edge = body.SPHERE_RADIUS_M, HATCH_OPENING_M
    cap = _cap_profile(radius, edge - 0.03, -0.005, detail)
    foot = math.sqrt(radius**2 - (edge + 0.03) ** 2) - radius - 0.04
    rim = [(edge + 0.03, foot), (edge + 0.01, cap[0][1] + 0.02), (edge - 0.03, cap[0][1] + 0.02), cap[0]]
    ring = lathe(rim, segments=20, colour=(0.26, 0.21, 0.17), detail=detail)
    well = lathe(cap, segments=20, colour=(0.022, 0.018, 0.016), shininess=0.0, detail=detail)
    return on_sphere(merge([ring, well]), where, radius)


def _vzor_window(frame: Colour, detail: int) -> Mesh:
    """The sight's outer window: a central field and eight ring ports (S10)."""
    rim = [(0.20, -0.03), (0.19, 0.045), (0.165, 0.045), (0.16, 0.02)]
    ring = lathe(rim, segments=20, colour=frame, shininess=0.7, detail=detail)
    plate = disc(0.162, z_m=0.021, segments=20, colour=tuple(0.5 * c for c in frame), shininess=0.3, detail=detail)
    eyes = [disc(0.065, z_m=0.027, segments=12, colour=GLASS, shininess=1.0, detail=detail)]
    for k in range(8):
        a = math.radians(45.0 * k)
        eye = disc(0.023, z_m=0.027, segments=6, colour=GLASS, shininess=1.0, detail=detail)
        eyes.append(moved(eye, (0.118 * math.cos(a), 0.118 * math.sin(a), 0.0)))
    return on_sphere(
        merge([made_of(ring, Material.METAL), plate, made_of(merge(eyes), Material.GLASS)]),
        VZOR_WINDOW,
        body.SPHERE_RADIUS_M,
    )


def _straps(detail: int) -> Mesh:
    """Four retention bands from the lock under the top pack down to the instrument module."""
    parts = []
    for k in range(4):
        meridian = math.radians(45.0 + 90.0 * k)
        angle = np.radians(np.linspace(24.0, 146.0, 11 * detail + 1))
        across = np.array([0.0, -math.sin(meridian), math.cos(meridian)])
        outward = np.array([0.0, math.cos(meridian), math.sin(meridian)])
        middle = np.cos(angle)[:, None] * np.array([1.0, 0.0, 0.0]) + np.sin(angle)[:, None] * outward
        middle *= body.SPHERE_RADIUS_M + 0.012
        parts.append(strip(middle - 0.033 * across, middle + 0.033 * across, (0.42, 0.44, 0.46)))
        buckle = turned(box((0.05, 0.11, 0.03), colour=(0.34, 0.35, 0.37), shininess=0.5), (0.0, 0.0, 1.0), 90.0)
        parts.append(on_sphere(buckle, vec3(middle[4 * detail]), body.SPHERE_RADIUS_M + 0.015))
    return made_of(merge(parts), Material.METAL)


def _tv_cameras() -> Mesh:
    """The two outside TV cameras on their struts (A12), lens front exactly at `body.TV_CAMERA_1_M` and ``_2_M``.

    The cameras lie wholly behind their lens fronts, so an eye placed there sees nothing of them.
    """
    parts = []
    for where, look in ((body.TV_CAMERA_1_M, (-0.15, -0.08, 1.0)), (body.TV_CAMERA_2_M, (0.22, 0.21, 1.0))):
        axis = np.asarray(look) / np.linalg.norm(look)
        middle = np.asarray(where) - 0.14 * axis
        foot = middle / np.linalg.norm(middle) * (body.SPHERE_RADIUS_M - 0.01)
        parts.append(moved(rotated(tv_camera(), shortest_turn((1.0, 0.0, 0.0), look)), where))
        parts.append(
            made_of(tube([vec3(foot), vec3(middle)], 0.03, segments=5, colour=STEEL, shininess=0.5), Material.METAL)
        )
        parts.append(on_sphere(box((0.16, 0.16, 0.03), colour=STEEL), vec3(foot), body.SPHERE_RADIUS_M + 0.01))
    return merge(parts)


# -- back-up retro pack ---------------------------------------------------------------------------


def backup_retro(detail: int = 1) -> Mesh:
    """Back-up solid retro pack on top of the sphere (S05): a short cylinder, its nozzles at the far end."""
    base, radius = BACKUP_RETRO_BASE_X_M - 0.04, body.BACKUP_RETRO_RADIUS_M
    top = BACKUP_RETRO_BASE_X_M + body.BACKUP_RETRO_LENGTH_M
    profile = [
        (radius, base), (radius, base + 0.10), (radius - 0.04, base + 0.13), (radius - 0.04, top - 0.30),
        (radius - 0.01, top - 0.27), (radius - 0.01, top - 0.20), (0.24, top - 0.12), (0.0, top - 0.12),
    ]  # fmt: skip
    step = np.array([STEEL, STEEL, (0.74, 0.75, 0.74), STEEL, STEEL, (0.62, 0.64, 0.63), (0.36, 0.36, 0.36)])
    vary = 0.93 + 0.12 * hash01(len(step) * 10, 31).reshape(len(step), 10)
    tint = step[:, None, :] * np.repeat(vary, 3, axis=1)[..., None]
    case = lathe(profile, segments=30, colour=tint, shininess=0.5, detail=detail)
    bell = lathe([(0.06, -0.02), (0.105, 0.12)], segments=12, colour=(0.33, 0.32, 0.32), shininess=0.4, detail=detail)
    inside = lathe([(0.105, 0.12), (0.0, -0.01)], segments=12, colour=DARK, detail=detail)
    nozzles = [
        moved(merge([made_of(bell, Material.METAL), inside]), (0.17 * math.cos(a), 0.17 * math.sin(a), top - 0.12))
        for a in (math.radians(120.0 * k) for k in range(3))
    ]
    feet = [
        turned(box((0.07, 0.05, 0.26), centre_m=(radius, 0.0, base + 0.02), colour=STEEL), (0.0, 0.0, 1.0), 90.0 * k)
        for k in range(4)
    ]
    return aimed(merge([case, *nozzles, made_of(merge(feet), Material.METAL)]), (1.0, 0.0, 0.0))


# -- TV camera ------------------------------------------------------------------------------------


def tv_camera() -> Mesh:
    """One outside TV camera, own frame: looking along +X, origin at the middle of its lens front."""
    housing = box((0.20, 0.13, 0.13), centre_m=(-0.17, 0.0, 0.0), colour=(0.82, 0.83, 0.82), shininess=0.4)
    lens = lathe(
        [(0.05, -0.08), (0.05, 0.0), (0.036, -0.015), (0.0, -0.02)],
        segments=10,
        colour=np.array([DARK, STEEL, GLASS]),
        shininess=0.8,
    )
    return merge([housing, made_of(aimed(lens, (1.0, 0.0, 0.0)), Material.GLASS)])


def fine_craft_meshes(detail: int) -> dict[str, Mesh]:
    """What of these is drawn more finely in the full picture, by name."""
    return {
        "descent_sphere": descent_sphere(detail),
        "descent_sphere_charred": descent_sphere_charred(parachute_out=False, detail=detail),
        "descent_sphere_opened": descent_sphere_charred(parachute_out=True, detail=detail),
        "descent_sphere_freed": descent_sphere_charred(parachute_out=True, crew_out=True, detail=detail),
        "instrument_module": instrument_module(detail),
        "backup_retro": backup_retro(detail),
    }


def craft_meshes() -> dict[str, Mesh]:
    """Every mesh of this module by name; all are in the body frame."""
    return {
        "descent_sphere": descent_sphere(),
        "descent_sphere_charred": descent_sphere_charred(parachute_out=False),
        "descent_sphere_opened": descent_sphere_charred(parachute_out=True),
        "descent_sphere_freed": descent_sphere_charred(parachute_out=True, crew_out=True),
        "instrument_module": instrument_module(),
        "backup_retro": backup_retro(),
    }
