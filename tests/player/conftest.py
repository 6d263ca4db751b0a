"""Makes the helpers beside the tests importable whatever way pytest imports test files, and opens one browser."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent))

if TYPE_CHECKING:
    from playwright.sync_api import Browser

AXE = Path(__file__).parents[2] / ".venv/node/node_modules/axe-core/axe.min.js"
PATIENCE_MS = 60_000
"""How long an expectation of the page may take to come true: only a failure, or a busy machine, waits so long."""


@pytest.fixture(scope="session", autouse=True)
def patience() -> None:
    """Give expectations the patience that Playwright gives to everything else."""
    with suppress(ImportError):
        importlib.import_module("playwright.sync_api").expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium drawing in software, for one file of tests."""
    sync_api = pytest.importorskip("playwright.sync_api")
    from player_house import CHROMIUM, FLAGS

    if CHROMIUM is None:
        pytest.skip("needs a Chromium")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core, which scripts/test fetches once; without it nothing is judged, and that is no success."""
    if AXE.exists():
        return AXE.read_text(encoding="utf-8")
    reason = f"{AXE} is missing - run scripts/test once with npm installed (Debian: apt install npm)"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
