"""The second flight in a browser: drawn, played, moved by hand, recorded and verified."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import viz

sys.path.insert(0, str(Path(__file__).parents[1] / "player"))

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")
PATIENCE_MS = 90_000
Run = Callable[..., Result]


def test_it_is_played_and_moved_by_hand_in_a_browser(ball: Path) -> None:
    from player_house import FLAGS
    from player_page import fresh_profile, met_s, opened, wait_met

    show = viz.play("ball", at="T+00:20:00", port=0, open_browser=False, block=False)
    assert show is not None
    with show, sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        # It fails at any complaint of the page, and is small: it is drawn in software, on a busy machine.
        with fresh_profile(chromium, viewport={"width": 480, "height": 270}) as context:
            context.set_default_timeout(PATIENCE_MS)
            page = opened(context, show.address, "at=T%2B00:20:00&lang=en")
            wait_met(page, 1200.0)
            assert "The ball goes round the Earth." in page.locator("body").inner_text()
            page.keyboard.press("ArrowRight")
            wait_met(page, 1205.0)
            page.keyboard.press("PageDown")
            wait_met(page, 3600.0)
            page.keyboard.press("End")
            wait_met(page, 6600.0)
            assert "The ball comes down." in page.locator("body").inner_text()
            page.keyboard.press("Home")
            wait_met(page, 0.0)
            page.keyboard.press("Space")
            page.wait_for_selector('html:not([data-met="0"])', state="attached")
            assert 0.0 < met_s(page) < 3600.0
        chromium.close()


def test_a_still_of_it_is_no_black_picture(ball: Path, run: Run, tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image")
    wishes = ("--at", "T+00:20:00", "--no-caption", "--size", "320x180")
    done = run("still", "--mission", ball, *wishes, "-o", tmp_path / "ball.png")
    assert done.exit_code == 0, done.stderr
    with image.open(tmp_path / "ball.png") as picture:
        middle = picture.convert("L").crop((140, 75, 180, 105))
        assert middle.getextrema()[1] > 100


def test_a_second_of_it_is_recorded_and_verified(ball: Path, run: Run, tmp_path: Path) -> None:
    film = tmp_path / "ball.mp4"
    done = run("record", "--mission", ball, "--from", "T+00:20:00", "--seconds", 1, "--size", "160x90", "-o", film)
    if done.exit_code == 4:
        pytest.skip(done.stderr)
    assert done.exit_code == 0, done.stderr
    checked = run("verify", film)
    assert checked.exit_code == 0, checked.stderr
    assert "30 of 30 frames" in checked.stdout
    assert "subtitles eng, rus, hin" in checked.stdout
