"""GLB, read back by pygltflib, its clips played by a sampler of our own, against the flight."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pygltflib
import pytest

from viz.errors import UsageError
from viz.export.clips import stretches
from viz.export.told import Told
from viz.flight.flight import Flight
from viz.flight.quaternion import multiply, rotate

Tell = Callable[..., Told]
WrittenAs = Callable[[str, Told], bytes]
WALK, DESCENT = (5700.0, 5712.0), (93_095.0, 93_107.0)
_NUMBERS = {5126: np.float32, 5125: np.uint32}
_WIDE = {"SCALAR": 1, "VEC3": 3, "VEC4": 4}


class Played:
    """A file, its nodes posed at an instant of a clip."""

    def __init__(self, raw: bytes) -> None:
        self.file: Any = pygltflib.GLTF2.load_from_bytes(raw)
        self.blob = self.file.binary_blob()
        self.clips = {clip.name: clip for clip in self.file.animations}

    def array(self, number: int) -> Any:
        accessor = self.file.accessors[number]
        view = self.file.bufferViews[accessor.bufferView]
        wide = _WIDE[accessor.type]
        flat = np.frombuffer(
            self.blob,
            _NUMBERS[accessor.componentType],
            accessor.count * wide,
            view.byteOffset + (accessor.byteOffset or 0),
        )
        return flat.reshape(-1, wide)

    def posed(self, clip: str, node: str, since_s: float) -> dict[str, Any]:
        """Return translation, rotation (x, y, z, w) and scale of a node, as glTF says that clips are played."""
        (index,) = [number for number, one in enumerate(self.file.nodes) if one.name == node]
        still = self.file.nodes[index]
        pose = {path: np.array(getattr(still, path)) for path in ("translation", "rotation", "scale")}
        for channel in self.clips[clip].channels:
            if channel.target.node == index:
                sampler = self.clips[clip].samplers[channel.sampler]
                times, values = self.array(sampler.input).ravel(), self.array(sampler.output)
                pose[channel.target.path] = played(times, values, since_s, sampler.interpolation)
        return pose


def played(times: Any, values: Any, at_s: float, way: str) -> Any:
    if len(times) == 1:
        return values[0]
    index = min(max(int(np.searchsorted(times, at_s, "right")), 1), len(times) - 1)
    before, after = values[index - 1].astype(float), values[index].astype(float)
    part = 0.0 if way == "STEP" else (at_s - times[index - 1]) / (times[index] - times[index - 1])
    mixed = (1.0 - part) * before + part * after
    if len(before) == 4:  # a step turns by few degrees, where this is as good as the great circle
        angle = np.arccos(min(abs(float(np.dot(before, after))), 1.0))
        if angle > 1e-4:
            mixed = (np.sin((1 - part) * angle) * before + np.sin(part * angle) * after) / np.sin(angle)
        mixed = mixed / np.linalg.norm(mixed)
    return mixed


def apart_deg(first: Any, second: Any) -> float:
    return float(np.degrees(2.0 * np.arccos(min(abs(float(np.dot(first, second))), 1.0))))


def wxyz_as_xyzw(turn: Any) -> Any:
    w, x, y, z = turn
    return np.array((x, y, z, w))


@pytest.fixture(scope="module")
def walk(tell: Tell, written_as: WrittenAs) -> Played:
    return Played(written_as("glb", tell(*WALK, 0.25)))


@pytest.fixture(scope="module")
def descent(tell: Tell, written_as: WrittenAs) -> Played:
    return Played(written_as("glb", tell(*DESCENT, 0.25)))


def test_the_walk_is_the_flights_at_twenty_instants(walk: Played, flight: Flight) -> None:
    for met_s in [random.Random(n).uniform(*WALK) for n in range(20)]:
        craft, man = flight.state_at(met_s).craft, flight.state_at(met_s).leonov
        ship = walk.posed("spacewalk", "descent_sphere", met_s - WALK[0])
        assert apart_deg(ship["rotation"], wxyz_as_xyzw(craft.attitude_quaternion)) < 0.1
        assert ship["translation"] == pytest.approx([0.0, 0.0, 0.0])
        trunk = walk.posed("spacewalk", "man:trunk", met_s - WALK[0])
        turn = multiply(craft.attitude_quaternion, man.attitude_quaternion)
        assert apart_deg(trunk["rotation"], wxyz_as_xyzw(turn)) < 0.1
        assert trunk["translation"] == pytest.approx(rotate(craft.attitude_quaternion, man.position_m), abs=0.02)
        assert trunk["scale"] == pytest.approx([1.0, 1.0, 1.0], abs=0.2)


def test_the_descent_is_the_flights_at_twenty_instants(descent: Played, flight: Flight) -> None:
    assert flight.state_at(DESCENT[0]).craft.spin_deg_s > 7.0
    for met_s in [random.Random(n).uniform(*DESCENT) for n in range(20)]:
        craft = flight.state_at(met_s).craft
        ship = descent.posed("descent", "descent_sphere", met_s - DESCENT[0])
        assert apart_deg(ship["rotation"], wxyz_as_xyzw(craft.attitude_quaternion)) < 0.1
        assert ship["scale"].min() > 0.0
        for part in craft.free_bodies:
            if part.name == "backup_retro":
                loose = descent.posed("descent", part.name, met_s - DESCENT[0])
                assert loose["translation"] == pytest.approx(part.offset_m, abs=1.0)


def test_the_root_turns_the_north_to_gltfs_up(walk: Played) -> None:
    root = walk.file.nodes[0]
    x, y, z, w = root.rotation
    assert rotate((w, x, y, z), (0.0, 0.0, 1.0)) == pytest.approx((0.0, 1.0, 0.0), abs=1e-9)
    assert root.children == list(range(1, len(walk.file.nodes)))


def test_what_is_not_there_has_no_size(tell: Tell, written_as: WrittenAs, flight: Flight) -> None:
    both = Played(written_as("glb", tell(7499.0, 92_200.0, 1.0)))
    assert list(both.clips) == ["spacewalk", "descent"]
    assert "airlock" in flight.state_at(7499.0).craft.modules
    assert both.posed("spacewalk", "airlock_skin", 0.5)["scale"].min() > 0.0
    assert both.posed("descent", "airlock_skin", 0.5)["scale"].tolist() == [0.0, 0.0, 0.0]


def test_meshes_are_whole(walk: Played) -> None:
    for mesh in walk.file.meshes:
        for part in mesh.primitives:
            places, normals = walk.array(part.attributes.POSITION), walk.array(part.attributes.NORMAL)
            assert len(places) == len(normals) == len(walk.array(part.attributes.COLOR_0))
            assert np.linalg.norm(normals, axis=1) == pytest.approx(np.ones(len(normals)), abs=1e-4)
            assert walk.array(part.indices).max() < len(places)
            assert part.material < len(walk.file.materials)
    assert np.mod([view.byteOffset for view in walk.file.bufferViews], 4).max() == 0


def test_each_clip_says_when_it_is_and_the_file_what_it_is(walk: Played, flight: Flight, tell: Tell) -> None:
    (clip,) = walk.file.animations
    assert (clip.name, clip.extras["start_met_s"], clip.extras["liftoff_utc"]) == (
        "spacewalk",
        5700.0,
        "1965-03-18T07:00:00Z",
    )
    for sampler in clip.samplers:
        times = walk.array(sampler.input).ravel()
        assert times[0] == 0.0
        assert all(a < b for a, b in pairwise(times))
        assert len(times) == len(walk.array(sampler.output))
    about = walk.file.asset.extras
    assert about["mission_digest"] == flight.mission.digest
    assert "A reconstruction" in about["reconstruction"]
    assert "6.26 s" in about["time"]
    assert [event["id"] for event in about["events"]] == [event.id for event in tell(*WALK).events]
    assert {source["id"] for source in about["sources"]} == set(flight.mission.sources)


def test_a_stretch_of_neither_is_one_clip(tell: Tell) -> None:
    assert list(stretches(tell(20_000.0, 20_010.0, 0.5))) == ["flight"]
    assert {name: one.start_s for name, one in stretches(tell(0.0, 93_737.0, 0.5)).items()} == {
        "spacewalk": 5293.0,
        "descent": 92_199.0,
    }


def test_a_clip_of_too_many_frames_is_refused(tell: Tell) -> None:
    with pytest.raises(UsageError, match=r"a clip of 300001 frames, and a model takes 20000 - give a longer --step"):
        stretches(tell(20_000.0, 50_000.0, 0.1))
