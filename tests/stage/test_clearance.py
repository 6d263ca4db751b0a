"""Leonov's drawn figure against airlock and ship, every second from the outer hatch's opening to its shutting."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from viz.flight import body
from viz.flight.eva import ENTRIES, Entry, EvaModel
from viz.flight.state import AirlockState, LeonovState
from viz.mission.load import load_mission, mission_folder
from viz.stage import airlock, cosmonaut, mesh

TOLERANCE_M = 0.04
"""What a soft suit and a soft wall give."""
TURNING_TOLERANCE_M = 0.095
"""While he turns round in the tube (E12) he is longer than it is wide: he presses into the lining, 0.10 m thick."""
RIM_M, BASE_M = body.AIRLOCK_RIM_Z_M, body.AIRLOCK_BASE_Z_M
INNER_M, OUTER_M, HATCH_M = body.AIRLOCK_INNER_RADIUS_M, body.AIRLOCK_RADIUS_M, body.HATCH_RADIUS_M
MIDDLE_OF_WALL_M = (INNER_M + OUTER_M) / 2
MIDDLE_OF_PLATE_M = (HATCH_M + OUTER_M) / 2
FLOOR_M = BASE_M + 0.145
LID_RADIUS_M, LID_FACES_M = 0.337, (-0.052, 0.03)

MISSION = load_mission("voskhod2")
MODELS = {entry: EvaModel.from_mission(MISSION, mission_folder("voskhod2"), entry=entry) for entry in ENTRIES}
Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Limb:
    """Vertices of one part in the body frame, and the pairs of them that are edges."""

    name: str
    points_m: Points
    edges: NDArray[np.int64]

    @property
    def chain(self) -> str:
        """Name of the arm or leg it belongs to, else its own."""
        side, _, part = self.name.partition("_")
        if not part:
            return self.name
        return f"{side}_{'leg' if part in ('thigh', 'shin', 'boot') else 'arm'}"

    def crossing_m(self, axis: NDArray[np.float64], at: float) -> Points:
        """Where its edges cross the plane of points p with p . axis = at."""
        start, end = self.points_m[self.edges[:, 0]], self.points_m[self.edges[:, 1]]
        before, after = start @ axis - at, end @ axis - at
        cut = before * after < 0.0
        share = (before[cut] / (before[cut] - after[cut]))[:, None]
        met: Points = start[cut] + share * (end[cut] - start[cut])
        return met


@cache
def _edges() -> dict[str, NDArray[np.int64]]:
    def of(made: mesh.Mesh) -> NDArray[np.int64]:
        face = made.index.reshape(-1, 3).astype(np.int64)
        pairs = np.concatenate([face[:, [0, 1]], face[:, [1, 2]], face[:, [2, 0]]])
        return np.unique(np.sort(pairs, axis=1), axis=0)

    return {name: of(made) for name, made in cosmonaut.figure_meshes().items()}


MESHES = cosmonaut.figure_meshes()


def figure(man: LeonovState) -> list[Limb]:
    turn = mesh.rotation_matrix(man.attitude_quaternion)
    limbs = []
    for part in cosmonaut.figure_parts(man.pose, man.suit_swell):
        own = MESHES[part.name].position_m.astype(np.float64) * np.asarray(part.scale)
        placed = own @ mesh.rotation_matrix(part.rotation).T + np.asarray(part.position_m)
        limbs.append(Limb(part.name, placed @ turn.T + np.asarray(man.position_m), _edges()[part.name]))
    return limbs


def inside_the_tube(limbs: list[Limb]) -> dict[str, bool]:
    """For each limb with something below the rim, whether it hangs in the bore or outside the wall."""
    below: dict[str, list[Points]] = {}
    for limb in limbs:
        low = limb.points_m[limb.points_m[:, 2] < RIM_M - 0.03]
        if len(low):
            below.setdefault(limb.chain, []).append(np.hypot(low[:, 0], low[:, 1]))
    return {chain: float(np.concatenate(radii).mean()) < MIDDLE_OF_WALL_M for chain, radii in below.items()}


def depth_in_wall_m(limb: Limb, inside: bool) -> float:
    """How far it reaches into the tube's wall, from the bore or from outside."""
    x, y, z = limb.points_m.T
    radius = np.hypot(x, y)[(z < RIM_M - 0.06) & (z > BASE_M)]
    if not len(radius):
        return -1.0
    return float(radius.max() - INNER_M if inside else OUTER_M - radius.min())


