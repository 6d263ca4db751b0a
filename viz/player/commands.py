"""What a viewer can ask for: every button, key and drag becomes one of these values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Seek:
    """Go to an instant."""

    met_s: float


@dataclass(frozen=True, slots=True)
class Skip:
    """Go on or back by seconds of showing: ten seconds at rate 60 are ten minutes of the flight."""

    film_s: float


@dataclass(frozen=True, slots=True)
class Nudge:
    """Go on or back by seconds of the flight, whatever the rate."""

    mission_s: float


@dataclass(frozen=True, slots=True)
class StepFrames:
    """Stop, and go on or back by whole frames."""

    count: int


@dataclass(frozen=True, slots=True)
class JumpEvent:
    """Go to the next event (+1) or the one before (-1)."""

    direction: int


@dataclass(frozen=True, slots=True)
class SetPlaying:
    """Run or stand still."""

    playing: bool


@dataclass(frozen=True, slots=True)
class TogglePause:
    """Run when standing, stand when running."""


@dataclass(frozen=True, slots=True)
class SetRate:
    """Run at that rate; its sign is the direction."""

    rate: float


@dataclass(frozen=True, slots=True)
class ShiftRate:
    """Run faster (+1) or slower (-1) by one preset, keeping the direction."""

    steps: int


@dataclass(frozen=True, slots=True)
class Reverse:
    """Turn the direction of time about."""


@dataclass(frozen=True, slots=True)
class SetCamera:
    """Look through that camera, with the hand taken off."""

    camera: str


@dataclass(frozen=True, slots=True)
class ShiftCamera:
    """Look through the next camera (+1) or the one before (-1), round and round."""

    steps: int


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """Speak that language."""

    language: str


@dataclass(frozen=True, slots=True)
class ShiftLanguage:
    """Speak the next language, round and round."""

    steps: int = 1


@dataclass(frozen=True, slots=True)
class SetCaptions:
    """Show the caption line, or not."""

    shown: bool


@dataclass(frozen=True, slots=True)
class TurnView:
    """Orbit by degrees and magnify by a factor."""

    yaw_deg: float = 0.0
    pitch_deg: float = 0.0
    zoom: float = 1.0


@dataclass(frozen=True, slots=True)
class PanView:
    """Move the camera to its right and up, in heights of the picture."""

    right: float = 0.0
    up: float = 0.0


@dataclass(frozen=True, slots=True)
class ResetView:
    """Take the hand off the camera."""


@dataclass(frozen=True, slots=True)
class SetLoop:
    """Play one stretch again and again; None ends that."""

    stretch_met_s: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class SetBlack:
    """Show every window but the presenter's nothing but black, or the picture again."""

    shown: bool


@dataclass(frozen=True, slots=True)
class SetStops:
    """Halt at the stop points, or pass them by."""

    shown: bool


@dataclass(frozen=True, slots=True)
class SetDoubt:
    """Draw what is not sure beside what is shown, or leave it out."""

    shown: bool


@dataclass(frozen=True, slots=True)
class SetOutline:
    """Draw outlines for comparison, such as of a suit without pressure, or leave them out."""

    shown: bool


@dataclass(frozen=True, slots=True)
class SetInset:
    """Show a second camera's picture in a corner; None takes it away."""

    camera: str | None


@dataclass(frozen=True, slots=True)
class Suppose:
    """Let one number or manner be otherwise than recorded; the recorded value takes that back."""

    group: str
    name: str
    value: float | str | None


@dataclass(frozen=True, slots=True)
class SupposeNothing:
    """Return to the flight as reconstructed."""


@dataclass(frozen=True, slots=True)
class InSecond:
    """Do to the camera and the view of the second flight what is asked of the first's."""

    command: SetCamera | ShiftCamera | TurnView | PanView | ResetView


@dataclass(frozen=True, slots=True)
class Tick:
    """Nothing was asked; only time goes on."""


Command: TypeAlias = (
    Seek | Skip | Nudge | StepFrames | JumpEvent | SetPlaying | TogglePause | SetRate | ShiftRate | Reverse
    | SetCamera | ShiftCamera | SetLanguage | ShiftLanguage | SetCaptions | TurnView | PanView | ResetView | SetLoop
    | SetBlack | SetStops | SetDoubt | SetOutline | SetInset | Suppose | SupposeNothing | InSecond | Tick
)  # fmt: skip
