"""Temporary folders go with their process; those of a process that was killed go at the next start."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from processes import children_of

from viz.film.browser import open_tab
from viz.film.temporary import OwnFolder, remove_abandoned

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no file locks of this kind here")

OWNER = """
import sys
from viz.film.temporary import OwnFolder
folder = OwnFolder("browser", sys.argv[1])
(folder.path / "Default").mkdir()
(folder.path / "Default" / "Cookies").write_text("x")
print(folder.path, flush=True)
sys.stdin.read()
"""


def owner_of_a_folder(parent: Path) -> tuple[subprocess.Popen[str], Path]:
    running = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(parent)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    return running, Path(running.stdout.readline().strip())


def end(running: subprocess.Popen[str]) -> None:
    with running:
        running.kill()


def test_the_folder_of_a_living_process_stays_and_that_of_a_killed_one_goes(tmp_path: Path) -> None:
    running, folder = owner_of_a_folder(tmp_path)
    assert (folder / "owner").read_text().strip() == str(running.pid)
    with OwnFolder("film", str(tmp_path)) as ours:
        assert ours.is_dir()
        assert folder.is_dir(), "its owner is alive"
    assert not ours.exists()
    end(running)
    with OwnFolder("browser", str(tmp_path)):
        assert not folder.exists()
    assert list(tmp_path.iterdir()) == []


def test_our_own_folders_do_not_remove_one_another(tmp_path: Path) -> None:
    with OwnFolder("browser", str(tmp_path)) as one, OwnFolder("browser", str(tmp_path)) as two:
        assert one.is_dir()
        assert two.is_dir()


def test_what_is_not_surely_ours_is_left_alone(tmp_path: Path) -> None:
    running, folder = owner_of_a_folder(tmp_path)
    end(running)
    elsewhere = tmp_path / "precious"
    elsewhere.mkdir()
    (elsewhere / "owner").write_text("1\n")
    (elsewhere / "thesis.tex").touch()
    (tmp_path / "voskhod2-link-1-x").symlink_to(elsewhere)
    (tmp_path / "voskhod2-bare-1-x").mkdir()  # nobody says whose it is
    (folder / "link").symlink_to(elsewhere)
    remove_abandoned(tmp_path)
    assert not folder.exists()
    assert (elsewhere / "thesis.tex").exists()
    assert (tmp_path / "voskhod2-bare-1-x").is_dir()


BROWSER = """
import sys, tempfile
tempfile.tempdir = sys.argv[1]
from viz.film.browser import open_tab
with open_tab({}) as tab:
    print("open", flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="nothing to wait for processes of others with")
@pytest.mark.usefixtures("tools")
def test_the_profile_left_by_a_killed_program_goes_with_the_next_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser itself ends with the pipe to it."""
    with tempfile.TemporaryDirectory(prefix="v2-", dir="/tmp") as short:  # where sockets have room for their names
        monkeypatch.setattr(tempfile, "tempdir", short)
        with subprocess.Popen(
            [sys.executable, "-c", BROWSER, short], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as running:
            assert running.stdout is not None
            assert running.stdout.readline() == "open\n"
            (left,) = Path(short).glob("voskhod2-browser-*")
            browsers = [pid for pid, command in children_of(running.pid).items() if str(left) in command]
            assert browsers
            ends = [os.pidfd_open(pid) for pid in browsers]
            running.send_signal(signal.SIGKILL)
        assert (left / "owner").is_file()
        for end_of_one in ends:
            assert select.select([end_of_one], [], [], 60)[0], "a browser lives on without us"
            os.close(end_of_one)
        with open_tab({}) as tab:
            assert tab.renderer
            assert not left.exists()
