"""The third departure, to the end of the tether, with another push than the recorded walk has; a model.

He leaves at the recorded instant, pulls himself back at the recorded instant and is home at the recorded instant:
between them he flies freely and the rope stops him, or does not. The recorded push itself is a model (E07, U08:
the reach is on record, the speed is not).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from viz.flight.curves import eased
from viz.flight.quaternion import rotate
from viz.flight.state import Vec3
from viz.flight.tether import TetherTrack
from viz.flight.tethered import Impulse, Surroundings, direction
from viz.flight.vector import add, length, sub
from viz.mission.model import Mission
from viz.missions.voskhod2.flight.body import HATCH_CENTRE_M, TETHER_ANCHOR_M
from viz.missions.voskhod2.flight.eva import EvaModel
from viz.missions.voskhod2.flight.numbers import Numbers
from viz.missions.voskhod2.flight.numbers_walk import Eva
from viz.missions.voskhod2.flight.solids import penetration_m
from viz.missions.voskhod2.flight.tethered import surroundings_of

PUSH_RANGE_M_S = (0.10, 0.60)
"""Slower, he would hardly be away before he pulls himself back; faster, the rope would throw him at the ship."""
STEPS_PER_S = 60
SETTLES_S = 3.0
"""So long before he is home the rope goes over to its recorded shape."""
TURNS_S = 2.0
"""So long the rope goes over from the shapes of the way out to those of the way back."""
_HOMING_ROUNDS = 6

Row = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PushOff:
    """One departure as another push makes it."""

    speed_m_s: float
    push_s: float
    """Seconds after lift-off, as are `pull_s` and `back_s`."""
    pull_s: float
    back_s: float
    reach_m: float
    """Greatest distance of his trunk from the hatch."""
    reach_after_s: float
    taut_after_s: float | None
    """When the rope first pulls; None where it never does."""
    tension_n: float
    """Greatest pull of the rope."""
    ship_recoil_m_s: float
    """What the push gives the ship, the other way."""
    places_m: tuple[Vec3, ...]
    """His trunk, body frame, `STEPS_PER_S` from push to return."""

    def place_at(self, met_s: float) -> Vec3:
        """Return where he is between push and return."""
        at = min(max((met_s - self.push_s) * STEPS_PER_S, 0.0), len(self.places_m) - 1.000001)
        share = at - int(at)
        (ax, ay, az), (bx, by, bz) = self.places_m[int(at)], self.places_m[int(at) + 1]
        return (ax + share * (bx - ax), ay + share * (by - ay), az + share * (bz - az))


def push_off_met_s(mission: Mission, numbers: Eva) -> float:
    """Return when he leaves the rail for the end of the tether, seconds after lift-off."""
    return mission.event("eva.exit").time.met_s + numbers.to_the_end.after_exit_s


def fly_push_off(mission: Mission, all_numbers: Numbers, eva: EvaModel, speed_m_s: float) -> PushOff:
    """Return the third departure of a walk with that push; takes some tenths of a second."""
    numbers, departure = all_numbers.eva, all_numbers.eva.to_the_end
    push_s = push_off_met_s(mission, numbers)
    pull_s, back_s = push_s + departure.pull_after_s, push_s + departure.back_after_s
    x, y, z = direction(departure.azimuth_deg, departure.elevation_deg)
    push = Impulse(push_s, numbers.push_lasts_s, (speed_m_s * x, speed_m_s * y, speed_m_s * z))
    way = _Way(surroundings_of(all_numbers), eva, push_s, back_s)
    places, tensions = way.flown((push, _homing(way, push, pull_s, numbers.pull_lasts_s)))
    distances = [math.dist(place, HATCH_CENTRE_M) for place in places]
    first_pull = next((i for i, newton in enumerate(tensions) if newton > 0.0), None)
    return PushOff(
        speed_m_s=speed_m_s,
        push_s=push_s,
        pull_s=pull_s,
        back_s=back_s,
        reach_m=max(distances),
        reach_after_s=distances.index(max(distances)) / STEPS_PER_S,
        taut_after_s=None if first_pull is None else first_pull / STEPS_PER_S,
        tension_n=max(tensions),
        ship_recoil_m_s=numbers.man_kg * speed_m_s / all_numbers.ascent.spacecraft_mass_kg,
        places_m=tuple(places),
    )


def with_push_off(eva: EvaModel, pushed: PushOff) -> EvaModel:
    """Return the walk with that departure in the place of its own."""
    return replace(eva, track=_retold(eva, pushed))


class _Way:
    """His way from the push to the return, whatever the impulses."""

    def __init__(self, around: Surroundings, eva: EvaModel, push_s: float, back_s: float) -> None:
        self.around, self.start_s = around, push_s
        self.steps = round((back_s - push_s) * STEPS_PER_S)
        self.start = _trunk(eva.track, push_s)
        self.home = _trunk(eva.track, back_s)
        self.hooks = [
            rotate(eva.curves.attitude_at(push_s + i / STEPS_PER_S), eva.attach_m) for i in range(self.steps + 1)
        ]

    def flown(self, impulses: Sequence[Impulse]) -> tuple[list[Vec3], list[float]]:
        """Return his places and the rope's pull, newtons, at every step."""
        around, dt = self.around, 1.0 / STEPS_PER_S
        place, speed = self.start, (0.0, 0.0, 0.0)
        places, tensions = [place], [0.0]
        for step in range(self.steps):
            met_s = self.start_s + (step + 0.5) * dt
            rope = around.rope_m_s2(add(place, self.hooks[step]), speed)
            ax, ay, az = add(around.free_m_s2(place, speed), rope)
            for impulse in impulses:
                share = impulse.share_per_s(met_s)
                cx, cy, cz = impulse.change_m_s
                ax, ay, az = ax + share * cx, ay + share * cy, az + share * cz
            speed = (speed[0] + dt * ax, speed[1] + dt * ay, speed[2] + dt * az)
            place = (place[0] + dt * speed[0], place[1] + dt * speed[1], place[2] + dt * speed[2])
            places.append(place)
            tensions.append(length(rope) * around.mass)
        return places, tensions


