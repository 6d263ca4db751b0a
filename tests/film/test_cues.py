"""Subtitles begin with the frame that changes the words, and can be read: long enough, short lines, not too fast."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Iterator
from fractions import Fraction

import pysubs2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viz.film.clock import FrameClock, Span
from viz.film.cues import LONGEST_S, Saying, reading_s, schedule, srt, vtt, wrapped
from viz.languages import LANGUAGES
from viz.mission.load import mission_folder, shipped_missions
from viz.mission.text import visible_length

FPS = st.sampled_from([Fraction(24), Fraction(25), Fraction(30), Fraction(30_000, 1001)])
WORDS = {
    language: text.split(" ")
    for language, text in {
        "en": "Leonov floats out of the airlock and hangs there on his tether above the Black Sea",
        "ru": "Леонов выплывает из шлюзовой камеры и парит на фале над Чёрным морем вместе с кораблём",
        "hi": "लियोनोव एयरलॉक से बाहर तैरते हुए निकलते हैं और काला सागर के ऊपर अपनी डोर से बँधे रहते हैं",
    }.items()
}
SPOKEN = st.sampled_from(sorted(WORDS))


def clock_of(seconds: int, fps: Fraction = Fraction(30), rate: int = 1) -> FrameClock:
    return FrameClock.lasting(Fraction(5691), Fraction(seconds), fps, Fraction(rate))


@settings(max_examples=25, deadline=None)
@given(fps=FPS, change_s=st.floats(min_value=5693.0, max_value=5707.0))
def test_a_cue_begins_on_the_first_frame_with_its_words(fps: Fraction, change_s: float) -> None:
    clock = clock_of(20, fps)
    first, second = schedule(clock, lambda index: ("before",) if clock.met_s(index) < change_s else ("after",))
    index = clock.first_frame_at(change_s)
    assert (first.start_s, first.text, second.text) == (0, "before", "after")
    assert second.start_s == clock.film_s(index)
    assert clock.met_s(index) >= change_s > clock.met_s(index - 1)


@settings(max_examples=30, deadline=None)
@given(
    language=SPOKEN, fps=FPS, lengths=st.lists(st.integers(min_value=1, max_value=30), min_size=1, max_size=12),
    period=st.floats(min_value=0.2, max_value=15),
)  # fmt: skip
def test_another_reader_finds_only_cues_that_can_be_read(
    language: str, fps: Fraction, lengths: list[int], period: float
) -> None:
    """Whatever is said and however fast it changes, pysubs2 reads back cues within the language's limits."""
    clock, limits = clock_of(30, fps), LANGUAGES[language]
    texts = [" ".join(itertools.islice(itertools.cycle(WORDS[language]), length)) for length in lengths]

    def said(index: int) -> Saying:
        number = int(clock.film_s(index) / Fraction(period))
        return texts[number % len(texts)], f"{WORDS[language][0]} {number}"

    cues = schedule(clock, said, language)
    read = pysubs2.SSAFile.from_string(srt(cues), format_="srt")
    assert len(read) == len(cues) > 0
    for line, following in itertools.pairwise(read):
        assert line.end <= following.start
    for line in read:
        rows, shown_s = line.plaintext.split("\n"), (line.end - line.start + 1) / 1000
        letters = visible_length(line.plaintext)
        assert len(rows) <= 2
        assert all(visible_length(row) <= limits.letters_per_line for row in rows)
        assert shown_s >= 1
        assert letters / shown_s <= limits.letters_per_s
        assert shown_s <= 7.002 or shown_s - 0.1 <= letters / limits.letters_per_s
        assert line.end / 1000 <= float(clock.duration_s) + 0.001


def test_a_long_text_is_told_in_pieces_that_lose_no_word() -> None:
    text = " ".join(WORDS["en"] * 2)
    cues = schedule(clock_of(40), lambda _: (text, "short"))
    assert len(cues) == 2
    assert " ".join(" ".join(cue.text.split()) for cue in cues) == text
    assert all(first.stop_s == second.start_s for first, second in itertools.pairwise(cues))


