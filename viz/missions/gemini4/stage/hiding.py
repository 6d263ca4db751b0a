"""What hides the sky from what: how ship and man stand while their occlusion is computed.

The ship is whole, its hatch open and its nose on; the man stands with his limbs a little spread. How things stand is a
model; `scripts/build_occlusion.py` computes the numbers.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from viz.assets import assets_root
from viz.flight.state import Pose, Quaternion, Vec3
from viz.missions.gemini4.stage.man import WALKER
from viz.stage.figure.joints import figure_parts
from viz.stage.mesh import PartPose
from viz.stage.occlusion import Setting

FIGURE_REACH_M = 0.45
"""How far a limb hides the sky from another."""
SPREAD = Pose(
    left_shoulder_abduct_deg=32.0, right_shoulder_abduct_deg=32.0, left_elbow_deg=30.0, right_elbow_deg=30.0,
    left_shoulder_flex_deg=24.0, right_shoulder_flex_deg=24.0, left_hip_abduct_deg=11.0, right_hip_abduct_deg=11.0,
    left_hip_flex_deg=14.0, right_hip_flex_deg=14.0, left_knee_deg=20.0, right_knee_deg=20.0,
)  # fmt: skip
_LEVEL: Quaternion = (1.0, 0.0, 0.0, 0.0)
_ORIGIN: Vec3 = (0.0, 0.0, 0.0)


def occlusion_file() -> Path:
    """Return where the numbers are kept."""
    return assets_root() / "meshes" / "occlusion_gemini4.npz"


def settings() -> tuple[Setting, ...]:
    """Return every setting of the flight's things; names that a set of meshes has not are passed over."""
    man = tuple(replace(part, name=f"{WALKER}:{part.name}") for part in figure_parts(SPREAD, 0.0))
    rigs = {f"{WALKER}:rig": f"{WALKER}:plain_rig"}
    plain = tuple(replace(part, name=rigs.get(part.name, part.name)) for part in man)
    return (
        # Without the chest pack, which leaves no stain on the suit of who has none on.
        Setting(plain, reach_m=FIGURE_REACH_M, lift_m=0.002),
        Setting(man, frozenset({f"{WALKER}:rig"}), FIGURE_REACH_M, 0.002),
        Setting(_still(f"{WALKER}:gun"), lift_m=0.002),
        Setting(_still("equipment", "retro", "reentry", "nose", "film_camera")),
        Setting(_still("reentry_charred")),
        *(Setting(_still(name)) for name in ("hatch_right", "stage_1", "stage_2", "raft", "collar", "helicopter")),
    )


def _still(*names: str) -> tuple[PartPose, ...]:
    return tuple(PartPose(name, _ORIGIN, _LEVEL) for name in names)
