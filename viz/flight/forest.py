"""The landing place after touchdown: what is there when, from the mission's events and the real Sun.

The record gives an order and ranges (G01-G09); hours inside the ranges are drawn, and `ForestState.unsure` names
what could, by the record, already or not yet be so.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from viz.flight.state import Daylight, ForestState
from viz.mission.model import Event, Mission

SUNRISE_DEG = -0.833
"""The Sun's upper edge on the horizon, refraction included (Almanac's convention)."""
CIVIL_TWILIGHT_DEG = -6.0

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

    @classmethod
    def from_mission(cls, mission: Mission, touchdown_s: float) -> ForestModel:
        """Return the landing place of that mission, reached at `touchdown_s`.

        KeyError when it lacks an event or a number of ``[forest]``.
        """
        numbers = mission.parameters["forest"]
        presences = tuple(_presences(mission, numbers))
        edges = {edge for p in presences for edge in (p.start_s, p.stop_s, p.earliest_s, p.latest_s)}
        changes = tuple(sorted(edges))
        instants = (touchdown_s - 1.0, *changes)
        return cls(touchdown_s, numbers["snow_m"], presences, changes, tuple(_held(presences, t) for t in instants))

    def at(self, met_s: float, sun_elevation_deg: float) -> ForestState | None:
        """Return the landing place under a Sun that high; None before touchdown."""
        if met_s < self.touchdown_s:
            return None
        there, unsure = self.held[bisect_right(self.changes_s, met_s)]
        return ForestState(
            daylight=daylight(sun_elevation_deg),
            snow_m=self.snow_m,
            hatch_freed="hatch_freed" in there,
            canopy_in_trees=True,
            beacon="beacon" in there,
            helicopter="helicopter" in there,
            clothing_dropped="clothing_dropped" in there,
            foresters_out="foresters_out" in there,
            skiers="skiers" in there,
            fire="fire" in there,
            hut="hut" in there,
            crew_away="crew_away" in there,
            unsure=unsure,
        )


def daylight(sun_elevation_deg: float) -> Daylight:
    """Return what the Sun's height makes of the hour."""
    if sun_elevation_deg > SUNRISE_DEG:
        return "day"
    return "twilight" if sun_elevation_deg > CIVIL_TWILIGHT_DEG else "night"


def _presences(mission: Mission, numbers: Mapping[str, float]) -> list[Presence]:
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
            -numbers["helicopter_before_sighted_s"],
            sighted.time.met_s + numbers["helicopter_after_sighted_s"],
        ),
        lasting("clothing_dropped", "rescue.clothing"),
        lasting("foresters_out", "rescue.foresters", stop_s=mission.event("rescue.skiers").time.met_s),
        lasting("skiers", "rescue.skiers", stop_s=gone_s),
        lasting("fire", "rescue.skiers", numbers["fire_after_skiers_s"], gone_s),
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
