"""People at the landing place: the crew in their suits without helmets, and the ski party in winter clothes.

A figure is a body, two legs and two arms that swing at hip and shoulder, skis and poles apart; who sits is one mesh.
Own frames in metres: +X ahead, +Y to the left, +Z up, the origin on the snow under the middle of the body. That they
were there is record (G06-G09); every shape and colour here is a model.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping

import numpy as np

from viz.flight.state import Pose, Quaternion, Vec3
from viz.missions.voskhod2.flight.state import Person
from viz.missions.voskhod2.stage.cloth import Weave
from viz.missions.voskhod2.stage.cosmonaut import HIP_M, SHOULDER_M, figure_parts, slack_meshes
from viz.missions.voskhod2.stage.suit import GLOVE, SHIN_M, THIGH_M, harness
from viz.stage.materials import Material
from viz.stage.mesh import Colour, Mesh, PartPose, about, made_of, merge, mirrored, moved, rotated, scaled
from viz.stage.shapes import box, capsule, lathe, limb, sheet, sphere, tube

STANDS_M = 1.125
"""From a standing man's soles to the middle of his trunk."""
SEAT_M = 0.66
"""From the snow to the middle of the trunk of one who sits on a log."""
SINKS_M = {"walking": 0.24, "standing": 0.20, "skiing": 0.03, "on_skis": 0.03, "sitting": 0.0}
"""How deep they stand in the snow, which is trodden here; models."""
STRIDE_M, GLIDE_M = 1.1, 2.6
"""Way of two steps, on foot and on skis."""
SWING_DEG, GLIDE_DEG = 24.0, 20.0
POOL: Mapping[str, int] = {"crew": 2, "rescuer": 6}
"""How many of each may be in sight at once."""

COAT: Colour = (0.23, 0.25, 0.21)
TROUSERS: Colour = (0.16, 0.17, 0.19)
FELT: Colour = (0.13, 0.12, 0.12)
FUR: Colour = (0.24, 0.17, 0.12)
SKIN: Colour = (0.80, 0.60, 0.49)
CAP: Colour = (0.80, 0.79, 0.75)
PADS: Colour = (0.26, 0.22, 0.20)
FAR = Weave(9, 0.030)
"""Cloth of people who are never seen near."""
WOOD: Colour = (0.62, 0.42, 0.22)
POLE: Colour = (0.55, 0.42, 0.26)

_X: Vec3 = (1.0, 0.0, 0.0)
_Y: Vec3 = (0.0, 1.0, 0.0)
_STILL: Quaternion = (1.0, 0.0, 0.0, 0.0)
_ARMS = Pose(left_elbow_deg=28.0, right_elbow_deg=28.0, left_shoulder_abduct_deg=7.0, right_shoulder_abduct_deg=7.0)
_SITS = Pose(
    left_hip_flex_deg=84.0, right_hip_flex_deg=80.0, left_knee_deg=76.0, right_knee_deg=84.0, left_hip_abduct_deg=9.0,
    right_hip_abduct_deg=8.0, left_shoulder_flex_deg=34.0, right_shoulder_flex_deg=40.0, left_elbow_deg=52.0,
    right_elbow_deg=46.0, left_shoulder_abduct_deg=6.0, right_shoulder_abduct_deg=6.0,
)  # fmt: skip
_SHIN, _ARM = ("shin", "boot"), ("upper_arm", "forearm", "glove", "fingers")


# -- clothes --------------------------------------------------------------------------------------


