"""The ball, installed as `pip` would: its package and the entry points its project file names, in a folder apart."""

from __future__ import annotations

import importlib
import os
import shutil
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from viz.cli.app import app

BALL = Path(__file__).parent / "ball"
Run = Callable[..., Result]


def installed_in(site: Path, project: Path, package: str) -> Path:
    """Lay a project's package and its metadata into a folder, and return the folder."""
    about = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    shutil.copytree(project / package, site / package, ignore=shutil.ignore_patterns("__pycache__"))
    told = site / f"{about['name'].replace('-', '_')}-{about['version']}.dist-info"
    told.mkdir()
    (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {about['name']}\nVersion: {about['version']}\n")
    groups = [
        f"[{group}]\n" + "".join(f"{name} = {where}\n" for name, where in points.items())
        for group, points in about["entry-points"].items()
    ]
    (told / "entry_points.txt").write_text("\n".join(groups))
    return site


@contextmanager
def found_in(site: Path, *packages: str) -> Iterator[Path]:
    """Have what is installed in a folder found, here and in programs started from here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(site)
        patch.setenv("PYTHONPATH", os.pathsep.join((str(site), *sys.path)))
        yield site
    for name in [name for name in sys.modules if name.partition(".")[0] in packages]:
        del sys.modules[name]
    importlib.invalidate_caches()


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
