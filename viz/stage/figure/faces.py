"""Heads: a face with brow, eyes, nose, cheeks, mouth and chin, and the hair or cloth behind it.

Own frame in metres: origin at the neck ring, face to +X, his left to +Y, top +Z. Nobody's portrait: every measure and
tone is a model of a grown man's sober face. Shadows that lie under brow, nose and chin in any light are in its colours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from viz.stage.materials import Material
from viz.stage.mesh import Colour, Floats, Mesh, coloured, made_of, merge, mirrored, moved, scaled, turned
from viz.stage.shapes import sheet, sphere

SKIN: Colour = (0.80, 0.61, 0.51)
HAIR: Colour = (0.20, 0.15, 0.11)
LIPS: Colour = (0.62, 0.38, 0.34)
LASH: Colour = (0.13, 0.09, 0.08)
WHITE: Colour = (0.70, 0.66, 0.61)
IRIS: Colour = (0.16, 0.15, 0.15)
_LINE = np.array([0.34, 0.18, 0.16])

MIDDLE_M, CHIN_M = 0.014, 0.088
"""From the neck's axis forward to the head's, and from the neck ring up to the chin."""
EYE_M, EYE_DEG, EYE_WIDE_M = 0.107, 21.5, 0.0145
"""Of an eye: its height over the chin, how far beside the nose, and half its width."""
_SIDE_DEG, _HOOD_DEG = 92.0, 62.0
"""How far round a face reaches; the ears and what is behind them are under a cap, a hat or hair. And
how far aside a hood leaves it free."""

_DEEP = (
    (-0.012, 0.050), (-0.004, 0.072), (0.006, 0.089), (0.014, 0.093), (0.026, 0.090), (0.036, 0.094), (0.048, 0.095),
    (0.060, 0.094), (0.085, 0.093), (0.106, 0.092), (0.122, 0.097), (0.150, 0.097), (0.185, 0.088), (0.205, 0.074),
    (0.220, 0.054), (0.229, 0.028), (0.232, 0.0),
)  # fmt: skip
_WIDE = (
    (-0.012, 0.036), (-0.004, 0.043), (0.006, 0.048), (0.014, 0.052), (0.036, 0.062), (0.060, 0.069), (0.085, 0.0735),
    (0.108, 0.075), (0.135, 0.077), (0.165, 0.075), (0.185, 0.069), (0.205, 0.058),
    (0.220, 0.042), (0.229, 0.022), (0.232, 0.0),
)  # fmt: skip
_BACK = (
    (-0.012, 0.056), (0.030, 0.064), (0.060, 0.082), (0.100, 0.096), (0.140, 0.100), (0.180, 0.089), (0.205, 0.074),
    (0.220, 0.054), (0.229, 0.028), (0.232, 0.0),
)  # fmt: skip
"""Height over the chin, and how far a head without features reaches forward, aside and backward."""
_JAW_M = 0.020
"""How much higher the jaw's edge is at the ear than at the chin."""


@dataclass(frozen=True, slots=True)
class Grain:
    """Where a face has corners: degrees from its middle to one side, and heights over the chin."""

    sides_deg: tuple[float, ...]
    heights_m: tuple[float, ...]
    plain: bool = False
    """Eyes and mouth are dark lines."""


NEAR = Grain(
    (0.0, 5.0, 9.5, 14.0, 21.5, 29.0, 40.0, 58.0, 76.0, _SIDE_DEG),
    (-0.012, -0.003, 0.006, 0.016, 0.026, 0.0315, 0.036, 0.0415, 0.051, 0.058, 0.065, 0.074, 0.088, 0.098, 0.107, 0.115,
     0.123, 0.134, 0.158, 0.185),
)  # fmt: skip
MIDDLING = Grain(
    (0.0, 8.0, 15.0, 24.0, 40.0, 64.0, _SIDE_DEG),
    (-0.012, -0.001, 0.010, 0.022, 0.036, 0.048, 0.058, 0.068, 0.088, 0.106, 0.121, 0.140, 0.180),
)
FAR = Grain((0.0, 11.0, 24.0, 48.0, _SIDE_DEG), (-0.010, 0.008, 0.038, 0.057, 0.067, 0.104, 0.122, 0.150), plain=True)
AT_A_PANE = Grain((0.0, 11.0, 30.0, _SIDE_DEG), FAR.heights_m, plain=True)
"""Close in a cabin; a few paces off; across a clearing; behind a small pane."""


