"""The adapter: retrograde section with four solid rockets, equipment section with thrusters and its blanket.

White skin and the two sections are record (S02, S04); stringers, thrusters and what is inside are models. Body frame.
"""

from __future__ import annotations

import math

import numpy as np

from viz.flight.state import Vec3
from viz.missions.gemini4.flight import body
from viz.missions.gemini4.stage.hull import skin
from viz.missions.gemini4.stage.reentry import scanner
from viz.stage.materials import Material
from viz.stage.mesh import Colour, Floats, Mesh, aimed, backside, hash01, made_of, merge, moved, turned
from viz.stage.shapes import box, disc, lathe, sheet, sphere, torus, tube

WHITE: Colour = (0.86, 0.87, 0.86)
STRINGER: Colour = (0.70, 0.715, 0.72)
JOINT: Colour = (0.45, 0.46, 0.47)
GREY: Colour = (0.38, 0.39, 0.40)
DARK: Colour = (0.04, 0.04, 0.045)
GOLD: Colour = (0.80, 0.62, 0.30)
COPPER: Colour = (0.40, 0.31, 0.25)
STEEL: Colour = (0.52, 0.53, 0.54)
MOTOR: Colour = (0.66, 0.67, 0.66)
SIDES = 72
"""Columns of the skin; every sixth is a stringer."""
THRUSTER_DEG = (10.0, 80.0, 100.0, 170.0, 190.0, 260.0, 280.0, 350.0)
"""Eight attitude thrusters round the adapter's foot [K]; angles are models."""
RETRO_MOTORS_M = 0.36
"""From the axis to each retro-rocket's; model."""
_X: Vec3 = (1.0, 0.0, 0.0)


def _columns() -> tuple[Floats, Floats]:
    """Return the skin's columns in degrees, and which cells between them are stringers."""
    edges = [angle for k in range(36) for angle in (10.0 * k, 10.0 * k + 0.9)]
    cells = np.arange(len(edges)) % 2 == 0
    return np.array([*edges, 360.0]), cells


def _wall(x_m: tuple[float, ...], seed: int) -> Mesh:
    angles, stringer = _columns()
    rows = len(x_m) - 1
    tone = 0.97 + 0.05 * hash01(rows * 36, seed).reshape(rows, 36).repeat(2, axis=1)
    tint = np.where(stringer[None, :, None], STRINGER, WHITE) * tone[..., None]
    return skin(sorted(x_m), angles, body.adapter_radius_m, 0.0, tint, 0.25)


def _inside(x_m: tuple[float, float], colour: Colour) -> Mesh:
    def radius(x: float) -> float:
        return body.adapter_radius_m(x) - 0.03

    return backside(skin(sorted(x_m), np.linspace(0.0, 360.0, 37), radius, 0.0, colour, 0.1))


def _ring(x_m: float, thick_m: float, colour: Colour) -> Mesh:
    ring = torus(body.adapter_radius_m(x_m), thick_m, z_m=x_m, segments=60, sides=4, colour=colour, shininess=0.3)
    return aimed(ring, _X)


def retro_section() -> Mesh:
    """Return the retrograde section: its wall, and within it four rockets on crossed beams, seen from behind."""
    base = body.RETRO_BASE_X_M
    wall = _wall((base, base + 0.30, -0.03, 0.0), 301)
    beams = [turned(_beam((base + 0.30, -1.10, 0.0), (base + 0.30, 1.10, 0.0)), _X, 90.0 * k) for k in range(2)]
    motors = [turned(moved(_retro_motor(), (base + 0.34, 0.0, RETRO_MOTORS_M)), _X, 45.0 + 90.0 * k) for k in range(4)]
    rings = [_ring(base, 0.012, JOINT), _ring(0.0, 0.012, JOINT)]
    return merge([wall, _inside((base, 0.0), GREY), *rings, *beams, *motors, scanner(), *_side_thrusters(-0.55)])


def _beam(start: Vec3, end: Vec3) -> Mesh:
    return made_of(tube([start, end], 0.06, segments=4, colour=STEEL, shininess=0.4), Material.METAL)


def _retro_motor() -> Mesh:
    """Return one rocket: a ball with its nozzle to the tail."""
    ball = sphere(0.165, segments=18, rings=10, colour=MOTOR, shininess=0.5)
    return merge([ball, moved(_bell(0.12, 0.26, 14), (-0.14, 0.0, 0.0))])


def _bell(radius_m: float, length_m: float, sides: int = 12) -> Mesh:
    """Return a nozzle along -X from its throat at the origin."""
    out = [(radius_m, -length_m), (0.75 * radius_m, -0.5 * length_m), (0.36 * radius_m, 0.0)]
    outside = lathe(out, segments=sides, colour=COPPER, shininess=0.4, crease_deg=60.0)
    inside = lathe([(0.1 * radius_m, -0.3 * length_m), (radius_m, -length_m)], segments=sides, colour=DARK)
    return aimed(merge([made_of(outside, Material.METAL), inside]), _X)


