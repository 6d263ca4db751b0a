"""A man in a pressure suit: a jointed figure, and where its parts stand in a given pose.

The man frame has +X out of the chest, +Y to his left, +Z up through the helmet, its origin at the middle of the
trunk. At the zero pose he stands 1.9 m tall, arms hanging. Joint places are a model of a man in a bulky suit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from viz.flight.curves import eased
from viz.flight.quaternion import multiply, rotate
from viz.flight.state import Pose, Quaternion, Vec3
from viz.stage.figure.cloth import LIGHT, Weave
from viz.stage.figure.limbs import limb_meshes
from viz.stage.figure.suit import FOREARM_M, SHIN_M, THIGH_M, UPPER_ARM_M, WHITE, Tones, torso
from viz.stage.mesh import Mesh, PartPose, about, merge, mirrored, moved, rotated, scaled, shortest_turn

SHOULDER_M: Vec3 = (0.0, 0.225, 0.265)
HIP_M: Vec3 = (0.0, 0.105, -0.255)
NECK_M: Vec3 = (0.0, 0.0, 0.355)
"""Left joints in the man frame; the right ones mirror them."""
HELMET_TOP_M = 0.42
"""From the neck to the top of the helmet."""

LIMB_SWELL = 0.08
TRUNK_SWELL = 0.05
"""Growth in girth of a suit blown up to 0.40 atm in vacuum; models."""
LENGTH_SWELL = 0.012
GLOVE_SWELL, FINGER_SWELL = 0.14, 0.22
"""Growth of a glove's girth and of its fingers' length: the hands slip out of the tips; models."""
CURL_DEG, LIMP_DEG = 24.0, -7.0
"""Fingers of a gloved hand half curled when slack, pushed straight and a little back when blown up; models."""
NOD_FROM_DEG, NOD_TO_DEG, NOD_DEG, CURL_SHORTER = 45.0, 80.0, 38.0, 0.07
"""Drawing both thighs up between the first two angles bows head and back by the others; models, no joint of `Pose`."""
TUCK_FROM_DEG, TUCK_TO_DEG, TUCK_DEG, WAIST_Z_M = 88.0, 106.0, 60.0, -0.05
"""Thighs drawn up further than one sits take the hips along about the waist; models, no joint of `Pose`."""
TUCK_NOD_DEG, TUCK_SHORTER, TUCK_FOOT_DEG = 30.0, 0.05, -45.0
"""Who curls up so bows head and back the more, and draws up his feet."""
BOOT_SWELL, BOOT_DROP_M = 0.07, 0.014
"""A boot grows and hangs a little lower as the foot slips from its toe; models."""


PARTS = (
    "trunk", "rig", "helmet",
    "left_upper_arm", "left_forearm", "right_upper_arm", "right_forearm",
    "left_thigh", "left_shin", "right_thigh", "right_shin",
    "left_glove", "left_fingers", "right_glove", "right_fingers", "left_boot", "right_boot",
)  # fmt: skip
"""Names in `figure_parts`; all in `figure_meshes`, where what is cloth is in folds, too, and fingers are empty, too."""
SLACK, EMPTY = "_slack", "_empty"
"""End the names of cloth in folds, and of a glove's fingers that his own have left."""
CLOTH = frozenset(name for name in PARTS if name.endswith(("trunk", "arm", "thigh", "shin")))
EMPTY_ABOVE = 0.93
"""Growth of the suit from which on his fingers are out of the tips: from about minute eight."""
FOLDS_BELOW, TAUT_ABOVE = 0.71, 0.97
"""Stiffness, as the suit's model has it, below which the cloth lies in folds and above which it is smooth; models."""
PUSHED_ELBOW_DEG, PUSHED_OUT_DEG = 30.0, 38.0
"""A taut sleeve bends an elbow at least so far and swings it so far out about the way from shoulder to hand; models."""
HELD_IN_DEG, HELD_OUT_DEG = 12.0, 34.0
"""An arm out to the side and half of forward by less than this is held to his side, by more is the suit's; models."""
SINKS, SHRINKS = 0.05, 0.13
"""How much narrower folds begin within the taut cloth, and how much narrower that ends within the folds."""

