"""Other burns than the one flown: where they come down, for the classroom.

Every answer is flown anew from the same orbit, so that differences come from the burn alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from viz.errors import UsageError
from viz.flight.descent import Descent, fly_descent
from viz.flight.told import Landing, LateIgnition
from viz.missions.voskhod2.flight.path import FlightPath

LATENESS_RANGE_S = (0.0, 90.0)
"""R06 gives 22 to 46 s; earlier than a minute and a half, the craft would still be turning its engine forward."""
LATE_S = 46.0
"""How late the ignition is taken to have been unless asked otherwise: the longest of R06."""
SHIFT_RANGE_S = (-90.0, 300.0)
"""Earlier, the craft would still be turning its engine forward; later, it would be down after its hatch was freed."""
SPEED_RANGE_M_S = (80.0, 160.0)
"""Less leaves the craft in orbit for another revolution; more than the tanks of S07 hold propellant for."""
ANGLE_RANGE_DEG = (-20.0, 20.0)
"""Of the attitude held by hand."""


def moments_of(descent: Descent) -> dict[str, float]:
    """Return when the events of a descent fall, by the mission's event ids."""
    return {
        "descent.ignition": descent.model.ignition_met_s,
        "descent.cutoff": descent.model.cutoff_met_s,
        "descent.interface": descent.time_at_altitude(100.0),
        "descent.peak_heat": descent.peak("heating")[1],
        "descent.peak_g": descent.peak("load")[1],
        "descent.drogue": descent.drogue_met_s,
        "descent.main_canopy": descent.main_canopy_met_s + descent.model.main_fill_s,
        "landing.soft_motor": descent.soft_landing_met_s,
        "landing.touchdown": descent.touchdown_met_s,
    }


def late_ignition(path: FlightPath, delay_s: float) -> LateIgnition:
    """Return what a delay of so many seconds did; UsageError outside `LATENESS_RANGE_S`."""
    inside("descent", "delay_s", delay_s, LATENESS_RANGE_S)
    flown = Landing.of(path.descent)
    told_s = delay_s or 1.0
    earlier = other_landing(path, {"ignition_shift_s": -told_s})
    punctual, km_per_s = earlier if delay_s else flown, flown.distance_km(earlier) / told_s
    return LateIgnition(delay_s, flown, punctual, flown.distance_km(punctual), km_per_s)


def other_landing(path: FlightPath, changes: Mapping[str, float | None]) -> Landing:
    """Return where another burn from the same orbit comes down.

    `changes` may hold `ignition_shift_s` (seconds later than flown), `delta_v_m_s`, `yaw_deg` and `pitch_deg`;
    None leaves a number as flown. UsageError names the number and its range.
    """
    bounds = {
        "ignition_shift_s": SHIFT_RANGE_S,
        "delta_v_m_s": SPEED_RANGE_M_S,
        "yaw_deg": ANGLE_RANGE_DEG,
        "pitch_deg": ANGLE_RANGE_DEG,
    }
    given = {name: value for name, value in changes.items() if value is not None}
    for name, value in given.items():
        inside("landing", name, value, bounds[name])
    model = path.descent.model
    shift_s = given.pop("ignition_shift_s", 0.0)
    model = replace(model, ignition_met_s=model.ignition_met_s + shift_s, **given)
    return Landing.of(fly_descent(model, path.orbit.knot(model.ignition_met_s), path.clock))


def inside(group: str, name: str, value: object, bounds: tuple[float, float]) -> None:
    """Raise UsageError unless the value is a number within the bounds; nan is not."""
    low, high = bounds
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
        raise UsageError(f"{group}: {name} = {value!r} is not possible - give a number from {low} to {high}")
