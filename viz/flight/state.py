"""The state of the flight at one instant, as plain frozen values.

Vectors are tuples of floats, so states compare, hash and serialise. Quaternions are (w, x, y, z) and turn
vectors from the first-named frame into the second. Frames: TEME (inertial, true equator mean equinox of
date), body (+X to the nose; a mission's plugin says the rest), man (+X out of the chest, +Y to his left, +Z up
through the helmet).

What every flight has stands here. A mission's plugin extends `FlightState`, `StateBasis` and `WalkerState` by what its
ship has, and answers, in the properties below, the questions that cameras, captions and the page ask of any flight.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, NamedTuple, Self

from viz.flight.curves import eased

Vec3 = tuple[float, float, float]
Quaternion = tuple[float, float, float, float]

Basis = Literal["record", "reconstruction", "model"]
"""What a group of numbers rests on: the record itself, a fit to it, or a model of ours."""

ParachuteStage = Literal["stowed", "drogue", "main", "down"]


@dataclass(frozen=True, slots=True)
class FreeBody:
    """A part that has left the craft and is still followed."""

    name: str
    offset_m: Vec3
    """From the craft's origin, TEME axes."""
    attitude_quaternion: Quaternion
    """From the part's own frame (the body frame it had when attached) to TEME."""


@dataclass(frozen=True, slots=True)
class CraftState:
    """Where the craft is, how it flies and what is still attached."""

    position_teme_km: Vec3
    velocity_teme_km_s: Vec3
    lat_deg: float
    lon_deg: float
    altitude_km: float
    """Above the WGS84 ellipsoid."""
    ground_speed_m_s: float
    """Speed relative to the rotating Earth."""
    attitude_quaternion: Quaternion
    """Body to TEME."""
    spin_deg_s: float
    """How fast the body turns against TEME, about whatever axis: 0.07 while it keeps its level in orbit, 20 in the
    spin, 0.004 with the Earth at rest on the ground."""
    load_g: float
    """Felt by the crew: non-gravitational acceleration over 9.80665 m/s2."""
    heating_w_m2: float
    """Stagnation-point convective heating."""
    thrust_fraction: float
    """Main or rocket engine, 0 to 1."""
    modules: tuple[str, ...]
    free_bodies: tuple[FreeBody, ...]
    along_track_sigma_km: float
    across_track_sigma_km: float


@dataclass(frozen=True, slots=True)
class Pose:
    """Joint angles in degrees; zero everywhere is standing straight with arms hanging."""

    left_shoulder_flex_deg: float = 0.0
    """Arm forward and up."""
    left_shoulder_abduct_deg: float = 0.0
    """Arm out to the side."""
    left_elbow_deg: float = 0.0
    right_shoulder_flex_deg: float = 0.0
    right_shoulder_abduct_deg: float = 0.0
    right_elbow_deg: float = 0.0
    left_hip_flex_deg: float = 0.0
    left_hip_abduct_deg: float = 0.0
    left_knee_deg: float = 0.0
    right_hip_flex_deg: float = 0.0
    right_hip_abduct_deg: float = 0.0
    right_knee_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class WalkerState:
    """Somebody: where, in which posture, in what suit, on what rope; zero for what is not followed."""

    place: str
    outside: bool
    position_m: Vec3
    """Middle of his trunk in the body frame."""
    attitude_quaternion: Quaternion = (1.0, 0.0, 0.0, 0.0)
    """Man frame to body frame."""
    pose: Pose = Pose()
    distance_from_hatch_m: float = 0.0
    suit_pressure_kpa: float = 0.0
    """Absolute pressure inside the suit."""
    suit_stiffness: float = 0.0
    """Torque to bend a joint against that at 0.40 atm in vacuum, 0 to 1."""
    oxygen_fraction: float = 0.0
    """Left in the backpack, 0 to 1."""
    tether_m: tuple[Vec3, ...] = ()
    """Rope nodes from anchor to man, body frame; empty when it is not paid out."""
    tether_stretch: float = 0.0
    holds_camera: bool = False


@dataclass(frozen=True, slots=True)
class CloudState:
    """The layer of cloud over the landing place; a model, but for its cover (W1)."""

    cover: float
    """Part of the sky it covers, 0 to 1; 0 away from the landing place."""
    base_km: float
    top_km: float
    """Above the ellipsoid; the record gives no height."""

    def hides(self, altitude_km: float) -> float:
        """Return the part of the sky that is hidden from an eye so high: all of the cover below, none above."""
        return self.cover * eased((self.top_km - altitude_km) / (self.top_km - self.base_km))


CLEAR = CloudState(0.0, 5.0, 7.0)
"""No cloud at all."""


