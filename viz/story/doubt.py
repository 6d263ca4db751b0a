"""What is not sure, as things to draw: the error of the place, what was planned, where else it is said to land."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Protocol

from viz.flight.frames import teme_from_fixed
from viz.flight.numbers import LandingPlace
from viz.flight.state import FlightState, Vec3, WalkerState
from viz.flight.told import Prediction, WayDown
from viz.mission.model import Mission
from viz.mission.numbers import read_some
from viz.story.picture import Doubt, Mark

PLANNED_POINTS = 80
MARKS_FROM = "descent.waiting"
"""Landing places are marked from this phase on."""


class Doubtful(Protocol):
    """A flight that can say what else was planned."""

    @property
    def mission(self) -> Mission:
        """What is known of it."""
        ...

    def planned_track_km(self, points: int) -> tuple[Vec3, ...]:
        """Return the planned descent from ignition to touchdown, TEME."""
        ...

    def other_walkers_at(self, met_s: float) -> Mapping[str, WalkerState]:
        """Return the people as the other version of the record has them, where the versions part."""
        ...

    def predicted_at(self, met_s: float) -> Prediction | None:
        """Return where the craft would be if nothing were known of the landing, where that can be told."""
        ...

    @property
    def planned_way(self) -> WayDown | None:
        """Return the descent that was planned and not flown."""
        ...


def doubt_at(flight: Doubtful, state: FlightState, with_track: bool) -> Doubt:
    """Return what is not sure at that instant; tracks and marks only for a camera that sees the whole Earth."""
    mission = flight.mission
    predicted = flight.predicted_at(state.met_s)
    landing = state.met_s >= _marked_from_met_s(mission)
    return Doubt(
        along_km=state.craft.along_track_sigma_km,
        across_km=state.craft.across_track_sigma_km,
        planned_track_km=flight.planned_track_km(PLANNED_POINTS) if with_track and landing else (),
        marks=(*_unaided(predicted), *(_marks(flight, state) if landing else ())) if with_track else (),
        predicted_ahead_km=predicted.ahead_km if predicted else None,
        other_walkers=flight.other_walkers_at(state.met_s),
    )


def _marked_from_met_s(mission: Mission) -> float:
    """Return from when landing places are marked: never in a flight without that phase."""
    return next((phase.start_met_s for phase in mission.phases if phase.id == MARKS_FROM), math.inf)


def _unaided(predicted: Prediction | None) -> tuple[Mark, ...]:
    return (Mark("predicted", predicted.position_teme_km),) if predicted else ()


def _marks(flight: Doubtful, state: FlightState) -> tuple[Mark, ...]:
    """Return the planned place and every landing place the record tells (rows L1 and L2)."""
    angle = state.sky.earth_angle_rad
    landing = read_some(flight.mission.parameters, LandingPlace)
    planned = flight.planned_way
    places = [("planned", planned.site)] if planned else []
    places += [("flown", landing.site.on_map)] if landing.site else []
    places += [("told", told.on_map) for _, told in sorted((landing.landing_told or {}).items())]
    return tuple(Mark(kind, teme_from_fixed(place.position_fixed_km(), angle)) for kind, place in places)
