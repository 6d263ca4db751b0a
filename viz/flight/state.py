"""The state of the flight at one instant, as plain frozen values.

Vectors are tuples of floats, so states compare, hash and serialise. Quaternions are (w, x, y, z) and turn
vectors from the first-named frame into the second. Frames: TEME (inertial, true equator mean equinox of
date), body (see `viz.flight.body`), man (+X out of the chest, +Y to his left, +Z up through the helmet).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Vec3 = tuple[float, float, float]
Quaternion = tuple[float, float, float, float]

Basis = Literal["record", "reconstruction", "model"]
"""What a group of numbers rests on: the record itself, a fit to it, or a model of ours."""

Place = Literal["couch", "cabin", "airlock", "outside", "forest", "hut", "away"]
ParachuteStage = Literal["stowed", "drogue", "main", "down"]
StuckBy = Literal["hatch", "turn"]
"""What a suit that stays too full keeps him from: passing the outer hatch, or turning round inside the lock."""
HeatLoad = Literal["light", "heavy", "extreme"]
Daylight = Literal["day", "twilight", "night"]
Posture = Literal["standing", "sitting", "walking", "skiing", "on_skis"]
Role = Literal["crew", "rescuer"]
Stretch = Literal["level", "pull_up", "weightless", "pull_out"]

MODULES = (
    "boosters", "core", "block_i", "fairing",
    "descent_sphere", "instrument_module", "backup_retro", "airlock",
)  # fmt: skip
"""Names used in `CraftState.modules` and `FreeBody.name`; what leaves in pieces is named below."""

BOOSTERS = ("booster_0", "booster_1", "booster_2", "booster_3")
"""Free bodies; the own frame of number k is the craft's turned by 45 + 90 k degrees about +X, so that it lies at +Y."""

FAIRING_LEAVES = ("fairing_0", "fairing_1")
"""Free bodies: the fairing's +Z half, with the blister, and its -Z half; both in the body frame they had."""


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
    camera_taken: bool
    """Whether the S-97 is off its bracket, in his hand or inside: it never goes back (E10)."""
    heart_rate_peaks_per_min: tuple[float, float] | None = None
    """Lowest and highest of the peaks that are told of the walk (M1); None at other times. No curve is known."""
    tether_wound: float = 0.0
    """How much of the tether is wound round his right forearm, 0 to 1; above 0 only in a version that is asked for."""
    heat_load: HeatLoad | None = None
    """How hard the work heats him, in words, while he is in vacuum; our reading of M2-M4, no measurement."""
    stuck_by: StuckBy | None = None
    """What he fails at, at `suit_pressure_kpa`, from when he stays where he is; None in the recorded flight."""


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
        part = min(max((self.top_km - altitude_km) / (self.top_km - self.base_km), 0.0), 1.0)
        return self.cover * part * part * (3.0 - 2.0 * part)


CLEAR = CloudState(0.0, 5.0, 7.0)
"""No cloud at all."""


_STUCK = {None: "", "hatch": ", stuck: the suit does not pass the hatch", "turn": ", stuck: he cannot turn round"}


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
    body: Basis = "model"
    """Heart and heat: "record" where the record's range is given, "model" elsewhere."""
    forest: Basis = "model"
    training: Basis = "model"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in sight at the landing place; every place and way is a model."""

    name: str
    """A man's id, or what he is in the ski party (G07), numbered."""
    role: Role
    posture: Posture
    east_m: float
    north_m: float
    """From the landing point."""
    heading_deg: float
    """Where he faces, counted from east towards north."""
    run_m: float
    """Way behind him, which times his steps."""


@dataclass(frozen=True, slots=True)
class ForestState:
    """What is at the landing place, from touchdown on; hours are the mission's events, drawn inside their ranges."""

    daylight: Daylight
    """By the real Sun: day above -0.83 degrees, twilight above -6."""
    snow_m: float
    """Depth; W1."""
    hatch_freed: bool
    hatch_push: float
    """How far a trunk has been pushed off the hatch, 0 against it and 1 free, the capsule rocked meanwhile; a model."""
    canopy_in_trees: bool
    """The red canopy lies over the trees above the capsule."""
    beacon: bool
    """The beacon has been heard."""
    helicopter: bool
    """One hovers overhead."""
    clothing_dropped: bool
    foresters_out: bool
    """Foresters are on their way (one witness)."""
    skiers: bool
    """The ski party is there."""
    fire: bool
    hut: bool
    crew_away: bool
    """They have left on skis; the capsule stays."""
    people: tuple[Person, ...]
    """Who is in sight, standing `model`; whoever is in the capsule, in the hut or gone is not among them."""
    unsure: tuple[str, ...]
    """Names of fields above whose change may, by the record's range, come earlier or later than now."""


@dataclass(frozen=True, slots=True)
class TrainingState:
    """The flying laboratory in its parabola and the man floating in its hall; a model, on no date."""

    since_s: float
    """Seconds since the pull-up began; below zero before."""
    stretch: Stretch
    pitch_deg: float
    """Of the flight path, nose up; the fuselage is drawn along it."""
    altitude_km: float
    ground_track_km: float
    """Flown forward since the pull-up began."""
    speed_m_s: float
    load_g: float
    """Felt in the hall, along its floor's normal."""
    trainee_m: Vec3
    """Middle of his trunk in the hall: forward, left, above the floor."""
    trainee_turn_deg: float
    """Turned head over heels, forward."""


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
    forest: ForestState | None = None
    """From touchdown to the end; None before, and in a flight that lands elsewhere."""
    training: TrainingState | None = None
    """Before lift-off only."""
    hypothetical: bool = False
    """True where the flight was asked to be otherwise and this instant is no longer the recorded one."""
    claimed: bool = True
    """False where a hypothetical flight has come to an end that the model cannot follow: nothing here is meant."""

    def __str__(self) -> str:
        """Return the state in six lines, for a terminal or a notebook."""
        craft, man = self.craft, self.leonov
        mark = "" if self.claimed else "   (hypothetical: nothing is claimed any more)"
        mark = mark or ("   (hypothetical)" if self.hypothetical else "")
        return "\n".join(
            (
                f"T{self.met_s:+.3f} s   {self.phase}   {self.event or 'before the first event'}{mark}",
                f"craft    {craft.lat_deg:.3f} N {craft.lon_deg:.3f} E {craft.altitude_km:.3f} km   "
                f"{craft.ground_speed_m_s:.1f} m/s   {craft.load_g:.2f} g   {', '.join(craft.modules)}",
                f"airlock  {self.airlock.pressure_kpa:.1f} kPa, out {self.airlock.extension:.0%}, "
                f"hatches {self.airlock.inner_hatch_fraction:.0%} and {self.airlock.outer_hatch_fraction:.0%} open",
                f"leonov   {man.place}, {man.distance_from_hatch_m:.2f} m from the hatch, "
                f"suit {man.suit_pressure_kpa:.1f} kPa, oxygen {man.oxygen_fraction:.0%}"
                f"{_STUCK[man.stuck_by]}",
                f"sun      {self.sky.sun_elevation_deg:.1f} deg high, {self.sky.lit_fraction:.0%} lit",
                f"canopy   {self.parachute.stage}",
            )
        )

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Show notebooks the short form; `repr` stays complete."""
        printer.text(str(self))
