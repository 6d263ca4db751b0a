"""What a film will take is judged by frames from all over it, and told before it is drawn."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from film_fake import FakeShow, Painter

from viz.film.clock import FrameClock
from viz.film.encode import Packet
from viz.film.forecast import forecast
from viz.film.parts import Parts
from viz.film.plan import FilmPlan
from viz.film.record import estimate_show, record_show
from viz.film.render import Opened, PacketSink
from viz.film.request import FilmRequest, Forecast, Progress, time_told


def plan_of(output: Path, frames: int) -> FilmPlan:
    clock = FrameClock.lasting(Fraction(0), Fraction(frames, 30), Fraction(30))
    return FilmPlan(output, clock, 640, 360, "auto", "en", "none", "v", "d", "1", "light")


class Encoding:
    """Gives back one key frame of 1000 bytes, and 100 bytes for every other."""

    opened = Opened("a brush", "avc1.64001f")

    def __init__(self) -> None:
        self.asked: list[range] = []

    def try_out(self, frames: range, sink: PacketSink) -> None:
        self.asked.append(frames)
        for index in frames:
            key = index == frames.start
            sink.write(Packet(index, key, b"x" * (1000 if key else 100)))


@pytest.mark.parametrize("frames", [1, 5, 60, 600, 100_000])
def test_a_film_is_tried_by_few_frames_from_all_over_it(frames: int) -> None:
    drawer = Encoding()
    told = forecast(plan_of(Path("film.mp4"), frames), drawer)
    warming, *trials = drawer.asked
    assert len(warming) == 1
    tried = [index for trial in trials for index in trial]
    assert tried == sorted(set(tried))
    assert set(tried) <= set(range(frames))
    assert told.tried == len(tried) <= max(8, frames / 10)
    if len(trials) > 1:
        assert trials[0].start < frames / len(trials)
        assert trials[-1].stop > frames - frames / len(trials)


def test_the_size_counts_the_key_frames_a_film_will_have() -> None:
    told = forecast(plan_of(Path("film.mp4"), 600), Encoding())
    assert told.size == 10 * 1000 + 590 * 100
    assert told.most is not None
    assert told.most > told.size
    assert "0.1 MB to 3.8 MB" in told.line


def test_only_what_is_not_drawn_yet_takes_time() -> None:
    assert forecast(plan_of(Path("film.mp4"), 600), Encoding(), kept=600).draw_s == 0
    told = Forecast(Path("film.mkv"), 600, Fraction(20), 120, 24, 4000.0, 3_210_000_000)
    assert told.line == (
        "film.mkv: 600 frames (120 are drawn already), 20.00 s; about 67 min to draw with one browser here, "
        "about 3.2 GB; judged by 24 frames"
    )


@pytest.mark.parametrize(
    ("seconds", "told"), [(0.4, "0 s"), (99, "99 s"), (100, "2 min"), (3600, "60 min"), (50_000, "13 h 53 min")]
)
def test_our_time_is_told_no_finer_than_it_is_known(seconds: float, told: str) -> None:
    assert time_told(seconds) == told


@pytest.mark.usefixtures("tools")
def test_a_lossless_films_size_is_what_ffmpeg_makes_of_its_frames(tmp_path: Path) -> None:
    plan = plan_of(tmp_path / "film.mkv", 60)
    told = forecast(plan, Painter(plan, Parts(plan)))
    assert told.size is not None
    assert told.most is None
    assert 60 * 200 < told.size < 60 * 64 * 64


REQUEST = FilmRequest(
    Path("film.mp4"), start="eva.exit", seconds=Fraction(5), width=128, height=72, subtitles="none", quality="light"
)


@pytest.mark.usefixtures("tools")
def test_a_film_whose_forecast_was_told_is_the_same_film(tmp_path: Path) -> None:
    told: list[Progress] = []
    for name in ("plain.mp4", "foretold.mp4"):
        wanted = replace(REQUEST, output=tmp_path / name, forecast=name == "foretold.mp4")
        record_show(wanted, lambda _: FakeShow(), told.append)
    (known,) = [number for number, progress in enumerate(told) if progress.forecast is not None]
    assert all(progress.done == 0 for progress in told[known - 2 : known + 1]), "it stands before the start"
    assert (tmp_path / "plain.mp4").read_bytes() == (tmp_path / "foretold.mp4").read_bytes()


@pytest.mark.usefixtures("tools")
def test_an_estimate_leaves_nothing(tmp_path: Path) -> None:
    told = estimate_show(replace(REQUEST, output=tmp_path / "film.mp4"), lambda _: FakeShow())
    assert (told.frames, told.tried) == (150, 8)
    assert told.draw_s > 0
    assert list(tmp_path.iterdir()) == []
