"""What distributions name: a broken one costs the others nothing, and whatever a plugin raises is told as its fault."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from ball_house import WELL
from click.testing import Result

from viz.errors import UsageError
from viz.mission.load import load_mission
from viz.player.missions import repertoire
from viz.plugins import PluginFault, faults_of, installed, refused

Run = Callable[..., Result]
Plugin = Callable[[str], Path]
POINT = "odd = odd_plugin\n"


def entry_points(folder: Path) -> Path:
    """Return the file that names the odd plugin, beside its mission's folder."""
    (file,) = (folder.parent / "site").glob("*.dist-info/entry_points.txt")
    return file


@pytest.mark.parametrize(
    "spoiled",
    [b"odd\n", b"\xff\xfe = x\n", b"odd = odd_plugin\nnothing here\n", b"[voskhod2.missions]\nno\n"],
    ids=["no equals sign", "no UTF-8", "one line of two", "another table"],
)
def test_broken_entry_points_are_told_by_distribution_and_the_rest_works(
    plugin: Plugin, run: Run, spoiled: bytes
) -> None:
    folder = plugin(WELL)
    entry_points(folder).write_bytes(b"[voskhod2.missions]\n" + spoiled)
    listed = run("missions")
    assert listed.exit_code == 0, listed.stderr
    assert "Voskhod 2" in listed.stdout
    assert "the distribution odd has entry points that cannot be read" in listed.stderr
    assert run("events").exit_code == 0
    done = run("check", folder)
    assert (done.exit_code, done.stdout) == (3, "")
    assert 'there is no plugin "odd"' in done.stderr
    assert "the distribution odd has entry points that cannot be read" in done.stderr


def test_two_plugins_of_one_name_are_refused_with_both_their_distributions(plugin: Plugin, run: Run) -> None:
    folder = plugin(WELL)
    other = folder.parent / "site" / "odder-1.dist-info"
    other.mkdir()
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: odder\nVersion: 1\n")
    (other / "entry_points.txt").write_text(f"[voskhod2.missions]\n{POINT}")
    for args in (
        ("state", "--mission", folder, "--at", "T+00:20:00"),
        ("check", "odd"),
        ("new", folder / "x", "--models", "odd"),
    ):
        done = run(*args)
        assert (done.exit_code, done.stdout) == (3, ""), args
        assert 'more than one plugin "odd", by the distributions odd and odder - take all but one away' in done.stderr
    assert 'more than one plugin "odd"' in run("missions").stderr
    assert "odd" not in installed()


@pytest.mark.parametrize("name", ["шар", "<b>x</b>", "../odd", "a b", "%41", "-x", "x" * 61, "a.b"])
def test_a_name_that_no_option_can_take_is_refused_where_it_is_installed(plugin: Plugin, run: Run, name: str) -> None:
    file = entry_points(plugin(WELL))
    file.write_text(f"[voskhod2.missions]\n{name} = odd_plugin\n{POINT}", encoding="utf-8")
    assert installed() == ("odd",)
    assert list(refused()) == [name]
    said = run("missions").stderr
    assert "the distribution odd names a plugin" in said
    assert " - its author must choose" in said


STRANGE = [
    "import sys; sys.exit(0)",
    "raise SystemExit",
    "raise KeyboardInterrupt",
    "class Own(BaseException): pass\nraise Own('boo')",
    "class Own(Exception):\n    def __str__(self): raise RuntimeError\nraise Own",
    "def __getattr__(name): raise RuntimeError('no ' + name)",
    "def f(): f()\nf()",
    "raise RuntimeError('x' * 5000)",
]


@pytest.mark.parametrize("body", STRANGE)
def test_whatever_is_raised_at_import_is_told_and_the_other_missions_are_listed(
    plugin: Plugin, run: Run, body: str
) -> None:
    folder = plugin(body)
    done = run("state", "--mission", folder, "--at", "T+00:20:00")
    assert (done.exit_code, done.stdout) == (3, "")
    assert 'the plugin "odd" fails at' in done.stderr
    assert len(done.stderr) < 600
    listed = run("missions")
    assert (listed.exit_code, "Voskhod 2" in listed.stdout) == (0, True)
    assert 'odd: the plugin "odd" fails' in listed.stderr
    assert repertoire("voskhod2")  # the page's choice


@pytest.mark.parametrize(
    "deed", ["raise SystemExit(0)", "raise KeyboardInterrupt", "raise GeneratorExit('x').__class__.__base__('boo')"]
)
@pytest.mark.parametrize("function", ["build_flight", "motion_at", "entries", "build_cast"])
def test_whatever_is_raised_later_is_told(plugin: Plugin, run: Run, function: str, deed: str) -> None:
    from ball_house import with_line

    done = run("check", plugin(with_line(function, deed)))
    assert (done.exit_code, done.stdout) == (3, "")
    assert 'the plugin "odd" fails at' in done.stderr


@pytest.mark.parametrize("end", [GeneratorExit, asyncio.CancelledError])
def test_the_end_of_a_task_is_no_fault(end: type[BaseException]) -> None:
    with pytest.raises(end), faults_of("odd", "nothing"):
        raise end


@pytest.mark.parametrize("doing", ["pass", "sum(range(100))"])
def test_who_interrupts_a_plugin_ends_the_program(doing: str) -> None:
    def endless() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        while True:
            exec(doing)

    with pytest.raises(KeyboardInterrupt), faults_of("odd", "nothing"):
        endless()


def test_a_slip_of_usage_below_a_plugin_is_the_plugins() -> None:
    with pytest.raises(PluginFault, match="UsageError: no such time"), faults_of("odd", "drawing"):
        raise UsageError("no such time")


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("ZONE = 5", "fails at ZONE (TypeError: this is int, no Zone)"),
        ("ZONE = Zone('X', float('nan'))", "fails at giving its ZONE"),
        ("ZONE = Zone('X', 99.0)", "fails at giving its ZONE"),
        ("ZONE = Zone('12', 3.0)", "fails at giving its ZONE"),
        ("ZONE = Zone(5, 3.0)", "fails at giving its ZONE"),
        ("ZONE = Zone('X', 3.0, 5)", "fails at giving its ZONE"),
        ("ZONE = Zone('X', 3.0, {'en': 5})", "fails at giving its ZONE"),
    ],
)
def test_a_clock_that_is_none_is_told(plugin: Plugin, part: str, said: str) -> None:
    folder = plugin(f"{WELL}\nfrom viz.mission.model import Zone\n{part}\n")
    with pytest.raises(PluginFault, match="odd") as fault:
        load_mission(folder)
    assert said in str(fault.value)


@pytest.mark.parametrize("words", ["5", "'/there/is/none'", "''", "[]"])
def test_words_that_lie_nowhere_are_told(plugin: Plugin, run: Run, words: str) -> None:
    folder = plugin(f"{WELL}\nWORDS = {words}\n")
    for command in (("check", folder), ("facts", "--mission", folder)):
        done = run(*command)
        assert (done.exit_code, done.stdout) == (3, "")
        assert 'the plugin "odd" fails at naming the folder of its WORDS' in done.stderr


@pytest.mark.parametrize("folder", ["5", "'/there/is/none'", "''", "'a\\0b'"])
def test_a_folder_that_lies_nowhere_is_told(plugin: Plugin, run: Run, folder: str) -> None:
    made = plugin(WELL.replace('FOLDER = Path(__file__).parent / "mission"', f"FOLDER = {folder}"))
    done = run("new", made.parent / "own", "--models", "odd")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "fails at naming its mission's folder" in done.stderr
