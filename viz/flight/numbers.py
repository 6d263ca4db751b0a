"""Groups of numbers that any flight may have, and the ranges that several groups share.

Ranges are wide: they hold off what cannot be, or would take for ever to compute, and leave every other ship room.
"""

from dataclasses import dataclass
from typing import Annotated

from viz.flight.ground import GroundPlace
from viz.mission.ranges import Range

LONGEST_S = 31 * 86400.0
"""No flight told here is longer than a month."""

Angle = Annotated[float, Range(-360.0, 360.0, "deg", "a turn either way")]
Pitch = Annotated[float, Range(-90.0, 90.0, "deg", "straight down to straight up")]
Moment = Annotated[float, Range(-LONGEST_S, LONGEST_S, "s after lift-off", "inside a month of flight")]
Latitude = Annotated[float, Range(-89.0, 89.0, "deg", "at the poles no way is east")]
Longitude = Annotated[float, Range(-360.0, 360.0, "deg", "a turn either way")]
GroundHeight = Annotated[float, Range(-1.0, 9.0, "km", "the Earth's own heights above the ellipsoid")]
Offset = Annotated[float, Range(-100.0, 100.0, "m", "a place on a ship or its rocket")]
While = Annotated[float, Range(0.0, 86400.0, "s", "a day")]
Brief = Annotated[float, Range(0.1, 3600.0, "s", "divides; an hour is long for a motion")]
Slow = Annotated[float, Range(0.1, 86400.0, "s", "divides; a day")]
Impulse = Annotated[float, Range(50.0, 1000.0, "s", "divides; chemical engines reach 460")]
CloudHeight = Annotated[float, Range(0.1, 20.0, "km", "where clouds are")]


@dataclass(frozen=True, slots=True)
class Elements:
    """``[orbit]``: SGP4 mean elements at lift-off, TEME of date."""

    mean_motion_rev_day: Annotated[
        float, Range(10.0, 16.6, "rev/day", "more would lie inside the air; fewer is no low orbit")
    ]
    eccentricity: Annotated[float, Range(0.0, 0.3, "", "more would graze the ground")]
    inclination_deg: Annotated[float, Range(1.0, 179.0, "deg", "an orbit over the equator has no node")]
    raan_deg: Angle
    perigee_argument_deg: Angle
    mean_anomaly_deg: Angle
    bstar_per_earth_radius: Annotated[float, Range(-0.01, 0.01, "1/Earth radius", "more drag than SGP4 bears")]
    catalogue_number: Annotated[float, Range(0.0, 99_999.0, "", "five digits")]

    @property
    def revolution_s(self) -> float:
        """Return how long a revolution lasts."""
        return 86_400.0 / self.mean_motion_rev_day


@dataclass(frozen=True, slots=True)
class Pad:
    """``[pad]``: where the craft stands before lift-off."""

    lat_deg: Latitude
    lon_deg: Longitude
    altitude_km: GroundHeight
    craft_height_m: Annotated[float, Range(0.0, 200.0, "m", "on the ground, or on top of a rocket")]

    @property
    def place(self) -> GroundPlace:
        """Return the place of the craft."""
        return GroundPlace(self.lat_deg, self.lon_deg, self.altitude_km)

    @property
    def ground(self) -> GroundPlace:
        """Return the ground beneath the craft."""
        return GroundPlace(self.lat_deg, self.lon_deg, self.altitude_km - self.craft_height_m / 1000.0)

    @property
    def on_map(self) -> GroundPlace:
        """Return the place on the ellipsoid."""
        return GroundPlace(self.lat_deg, self.lon_deg)


@dataclass(frozen=True, slots=True)
class Site(Pad):
    """``[site]``: where the craft stands after its landing."""

    touchdown_met_s: Annotated[float, Range(0.0, LONGEST_S, "s after lift-off", "inside a month of flight")] | None = (
        None
    )
    """What a descent may be solved for."""


@dataclass(frozen=True, slots=True)
class Clouds:
    """``[weather]``: the sky over the landing place."""

    cloud_cover: Annotated[float, Range(0.0, 1.0, "", "a share of the sky")]
    cloud_base_km: CloudHeight
    cloud_top_km: CloudHeight


@dataclass(frozen=True, slots=True)
class ToldPlace:
    """A row of ``[landing_told]``, under a free name: where other sources have the landing."""

    lat_deg: Latitude
    lon_deg: Longitude

    @property
    def on_map(self) -> GroundPlace:
        """Return the place on the ellipsoid."""
        return GroundPlace(self.lat_deg, self.lon_deg)


@dataclass(frozen=True, slots=True)
class Grounds:
    """The groups a camera on the ground needs, as far as a flight has them."""

    pad: Pad | None = None
    site: Site | None = None


@dataclass(frozen=True, slots=True)
class LandingPlace:
    """The groups that tell of the sky over the landing place, as far as a flight has them."""

    site: Site | None = None
    weather: Clouds | None = None
