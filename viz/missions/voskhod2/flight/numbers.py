"""All numbers the flight is computed from, by group, and which of them must follow one another.

Each number's unit and range stand beside its field: of groups that any flight has in `viz.flight.numbers`, of ship and
rocket in `numbers_craft`, of lock, suit, walk, clearing and training in `numbers_walk`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from viz.flight.numbers import Clouds, Elements, Pad, Site, ToldPlace
from viz.mission.numbers import FILE, Groups, Order, Parameters
from viz.missions.voskhod2.flight.numbers_craft import Ascent, Attitude, Descent, FreeBodies, Uncertainty
from viz.missions.voskhod2.flight.numbers_walk import Airlock, Body, Eva, Forest, Suit, Training


@dataclass(frozen=True, slots=True)
class Numbers:
    """The groups of ``flight.toml``."""

    orbit: Elements
    ascent: Ascent
    pad: Pad
    descent: Descent
    site: Site
    uncertainty: Uncertainty
    free_bodies: FreeBodies
    attitude: Attitude
    airlock: Airlock
    suit: Suit
    eva: Eva
    body: Body
    forest: Forest
    orbit_published: Elements | None = None
    orbit_b: Elements | None = None
    descent_b: Descent | None = None
    landing_told: Mapping[str, ToldPlace] | None = None
    weather: Clouds | None = None
    training: Training | None = None


_DEPARTURES = (Order(5.0, (f"eva.departure_{n}_pull_after_s", f"eva.departure_{n}_back_after_s")) for n in range(1, 6))
GROUPS = Groups(
    Numbers,
    beside={"orbit_b": "orbit", "orbit_published": "orbit", "descent_b": "descent"},
    orders=(
        Order(1.0, ("ascent.vertical_s", "ascent.first_pitch_s", "ascent.boosters_off_s", "ascent.fairing_off_s")),
        Order(1.0, ("ascent.fairing_off_s", "ascent.core_off_s", "ascent.cutoff_s", "ascent.insertion_s")),
        Order(1.0, ("ascent.insertion_s", "uncertainty.spacewalk_met_s", "uncertainty.greatest_met_s")),
        Order(1.0, ("uncertainty.greatest_met_s", "descent.ignition_met_s")),
        Order(0.0, ("descent.planned_ignition_met_s", "descent.ignition_met_s")),
        Order(0.0, ("descent.sphere_mass_kg", "descent.ignition_mass_kg")),
        Order(0.0, ("descent.drogue_fill_s", "descent.drogue_hold_s")),
        Order(0.1, ("weather.cloud_base_km", "weather.cloud_top_km")),
        Order(0.0, ("ascent.booster_sea_level_thrust_n", "ascent.booster_thrust_n")),
        Order(0.0, ("ascent.core_sea_level_thrust_n", "ascent.core_thrust_n")),
        *_DEPARTURES,
    ),
)
"""How the numbers are read."""


def numbers_of(parameters: Parameters, file: str = FILE) -> Numbers:
    """Return the numbers of a mission; InvalidFile, naming the file, with every problem of them."""
    return GROUPS.read(parameters, file)
