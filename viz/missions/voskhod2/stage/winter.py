"""What the ski party wears: padded coats and jackets, sheepskin, fur hats and caps, scarves, felt boots, rucksacks.

Parts of a figure as in `viz.stage.figure.joints`, in the same joints. Who came is record (G07), what any
of them wore is not: every garment, colour and sack is a model, and no two of the six are dressed alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from viz.stage.figure import faces
from viz.stage.materials import Material
from viz.stage.mesh import Colour, Mesh, made_of, merge, mirrored, moved, scaled, turned
from viz.stage.shapes import box, capsule, lathe, limb, sphere, tube

Hat = Literal["flaps_up", "flaps_down", "knitted"]

GREEN: Colour = (0.25, 0.28, 0.21)
NAVY: Colour = (0.15, 0.185, 0.28)
TAN: Colour = (0.47, 0.34, 0.21)
BROWN: Colour = (0.28, 0.185, 0.12)
GREY: Colour = (0.37, 0.37, 0.375)
BLACK: Colour = (0.13, 0.13, 0.14)
KHAKI: Colour = (0.36, 0.33, 0.22)
FELT: Colour = (0.13, 0.12, 0.12)
PALE_FELT: Colour = (0.36, 0.34, 0.31)
FUR: Colour = (0.24, 0.17, 0.12)
GREY_FUR: Colour = (0.40, 0.38, 0.36)
DARK_FUR: Colour = (0.11, 0.09, 0.08)
CREAM: Colour = (0.66, 0.60, 0.48)
RED: Colour = (0.42, 0.11, 0.09)
CANVAS: Colour = (0.36, 0.33, 0.22)


@dataclass(frozen=True, slots=True)
class Clothes:
    """One person's winter clothes."""

    coat: Colour
    trim: Colour
    """Of collar and hem, of sheepskin or fur; a plain coat's own colour."""
    long: bool
    trousers: Colour
    boots: Colour
    hat: Hat
    hat_cloth: Colour
    hat_fur: Colour
    scarf: Colour | None = None
    sack: Colour | None = CANVAS
    hair: Colour = faces.HAIR
    skin: Colour = faces.SKIN


WORN: Mapping[str, Clothes] = {
    "guide_1": Clothes(TAN, CREAM, True, BROWN, PALE_FELT, "flaps_down", BROWN, FUR, skin=(0.76, 0.54, 0.44)),
    "guide_2": Clothes(
        GREEN, GREEN, False, BLACK, FELT, "flaps_up", GREEN, GREY_FUR, sack=KHAKI, hair=(0.36, 0.29, 0.22)
    ),
    "doctor_1": Clothes(NAVY, DARK_FUR, True, BLACK, FELT, "flaps_up", BLACK, DARK_FUR, scarf=CREAM, sack=None),
    "doctor_2": Clothes(GREY, GREY, False, NAVY, FELT, "knitted", NAVY, NAVY, scarf=RED, sack=BROWN),
    "cosmonaut": Clothes(BROWN, FUR, False, BROWN, FELT, "flaps_up", BROWN, FUR, scarf=GREY, hair=(0.30, 0.22, 0.15)),
    "cameraman": Clothes(BLACK, BLACK, True, GREY, FELT, "flaps_down", GREY, BLACK, sack=None),
}
"""By who it is; in the order in which they ski in."""


@dataclass(frozen=True, slots=True)
class Cut:
    """How finely clothes are cut: corners around limbs and around the trunk, rings of a round end, and the face."""

    limb: int
    trunk: int
    rings: int
    face: faces.Grain


PLAIN, FINE = Cut(6, 10, 1, faces.FAR), Cut(8, 14, 1, faces.MIDDLING)


