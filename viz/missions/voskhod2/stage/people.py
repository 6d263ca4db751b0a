"""People at the landing place: the crew in their suits without helmets, and the ski party in winter clothes.

A figure is a body, two legs and two arms that swing at hip and shoulder, skis and poles apart; who sits is one mesh.
Own frames in metres: +X ahead, +Y to the left, +Z up, the origin on the snow under the middle of the body. That they
were there is record (G06-G09); every shape and colour here is a model.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping

import numpy as np

from viz.flight.state import Pose, Quaternion, Vec3
from viz.missions.voskhod2.flight.people import CREW, PARTY
from viz.missions.voskhod2.flight.state import Person
from viz.missions.voskhod2.stage.cosmonaut import berkut_meshes
from viz.missions.voskhod2.stage.suit import harness
from viz.missions.voskhod2.stage.winter import FINE as THICK
from viz.missions.voskhod2.stage.winter import PLAIN, WORN, mitten, winter
from viz.stage.figure import faces
from viz.stage.figure.cloth import Weave
from viz.stage.figure.joints import HIP_M, SHOULDER_M, posed, slack_meshes
from viz.stage.figure.suit import SHIN_M, THIGH_M, WHITE
from viz.stage.materials import Material
from viz.stage.mesh import Colour, Mesh, PartPose, about, made_of, merge, moved
from viz.stage.shapes import lathe, sheet, tube

STANDS_M = 1.125
"""From a standing man's soles to the middle of his trunk."""
SEAT_M = 0.66
"""From the snow to the middle of the trunk of one who sits on a log."""
SINKS_M = {"walking": 0.24, "standing": 0.20, "skiing": 0.03, "on_skis": 0.03, "sitting": 0.0}
"""How deep they stand in the snow, which is trodden here; models."""
STRIDE_M, GLIDE_M = 1.1, 2.6
"""Way of two steps, on foot and on skis."""
SWING_DEG, GLIDE_DEG = 24.0, 20.0

CAP: Colour = (0.80, 0.79, 0.75)
PADS: Colour = (0.26, 0.22, 0.20)
FAR, NEARER = Weave(10, 0.035), Weave(15, 0.021)
"""Cloth of people across a clearing, in the light picture and in the full one."""
NO_HELMET_M = 0.024
"""How much lower a head is in the ring than in the helmet, which stands on a man's shoulders."""
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


def head(cap: Mesh, grain: faces.Grain = faces.NEAR) -> Mesh:
    """A man's head in a cap; origin at the neck ring, face to +X."""
    return merge([faces.neck(8 if grain is faces.NEAR else 6), faces.man(grain), cap])


def flight_cap(columns: int = 9) -> Mesh:
    """The soft headset cap worn under the helmet: pale cloth, dark pads over the ears."""
    return faces.hood(CAP, PADS, columns)


def suited(weave: Weave) -> dict[str, Mesh]:
    """The crew's clothes by part: the suit as it flew, without pressure, pack and helmet (U03)."""
    return {**slack_meshes(berkut_meshes(weave)), "rig": harness(), "helmet": head(flight_cap())}


def suited_in_snow(fine: bool = False) -> dict[str, Mesh]:
    """The same as it is seen across a clearing: mittens for the gloves' jointed fingers, and a plainer face."""
    clothes = suited(NEARER if fine else FAR)
    gloves = {f"{side}_glove": mitten(WHITE.glove, 12 if fine else 8) for side in ("left", "right")}
    face = head(flight_cap(9 if fine else 6), faces.NEAR if fine else faces.MIDDLING)
    bare = {"helmet": moved(face, (0.0, 0.0, -NO_HELMET_M))}
    return {name: mesh for name, mesh in {**clothes, **gloves, **bare}.items() if not name.endswith("_fingers")}


# -- meshes ---------------------------------------------------------------------------------------


def people_meshes(fine: bool = False) -> dict[str, Mesh]:
    """Every mesh of this module by name, each man's by his number among his own; the crew are dressed alike."""
    found = _worn_by("crew", range(len(CREW)), suited_in_snow(fine))
    for number, name in enumerate(PARTY):
        found |= _worn_by("rescuer", [number], winter(WORN[name], THICK if fine else PLAIN))
    # None of the party sits in this flight: whoever did would be the first of them, so one mesh is enough.
    found |= {f"rescuer_seated_{number}": found["rescuer_seated_0"] for number in range(len(PARTY))}
    count = 2 * (len(CREW) + len(PARTY))
    found |= {f"ski_{k}": mesh for mesh in (ski(),) for k in range(count)}
    return found | {f"pole_{k}": mesh for mesh in (pole(fine),) for k in range(count)}


