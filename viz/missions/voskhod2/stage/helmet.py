"""The helmet (U04): white shell, gold visor, red letters; origin at the neck ring, face to +X, top +Z."""

from __future__ import annotations

import numpy as np

from viz.missions.voskhod2.stage.suit import RED
from viz.stage.figure.helmet import closed_helmet, on_shell
from viz.stage.figure.helmet import opened_helmet as opened_shell
from viz.stage.mesh import Floats, Mesh, merge
from viz.stage.shapes import sheet


def helmet(fine: bool = False) -> Mesh:
    """Helmet (U04) with its gold visor and red letters; own frame: origin at the neck ring, face to +X."""
    return merge([closed_helmet(fine), _letters()])


def opened_helmet() -> Mesh:
    """The same helmet with its visor up and away: the shell's opening, its frame and the letters."""
    return merge([*opened_shell(), _letters()])


_GLYPHS: dict[str, list[list[tuple[float, float]]]] = {
    "С": [
        [(0.90, 0.78), (0.66, 0.94), (0.34, 0.90), (0.14, 0.66), (0.14, 0.34), (0.34, 0.10), (0.66, 0.06), (0.90, 0.22)]
    ],
    "Р": [
        [(0.16, -0.04), (0.16, 0.94)],
        [(0.10, 0.92), (0.62, 0.92), (0.84, 0.80), (0.84, 0.62), (0.62, 0.50), (0.10, 0.50)],
    ],
}
"""Letter strokes on a unit square."""


def _letters() -> Mesh:
    """СССР in red across the forehead."""
    parts = []
    for place, letter in enumerate("СССР"):
        for stroke in _GLYPHS[letter]:
            parts.append(_stroke(np.asarray(stroke), place))
    return merge(parts)


def _stroke(points: Floats, place: int) -> Mesh:
    """One letter's stroke as a ribbon lying on the helmet; ``place`` 0 to 3 from his right."""
    along = np.gradient(points, axis=0)
    along /= np.linalg.norm(along, axis=1)[:, None]
    left = points + 0.115 * np.column_stack([-along[:, 1], along[:, 0]])
    right = points - 0.115 * np.column_stack([-along[:, 1], along[:, 0]])

    def on_helmet(flat: Floats) -> Floats:
        azimuth = (place - 2.0 + 0.14 + 0.74 * flat[:, 0]) * 15.5
        latitude = np.radians(38.0 + 14.5 * flat[:, 1])
        return on_shell(azimuth, np.sin(latitude), 0.004)

    return sheet(np.stack([on_helmet(right), on_helmet(left)]), colour=RED, shininess=0.2)