_X: Vec3 = (1.0, 0.0, 0.0)
_Y: Vec3 = (0.0, 1.0, 0.0)
_NO_TURN: Quaternion = (1.0, 0.0, 0.0, 0.0)


# -- forward kinematics ---------------------------------------------------------------------------


def figure_parts(pose: Pose, swell: float, pushed: float = 0.0) -> tuple[PartPose, ...]:
    """Place every part of the figure in the man frame.

    Shoulders and hips first swing out to the side (abduct), then forward (flex); elbows bend the hand forward,
    knees bend the heel back. ``swell`` is 0 slack to 1 at 0.40 atm in vacuum and widens the parts; ``pushed`` is
    how far, 0 to 1, the blown up sleeves push his elbows out, the hands staying where they are. Who draws up
    both knees also bows his back and his head, and curls up at the waist where he draws them further than one sits.
    """
    girth, trunk, longer = 1 + LIMB_SWELL * swell, 1 + TRUNK_SWELL * swell, 1 + LENGTH_SWELL * swell
    bowed, tuck = _bowed(pose), _drawn_up(pose, TUCK_FROM_DEG, TUCK_TO_DEG)
    curl = about(_Y, -TUCK_DEG * tuck)
    length = longer * (1 - CURL_SHORTER * bowed - TUCK_SHORTER * tuck)
    limb_scale = (girth, girth, longer)
    parts = [
        PartPose("trunk", (0.0, 0.0, 0.0), _NO_TURN, (trunk, trunk, length)),
        PartPose("rig", (0.0, 0.0, 0.0), _NO_TURN, (trunk, trunk, length)),
        PartPose(
            "helmet", (NECK_M[0], NECK_M[1], NECK_M[2] * length), about(_Y, NOD_DEG * bowed + TUCK_NOD_DEG * tuck)
        ),
    ]
    for side, sign in (("left", 1.0), ("right", -1.0)):
        upper, elbow = _arm(pose, side, sign, pushed)
        parts += _chain(
            (f"{side}_upper_arm", f"{side}_forearm"),
            (SHOULDER_M[0], sign * SHOULDER_M[1] * trunk, SHOULDER_M[2] * length),
            upper,
            elbow,
            UPPER_ARM_M * longer,
            limb_scale,
        )
        parts += _chain(
            (f"{side}_thigh", f"{side}_shin"),
            _about_waist((HIP_M[0], sign * HIP_M[1] * trunk, HIP_M[2] * length), curl),
            multiply(
                curl, _joint(getattr(pose, f"{side}_hip_flex_deg"), sign * getattr(pose, f"{side}_hip_abduct_deg"))
            ),
            about(_Y, getattr(pose, f"{side}_knee_deg")),
            THIGH_M * longer,
            limb_scale,
        )
    foot = about(_Y, TUCK_FOOT_DEG * tuck)
    parts += [part for side in ("left", "right") for part in _ends(side, parts, swell, foot)]
    return tuple(parts)


def _arm(pose: Pose, side: str, sign: float, pushed: float) -> tuple[Quaternion, Quaternion]:
    """Turns at shoulder and elbow: as the posture has them, or the elbow swung out about the way to the hand."""
    bend_deg = getattr(pose, f"{side}_elbow_deg")
    upper = _joint(getattr(pose, f"{side}_shoulder_flex_deg"), sign * getattr(pose, f"{side}_shoulder_abduct_deg"))
    elbow = about(_Y, -bend_deg)
    free = pushed * _held_out(pose, side)
    if free <= 0.0:
        return upper, elbow
    pushed_elbow = about(_Y, -max(bend_deg, bend_deg + (PUSHED_ELBOW_DEG - bend_deg) * free))
    reach, wanted = (rotate(upper, _reach(turn)) for turn in (pushed_elbow, elbow))
    swung = about(wanted, sign * PUSHED_OUT_DEG * free)
    return multiply(swung, multiply(shortest_turn(reach, wanted), upper)), pushed_elbow


