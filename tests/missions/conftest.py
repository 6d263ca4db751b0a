"""The ball installed, plugins with faults installed, and the program run in-process."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from viz.cli.app import app

sys.path.insert(0, str(Path(__file__).parent))

from ball_house import BALL, found_in, installed_in

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def ball(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The ball's mission folder, its plugin installed."""
    site = installed_in(tmp_path_factory.mktemp("site"), BALL, "voskhod2_ball")
    with found_in(site, "voskhod2_ball"):
        yield site / "voskhod2_ball" / "mission"


@pytest.fixture
def plugin(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Install a plugin named `odd` with that text for a body, and return a mission folder of it."""
    (tmp_path / "site").mkdir()
    with found_in(tmp_path / "site", "odd_plugin") as site:

        def made(body: str) -> Path:
            project = tmp_path / "project"
            (project / "odd_plugin").mkdir(parents=True)
            (project / "odd_plugin" / "__init__.py").write_text(body, encoding="utf-8")
            (project / "pyproject.toml").write_text(
                '[project]\nname = "odd"\nversion = "1"\n'
                '[project.entry-points."voskhod2.missions"]\nodd = "odd_plugin"\n'
            )
            installed_in(site, project, "odd_plugin")
            importlib.invalidate_caches()
            folder = Path(shutil.copytree(BALL / "voskhod2_ball" / "mission", tmp_path / "mission"))
            file = folder / "mission.toml"
            file.write_text(file.read_text(encoding="utf-8").replace('models = "ball"', 'models = "odd"'), "utf-8")
            return folder

        yield made


@pytest.fixture
def run() -> Run:
    """Run the program with some arguments and return what it did."""

    def call(*args: Any) -> Result:
        return CliRunner().invoke(app, [str(arg) for arg in args], prog_name="voskhod2")

    return call
