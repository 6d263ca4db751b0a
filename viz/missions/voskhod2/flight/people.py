"""People at the landing place: who stands, sits, walks or skis where, at any instant.

The record has the two men, a ski party of two doctors, a cosmonaut, a cameraman and guides (G07), the first night in
the open capsule (G06), a hut and a fire (G08), and nine kilometres on skis (G09). Every place, every way and the
number of guides are a model. Places are metres east and north of the landing point.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from viz.mission.model import Mission
from viz.missions.voskhod2.flight.state import SITE_POINTS_M, Person, Place, Posture

Spot = tuple[float, float]
"""Metres east and north."""

WALK_M_S, SKI_M_S = 0.7, 1.3
"""In deep snow, and on skis."""
HATCH_M: Spot = (-1.75, -0.35)
"""Where whoever leaves the capsule first stands: outside the crew hatch, which looks west."""
ROUND_M: Spot = (-0.5, -2.3)
"""On the way round the capsule."""
HUT_DOOR_M: Spot = (15.3, 6.0)
ROUND_FIRE_M: Mapping[str, Spot] = {"north": (4.3, 6.9), "south": (3.5, 2.6), "east": (8.6, 1.6)}
CAPSULE_M: Spot = (0.0, 0.0)
FIRE_M: Spot = SITE_POINTS_M["camp"][:2]
TRAIL_M: tuple[Spot, ...] = (
    (108.0, -76.0), (62.0, -45.0), (38.0, -26.0), (24.0, -15.0), (14.0, -9.5), (8.0, -4.0), (4.4, -0.8),
)  # fmt: skip
"""The ski trail, from where it is lost among the trees to the capsule."""
PARTY = ("guide_1", "guide_2", "doctor_1", "doctor_2", "cosmonaut", "cameraman")
"""In the order they ski in; the record says guides, not how many."""
CREW = ("leonov", "belyayev")
APART_M, FIRST_STOPS_M = 4.2, 3.0
"""Between skiers in file, and of trail left before the first of them when the party arrives."""
DWELL_S = 240.0
"""How long one stays at a place before going to the next."""
IN_CAPSULE_BEFORE_S, IN_HUT_AFTER_S = 600.0, 7200.0
"""In the capsule from so long before the first night's shown hour, in the hut from so long after the second's."""
OUT_AFTER_S, SECOND_OUT_S = 60.0, 45.0
"""After the hatch is free the first man is out, and the second so much later."""

_STANDS: Mapping[str, tuple[Spot, ...]] = {
    "leonov": ((2.3, -1.5), (3.6, 0.6), (1.9, -2.6)),
    "belyayev": ((3.2, -1.1), (2.0, 1.9), (4.2, -2.0)),
    "guide_1": ((5.2, -1.2), (6.6, 0.2)),
    "guide_2": ((6.3, -2.1), (7.6, -0.6)),
    "doctor_1": ((3.4, -2.2), (2.6, -2.9)),
    "doctor_2": ((4.2, -2.6), (3.9, -1.3)),
    "cosmonaut": ((5.0, -3.1), (4.6, -0.5)),
    "cameraman": ((2.6, -4.2), (4.4, -4.6), (6.2, -4.0)),
}
"""By the capsule."""
_BY_FIRE: Mapping[str, tuple[Spot, ...]] = {
    "leonov": ((3.95, 4.45),),
    "belyayev": ((4.25, 5.55),),
    "guide_1": ((7.1, 5.5), (9.6, 5.2)),
    "guide_2": ((7.4, 4.1), (10.8, 4.8)),
    "doctor_1": ((4.9, 6.9), (3.1, 3.0)),
    "doctor_2": ((6.9, 6.7), (8.2, 3.2)),
    "cosmonaut": ((5.6, 6.6), (8.4, 6.9)),
    "cameraman": ((8.8, 4.2), (5.9, 7.3)),
}
_SEATED = frozenset(CREW)
"""Who sits by the fire, on the log west of it."""
_BUILDERS: Mapping[str, tuple[Spot, ...]] = {
    "guide_1": ((11.6, 5.7), (18.2, 5.6), (18.8, 10.6), (18.2, 5.6)),
    "guide_2": ((12.9, 5.2), (10.4, 8.6), (12.0, 12.6), (10.4, 8.6)),
    "cosmonaut": ((10.4, 7.2), (9.2, 2.4), (16.4, 5.0), (9.2, 2.4)),
}
"""Who builds the hut, and between which places."""


@dataclass(frozen=True, slots=True)
class Key:
    """From this moment on one is here, and goes to the next key's place evenly, in this posture meanwhile."""

    met_s: float
    at_m: Spot
    posture: Posture | None
    """None: out of sight."""
    place: Place = "forest"


