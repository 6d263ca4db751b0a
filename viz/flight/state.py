"""The state of the flight at one instant, as plain frozen values.

Vectors are tuples of floats, so states compare, hash and serialise. Quaternions are (w, x, y, z) and turn
vectors from the first-named frame into the second. Frames: TEME (inertial, true equator mean equinox of
date), body (see `viz.flight.body`), man (+X out of the chest, +Y to his left, +Z up through the helmet).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Vec3 = tuple[float, float, float]
Quaternion = tuple[float, float, float, float]

Basis = Literal["record", "reconstruction", "model"]
"""What a group of numbers rests on: the record itself, a fit to it, or a model of ours."""

Place = Literal["couch", "cabin", "airlock", "outside", "forest"]
ParachuteStage = Literal["stowed", "drogue", "main", "down"]

MODULES = (
    "boosters", "core", "block_i", "fairing",
    "descent_sphere", "instrument_module", "backup_retro", "airlock",
)  # fmt: skip
"""Names used in `CraftState.modules` and `FreeBody.name`."""


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
class AirlockState:
    """The Volga airlock."""

    extension: float
    """0 stowed, 1 fully extended."""
    pressure_kpa: float
    cabin_pressure_kpa: float
    inner_hatch_fraction: float
    outer_hatch_fraction: float
    """0 shut, 1 fully open."""
    attached: bool


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
class LeonovState:
    """The man: where, in which posture, in what suit, on what rope."""

    place: Place
    outside: bool
    position_m: Vec3
    """Middle of his trunk in the body frame."""
    attitude_quaternion: Quaternion
    """Man frame to body frame."""
    pose: Pose
    distance_from_hatch_m: float
    suit_pressure_kpa: float
    """Absolute pressure inside the suit."""
    suit_swell: float
    """Volume growth against the unpressurised suit: 0 slack, 1 at 0.40 atm in vacuum."""
    suit_stiffness: float
    """Torque to bend a joint against that at 0.40 atm in vacuum, 0 to 1."""
    oxygen_fraction: float
    """Left in the backpack, 0 to 1."""
    tether_m: tuple[Vec3, ...]
    """Rope nodes from anchor to man, body frame; empty when it is not paid out."""
    tether_stretch: float
    holds_camera: bool


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


@dataclass(frozen=True, slots=True)
class ParachuteState:
    """Drogue and main canopy."""

    stage: ParachuteStage
    canopy_fraction: float
    """How far the present canopy has filled, 0 to 1."""
    soft_landing_fraction: float
    """Soft-landing motor, 0 to 1."""


@dataclass(frozen=True, slots=True)
class StateBasis:
    """What each group of the state rests on at this instant."""

    craft: Basis
    attitude: Basis
    airlock: Basis
    leonov: Basis
    suit: Basis
    tether: Basis
    sky: Basis
    parachute: Basis
    heating: Basis


@dataclass(frozen=True, slots=True)
class FlightState:
    """Everything true of the flight at one instant."""

    met_s: float
    phase: str
    """Innermost phase."""
    event: str | None
    """Latest event at or before this instant."""
    craft: CraftState
    airlock: AirlockState
    leonov: LeonovState
    sky: SkyState
    parachute: ParachuteState
    standing: StateBasis
