"""How far a recording is, and how long it will take yet."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from viz.film.request import Progress

ProgressCallback = Callable[[Progress], None]
_RECENT_S = 30.0


class Pace:
    """Reports progress, with the time left judged by the last half minute."""

    def __init__(self, total: int, done: int, tell: ProgressCallback, shards: int = 0, shards_done: int = 0) -> None:
        self._shards = shards
        self._shards_done = shards_done
        self._total = total
        self._done = done
        self._tell = tell
        self._recent: deque[tuple[float, int]] = deque([(time.monotonic(), done)], maxlen=256)
        tell(Progress(done, total, None, "drawing", shards, shards_done))

    def shard(self) -> None:
        """Count one more finished shard."""
        self._shards_done += 1

    def step(self, frames: int) -> None:
        """Count some more frames."""
        now = time.monotonic()
        self._done += frames
        self._recent.append((now, self._done))
        # One entry from before that stays: a cluster tells of many frames at once, and then of none for a while.
        while len(self._recent) > 2 and now - self._recent[1][0] > _RECENT_S:
            self._recent.popleft()
        then, done_then = self._recent[0]
        pace = (self._done - done_then) / (now - then) if now > then else 0.0
        left = (self._total - self._done) / pace if pace > 0 else None
        self._tell(Progress(self._done, self._total, left, "drawing", self._shards, self._shards_done))
