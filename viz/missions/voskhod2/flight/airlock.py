"""The Volga airlock: how far it stands out, what pressure it holds, which hatches are open.

Clock times come from the mission's events; how fast valves and hatches work is a model, its numbers
in the group ``[airlock]`` of the flight file.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from viz.flight.curves import ramp
from viz.mission.model import Mission
from viz.missions.voskhod2.flight.numbers_walk import Airlock
from viz.missions.voskhod2.flight.state import AirlockState

_NEVER_S = 1e12
"""Later than any instant asked for, and finite, so that ramps still work."""


@dataclass(frozen=True, slots=True)
class AirlockTimes:
    """When the airlock changes, seconds after lift-off."""

    deploy_s: float
    entry_s: float
    vent_s: float
    hatch_open_s: float
    hatch_closed_s: float
    repress_s: float
    cabin_return_s: float
    jettison_s: float


@dataclass(frozen=True, slots=True)
class AirlockModel:
    """Extension, pressures and hatches of the airlock at any instant."""

    times: AirlockTimes
    inflation_s: float
    before_kpa: float
    """In the cabin until the lock takes its air."""
    filled_kpa: float
    """In the cabin from then on."""
    lock_kpa: float
    """In the filled lock, until the inner hatch is to open."""
    vent_scale_s: float
    repress_scale_s: float
    hatch_moves_s: float
    inner_hatch_open_s: tuple[float, float]
    """How long the inner hatch stands open for his way in and his way back."""

    @classmethod
    def from_mission(cls, mission: Mission, numbers: Airlock, *, man_comes_home: bool = True) -> AirlockModel:
        """Return the model of that mission; NotTold when it lacks an event.

        Where the man does not come home, the outer hatch stays open, the lock stays airless, and no one jettisons it:
        it goes when the modules part.
        """
        times = AirlockTimes(
            deploy_s=_met_s(mission, "airlock.deploy"),
            entry_s=_met_s(mission, "airlock.entry"),
            vent_s=_met_s(mission, "eva.vent"),
            hatch_open_s=_met_s(mission, "eva.hatch_open"),
            hatch_closed_s=_met_s(mission, "eva.hatch_closed") if man_comes_home else _NEVER_S,
            repress_s=_met_s(mission, "eva.repress") if man_comes_home else _NEVER_S,
            # E15 is the inner hatch shut behind him.
            cabin_return_s=_met_s(mission, "eva.cabin") - numbers.inner_hatch_open_s if man_comes_home else _NEVER_S,
            jettison_s=_met_s(mission, "airlock.jettison" if man_comes_home else "descent.modules_parted"),
        )
        return cls(
            times=times,
            inflation_s=numbers.inflation_s,
            before_kpa=numbers.cabin_pressure_kpa,
            filled_kpa=numbers.cabin_filled_kpa,
            lock_kpa=numbers.lock_filled_kpa,
            vent_scale_s=numbers.vent_scale_s,
            repress_scale_s=numbers.repress_scale_s,
            hatch_moves_s=numbers.hatch_moves_s,
            # Shut before the lock is vented, whatever the mission says of the way in.
            inner_hatch_open_s=(
                min(numbers.inner_hatch_open_s, times.vent_s - 30.0 - times.entry_s),
                numbers.inner_hatch_open_s,
            ),
        )

    def at(self, met_s: float) -> AirlockState:
        """Return the airlock at that instant, seconds after lift-off."""
        attached = met_s < self.times.jettison_s
        return AirlockState(
            extension=self.extension(met_s),
            pressure_kpa=self.pressure_kpa(met_s),
            cabin_pressure_kpa=self.cabin_pressure_kpa(met_s),
            inner_hatch_fraction=self.inner_hatch_fraction(met_s),
            outer_hatch_fraction=self.outer_hatch_fraction(met_s),
            attached=attached,
        )

    def extension(self, met_s: float) -> float:
        """Return how far it stands out: 0 stowed, 1 after the seven minutes of inflation (T09)."""
        return ramp(met_s, self.times.deploy_s, self.times.deploy_s + self.inflation_s)

    def cabin_pressure_kpa(self, met_s: float) -> float:
        """Return the gas pressure in the cabin, which fills the lock through the equalising valve as it unfolds."""
        return self.before_kpa + (self.filled_kpa - self.before_kpa) * self.extension(met_s)

    def pressure_kpa(self, met_s: float) -> float:
        """Return the gas pressure inside: none while folded, none once it is cut off."""
        times = self.times
        if met_s >= times.jettison_s:
            return 0.0
        if met_s < times.vent_s:
            # The valve evens out what is left before the inner hatch opens.
            evened = ramp(met_s, times.entry_s - self.hatch_moves_s, times.entry_s)
            return self.lock_kpa * self.extension(met_s) + (self.filled_kpa - self.lock_kpa) * evened
        if met_s < times.repress_s:
            # What the valve has left goes with the opening hatch.
            left = math.exp(-(met_s - times.vent_s) / self.vent_scale_s)
            return self.filled_kpa * left * (1.0 - ramp(met_s, times.hatch_open_s, self._opened_s))
        return self.filled_kpa * (1.0 - math.exp(-(met_s - times.repress_s) / self.repress_scale_s))

    def outer_hatch_fraction(self, met_s: float) -> float:
        """Return how far the outer hatch is open; it starts at E02 and is shut at E13."""
        times = self.times
        opening = ramp(met_s, times.hatch_open_s, self._opened_s)
        return opening - ramp(met_s, times.hatch_closed_s - self.hatch_moves_s, times.hatch_closed_s)

    def inner_hatch_fraction(self, met_s: float) -> float:
        """Return how far the inner hatch is open: for his way in (T11) and his way back (E15)."""
        moves_s, fraction = self.hatch_moves_s, 0.0
        starts_s = (self.times.entry_s, self.times.cabin_return_s)
        for start_s, open_s in zip(starts_s, self.inner_hatch_open_s, strict=True):
            fraction += ramp(met_s, start_s, start_s + moves_s)
            fraction -= ramp(met_s, start_s + open_s - moves_s, start_s + open_s)
        return fraction

    @property
    def _opened_s(self) -> float:
        return self.times.hatch_open_s + self.hatch_moves_s


def _met_s(mission: Mission, event_id: str) -> float:
    return mission.event(event_id).time.met_s
