"""How long a film will take to draw and how large it will be, judged by frames of it that are drawn for the purpose."""

from __future__ import annotations

import time
from typing import Protocol

from viz.film.disk import bytes_per_frame
from viz.film.encode import Packet, packed_size
from viz.film.plan import FilmPlan
from viz.film.render import Opened, PacketSink
from viz.film.request import Forecast

_AT_ONCE = 8
"""Frames of one trial: enough that the first, which is compressed alone, does not stand for all."""
_MOST_TRIALS = 6
_SHARE = 10
"""A film is tried by a tenth of its frames at most, but for the first trial."""
_PACKED = 2
"""Frames of each trial that are compressed by ffmpeg, where it is to compress the film."""


class Drawer(Protocol):
    """Draws frames that go into no film."""

    @property
    def opened(self) -> Opened:
        """Renderer and codec."""
        ...

    def try_out(self, frames: range, sink: PacketSink) -> None:
        """Draw frames that follow one another, and compress them."""
        ...


def forecast(plan: FilmPlan, drawer: Drawer, kept: int = 0) -> Forecast:
    """Judge a film by trials spread over it; `kept` frames of it need not be drawn."""
    trials = _trials(plan)
    drawer.try_out(trials[0][:1], _Sizes())  # what only the first picture has to wait for is nobody's pace
    spent_s, sizes = 0.0, _Sizes()
    for frames in trials:
        started = time.perf_counter()
        drawer.try_out(frames, sizes)
        spent_s += time.perf_counter() - started
        sizes.begin_another()
    drawn, count = sum(len(frames) for frames in trials), plan.clock.count
    return Forecast(
        output=plan.output,
        frames=count,
        duration_s=plan.clock.duration_s,
        kept=kept,
        tried=drawn,
        draw_s=spent_s / drawn * max(0, count - kept),
        size=_size(plan, sizes, drawer.opened.codec),
        most=round(bytes_per_frame(plan) * count) if plan.suffix in (".mp4", ".webm") else None,
    )


def _trials(plan: FilmPlan) -> list[range]:
    """Return the stretches to try: each in the middle of an equal share of the film."""
    count = plan.clock.count
    number = max(1, min(_MOST_TRIALS, count // (_SHARE * _AT_ONCE)))
    length = min(_AT_ONCE, count)
    middles = [round((2 * share + 1) * count / (2 * number)) for share in range(number)]
    firsts = [min(max(0, middle - length // 2), count - length) for middle in middles]
    return [range(first, first + length) for first in firsts]


class _Sizes:
    """A sink that weighs what comes, and keeps a little of it."""

    def __init__(self) -> None:
        self.key: list[int] = []
        self.other: list[int] = []
        self.samples: list[bytes] = []
        self._wanted = _PACKED

    def begin_another(self) -> None:
        """Keep of the next trial too."""
        self._wanted = _PACKED

    def write(self, packet: Packet) -> None:
        (self.key if packet.key else self.other).append(len(packet.data))
        if self._wanted:
            self._wanted -= 1
            self.samples.append(packet.data)


def _size(plan: FilmPlan, sizes: _Sizes, codec: str) -> int | None:
    """Return the bytes of the film; None where ffmpeg, which is to compress it, does not tell."""
    count = plan.clock.count
    if codec == "png" and plan.suffix:
        packed = packed_size(plan, sizes.samples)
        return None if packed is None else round(packed / len(sizes.samples) * count)
    keys = count if not sizes.other else -(-count // plan.keyframe_every)
    return round(keys * _mean(sizes.key) + (count - keys) * _mean(sizes.other))


def _mean(sizes: list[int]) -> float:
    return sum(sizes) / len(sizes) if sizes else 0.0