def _side_thrusters(x_m: float) -> list[Mesh]:
    """Return four thrusters that look out of the wall."""
    cup = [(0.10, 0.004), (0.09, 0.012), (0.075, 0.006), (0.0, 0.004)]
    made = lathe(cup, segments=14, colour=np.array([STRINGER, COPPER, DARK]), shininess=0.3)
    parts = []
    for angle in (45.0, 135.0, 225.0, 315.0):
        place = body.round_axis_m(x_m, body.adapter_radius_m(x_m), angle)
        parts.append(moved(aimed(made, (0.2, place[1], place[2])), place))
    return parts


def equipment_section() -> Mesh:
    """Return the equipment section: wall with radiator stringers, blanket over its open end, thrusters."""
    base, top = body.ADAPTER_BASE_X_M, body.RETRO_BASE_X_M
    wall = _wall((base, base + 0.05, base + 0.75, top), 311)
    rings = [_ring(base, 0.016, JOINT), _ring(base + 0.75, 0.008, STRINGER), _ring(top - 0.02, 0.010, JOINT)]
    cover = aimed(disc(body.adapter_radius_m(top) - 0.06, z_m=top - 0.04, segments=36, colour=GREY), _X)
    tanks = [
        turned(moved(sphere(0.22, segments=14, rings=8, colour=STEEL, shininess=0.5), (top - 0.02, 0.0, 0.62)), _X, a)
        for a in (20.0, 140.0, 260.0)
    ]
    jets = [_attitude_thruster(angle) for angle in THRUSTER_DEG]
    main = [moved(_bell(0.11, 0.30, 14), (base + 0.06, 1.12 * s, 0.0)) for s in (-1.0, 1.0)]
    return merge([wall, _inside((base, top), GREY), *rings, _blanket(), cover, *tanks, *jets, *main])


def _attitude_thruster(right_deg: float) -> Mesh:
    radius = body.ADAPTER_BASE_RADIUS_M - 0.03
    place = body.round_axis_m(body.ADAPTER_BASE_X_M + 0.12, radius, right_deg)
    bell = lathe([(0.025, 0.0), (0.05, 0.07), (0.0, 0.01)], segments=10, colour=np.array([COPPER, DARK]), shininess=0.3)
    return moved(aimed(bell, (0.0, place[1], place[2])), place)


def _blanket() -> Mesh:
    """Return the gold-coated cloth over the open end, slack between its fastenings."""
    base, rings, columns = body.ADAPTER_BASE_X_M + 0.10, 9, 48
    radius = np.linspace(body.ADAPTER_BASE_RADIUS_M - 0.035, 0.0, rings)
    angle = 2.0 * np.pi * np.arange(columns) / columns
    chance = hash01(rings * columns, 321).reshape(rings, columns)
    slack = 0.035 * np.sin(6.0 * angle)[None, :] * np.sin(4.0 * np.pi * radius / 1.5)[:, None] + 0.028 * (chance - 0.5)
    slack[0] = slack[-1] = 0.0
    bowl = 0.16 * (1.0 - (radius / body.ADAPTER_BASE_RADIUS_M) ** 2)[:, None]
    x = base + bowl + slack
    ring = radius[:, None] * np.ones(columns)
    grid = np.stack([x, -ring * np.sin(angle), ring * np.cos(angle)], axis=-1)
    tone = 0.9 + 0.2 * chance[1:, :, None]
    cloth = sheet(grid, around=True, colour=np.asarray(GOLD) * tone, shininess=0.6, crease_deg=25.0)
    faces_back = float(cloth.normal[:, 0].sum()) < 0.0
    return made_of(cloth if faces_back else backside(cloth), Material.FOIL)


def adapter_meshes() -> dict[str, Mesh]:
    """Return every mesh of this module by name."""
    return {"retro": retro_section(), "equipment": equipment_section(), "film_camera": film_camera()}


def retro_exits_m() -> tuple[Vec3, ...]:
    """Return where the four retro-rockets' nozzles end, in the order in which they fire (a model)."""
    x, turns = body.RETRO_BASE_X_M - 0.06, (45.0, 225.0, 135.0, 315.0)
    reach = [(math.radians(a), RETRO_MOTORS_M) for a in turns]
    return tuple((x, -r * math.sin(a), r * math.cos(a)) for a, r in reach)


def film_camera() -> Mesh:
    """Return the 16 mm camera on its bracket, body frame: on the adapter behind White's hatch, looking over it."""
    x, y, z = body.FILM_CAMERA_M
    foot = body.round_axis_m(x, body.adapter_radius_m(x), 22.0)
    case = box((0.17, 0.065, 0.105), centre_m=(x - 0.085, y, z), colour=(0.62, 0.63, 0.64), shininess=0.4)
    lid = box((0.12, 0.07, 0.06), centre_m=(x - 0.09, y, z + 0.03), colour=(0.10, 0.10, 0.10))
    lens = aimed(lathe([(0.022, -0.01), (0.026, 0.04), (0.018, 0.035), (0.0, 0.02)], segments=12, colour=DARK), _X)
    post = tube([foot, (x - 0.07, y, z - 0.05)], 0.016, segments=5, colour=STEEL)
    return merge([case, lid, moved(lens, (x, y, z)), post])
