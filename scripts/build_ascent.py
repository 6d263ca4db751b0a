"""Fly the launcher to the fitted orbit and write the knots that ship with a mission.

    python scripts/build_ascent.py [MISSION]

Writes tracks/ascent.txt in the mission's folder, and ascent_b.txt where the mission has a solution B. Reads the
groups [orbit], [ascent] and [pad] of flight.toml.
"""

from __future__ import annotations

import sys

from viz.flight.frames import EarthClock
from viz.flight.orbit import Orbit
from viz.flight.timescale import MissionTime
from viz.flight.track import knots_as_text
from viz.mission.load import load_mission, mission_folder
from viz.mission.model import Mission
from viz.missions.voskhod2.flight.launcher import Launcher
from viz.missions.voskhod2.flight.numbers import numbers_of
from viz.missions.voskhod2.flight.solutions import Solution, mission_of, solutions_in, track_name

COMMENT = """Ascent, T+0 to insertion: reconstruction, built by scripts/build_ascent.py from flight.toml.
TEME of date; quintic Hermite between knots; where two knots share a time, the acceleration steps."""


def build(mission: Mission, solution: Solution = "R") -> str:
    """Return the text of the knots file."""
    mission = mission_of(mission, solution)
    clock = EarthClock.from_liftoff(mission.liftoff_utc)
    time = MissionTime.from_liftoff(mission.liftoff_utc)
    numbers = numbers_of(mission.parameters)
    orbit = Orbit.from_elements(numbers.orbit, clock, time)
    launcher = Launcher.from_numbers(numbers.ascent, numbers.pad, clock)
    return knots_as_text(launcher.knots_to(orbit.knot(numbers.ascent.insertion_s)), COMMENT)


def main() -> int:
    """Build and write the files."""
    name = sys.argv[1] if len(sys.argv) > 1 else "voskhod2"
    mission = load_mission(name)
    for solution in solutions_in(mission.parameters):
        target = mission_folder(name) / "tracks" / track_name("ascent", solution)
        text = build(mission, solution)
        target.parent.mkdir(exist_ok=True)
        rough = target.with_suffix(".part")
        rough.write_text(text, encoding="utf-8")
        rough.replace(target)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
