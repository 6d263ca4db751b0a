"""Leonov's drawn figure against the drawn lock and the ship: every half second of all four passages, for both manners
of entry and for suits lowered otherwise than the record's, and every second of the walk between."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from viz.mission.load import load_mission, mission_folder
from viz.missions.voskhod2.flight import body
from viz.missions.voskhod2.flight.eva import ENTRIES, Entry, EvaModel
from viz.missions.voskhod2.flight.numbers import numbers_of
from viz.missions.voskhod2.flight.state import AirlockState, LeonovState
from viz.missions.voskhod2.stage import airlock, cosmonaut
from viz.stage import mesh
from viz.stage.figure import helmet, joints

TOLERANCE_M = 0.02
"""A soft suit leaning on cloth, on a ring, on the rim: about what the drawn circles, polygons, are off the round."""
RIM_M, BASE_M = body.AIRLOCK_RIM_Z_M, body.AIRLOCK_BASE_Z_M
INNER_M, OUTER_M, HATCH_M = body.AIRLOCK_INNER_RADIUS_M, body.AIRLOCK_RADIUS_M, body.HATCH_RADIUS_M
MIDDLE_OF_WALL_M = (INNER_M + OUTER_M) / 2
MIDDLE_OF_PLATE_M = (HATCH_M + OUTER_M) / 2
FLOOR_M = BASE_M + 0.145
INNER_RING_M = HATCH_M - 0.005
LID_RADIUS_M, LID_FACES_M = 0.337, (-0.052, 0.03)

MISSION = load_mission("voskhod2")
KNOWN = numbers_of(MISSION.parameters)
PRESSURES_ATM = (0.20, 0.24, 0.278, 0.30, None)
"""Freely home, just so, stuck in the turn, stuck at the hatch: the what-if's outcomes."""
MODELS = {entry: EvaModel.from_mission(MISSION, KNOWN, mission_folder("voskhod2"), entry=entry) for entry in ENTRIES}
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
        if side not in ("left", "right"):
            return self.name
        return f"{side}_{'leg' if part.startswith(('thigh', 'shin', 'boot')) else 'arm'}"

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

    return {name: of(made) for name, made in cosmonaut.berkut_meshes().items()}


MESHES = cosmonaut.berkut_meshes()


def figure(man: LeonovState) -> list[Limb]:
    turn = mesh.rotation_matrix(man.attitude_quaternion)
    limbs = []
    for part in joints.dressed(cosmonaut.worn_parts(man), man.suit_swell, man.suit_stiffness):
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


@dataclass(frozen=True, slots=True)
class Outline:
    """A drawn circle: the polygon that a turned profile makes of it, read off the mesh."""

    corner_m: float
    corners: int

    @classmethod
    def drawn(cls, made: mesh.Mesh, radius_m: float, between_z_m: tuple[float, float]) -> Outline:
        """Return the outline that lies at that radius between two heights of a mesh's own frame."""
        x, y, z = made.position_m.astype(np.float64).T
        low, high = between_z_m
        there = np.isclose(np.hypot(x, y), radius_m, atol=1e-4) & (z > low) & (z < high)
        angles = np.unique(np.round(np.degrees(np.arctan2(y[there], x[there])), 2) % 360.0)
        assert len(angles) > 10
        assert np.ptp(np.diff(angles)) < 0.1
        return cls(radius_m, len(angles))

    def radius_m(self, points_m: Points) -> Points:
        """Return how far out the outline lies in the direction of each point."""
        step = 2.0 * np.pi / self.corners
        off = np.arctan2(points_m[:, 1], points_m[:, 0]) % step - step / 2.0
        radius: Points = self.corner_m * np.cos(step / 2.0) / np.cos(off)
        return radius


LINING = Outline.drawn(airlock.airlock_skin(), INNER_M, (-0.01, 1.01))
OUTER_RING = Outline.drawn(airlock.rim_ring(), HATCH_M, (-0.05, 0.0))
INNER_RING = Outline.drawn(airlock.base_ring(), INNER_RING_M, (0.10, 0.16))


