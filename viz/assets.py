"""Where the shipped data files are: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def assets_root() -> Path:
    """Return the folder that holds ``missions/``, ``textures/`` and the rest.

    A wheel carries the folder as ``viz/assets``; in a checkout it stands beside ``viz/``.
    """
    package = Path(str(files("viz")))
    inside = package / "assets"
    return inside if inside.is_dir() else package.parent / "assets"
