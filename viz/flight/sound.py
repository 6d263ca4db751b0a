"""What a plugin's flight and its states must be: judged when the flight is built, and at every instant asked for."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, get_args

from viz.flight.ground import GroundPlace
from viz.flight.state import Basis, FlightState, FreeBody, ParachuteStage, WalkerState
from viz.flight.told import LandingMarks, Prediction, WayDown
from viz.plugins import PluginFault

FARTHEST = 1e15
"""No number of a state is larger, as none of a mission file is: squares and sums of such numbers stay finite."""
MOST_PARTS = 100
"""Modules, free bodies or walkers at once."""
_BASES, _STAGES = get_args(Basis), get_args(ParachuteStage)
_NUMBERS = ("revolution_s", "changes_met_s", "claimed_until_met_s", "down_met_s")
_WHOLE_TURN = (0.5, 2.0)
"""Squared length of a quaternion that is one, but for rounding."""


def refuse_strange(flight: object) -> None:
    """Raise TypeError or ValueError where what a `Flight` tells beside its states is of another kind."""
    kinds: dict[str, type | tuple[type, ...]] = {
        "way_down": (WayDown, type(None)),
        "planned_way": (WayDown, type(None)),
        "pad": (GroundPlace, type(None)),
        "landing_marks": LandingMarks,
        "jumps": tuple,
        "variant": str,
        "columns": Mapping,
    }
    for name, kind in kinds.items():
        told = getattr(flight, name)
        if not isinstance(told, kind):
            raise TypeError(f"its {name} is {type(told).__name__}")
    numbers = {name: getattr(flight, name) for name in _NUMBERS}
    for name, number in numbers.items():
        if isinstance(number, bool) or not isinstance(number, int | float) or math.isnan(number):
            raise ValueError(f"its {name} is no number")
    if not 0.0 < numbers["revolution_s"] <= FARTHEST:
        raise ValueError("its revolution_s is no length of time")


def refuse_unreal(state: FlightState, models: str) -> None:
    """Raise PluginFault where the craft or somebody outside it is at no place, or something told of it is no number.

    TypeError or ValueError, saying which, for what is of another kind.
    """
    numbers = _numbers(state)
    if {*map(type, numbers)} != {float}:
        _refuse_others(numbers)
    if not all(map(math.isfinite, numbers)) or max(numbers) > FARTHEST or min(numbers) < -FARTHEST:
        raise PluginFault(
            f'the plugin "{models}" has the craft, a part of it or a walker nowhere {state.met_s} s after lift-off '
            "(a number is not finite, or beyond everything) - tell its author, or use another mission"
        )
    w, x, y, z = state.craft.attitude_quaternion
    if not _WHOLE_TURN[0] < w * w + x * x + y * y + z * z < _WHOLE_TURN[1]:
        raise ValueError("the craft's attitude is no turn")
    _refuse_misnamed(state)


def _numbers(state: FlightState) -> list[float]:
    """Return every number of the craft, of what is near it and of its parachute."""
    craft, parachute = state.craft, state.parachute
    bodies, walkers = _few("free_bodies", craft.free_bodies), _few("walkers", state.walkers.values())
    numbers = [
        *craft.position_teme_km, *craft.velocity_teme_km_s, *craft.attitude_quaternion, craft.load_g,
        craft.heating_w_m2, craft.thrust_fraction, craft.along_track_sigma_km, craft.across_track_sigma_km,
        craft.spin_deg_s, parachute.canopy_fraction, parachute.soft_landing_fraction,
    ]  # fmt: skip
    for body in bodies:
        numbers += (*body.offset_m, *body.attitude_quaternion)
    for walker in walkers:
        numbers += (*walker.position_m, *walker.attitude_quaternion)
    if len(numbers) != 18 + 7 * (len(bodies) + len(walkers)):
        raise ValueError("a place has not three numbers, or a turn not four")
    return numbers


def _few(what: str, things: Any) -> Any:
    if len(things) > MOST_PARTS:
        raise ValueError(f"{len(things)} {what} at once; keep to {MOST_PARTS}")
    return things


def _refuse_others(numbers: Iterable[object]) -> None:
    """Whole numbers, and kinds of float such as numpy's, are numbers, too."""
    for number in numbers:
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise TypeError(f"{type(number).__name__} stands where a number should")


def _refuse_misnamed(state: FlightState) -> None:
    craft, standing = state.craft, state.standing
    if type(craft.modules) is not tuple or {*map(type, craft.modules)} - {str}:
        raise TypeError("modules are no tuple of names")
    if type(craft.free_bodies) is not tuple or not all(isinstance(body, FreeBody) for body in craft.free_bodies):
        raise TypeError("free_bodies are no tuple of FreeBody")
    _few("modules", craft.modules)
    for name, walker in state.walkers.items():
        if type(name) is not str or not isinstance(walker, WalkerState) or type(walker.place) is not str:
            raise TypeError("walkers are no WalkerState by name")
    if state.parachute.stage not in _STAGES:
        raise ValueError(f"the parachute's stage is none of {', '.join(_STAGES)}")
    for told in (standing.craft, standing.attitude, standing.sky, standing.parachute, standing.heating):
        if told not in _BASES:
            raise ValueError(f"what it rests on is none of {', '.join(_BASES)}")


def predicted(told: object) -> Prediction | None:
    """Return a prediction, or that there is none; TypeError or ValueError for anything else."""
    if told is None:
        return None
    if not isinstance(told, Prediction):
        raise TypeError(f"this is {type(told).__name__}, no Prediction")
    numbers = (*told.position_teme_km, told.ahead_km)
    _refuse_others(numbers)
    if len(numbers) != 4 or not all(map(math.isfinite, numbers)):
        raise ValueError("a prediction has a number that is none")
    return told
