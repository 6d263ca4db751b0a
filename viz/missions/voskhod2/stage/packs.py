"""What is seen together: the files in which a page fetches the meshes of the flight, by when they appear."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

PACKS = {
    "training": ("tu104", "hall", "hall_round", "mockup", "instructors"),
    "pad": ("pad", "pad_*", "steppe"),
    "rocket": ("booster*", "core", "block_i", "fairing*", "flame*"),
    "craft": ("descent_sphere", "instrument_module", "backup_retro", "lamp_image_*"),
    "lock": ("airlock_*", "s97"),
    "walker": ("man:*", "ghost:*", "outline:*", "tether_*"),
    "cabin": ("cabin", "cabin_seated", "cabin_head", "cabin_left_*", "cabin_right_*"),
    "sight": ("cabin_sight",),
    "descent": (
        "retro_plume", "plasma_*", "descent_sphere_charred", "descent_sphere_opened", "mortar_flash", "drogue",
        "main_*", "soft_landing", "tie_cable",
    ),
    "country": (
        "forest:ground", "forest:trees", "forest:taiga", "forest:taiga_floor", "forest:near_floor", "forest:far_crowns",
        "forest:spruce_*", "snow_*",
    ),
    "camp": ("forest:*", "descent_sphere_freed"),
}  # fmt: skip
"""Pack -> names of meshes, in the order in which the flight shows them; the first that fits counts."""


def pack_of(names: Iterable[str]) -> dict[str, str]:
    """Return the pack of each mesh, pack by pack."""
    left = list(names)
    found: dict[str, str] = {}
    for pack, patterns in PACKS.items():
        found |= {name: pack for name in left if any(fnmatchcase(name, pattern) for pattern in patterns)}
        left = [name for name in left if name not in found]
    return found