def _reach(elbow: Quaternion) -> Vec3:
    """Way from shoulder to hand in the upper arm's frame."""
    x, y, z = rotate(elbow, (0.0, 0.0, -FOREARM_M - 0.09))
    return (x, y, z - UPPER_ARM_M)


def _held_out(pose: Pose, side: str) -> float:
    """How far an arm is away from his side, 0 to 1; who keeps it there, as in the hatch, keeps its elbow in."""
    away = getattr(pose, f"{side}_shoulder_abduct_deg") + 0.5 * getattr(pose, f"{side}_shoulder_flex_deg")
    return eased((away - HELD_IN_DEG) / (HELD_OUT_DEG - HELD_IN_DEG))


def pushed_out(stiffness: float) -> float:
    """Return how far a suit of that stiffness pushes elbows out, 0 to 1."""
    return eased((stiffness - FOLDS_BELOW) / (TAUT_ABOVE - FOLDS_BELOW))


def _bowed(pose: Pose) -> float:
    """How far head and back are bowed, 0 to 1."""
    return _drawn_up(pose, NOD_FROM_DEG, NOD_TO_DEG)


def _drawn_up(pose: Pose, from_deg: float, to_deg: float) -> float:
    """How far both thighs are drawn up between two angles, 0 to 1, smoothly."""
    flex = min(pose.left_hip_flex_deg, pose.right_hip_flex_deg)
    return eased((flex - from_deg) / (to_deg - from_deg))


def _about_waist(place_m: Vec3, turn: Quaternion) -> Vec3:
    x, y, z = rotate(turn, (place_m[0], place_m[1], place_m[2] - WAIST_Z_M))
    return (x, y, z + WAIST_Z_M)


def _ends(side: str, parts: list[PartPose], swell: float, foot: Quaternion) -> list[PartPose]:
    """Glove, fingers and boot of one side, at the ends of its forearm and shin."""
    placed = {part.name: part for part in parts}
    arm, leg = placed[f"{side}_forearm"], placed[f"{side}_shin"]
    inward = -1.0 if side == "left" else 1.0
    girth = 1.0 + GLOVE_SWELL * swell
    wrist = _beyond(arm, (0.0, 0.0, -FOREARM_M - 0.005))
    glove = PartPose(f"{side}_glove", wrist, arm.rotation, (girth, girth, 1.0 + 0.3 * GLOVE_SWELL * swell))
    knuckles = _beyond(glove, (0.0, 0.0, -0.080))
    curl = about(_X, inward * (CURL_DEG + (LIMP_DEG - CURL_DEG) * swell))
    long = 1.0 + FINGER_SWELL * swell
    fingers = PartPose(f"{side}_fingers", knuckles, multiply(arm.rotation, curl), (girth, girth, long))
    size = 1.0 + BOOT_SWELL * swell
    ankle = _beyond(leg, (0.0, 0.0, -SHIN_M - BOOT_DROP_M * swell))
    return [glove, fingers, PartPose(f"{side}_boot", ankle, multiply(leg.rotation, foot), (size, size, 1.0))]


def _beyond(part: PartPose, local_m: Vec3) -> Vec3:
    """Return where a point of a placed part's own frame lies."""
    x, y, z = rotate(
        part.rotation, (local_m[0] * part.scale[0], local_m[1] * part.scale[1], local_m[2] * part.scale[2])
    )
    return (part.position_m[0] + x, part.position_m[1] + y, part.position_m[2] + z)


