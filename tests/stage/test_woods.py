"""The taiga near the landing place: boughs under snow, room for people, tracks, men who bend their knees."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from viz.flight.quaternion import rotate
from viz.missions.voskhod2.flight.people import TRAIL_M
from viz.missions.voskhod2.flight.state import Person, Posture
from viz.missions.voskhod2.stage import snow, trees, woods
from viz.missions.voskhod2.stage.forest import draped_canopy
from viz.missions.voskhod2.stage.people import GLIDE_M, person_poses
from viz.stage.figure.suit import SHIN_M, THIGH_M
from viz.stage.materials import Material

GRAINS = {
    "finest": trees.FINEST, "near": trees.NEAR, "middle": trees.MIDDLE, "young": trees.YOUNG, "far": trees.FAR,
    "farther": trees.FARTHER,
}  # fmt: skip


@pytest.mark.parametrize("grain", GRAINS)
def test_snow_lies_on_the_backs_of_boughs(grain: str) -> None:
    made = trees.spruce(14.0, 5, GRAINS[grain])
    white = made.material == Material.SNOW
    assert 0.05 < white.mean() < 0.6
    assert made.normal[white, 2].min() > 0.3
    assert made.colour[white].min() > 0.85
    assert made.colour[~white].max(axis=1).mean() < 0.35


def test_a_spruce_is_pointed_and_hangs_down() -> None:
    made = trees.spruce(14.0, 5, trees.NEAR)
    out, high = np.hypot(made.position_m[:, 0], made.position_m[:, 1]), made.position_m[:, 2]
    girth = [out[(high >= low) & (high < low + 2.8)].max() for low in (2.0, 5.6, 8.4, 11.2)]
    assert girth == sorted(girth, reverse=True)
    assert girth[-1] < 0.5 * girth[0]
    spine = trees.spine_m(trees._grown(14.0, 5, 60, 0.05), np.array([0.0, 0.8]))
    low = spine[:, 0, 2] < 7.0
    assert (spine[low, 1, 2] < spine[low, 0, 2]).all()


def test_trees_far_off_cost_little_and_near_ones_are_finer_in_full() -> None:
    cost = {name: trees.spruce(14.0, 5, grain).triangles for name, grain in GRAINS.items()}
    assert cost["farther"] < 40 < cost["far"] < 80 < cost["middle"] < 300 < cost["near"] < 1000
    assert cost["finest"] > 4 * cost["near"]


def test_the_trail_is_free_of_trees() -> None:
    for plant in woods.plants():
        place = np.array([plant.foot_m[:2]])
        assert woods.from_line_m(place[:, 0], place[:, 1], TRAIL_M)[0] > woods.TRAIL_ROOM_M


def test_no_treetop_hides_the_clearing_from_the_air() -> None:
    x, y, up = woods.AIR_EYE_M
    place = woods.planted(tuple(woods.GRAINS)).position_m
    share = (place[:, 0] * x + place[:, 1] * y) / (x * x + y * y)
    off = np.abs(place[:, 0] * y - place[:, 1] * x) / math.hypot(x, y)
    between = (share > 0.1) & (share < 1.0) & (off < 3.0)
    assert (place[between, 2] < up * share[between]).all()


def test_many_trees_share_a_mesh_and_each_stands_by_itself() -> None:
    meshes = woods.nearest_meshes()
    assert len(meshes) == len(woods.nearest()) > 2 * woods.TEMPLATES
    assert len({id(mesh) for mesh in meshes.values()}) <= woods.TEMPLATES
    feet = [plant.foot_m for plant in woods.plants()]
    assert len(set(feet)) == len(feet)


# -- snow -----------------------------------------------------------------------------------------


def test_drifts_rise_no_higher_than_told_and_leave_the_camp_level() -> None:
    east, north = (grid.ravel() for grid in np.meshgrid(np.linspace(-14.0, 14.0, 113), np.linspace(-14.0, 14.0, 113)))
    height = snow.ground_height_m(east, north)
    assert -1e-9 < height.min() < height.max() < snow.DRIFT_M + 0.01
    assert height.max() > 0.5 * snow.DRIFT_M
    for x, y, _ in ((0.0, 0.0, 0.0), snow.FIRE_M, snow.HUT_M):
        assert abs(float(snow.ground_height_m(np.array(x), np.array(y)))) < 1e-9


def test_footprints_are_a_step_apart_and_darker_in_their_hollow() -> None:
    made = snow.footprints(np.array([[0.0, -8.0], [10.0, -8.0]]), 7)
    hollow = np.isclose(made.colour, snow.HOLLOW_TONE, atol=1e-3).all(axis=1)
    assert (made.material == Material.SNOW).all()
    assert made.colour[hollow].mean() < made.colour[~hollow].mean() - 0.1
    middles = np.sort(made.position_m.reshape(-1, 13, 3)[:, 0, 0])
    assert np.diff(middles).mean() == pytest.approx(snow.STEP_M, rel=0.1)


def test_the_canopy_lies_on_treetops_and_reaches_down_to_the_snow() -> None:
    made = draped_canopy()
    cloth = made.position_m[made.material == Material.CLOTH] - np.asarray(snow.DRAPE_M, np.float32)
    for east, north, top in woods.DRAPE_PEAKS:
        near = cloth[np.hypot(cloth[:, 0] - east, cloth[:, 1] - north) < 0.8]
        assert near[:, 2].max() == pytest.approx(top, abs=1.2)
    assert cloth[:, 2].min() > 0.0


# -- people ---------------------------------------------------------------------------------------


def feet_m(posture: Posture, run_m: float) -> tuple[list[float], list[float]]:
    """Return how high both ankles are over the snow, and how far both knees are bent, degrees."""
    person = Person("x", "rescuer", posture, 0.0, 0.0, 0.0, run_m)
    [(_, parts)] = person_poses([person], 0.0)
    thighs, shins = ([part for part in parts if f"_{name}_" in part.name] for name in ("thigh", "shin"))
    down = [rotate(part.rotation, (0.0, 0.0, -1.0)) for part in (*thighs, *shins)]
    bent = [math.degrees(math.acos(min(np.dot(down[k], down[k + 2]), 1.0))) for k in (0, 1)]
    ankles = [part.position_m[2] + SHIN_M * rotate(part.rotation, (0.0, 0.0, -1.0))[2] for part in shins]
    for thigh, shin in zip(thighs, shins, strict=True):
        hangs = np.asarray(thigh.position_m) + THIGH_M * np.asarray(rotate(thigh.rotation, (0.0, 0.0, -1.0)))
        np.testing.assert_allclose(hangs, shin.position_m, atol=1e-6)
    return ankles, bent


@pytest.mark.parametrize("posture", ["skiing", "walking"])
def test_one_foot_is_always_down_and_knees_bend_in_turn(posture: Posture) -> None:
    runs = np.linspace(0.0, GLIDE_M, 25).tolist()
    told = [feet_m(posture, run_m) for run_m in runs]
    lowest = [min(ankles) for ankles, _ in told]
    assert max(lowest) - min(lowest) < 1e-6
    bends = np.array([bent for _, bent in told])
    assert (bends.max(axis=0) - bends.min(axis=0) > 25.0).all()
    assert abs(bends[:, 0] - bends[:, 1]).max() > 25.0


def test_skis_stay_under_the_boots() -> None:
    for run_m in np.linspace(0.0, GLIDE_M, 13).tolist():
        [(_, parts)] = person_poses([Person("x", "rescuer", "skiing", 0.0, 0.0, 0.0, run_m)], 0.0)
        skis = [part.position_m for part in parts if part.name.startswith("ski_")]
        ankles, _ = feet_m("skiing", run_m)
        gaps = [ankle - ski[2] for ankle, ski in zip(ankles, skis, strict=True)]
        assert max(gaps) - min(gaps) < 1e-6


def test_steps_follow_one_another_without_a_jump() -> None:
    runs = np.linspace(0.0, 2.0 * GLIDE_M, 400).tolist()
    for before, after in pairwise(feet_m("skiing", run_m)[0] for run_m in runs):
        assert np.abs(np.subtract(before, after)).max() < 0.01
