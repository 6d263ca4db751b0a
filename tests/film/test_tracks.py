"""Chapters stand at their events to one frame, every language has its track, and the metadata can be read back."""

from __future__ import annotations

import itertools
import json
import shlex
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from film_fake import FakeShow
from hypothesis import given
from hypothesis import strategies as st

from viz.cli.make import record as record_command
from viz.film.clock import FrameClock, Span, exact
from viz.film.plan import Card, FilmPlan, Scene
from viz.film.render import Composer
from viz.film.show import Chapter
from viz.film.tracks import FilmChapter, command, ffmetadata, film_chapters, subtitle_tracks
from viz.mission.load import load_mission
from viz.mission.when import parse_when


def clock_of(seconds: int, fps: Fraction = Fraction(30), rate: int = 1) -> FrameClock:
    return FrameClock.lasting(Fraction(5691), Fraction(seconds), fps, Fraction(rate))


def plan_of(clock: FrameClock, language: str = "en", **more: object) -> FilmPlan:
    known = ("auto", language, "tracks", "voskhod2", "ab" * 32, "1", "light")
    return FilmPlan(Path("film.mp4"), clock, 640, 360, *known, **more)  # type: ignore[arg-type]


@dataclass
class Told(FakeShow):
    def chapters(self, start_met_s: float, stop_met_s: float, language: str) -> tuple[Chapter, ...]:
        return Chapter(0.0, "before"), Chapter(5691.0, "exit"), Chapter(5695.3, "wave"), Chapter(9000.0, "after")


def test_every_language_has_its_track_and_the_films_own_comes_first() -> None:
    slow = FrameClock.lasting(Fraction(5691), Fraction(5), Fraction(30), Fraction(1, 10))
    tracks = subtitle_tracks(plan_of(slow, "ru"), FakeShow())
    assert [track.code for track in tracks] == ["rus", "eng", "hin"]
    assert "लियोनोव" in tracks[2].cues[0].text


def test_chapters_stand_at_the_first_frame_of_their_event() -> None:
    clock = clock_of(10, Fraction(30_000, 1001))
    first, second = film_chapters(plan_of(clock), Told())
    assert (first.title, second.title) == ("exit", "wave")
    assert (first.first, first.end, second.end) == (0, second.first, clock.count)
    assert clock.met_s(second.first) >= 5695.3 > clock.met_s(second.first - 1)


def test_chapters_follow_a_film_that_leaps_and_cards_have_their_own() -> None:
    clock = FrameClock(
        (Span(Fraction(8000), Fraction(2)), Span(Fraction(5680), Fraction(30), Fraction(1))), Fraction(30)
    )
    scenes = (Scene("auto", "title", card=Card("A film")), Scene("auto"))
    found = film_chapters(plan_of(clock, scenes=scenes), Told())
    assert found == (
        FilmChapter(0, 60, "A film"),
        FilmChapter(60, 390, "before"),
        FilmChapter(390, 519, "exit"),
        FilmChapter(519, 960, "wave"),
    )


@pytest.mark.parametrize("runs", [False, True])
def test_a_film_that_begins_with_what_stands_still_has_its_own_title_for_a_chapter(runs: bool) -> None:
    stands = Span(Fraction(5691), Fraction(4), Fraction(0))
    clock = FrameClock((stands, Span(Fraction(5691), Fraction(9))) if runs else (stands,), Fraction(30))
    first, *others = film_chapters(plan_of(clock, scenes=(Scene("auto"),) * len(clock.spans)), Told())
    assert (first.title, first.first, first.end) == ("Voskhod 2", 0, 120)
    assert [chapter.title for chapter in others] == (["exit", "wave"] if runs else [])


@pytest.mark.parametrize("recipe", ["", "quick"])
def test_no_film_has_a_chapter_too_short_to_go_to(recipe: str) -> None:
    class Quick(FakeShow):
        def chapters(self, start_met_s: float, stop_met_s: float, language: str) -> tuple[Chapter, ...]:
            return tuple(
                Chapter(met_s, title)
                for met_s, title in ((5691.0, "walk"), (5751.0, "wave"), (5752.0, "walk"), (6291.0, "in"))
            )

    clock = clock_of(20, Fraction(30), 60)
    (walk, back) = film_chapters(plan_of(clock, scenes=(Scene("auto"),), recipe=recipe), Quick())
    assert (walk.title, walk.first, back.title, back.end) == ("walk", 0, "in", clock.count)
    assert walk.end == back.first == 300