@dataclass(frozen=True, slots=True)
class SkyState:
    """Sun, Moon and light."""

    sun_direction_teme: Vec3
    moon_direction_teme: Vec3
    moon_distance_km: float
    sun_direction_body: Vec3
    sun_elevation_deg: float
    """At the ground point beneath the craft."""
    lit_fraction: float
    """Part of the Sun's disc seen from the craft, 0 to 1."""
    earth_angle_rad: float
    """Greenwich mean sidereal time, TEME to Earth-fixed."""
    cloud: CloudState = CLEAR


@dataclass(frozen=True, slots=True)
class ParachuteState:
    """Drogue and main canopy."""

    stage: ParachuteStage
    canopy_fraction: float
    """How far the present canopy has filled, 0 to 1."""
    soft_landing_fraction: float
    """Soft-landing motor, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateBasis:
    """What each group of the state rests on at this instant."""

    craft: Basis
    attitude: Basis = "model"
    sky: Basis = "reconstruction"
    parachute: Basis = "record"
    heating: Basis = "model"


class Axes(NamedTuple):
    """A frame of its own: its origin from the craft's, metres, and its three axes; TEME axes."""

    origin_m: Vec3
    x: Vec3
    y: Vec3
    z: Vec3


@dataclass(frozen=True, slots=True)
class Instant:
    """One instant as far as any flight has it; a plugin makes its state of it."""

    met_s: float
    phase: str
    event: str | None
    craft: CraftState
    sky: SkyState
    hypothetical: bool
    claimed: bool


NO_FLAGS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightState:
    """Everything true of the flight at one instant."""

    met_s: float
    phase: str
    """Innermost phase."""
    event: str | None
    """Latest event at or before this instant."""
    craft: CraftState
    sky: SkyState
    parachute: ParachuteState
    standing: StateBasis
    hypothetical: bool = False
    """True where the flight was asked to be otherwise and this instant is no longer the recorded one."""
    claimed: bool = True
    """False where a hypothetical flight has come to an end that the model cannot follow: nothing here is meant."""

    @classmethod
    def of(cls, now: Instant, parachute: ParachuteState, standing: StateBasis, **own: Any) -> Self:
        """Return the state of an instant, with what a plugin's kind of state has of its own."""
        known = {field.name: getattr(now, field.name) for field in fields(now)}
        return cls(**known, parachute=parachute, standing=standing, **own)

    @property
    def walkers(self) -> Mapping[str, WalkerState]:
        """Return the people who are followed, by id; the first is the one whose rope is drawn."""
        return {}

    @property
    def points_m(self) -> Mapping[str, Vec3]:
        """Return the named points of the craft that cameras may look at or stand by, body frame."""
        return {}

    @property
    def site_points_m(self) -> Mapping[str, Vec3]:
        """Return the named points at the landing place: east, north and up of where the craft comes down."""
        return {}

    @property
    def flags(self) -> frozenset[str]:
        """Return what is so now, by the words that a shot may ask for in ``needs``."""
        return NO_FLAGS

    @property
    def props(self) -> tuple[str, ...]:
        """Return what stands at the landing place now, by the names that the cast draws."""
        return ()

    @property
    def is_aside(self) -> bool:
        """Return whether what is shown has neither date nor place, such as a training."""
        return False

    def own_axes(self, frame: str) -> Axes | None:
        """Return a frame that only this ship's cameras know; None where it is not there now."""
        return None

    def seen_bases(self, *, near: bool, at_site: bool) -> Iterable[Basis]:
        """Return what is in sight rests on: of the craft seen as more than a dot, and of the landing place seen."""
        yield self.standing.craft
        yield self.standing.sky  # the light on everything
        if near:
            yield self.standing.attitude
            if self.craft.heating_w_m2 > 0.0:
                yield self.standing.heating
            if self.parachute.stage != "stowed":
                yield self.standing.parachute

    def lines(self) -> Iterable[str]:
        """Return what a terminal or a notebook shows of the ship's own, a line each."""
        return ()

    def __str__(self) -> str:
        """Return the state in a few lines, for a terminal or a notebook."""
        craft = self.craft
        mark = "" if self.claimed else "   (hypothetical: nothing is claimed any more)"
        mark = mark or ("   (hypothetical)" if self.hypothetical else "")
        return "\n".join(
            (
                f"T{self.met_s:+.3f} s   {self.phase}   {self.event or 'before the first event'}{mark}",
                f"craft    {craft.lat_deg:.3f} N {craft.lon_deg:.3f} E {craft.altitude_km:.3f} km   "
                f"{craft.ground_speed_m_s:.1f} m/s   {craft.load_g:.2f} g   {', '.join(craft.modules)}",
                *self.lines(),
                f"sun      {self.sky.sun_elevation_deg:.1f} deg high, {self.sky.lit_fraction:.0%} lit",
                f"canopy   {self.parachute.stage}",
            )
        )

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Show notebooks the short form; `repr` stays complete."""
        printer.text(str(self))