def depth_in_wall_m(limb: Limb, inside: bool) -> float:
    """How far it reaches into the tube's wall, from the bore or from outside."""
    along = limb.points_m[(limb.points_m[:, 2] < RIM_M - 0.06) & (limb.points_m[:, 2] > BASE_M + 0.10)]
    if not len(along):
        return -1.0
    radius = np.hypot(along[:, 0], along[:, 1])
    return float((radius - LINING.radius_m(along)).max() if inside else OUTER_M - radius.min())


def depth_in_rim_m(limb: Limb) -> float:
    """How far it reaches into the plate round the outer hatch, where it passes its planes."""
    worst = -1.0
    for plane in (RIM_M - 0.045, RIM_M - 0.03, RIM_M - 0.015):
        met = limb.crossing_m(np.array([0.0, 0.0, 1.0]), plane)
        if len(met):
            radius = np.hypot(met[:, 0], met[:, 1])
            hole = radius - OUTER_RING.radius_m(met)
            worst = max(worst, float(np.where(radius < MIDDLE_OF_PLATE_M, hole, OUTER_M - radius).max()))
    return worst


def depth_in_inner_ring_m(limb: Limb) -> float:
    """How far it reaches into the ring of the hatch between cabin and lock, where it passes its plane."""
    met = limb.crossing_m(np.array([0.0, 0.0, 1.0]), FLOOR_M)
    if not len(met):
        return -1.0
    return float((np.hypot(met[:, 0], met[:, 1]) - INNER_RING.radius_m(met)).max())


def depth_in_lid_m(limb: Limb, lock: AirlockState, name: str = "airlock_outer_hatch") -> float:
    """How far it reaches into a hatch's lid, wherever that has swung."""
    parts = airlock.airlock_poses(1.0, lock.outer_hatch_fraction, lock.inner_hatch_fraction)
    lid = next(part for part in parts if part.name == name)
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
        found[f"{limb.name} in the inner ring"] = depth_in_inner_ring_m(limb)
        if man.place in ("cabin", "airlock"):
            found[f"{limb.name} in the inner lid"] = depth_in_lid_m(limb, lock, "airlock_inner_hatch")
        if within and lock.inner_hatch_fraction == 0.0:
            found[f"{limb.name} in the floor"] = FLOOR_M - float(limb.points_m[:, 2].min())
        if man.place == "outside" and not within:
            nearest = float(np.linalg.norm(limb.points_m, axis=1).min())
            found[f"{limb.name} in the sphere"] = body.SPHERE_RADIUS_M - nearest
    return found


def met_s(event_id: str) -> float:
    return MISSION.event(event_id).time.met_s


def cuts(model: EvaModel, start_s: float, stop_s: float, step_s: float) -> list[str]:
    """Return where he cuts deeper than allowed, between two instants."""
    wrong = []
    for at_s in np.arange(start_s, stop_s + step_s / 2.0, step_s).tolist():
        depth = depths_m(model.at(at_s), model.airlock.at(at_s))
        worst = max(depth, key=depth.__getitem__)
        if not depth[worst] < TOLERANCE_M:
            wrong.append(f"{at_s:.1f} s: {worst} {100 * depth[worst]:.1f} cm")
    return wrong


def test_on_his_way_into_the_lock_he_cuts_nothing() -> None:
    """T11: from the cabin through the inner hatch."""
    start_s = met_s("airlock.entry") + 20.0
    assert not cuts(MODELS["head_first"], start_s, start_s + 100.0, 0.5)


def test_on_his_way_out_he_cuts_nothing() -> None:
    """E02 to E04: he rises past the lid and through the ring at 0.40 atm."""
    assert not cuts(MODELS["head_first"], met_s("eva.hatch_open") - 20.0, met_s("eva.exit") + 10.0, 0.5)