def _bump(y_m: Floats, h_m: Floats, at_m: tuple[float, float], wide_m: float, high_m: float) -> Floats:
    """A soft hill of height one, the same on both sides of the face."""
    away: Floats = ((np.abs(y_m) - at_m[0]) / wide_m) ** 2 + ((h_m - at_m[1]) / high_m) ** 2
    return np.exp(-away)


def _features_m(y_m: Floats, h_m: Floats) -> Floats:
    """How far brow, eyes, nose, cheeks, mouth and chin stand out of the plain head, metres."""
    # The ridge of the nose rises from between the eyes to its tip and ends at the lip.
    ridge = np.interp(h_m, (0.052, 0.058, 0.066, 0.074, 0.100, 0.118), (0.0, 0.012, 0.022, 0.020, 0.009, 0.0))
    wide = np.interp(h_m, (0.055, 0.066, 0.080, 0.110), (0.0155, 0.0135, 0.0095, 0.0085))
    lift: Floats = ridge * np.exp(-((y_m / wide) ** 2))
    for height, at, across, up in (
        (-0.0090, (0.034, EYE_M), 0.018, 0.0100),
        (0.0045, (0.027, 0.123), 0.022, 0.0075),
        (0.0050, (0.046, 0.083), 0.016, 0.0150),
        (-0.0050, (0.044, 0.046), 0.016, 0.0180),
        (0.0045, (0.0, 0.0410), 0.018, 0.0040),
        (0.0025, (0.0, 0.0310), 0.016, 0.0045),
        (-0.0010, (0.0, 0.0225), 0.026, 0.0055),
        (0.0040, (0.0115, 0.0630), 0.006, 0.0060),
        (0.0045, (0.0, 0.0090), 0.020, 0.0100),
    ):
        lift = lift + height * _bump(y_m, h_m, at, across, up)
    return lift


def on_face(turn_deg: Floats, height_m: Floats, lift_m: Floats | float = 0.0) -> Floats:
    """Return points of a face's skin (..., 3): degrees from its middle to his left, and heights over the chin."""
    turn, h = np.broadcast_arrays(np.radians(turn_deg), np.asarray(height_m, dtype=np.float64))
    ahead, wide, behind = (np.interp(h, *np.asarray(rows).T) for rows in (_DEEP, _WIDE, _BACK))
    front, aside = np.cos(turn), np.sin(turn)
    deep = np.where(front < 0.0, behind, ahead)
    out = _features_m(wide * aside, h) * np.clip(front, 0.0, 1.0) ** 0.5 + lift_m
    jaw = _JAW_M * aside**2 * np.clip((0.040 - h) / 0.045, 0.0, 1.0) * (front > -0.2)
    return np.stack([MIDDLE_M + (deep + out) * front, (wide + 0.6 * out) * aside, CHIN_M + h + jaw], axis=-1)


def face(grain: Grain, skin: Colour = SKIN) -> Mesh:
    """The skin from under the chin to under the hat's edge, from ear to ear."""
    side = np.asarray(grain.sides_deg)
    turn, h = np.meshgrid(np.concatenate([-side[:0:-1], side]), np.asarray(grain.heights_m))
    skinned = sheet(on_face(turn, h), colour=skin, shininess=0.05, crease_deg=75.0)

    def tone(place_m: Floats) -> Floats:
        return np.asarray(skin) * _shade(place_m[:, 1], place_m[:, 2] - CHIN_M)

    return made_of(coloured(skinned, tone), Material.SKIN)


