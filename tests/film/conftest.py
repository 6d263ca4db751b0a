"""Chromium and ffmpeg for the tests that need them."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path

import pytest

from viz.errors import ToolMissing
from viz.film.chromium import find_chromium, import_playwright
from viz.film.encode import find_ffmpeg

# Tests are imported one by one, so the stand-in beside them is found only if its folder is on the path.
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def tools() -> None:
    """Skip where there is no browser or encoder to record with; where tests must not be skipped, fail."""
    try:
        find_chromium()
        import_playwright()
        find_ffmpeg()
    except ToolMissing as missing:
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(str(missing))
        pytest.skip(str(missing))


@pytest.fixture
def painted(tools: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let films be drawn without a browser; ffmpeg is the real one."""
    from film_fake import Painter

    recording = import_module("viz.film.record")  # the package has a function of that name
    monkeypatch.setattr(recording, "check_tools", lambda *, film: None)
    monkeypatch.setattr(recording, "_crew", lambda plan, _1, _2, _3, parts, _4: nullcontext(Painter(plan, parts)))
