"""The rope: it does not stretch, does not enter the hull, and replays as it was computed."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from viz.flight.state import Vec3
from viz.flight.tether import NODES, STEP_RATE_HZ, Rope, TetherTrack, write_arrays
from viz.missions.voskhod2.flight.body import (
    AIRLOCK_BASE_Z_M,
    AIRLOCK_INNER_RADIUS_M,
    AIRLOCK_RADIUS_M,
    AIRLOCK_RIM_Z_M,
    SPHERE_RADIUS_M,
    TETHER_ANCHOR_M,
)
from viz.missions.voskhod2.flight.solids import penetration_m

ABOVE: Vec3 = (0.4, -0.1, AIRLOCK_RIM_Z_M + 1.2)


def test_a_settled_rope_lies_still() -> None:
    rope = Rope.settled(TETHER_ANCHOR_M, ABOVE, 2.6, penetration_m)
    before = rope.nodes_m.copy()
    for _ in range(STEP_RATE_HZ // 4):
        rope.step(TETHER_ANCHOR_M, ABOVE, 2.6)
    assert np.abs(rope.nodes_m - before).max() < 0.05


def test_pulled_straight_it_stretches_less_than_two_per_cent() -> None:
    rope = Rope.settled(TETHER_ANCHOR_M, ABOVE, 2.6, penetration_m)
    # 0.3 m/s away until the ends are as far apart as the rope is long.
    x, y, z = ABOVE
    for step in range(1, 1500):
        end = (x, y, z + 0.3 * step / STEP_RATE_HZ)
        if math.dist(end, TETHER_ANCHOR_M) > 2.6:
            break
        rope.step(TETHER_ANCHOR_M, end, 2.6)
    assert rope.stretch < 0.02
    assert math.dist(tuple(rope.nodes_m[-1]), TETHER_ANCHOR_M) > 2.5


def test_dragged_across_the_rim_it_stays_outside_the_solids() -> None:
    steps, height_m = 1200, AIRLOCK_RIM_Z_M + 0.25
    rope = Rope.settled(TETHER_ANCHOR_M, (1.5, 0.0, height_m), 2.6, penetration_m, seconds=1.0)
    for step in range(1, steps):
        angle = 2.0 * math.pi * step / steps
        rope.step(TETHER_ANCHOR_M, (1.3 * math.cos(angle) + 0.2, 1.3 * math.sin(angle), height_m), 2.6)
        assert deepest_m(rope.nodes_m[1:-1]) < 0.02


def test_the_same_steps_give_the_same_bytes() -> None:
    runs = []
    for _ in range(2):
        rope = Rope.settled(TETHER_ANCHOR_M, ABOVE, 2.6, penetration_m, seconds=0.5)
        for step in range(60):
            rope.step(TETHER_ANCHOR_M, (0.4 + 0.001 * step, -0.1, ABOVE[2]), 2.6)
        runs.append(rope.nodes_m.tobytes())
    assert runs[0] == runs[1]


@pytest.mark.parametrize(
    "inside",
    [
        (0.0, 0.0, 0.5),
        (0.9, 0.3, 0.4),
        (0.55, 0.0, 2.0),
        (0.0, -0.55, AIRLOCK_BASE_Z_M + 0.3),
        (0.45, 0.0, AIRLOCK_RIM_Z_M - 0.03),
    ],
)
def test_a_point_inside_a_solid_is_shown_the_way_out(inside: Vec3) -> None:
    out = penetration_m(np.array([inside]))
    assert np.abs(out).max() > 0.0
    moved = np.array([inside]) + out
    assert np.abs(penetration_m(moved)).max() < 1e-9


@pytest.mark.parametrize("free", [(0.0, 0.0, 2.0), (0.0, 0.0, 4.0), (0.8, 0.0, 2.0), (0.0, 0.0, AIRLOCK_RIM_Z_M)])
def test_a_point_in_the_open_is_left_alone(free: Vec3) -> None:
    assert not penetration_m(np.array([free])).any()


def test_a_track_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    places = np.arange(5 * 99, dtype=np.int16).reshape(5, 99) * 7 - 900
    track = TetherTrack(100.0, 20.0, 0.00025, places, (1.0, 1.5, 2.0, 2.5, 3.0))
    path = tmp_path / "rope.npz"
    write_arrays(path, track.packed())
    with np.load(path) as arrays:
        back = TetherTrack.unpacked(arrays)
    assert np.array_equal(back.places, places)
    assert back.lengths_m == track.lengths_m
    assert back.stop_s == pytest.approx(100.2)
    assert [path.name for path in tmp_path.iterdir()] == ["rope.npz"]


def test_replay_is_linear_between_rows_and_holds_at_the_ends() -> None:
    places = np.zeros((3, 3 + 3 * NODES), np.int16)
    places[1] += 400
    track = TetherTrack(0.0, 20.0, 0.00025, places, (1.0, 2.0, 2.0))
    assert track.row_m(0.05)[0] == pytest.approx(0.1)
    assert track.row_m(0.025)[7] == pytest.approx(0.05)
    assert track.row_m(-5.0)[0] == 0.0
    assert track.row_m(9.0)[0] == pytest.approx(0.0, abs=1e-6)
    assert track.length_m(0.025) == pytest.approx(1.5)


def deepest_m(points: np.ndarray) -> float:
    """Return how deep the deepest point lies in hull or airlock wall, judged apart from the rope's own rules."""
    depth = 0.0
    for x, y, z in points.tolist():
        depth = max(depth, SPHERE_RADIUS_M - math.hypot(x, y, z))
        radius = math.hypot(x, y)
        if AIRLOCK_BASE_Z_M < z < AIRLOCK_RIM_Z_M:
            into_wall = min(AIRLOCK_RADIUS_M - radius, radius - AIRLOCK_INNER_RADIUS_M, AIRLOCK_RIM_Z_M - z)
            depth = max(depth, into_wall)
    return depth
