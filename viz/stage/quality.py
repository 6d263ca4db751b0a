"""How much is drawn: `light` for machines that draw in software, `full` for graphics cards and patient films."""

from __future__ import annotations

import re
from typing import Literal, get_args

from viz.errors import UsageError

Quality = Literal["light", "full"]
QUALITIES: tuple[Quality, ...] = get_args(Quality)
QualityWish = Literal["light", "full", "auto"]
"""``auto`` is whatever suits the renderer."""

QUALITY_WISHES: tuple[QualityWish, ...] = get_args(QualityWish)
_SOFTWARE = re.compile(r"llvmpipe|swiftshader|softpipe|software|basic render", re.IGNORECASE)
"""Renderers that draw with the processor; viz/stage/web/bridge.js knows the same for a page that is to choose."""


def is_software(renderer: str) -> bool:
    """Say of a WebGL renderer's name whether the processor draws; of one that has none it must be feared."""
    return not renderer or _SOFTWARE.search(renderer) is not None


def suited(renderer: str) -> Quality:
    """Return the quality that a renderer bears: ``full`` is for graphics hardware."""
    return "light" if is_software(renderer) else "full"


def read_wish(name: str) -> QualityWish:
    """Return the wish of that name; UsageError where there is none."""
    for known in QUALITY_WISHES:
        if known == name:
            return known
    raise UsageError(f"quality {name!r}: must be one of {', '.join(QUALITY_WISHES)}")
