"""The orbit told in figures, and where it would be without the landing.

The fit claims an error of at most 140 km along the track; but it leans on the landing. Launch and published orbit alone
(the group ``[orbit_published]``, from ``scripts/fit_orbit.py --without-landing``) have the craft hundreds of kilometres
behind by the time of ignition. Both are told side by side.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from viz.flight.curves import KeyedCurve
from viz.flight.ground import EQUATOR_RADIUS_KM
from viz.flight.numbers import Elements
from viz.flight.orbit import Orbit
from viz.flight.state import Vec3
from viz.flight.told import OrbitFigures, Prediction
from viz.flight.vector import cross, dot, length, unit
from viz.missions.voskhod2.flight.numbers_craft import Uncertainty
from viz.missions.voskhod2.flight.path import FlightPath

SGP4_EARTH_RADIUS_KM = 6378.135
_LOOK_EVERY_S = 1.0


def figures_of(path: FlightPath) -> OrbitFigures:
    """Return the orbit's figures; the flight is taken to last more than two revolutions."""
    model = path.orbit.model
    major_km = model.a * SGP4_EARTH_RADIUS_KM
    period_s = 2.0 * math.pi / model.no_kozai * 60.0
    start = path.insertion_met_s
    first = path.orbit.positions_teme_km(np.arange(start, start + period_s, _LOOK_EVERY_S))
    heights = np.linalg.norm(first, axis=1) - EQUATOR_RADIUS_KM
    nodes = _ascending_nodes_s(path.orbit, start, start + 2.5 * period_s)
    return OrbitFigures(
        mean_perigee_km=major_km * (1.0 - model.ecco) - EQUATOR_RADIUS_KM,
        mean_apogee_km=major_km * (1.0 + model.ecco) - EQUATOR_RADIUS_KM,
        least_height_km=float(heights.min()),
        greatest_height_km=float(heights.max()),
        period_min=(nodes[1] - nodes[0]) / 60.0,
    )


def _ascending_nodes_s(orbit: Orbit, start_s: float, end_s: float) -> list[float]:
    """Return when the craft crosses the equator northward, to a millisecond: the crossing is straight over a second."""
    times = np.arange(start_s, end_s, _LOOK_EVERY_S)
    z = orbit.positions_teme_km(times)[:, 2]
    rising = np.flatnonzero((z[:-1] < 0.0) & (z[1:] >= 0.0))
    return [float(times[i] - z[i] / (z[i + 1] - z[i]) * _LOOK_EVERY_S) for i in rising]


def predicted_at(path: FlightPath, published: Elements | None, met_s: float) -> Prediction | None:
    """Return the prediction at an instant on the orbit; None before, from ignition on, and without elements for it."""
    if published is None or not path.insertion_met_s <= met_s < path.ignition_met_s:
        return None
    x, y, z = Orbit.from_elements(published, path.clock, path.time).positions_teme_km([met_s])[0].tolist()
    there: Vec3 = (x, y, z)
    here = path.at(met_s)
    out = unit(here.position_km)
    onward = unit(cross(cross(out, here.velocity_km_s), out))
    angle = math.atan2(dot(there, onward), dot(there, out))
    return Prediction(there, angle * length(here.position_km))


def sigmas_of(numbers: Uncertainty, path: FlightPath, *, landing_is_known: bool) -> tuple[KeyedCurve, KeyedCurve]:
    """Return one standard deviation along and across the track over mission time, kilometres."""
    known = (numbers.insertion, numbers.spacewalk, numbers.greatest, numbers.ignition)
    times = (
        0.0,
        path.insertion_met_s,
        numbers.spacewalk.met_s,
        numbers.greatest.met_s,
        path.ignition_met_s,
        path.touchdown_met_s,
    )

    def curve(sigmas: Sequence[float]) -> KeyedCurve:
        return KeyedCurve.through(times, (0.0, *sigmas, 0.0 if landing_is_known else sigmas[-1]))

    return curve([one.along_km for one in known]), curve([one.across_km for one in known])
