"""Things that are shown or not: one VPython object each, set absolutely for every frame."""

from __future__ import annotations

from collections.abc import Sequence

from viz.flight.quaternion import rotate
from viz.flight.state import Quaternion, Vec3
from viz.flight.vector import length, scaled, unit
from viz.stage.host import Host
from viz.stage.sky import BEFORE_EARTH, SPRITE

GLOW = -3.0
"""The shininess of what is drawn last and added to the picture; see `viz.stage.glow`."""
FLOOR = -4.0
"""The shininess of a wood seen from above, whose crowns are drawn in each pixel (``floor.frag.glsl``)."""
FLAME, PLUME, ENTRY, SMOKE = -5.0, -6.0, -7.0, -8.0
"""The shininess of gas in a box, whose program goes along each pixel's ray: an engine's flame in air, its plume where
there is none, the hot air round a ball that comes home, and smoke, which hides what is behind it."""
SEA = -9.0
"""The shininess of open water, whose waves are drawn in each pixel (``sea.frag.glsl``)."""
GASES = (FLAME, PLUME, ENTRY, SMOKE)
_X: Vec3 = (1.0, 0.0, 0.0)
_Y: Vec3 = (0.0, 1.0, 0.0)


class Actor:
    """One rigid mesh: a solid, or of a kind that has a shader program of its own."""

    def __init__(self, host: Host, mesh: str, colour: Vec3 = (1.0, 1.0, 1.0), kind: float | None = None) -> None:
        self._host = host
        self._vector = host.vp.vector
        self._glows = kind == GLOW or kind in GASES
        special = {} if kind is None else {"shininess": kind}
        self._object = host.mesh_object(mesh, visible=False, color=host.vp.vector(*colour), **special)

    def show(self, position_m: Vec3, turn: Quaternion, scale: Vec3 = (1.0, 1.0, 1.0), light: float = 1.0) -> None:
        """Put it at a place from the eye (metres, TEME axes), turned from its own frame to TEME.

        `light` is the brightness of glowing gas; a solid takes its light from the lamps.
        """
        vector, thing = self._vector, self._object
        thing.pos = vector(*position_m)
        self._host.turn(thing, rotate(turn, _X), rotate(turn, _Y))
        thing.size = vector(*scale)
        if self._glows:
            thing.color = vector(light, light, light)
        thing.visible = True

    def hide(self) -> None:
        """Leave it out of this frame."""
        if self._object.visible:  # most of a cast is hidden already, and VPython would tell of each again
            self._object.visible = False


class Marker:
    """A round dot of a fixed size in pixels, for what is too far to be seen."""

    def __init__(self, host: Host, mesh: str) -> None:
        self._host = host
        self._vector = host.vp.vector
        self._object = host.mesh_object(mesh, visible=False, shininess=SPRITE)

    def show(self, position_m: Vec3, pixels: float) -> None:
        """Put it where something is, from the eye; `pixels` is its radius at 720 lines."""
        vector, thing = self._vector, self._object
        direction = unit(position_m)
        side = unit((-direction[1], direction[0], 0.0)) if abs(direction[2]) < 0.99 else _X
        self._host.turn(thing, direction, side)
        thing.size = vector(pixels, BEFORE_EARTH, 1.0)
        thing.visible = True

    def hide(self) -> None:
        """Leave it out of this frame."""
        self._object.visible = False


class Line:
    """A VPython curve of a fixed number of points."""

    def __init__(
        self, host: Host, points: int, radius_m: float, colour: Vec3, emissive: bool = False, metal: float = 0.0
    ) -> None:
        vector = host.vp.vector
        self._host = host
        self._count = points
        self._curve = host.vp.curve(
            canvas=host.canvas,
            radius=radius_m,
            color=vector(*colour),
            emissive=emissive,
            shininess=metal,
            visible=False,
        )

    def show(self, points_m: Sequence[Vec3]) -> None:
        """Draw it through these points, from the eye; resampled to its own number of points."""
        self._host.set_points(self._curve, resampled(points_m, self._count))
        self._curve.visible = True

    def hide(self) -> None:
        """Leave it out of this frame."""
        self._curve.visible = False


def resampled(points: Sequence[Vec3], count: int) -> list[Vec3]:
    """Return `count` points along a polyline, equally spaced by index; needs at least two."""
    if len(points) == count:
        return list(points)
    last = len(points) - 1
    chosen: list[Vec3] = []
    for i in range(count):
        at = i * last / (count - 1)
        low = min(int(at), last - 1)
        f = at - low
        a, b = points[low], points[low + 1]
        chosen.append((a[0] + f * (b[0] - a[0]), a[1] + f * (b[1] - a[1]), a[2] + f * (b[2] - a[2])))
    return chosen


def drawn_nearer(position_m: Vec3, distance_m: float) -> Vec3:
    """Return the point in the same direction at a distance the depth range holds."""
    return scaled(position_m, distance_m / length(position_m))
