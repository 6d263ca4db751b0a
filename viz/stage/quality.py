"""How much is drawn: `light` for machines that draw in software, `full` for graphics cards and patient films."""

from __future__ import annotations

from typing import Literal

Quality = Literal["light", "full"]
QUALITIES: tuple[Quality, ...] = ("light", "full")
