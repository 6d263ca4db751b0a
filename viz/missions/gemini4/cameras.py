"""What this ship's cameras know beside what any flight's do: the words of ``shots.toml`` that are its own."""

from __future__ import annotations

from viz.missions.gemini4.flight.state import FLAGS, MODULES, POINTS_M
from viz.story.shots import CameraWords

_CRAFT = ("hatch_right", "reentry_charred", "film_camera", "collar")
_FIGURE = ("helmet", "visor")
"""Of whoever's eyes the camera has."""

CAMERAS = CameraWords(
    subjects=("white", "mcdivitt", *(name for name in POINTS_M)),
    needs=FLAGS,
    hides=(*MODULES, *_CRAFT, *_FIGURE, "white", "mcdivitt"),
)
