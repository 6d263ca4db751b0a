"""How he leaves the rail and comes back to it: the push and the pull of each departure, solved by flying it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from viz.flight.keyed import ManCurves
from viz.flight.quaternion import rotate
from viz.flight.state import Vec3
from viz.flight.tether import STEP_RATE_HZ
from viz.flight.tethered import Impulse, Surroundings, direction
from viz.mission.model import Mission
from viz.missions.voskhod2.flight.body import HATCH_CENTRE_M, TETHER_LENGTH_M
from viz.missions.voskhod2.flight.numbers_walk import Departure as DepartureNumbers
from viz.missions.voskhod2.flight.numbers_walk import Eva

STEP_S = 1.0 / STEP_RATE_HZ


@dataclass(frozen=True, slots=True)
class Departure:
    """One departure from the rail and the return to it; times are seconds after lift-off."""

    push_s: float
    pull_s: float
    back_s: float
    reach_m: float
    azimuth_deg: float
    elevation_deg: float
    start: Vec3
    home: Vec3
    """Where his trunk is when he pushes off, and where he takes hold again."""


class HookWay:
    """Offset of the tether's hook from the middle of his trunk at every step, from the keyed turns."""

    def __init__(self, curves: ManCurves, attach_m: Vec3, start_s: float, steps: int) -> None:
        self._start_s = start_s
        self._offsets = [rotate(curves.attitude_at(start_s + i * STEP_S), attach_m) for i in range(steps + 1)]

    def at_step(self, step: int) -> Vec3:
        """Return the offset, body frame, at that step."""
        return self._offsets[step]

    def step_of(self, met_s: float) -> int:
        """Return the step nearest to that instant."""
        return round((met_s - self._start_s) / STEP_S)


def fly(
    around: Surroundings, hooks: HookWay, impulses: Sequence[Impulse], departure: Departure, stop_s: float
) -> list[Vec3]:
    """Return his place at every step from the push-off to that instant."""
    start_s = departure.push_s
    first, last = hooks.step_of(start_s), hooks.step_of(stop_s)
    place, speed = departure.start, (0.0, 0.0, 0.0)
    places = [place]
    for step in range(first, last):
        met_s = start_s + (step - first + 0.5) * STEP_S
        ax, ay, az = around.free_m_s2(place, speed)
        hook = hooks.at_step(step)
        rx, ry, rz = around.rope_m_s2((place[0] + hook[0], place[1] + hook[1], place[2] + hook[2]), speed)
        ax, ay, az = ax + rx, ay + ry, az + rz
        for impulse in impulses:
            share = impulse.share_per_s(met_s)
            if share:
                cx, cy, cz = impulse.change_m_s
                ax, ay, az = ax + share * cx, ay + share * cy, az + share * cz
        speed = (speed[0] + STEP_S * ax, speed[1] + STEP_S * ay, speed[2] + STEP_S * az)
        place = (place[0] + STEP_S * speed[0], place[1] + STEP_S * speed[1], place[2] + STEP_S * speed[2])
        places.append(place)
    return places


def solve_departure(
    around: Surroundings, hooks: HookWay, departure: Departure, numbers: Eva
) -> tuple[Impulse, Impulse]:
    """Return the push and the pull that take him out to his reach and back to the rail on time.

    Unknown are the push's strength and the pull's three parts; given are the greatest distance from the hatch
    and the place at the end. Where the rope sets the reach, the push's strength is given instead.
    """
    on_rope = departure.reach_m >= TETHER_LENGTH_M - 1e-9
    given_m_s = numbers.rope_departure_m_s if on_rope else 0.0

    def impulses(unknown: Sequence[float]) -> tuple[Impulse, Impulse]:
        speed = given_m_s if on_rope else unknown[3]
        x, y, z = direction(departure.azimuth_deg, departure.elevation_deg)
        return (
            Impulse(departure.push_s, numbers.push_lasts_s, (speed * x, speed * y, speed * z)),
            Impulse(departure.pull_s, numbers.pull_lasts_s, (unknown[0], unknown[1], unknown[2])),
        )

    def misses(unknown: Sequence[float]) -> list[float]:
        places = fly(around, hooks, impulses(unknown), departure, departure.back_s)
        home = [places[-1][i] - departure.home[i] for i in range(3)]
        greatest = max(math.dist(place, HATCH_CENTRE_M) for place in places)
        return home if on_rope else [*home, greatest - departure.reach_m]

    return impulses(_newton(misses, _guess(around, hooks, departure, impulses, given_m_s)))


def _guess(
    around: Surroundings,
    hooks: HookWay,
    departure: Departure,
    impulses: Callable[[Sequence[float]], tuple[Impulse, Impulse]],
    given_m_s: float,
) -> list[float]:
    """Return a start for Newton: a pull that stops him and brings him straight home."""
    path_m = departure.reach_m - math.dist(departure.start, HATCH_CENTRE_M)
    leaving = given_m_s or path_m / (departure.pull_s - departure.push_s)
    push, _ = impulses([0.0, 0.0, 0.0, leaving])
    still = fly(around, hooks, (push,), departure, departure.pull_s)
    home_s = departure.back_s - departure.pull_s
    speed = [(still[-1][i] - still[-2][i]) / STEP_S for i in range(3)]
    pull = [(departure.home[i] - still[-1][i]) / home_s - speed[i] for i in range(3)]
    return pull if given_m_s else [*pull, leaving]


def _newton(misses: Callable[[Sequence[float]], list[float]], guess: Sequence[float]) -> list[float]:
    unknown = list(guess)
    for _ in range(12):
        wrong = np.array(misses(unknown))
        if float(np.max(np.abs(wrong))) < 2e-4:
            return unknown
        columns = []
        for i in range(len(unknown)):
            moved = list(unknown)
            moved[i] += 1e-3
            columns.append((np.array(misses(moved)) - wrong) / (moved[i] - unknown[i]))
        step = np.linalg.solve(np.array(columns).T, wrong)
        unknown = [value - float(change) for value, change in zip(unknown, step, strict=True)]
    raise SystemExit(f"no push and pull found, still wrong by {misses(unknown)} - change the departure's numbers")


def departures(mission: Mission, numbers: Eva, curves: ManCurves) -> tuple[Departure, ...]:
    """Return the five departures of the flight file, from and to the keyed places at the rail."""
    exit_s = mission.event("eva.exit").time.met_s
    return tuple(_departure(exit_s, told, curves) for told in numbers.departures)


def _departure(exit_s: float, told: DepartureNumbers, curves: ManCurves) -> Departure:
    push_s = exit_s + told.after_exit_s
    back_s = push_s + told.back_after_s
    return Departure(
        push_s=push_s,
        pull_s=push_s + told.pull_after_s,
        back_s=back_s,
        reach_m=told.reach_m,
        azimuth_deg=told.azimuth_deg,
        elevation_deg=told.elevation_deg,
        start=curves.place_at(push_s),
        home=curves.place_at(back_s),
    )