def test_a_card_is_silent() -> None:
    clock = FrameClock((Span(Fraction(5691), Fraction(5)), Span(Fraction(5691), Fraction(5))), Fraction(30))
    scenes = (Scene("auto", "title", card=Card("A film")), Scene("auto"))
    for track in subtitle_tracks(plan_of(clock, scenes=scenes), FakeShow()):
        assert track.cues[0].start_s == 5


def test_burnt_captions_stay_long_enough_to_be_read_at_any_rate_without_a_recipe() -> None:
    """At this rate what is said changes with every frame."""
    clock = clock_of(5, rate=30)
    plan = replace(plan_of(clock), subtitles="burn")
    composer = Composer(plan, FakeShow())
    shown = [json.loads(composer.text(index))["words"]["caption"] for index in range(clock.count)]
    runs = [len(list(run)) for caption, run in itertools.groupby(shown) if caption]
    assert runs
    assert min(runs) >= 30, "a second"


def test_metadata_says_its_time_base_and_escapes_what_ffmpeg_would_read_as_syntax() -> None:
    text = ffmetadata(plan_of(clock_of(5, Fraction(30_000, 1001))), Semicolons())
    assert text.startswith(";FFMETADATA1\n")
    assert text.count("TIMEBASE=1001/30000") == text.count("[CHAPTER]") == 2
    assert r"title=Outside\; and \= back" in text
    assert r"copyright=Made with: numbers\; and \= signs\; Sources: none" in text
    assert "voskhod2 record --mission voskhod2 --from T+01:34:51" in text
    assert f"files {'ab' * 32}" in text


class Semicolons(FakeShow):
    def chapters(self, start_met_s: float, stop_met_s: float, language: str) -> tuple[Chapter, ...]:
        return Chapter(5691.0, "Outside; and = back"), Chapter(5693.5, "Later")


def test_the_title_is_the_recipes() -> None:
    assert "\ntitle=The exit\n" in ffmetadata(plan_of(clock_of(3), title="The exit"), FakeShow())
    assert "\ntitle=Voskhod 2\n" in ffmetadata(plan_of(clock_of(3)), FakeShow())


MISSION = load_mission("voskhod2")
STARTS = st.decimals(0, 90_000, allow_nan=False, places=9)
RATES = st.fractions(min_value=Fraction(1, 100), max_value=1000, max_denominator=1000)
SECONDS = st.fractions(min_value=1, max_value=600, max_denominator=10_000)


@given(start=STARTS, seconds=SECONDS, rate=RATES, fps=st.sampled_from(["24", "30000/1001", "12.5"]))
def test_the_command_in_the_metadata_makes_every_frame_again(
    start: Decimal, seconds: Fraction, rate: Fraction, fps: str
) -> None:
    """The command is read by the command line itself."""
    clock = FrameClock.lasting(exact(float(start)), seconds, Fraction(fps), rate)
    plan = plan_of(clock, "hi", hashes=True)
    words = shlex.split(command(plan))
    assert words[:2] == ["voskhod2", "record"]
    asked: dict[str, Any] = record_command.make_context("record", words[2:]).params
    met_s = parse_when(asked["start"], MISSION)
    again = FrameClock.lasting(exact(met_s), asked["seconds"], asked["fps"], asked["rate"])
    assert again == clock
    assert (asked["language"], asked["size"], asked["hashes"]) == ("hi", (640, 360), True)


def test_the_command_names_a_recipe_and_a_mission_as_they_were_given() -> None:
    plan = plan_of(clock_of(3), recipe="mine/50% of it.toml", mission="./my flight")
    words = shlex.split(command(plan))
    assert words[words.index("--recipe") + 1] == "mine/50% of it.toml"
    assert words[words.index("--mission") + 1] == "./my flight"
    assert "--from" not in words
