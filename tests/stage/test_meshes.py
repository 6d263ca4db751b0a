"""The shapes: sound triangles, true sizes, outward skins, and a figure that bends the way a man does."""

from __future__ import annotations

import math
import re
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from viz.flight.flight import Flight
from viz.flight.quaternion import conjugate, multiply, rotate
from viz.flight.state import Pose, Vec3
from viz.missions.voskhod2.flight import body
from viz.missions.voskhod2.stage import (
    airlock,
    cosmonaut,
    craft,
    forest,
    helmet,
    instrument,
    landing,
    launchpad,
    parachute,
    rocket,
    snow,
    training,
    tu104,
    woods,
)
from viz.stage import mesh, shapes
from viz.stage.figure import joints, suit
from viz.stage.materials import Material
from viz.stage.mesh import Mesh, PartPose

ROOMS = {
    "craft": craft.craft_meshes,
    "airlock": airlock.airlock_meshes,
    "cosmonaut": cosmonaut.berkut_meshes,
    "rocket": rocket.rocket_meshes,
    "parachute": parachute.parachute_meshes,
    "forest": forest.forest_meshes,
    "training": training.training_meshes,
    "launchpad": launchpad.launchpad_meshes,
}
MESHES = {f"{room}.{name}": made for room, build in ROOMS.items() for name, made in build().items()}
INTACT = ("descent_sphere", "instrument_module", "backup_retro")
HALF_CENTIMETRE = 0.005


def size_m(made: Mesh) -> NDArray[np.float64]:
    low, high = (np.asarray(corner) for corner in made.bounds_m)
    span: NDArray[np.float64] = high - low
    return span


def placed(made: Mesh, pose: PartPose) -> Mesh:
    return mesh.moved(mesh.rotated(mesh.scaled(made, pose.scale), pose.rotation), pose.position_m)


def figure(pose: Pose, swell: float = 0.0) -> dict[str, Mesh]:
    parts = cosmonaut.berkut_meshes()
    return {part.name: placed(parts[part.name], part) for part in joints.figure_parts(pose, swell)}


# -- every mesh -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MESHES)
def test_arrays_agree_and_hold_numbers(name: str) -> None:
    made = MESHES[name]
    count = len(made.position_m)
    assert made.position_m.shape == made.normal.shape == made.colour.shape == (count, 3)
    numbers = (made.shininess, made.emissive, made.occlusion, made.material)
    assert all(array.shape == (count,) for array in numbers)
    for array in (made.position_m, made.normal, made.colour, *numbers):
        assert array.dtype == np.float32
        assert np.isfinite(array).all()
    assert made.index.dtype == np.uint32
    assert len(made.index) % 3 == 0
    assert made.index.max() < count
    assert set(np.unique(made.emissive)) <= {0.0, 1.0}
    assert made.colour.min() >= 0.0
    assert made.colour.max() <= 1.0


@pytest.mark.parametrize("name", MESHES)
def test_normals_are_unit_and_face_the_way_their_triangles_do(name: str) -> None:
    made = MESHES[name]
    np.testing.assert_allclose(np.linalg.norm(made.normal, axis=1), 1.0, atol=2e-5)
    corner = made.position_m.astype(np.float64)[made.index.reshape(-1, 3)]
    flat = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    mean = made.normal[made.index.reshape(-1, 3)].mean(axis=1)
    assert (np.einsum("ij,ij->i", flat, mean) > 0.0).all()


OF = {
    "craft.descent_sphere": {Material.FOIL, Material.METAL, Material.GLASS, Material.PAINT},
    "craft.descent_sphere_charred": {Material.CHAR, Material.METAL, Material.GLASS, Material.PAINT},
    "airlock.airlock_skin": {Material.CLOTH},
    "airlock.airlock_rim": {Material.METAL, Material.PAINT, Material.GLASS},
    "cosmonaut.helmet": {Material.PAINT, Material.GLASS, Material.METAL},
    "cosmonaut.left_forearm": {Material.PAINT, Material.METAL, Material.CLOTH},
    "cosmonaut.left_forearm_slack": {Material.CLOTH, Material.METAL},
    "forest.ground": {Material.SNOW},
    "forest.trees": {Material.PLANT, Material.SNOW},
    "forest.crew_seated_0": {Material.CLOTH, Material.SKIN, Material.METAL},
    "parachute.main_canopy": {Material.CLOTH, Material.ROPE},
    "training.tu104": {Material.PAINT, Material.METAL, Material.GLASS},
}


@pytest.mark.parametrize("name", OF)
def test_things_are_made_of_what_they_are(name: str) -> None:
    assert {Material(round(number)) for number in np.unique(MESHES[name].material)} == OF[name]


def test_the_visor_is_of_glass_and_the_rest_of_the_helmet_is_not() -> None:
    made = helmet.helmet()
    of_glass = made.material == Material.GLASS
    assert made.position_m[of_glass, 0].min() > 0.0
    assert made.shininess[of_glass].min() == 1.0
    assert made.shininess[~of_glass].max() < 1.0


@pytest.mark.parametrize("name", MESHES)
def test_no_vertex_goes_unused(name: str) -> None:
    made = MESHES[name]
    assert len(np.unique(made.index)) == len(made.position_m)


def test_building_twice_gives_the_same_bytes() -> None:
    for room, build in ROOMS.items():
        for name, made in build().items():
            first = MESHES[f"{room}.{name}"]
            assert made.position_m.tobytes() == first.position_m.tobytes()
            assert made.colour.tobytes() == first.colour.tobytes()
            assert made.index.tobytes() == first.index.tobytes()