def head(cap: Mesh) -> Mesh:
    """A man's head in a cap; origin at the neck ring, face to +X."""
    parts = [
        tube([(0.0, 0.0, -0.02), (0.004, 0.0, 0.10)], [0.062, 0.058], segments=8, colour=SKIN),
        moved(scaled(sphere(0.1, segments=12, rings=8, colour=SKIN), (1.02, 0.80, 1.18)), (0.018, 0.0, 0.178)),
        moved(scaled(sphere(0.016, segments=6, rings=4, colour=SKIN), (1.2, 0.8, 1.5)), (0.120, 0.0, 0.168)),
        moved(scaled(sphere(0.05, segments=8, rings=4, colour=SKIN), (1.0, 1.0, 0.7)), (0.060, 0.0, 0.095)),
    ]
    for side in (-1.0, 1.0):
        parts.append(box((0.010, 0.030, 0.007), centre_m=(0.104, side * 0.034, 0.212), colour=(0.17, 0.11, 0.08)))
        parts.append(box((0.008, 0.020, 0.009), centre_m=(0.107, side * 0.034, 0.193), colour=(0.13, 0.10, 0.09)))
    parts.append(box((0.008, 0.040, 0.007), centre_m=(0.112, 0.0, 0.128), colour=(0.52, 0.26, 0.22)))
    return merge([*(made_of(part, Material.SKIN) for part in parts), cap])


def flight_cap() -> Mesh:
    """The soft headset cap worn under the helmet: pale cloth, dark pads over the ears."""
    crown = scaled(sphere(0.112, segments=12, rings=5, from_deg=2.0, to_deg=90.0, colour=CAP), (1.0, 0.86, 1.08))
    nape = limb(
        [(-0.030, 0.0, 0.06, 0.062, 0.078), (-0.022, 0.0, 0.13, 0.082, 0.088), (-0.016, 0.0, 0.20, 0.092, 0.094)],
        segments=12, caps=False, colour=CAP,
    )  # fmt: skip
    pads = [
        moved(scaled(sphere(0.036, segments=8, rings=5, colour=PADS), (1.0, 0.5, 1.15)), (0.008, s * 0.088, 0.165))
        for s in (-1.0, 1.0)
    ]
    return made_of(merge([moved(crown, (-0.004, 0.0, 0.224)), nape, *pads]), Material.CLOTH)


def fur_hat() -> Mesh:
    """A winter hat with its flaps tied up."""
    band = lathe([(0.118, 0.0), (0.130, 0.03), (0.124, 0.075), (0.0, 0.085)], segments=9, colour=FUR)
    crown = sphere(0.104, segments=8, rings=3, from_deg=0.0, to_deg=90.0, colour=COAT)
    hat = merge([moved(scaled(band, (1.0, 0.88, 1.0)), (0.006, 0.0, 0.205)), moved(crown, (0.0, 0.0, 0.25))])
    return made_of(hat, Material.CLOTH)


def suited(weave: Weave) -> dict[str, Mesh]:
    """The crew's clothes by part: the suit as it flew, without pressure, pack and helmet (U03)."""
    return {**slack_meshes(weave), "rig": harness(), "helmet": head(flight_cap())}


def suited_in_snow() -> dict[str, Mesh]:
    """The same with mittens for the gloves' jointed fingers: people in the snow are never seen near."""
    mitten = _mitten(GLOVE)
    gone = {f"{side}_fingers": _nothing() for side in ("left", "right")}
    return {**suited(FAR), **{f"{side}_glove": mitten for side in ("left", "right")}, **gone}


def _nothing() -> Mesh:
    """A speck, for a part that these clothes do not have."""
    return box((0.001, 0.001, 0.001))


def _mitten(colour: Colour) -> Mesh:
    ball = sphere(0.058, segments=7, rings=4, colour=colour)
    return made_of(moved(scaled(ball, (0.9, 0.7, 1.5)), (0.0, 0.0, -0.055)), Material.CLOTH)


def far_head(cap: Mesh) -> Mesh:
    """A head without its finer features."""
    neck = tube([(0.0, 0.0, -0.02), (0.004, 0.0, 0.10)], [0.062, 0.058], segments=6, caps=False, colour=SKIN)
    face = moved(scaled(sphere(0.1, segments=9, rings=6, colour=SKIN), (1.02, 0.80, 1.18)), (0.018, 0.0, 0.178))
    nose = moved(scaled(sphere(0.016, segments=4, rings=3, colour=SKIN), (1.2, 0.8, 1.5)), (0.120, 0.0, 0.168))
    return merge([made_of(merge([neck, face, nose]), Material.SKIN), cap])


