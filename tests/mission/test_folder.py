"""What lies in a mission folder is its own, plain and of bounded size, or is refused before a byte is read."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from viz.errors import InvalidFile
from viz.film.recipe import read_recipe
from viz.mission import folder as folder_room
from viz.mission.folder import MAX_TABLE_BYTES, folder_problems, plain_file, read_plain
from viz.mission.load import digest_of, load_mission, mission_folder
from viz.player.narration import narration_files, narration_table
from viz.story.read import read_captions
from viz.story.script import load_script

SECRET = "[a]\ntitle = 'a private key'\n"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file outside the mission's folder."""
    path = tmp_path / "secret.toml"
    path.write_text(SECRET)
    return path


def refused(read: Callable[[], object]) -> InvalidFile:
    with pytest.raises(InvalidFile) as caught:
        read()
    assert caught.value.exit_code == 3
    assert "private key" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    "name", ["mission.toml", "sources.toml", "flight.toml", "notes.toml", "tracks/ascent.txt", "n.md"]
)
def test_a_link_out_of_the_folder_is_refused_wherever_it_stands(folder: Path, secret: Path, name: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(secret)
    assert "leads out of the mission's folder" in str(refused(lambda: load_mission(folder)))
    if not name.endswith(".md"):
        refused(lambda: digest_of(folder))


def test_a_linked_folder_is_refused_and_not_entered(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "ascent.txt").write_text("1 2 3")
    (folder / "tracks").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert list(folder_problems(folder)) == [folder / "tracks"]


def test_links_inside_the_folder_and_a_link_to_the_folder_are_fine(folder: Path, tmp_path: Path) -> None:
    (folder / "sources.toml").rename(folder / "books.toml")
    (folder / "sources.toml").symlink_to("books.toml")
    (tmp_path / "by another name").symlink_to(folder, target_is_directory=True)
    assert load_mission(tmp_path / "by another name").sources


def test_captions_shots_and_recipes_do_not_follow_links_out(folder: Path, secret: Path) -> None:
    mission = load_mission(folder)
    for name in ("captions/en.toml", "shots.toml"):
        (folder / name).unlink()
        (folder / name).symlink_to(secret)
    (folder / "recipes").mkdir()
    (folder / "recipes" / "r.toml").symlink_to(secret)
    refused(lambda: read_captions(folder, "en"))
    refused(lambda: load_script(mission, folder))
    refused(lambda: read_recipe(folder / "recipes" / "r.toml", folder))


def test_narration_is_served_from_the_folder_alone(folder: Path, secret: Path) -> None:
    mission = load_mission(folder)
    phase = mission.phases[0].id
    spoken = folder / "narration" / "en"
    spoken.mkdir(parents=True)
    (spoken / f"{phase}.ogg").write_bytes(b"OggS")
    (folder / "narration" / "ru").symlink_to(spoken, target_is_directory=True)
    (folder / "narration" / "hi").mkdir()
    (folder / "narration" / "hi" / f"{phase}.mp3").symlink_to(spoken / f"{phase}.ogg")
    files = narration_files(mission, folder)
    assert files[f"narration/hi/{phase}.mp3"] == (spoken / f"{phase}.ogg").resolve()
    assert narration_table(files)["hi"] == {phase: f"scene/narration/hi/{phase}.mp3"}
    (spoken / f"{phase}.ogg").unlink()
    (spoken / f"{phase}.ogg").symlink_to(secret)
    refused(lambda: narration_files(mission, folder))
    assert spoken / f"{phase}.ogg" in folder_problems(folder)


def test_pipes_and_sockets_are_refused_without_waiting(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "tracks").mkdir()
    os.mkfifo(folder / "tracks" / "ascent.txt")
    monkeypatch.chdir(folder)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("notes.toml")
        said = str(refused(lambda: load_mission(folder)))
    assert said.count("is not a plain file") == 2
    refused(lambda: read_plain(Path(os.devnull), 10))


def test_a_file_that_became_a_pipe_after_it_was_judged_is_not_waited_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(folder / "pipe")
    monkeypatch.setattr(folder_room, "plain_file", lambda path, most, within=None: path)
    assert "is not a plain file" in str(refused(lambda: read_plain(folder / "pipe", 10)))


def test_a_sparse_file_of_gigabytes_is_refused_by_its_size(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "tracks").mkdir()
    for name in ("tracks/x", "x.toml"):
        with (folder / name).open("wb") as file:
            file.truncate(20 * 2**30)
    opened = []
    real_open = os.open
    monkeypatch.setattr(os, "open", lambda path, *rest: (opened.append(Path(path).name), real_open(path, *rest))[1])
    said = str(refused(lambda: load_mission(folder)))
    assert opened
    assert not {"x", "x.toml"} & set(opened)
    assert "larger than 16 MB" in said
    assert "larger than 4 MB" in said
    with pytest.raises(InvalidFile, match="larger"):
        plain_file(folder / "tracks" / "x", MAX_TABLE_BYTES)


def test_a_home_folder_given_by_mistake_is_told_from_a_mission(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_room, "MAX_ENTRIES", 3)
    assert "give the mission's own folder" in str(refused(lambda: load_mission(folder)))


def test_the_shipped_folder_is_its_own() -> None:
    assert folder_problems(mission_folder("voskhod2")) == {}
