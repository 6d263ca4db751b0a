"""White's way between hand-holds: free flight in the turning frame of the orbit, seen from a ship that turns as well.

A leg begins with an impulse - of the gun, of hands and feet on the hull, of his hands on the line - and ends where the
keys have him at that instant. How hard the impulse is, and where it points, is solved by flying the leg.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from scipy.optimize import least_squares

from viz.flight.keyed import ManCurves
from viz.flight.quaternion import conjugate, multiply, rotate
from viz.flight.state import Quaternion, Vec3
from viz.flight.tethered import Impulse, Surroundings
from viz.flight.vector import add, cross, length, scaled, sub

FLY_RATE_HZ = 30
STEP_S = 1.0 / FLY_RATE_HZ
_HOOK_EVERY = 3
"""Steps between two looks at where his hook is: he turns slowly."""
By = Literal["gun", "push", "pull", "line"]
BY: tuple[By, ...] = get_args(By)


@dataclass(frozen=True, slots=True)
class Leg:
    """One stretch of free flight; times are seconds after lift-off."""

    start_s: float
    stop_s: float
    by: By
    lasts_s: float
    """The impulse."""
    caught: bool
    """Whether he takes hold at its end."""


class ShipTurn:
    """How the ship is turned in the orbit's level frame (forward, left, up), at every step."""

    def __init__(self, turn_at: Callable[[float], Quaternion], start_s: float, steps: int) -> None:
        self.start_s = start_s
        self.turns = [turn_at(start_s + i * STEP_S) for i in range(steps + 2)]
        self.rates = [self._rate(i) for i in range(steps + 1)]

    def _rate(self, step: int) -> Vec3:
        """Return the body's rate against the level frame, rad/s, body axes."""
        w, x, y, z = multiply(conjugate(self.turns[step]), self.turns[step + 1])
        return scaled((x, y, z), 2.0 / STEP_S if w > 0.0 else -2.0 / STEP_S)

    def step_of(self, met_s: float) -> int:
        """Return the step nearest to that instant."""
        return round((met_s - self.start_s) / STEP_S)

    def to_level(self, step: int, place: Vec3, speed: Vec3) -> tuple[Vec3, Vec3]:
        """Return place and speed in the level frame of what is given in the body frame."""
        turn = self.turns[step]
        return rotate(turn, place), rotate(turn, add(speed, cross(self.rates[step], place)))

    def to_body(self, step: int, place: Vec3, speed: Vec3) -> tuple[Vec3, Vec3]:
        """Return place and speed in the body frame of what is given in the level frame."""
        back = conjugate(self.turns[step])
        here = rotate(back, place)
        return here, sub(rotate(back, speed), cross(self.rates[step], here))


@dataclass(frozen=True, slots=True)
class Flown:
    """A leg as flown, body frame."""

    places: list[Vec3]
    """At every step."""
    end_speed: Vec3
    impulse_m_s: Vec3
    """Change of velocity, in the axes as they stand when it begins."""
    tension_n: float
    """Greatest pull of the line."""


@dataclass(frozen=True, slots=True)
class LegFlight:
    """What he flies in."""

    around: Surroundings
    ship: ShipTurn
    curves: ManCurves
    attach_m: Vec3

    def solved(self, leg: Leg, start: Vec3, speed: Vec3) -> Flown:
        """Return the leg whose impulse brings him where the keys have him at its end."""
        if leg.by == "line":  # nothing but the line moves him
            return self.fly(leg, start, speed, (0.0, 0.0, 0.0))
        goal = self.curves.place_at(leg.stop_s)

        def flown(change: Sequence[float]) -> Flown:
            return self.fly(leg, start, speed, (float(change[0]), float(change[1]), float(change[2])))

        straight = self._straight(leg, start, speed, goal)
        found = least_squares(lambda change: sub(flown(change).places[-1], goal), straight, diff_step=1e-4, max_nfev=30)
        return flown(found.x)

    def fly(self, leg: Leg, start: Vec3, speed: Vec3, change_m_s: Vec3) -> Flown:
        """Return the leg flown with that impulse, level frame."""
        ship, around = self.ship, self.around
        first, last = ship.step_of(leg.start_s), ship.step_of(leg.stop_s)
        place, moving = ship.to_level(first, start, speed)
        impulse = Impulse(leg.start_s, leg.lasts_s, change_m_s)
        places, tension, hook = [start], 0.0, start
        for step in range(first, last):
            met_s = ship.start_s + (step + 0.5) * STEP_S
            change = add(around.free_m_s2(place, moving), scaled(change_m_s, impulse.share_per_s(met_s)))
            here, here_speed = ship.to_body(step, place, moving)
            if (step - first) % _HOOK_EVERY == 0:
                hook = rotate(self.curves.attitude_at(met_s), self.attach_m)
            rope = around.rope_m_s2(add(here, hook), here_speed)
            if rope != (0.0, 0.0, 0.0):
                tension = max(tension, length(rope) * around.mass)
                change = add(change, rotate(ship.turns[step], rope))
            moving = add(moving, scaled(change, STEP_S))
            place = add(place, scaled(moving, STEP_S))
            places.append(rotate(conjugate(ship.turns[step + 1]), place))
        _, end_speed = ship.to_body(last, place, moving)
        return Flown(places, end_speed, rotate(conjugate(ship.turns[first]), change_m_s), tension)

    def _straight(self, leg: Leg, start: Vec3, speed: Vec3, goal: Vec3) -> Vec3:
        """Return the impulse, level frame, that would bring him there in a straight line."""
        here, moving = self.ship.to_level(self.ship.step_of(leg.start_s), start, speed)
        there, _ = self.ship.to_level(self.ship.step_of(leg.stop_s), goal, (0.0, 0.0, 0.0))
        return sub(scaled(sub(there, here), 1.0 / (leg.stop_s - leg.start_s)), moving)
