"""The instrument module (S03) with its bottles, louvres, jets, engine, mast and aerials, in the body frame.

Its size is record; the places of what it carries follow the Vostok family's general look and are models.
"""

from __future__ import annotations

import math

import numpy as np

from viz.missions.voskhod2.flight import body
from viz.stage.materials import Material
from viz.stage.mesh import Colour, Mesh, aimed, hash01, made_of, merge, moved, on_sphere, turned, vec3
from viz.stage.shapes import box, disc, lathe, sphere, strip, torus, tube

NOZZLE_EXIT_X_M = body.INSTRUMENT_MODULE_FRONT_X_M - body.INSTRUMENT_MODULE_LENGTH_M
"""The main engine's exit plane, where its plume begins."""

STEEL: Colour = (0.55, 0.56, 0.58)
DARK: Colour = (0.10, 0.10, 0.11)
MODULE_GREEN: Colour = (0.47, 0.51, 0.45)
MODULE_GREY: Colour = (0.60, 0.62, 0.60)
BOTTLE_WHITE: Colour = (0.86, 0.87, 0.86)
BOTTLE_GREY: Colour = (0.63, 0.66, 0.67)
COPPER: Colour = (0.50, 0.34, 0.22)


def instrument_module(detail: int = 1) -> Mesh:
    """Instrument module (S03): double cone, bottles, louvres, jets, engine, umbilical mast and aerials."""
    return merge(
        [
            aimed(_module_shell(detail), (1.0, 0.0, 0.0)),
            _bottles(detail),
            _louvres(),
            _jets(detail),
            _engine(detail),
            _umbilical_mast(detail),
            whip_antennas(detail),
            ribbon_antennas(detail),
        ]
    )


