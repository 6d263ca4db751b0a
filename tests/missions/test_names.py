"""What one ship has stands in its plugin: no room of the program names a ship, a lock, a man or a town of a flight."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import viz

NAMES = re.compile(
    "leonov|belyayev|voskhod|volga|airlock|block_i|vzor|taiga|tu-?104|moscow|msk|berkut|yevpatoria|s-?97"
    "|instrument_module|descent_sphere|zarya",
    re.IGNORECASE,
)
OURS = re.compile(r"voskhod2[-\w.]*", re.IGNORECASE)
"""The program's own name: command, package, entry points, environment."""
ROOMS = ("flight", "story", "stage", "player", "film", "cli", "mission")


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_names_a_ship_or_a_man(room: str) -> None:
    kinds = ("*.py", "*.js", "*.ts", "*.html", "*.css", "*.glsl")
    files = [file for kind in kinds for file in (Path(viz.__file__).parent / room).rglob(kind)]
    assert files
    found = [
        f"{file.name}:{number}: {line.strip()}"
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if NAMES.search(OURS.sub("", line))
    ]
    assert found == []
