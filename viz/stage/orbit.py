"""The orbit as a line and the craft as a dot, for cameras from which the craft itself is too small to see."""

from __future__ import annotations

import math
from collections.abc import Sequence

from viz.flight.state import Vec3
from viz.flight.vector import dot, length, sub
from viz.stage.actors import Line, Marker, drawn_nearer
from viz.stage.host import Host

EARTH_KM = 6371.0
DRAWN_AT_M = 2000.0
"""Far points are drawn at this distance in their own direction: the same picture, inside the depth range."""
POINTS = 60
MARKER_PIXELS = 5.0
PAST: Vec3 = (0.98, 0.72, 0.22)
AHEAD: Vec3 = (0.45, 0.52, 0.60)


class OrbitLine:
    """Where the craft has been and where it goes, each in at most two visible pieces."""

    def __init__(self, host: Host) -> None:
        self._past = [Line(host, POINTS, 2.4, PAST, emissive=True) for _ in range(2)]
        self._ahead = [Line(host, POINTS, 1.5, AHEAD, emissive=True) for _ in range(2)]
        self._marker = Marker(host, "marker")

    def draw(self, past_km: Sequence[Vec3], ahead_km: Sequence[Vec3], craft_km: Vec3, eye_km: Vec3) -> None:
        """Draw the parts of the track that Earth does not hide from the eye (TEME, kilometres)."""
        _draw_pieces(self._past, past_km, eye_km)
        _draw_pieces(self._ahead, ahead_km, eye_km)
        if past_km and not hidden_by_earth(craft_km, eye_km):
            self._marker.show(sub(craft_km, eye_km), MARKER_PIXELS)
        else:
            self._marker.hide()


def _draw_pieces(lines: list[Line], track_km: Sequence[Vec3], eye_km: Vec3) -> None:
    pieces = visible_pieces(track_km, eye_km)
    for line, piece in zip(lines, [*pieces, *[[]] * len(lines)], strict=False):
        if len(piece) > 1:
            line.show([drawn_nearer(sub(point, eye_km), DRAWN_AT_M) for point in piece])
        else:
            line.hide()


def visible_pieces(track_km: Sequence[Vec3], eye_km: Vec3) -> list[list[Vec3]]:
    """Return the runs of points in sight, longest first."""
    pieces: list[list[Vec3]] = [[]]
    for point in track_km:
        if hidden_by_earth(point, eye_km):
            pieces.append([])
        else:
            pieces[-1].append(point)
    return sorted((piece for piece in pieces if len(piece) > 1), key=len, reverse=True)


def hidden_by_earth(point_km: Vec3, eye_km: Vec3) -> bool:
    """Say whether a sphere of Earth's mean radius stands between the eye and the point."""
    ray = sub(point_km, eye_km)
    reach = length(ray)
    toward_centre = -dot(eye_km, ray) / reach
    if toward_centre <= 0.0 or toward_centre >= reach:
        return False
    miss = math.sqrt(max(dot(eye_km, eye_km) - toward_centre**2, 0.0))
    return miss < EARTH_KM
