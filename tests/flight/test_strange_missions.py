"""Whatever a stranger's mission holds ends in a flight or in one error that names the file; nothing hangs."""

from __future__ import annotations

import math
import shutil
import traceback
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from viz.errors import InvalidFile
from viz.flight.descent import DescentModel, fly_descent
from viz.flight.flight import Flight
from viz.flight.freebody import falling_part
from viz.mission.load import load_mission
from viz.mission.model import Mission, NotTold
from viz.missions.voskhod2.flight.whatif import WhatIf
from viz.plugins import PluginFault


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    """The shipped folder's tracks, to be spoiled."""
    shutil.copytree(folder / "tracks", tmp_path / "tracks")
    return tmp_path


def with_numbers(mission: Mission, group: str, **numbers: float) -> Mission:
    changed = {**mission.parameters[group], **numbers}
    return replace(mission, parameters={**mission.parameters, group: changed})


def refused(build: Callable[[], object]) -> InvalidFile:
    with pytest.raises(InvalidFile) as caught:
        build()
    assert caught.value.exit_code == 3
    return caught.value


@pytest.mark.parametrize("name", ["ascent.txt", "descent.txt", "ascent_b.txt", "descent_b.txt"])
@pytest.mark.parametrize(
    "text", ["", "0 0 0 0 0 0 0 0 0 0\n" * 60, "0 1e308 0 0 0 0 0 0 0 0\n9 1e308 0 0 0 0 0 0 0 0\n"]
)
def test_empty_and_zero_filled_paths_are_named(mission: Mission, copy: Path, name: str, text: str) -> None:
    (copy / "tracks" / name).write_text(text)
    orbit = WhatIf(orbit="B" if "_b" in name else "R")
    assert refused(lambda: Flight.build(mission, folder=copy, what_if=orbit)).file.endswith(name)


def test_a_path_for_other_numbers_is_named_with_the_way_out(mission: Mission, copy: Path) -> None:
    late = with_numbers(mission, "descent", ignition_met_s=92200.0)
    error = refused(lambda: Flight.build(late, folder=copy))
    assert error.file.endswith("descent.txt")
    assert "92200.0 s - build it anew" in str(error)
    other = with_numbers(mission, "orbit", mean_anomaly_deg=300.0)
    assert "km from where the numbers" in str(refused(lambda: Flight.build(other, folder=copy)))


def test_a_descent_that_never_lands_ends(flight: Flight) -> None:
    model = replace(flight.path.descent.model, delta_v_m_s=0.1)
    start = flight.path.orbit.knot(model.ignition_met_s)
    assert "has not come down to 5 km" in str(refused(lambda: fly_descent(model, start, flight.path.clock)))


@pytest.mark.parametrize(
    "numbers",
    [
        {"drogue_hold_s": 1e9},
        {"drogue_hold_s": math.nan},
        {"main_area_m2": 1e9},
        {"sphere_mass_kg": 1e-9},
        {"thrust_n": 1e-3},
        {"drogue_area_m2": -1e6},
    ],
)
def test_numbers_that_would_be_flown_for_ever_end(flight: Flight, numbers: Mapping[str, float]) -> None:
    model: DescentModel = replace(flight.path.descent.model, **numbers)
    start = flight.path.orbit.knot(model.ignition_met_s)
    assert "descent: " in str(refused(lambda: fly_descent(model, start, flight.path.clock)))


def test_a_part_that_is_followed_for_ever_ends(flight: Flight) -> None:
    start = flight.path.knot(3000.0)
    error = refused(
        lambda: falling_part(
            "core", start, (0.0, 0.0, 0.0), 0.0, lambda _t, _s: True, (1.0, 0.0, 0.0, 0.0), (0.0, (0.0, 0.0, 1.0))
        )
    )
    assert "core is still followed 20000 s" in str(error)


def test_what_no_bound_foresaw_names_the_file_and_keeps_its_cause(
    mission: Mission, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("float division by zero")

    monkeypatch.setattr("viz.missions.voskhod2.flight.flight.AttitudeModel.from_mission", fails)
    error = refused(lambda: Flight.build(mission, folder=folder))
    assert error.file == str(folder / "flight.toml")
    assert "ZeroDivisionError: float division by zero" in str(error)
    assert "in fails" in "".join(traceback.format_exception(error))


def test_a_slip_of_ours_is_not_told_of_the_file(
    mission: Mission, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("viz.missions.voskhod2.flight.flight.AttitudeModel.from_mission")
    with pytest.raises(PluginFault, match="AttributeError") as caught:
        Flight.build(mission, folder=folder)
    assert isinstance(caught.value.__cause__, AttributeError)


def test_a_slip_that_looks_like_a_missing_name_is_not_told_of_the_file(
    mission: Mission, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise KeyError("left_hand")

    monkeypatch.setattr("viz.missions.voskhod2.flight.flight.AttitudeModel.from_mission", fails)
    with pytest.raises(PluginFault, match=r"fails at building the flight \(KeyError: 'left_hand'\)"):
        Flight.build(mission, folder=folder)


def test_an_event_and_a_group_that_are_missing_are_told_of_the_files(mission: Mission, folder: Path) -> None:
    bare = replace(mission, events=tuple(event for event in mission.events if event.id != "eva.exit"))
    assert "eva.exit: is missing - add it" in str(refused(lambda: Flight.build(bare, folder=folder)))
    with pytest.raises(NotTold, match="tank"):
        mission.parameters["tank"]
    with pytest.raises(NotTold, match=r"suit\.colour"):
        mission.parameters["suit"]["colour"]


@pytest.mark.parametrize(("group", "name"), [("weather", "cloud_cover"), ("suit", "relief_pressure_atm")])
def test_a_number_that_is_missing_is_named_with_its_group(folder: Path, tmp_path: Path, group: str, name: str) -> None:
    own = Path(shutil.copytree(folder, tmp_path / "own"))
    text = (own / "flight.toml").read_text(encoding="utf-8")
    (own / "flight.toml").write_text(text.replace(f"\n{name} =", f"\n{name}_x ="), encoding="utf-8")
    said = str(refused(lambda: Flight.build(load_mission(own), folder=own)))
    assert f"{group}.{name}: is missing - add it" in said
