"""A helmet: white shell, gold visor in its frame, pivots; origin at the neck ring, face to +X, top +Z."""

from __future__ import annotations

import math
from dataclasses import fields, replace

import numpy as np

from viz.flight.state import Vec3
from viz.stage.figure.suit import WHITE
from viz.stage.materials import Material
from viz.stage.mesh import Colour, Floats, Mesh, aimed, backside, made_of, merge, moved, scaled
from viz.stage.shapes import lathe, sheet, sphere

HELMET_WHITE: Colour = (0.93, 0.93, 0.92)
VISOR: Colour = (0.66, 0.46, 0.16)
"""The filter's gold."""
_AROUND = 40
"""Corners of the visor's outline."""

SHELL_M: Vec3 = (0.188, 0.180, 0.212)
SHELL_CENTRE_M: Vec3 = (0.006, 0.0, 0.208)


def closed_helmet(fine: bool = False) -> Mesh:
    """Return a helmet with its gold visor down; own frame: origin at the neck ring, face to +X."""
    return merge([_shell(fine), visor(fine), _visor_frame(), _pivots()])


def opened_helmet(segments: int = 52, rings: int = 30) -> tuple[Mesh, ...]:
    """Return the same helmet with its visor up and away, a mesh each: shell and its lining, frame, pivots.

    ``segments`` are those of the whole shell around, ``rings`` those from bottom to top.
    """
    inner = _round_shell(0.95, (0.24, 0.23, 0.22), 9 * segments // 13, 2 * rings // 3)
    lining = made_of(backside(_with_opening(inner)), Material.CLOTH)
    shell = _with_opening(_round_shell(1.0, HELMET_WHITE, segments, rings))
    return shell, lining, _visor_frame(), _pivots()


def helmet_front(around: int) -> Mesh:
    """The opened helmet's front as a few triangles, from its outline seen from ahead to the edge of its opening."""
    turn = 2 * np.pi * np.arange(around) / around
    azimuth, height = _visor_edge(turn)
    edge = on_shell(azimuth, height, 0.012) - np.asarray(SHELL_CENTRE_M)
    outline = np.stack([np.full(around, -0.02), 0.18 * np.cos(turn), 0.212 * np.sin(turn)], axis=-1)
    rows = [0.90 * edge]
    for share in (0.0, 0.35, 1.0):
        way = (1.0 - share) * edge + share * outline
        size = np.linalg.norm(way / np.asarray(SHELL_M), axis=1)[:, None]
        rows.append(way * (1.0 if share == 0.0 else 1.0 / size))
    grid = np.stack(rows)[::-1] + np.asarray(SHELL_CENTRE_M)
    tone = np.array([HELMET_WHITE, HELMET_WHITE, WHITE.shade])
    return sheet(grid, around=True, colour=tone[:, None, :], crease_deg=60.0)


def _round_shell(size: float, colour: Colour, segments: int, rings: int) -> Mesh:
    shell = sphere(size, segments=segments, rings=rings, from_deg=-66.0, to_deg=90.0, colour=colour, shininess=0.55)
    return moved(scaled(shell, SHELL_M), SHELL_CENTRE_M)


OPEN_TO = 1.02
"""Of the visor's outline: how far a shell is open, its edge under the frame."""


def _with_opening(shell: Mesh) -> Mesh:
    """Leave out what the visor would cover, the rest's edge drawn onto the outline of `_visor_edge`."""
    faces = shell.index.reshape(-1, 3)
    unit = (shell.position_m.astype(np.float64) - np.asarray(SHELL_CENTRE_M)) / np.asarray(SHELL_M)
    size = np.linalg.norm(unit, axis=1)
    azimuth, height = np.degrees(np.arctan2(unit[:, 1], unit[:, 0])), unit[:, 2] / size
    out = of_visor(azimuth, height)
    kept = faces[(out[faces] > OPEN_TO).any(axis=1)]
    # Corners within the outline go out to it along the way from the opening's middle.
    way = np.where(out < OPEN_TO, OPEN_TO / np.maximum(out, 1e-9), 1.0)
    azimuth, height = way * azimuth, 0.02 + way * (height - 0.02)
    c = np.sqrt(np.maximum(0.0, 1.0 - height**2))
    turn = np.radians(azimuth)
    edge = size[:, None] * np.stack([c * np.cos(turn), c * np.sin(turn), height], axis=-1) * np.asarray(SHELL_M)
    place = np.where((out < OPEN_TO)[:, None], edge + np.asarray(SHELL_CENTRE_M), shell.position_m)
    used = np.unique(kept)
    fewer = np.zeros(len(place), dtype=np.uint32)
    fewer[used] = np.arange(len(used), dtype=np.uint32)
    rows = {
        field.name: getattr(shell, field.name)[used]
        for field in fields(shell)
        if field.name not in ("index", "position_m", "outer")
    }
    # Whoever looks in at the opening sees the rest from within.
    return replace(shell, position_m=place[used].astype(np.float32), index=fewer[kept.ravel()], outer=0, **rows)


def of_visor(azimuth_deg: Floats, height: Floats) -> Floats:
    """How far out a place on the shell is, 1 on the visor's outline; solved, for the outline's powers differ."""
    a, h = np.abs(azimuth_deg) / 64.0, np.abs(height - 0.02) / 0.50
    low, high = np.zeros_like(a), np.full_like(a, 8.0)
    for _ in range(40):
        part = 0.5 * (low + high)
        inside = (a / part) ** (2.0 / 0.55) + (h / part) ** (2.0 / 0.62) < 1.0
        low, high = np.where(inside, low, part), np.where(inside, part, high)
    return high


def _shell(fine: bool) -> Mesh:
    segments, rings = (72, 40) if fine else (36, 15)
    shell = sphere(
        1.0, segments=segments, rings=rings, from_deg=-66.0, to_deg=90.0, colour=HELMET_WHITE, shininess=0.55
    )
    return moved(scaled(shell, SHELL_M), SHELL_CENTRE_M)


def on_shell(azimuth_deg: Floats, height: Floats, lift: float) -> Floats:
    """Points on the helmet: azimuth from the face towards his left, height as sine of latitude."""
    a, c = np.radians(azimuth_deg), np.sqrt(np.maximum(0.0, 1.0 - height**2))
    size = np.asarray(SHELL_M) + lift
    unit = np.stack([c * np.cos(a), c * np.sin(a), height], axis=-1)
    points: Floats = unit * size + np.asarray(SHELL_CENTRE_M)
    return points


def _visor_edge(turn: Floats) -> tuple[Floats, Floats]:
    """Outline of the visor's opening: azimuth in degrees and height, a rounded rectangle."""
    c, s = np.cos(turn), np.sin(turn)
    azimuth = 64.0 * np.sign(c) * np.abs(c) ** 0.55
    height = 0.02 + 0.50 * np.sign(s) * np.abs(s) ** 0.62
    return azimuth, height


def visor(fine: bool = False) -> Mesh:
    """The filter's pane, bulging a little more than the shell; what it mirrors is the light's."""
    turn = 2 * np.pi * np.arange(_AROUND) / _AROUND
    azimuth, height = _visor_edge(turn)
    rows = 10 if fine else 4
    rings = []
    for k in range(rows + 1):
        part = 0.97 * math.cos(0.5 * math.pi * k / rows)
        lift = 0.007 + 0.022 * (1.0 - (part / 0.97) ** 2) ** 0.6
        rings.append(on_shell(part * azimuth, 0.02 + part * (height - 0.02), lift))
    pane = sheet(np.stack(rings), around=True, colour=VISOR, shininess=1.0, crease_deg=80.0)
    return made_of(pane, Material.GLASS)


def _visor_frame() -> Mesh:
    turn = 2 * np.pi * np.arange(_AROUND) / _AROUND
    azimuth, height = _visor_edge(turn)
    rows = [(1.10, -0.004), (1.07, 0.019), (0.98, 0.022), (0.95, 0.006)]
    grid = np.stack([on_shell(p * azimuth, 0.02 + p * (height - 0.02), lift) for p, lift in rows])
    step = np.array([WHITE.shade, WHITE.metal, WHITE.seam])
    return made_of(sheet(grid, around=True, colour=step[:, None, :], shininess=0.5, crease_deg=50.0), Material.METAL)


def _pivots() -> Mesh:
    parts = []
    for sign in (-1.0, 1.0):
        knob = lathe([(0.040, -0.01), (0.036, 0.016), (0.0, 0.018)], segments=16, colour=WHITE.metal, shininess=0.6)
        parts.append(moved(aimed(knob, (0.1, sign, 0.0)), (0.018, sign * 0.178, 0.215)))
    return made_of(merge(parts), Material.METAL)
