"""Somebody's way, turns, posture and rope as smooth curves through keys, and how a track's file holds them."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from viz.errors import Problem
from viz.flight.arrays import Wanted
from viz.flight.curves import KeyedCurve
from viz.flight.pose import JOINTS, PoseTrack
from viz.flight.state import Quaternion, Vec3

CHANNELS: tuple[str, ...] = ("x_m", "y_m", "z_m", "yaw_deg", "pitch_deg", "roll_deg", *JOINTS, "paid_m")
"""Curves of one man, in the order stored."""
NEAREST_KEYS_S = 1e-3
"""Keys nearer than this say nothing, and make slopes without bounds."""
FARTHEST = 1e7
"""Metres, degrees and seconds of any key."""


@dataclass(frozen=True, slots=True)
class ManCurves:
    """Place, turn and posture as curves through keys, and the rope paid out."""

    place_m: tuple[KeyedCurve, KeyedCurve, KeyedCurve]
    turn_deg: tuple[KeyedCurve, KeyedCurve, KeyedCurve]
    """Yaw, pitch, roll."""
    pose: PoseTrack
    paid_m: KeyedCurve

    @classmethod
    def from_channels(cls, curves: Mapping[str, KeyedCurve]) -> ManCurves:
        """Return the curves from one for each name of `CHANNELS`; KeyError when one is missing."""
        return cls(
            place_m=(curves["x_m"], curves["y_m"], curves["z_m"]),
            turn_deg=(curves["yaw_deg"], curves["pitch_deg"], curves["roll_deg"]),
            pose=PoseTrack.from_curves([curves[joint] for joint in JOINTS]),
            paid_m=curves["paid_m"],
        )

    @classmethod
    def unpacked(cls, arrays: Mapping[str, Any], prefix: str = "") -> ManCurves:
        """Return the curves from stored arrays; KeyError when one is missing."""
        return cls.from_channels({name: KeyedCurve.through(*arrays[prefix + name].tolist()) for name in CHANNELS})

    def place_at(self, met_s: float) -> Vec3:
        """Return the keyed place of his trunk, body frame."""
        x, y, z = self.place_m
        return (x.at(met_s), y.at(met_s), z.at(met_s))

    def attitude_at(self, met_s: float) -> Quaternion:
        """Return the turn from the man's frame to the body frame."""
        yaw, pitch, roll = (math.radians(curve.at(met_s)) / 2 for curve in self.turn_deg)
        # Rz(yaw) Ry(pitch) Rx(roll), multiplied out.
        a, b, c = math.cos(yaw), math.cos(pitch), math.cos(roll)
        d, e, f = math.sin(yaw), math.sin(pitch), math.sin(roll)
        return (
            a * b * c + d * e * f,
            a * b * f - d * e * c,
            a * e * c + d * b * f,
            d * b * c - a * e * f,
        )


def wanted_curves(prefix: str = "") -> dict[str, Wanted]:
    """Return what the arrays of one man's curves have to be, by their names in the file."""
    return {prefix + name: Wanted("f", (2, None), -FARTHEST, FARTHEST) for name in CHANNELS}


def pack_curves(curves: Mapping[str, KeyedCurve], prefix: str = "") -> dict[str, Any]:
    """Return the arrays that store one man's curves: times above values."""
    return {prefix + name: np.array([curves[name].times_s, curves[name].values]) for name in CHANNELS}


def curve_problems(arrays: Mapping[str, Any], names: Collection[str], remedy: str) -> Iterator[Problem]:
    """Yield what is wrong with the keys of those arrays, in the file's order."""
    for name, array in arrays.items():
        keys = array[0] if name in names else None
        if keys is not None and (not len(keys) or (np.diff(keys) < NEAREST_KEYS_S).any()):
            yield Problem(name, "has no keys, or keys that do not follow one another in time", remedy)
