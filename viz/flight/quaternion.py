"""Unit quaternions (w, x, y, z) as plain tuples, turning vectors from one frame into another."""

from __future__ import annotations

import math

from viz.flight.state import Quaternion, Vec3


def multiply(first: Quaternion, second: Quaternion) -> Quaternion:
    """Return the Hamilton product: the turn that applies `second`, then `first`."""
    a, b, c, d = first
    e, f, g, h = second
    return (
        a * e - b * f - c * g - d * h,
        a * f + b * e + c * h - d * g,
        a * g - b * h + c * e + d * f,
        a * h + b * g - c * f + d * e,
    )


def conjugate(turn: Quaternion) -> Quaternion:
    """Return the opposite turn."""
    w, x, y, z = turn
    return (w, -x, -y, -z)


def rotate(turn: Quaternion, vector: Vec3) -> Vec3:
    """Return the vector turned by a unit quaternion."""
    w, x, y, z = turn
    a, b, c = vector
    # v + 2 w (u x v) + 2 u x (u x v), with u the vector part
    p, q, r = y * c - z * b, z * a - x * c, x * b - y * a
    return (
        a + 2.0 * (w * p + y * r - z * q),
        b + 2.0 * (w * q + z * p - x * r),
        c + 2.0 * (w * r + x * q - y * p),
    )


def about_x(angle_rad: float) -> Quaternion:
    """Return the right-handed turn about +X."""
    return (math.cos(angle_rad / 2), math.sin(angle_rad / 2), 0.0, 0.0)


def about_y(angle_rad: float) -> Quaternion:
    """Return the right-handed turn about +Y."""
    return (math.cos(angle_rad / 2), 0.0, math.sin(angle_rad / 2), 0.0)


def about_z(angle_rad: float) -> Quaternion:
    """Return the right-handed turn about +Z."""
    return (math.cos(angle_rad / 2), 0.0, 0.0, math.sin(angle_rad / 2))


def level(up: Vec3, forward: Vec3) -> Quaternion:
    """Return the turn that takes +Z to `up` and +X as near to `forward` as that allows; of any length, not parallel."""
    x, y, z = up
    upright = multiply(about_z(math.atan2(y, x)), about_y(math.atan2(math.hypot(x, y), z)))
    ahead, left, _ = rotate(conjugate(upright), forward)
    return multiply(upright, about_z(math.atan2(left, ahead)))


def normalise(turn: Quaternion) -> Quaternion:
    """Return the quaternion at unit length, its sign kept."""
    w, x, y, z = turn
    length = math.sqrt(w * w + x * x + y * y + z * z)
    return (w / length, x / length, y / length, z / length)


def angle_between_rad(first: Quaternion, second: Quaternion) -> float:
    """Return the angle of the turn between two attitudes, 0 to pi, blind to sign."""
    _, x, y, z = multiply(conjugate(first), second)
    dot = math.fsum(p * q for p, q in zip(first, second, strict=True))
    return 2.0 * math.atan2(math.sqrt(x * x + y * y + z * z), abs(dot))


def slerp(first: Quaternion, second: Quaternion, fraction: float) -> Quaternion:
    """Return the attitude that part of the way along the shorter turn from `first` to `second`."""
    dot = math.fsum(p * q for p, q in zip(first, second, strict=True))
    sign = 1.0 if dot >= 0.0 else -1.0
    angle = math.acos(min(1.0, abs(dot)))
    if angle < 1e-6:
        near, far = 1.0 - fraction, fraction
    else:
        near = math.sin((1.0 - fraction) * angle) / math.sin(angle)
        far = math.sin(fraction * angle) / math.sin(angle)
    w, x, y, z = (near * p + sign * far * q for p, q in zip(first, second, strict=True))
    return normalise((w, x, y, z))
