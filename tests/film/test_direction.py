"""No shot of any film flashes by, and each frame has one camera, in a plain film whichever slice of it is drawn."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest
from film_fake import FakeShow
from hypothesis import given, settings
from hypothesis import strategies as st

from viz.film.clock import FrameClock, Span
from viz.film.direction import SHORTEST_S, Direction
from viz.film.plan import FilmPlan, Scene
from viz.mission.load import load_mission, mission_folder
from viz.story.holds import held_camera
from viz.story.script import load_script
from viz.story.shots import director_camera

FPS = Fraction(10)
CAMERAS = ("orbit", "chase", "beauty")


@dataclass
class Directed(FakeShow):
    """A show whose director cuts in a repeating pattern of mission seconds."""

    shots: tuple[tuple[str, float], ...] = (("chase", 100.0),)

    def director(self, met_s: float) -> str:
        left = met_s % sum(length for _, length in self.shots)
        for camera, length in self.shots:
            if left < length:
                return camera
            left -= length
        return self.shots[-1][0]


def plan_of(spans: tuple[Span, ...], scenes: tuple[Scene, ...], recipe: str = "a film") -> FilmPlan:
    clock = FrameClock(spans, FPS)
    told = {"recipe": recipe, "scenes": scenes}
    return FilmPlan(Path("film.mp4"), clock, 64, 64, "auto", "en", "none", "v", "d", "1", "light", **told)  # type: ignore[arg-type]


def shown(plan: FilmPlan, show: FakeShow) -> list[tuple[str, int, int]]:
    """Return what is on camera as (camera, part, frames)."""
    direction = Direction(plan, show)
    frames = []
    for index in range(plan.clock.count):
        camera = direction.camera(index)
        own = show.director(plan.clock.met_s(index))
        frames.append((own if camera == "auto" else camera, plan.scene_at(index).part))
    return [(camera, part, len(list(run))) for (camera, part), run in itertools.groupby(frames)]


@settings(max_examples=60, deadline=None)
@given(
    shots=st.lists(
        st.tuples(st.sampled_from(CAMERAS), st.floats(min_value=5.0, max_value=400.0)), min_size=1, max_size=6
    ),
    parts=st.lists(
        st.tuples(st.integers(min_value=2, max_value=20), st.sampled_from([1, 7, 60, 900])), min_size=1, max_size=4
    ),
)
def test_no_shot_of_a_recipe_is_too_short_to_be_taken_in(
    shots: list[tuple[str, float]], parts: list[tuple[int, int]]
) -> None:
    spans, scenes = [], []
    for number, (seconds, rate) in enumerate(parts):
        spans.append(Span(Fraction(1000 * number), Fraction(seconds), Fraction(rate)))
        scenes.append(Scene("auto", part=number))
    plan = plan_of(tuple(spans), tuple(scenes))
    found = shown(plan, Directed(shots=tuple(shots)))
    assert sum(frames for _, _, frames in found) == plan.clock.count
    assert all(frames >= SHORTEST_S * FPS for _, _, frames in found)


def test_the_camera_that_had_most_of_a_stretch_stands_for_it() -> None:
    show = Directed(shots=(("beauty", 36.0), ("orbit", 90.0)))
    plan = plan_of((Span(Fraction(0), Fraction(9), Fraction(60)),), (Scene("auto"),))
    assert shown(plan, show) == [("orbit", 0, 90)]


def test_long_shots_are_cut_where_the_director_cuts() -> None:
    show = Directed(shots=(("orbit", 30.0), ("beauty", 50.0)))
    plan = plan_of((Span(Fraction(0), Fraction(8), Fraction(10)),), (Scene("auto"),))
    assert shown(plan, show) == [("orbit", 0, 30), ("beauty", 0, 50)]


def test_in_true_time_the_director_may_glide_and_a_named_camera_stays() -> None:
    show = Directed(shots=(("orbit", 4.0), ("beauty", 4.0)))
    spans = Span(Fraction(0), Fraction(8)), Span(Fraction(0), Fraction(1), Fraction(100))
    plan = plan_of(spans, (Scene("auto"), Scene("tv1", part=1)))
    direction = Direction(plan, show)
    assert {direction.camera(index) for index in range(80)} == {"auto"}
    assert {direction.camera(index) for index in range(80, 90)} == {"tv1"}


@dataclass
class Real(FakeShow):
    """The director of the shipped flight."""

    def director(self, met_s: float) -> str:
        return director_camera(CUTS, met_s)

    def held(self, met_s: float, rate: float) -> str:
        return held_camera(CUTS, met_s, rate)


CUTS = load_script(load_mission("voskhod2"), mission_folder("voskhod2")).cuts
REAL = Real()


def plain(start_met_s: int, seconds: int, rate: int) -> Direction:
    """Return who directs a plain film."""
    clock = FrameClock.lasting(Fraction(start_met_s), Fraction(seconds), FPS, Fraction(rate))
    return Direction(FilmPlan(Path("film.mp4"), clock, 64, 64, "auto", "en", "none", "v", "d", "1", "light"), REAL)


def test_a_plain_film_is_the_directors_while_his_shots_last_and_its_slices_agree_at_every_rate() -> None:
    assert {plain(0, 9, 7).camera(index) for index in range(90)} == {"auto"}
    whole, slice_of_it = plain(5000, 40, 600), plain(5000 + 600 * 7, 20, 600)
    assert [slice_of_it.camera(index) for index in range(200)] == [whole.camera(70 + index) for index in range(200)]


@pytest.mark.parametrize("rate", [2, 8, 30, 100, 600, 1000, 4000, 100_000])
def test_a_plain_film_holds_its_shots_at_every_rate(rate: int) -> None:
    direction = plain(-100, 60, rate)
    cameras = [direction.camera(index) for index in range(600)]
    cameras = [
        REAL.director(-100.0 + index * rate / FPS) if camera == "auto" else camera
        for index, camera in enumerate(cameras)
    ]
    lengths = [len(list(run)) for _, run in itertools.groupby(cameras)]
    assert all(frames >= SHORTEST_S * FPS for frames in lengths[1:-1])
