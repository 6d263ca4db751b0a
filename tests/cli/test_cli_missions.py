"""`missions` and `new`: what there is, and a folder to begin with, whole or not at all."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from viz.cli import complete
from viz.mission.load import load_mission

Run = Callable[..., Result]


def test_missions_lists_the_shipped_one_first(run: Run) -> None:
    row = json.loads(run("missions", "--json").stdout)[0]
    assert (row["id"], row["title"], row["models"]) == ("voskhod2", "Voskhod 2", "voskhod2")
    assert Path(row["folder"], "mission.toml").is_file()
    assert run("missions").stdout.splitlines()[0].split()[0] == "voskhod2"


def test_new_writes_a_folder_that_passes_check(run: Run, tmp_path: Path) -> None:
    done = run("new", str(tmp_path / "My-Flight"))
    assert (done.exit_code, done.stdout) == (0, f"{tmp_path / 'My-Flight'}\n")
    assert run("check", str(tmp_path / "My-Flight")).exit_code == 0
    mission = load_mission(tmp_path / "My-Flight")
    assert (mission.id, mission.models) == ("my_flight", "orbit")
    assert [path.name for path in tmp_path.iterdir()] == ["My-Flight"]


def test_news_last_line_is_of_the_folder_it_wrote(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = run("new", "my flight").stderr
    commands = [shlex.split(found) for found in re.findall(r"`(.+?)`", said)]
    assert commands == [["voskhod2", "check", "my flight"], ["voskhod2", "--mission", "my flight"]]
    assert run(*commands[0][1:]).stdout.startswith("1 phases, 1 events")


@pytest.mark.parametrize("name", ["1965-flight", "月", "2"])
def test_a_name_that_is_no_id_is_told(run: Run, tmp_path: Path, name: str) -> None:
    done = run("new", str(tmp_path / name))
    assert load_mission(tmp_path / name).id == "orbit"
    assert f'"{name}" cannot be an id, so it stays "orbit": change it in mission.toml' in done.stderr
    assert "cannot be an id" not in run("new", str(tmp_path / "Moon 月")).stderr


def test_new_of_a_shipped_plugin_begins_with_its_mission(run: Run, tmp_path: Path) -> None:
    assert run("new", str(tmp_path / "second"), "--models", "voskhod2").exit_code == 0
    assert (tmp_path / "second" / "tracks" / "eva.npz").is_file()
    assert load_mission(tmp_path / "second").id == "second"


def test_new_never_writes_over_anything(run: Run, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "file").write_text("kept")
    for place in ("there", "file"):
        done = run("new", str(tmp_path / place))
        assert (done.exit_code, done.stdout) == (2, "")
        assert "nothing is written over" in done.stderr
    assert list((tmp_path / "there").iterdir()) == []
    assert (tmp_path / "file").read_text() == "kept"


def test_new_tells_what_is_in_its_way(run: Run, tmp_path: Path) -> None:
    assert run("new", str(tmp_path / "no" / "flight")).exit_code == 2
    unknown = run("new", str(tmp_path / "flight"), "--models", "os.path")
    assert unknown.exit_code == 3
    assert "voskhod2, gemini4, orbit" in unknown.stderr
    assert list(tmp_path.iterdir()) == []


def test_new_is_written_whole_or_not_at_all(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []

    def full(start: str, end: str) -> None:
        if len(copied) == 2:
            raise OSError(28, "No space left on device")
        copied.append(end)

    monkeypatch.setattr(shutil, "copyfile", full)
    done = run("new", str(tmp_path / "flight"))
    assert done.exit_code == 1
    assert "No space left on device" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_shell_completes_missions_and_plugins() -> None:
    assert "voskhod2" in complete.missions(None, None, "vos")  # type: ignore[arg-type]
    assert complete.models(None, None, "orb") == ["orbit"]  # type: ignore[arg-type]
