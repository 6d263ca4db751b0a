"""The exact mission time of every frame, counted in fractions so that no error gathers."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate


def exact(number: float) -> Fraction:
    """Return the fraction a float was written as: 4.1 becomes 41/10, not its nearest binary value."""
    return Fraction(repr(float(number)))


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of film in which mission time runs evenly."""

    start_s: Fraction
    """Mission time at its beginning."""
    seconds: Fraction
    """Film seconds; a span need not be a whole number of frames."""
    rate: Fraction = Fraction(1)
    """Mission seconds per film second; 0 stands still."""

    @property
    def stop_s(self) -> Fraction:
        """Mission time at its end."""
        return self.start_s + self.seconds * self.rate


@dataclass(frozen=True, slots=True)
class FrameClock:
    """The mission time of every frame of a film: frame N is shown at N / `fps` film seconds, whatever the spans.

    The spans follow one another in film time; mission time may leap from one to the next.
    """

    spans: tuple[Span, ...]
    fps: Fraction
    starts_s: tuple[Fraction, ...] = field(init=False, compare=False, repr=False)
    """Film time at which each span begins, and at last the end."""

    def __post_init__(self) -> None:
        starts = tuple(accumulate((span.seconds for span in self.spans), initial=Fraction(0)))
        object.__setattr__(self, "starts_s", starts)

    @classmethod
    def between(cls, start_s: Fraction, stop_s: Fraction, fps: Fraction, rate: Fraction = Fraction(1)) -> FrameClock:
        """Return the clock of all whole frames from one mission time to another, the end exclusive."""
        return cls.lasting(start_s, (stop_s - start_s) / rate, fps, rate)

    @classmethod
    def lasting(cls, start_s: Fraction, seconds: Fraction, fps: Fraction, rate: Fraction = Fraction(1)) -> FrameClock:
        """Return the clock of all whole frames in that many seconds of film."""
        return cls((Span(start_s, seconds, rate),), fps)

    @property
    def count(self) -> int:
        """Whole frames of the film."""
        return math.floor(self.starts_s[-1] * self.fps)

    @property
    def duration_s(self) -> Fraction:
        """Length of the film in film seconds."""
        return self.count / self.fps

    @property
    def start_s(self) -> Fraction:
        """Mission time of frame 0."""
        return self.spans[0].start_s

    @property
    def stop_s(self) -> Fraction:
        """Mission time at which the film ends; its last frame shows one step before."""
        return self._exact_met_s(self.duration_s, len(self.spans) - 1)

    def met_s(self, index: int) -> float:
        """Return the mission time of one frame; IndexError outside the film."""
        return float(self._exact_met_s(self.film_s(index), self.span_of(index)))

    def film_s(self, index: int) -> Fraction:
        """Return the film time at which one frame begins."""
        return index / self.fps

    def span_of(self, index: int) -> int:
        """Return the number of the span that holds a frame; IndexError outside the film."""
        if not 0 <= index < self.count:
            raise IndexError(f"frame {index} is outside 0..{self.count - 1}")
        return bisect_right(self.starts_s, self.film_s(index)) - 1

    def frames_of(self, number: int) -> range:
        """Return the frames that begin inside a span; a short one may hold none."""
        first, end = (math.ceil(at * self.fps) for at in self.starts_s[number : number + 2])
        return range(min(first, self.count), min(end, self.count))

    def leaps(self) -> tuple[int, ...]:
        """Return the frames before which mission time leaps, to the beginning of a span that does not follow on."""
        pairs = enumerate(zip(self.spans, self.spans[1:], strict=False), start=1)
        return tuple(self.frames_of(number).start for number, (span, after) in pairs if span.stop_s != after.start_s)

    def first_frame_in(self, number: int, met_s: float) -> int:
        """Return the first frame of a span that shows that mission time or a later one, held inside the span."""
        frames, span = self.frames_of(number), self.spans[number]
        ahead_s = exact(met_s) - span.start_s
        if span.rate == 0:
            return frames.start if ahead_s <= 0 else frames.stop
        index = math.ceil((self.starts_s[number] + ahead_s / span.rate) * self.fps)
        return min(max(index, frames.start), frames.stop)

    def first_frame_at(self, met_s: float) -> int:
        """Return the first frame that shows that mission time or a later one, held inside the film."""
        for number in range(len(self.spans)):
            index = self.first_frame_in(number, met_s)
            if index < self.frames_of(number).stop:
                return index
        return self.count

    def _exact_met_s(self, film_s: Fraction, number: int) -> Fraction:
        span = self.spans[number]
        return span.start_s + (film_s - self.starts_s[number]) * span.rate
