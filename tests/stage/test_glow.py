"""Glowing gas: closed soft shells that fade to nothing, brighter and longer the more there is to burn."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.missions.voskhod2.flight import body
from viz.missions.voskhod2.stage import camp, fire, instrument, landing, plasma, rocket
from viz.missions.voskhod2.stage.cast import GLOWING, cast_meshes
from viz.stage import glow, mesh
from viz.stage.mesh import Mesh, PartPose

GASES = {name: made for name, made in cast_meshes().items() if name in GLOWING}


def placed(made: Mesh, pose: PartPose) -> Mesh:
    return mesh.moved(mesh.rotated(mesh.scaled(made, pose.scale), pose.rotation), pose.position_m)


def test_every_gas_has_a_mesh() -> None:
    assert set(GASES) == GLOWING
    assert set(fire.FIRES) == set(fire.fire_meshes())
    assert set(plasma.PLASMAS) == set(plasma.plasma_meshes())


@pytest.mark.parametrize("name", sorted(GLOWING))
def test_gas_is_made_of_closed_shells(name: str) -> None:
    """Each edge belongs to as many triangles one way as the other, so that front and back always add up."""
    made = GASES[name]
    _, corner = np.unique(np.round(made.position_m, 4), axis=0, return_inverse=True)
    face = corner.ravel()[made.index].reshape(-1, 3)
    edges = np.concatenate([face[:, [0, 1]], face[:, [1, 2]], face[:, [2, 0]]])
    ways = Counter((int(a), int(b)) for a, b in edges if a != b)
    assert all(ways[b, a] == count for (a, b), count in ways.items())
    assert made.signed_volume_m3 > 0.0


@pytest.mark.parametrize("name", sorted(GLOWING))
def test_gas_has_no_hard_edges(name: str) -> None:
    """One normal to a place, apart from where two shells share one: no facet shows in the light."""
    made = GASES[name]
    places = np.unique(np.round(made.position_m, 5), axis=0)
    assert len(made.position_m) <= 1.03 * len(places) + 16


@pytest.mark.parametrize("name", [*fire.FIRES, "plasma_wake", "soft_landing", "mortar_flash"])
def test_fire_fades_to_nothing_at_its_far_end(name: str) -> None:
    made = GASES[name]
    axis = {"plasma_wake": (0, 0, -1), "soft_landing": (0, 0, -1), "mortar_flash": (0, 0, 1)}.get(name, (-1, 0, 0))
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


def test_sheath_stands_off_the_sphere_it_protects() -> None:
    at = GASES["plasma_sheath"].position_m
    ahead = at[at[:, 2] > 0.0]
    assert np.linalg.norm(ahead, axis=1).min() > body.SPHERE_RADIUS_M
    assert np.linalg.norm(ahead, axis=1).min() < body.SPHERE_RADIUS_M + 2.0 * plasma.STAND_OFF_M


@given(st.floats(-0.5, 2.0), st.floats(0.0, 1e5))
def test_entry_glow_uses_meshes_that_exist_and_grows_from_nothing(share: float, flow_s: float) -> None:
    poses = plasma.plasma_poses(share, flow_s)
    assert bool(poses) == (share > 0.0)
    assert {pose.name for pose in poses} <= set(plasma.PLASMAS)
    assert all(0.4 < size < 2.0 for pose in poses for size in pose.scale)
    assert all(0.0 <= pose.light <= 1.1 for pose in poses)


@given(st.floats(0.01, 0.9), st.floats(0.0, 1e4))
def test_hotter_air_is_brighter_and_its_wake_longer(share: float, flow_s: float) -> None:
    for low, high in zip(plasma.plasma_poses(share, flow_s), plasma.plasma_poses(share + 0.1, flow_s), strict=False):
        assert high.light >= low.light
        assert high.scale[2] >= low.scale[2]


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
    assert 0.0 <= wide[1] - wide[0] < 0.45


def test_flame_columns_stand_under_the_strap_ons() -> None:
    assert pytest.approx(rocket.CORE_BASE_RADIUS_M + rocket.STRAP_ON_RADIUS_M + 0.05) == fire.STRAP_ON_OUT_M
    made = mesh.scaled(fire.flame(), (fire.FLAME_LENGTH_M, fire.FLAME_RADIUS_M, fire.FLAME_RADIUS_M))
    roots = made.position_m[made.position_m[:, 0] > -0.01][:, 1:]
    out = fire.STRAP_ON_OUT_M / math.sqrt(2.0)
    for y, z in ((out, out), (-out, out), (-out, -out), (out, -out), (0.0, 0.0)):
        assert (np.hypot(roots[:, 0] - y, roots[:, 1] - z) < 0.9).sum() >= 6


def test_a_plume_is_wider_in_vacuum_than_a_flame_in_air() -> None:
    """At the same part of their length, in metres."""
    (low, *_), (*_, high) = (fire.rocket_fire(("boosters",), 1.0, h, EXITS) for h in (1.0, 60.0))
    spread = [np.hypot(*placed(GASES[pose.name], pose).position_m[:, 1:].T).max() for pose in (low, high)]
    assert spread[1] > 2.0 * spread[0]


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
