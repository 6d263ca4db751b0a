"""Postures of the suited man: joint names, how far a stiff suit lets them go, and curves of posture in time."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from viz.flight.curves import KeyedCurve
from viz.flight.state import Pose

JOINTS: tuple[str, ...] = tuple(field.name for field in fields(Pose))
"""Joint angles in the order of `Pose`."""

SLACK_LIMIT_DEG: Mapping[str, float] = {"flex": 160.0, "abduct": 95.0, "elbow": 140.0, "knee": 150.0, "hip_flex": 125.0}
STIFF_LIMIT_DEG: Mapping[str, float] = {"flex": 100.0, "abduct": 60.0, "elbow": 80.0, "knee": 110.0, "hip_flex": 110.0}
"""How far a joint goes in the slack suit and in the suit at 0.40 atm in vacuum; model, no record."""


def limit_deg(joint: str, stiffness: float) -> float:
    """Return the largest angle of a joint in a suit of that stiffness, 0 to 1."""
    kind = _kind(joint)
    slack, stiff = SLACK_LIMIT_DEG[kind], STIFF_LIMIT_DEG[kind]
    return slack + (stiff - slack) * stiffness


def limits(stiffness: float) -> Pose:
    """Return the largest angle of every joint in a suit of that stiffness, as a posture; degrees."""
    return Pose(*(limit_deg(joint, stiffness) for joint in JOINTS))


def limited(angle_deg: float, limit: float) -> float:
    """Return the angle held under its limit, smoothly: nearly itself when small, never past the limit."""
    if not angle_deg:
        return 0.0
    share = angle_deg / limit
    square = share * share
    # Fourth powers keep small postures as keyed; the fourth root is two square roots.
    return angle_deg / math.sqrt(math.sqrt(1.0 + square * square))


@dataclass(frozen=True, slots=True)
class PoseTrack:
    """Posture in time: one smooth curve for each joint, in the order of `JOINTS`."""

    curves: tuple[KeyedCurve, ...]
    slack_deg: tuple[float, ...]
    give_deg: tuple[float, ...]
    """By how much each limit shrinks at full stiffness."""

    @classmethod
    def from_curves(cls, curves: Sequence[KeyedCurve]) -> PoseTrack:
        """Return the track of those curves; ValueError unless there is one for each joint."""
        if len(curves) != len(JOINTS):
            raise ValueError(f"a posture has {len(JOINTS)} joints, got {len(curves)} curves")
        slack = tuple(limit_deg(joint, 0.0) for joint in JOINTS)
        give = tuple(limit_deg(joint, 0.0) - limit_deg(joint, 1.0) for joint in JOINTS)
        return cls(tuple(curves), slack, give)

    def at(self, met_s: float, stiffness: float, share: float = 1.0) -> Pose:
        """Return the posture at that instant in a suit of that stiffness; a lesser `share` straightens it."""
        return Pose(
            *[
                limited(share * curve.at(met_s), slack - give * stiffness)
                for curve, slack, give in zip(self.curves, self.slack_deg, self.give_deg, strict=True)
            ]
        )


def _kind(joint: str) -> str:
    if "hip_flex" in joint:
        return "hip_flex"
    for kind in ("abduct", "elbow", "knee", "flex"):
        if kind in joint:
            return kind
    raise KeyError(joint)
