"""What the state of this flight has beside any flight's: the cabin that is the lock, White, McDivitt, the sea."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from viz.flight.state import Basis, FlightState, StateBasis, Vec3, WalkerState
from viz.missions.gemini4.flight.body import FILM_CAMERA_M, HATCH_CENTRE_M, WINDOW_LEFT_M, WINDOW_RIGHT_M

Place = Literal["seat", "standing", "outside", "raft", "helicopter", "carrier"]
"""Where one of the crew is: `WalkerState.place`."""

MODULES = ("stage_1", "stage_2", "equipment", "retro", "reentry", "nose")
"""Names used in `CraftState.modules` and `FreeBody.name`."""


@dataclass(frozen=True, slots=True)
class WhiteState(WalkerState):
    """White, with what is told of him alone."""

    gun_gas_fraction: float = 1.0
    """Left in the gun's bottles, 1 to 0 (E14)."""
    gun_thrust_n: float = 0.0
    """Of the gun now, along its own line; a model."""
    visor_down: float = 0.0
    """The gold visor over the face-plate, 0 up, 1 down (E05)."""
    holds_gun: bool = False


@dataclass(frozen=True, slots=True)
class SeaState:
    """What is round the craft after the splash; hours are the mission's events."""

    since_s: float
    """Seconds since the splash."""
    collar: bool
    """Swimmers have put the flotation collar on."""
    raft: bool
    """The crew are in the raft beside it."""
    helicopter: bool
    """One hovers near by."""
    carrier: bool
    """USS Wasp is in sight."""
    crew_away: bool
    """The crew have been lifted off."""
    aboard: bool
    """They are on the carrier's deck."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GeminiBasis(StateBasis):
    """What each group of the state rests on at this instant."""

    cabin: Basis = "model"
    white: Basis = "reconstruction"
    suit: Basis = "model"
    tether: Basis = "model"
    sea: Basis = "model"


POINTS_M: Mapping[str, Vec3] = {
    "hatch": HATCH_CENTRE_M,
    "window_left": WINDOW_LEFT_M,
    "window_right": WINDOW_RIGHT_M,
    "film_camera": FILM_CAMERA_M,
}
FLAGS = ("outside", "hatch", "film_camera", "stage_2", "sea", "alongside")
"""What a shot may need: the man outside, the hatch open, the camera on its mount, the stage in sight, the sea, the
carrier beside the craft."""
COMES_FROM_S, ALONGSIDE_S = 4500.0, 6900.0
"""Between these the carrier comes up to the craft, seconds after the splash, before it is hoisted aboard; model."""
OUTSIDE_PLACES = frozenset(("outside",))


@dataclass(frozen=True, slots=True, kw_only=True)
class GeminiState(FlightState):
    """Everything true of Gemini 4 at one instant."""

    standing: GeminiBasis
    cabin_pressure_kpa: float
    hatch_open_deg: float
    """The right hatch, 0 shut to 50 (S06)."""
    hatch_locked: bool
    white: WhiteState
    mcdivitt: WalkerState
    camera_mounted: bool
    """The 16 mm camera stands on the adapter (E06, E24)."""
    stage_lights: float
    """The second stage's two flashing lights, 0 dark to 1; lit while it is followed."""
    sea: SeaState | None
    """None before the splash."""
    retro_burning: tuple[float, ...] = ()
    """Thrust of each retro-rocket, 0 to 1, in the order in which they fire."""

    @property
    def walkers(self) -> Mapping[str, WalkerState]:
        """Return White, whose umbilical is drawn, and McDivitt."""
        return {"white": self.white, "mcdivitt": self.mcdivitt}

    @property
    def points_m(self) -> Mapping[str, Vec3]:
        """Return the named points of the craft."""
        return POINTS_M

    @property
    def flags(self) -> frozenset[str]:
        """Return what is so now, by the words that a shot may ask for."""
        told = {
            "outside": self.white.outside,
            "hatch": self.hatch_open_deg > 0.0,
            "film_camera": self.camera_mounted,
            "stage_2": any(body.name == "stage_2" for body in self.craft.free_bodies),
            "sea": self.sea is not None,
            "alongside": self.sea is not None and self.sea.since_s >= COMES_FROM_S,
        }
        return frozenset(name for name, so in told.items() if so)

    @property
    def props(self) -> tuple[str, ...]:
        """Return what stands where the craft came down."""
        if self.sea is None:
            return ()
        return tuple(name for name in ("collar", "raft", "helicopter", "carrier") if getattr(self.sea, name))

    def lines(self) -> Iterator[str]:
        """Yield what a terminal or a notebook shows of the ship's own."""
        yield (
            f"cabin    {self.cabin_pressure_kpa:.1f} kPa, hatch {self.hatch_open_deg:.0f} deg "
            f"{'locked' if self.hatch_locked else 'unlocked'}"
        )
        white = self.white
        yield (
            f"white    {white.place}, {white.distance_from_hatch_m:.2f} m from the hatch, suit "
            f"{white.suit_pressure_kpa:.1f} kPa, gun gas {white.gun_gas_fraction:.0%}"
        )