def _worn_by(role: str, numbers: Iterable[int], clothes: Mapping[str, Mesh]) -> dict[str, Mesh]:
    """Return what shows one man, or several who are dressed alike, by name."""
    hip = (-HIP_M[0], -HIP_M[1], -HIP_M[2])
    parts = {
        "body": moved(posed(clothes, Pose(), ("trunk", "rig", "helmet")), (0.0, 0.0, STANDS_M)),
        "thigh": moved(posed(clothes, Pose(), ("left_thigh",)), hip),
        "shin": moved(posed(clothes, Pose(), _sided("left", _SHIN)), (hip[0], hip[1], THIGH_M + hip[2])),
        "left_arm": _arm(clothes, "left"),
        "right_arm": _arm(clothes, "right"),
        "seated": moved(posed(clothes, _SITS, tuple(clothes)), (0.0, 0.0, SEAT_M)),
    }
    found: dict[str, Mesh] = {}
    for number in numbers:
        for name, mesh in parts.items():
            pair = name in ("thigh", "shin")
            found |= {f"{role}_{name}_{k}": mesh for k in ((2 * number, 2 * number + 1) if pair else (number,))}
    return found


def _arm(clothes: Mapping[str, Mesh], side: str) -> Mesh:
    x, y, z = SHOULDER_M
    return moved(posed(clothes, _ARMS, _sided(side, _ARM)), (-x, -y if side == "left" else y, -z))


def _sided(side: str, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{side}_{name}" for name in names)


def ski() -> Mesh:
    """A wooden ski under the foot's middle, its tip bent up."""
    line = ((-0.85, 0.012), (0.80, 0.012), (1.00, 0.06), (1.12, 0.16))
    top = sheet(np.array([[(x, 0.045, z), (x, -0.045, z)] for x, z in line]), colour=WOOD)
    under = sheet(np.array([[(x, -0.045, z - 0.012), (x, 0.045, z - 0.012)] for x, z in line]), colour=WOOD)
    return made_of(merge([top, under]), Material.PLANT)


def pole(fine: bool = False) -> Mesh:
    """A ski pole from the hand at the origin down along -Z, with its ring."""
    around = 14 if fine else 8
    ring = moved(lathe([(0.06, -0.006), (0.075, 0.0), (0.06, 0.006)], segments=around, colour=POLE), (0.0, 0.0, -0.98))
    stick = tube([(0.0, 0.0, 0.10), (0.0, 0.0, -1.10)], 0.011, segments=around // 2, colour=POLE)
    return made_of(merge([stick, ring]), Material.PLANT)


# -- where the parts are --------------------------------------------------------------------------


def person_poses(people: Iterable[Person], at_s: float) -> list[tuple[Person, tuple[PartPose, ...]]]:
    """Return every person with the parts that show him, in his own frame; `at_s` lets who stands sway."""
    used: dict[str, int] = {}
    worn: set[tuple[str, int]] = set()

    def take(name: str) -> str:
        used[name] = used.get(name, 0) + 1
        return f"{name}_{used[name] - 1}"

    found = []
    for number, person in enumerate(people):
        own = _number(person, worn)
        worn.add((person.role, own))

        def dressed(name: str, nth: int = 0, role: str = person.role, own: int = own) -> str:
            return f"{role}_{name}_{2 * own + nth if name in ('thigh', 'shin') else own}"

        if person.posture == "sitting":
            parts: tuple[PartPose, ...] = (PartPose(dressed("seated"), (0.0, 0.0, 0.0), _STILL),)
        else:
            parts = tuple(_upright(person, at_s + 7.3 * number, take, dressed))
        found.append((person, parts))
    return found


def _number(person: Person, worn: Collection[tuple[str, int]]) -> int:
    """Return which of his own one is; who is not known by name gets the first clothes that nobody wears."""
    own = CREW if person.role == "crew" else PARTY
    free = [number for number in range(len(own)) if (person.role, number) not in worn]
    known = own.index(person.name) if person.name in own else -1
    return known if known in free else free[0]


def _upright(
    person: Person, at_s: float, take: Callable[[str], str], dressed: Callable[..., str]
) -> Iterable[PartPose]:
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
    yield PartPose(dressed("body"), *_leaning((0.0, 0.0, up), hip, lean))
    for nth, (side, sign) in enumerate((("left", 1.0), ("right", -1.0))):
        thigh, shin = legs[nth]
        root = (HIP_M[0], sign * HIP_M[1], up + STANDS_M + HIP_M[2])
        above, below = _down_m(thigh, shin)
        knee = (root[0] - THIGH_M * math.sin(math.radians(thigh)), root[1], root[2] - above)
        yield PartPose(dressed("thigh", nth), root, about(_Y, thigh))
        yield PartPose(dressed("shin", nth), knee, about(_Y, shin))
        shoulder, _ = _leaning((SHOULDER_M[0], sign * SHOULDER_M[1], up + STANDS_M + SHOULDER_M[2]), hip, lean)
        turn = _arm_deg(sign, swing, person.posture, at_s)
        yield PartPose(dressed(f"{side}_arm"), shoulder, about(_Y, turn))
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