def winter() -> dict[str, Mesh]:
    """A rescuer's clothes by part, in the same joints: padded coat, felt boots, rucksack."""
    coat = [
        (-0.01, 0.0, -0.50, 0.205, 0.245), (-0.01, 0.0, -0.30, 0.175, 0.215), (0.0, 0.0, -0.08, 0.150, 0.192),
        (0.01, 0.0, 0.12, 0.165, 0.212), (0.0, 0.0, 0.27, 0.135, 0.200), (0.0, 0.0, 0.36, 0.075, 0.085),
    ]  # fmt: skip
    belt = limb([(0.0, 0.0, -0.11, 0.158, 0.199), (0.0, 0.0, -0.07, 0.157, 0.198)], segments=10, colour=FUR)
    collar = limb([(0.0, 0.0, 0.32, 0.105, 0.112), (0.0, 0.0, 0.40, 0.088, 0.092)], segments=9, colour=FUR)
    sack = moved(
        scaled(sphere(0.2, segments=9, rings=5, colour=(0.36, 0.33, 0.22)), (0.62, 0.9, 1.15)), (-0.21, 0.0, 0.07)
    )
    arm = capsule((0, 0, 0), (0, 0, -0.285), 0.082, 0.068, segments=6, rings=1, colour=COAT)
    fore = capsule((0, 0, 0), (0, 0, -0.235), 0.068, 0.056, segments=6, rings=1, colour=COAT)
    mitten = _mitten(FELT)
    thigh = capsule((0, 0, 0), (0, 0, -0.415), 0.110, 0.085, segments=6, rings=1, colour=TROUSERS)
    shin = capsule((0, 0, 0), (0, 0, -0.20), 0.085, 0.090, segments=6, rings=1, colour=TROUSERS)
    felt = merge([
        capsule((0, 0, 0.24), (0, 0, -0.03), 0.088, 0.074, segments=6, rings=1, colour=FELT),
        capsule((-0.02, 0, -0.03), (0.15, 0, -0.038), 0.060, 0.052, segments=6, rings=1, colour=FELT),
    ])  # fmt: skip
    limbs = {
        "upper_arm": arm,
        "forearm": fore,
        "glove": mitten,
        "fingers": _nothing(),
        "thigh": thigh,
        "shin": shin,
        "boot": felt,
    }
    return {
        "trunk": made_of(merge([limb(coat, segments=9, colour=COAT), belt, collar, sack]), Material.CLOTH),
        "helmet": far_head(fur_hat()),
        **{f"left_{name}": made_of(mesh, Material.CLOTH) for name, mesh in limbs.items()},
        **{f"right_{name}": made_of(mirrored(mesh, 1), Material.CLOTH) for name, mesh in limbs.items()},
    }


# -- meshes ---------------------------------------------------------------------------------------


def people_meshes() -> dict[str, Mesh]:
    """Every mesh of this module by name, one for each that may be in sight at once."""
    found: dict[str, Mesh] = {}
    for role, clothes in (("crew", suited_in_snow()), ("rescuer", winter())):
        parts = {
            "body": (1, moved(_posed(clothes, Pose(), ("trunk", "rig", "helmet")), (0.0, 0.0, STANDS_M))),
            "thigh": (2, moved(_posed(clothes, Pose(), ("left_thigh",)), (-HIP_M[0], -HIP_M[1], -HIP_M[2]))),
            "shin": (
                2,
                moved(_posed(clothes, Pose(), _sided("left", _SHIN)), (-HIP_M[0], -HIP_M[1], THIGH_M - HIP_M[2])),
            ),
            "left_arm": (1, _arm(clothes, "left")),
            "right_arm": (1, _arm(clothes, "right")),
            "seated": (1, moved(_posed(clothes, _SITS, tuple(clothes)), (0.0, 0.0, SEAT_M))),
        }
        for name, (each, mesh) in parts.items():
            found |= {f"{role}_{name}_{k}": mesh for k in range(each * POOL[role])}
    count = 2 * len([role for role, men in POOL.items() for _ in range(men)])
    found |= {f"ski_{k}": mesh for mesh in (ski(),) for k in range(count)}
    return found | {f"pole_{k}": mesh for mesh in (pole(),) for k in range(count)}


