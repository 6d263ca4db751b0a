"""A small mission folder to read and to spoil."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from viz.mission.load import load_mission
from viz.mission.model import Mission

SMALL = Path(__file__).parent / "small"


@pytest.fixture(scope="session")
def small() -> Mission:
    return load_mission(SMALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small mission that a test may change."""
    return Path(shutil.copytree(SMALL, tmp_path / "small"))


@pytest.fixture
def spoiled(folder: Path) -> Callable[[str, str, str], Path]:
    """Change the first occurrence of a text in one of the folder's files; the text must be there."""

    def spoil(file: str, old: str, new: str) -> Path:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return spoil
