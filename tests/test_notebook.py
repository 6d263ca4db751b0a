"""Drawing and showing from a notebook's kernel and under a running event loop."""

from __future__ import annotations

import asyncio
import os
import threading
import urllib.request
from pathlib import Path

import pytest

import viz
from viz.errors import ToolMissing, UsageError
from viz.film.chromium import find_chromium

CELLS = (
    "import viz; viz.still('walk.png', 'eva.exit', size=(64, 64), caption=False).name",
    "show = viz.play(port=0, open_browser=False); show.address.startswith('http://127.0.0.1:')",
    "viz.still('beside.png', 'eva.exit', size=(64, 64), caption=False).name",
    "show.close(); show.is_open",
    "viz.record('walk.mp4', start='eva.exit', seconds=0.5, fps=10, size=(64, 64)).frames",
    "[name for name in __import__('sys').modules if name.startswith(('vpython', 'pkg_resources'))]",
)
ANSWERS = ("'walk.png'", "True", "'beside.png'", "False", "5", "[]")


@pytest.fixture
def browser() -> None:
    try:
        find_chromium()
    except ToolMissing as missing:
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(str(missing))
        pytest.skip(str(missing))


@pytest.mark.usefixtures("browser")
@pytest.mark.filterwarnings("ignore")  # Jupyter's own
def test_a_notebook_draws_and_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel with no folder of Jupyter's in the user's home, where VPython's own notebook display fails."""
    nbclient = pytest.importorskip("nbclient")
    nbformat = pytest.importorskip("nbformat")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    nbclient.NotebookClient(
        book, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    answers = [cell.outputs[-1].data["text/plain"] for cell in book.cells]
    assert tuple(answers) == ANSWERS
    assert (tmp_path / "walk.mp4").stat().st_size > 1000
    assert (tmp_path / "walk.png").read_bytes() == (tmp_path / "beside.png").read_bytes()


def test_a_show_under_a_running_loop_returns_at_once() -> None:
    async def cell() -> str:
        with pytest.raises(UsageError, match="an event loop runs here"):
            viz.play(block=True)
        running = viz.play(port=0, open_browser=False)
        assert running is not None
        with running, urllib.request.urlopen(running.address, timeout=30.0) as answer:
            assert answer.status == 200
        return running.address

    assert asyncio.run(cell()).startswith("http://127.0.0.1:")
    assert "viz.player" not in {thread.name for thread in threading.enumerate()}


def test_a_program_chooses_whether_it_waits() -> None:
    running = viz.play(port=0, open_browser=False, block=False)
    assert running is not None
    running.close()
    assert not running.is_open
