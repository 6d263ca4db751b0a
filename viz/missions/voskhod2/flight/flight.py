"""The flight of Voskhod 2: launcher, orbit, lock, walk, descent, clearing, and the training before.

Where Leonov does not come home, he stays at the rim, or head down in the lock, with the hatch open and the lock
airless until his oxygen is spent; after that nothing is claimed: the craft's own motion goes on as it was, the airlock
goes when the modules part, no event is told.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, cast

from viz.errors import InvalidFile, Problem, UsageError
from viz.flight.curves import KeyedCurve
from viz.flight.descent import Descent
from viz.flight.flight import Flight, sky_of
from viz.flight.ground import GroundPlace
from viz.flight.quaternion import angle_between_rad, rotate
from viz.flight.state import Basis, FreeBody, Instant, ParachuteState, Quaternion, Vec3, WalkerState
from viz.flight.table import COLUMNS, Reader
from viz.flight.timeline import Timeline, retimed
from viz.flight.timescale import MissionTime
from viz.flight.told import Jump, Landing, LandingMarks, LateIgnition, OrbitFigures, Prediction, WayDown
from viz.flight.track import Motion
from viz.flight.vector import length, sub
from viz.mission.model import Mission
from viz.mission.read import nearest
from viz.missions.voskhod2.flight.airlock import AirlockModel
from viz.missions.voskhod2.flight.attitude import AttitudeModel
from viz.missions.voskhod2.flight.classroom import LATE_S, late_ignition, other_landing
from viz.missions.voskhod2.flight.eva import EvaModel
from viz.missions.voskhod2.flight.fates import Fate, fate_in_orbit, fate_of_falling
from viz.missions.voskhod2.flight.forest import ForestModel, body_place
from viz.missions.voskhod2.flight.jumps import jumps_of
from viz.missions.voskhod2.flight.laboratory import TrainingState
from viz.missions.voskhod2.flight.numbers import Numbers, numbers_of
from viz.missions.voskhod2.flight.parts import AIRLOCK_AREA_PER_KG, Parts
from viz.missions.voskhod2.flight.path import FlightPath
from viz.missions.voskhod2.flight.prediction import figures_of, predicted_at, sigmas_of
from viz.missions.voskhod2.flight.solutions import SOLUTIONS, Solution, mission_of
from viz.missions.voskhod2.flight.state import LeonovState, Place, VoskhodBasis, VoskhodState
from viz.missions.voskhod2.flight.supposed import changed_from_met_s, moments_in, other_walk_of, walk_of
from viz.missions.voskhod2.flight.training import TrainingModel
from viz.missions.voskhod2.flight.whatif import WhatIf
from viz.missions.voskhod2.flight.winding import with_winding, wound_share

MARKS_FROM = "descent.waiting"
"""Landing places are marked from this phase on."""


def _own(read: Callable[[VoskhodState], object]) -> Reader:
    return cast(Reader, read)


_COLUMNS: Mapping[str, Reader] = {
    "airlock_pressure_kpa": _own(lambda state: state.airlock.pressure_kpa),
    "suit_pressure_kpa": _own(lambda state: state.leonov.suit_pressure_kpa),
    "suit_swell": _own(lambda state: state.leonov.suit_swell),
    "suit_stiffness": _own(lambda state: state.leonov.suit_stiffness),
    "oxygen_fraction": _own(lambda state: state.leonov.oxygen_fraction),
    "distance_from_hatch_m": _own(lambda state: state.leonov.distance_from_hatch_m),
    "tether_stretch": _own(lambda state: state.leonov.tether_stretch),
}


@dataclass(frozen=True, slots=True, eq=False, repr=False, kw_only=True)
class VoskhodFlight(Flight):
    """One flight, ready to be asked for any instant."""

    numbers: Numbers
    """Those of the solution flown."""
    what_if: WhatIf
    path: FlightPath
    attitude: AttitudeModel
    airlock: AirlockModel
    eva: EvaModel
    parts: Parts
    along_track_sigma_km: KeyedCurve
    across_track_sigma_km: KeyedCurve
    other_eva: EvaModel
    """The walk beside the one shown: the other version of the record, in by the other end; the recorded walk beside a
    hypothetical one."""
    planned: Descent
    """The automatic descent that did not happen, 07:05:02 on 19 March."""
    forest: ForestModel
    training: TrainingModel | None
    """None where the mission has no numbers for it."""

    @classmethod
    def of(cls, mission: Mission, folder: Path, what_if: WhatIf) -> VoskhodFlight:
        """Reconstruct the flight, other than it was in what is supposed.

        Raises InvalidFile for numbers that make no flight, NotTold for an event that is missing.
        """
        mission = _judged(mission, folder, what_if.orbit)
        numbers = numbers_of(mission.parameters)
        time = MissionTime.from_liftoff(mission.liftoff_utc)
        path = FlightPath.build(numbers, time, folder / "tracks", what_if.delay_s, what_if.orbit)
        if what_if.delay_s or what_if.orbit != SOLUTIONS[0]:
            mission = retimed(mission, moments_in(mission, path.descent))
        attitude = AttitudeModel.from_mission(mission, numbers)
        eva = walk_of(mission, numbers, folder, what_if)
        jettison_s = mission.event("airlock.jettison").time.met_s if eva.comes_home else None
        parted_s = mission.event("descent.modules_parted").time.met_s
        along, across = sigmas_of(numbers.uncertainty, path, landing_is_known=not what_if.delay_s)
        planned = path.planned_descent(numbers.descent)
        return cls(
            mission=mission,
            numbers=numbers,
            what_if=what_if,
            path=path,
            clock=path.clock,
            sky=sky_of(mission, path.clock, time),
            attitude=attitude,
            airlock=eva.airlock,
            eva=eva,
            parts=Parts.build(path, attitude, numbers, jettison_s, parted_s),
            timeline=Timeline.from_mission(mission, eva.times.stuck_s),
            along_track_sigma_km=along,
            across_track_sigma_km=across,
            other_eva=other_walk_of(mission, numbers, folder, what_if),
            planned=planned,
            pad=path.pad,
            way_down=WayDown.of(path.descent),
            planned_way=WayDown.of(planned),
            landing_marks=_marks(mission, numbers, planned),
            revolution_s=numbers.orbit.revolution_s,
            forest=ForestModel.from_mission(mission, numbers.forest, path.touchdown_met_s),
            training=None if numbers.training is None else TrainingModel.from_numbers(numbers.training),
            changes_met_s=changed_from_met_s(mission, numbers, what_if, path),
            claimed_until_met_s=min(
                math.inf if eva.comes_home else eva.suit.oxygen_on_s + eva.suit.oxygen_lasts_s,
                path.touchdown_met_s if what_if.delay_s else math.inf,
            ),
        )

    @property
    def variant(self) -> str:
        """Return which of the two orbits this is, where it is not the one that is flown unasked."""
        return "" if self.what_if.orbit == SOLUTIONS[0] else f"orbit {self.what_if.orbit}, "

    @property
    def jumps(self) -> tuple[Jump, ...]:
        """Every instant at which a number of the state may step; between them all of it is continuous."""
        found = jumps_of(self.path, self.eva, self.airlock.times, self.numbers.ascent)
        return tuple(jump for jump in found if self.start_met_s < jump.met_s <= self.end_met_s)

    def descent(self, delay_s: float | None = None) -> LateIgnition:
        """Return what a late ignition did: `flight.descent(delay_s=46).miss_km` is 349.

        `delay_s` is how late the ignition that was flown is taken to have been, None for the longest told (R06 has 22
        to 46 s); the answer holds the landing as it was and the one that the same burn, punctual, would have had:
        places, times, loads, and the miss between them. UsageError outside 0 to 90 s.
        """
        return late_ignition(self.path, LATE_S if delay_s is None else delay_s)

    def landing(
        self,
        *,
        ignition_shift_s: float = 0.0,
        delta_v_m_s: float | None = None,
        yaw_deg: float | None = None,
        pitch_deg: float | None = None,
    ) -> Landing:
        """Return where another burn from the same orbit comes down; what is not given stays as flown.

        `ignition_shift_s` moves the ignition later; the angles turn the thrust from straight backward.
        UsageError names the number that is not possible, and its range.
        """
        changes = {"delta_v_m_s": delta_v_m_s, "yaw_deg": yaw_deg, "pitch_deg": pitch_deg}
        return other_landing(self.path, {"ignition_shift_s": ignition_shift_s, **changes})

    def planned_descent(self) -> Descent:
        """Return the automatic descent that did not happen, 07:05:02 on 19 March."""
        return self.planned

    def other_leonov_at(self, met_s: float) -> LeonovState | None:
        """Return the man as the other walk has him, or None where the two agree within 5 cm.

        UsageError outside the flight.
        """
        met_s = self.instant(met_s)
        told, drawn = self.other_eva.at(met_s), self.eva.at(met_s)
        apart = length(sub(told.position_m, drawn.position_m)) > 0.05
        turned = angle_between_rad(told.attitude_quaternion, drawn.attitude_quaternion) > 0.2
        return told if apart or turned else None

    @property
    def orbit_figures(self) -> OrbitFigures:
        """Return the orbit's mean elements and the heights flown in the first revolution, which are not the same."""
        return figures_of(self.path)

    def predicted_at(self, met_s: float) -> Prediction | None:
        """Return where launch and published orbit alone would have the craft; None outside insertion to ignition.

        UsageError outside the flight.
        """
        return predicted_at(self.path, self.numbers.orbit_published, self.instant(met_s))

    def planned_site(self) -> GroundPlace:
        """Return where the planned descent lands."""
        return self.planned.site

    def fate(self, name: str) -> Fate:
        """Return how the `instrument_module` or the `airlock` ended; the airlock's takes seconds to compute.

        UsageError for any other part, and for an airlock that was never jettisoned.
        """
        follow = self.numbers.free_bodies
        falling = next((part for part in self.parts.falling if part.name == name == "instrument_module"), None)
        if falling is not None:
            return fate_of_falling(falling, self.path.clock)
        if name != "airlock" or not self.eva.comes_home:
            raise UsageError(f"nothing is told of the fate of {name!r} - ask for instrument_module or airlock")
        start = self.path.knot(self.parts.leaves_s["airlock"])
        turn = self.attitude.at(start.met_s, start.position_km, start.velocity_km_s)
        push = rotate(turn, (0.0, 0.0, follow.airlock.drift_m_s * 1e-3))
        end_km = follow.instrument_module.end_km
        return fate_in_orbit(name, start, push, AIRLOCK_AREA_PER_KG, end_km, self.path.clock)

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
        """Return the heating at the stagnation point during the descent."""
        return self.path.heating_w_m2(met_s, motion)

    def thrust_fraction(self, met_s: float) -> float:
        """Return how hard the launcher's or the braking engine runs."""
        return self.path.thrust_fraction(met_s)

    def modules_at(self, met_s: float) -> tuple[str, ...]:
        """Return the names of what is attached, in the order of `MODULES`."""
        return self.parts.modules_at(met_s)

    def free_bodies_at(self, met_s: float, motion: Motion) -> tuple[FreeBody, ...]:
        """Return the parts that have left and are followed."""
        return self.parts.free_bodies_at(met_s, motion)

    def sigmas_km(self, met_s: float) -> tuple[float, float]:
        """Return one standard deviation of the craft's place, along and across the track."""
        return self.along_track_sigma_km.at(met_s), self.across_track_sigma_km.at(met_s)

    def parachute_at(self, met_s: float) -> ParachuteState:
        """Return drogue and main canopy."""
        return self.path.descent.parachute_at(met_s)

    def craft_basis(self, met_s: float) -> Basis:
        """Return what the craft's place rests on: the record at rest, the fit in flight, else a model."""
        if self.what_if.delay_s and met_s >= self.changes_met_s:
            return "model"
        at_rest = met_s < 0.0 or met_s >= self.path.touchdown_met_s
        return "record" if at_rest else "reconstruction"

    def state_of(self, now: Instant) -> VoskhodState:
        """Return the state with the lock, the man, the clearing and the training."""
        met_s, sky, claimed = now.met_s, now.sky, now.claimed
        leonov = self.eva.at(met_s, self._landed(now) if claimed and met_s >= self.forest.freed_s else None)
        if self.what_if.tether == "wound":
            stowed_s = self.eva.track.stop_s
            leonov = with_winding(leonov, wound_share(met_s, self.eva.times.camera_off_s, stowed_s))
        return VoskhodState(
            met_s=met_s,
            phase=now.phase,
            event=now.event,
            craft=now.craft,
            airlock=self.airlock.at(met_s),
            leonov=leonov,
            sky=sky,
            parachute=self.parachute_at(met_s),
            standing=self._standing(met_s),
            forest=self.forest.at(met_s, sky.sun_elevation_deg) if claimed else None,
            training=None if met_s >= 0.0 or self.training is None else self._training(met_s),
            hypothetical=now.hypothetical,
            claimed=claimed,
        )

    def _landed(self, now: Instant) -> tuple[Place, Vec3]:
        """Return where the landing place has Leonov: beside the capsule, by the fire, in the hut, or gone."""
        place, spot = self.forest.people.ways["leonov"].whereabouts(now.met_s)
        return place, body_place(spot, now.craft, now.sky.earth_angle_rad)

    @property
    def columns(self) -> Mapping[str, Reader]:
        """Return the columns of the flight's table, those of lock, suit and tether among them."""
        *most, last = COLUMNS.items()
        return dict((*most, *_COLUMNS.items(), last))

    @property
    def down_met_s(self) -> float:
        """Return when the mission has the touchdown."""
        return self.mission.event("landing.touchdown").time.met_s

    def other_walkers_at(self, met_s: float) -> Mapping[str, WalkerState]:
        """Return Leonov as the other walk has him, where the two part."""
        other = self.other_leonov_at(met_s)
        return {} if other is None else {"leonov": other}

    def _training(self, met_s: float) -> TrainingState | None:
        """Return the parabola shown before lift-off; level flight leads into it from the flight's first instant."""
        assert self.training is not None
        return self.training.at(met_s - self.start_met_s - self.training.leads_s)

    def _standing(self, met_s: float) -> VoskhodBasis:
        canopy = self.path.descent.drogue_met_s <= met_s < self.path.touchdown_met_s
        return _basis(self.craft_basis(met_s), canopy, self.eva.effort.peaks_at(met_s) is not None)