def winter(worn: Clothes, cut: Cut = PLAIN) -> dict[str, Mesh]:
    """Return a rescuer's clothes by part; gloves are mittens, which have no fingers of their own."""
    limbs = {
        "upper_arm": limb(
            [(0.0, 0.0, -0.30, 0.066, 0.066), (0.0, -0.004, 0.0, 0.083, 0.083), (0.0, -0.022, 0.055, 0.066, 0.060),
             (0.0, -0.034, 0.080, 0.0, 0.0)],
            segments=cut.limb + 1, caps=False, colour=worn.coat,
        ),
        "forearm": merge([
            _rod((0.0, 0.0, 0.0), (0.0, 0.0, -0.235), 0.068, 0.056, worn.coat, cut),
            tube([(0.0, 0.0, -0.205), (0.0, 0.0, -0.245)], 0.064, segments=cut.limb, caps=False, colour=worn.trim),
        ]),
        "glove": mitten(FELT, cut.limb + 1),
        "thigh": _rod((0.0, 0.0, 0.0), (0.0, 0.0, -0.415), 0.110, 0.085, worn.trousers, cut),
        "shin": _rod((0.0, 0.0, 0.0), (0.0, 0.0, -0.20), 0.085, 0.090, worn.trousers, cut),
        "boot": merge([
            _rod((0.0, 0.0, 0.24), (0.0, 0.0, -0.03), 0.088, 0.074, worn.boots, cut),
            _rod((-0.02, 0.0, -0.03), (0.15, 0.0, -0.038), 0.060, 0.052, worn.boots, cut),
        ]),
    }  # fmt: skip
    return {
        "trunk": made_of(_trunk(worn, cut), Material.CLOTH),
        "helmet": head(worn, cut),
        **{f"left_{name}": made_of(mesh, Material.CLOTH) for name, mesh in limbs.items()},
        **{f"right_{name}": made_of(mirrored(mesh, 1), Material.CLOTH) for name, mesh in limbs.items()},
    }


def _rod(
    start: tuple[float, float, float], end: tuple[float, float, float], at_start: float, at_end: float, colour: Colour,
    cut: Cut,
) -> Mesh:  # fmt: skip
    return capsule(start, end, at_start, at_end, segments=cut.limb, rings=cut.rings, colour=colour)


def mitten(colour: Colour, segments: int = 7) -> Mesh:
    """A mitten with its thumb side forward; origin at the wrist, hand along -Z."""
    ball = sphere(0.058, segments=segments, rings=4, colour=colour)
    return made_of(moved(scaled(ball, (0.9, 0.7, 1.5)), (0.0, 0.0, -0.055)), Material.CLOTH)


def _trunk(worn: Clothes, cut: Cut) -> Mesh:
    """Coat to the knee or jacket to the hip, with belt, collar, scarf and rucksack."""
    hem = (
        [(-0.01, 0.0, -0.50, 0.205, 0.245), (-0.01, 0.0, -0.30, 0.175, 0.215)]
        if worn.long
        else [(-0.01, 0.0, -0.36, 0.150, 0.200), (-0.01, 0.0, -0.28, 0.172, 0.212)]
    )
    # No ring of the coat lies under the belt: what the belt hides would darken the chest.
    coat = [
        *hem, (0.0, 0.0, -0.135, 0.154, 0.195), (0.002, 0.0, -0.045, 0.152, 0.194), (0.01, 0.0, 0.12, 0.165, 0.212),
        (0.0, 0.0, 0.27, 0.135, 0.200), (0.0, 0.0, 0.36, 0.075, 0.085),
    ]  # fmt: skip
    (x, _, z, a, b) = hem[0]
    parts = [
        limb(coat, segments=cut.trunk, caps=False, colour=worn.coat),
        _ring([(0.0, 0.0, -0.112, 0.1605, 0.2015), (0.002, 0.0, -0.068, 0.160, 0.201)], cut.trunk, FUR),
        _ring([(0.0, 0.0, 0.30, 0.110, 0.120), (0.0, 0.0, 0.415, 0.092, 0.096)], cut.trunk - 1, worn.trim),
    ]
    if worn.trim != worn.coat and worn.long:
        parts.append(_ring([(x, 0.0, z - 0.04, a + 0.008, b + 0.008), (x, 0.0, z + 0.03, a, b)], cut.trunk, worn.trim))
    if worn.scarf is not None:
        wound = [
            (0.010, 0.0, 0.375, 0.098, 0.100),
            (0.012, 0.0, 0.405, 0.108, 0.106),
            (0.012, 0.0, 0.440, 0.088, 0.088),
        ]
        end = box((0.020, 0.070, 0.200), centre_m=(0.158, 0.030, 0.230), colour=worn.scarf)
        parts += [_ring(wound, cut.trunk - 1, worn.scarf), turned(end, (0.0, 1.0, 0.0), -4.0)]
    if worn.sack is not None:
        ball = sphere(0.2, segments=cut.trunk - 1, rings=5, colour=worn.sack)
        parts.append(moved(scaled(ball, (0.62, 0.9, 1.15)), (-0.21, 0.0, 0.07)))
    return merge(parts)


