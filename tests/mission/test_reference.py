"""The reference page says what the readers do."""

from __future__ import annotations

import importlib.util
from dataclasses import fields
from pathlib import Path
from types import ModuleType

import pytest

from viz.mission import comparison, files
from viz.mission.load import mission_folder
from viz.player import stops, worldmap
from viz.story import read, script, shots, terms

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "scripts" / "build_mission_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_current(builder: ModuleType) -> None:
    page = (ROOT / "docs" / "mission-file.md").read_text(encoding="utf-8")
    assert page == builder.reference(), "run python scripts/build_mission_reference.py"


@pytest.mark.parametrize(
    ("heading", "shape"),
    [
        ("[mission]", files.MissionTable),
        ("[[crew]]", files.CrewTable),
        ("[[phase]]", files.PhaseTable),
        ("[[event]]", files.EventTable),
        ("[[event.alternative]]", files.AlternativeTable),
        ("[[fact]]", files.FactTable),
        ("[[question]]", files.QuestionTable),
        ("[[question.version]]", files.VersionTable),
        ("[<source id>]", files.SourceTable),
        ("[phase.<id>]", read.Caption),
        ("[question.<id>]", read.QuestionCaption),
        ("[[shot]]", shots.Shot),
        ("[[cut]]", script.CutTable),
        ("[[term]]", terms.TermTable),
        ("[[stop]]", stops.StopTable),
        ("[[switch]]", stops.Switch),
        ("[[place]]", worldmap.PlaceTable),
        ("[row.<id>]", comparison.Cell),
    ],
)
def test_every_key_of_every_table_is_explained(builder: ModuleType, heading: str, shape: type) -> None:
    section = builder.reference().split(f"### `{heading}`\n")[1].split("\n#")[0]
    for field in fields(shape):
        listed = f"| `{field.name}` |" in section
        assert listed or f".{field.name}" in builder.reference(), field.name


def test_every_file_of_the_shipped_mission_is_named(builder: ModuleType) -> None:
    head = builder.reference().split("**Standing**")[0]
    for path in mission_folder("voskhod2").iterdir():
        assert f"`{path.name}`" in head or f"`{path.name}/" in head, path.name


def test_every_word_of_a_camera_is_listed(builder: ModuleType) -> None:
    section = builder.reference().split("## `shots.toml`\n")[1].split("\n## ")[0]
    words = (*shots.COMMON.subjects, *shots.COMMON.frames, *shots.COMMON.needs, *shots.COMMON.masks, *script.UPS)
    assert [word for word in words if f"`{word}`" not in section] == []
    assert [key for key in script.RANGES if f"`{key}`" not in section.split("Ranges: ")[1]] == []