def _shade(y_m: Floats, h_m: Floats) -> Floats:
    """Return the skin's tone: darker in the sockets and under nose, lip and chin, redder on lips, cheeks and nose."""
    dark = 0.34 * _bump(y_m, h_m, (0.032, EYE_M + 0.001), 0.016, 0.0085)
    dark = dark + 0.26 * _bump(y_m, h_m, (0.0, 0.0545), 0.014, 0.0045)
    dark = dark + 0.10 * _bump(y_m, h_m, (0.0, 0.0225), 0.024, 0.0050)
    dark = dark + 0.30 * np.clip((0.006 - h_m) / 0.016, 0.0, 1.0)
    dark = dark + 0.10 * _bump(y_m, h_m, (0.048, 0.040), 0.014, 0.0200)
    # Jaw and lip of a man who has not shaved today.
    beard = 0.10 * np.clip((0.058 - h_m) / 0.020, 0.0, 1.0)
    red = 0.05 * _bump(y_m, h_m, (0.042, 0.080), 0.017, 0.014) + 0.06 * _bump(y_m, h_m, (0.0, 0.068), 0.014, 0.009)
    lips = 0.8 * _bump(y_m, h_m, (0.0, 0.0360), 0.019, 0.0065)
    tone = (1.0 - dark - beard * (1.0 - lips))[:, None] * np.array([1.0, 1.0, 1.0])
    tone = tone * (1.0 - red[:, None] * np.array([0.0, 1.6, 1.4]))
    lip = np.asarray(LIPS) / np.asarray(SKIN)
    mixed: Floats = tone * (1.0 + lips[:, None] * (lip - 1.0))
    return mixed


def _patch(y_m: Floats, h_m: Floats, lift_m: float, colour: Floats) -> Mesh:
    """A thin sheet that lies on the skin, its rows upward; ``colour`` is one colour for each of its columns."""
    wide = np.interp(h_m, *np.asarray(_WIDE).T)
    turn = np.degrees(np.arcsin(np.clip(y_m / wide, -1.0, 1.0)))
    return made_of(sheet(on_face(turn, h_m, lift_m), colour=colour, shininess=0.1, crease_deg=75.0), Material.SKIN)


def eyes(far: bool = False) -> list[Mesh]:
    """Narrowed eyes in the shadow of the brow: with white, iris and lash, or from afar one dark line each."""
    parts = []
    for side in (-1.0, 1.0):
        middle = side * 0.0325
        if far:
            y = middle + EYE_WIDE_M * np.array([[-0.8, 0.8], [-0.8, 0.8]])
            parts.append(_patch(y, EYE_M + np.array([[-0.004] * 2, [0.003] * 2]), 0.007, np.asarray(LASH)))
            continue
        across = np.array([-1.0, -0.42, 0.42, 1.0])
        open_m = 0.0042 * np.array([0.05, 1.0, 1.0, 0.05])
        y = middle + EYE_WIDE_M * np.broadcast_to(across, (2, 4))
        lid = EYE_M + np.stack([-0.9 * open_m, 0.75 * open_m])
        parts.append(_patch(y, lid, 0.0034, np.array([WHITE, IRIS, WHITE])))
        parts.append(_patch(y, lid[1] + np.array([[-0.0006], [0.0019]]), 0.0042, np.asarray(LASH)))
    return parts


def brows(colour: Colour, far: bool = False) -> list[Mesh]:
    """Eyebrows, a little lower and thicker near the nose."""
    y = np.array([0.014, 0.045] if far else [0.014, 0.030, 0.045])
    low = np.array([0.1185, 0.1195] if far else [0.1190, 0.1215, 0.1195])
    high = low + np.array([0.0080, 0.0045] if far else [0.0065, 0.0055, 0.0025])
    lift_m = 0.006 if far else 0.0022
    rows = np.stack([low, high])
    left = _patch(np.broadcast_to(y, rows.shape), rows, lift_m, np.asarray(colour))
    return [left, mirrored(left, 1)]


def mouth(far: bool = False) -> Mesh:
    """The line between closed lips."""
    y = 0.021 * np.linspace(-1.0, 1.0, 3 if far else 5)
    h = 0.0362 - 0.0012 * (y / 0.021) ** 2
    half = np.full(len(y), 0.0018) if far else 0.0010 * np.array([0.2, 1.0, 1.0, 1.0, 0.2])
    return _patch(np.broadcast_to(y, (2, len(y))), np.stack([h - half, h + half]), 0.006 if far else 0.0016, _LINE)


