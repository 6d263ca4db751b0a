"""Subtitles that can be read: when each stands, for how long, and how its words are broken into lines.

Limits: two lines, 7 s at most and 1 s at least, and for each language letters a second and a line; where they come
from stands in `docs/recording.md`. Signs that join the letter before them are not counted as letters.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from viz.film.clock import FrameClock
from viz.languages import LANGUAGES, Language
from viz.mission.text import visible_length

_LOOK_EVERY_S = Fraction(1, 2)
SHORTEST_S = Fraction(1)
LONGEST_S = Fraction(7)
LINES = 2
_HOLD_S = Fraction(1)
"""A caption that was cut off too soon may stay this much longer, but never over a leap in time."""

T = TypeVar("T")

Saying = tuple[str, ...]
"""What may be said at an instant: the full text first, then shorter ones for want of time; empty is silence."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A subtitle: film seconds, and its words in one line or two."""

    start_s: Fraction
    stop_s: Fraction
    text: str


def schedule(clock: FrameClock, said: Callable[[int], Saying], language: str = "en") -> tuple[Cue, ...]:
    """Turn "what is said at a frame" into cues that begin on the frame the words change.

    A text too long for one cue is split over several; one too long for its time gives way to a shorter one, and
    where that cannot be read either, to nothing. A cue ends when the words change or when it has been read.
    """
    limits, cues, free = LANGUAGES[language], list[Cue](), 0
    told, leaps = changes(clock, said), clock.leaps()
    for (change, saying), (following, _) in zip(told, [*told[1:], (clock.count, ())], strict=True):
        first = max(change, free)
        if first >= following:
            continue
        pieces = _fitting(saying, following - first, clock.fps, limits)
        if not pieces and saying:
            leap = next((leap for leap in leaps if leap >= following), clock.count)
            held = min(following + math.floor(_HOLD_S * clock.fps), leap) - first
            pieces = _fitting(saying[-1:], held, clock.fps, limits)
        end = first
        for text, frames in pieces:
            cues.append(Cue(clock.film_s(end), clock.film_s(end + frames), text))
            end += frames
        free = end
    return tuple(cues) or _only_cue(clock, told, limits.letters_per_line)


def _only_cue(clock: FrameClock, told: list[tuple[int, Saying]], widest: int) -> tuple[Cue, ...]:
    """A film too short for anything to be read in time still says the first thing, as briefly as it can."""
    for _, saying in told:
        if saying:
            return (Cue(Fraction(0), clock.duration_s, wrapped(saying[-1], widest)[0]),)
    return ()


def _fitting(saying: Saying, room: int, fps: Fraction, limits: Language) -> list[tuple[str, int]]:
    """Return the fullest text that can be read in so many frames, as pieces and the frames each stays."""
    for text in saying:
        pieces = wrapped(text, limits.letters_per_line)
        needs = [math.ceil(reading_s(piece, limits) * fps) for piece in pieces]
        if sum(needs) <= room:
            return list(zip(pieces, _spread(needs, room, math.floor(LONGEST_S * fps)), strict=True))
    return []


def _spread(needs: list[int], room: int, longest: int) -> list[int]:
    """Share the frames left over among the pieces, none beyond the longest time unless it needs it."""
    given, left = list(needs), room - sum(needs)
    for number, need in enumerate(needs):
        share = left // (len(needs) - number)
        more = max(0, min(share, longest - need))
        given[number] += more
        left -= more
    return given


def reading_s(text: str, limits: Language) -> Fraction:
    """Return how long a piece must stay to be read."""
    return max(SHORTEST_S, Fraction(visible_length(text), limits.letters_per_s))


def wrapped(text: str, widest: int) -> list[str]:
    """Break a text into pieces of at most two lines, lines and pieces of about the same length.

    A no-break space does not break; a word longer than a line keeps a line to itself.
    """
    words = [word for word in re.split(r"[ \t\n]+", text) if word]
    if not words:
        return []
    rows = len(_lines(words, widest))
    if rows > LINES:
        rows += rows % LINES  # whole pieces of two lines
    longest = max(visible_length(word) for word in words)
    narrow = min(widest, max(longest, math.ceil(visible_length(text) / rows)))
    lines = next(lines for width in range(narrow, widest + 1) if len(lines := _lines(words, width)) <= rows)
    return ["\n".join(lines[at : at + LINES]) for at in range(0, len(lines), LINES)]


def _lines(words: Sequence[str], widest: int) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and visible_length(lines[-1]) + 1 + visible_length(word) <= widest:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


def changes(clock: FrameClock, said: Callable[[int], T]) -> list[tuple[int, T]]:
    """Return each frame on which what is said or shown changes, with the new of it, frame 0 first.

    Looks twice a second and at both ends of every span, then bisects.
    """
    step = max(1, math.floor(_LOOK_EVERY_S * clock.fps))
    looks = {*range(0, clock.count, step), clock.count - 1}
    for number in range(len(clock.spans)):
        frames = clock.frames_of(number)
        looks |= {frames.start, frames.stop - 1} if frames else set()
    before, words = 0, said(0)
    found = [(0, words)]
    for look in sorted(looks)[1:]:
        new = said(look)
        if new != words:
            low, high = before, look
            while high - low > 1:
                middle = (low + high) // 2
                if said(middle) == words:
                    low = middle
                else:
                    high = middle
            found.append((high, new))
            words = new
        before = look
    return found


def srt(cues: Sequence[Cue]) -> str:
    """Write cues as SubRip text."""
    return "".join(
        f"{number}\n{_time(cue.start_s, ',')} --> {_time(cue.stop_s, ',')}\n{cue.text}\n\n"
        for number, cue in enumerate(cues, start=1)
    )


def vtt(cues: Sequence[Cue]) -> str:
    """Write cues as WebVTT text."""
    blocks = "".join(f"{_time(cue.start_s, '.')} --> {_time(cue.stop_s, '.')}\n{_marked(cue.text)}\n\n" for cue in cues)
    return f"WEBVTT\n\n{blocks}"


def _marked(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _time(film_s: Fraction, point: str) -> str:
    seconds, milliseconds = divmod(round(film_s * 1000), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}{point}{milliseconds:03d}"
