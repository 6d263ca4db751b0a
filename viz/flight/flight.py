"""The flight as one pure function of time.

    flight = Flight.build(load_mission("voskhod2"), folder=mission_folder("voskhod2"))
    flight.state_at(5691.0)

Everything that takes time is done in `build`; `state_at` reads tables and evaluates closed forms, so the
answer has the same bits whatever was asked before.

A flight asked to be otherwise (`WhatIf`) is marked: `Flight.hypothetical` for the whole, `FlightState.hypothetical`
for an instant past the first change, `FlightState.claimed` until where the model can follow. Where Leonov does not
come home, he stays at the rim, or head down in the lock, with the hatch open and the lock airless until his oxygen
is spent; after that nothing is claimed: the craft's own motion goes on as it was, the airlock goes when the modules
part, no event is told.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from viz.assets import assets_root
from viz.errors import InvalidFile, Problem, UsageError
from viz.flight.airlock import AirlockModel
from viz.flight.attitude import AttitudeModel
from viz.flight.bounds import number_problems
from viz.flight.classroom import Landing, LateIgnition, late_ignition, other_landing
from viz.flight.curves import KeyedCurve, ramp
from viz.flight.descent import Descent
from viz.flight.eva import EvaModel
from viz.flight.fates import Fate, fate_in_orbit, fate_of_falling
from viz.flight.forest import ForestModel, man_landed
from viz.flight.frames import fixed_from_teme, ground_velocity_teme
from viz.flight.ground import GroundPlace, place_beneath
from viz.flight.jumps import Jump, jumps_of
from viz.flight.parts import AIRLOCK_AREA_PER_KG, Parts
from viz.flight.path import FlightPath
from viz.flight.prediction import OrbitFigures, Prediction, figures_of, predicted_at, sigmas_of
from viz.flight.quaternion import angle_between_rad, rotate
from viz.flight.sky import Sky, Weather
from viz.flight.solutions import SOLUTIONS, mission_of
from viz.flight.state import Basis, CraftState, FlightState, LeonovState, StateBasis, TrainingState, Vec3
from viz.flight.supposed import changed_from_met_s, moments_in, other_walk_of, walk_of
from viz.flight.table import Column, table_of
from viz.flight.timeline import Timeline, retimed
from viz.flight.timescale import MissionTime
from viz.flight.training import TrainingModel
from viz.flight.vector import length, sub
from viz.flight.whatif import DELAY_RANGE_S as DELAY_RANGE_S
from viz.flight.whatif import RELIEF_PRESSURE_RANGE_ATM as RELIEF_PRESSURE_RANGE_ATM
from viz.flight.whatif import WhatIf as WhatIf
from viz.flight.winding import with_winding, wound_share
from viz.given import count, number
from viz.mission.model import Mission
from viz.mission.read import few

EPHEMERIS = "de421-1965.bsp"
_UNFLYABLE = (ArithmeticError, ValueError, TypeError, LookupError, MemoryError, RecursionError, UsageError)
"""What numbers that make no flight may end in."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Flight:
    """One flight, ready to be asked for any instant."""

    mission: Mission
    """What is known; in a hypothetical flight the events of the descent stand where it puts them."""
    what_if: WhatIf
    path: FlightPath
    sky: Sky
    attitude: AttitudeModel
    airlock: AirlockModel
    eva: EvaModel
    parts: Parts
    timeline: Timeline
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
    changes_met_s: float
    """From when the flight is no longer the recorded one; infinite where it always is."""
    claimed_until_met_s: float
    """Until when the model can follow; infinite but in hypothetical flights."""

    @classmethod
    def build(cls, mission: Mission, *, folder: Path, what_if: WhatIf | None = None) -> Flight:
        """Reconstruct the flight of a mission whose folder holds the shipped tracks.

        Raises InvalidFile when a number, an event or a file that it needs is missing or unusable; a number's range
        stands in `viz.flight.bounds`.
        """
        asked = WhatIf() if what_if is None else what_if
        try:
            return cls._build(mission, folder, asked)
        except KeyError as error:
            remedy = "add it to mission.toml (events) or flight.toml (numbers)"
            raise InvalidFile(str(folder), [Problem(str(error.args[0]), "is missing", remedy)]) from error
        except _UNFLYABLE as error:
            # The bounds name what they know; what else a stranger's numbers end in is told of his file. A mistake of
            # ours looks the same, so its own traceback hangs on it.
            what = f"with mission.toml makes no flight ({type(error).__name__}: {error})"
            remedy = "look at what was changed last; VOSKHOD2_DEBUG=1 shows where it fails"
            raise InvalidFile(str(folder / "flight.toml"), [Problem("(numbers)", what, remedy)]) from error

    @classmethod
    def _build(cls, mission: Mission, folder: Path, what_if: WhatIf) -> Flight:
        mission = mission_of(mission, what_if.orbit)
        numbers = mission.parameters
        wrong = few(number_problems(numbers))
        if wrong:
            raise InvalidFile(str(folder / "flight.toml"), wrong)
        time = MissionTime.from_liftoff(mission.liftoff_utc)
        path = FlightPath.build(numbers, time, folder / "tracks", what_if.delay_s, what_if.orbit)
        if what_if.delay_s or what_if.orbit != SOLUTIONS[0]:
            mission = retimed(mission, moments_in(mission, path.descent))
        attitude = AttitudeModel.from_mission(mission)
        eva = walk_of(mission, folder, what_if)
        jettison_s = mission.event("airlock.jettison").time.met_s if eva.comes_home else None
        parted_s = mission.event("descent.modules_parted").time.met_s
        ephemeris = assets_root() / "ephemeris" / EPHEMERIS
        along, across = sigmas_of(numbers["uncertainty"], path, landing_is_known=not what_if.delay_s)
        training = numbers.get("training")
        return cls(
            mission=mission,
            what_if=what_if,
            path=path,
            sky=Sky.from_ephemeris(
                ephemeris, time, path.clock, mission.start_met_s, mission.end_met_s, Weather.from_parameters(numbers)
            ),
            attitude=attitude,
            airlock=eva.airlock,
            eva=eva,
            parts=Parts.build(path, attitude, numbers, jettison_s, parted_s),
            timeline=Timeline.from_mission(mission, eva.times.stuck_s),
            along_track_sigma_km=along,
            across_track_sigma_km=across,
            other_eva=other_walk_of(mission, folder, what_if),
            planned=path.planned_descent(numbers["descent"]),
            forest=ForestModel.from_mission(mission, path.touchdown_met_s),
            training=None if training is None else TrainingModel.from_parameters(training),
            changes_met_s=changed_from_met_s(mission, what_if, path),
            claimed_until_met_s=min(
                math.inf if eva.comes_home else eva.suit.oxygen_on_s + eva.suit.oxygen_lasts_s,
                path.touchdown_met_s if what_if.delay_s else math.inf,
            ),
        )

    def __repr__(self) -> str:
        kind = "hypothetical, " if self.hypothetical else ""
        orbit = "" if self.what_if.orbit == SOLUTIONS[0] else f"orbit {self.what_if.orbit}, "
        return (
            f"<Flight of {self.mission.title}: {kind}{orbit}{self.start_met_s:.0f} to {self.end_met_s:.0f} s "
            "after lift-off>"
        )

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Keep notebooks and test reports from printing every table."""
        printer.text(repr(self))

    @property
    def start_met_s(self) -> float:
        """First instant the flight can be asked for."""
        return self.timeline.start_s

    @property
    def end_met_s(self) -> float:
        """Last instant the flight can be asked for."""
        return self.timeline.end_s

    @property
    def hypothetical(self) -> bool:
        """True where something was asked to be otherwise than it was."""
        return self.changes_met_s < math.inf

    @property
    def jumps(self) -> tuple[Jump, ...]:
        """Every instant at which a number of the state may step; between them all of it is continuous."""
        return jumps_of(self)

    def descent(self, delay_s: float = 46.0) -> LateIgnition:
        """Return what a late ignition did: `flight.descent(delay_s=46).miss_km` is 349.

        `delay_s` is how late the ignition that was flown is taken to have been (R06 has 22 to 46 s); the answer holds
        the landing as it was and the one that the same burn, punctual, would have had: places, times, loads, and the
        miss between them. UsageError outside 0 to 90 s.
        """
        return late_ignition(self.path, delay_s)

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

    def planned_track_km(self, points: int) -> tuple[Vec3, ...]:
        """Return the planned descent as equally timed places from ignition to touchdown, TEME.

        UsageError for fewer than two points.
        """
        points = count("planned_track_km: points", points, least=2)
        track = self.planned.track
        span = track.end_s - track.start_s
        return tuple(track.at(track.start_s + span * i / (points - 1)).position_km for i in range(points))

    def other_leonov_at(self, met_s: float) -> LeonovState | None:
        """Return the man as the other walk has him, or None where the two agree within 5 cm.

        UsageError outside the flight.
        """
        met_s = self._instant(met_s)
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
        return predicted_at(self.path, self.mission.parameters, self._instant(met_s))

    def planned_site(self) -> GroundPlace:
        """Return where the planned descent lands."""
        return self.planned.site

    def fate(self, name: str) -> Fate:
        """Return how the `instrument_module` or the `airlock` ended; the airlock's takes seconds to compute.

        UsageError for any other part, and for an airlock that was never jettisoned.
        """
        follow = self.mission.parameters["free_bodies"]
        falling = next((part for part in self.parts.falling if part.name == name == "instrument_module"), None)
        if falling is not None:
            return fate_of_falling(falling, self.path.clock)
        if name != "airlock" or not self.eva.comes_home:
            raise UsageError(f"nothing is told of the fate of {name!r} - ask for instrument_module or airlock")
        start = self.path.knot(self.parts.leaves_s["airlock"])
        turn = self.attitude.at(start.met_s, start.position_km, start.velocity_km_s)
        push = rotate(turn, (0.0, 0.0, follow["airlock_drift_m_s"] * 1e-3))
        end_km = follow["instrument_module_end_km"]
        return fate_in_orbit(name, start, push, AIRLOCK_AREA_PER_KG, end_km, self.path.clock)

    def table(
        self, step_s: float = 60.0, *, start_met_s: float | None = None, stop_met_s: float | None = None
    ) -> dict[str, Column]:
        """Return the flight as numpy arrays by column, one row every `step_s` seconds; names carry the units.

        Whole flight unless start or stop are given. UsageError for a step or a stretch that is not possible, or
        leaves the flight.
        """
        start = self.start_met_s if start_met_s is None else self._instant(start_met_s, "start_met_s")
        stop = self.end_met_s if stop_met_s is None else self._instant(stop_met_s, "stop_met_s")
        return table_of(self.state_at, start, stop, number("step_s", step_s))

    def position_teme_km(self, met_s: float) -> Vec3:
        """Return where the craft is, without the rest of the state; for drawing its track.

        UsageError outside the flight.
        """
        return self.path.at(self._instant(met_s)).position_km

    def state_at(self, met_s: float) -> FlightState:
        """Return everything true of the flight at an instant; UsageError outside the flight."""
        met_s = self._instant(met_s)
        motion = self.path.at(met_s)
        position, velocity = motion.position_km, motion.velocity_km_s
        beneath = place_beneath(fixed_from_teme(position, self.path.clock.earth_angle_rad(met_s)))
        turn = self.attitude.at(met_s, position, velocity)
        phase, event = self.timeline.at(met_s)
        craft = CraftState(
            position_teme_km=position,
            velocity_teme_km_s=velocity,
            lat_deg=beneath.lat_deg,
            lon_deg=beneath.lon_deg,
            altitude_km=beneath.altitude_km,
            ground_speed_m_s=length(ground_velocity_teme(position, velocity)) * 1e3,
            attitude_quaternion=turn,
            spin_deg_s=self.attitude.turn_rate_deg_s(turn, met_s, motion),
            load_g=self.path.load_g(met_s, motion),
            heating_w_m2=self.path.heating_w_m2(met_s, motion),
            thrust_fraction=self.path.thrust_fraction(met_s),
            modules=self.parts.modules_at(met_s),
            free_bodies=self.parts.free_bodies_at(met_s, motion),
            along_track_sigma_km=self.along_track_sigma_km.at(met_s),
            across_track_sigma_km=self.across_track_sigma_km.at(met_s),
        )
        sky = self.sky.at(met_s, position, beneath, turn)
        claimed = met_s < self.claimed_until_met_s
        leonov = self.eva.at(met_s)
        if self.what_if.tether == "wound":
            stowed_s = self.eva.track.stop_s
            leonov = with_winding(leonov, wound_share(met_s, self.eva.times.camera_off_s, stowed_s))
        if claimed and met_s >= self.forest.freed_s:
            where = self.forest.people.ways["leonov"].whereabouts(met_s)
            out = ramp(met_s, self.eva.times.hatch_freed_s, self.eva.times.in_forest_s)
            leonov = man_landed(leonov, where, craft, sky.earth_angle_rad, self.eva.forest_m, out)
        return FlightState(
            met_s=met_s,
            phase=phase,
            event=event,
            craft=craft,
            airlock=self.airlock.at(met_s),
            leonov=leonov,
            sky=sky,
            parachute=self.path.descent.parachute_at(met_s),
            standing=self._standing(met_s),
            forest=self.forest.at(met_s, sky.sun_elevation_deg) if claimed else None,
            training=None if met_s >= 0.0 or self.training is None else self._training(met_s),
            hypothetical=met_s >= self.changes_met_s,
            claimed=claimed,
        )

    def _instant(self, met_s: float, name: str = "met_s") -> float:
        """Return an instant of the flight; UsageError for anything else."""
        instant = number(name, met_s)
        if not self.timeline.start_s <= instant <= self.timeline.end_s:
            raise UsageError(
                f"{met_s} s is outside the flight - ask for {self.timeline.start_s} to {self.timeline.end_s} s "
                "after lift-off"
            )
        return instant

    def _training(self, met_s: float) -> TrainingState | None:
        """Return the parabola shown before lift-off; level flight leads into it from the flight's first instant."""
        assert self.training is not None
        return self.training.at(met_s - self.start_met_s - self.training.leads_s)

    def _standing(self, met_s: float) -> StateBasis:
        """Return what each group rests on: the record at rest, the fit in flight, models for the rest."""
        at_rest = met_s < 0.0 or met_s >= self.path.touchdown_met_s
        canopy = self.path.descent.drogue_met_s <= met_s < self.path.touchdown_met_s
        elsewhere = bool(self.what_if.delay_s) and met_s >= self.changes_met_s
        craft: Basis = "model" if elsewhere else "record" if at_rest else "reconstruction"
        return _basis(craft, canopy, self.eva.effort.peaks_at(met_s) is not None)


@cache
def _basis(craft: Basis, canopy: bool, in_vacuum: bool) -> StateBasis:
    # The record gives the walk's clock; his path, the curves of the lock and of the suit are models (flight.toml).
    return StateBasis(
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