def build_flight(mission: Mission, folder: Path, what_if: Any) -> VoskhodFlight:
    """Reconstruct the flight from a mission folder; `what_if` is a `WhatIf`, or its groups by name.

    Raises InvalidFile and NotTold as `VoskhodFlight.of`, UsageError for a what-if that is not possible.
    """
    asked = what_if if isinstance(what_if, WhatIf) else _asked(what_if)
    try:
        return VoskhodFlight.of(mission, folder, asked)
    except UsageError as error:
        what, remedy = f"makes no flight ({error})", "look at what was changed last"
        raise InvalidFile(str(folder / "flight.toml"), [Problem("(numbers)", what, remedy)]) from error


def _marks(mission: Mission, numbers: Numbers, planned: Descent) -> LandingMarks:
    """Return the planned place, the one flown and every other the record tells (rows L1 and L2)."""
    told = sorted((numbers.landing_told or {}).items())
    places = [("planned", planned.site), ("flown", numbers.site.on_map), *(("told", row.on_map) for _, row in told)]
    from_s = next((phase.start_met_s for phase in mission.phases if phase.id == MARKS_FROM), math.inf)
    return LandingMarks(from_s, tuple(places))


def _judged(mission: Mission, folder: Path, solution: Solution) -> Mission:
    """Return the mission with a solution's numbers; InvalidFile with all that is wrong with those of the file."""
    numbers_of(mission.parameters, str(folder / "flight.toml"))
    return mission_of(mission, solution)


def _asked(groups: Mapping[str, Any]) -> WhatIf:
    known = [field.name for field in fields(WhatIf)]
    for name in groups:
        if name not in known:
            raise UsageError(f'there is no what-if "{name}"; {nearest(name, known)}')
    orbit = groups.get("orbit", SOLUTIONS[0])
    return WhatIf(**{**groups, "orbit": orbit.get("solution", SOLUTIONS[0]) if isinstance(orbit, Mapping) else orbit})


@cache
def _basis(craft: Basis, canopy: bool, in_vacuum: bool) -> VoskhodBasis:
    # The record gives the walk's clock; his path, the curves of the lock and of the suit are models (flight.toml).
    return VoskhodBasis(
        craft=craft,
        attitude="model",
        airlock="model",
        leonov="model",
        suit="model",
        tether="model",
        sky="reconstruction",
        parachute="reconstruction" if canopy else "record",
        heating="model",
        body="record" if in_vacuum else "model",
        forest="model",
        training="model",
    )
