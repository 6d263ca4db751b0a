"""What `check` passes can be built in every version, drawn and told; what cannot is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from viz.cli.app import app
from viz.errors import InvalidFile
from viz.film.recipe import find_recipe, try_recipe
from viz.mission.load import load_mission, mission_folder
from viz.missions.voskhod2.panel import supposable
from viz.player.trial import told_or_refused, try_show, versions


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(mission_folder("voskhod2"), tmp_path / "mission"))


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_choice_and_both_ends_of_every_range_are_tried() -> None:
    changes = supposable(load_mission())
    tried = {one for supposed in versions(changes) for one in supposed}
    for change in changes:
        for choice in change.choices:
            assert choice == change.recorded or (change.group, change.name, choice) in tried
        for end in change.bounds or ():
            assert (change.group, change.name, end) in tried
    assert versions(changes)[0] == ()
    assert all(
        change.allows(value) for change in changes for g, n, value in tried if (g, n) == (change.group, change.name)
    )


def test_a_version_that_cannot_be_built_is_found(copy: Path) -> None:
    (copy / "tracks" / "ascent_b.txt").write_text("")
    with pytest.raises(InvalidFile) as caught:
        try_show(copy)
    assert caught.value.file.endswith("ascent_b.txt")


def test_a_moment_that_cannot_be_drawn_is_named_with_its_cause(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError("float division by zero")

    monkeypatch.setattr("viz.stage.production.compose", fails)
    with pytest.raises(InvalidFile, match=r"s by auto in en: cannot be drawn \(ZeroDivisionError") as caught:
        try_show(copy)
    assert isinstance(caught.value.__cause__, ZeroDivisionError)
    with pytest.raises(AttributeError):  # a slip of ours is told as ours
        told_or_refused(copy, "x", lambda: None.nothing)  # type: ignore[attr-defined]


def test_a_recipe_s_frame_that_cannot_be_drawn_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def __getattr__(self, name: str) -> object:
            return getattr(show, name)

        def draw(self, *_: object) -> None:
            raise OverflowError("too large")

    from viz.film.record import open_flight

    show = open_flight("voskhod2")
    recipe = find_recipe("spacewalk", show)
    with pytest.raises(InvalidFile, match=r"part\[0\]: cannot be drawn at .* \(OverflowError"):
        try_recipe(recipe, Broken())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("flight.toml", "inflation_s = 420.0", "inflation_s = 1e-15"),
        ("flight.toml", "thrust_n = 15830.0", "thrust_n = -1.0"),
        ("flight.toml", "weightless_s = 25.0", "weightless_s = 180.0"),
        ("mission.toml", "title = ", 'title = "\\u001b[31m"\nx = '),
        ("shots.toml", "near_m = ", "near_m = 1e-300\nx = "),
    ],
)
def test_check_ends_with_the_file_s_exit_code(copy: Path, file: str, old: str, new: str) -> None:
    spoil(copy / file, old, new)
    done = CliRunner().invoke(app, ["check", str(copy)])
    assert done.exit_code == 3
    assert file in done.output
    assert "\x1b" not in done.output


def test_thousands_of_wrong_names_are_answered_at_once(copy: Path) -> None:
    row = '[[phase]]\nid = "p{0}"\nparent = "q{0}"\nstart_utc = 1965-03-18T09:00:00Z\nend_utc = 1965-03-18T09:01:00Z\n'
    rows = "".join(row.format(number) + 'colour = "#123456"\n' for number in range(1900))
    with (copy / "mission.toml").open("a", encoding="utf-8") as file:
        file.write(rows)
    done = CliRunner().invoke(app, ["check", str(copy)])
    assert done.exit_code == 3
    assert "has more problems than are told" in done.output
    assert len(done.output) < 100_000
