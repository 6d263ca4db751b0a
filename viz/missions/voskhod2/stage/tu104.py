"""The Tu-104 from outside (Z1): swept wings, engines in their roots, glazed nose, tail, cheat line, registration.

Own frame of `training`. Type and registration are record; the sizes are the type's general figures, and
the paint is a model.
"""

from __future__ import annotations

import math

import numpy as np

from viz.flight.state import Vec3
from viz.stage.materials import Material
from viz.stage.mesh import (
    Colour,
    Floats,
    Mesh,
    backside,
    made_of,
    made_where,
    merge,
    mesh_from,
    mirrored,
    moved,
    turned,
)
from viz.stage.shapes import box, disc, lathe, loft, sheet, strip

LENGTH_M, SPAN_M = 38.9, 34.5
"""The Tu-104A's general figures."""
AXIS_Z_M = 0.85
"""Height of the fuselage's axis over the hall's floor."""
HULL_RADIUS_M = 1.75

WHITE: Colour = (0.88, 0.89, 0.90)
SILVER: Colour = (0.66, 0.68, 0.70)
STRIPE: Colour = (0.10, 0.22, 0.46)
GREY: Colour = (0.52, 0.54, 0.56)
DARK: Colour = (0.09, 0.10, 0.12)
GLASS: Colour = (0.13, 0.17, 0.22)


def tu104() -> Mesh:
    """The Tu-104 from outside: swept wings, engines in the roots, glazed nose, tail, cheat line, registration."""
    skin = made_where(merge([_wing(), _engine(), _gear_pod(), _fences(), _tailplane()]), SILVER, Material.METAL)
    half = merge([skin, _seams(_WING, _WING_SEAMS), _seams(_TAILPLANE, _TAIL_SEAMS)])
    both = [half, mirrored(half, 1), _registration(1.0), _registration(-1.0)]
    body = [_fuselage(), _hull_seams(), _fin(), _windows(), _cockpit()]
    return moved(merge([*body, *both]), (0.0, 0.0, AXIS_Z_M))


def _fuselage() -> Mesh:
    """Body of revolution along X about the fuselage's axis: white above, a blue line, bare metal below."""
    nose, tail, r = 18.6, 18.6 - LENGTH_M, HULL_RADIUS_M
    profile = [
        (0.0, tail), (0.30, tail + 0.5), (0.72, tail + 2.8), (1.18, tail + 6.0), (1.58, tail + 10.0), (r, tail + 13.5),
        (r, 0.0), (r, 8.0), (r, 12.2), (1.66, 14.2), (1.42, 16.0), (1.10, 17.2), (0.72, 18.1), (0.36, 18.48),
        (0.0, nose),
    ]  # fmt: skip
    segments = 28
    # Segment j spans the angle j * 360 / 28 from the lathe's +X, which `turned` lays along -Z: the belly.
    angle = (np.arange(segments) + 0.5) * 360.0 / segments
    from_belly = np.minimum(angle, 360.0 - angle)
    tint = np.empty((len(profile) - 1, segments, 3))
    tint[:] = np.where((from_belly > 100.0)[:, None], WHITE, SILVER)[None]
    tint[1:11, (from_belly > 88.0) & (from_belly < 101.0)] = STRIPE
    tint[2:10, (from_belly > 75.0) & (from_belly < 88.0)] = 0.5 * np.asarray(STRIPE) + 0.5 * np.asarray(SILVER)
    # The navigator's glazed nose, a frame every fourth cell.
    for row, top in ((11, 62.0), (12, 105.0), (13, 200.0)):
        tint[row, (from_belly < top) & (np.arange(segments) % 4 != 0)] = GLASS
    skin = made_where(
        made_where(lathe(profile, segments=segments, colour=tint, shininess=0.45), SILVER, Material.METAL),
        GLASS,
        Material.GLASS,
    )
    return turned(skin, (0.0, 1.0, 0.0), 90.0)


def _section(x_m: float, chord_m: float, thick: float) -> list[tuple[float, float]]:
    """An aerofoil's outline, (x, z), nose at x_m, from the nose over the top to the tail and back."""
    shape = [
        (0.0, 0.0), (0.06, 0.36), (0.30, 0.55), (0.65, 0.34), (1.0, 0.02), (0.65, -0.20), (0.30, -0.42), (0.06, -0.28),
    ]  # fmt: skip
    return [(x_m - chord_m * a, chord_m * thick * b) for a, b in shape]


def _lifting(stations: list[tuple[float, float, float, float, float]], colour: Colour) -> Mesh:
    """Skin a wing along +Y through stations (y, z, x of the nose, chord, thickness)."""
    rings = [[(x, y, z0 + z) for x, z in _section(nose, chord, thick)] for y, z0, nose, chord, thick in stations]
    return _outward(loft(np.asarray(rings), colour=colour, shininess=0.5, crease_deg=50.0))


def _outward(mesh: Mesh) -> Mesh:
    return mesh if mesh.signed_volume_m3 >= 0.0 else backside(mesh)


