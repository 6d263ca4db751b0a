"""The flight as one pure function of time.

    flight = Flight.build(load_mission("voskhod2"), folder=mission_folder("voskhod2"))
    flight.state_at(5691.0)

Everything that takes time is done in `build`; `state_at` reads tables and evaluates closed forms, so the
answer has the same bits whatever was asked before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from viz.assets import assets_root
from viz.errors import InvalidFile, Problem, UsageError
from viz.flight.airlock import AirlockModel
from viz.flight.attitude import AttitudeModel
from viz.flight.curves import KeyedCurve
from viz.flight.descent import Descent
from viz.flight.eva import ENTRIES, Entry, EvaModel
from viz.flight.frames import fixed_from_teme, ground_velocity_teme
from viz.flight.ground import GroundPlace, place_beneath
from viz.flight.parts import Parts
from viz.flight.path import FlightPath
from viz.flight.sky import Sky
from viz.flight.state import CraftState, FlightState, StateBasis, Vec3
from viz.flight.timeline import Timeline, moved_by
from viz.flight.timescale import MissionTime
from viz.flight.vector import length
from viz.mission.model import Mission

EPHEMERIS = "de421-1965.bsp"

RELIEF_PRESSURE_RANGE_ATM = (0.20, 0.40)
"""Below, a man no longer gets oxygen enough; above is the working pressure itself (U01)."""
DELAY_RANGE_S = (-90.0, 300.0)
"""Earlier, the craft would still be turning its engine forward; later, it would be down after its hatch was freed."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What is asked to be otherwise than it was; empty groups mean the flight as reconstructed.

    `suit`: `relief_pressure_atm`, the regulator's lower setting, or None for never switching it.
    `descent`: `delay_s`, seconds the ignition comes later (or, below zero, earlier) than it did.
    `eva`: `entry`, one of `viz.flight.eva.ENTRIES`: another version of the record, not another flight.
    UsageError for anything else, and for values outside what is possible.
    """

    suit: Mapping[str, float | None] = field(default_factory=dict)
    descent: Mapping[str, float] = field(default_factory=dict)
    eva: Mapping[str, Entry] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _only("suit", self.suit, ("relief_pressure_atm",))
        _only("descent", self.descent, ("delay_s",))
        _only("eva", self.eva, ("entry",))
        pressure = self.suit.get("relief_pressure_atm")
        if pressure is not None:
            _inside("suit", "relief_pressure_atm", pressure, RELIEF_PRESSURE_RANGE_ATM)
        _inside("descent", "delay_s", self.delay_s, DELAY_RANGE_S)

    @property
    def delay_s(self) -> float:
        """Seconds the ignition is moved by."""
        return self.descent.get("delay_s", 0.0)

    def relief_pressure_atm(self, recorded: float) -> float | None:
        """Return the regulator's lower setting; None where it is never switched."""
        return self.suit.get("relief_pressure_atm", recorded)


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
    planned: Descent
    """The automatic descent that did not happen, 07:05:02 on 19 March."""

    @classmethod
    def build(cls, mission: Mission, *, folder: Path, what_if: WhatIf | None = None) -> Flight:
        """Reconstruct the flight of a mission whose folder holds the shipped tracks.

        Raises InvalidFile when a number, an event or a file that it needs is missing or unusable.
        """
        asked = WhatIf() if what_if is None else what_if
        try:
            return cls._build(mission, folder, asked)
        except KeyError as error:
            remedy = "add it to mission.toml (events) or flight.toml (numbers)"
            raise InvalidFile(str(folder), [Problem(str(error.args[0]), "is missing", remedy)]) from error

    @classmethod
    def _build(cls, mission: Mission, folder: Path, what_if: WhatIf) -> Flight:
        numbers = mission.parameters
        time = MissionTime.from_liftoff(mission.liftoff_utc)
        path = FlightPath.build(numbers, time, folder / "tracks", what_if.delay_s)
        if what_if.delay_s:
            mission = moved_by(mission, what_if.delay_s, numbers["descent"]["ignition_met_s"], path.touchdown_met_s)
        attitude = AttitudeModel.from_mission(mission)
        jettison_s = mission.event("airlock.jettison").time.met_s
        parted_s = mission.event("descent.modules_parted").time.met_s
        ephemeris = assets_root() / "ephemeris" / EPHEMERIS
        along, across = _sigmas(numbers["uncertainty"], path, landing_is_known=not what_if.delay_s)
        return cls(
            mission=mission,
            what_if=what_if,
            path=path,
            sky=Sky.from_ephemeris(ephemeris, time, path.clock, mission.start_met_s, mission.end_met_s),
            attitude=attitude,
            airlock=AirlockModel.from_mission(mission),
            eva=_eva(mission, folder, what_if),
            parts=Parts.build(path, attitude, numbers, jettison_s, parted_s),
            timeline=Timeline.from_mission(mission),
            along_track_sigma_km=along,
            across_track_sigma_km=across,
            planned=path.planned_descent(numbers["descent"]),
        )

    def __repr__(self) -> str:
        kind = "hypothetical, " if self.hypothetical else ""
        return (
            f"<Flight of {self.mission.title}: {kind}{self.start_met_s:.0f} to {self.end_met_s:.0f} s after lift-off>"
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
        recorded = self.mission.parameters["suit"]["relief_pressure_atm"]
        return self.what_if.delay_s != 0.0 or self.what_if.relief_pressure_atm(recorded) != recorded

    def planned_descent(self) -> Descent:
        """Return the automatic descent that did not happen, 07:05:02 on 19 March."""
        return self.planned

    def planned_track_km(self, points: int) -> tuple[Vec3, ...]:
        """Return the planned descent as equally timed places from ignition to touchdown, TEME."""
        track = self.planned.track
        span = track.end_s - track.start_s
        return tuple(track.at(track.start_s + span * i / (points - 1)).position_km for i in range(points))

    def planned_site(self) -> GroundPlace:
        """Return where the planned descent lands."""
        return self.planned.site

    def position_teme_km(self, met_s: float) -> Vec3:
        """Return where the craft is, without the rest of the state; for drawing its track."""
        return self.path.at(met_s).position_km

    def state_at(self, met_s: float) -> FlightState:
        """Return everything true of the flight at an instant; UsageError outside the flight."""
        if not self.timeline.start_s <= met_s <= self.timeline.end_s:
            raise UsageError(
                f"{met_s} s is outside the flight - ask for {self.timeline.start_s} to {self.timeline.end_s} s "
                "after lift-off"
            )
        met_s = float(met_s)
        motion = self.path.at(met_s)
        position, velocity = motion.position_km, motion.velocity_km_s
        beneath = place_beneath(fixed_from_teme(position, self.path.clock.earth_angle_rad(met_s)))
        turn, spin = self.attitude.at(met_s, position, velocity)
        phase, event = self.timeline.at(met_s)
        craft = CraftState(
            position_teme_km=position,
            velocity_teme_km_s=velocity,
            lat_deg=beneath.lat_deg,
            lon_deg=beneath.lon_deg,
            altitude_km=beneath.altitude_km,
            ground_speed_m_s=length(ground_velocity_teme(position, velocity)) * 1e3,
            attitude_quaternion=turn,
            spin_deg_s=spin,
            load_g=self.path.load_g(met_s, motion),
            heating_w_m2=self.path.heating_w_m2(met_s, motion),
            thrust_fraction=self.path.thrust_fraction(met_s),
            modules=self.parts.modules_at(met_s),
            free_bodies=self.parts.free_bodies_at(met_s, motion),
            along_track_sigma_km=self.along_track_sigma_km.at(met_s),
            across_track_sigma_km=self.across_track_sigma_km.at(met_s),
        )
        return FlightState(
            met_s=met_s,
            phase=phase,
            event=event,
            craft=craft,
            airlock=self.airlock.at(met_s),
            leonov=self.eva.at(met_s),
            sky=self.sky.at(met_s, position, beneath, turn),
            parachute=self.path.descent.parachute_at(met_s),
            standing=self._standing(met_s),
        )

    def _standing(self, met_s: float) -> StateBasis:
        """Return what each group rests on: the record at rest, the fit in flight, models for the rest."""
        at_rest = met_s < 0.0 or met_s >= self.path.touchdown_met_s
        canopy = self.path.descent.drogue_met_s <= met_s < self.path.touchdown_met_s
        outside = self.timeline.within("spacewalk", met_s)
        return StateBasis(
            craft="record" if at_rest else "reconstruction",
            attitude="model",
            airlock="reconstruction" if outside else "model",
            leonov="reconstruction" if outside else "model",
            suit="reconstruction" if outside else "model",
            tether="model",
            sky="reconstruction",
            parachute="reconstruction" if canopy else "record",
            heating="model",
        )


def _eva(mission: Mission, folder: Path, what_if: WhatIf) -> EvaModel:
    pressure = what_if.relief_pressure_atm(mission.parameters["suit"]["relief_pressure_atm"])
    entry = what_if.eva.get("entry", ENTRIES[0])
    return EvaModel.from_mission(mission, folder, entry=entry, relief_pressure_atm=pressure)


def _sigmas(numbers: Mapping[str, float], path: FlightPath, *, landing_is_known: bool) -> tuple[KeyedCurve, KeyedCurve]:
    """Return one standard deviation along and across the track over mission time, kilometres."""
    known = ("insertion", "spacewalk", "greatest", "ignition")
    times = (
        0.0,
        path.insertion_met_s,
        numbers["spacewalk_met_s"],
        numbers["greatest_met_s"],
        path.ignition_met_s,
        path.touchdown_met_s,
    )

    def curve(way: str) -> KeyedCurve:
        sigmas = [numbers[f"{name}_{way}_km"] for name in known]
        return KeyedCurve.through(times, (0.0, *sigmas, 0.0 if landing_is_known else sigmas[-1]))

    return curve("along"), curve("across")


def _only(group: str, given: Mapping[str, object], known: tuple[str, ...]) -> None:
    if not isinstance(given, Mapping):
        raise UsageError(f"what-if {group}: {given!r} is not a group - write {{{known[0]!r}: ...}}")
    for name in given:
        if name not in known:
            raise UsageError(f'what-if {group}: "{name}" cannot be changed - known: {", ".join(known)}')


def _inside(group: str, name: str, value: float, bounds: tuple[float, float]) -> None:
    low, high = bounds
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
        raise UsageError(f"what-if {group}: {name} = {value!r} is not possible - give a number from {low} to {high}")
