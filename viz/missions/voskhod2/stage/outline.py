"""A thin outline of the suit as it is without pressure, laid over the suit as it is: how far it has grown (U01, E08).

Ours, as the growth itself is: the record says that it grew, not by how much. A line runs along either side of each part
of cloth; each is turned about the part's own axis towards the eye, so that the pair is the part's outline. His own
hands' fingers end where the slack gloves' do. Everything is drawn nearer to the eye by the same share of its way, which
changes nothing of its place in the picture, so that the blown up suit does not hide it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import numpy as np

from viz.flight.quaternion import conjugate, multiply, rotate
from viz.flight.state import Quaternion, Vec3
from viz.flight.vector import add, scaled, sub
from viz.missions.voskhod2.flight.state import LeonovState
from viz.stage.cast import Entry
from viz.stage.figure.cloth import Sleeve
from viz.stage.figure.joints import figure_parts
from viz.stage.figure.limbs import FINGERS, forearm, shin, thigh, upper_arm
from viz.stage.figure.suit import SOLE_M, torso
from viz.stage.mesh import Colour, Floats, Mesh, PartPose, about, merge, mirrored
from viz.stage.shapes import tube

PREFIX = "outline:"
LINE: Colour = (1.0, 0.50, 0.08)
THICK_M = 0.0022
NEARER = 0.15
"""Share of the way from the eye at which it is drawn: too small and too near there to throw a shadow on him."""
_SLEEVES = {"upper_arm": upper_arm, "forearm": forearm, "thigh": thigh, "shin": shin}
_Z: Vec3 = (0.0, 0.0, 1.0)


def outline_meshes() -> dict[str, Mesh]:
    """Return the lines by name, `PREFIX` and the part's, each in the part's own frame."""
    left = {name: _sides(made()) for name, made in _SLEEVES.items()} | {"fingers": _fingers(), "boot": _boot()}
    found = {"trunk": _sides(torso())}
    found |= {f"left_{name}": mesh for name, mesh in left.items()}
    found |= {f"right_{name}": mirrored(mesh, 1) for name, mesh in left.items()}
    return {PREFIX + name: mesh for name, mesh in found.items()}


def outline_entries(man: LeonovState, craft_turn: Quaternion, eye_m: Vec3) -> Iterator[Entry]:
    """Yield the slack suit's outline over a man outside, for an eye on TEME axes from the craft's origin."""
    turn = multiply(craft_turn, man.attitude_quaternion)
    origin = rotate(craft_turn, man.position_m)
    eye = rotate(conjugate(turn), sub(eye_m, origin))
    for part in _lines(figure_parts(man.pose, 0.0), eye):
        place = add(origin, rotate(turn, part.position_m))
        near = add(eye_m, scaled(sub(place, eye_m), NEARER))
        x, y, z = part.scale
        yield Entry(PREFIX + part.name, near, multiply(turn, part.rotation), (NEARER * x, NEARER * y, NEARER * z))


def _lines(parts: Iterable[PartPose], eye_m: Vec3) -> Iterator[PartPose]:
    """Yield the parts that have lines, those of cloth turned about their own axes towards an eye in the man frame."""
    for part in parts:
        side, _, name = part.name.partition("_")
        if name in ("fingers", "boot"):
            yield part
        elif name in _SLEEVES or side == "trunk":
            x, y, _ = rotate(conjugate(part.rotation), sub(eye_m, part.position_m))
            turn = multiply(part.rotation, about(_Z, math.degrees(math.atan2(y, x))))
            sleeve = torso() if side == "trunk" else _SLEEVES[name]()
            yield PartPose(part.name, part.position_m, turn, (1.0, _width(sleeve, math.atan2(y, x)), 1.0))


def _width(sleeve: Sleeve, azimuth: float) -> float:
    """How much wider a sleeve's outline is, seen from an azimuth, than from straight ahead."""
    rows = np.asarray(sleeve.stations)
    deep = float(np.median(rows[:, 3] / rows[:, 4]))
    return math.hypot(deep * math.sin(azimuth), math.cos(azimuth))


def _sides(sleeve: Sleeve) -> Mesh:
    """The two lines along a sleeve as seen from +X."""
    rows = np.asarray(sleeve.stations)
    rows = rows[rows[:, 4] > 0.55 * rows[:, 4].max()]
    return merge(_line(np.column_stack([0.0 * rows[:, 0], sign * rows[:, 4], rows[:, 2]])) for sign in (-1.0, 1.0))


def _fingers() -> Mesh:
    """Where his own fingers end in the slack glove, and their sides."""
    lines = []
    for x, reach in FINGERS:
        tip = np.radians(np.linspace(0.0, 180.0, 6))
        arch = np.column_stack([x + 0.012 * np.cos(tip), 0.0 * tip, -0.92 * reach - 0.012 * np.sin(tip)])
        lines.append(_line(np.vstack([[x + 0.012, 0.0, 0.0], arch, [x - 0.012, 0.0, 0.0]]), 0.6))
    return merge(lines)


def _boot() -> Mesh:
    """A boot's side, from its leg round the toe and the heel."""
    side = [(0.085, 0.12), (0.105, 0.0), (0.19, -0.03), (0.205, -0.06), (0.20, -SOLE_M), (-0.085, -SOLE_M),
            (-0.088, -0.04), (-0.085, 0.12)]  # fmt: skip
    return _line(np.array([(x, 0.0, z) for x, z in side]))


def _line(path_m: Floats, share: float = 1.0) -> Mesh:
    return tube(path_m, THICK_M * share, segments=4, colour=LINE, emissive=1.0, shininess=0.0)