@pytest.mark.parametrize(
    ("names", "budget"),
    [
        ([f"craft.{name}" for name in INTACT], 6800),
        (["craft.descent_sphere_charred"], 2500),
        ([name for name in MESHES if name.startswith("airlock.")], 3700),
        ([f"cosmonaut.{name}" for name in joints.PARTS], 13_000),
        ([name for name in MESHES if name.startswith("cosmonaut.")], 22_500),
        ([f"rocket.{name}" for name in ("boosters", "core", "block_i", "fairing")], 6200),
        (["parachute.main_canopy", "parachute.drogue"], 2000),
        (["parachute.main_reefed"], 1400),
        (["parachute.retro_plume", "parachute.flame", "parachute.flame_high", "parachute.plasma_air"], 48),
        ([f"parachute.plasma_sparks_{flight}" for flight in range(3)], 1500),
        (["forest.fire", "forest.flames"], 800),
        ([f"parachute.snow_burst_{age}" for age in range(3)], 3800),
        (["forest.ground", "forest.trees", "forest.draped_canopy"], 47_000),
        (["forest.taiga", "forest.taiga_floor"], 4500),
        (["forest.far_crowns"], 6000),
        (
            [f"forest.{name}" for name in ("ground", "trees", "taiga", "taiga_floor", "near_floor", "far_crowns")]
            + [f"forest.{plant.name}" for plant in woods.nearest()]
            + ["craft.descent_sphere_charred", "parachute.main_canopy", "parachute.soft_landing"],
            90_000,
        ),
        (["training.tu104"], 3500),
        ([f"training.{name}" for name in ("hall", "mockup", "instructors")], 6000),
        ([name for name in MESHES if name.startswith("launchpad.")], 11_800),
    ],
)
def test_triangles_stay_within_the_drawing_budget(names: list[str], budget: int) -> None:
    assert sum(MESHES[name].triangles for name in names) <= budget


# -- builders -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "volume_m3", "share"),
    [
        (shapes.box((1.0, 2.0, 3.0)), 6.0, 1e-6),
        (shapes.sphere(1.0, segments=48, rings=24), 4.0 / 3.0 * math.pi, 0.02),
        (shapes.capsule((0.0, 0.0, 0.0), (3.0, 0.0, 0.0), 0.5, segments=40, rings=12), math.pi * 11.0 / 12.0, 0.02),
        (shapes.tube([(0.0, 0.0, 0.0), (0.0, 2.0, 0.0)], 0.5, segments=48), math.pi * 0.5, 0.01),
        (shapes.torus(2.0, 0.5, segments=64, sides=32), 2.0 * math.pi**2 * 2.0 * 0.25, 0.02),
        (shapes.limb([(0.0, 0.0, 0.0, 1.0, 2.0), (0.0, 0.0, 3.0, 1.0, 2.0)], segments=64), 6.0 * math.pi, 0.01),
        (shapes.lathe([(0.0, 0.0), (1.0, 0.0), (0.0, 3.0)], segments=64), math.pi, 0.01),
    ],
)  # fmt: skip
def test_closed_shapes_are_wound_outward_and_enclose_their_volume(made: Mesh, volume_m3: float, share: float) -> None:
    assert made.signed_volume_m3 == pytest.approx(volume_m3, rel=share)
    assert mesh.mirrored(made, 1).signed_volume_m3 == pytest.approx(made.signed_volume_m3, rel=1e-4)
    assert mesh.turned(made, (1.0, 1.0, 0.0), 77.0).signed_volume_m3 == pytest.approx(made.signed_volume_m3, rel=1e-4)
    assert mesh.scaled(made, (2.0, 1.0, 1.0)).signed_volume_m3 == pytest.approx(2.0 * made.signed_volume_m3, rel=1e-4)


@pytest.mark.parametrize(
    "name", ["cosmonaut.trunk", "craft.backup_retro", "airlock.s97", "airlock.airlock_outer_hatch", "rocket.core"]
)
def test_solid_parts_enclose_a_positive_volume(name: str) -> None:
    assert MESHES[name].signed_volume_m3 > 0.0


def test_normals_of_a_ball_point_away_from_its_middle() -> None:
    ball = shapes.sphere(2.0, segments=32, rings=16)
    outward = ball.position_m / np.linalg.norm(ball.position_m, axis=1)[:, None]
    assert np.einsum("ij,ij->i", ball.normal, outward).min() > 0.99


def test_a_box_keeps_its_edges_sharp() -> None:
    assert len(shapes.box((1.0, 1.0, 1.0)).position_m) == 24


def test_stretched_normals_stay_square_to_the_skin() -> None:
    egg = mesh.scaled(shapes.sphere(1.0, segments=48, rings=24), (1.0, 1.0, 3.0))
    true = egg.position_m / np.array([1.0, 1.0, 9.0])
    true /= np.linalg.norm(true, axis=1)[:, None]
    assert np.einsum("ij,ij->i", egg.normal, true).min() > 0.99


directions = st.tuples(*(st.floats(-1.0, 1.0) for _ in range(3))).filter(lambda v: math.hypot(*v) > 0.1)


@given(directions, directions)
def test_shortest_turn_takes_one_direction_to_the_other(start: Vec3, end: Vec3) -> None:
    matrix = mesh.rotation_matrix(mesh.shortest_turn(start, end))
    np.testing.assert_allclose(
        matrix @ np.asarray(start) / math.hypot(*start), np.asarray(end) / math.hypot(*end), atol=1e-6
    )
    assert np.linalg.det(matrix) == pytest.approx(1.0)


