"""The tether: a rope of 32 nodes that may not stretch or enter the craft it hangs on.

`Rope` computes it step by step (position-based dynamics, fixed step, elementwise numpy, so that a second run
on one machine gives the same bytes). `TetherTrack` replays the shipped result at any instant.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viz.flight.state import Vec3

Points = NDArray[np.float64]
Solids = Callable[[Points], Points]
"""The way out of the craft for each point, body frame; zero for points in the open. Shapes (n, 3), metres."""

NODES = 32
STEP_RATE_HZ = 240
ROPE_RADIUS_M = 0.012
"""Half the rope's thickness and a little air; model."""

_ITERATIONS = 8
_DAMPING_PER_S = 0.4
_BEND_PER_S = 3.0
_SLACK_SHARE = 0.3
"""How strongly a segment resists being shorter than its length: a rope pushes little."""


class Rope:
    """A rope pinned at both ends, stepped at a fixed rate."""

    def __init__(self, nodes_m: Points, length_m: float, solids: Solids) -> None:
        self._solids = solids
        self.nodes_m = nodes_m.copy()
        self._before_m = nodes_m.copy()
        self.length_m = length_m
        # Pinned ends do not move; a segment's error is shared between its free nodes.
        free = np.ones((NODES, 1))
        free[0] = free[-1] = 0.0
        self._pairs = []
        for first in (0, 1):
            near, far = slice(first, NODES - 1, 2), slice(first + 1, NODES, 2)
            both = free[near] + free[far]
            self._pairs.append((near, far, free[near] / both, free[far] / both))

    @classmethod
    def settled(cls, anchor_m: Vec3, end_m: Vec3, length_m: float, solids: Solids, seconds: float = 3.0) -> Rope:
        """Return a rope at rest between two points, its slack lying in loops.

        Started unsettled it would spring about for seconds and be seen to.
        """
        share = np.linspace(0.0, 1.0, NODES)[:, None]
        anchor, end = np.array(anchor_m), np.array(end_m)
        nodes = anchor + (end - anchor) * share
        span = float(np.sqrt(np.sum((end - anchor) ** 2)))
        loops = 3.0
        radius = math.sqrt(max(length_m**2 - span**2, 0.0)) / (2.0 * math.pi * loops)
        turn = 2.0 * math.pi * loops * share[:, 0]
        nodes[:, 0] -= radius * (1.0 - np.cos(turn))
        nodes[:, 1] += radius * np.sin(turn)
        rope = cls(nodes, length_m, solids)
        for _ in range(round(seconds * STEP_RATE_HZ)):
            rope.step(anchor_m, end_m, length_m, damping_per_s=20.0)
        rope._before_m = rope.nodes_m.copy()
        return rope

    def copy(self, solids: Solids | None = None) -> Rope:
        """Return a rope in the same motion, to be taken another way, or among other solids."""
        twin = Rope(self.nodes_m, self.length_m, solids or self._solids)
        twin._before_m = self._before_m.copy()
        return twin

    def step(self, anchor_m: Vec3, end_m: Vec3, length_m: float, damping_per_s: float = _DAMPING_PER_S) -> None:
        """Advance by one step with the ends at those places and that much rope paid out."""
        self.length_m = length_m
        dt_s = 1.0 / STEP_RATE_HZ
        old, before = self.nodes_m, self._before_m
        new = old + (old - before) * (1.0 - damping_per_s * dt_s)
        new[1:-1] += (_BEND_PER_S * dt_s) * ((new[:-2] + new[2:]) * 0.5 - new[1:-1])
        new[0], new[-1] = anchor_m, end_m
        segment_m = length_m / (NODES - 1)
        for iteration in range(1, _ITERATIONS + 1):
            for near, far, near_share, far_share in self._pairs:
                apart = new[far] - new[near]
                distance = np.sqrt(apart[:, 0] ** 2 + apart[:, 1] ** 2 + apart[:, 2] ** 2)[:, None]
                excess = (distance - segment_m) / distance
                pull = np.where(excess > 0.0, excess, _SLACK_SHARE * excess) * apart
                new[near] += near_share * pull
                new[far] -= far_share * pull
            if iteration % 4 == 0:
                _keep_outside(new, self._solids)
        self._before_m, self.nodes_m = old, new

    @property
    def stretch(self) -> float:
        """Return by how much the rope is longer than its length, as a share; negative when slack."""
        return polyline_length_m(self.nodes_m) / self.length_m - 1.0