def _module_shell(detail: int = 1) -> Mesh:
    """Shell about +Z standing for +X: narrow tail, widest belt, forward cone, cradle for the sphere."""
    tail, front = NOZZLE_EXIT_X_M + 0.22, body.INSTRUMENT_MODULE_FRONT_X_M
    wide = body.INSTRUMENT_MODULE_RADIUS_M
    profile = [
        (0.0, tail), (0.72, tail), (0.80, tail + 0.06), (wide - 0.03, -2.02), (wide, -2.00), (wide, -1.90),
        (wide - 0.03, -1.88), (1.05, -1.52), (0.78, -1.30), (0.70, front), (0.58, front), (0.0, front - 0.12),
    ]  # fmt: skip
    step: list[Colour] = [
        (0.30, 0.31, 0.31), (0.36, 0.37, 0.36), MODULE_GREEN, STEEL, MODULE_GREY, STEEL,
        MODULE_GREEN, MODULE_GREY, (0.48, 0.50, 0.49), STEEL, DARK,
    ]  # fmt: skip
    segments = 32
    vary = 0.92 + 0.14 * hash01(len(step) * (segments // 2), 21).reshape(len(step), segments // 2)
    vary = np.repeat(vary, 2, axis=1)[..., None]
    return lathe(profile, segments=segments, colour=np.asarray(step)[:, None, :] * vary, shininess=0.35, detail=detail)


def _bottles(detail: int) -> Mesh:
    """Nitrogen and oxygen spheres in a ring at the neck, with a pipe through them all."""
    parts = []
    count, ring, x = 12, 0.98, -1.30
    for k in range(count):
        a = 2 * math.pi * (k + 0.5) / count
        tint = BOTTLE_WHITE if k % 3 else BOTTLE_GREY
        bottle = sphere(0.195, segments=12, rings=6, colour=tint, shininess=0.5, detail=detail)
        parts.append(moved(aimed(bottle, (1.0, 0.0, 0.0)), (x, ring * math.cos(a), ring * math.sin(a))))
    pipe = torus(ring, 0.020, segments=24, sides=3, colour=COPPER, shininess=0.6, detail=detail)
    parts.append(made_of(moved(aimed(pipe, (1.0, 0.0, 0.0)), (x + 0.17, 0.0, 0.0)), Material.METAL))
    return merge(parts)


def _louvres() -> Mesh:
    """Temperature-control louvres: two belts of slats on the rear cone."""
    parts = []
    low, high = (0.80, NOZZLE_EXIT_X_M + 0.28), (body.INSTRUMENT_MODULE_RADIUS_M - 0.03, -2.02)
    slope = math.degrees(math.atan2(high[0] - low[0], high[1] - low[1]))
    for k in range(20):
        if k % 5 == 4:
            continue
        slat = box((0.46, 0.19, 0.02), colour=(0.80, 0.81, 0.80) if k % 2 else (0.66, 0.68, 0.67), shininess=0.7)
        middle = ((low[1] + high[1]) / 2 + 0.02, 0.0, (low[0] + high[0]) / 2 + 0.014)
        slat = moved(turned(slat, (0.0, 1.0, 0.0), -slope), middle)
        parts.append(turned(slat, (1.0, 0.0, 0.0), 18.0 * k + 9.0))
    return made_of(merge(parts), Material.METAL)


def _jets(detail: int) -> Mesh:
    """Attitude jets (S11): four blocks of small nozzles at the widest belt and round the tail."""
    parts = []
    cone = lathe([(0.014, 0.0), (0.034, 0.06), (0.0, 0.01)], segments=5, colour=DARK, shininess=0.4, detail=detail)
    for k in range(4):
        block = [
            box((0.16, 0.14, 0.07), centre_m=(-1.95, 0.0, 1.235), colour=STEEL, shininess=0.5),
            moved(aimed(cone, (0.0, 1.0, 0.0)), (-1.95, 0.07, 1.24)),
            moved(aimed(cone, (0.0, -1.0, 0.0)), (-1.95, -0.07, 1.24)),
            moved(aimed(cone, (-1.0, 0.0, 0.3)), (-2.03, 0.0, 1.245)),
        ]
        parts.append(turned(merge(block), (1.0, 0.0, 0.0), 45.0 + 90.0 * k))
    return made_of(merge(parts), Material.METAL)


def _engine(detail: int = 1) -> Mesh:
    """Main engine at the -X end: bell, four steering nozzles and a heat shield's edge."""
    exit_z = NOZZLE_EXIT_X_M
    round_, few = 20 * detail, 6 * detail
    flare = [(0.27, exit_z), (0.24, exit_z + 0.08), (0.13, exit_z + 0.30)]
    bell = lathe(flare, segments=round_, colour=(0.36, 0.35, 0.35))
    throat = lathe([(0.02, exit_z + 0.26), (0.268, exit_z)], segments=round_, colour=(0.13, 0.11, 0.10))
    rim = lathe([(0.38, exit_z + 0.19), (0.42, exit_z + 0.18), (0.42, exit_z + 0.24)], segments=round_, colour=STEEL)
    small = lathe([(0.05, -0.10), (0.025, 0.06)], segments=few, colour=(0.30, 0.29, 0.29))
    mouth = disc(0.048, z_m=-0.095, segments=few, up=False, colour=DARK)
    steering = [
        moved(merge([small, mouth]), (0.52 * math.cos(a), 0.52 * math.sin(a), exit_z + 0.16))
        for a in (math.radians(45.0 + 90.0 * k) for k in range(4))
    ]
    return aimed(merge([made_of(merge([bell, rim, *steering]), Material.METAL), throat]), (1.0, 0.0, 0.0))


def _umbilical_mast(detail: int) -> Mesh:
    """The cable mast from the module to a plate on the sphere, on the -Y side: the cable that stayed (R09)."""
    side = math.radians(205.0)
    path = [
        (x, r * math.cos(side), r * math.sin(side))
        for x, r in ((-1.86, 1.22), (-1.55, 1.40), (-1.05, 1.42), (-0.55, 1.26), (-0.28, 1.14))
    ]
    parts = [tube(path, 0.055, segments=6, colour=(0.80, 0.81, 0.80), shininess=0.4, detail=detail, smooth=2 * detail)]
    plate = lathe([(0.17, -0.02), (0.16, 0.05), (0.0, 0.06)], segments=12, colour=STEEL, shininess=0.5, detail=detail)
    parts.append(on_sphere(made_of(plate, Material.METAL), path[-1], body.SPHERE_RADIUS_M))
    foot = aimed(box((0.16, 0.20, 0.10), colour=STEEL, shininess=0.4), (0.0, path[0][1], path[0][2]))
    parts.append(moved(foot, path[0]))
    return merge(parts)


def whip_antennas(detail: int = 1) -> Mesh:
    """Four whip aerials leaning back from the module's belt (S14; lengths are a model)."""
    parts = []
    for k in range(4):
        path = [(-1.97, 0.0, 1.20), (-2.25, 0.0, 1.62), (-2.75, 0.0, 2.25), (-3.20, 0.0, 2.70)]
        whip = tube(
            path, [0.016, 0.012, 0.009, 0.006], segments=3, colour=(0.74, 0.75, 0.77), shininess=0.7, detail=detail,
            smooth=4 * detail,
        )  # fmt: skip
        parts.append(turned(whip, (1.0, 0.0, 0.0), 12.0 + 90.0 * k + (14.0 if k % 2 else 0.0)))
    return made_of(merge(parts), Material.METAL)


def ribbon_antennas(detail: int = 1) -> Mesh:
    """Two ribbon aerials bowed out beside the rear cone (S14; shape is a model)."""
    parts = []
    for turn in (-62.0, 118.0):
        last = 12 * detail
        angle = np.radians(np.linspace(-52.0, 52.0, last + 1))
        rim = 1.46
        middle = np.column_stack([np.full(last + 1, -2.35), rim * np.sin(angle), rim * np.cos(angle)])
        half, under = np.array([0.045, 0.0, 0.0]), middle * np.array([1.0, 0.99, 0.99])
        both = [
            strip(middle - half, middle + half, (0.70, 0.71, 0.73)),
            strip(under + half, under - half, (0.60, 0.60, 0.62)),
        ]
        for k in (0, last):
            both.append(tube([vec3(middle[k]), vec3(middle[k] * np.array([0.9, 0.80, 0.80]))], 0.014, segments=4))
        parts.append(turned(merge(both), (1.0, 0.0, 0.0), turn))
    return made_of(merge(parts), Material.METAL)