_WING = [
    (1.2, -0.85, 4.4, 9.6, 0.11), (5.6, -0.80, 0.5, 6.4, 0.11), (11.6, -0.68, -4.2, 4.2, 0.10),
    (17.25, -0.55, -8.4, 2.4, 0.09),
]  # fmt: skip
_TAILPLANE = [(0.4, 0.55, -14.0, 4.4, 0.09), (5.9, 0.75, -18.3, 1.9, 0.08)]
_FIN = [(1.0, 0.0, -9.0, 10.0, 0.035), (1.9, 0.0, -12.6, 6.3, 0.07), (7.3, 0.0, -17.4, 3.1, 0.08)]
"""Stations of `_lifting`."""


def _wing() -> Mesh:
    return _lifting(_WING, SILVER)


# -- seams between the panels ---------------------------------------------------------------------

Seam = tuple[float, float, float, float]
"""Across from one place of a wing to another: distance along the span and share of the chord, twice."""
_WING_SEAMS: tuple[Seam, ...] = (
    (4.4, 0.14, 16.9, 0.14), (4.4, 0.68, 16.9, 0.70), (9.9, 0.80, 16.6, 0.80),
    (4.4, 0.06, 4.4, 0.96),
    (9.9, 0.68, 9.9, 0.97), (7.0, 0.14, 7.0, 0.68), (9.9, 0.14, 9.9, 0.68), (12.6, 0.14, 12.6, 0.70),
    (15.0, 0.14, 15.0, 0.97), (16.6, 0.10, 16.6, 0.97),
)  # fmt: skip
_TAIL_SEAMS: tuple[Seam, ...] = (
    (1.1, 0.66, 5.7, 0.66),
    (5.5, 0.10, 5.5, 0.97),
    (1.1, 0.66, 1.1, 0.97),
    (3.2, 0.1, 3.2, 0.66),
)
SEAM: Colour = (0.31, 0.32, 0.34)
SEAM_M = 0.035


def _on_wing(stations: list[tuple[float, float, float, float, float]], y: float, share: float, up: float) -> Vec3:
    """Return a place on a wing's skin, the upper one for 1 and the lower one for -1, a little off it."""
    z0, nose, chord, thick = (
        float(np.interp(y, [s[0] for s in stations], [s[k] for s in stations])) for k in (1, 2, 3, 4)
    )
    outline = [point for point in _section(0.0, 1.0, 1.0) if up * point[1] >= 0.0 or point[0] in (0.0, -1.0)]
    outline.sort(key=lambda point: -point[0])
    z = float(np.interp(share, [-x for x, _ in outline], [z for _, z in outline]))
    return (nose - chord * share, y, z0 + chord * thick * z + 0.012 * up)


def _seams(stations: list[tuple[float, float, float, float, float]], seams: tuple[Seam, ...]) -> Mesh:
    """Dark lines on both skins of a wing, where its panels, flaps and ailerons meet."""
    lines = []
    for from_y, from_share, to_y, to_share in seams:
        part = np.linspace(0.0, 1.0, 6)
        across = (SEAM_M, 0.0) if from_y == to_y else (0.0, SEAM_M)
        for up in (1.0, -1.0):
            edge = []
            for side in (-0.5, 0.5):
                y, share = from_y + (to_y - from_y) * part, from_share + (to_share - from_share) * part
                points = [
                    _on_wing(stations, float(b) + side * across[0], float(c), up) for b, c in zip(y, share, strict=True)
                ]
                edge.append(np.asarray(points) - np.array([side * across[1], 0.0, 0.0]))
            flat = strip(edge[0], edge[1], SEAM, 0.1)
            lines.append(flat if up * float(flat.normal[:, 2].sum()) > 0.0 else backside(flat))
    return merge(lines)


def _hull_seams() -> Mesh:
    """Rings where the hull's sections meet."""
    rings = []
    for x in (-6.6, -4.2, -1.4, 1.4, 4.2, 7.0, 9.8, 12.0):
        rings.append(lathe([(HULL_RADIUS_M + 0.006, x), (HULL_RADIUS_M + 0.006, x + SEAM_M)], segments=24, colour=SEAM))
    return turned(merge(rings), (0.0, 1.0, 0.0), 90.0)


def _engine() -> Mesh:
    """One AM-3 in the wing's root: fat intake, long nacelle, jet pipe."""
    profile = [
        (0.50, -7.2), (0.66, -6.6), (0.88, -4.6), (0.98, -1.0), (0.98, 2.6), (0.90, 4.4), (0.82, 5.05), (0.74, 5.1),
        (0.66, 4.7), (0.0, 3.2),
    ]  # fmt: skip
    step = np.array([GREY, SILVER, SILVER, SILVER, SILVER, SILVER, WHITE, GREY, DARK])
    pipe = lathe([(0.0, -6.6), (0.44, -7.2), (0.50, -7.2)], segments=14, colour=np.array([DARK, GREY]))
    nacelle = merge([lathe(profile, segments=14, colour=step, shininess=0.5), pipe])
    return moved(turned(nacelle, (0.0, 1.0, 0.0), 90.0), (0.0, 2.25, -0.55))


