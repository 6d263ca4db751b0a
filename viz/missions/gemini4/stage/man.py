"""The two men of Gemini 4 in a picture: White with his gun, visor and umbilical, McDivitt in the left seat.

Where they are, how they hold themselves and what they carry follows from the state alone; where a state gives no
posture, `viz.missions.gemini4.stage.postures` does.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, replace

from viz.flight.curves import eased
from viz.flight.pose import JOINTS
from viz.flight.quaternion import conjugate, multiply, rotate
from viz.flight.state import Pose, Quaternion, Vec3, WalkerState
from viz.flight.vector import add, length, sub
from viz.missions.gemini4.flight.body import WINDOW_X_M
from viz.missions.gemini4.flight.glove import GLOVE, LEAVES_M
from viz.missions.gemini4.flight.state import WhiteState
from viz.missions.gemini4.stage.gun import PULLS, PUSHES, gun_meshes, hand_camera
from viz.missions.gemini4.stage.postures import AIMS, DRIFTS, FILMING, SEATED, STANDING
from viz.missions.gemini4.stage.suit import PIVOT_M, UP_DEG, gold_visor, outside_rig, plain_rig, suit_meshes
from viz.missions.gemini4.stage.umbilical import umbilical_m
from viz.stage.actors import GLOW
from viz.stage.cast import Entry
from viz.stage.figure.cloth import FINE, LIGHT, Weave
from viz.stage.figure.joints import NECK_M, figure_parts, hand_m
from viz.stage.figure.limbs import glove
from viz.stage.figure.suit import Tones
from viz.stage.mesh import Mesh, PartPose, about
from viz.story.picture import Picture, View

WALKER, PILOT = "white", "mcdivitt"
"""Ids of the men among a state's walkers, and what the names of their meshes begin with."""
MAN_PACKS: Mapping[str, tuple[str, ...]] = {
    "walker": (f"{WALKER}:*", GLOVE),
    "pilot": (f"{PILOT}:*",),
}
"""Pack -> names of meshes, as `fnmatch` has them."""
MAN_KINDS: Mapping[str, float] = {f"{WALKER}:{name}": GLOW for name in (PULLS, PUSHES)}
"""Meshes of gas that glows."""
FULL_THRUST_N = 8.9
"""2 lbf [K] (U08): the gun's puff is brightest then."""
INSIDE_SEEN_M = 60.0
"""From farther off who sits inside is not drawn."""
OWN_M = 0.55
"""What is nearer to a camera in a man's eyes than this is his own."""
GRIP_ASIDE_M = 0.042
"""From the middle of his right hand to the middle of the grip in its palm."""
GRASPS_DEG = 52.0
"""How much farther than at rest the fingers of that hand bend; a model."""
_UNSEEN = frozenset(("left_boot", "right_boot"))
"""Parts of a seated man that lie under the panel."""
LOOKS_ASIDE_DEG, LOOKS_UP_DEG = 58.0, 24.0
"""How far the man in the cabin turns his head, in the helmet and with it, after the one outside; models."""
_SITS = frozenset(("seat", "standing", "raft"))
"""Who sits holds up his head, which `figure_parts` bows over drawn-up knees."""
_IN_CABIN = frozenset(("seat", "standing"))
LEGS_Z_M, ARMS_Z_M, LID_ARM_Z_M = (0.80, 0.25), (0.86, 0.62), (1.02, 0.76)
"""Above the first height of the middle of his trunk he is free in the hatch, below the second the cabin has him."""
FREE_M, HELD_M = 0.9, 0.4
"""Who is outside is free so far from the middle of the hatch, and as one who stands in it so near."""
_Y: Vec3 = (0.0, 1.0, 0.0)
_X: Vec3 = (1.0, 0.0, 0.0)
_Z: Vec3 = (0.0, 0.0, 1.0)
_LEVEL: Quaternion = (1.0, 0.0, 0.0, 0.0)
_POSTURES: Mapping[str, Pose] = {"seat": SEATED, "standing": STANDING, "outside": DRIFTS}
ABOARD = frozenset(("seat", "standing", "outside"))
"""Places on the craft; elsewhere `viz.missions.gemini4.stage.afloat` has them."""


# -- meshes ---------------------------------------------------------------------------------------


