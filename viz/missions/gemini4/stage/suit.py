"""The G4C suit as White wore it outside (U01), with its two visors (U03), and the chest pack (U05).

Man frame and helmet's frame as in `viz.stage.figure`. That there were extra layers, a gold visor over the face-plate
and a chest pack is record; every shape, measure and colour here is a model.
"""

from __future__ import annotations

import numpy as np

from viz.flight.state import Vec3
from viz.stage.figure import faces
from viz.stage.figure.cloth import LIGHT, Weave
from viz.stage.figure.helmet import HELMET_WHITE, opened_helmet
from viz.stage.figure.joints import figure_meshes, slack_meshes
from viz.stage.figure.suit import Tones, belt, curve_through, neck_ring
from viz.stage.materials import Material
from viz.stage.mesh import Colour, Floats, Mesh, aimed, backside, made_of, merge, moved, scaled
from viz.stage.shapes import box, lathe, limb, loft, sheet, tube

G4C = Tones(
    cloth=(0.90, 0.895, 0.875), shade=(0.80, 0.795, 0.775), seam=(0.70, 0.695, 0.68), strap=(0.62, 0.61, 0.58),
    glove=(0.80, 0.79, 0.77), palm=(0.26, 0.25, 0.24), boot=(0.82, 0.815, 0.80), sole=(0.24, 0.23, 0.22),
)  # fmt: skip
INLET: Colour = (0.16, 0.27, 0.55)
OUTLET: Colour = (0.62, 0.13, 0.11)
"""Of the suit's two gas connectors, one dyed blue and one red [K]."""
PACK: Colour = (0.74, 0.735, 0.71)
HOSE: Colour = (0.83, 0.82, 0.79)
GOLD: Colour = (0.80, 0.58, 0.22)
LINING: Colour = (0.55, 0.54, 0.52)
_X: Vec3 = (1.0, 0.0, 0.0)
_Y: Vec3 = (0.0, 1.0, 0.0)

SLIM = {"trunk": 0.93, "upper_arm": 0.89, "forearm": 0.89, "thigh": 0.90, "shin": 0.91, "boot": 0.95, "glove": 0.95}
"""Girth of the suit's parts, of the bulkier one that `viz.stage.figure` draws."""
PACK_M: Vec3 = (0.205, 0.0, 0.075)
PACK_SIZE_M: Vec3 = (0.105, 0.330, 0.205)
"""Middle and size of the chest pack, man frame: along, across and up."""
UMBILICAL_M: Vec3 = (0.235, 0.125, -0.045)
"""Where the umbilical comes out of the chest pack, man frame: under it, on his left."""

# -- helmet ---------------------------------------------------------------------------------------

PIVOT_M: Vec3 = (0.018, 0.0, 0.215)
"""Middle of the line about which the gold visor turns, in the helmet's frame."""
UP_DEG = 82.0
"""How far the visor turns up on to the crown."""
_VISOR_RADIUS_M, _VISOR_WIDE_M, _VISOR_HALF_M = 0.222, 0.232, 0.168
_VISOR_FROM_DEG, _VISOR_TO_DEG = -41.0, 40.0


def worn_helmet(fine: bool = False) -> Mesh:
    """The helmet with his face behind its opening; the visor over it is `gold_visor`."""
    shell = opened_helmet() if fine else opened_helmet(36, 20)
    grain = faces.NEAR if fine else faces.MIDDLING
    return merge([*shell, _collar(24 if fine else 16), faces.neck(8), faces.man(grain), faces.hood(LINING, LINING, 6)])


def _collar(around: int) -> Mesh:
    """From the neck ring up to where the shell is as wide: the helmet has no narrow neck."""
    rows = [(0.0, 0.0, -0.004, 0.128, 0.133), (0.001, 0.0, 0.030, 0.136, 0.139), (0.004, 0.0, 0.070, 0.148, 0.147),
            (0.006, 0.0, 0.086, 0.148, 0.143)]  # fmt: skip
    return limb(rows, segments=around, caps=False, colour=HELMET_WHITE, shininess=0.5)


