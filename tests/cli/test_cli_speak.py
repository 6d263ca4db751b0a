"""What the program says: never a command to the terminal, always valid, and honest when it cannot be written."""

from __future__ import annotations

import errno
import json
import os
import pty
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import viz
from viz.cli import speak
from viz.cli.app import app
from viz.errors import UNSEEN

SMALL = Path(__file__).parents[1] / "mission" / "small"
PLAIN = Path(viz.__file__).parent / "missions" / "orbit" / "mission"
EVIL = "\x1b]0;PWNED\x07\x1b[31mX\u202e\x9b1m\x7f"
SHOWN = r"\x1b]0;PWNED\x07\x1b[31mX\u202e\x9b1m\x7f"
UNREADABLE = st.text(st.sampled_from(EVIL + "\t\r\b\u2066é\n"), max_size=20)


@pytest.mark.parametrize(
    "args",
    [
        ("state", "--at", EVIL),
        ("state", "--at", "launch.liftoff", "--mission", EVIL),
        ("events", "--lang", EVIL),
        ("events", f"--{EVIL}"),
        (EVIL,),
        ("record", "-o", "a.mp4", "--seconds", EVIL),
        ("verify", EVIL),
        ("check", EVIL),
    ],
)
def test_what_the_user_gave_commands_no_terminal(args: tuple[str, ...]) -> None:
    for colour in (True, False):
        result = CliRunner().invoke(app, list(args), color=colour)
        assert result.exit_code in (1, 2, 3)
        assert UNSEEN.search(result.output) is None
        assert "PWNED" in result.stderr


def test_a_file_name_is_shown_on_a_terminal_and_handed_on_to_a_program() -> None:
    program = "import sys; from pathlib import Path; from viz.cli import speak; speak.set_up_streams(); "
    program += f"speak.say_path(Path({EVIL!r} + '\\udcff'))"
    piped = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout
    assert piped.rstrip(b"\r\n") == EVIL.encode() + b"\xff"
    ours, theirs = pty.openpty()
    subprocess.run([sys.executable, "-c", program], stdout=theirs, check=True)
    os.close(theirs)
    assert os.read(ours, 4096).rstrip() == SHOWN.encode() + rb"\udcff"
    os.close(ours)


def test_a_terminal_that_cannot_show_hindi_gets_escapes() -> None:
    ours, theirs = pty.openpty()
    program = "from viz.cli import speak; speak.set_up_streams(); speak.say('प्र'); speak.say_aside('é प्र')"
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    subprocess.run([sys.executable, "-c", program], stdout=theirs, stderr=theirs, check=True, env=environment)
    os.close(theirs)
    assert os.read(ours, 4096).split() == [rb"\u092a\u094d\u0930", "é".encode("latin-1"), rb"\u092a\u094d\u0930"]
    os.close(ours)


@given(
    st.recursive(
        UNREADABLE | st.integers() | st.none(), lambda held: st.lists(held) | st.dictionaries(UNREADABLE, held)
    )
)
def test_json_is_escaped_and_still_the_same(value: object) -> None:
    with pytest.MonkeyPatch.context() as patch:
        written: list[str] = []
        patch.setattr(speak, "_write", written.append)
        speak.say_json(value)
        whole = "".join(written)
        assert UNSEEN.search(whole) is None
        assert json.loads(whole) == value
        if isinstance(value, list):
            written.clear()
            speak.say_json_list(value)
            assert "".join(written) == whole, "a list that is written as it comes reads no otherwise"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full here")
@pytest.mark.parametrize(
    "args",
    [
        "events",
        "events --json",
        "state --at T+00:00:10",
        "track --step 600",
        "track --step 600 --format json",
        "check",
        "--help",
        "record --help",
        "--version",
    ],
)
def test_a_full_disk_is_told_as_one(args: str) -> None:
    command, *options = args.split()
    if command == "check":
        mission = [str(PLAIN)]
    elif args.endswith(("--help", "--version")):
        mission = []
    else:
        mission = ["--mission", "voskhod2" if command in ("state", "track") else str(SMALL)]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "viz", command, *options, *mission],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    said = "voskhod2: the standard output cannot be written: No space left on device - make room, or send it elsewhere"
    assert (done.returncode, done.stderr) == (1, said + "\n")


TEMPORARY = str(Path(tempfile.gettempdir()) / "voskhod2-x" / "owner")


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/a.mp4"), "/a.mp4: No space left on device - make room"),
        (OSError(errno.ENOSPC, "No space left on device"), "set TMPDIR"),
        (OSError(errno.ENOSPC, "No space left on device", TEMPORARY), "No space left on device - set TMPDIR"),
        (OSError(errno.EROFS, "Read-only file system", TEMPORARY), "Read-only file system - set TMPDIR"),
        (OSError(errno.EROFS, "Read-only file system", "/films/a.mp4"), "name another folder"),
        (PermissionError(errno.EACCES, "Permission denied", TEMPORARY), "Permission denied - set TMPDIR"),
        (PermissionError(errno.EACCES, "Permission denied", "/films/a.mp4"), "check the path and its permissions"),
        (FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']"), "set TMPDIR"),
        (OSError(errno.EMFILE, "Too many open files"), "ulimit -n"),
        (MemoryError(), "not enough memory"),
        (UnicodeEncodeError("ascii", "Выход", 0, 5, "ordinal not in range"), "set LC_ALL=C.UTF-8"),
    ],
)  # fmt: skip
def test_what_the_machine_lacks_is_told_with_its_remedy(problem: BaseException, said: str) -> None:
    told = speak.rescue(problem)
    assert told is not None
    assert said in told


@pytest.mark.parametrize("problem", [RuntimeError("a bug"), KeyError("x"), OSError("nothing known")])
def test_a_mistake_of_ours_is_not_put_on_the_machine(problem: BaseException) -> None:
    assert speak.rescue(problem) is None
