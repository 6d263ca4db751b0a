"""The flight as one pure function of time.

    flight = Flight.build(load_mission("voskhod2"), folder=mission_folder("voskhod2"))
    flight.state_at(5691.0)

Everything that takes time is done in `build`; `state_at` reads tables and evaluates closed forms, so the
answer has the same bits whatever was asked before.

Here stands what any flight has. What one ship does is its plugin's: a class that extends `Flight`, which says how the
craft moves, how it points, what is attached, and makes of these its own kind of state. Whatever it raises or answers
beside the point is told with its name.

A flight asked to be otherwise is marked: `Flight.hypothetical` for the whole, `FlightState.hypothetical`
for an instant past the first change, `FlightState.claimed` until where the model can follow.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar

from viz.assets import assets_root
from viz.errors import InvalidFile, Problem, UsageError, VizError
from viz.flight.frames import EarthClock, fixed_from_teme, ground_velocity_teme
from viz.flight.ground import GroundPlace, place_beneath
from viz.flight.numbers import LandingPlace
from viz.flight.quaternion import level
from viz.flight.sky import Sky, Weather
from viz.flight.sound import predicted, refuse_strange, refuse_unreal
from viz.flight.state import (
    Basis,
    CraftState,
    FlightState,
    FreeBody,
    Instant,
    ParachuteState,
    Quaternion,
    StateBasis,
    Vec3,
    WalkerState,
)
from viz.flight.table import COLUMNS, Column, Reader, table_of
from viz.flight.timeline import Timeline
from viz.flight.timescale import MissionTime
from viz.flight.told import NO_MARKS, Jump, LandingMarks, LateIgnition, Prediction, WayDown
from viz.flight.track import Motion
from viz.flight.vector import length
from viz.given import count, number
from viz.mission.model import Mission, NotTold
from viz.mission.numbers import read_some
from viz.plugins import PluginFault, blame, expect, faults_of, is_its_own, plugin_part

T = TypeVar("T")

EPHEMERIS = "de421-1965.bsp"
_RATE_STEP_S = 1e-4
"""Rates are told from attitudes this far apart: short for a spin, long for rounding."""
LOW_REVOLUTION_S = 5400.0
STOWED = ParachuteState("stowed", 0.0, 0.0)

Builder = Callable[[Mission, Path, Any], "Flight"]
"""What a plugin's `build_flight` is: mission, folder, what is supposed otherwise."""


