"""The page's JavaScript stays in small pieces: no function over 60 lines, and no module that keeps what changes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
MEASURE = Path(__file__).parent / "javascript.mjs"
TYPESCRIPT = ROOT / ".venv/node/node_modules/typescript/lib/typescript.js"
FOLDERS = ("viz/player/page", "viz/film/page", "viz/stage/web")
LONGEST_FUNCTION = 60
LONGEST_FILE = 400


def scripts() -> list[Path]:
    return [path for folder in FOLDERS for path in sorted((ROOT / folder).glob("*.js"))]


def measured(*paths: Path) -> dict[str, list[dict[str, Any]]]:
    """Return every function with its lines, and every variable of a module that may change, by TypeScript's parser."""
    node = shutil.which("node")
    if node is None or not TYPESCRIPT.exists():
        reason = (
            f"node or {TYPESCRIPT.name} is missing - run scripts/test once with npm installed (Debian: apt install npm)"
        )
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    command = [node, str(MEASURE), str(TYPESCRIPT), *map(str, paths)]
    answer = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=True)
    found: dict[str, list[dict[str, Any]]] = json.loads(answer.stdout)
    return found


def test_every_function_can_be_seen_at_once() -> None:
    functions = measured(*scripts())["functions"]
    assert len(functions) > 500
    assert [one for one in functions if one["lines"] > LONGEST_FUNCTION] == []


def test_no_module_keeps_what_changes() -> None:
    assert measured(*scripts())["state"] == []


def test_no_file_is_long_and_all_are_checked() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in scripts()}
    assert len(texts) > 25
    assert {name: text.count("\n") for name, text in texts.items() if text.count("\n") > LONGEST_FILE} == {}
    assert [name for name, text in texts.items() if "@ts-" in text] == []
    assert [name for name, text in texts.items() if "Object.assign(this," in text] == []
    settings = json.loads((ROOT / "scripts/tsconfig.json").read_text(encoding="utf-8"))
    assert settings["compilerOptions"]["strict"]
    assert settings["compilerOptions"]["checkJs"]
    assert set(settings["include"]) == {f"../{folder}" for folder in FOLDERS}


@pytest.mark.parametrize("form", ["function f() {%s}", "const o = { f: () => {%s} };", "class A { f() {%s} }"])
def test_a_long_function_is_seen(form: str, tmp_path: Path) -> None:
    long = tmp_path / "long.js"
    long.write_text("let kept = 0;\n" + form % ("\n  g();" * LONGEST_FUNCTION + "\n"), encoding="utf-8")
    found = measured(long)
    assert [(one["name"], one["line"], one["lines"]) for one in found["functions"]] == [("f", 2, LONGEST_FUNCTION + 2)]
    assert [(one["name"], one["line"]) for one in found["state"]] == [("kept", 1)]
