"""Paths that hand over to one another: two tracks of one craft, each good for its own time, joined without a step."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from viz.flight.state import Vec3
from viz.flight.track import Knot, Motion, Track


class HandOver(NamedTuple):
    """From when until when one track gives way to the next, seconds after lift-off."""

    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, repr=False)
class BlendedTrack:
    """Tracks in order of time; within a hand-over the path is a mean of two, its weight a quintic with level ends.

    Position, velocity and acceleration are continuous where those of the tracks are.
    """

    tracks: tuple[Track, ...]
    hand_overs: tuple[HandOver, ...]
    """Between each track and the next, in order, none reaching into another."""

    def __repr__(self) -> str:
        return f"<BlendedTrack: {len(self.tracks)} tracks, {self.start_s:.1f} to {self.end_s:.1f} s after lift-off>"

    @classmethod
    def joined(cls, tracks: Sequence[Track], hand_overs: Sequence[HandOver]) -> BlendedTrack:
        """Join tracks; ValueError unless there is one hand-over fewer, each within both its tracks and in order."""
        if len(hand_overs) != len(tracks) - 1:
            raise ValueError(f"{len(tracks)} tracks need {len(tracks) - 1} hand-overs, got {len(hand_overs)}")
        after_s = tracks[0].start_s
        for number, (start_s, end_s) in enumerate(hand_overs):
            first, second = tracks[number], tracks[number + 1]
            if not (after_s <= start_s < end_s <= first.end_s and second.start_s <= start_s):
                raise ValueError(f"hand-over {number + 1}, {start_s:g} to {end_s:g} s, is not within both its tracks")
            after_s = end_s
        return cls(tuple(tracks), tuple(HandOver(*span) for span in hand_overs))

    @property
    def start_s(self) -> float:
        """When the first track begins."""
        return self.tracks[0].start_s

    @property
    def end_s(self) -> float:
        """When the last track ends."""
        return self.tracks[-1].end_s

    def at(self, met_s: float) -> Motion:
        """Return the motion at one instant."""
        number = bisect_right(self.hand_overs, met_s, key=_start_s) - 1
        if number < 0 or met_s >= self.hand_overs[number].end_s:
            return self.tracks[number + 1].at(met_s)
        share = _weights(met_s, self.hand_overs[number])
        return _between(self.tracks[number].at(met_s), self.tracks[number + 1].at(met_s), share)

    def knot(self, met_s: float) -> Knot:
        """Return the motion with its time."""
        return Knot(met_s, *self.at(met_s))


def _start_s(span: HandOver) -> float:
    return span.start_s


def _weights(met_s: float, span: HandOver) -> Vec3:
    """Return the later track's share and its two derivatives, 1/s and 1/s2."""
    lasts_s = span.end_s - span.start_s
    s = (met_s - span.start_s) / lasts_s
    t = 1.0 - s
    return (
        s * s * s * (10.0 - 15.0 * s + 6.0 * s * s),
        30.0 * s * s * t * t / lasts_s,
        60.0 * s * t * (1.0 - 2.0 * s) / (lasts_s * lasts_s),
    )


def _between(first: Motion, second: Motion, share: Vec3) -> Motion:
    weight, rate, curve = share
    moved: list[Vec3] = []
    gap = [_gap(a, b) for a, b in zip(first, second, strict=True)]
    for own, terms in zip(
        first,
        (
            ((weight, gap[0]),),
            ((weight, gap[1]), (rate, gap[0])),
            ((weight, gap[2]), (2.0 * rate, gap[1]), (curve, gap[0])),
        ),
        strict=True,
    ):
        x, y, z = own
        for factor, (a, b, c) in terms:
            x, y, z = x + factor * a, y + factor * b, z + factor * c
        moved.append((x, y, z))
    return Motion(moved[0], moved[1], moved[2])


def _gap(first: Vec3, second: Vec3) -> Vec3:
    return second[0] - first[0], second[1] - first[1], second[2] - first[2]
