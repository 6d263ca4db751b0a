"""What a what-if makes of the walk, of the clock and of the events; with nothing supposed, the recorded ones."""

from __future__ import annotations

import math
from pathlib import Path

from viz.flight.descent import Descent
from viz.mission.model import Mission
from viz.missions.voskhod2.flight.classroom import moments_of
from viz.missions.voskhod2.flight.eva import ENTRIES, EvaModel
from viz.missions.voskhod2.flight.numbers import Numbers
from viz.missions.voskhod2.flight.path import FlightPath
from viz.missions.voskhod2.flight.pushoff import fly_push_off, push_off_met_s, with_push_off
from viz.missions.voskhod2.flight.whatif import WhatIf


def walk_of(mission: Mission, numbers: Numbers, folder: Path, what_if: WhatIf) -> EvaModel:
    """Return the walk as supposed: its entry, its suit, its push-off."""
    pressure = what_if.relief_pressure_atm(numbers.suit.relief_pressure_atm)
    eva = EvaModel.from_mission(mission, numbers, folder, entry=what_if.entry, relief_pressure_atm=pressure)
    push_m_s = numbers.eva.rope_departure_m_s
    wanted_m_s = what_if.push_m_s(push_m_s)
    return eva if wanted_m_s == push_m_s else with_push_off(eva, fly_push_off(mission, numbers, eva, wanted_m_s))


def other_walk_of(mission: Mission, numbers: Numbers, folder: Path, what_if: WhatIf) -> EvaModel:
    """Return the recorded walk beside a hypothetical one, the other version of the record beside the recorded."""
    recorded_atm = numbers.suit.relief_pressure_atm
    if what_if.changes_walk(recorded_atm, numbers.eva.rope_departure_m_s):
        return EvaModel.from_mission(mission, numbers, folder, entry=what_if.entry, relief_pressure_atm=recorded_atm)
    entry = next(manner for manner in ENTRIES if manner != what_if.entry)
    return EvaModel.from_mission(mission, numbers, folder, entry=entry, relief_pressure_atm=recorded_atm)


def moments_in(mission: Mission, descent: Descent) -> dict[str, float]:
    """Return the times of a descent's events; a touchdown within a hundredth of the recorded one is that one."""
    moments = moments_of(descent)
    recorded = mission.event("landing.touchdown").time.met_s
    if abs(moments["landing.touchdown"] - recorded) < 0.01:
        moments["landing.touchdown"] = recorded
    return moments


def changed_from_met_s(mission: Mission, numbers: Numbers, what_if: WhatIf, path: FlightPath) -> float:
    """Return from when the flight is no longer the recorded one."""
    recorded = numbers.suit.relief_pressure_atm
    changes = [math.inf]
    if what_if.relief_pressure_atm(recorded) != recorded:
        changes.append(mission.event("eva.pressure_drop").time.met_s)
    if what_if.push_m_s(numbers.eva.rope_departure_m_s) != numbers.eva.rope_departure_m_s:
        changes.append(push_off_met_s(mission, numbers.eva))
    if what_if.delay_s:
        changes.append(path.ignition_met_s - max(what_if.delay_s, 0.0))
    return min(changes)
