"""People seen near: faces that are no balls, round fingers and sleeves, and a ski party of whom no two dress alike."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from numpy.typing import NDArray

from viz.flight.flight import Flight
from viz.missions.voskhod2.flight.people import CREW, PARTY
from viz.missions.voskhod2.flight.state import Person, VoskhodState
from viz.missions.voskhod2.stage.cosmonaut import berkut_meshes
from viz.missions.voskhod2.stage.helmet import opened_helmet
from viz.missions.voskhod2.stage.people import people_meshes, person_poses
from viz.missions.voskhod2.stage.porthole import commander
from viz.missions.voskhod2.stage.winter import PLAIN, WORN, winter
from viz.stage.figure import faces, limbs
from viz.stage.figure.helmet import OPEN_TO, of_visor
from viz.stage.mesh import Mesh

GRAINS = (faces.NEAR, faces.MIDDLING, faces.FAR, faces.AT_A_PANE)
SHELL_M, SHELL_CENTRE_M = np.array([0.188, 0.180, 0.212]), np.array([0.006, 0.0, 0.208])


# -- faces ----------------------------------------------------------------------------------------


def ahead_m(mesh: Mesh, y_m: float, low_m: float, high_m: float) -> float:
    """Return how far forward a face reaches between two heights over the chin, at a distance from its middle."""
    place = mesh.position_m.astype(np.float64)
    h = place[:, 2] - faces.CHIN_M
    here = (np.abs(np.abs(place[:, 1]) - y_m) < 0.009) & (h > low_m) & (h < high_m)
    return float(place[here, 0].max())


@pytest.mark.parametrize("grain", GRAINS, ids=("near", "middling", "far", "pane"))
def test_nose_brow_and_chin_stand_out_of_a_face(grain: faces.Grain) -> None:
    face = faces.face(grain)
    nose = ahead_m(face, 0.0, 0.060, 0.076)
    assert nose - ahead_m(face, 0.0, 0.098, 0.112) > 0.012, "between the eyes"
    assert nose - ahead_m(face, 0.0, 0.034, 0.045) > 0.012, "the lips"
    assert nose - ahead_m(face, 0.033, 0.055, 0.095) > 0.020, "the cheeks"
    brow, eye = ahead_m(face, 0.033, 0.118, 0.128), ahead_m(face, 0.033, 0.098, 0.110)
    assert brow - eye > 0.006


@pytest.mark.parametrize("grain", GRAINS, ids=("near", "middling", "far", "pane"))
def test_eyes_lie_in_the_shadow_of_the_brow(grain: faces.Grain) -> None:
    face = faces.face(grain)
    place, bright = face.position_m.astype(np.float64), face.colour.mean(axis=1)
    h, y = place[:, 2] - faces.CHIN_M, np.abs(place[:, 1])
    socket = bright[(np.abs(y - 0.033) < 0.010) & (np.abs(h - faces.EYE_M) < 0.006)].min()
    forehead = bright[(h > 0.130) & (y < 0.05)].mean()
    assert socket < 0.78 * forehead
    whole = faces.man(grain)
    assert whole.colour.mean(axis=1).min() < 0.25 * forehead, "lashes"


def test_what_lies_on_a_face_is_not_sunk_in_its_coarser_skin() -> None:
    """Eyes and brows follow the true skin; seen from ahead, each of their corners is before the drawn one."""
    for grain in GRAINS:
        skin = faces.face(grain)
        corner = skin.position_m.astype(np.float64)[skin.index.reshape(-1, 3)]
        far = grain.plain
        for part in (*faces.eyes(far), *faces.brows(faces.HAIR, far)):
            for point in part.position_m.astype(np.float64):
                assert point[0] > skin_ahead_m(corner, point[1], point[2]) - 1e-4


def skin_ahead_m(corner: NDArray[np.float64], y_m: float, z_m: float) -> float:
    """Return where a way along X meets the foremost of triangles (t, 3, 3)."""
    flat, point = corner[:, :, 1:], np.array([y_m, z_m])
    edge = np.roll(flat, -1, axis=1) - flat
    side = edge[..., 0] * (point - flat)[..., 1] - edge[..., 1] * (point - flat)[..., 0]
    inside = (side >= 0.0).all(axis=1) | (side <= 0.0).all(axis=1)
    share = np.roll(side[inside], -1, axis=1) / side[inside].sum(axis=1)[:, None]
    return float((share * corner[inside][:, :, 0]).sum(axis=1).max())


def test_the_commander_at_the_porthole_stays_in_its_frame_and_is_no_bullseye() -> None:
    made = commander()
    place = made.position_m.astype(np.float64)
    assert place[:, 2].max() < 0.097
    assert (made.emissive == 1.0).all()
    red = made.colour[:, 0] > 1.35 * made.colour[:, 2]
    skin = red & (place[:, 2] > 0.02)
    middle = place[skin, :2].mean(axis=0)
    assert math.hypot(*middle) > 0.008, "he looks aside"
    assert np.ptp(made.colour[skin].mean(axis=1)) > 0.3, "eyes, lit side and shadow"


# -- hands, sleeves, helmet -----------------------------------------------------------------------


def gap_deg(mesh: Mesh, middle_m: tuple[float, float], z_m: float, near_m: float) -> float:
    """Return the widest angle between neighbouring corners about a place, near a height."""
    away = mesh.position_m.astype(np.float64) - (*middle_m, z_m)
    here = (np.abs(away[:, 2]) < near_m) & (np.abs(away[:, 0]) < 0.019)
    turn = np.sort(np.degrees(np.arctan2(away[here, 1], away[here, 0])))
    return float(np.diff([*turn, turn[0] + 360.0]).max())


def test_fingers_are_round_in_the_light_picture() -> None:
    """Of eight sides or more, with a tip and no flat end."""
    for made, along in ((limbs.glove_fingers(12), -0.34), (limbs.empty_fingers(12), -0.30)):
        for x, reach in limbs.FINGERS[:1] + limbs.FINGERS[3:]:
            assert gap_deg(made, (x, 0.0), along * reach, 0.003) < 50.0
        longest = max(reach for _, reach in limbs.FINGERS)
        tip = made.position_m[made.position_m[:, 2] < -1.135 * longest]
        assert np.ptp(tip[:, 0]) < 0.003


def test_a_taut_sleeve_is_round_and_costs_no_more_than_one_in_folds() -> None:
    made = berkut_meshes()
    for name in ("upper_arm", "forearm", "thigh", "shin"):
        taut, slack = made[f"left_{name}"], made[f"left_{name}_slack"]
        turn = np.sort(np.arctan2(*taut.position_m[np.abs(taut.position_m[:, 2] + 0.19) < 0.02, :2].T[::-1]))
        assert np.diff(turn).max() < math.radians(25.0)
        assert taut.triangles < slack.triangles


def test_the_opened_helmet_is_cut_along_its_frame() -> None:
    """No cell of the shell juts into the opening; what does is the visor's frame, which lies higher."""
    made = opened_helmet()
    unit = (made.position_m.astype(np.float64) - SHELL_CENTRE_M) / SHELL_M
    size = np.linalg.norm(unit, axis=1)
    of_shell = (np.abs(size - 1.0) < 1e-4) | (np.abs(size - 0.95) < 1e-4)
    azimuth = np.degrees(np.arctan2(unit[:, 1], unit[:, 0]))
    out = of_visor(azimuth, unit[:, 2] / size)
    assert of_shell.sum() > 1000
    assert out[of_shell].min() > OPEN_TO - 1e-3
    assert (np.abs(out[of_shell] - OPEN_TO) < 1e-3).sum() > 40, "its edge follows the outline"