def _arm(clothes: Mapping[str, Mesh], side: str) -> Mesh:
    x, y, z = SHOULDER_M
    return moved(_posed(clothes, _ARMS, _sided(side, _ARM)), (-x, -y if side == "left" else y, -z))


def _sided(side: str, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{side}_{name}" for name in names)


def _posed(clothes: Mapping[str, Mesh], pose: Pose, names: tuple[str, ...]) -> Mesh:
    """Merge parts of a figure in a posture, in the man frame."""
    parts = [part for part in figure_parts(pose, 0.0) if part.name in names and part.name in clothes]
    return merge([moved(rotated(scaled(clothes[p.name], p.scale), p.rotation), p.position_m) for p in parts])


def ski() -> Mesh:
    """A wooden ski under the foot's middle, its tip bent up."""
    line = ((-0.85, 0.012), (0.80, 0.012), (1.00, 0.06), (1.12, 0.16))
    top = sheet(np.array([[(x, 0.045, z), (x, -0.045, z)] for x, z in line]), colour=WOOD)
    under = sheet(np.array([[(x, -0.045, z - 0.012), (x, 0.045, z - 0.012)] for x, z in line]), colour=WOOD)
    return made_of(merge([top, under]), Material.PLANT)


def pole() -> Mesh:
    """A ski pole from the hand at the origin down along -Z, with its ring."""
    ring = moved(lathe([(0.06, -0.006), (0.075, 0.0), (0.06, 0.006)], segments=8, colour=POLE), (0.0, 0.0, -0.98))
    return made_of(
        merge([tube([(0.0, 0.0, 0.10), (0.0, 0.0, -1.10)], 0.011, segments=4, colour=POLE), ring]), Material.PLANT
    )


# -- where the parts are --------------------------------------------------------------------------


def person_poses(people: Iterable[Person], at_s: float) -> list[tuple[Person, tuple[PartPose, ...]]]:
    """Return every person with the parts that show him, in his own frame; `at_s` lets who stands sway."""
    used: dict[str, int] = {}

    def take(name: str) -> str:
        used[name] = used.get(name, 0) + 1
        return f"{name}_{used[name] - 1}"

    found = []
    for number, person in enumerate(people):
        if person.posture == "sitting":
            parts: tuple[PartPose, ...] = (PartPose(take(f"{person.role}_seated"), (0.0, 0.0, 0.0), _STILL),)
        else:
            parts = tuple(_upright(person, at_s + 7.3 * number, take))
        found.append((person, parts))
    return found


def _upright(person: Person, at_s: float, take: Callable[[str], str]) -> Iterable[PartPose]:
    """Parts of one who stands, walks or skis: legs and arms swing against each other with the way he has gone."""
    skis = person.posture in ("skiing", "on_skis")
    moving = person.posture in ("skiing", "walking")
    step = 2.0 * math.pi * person.run_m / (GLIDE_M if skis else STRIDE_M)
    swing = (GLIDE_DEG if skis else SWING_DEG) * math.sin(step) if moving else 0.0
    lean = (
        (15.0 + 5.0 * math.cos(2.0 * step))
        if person.posture == "skiing"
        else 4.0
        if moving
        else 1.2 * math.sin(0.35 * at_s)
    )
    legs = [_leg_deg(sign, swing, step, person.posture, at_s) for sign in (1.0, -1.0)]
    drop = THIGH_M + SHIN_M - max(sum(_down_m(*leg)) for leg in legs)
    up = -SINKS_M[person.posture] + (0.03 if skis else 0.0) - drop
    hip = (0.0, 0.0, up + STANDS_M + HIP_M[2])
    yield PartPose(take(f"{person.role}_body"), *_leaning((0.0, 0.0, up), hip, lean))
    for (side, sign), (thigh, shin) in zip((("left", 1.0), ("right", -1.0)), legs, strict=True):
        root = (HIP_M[0], sign * HIP_M[1], up + STANDS_M + HIP_M[2])
        above, below = _down_m(thigh, shin)
        knee = (root[0] - THIGH_M * math.sin(math.radians(thigh)), root[1], root[2] - above)
        yield PartPose(take(f"{person.role}_thigh"), root, about(_Y, thigh))
        yield PartPose(take(f"{person.role}_shin"), knee, about(_Y, shin))
        shoulder, _ = _leaning((SHOULDER_M[0], sign * SHOULDER_M[1], up + STANDS_M + SHOULDER_M[2]), hip, lean)
        turn = _arm_deg(sign, swing, person.posture, at_s)
        yield PartPose(take(f"{person.role}_{side}_arm"), shoulder, about(_Y, turn))
        if skis:
            ankle = knee[0] - SHIN_M * math.sin(math.radians(shin))
            lift = THIGH_M + SHIN_M - above - below - drop
            yield PartPose(take("ski"), (ankle + 0.05, root[1], lift), _STILL)
            yield PartPose(take("pole"), _hand(shoulder, turn, sign), about(_Y, 24.0 + 0.8 * sign * swing))


BENT_DEG, LIFTED_DEG = 24.0, 38.0
"""How far a skier's knees are bent, and how much farther the knee of the leg that comes forward; models."""


def _leg_deg(sign: float, swing: float, step: float, posture: str, at_s: float) -> tuple[float, float]:
    """Turn of one leg's thigh and shin about the axis to the left, backward positive."""
    if posture in ("skiing", "walking"):
        bend = (BENT_DEG if posture == "skiing" else 10.0) + LIFTED_DEG * max(sign * math.cos(step), 0.0) ** 2
        return -sign * swing - 0.5 * bend, -sign * swing + 0.5 * bend
    # Who stands rests on one leg, each man in his own way, and changes it after a while.
    rests = 0.5 + 0.5 * math.tanh(3.0 * sign * math.sin(0.021 * at_s))
    bend = 4.0 + 14.0 * rests
    return -0.6 * bend, 0.4 * bend


def _down_m(thigh_deg: float, shin_deg: float) -> tuple[float, float]:
    """How far a thigh and a shin reach down."""
    return THIGH_M * math.cos(math.radians(thigh_deg)), SHIN_M * math.cos(math.radians(shin_deg))


def _arm_deg(sign: float, swing: float, posture: str, at_s: float) -> float:
    """Turn of an arm about the axis to the left, forward negative."""
    if posture in ("skiing", "on_skis"):
        return sign * 1.5 * swing - 30.0
    idle = 0.0 if posture == "walking" else 9.0 * math.sin(0.13 * at_s + 2.0 * sign) + 7.0 * sign
    return sign * 1.2 * swing - 12.0 - idle


def _leaning(point: Vec3, hip: Vec3, lean_deg: float) -> tuple[Vec3, Quaternion]:
    """Return where a point of the upper body is when it leans forward at the hips, and the turn."""
    a = math.radians(lean_deg)
    x, z = point[0] - hip[0], point[2] - hip[2]
    return (
        (hip[0] + x * math.cos(a) + z * math.sin(a), point[1], hip[2] - x * math.sin(a) + z * math.cos(a)),
        about(_Y, lean_deg),
    )


def _hand(shoulder: Vec3, turn_deg: float, sign: float) -> Vec3:
    a = math.radians(turn_deg)
    x, z = 0.15, -0.54
    return (
        shoulder[0] + x * math.cos(a) + z * math.sin(a), shoulder[1] + sign * 0.07,
        shoulder[2] - x * math.sin(a) + z * math.cos(a),
    )  # fmt: skip