@given(directions, st.floats(-180.0, 180.0), directions, st.floats(-180.0, 180.0))
def test_turns_in_a_row_multiply(first_axis: Vec3, first: float, second_axis: Vec3, second: float) -> None:
    one, two = mesh.about(first_axis, first), mesh.about(second_axis, second)
    np.testing.assert_allclose(
        mesh.rotation_matrix(multiply(two, one)), mesh.rotation_matrix(two) @ mesh.rotation_matrix(one), atol=1e-9
    )


def test_hash_numbers_spread_evenly() -> None:
    numbers = mesh.hash01(4000, 5)
    assert numbers.min() >= 0.0
    assert numbers.max() < 1.0
    assert numbers.mean() == pytest.approx(0.5, abs=0.03)
    assert abs(float(np.corrcoef(numbers[1:], numbers[:-1])[0, 1])) < 0.06


# -- the craft's sizes ----------------------------------------------------------------------------


def test_descent_sphere_is_two_point_three_metres_across() -> None:
    """S01, on the foil; hatches, struts and cameras stand proud of it by less than a camera's reach."""
    assert size_m(craft._foil_skin()) == pytest.approx([2.3, 2.3, 2.3], abs=HALF_CENTIMETRE)
    assert np.linalg.norm(craft.descent_sphere().position_m, axis=1).max() < 1.6


@pytest.mark.parametrize("lens_m", [body.TV_CAMERA_1_M, body.TV_CAMERA_2_M])
def test_an_eye_at_a_television_camera_sees_nothing_of_it(lens_m: Vec3) -> None:
    """A12: all of the camera lies behind its lens front, looking up along the airlock."""
    near = craft.descent_sphere().position_m - np.asarray(lens_m)
    close = near[np.linalg.norm(near, axis=1) < 0.30]
    assert len(close) > 20
    assert close[:, 2].max() < 0.03


def test_charred_sphere_is_smaller_and_darker_than_the_foil() -> None:
    fresh, burnt = craft.descent_sphere(), craft.descent_sphere_charred(parachute_out=False)
    assert size_m(burnt)[0] < size_m(fresh)[0]
    assert burnt.colour.mean() < 0.4 * fresh.colour.mean()


def test_the_parachutes_well_is_shut_until_the_drogue_is_out() -> None:
    """The darkest of the sphere is the open well, and lies on the parachute's side alone."""
    shut, opened = (craft.descent_sphere_charred(parachute_out=out) for out in (False, True))
    well = opened.colour.max(axis=1) < 0.03
    assert well.any()
    middle = opened.position_m[well].mean(axis=0)
    assert np.dot(middle / np.linalg.norm(middle), craft.PARACHUTE_HATCH) > 0.95
    assert not (shut.colour.max(axis=1) < 0.03).any()


def test_the_third_stage_holds_the_ships_foot() -> None:
    """Until separation nothing is to be seen between stage and ship."""
    foot_x_m = instrument.NOZZLE_EXIT_X_M
    stage = MESHES["rocket.block_i"].position_m
    ring = stage[stage[:, 0] > rocket.FAIRING_BASE_X_M + 0.1]
    assert ring[:, 0].max() > foot_x_m
    assert np.hypot(ring[:, 1], ring[:, 2]).max() == pytest.approx(2.43 / 2.0, abs=0.06)


def test_instrument_module_is_2_25_m_long_and_2_43_m_wide() -> None:
    """S03, on the shell with its engine; masts and aerials reach farther."""
    shell = mesh.merge([mesh.aimed(instrument._module_shell(), (1.0, 0.0, 0.0)), instrument._engine()])
    assert size_m(shell) == pytest.approx([2.25, 2.43, 2.43], abs=0.03)
    assert shell.bounds_m[0][0] == pytest.approx(instrument.NOZZLE_EXIT_X_M, abs=HALF_CENTIMETRE)


def test_whole_ship_is_five_metres_long() -> None:
    """S04, without the airlock; the last 7 cm are the model's."""
    ship = mesh.merge([craft.descent_sphere(), instrument.instrument_module(), craft.backup_retro()])
    assert size_m(ship)[0] == pytest.approx(5.0, abs=0.1)


def test_openings_do_not_run_into_each_other() -> None:
    """S12 and S13: three hatches and the airlock's ring each need their own part of the sphere."""
    half = math.degrees(math.asin((craft.HATCH_OPENING_M + 0.03) / body.SPHERE_RADIUS_M))
    ring = math.degrees(math.asin(body.AIRLOCK_RADIUS_M / body.SPHERE_RADIUS_M))
    sight = math.degrees(math.asin(0.20 / body.SPHERE_RADIUS_M))
    places = [(craft.CREW_HATCH, half), (craft.PARACHUTE_HATCH, half), (craft.TECHNOLOGICAL_HATCH, half)]
    places += [((0.0, 0.0, 1.0), ring), (craft.VZOR_WINDOW, sight)]
    for k, (first, first_half) in enumerate(places):
        for second, second_half in places[k + 1 :]:
            cosine = np.dot(first, second) / (np.linalg.norm(first) * np.linalg.norm(second))
            assert math.degrees(math.acos(cosine)) > first_half + second_half


