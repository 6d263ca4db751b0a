"""The shipped flight, and what is told of stretches of it."""

from __future__ import annotations

import io
from collections.abc import Callable
from fractions import Fraction
from importlib import import_module
from pathlib import Path

import pytest

from viz.export.kinds import KINDS
from viz.export.stretch import Stretch
from viz.export.told import Told
from viz.flight.flight import Flight
from viz.mission.load import load_mission, mission_folder

Tell = Callable[..., Told]
WrittenAs = Callable[[str, Told], bytes]


@pytest.fixture(scope="session")
def folder() -> Path:
    return mission_folder("voskhod2")


@pytest.fixture(scope="session")
def flight(folder: Path) -> Flight:
    return Flight.build(load_mission("voskhod2"), folder=folder)


@pytest.fixture(scope="session")
def tell(flight: Flight, folder: Path) -> Tell:
    """Return what is told of a stretch, seconds after lift-off."""

    def told(start_s: float, stop_s: float, step_s: float = 60.0, language: str = "en", frame: str = "fixed") -> Told:
        stretch = Stretch.between(start_s, stop_s, Fraction(step_s), 10_000_000)
        return Told.of(flight, folder, stretch, language, frame)

    return told


@pytest.fixture(scope="session")
def written_as() -> WrittenAs:
    """Return the bytes of a kind."""

    def written(kind: str, told: Told) -> bytes:
        file = io.BytesIO()
        import_module(f"viz.export.{KINDS[kind].module}").write(told, file)
        return file.getvalue()

    return written
