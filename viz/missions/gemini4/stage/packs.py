"""What is seen together: the files in which a page fetches the meshes of the flight, by when they appear."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from viz.missions.gemini4.stage.man import MAN_PACKS

PACKS: dict[str, tuple[str, ...]] = {
    "pad": ("pad_*",),
    "launcher": ("stage_1", "stage_2", "stage_light", "flame*"),
    "craft": ("reentry", "hatch_right", "nose", "retro", "equipment", "film_camera", "oams_plume"),
    **MAN_PACKS,
    "descent": ("reentry_charred", "retro_plume", "plasma_*", "drogue", "main_*", "bridle"),
    "sea": ("sea", "splash*", "collar", "raft", "helicopter", "rotor", "carrier"),
}
"""Pack -> names of meshes, in the order in which the flight shows them; the first that fits counts."""


def pack_of(names: Iterable[str]) -> dict[str, str]:
    """Return the pack of each mesh, pack by pack."""
    left = list(names)
    found: dict[str, str] = {}
    for pack, patterns in PACKS.items():
        found |= {name: pack for name in left if any(fnmatchcase(name, pattern) for pattern in patterns)}
        left = [name for name in left if name not in found]
    return found