# -- the airlock ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("extension", "length_m"), [(0.0, 0.77), (1.0, 2.5)])
def test_airlock_is_1_2_m_across_and_as_long_as_the_record_says(extension: float, length_m: float) -> None:
    """A01-A03: 0.77 m stowed, 2.5 m deployed, measured from the base plane to the hatch plane."""
    meshes = airlock.airlock_meshes() | {"airlock_rim": airlock.rim_ring(), "airlock_base_ring": airlock.base_ring()}
    wanted = ("airlock_base_ring", "airlock_skin", "airlock_rim")
    tube = mesh.merge(
        placed(meshes[pose.name], pose) for pose in airlock.airlock_poses(extension, 0.0, 0.0) if pose.name in wanted
    )
    assert size_m(tube) == pytest.approx([1.2, 1.2, length_m], abs=HALF_CENTIMETRE)
    assert tube.bounds_m[0][2] == pytest.approx(body.AIRLOCK_BASE_Z_M, abs=HALF_CENTIMETRE)


def test_skin_closes_the_gap_between_the_rings_at_any_extension() -> None:
    for extension in np.linspace(0.0, 1.0, 9):
        poses = {pose.name: pose for pose in airlock.airlock_poses(float(extension), 0.0, 0.0)}
        skin, rim = poses["airlock_skin"], poses["airlock_rim"]
        assert skin.position_m[2] + skin.scale[2] == pytest.approx(rim.position_m[2] - airlock.RIM_HEIGHT_M)
        assert skin.position_m[2] == pytest.approx(body.AIRLOCK_BASE_Z_M + airlock.BASE_RING_HEIGHT_M)


def test_lining_is_one_metre_across_and_seen_from_inside() -> None:
    skin = airlock.airlock_skin()
    radius = np.hypot(skin.position_m[:, 0], skin.position_m[:, 1])
    lining = np.isclose(radius, body.AIRLOCK_INNER_RADIUS_M, atol=1e-4)
    assert lining.any()
    inward = -skin.position_m[lining, :2] / radius[lining, None]
    assert np.einsum("ij,ij->i", skin.normal[lining, :2], inward).min() > 0.9
    assert radius.min() > body.AIRLOCK_INNER_RADIUS_M - 1e-4


def test_frame_has_forty_tubes() -> None:
    """A08: forty ridges stand out to 0.6 m at a bay's middle."""
    skin = airlock.airlock_skin()
    radius = np.hypot(skin.position_m[:, 0], skin.position_m[:, 1])
    ridge = skin.position_m[radius > body.AIRLOCK_RADIUS_M - 1e-4]
    assert len(np.unique(np.round(np.degrees(np.arctan2(ridge[:, 1], ridge[:, 0]))) % 360)) == airlock.TUBES == 40


def test_outer_hatch_opens_inward_and_clears_the_way() -> None:
    """A07: shut it lies in the hatch plane; open it hangs inside the tube, off the opening's middle."""
    lid = airlock.airlock_outer_hatch()

    def lid_at(fraction: float) -> Mesh:
        pose = next(p for p in airlock.airlock_poses(1.0, fraction, 0.0) if p.name == "airlock_outer_hatch")
        return placed(lid, pose)

    shut, ajar, open_ = lid_at(0.0), lid_at(0.3), lid_at(1.0)
    assert shut.bounds_m[1][2] <= body.AIRLOCK_RIM_Z_M + 0.01
    assert ajar.bounds_m[0][2] < shut.bounds_m[0][2] - 0.2
    assert open_.bounds_m[1][2] <= body.AIRLOCK_RIM_Z_M
    assert open_.bounds_m[1][0] < -0.15
    assert np.hypot(open_.position_m[:, 0], open_.position_m[:, 1]).max() < body.AIRLOCK_INNER_RADIUS_M


def test_film_camera_sits_where_the_shots_expect_it() -> None:
    pose = next(p for p in airlock.airlock_poses(1.0, 1.0, 0.0) if p.name == "s97")
    assert pose.position_m == pytest.approx(body.FILM_CAMERA_M)
    lens = mesh.rotation_matrix(pose.rotation) @ np.array([1.0, 0.0, 0.0])
    assert lens[0] > 0.3
    assert lens[2] > 0.5


# -- the man --------------------------------------------------------------------------------------


def test_man_stands_one_point_nine_metres_tall_head_up() -> None:
    """U07."""
    parts = figure(Pose())
    whole = mesh.merge(parts.values())
    assert size_m(whole)[2] == pytest.approx(body.SUITED_HEIGHT_M, abs=0.01)
    assert parts["helmet"].position_m[:, 2].mean() > 0.4
    assert parts["left_shin"].position_m[:, 2].mean() < -0.6
    assert size_m(whole)[1] < 2 * body.AIRLOCK_INNER_RADIUS_M


def test_left_is_plus_y_and_the_visor_looks_forward() -> None:
    parts = figure(Pose())
    for name, made in parts.items():
        side = made.position_m[:, 1].mean()
        if name.startswith("left"):
            assert side > 0.05
        elif name.startswith("right"):
            assert side < -0.05
    gold = (parts["helmet"].colour[:, 0] > 1.6 * parts["helmet"].colour[:, 2]) & (parts["helmet"].colour[:, 1] > 0.15)
    assert parts["helmet"].position_m[gold, 0].min() > 0.0
    pack = parts["rig"].position_m[:, 0].min()
    assert pack < -0.2


def test_letters_read_from_his_right_to_his_left() -> None:
    """Seen from the front, +Y is on the viewer's right: the stem of the last letter stands farthest to +Y."""
    made = helmet.helmet()
    red = (made.colour[:, 0] > 0.7) & (made.colour[:, 1] < 0.2)
    letters = made.position_m[red]
    assert letters[:, 0].min() > 0.0
    assert letters[:, 2].min() > 0.3
    assert abs(letters[:, 1].mean()) < 0.03
    stem = letters[letters[:, 1] > 0.02]
    assert len(stem) > 0


