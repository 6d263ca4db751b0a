"""Make assets/missions/<mission>/tracks/eva.npz: Leonov's way on the tether, and the rope, as a dense table.

    python scripts/build_eva.py [--mission NAME|FOLDER] [--output FILE]

He is a point mass in the frame of the ship, which keeps its level in orbit: free flight with Coriolis, tidal
and drag terms, a push from the rail at each departure (E07), a snag when the rope runs out (U08), a pull on
the rope to come back. How hard he pushes and pulls is solved so that he reaches the distance of the flight
file and is back at the rail on time. The rope is then computed once along that way.
"""

from __future__ import annotations

import argparse
import hashlib
import inspect
import json
import math
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from departures import STEP_S, HookWay, departures, fly, solve_departure
from rope_rows import RopeRows, Step, key_values

from viz.flight import tether
from viz.flight.curves import KeyedCurve
from viz.flight.keyed import CHANNELS, ManCurves, pack_curves
from viz.flight.state import Vec3
from viz.flight.tether import STEP_RATE_HZ, Rope, TetherTrack, write_arrays
from viz.flight.tethered import Impulse, Surroundings
from viz.mission.load import load_mission, mission_folder
from viz.mission.model import Mission
from viz.missions.voskhod2.flight import body, solids
from viz.missions.voskhod2.flight.airlock import AirlockModel
from viz.missions.voskhod2.flight.body import HATCH_CENTRE_M, TETHER_ANCHOR_M
from viz.missions.voskhod2.flight.eva import (
    ENTRIES,
    TRACK_FILE,
    Entry,
    event_clock,
    pack_tracks,
    track_numbers_digest,
)
from viz.missions.voskhod2.flight.numbers import numbers_of
from viz.missions.voskhod2.flight.solids import penetration_m
from viz.missions.voskhod2.flight.tethered import surroundings_of

ROWS = RopeRows(rate_hz=20, unit_m=0.00025)
"""Whole numbers of a quarter millimetre in 16 bits reach 8.19 m from the sphere's centre."""
_ROPE_NUMBERS = (
    "NODES", "STEP_RATE_HZ", "RIM_THICKNESS_M", "ROPE_RADIUS_M", "_ITERATIONS", "_DAMPING_PER_S", "_BEND_PER_S",
    "_SLACK_SHARE",
)  # fmt: skip


