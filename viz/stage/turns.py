"""Turns that lay one direction or frame along another."""

from __future__ import annotations

import math

from viz.flight.quaternion import multiply, rotate
from viz.flight.state import Quaternion, Vec3
from viz.flight.vector import add, cross, dot, length, unit


def turning_z_to(direction: Vec3) -> Quaternion:
    """Return the shortest turn that lays +Z along a unit vector."""
    return _turn_between((0.0, 0.0, 1.0), direction)


def turning_axes_to(x: Vec3, y: Vec3) -> Quaternion:
    """Return the turn that lays +X along `x` and +Y along `y`, unit vectors at right angles."""
    first = _turn_between((1.0, 0.0, 0.0), x)
    now = rotate(first, (0.0, 1.0, 0.0))
    angle = math.atan2(dot(cross(now, y), x), dot(now, y))
    half = angle / 2.0
    sine = math.sin(half)
    return multiply((math.cos(half), x[0] * sine, x[1] * sine, x[2] * sine), first)


def _turn_between(a: Vec3, b: Vec3) -> Quaternion:
    """Return the shortest turn from one unit vector to another, by the direction half way between them."""
    between = add(a, b)
    if length(between) < 1e-7:
        spare = (0.0, 1.0, 0.0) if abs(a[1]) < 0.9 else (1.0, 0.0, 0.0)
        return (0.0, *unit(cross(a, spare)))
    half = unit(between)
    return (dot(a, half), *cross(a, half))