def neck(segments: int, skin: Colour = SKIN) -> Mesh:
    """From within the collar to within the jaw."""
    turn = 2.0 * np.pi * np.arange(segments) / segments
    rows = ((0.0, 0.058, 0.060, -0.025), (0.004, 0.052, 0.056, CHIN_M + 0.030))
    grid = [[(x + a * np.cos(t), b * np.sin(t), z) for t in turn] for x, a, b, z in rows]
    tone = tuple(0.86 * part for part in skin)
    return made_of(sheet(np.asarray(grid), around=True, colour=tone, shininess=0.05, crease_deg=80.0), Material.SKIN)


def nape(colour: Colour, columns: int, rows: int) -> Mesh:
    """Hair at the back of a head, from ear to ear."""
    edge = _SIDE_DEG - 6.0
    turn, h = np.meshgrid(np.linspace(edge, 360.0 - edge, columns + 1), np.linspace(0.030, 0.155, rows + 1))
    return made_of(sheet(on_face(turn, h, 0.003), colour=colour, shininess=0.0, crease_deg=75.0), Material.CLOTH)


def ears(segments: int, skin: Colour = SKIN) -> Mesh:
    """Two ears, where no cap is over them."""
    ear = scaled(
        sphere(0.032, segments=segments, rings=3, colour=tuple(0.92 * part for part in skin)), (0.6, 0.35, 1.0)
    )
    left = moved(turned(ear, (0.0, 1.0, 0.0), -12.0), (MIDDLE_M - 0.006, 0.078, CHIN_M + 0.088))
    return made_of(merge([left, mirrored(left, 1)]), Material.SKIN)


_CROWN_M = (0.158, 0.185, 0.205, 0.220, 0.229, 0.232)


def hood(colour: Colour, pads: Colour, columns: int) -> Mesh:
    """A soft cap that leaves the face free from brow to chin, its strap under the jaw and pads over the ears."""
    lift = 0.007
    seam: Colour = (0.82 * colour[0], 0.82 * colour[1], 0.82 * colour[2])
    turn, h = np.meshgrid(np.linspace(-180.0, 180.0, 2 * columns + 1)[:-1], np.asarray(_CROWN_M))
    over = (
        on_face(turn, h, np.where(h > 0.23, 0.0, lift))
        + np.array([0.0, 0.0, 1.0]) * np.clip(h - 0.158, 0.0, 0.006)[..., None]
    )
    parts = [sheet(over, around=True, colour=colour, shininess=0.0, crease_deg=75.0)]
    behind = np.linspace(_HOOD_DEG, 360.0 - _HOOD_DEG, columns + 3)
    before = np.linspace(-_HOOD_DEG - 3.0, _HOOD_DEG + 3.0, columns + 1)
    for turns, rows, off, tone in (
        (behind, (-0.014, 0.02, 0.06, 0.11, 0.158), lift, colour),
        (before, (0.151, 0.160), lift + 0.002, seam),
        (before, (-0.019, -0.006), lift - 0.002, seam),
    ):
        turn, h = np.meshgrid(turns, np.asarray(rows))
        parts.append(sheet(on_face(turn, h, off), colour=tone, shininess=0.0, crease_deg=75.0))
    turn, row = np.meshgrid(np.radians(np.linspace(80.0, 280.0, columns + 1)), np.arange(3))
    flat, z = np.array([0.066, 0.062, 0.065])[row], np.array([-0.020, 0.040, CHIN_M + 0.022])[row]
    cloth = np.stack([0.002 + flat * np.cos(turn), flat * np.sin(turn), z], axis=-1)
    parts.append(sheet(cloth, colour=colour, shininess=0.0, crease_deg=75.0))
    pad = scaled(sphere(0.036, segments=8, rings=5, colour=pads), (1.0, 0.5, 1.15))
    left = moved(pad, (MIDDLE_M - 0.004, 0.080, CHIN_M + 0.092))
    return made_of(merge([*parts, left, mirrored(left, 1)]), Material.CLOTH)


def man(grain: Grain, skin: Colour = SKIN, hair: Colour = HAIR) -> Mesh:
    """A face with its eyes, brows and mouth."""
    far = grain.plain
    return merge([face(grain, skin), *eyes(far), *brows(hair, far), mouth(far)])