def read_keys(path: Path, mission: Mission, entry: Entry) -> dict[str, KeyedCurve]:
    """Return the curve of each channel from the keys file, for one manner of entry."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    cabin_return_s = AirlockModel.from_mission(mission, numbers_of(mission.parameters).airlock).times.cabin_return_s
    points: dict[str, dict[float, float]] = {name: {} for name in CHANNELS}
    for key in data["key"]:
        if key.get("entry", entry) != entry:
            continue
        at = key["at"]
        met_s = (cabin_return_s if at == "cabin_return" else mission.event(at).time.met_s) + key.get("after_s", 0.0)
        for name, value in key_values(key, data["pose"]):
            if met_s in points[name]:
                raise SystemExit(f"{path}: {name} has two keys at {met_s} s ({at}) - move one")
            points[name][met_s] = value
    return {
        name: KeyedCurve.through(sorted(found), [found[t] for t in sorted(found)]) for name, found in points.items()
    }


def flown_parts(mission: Mission, curves: ManCurves, hooks: HookWay, last_step: int) -> dict[int, list[Vec3]]:
    """Return the stretches in which he flies, from each push until the rail has stopped him, by first step."""
    all_numbers = numbers_of(mission.parameters)
    around, numbers = surroundings_of(all_numbers), all_numbers.eva
    parts = {}
    for number, departure in enumerate(departures(mission, numbers, curves), 1):
        first = hooks.step_of(departure.push_s)
        if hooks.step_of(departure.back_s) > last_step:
            break
        push, pull = solve_departure(around, hooks, departure, numbers)
        flown = fly(around, hooks, (push, pull), departure, departure.back_s)
        flown += _caught(around, flown, departure.home)
        parts[first] = flown
        reach_m = max(math.dist(place, HATCH_CENTRE_M) for place in flown)
        print(f"departure {number}: push {_size(push):.3f} m/s, pull {_size(pull):.3f} m/s, reach {reach_m:.3f} m")
    return parts


def man_way(curves: ManCurves, parts: Mapping[int, Sequence[Vec3]], start_s: float, steps: int) -> list[Vec3]:
    """Return his place at every step: along the keys, but flown where he flies."""
    places = [curves.place_at(start_s + i * STEP_S) for i in range(steps + 1)]
    for first, flown in parts.items():
        stop = min(first + len(flown), steps + 1)
        places[first:stop] = flown[: stop - first]
    return places


def _caught(around: Surroundings, flown: Sequence[Vec3], home: Vec3) -> list[Vec3]:
    """Return the steps in which his hands on the rail bring him to rest."""
    place = flown[-1]
    before = flown[-2]
    speed = tuple((place[i] - before[i]) / STEP_S for i in range(3))
    vx, vy, vz = speed
    places = []
    for _ in range(round(14.0 / around.grip * STEP_RATE_HZ)):
        ax, ay, az = around.grip_m_s2(place, (vx, vy, vz), home)
        vx, vy, vz = vx + STEP_S * ax, vy + STEP_S * ay, vz + STEP_S * az
        place = (place[0] + STEP_S * vx, place[1] + STEP_S * vy, place[2] + STEP_S * vz)
        places.append(place)
    return places


def _size(impulse: Impulse) -> float:
    return math.sqrt(sum(part * part for part in impulse.change_m_s))


def inputs_digest(mission: Mission, keys: Path) -> str:
    """Return the SHA-256, in hex, of everything the table follows from: numbers, clock, keys, sizes, the rope's code.

    A test compares it with the one in the shipped table: whoever changes an input has to build the table anew.
    """
    whole = hashlib.sha256(track_numbers_digest(numbers_of(mission.parameters)).encode())
    whole.update(repr(event_clock(mission)).encode())
    whole.update(json.dumps(tomllib.loads(keys.read_text(encoding="utf-8")), sort_keys=True).encode())
    whole.update(repr(sorted((k, v) for k, v in vars(body).items() if k.isupper())).encode())
    whole.update(repr([(k, getattr(solids if k == "RIM_THICKNESS_M" else tether, k)) for k in _ROPE_NUMBERS]).encode())
    whole.update(inspect.getsource(Rope.step).encode() + inspect.getsource(penetration_m).encode())
    return whole.hexdigest()


def build(mission: Mission, keys: Path, seconds: float | None = None) -> dict[str, Any]:
    """Return the arrays of the track; with `seconds`, only the first part of the table."""
    channels = {entry: read_keys(keys, mission, entry) for entry in ENTRIES}
    curves = {entry: ManCurves.from_channels(channels[entry]) for entry in ENTRIES}
    start_s = mission.event("eva.hatch_open").time.met_s
    stop_s = mission.event("eva.hatch_closed").time.met_s
    if seconds is not None:
        stop_s = min(stop_s, start_s + seconds)
    steps = math.floor((stop_s - start_s) * ROWS.rate_hz) * ROWS.every
    usual, other = ENTRIES
    attach = numbers_of(mission.parameters).eva.attach.place_m
    hooks = {entry: HookWay(curves[entry], attach, start_s, steps) for entry in ENTRIES}
    parts = flown_parts(mission, curves[usual], hooks[usual], steps)
    places = {entry: man_way(curves[entry], parts, start_s, steps) for entry in ENTRIES}
    ways = {entry: [Step(place, hooks[entry].at_step(i)) for i, place in enumerate(places[entry])] for entry in ENTRIES}
    paid_m = [curves[usual].paid_m.at(start_s + i * STEP_S) for i in range(steps + 1)]
    parting = next((i for i in range(steps + 1) if ways[usual][i] != ways[other][i]), steps + 1)
    # Rows up to the last one before the two ways part are shared.
    shared = (parting - 1) // ROWS.every
    rope = Rope.settled(TETHER_ANCHOR_M, ways[usual][0].end, paid_m[0], penetration_m)
    print("rope:")
    common = ROWS.rows(rope, TETHER_ANCHOR_M, ways[usual][: shared * ROWS.every + 1], paid_m)
    twin = rope.copy()
    rest = {
        entry: ROWS.rows(branch, TETHER_ANCHOR_M, ways[entry][shared * ROWS.every :], paid_m[shared * ROWS.every :])[1:]
        for entry, branch in ((usual, rope), (other, twin))
    }
    lengths = tuple(paid_m[:: ROWS.every])
    tracks = {
        entry: TetherTrack(start_s, float(ROWS.rate_hz), ROWS.unit_m, ROWS.in_units(common + rest[entry]), lengths)
        for entry in ENTRIES
    }
    arrays = pack_tracks(tracks, shared + 1) | {
        "events_met_s": np.array(event_clock(mission)),
        "numbers": np.array(track_numbers_digest(numbers_of(mission.parameters))),
        "inputs": np.array(inputs_digest(mission, keys)),
    }
    for entry in ENTRIES:
        arrays |= pack_curves(channels[entry], f"{entry}.")
    return arrays


def main(arguments: Sequence[str]) -> None:
    """Build the track and write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mission", default="voskhod2")
    parser.add_argument("--output", type=Path)
    options = parser.parse_args(arguments)
    folder = mission_folder(options.mission)
    output = options.output or folder / TRACK_FILE
    output.parent.mkdir(parents=True, exist_ok=True)
    write_arrays(output, build(load_mission(options.mission), folder / "tracks" / "eva_keys.toml"))
    print(f"{output}: {output.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