def hand(pose: Pose, side: str) -> NDArray[np.float64]:
    return np.asarray(joints.hand_m(pose, side))


def test_elbow_bends_the_hand_forward() -> None:
    assert hand(Pose(left_elbow_deg=90.0), "left")[0] > hand(Pose(), "left")[0] + 0.25
    assert hand(Pose(right_elbow_deg=90.0), "right")[0] > hand(Pose(), "right")[0] + 0.25


def test_shoulder_lifts_forward_and_out() -> None:
    raised = hand(Pose(left_shoulder_flex_deg=90.0), "left")
    assert raised[0] > 0.5
    assert raised[2] == pytest.approx(joints.SHOULDER_M[2], abs=0.01)
    left, right = hand(Pose(left_shoulder_abduct_deg=90.0), "left"), hand(Pose(right_shoulder_abduct_deg=90.0), "right")
    assert left[1] > 0.7
    assert right[1] < -0.7
    assert left[1] == pytest.approx(-right[1])
    assert hand(Pose(left_shoulder_flex_deg=170.0), "left")[2] > 0.7


def test_knee_bends_the_heel_back_and_hip_lifts_the_knee_forward() -> None:
    shin = {p.name: p for p in joints.figure_parts(Pose(left_hip_flex_deg=90.0, left_knee_deg=90.0), 0.0)}["left_shin"]
    assert shin.position_m[0] > 0.35
    foot = mesh.rotation_matrix(shin.rotation) @ np.array([0.0, 0.0, -1.0])
    np.testing.assert_allclose(foot, [0.0, 0.0, -1.0], atol=1e-9)
    straight = {p.name: p for p in joints.figure_parts(Pose(right_knee_deg=60.0), 0.0)}["right_shin"]
    assert (mesh.rotation_matrix(straight.rotation) @ np.array([0.0, 0.0, -1.0]))[0] < -0.5


@given(st.floats(-40.0, 170.0), st.floats(0.0, 170.0), st.floats(0.0, 130.0), st.floats(0.0, 1.0))
def test_the_two_sides_mirror_each_other(flex: float, abduct: float, elbow: float, swell: float) -> None:
    pose = Pose(
        left_shoulder_flex_deg=flex, right_shoulder_flex_deg=flex,
        left_shoulder_abduct_deg=abduct, right_shoulder_abduct_deg=abduct,
        left_elbow_deg=elbow, right_elbow_deg=elbow,
    )  # fmt: skip
    parts = {part.name: part for part in joints.figure_parts(pose, swell)}
    left, right = parts["left_forearm"], parts["right_forearm"]
    assert left.position_m == pytest.approx((right.position_m[0], -right.position_m[1], right.position_m[2]))


@given(st.floats(-40.0, 170.0), st.floats(0.0, 170.0))
def test_an_arm_keeps_its_length(flex: float, abduct: float) -> None:
    parts = {
        p.name: p for p in joints.figure_parts(Pose(left_shoulder_flex_deg=flex, left_shoulder_abduct_deg=abduct), 0.0)
    }
    reach = np.subtract(parts["left_forearm"].position_m, parts["left_upper_arm"].position_m)
    assert float(np.linalg.norm(reach)) == pytest.approx(suit.UPPER_ARM_M)


def test_swelling_makes_the_suit_wider_everywhere_but_the_rigid_helmet() -> None:
    slack, full = figure(Pose(), 0.0), figure(Pose(), 1.0)
    assert size_m(full["left_thigh"])[1] == pytest.approx(size_m(slack["left_thigh"])[1] * 1.08, rel=1e-3)
    assert size_m(full["trunk"])[1] > size_m(slack["trunk"])[1]
    np.testing.assert_allclose(size_m(full["helmet"]), size_m(slack["helmet"]), atol=1e-6)


def _roughness_m(made: Mesh) -> float:
    """How far vertices lie off the middle circle of those at about their height, on the whole."""
    place = made.position_m[(made.position_m[:, 2] > -0.24) & (made.position_m[:, 2] < -0.17)].astype(np.float64)
    radius = np.hypot(place[:, 0], place[:, 1])
    return float(radius.std())


@pytest.mark.parametrize("side", ["left", "right"])
def test_slack_cloth_lies_in_folds_and_taut_cloth_is_smooth(side: str) -> None:
    """E08, U01: the elbow's cloth; its deepest folds are hidden from the light."""
    taut, slack = MESHES[f"cosmonaut.{side}_upper_arm"], MESHES[f"cosmonaut.{side}_upper_arm_slack"]
    assert _roughness_m(slack) > 2.0 * _roughness_m(taut)
    assert taut.occlusion.max() == 0.0
    assert 0.3 < slack.occlusion.max() <= 0.6
    assert (slack.material == Material.CLOTH).all()


@given(st.floats(0.0, 1.0))
def test_folds_grow_out_of_the_taut_cloth(stiffness: float) -> None:
    """One of the two alone at either end; between, the wider hides the narrower and no part is without cloth."""
    parts = joints.figure_parts(Pose(), 0.7)
    drawn = {part.name: part for part in joints.dressed(parts, 0.7, stiffness)}
    full = next(part for part in parts if part.name == "left_thigh").scale[0]
    taut, slack = drawn.get("left_thigh"), drawn.get("left_thigh_slack")
    assert max(part.scale[0] for part in (taut, slack) if part) > 0.94 * full
    assert (slack is None) == (stiffness >= joints.TAUT_ABOVE)
    assert (taut is None) == (stiffness <= joints.FOLDS_BELOW)
    assert {"rig", "helmet", "left_boot", "right_fingers"} <= drawn.keys()


