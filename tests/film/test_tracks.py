"""Subtitles begin with the frame that changes the words; chapters stand at their events to one frame."""

from __future__ import annotations

import itertools
from fractions import Fraction
from pathlib import Path

import pysubs2
from film_fake import FakeShow
from hypothesis import given
from hypothesis import strategies as st

from viz.film.plan import FilmPlan, FrameClock
from viz.film.show import Chapter
from viz.film.tracks import ffmetadata, film_chapters, reading_s, schedule, srt, subtitle_tracks

FPS = st.sampled_from([Fraction(24), Fraction(25), Fraction(30), Fraction(30_000, 1001)])


def clock_of(seconds: int, fps: Fraction = Fraction(30), rate: int = 1) -> FrameClock:
    return FrameClock.lasting(Fraction(5691), Fraction(seconds), fps, Fraction(rate))


def plan_of(clock: FrameClock, language: str = "en") -> FilmPlan:
    return FilmPlan(Path("film.mp4"), clock, 640, 360, "auto", language, "tracks", "voskhod2", "ab" * 32, "1")


@given(fps=FPS, change_s=st.floats(min_value=5692.0, max_value=5708.0))
def test_a_cue_begins_on_the_first_frame_with_its_words(fps: Fraction, change_s: float) -> None:
    clock = clock_of(20, fps)
    first, second = schedule(clock, lambda met_s: "before" if met_s < change_s else "after")
    index = clock.first_frame_at(change_s)
    assert (first.start_s, first.text, second.text) == (0, "before", "after")
    assert second.start_s == clock.film_s(index)
    assert clock.met_s(index) >= change_s > clock.met_s(index - 1)


@given(fps=FPS, rate=st.integers(min_value=1, max_value=600), period_s=st.integers(min_value=1, max_value=90))
def test_cues_never_overlap_and_can_always_be_read(fps: Fraction, rate: int, period_s: int) -> None:
    clock = clock_of(30, fps, rate)
    cues = schedule(clock, lambda met_s: f"minute {int(met_s // period_s)}")
    for cue, following in itertools.pairwise(cues):
        assert cue.stop_s <= following.start_s
    for cue in cues:
        assert Fraction(5, 6) <= cue.stop_s - cue.start_s <= reading_s(cue.text)
        assert cue.stop_s <= clock.duration_s


def test_a_caption_that_stays_is_taken_away_once_it_has_been_read() -> None:
    (cue,) = schedule(clock_of(60), lambda _: "short")
    assert cue.stop_s == 7
    (cue,) = schedule(clock_of(60), lambda _: "long " * 40)
    assert cue.stop_s == Fraction(200, 14)


def test_silence_makes_no_cue() -> None:
    assert schedule(clock_of(10), lambda _: "") == ()


def test_every_language_has_its_track_and_the_films_own_comes_first() -> None:
    tracks = subtitle_tracks(plan_of(clock_of(3), "ru"), FakeShow())
    assert [track.code for track in tracks] == ["rus", "eng", "hin"]
    assert "लियोनोव" in tracks[2].cues[0].text


def test_another_reader_of_subrip_finds_the_same_cues() -> None:
    cues = schedule(clock_of(3, Fraction(30_000, 1001)), lambda met_s: f"नमस्ते, Привет {int(met_s)}")
    read = pysubs2.SSAFile.from_string(srt(cues), format_="srt")
    assert [(line.start, line.end, line.text) for line in read] == [
        (round(cue.start_s * 1000), round(cue.stop_s * 1000), cue.text) for cue in cues
    ]


def test_chapters_stand_at_the_first_frame_of_their_event() -> None:
    clock = clock_of(10, Fraction(30_000, 1001))
    chapters = [Chapter(0.0, "before"), Chapter(5691.0, "exit"), Chapter(5695.3, "wave"), Chapter(9000.0, "after")]
    found = film_chapters(clock, chapters)
    assert [title for _, _, title in found] == ["exit", "wave"]
    assert found[0][:2] == (0, found[1][0])
    assert clock.met_s(found[1][0]) >= 5695.3 > clock.met_s(found[1][0] - 1)
    assert found[1][1] == clock.count


def test_metadata_says_its_time_base_and_escapes_what_ffmpeg_would_read_as_syntax() -> None:
    text = ffmetadata(plan_of(clock_of(3, Fraction(30_000, 1001))), FakeShow())
    assert text.startswith(";FFMETADATA1\n")
    assert text.count("TIMEBASE=1001/30000") == text.count("[CHAPTER]") == 2
    assert r"title=Outside\; and \= back" in text
    assert "voskhod2 record --mission voskhod2 --from T+01:34:51" in text
