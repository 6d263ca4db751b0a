"""The flight of Gemini 4: launcher, chase, four days of orbit, the walk, the way home, the sea."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from viz.flight.curves import KeyedCurve
from viz.flight.descent import falls_through
from viz.flight.flight import Flight, sky_of
from viz.flight.frames import EarthClock
from viz.flight.state import Basis, FreeBody, Instant, ParachuteState, Quaternion
from viz.flight.table import COLUMNS, Reader
from viz.flight.timeline import Timeline
from viz.flight.timescale import MissionTime
from viz.flight.told import Jump, LandingMarks, WayDown
from viz.flight.track import Motion
from viz.mission.model import Mission
from viz.missions.gemini4.flight.attitude import AttitudeModel, levels_along
from viz.missions.gemini4.flight.bodies import Bodies
from viz.missions.gemini4.flight.cabin import CabinModel
from viz.missions.gemini4.flight.eva import WalkModel
from viz.missions.gemini4.flight.homeward import Homeward
from viz.missions.gemini4.flight.jumps import jumps_of
from viz.missions.gemini4.flight.numbers import GROUPS, Numbers
from viz.missions.gemini4.flight.path import FlightPath
from viz.missions.gemini4.flight.sea import crew_place, mcdivitt_at, sea_at
from viz.missions.gemini4.flight.state import GeminiBasis, GeminiState, Place, WhiteState
from viz.missions.gemini4.flight.whatif import Closing, WhatIf

MARKS_FROM = "descent.ignition"
"""Landing places are marked from this event on."""
INTERFACE_KM = 121.92
"""400,000 ft (R06)."""


def _own(read: Callable[[GeminiState], object]) -> Reader:
    return cast(Reader, read)


_COLUMNS: Mapping[str, Reader] = {
    "cabin_pressure_kpa": _own(lambda state: state.cabin_pressure_kpa),
    "hatch_open_deg": _own(lambda state: state.hatch_open_deg),
    "suit_pressure_kpa": _own(lambda state: state.white.suit_pressure_kpa),
    "gun_gas_fraction": _own(lambda state: state.white.gun_gas_fraction),
    "distance_from_hatch_m": _own(lambda state: state.white.distance_from_hatch_m),
    "tether_stretch": _own(lambda state: state.white.tether_stretch),
}


@dataclass(frozen=True, slots=True, eq=False, repr=False, kw_only=True)
class GeminiFlight(Flight):
    """One flight, ready to be asked for any instant."""

    numbers: Numbers
    path: FlightPath
    attitude: AttitudeModel
    cabin: CabinModel
    walk: WalkModel
    closing: Closing
    bodies: Bodies
    along_track_sigma_km: KeyedCurve
    across_track_sigma_km: KeyedCurve

    @classmethod
    def of(cls, mission: Mission, folder: Path, what_if: Any) -> GeminiFlight:
        """Reconstruct the flight; InvalidFile for numbers that make none, UsageError for what is not offered."""
        asked = WhatIf.asked(what_if or {})
        read = GROUPS.read(mission.parameters)
        numbers = replace(read, attitude=asked.rows(read.attitude))
        walk, recorded, mission = WalkModel.from_mission(mission, numbers.eva, folder), mission, asked.mission(mission)
        time, clock = MissionTime.from_liftoff(mission.liftoff_utc), EarthClock.from_liftoff(mission.liftoff_utc)
        path = FlightPath.build(numbers, time, folder / "tracks")
        home = path.homeward
        attitude = AttitudeModel.of(
            numbers,
            falls_through(home.track, INTERFACE_KM),
            home.splash_met_s,
            (home.drogue_met_s, home.main_met_s),
            levels_along(path.at, mission.end_met_s),
        )
        along, across = _sigmas(numbers, path)
        return cls(
            mission=mission,
            clock=clock,
            sky=sky_of(mission, clock, time),
            timeline=Timeline.from_mission(mission),
            numbers=numbers,
            path=path,
            attitude=attitude,
            cabin=CabinModel.of(mission, numbers.cabin, mission.event("eva.hatch_closed").time.met_s),
            walk=walk,
            closing=Closing.of(recorded, mission),
            bodies=Bodies.build(path, attitude, numbers, mission.event("eva.glove").time.met_s),
            along_track_sigma_km=along,
            across_track_sigma_km=across,
            pad=path.pad,
            way_down=_way_down(home),
            landing_marks=LandingMarks(mission.event(MARKS_FROM).time.met_s, (("flown", home.site),)),
            revolution_s=numbers.orbit.revolution_s,
        )

    # What any flight is asked.

    def motion_at(self, met_s: float) -> Motion:
        """Return the craft's motion in TEME."""
        return self.path.at(met_s)

    def attitude_at(self, met_s: float, motion: Motion) -> Quaternion:
        """Return the turn from body to TEME."""
        return self.attitude.at(met_s, motion.position_km, motion.velocity_km_s)

    def load_g(self, met_s: float, motion: Motion) -> float:
        """Return the load felt by the crew."""
        return self.path.load_g(met_s, motion)

    def heating_w_m2(self, met_s: float, motion: Motion) -> float:
        """Return the heating at the stagnation point on the way home."""
        return self.path.heating_w_m2(met_s, motion)

    def thrust_fraction(self, met_s: float) -> float:
        """Return how hard the launcher's engines or the burns home run."""
        return self.path.thrust_fraction(met_s)

    def modules_at(self, met_s: float) -> tuple[str, ...]:
        """Return the names of what is attached, in the order of `MODULES`."""
        return self.bodies.modules_at(met_s)

    def free_bodies_at(self, met_s: float, motion: Motion) -> tuple[FreeBody, ...]:
        """Return the parts that have left and are followed."""
        return self.bodies.free_bodies_at(met_s, motion)

    def sigmas_km(self, met_s: float) -> tuple[float, float]:
        """Return one standard deviation of the craft's place, along and across the track."""
        return self.along_track_sigma_km.at(met_s), self.across_track_sigma_km.at(met_s)

    def parachute_at(self, met_s: float) -> ParachuteState:
        """Return drogue and main parachute."""
        return self.path.homeward.parachute_at(met_s)

    def craft_basis(self, met_s: float) -> Basis:
        """Return what the craft's place rests on: the record at rest, the fit in flight."""
        return "record" if met_s < 0.0 or met_s >= self.path.homeward.splash_met_s else "reconstruction"

    @property
    def jumps(self) -> tuple[Jump, ...]:
        """Every instant at which a number of the state may step; between them all of it is continuous."""
        found = jumps_of(self.path, self.walk, self.numbers, self.closing)
        return tuple(jump for jump in found if self.start_met_s < jump.met_s <= self.end_met_s)

    @property
    def down_met_s(self) -> float:
        """Return when the mission has the splash."""
        return self.path.homeward.splash_met_s

    @property
    def columns(self) -> Mapping[str, Reader]:
        """Return the columns of the flight's table, those of cabin, gun and umbilical among them."""
        *most, last = COLUMNS.items()
        return dict((*most, *_COLUMNS.items(), last))

    def state_of(self, now: Instant) -> GeminiState:
        """Return the state with the cabin, the crew and the sea."""
        met_s, numbers = now.met_s, self.numbers
        since_s, cabin_kpa = met_s - self.path.homeward.splash_met_s, self.cabin.pressure_kpa(met_s)
        suit_kpa = max(numbers.cabin.suit_pressure_kpa, cabin_kpa)
        return GeminiState.of(
            now,
            self.parachute_at(met_s),
            self._standing(met_s),
            cabin_pressure_kpa=cabin_kpa,
            hatch_open_deg=self.cabin.hatch_open_deg(met_s),
            hatch_locked=self.cabin.is_locked(met_s),
            white=self._white(met_s, cabin_kpa, since_s),
            mcdivitt=mcdivitt_at(numbers.sea, since_s, suit_kpa),
            camera_mounted=self._camera_on_s <= met_s < self.walk.times.camera_off_s,
            stage_lights=float(numbers.ascent.separation_s <= met_s < self.bodies.stage_2_ends_s),
            sea=sea_at(numbers.sea, since_s),
            retro_burning=self.path.homeward.retro_burning(met_s),
        )

    @property
    def _camera_on_s(self) -> float:
        return self.mission.event("eva.camera_on").time.met_s

    def _white(self, met_s: float, cabin_kpa: float, since_s: float) -> WhiteState:
        white = self.walk.at(self.closing.walk_s(met_s), cabin_kpa)
        if since_s < 0.0:
            return white
        return replace(white, place=cast(Place, crew_place(self.numbers.sea, since_s, white.place)))

    def _standing(self, met_s: float) -> GeminiBasis:
        return GeminiBasis(craft=self.craft_basis(met_s), parachute="reconstruction")


def _way_down(home: Homeward) -> WayDown:
    stretches = (
        ("burn", home.numbers.first_burn_met_s),
        ("coast", home.burnout_met_s),
        ("entry", falls_through(home.track, 100.0)),
        ("parachute", home.drogue_met_s),
    )
    return WayDown(home.track, home.site, stretches, home.splash_met_s, home.load_g)


def _sigmas(numbers: Numbers, path: FlightPath) -> tuple[KeyedCurve, KeyedCurve]:
    """Return one standard deviation along and across the track: none at the pad and the splash."""
    n = numbers.uncertainty
    times_s = (
        0.0,
        path.chase.start_s,
        n.walk_met_s,
        n.second_day_met_s,
        n.last_day_met_s,
        path.coast.end_s,
        path.homeward.splash_met_s,
    )
    last_km = n.last_day_along_km
    along = (0.0, n.insertion_along_km, n.walk_along_km, n.second_day_along_km, last_km, last_km, 0.0)
    across = (0.0, *[n.across_km] * 5, 0.0)
    return KeyedCurve.through(times_s, along), KeyedCurve.through(times_s, across)