def test_a_taut_sleeve_pushes_the_elbow_out_and_leaves_the_hand_where_it_is() -> None:
    pose = Pose(left_shoulder_flex_deg=60.0, left_shoulder_abduct_deg=30.0, left_elbow_deg=10.0)
    slack, full = ({p.name: p for p in joints.figure_parts(pose, 0.0, pushed)} for pushed in (0.0, 1.0))
    elbow = full["left_forearm"].position_m
    assert elbow[1] > slack["left_forearm"].position_m[1] + 0.01
    shoulder, wrist = (np.asarray(full[f"left_{name}"].position_m) for name in ("upper_arm", "glove"))
    ways = (np.asarray(elbow) - shoulder, wrist - np.asarray(elbow))
    bent = math.degrees(math.acos(float(ways[0] @ ways[1]) / float(np.prod([np.linalg.norm(way) for way in ways]))))
    assert bent == pytest.approx(joints.PUSHED_ELBOW_DEG, abs=0.5)
    np.testing.assert_allclose(wrist, slack["left_glove"].position_m, atol=0.03)


def test_arms_held_to_his_sides_are_not_pushed() -> None:
    """As he passes a hatch."""
    pose = Pose(left_shoulder_flex_deg=2.0, left_elbow_deg=6.0, right_elbow_deg=6.0)
    assert joints.figure_parts(pose, 0.8, 1.0) == joints.figure_parts(pose, 0.8, 0.0)


def test_the_tips_of_blown_up_gloves_are_empty() -> None:
    """E08, from about minute eight: a finger is thinner past where his own ends."""
    for swell, name in ((0.9, "left_fingers"), (0.95, "left_fingers_empty")):
        assert name in {p.name for p in joints.dressed(joints.figure_parts(Pose(), swell), swell, 1.0)}
    tips = [MESHES[f"cosmonaut.{name}"] for name in ("left_fingers", "left_fingers_empty")]
    ends = [made.position_m[(made.position_m[:, 2] < -0.050) & (made.position_m[:, 0] > 0.026)] for made in tips]
    assert np.ptp(ends[1][:, 0]) < np.ptp(ends[0][:, 0])


def test_limbs_hold_together_at_the_joints() -> None:
    """Neighbouring parts overlap in a bent pose, so no gap opens at elbow or knee."""
    parts = figure(Pose(left_elbow_deg=100.0, left_knee_deg=100.0, left_hip_flex_deg=60.0))
    for upper, lower in (("left_upper_arm", "left_forearm"), ("left_thigh", "left_shin"), ("trunk", "left_thigh")):
        first, second = parts[upper].position_m, parts[lower].position_m
        gap = np.linalg.norm(first[:, None] - second[None], axis=2).min()
        assert gap < 0.04


# -- rocket, canopies, forest ---------------------------------------------------------------------


def test_stages_follow_each_other_along_the_axis() -> None:
    meshes = rocket.rocket_meshes()
    tops = [meshes[name].bounds_m[1][0] for name in ("fairing", "block_i", "core", "boosters")]
    assert tops == sorted(tops, reverse=True)
    whole = mesh.merge(meshes[name] for name in ("fairing", "block_i", "core", "boosters"))
    assert 43.0 < size_m(whole)[0] < 46.0


def test_fairing_covers_the_craft_and_the_stowed_airlock() -> None:
    """S16: the blister is there because the stowed airlock stands outside the fairing's circle."""
    ring = math.hypot(airlock.rim_z_m(0.0), 0.0)
    assert ring > rocket.FAIRING_RADIUS_M
    assert rocket.fairing().bounds_m[1][2] > ring
    retro = craft.backup_retro()
    x = retro.position_m[:, 0]
    allowed = np.interp(x, [1.15, 2.20, 3.40], [rocket.FAIRING_RADIUS_M, 1.20, 0.80])
    assert (np.hypot(retro.position_m[:, 1], retro.position_m[:, 2]) < allowed).all()


def test_a_full_canopy_has_unit_radius_and_hangs_from_the_origin() -> None:
    for made in (parachute.main_canopy(), parachute.drogue()):
        radius = np.hypot(made.position_m[:, 0], made.position_m[:, 1])
        assert radius.max() == pytest.approx(1.0, abs=0.03)
        assert made.position_m[:, 2].min() == pytest.approx(0.0, abs=0.02)
        assert made.bounds_m[1][2] > parachute.LINE_TO_MOUTH


def test_a_filling_canopy_only_grows_wider() -> None:
    spread = [parachute.canopy_scale(9.0, 26.0, f)[0] for f in np.linspace(0.0, 1.0, 11)]
    assert spread == sorted(spread)
    assert spread[-1] == pytest.approx(9.0)


def test_reefed_canopy_is_wider_in_its_belly_than_at_its_mouth() -> None:
    made = parachute.main_reefed()
    cloth = made.position_m[made.position_m[:, 2] > parachute.LINE_TO_MOUTH - 1e-3]
    radius = np.hypot(cloth[:, 0], cloth[:, 1])
    mouth = radius[cloth[:, 2] < parachute.LINE_TO_MOUTH + 0.01].max()
    assert radius.max() > 1.4 * mouth


