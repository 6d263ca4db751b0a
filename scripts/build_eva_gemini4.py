"""Make assets/missions/gemini4/tracks/eva.npz: White's way outside, and his umbilical, as a dense table.

    python scripts/build_eva_gemini4.py [--mission NAME|FOLDER] [--keys FILE] [--output FILE] [--legs]

He is a point mass beside a ship that turns in its orbit: free flight, moved by puffs of the gun, by pushes of hands
and feet, by pulls on the line and by the line itself where it runs out. How hard each is, is solved so that he meets
the keys of ``eva_keys.toml``, which stand for the words of the tape. What the puffs leave of the gun's impulse has
turned him. The umbilical is then computed once along that way.
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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rope_rows import RopeRows, Step, key_values
from walk_legs import FLY_RATE_HZ, STEP_S, Flown, Leg, LegFlight, ShipTurn

from viz.flight import tether
from viz.flight.curves import KeyedCurve, eased
from viz.flight.keyed import CHANNELS, ManCurves, pack_curves
from viz.flight.quaternion import about_x, about_y, about_z, multiply, rotate
from viz.flight.state import Quaternion, Vec3
from viz.flight.tether import Rope, TetherTrack, write_arrays
from viz.flight.tethered import Surroundings
from viz.flight.vector import add, dot, length, scaled, sub, unit
from viz.mission.load import load_mission, mission_folder
from viz.mission.model import Mission
from viz.missions.gemini4.flight import body, eva_solids
from viz.missions.gemini4.flight.attitude import AttitudeModel
from viz.missions.gemini4.flight.body import TETHER_ANCHOR_M, TETHER_LENGTH_M
from viz.missions.gemini4.flight.eva_gun import Puff
from viz.missions.gemini4.flight.eva_solids import clearance_m, hollow_penetration_m, penetration_m
from viz.missions.gemini4.flight.eva_track import TRACK_FILE, event_clock, numbers_digest, pack_puffs
from viz.missions.gemini4.flight.numbers import Numbers, numbers_of
from viz.missions.gemini4.flight.numbers_walk import Eva

ROWS = RopeRows(rate_hz=10, unit_m=0.0005, step_rate_hz=60)
"""Half a millimetre in 16 bits reaches 16 m."""
_BODY_NUMBERS = ("HULL_PROFILE_M", "HATCH_X_M", "HATCH_SIDE_DEG", "TETHER_ANCHOR_M", "TETHER_LENGTH_M", "CONE_END_X_M")
ROPE_RATE_HZ = ROWS.step_rate_hz
GOES_OVER_ROWS = 40
"""So long the line takes from one shape to the other when the cabin counts as full."""
PER_FLOWN = ROPE_RATE_HZ // FLY_RATE_HZ
_ROPE_NUMBERS = (
    "NODES",
    "STEP_RATE_HZ",
    "ROPE_RADIUS_M",
    "_ITERATIONS",
    "_DAMPING_PER_S",
    "_BEND_PER_S",
    "_SLACK_SHARE",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the keys file says, on the mission's clock."""

    channels: Mapping[str, KeyedCurve]
    curves: ManCurves
    legs: tuple[Leg, ...]
    turning: tuple[Puff, ...]
    """Puffs that turn him; their impulse is still a share."""
    exit_s: float
    lid_s: tuple[float, float]
    """From when to when he has left the cabin to what fills it."""


def read_plan(data: Mapping[str, Any], mission: Mission) -> Plan:
    """Return the plan; SystemExit where two keys say the same channel at the same instant."""
    points: dict[str, dict[float, float]] = {name: {} for name in CHANNELS}
    exit_s = mission.event("eva.exit").time.met_s
    for key in data["key"]:
        met_s = mission.event(key["at"]).time.met_s + key.get("after_s", 0.0)
        for name, value in key_values(key, data["pose"]):
            if met_s in points[name]:
                raise SystemExit(f"eva_keys.toml: {name} has two keys at {met_s} s ({key['at']}) - move one")
            points[name][met_s] = value
    channels = {name: _curve(found) for name, found in points.items()}
    legs = [
        Leg(exit_s + leg["from_s"], exit_s + leg["to_s"], leg["by"], leg.get("lasts_s", 1.0), leg.get("caught", False))
        for leg in data["leg"]
    ]
    turning = tuple(Puff(exit_s + at_s, lasts_s, share) for at_s, lasts_s, share in data["turning"]["puffs"])
    up_s, down_s = data["line"]["cabin_left_s"]
    return Plan(
        channels, ManCurves.from_channels(channels), tuple(legs), turning, exit_s, (exit_s + up_s, exit_s + down_s)
    )