def _joint(flex_deg: float, outward_deg: float) -> Quaternion:
    """Turn of a shoulder or hip: out to the side first, then forward."""
    return multiply(about(_Y, -flex_deg), about(_X, outward_deg))


def _chain(
    names: tuple[str, str], root_m: Vec3, first: Quaternion, second: Quaternion, length_m: float, scale: Vec3
) -> list[PartPose]:
    """Two-part limb hanging from a root along its own -Z."""
    x, y, z = rotate(first, (0.0, 0.0, -length_m))
    knee = (root_m[0] + x, root_m[1] + y, root_m[2] + z)
    return [PartPose(names[0], root_m, first, scale), PartPose(names[1], knee, multiply(first, second), scale)]


def hand_m(pose: Pose, side: str) -> Vec3:
    """Middle of a hand in the man frame; ``side`` is ``left`` or ``right``."""
    part = next(p for p in figure_parts(pose, 0.0) if p.name == f"{side}_forearm")
    x, y, z = rotate(part.rotation, (0.0, 0.0, -FOREARM_M - 0.09))
    return (part.position_m[0] + x, part.position_m[1] + y, part.position_m[2] + z)


# -- meshes ---------------------------------------------------------------------------------------


def figure_meshes(rig: Mesh, helmet: Mesh, weave: Weave = LIGHT, tones: Tones = WHITE) -> dict[str, Mesh]:
    """Every part by name, each in its own joint frame with the limb along -Z; see `dressed` for which is drawn when.

    ``rig`` is what the trunk carries outside, in the man frame; ``helmet`` stands on the neck ring.
    """
    cloth = torso(tones)
    found = {
        "trunk": cloth.taut(_wider(weave)),
        f"trunk{SLACK}": cloth.slack(_wider(weave)),
        "rig": rig,
        "helmet": helmet,
    }
    found |= {f"left_{name}": mesh for name, mesh in limb_meshes(weave, 0.0, tones).items()}
    return found | {f"right_{name}": mirrored(mesh, 1) for name, mesh in limb_meshes(weave, 2.3, tones).items()}


def _wider(weave: Weave) -> Weave:
    """The trunk is twice as wide as a limb."""
    return Weave(weave.around + weave.around // 2, 1.4 * weave.ring_m)


def dressed(parts: Iterable[PartPose], swell: float, stiffness: float) -> Iterator[PartPose]:
    """Yield a figure's parts as its cloth lies: taut, in folds, or folds rising out of the taut cloth.

    Between the two both are drawn, one within the other: as the pressure falls, the folds grow out of the smooth skin.
    """
    folds = eased((TAUT_ABOVE - stiffness) / (TAUT_ABOVE - FOLDS_BELOW))
    for part in parts:
        if part.name not in CLOTH:
            empty = part.name.endswith("_fingers") and swell > EMPTY_ABOVE
            yield replace(part, name=part.name + EMPTY) if empty else part
            continue
        if folds < 1.0:
            yield _narrower(part, part.name, 1.0 - SHRINKS * folds)
        if folds > 0.0:
            yield _narrower(part, part.name + SLACK, 1.0 - SINKS * (1.0 - folds))


def _narrower(part: PartPose, name: str, share: float) -> PartPose:
    x, y, z = part.scale
    return replace(part, name=name, scale=(share * x, share * y, z))


def slack_meshes(made: Mapping[str, Mesh]) -> dict[str, Mesh]:
    """Return the names of `PARTS` with every cloth of `figure_meshes` in folds, as without pressure."""
    return {name: made.get(name + SLACK, made[name]) for name in PARTS}


def posed(clothes: Mapping[str, Mesh], pose: Pose, names: Collection[str] = PARTS) -> Mesh:
    """Merge the parts of a figure that have these names in a posture, in the man frame."""
    parts = [part for part in figure_parts(pose, 0.0) if part.name in names and part.name in clothes]
    return merge([moved(rotated(scaled(clothes[p.name], p.scale), p.rotation), p.position_m) for p in parts])