def man_meshes() -> dict[str, Mesh]:
    """Return every mesh of the two men and of what they carry, by name."""
    return {
        **_dressed(LIGHT),
        f"{WALKER}:visor": gold_visor(),
        **{f"{WALKER}:{name}": mesh for name, mesh in gun_meshes().items()},
        **dict.fromkeys((f"{WALKER}:camera", f"{PILOT}:camera"), hand_camera()),
        GLOVE: glove(12, Tones(glove=(0.93, 0.92, 0.89))),
    }


def fine_man_meshes() -> dict[str, Mesh]:
    """Return denser stand-ins for those, for the full picture."""
    return {**_dressed(FINE), f"{WALKER}:visor": gold_visor(fine=True)}


def _dressed(weave: Weave) -> dict[str, Mesh]:
    """Both wear one suit; what is the same mesh has two names and is sent once."""
    suit = suit_meshes(outside_rig(), weave)
    plain = {**suit, "rig": plain_rig()}
    white = {f"{WALKER}:{name}": mesh for name, mesh in suit.items()}
    return {**white, f"{WALKER}:plain_rig": plain["rig"], **{f"{PILOT}:{name}": mesh for name, mesh in plain.items()}}


# -- who stands where -----------------------------------------------------------------------------


def rope_m(picture: Picture) -> Sequence[Vec3]:
    """Return the umbilical's points in the body frame; none while he sits and it is stowed (E07)."""
    man = picture.state.walkers.get(WALKER)
    return umbilical_m(man) if man is not None and man.place != "seat" else ()


def man_entries(picture: Picture) -> Iterator[Entry]:
    """Yield the men as far as they are seen, what they carry, and the glove that drifts away."""
    craft = picture.state.craft
    walkers = picture.state.walkers
    for who, man in walkers.items():
        far = not man.outside and length(picture.view.eye_m) > INSIDE_SEEN_M
        if who in picture.view.hides or far or man.place not in ABOARD:
            continue
        origin = rotate(craft.attitude_quaternion, man.position_m)
        turn = multiply(craft.attitude_quaternion, man.attitude_quaternion)
        man = replace(man, holds_camera=man.holds_camera or films(who, walkers))
        for part in man_parts(who, man, _looked_at(who, walkers)):
            place = add(origin, rotate(turn, part.position_m))
            if not _hidden(who, part.name, place, picture.view):
                yield Entry(f"{who}:{part.name}", place, multiply(turn, part.rotation), part.scale, part.light)
    for body in craft.free_bodies:
        if body.name == GLOVE:
            place = add(body.offset_m, rotate(body.attitude_quaternion, LEAVES_M))
            yield Entry(GLOVE, place, body.attitude_quaternion)


def _hidden(who: str, name: str, place_m: Vec3, view: View) -> bool:
    """Return whether a camera leaves out a part: a part's bare name means that of the man whose eyes it has."""
    own = length(sub(place_m, view.eye_m)) < OWN_M
    return f"{who}:{name}" in view.hides or (own and name in view.hides)


def films(who: str, walkers: Mapping[str, WalkerState]) -> bool:
    """Return whether the man in the left seat has a camera at his eyes: the other is before his window (E13, U11)."""
    other = walkers.get(WALKER)
    return who == PILOT and other is not None and other.outside and other.position_m[0] > WINDOW_X_M


def _looked_at(who: str, walkers: Mapping[str, WalkerState]) -> Vec3 | None:
    """Return the place that a man in the cabin looks at, body frame: the other's head, while that is outside."""
    other = walkers.get(WALKER)
    if who == WALKER or other is None or not other.outside:
        return None
    return add(other.position_m, rotate(other.attitude_quaternion, NECK_M))


