"""The shipped flight and the numbers it is judged by, each read once."""

from __future__ import annotations

import importlib.util
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from viz.flight.flight import Flight
from viz.mission import load
from viz.mission.model import Mission

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def authorities() -> dict[str, Any]:
    """Numbers from the record and the literature, with their sources in the file."""
    return tomllib.loads((ROOT / "tests" / "authorities" / "flight.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def mission() -> Mission:
    return load.load_mission("voskhod2")


@pytest.fixture(scope="session")
def folder() -> Path:
    return load.mission_folder("voskhod2")


@pytest.fixture(scope="session")
def flight(mission: Mission, folder: Path) -> Flight:
    return Flight.build(mission, folder=folder)


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """Return a loader of one of the project's scripts by name; it finds what lies beside it, as when it is run."""
    monkeypatch.syspath_prepend(ROOT / "scripts")

    def loaded(name: str) -> ModuleType:
        spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        return module

    return loaded
