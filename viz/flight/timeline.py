"""Which phase and which event belong to an instant, from tables made once."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

from viz.mission.model import Event, Mission


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """Phases and events in order of time."""

    phase_starts_s: tuple[float, ...]
    phases: tuple[tuple[str, ...], ...]
    """From each start on: ids of the phases that hold, outermost first."""
    event_times_s: tuple[float, ...]
    events: tuple[str, ...]
    start_s: float
    end_s: float

    @classmethod
    def from_mission(cls, mission: Mission) -> Timeline:
        """Cut the flight at every phase boundary and order its events."""
        starts = sorted({edge for phase in mission.phases for edge in (phase.start_met_s, phase.end_met_s)})
        held: list[tuple[str, ...]] = []
        for start in starts:
            ids = tuple(phase.id for phase in mission.phases_at(start))
            held.append(ids or (held[-1] if held else ()))
        events = sorted(mission.events, key=lambda event: event.time.met_s)
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


def moved_by(mission: Mission, delay_s: float, ignition_s: float, touchdown_s: float) -> Mission:
    """Return the mission with everything from the ignition to the touchdown put off.

    The touchdown itself goes to `touchdown_s`, where the descent flown anew has it; phases end and begin with
    the events they belong to. What comes after in the forest keeps its recorded time.
    """
    recorded = mission.event("landing.touchdown").time.met_s

    def moved(met_s: float) -> float:
        if not ignition_s <= met_s <= recorded:
            return met_s
        return touchdown_s if met_s == recorded else met_s + delay_s

    def event_moved(event: Event) -> Event:
        time = event.time
        if moved(time.met_s) == time.met_s:
            return event
        shift = moved(time.met_s) - time.met_s
        later = replace(
            time,
            met_s=time.met_s + shift,
            earliest_met_s=time.earliest_met_s + shift,
            latest_met_s=time.latest_met_s + shift,
        )
        return replace(event, time=later, time_standing="derived")

    phases = tuple(
        replace(phase, start_met_s=moved(phase.start_met_s), end_met_s=moved(phase.end_met_s))
        for phase in mission.phases
    )
    return replace(mission, phases=phases, events=tuple(event_moved(event) for event in mission.events))
