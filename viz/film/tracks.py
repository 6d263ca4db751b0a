"""What a film carries beside its pictures: title, chapters, and subtitles in three languages."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from viz.film.plan import FilmPlan, FrameClock
from viz.film.show import LANGUAGES, Chapter, Show

_CODES = {"en": ("eng", "English"), "ru": ("rus", "Русский"), "hi": ("hin", "हिन्दी")}
_LOOK_EVERY_S = Fraction(1, 2)
_SHORTEST_S = Fraction(5, 6)
_LONGEST_S = Fraction(7)
_LETTERS_PER_S = 14
"""Reading pace for the longest captions; the usual limits for adults are 17 to 20."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A subtitle: film seconds and words."""

    start_s: Fraction
    stop_s: Fraction
    text: str


@dataclass(frozen=True, slots=True)
class Track:
    """The subtitles of one language."""

    language: str
    code: str
    """ISO 639-2, as video files want it."""
    name: str
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class Tracks:
    """The files ffmpeg reads besides the pictures."""

    metadata: Path
    subtitles: tuple[tuple[Track, Path], ...]


def write_tracks(plan: FilmPlan, show: Show, folder: Path) -> Tracks:
    """Write metadata, chapters and subtitles for ffmpeg into a folder."""
    metadata = folder / "film.ffmetadata"
    metadata.write_text(ffmetadata(plan, show), encoding="utf-8")
    subtitles = []
    if plan.subtitles == "tracks" and plan.suffix:
        for track in subtitle_tracks(plan, show):
            file = folder / f"{track.language}.srt"
            file.write_text(srt(track.cues), encoding="utf-8")
            subtitles.append((track, file))
    return Tracks(metadata, tuple(subtitles))


def subtitle_tracks(plan: FilmPlan, show: Show) -> tuple[Track, ...]:
    """Return the subtitles in every language, the film's own first; a language with nothing to say has none."""
    order = (plan.language, *(language for language in LANGUAGES if language != plan.language))
    tracks = []
    for language in order:
        cues = schedule(plan.clock, _speaker(show, language))
        if cues:
            tracks.append(Track(language, *_CODES.get(language, ("und", language)), cues))
    return tuple(tracks)


def _speaker(show: Show, language: str) -> Callable[[float], str]:
    def said(met_s: float) -> str:
        words = show.words(met_s, language)
        return " ".join((words.caption or words.event_title or words.phase_title).split())

    return said


def schedule(clock: FrameClock, said: Callable[[float], str]) -> tuple[Cue, ...]:
    """Turn "what is said at an instant" into cues that begin on the frame the words change.

    A cue ends when the words change or when it has been read, whichever is sooner; one too short to read
    (under 5/6 s) is left out.
    """
    changes = _changes(clock, said)
    cues = []
    for (index, text), (following, _) in zip(changes, [*changes[1:], (clock.count, "")], strict=True):
        start_s, limit_s = clock.film_s(index), clock.film_s(following)
        stop_s = min(limit_s, start_s + reading_s(text))
        only = clock.duration_s < _SHORTEST_S
        if text and (only or stop_s - start_s >= _SHORTEST_S):
            cues.append(Cue(start_s, stop_s, text))
    return tuple(cues)


def reading_s(text: str) -> Fraction:
    """Return how long a caption stays, at most: 7 s, or more for a text that takes longer to read."""
    return max(_LONGEST_S, Fraction(len(text), _LETTERS_PER_S))


def _changes(clock: FrameClock, said: Callable[[float], str]) -> list[tuple[int, str]]:
    """Return each frame on which the words change, with the new words; looks twice a second, then bisects."""
    step = max(1, math.floor(_LOOK_EVERY_S * clock.fps))
    before, text = 0, said(clock.met_s(0))
    changes = [(0, text)]
    for look in [*range(step, clock.count, step), clock.count - 1]:
        new = said(clock.met_s(look))
        if new != text:
            low, high = before, look
            while high - low > 1:
                middle = (low + high) // 2
                if said(clock.met_s(middle)) == text:
                    low = middle
                else:
                    high = middle
            changes.append((high, new))
            text = new
        before = look
    return changes


def srt(cues: Sequence[Cue]) -> str:
    """Write cues as SubRip text."""
    return "".join(
        f"{number}\n{_srt_time(cue.start_s)} --> {_srt_time(cue.stop_s)}\n{cue.text}\n\n"
        for number, cue in enumerate(cues, start=1)
    )


def _srt_time(film_s: Fraction) -> str:
    seconds, milliseconds = divmod(round(film_s * 1000), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d},{milliseconds:03d}"


def film_chapters(clock: FrameClock, chapters: Sequence[Chapter]) -> tuple[tuple[int, int, str], ...]:
    """Return the chapters a film shows, as first frame, end frame and title; the first begins with the film."""
    starts: list[tuple[int, str]] = []
    for chapter in sorted(chapters, key=lambda chapter: chapter.start_met_s):
        index = clock.first_frame_at(chapter.start_met_s)
        if index >= clock.count:
            break
        if starts and starts[-1][0] == index:
            starts.pop()
        starts.append((index, chapter.title))
    ends = [index for index, _ in starts[1:]] + [clock.count]
    return tuple((index, end, title) for (index, title), end in zip(starts, ends, strict=True))


def ffmetadata(plan: FilmPlan, show: Show) -> str:
    """Write title, origin and chapters in ffmpeg's own form; a chapter's clock ticks once a frame."""
    fps = plan.clock.fps
    words = show.words(plan.clock.met_s(0), plan.language)
    lines = [
        ";FFMETADATA1",
        f"title={_escaped(show.title(plan.language))}",
        f"artist={_escaped('voskhod2-viz ' + plan.version)}",
        f"comment={_escaped(origin(plan))}",
        f"copyright={_escaped(words.credit)}",
    ]
    chapters = show.chapters(float(plan.clock.start_s), float(plan.clock.stop_s), plan.language)
    for first, end, title in film_chapters(plan.clock, chapters):
        lines += [
            "[CHAPTER]",
            f"TIMEBASE={fps.denominator}/{fps.numerator}",  # without it ffmpeg reads nanoseconds
            f"START={first}",
            f"END={end}",
            f"title={_escaped(title)}",
        ]
    return "\n".join(lines) + "\n"


def origin(plan: FilmPlan) -> str:
    """Say how the film can be made again."""
    clock = plan.clock
    return (
        f"voskhod2 record --mission {plan.mission_id} --from {_met(clock.start_s)} "
        f"--seconds {float(clock.duration_s):g} --rate {float(clock.rate):g} --fps {clock.fps} "
        f"--size {plan.width}x{plan.height} --camera {plan.camera} --lang {plan.language} "
        f"--subtitles {plan.subtitles} | version {plan.version} | mission {plan.mission_digest[:16]} "
        f"| plan {plan.digest[:16]}"
    )


def _met(met_s: Fraction) -> str:
    hours, rest = divmod(abs(met_s), 3600)
    minutes, seconds = divmod(rest, 60)
    whole = f"{int(seconds):02d}" if seconds.denominator == 1 else f"{float(seconds):06.3f}"
    return f"T{'-' if met_s < 0 else '+'}{hours:02d}:{minutes:02d}:{whole}"


def _escaped(text: str) -> str:
    return "".join("\\" + letter if letter in "=;#\\\n" else letter for letter in text)
