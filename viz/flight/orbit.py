"""The orbit: mean elements fitted to the record, flown by SGP4.

No catalogue elements of 1965 are public, so these are fitted (solution R: published period, perigee,
inclination, launch plane, landing place and time) and are labelled as a reconstruction everywhere.
They are mean elements for SGP4 with WGS72 constants; osculating ones read as mean would be 20 km off
after four revolutions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sgp4.api import WGS72, Satrec
from skyfield.api import EarthSatellite

from viz.errors import InvalidFile, Problem
from viz.flight.frames import EarthClock
from viz.flight.numbers import Elements
from viz.flight.state import Vec3
from viz.flight.timescale import MissionTime
from viz.flight.track import Knot, Track

TABLE_STEP_S = 30.0
"""Between knots of the flown table; cubic Hermite then stays within 3 cm of SGP4."""

_DIFFERENCE_STEP_S = 0.05
_SGP4_ZERO_JD = 2433281.5
"""1949 December 31, 0 h: `sgp4init` counts its epoch in days from here."""
_MINUTES_PER_DAY = 1440.0


@dataclass(frozen=True, slots=True)
class Orbit:
    """The free flight between insertion and ignition."""

    satellite: EarthSatellite
    """Skyfield's view of the same SGP4 model, for checks and for callers who want Skyfield's tools."""
    model: Any
    """`sgp4.api.Satrec`."""
    clock: EarthClock

    @classmethod
    def from_elements(cls, elements: Elements, clock: EarthClock, time: MissionTime) -> Orbit:
        """Start SGP4 on full-length elements; InvalidFile where SGP4 refuses them."""
        model = Satrec()
        day = clock.liftoff_s / 86400.0
        model.sgp4init(
            WGS72,
            "i",
            int(elements.catalogue_number),
            clock.midnight_jd - _SGP4_ZERO_JD + day,
            elements.bstar_per_earth_radius,
            0.0,
            0.0,
            elements.eccentricity,
            math.radians(elements.perigee_argument_deg),
            math.radians(elements.inclination_deg),
            math.radians(elements.mean_anomaly_deg),
            elements.mean_motion_rev_day * 2.0 * math.pi / _MINUTES_PER_DAY,
            math.radians(elements.raan_deg),
        )
        if model.error:
            remedy = "correct the [orbit] group of flight.toml"
            raise InvalidFile("flight.toml", [Problem("orbit", f"SGP4 refuses it: error {model.error}", remedy)])
        # sgp4init keeps the epoch in one double, good to 20 microseconds; two doubles are exact.
        model.jdsatepoch, model.jdsatepochF = clock.midnight_jd, day
        return cls(EarthSatellite.from_satrec(model, time.scale), model, clock)

    def positions_teme_km(self, met_s: Sequence[float] | np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Return an (n, 3) array of positions."""
        seconds = np.asarray(met_s, dtype=float)
        whole = np.full(seconds.shape, self.clock.midnight_jd)
        error, position, _ = self.model.sgp4_array(whole, (self.clock.liftoff_s + seconds) / 86400.0)
        if error.any():
            first = int(np.flatnonzero(error)[0])
            remedy = "correct the [orbit] group of flight.toml"
            what = f"SGP4 stops with error {int(error[first])} at {float(seconds[first])} s after lift-off"
            raise InvalidFile("flight.toml", [Problem("orbit", what, remedy)])
        return np.asarray(position)

    def knots(self, met_s: Sequence[float]) -> tuple[Knot, ...]:
        """Return position, velocity and acceleration at many instants.

        The velocity is the fourth-order difference of positions, not SGP4's own: at this perigee the two
        differ by up to 0.21 m/s, which would show as a jump at every join.
        """
        seconds = np.asarray(met_s, dtype=float)
        h = _DIFFERENCE_STEP_S
        middle = self.positions_teme_km(seconds)
        near = [self.positions_teme_km(seconds + step) for step in (-h, h)]
        far = [self.positions_teme_km(seconds + step) for step in (-2.0 * h, 2.0 * h)]
        velocity = (8.0 * (near[1] - near[0]) - (far[1] - far[0])) / (12.0 * h)
        # Second differences lose digits quickly, so they take a longer step: 40 h is 2 s.
        wide = [self.positions_teme_km(seconds + step) for step in (-40.0 * h, 40.0 * h)]
        acceleration = (wide[0] - 2.0 * middle + wide[1]) / (40.0 * h) ** 2
        return tuple(
            Knot(time, _vec3(r), _vec3(v), _vec3(a))
            for time, r, v, a in zip(
                seconds.tolist(), middle.tolist(), velocity.tolist(), acceleration.tolist(), strict=True
            )
        )

    def knot(self, met_s: float) -> Knot:
        """Return position, velocity and acceleration at one instant."""
        return self.knots([met_s])[0]

    def track(self, start_s: float, end_s: float) -> Track:
        """Return the table that is flown, with knots at both ends; another end leaves the rest as it was."""
        count = max(math.ceil((end_s - start_s) / TABLE_STEP_S), 1)
        times = [*(start_s + TABLE_STEP_S * index for index in range(count)), end_s]
        return Track.cubic(self.knots(times))


def _vec3(row: Sequence[float]) -> Vec3:
    return row[0], row[1], row[2]
