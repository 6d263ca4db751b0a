"""One step of an equation of motion: the classical Runge-Kutta method of fourth order, on plain floats."""

from __future__ import annotations

from collections.abc import Callable

from viz.errors import InvalidFile, Problem

MOST_STEPS = 20_000
"""Of one body's way down; the longest of the shipped flight takes 4,000. Numbers that need more bring nothing down."""

State = tuple[float, float, float, float, float, float]
"""Position (km) and velocity (km/s), TEME."""
Rate = Callable[[float, State], State]
"""Rates of a state at a mission time in seconds."""


def runge_kutta(rate: Rate, met_s: float, state: State, step_s: float) -> State:
    """Return the state one step later; the force must not step inside it."""
    half = step_s / 2.0
    k1 = rate(met_s, state)
    k2 = rate(met_s + half, _moved(state, k1, half))
    k3 = rate(met_s + half, _moved(state, k2, half))
    k4 = rate(met_s + step_s, _moved(state, k3, step_s))
    sixth = step_s / 6.0
    a, b, c, d, e, f = (
        y + sixth * (p + 2.0 * q + 2.0 * r + s) for y, p, q, r, s in zip(state, k1, k2, k3, k4, strict=True)
    )
    return a, b, c, d, e, f


def _moved(y: State, k: State, h: float) -> State:
    return y[0] + h * k[0], y[1] + h * k[1], y[2] + h * k[2], y[3] + h * k[3], y[4] + h * k[4], y[5] + h * k[5]


def endless(group: str, what: str) -> InvalidFile:
    """Return the error for a body whose numbers, those of a group of flight.toml, never bring it to its end."""
    remedy = "look at the numbers of this group and at [orbit]; those of the shipped flight come down"
    return InvalidFile("flight.toml", [Problem(group, what, remedy)])
