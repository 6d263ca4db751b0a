"""Print the packages that are really loaded, one a line, from what ``pyproject.toml`` declares.

VPython asks for Jupyter and more, which this program never loads (docs/decisions/0028-vpython-alone.md). So the
scripts install these packages first, then VPython and this project by themselves, without what they ask for.

Usage: python scripts/packages.py show|run|dev [--alone]. Show is run without recording; --alone prints VPython's
requirement instead.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

PYPROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
OURSELVES = "voskhod2-viz"
ALONE = ("vpython",)
ONLY_FOR_VPYTHON = ("autobahn",)
EXTRAS: dict[str, tuple[str, ...]] = {"show": (), "run": ("record",), "dev": ("record", "export", "dev")}


def name_of(requirement: str) -> str:
    """Return the name that a requirement begins with."""
    return re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0].lower()


def packages(level: str) -> list[str]:
    """Return a level's requirements, ``show``, ``run`` or ``dev``, without VPython and what only VPython asks for."""
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    asked: list[str] = list(project["dependencies"])
    for extra in EXTRAS[level]:
        asked += project["optional-dependencies"][extra]
    left_out = {OURSELVES, *ALONE, *ONLY_FOR_VPYTHON}
    return [requirement for requirement in dict.fromkeys(asked) if name_of(requirement) not in left_out]


def alone() -> list[str]:
    """Return the requirements that are installed without what they ask for."""
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    return [requirement for requirement in project["dependencies"] if name_of(requirement) in ALONE]


if __name__ == "__main__":
    print("\n".join(alone() if "--alone" in sys.argv else packages(sys.argv[1])))
