"""What one ship has stands in its plugin: no room of the program names a ship, a lock, a man or a town of a flight."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

import viz
from viz.flight.state import WalkerState
from viz.missions.voskhod2.flight.state import LeonovState

NAMES = re.compile(
    "leonov|belyayev|voskhod|volga|airlock|block_i|vzor|taiga|tu-?104|moscow|msk|berkut|yevpatoria|s-?97"
    "|instrument_module|descent_sphere|zarya"
    "|gemini|mcdivitt|titan_?ii|carnarvon|houston|hhmu|lc-?19",
    re.IGNORECASE,
)
OURS = re.compile(r"voskhod2[-\w.]*", re.IGNORECASE)
"""The program's own name: command, package, entry points, environment."""
ROOMS = ("flight", "story", "stage", "player", "film", "export", "cli", "mission")


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


def test_what_is_told_of_one_man_alone_is_no_field_of_any_walkers() -> None:
    plain = {field.name for field in fields(WalkerState)}
    own = {field.name for field in fields(LeonovState)} - plain
    assert own == {
        "suit_swell", "camera_taken", "heart_rate_peaks_per_min", "tether_wound", "heat_load", "stuck_by",
    }  # fmt: skip
    rooms = [file for room in ROOMS for file in (Path(viz.__file__).parent / room).rglob("*.py")]
    named = {name for name in own for file in rooms if name in file.read_text(encoding="utf-8")}
    assert named == set()