def _ring(rows: list[tuple[float, float, float, float, float]], segments: int, colour: Colour) -> Mesh:
    return limb(rows, segments=segments, caps=False, colour=colour)


IN_COLLAR_M = 0.014
"""How far he draws his head into the collar."""

# -- heads ----------------------------------------------------------------------------------------


def head(worn: Clothes, cut: Cut = PLAIN) -> Mesh:
    """A rescuer's head in his hat; origin at the neck ring, face to +X."""
    behind = faces.nape(worn.hair, 4 if cut is PLAIN else 8, 1 if cut is PLAIN else 3)
    parts = [faces.man(cut.face, worn.skin, worn.hair), behind, _hat(worn, cut)]
    if worn.hat != "flaps_down":
        parts.append(faces.ears(cut.limb - 2, worn.skin))
    return moved(merge(parts), (0.0, 0.0, -IN_COLLAR_M))


def _hat(worn: Clothes, cut: Cut) -> Mesh:
    if worn.hat == "knitted":
        rows = [(0.094, 0.0), (0.101, 0.014), (0.099, 0.032), (0.086, 0.072), (0.052, 0.102), (0.0, 0.114)]
        tone = np.array([worn.hat_fur, worn.hat_fur, worn.hat_cloth, worn.hat_cloth, worn.hat_cloth])
        cap = lathe(rows, segments=cut.trunk - 2, colour=tone, crease_deg=60.0)
        return made_of(_seated(scaled(cap, (1.0, 0.86, 1.0))), Material.CLOTH)
    band = lathe(
        [(0.098, -0.010), (0.115, 0.010), (0.116, 0.062), (0.094, 0.076)], segments=cut.trunk - 1, colour=worn.hat_fur
    )
    crown = sphere(0.104, segments=cut.trunk - 2, rings=cut.rings + 1, from_deg=0.0, to_deg=90.0, colour=worn.hat_cloth)
    parts = [
        _seated(merge([scaled(band, (1.0, 0.88, 1.0)), moved(scaled(crown, (1.0, 0.88, 0.62)), (0.0, 0.0, 0.068))]))
    ]
    if worn.hat == "flaps_down":
        around = cut.limb - 1
        flap = scaled(sphere(0.05, segments=around, rings=cut.rings + 2, colour=worn.hat_fur), (0.86, 0.42, 1.55))
        parts += [moved(flap, (0.006, side * 0.076, faces.CHIN_M + 0.087)) for side in (-1.0, 1.0)]
        nape = scaled(sphere(0.05, segments=around, rings=cut.rings + 2, colour=worn.hat_fur), (0.50, 1.45, 1.35))
        parts.append(moved(nape, (-0.075, 0.0, faces.CHIN_M + 0.092)))
    return made_of(merge(parts), Material.CLOTH)


def _seated(hat: Mesh) -> Mesh:
    """A hat as it sits on the head: a little back, its edge above the brow."""
    return moved(turned(hat, (0.0, 1.0, 0.0), -6.0), (0.010, 0.0, faces.CHIN_M + 0.140))
