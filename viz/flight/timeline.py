"""Which phase and which event belong to an instant, from tables made once."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace

from viz.mission.model import Event, Mission


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Timeline:
    """Phases and events in order of time."""

    phase_starts_s: tuple[float, ...]
    phases: tuple[tuple[str, ...], ...]
    """From each start on: ids of the phases that hold, outermost first."""
    event_times_s: tuple[float, ...]
    events: tuple[str, ...]
    start_s: float
    end_s: float

    def __repr__(self) -> str:
        return f"<Timeline: {len(self.phases)} stretches, {len(self.events)} events>"

    @classmethod
    def from_mission(cls, mission: Mission, last_event_s: float = math.inf) -> Timeline:
        """Cut the flight at every phase boundary and order its events, up to the last that happens."""
        starts = sorted({edge for phase in mission.phases for edge in (phase.start_met_s, phase.end_met_s)})
        held: list[tuple[str, ...]] = []
        for start in starts:
            ids = tuple(phase.id for phase in mission.phases_at(start))
            held.append(ids or (held[-1] if held else ()))
        happened = [event for event in mission.events if event.time.met_s <= last_event_s]
        events = sorted(happened, key=lambda event: event.time.met_s)
        return cls(
            tuple(starts),
            tuple(held),
            tuple(event.time.met_s for event in events),
            tuple(event.id for event in events),
            mission.start_met_s,
            mission.end_met_s,
        )

    def at(self, met_s: float) -> tuple[str, str | None]:
        """Return the innermost phase, and the latest event at or before the instant."""
        held = self.phases[bisect_right(self.phase_starts_s, met_s) - 1]
        index = bisect_right(self.event_times_s, met_s) - 1
        return held[-1], self.events[index] if index >= 0 else None

    def within(self, phase_id: str, met_s: float) -> bool:
        """Return whether a phase of any depth holds at the instant."""
        return phase_id in self.phases[bisect_right(self.phase_starts_s, met_s) - 1]


def retimed(mission: Mission, moments: Mapping[str, float]) -> Mission:
    """Return the mission with its descent put where another one has it.

    `moments` gives the new time of some events, the ignition and the touchdown among them. What lies between two
    of them moves with the earlier; phases end and begin with the events they belong to. What comes before the
    ignition or after the touchdown keeps its recorded time.
    """
    anchors = sorted((mission.event(name).time.met_s, moments[name]) for name in moments)
    recorded_s = [recorded for recorded, _ in anchors]

    def moved(met_s: float) -> float:
        if not recorded_s[0] <= met_s <= recorded_s[-1]:
            return met_s
        recorded, new = anchors[bisect_right(recorded_s, met_s) - 1]
        return new + (met_s - recorded)

    def event_moved(event: Event) -> Event:
        time = event.time
        shift = moved(time.met_s) - time.met_s
        if shift == 0.0:
            return event
        later = replace(
            time,
            met_s=moved(time.met_s),
            earliest_met_s=time.earliest_met_s + shift,
            latest_met_s=time.latest_met_s + shift,
        )
        return replace(event, time=later, time_standing="derived")

    phases = tuple(
        replace(phase, start_met_s=moved(phase.start_met_s), end_met_s=moved(phase.end_met_s))
        for phase in mission.phases
    )
    events = sorted((event_moved(event) for event in mission.events), key=lambda event: event.time.met_s)
    return replace(mission, phases=phases, events=tuple(events))
