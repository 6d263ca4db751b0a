"""What those judge for whom the files are: Cesium plays CZML, Khronos' validator reads GLB; both run in node."""

from __future__ import annotations

import json
import math
import os
import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from viz.export.rows import fixed_of
from viz.export.told import Told
from viz.flight.flight import Flight
from viz.flight.quaternion import angle_between_rad, normalise

Tell = Callable[..., Told]
WrittenAs = Callable[[str, Told], bytes]
MODULES = Path(__file__).parents[2] / ".venv/node/node_modules"


def judged(package: str, kind: str, *files: Path) -> Any:
    """Return what a package says of a file; scripts/test fetches it once."""
    node = shutil.which("node")
    if node is None or not (MODULES / package).exists():
        reason = f"node or {package} is missing - run scripts/test once with npm installed (Debian: apt install npm)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    command = [node, str(Path(__file__).parent / "judge.mjs"), str(MODULES), kind, *map(str, files)]
    answer = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=True)
    return json.loads(answer.stdout)


@pytest.mark.parametrize("ends", [(20_000.0, 20_120.0), (92_150.0, 93_737.0)])
def test_cesium_finds_the_flight(
    ends: tuple[float, float], tell: Tell, written_as: WrittenAs, flight: Flight, tmp_path: Path
) -> None:
    """In the spin of 20 degrees a second, and from the burn to the ground."""
    chance = random.Random(4)
    times = [chance.uniform(*ends) for _ in range(20)]
    scene, wanted = tmp_path / "a.czml", tmp_path / "wanted.json"
    scene.write_bytes(written_as("czml", tell(*ends)))
    wanted.write_text(json.dumps(times))
    for met_s, found in zip(times, judged("@cesium/engine", "czml", scene, wanted), strict=True):
        expected = fixed_of(flight.state_at(met_s))
        assert np.linalg.norm(np.subtract(found["place"], expected.position_m)) < 1.0
        assert math.degrees(angle_between_rad(normalise(tuple(found["turn"])), expected.turn)) < 0.1


def test_the_validator_finds_no_fault(tell: Tell, written_as: WrittenAs, tmp_path: Path) -> None:
    model = tmp_path / "a.glb"
    model.write_bytes(written_as("glb", tell(7495.0, 92_210.0, 1.0)))
    said = judged("gltf-validator", "glb", model)
    assert (said["numErrors"], said["numWarnings"], said["messages"]) == (0, 0, [])
    model.write_bytes(model.read_bytes()[:-4])
    assert judged("gltf-validator", "glb", model)["numErrors"] > 0
