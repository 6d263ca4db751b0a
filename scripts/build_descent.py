"""Solve the three free numbers of the descent for the recorded landing, and write the knots that ship.

    python scripts/build_descent.py [MISSION]

Speed taken off, yaw error and seconds under the drogue are solved by Newton's method for the latitude,
longitude and time of [site]; the solved numbers go back into flight.toml, the thinned path into
tracks/descent.txt of the mission's folder. The same again for solution B, where the mission has one.
"""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from viz.errors import VizError
from viz.flight.descent import Descent, DescentModel, fly_descent
from viz.flight.frames import EarthClock
from viz.flight.orbit import Orbit
from viz.flight.timescale import MissionTime
from viz.flight.track import Knot, Track, knots_as_text, quintic_between
from viz.flight.vector import length, sub
from viz.mission.load import load_mission, mission_folder
from viz.mission.model import Mission
from viz.missions.voskhod2.flight.numbers import Numbers, numbers_of
from viz.missions.voskhod2.flight.path import descent_model
from viz.missions.voskhod2.flight.solutions import Solution, mission_of, solutions_in, track_name

COMMENT = """Descent, ignition to touchdown: reconstruction, built by scripts/build_descent.py from flight.toml.
TEME of date; quintic Hermite between knots; where two knots share a time, the acceleration steps."""

POSITION_TOLERANCE_KM = 0.02e-3
VELOCITY_TOLERANCE_KM_S = 0.02e-3
KNOBS = {"delta_v_m_s": 0.05, "yaw_deg": 0.1, "drogue_hold_s": 0.2}
"""What is solved for, with the steps of the derivatives."""


def orbit_of(mission: Mission, numbers: Numbers) -> tuple[Orbit, EarthClock]:
    """Return the fitted orbit and the Earth's clock."""
    clock = EarthClock.from_liftoff(mission.liftoff_utc)
    time = MissionTime.from_liftoff(mission.liftoff_utc)
    return Orbit.from_elements(numbers.orbit, clock, time), clock


def solved(mission: Mission, solution: Solution = "R") -> tuple[DescentModel, Descent]:
    """Return the model and the flight that touch the ground at the recorded place and time.

    VizError when eight rounds do not bring the miss under a millimetre and a microsecond.
    """
    mission = mission_of(mission, solution)
    numbers = numbers_of(mission.parameters)
    orbit, clock = orbit_of(mission, numbers)
    model, wanted_s = descent_model(numbers), numbers.site.touchdown_met_s
    if wanted_s is None:
        raise VizError("site.touchdown_met_s is missing - add the moment of the landing to flight.toml")
    start = orbit.knot(model.ignition_met_s)
    place = numbers.site.place.position_fixed_km()

    def miss(trial: DescentModel) -> np.ndarray:
        flown = fly_descent(trial, start, clock)
        x, y, _ = sub(flown.site.position_fixed_km(), place)
        # Height is right by construction, so two of three coordinates place the point: here x and y.
        return np.array([x, y, flown.touchdown_met_s - wanted_s])

    for _ in range(8):
        now = miss(model)
        if np.all(np.abs(now) < 1e-6):
            return model, fly_descent(model, start, clock)
        columns = [
            (miss(replace(model, **{name: getattr(model, name) + step})) - now) / step for name, step in KNOBS.items()
        ]
        change = -np.linalg.solve(np.array(columns).T, now)
        values = zip(KNOBS, change.tolist(), strict=True)
        model = replace(model, **{name: getattr(model, name) + part for name, part in values})
    raise VizError("the landing cannot be met - look at [descent] and [site] in flight.toml")


def thinned(track: Track) -> tuple[Knot, ...]:
    """Return as few of the knots as keep the path within the tolerances at every knot left out."""
    knots = track.knots
    kept = [knots[0]]
    start = 0
    while start < len(knots) - 1:
        end = _farthest(knots, start)
        kept.append(knots[end])
        start = end
        if start + 1 < len(knots) and knots[start + 1].met_s == knots[start].met_s:
            start += 1
            kept.append(knots[start])
    return tuple(kept)


def _farthest(knots: tuple[Knot, ...], start: int) -> int:
    end = start + 1
    while end + 1 < len(knots) and knots[end + 1].met_s > knots[end].met_s and _fits(knots, start, end + 1):
        end += 1
    return end


def _fits(knots: tuple[Knot, ...], start: int, end: int) -> bool:
    for index in range(start + 1, end):
        made = quintic_between(knots[start], knots[end], knots[index].met_s)
        if length(sub(made.position_km, knots[index].position_km)) > POSITION_TOLERANCE_KM:
            return False
        if length(sub(made.velocity_km_s, knots[index].velocity_km_s)) > VELOCITY_TOLERANCE_KM_S:
            return False
    return True


def build(mission: Mission, solution: Solution = "R") -> str:
    """Return the text of the knots file for the numbers the mission already holds."""
    mission = mission_of(mission, solution)
    numbers = numbers_of(mission.parameters)
    orbit, clock = orbit_of(mission, numbers)
    model = descent_model(numbers)
    flown = fly_descent(model, orbit.knot(model.ignition_met_s), clock)
    return knots_as_text(thinned(flown.track), COMMENT)


def write(target: Path, text: str) -> None:
    rough = target.with_suffix(".part")
    rough.write_text(text, encoding="utf-8")
    rough.replace(target)


def with_numbers(text: str, group: str, numbers: dict[str, float]) -> str:
    """Return the flight file with numbers of one group replaced, everything else as it stands."""
    head, mark, rest = text.partition(f"\n[{group}]\n")
    own, following, others = rest.partition("\n[")
    for name, number in numbers.items():
        own = re.sub(rf"(?m)^{name} = \S+", f"{name} = {number!r}", own, count=1)
    return head + mark + own + following + others


def main() -> int:
    """Solve, put the numbers into flight.toml, write the knots."""
    name = sys.argv[1] if len(sys.argv) > 1 else "voskhod2"
    folder = mission_folder(name)
    for solution in solutions_in(load_mission(name).parameters):
        model, _ = solved(load_mission(name), solution)
        text = (folder / "flight.toml").read_text(encoding="utf-8")
        group = "descent" if solution == "R" else f"descent_{solution.lower()}"
        write(folder / "flight.toml", with_numbers(text, group, {knob: getattr(model, knob) for knob in KNOBS}))
        (folder / "tracks").mkdir(exist_ok=True)
        write(folder / "tracks" / track_name("descent", solution), build(load_mission(name), solution))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