def _gear_pod() -> Mesh:
    """The fairing behind the wing that holds the main wheels."""
    profile = [(0.0, -9.2), (0.18, -8.6), (0.46, -6.8), (0.52, -4.6), (0.36, -2.0), (0.0, -0.4)]
    return moved(
        turned(lathe(profile, segments=10, colour=SILVER, shininess=0.5), (0.0, 1.0, 0.0), 90.0), (0.0, 5.5, -0.85)
    )


def _fences() -> Mesh:
    plates = []
    for y, nose, chord in ((7.4, -0.9, 5.6), (12.6, -5.0, 3.9)):
        plates.append(box((0.75 * chord, 0.03, 0.34), centre_m=(nose - 0.45 * chord, y, -0.42), colour=SILVER))
    return merge(plates)


def _tailplane() -> Mesh:
    return _lifting(_TAILPLANE, SILVER)


def _fin() -> Mesh:
    """Fin with its long fillet and its rudder's edge, made as a wing and stood on end."""
    seams = _seams(
        _FIN, ((1.9, 0.66, 7.1, 0.66), (6.8, 0.10, 6.8, 0.97), (4.4, 0.1, 4.4, 0.66), (2.6, 0.66, 2.6, 0.97))
    )
    return turned(merge([_lifting(_FIN, WHITE), seams]), (1.0, 0.0, 0.0), 90.0)


def _windows() -> Mesh:
    """Round cabin windows along the line, both sides."""
    panes = []
    pane = made_of(disc(0.19, segments=8, colour=GLASS, shininess=0.9), Material.GLASS)
    for side in (-1.0, 1.0):
        facing = turned(pane, (1.0, 0.0, 0.0), -90.0 * side)
        for k in range(15):
            x = 10.6 - 1.22 * k
            panes.append(moved(facing, (x, side * (HULL_RADIUS_M + 0.012), 0.16)))
    return merge(panes)


def _cockpit() -> Mesh:
    """The pilots' windscreens: a band of dark panes over the nose."""
    angle = np.radians(np.array([-72.0, -40.0, -37.0, -2.0, 2.0, 37.0, 40.0, 72.0]))
    rise = 0.17 * np.cos(angle * 0.9)

    def row(x: float, r: float, lift: float) -> Floats:
        radius = r + lift * rise
        return np.stack([np.full(8, x), radius * np.sin(angle), radius * np.cos(angle)], axis=-1)

    rows = np.stack([row(15.9, 1.445, 0.0), row(14.9, 1.585, 1.0), row(13.4, 1.70, 0.6), row(11.6, 1.75, 0.0)])
    tint = np.empty((3, 7, 3))
    tint[:] = WHITE
    tint[0, ::2] = GLASS
    return made_where(_facing_away(sheet(rows, colour=tint, shininess=0.7, crease_deg=60.0)), GLASS, Material.GLASS)


def _facing_away(mesh: Mesh) -> Mesh:
    """Turn a skin so that it looks away from the X axis."""
    out = mesh.position_m * np.array([0.0, 1.0, 1.0])
    return mesh if float((mesh.normal * out).sum()) > 0.0 else backside(mesh)


_SEGMENTS = {
    "a": ((0.0, 1.0), (0.6, 1.0)), "b": ((0.6, 1.0), (0.6, 0.5)), "c": ((0.6, 0.5), (0.6, 0.0)),
    "d": ((0.0, 0.0), (0.6, 0.0)), "e": ((0.0, 0.5), (0.0, 0.0)), "f": ((0.0, 1.0), (0.0, 0.5)),
    "g": ((0.0, 0.5), (0.6, 0.5)),
}  # fmt: skip
_REGISTRATION = ("afed", "afed", "afed", "abgfe", "g", "fgbc", "abged", "abgcd", "abcdfg", "abcdef")
"""СССР-42390 (Z1) in strokes."""


def _registration(side: float) -> Mesh:
    """The registration on the rear fuselage, to be read from outside on the left (1) or the right (-1)."""
    high, thick = 0.55, 0.07
    place: list[Vec3] = []
    face: list[tuple[int, int, int]] = []
    for n, glyph in enumerate(_REGISTRATION):
        for stroke in glyph:
            (x0, z0), (x1, z1) = _SEGMENTS[stroke]
            left, right = 0.5 * n + min(x0, x1) * high - thick / 2, 0.5 * n + max(x0, x1) * high + thick / 2
            low, top = min(z0, z1) * high - thick / 2, max(z0, z1) * high + thick / 2
            at = len(place)
            for across, up in ((left, low), (right, low), (right, top), (left, top)):
                x = -2.4 - across if side > 0 else -7.4 + across
                place.append((x, side * (_hull_y(x, 0.58 + up) + 0.02), 0.58 + up))
            face += [(at, at + 1, at + 2), (at, at + 2, at + 3)]
    return mesh_from(place, face, colour=STRIPE, shininess=0.3)


def _hull_y(x: float, z: float) -> float:
    r = float(np.interp(x, [-10.3, -6.8, 0.0], [1.60, HULL_RADIUS_M, HULL_RADIUS_M]))
    return math.sqrt(max(r * r - z * z, 0.0))
