"""The ball, installed as `pip` would: its package and the entry points its project file names, in a folder apart."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

BALL = Path(__file__).parent / "ball"


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


WELL = (BALL / "voskhod2_ball" / "__init__.py").read_text(encoding="utf-8")
"""The ball's plugin, which plugins with faults are made from."""


def with_line(function: str, line: str, text: str = WELL) -> str:
    """Return a plugin's text with a line at the beginning of one of its functions."""
    changed = re.sub(rf"( *)(def {function}\(.*\):\n)", rf"\1\2\1    {line}\n", text, count=1)
    assert changed != text, function
    return changed


def with_method(name: str, line: str) -> str:
    """Return the ball's plugin with one more method of its flight, of any arguments."""
    return WELL.replace(
        "    def parachute_at", f"    def {name}(self, *given):\n        {line}\n\n    def parachute_at", 1
    )
