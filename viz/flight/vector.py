"""Vectors as plain tuples of three floats: the few sums a state or a frame needs, without array overhead."""

from __future__ import annotations

import math

from viz.flight.state import Vec3


def add(a: Vec3, b: Vec3) -> Vec3:
    """Return a + b."""
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def sub(a: Vec3, b: Vec3) -> Vec3:
    """Return a - b."""
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def scaled(a: Vec3, factor: float) -> Vec3:
    """Return a times a number."""
    return (a[0] * factor, a[1] * factor, a[2] * factor)


def dot(a: Vec3, b: Vec3) -> float:
    """Return the scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vec3, b: Vec3) -> Vec3:
    """Return the vector product."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def length(a: Vec3) -> float:
    """Return the Euclidean length."""
    return math.sqrt(dot(a, a))


def unit(a: Vec3) -> Vec3:
    """Return the vector of length one that points the same way; ValueError for the null vector."""
    size = length(a)
    if size == 0.0:
        raise ValueError("the null vector has no direction")
    return scaled(a, 1.0 / size)


def arcsine(ratio: float) -> float:
    """Return the angle (rad) of that sine; rounding may have carried the ratio past one."""
    return math.asin(min(max(ratio, -1.0), 1.0))


def arccosine(ratio: float) -> float:
    """Return the angle (rad) of that cosine; rounding may have carried the ratio past one."""
    return math.acos(min(max(ratio, -1.0), 1.0))


def east_north(up: Vec3) -> tuple[Vec3, Vec3]:
    """Return the unit vectors level to the east and to the north where that unit vector is up; z is the Earth's axis.

    ValueError at the poles, where no direction is east.
    """
    east = unit(cross((0.0, 0.0, 1.0), up))
    return east, cross(up, east)


def square_to(up: Vec3, forward: Vec3) -> Vec3:
    """Return the unit vector nearest to `up` that stands at right angles to the unit vector `forward`.

    Where `up` lies along `forward` any perpendicular serves; the answer is still the same every time.
    """
    across = sub(up, scaled(forward, dot(up, forward)))
    if length(across) < 1e-9:
        spare = (0.0, 0.0, 1.0) if abs(forward[2]) < 0.9 else (1.0, 0.0, 0.0)
        across = sub(spare, scaled(forward, dot(spare, forward)))
    return unit(across)
