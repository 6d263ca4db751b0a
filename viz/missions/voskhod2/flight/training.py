"""Before the flight: the Tu-104 laboratory in one parabola, and the man floating in its hall (Z1-Z3).

The record gives the aircraft, the rig and 6 to 25 s without weight; no date that could be shown and no number of
parabolas, so one is flown and none is counted. The path is a model: thrust cancels drag, the wings give the load
asked for, and nothing else acts. Seen from the top of the arc it is the same both ways. Numbers: ``[training]``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from viz.flight.curves import KeyedCurve, ramp
from viz.flight.gravity import STANDARD_GRAVITY_M_S2
from viz.missions.voskhod2.flight.laboratory import Stretch, TrainingState
from viz.missions.voskhod2.flight.numbers_walk import Training

_STEP_S = 0.05
_KEY_EVERY = 5
_TRAINEE_SHARES = (0.0, 0.08, 0.45, 0.55, 0.92, 1.0)
"""Of the time without weight: let go, drift up and forward, touch the ceiling, drift back."""
_TRAINEE_FORWARD = (0.0, 0.02, 0.48, 0.58, 0.98, 1.0)
_TRAINEE_UP = (0.0, 0.06, 1.0, 1.0, 0.42, 0.30)


@dataclass(frozen=True, slots=True)
class TrainingModel:
    """One parabola as curves over the seconds since the pull-up began."""

    leads_s: float
    """Level flight shown before the pull-up."""
    ramp_s: float
    pull_load_g: float
    hold_s: float
    """At the full load, before and after; solved so that the flight is level at both ends."""
    weightless_s: float
    pitch_deg: KeyedCurve
    altitude_km: KeyedCurve
    speed_m_s: KeyedCurve
    ground_track_km: KeyedCurve
    trainee_up_m: KeyedCurve
    trainee_forward_m: KeyedCurve
    trainee_turn_deg: KeyedCurve

    @classmethod
    def from_numbers(cls, group: Training) -> TrainingModel:
        """Fly the parabola of the ``[training]`` group."""
        weightless_s, load = group.weightless_s, group.pull_load_g
        half = _Half(group.top_speed_m_s, weightless_s / 2.0, group.ramp_s, load)
        hold_s = half.solved_hold_s()
        rows = half.flown(hold_s)
        middle_s = rows[-1][0]
        keys = [*reversed([(-s, -a, v, z, -x) for s, a, v, z, x in rows[1:]]), *rows]
        times = [key[0] + middle_s for key in keys]
        lowest_m, back_m = rows[-1][3], rows[-1][4]
        release_s, caught_s = middle_s - weightless_s / 2.0, middle_s + weightless_s / 2.0
        up, forward, turn = _trainee(group, release_s, caught_s, load)
        return cls(
            leads_s=group.leads_s,
            ramp_s=group.ramp_s,
            pull_load_g=load,
            hold_s=hold_s,
            weightless_s=weightless_s,
            # The rows run from the top of the arc downward; before it the nose is up.
            pitch_deg=KeyedCurve.through(times, [math.degrees(key[1]) for key in keys]),
            altitude_km=KeyedCurve.through(
                times, [group.level_altitude_km + (key[3] - lowest_m) * 1e-3 for key in keys]
            ),
            speed_m_s=KeyedCurve.through(times, [key[2] for key in keys]),
            ground_track_km=_track_km(times, [(key[4] + back_m) * 1e-3 for key in keys], rows[-1][2] * 1e-3),
            trainee_up_m=up,
            trainee_forward_m=forward,
            trainee_turn_deg=turn,
        )

    @property
    def lasts_s(self) -> float:
        """Return the seconds from level flight to level flight."""
        return 2.0 * (2.0 * self.ramp_s + self.hold_s) + self.weightless_s

    @property
    def released_s(self) -> float:
        """Return when the weight has gone."""
        return 2.0 * self.ramp_s + self.hold_s

    def load_g(self, since_s: float) -> float:
        """Return the load along the floor's normal: one, about two, none, about two, one."""
        from_top_s = abs(since_s - self.lasts_s / 2.0)
        return _load_g(from_top_s, self.weightless_s / 2.0, self.ramp_s, self.hold_s, self.pull_load_g)

    def at(self, since_s: float) -> TrainingState:
        """Return aircraft and trainee, seconds after the pull-up began; level flight outside the parabola."""
        lasts_s = self.lasts_s
        speed = self.speed_m_s.at(since_s)
        level_s = min(since_s, 0.0) + max(since_s - lasts_s, 0.0)
        return TrainingState(
            since_s=since_s,
            stretch=self._stretch(since_s),
            pitch_deg=self.pitch_deg.at(since_s),
            altitude_km=self.altitude_km.at(since_s),
            ground_track_km=self.ground_track_km.at(min(max(since_s, 0.0), lasts_s)) + speed * level_s * 1e-3,
            speed_m_s=speed,
            load_g=self.load_g(since_s),
            trainee_m=(self.trainee_forward_m.at(since_s), 0.0, self.trainee_up_m.at(since_s)),
            trainee_turn_deg=self.trainee_turn_deg.at(since_s),
        )

    def _stretch(self, since_s: float) -> Stretch:
        if not 0.0 <= since_s < self.lasts_s:
            return "level"
        if since_s < self.released_s:
            return "pull_up"
        return "weightless" if since_s < self.released_s + self.weightless_s else "pull_out"


