"""The real flight on the real stage, drawn by Chromium at a small size."""

from __future__ import annotations

import base64
import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent))  # helpers beside the tests, whatever way pytest imports test files

from stage_page import HEIGHT, OPEN, PAGE, WIDTH

from viz.film.browser import Tab, open_tab
from viz.flight.flight import Flight
from viz.mission.load import load_mission, mission_folder
from viz.stage.bundle import web_files
from viz.stage.stage import Stage
from viz.story.picture import Picture
from viz.story.script import Script, load_script

Pixels = NDArray[np.uint8]
Camera = Callable[[Picture], Pixels]


@pytest.fixture(scope="session")
def flight() -> Flight:
    return Flight.build(load_mission(), folder=mission_folder("voskhod2"))


@pytest.fixture(scope="session")
def script(flight: Flight) -> Script:
    return load_script(flight.mission, mission_folder("voskhod2"))


@pytest.fixture(scope="session")
def stage() -> Stage:
    return Stage()


@pytest.fixture(scope="session")
def tab(stage: Stage) -> Iterator[Tab]:
    files: dict[str, Any] = {f"scene/{name}": content for name, content in web_files(stage).items()}
    with open_tab({**files, "index.html": PAGE}) as tab:
        tab.open("index.html")
        tab.call(OPEN, [WIDTH, HEIGHT], within_s=120)
        yield tab


@pytest.fixture(scope="session")
def shoot_frame(tab: Tab) -> Callable[[str], Pixels]:
    """Return a camera for frame messages: JSON in, (height, width, 3) pixels out."""

    def take(frame: str) -> Pixels:
        url = tab.call("window.shot", frame, within_s=60)
        png = base64.b64decode(url.partition(",")[2])
        return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))

    return take


@pytest.fixture(scope="session")
def shoot(stage: Stage, shoot_frame: Callable[[str], Pixels]) -> Camera:
    """Return a camera: picture in, (height, width, 3) pixels out."""

    def take(picture: Picture) -> Pixels:
        stage.draw(picture)
        return shoot_frame(stage.frame())

    return take