def gold_visor(fine: bool = False) -> Mesh:
    """The gold visor; own frame: origin at the middle of its pivots, face to +X when it is down."""
    rows, columns = (22, 26) if fine else (10, 12)
    pane = sheet(_barrel(rows, columns, 0.0), colour=GOLD, shininess=1.0, crease_deg=80.0)
    inside = backside(sheet(_barrel(6, 6, -0.003), colour=(0.25, 0.24, 0.22), crease_deg=80.0))
    edges = [tube(edge, 0.006, segments=4, colour=G4C.seam) for edge in _edges()]
    return merge([made_of(pane, Material.GLASS), inside, *edges])


def _barrel(rows: int, columns: int, lift_m: float) -> Floats:
    """Points of the pane: rows upward, columns to his left; a surface that turns about the pivots into itself."""
    turn = np.radians(np.linspace(_VISOR_FROM_DEG, _VISOR_TO_DEG, rows + 1))[:, None]
    aside = np.linspace(-_VISOR_HALF_M, _VISOR_HALF_M, columns + 1)[None, :]
    reach = (_VISOR_RADIUS_M + lift_m) * np.sqrt(1.0 - (aside / _VISOR_WIDE_M) ** 2)
    return np.stack([reach * np.cos(turn), np.broadcast_to(aside, (rows + 1, columns + 1)), reach * np.sin(turn)], -1)


def _edges() -> list[Floats]:
    grid = _barrel(8, 8, 0.0)
    return [grid[0], grid[-1], grid[:, 0], grid[:, -1]]


# -- trunk ----------------------------------------------------------------------------------------


def plain_rig() -> Mesh:
    """What the suit carries without the chest pack: neck ring, connectors, the entrance's seam; man frame."""
    return merge([neck_ring(G4C), *_connectors(), _seam()])


def outside_rig() -> Mesh:
    """The same with chest pack, its straps and the hoses from it to the connectors."""
    return merge([plain_rig(), chest_pack(), *_pack_straps(), *_hoses()])


def chest_pack() -> Mesh:
    """The ventilation module on his chest (U05): a soft-edged box in white cover with its control and gauge."""
    deep, wide, high = PACK_SIZE_M
    cut, rings = 0.022, []
    for x, inset in ((-0.5 * deep, 0.006), (-0.42 * deep, 0.0), (0.34 * deep, 0.0), (0.5 * deep, 0.016)):
        y, z = 0.5 * wide - inset, 0.5 * high - inset
        corner = [(y, -z + cut), (y, z - cut), (y - cut, z), (-y + cut, z), (-y, z - cut), (-y, -z + cut),
                  (-y + cut, -z), (y - cut, -z)]  # fmt: skip
        rings.append([(x, a, b) for a, b in corner])
    case = loft(np.asarray(rings), colour=PACK, shininess=0.1, crease_deg=35.0)
    face = 0.5 * deep
    panel = box((0.006, 0.150, 0.085), centre_m=(face, -0.055, 0.020), colour=(0.46, 0.465, 0.47), shininess=0.4)
    gauge = lathe(
        [(0.026, 0.0), (0.024, 0.012), (0.0, 0.011)], segments=12, colour=np.array([G4C.metal, (0.90, 0.89, 0.85)])
    )
    knob = lathe([(0.017, 0.0), (0.015, 0.022), (0.0, 0.024)], segments=10, colour=(0.15, 0.15, 0.16), shininess=0.5)
    flap = box((0.010, 0.120, 0.150), centre_m=(face, 0.095, 0.0), colour=G4C.shade)
    parts = [
        case, made_of(panel, Material.METAL), flap,
        made_of(moved(aimed(gauge, _X), (face + 0.002, -0.085, 0.030)), Material.METAL),
        moved(aimed(knob, _X), (face + 0.002, -0.020, 0.030)),
    ]  # fmt: skip
    return moved(merge(parts), PACK_M)