Row = tuple[float, float, float, float, float]
"""Seconds, angle of climb (rad), speed (m/s), height and way forward (m), all from the top of the arc."""


@dataclass(frozen=True, slots=True)
class _Half:
    """The way down from the top of the arc."""

    top_speed_m_s: float
    free_s: float
    ramp_s: float
    load_g: float

    def solved_hold_s(self) -> float:
        """Return how long the full load must be held to come out level, by the secant method."""
        early, late = 5.0, 15.0
        early_miss, late_miss = self.flown(early)[-1][1], self.flown(late)[-1][1]
        for _ in range(12):
            if abs(late_miss) < 1e-12 or late_miss == early_miss:
                break
            step = late_miss * (late - early) / (late_miss - early_miss)
            early, early_miss, late = late, late_miss, max(late - step, 0.0)
            late_miss = self.flown(late)[-1][1]
        return late

    def flown(self, hold_s: float) -> list[Row]:
        """Return rows from the top to level flight, by the midpoint rule."""
        ends_s = self.free_s + 2.0 * self.ramp_s + hold_s
        steps = math.ceil(ends_s / _STEP_S / _KEY_EVERY) * _KEY_EVERY
        h = ends_s / steps
        angle, speed, height, way = 0.0, self.top_speed_m_s, 0.0, 0.0
        rows: list[Row] = [(0.0, angle, speed, height, way)]
        for step in range(steps):
            half_angle, half_speed = (
                value + rate * h / 2.0
                for value, rate in zip((angle, speed), self._rates(step * h, hold_s, angle, speed), strict=True)
            )
            turn, gain = self._rates((step + 0.5) * h, hold_s, half_angle, half_speed)
            angle, speed = angle + h * turn, speed + h * gain
            height += h * half_speed * math.sin(half_angle)
            way += h * half_speed * math.cos(half_angle)
            if (step + 1) % _KEY_EVERY == 0:
                rows.append(((step + 1) * h, angle, speed, height, way))
        return rows

    def _rates(self, from_top_s: float, hold_s: float, angle: float, speed: float) -> tuple[float, float]:
        load = _load_g(from_top_s, self.free_s, self.ramp_s, hold_s, self.load_g)
        g = STANDARD_GRAVITY_M_S2
        return g * (load - math.cos(angle)) / speed, -g * math.sin(angle)


def _load_g(from_top_s: float, free_s: float, ramp_s: float, hold_s: float, pull_g: float) -> float:
    """Return the load, counted from the top of the arc either way."""
    on = ramp(from_top_s, free_s, free_s + ramp_s)
    off = ramp(from_top_s, free_s + ramp_s + hold_s, free_s + 2.0 * ramp_s + hold_s)
    return pull_g * on - (pull_g - 1.0) * off


def _track_km(times_s: list[float], way_km: list[float], level_km_s: float) -> KeyedCurve:
    """Return the way forward, led on in level flight at both ends: a curve alone would come to rest at its last key."""
    apart_s = times_s[1] - times_s[0]
    more = level_km_s * apart_s
    return KeyedCurve.through(
        [times_s[0] - apart_s, *times_s, times_s[-1] + apart_s], [way_km[0] - more, *way_km, way_km[-1] + more]
    )


def _trainee(
    group: Training, release_s: float, caught_s: float, pull_g: float
) -> tuple[KeyedCurve, KeyedCurve, KeyedCurve]:
    """Return his height above the floor, his way forward and his turn over; he falls when the load comes back."""
    stands_m, free_s = group.trainee_stands_m, caught_s - release_s
    rise_m = group.hall_height_m - 2.0 * stands_m
    times = [release_s + share * free_s for share in _TRAINEE_SHARES]
    up = [stands_m + share * rise_m for share in _TRAINEE_UP]
    height, fall, since = up[-1], 0.0, 0.0
    while height > stands_m:
        load = pull_g * ramp(since + _STEP_S / 2.0, 0.0, group.ramp_s)
        fall += load * STANDARD_GRAVITY_M_S2 * _STEP_S
        since, height = since + _STEP_S, max(height - fall * _STEP_S, stands_m)
        times.append(caught_s + since)
        up.append(height)
    forward = [group.trainee_forward_m * share for share in _TRAINEE_FORWARD]
    loose = [release_s + share * free_s for share in _TRAINEE_SHARES]
    return (
        KeyedCurve.through(times, up),
        KeyedCurve.through(loose, forward),
        KeyedCurve.through((loose[1], loose[-2]), (0.0, 360.0)),
    )
