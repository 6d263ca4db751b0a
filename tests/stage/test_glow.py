"""Gas: boxes and closed soft shells of it, brighter and longer the more there is to burn, and what it looks like."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from viz.flight.flight import Flight
from viz.flight.frames import ground_velocity_teme
from viz.flight.quaternion import rotate
from viz.flight.state import Vec3
from viz.flight.vector import add, cross, scaled, square_to, unit
from viz.missions.voskhod2.flight import body
from viz.missions.voskhod2.stage import camp, fire, instrument, landing, rocket
from viz.missions.voskhod2.stage.cast import GASES, cast_meshes
from viz.stage import glow, mesh, plasma
from viz.stage.actors import FLAME, GLOW, PLUME
from viz.stage.actors import GASES as BOXED
from viz.stage.mesh import Mesh, PartPose
from viz.story.compose import compose
from viz.story.picture import Picture, View
from viz.story.script import Script

MESHES = {name: made for name, made in cast_meshes().items() if name in GASES}
SHELLS = sorted(name for name, kind in GASES.items() if kind == GLOW)
BOXES = sorted(name for name, kind in GASES.items() if kind in BOXED)
Pixels = NDArray[np.uint8]
Camera = Callable[[Picture], Pixels]


def placed(made: Mesh, pose: PartPose) -> Mesh:
    return mesh.moved(mesh.rotated(mesh.scaled(made, pose.scale), pose.rotation), pose.position_m)


def test_every_gas_has_a_mesh() -> None:
    assert set(MESHES) == set(GASES) == {*SHELLS, *BOXES}
    assert set(fire.FIRES) == set(fire.fire_meshes())
    assert set(plasma.PLASMAS) == set(plasma.plasma_meshes(1.15))


@pytest.mark.parametrize("name", sorted(GASES))
def test_gas_is_closed(name: str) -> None:
    """Each edge belongs to as many triangles one way as the other: a ray that goes in comes out again."""
    made = MESHES[name]
    _, corner = np.unique(np.round(made.position_m, 4), axis=0, return_inverse=True)
    face = corner.ravel()[made.index].reshape(-1, 3)
    edges = np.concatenate([face[:, [0, 1]], face[:, [1, 2]], face[:, [2, 0]]])
    ways = Counter((int(a), int(b)) for a, b in edges if a != b)
    assert all(ways[b, a] == count for (a, b), count in ways.items())
    assert made.signed_volume_m3 > 0.0


@pytest.mark.parametrize("name", BOXES)
def test_a_box_of_gas_is_a_box_with_one_look(name: str) -> None:
    made = MESHES[name]
    low, high = made.bounds_m
    assert made.triangles == 12
    assert made.signed_volume_m3 == pytest.approx(math.prod(b - a for a, b in zip(low, high, strict=True)), rel=1e-4)
    assert len(np.unique(made.colour, axis=0)) == 1


@pytest.mark.parametrize("name", SHELLS)
def test_shells_have_no_hard_edges(name: str) -> None:
    """One normal to a place, apart from where two shells share one: no facet shows in the light."""
    made = MESHES[name]
    places = np.unique(np.round(made.position_m, 5), axis=0)
    assert len(made.position_m) <= 1.03 * len(places) + 16


@pytest.mark.parametrize("name", ["soft_landing", "mortar_flash"])
def test_shells_fade_to_nothing_at_their_far_end(name: str) -> None:
    made = MESHES[name]
    axis = {"soft_landing": (0, 0, -1), "mortar_flash": (0, 0, 1)}[name]
    along = made.position_m @ np.asarray(axis, dtype=np.float32)
    span = along.max() - along.min()
    head = made.colour[along < along.min() + 0.2 * span].max()
    tail = made.colour[along > along.max() - 0.04 * span].max()
    assert head > 0.25
    assert tail < 0.04 * head


def test_flicker_is_a_small_smooth_function_of_time() -> None:
    at_s = np.arange(0.0, 30.0, 0.01)
    light = np.array([glow.flicker(float(t), 3, 0.1) for t in at_s])
    assert np.abs(light - 1.0).max() <= 0.1 + 1e-12
    assert light.std() > 0.02
    assert np.abs(np.diff(light)).max() < 0.05
    assert glow.flicker(12.5, 3, 0.1) == glow.flicker(12.5, 3, 0.1)


# -- entry ----------------------------------------------------------------------------------------


def test_the_hot_air_has_room_round_the_sphere_and_behind_it() -> None:
    low, high = (np.asarray(corner) for corner in MESHES["plasma_air"].bounds_m)
    assert (high > 1.5 * body.SPHERE_RADIUS_M).all()
    assert (low[:2] < -1.5 * body.SPHERE_RADIUS_M).all()
    assert low[2] == pytest.approx(-plasma.WAKE_M)
    radius, wake, _ = MESHES["plasma_air"].colour[0].tolist()
    assert (10.0 * radius, 10.0 + 10.0 * wake) == pytest.approx((body.SPHERE_RADIUS_M, plasma.WAKE_M))


@given(st.floats(-0.5, 2.0), st.floats(0.0, 1e5))
def test_entry_glow_uses_meshes_that_exist_and_grows_from_nothing(share: float, flow_s: float) -> None:
    poses = plasma.plasma_poses(share, flow_s)
    assert bool(poses) == (share > 0.0)
    assert {pose.name for pose in poses} <= set(plasma.PLASMAS)
    assert all(0.0 <= pose.light <= 1.1 for pose in poses)


@given(st.floats(0.01, 0.9), st.floats(0.0, 1e4))
def test_hotter_air_is_brighter(share: float, flow_s: float) -> None:
    for low, high in zip(plasma.plasma_poses(share, flow_s), plasma.plasma_poses(share + 0.1, flow_s), strict=False):
        assert high.light >= low.light


def test_the_glow_comes_on_without_a_step() -> None:
    assert all(pose.light < 0.05 for pose in plasma.plasma_poses(1e-4, 7.0))
    for share in np.arange(0.001, 1.0, 0.002).tolist():
        now = {pose.name: pose.light for pose in plasma.plasma_poses(share, 7.0)}
        later = {pose.name: pose.light for pose in plasma.plasma_poses(share + 0.002, 7.0)}
        assert all(abs(later[name] - now.get(name, 0.0)) < 0.04 for name in later)


# -- engines --------------------------------------------------------------------------------------

EXITS = (rocket.NOZZLE_EXIT_X_M, rocket.BLOCK_I_BASE_X_M, instrument.NOZZLE_EXIT_X_M)


@pytest.mark.parametrize(
    ("modules", "mesh_name", "root_x_m"),
    [
        (("boosters", "core", "block_i"), "flame", rocket.NOZZLE_EXIT_X_M),
        (("core", "block_i"), "flame_single", rocket.NOZZLE_EXIT_X_M),
        (("block_i",), "flame_vacuum", rocket.BLOCK_I_BASE_X_M),
        (("descent_sphere", "instrument_module"), "retro_plume", instrument.NOZZLE_EXIT_X_M),
    ],
)
def test_the_burning_engine_has_its_own_fire_at_its_own_nozzle(
    modules: tuple[str, ...], mesh_name: str, root_x_m: float
) -> None:
    first = fire.rocket_fire(modules, 1.0, 1.0, EXITS)[0]
    assert (first.name, first.position_m) == (mesh_name, (root_x_m, 0.0, 0.0))
    assert fire.rocket_fire(modules, 0.0, 1.0, EXITS) == ()
    tail = placed(fire.fire_meshes()[mesh_name], first).position_m[:, 0]
    assert tail.max() == pytest.approx(root_x_m, abs=0.2)
    assert tail.min() < root_x_m - 5.0


@given(st.floats(0.0, 90.0))
def test_the_flame_spreads_with_height_without_a_jump(altitude_km: float) -> None:
    now, later = (fire.rocket_fire(("boosters",), 1.0, h, EXITS) for h in (altitude_km, altitude_km + 0.1))
    assert later[0].scale[0] <= now[0].scale[0]
    assert later[0].scale[0] == pytest.approx(now[0].scale[0], abs=0.1)
    wide = [poses[1].scale[1] if len(poses) > 1 else 0.0 for poses in (now, later)]
    assert 0.0 <= wide[1] - wide[0] < 0.3


def test_flame_columns_stand_under_the_strap_ons() -> None:
    assert pytest.approx(rocket.CORE_BASE_RADIUS_M + rocket.STRAP_ON_RADIUS_M + 0.05) == fire.STRAP_ON_OUT_M
    beside, wide, five = MESHES["flame"].colour[0].tolist()
    assert 10.0 * beside == pytest.approx(fire.STRAP_ON_OUT_M, abs=1e-5)
    assert 10.0 * (beside + 2.2 * wide) < fire.FLAME_RADIUS_M
    assert (five, float(MESHES["flame_single"].colour[0, 2])) == (1.0, 0.0)


def test_a_plume_is_wider_in_vacuum_than_a_flame_in_air() -> None:
    (low, *_), (*_, high) = (fire.rocket_fire(("boosters",), 1.0, h, EXITS) for h in (1.0, 60.0))
    assert (fire.FIRES[low.name], fire.FIRES[high.name]) == (FLAME, PLUME)
    spread = [np.hypot(*placed(MESHES[pose.name], pose).position_m[:, 1:].T).max() for pose in (low, high)]
    assert spread[1] > 2.0 * spread[0]


# -- in the picture -------------------------------------------------------------------------------


def beside(picture: Picture, along: Vec3, middle_m: Vec3, away_m: float, fov_deg: float = 40.0) -> View:
    """Return a view square to a direction, with it to the right and the sky up."""
    side = cross(unit(picture.state.craft.position_teme_km), along)
    eye, forward = add(middle_m, scaled(unit(side), away_m)), scaled(unit(side), -1.0)
    return View("beside", eye, forward, square_to(cross(along, forward), forward), fov_deg, 0.5)


def near(pixels: Pixels, right_m: float, up_m: float, high_m: float) -> NDArray[np.float64]:
    """Return the mean colour about a place in a picture that is so many metres high, from its middle."""
    height, width = pixels.shape[:2]
    row, column = round(height / 2 - up_m / high_m * height), round(width / 2 + right_m / high_m * height)
    mean: NDArray[np.float64] = pixels[row - 1 : row + 2, column - 1 : column + 2].reshape(-1, 3).mean(axis=0)
    return mean


def test_the_sphere_is_white_against_the_wind_and_dark_in_its_lee(
    shoot: Camera, flight: Flight, script: Script
) -> None:
    picture = compose(flight, script, flight.mission.event("descent.peak_heat").time.met_s)
    craft = picture.state.craft
    wind = unit(ground_velocity_teme(scaled(craft.position_teme_km, 1e3), scaled(craft.velocity_teme_km_s, 1e3)))
    pixels = shoot(replace(picture, view=beside(picture, wind, (0.0, 0.0, 0.0), 12.0)))
    high_m = 2.0 * 12.0 * math.tan(math.radians(20.0))
    windward, lee = near(pixels, 0.95, 0.0, high_m), near(pixels, -0.75, 0.0, high_m)
    assert windward.min() > 200.0
    assert lee.max() < 150.0
    wake, beyond = near(pixels, -3.2, 0.0, high_m), near(pixels, 3.2, 0.0, high_m)
    assert wake[0] > beyond[0] + 40.0
    assert wake[0] > wake[2] + 30.0


def test_the_flame_is_orange_below_the_nozzles_and_its_tail_ends(shoot: Camera, flight: Flight, script: Script) -> None:
    picture = compose(flight, script, 30.0)
    nose = rotate(picture.state.craft.attitude_quaternion, (1.0, 0.0, 0.0))
    middle = scaled(nose, rocket.NOZZLE_EXIT_X_M)
    pixels = shoot(replace(picture, view=beside(picture, nose, middle, 120.0)))
    high_m = 2.0 * 120.0 * math.tan(math.radians(20.0))
    root, tail, gone = (near(pixels, -x, 0.0, high_m) for x in (6.0, 26.0, 60.0))
    aside = near(pixels, -20.0, 16.0, high_m)
    assert root.min() > 150.0
    assert tail[0] > tail[1] + 25.0 > tail[2] + 60.0
    assert np.abs(gone - aside).max() < 40.0


def test_smoke_hides_the_ground_behind_it(shoot: Camera, flight: Flight, script: Script) -> None:
    """The same place at the pad's foot, clear before and grey in the smoke; drawn again, it is the same."""

    def at(met_s: float) -> Pixels:
        picture = compose(flight, script, met_s)
        assert picture.scenery is not None
        up, ground = picture.scenery.up, picture.scenery.offset_m
        eye = add(ground, add(scaled(picture.scenery.east, -150.0), scaled(up, 40.0)))
        forward = unit(add(scaled(picture.scenery.east, 150.0), scaled(up, -36.0)))
        return shoot(replace(picture, view=View("pad", eye, forward, square_to(up, forward), 30.0, 1.0)))

    clear, smoke, again = at(0.01), at(9.0), at(9.0)
    assert np.array_equal(smoke, again)
    high_m = 2.0 * 154.0 * math.tan(math.radians(15.0))
    before, after = near(clear, 24.0, 0.0, high_m), near(smoke, 24.0, 0.0, high_m)
    assert np.abs(before - after).max() > 20.0
    assert after.max() - after.min() < 60.0


# -- on the ground --------------------------------------------------------------------------------


def test_the_camp_fire_burns_on_its_logs() -> None:
    logs, flames = camp.fire(), camp.flames()
    bright = flames.position_m[flames.colour.max(axis=1) > 0.04]
    assert 0.0 < bright[:, 2].min() < logs.bounds_m[1][2]
    assert 0.6 < bright[:, 2].max() < 1.4
    assert np.hypot(bright[:, 0], bright[:, 1]).max() < 0.6


def test_the_soft_landing_motor_fires_downward() -> None:
    made = landing.soft_landing_flash()
    assert made.bounds_m[1][2] < 0.05
    assert made.bounds_m[0][2] == pytest.approx(-1.0, abs=0.02)
