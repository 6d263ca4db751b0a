"""The flight's reference numbers and costs beside ours; run by ``scripts/bench core``.

References: the study of the flight, whose numbers tests/authorities/flight.toml holds and the tests judge; times were
taken on another machine and are here for their size only.
"""

from __future__ import annotations

import math
import random
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from viz.flight.frames import fixed_from_teme
from viz.flight.ground import EQUATOR_RADIUS_KM, place_beneath
from viz.mission.load import load_mission, mission_folder
from viz.missions.voskhod2.flight.flight import VoskhodFlight
from viz.missions.voskhod2.flight.whatif import WhatIf

TRACKS = mission_folder("voskhod2") / "tracks"
Row = tuple[str, str, str]


def median_us(work: Callable[[float], Any], times: list[float]) -> float:
    """Return the middle of the costs of single calls."""
    took = []
    for met_s in times:
        start = time.perf_counter()
        work(met_s)
        took.append(time.perf_counter() - start)
    return statistics.median(took) * 1e6


def report(flight: VoskhodFlight) -> None:
    """Print every reference beside ours."""
    for head, rows in (
        ("the flight", numbers(flight)),
        ("its precision", precision(flight)),
        ("its cost", costs(flight)),
    ):
        print(f"{head:44s}{'ours':>24s}   reference")
        for name, ours, reference in rows:
            print(f"  {name:42s}{ours:>24s}   {reference}")


def numbers(flight: VoskhodFlight) -> Iterator[Row]:
    model, descent = flight.path.orbit.model, flight.path.descent
    major_km = model.a * 6378.135
    heights = (major_km * (1.0 - model.ecco) - EQUATOR_RADIUS_KM, major_km * (1.0 + model.ecco) - EQUATOR_RADIUS_KM)
    yield "inclination, deg", f"{math.degrees(model.inclo):.3f}", "64.785 +- 0.02"
    yield "perigee x apogee over 6378.1 km", f"{heights[0]:.1f} x {heights[1]:.1f} km", "166 +- 5 x 467 +- 10 km"
    for name, met_s, reference in (
        ("insertion, T+527 s", 527.0, "56.74 N 79.07 E 176 km"),
        ("Leonov out, 08:34:51", 5691.0, "41.86 N 36.54 E 181 km, within 60 km"),
        ("Leonov in, 08:47:00", 6420.0, "63.85 N 116.18 E 198 km, within 60 km"),
        ("ignition", flight.path.ignition_met_s, "2 S 6 E, within 4 deg"),
        ("landing", flight.path.touchdown_met_s, "59.57 N 55.47 E, within 10 m"),
    ):
        craft = flight.state_at(met_s).craft
        yield name, f"{craft.lat_deg:.3f} {craft.lon_deg:.3f} {craft.altitude_km:.1f} km", reference
    load_g, load_s = descent.peak("load")
    heating, _ = descent.peak("heating")
    yield "peak load, g (T+ s)", f"{load_g:.2f} ({load_s:.1f})", "8.72 (93301), 8.0 to 9.5"
    yield "peak heating, MW/m2", f"{heating * 1e-6:.3f}", "1.49"
    opened = flight.state_at(descent.drogue_met_s).craft.ground_speed_m_s
    yield "speed at the drogue, m/s", f"{opened:.1f}", "222 +- 10"
    for delay_s, reference in ((22.0, "168 +- 5"), (46.0, "349 +- 10")):
        yield f"miss of {delay_s:.0f} s, km", f"{flight.descent(delay_s=delay_s).miss_km:.1f}", reference


def precision(flight: VoskhodFlight) -> Iterator[Row]:
    path = flight.path
    pick = random.Random(1965)
    times = [pick.uniform(path.insertion_met_s, path.ignition_met_s) for _ in range(2000)]
    exact = path.orbit.knots(times)
    metres = (
        max(math.dist(path.at(t).position_km, knot.position_km) for t, knot in zip(times, exact, strict=True)) * 1e3
    )
    speeds = max(math.dist(path.at(t).velocity_km_s, knot.velocity_km_s) for t, knot in zip(times, exact, strict=True))
    yield "30 s table against SGP4, m", f"{metres:.4f}", "0.03, bar 0.1"
    yield "and its velocity, m/s", f"{speeds * 1e3:.4f}", "0.003, bar 0.01"
    for name, met_s in (("insertion", path.insertion_met_s), ("ignition", path.ignition_met_s)):
        before, after = path.at(met_s - 1e-6), path.at(met_s + 1e-6)
        jump = math.dist(before.velocity_km_s, after.velocity_km_s) * 1e3
        yield f"join at {name}, m/s", f"{jump:.1e}", "2e-5, bar 1e-3"
    walk = flight.eva.track
    stretch = max(flight.eva.at(t).tether_stretch for t in np.linspace(walk.start_s, walk.stop_s, 4000).tolist())
    yield "tether's greatest stretch", f"{stretch:.2%}", "0.81 %, bar 2 %"


def costs(flight: VoskhodFlight) -> Iterator[Row]:
    path = flight.path
    pick = random.Random(1965)
    day = [pick.uniform(600.0, 92000.0) for _ in range(2000)]
    walk = [pick.uniform(5600.0, 6500.0) for _ in range(2000)]
    fall = [pick.uniform(92200.0, 93700.0) for _ in range(2000)]
    yield "state_at in orbit, us", f"{median_us(flight.state_at, day):.1f}", "bar 100"
    yield "state_at in the spacewalk, us", f"{median_us(flight.state_at, walk):.1f}", "bar 100"
    yield "state_at in the descent, us", f"{median_us(flight.state_at, fall):.1f}", "bar 100"
    yield "Leonov alone, in his couch, us", f"{median_us(flight.eva.at, day):.1f}", "bar 40"
    yield "table, us", f"{median_us(path.coast.at, day):.1f}", "22"
    yield "SGP4 alone, us", f"{median_us(lambda t: path.orbit.model.sgp4_tsince(t / 60.0), day):.1f}", "1.1"
    place = [fixed_from_teme(path.at(t).position_km, path.clock.earth_angle_rad(t)) for t in day]
    turns = iter(place)
    yield "latitude and longitude, us", f"{median_us(lambda _: place_beneath(next(turns)), day):.1f}", "22"
    seconds = np.arange(527.0, 92199.0)
    start = time.perf_counter()
    path.orbit.positions_teme_km(seconds)
    yield f"SGP4, {len(seconds)} at once, ms", f"{(time.perf_counter() - start) * 1e3:.0f}", "49"
    for file in sorted(Path(TRACKS).iterdir()):
        yield f"tracks/{file.name}, KiB", f"{file.stat().st_size / 1024:.0f}", ""


if __name__ == "__main__":
    report(VoskhodFlight.of(load_mission(), mission_folder("voskhod2"), WhatIf()))