def depth_in_rim_m(limb: Limb) -> float:
    """How far it reaches into the plate round the hatch, where it passes its planes."""
    worst = -1.0
    for plane in (RIM_M - 0.045, RIM_M - 0.005):
        met = limb.crossing_m(np.array([0.0, 0.0, 1.0]), plane)
        if len(met):
            radius = np.hypot(met[:, 0], met[:, 1])
            worst = max(worst, float(np.where(radius < MIDDLE_OF_PLATE_M, radius - HATCH_M, OUTER_M - radius).max()))
    return worst


def depth_in_lid_m(limb: Limb, lock: AirlockState) -> float:
    """How far it reaches into the outer hatch's lid, wherever that has swung."""
    parts = airlock.airlock_poses(1.0, lock.outer_hatch_fraction, 0.0)
    lid = next(part for part in parts if part.name == "airlock_outer_hatch")
    own = (limb.points_m - np.asarray(lid.position_m)) @ mesh.rotation_matrix(lid.rotation)
    low, high = LID_FACES_M
    from_edge = LID_RADIUS_M - np.hypot(own[:, 0] - LID_RADIUS_M, own[:, 1])
    depth = float(np.minimum(from_edge, np.minimum(high - own[:, 2], own[:, 2] - low)).max())
    met = Limb(limb.name, own, limb.edges).crossing_m(np.array([0.0, 0.0, 1.0]), 0.5 * (low + high))
    if len(met):
        depth = max(depth, float((LID_RADIUS_M - np.hypot(met[:, 0] - LID_RADIUS_M, met[:, 1])).max()))
    return depth


def depths_m(man: LeonovState, lock: AirlockState) -> dict[str, float]:
    """By part and what it touches, how deep the figure reaches into the airlock or the ship; below zero when clear."""
    limbs = figure(man)
    inside = inside_the_tube(limbs)
    found = {}
    for limb in limbs:
        within = inside.get(limb.chain, False)
        found[f"{limb.name} in the wall"] = depth_in_wall_m(limb, within)
        found[f"{limb.name} in the rim"] = depth_in_rim_m(limb)
        found[f"{limb.name} in the lid"] = depth_in_lid_m(limb, lock)
        if within:
            found[f"{limb.name} in the floor"] = FLOOR_M - float(limb.points_m[:, 2].min())
        else:
            nearest = float(np.linalg.norm(limb.points_m, axis=1).min())
            found[f"{limb.name} in the sphere"] = body.SPHERE_RADIUS_M - nearest
    return found


def allowed_m(entry: Entry, at_s: float) -> float:
    since_s = at_s - MISSION.event("eva.ingress").time.met_s
    return TURNING_TOLERANCE_M if entry == "head_first" and 25.0 < since_s < 75.0 else TOLERANCE_M


@pytest.mark.parametrize("entry", ENTRIES)
def test_no_part_of_him_enters_lock_or_ship(entry: Entry) -> None:
    model = MODELS[entry]
    first, last = (MISSION.event(name).time.met_s for name in ("eva.hatch_open", "eva.hatch_closed"))
    wrong = []
    for at_s in np.arange(first, last + 0.5, 1.0).tolist():
        depth = depths_m(model.at(at_s), model.airlock.at(at_s))
        worst = max(depth, key=depth.__getitem__)
        if depth[worst] > allowed_m(entry, at_s):
            wrong.append(f"{at_s - first:.0f} s after the hatch: {worst} {100 * depth[worst]:.1f} cm")
    assert not wrong


def test_the_measure_sees_a_man_in_the_wall() -> None:
    """Moved aside in the tube, or sunk into the sphere, he is found out."""
    model = MODELS["feet_first"]
    at_s = MISSION.event("eva.ingress").time.met_s - 5.0
    man, lock = model.at(at_s), model.airlock.at(at_s)
    x, y, z = man.position_m
    aside = LeonovState(**{name: getattr(man, name) for name in man.__slots__} | {"position_m": (x + 0.25, y, z)})
    assert max(depths_m(man, lock).values()) < TOLERANCE_M
    assert depths_m(aside, lock)["trunk in the wall"] > 0.02
    assert max(depths_m(aside, lock).values()) > TOLERANCE_M
    sunk = LeonovState(**{name: getattr(man, name) for name in man.__slots__} | {"position_m": (1.3, 0.0, 0.0)})
    assert max(depth for what, depth in depths_m(sunk, lock).items() if "sphere" in what) > 0.05