def test_the_main_canopy_changes_over_from_reefed_at_the_same_girth() -> None:
    meshes = parachute.parachute_meshes()
    girth = []
    for fraction in (parachute.REEFED_BELOW - 1e-6, parachute.REEFED_BELOW):
        (pose,) = parachute.canopy_poses("main", fraction)
        made = placed(meshes[pose.name], pose)
        girth.append(float(np.hypot(made.position_m[:, 0], made.position_m[:, 1]).max()))
    assert girth[0] == pytest.approx(girth[1], rel=0.07)
    assert parachute.canopy_poses("down", 1.0) == ()


@given(st.floats(-5.0, 10.0, allow_subnormal=False))
def test_thrown_snow_comes_and_goes(since_s: float) -> None:
    poses = landing.snow_burst_poses(since_s)
    assert bool(poses) == (0.0 < since_s < landing.BURST_S)
    assert {pose.name for pose in poses} <= set(landing.landing_meshes())


def test_thrown_snow_has_settled_when_it_is_left_out() -> None:
    last, cloud = landing.snow_burst_poses(landing.BURST_S - 1e-3)
    assert placed(MESHES["parachute." + last.name], last).bounds_m[1][2] < 0.0
    assert (cloud.name, cloud.light < 1e-3) == ("snow_cloud", True)


# -- the launch site ------------------------------------------------------------------------------


def _site(since_s: float) -> dict[str, Mesh]:
    meshes = launchpad.launchpad_meshes()
    return {pose.name: placed(meshes[pose.name], pose) for pose in launchpad.pad_poses(since_s, 45.0)}


