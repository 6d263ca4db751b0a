"""Golden pictures: the main moments of the flight look as they did when a person last looked at them.

Pictures differ a little between renderers, so each class of renderer has a folder of its own. Run with
``--update-golden`` after looking at what changed; a failure leaves expected, actual and difference side by side
in ``tests/golden/failed``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from viz.film.browser import Tab
from viz.flight.flight import Flight
from viz.mission.when import parse_when
from viz.story.compose import compose
from viz.story.look import Look
from viz.story.picture import Picture
from viz.story.script import Script

Pixels = NDArray[np.uint8]
Camera = Callable[[Picture], Pixels]

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
FAILED = GOLDEN / "failed"
MOMENTS = {
    "liftoff": ("launch.liftoff+6s", "ground"),
    "boosters": ("launch.boosters_off+1s", "chase"),
    "sunrise": ("orbit.first_sunrise+3s", "beauty"),
    "hatch": ("eva.first_view+1s", "airlock"),
    "close": ("eva.suit_stiff+5s", "cosmonaut"),
    "shoulder": ("eva.exit+160s", "shoulder"),
    "television": ("eva.wave+10s", "tv1"),
    "eyes": ("eva.exit+178s", "eyes"),
    "earth": ("orbit.oxygen_rise", "orbit"),
    "sight": ("descent.ignition-20s", "vzor"),
    "burn": ("descent.ignition+10s", "chase"),
    "fire": ("descent.peak_heat", "entry"),
    "canopy": ("descent.main_canopy+30s", "chase"),
    "forest": ("rescue.skiers+2h", "beauty"),
}
FAR_LEVELS = 24
LARGEST_FAR_SHARE = 0.02
LARGEST_MEAN = 3.0
"""Two pictures agree when under 2 % of the pixels differ by more than 24 levels, and all by under 3 on average."""
CLASSES = ("llvmpipe", "swiftshader")


@dataclass(frozen=True, slots=True)
class Difference:
    """How far two pictures are apart."""

    far_share: float
    mean: float

    @classmethod
    def between(cls, one: Pixels, other: Pixels) -> Difference:
        apart = np.abs(one.astype(int) - other.astype(int))
        return cls(float((apart.max(axis=2) > FAR_LEVELS).mean()), float(apart.mean()))

    @property
    def small(self) -> bool:
        return self.far_share < LARGEST_FAR_SHARE and self.mean < LARGEST_MEAN


@pytest.fixture(scope="module")
def taken(shoot: Camera, flight: Flight, script: Script) -> dict[str, Pixels]:
    """Return every moment as drawn now."""
    return {
        name: shoot(compose(flight, script, parse_when(when, flight.mission), Look(camera)))
        for name, (when, camera) in MOMENTS.items()
    }


@pytest.fixture(scope="module")
def golden(tab: Tab, taken: dict[str, Pixels], pytestconfig: pytest.Config, notes: list[str]) -> dict[str, Pixels]:
    """Return the pictures stored for this renderer, storing them first where that is asked; none where none are."""
    folder = GOLDEN / (renderer_class(tab.renderer) or "other")
    if pytestconfig.getoption("--update-golden") and folder.name != "other":
        store(folder, taken)
        notes.append(f"{len(taken)} golden pictures stored for {folder.name}")
    if not folder.is_dir():
        notes.append(
            f"golden pictures: none are stored for this renderer ({tab.renderer}); the pictures were only checked "
            "to be neither empty nor alike"
        )
        return {}
    return {path.stem: np.asarray(Image.open(path).convert("RGB")) for path in sorted(folder.glob("*.png"))}


def renderer_class(renderer: str) -> str | None:
    """Return the class of software renderer, or None for any other, whose pictures cannot be foreseen."""
    return next((name for name in CLASSES if name in renderer.lower()), None)


def store(folder: Path, pictures: dict[str, Pixels]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.png"):
        if path.stem not in pictures:
            path.unlink()
    for name, pixels in pictures.items():
        Image.fromarray(pixels).save(folder / f"{name}.png", optimize=True)


def triptych(expected: Pixels, actual: Pixels) -> Image.Image:
    """Return expected, actual and difference, the last brightened eight times."""
    apart = np.minimum(np.abs(expected.astype(int) - actual.astype(int)) * 8, 255).astype(np.uint8)
    return Image.fromarray(np.concatenate([expected, actual, apart], axis=1))


@pytest.mark.parametrize("name", MOMENTS)
def test_the_moment_looks_as_it_did(name: str, taken: dict[str, Pixels], golden: dict[str, Pixels]) -> None:
    actual = taken[name]
    assert actual.std() > 4.0, "the picture is empty"
    if not golden:
        return  # the fixture has said so, and the test below looks for pictures that are alike
    assert name in golden, f"{name} is not stored - look at it, then run pytest --update-golden"
    expected = golden[name]
    difference = Difference.between(expected, actual)
    failed = FAILED / f"{name}.png"
    if difference.small:
        failed.unlink(missing_ok=True)
        return
    FAILED.mkdir(parents=True, exist_ok=True)
    triptych(expected, actual).save(failed)
    pytest.fail(
        f"{name}: {100 * difference.far_share:.1f} % of the pixels differ by more than {FAR_LEVELS} levels and all "
        f"by {difference.mean:.2f} on average - see {failed}, and where the change is meant, run "
        "pytest --update-golden"
    )


def test_no_two_moments_look_alike(taken: dict[str, Pixels]) -> None:
    names = list(taken)
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            assert not Difference.between(taken[one], taken[other]).small, f"{one} and {other} are the same picture"


def test_nothing_is_stored_that_is_not_looked_at(golden: dict[str, Pixels]) -> None:
    assert golden.keys() <= MOMENTS.keys(), "stored pictures that no moment names: remove them"


@pytest.mark.parametrize(
    ("part", "levels", "agrees"), [(0.01, 200, True), (0.03, 200, False), (1.0, 2, True), (1.0, 4, False)]
)
def test_the_tolerance_is_what_it_says(part: float, levels: int, agrees: bool) -> None:
    """Under 2 % far off, or under 3 levels everywhere, agree; more does not."""
    one = np.zeros((100, 100, 3), dtype=np.uint8)
    other = one.copy()
    other.reshape(-1, 3)[: int(10000 * part)] = levels
    assert Difference.between(one, other).small is agrees