# -- the ski party --------------------------------------------------------------------------------


def test_no_two_of_the_party_are_dressed_alike() -> None:
    assert tuple(WORN) == PARTY
    for one, other in itertools.combinations(WORN.values(), 2):
        coats = math.dist(one.coat, other.coat)
        signs = (one.hat, one.hat_fur, one.scarf, one.sack, one.long) != (
            other.hat, other.hat_fur, other.scarf, other.sack, other.long,
        )  # fmt: skip
        assert coats > 0.06
        assert signs
    assert len({worn.hat for worn in WORN.values()}) == 3
    bodies = [winter(worn, PLAIN) for worn in WORN.values()]
    trunks = [tuple(np.round(body["trunk"].colour.mean(axis=0), 2)) for body in bodies]
    assert len(set(trunks)) == len(PARTY)


def test_everybody_in_sight_wears_his_own_clothes_at_every_hour(flight: Flight) -> None:
    """Whoever else is there, and in whatever order they are told."""
    for event in ("rescue.skiers", "rescue.hut", "rescue.second_night", "rescue.ski_out"):
        state = flight.state_at(flight.mission.event(event).time.met_s)
        assert isinstance(state, VoskhodState)
        assert state.forest is not None
        people = state.forest.people
        assert len(people) == 8
        for order in (people, people[::-1], people[3:5]):
            for person, parts in person_poses(order, 0.0):
                own = (CREW if person.role == "crew" else PARTY).index(person.name)
                names = {part.name for part in parts}
                assert names & {f"{person.role}_body_{own}", f"{person.role}_seated_{own}"}
            shown = [part.name for _, parts in person_poses(order, 0.0) for part in parts]
            assert len(shown) == len(set(shown)), "nothing is in two places"


def test_strangers_are_dressed_in_what_nobody_wears() -> None:
    people = [Person(name, "rescuer", "standing", 0.0, 0.0, 0.0, 0.0) for name in ("x", "doctor_1", "y")]
    bodies = [next(p.name for p in parts if "body" in p.name) for _, parts in person_poses(people, 0.0)]
    assert len(set(bodies)) == 3


def test_people_keep_their_budget() -> None:
    """Triangles of one who stands: a tenth more than before they had faces, and at most twice that in full."""
    before = {"crew": 6352, "rescuer": 855}
    for fine, factor in ((False, 1.1), (True, 2.0)):
        made = people_meshes(fine)
        for role, count in (("crew", len(CREW)), ("rescuer", len(PARTY))):
            for k in range(count):
                own = [f"body_{k}", f"left_arm_{k}", f"right_arm_{k}"]
                own += [f"{part}_{j}" for part in ("thigh", "shin") for j in (2 * k, 2 * k + 1)]
                assert sum(made[f"{role}_{name}"].triangles for name in own) <= factor * before[role]
