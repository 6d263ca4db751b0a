"""Put strange values in place of every number of the shipped flight, and see that each makes a flight or is refused.

python scripts/fuzz_mission.py [--part N/M]

Prints what crashed, gave numbers that are none, or took longer than a few seconds, and a count; exit code 1 for any.
Takes half an hour; `tests/flight/test_numbers.py` holds a sample of it.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
import time
import tomllib
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from viz.errors import InvalidFile
from viz.flight.flight import Flight
from viz.mission.load import mission_folder
from viz.missions.voskhod2.flight.numbers import GROUPS
from viz.missions.voskhod2.flight.whatif import WhatIf
from viz.stage.stage import Stage
from viz.story.check import check_folder
from viz.story.compose import compose
from viz.story.look import Look
from viz.story.script import load_script

STRANGE = (
    *("0.0", "-1.0", "1e-15", "1e308", "nan", "inf", "-inf", "1e5", "-1e5", "1e400", "1" + "0" * 400),
    *("true", '"text"', "[]", "{}", "1965-03-18"),
)
LONGEST_S = 10.0
"""Processor time of one case; a flight of the shipped numbers takes a fifth of a second."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--part", default="1/1", metavar="N/M")
    part, parts = (int(word) for word in parser.parse_args().part.split("/"))
    text = (mission_folder("voskhod2") / "flight.toml").read_text(encoding="utf-8")
    stage, results = Stage(), Counter[str]()
    with TemporaryDirectory() as place:
        folder = _copied(Path(place))
        for line, value in list(_cases(text))[part - 1 :: parts]:
            (folder / "flight.toml").write_text(
                text.replace(line, f"{line.split('=')[0]}= {value}", 1), encoding="utf-8"
            )
            began = time.process_time()
            what = _tried(folder, stage)
            took_s = time.process_time() - began
            if took_s > LONGEST_S:
                what = f"took {took_s:.0f} s, then {what}"
            results[what.split(":")[0]] += 1
            if what not in ("flew", "refused"):
                print(f"{line.split('=')[0]}= {value[:40]}: {what}", flush=True)
    print(dict(results))
    sys.exit(set(results) - {"flew", "refused", "refused unforeseen"} != set())


def _copied(place: Path) -> Path:
    """Return a folder with the shipped files."""
    for path in mission_folder("voskhod2").rglob("*"):
        target = place / path.relative_to(mission_folder("voskhod2"))
        if path.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return place


def _cases(text: str) -> list[tuple[str, str]]:
    """Every line with a number, whole up to its number, with each strange value and both ends of its range."""
    ranges = {(one.group, one.name): one.range for one in GROUPS.known()}
    cases, group = [], ""
    for line in text.splitlines():
        if line.startswith("["):
            group = line.strip("[] ")
        elif "=" in line and not line.startswith("#"):
            name = line.split("=")[0].strip()
            bound = ranges[group, re.sub(r".+(?=_(lat|lon)_deg)", "<name>", name) if group == "landing_told" else name]
            own = tomllib.loads(line)[name]
            ends = (bound.low, bound.high, math.nextafter(bound.low, -math.inf), 0.5 * (bound.low + own))
            cases += [(f"{line}\n", f"{value}\n") for value in (*STRANGE, *map(repr, ends))]
    return cases


def _tried(folder: Path, stage: Stage) -> str:
    try:
        mission = check_folder(folder)
        script = load_script(mission, folder)
        for orbit in ("R", "B"):
            flight = Flight.build(mission, folder=folder, what_if=WhatIf(orbit=orbit))
            for event in flight.mission.events:
                stage.draw(compose(flight, script, event.time.met_s, Look(doubt=True)))
                stage.frame()
    except InvalidFile as error:
        return f"refused unforeseen: {error.problems[0]}" if "(numbers)" in str(error) else "refused"
    except Exception as error:
        return f"crashed with {type(error).__name__}: {error}"
    return "flew"


if __name__ == "__main__":
    main()