def _homing(way: _Way, push: Impulse, pull_s: float, lasts_s: float) -> Impulse:
    """Return the pull that brings him home on time: what is still missing is added until nothing is."""
    left_s = way.start_s + way.steps / STEPS_PER_S - pull_s - lasts_s / 2.0
    pull = Impulse(pull_s, lasts_s, (0.0, 0.0, 0.0))
    for _ in range(_HOMING_ROUNDS):
        places, _tensions = way.flown((push, pull))
        mx, my, mz = sub(way.home, places[-1])
        x, y, z = pull.change_m_s
        pull = replace(pull, change_m_s=(x + mx / left_s, y + my / left_s, z + mz / left_s))
    return pull


def _retold(eva: EvaModel, pushed: PushOff) -> TetherTrack:
    """Return the table with his new way, the rope lying as it lay in the recorded walk when he was as far away."""
    track = eva.track
    first = math.ceil((pushed.push_s - track.start_s) * track.rate_hz)
    last = math.floor((pushed.back_s - track.start_s) * track.rate_hz)
    recorded = track.places[first : last + 1].astype(np.float64) * track.unit_m
    times_s = track.start_s + np.arange(first, last + 1) / track.rate_hz
    shapes = _Shapes(recorded, times_s)
    rows = []
    for row, met_s in zip(recorded, times_s.tolist(), strict=True):
        man = np.array(pushed.place_at(met_s))
        home = eased((met_s - pushed.back_s + SETTLES_S) / SETTLES_S)
        back = eased((met_s - pushed.push_s - pushed.reach_after_s) / TURNS_S + 0.5)
        shape = shapes.at(float(np.sqrt(np.sum((man - HATCH_CENTRE_M) ** 2))), back)
        shape += home * (row[3:].reshape(-1, 3) - shape)
        hook = np.array(rotate(eva.curves.attitude_at(met_s), eva.attach_m))
        rows.append(np.concatenate((man, _drawn_to(shape, man + hook).ravel())))
    places = track.places.copy()
    places[first : last + 1] = np.rint(np.array(rows) / track.unit_m).astype(np.int16)
    return replace(track, places=places)


class _Shapes:
    """The recorded rope by his distance from the hatch, on the way out and on the way back."""

    def __init__(self, rows: Row, times_s: Row) -> None:
        self.nodes = rows[:, 3:].reshape(len(rows), -1, 3)
        distances = np.sqrt(np.sum((rows[:, :3] - HATCH_CENTRE_M) ** 2, axis=1))
        self.turn = int(np.argmax(distances))
        # Rising without a flaw, so that a distance names one row.
        self.out = np.maximum.accumulate(distances[: self.turn + 1])
        self.back = np.maximum.accumulate(distances[self.turn :][::-1])

    def at(self, distance_m: float, back: float) -> Row:
        """Return the nodes at a distance; `back` goes from 0 on the way out to 1 on the way back."""
        there = float(np.interp(distance_m, self.out, np.arange(len(self.out))))
        again = float(len(self.nodes) - 1 - np.interp(distance_m, self.back, np.arange(len(self.back))))
        return (1.0 - back) * self._row(there) + back * self._row(again)

    def _row(self, place: float) -> Row:
        near = min(int(place), len(self.nodes) - 2)
        nodes: Row = self.nodes[near] + (place - near) * (self.nodes[near + 1] - self.nodes[near])
        return nodes


def _drawn_to(nodes: Row, hook: Row) -> Row:
    """Return the rope led to his hook: the farther a node is from the anchor, the more it goes along."""
    share = np.linspace(0.0, 1.0, len(nodes))[:, None]
    moved: Row = nodes + share * share * (hook - nodes[-1])
    moved[0] = TETHER_ANCHOR_M
    moved[1:-1] += penetration_m(moved[1:-1])
    return moved


def _trunk(track: TetherTrack, met_s: float) -> Vec3:
    x, y, z = track.row_m(met_s)[:3]
    return (x, y, z)