def _pack_straps() -> list[Mesh]:
    """Two straps from the pack over his shoulders, and one round his waist."""
    straps = []
    for sign in (-1.0, 1.0):
        over = [
            (0.165, sign * 0.105, 0.165), (0.160, sign * 0.112, 0.215), (0.120, sign * 0.120, 0.290),
            (0.0, sign * 0.128, 0.345), (-0.130, sign * 0.112, 0.270), (-0.152, sign * 0.080, 0.140),
            (-0.146, sign * 0.060, 0.050),
        ]  # fmt: skip
        round_ = [(0.150, sign * 0.14, 0.02), (0.085, sign * 0.182, 0.0), (-0.02, sign * 0.188, 0.0),
                  (-0.12, sign * 0.120, 0.02), (-0.140, sign * 0.02, 0.03)]  # fmt: skip
        straps += [belt(over, 0.036, G4C.strap), belt(round_, 0.030, G4C.strap)]
    return [made_of(strap, Material.CLOTH) for strap in straps]


def _connectors() -> list[Mesh]:
    """Two gas connectors on either side of his belly: gas in on his left, out on his right [K]."""
    ring = [(0.034, -0.01), (0.034, 0.012), (0.026, 0.020), (0.024, 0.034), (0.0, 0.036)]
    found = []
    for y, z, tint in (
        (0.085, -0.055, INLET),
        (-0.085, -0.055, OUTLET),
        (0.075, -0.145, INLET),
        (-0.075, -0.145, OUTLET),
    ):
        one = lathe(ring, segments=12, colour=np.array([G4C.metal, tint, tint, tint]), shininess=0.6)
        found.append(made_of(moved(aimed(one, (1.0, 0.55 * y / 0.085, -0.1)), (0.126, y, z)), Material.METAL))
    return found


def _hoses() -> list[Mesh]:
    """From under the pack to the connectors, and the stub of the umbilical's fitting."""
    found = []
    for sign in (-1.0, 1.0):
        path = [(0.215, sign * 0.075, -0.010), (0.235, sign * 0.080, -0.060), (0.205, sign * 0.088, -0.080),
                (0.155, sign * 0.086, -0.058)]  # fmt: skip
        found.append(made_of(tube(curve_through(path, 9), 0.017, segments=7, colour=HOSE), Material.CLOTH))
    fitting = lathe([(0.030, 0.0), (0.030, 0.03), (0.022, 0.045)], segments=12, colour=G4C.metal, shininess=0.6)
    x, y, z = UMBILICAL_M
    return [*found, made_of(moved(aimed(fitting, (0.25, 0.35, -1.0)), (x - 0.01, y, z + 0.025)), Material.METAL)]


def _seam() -> Mesh:
    """The zip's flap down his back and a name strip on his chest."""
    back = belt(
        [(-0.135, 0.0, 0.26), (-0.143, 0.0, 0.12), (-0.132, 0.0, -0.05), (-0.140, 0.0, -0.20)], 0.045, G4C.shade
    )
    return made_of(back, Material.CLOTH)


# -- parts ----------------------------------------------------------------------------------------


def suit_meshes(rig: Mesh, weave: Weave = LIGHT) -> dict[str, Mesh]:
    """Return every part of the suited man in folds, by the names of `viz.stage.figure.joints.PARTS`."""
    made = slack_meshes(figure_meshes(rig, worn_helmet(weave is not LIGHT), weave, G4C))
    return {name: _slimmer(name, mesh) for name, mesh in made.items()}


def _slimmer(name: str, mesh: Mesh) -> Mesh:
    share = SLIM.get(name.removeprefix("left_").removeprefix("right_"), 1.0)
    return mesh if share == 1.0 else scaled(mesh, (share, share, 1.0))
