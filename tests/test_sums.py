"""Floats are added one way on every Python: since 3.12 `sum()` of floats rounds otherwise than before."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

VIZ = Path(__file__).parents[1] / "viz"


def sums_of_floats(source: str) -> list[int]:
    """The lines with a builtin `sum()` that does more than count what is so."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    sums = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "sum"]
    return [call.lineno for call in sums if not _counts(call.args[0])]


def _counts(argument: ast.expr) -> bool:
    return isinstance(argument, ast.GeneratorExp) and isinstance(argument.elt, ast.Compare)


@pytest.mark.parametrize("room", ["mission", "flight", "story", "stage"])
def test_no_room_that_makes_frames_adds_floats_with_sum(room: str) -> None:
    files = sorted((VIZ / room).rglob("*.py"))
    assert files
    found = {file.name: lines for file in files if (lines := sums_of_floats(file.read_text(encoding="utf-8")))}
    assert not found, "use math.fsum, which rounds once and the same on every Python"


def test_the_search_finds_sums_and_lets_counting_pass() -> None:
    source = "a = sum(x * y for x in b)\nc = sum(d)\ne = math.fsum(d)\nf = sum(g in h for g in i)"
    assert sums_of_floats(source) == [1, 2]
