"""What a few pictures show, in the light quality at a small size: water, fire, the shock, the man in the window."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from viz.film.record import open_flight
from viz.film.request import StillRequest
from viz.film.stills import open_easel

WIDTH, HEIGHT = 320, 180
Pixels = NDArray[np.float64]
Camera = Callable[[str, str], Pixels]


@pytest.fixture(scope="module")
def shown() -> Iterator[Camera]:
    """Return a camera: when, and which; (height, width, 3) from 0 to 255, without captions."""
    with open_easel(open_flight("gemini4"), WIDTH, HEIGHT, "en", "light") as easel:

        def draw(at: str, camera: str) -> Pixels:
            request = StillRequest(
                Path("unused"), mission="gemini4", at=at, camera=camera, width=WIDTH, height=HEIGHT, caption=False
            )
            return np.asarray(Image.open(io.BytesIO(easel.draw(request))).convert("RGB")).astype(np.float64)

        yield draw


def test_water_is_blue_and_moves_without_a_jump(shown: Camera) -> None:
    """The lower left of the picture is open sea. Its clock begins anew at 353 000 s, 428.6 s after the splash."""
    water = (slice(120, 180), slice(0, 90))
    before, after, early, late = (
        shown(f"landing.touchdown+{s}s", "beauty")[water] for s in (428.55, 428.58, 427.55, 427.58)
    )
    assert (before.mean(axis=(0, 1))[2] - before.mean(axis=(0, 1))[0]) > 20.0
    gone_on = np.abs(late - early).mean()
    assert gone_on > 0.05
    assert np.abs(after - before).mean() < 2.0 * gone_on


def test_sky_lies_over_the_water(shown: Camera) -> None:
    """Above the horizon it is brighter than the water before the eye, and even."""
    picture = shown("landing.touchdown+260s", "beauty")
    assert picture[10:40, 120:300].mean() > picture[150:175, 10:90].mean() + 15.0
    assert picture[10:40, 120:300].std(axis=1).max() < 12.0


def test_flame_of_the_launcher_is_lit_and_dies_with_its_stage(shown: Camera) -> None:
    """Warm light below the launcher while its engines run; none once the second stage is cut off."""
    burning, spent = shown("launch.liftoff+40s", "beauty"), shown("launch.cutoff+6s", "beauty")
    assert warm(burning) > 40
    assert warm(spent) < 0.2 * warm(burning)


def warm(picture: Pixels) -> int:
    """Return how many pixels are of fire: bright and far more red than blue."""
    return int(((picture[..., 0] > 150.0) & (picture[..., 0] - picture[..., 2] > 60.0)).sum())


def test_shield_is_white_hot_at_the_peak_and_not_at_the_interface(shown: Camera) -> None:
    """R09 against R06: incandescence grows with the heating."""
    cold, hot = shown("descent.interface+5s", "entry"), shown("descent.peak_g-60s", "entry")
    assert (hot.min(axis=2) > 200.0).sum() > 10 * max((cold.min(axis=2) > 200.0).sum(), 10)


def test_he_is_white_before_the_black_sky_in_the_window(shown: Camera) -> None:
    """E13: a white figure in the middle third of the pane, as the photographs have him."""
    pane = shown("eva.window+2s", "window_left")
    middle = pane[20:140, 110:210]
    assert (middle.min(axis=2) > 120.0).sum() > 150
    assert np.median(middle) < 40.0
