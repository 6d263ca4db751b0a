"""The film's clock is exact, and what cannot be filmed is refused with its remedy."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from film_fake import FakeShow
from hypothesis import given, settings
from hypothesis import strategies as st

from viz.errors import UsageError
from viz.film.clock import FrameClock, Span, exact
from viz.film.plan import FilmPlan, check_film_request, check_still_request, plan_film
from viz.film.render import h264_level
from viz.film.request import FilmRequest, StillRequest

NTSC = Fraction(30_000, 1001)
RATES = st.fractions(min_value=Fraction(1, 100), max_value=1000)
FPS = st.one_of(
    st.sampled_from([Fraction(24), Fraction(25), Fraction(30), Fraction(60), NTSC, Fraction(24_000, 1001)]),
    st.fractions(min_value=1, max_value=240, max_denominator=1001),
)
STARTS = st.fractions(min_value=0, max_value=180_000, max_denominator=1000)
LENGTHS = st.fractions(min_value=Fraction(1, 4), max_value=3600, max_denominator=1000)


@pytest.mark.parametrize(
    ("seconds", "fps", "frames"),
    [
        (Fraction("4.1"), Fraction(30), 123),  # int(4.1 * 30) in floats is 122
        (Fraction(10), NTSC, 299),
        (Fraction(10), Fraction(30), 300),
        (Fraction("0.1"), Fraction(30), 3),
        (Fraction(1, 3), Fraction(30), 10),
    ],
)
def test_a_film_has_every_whole_frame_of_its_length(seconds: Fraction, fps: Fraction, frames: int) -> None:
    assert FrameClock.lasting(Fraction(0), seconds, fps).count == frames


def test_times_written_in_decimals_are_taken_as_written() -> None:
    assert FrameClock.between(exact(5691.0), exact(5695.1), Fraction(30)).count == 123


@given(start=STARTS, length=LENGTHS, fps=FPS, rate=RATES)
def test_frames_are_evenly_spaced_and_stay_before_the_end(
    start: Fraction, length: Fraction, fps: Fraction, rate: Fraction
) -> None:
    clock = FrameClock.lasting(start, length, fps, rate)
    if clock.count == 0:
        return
    last = clock.count - 1
    assert clock.met_s(0) == float(start)
    assert clock.met_s(last) == float(start + last * rate / fps)
    assert start + last * rate / fps < start + length * rate
    assert clock.duration_s <= length < clock.duration_s + 1 / fps


@given(start=STARTS, length=LENGTHS, fps=FPS, rate=RATES, share=st.fractions(min_value=0, max_value=1))
def test_the_first_frame_at_a_time_is_the_first(
    start: Fraction, length: Fraction, fps: Fraction, rate: Fraction, share: Fraction
) -> None:
    clock = FrameClock.lasting(start, length, fps, rate)
    wanted = exact(float(start + share * length * rate))
    index = clock.first_frame_at(float(wanted))
    assert 0 <= index <= clock.count
    if 0 < index <= clock.count:
        assert start + (index - 1) * rate / fps < wanted
    if index < clock.count:
        assert start + index * rate / fps >= wanted


@given(index=st.integers().filter(lambda i: not 0 <= i < 30))
def test_there_is_no_frame_outside_the_film(index: int) -> None:
    clock = FrameClock.lasting(Fraction(0), Fraction(1), Fraction(30))
    with pytest.raises(IndexError, match=r"outside 0\.\.29"):
        clock.met_s(index)


@given(length=LENGTHS, fps=FPS)
def test_the_rate_changes_the_times_but_not_the_number_of_frames(length: Fraction, fps: Fraction) -> None:
    slow = FrameClock.lasting(Fraction(0), length, fps, Fraction(1))
    fast = FrameClock.lasting(Fraction(0), length, fps, Fraction(60))
    assert slow.count == fast.count == math.floor(length * fps)
    assert fast.stop_s == 60 * slow.stop_s


SPANS = st.lists(
    st.builds(Span, STARTS, st.fractions(min_value=Fraction(1, 100), max_value=40, max_denominator=997), RATES),
    min_size=1,
    max_size=6,
)


@settings(max_examples=30)
@given(spans=SPANS, fps=FPS)
def test_every_frame_lies_in_one_span_at_its_exact_time(spans: list[Span], fps: Fraction) -> None:
    clock = FrameClock(tuple(spans), fps)
    ranges = [clock.frames_of(number) for number in range(len(spans))]
    assert [index for frames in ranges for index in frames] == list(range(clock.count))
    begins = Fraction(0)
    for number, (span, frames) in enumerate(zip(spans, ranges, strict=True)):
        for index in {*frames[:1], *frames[-1:]}:
            into_s = index / fps - begins
            assert 0 <= into_s < span.seconds
            assert clock.met_s(index) == float(span.start_s + into_s * span.rate)
            assert clock.span_of(index) == number
        begins += span.seconds


@settings(max_examples=30)
@given(spans=SPANS, fps=FPS)
def test_a_span_of_two_is_the_same_as_two_spans(spans: list[Span], fps: Fraction) -> None:
    """Frame N depends on film time alone, not on how the clock was put together."""
    halves = [
        half
        for span in spans
        for half in (
            Span(span.start_s, span.seconds / 3, span.rate),
            Span(span.start_s + span.seconds / 3 * span.rate, span.seconds * 2 / 3, span.rate),
        )
    ]
    whole, cut = FrameClock(tuple(spans), fps), FrameClock(tuple(halves), fps)
    looked = {0, whole.count // 3, whole.count - 1} if whole.count else set()
    assert whole.count == cut.count
    assert [whole.met_s(index) for index in looked] == [cut.met_s(index) for index in looked]


def test_time_may_stand_still_under_a_card() -> None:
    clock = FrameClock((Span(Fraction(100), Fraction(2), Fraction(0)), Span(Fraction(50), Fraction(1))), Fraction(10))
    assert [clock.met_s(index) for index in (0, 19, 20, 29)] == [100, 100, 50, 50.9]
    assert clock.stop_s == 51


def plan(request: FilmRequest) -> FilmPlan:
    show = FakeShow()
    check_film_request(request)
    return plan_film(
        request,
        when=show.when,
        flight_range_s=show.range_s,
        mission_id=show.mission_id,
        files_digest=show.digest,
        version="1",
    )


@pytest.fixture
def request_(tmp_path: Path) -> FilmRequest:
    return FilmRequest(output=tmp_path / "film.mp4", start="eva.exit", seconds=Fraction(2))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"width": 1281}, "even width and height - try 1282x720"),
        ({"height": 719}, "even width and height - try 1280x720"),
        ({"width": 16}, "between 64 and 8192"),
        ({"width": 100_000}, "between 64 and 8192"),
        ({"height": -720}, "between 64 and 8192"),
        ({"fps": Fraction(0)}, "fps 0: must be between 1 and 240"),
        ({"fps": Fraction(1000)}, "fps 1000"),
        ({"rate": Fraction(0)}, "rate 0: must be above 0"),
        ({"rate": Fraction(-1)}, "rate -1"),
        ({"seconds": Fraction(0)}, "longer than nothing"),
        ({"seconds": Fraction(1, 100)}, "shorter than one frame"),
        ({"seconds": Fraction(200_000)}, "frames - give it less time"),
        ({"seconds": None, "stop": "launch.liftoff"}, "is not after the start"),
        ({"stop": "eva.ingress"}, "either --to or --seconds"),
        ({"seconds": None, "stop": "100001"}, r"the flight is told from T\+00:00:00 to T\+27:46:40"),
        ({"start": "-5"}, "would run from T-00:00:05"),
        ({"start": "eva.lunch"}, "is not a time"),
        ({"subtitles": "loud"}, "one of none, tracks, burn"),
        ({"workers": 0}, "workers 0"),
        ({"output": Path("film.avi")}, r"no film is written as '\.avi'"),
        ({"output": Path("nowhere/film.mp4")}, "there is no folder nowhere"),
    ],
)
def test_what_cannot_be_filmed_is_refused(request_: FilmRequest, change: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        plan(replace(request_, **change))  # type: ignore[arg-type]


def test_an_existing_film_is_kept_unless_told_otherwise(request_: FilmRequest) -> None:
    request_.output.write_bytes(b"mine")
    with pytest.raises(UsageError, match="exists - give another name, or --force"):
        plan(request_)
    assert plan(replace(request_, force=True)).output == request_.output


def test_a_folder_with_other_things_in_it_is_never_replaced(request_: FilmRequest, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "frame_000000.png").touch()
    assert plan(replace(request_, output=folder, force=True)).suffix == ""
    (folder / "thesis.tex").touch()
    with pytest.raises(UsageError, match=r"also holds thesis\.tex"):
        plan(replace(request_, output=folder, force=True))


def test_a_folder_that_may_not_be_written_to_is_refused(
    request_: FilmRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("viz.film.plan.os.access", lambda path, mode: Path(path) != tmp_path)
    with pytest.raises(UsageError, match="may not be written to - choose another"):
        plan(request_)


def test_a_folder_below_a_file_is_refused(request_: FilmRequest, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="there is no folder"):
        plan(replace(request_, output=tmp_path / "file" / "film.mp4"))


def test_pictures_and_stills_may_have_odd_sizes(request_: FilmRequest, tmp_path: Path) -> None:
    assert plan(replace(request_, output=tmp_path / "pictures", width=333, height=201)).width == 333
    check_still_request(StillRequest(output=tmp_path / "still.png", width=333, height=201))
    with pytest.raises(UsageError, match="written as PNG"):
        check_still_request(StillRequest(output=tmp_path / "still.gif"))


def test_the_digest_changes_with_whatever_changes_the_frames(request_: FilmRequest, tmp_path: Path) -> None:
    first = plan(request_)
    assert plan(replace(request_, output=tmp_path / "other.mp4")).digest == first.digest
    others = [
        replace(request_, width=640),
        replace(request_, fps=NTSC),
        replace(request_, language="hi"),
        replace(request_, subtitles="burn"),
        replace(request_, rate=Fraction(2)),
        replace(request_, start="eva.ingress"),
    ]
    digests = {plan(other).digest for other in others} | {replace(first, files_digest="cd" * 32).digest}
    assert len(digests | {first.digest}) == len(others) + 2


def test_without_an_end_the_film_lasts_twenty_seconds(request_: FilmRequest) -> None:
    assert plan(replace(request_, seconds=None)).clock.duration_s == 20


@pytest.mark.parametrize(
    ("size", "fps", "level"),
    # Level limits: ITU-T H.264 (08/2021) table A-1, MaxFS and MaxMBPS.
    [
        ((1280, 720), 30, 31),
        ((1280, 720), 60, 40),
        ((1920, 1080), 30, 40),
        ((1920, 1080), 60, 42),
        ((3840, 2160), 30, 51),
    ],
)
def test_the_h264_level_is_the_lowest_that_holds_the_picture(size: tuple[int, int], fps: int, level: int) -> None:
    assert h264_level(*size, Fraction(fps)) == level
