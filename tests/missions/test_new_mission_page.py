"""`docs/new-mission.md` leads to a mission: its files are those of the ball, its commands do what it says.

`pip` itself is not run, for it may ask the network: what it would lay down is laid down, from the page's own files.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from ball_house import BALL, found_in, installed_in
from click.testing import Result

Run = Callable[..., Result]
PAGE = (Path(__file__).parents[2] / "docs" / "new-mission.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"`ball/([\w/.]+)`:\n\n```\w+\n(.*?)```\n", PAGE, re.DOTALL))
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```\n", PAGE, re.DOTALL) for line in block.splitlines()]


def test_the_pages_files_are_the_balls() -> None:
    there = {
        file.relative_to(BALL).as_posix(): file.read_text(encoding="utf-8")
        for file in BALL.rglob("*")
        if file.suffix in (".py", ".toml")
    }
    assert there == FILES


def test_the_pages_commands_do_what_it_says(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in FILES.items():
        file = tmp_path / "ball-project" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.chdir(tmp_path)
    said: dict[str, str] = {}
    with found_in(site, "voskhod2_ball"):
        for command in COMMANDS:
            program, *args = shlex.split(command)
            if program == ".venv/bin/pip":
                assert args == ["install", "--no-deps", "-e", "./ball"]
                installed_in(site, tmp_path / "ball-project", "voskhod2_ball")
                continue
            assert program == "scripts/run"
            done = run(*args)
            assert done.exit_code == 0, (command, done.stderr)
            said[command] = done.stdout
    assert "no problem found" in said["scripts/run check my-flight"]
    assert "no problem found" in said["scripts/run check ball"]
    assert "The ball" in said["scripts/run missions"]
    assert (tmp_path / "another" / "mission.toml").is_file()
