"""What may be asked to be otherwise than it was, and within which bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from viz.errors import UsageError
from viz.missions.voskhod2.flight.classroom import SHIFT_RANGE_S, inside
from viz.missions.voskhod2.flight.eva import ENTRIES, Entry
from viz.missions.voskhod2.flight.pushoff import PUSH_RANGE_M_S
from viz.missions.voskhod2.flight.solutions import SOLUTIONS, Solution, checked
from viz.missions.voskhod2.flight.winding import HANDLINGS, Handling

RELIEF_PRESSURE_RANGE_ATM = (0.20, 0.40)
"""Below, a man no longer gets oxygen enough; above is the working pressure itself (U01)."""
DELAY_RANGE_S = SHIFT_RANGE_S


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What is asked to be otherwise than it was; empty groups mean the flight as reconstructed.

    `suit`: `relief_pressure_atm`, the regulator's lower setting, or None for never switching it.
    `descent`: `delay_s`, seconds the ignition comes later (or, below zero, earlier) than it did.
    `eva`: `entry`, one of `eva.ENTRIES`: another version of the record, not another flight;
    `tether`, one of `winding.HANDLINGS`: another version likewise; `push_m_s`, how fast he leaves the rail
    for the end of the tether.
    `orbit`: "R" or "B", one of `solutions.SOLUTIONS`: another fit to the record, not another flight.
    UsageError for anything else, and for values outside what is possible.
    """

    suit: Mapping[str, float | None] = field(default_factory=dict)
    descent: Mapping[str, float] = field(default_factory=dict)
    eva: Mapping[str, str | float] = field(default_factory=dict)
    orbit: Solution = SOLUTIONS[0]

    def __post_init__(self) -> None:
        _only("suit", self.suit, ("relief_pressure_atm",))
        _only("descent", self.descent, ("delay_s",))
        _only("eva", self.eva, ("entry", "tether", "push_m_s"))
        pressure = self.suit.get("relief_pressure_atm")
        if pressure is not None:
            inside("what-if suit", "relief_pressure_atm", pressure, RELIEF_PRESSURE_RANGE_ATM)
        inside("what-if descent", "delay_s", self.delay_s, DELAY_RANGE_S)
        entry = self.eva.get("entry", ENTRIES[0])
        if entry not in ENTRIES:
            raise UsageError(f"what-if eva: there is no entry {entry!r} - use one of {', '.join(ENTRIES)}")
        tether = self.eva.get("tether", HANDLINGS[0])
        if tether not in HANDLINGS:
            raise UsageError(f"what-if eva: there is no tether {tether!r} - use one of {', '.join(HANDLINGS)}")
        if "push_m_s" in self.eva:
            inside("what-if eva", "push_m_s", self.eva["push_m_s"], PUSH_RANGE_M_S)
        checked(self.orbit)

    @property
    def delay_s(self) -> float:
        """Seconds the ignition is moved by."""
        return self.descent.get("delay_s", 0.0)

    @property
    def entry(self) -> Entry:
        """How he comes back in."""
        return next(manner for manner in ENTRIES if manner == self.eva.get("entry", ENTRIES[0]))

    @property
    def tether(self) -> Handling:
        """What he does with the tether before he goes in."""
        return next(manner for manner in HANDLINGS if manner == self.eva.get("tether", HANDLINGS[0]))

    def push_m_s(self, recorded: float) -> float:
        """Return how fast he leaves the rail for the end of the tether."""
        return float(self.eva.get("push_m_s", recorded))

    def changes_walk(self, recorded_atm: float, recorded_push_m_s: float) -> bool:
        """Return whether the walk is another than the recorded one."""
        pressure, push = self.relief_pressure_atm(recorded_atm), self.push_m_s(recorded_push_m_s)
        return pressure != recorded_atm or push != recorded_push_m_s

    def relief_pressure_atm(self, recorded: float) -> float | None:
        """Return the regulator's lower setting; None where it is never switched."""
        return self.suit.get("relief_pressure_atm", recorded)


def _only(group: str, given: Mapping[str, object], known: tuple[str, ...]) -> None:
    if not isinstance(given, Mapping):
        raise UsageError(f"what-if {group}: {given!r} is not a group - write {{{known[0]!r}: ...}}")
    for name in given:
        if name not in known:
            raise UsageError(f'what-if {group}: "{name}" cannot be changed - known: {", ".join(known)}')
