"""Knots of a computed path bent, smoothly and by little, so that the path ends on another."""

from __future__ import annotations

from collections.abc import Sequence

from viz.flight.state import Vec3
from viz.flight.track import Knot
from viz.flight.vector import add, scaled, sub


def bent_to(knots: Sequence[Knot], target: Knot, start_s: float) -> tuple[Knot, ...]:
    """Return the knots bent from `start_s` on so that the last one is the target itself.

    What is missing at the end is laid over the way by a quintic that begins with no place, speed or acceleration.
    """
    last = knots[-1]
    change = Knot(
        target.met_s,
        sub(target.position_km, last.position_km),
        sub(target.velocity_km_s, last.velocity_km_s),
        sub(target.acceleration_km_s2, last.acceleration_km_s2),
    )
    return (*(_bent(knot, change, start_s) for knot in knots[:-1]), target)


def _bent(knot: Knot, change: Knot, start_s: float) -> Knot:
    """Return a knot moved by its part of the change; no part, to the second derivative, up to `start_s`."""
    if knot.met_s <= start_s:
        return knot
    span = change.met_s - start_s
    s = (knot.met_s - start_s) / span
    t2, t3, t4, t5 = s**2, s**3, s**4, s**5
    place = (10 * t3 - 15 * t4 + 6 * t5, (-4 * t3 + 7 * t4 - 3 * t5) * span, (t3 - 2 * t4 + t5) * span**2 / 2)
    rate = (
        (30 * t2 - 60 * t3 + 30 * t4) / span,
        -12 * t2 + 28 * t3 - 15 * t4,
        (3 * t2 - 8 * t3 + 5 * t4) * span / 2,
    )
    curve = (
        (60 * s - 180 * t2 + 120 * t3) / span**2,
        (-24 * s + 84 * t2 - 60 * t3) / span,
        (6 * s - 24 * t2 + 20 * t3) / 2,
    )
    return Knot(
        knot.met_s,
        add(knot.position_km, _mixed(change, place)),
        add(knot.velocity_km_s, _mixed(change, rate)),
        add(knot.acceleration_km_s2, _mixed(change, curve)),
    )


def _mixed(change: Knot, weights: Vec3) -> Vec3:
    position = scaled(change.position_km, weights[0])
    velocity = scaled(change.velocity_km_s, weights[1])
    return add(add(position, velocity), scaled(change.acceleration_km_s2, weights[2]))
