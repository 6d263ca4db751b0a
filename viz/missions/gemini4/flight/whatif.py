"""Which versions of the record may be asked for: when the hatch was shut, and how the ship lay at the exit.

Each is another version of the record, not another flight; what else there is stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from viz.errors import UsageError
from viz.flight.timeline import retimed
from viz.mission.model import Mission
from viz.missions.gemini4.flight.numbers import Turned

CLOSINGS = ("official", "from_opening", "from_exit")
"""Versions of the question `hatch_closing`; the first is drawn unasked (E28)."""
EXITS = ("right_side_up", "heads_down")
"""Versions of the question `attitude_at_exit`; the first is drawn unasked (M01)."""
CLOSED, FILLED = "eva.hatch_closed", "eva.repress"
_HELD_ROWS = ("eva", "held")
"""Rows of the group ``[attitude]`` between which the ship is held for the exit (M02)."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What is asked to be otherwise than drawn; UsageError for what is not offered."""

    hatch: Mapping[str, str] = field(default_factory=dict)
    """`closed`, one of `CLOSINGS`."""
    attitude: Mapping[str, str] = field(default_factory=dict)
    """`exit`, one of `EXITS`."""

    def __post_init__(self) -> None:
        _offered("hatch", self.hatch, "closed", CLOSINGS)
        _offered("attitude", self.attitude, "exit", EXITS)

    @classmethod
    def asked(cls, groups: Mapping[str, Mapping[str, str]]) -> WhatIf:
        """Return what is asked by its groups; UsageError for a group there is none of."""
        for group in groups:
            if group not in ("hatch", "attitude"):
                raise UsageError(f'there is no what-if "{group}" - choose from hatch, attitude')
        return cls(**groups)

    @property
    def closing(self) -> str:
        """Which telling of the closing holds."""
        return self.hatch.get("closed", CLOSINGS[0])

    @property
    def exit(self) -> str:
        """How the ship lies at the exit."""
        return self.attitude.get("exit", EXITS[0])

    def mission(self, recorded: Mission) -> Mission:
        """Return the mission with the closing of the hatch, and the air after it, where that telling puts them."""
        if self.closing == CLOSINGS[0]:
            return recorded
        later_s = closed_met_s(recorded, self.closing) - recorded.event(CLOSED).time.met_s
        moments = {name: recorded.event(name).time.met_s + later_s for name in (CLOSED, FILLED)}
        return retimed(recorded, moments)

    def rows(self, rows: Mapping[str, Turned]) -> Mapping[str, Turned]:
        """Return the rows of ``[attitude]`` as that telling has them: half a roll more while the ship is held."""
        if self.exit == EXITS[0]:
            return rows
        turned = {name: replace(rows[name], roll_deg=rows[name].roll_deg - 180.0) for name in _HELD_ROWS}
        return {**rows, **turned}


def closed_met_s(mission: Mission, closing: str) -> float:
    """Return when the hatch is shut by one telling: the event itself, or the hour of the question's version."""
    question = next(one for one in mission.questions if one.id == "hatch_closing")
    utc = question.version(closing).utc
    if closing == CLOSINGS[0] or utc is None:
        return mission.event(CLOSED).time.met_s
    return (utc - mission.liftoff_utc).total_seconds()


@dataclass(frozen=True, slots=True)
class Closing:
    """From standing in the seat to the hatch shut: recorded and drawn; the struggle fills the time there is."""

    ingress_s: float
    recorded_s: float
    closed_s: float

    @classmethod
    def of(cls, recorded: Mission, drawn: Mission) -> Closing:
        """Return it for two tellings of one mission; NotTold when it lacks an event."""
        ingress_s = recorded.event("eva.ingress").time.met_s
        return cls(ingress_s, recorded.event(CLOSED).time.met_s, drawn.event(CLOSED).time.met_s)

    def walk_s(self, met_s: float) -> float:
        """Return the instant of the recorded walk that is drawn at `met_s`."""
        return _along(met_s, self.ingress_s, self.closed_s, self.recorded_s)

    def drawn_s(self, walk_s: float) -> float:
        """Return when an instant of the recorded walk is drawn."""
        return _along(walk_s, self.ingress_s, self.recorded_s, self.closed_s)


def _along(met_s: float, start_s: float, end_s: float, to_s: float) -> float:
    """Return an instant with what lies from `start_s` to `end_s` drawn out to `to_s`, and what follows moved along."""
    if met_s <= start_s:
        return met_s
    if met_s >= end_s:
        return met_s + (to_s - end_s)
    return start_s + (met_s - start_s) * (to_s - start_s) / (end_s - start_s)


def _offered(group: str, given: Mapping[str, str], name: str, choices: tuple[str, ...]) -> None:
    if not isinstance(given, Mapping):
        raise UsageError(f"what-if {group}: {given!r} is not a group - write {{{name!r}: {choices[1]!r}}}")
    for key, value in given.items():
        if key != name or value not in choices:
            raise UsageError(f"what-if {group}: {key} = {value!r} is not offered - {name} is {' or '.join(choices)}")
