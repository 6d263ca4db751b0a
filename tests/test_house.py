"""The house stays one that can be seen at once: no circle among files, no long file, short functions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from statistics import median

import grimp

ROOT = Path(__file__).parent.parent
LONGEST_FILE = 400
MEDIAN_FUNCTION = 7


def modules() -> list[Path]:
    return [path for folder in ("viz", "scripts") for path in sorted((ROOT / folder).rglob("*.py"))]


def circle(arrows: dict[str, set[str]]) -> list[str]:
    """Return the files of one circle, in order; none where there is none."""
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def functions(path: Path) -> Iterator[int]:
    """Yield how many lines each function has."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_files_import_one_another_in_a_circle() -> None:
    """Imports inside functions and for types only count, too."""
    graph = grimp.build_graph("viz", cache_dir=None)
    arrows = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    assert len(arrows) > 200
    assert sum(map(len, arrows.values())) > 700
    assert circle(arrows) == []


def test_a_circle_is_seen() -> None:
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}})[0] in "abc"


def test_no_file_is_long() -> None:
    types = sorted((ROOT / "viz").rglob("*.d.ts"))
    lines = {str(path.relative_to(ROOT)): path.read_text("utf-8").count("\n") for path in (*modules(), *types)}
    assert len(lines) > 200
    assert {name: count for name, count in lines.items() if count > LONGEST_FILE} == {}


def test_functions_are_short() -> None:
    lengths = [length for path in modules() for length in functions(path)]
    assert len(lengths) > 2000
    assert median(lengths) <= MEDIAN_FUNCTION