def test_a_text_too_long_for_its_time_gives_way_to_its_title() -> None:
    clock, text = clock_of(10), " ".join(WORDS["en"])
    told = schedule(clock, lambda index: (text, "Out") if index < 60 else (text + ".", "In"))
    assert [cue.text.replace("\n", " ") for cue in told] == ["Out", text + "."]


def test_a_caption_is_not_held_over_a_leap_in_time() -> None:
    spans = Span(Fraction(0), Fraction(10)), Span(Fraction(10), Fraction(10)), Span(Fraction(5000), Fraction(10))
    clock = FrameClock(spans, Fraction(30))
    assert clock.leaps() == (600,)

    def said(index: int) -> Saying:
        return {True: ("first",), False: ()}[index < 290] or (("glimpse",) if 290 <= index < 300 else ())

    (_, held) = schedule(clock, said)
    assert (held.text, held.start_s) == ("glimpse", Fraction(290, 30))

    def before_leap(index: int) -> Saying:
        return ("first",) if index < 590 else ("glimpse",) if index < 600 else ("after",)

    assert [cue.text for cue in schedule(clock, before_leap)] == ["first", "after"]


def test_a_caption_that_stays_is_taken_away_once_it_has_been_read() -> None:
    (cue,) = schedule(clock_of(60), lambda _: ("short",))
    assert cue.stop_s == LONGEST_S


def test_silence_makes_no_cue_and_a_glimpse_of_a_film_says_one_thing() -> None:
    assert schedule(clock_of(10), lambda _: ()) == ()
    tiny = FrameClock.lasting(Fraction(0), Fraction(1, 3), Fraction(30))
    assert [cue.text for cue in schedule(tiny, lambda _: ("a long caption", "Exit"))] == ["Exit"]


@settings(max_examples=30, deadline=None)
@given(language=SPOKEN, count=st.integers(min_value=1, max_value=60))
def test_lines_keep_their_words_and_their_width(language: str, count: int) -> None:
    text = " ".join(itertools.islice(itertools.cycle(WORDS[language]), count))
    pieces, widest = wrapped(text, LANGUAGES[language].letters_per_line), LANGUAGES[language].letters_per_line
    assert " ".join(" ".join(piece.split("\n")) for piece in pieces) == text
    assert all(visible_length(row) <= widest for piece in pieces for row in piece.split("\n"))


def test_a_number_is_not_parted_from_its_unit() -> None:
    text = "The ship flies at a height of just about 181\u00a0km above the sea, and on it goes"
    assert any("181\u00a0km" in row for piece in wrapped(text, 42) for row in piece.split("\n"))


def test_signs_that_join_a_letter_take_no_time() -> None:
    assert reading_s("कि" * 30, LANGUAGES["hi"]) == 2


@pytest.mark.parametrize("name", shipped_missions())
def test_a_hindi_reader_gets_the_time_his_guide_gives_him(name: str) -> None:
    """22 signs a second where every sign counts; in the shipped captions 71 of 100 signs are letters by our count."""
    folder = mission_folder(name) / "captions" / "hi.toml"
    signs = letters = 0
    for group in tomllib.loads(folder.read_text(encoding="utf-8")).values():
        for text in _texts(group):
            signs += len(text)
            letters += visible_length(text)
    assert letters / signs == pytest.approx(0.71, abs=0.02)
    assert LANGUAGES["hi"].letters_per_s <= 22 * letters / signs
    assert LANGUAGES["hi"].letters_per_line <= 42 * letters / signs + 1


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)


@pytest.mark.parametrize(("write", "form"), [(srt, "srt"), (vtt, "vtt")])
def test_both_kinds_of_file_are_read_back_by_another_reader(write: object, form: str) -> None:
    clock = clock_of(9, Fraction(30_000, 1001))
    cues = schedule(clock, lambda index: (f"नमस्ते & Привет {index // 90}",))
    read = pysubs2.SSAFile.from_string(write(cues), format_=form)  # type: ignore[operator]
    assert [(line.start, line.end) for line in read] == [
        (round(cue.start_s * 1000), round(cue.stop_s * 1000)) for cue in cues
    ]
    assert [line.plaintext.replace("&amp;", "&") for line in read] == [cue.text for cue in cues]
