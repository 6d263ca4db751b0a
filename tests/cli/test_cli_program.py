"""The program as a process: versions, help, streams, exit codes; and what `import viz` may not load."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import viz
from viz.cli.app import app
from viz.cli.watch import play
from viz.languages import LANGUAGES

SMALL = Path(__file__).parents[1] / "mission" / "small"
PLAIN = Path(viz.__file__).parent / "missions" / "orbit" / "mission"
Run = Callable[..., Result]

COMMANDS = ("play", "record", "still", "state", "track", "events", "check", "doctor")


def program(*args: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "viz", *args],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )


def test_nothing_in_the_working_folder_is_run_by_the_program(tmp_path: Path) -> None:
    names = (
        "json",
        "click",
        "numpy",
        "fractions",
        "pathlib",
        "dataclasses",
        "tomllib",
        "cattrs",
        "re",
        "typing",
        "enum",
    )
    for name in names:
        (tmp_path / f"{name}.py").write_text("raise SystemExit('run by chance')\n")
    done = subprocess.run(
        [sys.executable, "-m", "viz", "events", "--mission", str(SMALL)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        cwd=tmp_path,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_versions() -> None:
    done = program("--version")
    assert (done.returncode, done.stderr) == (0, "")
    name, python, vpython, skyfield = done.stdout.splitlines()
    assert name == f"voskhod2 {viz.__version__}"
    assert python == f"Python {sys.version.split()[0]}"
    assert vpython == f"vpython {metadata.version('vpython')}"
    assert skyfield == f"Skyfield {metadata.version('skyfield')}"


def test_the_shipped_flight_answers_in_json() -> None:
    done = program("state", "--at", "11:34:51 MSK", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    state = json.loads(done.stdout)
    assert (state["met_s"], state["utc"]) == (5691.0, "1965-03-18T08:34:51Z")  # E04
    assert (state["phase"], state["event"]) == ("spacewalk.outside", "eva.exit")
    assert state["airlock"]["outer_hatch_open"] is True  # E02, E13
    assert abs(state["craft"]["lat_deg"] - 42.0) < 2.0  # D3, the Black Sea


def test_help_fits_a_screen_and_ends_with_examples(run: Run) -> None:
    text = run("--help").stdout
    assert len(text.splitlines()) <= 40
    assert "Examples:" in text
    for command in (*COMMANDS, "sheet", "handout", "verify", "descent"):
        assert f"  {command} " in text
        assert run(command, "--help").exit_code == 0
        assert run(command, "-h").stdout.startswith(f"Usage: voskhod2 {command}")


@pytest.mark.parametrize("command", sorted(app.commands))
def test_a_command_called_by_itself_knows_both_ways_to_ask_for_help(command: str) -> None:
    for option in ("-h", "--help"):
        assert CliRunner().invoke(app.commands[command], [option]).exit_code == 0


def test_the_languages_offered_are_those_there_are() -> None:
    (option,) = [parameter for parameter in play.params if "--lang" in parameter.opts]
    assert tuple(option.type.choices) == tuple(LANGUAGES)  # type: ignore[attr-defined]


def test_output_that_is_no_terminals_is_utf_8_whatever_the_system_is_set_to() -> None:
    done = program("events", "--mission", str(SMALL), "--lang", "hi", PYTHONIOENCODING="cp1251")
    assert (done.returncode, done.stderr) == (0, "")
    assert "प्रक्षेपण" in done.stdout
    done = program("check", "प्रक्षेपण", PYTHONIOENCODING="cp1251")
    assert "प्रक्षेपण" in done.stderr


def test_no_colour_and_no_bar_when_not_on_a_terminal() -> None:
    done = program("check", str(PLAIN), FORCE_COLOR="1", NO_COLOR="1")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout + done.stderr


def test_bad_files_end_in_exit_3_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "mission.toml").write_bytes(os.urandom(10 * 1024 * 1024))
    done = program("check", str(tmp_path))
    assert (done.returncode, done.stdout) == (3, "")
    assert "Traceback" not in done.stderr
    assert "larger than" in done.stderr


def test_a_reader_that_goes_away_is_no_traceback() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "viz", "track", "--step", "1", "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "[\n", "rows are printed as they come"
        assert process.stdout.readline() == "  {\n"
        process.stdout.close()
        assert process.stderr.read() == "", "whoever has read enough needs no word"
    assert process.returncode == 1


def test_an_interrupt_is_exit_130() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "viz", "track", "--step", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()  # it has begun
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        assert process.stderr.read().strip() == "voskhod2: interrupted"
        assert process.wait(timeout=30) == 130


@pytest.mark.parametrize("statement", ["import viz", "import viz.cli", "import viz; viz.__all__; dir(viz)"])
def test_importing_loads_nothing_heavy(statement: str) -> None:
    heavy = ("vpython", "skyfield", "sgp4", "click", "aiohttp", "numpy", "rich", "cattrs", "playwright")
    code = f"{statement}\nimport sys\nprint([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("re", {"record"}),
        ("record --subt", {"--subtitles"}),
        ("record --camera c", {"chase", "commander", "cosmonaut"}),
        ("record --lang ", {"en", "ru", "hi"}),
        ("record --quality ", {"light", "full", "auto"}),
        ("play --quality f", {"full"}),
        ("state --at eva.ex", {"eva.exit"}),
        ("record --recipe t", {"teaser-90s"}),
        ("play --mission v", {"voskhod2"}),
        (f"events --mission {SMALL} --lang h", {"hi"}),
        (f"track --mission {SMALL} --from launch.", {"launch.liftoff"}),
        ("still --mission nowhere --at e", set()),
        ("still --mission nowhere --camera ", {"auto"}),
    ],
)
def test_the_shell_completes_what_there_is(line: str, offered: set[str]) -> None:
    words = ["voskhod2", *line.split(" ")]
    asking = {"_VOSKHOD2_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    done = program(**asking)
    assert (done.stderr, {answer.partition(",")[2] for answer in done.stdout.split()}) == ("", offered)