@dataclass(frozen=True, slots=True)
class Way:
    """One person's whole stay, as keys in order of time."""

    keys: tuple[Key, ...]
    times_s: tuple[float, ...]
    run_m: tuple[float, ...]
    """Length of the way up to each key."""
    faces_m: tuple[tuple[float, Spot], ...]
    """From when on whoever stands still looks where."""

    @classmethod
    def through(cls, keys: Sequence[Key], faces_m: Sequence[tuple[float, Spot]]) -> Way:
        """Return the way through keys in order of time."""
        runs = [0.0]
        for before, after in pairwise(keys):
            runs.append(runs[-1] + math.dist(before.at_m, after.at_m))
        return cls(tuple(keys), tuple(key.met_s for key in keys), tuple(runs), tuple(faces_m))

    def at(self, name: str, met_s: float) -> Person | None:
        """Return the person at that instant, or None while out of sight."""
        index = bisect_right(self.times_s, met_s) - 1
        if index < 0 or self.keys[index].posture is None:
            return None
        key = self.keys[index]
        after = self.keys[min(index + 1, len(self.keys) - 1)]
        lasts_s = after.met_s - key.met_s
        share = (met_s - key.met_s) / lasts_s if lasts_s > 0.0 else 0.0
        (e0, n0), (e1, n1) = key.at_m, after.at_m
        east, north = e0 + share * (e1 - e0), n0 + share * (n1 - n0)
        moved = math.dist(key.at_m, after.at_m)
        ahead = (e1 - e0, n1 - n0) if moved > 0.0 else self._looks(met_s, east, north)
        assert key.posture is not None
        return Person(
            name=name,
            role="crew" if name in CREW else "rescuer",
            posture=key.posture,
            east_m=east,
            north_m=north,
            heading_deg=math.degrees(math.atan2(ahead[1], ahead[0])),
            run_m=self.run_m[index] + share * moved,
        )

    def whereabouts(self, met_s: float) -> tuple[Place, Spot]:
        """Return in which place one is, and where that lies, also while out of sight."""
        index = max(bisect_right(self.times_s, met_s) - 1, 0)
        key, after = self.keys[index], self.keys[min(index + 1, len(self.keys) - 1)]
        lasts_s = after.met_s - key.met_s
        share = min(max((met_s - key.met_s) / lasts_s, 0.0), 1.0) if lasts_s > 0.0 else 0.0
        (e0, n0), (e1, n1) = key.at_m, after.at_m
        return key.place, (e0 + share * (e1 - e0), n0 + share * (n1 - n0))

    def _looks(self, met_s: float, east: float, north: float) -> tuple[float, float]:
        place = next((at for since_s, at in reversed(self.faces_m) if met_s >= since_s), CAPSULE_M)
        return place[0] - east, place[1] - north


@dataclass(frozen=True, slots=True)
class PeopleModel:
    """Everybody at the landing place, from the freed hatch to the departure."""

    ways: Mapping[str, Way]

    @classmethod
    def from_mission(cls, mission: Mission, fire_s: float) -> PeopleModel:
        """Return the people of that mission, a fire burning from `fire_s`; NotTold when it lacks an event."""
        times = _Times.from_mission(mission, fire_s)
        ways = {name: _crew_way(name, number, times) for number, name in enumerate(CREW)}
        return cls(ways | {name: _party_way(name, number, times) for number, name in enumerate(PARTY)})

    def at(self, met_s: float) -> tuple[Person, ...]:
        """Return who is in sight at that instant."""
        found = (way.at(name, met_s) for name, way in self.ways.items())
        return tuple(person for person in found if person is not None)