@dataclass(frozen=True, slots=True, eq=False, repr=False, kw_only=True)
class Flight:
    """One flight, ready to be asked for any instant."""

    mission: Mission
    """What is known; in a hypothetical flight the events stand where it puts them."""
    clock: EarthClock
    sky: Sky
    timeline: Timeline
    changes_met_s: float = math.inf
    """From when the flight is no longer the recorded one; infinite where it always is."""
    claimed_until_met_s: float = math.inf
    """Until when the model can follow; infinite but in hypothetical flights."""
    pad: GroundPlace | None = None
    """Where the craft starts from."""
    way_down: WayDown | None = None
    """The descent as it is flown."""
    planned_way: WayDown | None = None
    """The descent that was planned and not flown."""
    landing_marks: LandingMarks = NO_MARKS
    """Where the record, the plan and other sources have the landing."""
    revolution_s: float = LOW_REVOLUTION_S
    """About how long a revolution lasts: so much of the track is drawn."""

    @staticmethod
    def build(mission: Mission, *, folder: Path, what_if: Any = None) -> Flight:
        """Reconstruct the flight of a mission whose folder holds its tables, by the plugin that the mission names.

        `what_if` is what is asked to be otherwise than it was: groups of names and values as the plugin knows them.

        Raises InvalidFile when a number, an event or a file that it needs is missing or unusable, UsageError for a
        what-if that is not possible, PluginFault where the plugin fails.
        """
        builder: Builder = plugin_part(mission.models, "build_flight")
        return _built(builder, mission, folder, what_if)

    @classmethod
    def assembled(cls, mission: Mission, what_if: Any = None, **own: Any) -> Self:
        """Return a flight with clock, sky and phases made of its mission, and what a plugin has of its own.

        UsageError where something is supposed: a plugin that knows how to makes its flight otherwise.
        """
        if any(dict(what_if or {}).values()):
            raise UsageError(f"nothing can be supposed of {mission.title} - leave {', '.join(what_if)} out")
        clock, time = EarthClock.from_liftoff(mission.liftoff_utc), MissionTime.from_liftoff(mission.liftoff_utc)
        sky, timeline = sky_of(mission, clock, time), Timeline.from_mission(mission)
        return cls(mission=mission, clock=clock, sky=sky, timeline=timeline, **own)

    def __repr__(self) -> str:
        kind = "hypothetical, " if self.hypothetical else ""
        return (
            f"<Flight of {self.mission.title}: {kind}{self.variant}{self.start_met_s:.0f} to {self.end_met_s:.0f} s "
            "after lift-off>"
        )

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Keep notebooks and test reports from printing every table."""
        printer.text(repr(self))

    # What a plugin's flight answers. Only the motion has to be said; the rest has the answer of a plain ball.

    def motion_at(self, met_s: float) -> Motion:
        """Return the craft's motion in TEME."""
        raise NotImplementedError

    def attitude_at(self, met_s: float, motion: Motion) -> Quaternion:
        """Return the turn from body to TEME: level, unless a plugin says otherwise, with +X along the track."""
        return level(motion.position_km, motion.velocity_km_s)

    def load_g(self, met_s: float, motion: Motion) -> float:
        """Return the load felt by the crew, standard gravities."""
        return 0.0

    def heating_w_m2(self, met_s: float, motion: Motion) -> float:
        """Return the heating at the stagnation point."""
        return 0.0

    def thrust_fraction(self, met_s: float) -> float:
        """Return how hard the engines run, 0 to 1."""
        return 0.0

    def modules_at(self, met_s: float) -> tuple[str, ...]:
        """Return the names of what is attached."""
        return ()

    def free_bodies_at(self, met_s: float, motion: Motion) -> tuple[FreeBody, ...]:
        """Return the parts that have left and are followed."""
        return ()

    def sigmas_km(self, met_s: float) -> tuple[float, float]:
        """Return one standard deviation of the craft's place, along and across the track."""
        return 0.0, 0.0

    def craft_basis(self, met_s: float) -> Basis:
        """Return what the craft's place rests on."""
        return "reconstruction"

    def parachute_at(self, met_s: float) -> ParachuteState:
        """Return drogue and main canopy."""
        return STOWED

    def state_of(self, now: Instant) -> FlightState:
        """Return the state in the plugin's own kind."""
        return FlightState.of(now, self.parachute_at(now.met_s), StateBasis(craft=self.craft_basis(now.met_s)))

    @property
    def jumps(self) -> tuple[Jump, ...]:
        """Return every instant at which a number of the state may step; between them all of it is continuous."""
        return ()

    @property
    def variant(self) -> str:
        """Return a word on which version of the record this is, ready to be set before others."""
        return ""

    def descent(self, delay_s: float | None = None) -> LateIgnition:
        """Return what an ignition so late did, None as late as it was; UsageError in a flight that tells of none."""
        raise UsageError(f"{self.mission.title} tells of no late ignition - ask another mission")

    @property
    def columns(self) -> Mapping[str, Reader]:
        """Return the columns of the flight's table, with how each is read from a state; units stand in the names."""
        return COLUMNS

    def other_walkers_at(self, met_s: float) -> Mapping[str, WalkerState]:
        """Return the people whom another version has elsewhere at that instant, as it has them."""
        return {}

    def predicted_at(self, met_s: float) -> Prediction | None:
        """Return where the craft would be if nothing were known of the landing; None where that cannot be told."""
        return None

    @property
    def down_met_s(self) -> float:
        """Return when the craft has come down; the flight's end where nothing is told of a way down."""
        return self.way_down.touchdown_met_s if self.way_down else self.end_met_s

    # What is asked of any flight.

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

    def planned_track_km(self, points: int) -> tuple[Vec3, ...]:
        """Return the planned descent as equally timed places from ignition to touchdown, TEME; none without a plan.

        UsageError for fewer than two points.
        """
        points = count("planned_track_km: points", points, least=2)
        if self.planned_way is None:
            return ()
        track = self.planned_way.track
        span = track.end_s - track.start_s
        return tuple(track.at(track.start_s + span * i / (points - 1)).position_km for i in range(points))

    def table(
        self, step_s: float = 60.0, *, start_met_s: float | None = None, stop_met_s: float | None = None
    ) -> dict[str, Column]:
        """Return the flight as numpy arrays by column, one row every `step_s` seconds; names carry the units.

        Whole flight unless start or stop are given. UsageError for a step or a stretch that is not possible, or
        leaves the flight.
        """
        start = self.start_met_s if start_met_s is None else self.instant(start_met_s, "start_met_s")
        stop = self.end_met_s if stop_met_s is None else self.instant(stop_met_s, "stop_met_s")
        return table_of(self.state_at, self.columns, start, stop, number("step_s", step_s))

    def position_teme_km(self, met_s: float) -> Vec3:
        """Return where the craft is, without the rest of the state; for drawing its track.

        UsageError outside the flight.
        """
        return self._asked(lambda at_s: self.motion_at(at_s).position_km, self.instant(met_s))

    def state_at(self, met_s: float) -> FlightState:
        """Return everything true of the flight at an instant; UsageError outside the flight.

        PluginFault, naming the instant, where the plugin raises or has something nowhere.
        """
        met_s = self.instant(met_s)
        return self._asked(self._state_at, met_s)

    def prediction_at(self, met_s: float) -> Prediction | None:
        """Return what `predicted_at` tells, judged; PluginFault, naming the instant, where it tells nonsense."""
        return self._asked(lambda at_s: predicted(self.predicted_at(at_s)), met_s)

    def _asked(self, answer: Callable[[float], T], met_s: float) -> T:
        """Return what a plugin answers of an instant; what it raises is told as its fault."""
        try:
            return answer(met_s)
        except (PluginFault, InvalidFile):
            raise
        except BaseException as error:
            if not is_its_own(error):
                raise
            blame(self.mission.models, f"{met_s} s after lift-off", error)

    def _state_at(self, met_s: float) -> FlightState:
        motion = self.motion_at(met_s)
        position, velocity = motion.position_km, motion.velocity_km_s
        beneath = place_beneath(fixed_from_teme(position, self.clock.earth_angle_rad(met_s)))
        turn = self.attitude_at(met_s, motion)
        phase, event = self.timeline.at(met_s)
        along_km, across_km = self.sigmas_km(met_s)
        craft = CraftState(
            position_teme_km=position,
            velocity_teme_km_s=velocity,
            lat_deg=beneath.lat_deg,
            lon_deg=beneath.lon_deg,
            altitude_km=beneath.altitude_km,
            ground_speed_m_s=length(ground_velocity_teme(position, velocity)) * 1e3,
            attitude_quaternion=turn,
            spin_deg_s=self._turn_rate_deg_s(turn, met_s, motion),
            load_g=self.load_g(met_s, motion),
            heating_w_m2=self.heating_w_m2(met_s, motion),
            thrust_fraction=self.thrust_fraction(met_s),
            modules=self.modules_at(met_s),
            free_bodies=self.free_bodies_at(met_s, motion),
            along_track_sigma_km=along_km,
            across_track_sigma_km=across_km,
        )
        state = self.state_of(
            Instant(
                met_s=met_s,
                phase=phase,
                event=event,
                craft=craft,
                sky=self.sky.at(met_s, position, beneath, turn),
                hypothetical=met_s >= self.changes_met_s,
                claimed=met_s < self.claimed_until_met_s,
            )
        )
        refuse_unreal(state, self.mission.models)
        return state

    def instant(self, met_s: float, name: str = "met_s") -> float:
        """Return an instant of the flight; UsageError for anything else."""
        instant = number(name, met_s)
        if not self.timeline.start_s <= instant <= self.timeline.end_s:
            raise UsageError(
                f"{met_s} s is outside the flight - ask for {self.timeline.start_s} to {self.timeline.end_s} s "
                "after lift-off"
            )
        return instant

    def _turn_rate_deg_s(self, turn: Quaternion, met_s: float, motion: Motion) -> float:
        """Return how fast the body turns against TEME, about whatever axis, degrees per second.

        Told from the attitude itself, `turn` at that instant and another a moment on along the same motion: so it
        holds in every phase, and steps only where the acceleration does.
        """
        soon = self.attitude_at(met_s + _RATE_STEP_S, _coasted(motion, _RATE_STEP_S))
        # Neighbouring quaternions differ by half of the angle, which is small.
        w, x, y, z = soon
        apart = min(math.dist(turn, soon), math.dist(turn, (-w, -x, -y, -z)))  # both signs are the same attitude
        return math.degrees(2.0 * apart) / _RATE_STEP_S


