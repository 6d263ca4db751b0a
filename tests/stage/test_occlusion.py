"""What stands close together is dark, what stands free is light, and the kept numbers belong to the meshes drawn."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from viz.missions.voskhod2.flight import body
from viz.missions.voskhod2.stage.cast import bare_fine_meshes, bare_meshes, cast_meshes
from viz.missions.voskhod2.stage.hiding import occlusion_file, settings
from viz.stage.materials import Material
from viz.stage.mesh import Mesh, PartPose, about, backside, merge, moved
from viz.stage.occlusion import STEPS, hidden, placed, read_occlusion, shaded, shape_of, write_occlusion
from viz.stage.shapes import box, disc, lathe, sphere

MESHES = cast_meshes()
KEPT = {pose.name for setting in settings() for pose in setting.poses if setting.of is None or pose.name in setting.of}
AT_MOST_BYTES = 250_000


# -- how it is computed ---------------------------------------------------------------------------


def test_a_ball_by_itself_is_open_all_round() -> None:
    ball = sphere(1.0, segments=24, rings=12)
    assert hidden(ball, ball).max() < 0.02


def test_the_inside_of_a_closed_ball_sees_nothing_of_the_sky() -> None:
    inside = backside(sphere(1.0, segments=24, rings=12))
    assert hidden(inside, inside).min() > 0.98


def test_a_plate_under_a_wall_misses_half_of_the_sky() -> None:
    """At the foot of a wall without end half of the sky is hidden; far from it hardly any."""
    floor = disc(40.0, segments=24, inner_m=0.05)
    wall = box((400.0, 0.2, 400.0), centre_m=(0.0, -0.1, 0.0))
    foot = moved(box((0.02, 0.02, 0.02)), (0.0, 0.03, 0.0))
    top = foot.normal[:, 2] > 0.9
    assert hidden(foot, merge([foot, wall]))[top] == pytest.approx(0.5, abs=0.05)
    assert hidden(floor, floor).max() == 0.0


def test_what_is_out_of_reach_hides_nothing_and_what_is_near_the_more() -> None:
    plate = disc(1.0, segments=8)
    lids = {high: backside(moved(disc(30.0, segments=8), (0.0, 0.0, high))) for high in (0.25, 0.5, 1.5)}
    dark = {high: hidden(plate, merge([plate, lid]), reach_m=1.0).mean() for high, lid in lids.items()}
    assert 0.9 > dark[0.25] > dark[0.5] > 0.1
    assert dark[1.5] == 0.0
    assert hidden(plate, merge([plate, lids[1.5]])).mean() > 0.9


def test_occlusion_turns_with_the_things() -> None:
    well = lathe([(0.5, 1.0), (0.5, 0.5), (0.5, 0.0), (0.25, 0.0), (0.0, 0.0)], segments=16)
    still = hidden(well, well)
    tilted = placed(well, PartPose("well", (3.0, -2.0, 7.0), about((1.0, 2.0, 3.0), 77.0)))
    assert np.abs(hidden(tilted, tilted) - still).mean() < 0.06
    assert still[well.position_m[:, 2] < 0.1].mean() > 0.6


# -- the file -------------------------------------------------------------------------------------


def test_only_the_same_shape_has_the_numbers(tmp_path_factory: pytest.TempPathFactory) -> None:
    ball, other = sphere(1.0), sphere(1.02)
    values = np.linspace(0.0, 1.0, len(ball.position_m))
    file = tmp_path_factory.mktemp("kept") / "occlusion.npz"
    write_occlusion(file, [(ball, values)])
    twice = file.read_bytes()
    write_occlusion(file, [(ball, values)])
    assert file.read_bytes() == twice
    made = shaded({"ball": ball, "same": sphere(1.0), "other": other}, read_occlusion(file))
    np.testing.assert_allclose(made["ball"].occlusion, values, atol=0.5 / STEPS + 1e-6)
    assert np.array_equal(made["same"].occlusion, made["ball"].occlusion)
    assert not made["other"].occlusion.any()


def test_a_shape_is_known_again_in_spite_of_rounding() -> None:
    ball = sphere(1.0, segments=40, rings=20)
    assert shape_of(moved(ball, (1e-7, -1e-7, 1e-7))) == shape_of(ball)
    assert shape_of(moved(ball, (0.02, 0.0, 0.0))) != shape_of(ball)


def test_the_file_is_small_and_every_mesh_has_its_own_numbers() -> None:
    assert occlusion_file().stat().st_size < AT_MOST_BYTES
    held = read_occlusion(occlusion_file())
    drawn = (*bare_meshes().items(), *bare_fine_meshes().items())
    without = sorted(name for name, mesh in drawn if name in KEPT and shape_of(mesh) not in held)
    assert not without, f"run scripts/build_occlusion.py: these have changed their shape since: {without}"


# -- the flight's things --------------------------------------------------------------------------


def lining(made: Mesh) -> NDArray[np.bool_]:
    return np.isclose(np.hypot(made.position_m[:, 0], made.position_m[:, 1]), body.AIRLOCK_INNER_RADIUS_M, atol=1e-3)


def test_the_lock_is_dark_inside_and_light_outside() -> None:
    skin = MESHES["airlock_skin"]
    inside = lining(skin)
    radius = np.hypot(skin.position_m[:, 0], skin.position_m[:, 1])
    ridges = (radius > body.AIRLOCK_RADIUS_M - 1e-3) & (skin.position_m[:, 2] > 0.5)
    assert skin.occlusion[inside].mean() > 0.7
    assert skin.occlusion[ridges].mean() < 0.2
    floor = MESHES["airlock_base_ring"]
    well = np.hypot(floor.position_m[:, 0], floor.position_m[:, 1]) < body.HATCH_RADIUS_M
    assert floor.occlusion[well].mean() > 0.85


def test_the_sphere_is_open_where_nothing_stands_and_dark_under_the_lock() -> None:
    ball = MESHES["descent_sphere"]
    radius = np.linalg.norm(ball.position_m, axis=1)
    unit = ball.position_m / radius[:, None]
    skin = (ball.material == Material.FOIL) & (radius < body.SPHERE_RADIUS_M + 1e-3)
    free = skin & (unit @ np.array([-0.1, 0.62, -0.78]) > math.cos(math.radians(15.0)))
    under = unit[:, 2] > math.cos(math.radians(20.0))
    assert ball.occlusion[free].mean() < 0.2
    assert ball.occlusion[under].mean() > 0.6


def test_the_huts_walls_are_darker_than_the_snow_on_its_roof() -> None:
    hut = MESHES["forest:hut"]
    roof = (hut.material == Material.SNOW) & (hut.normal[:, 2] > 0.5)
    assert hut.occlusion[roof].mean() < 0.1
    assert hut.occlusion[hut.material == Material.PLANT].mean() > 0.4


def test_armpits_are_darker_than_shoulders() -> None:
    trunk = MESHES["man:trunk"]
    x, y, z = trunk.position_m.T
    cloth = np.abs(x) < 0.08
    armpit = cloth & (np.abs(y) > 0.12) & (z > 0.1) & (z < 0.25)
    waist = cloth & (np.abs(y) > 0.12) & (z < -0.02) & (z > -0.2)
    assert trunk.occlusion[armpit].mean() > trunk.occlusion[waist].mean() + 0.1


def test_one_mesh_under_many_names_stays_one() -> None:
    assert MESHES["man:trunk"] is MESHES["ghost:trunk"]
    assert MESHES["pad_arm_0"] is MESHES["pad_arm_3"]
