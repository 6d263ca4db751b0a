"""How an instant is looked at: everything a viewer chooses of a picture but its time."""

from __future__ import annotations

from dataclasses import dataclass

from viz.languages import FIRST_LANGUAGE
from viz.story.shots import AUTO, STRAIGHT, Hand


@dataclass(frozen=True, slots=True)
class Look:
    """A camera and a language, and what else a viewer has asked of the picture."""

    camera: str = AUTO
    """Of `shots.toml`; ``auto`` leaves it to the director."""
    language: str = FIRST_LANGUAGE
    hand: Hand = STRAIGHT
    """How far the view is turned, moved and magnified."""
    doubt: bool = False
    """Draw what is not sure: the track's uncertainty, the planned descent, the landing places other sources tell."""
    inset: str | None = None
    """A second camera, for the corner of the picture."""
    still: bool = False
    """Cameras cut and stand, for a viewer whom moving pictures make ill."""
    outline: bool = False
    """Draw outlines that the mission's plugin has for comparison, such as of a suit without pressure."""
