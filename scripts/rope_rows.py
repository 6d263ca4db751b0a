"""A walk on a rope as rows of a table: the rope taken along a way, and what keys of a keys file say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viz.flight.pose import JOINTS
from viz.flight.state import Vec3
from viz.flight.tether import STEP_RATE_HZ, Rope


@dataclass(frozen=True, slots=True)
class Step:
    """Where he and his hook are at one step."""

    place: Vec3
    hook: Vec3

    @property
    def end(self) -> Vec3:
        """Return where the hook is."""
        return (self.place[0] + self.hook[0], self.place[1] + self.hook[1], self.place[2] + self.hook[2])


@dataclass(frozen=True, slots=True)
class RopeRows:
    """How often and how finely the table is written."""

    rate_hz: int
    unit_m: float
    step_rate_hz: int = STEP_RATE_HZ
    """Fewer steps a second will do for a slow walk; the rope's own damping is that of `STEP_RATE_HZ`."""
    damping_per_s: float = 0.4

    @property
    def every(self) -> int:
        """Return how many steps of the rope a row lasts."""
        return self.step_rate_hz // self.rate_hz

    def in_units(self, rows: Sequence[NDArray[np.float64]]) -> NDArray[np.int16]:
        """Return the rows as whole numbers of the unit."""
        units = np.rint(np.array(rows) / self.unit_m)
        if np.abs(units).max() > np.iinfo(np.int16).max:
            raise SystemExit("a place lies beyond the reach of 16 bits - raise unit_m")
        return units.astype(np.int16)

    def rows(
        self, rope: Rope, anchor_m: Vec3, way: Sequence[Step], paid_m: Sequence[float]
    ) -> list[NDArray[np.float64]]:
        """Take the rope along and return the table's rows, the first where it is now; print how they came out."""
        rows: list[NDArray[np.float64]] = []
        between: list[NDArray[np.float64]] = []
        stretch, replay_m = -1.0, 0.0
        damping = self.damping_per_s * STEP_RATE_HZ / self.step_rate_hz
        for i, step in enumerate(way):
            if i:
                rope.step(anchor_m, step.end, paid_m[i], damping)
            stretch = max(stretch, rope.stretch)
            row = np.concatenate((np.array(step.place), rope.nodes_m.ravel()))
            if i % self.every:
                between.append(row)
                continue
            if rows:
                replay_m = max(replay_m, self._replay_error_m(rows[-1], row, between))
            between = []
            rows.append(row)
        print(f"{len(rows)} rows, greatest stretch {stretch:.2%}, greatest replay error {replay_m * 1e3:.1f} mm")
        return rows

    def _replay_error_m(
        self, before: NDArray[np.float64], after: NDArray[np.float64], between: Sequence[NDArray[np.float64]]
    ) -> float:
        """Return how far the stored rows, read linearly, miss the steps between them."""
        near, far = np.rint(before / self.unit_m) * self.unit_m, np.rint(after / self.unit_m) * self.unit_m
        worst = 0.0
        for i, row in enumerate(between, 1):
            share = i / (len(between) + 1)
            miss = (near + share * (far - near) - row).reshape(-1, 3)
            worst = max(worst, float(np.sqrt(np.sum(miss * miss, axis=1)).max()))
        return worst


def key_values(key: Mapping[str, Any], poses: Mapping[str, Mapping[str, float]]) -> Iterable[tuple[str, float]]:
    """Yield what one key of a keys file says: channel and value."""
    yield from zip(("x_m", "y_m", "z_m"), key.get("place", ()), strict=False)
    yield from zip(("yaw_deg", "pitch_deg", "roll_deg"), key.get("turn", ()), strict=False)
    if "pose" in key:
        posture = poses[key["pose"]]
        # A posture of one arm leaves the other joints alone; any other posture sets them all.
        partial = not any("hip" in joint or "knee" in joint for joint in posture)
        for joint in JOINTS:
            if joint in posture or not partial:
                yield joint, posture.get(joint, 0.0)
    if "paid_m" in key:
        yield "paid_m", key["paid_m"]