@dataclass(frozen=True, slots=True)
class _Times:
    """Moments of the stay, seconds after lift-off."""

    freed: float
    first_night: float
    first_dawn: float
    party: float
    fire: float
    hut: float
    second_night: float
    second_dawn: float
    leave: float

    @classmethod
    def from_mission(cls, mission: Mission, fire_s: float) -> _Times:
        first, second = mission.event("rescue.first_night").time, mission.event("rescue.second_night").time
        return cls(
            mission.event("landing.hatch_freed").time.met_s,
            first.met_s - IN_CAPSULE_BEFORE_S,
            first.latest_met_s,
            mission.event("rescue.skiers").time.met_s,
            fire_s,
            mission.event("rescue.hut").time.met_s,
            second.met_s + IN_HUT_AFTER_S,
            second.latest_met_s,
            mission.event("rescue.ski_out").time.met_s,
        )


class _Walker:
    """Builds the keys of one way, place after place."""

    def __init__(self, met_s: float, at_m: Spot, place: Place) -> None:
        self.keys = [Key(met_s, at_m, None, place)]

    def _add(self, met_s: float, at_m: Spot, posture: Posture | None, place: Place = "forest") -> float:
        """Add a key, no earlier than the last one: whatever times a mission gives, a way goes forward."""
        met_s = max(met_s, self.keys[-1].met_s)
        self.keys.append(Key(met_s, at_m, posture, place))
        return met_s

    def hide(self, met_s: float, place: Place) -> None:
        """Be out of sight from then on."""
        self._add(met_s, self.keys[-1].at_m, None, place)

    def appear(self, met_s: float, at_m: Spot, posture: Posture = "standing") -> None:
        """Be seen there from then on."""
        self._add(met_s, at_m, posture)

    def go(self, start_s: float, to_m: Spot, then: Posture = "standing") -> float:
        """Walk there, and return when one is there."""
        here = self.keys[-1].at_m
        start_s = self._add(start_s, here, "walking")
        return self._add(start_s + math.dist(here, to_m) / WALK_M_S, to_m, then)

    def via(self, start_s: float, *to_m: Spot) -> float:
        """Walk from place to place without a stop, and return when one is at the last."""
        for place in to_m:
            start_s = self.go(start_s, place)
        return start_s

    def rounds(self, places_m: Sequence[Spot], until_s: float, dwell_s: float = DWELL_S) -> None:
        """Go from place to place, staying a while at each, until it is time for the next thing."""
        turn = 0
        while len(places_m) > 1:
            turn += 1
            start_s = self.keys[-1].met_s + dwell_s
            to_m = places_m[turn % len(places_m)]
            if start_s + math.dist(self.keys[-1].at_m, to_m) / WALK_M_S > until_s:
                return
            self.go(start_s, to_m)

    def ski(self, start_s: float, along_m: Sequence[Spot]) -> float:
        """Ski along places, and return when one is at the last."""
        start_s = self._add(start_s, along_m[0], "skiing")
        for before, after in pairwise(along_m):
            start_s = self._add(start_s + math.dist(before, after) / SKI_M_S, after, "skiing")
        return start_s