def _curve(points: Mapping[float, float]) -> KeyedCurve:
    return KeyedCurve.through(sorted(points), [points[at] for at in sorted(points)])


def ship_turn(numbers: Numbers, start_s: float, stop_s: float) -> ShipTurn:
    """Return how the ship turns against the orbit's level frame, from the rows of ``[attitude]``."""
    pointing = AttitudeModel.of(numbers, math.inf, math.inf)

    def turn_at(met_s: float) -> Quaternion:
        yaw, pitch, roll = (
            math.radians(curve.at(met_s)) for curve in (pointing.yaw_deg, pointing.pitch_deg, pointing.roll_deg)
        )
        return multiply(multiply(about_z(yaw), about_y(-pitch)), about_x(roll))

    return ShipTurn(turn_at, start_s, round((stop_s - start_s) * FLY_RATE_HZ))


def surroundings_of(numbers: Eva) -> Surroundings:
    """Return what acts on him, in the orbit's level frame; the line is taken as straight."""
    return Surroundings(
        up=(0.0, 0.0, 1.0),
        left=(0.0, 1.0, 0.0),
        orbit_rate=numbers.orbit_rate_rad_s,
        drag=numbers.drag_difference_m_s2,
        stiffness=numbers.rope_stiffness_n_m,
        damping=numbers.rope_damping_n_s_m,
        mass=numbers.man_kg,
        grip=numbers.grip_rate_per_s,
        nearest_rope_m=TETHER_LENGTH_M * numbers.rope_taut_fraction,
        rope_path=_straight_line,
    )


def _straight_line(end_m: Vec3) -> tuple[float, Vec3]:
    away = sub(end_m, TETHER_ANCHOR_M)
    return length(away), unit(away)


def fly_all(plan: Plan, all_numbers: Numbers) -> list[tuple[Leg, Flown]]:
    """Return every leg as flown, each from where the one before left him or from where the keys have him holding on."""
    numbers = all_numbers.eva
    ship = ship_turn(all_numbers, plan.legs[0].start_s, plan.legs[-1].stop_s)
    flight = LegFlight(surroundings_of(numbers), ship, plan.curves, numbers.attach.place_m)
    flown: list[tuple[Leg, Flown]] = []
    for leg in plan.legs:
        place, speed = plan.curves.place_at(leg.start_s), (0.0, 0.0, 0.0)
        if flown and flown[-1][0].stop_s == leg.start_s and not flown[-1][0].caught:
            place, speed = flown[-1][1].places[-1], flown[-1][1].end_speed
        found = flight.solved(leg, place, speed)
        tell(leg, found, plan)
        flown.append((leg, found))
    return flown


