"""Postures of the two men where their state gives none: seated, in the hatch, with the gun, drifting; models."""

from __future__ import annotations

from viz.flight.state import Pose

SEATED = Pose(
    left_hip_flex_deg=84.0, right_hip_flex_deg=84.0, left_knee_deg=22.0, right_knee_deg=22.0, left_hip_abduct_deg=1.0,
    right_hip_abduct_deg=1.0, left_shoulder_flex_deg=30.0, right_shoulder_flex_deg=44.0, left_elbow_deg=62.0,
    right_elbow_deg=66.0, left_shoulder_abduct_deg=-8.0, right_shoulder_abduct_deg=-16.0,
)  # fmt: skip
"""Hands over his knees, legs ahead under the panel."""
FILMING = Pose(
    left_hip_flex_deg=84.0, right_hip_flex_deg=84.0, left_knee_deg=22.0, right_knee_deg=22.0, left_hip_abduct_deg=1.0,
    right_hip_abduct_deg=1.0, left_shoulder_flex_deg=72.0, right_shoulder_flex_deg=76.0, left_elbow_deg=84.0,
    right_elbow_deg=82.0, left_shoulder_abduct_deg=-17.0, right_shoulder_abduct_deg=-13.0,
)  # fmt: skip
"""A camera before his face (U11)."""
STANDING = Pose(
    left_hip_flex_deg=8.0, right_hip_flex_deg=6.0, left_knee_deg=14.0, right_knee_deg=12.0, left_shoulder_flex_deg=46.0,
    right_shoulder_flex_deg=38.0, left_shoulder_abduct_deg=30.0, right_shoulder_abduct_deg=34.0, left_elbow_deg=48.0,
    right_elbow_deg=54.0,
)  # fmt: skip
"""On the seat, his hands on the hatch's edge."""
AIMS = Pose(
    left_shoulder_flex_deg=34.0, left_shoulder_abduct_deg=36.0, left_elbow_deg=40.0, right_shoulder_flex_deg=38.0,
    right_shoulder_abduct_deg=10.0, right_elbow_deg=60.0, left_hip_flex_deg=24.0, right_hip_flex_deg=14.0,
    left_hip_abduct_deg=9.0, right_hip_abduct_deg=9.0, left_knee_deg=34.0, right_knee_deg=26.0,
)  # fmt: skip
"""The gun before him, its line through his middle."""
DRIFTS = Pose(
    left_shoulder_flex_deg=30.0, left_shoulder_abduct_deg=38.0, left_elbow_deg=42.0, right_shoulder_flex_deg=34.0,
    right_shoulder_abduct_deg=34.0, right_elbow_deg=46.0, left_hip_flex_deg=28.0, right_hip_flex_deg=18.0,
    left_hip_abduct_deg=11.0, right_hip_abduct_deg=11.0, left_knee_deg=38.0, right_knee_deg=30.0,
)  # fmt: skip
UPRIGHT = Pose(
    left_shoulder_abduct_deg=9.0, right_shoulder_abduct_deg=9.0, left_elbow_deg=18.0, right_elbow_deg=20.0,
    left_hip_abduct_deg=3.0, right_hip_abduct_deg=3.0,
)  # fmt: skip
"""On deck."""
IN_RAFT = Pose(
    left_hip_flex_deg=86.0, right_hip_flex_deg=86.0, left_knee_deg=14.0, right_knee_deg=14.0, left_hip_abduct_deg=9.0,
    right_hip_abduct_deg=7.0, left_shoulder_flex_deg=18.0, right_shoulder_flex_deg=40.0, left_elbow_deg=40.0,
    right_elbow_deg=56.0, left_shoulder_abduct_deg=30.0, right_shoulder_abduct_deg=16.0,
)  # fmt: skip