def polyline_length_m(nodes_m: Points) -> float:
    """Return the length along the nodes."""
    steps = np.diff(nodes_m, axis=0)
    return float(np.sum(np.sqrt(np.sum(steps * steps, axis=1))))


def _keep_outside(nodes_m: Points, solids: Solids) -> None:
    """Move nodes, and segments by their middles, out of the solids; the pinned ends stay."""
    middles = (nodes_m[1:] + nodes_m[:-1]) * 0.5
    moves = solids(middles)
    if moves.any():
        nodes_m[1:-1] += moves[1:]
        nodes_m[1:-1] += moves[:-1]
    nodes_m[1:-1] += solids(nodes_m[1:-1])


@dataclass(frozen=True, slots=True, repr=False)
class TetherTrack:
    """The shipped table of the walk: the man's place and the rope, at even times."""

    start_s: float
    rate_hz: float
    unit_m: float
    """Places are whole numbers of this unit."""
    places: NDArray[np.int16]
    """Rows of the man and the 32 nodes, three numbers each."""
    lengths_m: tuple[float, ...]
    """Rope paid out."""

    def __repr__(self) -> str:
        return f"<TetherTrack: {len(self.lengths_m)} rows, {self.start_s:.1f} to {self.stop_s:.1f} s after lift-off>"

    @property
    def stop_s(self) -> float:
        """Return the instant of the last row."""
        return self.start_s + (len(self.lengths_m) - 1) / self.rate_hz

    def row_m(self, met_s: float) -> list[float]:
        """Return the man's place and the nodes as 99 numbers, linear between rows."""
        place = min(max((met_s - self.start_s) * self.rate_hz, 0.0), len(self.lengths_m) - 1.000001)
        index = int(place)
        share = place - index
        near: NDArray[np.float64] = self.places[index] * ((1.0 - share) * self.unit_m)
        row: list[float] = (near + self.places[index + 1] * (share * self.unit_m)).tolist()
        return row

    def length_m(self, met_s: float) -> float:
        """Return how much rope is paid out."""
        place = min(max((met_s - self.start_s) * self.rate_hz, 0.0), len(self.lengths_m) - 1.000001)
        index = int(place)
        share = place - index
        return self.lengths_m[index] * (1.0 - share) + self.lengths_m[index + 1] * share

    def packed_tail(self, first: int) -> dict[str, Any]:
        """Return the arrays that store the rows from `first` on, for a track that begins as another does."""
        rows = self.places[first:]
        return {"first": np.array(first), "steps": _steps(rows)}

    def with_tail(self, first: int, steps: NDArray[np.int16]) -> TetherTrack:
        """Return the track that goes on differently from row `first`, from stored steps."""
        tail = np.cumsum(steps, axis=0, dtype=np.int16)
        places = np.concatenate((self.places[:first], tail))
        return TetherTrack(self.start_s, self.rate_hz, self.unit_m, places, self.lengths_m)

    def packed(self) -> dict[str, Any]:
        """Return the arrays to store: steps between rows instead of rows, which pack to half the size."""
        return {
            "clock": np.array([self.start_s, self.rate_hz, self.unit_m]),
            "steps": _steps(self.places),
            "lengths_m": np.array(self.lengths_m, np.float32),
        }

    @classmethod
    def unpacked(cls, arrays: Any) -> TetherTrack:
        """Return the track from stored arrays; KeyError when one is missing."""
        start_s, rate_hz, unit_m = (float(value) for value in arrays["clock"])
        places = np.cumsum(arrays["steps"], axis=0, dtype=np.int16)
        lengths_m = tuple(float(value) for value in arrays["lengths_m"])
        return cls(start_s, rate_hz, unit_m, places, lengths_m)


def _steps(rows: NDArray[np.int16]) -> NDArray[np.int16]:
    steps: NDArray[np.int16] = np.diff(rows, axis=0, prepend=np.zeros((1, rows.shape[1]), np.int16))
    return steps


def write_arrays(path: Path, arrays: dict[str, Any]) -> None:
    """Write the arrays as a packed file, under a temporary name first."""
    unfinished = path.with_name(path.name + ".part")
    with unfinished.open("wb") as stream:
        np.savez_compressed(stream, **arrays)
    unfinished.replace(path)
