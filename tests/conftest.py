"""For all tests: hypothesis without stopwatches, the same examples every time in continuous integration, and notes.

A note is a line told at the end of the run, whatever the verdict.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

NOTES = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="store this renderer's pictures as the golden ones (tests/golden)"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[NOTES] = []
    if config.pluginmanager.hasplugin("dsession"):
        config.pluginmanager.register(_NotesOfWorkers())
    # Behind an ampersand, or under nohup, programs are started deaf to Ctrl-C, and so are those they start.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    # Each run, and each of its processes, has a temporary folder to itself: tests look at what is left behind there,
    # and what other runs on the machine have open is none of their business. The name is short for sockets' sake.
    usual = tempfile.gettempdir()
    folder = tempfile.mkdtemp(prefix="vt-")
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", usual)  # what failed tests leave is kept, as ever
    os.environ["TMPDIR"] = tempfile.tempdir = folder


@pytest.fixture(scope="session")
def notes(pytestconfig: pytest.Config) -> list[str]:
    """Return the list of notes, to append to."""
    return pytestconfig.stash[NOTES]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand the notes of a worker to the process that tells them."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["notes"] = session.config.stash[NOTES]


class _NotesOfWorkers:
    """Takes the notes that workers hand over; only where tests run in several processes."""

    @staticmethod
    def pytest_testnodedown(node: Any, error: object) -> None:
        node.config.stash[NOTES].extend(getattr(node, "workeroutput", {}).get("notes", ()))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in config.stash[NOTES]:
        terminalreporter.write_line(line)
