"""What the state of this flight has beside any flight's: the Volga airlock, Leonov, the clearing, the training."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from viz.flight.state import Axes, Basis, FlightState, StateBasis, Vec3, WalkerState
from viz.missions.voskhod2.flight.body import HATCH_CENTRE_M
from viz.missions.voskhod2.flight.laboratory import TrainingState, laboratory_axes

Place = Literal["couch", "cabin", "airlock", "outside", "forest", "hut", "away"]
"""Where Leonov is: `LeonovState.place`."""
Daylight = Literal["day", "twilight", "night"]
Posture = Literal["standing", "sitting", "walking", "skiing", "on_skis"]
Role = Literal["crew", "rescuer"]

StuckBy = Literal["hatch", "turn"]
"""What a suit that stays too full keeps him from: passing the outer hatch, or turning round inside the lock."""
HeatLoad = Literal["light", "heavy", "extreme"]

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
class LeonovState(WalkerState):
    """Leonov, with what is told of him alone."""

    suit_swell: float = 0.0
    """Volume growth against the unpressurised suit: 0 slack, 1 at 0.40 atm in vacuum."""
    camera_taken: bool = False
    """Whether his camera is off its bracket, in his hand or inside: it never goes back (E10)."""
    heart_rate_peaks_per_min: tuple[float, float] | None = None
    """Lowest and highest of the peaks that are told of the walk (M1); None at other times. No curve is known."""
    tether_wound: float = 0.0
    """How much of the tether is wound round his right forearm, 0 to 1; above 0 only in a version that is asked for."""
    heat_load: HeatLoad | None = None
    """How hard the work heats him, in words, while he is in vacuum; our reading of M2-M4, no measurement."""
    stuck_by: StuckBy | None = None
    """What he fails at, at `suit_pressure_kpa`, from when he stays where he is; None in the recorded flight."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class VoskhodBasis(StateBasis):
    """What each group of the state rests on at this instant."""

    airlock: Basis
    leonov: Basis
    suit: Basis
    tether: Basis
    body: Basis = "model"
    """Heart and heat: "record" where the record's range is given, "model" elsewhere."""
    forest: Basis = "model"
    training: Basis = "model"


_STUCK = {None: "", "hatch": ", stuck: the suit does not pass the hatch", "turn": ", stuck: he cannot turn round"}


FLAGS = ("airlock", "s97", "outside")
"""What a shot may need: the airlock extended, its film camera on the bracket, the man outside."""
POINTS_M: Mapping[str, Vec3] = {"airlock": HATCH_CENTRE_M}
SITE_POINTS_M: Mapping[str, Vec3] = {"camp": (5.5, 4.5, 0.0)}
"""The camp fire; a choice of the show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoskhodState(FlightState):
    """Everything true of the flight at one instant."""

    airlock: AirlockState
    leonov: LeonovState
    standing: VoskhodBasis
    forest: ForestState | None = None
    """From touchdown to the end; None before, and in a flight that lands elsewhere."""
    training: TrainingState | None = None
    """Before lift-off only."""

    @property
    def walkers(self) -> Mapping[str, WalkerState]:
        """Return Leonov."""
        return {"leonov": self.leonov}

    @property
    def points_m(self) -> Mapping[str, Vec3]:
        """Return the middle of the airlock's outer hatch."""
        return POINTS_M

    @property
    def site_points_m(self) -> Mapping[str, Vec3]:
        """Return the camp fire's place."""
        return SITE_POINTS_M

    @property
    def flags(self) -> frozenset[str]:
        """Return which of the words in `FLAGS` hold."""
        there = self.airlock.attached and self.airlock.extension > 0.5
        holds = (there, there and not self.leonov.camera_taken, self.leonov.outside)
        return frozenset(name for name, held in zip(FLAGS, holds, strict=True) if held)

    @property
    def props(self) -> tuple[str, ...]:
        """Return what stands in the clearing."""
        there = self.forest
        if there is None:
            return ()
        seen = (
            ("helicopter", there.helicopter),
            ("tracks", there.skiers or there.hut),
            ("clothing", there.clothing_dropped),
            ("fire", there.fire),
            ("hut", there.hut),
        )
        return tuple(name for name, here in seen if here)

    @property
    def is_aside(self) -> bool:
        """Return whether the training is shown, which has no date and no place."""
        return self.training is not None

    def own_axes(self, frame: str) -> Axes | None:
        """Return the frame of the flying laboratory while it flies."""
        return (
            laboratory_axes(self.craft, self.training) if frame == "laboratory" and self.training is not None else None
        )

    def seen_bases(self, *, near: bool, at_site: bool) -> Iterator[Basis]:
        """Return what is in sight rests on: of the craft seen as more than a dot, and of the clearing seen."""
        standing = self.standing
        if self.training is not None:
            yield standing.training
            return
        yield from FlightState.seen_bases(self, near=near, at_site=at_site)
        if at_site:
            yield standing.forest
        if not near:
            return
        if "airlock" in self.craft.modules:
            yield standing.airlock
        if self.leonov.place != "couch":
            yield from (standing.leonov, standing.suit)
        if self.leonov.tether_m:
            yield standing.tether

    def lines(self) -> Iterator[str]:
        """Return the lock and the man, a line each."""
        lock, man = self.airlock, self.leonov
        yield (
            f"airlock  {lock.pressure_kpa:.1f} kPa, out {lock.extension:.0%}, "
            f"hatches {lock.inner_hatch_fraction:.0%} and {lock.outer_hatch_fraction:.0%} open"
        )
        yield (
            f"leonov   {man.place}, {man.distance_from_hatch_m:.2f} m from the hatch, "
            f"suit {man.suit_pressure_kpa:.1f} kPa, oxygen {man.oxygen_fraction:.0%}"
            f"{_STUCK[man.stuck_by]}"
        )