def tell(leg: Leg, flown: Flown, plan: Plan) -> None:
    """Print how a leg came out."""
    heights = [clearance_m(place) for place in flown.places]
    lowest_s = leg.start_s - plan.exit_s + heights.index(min(heights)) * STEP_S
    reach_m = max(math.dist(place, TETHER_ANCHOR_M) for place in flown.places)
    print(
        f"{leg.start_s - plan.exit_s:5.0f} to {leg.stop_s - plan.exit_s:5.0f} {_impulse_words(leg, flown, plan)}; "
        f"hull {min(heights):.2f} m at {lowest_s:.0f}, reach {reach_m:.2f} m, line {flown.tension_n:.0f} N, "
        f"arrives at {length(flown.end_speed):.3f} m/s"
    )
    x, y, z = flown.places[len(flown.places) // 2]
    print(f"      by way of {x:.2f}, {y:.2f}, {z:.2f}")


def _impulse_words(leg: Leg, flown: Flown, plan: Plan) -> str:
    size = length(flown.impulse_m_s)
    if leg.by == "line":
        return "on the line alone"
    way = scaled(flown.impulse_m_s, 1.0 / size)
    yaw_deg, pitch_deg = math.degrees(math.atan2(way[1], way[0])), -math.degrees(math.asin(way[2]))
    front = rotate(plan.curves.attitude_at(leg.start_s + leg.lasts_s / 2.0), (1.0, 0.0, 0.0))
    name, along = ("his front", front) if leg.by == "gun" else ("the line", unit(sub(TETHER_ANCHOR_M, flown.places[0])))
    off_deg = math.degrees(math.acos(dot(along, way)))
    return f"{leg.by:4} {size:.3f} m/s toward yaw {yaw_deg:4.0f} pitch {pitch_deg:3.0f}, {off_deg:3.0f} off {name}"


def man_way(plan: Plan, flown: Sequence[tuple[Leg, Flown]], start_s: float, steps: int, grip: float) -> list[Vec3]:
    """Return his place at every step of the rope: along the keys, but flown where he flies, caught where he lands."""
    places = [plan.curves.place_at(start_s + i / ROPE_RATE_HZ) for i in range(steps + 1)]
    for number, (leg, found) in enumerate(flown):
        first = round((leg.start_s - start_s) * ROPE_RATE_HZ)
        way = [_between(found.places, i) for i in range((len(found.places) - 1) * PER_FLOWN + 1)]
        last = first + len(way) - 1
        places[first : last + 1] = way[: max(steps + 1 - first, 0)]
        if leg.caught:
            after = flown[number + 1][0].start_s if number + 1 < len(flown) else math.inf
            stop = steps if after == math.inf else min(steps, round((after - start_s) * ROPE_RATE_HZ) - 1)
            off = sub(found.places[-1], plan.curves.place_at(leg.stop_s))
            for i in range(1, min(stop - last, round(16.0 / grip * ROPE_RATE_HZ))):
                places[last + i] = add(places[last + i], _caught(off, found.end_speed, grip, i / ROPE_RATE_HZ))
    return places


def _caught(off: Vec3, speed: Vec3, grip: float, after_s: float) -> Vec3:
    """Return how far he still is from where he holds on: what is left of place and speed dies away, no overshoot."""
    left = add(off, scaled(add(speed, scaled(off, grip)), after_s))
    return scaled(left, math.exp(-grip * after_s))


def _between(places: Sequence[Vec3], step: int) -> Vec3:
    index, part = divmod(step, PER_FLOWN)
    if not part:
        return places[index]
    return add(places[index], scaled(sub(places[index + 1], places[index]), part / PER_FLOWN))


def puffs_of(plan: Plan, flown: Sequence[tuple[Leg, Flown]], numbers: Eva) -> tuple[Puff, ...]:
    """Return every puff: those that moved him as solved, those that turned him sharing what they leave."""
    moved = [
        Puff(leg.start_s, leg.lasts_s, length(found.impulse_m_s) * numbers.man_kg)
        for leg, found in flown
        if leg.by == "gun"
    ]
    spent = math.fsum(puff.impulse_n_s for puff in moved)
    left = numbers.gun_impulse_n_s - spent
    shares = math.fsum(puff.impulse_n_s for puff in plan.turning)
    if left <= 0.0:
        raise SystemExit(f"the gun would have to give {spent:.0f} N s - move the keys")
    turned = [Puff(puff.start_s, puff.lasts_s, left * puff.impulse_n_s / shares) for puff in plan.turning]
    print(f"gun: {spent:.1f} N s, {spent / numbers.man_kg:.2f} m/s, move him; {left:.1f} N s turn him")
    every = tuple(sorted([*moved, *turned], key=lambda puff: puff.start_s))
    hardest = max(every, key=lambda puff: puff.impulse_n_s / puff.lasts_s)
    peak_n = 2.0 * hardest.impulse_n_s / hardest.lasts_s
    if peak_n > numbers.gun_thrust_n:
        raise SystemExit(
            f"the puff at {hardest.start_s - plan.exit_s:.0f} s pushes with {peak_n:.1f} N - let it last longer"
        )
    return every


def inputs_digest(mission: Mission, keys: Path) -> str:
    """Return the SHA-256, in hex, of all that the table follows from: numbers, clock, keys, sizes, turns, the rope."""
    whole = hashlib.sha256(numbers_digest(numbers_of(mission.parameters).eva).encode())
    whole.update(repr(event_clock(mission)).encode())
    whole.update(json.dumps(tomllib.loads(keys.read_text(encoding="utf-8")), sort_keys=True).encode())
    whole.update(repr([(name, getattr(body, name)) for name in _BODY_NUMBERS]).encode())
    whole.update(repr([eva_solids.SKIN_M, eva_solids.CABIN_X_M, eva_solids.WELL_M, ROWS]).encode())
    whole.update(repr(_turned(mission)).encode())
    whole.update(repr([(name, getattr(tether, name)) for name in _ROPE_NUMBERS]).encode())
    whole.update(inspect.getsource(Rope.step).encode() + inspect.getsource(penetration_m).encode())
    return whole.hexdigest()


def _turned(mission: Mission) -> list[tuple[float, ...]]:
    """Return the rows of ``[attitude]`` from half an hour before the exit to the closed hatch."""
    start_s, stop_s = mission.event("eva.exit").time.met_s - 1800.0, mission.event("eva.hatch_closed").time.met_s
    rows = numbers_of(mission.parameters).attitude.values()
    kept = [row for row in rows if start_s < row.met_s < stop_s]
    return sorted((row.met_s, row.yaw_deg, row.pitch_deg, row.roll_deg) for row in kept)


def build(mission: Mission, keys: Path, seconds: float | None = None) -> dict[str, Any]:
    """Return the arrays of the track; with `seconds`, only the first part of the table and no flight in it."""
    all_numbers = numbers_of(mission.parameters)
    numbers = all_numbers.eva
    plan = read_plan(tomllib.loads(keys.read_text(encoding="utf-8")), mission)
    start_s, stop_s = (mission.event(name).time.met_s for name in ("eva.hatch_open", "eva.hatch_closed"))
    if seconds is not None:
        stop_s = min(stop_s, start_s + seconds)
    flown = fly_all(plan, all_numbers)
    puffs = puffs_of(plan, flown, numbers)
    steps = math.floor((stop_s - start_s) * ROWS.rate_hz) * ROWS.every
    places = man_way(plan, flown, start_s, steps, numbers.grip_rate_per_s)
    met_s = [start_s + i / ROPE_RATE_HZ for i in range(steps + 1)]
    attach = numbers.attach.place_m
    way = [Step(place, rotate(plan.curves.attitude_at(at), attach)) for place, at in zip(places, met_s, strict=True)]
    paid_m = [plan.curves.paid_m.at(at) for at in met_s]
    rows = rope_rows(way, paid_m, [round((at - start_s) * ROWS.rate_hz) for at in plan.lid_s])
    track = TetherTrack(start_s, float(ROWS.rate_hz), ROWS.unit_m, ROWS.in_units(rows), tuple(paid_m[:: ROWS.every]))
    return {
        **track.packed(),
        **pack_curves(plan.channels),
        **pack_puffs(puffs),
        "events_met_s": np.array(event_clock(mission)),
        "numbers": np.array(numbers_digest(numbers)),
        "inputs": np.array(inputs_digest(mission, keys)),
    }


def rope_rows(way: Sequence[Step], paid_m: Sequence[float], lid: Sequence[int]) -> list[NDArray[np.float64]]:
    """Return the table's rows: the umbilical led along the way, out of a hollow cabin while he is in it."""
    on, off = (row * ROWS.every for row in lid)
    over = on + GOES_OVER_ROWS * ROWS.every
    within = Rope.settled(TETHER_ANCHOR_M, way[0].end, paid_m[0], hollow_penetration_m)
    early = ROWS.rows(within, TETHER_ANCHOR_M, way[: over + 1], paid_m)
    rope = Rope.settled(TETHER_ANCHOR_M, way[on].end, paid_m[on], penetration_m)
    late = ROWS.rows(rope, TETHER_ANCHOR_M, way[on : off + 1], paid_m[on:])
    # What hangs in the cabin goes over, in a moment, to what would lie outside it.
    shares = [eased(i / GOES_OVER_ROWS) for i in range(GOES_OVER_ROWS)]
    rows = early[: lid[0]]
    rows += [(1.0 - share) * a + share * b for share, a, b in zip(shares, early[lid[0] :], late, strict=False)]
    rows += late[GOES_OVER_ROWS:]
    return rows + ROWS.rows(rope.copy(hollow_penetration_m), TETHER_ANCHOR_M, way[off:], paid_m[off:])[1:]


def main(arguments: Sequence[str]) -> None:
    """Build the track and write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mission", default="gemini4")
    parser.add_argument("--output", type=Path)
    parser.add_argument("--keys", type=Path, help="instead of the mission's own eva_keys.toml")
    parser.add_argument("--legs", action="store_true", help="only fly the legs and tell of them")
    options = parser.parse_args(arguments)
    folder, mission = mission_folder(options.mission), load_mission(options.mission)
    keys = options.keys or folder / "tracks" / "eva_keys.toml"
    if options.legs:
        numbers = numbers_of(mission.parameters)
        plan = read_plan(tomllib.loads(keys.read_text(encoding="utf-8")), mission)
        puffs_of(plan, fly_all(plan, numbers), numbers.eva)
        return
    output = options.output or folder / TRACK_FILE
    output.parent.mkdir(parents=True, exist_ok=True)
    write_arrays(output, build(mission, keys))
    print(f"{output}: {output.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
