"""The landing place after touchdown: what is there when, from the mission's events and the real Sun.

The record gives an order and ranges (G01-G09); hours inside the ranges are drawn, and `ForestState.unsure` names
what could, by the record, already or not yet be so.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass

from viz.flight.curves import ramp
from viz.flight.frames import teme_from_fixed
from viz.flight.ground import up_at
from viz.flight.quaternion import conjugate, rotate
from viz.flight.state import CraftState, Vec3
from viz.flight.vector import add, east_north, scaled
from viz.mission.model import Event, Mission
from viz.missions.voskhod2.flight.numbers_walk import Forest
from viz.missions.voskhod2.flight.people import PeopleModel, Spot
from viz.missions.voskhod2.flight.state import Daylight, ForestState

SUNRISE_DEG = -0.833
"""The Sun's upper edge on the horizon, refraction included (Almanac's convention)."""
CIVIL_TWILIGHT_DEG = -6.0

PUSH_LASTS_S, ROCKS = 24.0, 3
"""How long the hatch is rocked free before it is, and how often; a model of what is told (G01)."""

MIDDLE_UP_M = 0.4
"""How high the middle of a standing man is over the middle of the resting capsule; model."""

FOREVER_S = 1e12


@dataclass(frozen=True, slots=True)
class Presence:
    """One thing at the landing place: from when to when it is drawn there, and what the record allows."""

    name: str
    """Field of `ForestState`."""
    event: str
    """Event of the mission whose time it hangs on."""
    start_s: float
    stop_s: float
    earliest_s: float
    latest_s: float
    """Bounds of the start."""


@dataclass(frozen=True, slots=True)
class ForestModel:
    """What stands at the landing place at any instant after touchdown."""

    touchdown_s: float
    snow_m: float
    presences: tuple[Presence, ...]
    changes_s: tuple[float, ...]
    held: tuple[tuple[frozenset[str], tuple[str, ...]], ...]
    """Before the first change, after it, and so on: what is there, and what is unsure."""
    people: PeopleModel
    freed_s: float

    @classmethod
    def from_mission(cls, mission: Mission, numbers: Forest, touchdown_s: float) -> ForestModel:
        """Return the landing place of that mission, reached at `touchdown_s`.

        NotTold when it lacks an event.
        """
        presences = tuple(_presences(mission, numbers))
        edges = {edge for p in presences for edge in (p.start_s, p.stop_s, p.earliest_s, p.latest_s)}
        changes = tuple(sorted(edges))
        instants = (touchdown_s - 1.0, *changes)
        fire_s = next(presence.start_s for presence in presences if presence.name == "fire")
        return cls(
            touchdown_s,
            numbers.snow_m,
            presences,
            changes,
            tuple(_held(presences, t) for t in instants),
            PeopleModel.from_mission(mission, fire_s),
            mission.event("landing.hatch_freed").time.met_s,
        )

    def at(self, met_s: float, sun_elevation_deg: float) -> ForestState | None:
        """Return the landing place under a Sun that high; None before touchdown."""
        if met_s < self.touchdown_s:
            return None
        there, unsure = self.held[bisect_right(self.changes_s, met_s)]
        return ForestState(
            daylight=daylight(sun_elevation_deg),
            snow_m=self.snow_m,
            hatch_freed="hatch_freed" in there,
            hatch_push=hatch_push(met_s - self.freed_s),
            canopy_in_trees=True,
            beacon="beacon" in there,
            helicopter="helicopter" in there,
            clothing_dropped="clothing_dropped" in there,
            foresters_out="foresters_out" in there,
            skiers="skiers" in there,
            fire="fire" in there,
            hut="hut" in there,
            crew_away="crew_away" in there,
            people=self.people.at(met_s),
            unsure=unsure,
        )


def body_place(spot: Spot, craft: CraftState, earth_angle_rad: float) -> Vec3:
    """Return a spot at the landing place, east and north of it, at the middle of a man's trunk; body frame."""
    east_m, north_m = spot
    up = teme_from_fixed(up_at(craft.lat_deg, craft.lon_deg), earth_angle_rad)
    east, north = east_north(up)
    level = add(scaled(east, east_m), scaled(north, north_m))
    return rotate(conjugate(craft.attitude_quaternion), add(level, scaled(up, MIDDLE_UP_M)))


def hatch_push(since_freed_s: float) -> float:
    """Return how far the trunk is off the hatch: rocked to and fro a little, then shoved away."""
    share = since_freed_s / PUSH_LASTS_S + 1.0
    if share <= 0.0 or share >= 1.0:
        return float(share >= 1.0)
    rocked = 0.16 * math.sin(math.pi * ROCKS * share) ** 2 * (1.0 - share)
    return rocked + (1.0 - rocked) * ramp(share, 0.8, 1.0)


def daylight(sun_elevation_deg: float) -> Daylight:
    """Return what the Sun's height makes of the hour."""
    if sun_elevation_deg > SUNRISE_DEG:
        return "day"
    return "twilight" if sun_elevation_deg > CIVIL_TWILIGHT_DEG else "night"


def _presences(mission: Mission, numbers: Forest) -> list[Presence]:
    away = mission.event("rescue.ski_out")

    def lasting(name: str, event_id: str, after_s: float = 0.0, stop_s: float = FOREVER_S) -> Presence:
        return _presence(name, mission.event(event_id), after_s, stop_s)

    sighted = mission.event("rescue.sighted")
    gone_s = away.time.met_s
    return [
        lasting("hatch_freed", "landing.hatch_freed"),
        lasting("beacon", "rescue.beacon"),
        _presence(
            "helicopter",
            sighted,
            -numbers.helicopter_before_sighted_s,
            sighted.time.met_s + numbers.helicopter_after_sighted_s,
        ),
        lasting("clothing_dropped", "rescue.clothing"),
        lasting("foresters_out", "rescue.foresters", stop_s=mission.event("rescue.skiers").time.met_s),
        lasting("skiers", "rescue.skiers", stop_s=gone_s),
        lasting("fire", "rescue.skiers", numbers.fire_after_skiers_s, gone_s),
        lasting("hut", "rescue.hut"),
        _presence("crew_away", away, 0.0, FOREVER_S),
    ]


def _presence(name: str, event: Event, after_s: float, stop_s: float) -> Presence:
    time = event.time
    return Presence(
        name, event.id, time.met_s + after_s, stop_s, time.earliest_met_s + after_s, time.latest_met_s + after_s
    )


def _held(presences: tuple[Presence, ...], met_s: float) -> tuple[frozenset[str], tuple[str, ...]]:
    there = frozenset(p.name for p in presences if p.start_s <= met_s < p.stop_s)
    unsure = tuple(p.name for p in presences if p.earliest_s <= met_s < p.latest_s)
    return there, unsure
