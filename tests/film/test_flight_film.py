"""The real flight on the real stage, through the public functions: short, small, and looked at."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from viz.assets import assets_root
from viz.errors import UsageError
from viz.film import FilmRequest, StillRequest, flightshow, record, still
from viz.film.companions import read_hashes
from viz.film.record import open_flight, record_show

pytestmark = pytest.mark.usefixtures("tools")


def pixels(file: Path) -> np.ndarray:
    return np.asarray(Image.open(file).convert("RGB"))


def test_every_frame_of_a_moving_scene_is_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    request = FilmRequest(
        output=folder, start="eva.exit+30s", seconds=Fraction(1, 3), camera="chase", width=320, height=180
    )
    report = record(request)
    assert report.frames == 10
    frames = [pixels(file) for file in sorted(folder.iterdir())]
    assert len({frame.tobytes() for frame in frames}) == 10
    assert all(frame.std() > 20 for frame in frames), "nothing to be seen"


def test_a_still_does_not_depend_on_what_was_drawn_before(tmp_path: Path) -> None:
    def at(name: str, when: str) -> np.ndarray:
        return pixels(still(StillRequest(output=tmp_path / name, at=when, camera="chase", width=320, height=180)))

    first = at("first.png", "eva.exit+30s")
    other = at("other.png", "landing.touchdown")
    assert (at("again.png", "eva.exit+30s") == first).all()
    assert (other != first).any()


def test_the_digest_knows_the_shipped_files_and_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    show = open_flight("voskhod2")
    before = show.digest
    (tmp_path / "ui").mkdir()
    for name in ("manifest.toml", *(f"ui/{file.name}" for file in (assets_root() / "ui").glob("*.toml"))):
        (tmp_path / name).write_bytes((assets_root() / name).read_bytes())
    monkeypatch.setattr(flightshow, "assets_root", lambda: tmp_path)
    assert show.digest == before
    digests = {before}
    for name in ("manifest.toml", "ui/hi.toml"):
        with (tmp_path / name).open("a", encoding="utf-8") as file:
            file.write("# another\n")
        digests.add(show.digest)
    assert len(digests) == 3


def shift(one: np.ndarray, other: np.ndarray, most: int = 3) -> tuple[int, int]:
    """Return by how many pixels down and right a picture must be moved to be most like another."""
    edges = [np.abs(np.diff(picture.mean(axis=2), axis=0))[:, most:-most] for picture in (one, other)]
    inner = edges[0][most:-most, most:-most]
    steps = range(-most, most + 1)
    likeness = {
        (down, right): float((np.roll(edges[1], (down, right), (0, 1))[most:-most, most:-most] * inner).sum())
        for down in steps
        for right in steps
    }
    return max(likeness, key=likeness.__getitem__)


def test_in_both_qualities_slices_equal_the_whole_and_show_the_same_place(tmp_path: Path) -> None:
    """Each film has a browser of its own; the second begins where the first is half done."""
    show, drawn = open_flight("voskhod2"), {}
    for quality in ("light", "full"):
        usual = FilmRequest(
            tmp_path / quality, start="eva.exit+95s", seconds=Fraction(4, 10), fps=Fraction(10), camera="beauty",
            width=320, height=180, subtitles="none", hashes=True, quality=quality,
        )  # fmt: skip
        half = replace(usual, output=tmp_path / f"{quality}-half", start="eva.exit+95.2s", seconds=Fraction(2, 10))
        assert [record_show(one, lambda _: show).quality for one in (usual, half)] == [quality] * 2
        hashes = read_hashes(usual.output)
        assert len(set(hashes)) == 4
        assert read_hashes(half.output) == hashes[2:]
        drawn[quality] = pixels(usual.output / "frame_000000.png").astype(float)
    assert (np.abs(drawn["light"] - drawn["full"]).max(axis=2) > 2).mean() > 0.05, "one is not the other"
    assert shift(drawn["light"], drawn["full"]) == (0, 0)
    assert shift(drawn["light"], np.roll(drawn["full"], 2, 1)) == (0, -2), "a shift would be seen"


def test_a_camera_there_is_none_of_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="drone"):
        still(StillRequest(output=tmp_path / "still.png", at="eva.exit", camera="drone"))
    assert list(tmp_path.iterdir()) == []
