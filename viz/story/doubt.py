"""What is not sure, as things to draw: the error of the place, what was planned, where else it is said to land."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from viz.flight.frames import teme_from_fixed
from viz.flight.state import FlightState, Vec3, WalkerState
from viz.flight.told import LandingMarks, Prediction
from viz.story.picture import Doubt, Mark

PLANNED_POINTS = 80


class Doubtful(Protocol):
    """A flight that can say what else was planned."""

    def planned_track_km(self, points: int) -> tuple[Vec3, ...]:
        """Return the planned descent from ignition to touchdown, TEME."""
        ...

    def other_walkers_at(self, met_s: float) -> Mapping[str, WalkerState]:
        """Return the people as the other version of the record has them, where the versions part."""
        ...

    def prediction_at(self, met_s: float) -> Prediction | None:
        """Return where the craft would be if nothing were known of the landing, where that can be told."""
        ...

    @property
    def landing_marks(self) -> LandingMarks:
        """Return the landing places that are told."""
        ...


def doubt_at(flight: Doubtful, state: FlightState, with_track: bool) -> Doubt:
    """Return what is not sure at that instant; tracks and marks only for a camera that sees the whole Earth."""
    predicted = flight.prediction_at(state.met_s)
    landing = state.met_s >= flight.landing_marks.from_met_s
    return Doubt(
        along_km=state.craft.along_track_sigma_km,
        across_km=state.craft.across_track_sigma_km,
        planned_track_km=flight.planned_track_km(PLANNED_POINTS) if with_track and landing else (),
        marks=(*_unaided(predicted), *(_marks(flight, state) if landing else ())) if with_track else (),
        predicted_ahead_km=predicted.ahead_km if predicted else None,
        other_walkers=flight.other_walkers_at(state.met_s),
    )


def _unaided(predicted: Prediction | None) -> tuple[Mark, ...]:
    return (Mark("predicted", predicted.position_teme_km),) if predicted else ()


def _marks(flight: Doubtful, state: FlightState) -> tuple[Mark, ...]:
    """Return a dot for every landing place that is told."""
    angle = state.sky.earth_angle_rad
    places = flight.landing_marks.places
    return tuple(Mark(kind, teme_from_fixed(place.position_fixed_km(), angle)) for kind, place in places)
