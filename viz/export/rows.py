"""A state as one row of plain values: the flight's own columns, the Earth-fixed place, one sigma, what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from viz.export.told import Told
from viz.flight.frames import fixed_from_teme, ground_velocity_teme
from viz.flight.quaternion import about_z, multiply
from viz.flight.state import FlightState, Quaternion, Vec3
from viz.flight.vector import scaled

_AXES = {3: "xyz", 4: "wxyz"}


class Fixed(NamedTuple):
    """The craft on Earth-fixed axes."""

    position_m: Vec3
    velocity_m_s: Vec3
    """Against the turning Earth."""
    turn: Quaternion
    """Body to Earth-fixed, (w, x, y, z)."""


def fixed_of(state: FlightState) -> Fixed:
    """Return where the craft is, and how it points, on Earth-fixed axes."""
    angle_rad, craft = state.sky.earth_angle_rad, state.craft
    over_ground = ground_velocity_teme(craft.position_teme_km, craft.velocity_teme_km_s)
    return Fixed(
        scaled(fixed_from_teme(craft.position_teme_km, angle_rad), 1e3),
        scaled(fixed_from_teme(over_ground, angle_rad), 1e3),
        multiply(about_z(-angle_rad), craft.attitude_quaternion),
    )


def row_of(told: Told, state: FlightState) -> dict[str, object]:
    """Return a row with every number, vectors as tuples; its keys are the same for every state of a flight."""
    place = fixed_of(state)
    return {
        "utc": told.utc(state.met_s),
        **{name: read(state) for name, read in told.flight.columns.items()},
        "position_fixed_m": place.position_m,
        "velocity_fixed_m_s": place.velocity_m_s,
        "attitude_fixed_quaternion": place.turn,
        "event": state.event or "",
        "place_rests_on": state.standing.craft,
        "attitude_rests_on": state.standing.attitude,
        "sources": told.sources_at(state),
    }


def flat(row: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Yield a row's cells: vectors and quaternions by their axes, lists of words in one cell."""
    for name, value in row.items():
        if not isinstance(value, tuple):
            yield name, value
        elif all(isinstance(one, str) for one in value):
            yield name, " ".join(value)
        else:
            yield from ((f"{name}_{axis}", one) for axis, one in zip(_AXES[len(value)], value, strict=True))