def _hull_radius_m(height_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Outermost strap-on's far side at a height over the pad; above the waist the core alone."""
    above = height_m + rocket.NOZZLE_EXIT_X_M - rocket.CORE_BASE_X_M
    hull: NDArray[np.float64] = np.interp(above, [0.0, 19.0, 20.0], [3.9, 1.7, 1.5])
    return hull


def test_support_arms_hold_the_waist_and_then_let_go() -> None:
    waist_m = rocket.CORE_WAIST_X_M - rocket.NOZZLE_EXIT_X_M
    held, gone = _site(-1.0), _site(5.0)
    for k in range(4):
        arm = held[f"pad_arm_{k}"].position_m
        head = arm[arm[:, 2] > launchpad.ARM_HEIGHT_M]
        assert head[:, 2].mean() == pytest.approx(waist_m, abs=1.5)
        assert np.hypot(head[:, 0], head[:, 1]).min() < 3.3
        fallen = gone[f"pad_arm_{k}"].position_m
        assert np.hypot(fallen[:, 0], fallen[:, 1])[fallen[:, 2] > 3.0].min() > 6.0


def test_nothing_of_the_site_stands_in_the_rocket() -> None:
    for name, made in _site(-1.0).items():
        if name.startswith(("pad_arm", "pad_mast")):
            out = np.hypot(made.position_m[:, 0], made.position_m[:, 1])
            assert (out > 0.55 * _hull_radius_m(made.position_m[:, 2].astype(np.float64))).all(), name


def test_smoke_rises_only_after_lift_off_and_spreads() -> None:
    assert "pad_smoke" not in _site(-0.1)
    assert size_m(_site(10.0)["pad_smoke"])[0] > 1.5 * size_m(_site(2.0)["pad_smoke"])[0]


# -- the Tu-104 -----------------------------------------------------------------------------------


def test_aircraft_has_the_tu_104s_length_and_span() -> None:
    assert size_m(tu104.tu104())[:2] == pytest.approx([tu104.LENGTH_M, tu104.SPAN_M], abs=0.25)


def test_wings_are_swept_back() -> None:
    wing = tu104._wing().position_m
    root, tip = wing[wing[:, 1] < 1.3], wing[wing[:, 1] > 17.0]
    assert tip[:, 0].max() < root[:, 0].max() - 12.0


def test_the_mock_up_lies_along_the_hall_with_the_hatch_to_the_nose() -> None:
    turn = mesh.rotation_matrix(training.MOCKUP_TURN)
    np.testing.assert_allclose(turn @ [0.0, 0.0, 1.0], [1.0, 0.0, 0.0], atol=1e-12)
    assert abs(float((turn @ [1.0, 0.0, 0.0])[2])) == pytest.approx(1.0)
    rim = next(p for p in training.training_poses(False) if p.name == "airlock_rim")
    assert rim.position_m == pytest.approx((training.RIM_X_M, 0.0, tu104.AXIS_Z_M))
    meshes = training.training_meshes() | airlock.airlock_meshes()
    whole = mesh.merge(placed(meshes[p.name], p) for p in training.training_poses(False) if p.name[:4] != "hall")
    across = np.hypot(whole.position_m[:, 1], whole.position_m[:, 2] - tu104.AXIS_Z_M)
    assert across.max() < training.HALL_RADIUS_M + 0.05


def test_strap_ons_leave_from_where_the_whole_mesh_has_them(flight: Flight) -> None:
    """The four followed parts, in the frames they leave in, make up the mesh that was drawn until then."""
    meshes = rocket.rocket_meshes()
    state = flight.state_at(flight.mission.event("launch.boosters_off").time.met_s + 1e-6)
    craft_turn = conjugate(state.craft.attitude_quaternion)
    boosters = [body for body in state.craft.free_bodies if body.name.startswith("booster_")]
    apart = mesh.merge(
        mesh.moved(
            mesh.rotated(meshes["booster"], multiply(craft_turn, body.attitude_quaternion)),
            rotate(craft_turn, body.offset_m),
        )
        for body in boosters
    )
    np.testing.assert_allclose(apart.position_m, meshes["boosters"].position_m, atol=0.01)


def test_the_trainee_stays_in_the_hall(flight: Flight) -> None:
    parts = cosmonaut.berkut_meshes()
    for second in range(int(flight.start_met_s), 0):
        state = flight.state_at(float(second)).training
        assert state is not None
        forward, left, up = state.trainee_m
        man = mesh.merge(placed(parts[p.name], p) for p in joints.figure_parts(training.trainee_pose(up), 0.0))
        man = mesh.rotated(man, mesh.about((0.0, 1.0, 0.0), state.trainee_turn_deg))
        man = mesh.moved(man, (forward + training.TRAINEE_FROM_M, left, up))
        across = np.hypot(man.position_m[:, 1], man.position_m[:, 2] - tu104.AXIS_Z_M)
        assert man.bounds_m[0][2] > 0.0, second
        assert across.max() < training.HALL_RADIUS_M, second
        assert man.bounds_m[1][0] < training.HALL_LENGTH_M / 2, second


def test_the_hall_is_open_towards_its_right() -> None:
    """No wall between a camera at -Y and the middle: every lining vertex low on the right is the floor's edge."""
    lining = training._padding().position_m
    assert not ((lining[:, 1] < -0.9) & (lining[:, 2] < 1.8)).any()


# -- hands and the commander ----------------------------------------------------------------------


def test_fingers_lengthen_and_straighten_as_the_suit_swells() -> None:
    """E08: his hands slip from the tips of the gloves; the drawn glove outgrows the hand."""
    slack, full = figure(Pose(), 0.0)["left_fingers"], figure(Pose(), 1.0)["left_fingers"]
    assert size_m(full)[2] > 1.15 * size_m(slack)[2]
    assert size_m(full)[1] < size_m(slack)[1]


def test_gloves_and_boots_stay_on_bent_limbs() -> None:
    pose = Pose(left_elbow_deg=70.0, right_elbow_deg=20.0, left_knee_deg=80.0, left_shoulder_flex_deg=50.0)
    for swell in (0.0, 1.0):
        parts = figure(pose, swell)
        for side in ("left", "right"):
            for inner, outer in (("forearm", "glove"), ("glove", "fingers"), ("shin", "boot")):
                a, b = parts[f"{side}_{inner}"].position_m, parts[f"{side}_{outer}"].position_m
                assert np.linalg.norm(a[:, None] - b[None], axis=2).min() < 0.03


def test_the_cabin_glows_behind_two_portholes() -> None:
    made = craft.descent_sphere()
    glowing = made.position_m[made.emissive == 1.0]
    for where, lit in zip(craft.PORTHOLES, (True, True, False), strict=True):
        centre = body.SPHERE_RADIUS_M * np.asarray(where) / np.linalg.norm(where)
        assert bool((np.linalg.norm(glowing - centre, axis=1) < 0.15).any()) == lit


# -- the forest -----------------------------------------------------------------------------------


def test_no_tree_stands_where_the_onlookers_do() -> None:
    trees = np.concatenate([MESHES["forest.trees"].position_m, woods.planted(woods.GRAINS).position_m])
    for eye in ((2.6, -4.2, 1.5), (1.0, -8.0, 1.7), (2.2, -4.4, 1.8), (-3.5, -4.3, 1.3)):
        assert np.linalg.norm(trees - np.asarray(eye), axis=1).min() > 1.5


def test_taiga_takes_over_where_the_drawn_forest_ends() -> None:
    reach = np.hypot(*MESHES["forest.taiga_floor"].position_m[:, :2].T)
    assert reach.min() < snow.GROUND_RADIUS_M
    assert reach.max() == pytest.approx(snow.TAIGA_RADIUS_M, rel=1e-3)
    near = np.hypot(*MESHES["forest.near_floor"].position_m[:, :2].T)
    assert near.max() > reach.min()


def test_the_forest_from_the_air_has_no_edge() -> None:
    """The floor has the tone of the ground beyond, and its pattern ends before the mesh does (``floor.frag.glsl``)."""
    shader = (files("viz.stage") / "web" / "shaders" / "floor.frag.glsl").read_text(encoding="utf-8")
    ends_m = float(re.search(r"ENDS_M = ([0-9.]+)", shader).group(1))  # type: ignore[union-attr]
    assert ends_m < snow.TAIGA_RADIUS_M
    np.testing.assert_allclose(MESHES["forest.taiga_floor"].colour, [snow.EDGE_TONE] * 324, atol=1e-3)


def test_ground_is_level_at_the_landing_point_and_trees_stand_on_it() -> None:
    assert float(snow.ground_height_m(np.array(0.0), np.array(0.0))) == pytest.approx(0.0, abs=1e-9)
    trees = np.concatenate([MESHES["forest.trees"].position_m, woods.planted(woods.GRAINS).position_m])
    for east, north, foot, _ in woods.spots(40, 6.0, 120.0, 72):
        near = trees[np.hypot(trees[:, 0] - east, trees[:, 1] - north) < 4.0]
        assert foot == pytest.approx(float(snow.ground_height_m(np.array(east), np.array(north))))
        assert len(near) == 0 or near[:, 2].max() > foot


def test_nothing_grows_through_the_sphere_or_the_camp() -> None:
    trees = np.concatenate([MESHES["forest.trees"].position_m, woods.planted(woods.GRAINS).position_m])
    assert np.hypot(trees[:, 0], trees[:, 1])[trees[:, 2] < 1.5].min() > body.SPHERE_RADIUS_M
    for east, north, _ in (snow.HUT_M, snow.FIRE_M):
        for spot in woods.spots(60, 6.5, 42.0, 72):
            assert math.hypot(spot[0] - east, spot[1] - north) > 4.0
