"""What hides the sky from what: how the flight's things stand while their occlusion is computed.

The lock is deployed with its hatches open, as on the walk; the man stands with his limbs a little spread. How things
stand is a model; `scripts/build_occlusion.py` computes the numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from viz.assets import assets_root
from viz.flight.state import Pose, Quaternion, Vec3
from viz.missions.voskhod2.flight.people import CREW, PARTY
from viz.missions.voskhod2.flight.state import Person, Role
from viz.missions.voskhod2.stage.airlock import airlock_poses
from viz.missions.voskhod2.stage.launchpad import pad_poses
from viz.missions.voskhod2.stage.people import person_poses
from viz.missions.voskhod2.stage.snow import FIRE_M, HUT_M
from viz.missions.voskhod2.stage.training import training_poses
from viz.stage.figure.joints import figure_parts
from viz.stage.mesh import PartPose, about
from viz.stage.occlusion import Setting

FIGURE_REACH_M, ROOM_REACH_M = 0.45, 1.5
"""How far a limb hides the sky from another, and in a room whatever stands in it: who moves is not always so near."""
SPREAD = Pose(
    left_shoulder_abduct_deg=32.0, right_shoulder_abduct_deg=32.0, left_elbow_deg=24.0, right_elbow_deg=24.0,
    left_hip_abduct_deg=12.0, right_hip_abduct_deg=12.0, left_knee_deg=14.0, right_knee_deg=14.0,
)  # fmt: skip
_LEVEL: Quaternion = (1.0, 0.0, 0.0, 0.0)
_ORIGIN: Vec3 = (0.0, 0.0, 0.0)


def occlusion_file() -> Path:
    """Return where the numbers are kept."""
    return assets_root() / "meshes" / "occlusion.npz"


def settings() -> tuple[Setting, ...]:
    """Return every setting of the flight's things."""
    man = tuple(_named("man:", figure_parts(SPREAD, 0.0)))
    ground = _still("forest:ground")
    craft = _still("descent_sphere", "instrument_module", "backup_retro")
    return (
        Setting((*craft, *airlock_poses(1.0, 1.0, 1.0))),
        Setting((*craft, *airlock_poses(1.0, 0.0, 0.0)), frozenset({"airlock_outer_hatch"})),
        *(Setting(_still(f"descent_sphere_{name}")) for name in ("charred", "opened", "freed")),
        Setting(man, reach_m=FIGURE_REACH_M, lift_m=0.002),
        _standing("crew", CREW[0]),
        *(_standing("rescuer", name) for name in PARTY),
        *(Setting(_still(f"forest:{role}_seated_0"), reach_m=FIGURE_REACH_M) for role in ("crew", "rescuer")),
        Setting(_still("fairing", "block_i", "core", "boosters")),
        *(Setting(_still(name)) for name in ("booster_0", "fairing_0", "fairing_1", "tu104")),
        Setting(tuple(pose for pose in pad_poses(-1.0) if pose.name != "steppe"), lift_m=0.02),
        Setting(tuple(training_poses(outside=False)), frozenset(("hall", "mockup", "instructors")), ROOM_REACH_M),
        Setting((*ground, PartPose("forest:hut", HUT_M, about((0.0, 0.0, 1.0), 25.0))), frozenset({"forest:hut"})),
        Setting((*ground, PartPose("forest:fire", FIRE_M, _LEVEL)), frozenset({"forest:fire"})),
        Setting(_still("forest:helicopter", "forest:rotor")),
        *(Setting(_still(f"forest:{name}")) for name in ("clothing", "draped_canopy")),
    )


def _still(*names: str) -> tuple[PartPose, ...]:
    return tuple(PartPose(name, _ORIGIN, _LEVEL) for name in names)


def _named(prefix: str, poses: Iterable[PartPose]) -> Iterator[PartPose]:
    return (replace(pose, name=prefix + pose.name) for pose in poses)


def _standing(role: Role, name: str) -> Setting:
    """One who stands in the snow, his limbs on him."""
    person = Person(name, role, "standing", 0.0, 0.0, 0.0, 0.0)
    [(_, parts)] = person_poses([person], 0.0)
    return Setting(tuple(_named("forest:", parts)), reach_m=FIGURE_REACH_M)
