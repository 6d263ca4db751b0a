"""Shipped paths are judged before they are flown, whatever mission they are of."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from viz.errors import InvalidFile
from viz.flight.flight import Flight
from viz.mission.load import load_mission, mission_folder


@pytest.mark.parametrize(("mission", "file"), [("voskhod2", "descent.txt"), ("gemini4", "homeward.txt")])
@pytest.mark.parametrize(
    ("column", "said"), [(1, "distance from the Earth's centre"), (4, "speed"), (7, "acceleration")]
)
def test_a_knot_of_no_low_flight_is_refused(tmp_path: Path, mission: str, file: str, column: int, said: str) -> None:
    folder = shutil.copytree(mission_folder(mission), tmp_path / mission)
    path = folder / "tracks" / file
    lines = path.read_text(encoding="utf-8").splitlines()
    numbers = lines[-2].split()
    numbers[column] = "98765.0"
    path.write_text("\n".join([*lines[:-2], " ".join(numbers), lines[-1], ""]), encoding="utf-8")
    with pytest.raises(InvalidFile, match=f"as its {said}"):
        Flight.build(load_mission(str(folder)), folder=folder)


@pytest.mark.parametrize(("mission", "file"), [("voskhod2", "ascent.txt"), ("gemini4", "chase.txt")])
def test_a_path_that_does_not_join_is_refused(tmp_path: Path, mission: str, file: str) -> None:
    folder = shutil.copytree(mission_folder(mission), tmp_path / mission)
    path = folder / "tracks" / file
    lines = path.read_text(encoding="utf-8").splitlines()
    numbers = lines[-1].split()
    numbers[1] = repr(float(numbers[1]) + 5.0)
    path.write_text("\n".join([*lines[:-1], " ".join(numbers), ""]), encoding="utf-8")
    with pytest.raises(InvalidFile, match="5 km from where the numbers"):
        Flight.build(load_mission(str(folder)), folder=folder)
