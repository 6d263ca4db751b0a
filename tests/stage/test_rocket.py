"""The rocket coming apart: what leaves it leaves whole and hits nothing."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from viz.flight.flight import Flight
from viz.flight.quaternion import conjugate, multiply, rotate
from viz.missions.voskhod2.flight import body
from viz.missions.voskhod2.flight.state import FAIRING_LEAVES
from viz.missions.voskhod2.stage import rocket
from viz.stage import mesh

MESHES = rocket.rocket_meshes()


def _from_craft(flight: Flight, name: str, met_s: float) -> NDArray[np.float64]:
    """Return the vertices of a part that has left, in the craft's own frame."""
    craft = flight.state_at(met_s).craft
    part = next(part for part in craft.free_bodies if part.name == name)
    back = conjugate(craft.attitude_quaternion)
    placed = mesh.rotated(MESHES[name], multiply(back, part.attitude_quaternion))
    return placed.position_m.astype(np.float64) + np.asarray(rotate(back, part.offset_m))


def test_two_halves_make_the_fairing() -> None:
    """Every vertex of the whole belongs to one half, and each half keeps to its side."""
    low, high = MESHES["fairing_1"], MESHES["fairing_0"]
    assert high.position_m[:, 2].min() > -1e-6
    assert low.position_m[:, 2].max() < 1e-6
    assert high.position_m[:, 2].max() == pytest.approx(rocket.BLISTER_HEIGHT_M, abs=0.01)
    whole = {tuple(point) for point in np.round(MESHES["fairing"].position_m, 4).tolist()}
    halves = {tuple(point) for half in (low, high) for point in np.round(half.position_m, 4).tolist()}
    assert whole <= halves


def test_the_halves_are_seen_from_inside_too() -> None:
    """Wound outward on the outside and inward on the inside, a shell has thickness: a small volume above nought."""
    for name in FAIRING_LEAVES:
        x, y, z = (MESHES[name].position_m[:, k].astype(np.float64) for k in range(3))
        facing = np.einsum("ij,ij->i", MESHES[name].normal[:, 1:], np.column_stack([y, z]))
        inside = np.hypot(y, z) < rocket.FAIRING_RADIUS_M - 0.5 * rocket.SKIN_M
        straight = (x > rocket.FAIRING_BASE_X_M + 0.5) & (x < 1.0)
        assert (facing[inside & straight & (np.abs(z) > 0.01)] < 0.0).any()
        assert (facing[~inside & straight & (np.abs(z) > 0.03)] > 0.0).all()


@pytest.mark.parametrize("name", FAIRING_LEAVES)
def test_a_half_hits_neither_craft_nor_rocket(flight: Flight, name: str) -> None:
    """Its skin stays outside the sphere, the instrument module, block I and the core while it passes them."""
    off_s = flight.parts.leaves_s["fairing"]
    own = MESHES[name].position_m
    # The blister's root lies within the shell that it stands on.
    shell = (np.hypot(own[:, 1], own[:, 2]) > 1.39) | (own[:, 0] < -3.5) | (own[:, 0] > 1.75)
    for since in np.arange(0.0, 3.0, 0.05).tolist():
        point = _from_craft(flight, name, off_s + since)[shell]
        radius = np.hypot(point[:, 1], point[:, 2])
        x = point[:, 0]
        along = [-40.0, -20.5, -20.1, -11.7, -3.95, -3.85, 0.0, 0.8, 1.15, 2.0, 2.1]
        stack = [1.03, 1.475, 1.475, 1.33, 1.33, 1.28, 1.17, 1.0, 0.45, 0.45, 0.0]
        assert (radius > np.interp(x, along, stack, left=0.0, right=0.0) - 1.2 * rocket.SKIN_M).all(), since
    assert body.SPHERE_RADIUS_M < rocket.FAIRING_RADIUS_M - rocket.SKIN_M
