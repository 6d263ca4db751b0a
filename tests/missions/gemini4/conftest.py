"""The shipped flight of Gemini 4 and what it is judged by, each read once."""

from __future__ import annotations

import importlib.util
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from viz.mission.load import load_mission, mission_folder
from viz.mission.model import Mission
from viz.missions.gemini4.flight.flight import GeminiFlight

ROOT = Path(__file__).resolve().parents[3]


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


@pytest.fixture(scope="session")
def tracking() -> dict[str, Any]:
    """What was read up, called and forecast, with its sources in the file."""
    return tomllib.loads((Path(__file__).parent / "tracking.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def gemini() -> Mission:
    return load_mission("gemini4")


@pytest.fixture(scope="session")
def gemini_folder() -> Path:
    return mission_folder("gemini4")


@pytest.fixture(scope="session")
def gemini_flight(gemini: Mission, gemini_folder: Path) -> GeminiFlight:
    return GeminiFlight.of(gemini, gemini_folder, {})
