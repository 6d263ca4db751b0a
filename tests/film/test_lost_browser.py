"""Whatever Playwright raises comes out as an error of ours with its remedy, and is tried again where that helps."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections import namedtuple
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from viz.errors import ToolMissing, VizError
from viz.film import browser
from viz.film.browser import BrowserLostError, Tab

CLOSED = "Target page, context or browser has been closed"
KILLED = f"{CLOSED}\nBrowser logs:\n<process did exit: exitCode=null, signal=SIGKILL>"
CRASHED = f"{CLOSED}\nBrowser logs:\n[1:1:ERROR:gl.cc(1)] no display\n<process did exit: exitCode=133, signal=null>"


class FakePlaywright:
    """Starts at once; opening a browser or a page fails as it is told to."""

    def __init__(self, failure: Exception, *, where: str) -> None:
        self.failure = failure
        self.where = where
        self.tried = 0
        self.chromium = SimpleNamespace(launch_persistent_context=self.launch)
        self.pages = [self]
        self.browser = None

    def start(self) -> FakePlaywright:
        self._fail("start")
        return self

    def launch(self, *_: object, **__: object) -> FakePlaywright:
        self.tried += 1
        self._fail("launch")
        return self

    def goto(self, url: str) -> None:
        self._fail("goto" if not url.endswith("trial.html") else "first goto")

    def evaluate(self, *_: object) -> str:
        return "a brush"

    def _fail(self, where: str) -> None:
        if where == self.where:
            raise self.failure

    def __getattr__(self, name: str) -> Any:
        return lambda *_: None


def run(tab: Tab) -> None:
    try:
        tab.start()
        tab.open("film.html")
    finally:
        tab.close()


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(browser, "_roomy_folder", lambda: str(tmp_path))
    monkeypatch.setattr(browser, "find_chromium", lambda: Path("/opt/chromium"))

    def start(failure: Exception, where: str) -> tuple[FakePlaywright, Tab]:
        fake = FakePlaywright(failure, where=where)
        monkeypatch.setattr(browser, "import_playwright", lambda: SimpleNamespace(sync_playwright=lambda: fake))
        return fake, Tab({})

    return start


@pytest.mark.parametrize(
    ("where", "said", "kind", "message"),
    [
        ("start", "Connection closed while reading from the driver", BrowserLostError, "ended while it was started"),
        ("start", "no node", ToolMissing, r"playwright does not start \(no node\) - install"),
        ("launch", KILLED, BrowserLostError, "the browser ended while it was started"),
        ("first goto", CLOSED, BrowserLostError, "the browser ended while it was started"),
        ("launch", CRASHED, ToolMissing, r"gives no WebGL 2 \(system: no display"),
        ("goto", CLOSED, BrowserLostError, "the page stopped while opening film.html: .* - close other programs"),
    ],
)
def test_a_browser_that_ends_is_told_as_ours(
    started: Any, tmp_path: Path, where: str, said: str, kind: type[VizError], message: str
) -> None:
    _, tab = started(Exception(said), where)
    with pytest.raises(kind, match=message) as caught:
        run(tab)
    assert isinstance(caught.value, BrowserLostError) == (kind is BrowserLostError), "only what may help is tried again"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("where", ["launch", "goto"])
def test_a_temporary_folder_without_room_is_named_in_place_of_what_came_of_it(
    monkeypatch: pytest.MonkeyPatch, started: Any, tmp_path: Path, where: str
) -> None:
    usage = namedtuple("Usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(8_000_000, 8_000_000, 20_000))
    _, tab = started(Exception(CRASHED), where)
    with pytest.raises(
        VizError, match=r"for temporary files, has only 0\.0 MB left - set TMPDIR to a folder with room"
    ):
        run(tab)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_temporary_folder_that_cannot_be_written_is_told_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, started: Any, number: int
) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise OSError(number, os.strerror(number))

    fake, tab = started(Exception(), "nowhere")
    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    with pytest.raises(
        VizError, match=f"for temporary files: {os.strerror(number)} - set TMPDIR to a folder with room"
    ):
        run(tab)
    assert not fake.tried


def test_a_missing_temporary_folder_is_told_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", none)
    with pytest.raises(VizError, match="no folder for temporary files - set TMPDIR to a folder with room"):
        browser._roomy_folder()
