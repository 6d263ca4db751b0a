"""What a flight tells beside its states: jumps, orbits, predictions and ways down."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from viz.flight.descent import Descent
from viz.flight.ground import GroundPlace, distance_along_ground_km
from viz.flight.state import Vec3
from viz.flight.track import Motion, Track


@dataclass(frozen=True, slots=True)
class Jump:
    """One instant at which named numbers of the state may step."""

    met_s: float
    fields: tuple[str, ...]
    """Paths in the state, such as ``craft.load_g``."""
    why: str


@dataclass(frozen=True, slots=True)
class OrbitFigures:
    """One orbit in both its ways of counting; heights over a sphere of the equator's radius, as tables give them."""

    mean_perigee_km: float
    mean_apogee_km: float
    """Of SGP4's mean elements: what published tables are compared with."""
    least_height_km: float
    greatest_height_km: float
    """Flown in the first revolution after insertion."""
    period_min: float
    """From the first ascending node to the second."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """The craft as launch and published orbit alone have it, the landing not used."""

    position_teme_km: Vec3
    ahead_km: float
    """Along the track, ahead of where the craft is drawn; below zero behind it."""


@dataclass(frozen=True, slots=True)
class WayDown:
    """A descent, flown or only planned."""

    track: Track
    """From the ignition to the ground."""
    site: GroundPlace
    stretches: tuple[tuple[str, float], ...]
    """Id and beginning, seconds after lift-off, of ``burn``, ``coast``, ``entry``, ``parachute``."""
    touchdown_met_s: float
    load_g: Callable[[float, Motion], float]
    """Load felt by the crew at an instant, standard gravities."""

    @classmethod
    def of(cls, descent: Descent) -> WayDown:
        """Return a descent as any flight tells one."""
        stretches = (
            ("burn", descent.model.ignition_met_s),
            ("coast", descent.model.cutoff_met_s),
            ("entry", descent.time_at_altitude(100.0)),
            ("parachute", descent.drogue_met_s),
        )
        return cls(descent.track, descent.site, stretches, descent.touchdown_met_s, descent.load_g)

    @property
    def start_met_s(self) -> float:
        """When it begins."""
        return self.stretches[0][1]


@dataclass(frozen=True, slots=True)
class LandingMarks:
    """Landing places worth a dot, and from when they are marked."""

    from_met_s: float = math.inf
    places: tuple[tuple[str, GroundPlace], ...] = ()
    """By kind: ``flown``, ``planned``, ``told`` by another source."""


NO_MARKS = LandingMarks()


@dataclass(frozen=True, slots=True)
class Landing:
    """What one burn comes to; times are seconds after lift-off."""

    ignition_met_s: float
    delta_v_m_s: float
    burn_s: float
    lat_deg: float
    lon_deg: float
    altitude_km: float
    touchdown_met_s: float
    peak_load_g: float
    peak_load_met_s: float
    peak_heating_w_m2: float
    peak_heating_met_s: float
    descent: Descent = field(repr=False, compare=False)
    """The whole way down."""

    @classmethod
    def of(cls, descent: Descent) -> Landing:
        """Read the numbers off a descent."""
        load_g, load_s = descent.peak("load")
        heating, heating_s = descent.peak("heating")
        return cls(
            ignition_met_s=descent.model.ignition_met_s,
            delta_v_m_s=descent.model.delta_v_m_s,
            burn_s=descent.model.burn_s,
            lat_deg=descent.site.lat_deg,
            lon_deg=descent.site.lon_deg,
            altitude_km=descent.site.altitude_km,
            touchdown_met_s=descent.touchdown_met_s,
            peak_load_g=load_g,
            peak_load_met_s=load_s,
            peak_heating_w_m2=heating,
            peak_heating_met_s=heating_s,
            descent=descent,
        )

    @property
    def place(self) -> GroundPlace:
        """Return the landing point."""
        return self.descent.site

    def distance_km(self, other: Landing) -> float:
        """Return the way over the ground from one landing point to the other."""
        return distance_along_ground_km(self.place, other.place)


@dataclass(frozen=True, slots=True)
class LateIgnition:
    """What a late ignition did: the flight as it was, and the landing a punctual one would have had."""

    delay_s: float
    """How late the ignition that was flown is taken to have been."""
    flown: Landing
    punctual: Landing
    """With the same burn, `delay_s` earlier."""
    miss_km: float
    """How far beyond the punctual landing point the flight came down."""
    km_per_s: float
    """The miss for each second of delay; for no delay, what the first second would make."""