def _built(builder: Builder, mission: Mission, folder: Path, what_if: Any) -> Flight:
    """Return what a plugin builds of a mission; what a stranger's numbers end in is told of his file."""
    try:
        flight = builder(mission, folder, {} if what_if is None else what_if)
    except NotTold as error:
        remedy = "add it to mission.toml (events) or flight.toml (numbers)"
        raise InvalidFile(str(folder), [Problem(str(error.args[0]), "is missing", remedy)]) from error
    except _UNFLYABLE as error:
        # The bounds name what they know; what else numbers end in is told of their file. A mistake of the plugin's
        # looks the same, so its own traceback hangs on it.
        failed = f"{type(error).__name__}: {error}"
        what = f'with mission.toml makes no flight by the plugin "{mission.models}" ({failed})'
        remedy = "look at what was changed last; VOSKHOD2_DEBUG=1 shows where it fails"
        raise InvalidFile(str(folder / "flight.toml"), [Problem("(numbers)", what, remedy)]) from error
    except InvalidFile as error:
        if error.file != "mission.toml":  # else it is told of a mission whose folder was not known there
            raise
        raise InvalidFile(str(folder / error.file), error.problems) from error
    except VizError:
        raise
    except BaseException as error:
        if not is_its_own(error):
            raise
        blame(mission.models, "building the flight", error)
    with faults_of(mission.models, "build_flight"):
        refuse_strange(expect(mission.models, "build_flight", flight, Flight))
    return flight


def sky_of(mission: Mission, clock: EarthClock, time: MissionTime) -> Sky:
    """Return Sun, Moon and weather over the days of a mission."""
    return Sky.from_ephemeris(
        assets_root() / "ephemeris" / EPHEMERIS,
        time,
        clock,
        mission.start_met_s,
        mission.end_met_s,
        Weather.over_site(read_some(mission.parameters, LandingPlace)),
    )


_UNFLYABLE = (ArithmeticError, ValueError, TypeError, IndexError, MemoryError, RecursionError)
"""What numbers that make no flight may end in."""


def _coasted(motion: Motion, late_s: float) -> Motion:
    """Return the motion so much later, the acceleration held."""
    (x, y, z), (vx, vy, vz), (ax, ay, az) = motion
    half = late_s / 2.0
    moved = (x + late_s * (vx + half * ax), y + late_s * (vy + half * ay), z + late_s * (vz + half * az))
    return Motion(moved, (vx + late_s * ax, vy + late_s * ay, vz + late_s * az), motion.acceleration_km_s2)