def _crew_way(name: str, number: int, times: _Times) -> Way:
    stands, seat = _STANDS[name], _BY_FIRE[name][0]
    walker = _Walker(times.freed, CAPSULE_M, "cabin")
    out_s = times.freed + OUT_AFTER_S + SECOND_OUT_S * number
    walker.appear(out_s, HATCH_M)
    walker.via(out_s + 8.0, ROUND_M, stands[0])
    walker.rounds(stands, times.first_night - 60.0, DWELL_S * (4.0 + number))
    walker.hide(walker.via(times.first_night - 40.0, stands[0], ROUND_M, HATCH_M), "cabin")
    morning_s = times.first_dawn + 900.0 * (1 + number)
    walker.appear(morning_s, HATCH_M)
    walker.via(morning_s + 8.0, ROUND_M, stands[0])
    walker.rounds(stands, times.fire - 60.0, DWELL_S * (4.0 + number))
    walker.go(walker.go(times.fire + 90.0 + 30.0 * number, ROUND_FIRE_M["south"]), seat, "sitting")
    walker.hide(walker.via(times.second_night + 60.0 * number, ROUND_FIRE_M["north"], HUT_DOOR_M), "hut")
    morning_s = times.second_dawn + 900.0 * (1 + number)
    walker.appear(morning_s, HUT_DOOR_M)
    walker.go(walker.go(morning_s + 8.0, ROUND_FIRE_M["north"]), seat, "sitting")
    walker.go(times.leave - 260.0 + 9.0 * number, ROUND_FIRE_M["south"])
    faces = ((times.freed, CAPSULE_M), (times.fire, FIRE_M))
    return _skiing_out(walker, len(PARTY) // 3 + number, times, faces)


def _party_way(name: str, number: int, times: _Times) -> Way:
    trail = _Trail.along(TRAIL_M)
    first_s = times.party - (trail.length_m - FIRST_STOPS_M) / SKI_M_S
    start_s = first_s + APART_M * number / SKI_M_S
    walker = _Walker(start_s, TRAIL_M[0], "away")
    there_s = walker.ski(start_s, trail.until(trail.length_m - FIRST_STOPS_M - 0.9 * number))
    walker.appear(there_s, walker.keys[-1].at_m, "on_skis")
    stands, fire = _STANDS[name], _BY_FIRE[name]
    walker.go(times.party + 60.0 + 9.0 * number, stands[0])
    walker.rounds(stands, times.fire - 60.0, DWELL_S * (0.8 + 0.17 * number))
    builds = _BUILDERS.get(name)
    walker.go(times.fire + 20.0 + 15.0 * number, builds[0] if builds else fire[0])
    walker.rounds(builds or fire, times.hut - 60.0, 45.0 if builds else DWELL_S * (2.0 + 0.3 * number))
    walker.via(times.hut + 20.0 * number, *(builds[1:2] if builds else ()), fire[0])
    walker.rounds(fire, times.second_night - 300.0, DWELL_S * (2.0 + 0.3 * number))
    walker.hide(walker.go(times.second_night - 240.0 + 20.0 * number, HUT_DOOR_M), "hut")
    morning_s = times.second_dawn + 300.0 * (1 + number)
    walker.appear(morning_s, HUT_DOOR_M)
    walker.go(morning_s + 8.0, fire[0])
    walker.rounds(fire, times.leave - 600.0, DWELL_S * (2.0 + 0.3 * number))
    faces = ((start_s, CAPSULE_M), (times.fire, FIRE_M))
    place = number if number < len(PARTY) // 3 else number + len(CREW)
    return _skiing_out(walker, place, times, faces)


def _skiing_out(walker: _Walker, place: int, times: _Times, faces: Sequence[tuple[float, Spot]]) -> Way:
    """End a way in the file that skis out: two guides, the crew, then the rest."""
    trail = _Trail.along(TRAIL_M[::-1])
    file_m = trail.until(trail.length_m, from_m=2.0 + APART_M * (len(PARTY) + len(CREW) - 1 - place))
    walker.go(walker.go(times.leave - 240.0 + 6.0 * place, ROUND_FIRE_M["east"]), file_m[0], "on_skis")
    walker.hide(walker.ski(times.leave, file_m), "away")
    return Way.through(walker.keys, [*faces, (times.leave - 240.0, trail.points_m[-1])])


@dataclass(frozen=True, slots=True)
class _Trail:
    """A line through places, measured along."""

    points_m: tuple[Spot, ...]
    runs_m: tuple[float, ...]

    @classmethod
    def along(cls, points_m: Sequence[Spot]) -> _Trail:
        runs = [0.0]
        for before, after in pairwise(points_m):
            runs.append(runs[-1] + math.dist(before, after))
        return cls(tuple(points_m), tuple(runs))

    @property
    def length_m(self) -> float:
        return self.runs_m[-1]

    def place(self, run_m: float) -> Spot:
        index = min(max(bisect_right(self.runs_m, run_m) - 1, 0), len(self.points_m) - 2)
        share = (run_m - self.runs_m[index]) / (self.runs_m[index + 1] - self.runs_m[index])
        (e0, n0), (e1, n1) = self.points_m[index], self.points_m[index + 1]
        return e0 + share * (e1 - e0), n0 + share * (n1 - n0)

    def until(self, run_m: float, from_m: float = 0.0) -> tuple[Spot, ...]:
        between = [point for point, run in zip(self.points_m, self.runs_m, strict=True) if from_m < run < run_m]
        return (self.place(from_m), *between, self.place(run_m))
