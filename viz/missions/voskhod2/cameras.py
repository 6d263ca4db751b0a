"""What this ship's cameras know beside what any flight's do: the words of ``shots.toml`` that are its own."""

from __future__ import annotations

from viz.missions.voskhod2.flight.state import FLAGS
from viz.story.shots import CameraWords

_CRAFT = (
    "descent_sphere", "descent_sphere_charred", "descent_sphere_opened", "descent_sphere_freed", "instrument_module",
    "backup_retro", "airlock_base_ring", "airlock_skin", "airlock_rim", "airlock_outer_hatch", "airlock_inner_hatch",
    "s97",
)  # fmt: skip
_ROCKET = ("boosters", "core", "block_i", "fairing")
_LIMBS = ("upper_arm", "forearm", "glove", "fingers", "thigh", "shin", "boot")
_FIGURE = ("trunk", "helmet", *(f"{side}_{limb}" for side in ("left", "right") for limb in _LIMBS))
_HULL = "tu104"
"""Of the flying laboratory; without it a camera stands in its hall."""

CAMERAS = CameraWords(
    subjects=("airlock", "leonov", "camp", "laboratory"),
    frames=("laboratory",),
    needs=FLAGS,
    hides=(*_CRAFT, *_ROCKET, *_FIGURE, _HULL),
    masks=("vzor",),
)
