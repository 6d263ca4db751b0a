"""A mission's id, title and lift-off are judged; a new mission bears its folder's name, and nothing else is renamed."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from viz.errors import InvalidFile, UsageError
from viz.flight.flight import Flight
from viz.mission import new
from viz.mission.load import load_mission
from viz.mission.new import new_mission
from viz.player.wire import GoTo, OpenMission, read_message
from viz.plugins import PluginFault


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return new_mission(tmp_path / "mine")


def spoil(folder: Path, line: str, to: str, name: str = "mission.toml") -> None:
    """Give a line of a file, by how it begins, another text."""
    file = folder / name
    text = file.read_text(encoding="utf-8")
    changed = re.sub(rf"^{line}.*$", lambda _: to, text, count=1, flags=re.MULTILINE)
    assert changed != text
    file.write_text(changed, encoding="utf-8")


def wrong(folder: Path) -> list[str]:
    with pytest.raises(InvalidFile) as caught:
        load_mission(folder)
    return [problem.path for problem in caught.value.problems]


@pytest.mark.parametrize("given", ["b" * 61, "<img src=x>", "a b", "Ball", "1965", "мяч", "", "a..b", "a/b", "-x"])
def test_an_id_that_is_no_plain_name_is_refused(folder: Path, given: str) -> None:
    spoil(folder, "id = ", f'id = "{given}"')
    assert wrong(folder) == ["mission.id"]


@pytest.mark.parametrize("key", ["title", "spacecraft"])
def test_a_title_too_long_for_a_menu_is_refused(folder: Path, key: str) -> None:
    spoil(folder, "title = ", f'title = "x"\n{key} = "{"x" * 81}"' if key != "title" else f'title = "{"x" * 81}"')
    assert wrong(folder) == [f"mission.{key}"]


@pytest.mark.parametrize("liftoff", ["9999-12-31T23:59:59Z", "1965-01-01T00:00:00Z", "1965-12-01T00:00:00Z"])
def test_a_liftoff_far_from_the_phases_is_refused(folder: Path, liftoff: str) -> None:
    spoil(folder, "liftoff_utc = ", f"liftoff_utc = {liftoff}")
    assert wrong(folder) == ["mission.liftoff_utc"]


def test_days_without_sun_and_moon_name_the_mission_s_folder(folder: Path) -> None:
    file = folder / "mission.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("1965-06-01", "1975-06-01"), encoding="utf-8")
    with pytest.raises(InvalidFile) as caught:
        Flight.build(load_mission(folder), folder=folder)
    assert caught.value.file == str(file)


@pytest.mark.parametrize("slip", ["version = 1", "titel = 1", "title = 5", "[[["])
def test_a_slip_in_the_file_brings_no_word_of_another(folder: Path, slip: str) -> None:
    spoil(folder, "title = ", slip)
    assert all(path.startswith(("mission", "(file)")) for path in wrong(folder))


def test_an_unknown_key_is_likened_to_nothing_that_is_unlike(folder: Path) -> None:
    file = folder / "mission.toml"
    file.write_text("version = 1\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(InvalidFile, match="version: is not a key of this table - use one of"):
        load_mission(folder)


@pytest.mark.parametrize("name", ["b" * 200, "x" * 59 + "-y"])
def test_a_new_mission_s_id_is_no_longer_than_an_id(tmp_path: Path, name: str) -> None:
    assert load_mission(new_mission(tmp_path / name)).id == name[:59] if "-" in name else "b" * 60


HEADS = ["id = 'ball'", 'id="ball"', 'id = "ball" # the ball', '  id = "ball"']


@pytest.mark.parametrize("head", HEADS)
def test_whatever_quotes_an_id_is_written_in_the_mission_is_renamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, head: str
) -> None:
    template = renamed_template(tmp_path, monkeypatch, head)
    before = tomllib.loads((template / "mission.toml").read_text(encoding="utf-8"))
    after = tomllib.loads((new_mission(tmp_path / "mine") / "mission.toml").read_text(encoding="utf-8"))
    assert after["mission"]["id"] == "mine"
    assert before["mission"].pop("id") == "ball"
    assert after["mission"].pop("id") == "mine"
    assert after == before, "no event is renamed"


@pytest.mark.parametrize("head", ["'id' = 'ball'", "id = '''ball'''"])
def test_an_id_that_is_not_found_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, head: str) -> None:
    template = renamed_template(tmp_path, monkeypatch, head)
    mine = new_mission(tmp_path / "mine")
    assert (mine / "mission.toml").read_text(encoding="utf-8") == (template / "mission.toml").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize(
    "spoiled", [b"\xff\xfe[mission]\n", None, b"[[[", b""], ids=["no UTF-8", "none", "no TOML", "empty"]
)
def test_a_plugin_s_folder_without_a_mission_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoiled: bytes | None
) -> None:
    file = renamed_template(tmp_path, monkeypatch, "id = 'ball'") / "mission.toml"
    if spoiled is None:
        file.unlink()
    else:
        file.write_bytes(spoiled)
    with pytest.raises(InvalidFile, match="is not usable") as caught:
        new_mission(tmp_path / "mine")
    assert caught.value.file == str(file)
    assert not (tmp_path / "mine").exists()


def renamed_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, head: str) -> Path:
    """Return a folder that is given as the plugin's, its id written so."""
    template = Path(shutil.copytree(new.folder_of("orbit") or "", tmp_path / "template"))
    spoil(template, "id = ", head)
    monkeypatch.setattr(new, "folder_of", lambda models: template)
    return template


def test_a_plugin_that_there_is_none_of_is_told_without_a_file(tmp_path: Path) -> None:
    with pytest.raises(PluginFault, match='there is no plugin "nope" - use voskhod2, gemini4, orbit') as fault:
        new_mission(tmp_path / "mine", "nope")
    assert "mission.toml" not in str(fault.value)


@pytest.mark.parametrize(
    ("do", "key"), [("go", "when"), ("mission", "mission"), ("camera", "camera"), ("language", "language")]
)
def test_words_of_a_link_that_are_too_long_cost_no_socket(do: str, key: str) -> None:
    with pytest.raises(UsageError, match="101 characters - look at the link"):
        read_message(f'{{"do": "{do}", "{key}": "{"b" * 101}"}}')
    assert read_message('{"do": "go", "when": "%s"}' % ("b" * 100)) == GoTo("b" * 100)
    assert read_message('{"do": "mission", "mission": "%s"}' % ("b" * 60)) == OpenMission("b" * 60)