def man_parts(who: str, man: WalkerState, looks_at: Vec3 | None = None) -> Iterator[PartPose]:
    """Yield what shows a man, in his own frame; ``looks_at`` is a place in the body frame."""
    pose = posture(man)
    holds_gun = isinstance(man, WhiteState) and man.holds_gun and man.place != "seat"
    parts = figure_parts(pose, 0.0)
    if man.place == "seat":
        parts = tuple(part for part in parts if part.name not in _UNSEEN)
    for part in parts:
        if part.name == "rig" and who == WALKER and not _wears_pack(man):
            part = replace(part, name="plain_rig")
        if part.name == "helmet" and man.place in _SITS:
            part = replace(part, rotation=_LEVEL if looks_at is None else _looking(man, part, looks_at))
        if part.name == "right_fingers" and holds_gun:
            part = replace(part, rotation=multiply(part.rotation, about(_X, GRASPS_DEG)))
        yield part
        if part.name == "helmet" and isinstance(man, WhiteState):
            yield _visor(part, man.visor_down)
    if isinstance(man, WhiteState) and holds_gun:
        yield from _gun(pose, parts, man.gun_thrust_n)
    elif man.holds_camera:
        yield PartPose("camera", _in_right_hand(pose, parts), _LEVEL)


def posture(man: WalkerState) -> Pose:
    """Return how a man holds himself: as his state says or as one does there; the cabin draws in who sinks into it."""
    told = _told(man)
    near = 1.0 if man.place in _IN_CABIN else eased((FREE_M - man.distance_from_hatch_m) / (FREE_M - HELD_M))
    if near <= 0.0 or man.place not in ABOARD:
        return told
    sits = FILMING if man.holds_camera and man.place == "seat" else SEATED
    joints = zip(JOINTS, astuple(told), astuple(sits), strict=True)
    by_the_lid = not (isinstance(man, WhiteState) and man.holds_gun)
    return Pose(*(a + (b - a) * near * _drawn_in(joint, man.position_m[2], by_the_lid) for joint, a, b in joints))


def _drawn_in(joint: str, z_m: float, by_the_lid: bool) -> float:
    """How far the cabin has a joint of one whose trunk is so high, 0 to 1: arms have to be in before the legs are.

    The open hatch stands at his right, so that arm is in first, unless he holds the gun in it over the rim.
    """
    arms_m = LID_ARM_Z_M if by_the_lid and joint.startswith("right") else ARMS_Z_M
    free_m, held_m = LEGS_Z_M if "hip" in joint or "knee" in joint else arms_m
    return eased((free_m - z_m) / (free_m - held_m))


def _told(man: WalkerState) -> Pose:
    if man.pose != Pose():
        return man.pose
    if isinstance(man, WhiteState) and man.holds_gun and man.place == "outside":
        return AIMS
    return _POSTURES.get(man.place, Pose())


def _wears_pack(man: WalkerState) -> bool:
    return man.place in ("standing", "outside") or len(man.tether_m) > 1


def _looking(man: WalkerState, helmet: PartPose, at_m: Vec3) -> Quaternion:
    """Turn of a helmet towards a place, as far as a neck goes."""
    x, y, z = sub(rotate(conjugate(man.attitude_quaternion), sub(at_m, man.position_m)), helmet.position_m)
    aside = math.degrees(math.atan2(y, x))
    up = math.degrees(math.atan2(z, math.hypot(x, y)))
    aside, up = (limit * math.tanh(angle / limit) for angle, limit in ((aside, LOOKS_ASIDE_DEG), (up, LOOKS_UP_DEG)))
    return multiply(about(_Z, aside), about(_Y, -up))


def _visor(helmet: PartPose, down: float) -> PartPose:
    """The gold visor, turned up as far as it is not down."""
    place = add(helmet.position_m, rotate(helmet.rotation, PIVOT_M))
    return PartPose("visor", place, multiply(helmet.rotation, about(_Y, -UP_DEG * (1.0 - down))))


def _in_right_hand(pose: Pose, parts: Iterable[PartPose]) -> Vec3:
    arm = next(part for part in parts if part.name == "right_forearm")
    return add(hand_m(pose, "right"), rotate(arm.rotation, (0.0, GRIP_ASIDE_M, 0.0)))


def _gun(pose: Pose, parts: Iterable[PartPose], thrust_n: float) -> Iterator[PartPose]:
    """The gun in his right hand, looking ahead, and its gas while it pushes: below zero it brakes."""
    hand = _in_right_hand(pose, parts)
    yield PartPose("gun", hand, _LEVEL)
    if thrust_n != 0.0:
        light = min(abs(thrust_n) / FULL_THRUST_N, 1.0)
        yield PartPose(PULLS if thrust_n > 0.0 else PUSHES, hand, _LEVEL, light=light)