@pytest.mark.parametrize("entry", ENTRIES)
def test_on_his_way_in_he_cuts_nothing(entry: Entry) -> None:
    """E11 to E13: through the ring at 0.27 atm, round in the tube or not, out of the way of the lid."""
    assert not cuts(MODELS[entry], met_s("eva.ingress") - 60.0, met_s("eva.hatch_closed") + 30.0, 0.5)


@pytest.mark.parametrize("entry", ENTRIES)
@pytest.mark.parametrize("pressure_atm", PRESSURES_ATM)
def test_in_no_suit_he_cuts_anything(entry: Entry, pressure_atm: float | None) -> None:
    """Whether he comes home, is stuck in the turn or at the hatch; where he stays he stays."""
    model = EvaModel.from_mission(
        MISSION, KNOWN, mission_folder("voskhod2"), entry=entry, relief_pressure_atm=pressure_atm
    )
    stop_s = min(met_s("eva.hatch_closed") + 5.0, model.times.stuck_s + 2.0)
    assert not cuts(model, met_s("eva.ingress") - 40.0, stop_s, 0.5)


@pytest.mark.parametrize("entry", ENTRIES)
def test_on_his_way_back_to_the_cabin_he_cuts_nothing(entry: Entry) -> None:
    """E15: through the inner hatch."""
    start_s = MODELS[entry].airlock.times.cabin_return_s
    assert not cuts(MODELS[entry], start_s, start_s + 130.0, 0.5)


@pytest.mark.parametrize("entry", ENTRIES)
def test_outside_he_cuts_nothing(entry: Entry) -> None:
    first = met_s("eva.exit") if entry == ENTRIES[0] else met_s("eva.pressure_drop") - 120.0
    assert not cuts(MODELS[entry], first, met_s("eva.ingress"), 1.0)


def test_no_arm_touches_the_helmet() -> None:
    """All the walk long, near two centimetres and more stay between them."""
    for at_s in np.arange(met_s("eva.hatch_open"), met_s("eva.hatch_closed"), 15.0).tolist():
        man = MODELS["head_first"].at(at_s)
        parts = {p.name: p for p in joints.dressed(cosmonaut.worn_parts(man), man.suit_swell, man.suit_stiffness)}
        head = parts["helmet"]
        for name, part in parts.items():
            if not any(word in name for word in ("glove", "fingers", "arm")):
                continue
            placed = (MESHES[name].position_m * np.asarray(part.scale)) @ mesh.rotation_matrix(part.rotation).T
            own = (placed + np.asarray(part.position_m) - np.asarray(head.position_m)) @ mesh.rotation_matrix(
                head.rotation
            )
            from_middle = (own - np.asarray(helmet.SHELL_CENTRE_M)) / np.asarray(helmet.SHELL_M)
            assert np.linalg.norm(from_middle, axis=1).min() > 1.10, f"{name} at {at_s:.0f} s"


def test_the_measure_sees_a_man_in_the_wall() -> None:
    """Moved aside in the tube, or sunk into the sphere, he is found out."""
    model = MODELS["feet_first"]
    at_s = MISSION.event("eva.ingress").time.met_s - 5.0
    man, lock = model.at(at_s), model.airlock.at(at_s)
    x, y, z = man.position_m
    aside = replace(man, position_m=(x + 0.25, y, z))
    assert max(depths_m(man, lock).values()) < TOLERANCE_M
    assert max(depth for what, depth in depths_m(aside, lock).items() if "in the wall" in what) > 0.02
    wide = replace(man, pose=replace(man.pose, left_shoulder_abduct_deg=25.0), position_m=(x, y, RIM_M + 0.1))
    assert max(depth for what, depth in depths_m(wide, lock).items() if "rim" in what) > 0.04
    low = replace(wide, position_m=(x, y, FLOOR_M + 0.1))
    assert max(depth for what, depth in depths_m(low, lock).items() if "inner ring" in what) > 0.04
    assert max(depths_m(aside, lock).values()) > TOLERANCE_M
    sunk = replace(man, position_m=(1.3, 0.0, 0.0))
    assert max(depth for what, depth in depths_m(sunk, lock).items() if "sphere" in what) > 0.05
