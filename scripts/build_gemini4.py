"""Solve Gemini 4's ascent and way home for the record, and write the knots that ship with the mission.

    python scripts/build_gemini4.py [--mission NAME|FOLDER]

The launcher's aim is solved for the state at separation, the way home for the splash of [site]; the solved numbers go
back into flight.toml, the paths into tracks/ascent.txt, chase.txt and homeward.txt of the mission's folder.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from build_descent import thinned, with_numbers, write

from viz.errors import VizError
from viz.flight.frames import EarthClock
from viz.flight.timescale import MissionTime
from viz.flight.track import Knot, Track, knots_as_text
from viz.flight.vector import sub
from viz.mission.load import load_mission, mission_folder
from viz.mission.model import Mission
from viz.missions.gemini4.flight.chase import chase_knots
from viz.missions.gemini4.flight.homeward import Homeward, fly_home
from viz.missions.gemini4.flight.launcher import AIMED, Launcher
from viz.missions.gemini4.flight.numbers import GROUPS, Descent, Numbers
from viz.missions.gemini4.flight.path import ASCENT_FILE, CHASE_FILE, HOMEWARD_FILE, coast_of

HEAD = """{what}: reconstruction, built by scripts/build_gemini4.py from flight.toml.
TEME of date; quintic Hermite between knots; where two knots share a time, the acceleration steps."""
KNOBS = {"first_delta_v_m_s": 0.05, "retro_yaw_deg": 0.1, "reefed_share": 0.001}
"""What the splash is solved by, with the steps of the derivatives."""


def solved_home(numbers: Numbers, start: Knot, clock: EarthClock) -> Homeward:
    """Return the way home that meets the water at the recorded place and time; VizError where it cannot."""
    wanted_s, place = numbers.site.touchdown_met_s, numbers.site.place.position_fixed_km()
    if wanted_s is None:
        raise VizError("site.touchdown_met_s is missing - add the moment of the splash to flight.toml")

    def miss(trial: Descent) -> np.ndarray:
        flown = fly_home(trial, start, clock)
        x, y, _ = sub(flown.site.position_fixed_km(), place)
        return np.array([x, y, flown.splash_met_s - wanted_s])

    model = numbers.descent
    for _ in range(10):
        now = miss(model)
        print("miss", now)
        if np.all(np.abs(now) < 1e-5):
            return fly_home(model, start, clock)
        columns = [
            (miss(replace(model, **{name: getattr(model, name) + step})) - now) / step for name, step in KNOBS.items()
        ]
        change = -np.linalg.solve(np.array(columns).T, now)
        model = replace(model, **{k: getattr(model, k) + d for k, d in zip(KNOBS, change.tolist(), strict=True)})
    raise VizError("the splash cannot be met - look at [descent] and [site] in flight.toml")


def solved_launch(numbers: Numbers, target: Knot, clock: EarthClock) -> tuple[Launcher, tuple[Knot, ...], float]:
    """Return the aimed launcher, the chase from where it ends, and by how much that is late on the orbit."""
    launcher, model = Launcher.from_numbers(numbers.ascent, numbers.pad, clock), numbers.chase
    for _ in range(10):
        chase = chase_knots(model, numbers.ascent.separation_s, target)
        launcher = launcher.aimed_at(chase[0])
        more_s = launcher.late_s(chase[0])
        if abs(more_s) < 1e-6:
            return launcher, chase, model.late_s
        model = replace(model, late_s=model.late_s + more_s)
    raise VizError("launcher and orbit cannot be joined - look at [ascent] and [chase] in flight.toml")


def build(mission: Mission, folder: Path) -> None:
    """Solve, put the numbers into flight.toml, write the knots."""
    numbers = GROUPS.read(mission.parameters)
    clock, time = EarthClock.from_liftoff(mission.liftoff_utc), MissionTime.from_liftoff(mission.liftoff_utc)
    coast = coast_of(numbers, clock, time)
    launcher, chase, late_s = solved_launch(numbers, coast.knot(coast.start_s), clock)
    print({name: getattr(launcher.numbers, name) for name in AIMED}, "late", late_s)
    home = solved_home(numbers, coast.knot(coast.end_s), clock)
    text = (folder / "flight.toml").read_text(encoding="utf-8")
    text = with_numbers(text, "ascent", {name: getattr(launcher.numbers, name) for name in AIMED})
    text = with_numbers(text, "chase", {"late_s": late_s})
    write(folder / "flight.toml", with_numbers(text, "descent", {name: getattr(home.numbers, name) for name in KNOBS}))
    paths = {
        ASCENT_FILE: ("Ascent, T+0 to separation", launcher.knots_to(chase[0])),
        CHASE_FILE: ("Chase, separation to the end of the first revolution", chase),
        HOMEWARD_FILE: ("Way home, first burn to splash", home.track.knots),
    }
    (folder / "tracks").mkdir(exist_ok=True)
    for file, (what, knots) in paths.items():
        write(folder / "tracks" / file, knots_as_text(thinned(Track.quintic(knots)), HEAD.format(what=what)))


def main() -> int:
    """Build and write the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mission", default="gemini4", metavar="NAME|FOLDER")
    name = parser.parse_args().mission
    build(load_mission(name), mission_folder(name))
    return 0


if __name__ == "__main__":
    sys.exit(main())
