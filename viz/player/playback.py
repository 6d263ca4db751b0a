"""What the viewer's hand has done to time, camera and language: one frozen value and one pure function.

Every button, key and drag becomes a command; `step` answers with the next `Player`. Nothing here knows a
clock, a browser or a picture, so that every control can be tested as arithmetic.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace

from viz.errors import UsageError
from viz.player.commands import (
    Command,
    InSecond,
    JumpEvent,
    Nudge,
    PanView,
    ResetView,
    Reverse,
    Seek,
    SetBlack,
    SetCamera,
    SetCaptions,
    SetDoubt,
    SetInset,
    SetLanguage,
    SetLoop,
    SetOutline,
    SetPlaying,
    SetRate,
    SetStops,
    ShiftCamera,
    ShiftLanguage,
    ShiftRate,
    Skip,
    StepFrames,
    Suppose,
    SupposeNothing,
    Tick,
    TogglePause,
    TurnView,
)
from viz.player.programme import Programme
from viz.story.holds import HELD_S
from viz.story.panel import Supposed, refuse_unsupposable
from viz.story.shots import STRAIGHT, Hand

RATES: tuple[float, ...] = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 100.0, 300.0, 1000.0)
"""Mission seconds per second of showing; each also runs backwards."""

FRAME_S = 1.0 / 30.0
"""Film time of one frame, for stepping by hand."""

SAME_INSTANT_S = 0.05
"""A player this close to an event stands on it, so that "next" leaves it rather than finding it again."""

PITCH_LIMIT_DEG = 89.0
ZOOM_LIMITS = (0.125, 8.0)
PAN_LIMIT = 1.5
"""Heights of the picture: farther aside the subject is out of sight whatever the camera."""


@dataclass(frozen=True, slots=True)
class Sight:
    """How the second flight is seen."""

    camera: str
    hand: Hand = STRAIGHT


@dataclass(frozen=True, slots=True)
class Player:
    """Where the show stands and how it runs; all that a frame depends on, and nothing else."""

    programme: Programme
    met_s: float
    camera: str
    language: str
    rate: float = 1.0
    """Mission seconds per second of showing; negative runs backwards, never zero."""
    playing: bool = False
    hand: Hand = STRAIGHT
    captions: bool = True
    loop_met_s: tuple[float, float] | None = None
    """Play this stretch again and again; None plays to the end."""
    black: bool = False
    stops: bool = False
    """Halt at the stop points."""
    doubt: bool = False
    """Draw what is not sure."""
    outline: bool = False
    """Draw outlines for comparison."""
    inset: str | None = None
    """A second camera in a corner."""
    supposed: tuple[Supposed, ...] = ()
    """What differs from the record, in the programme's order; empty for the flight as reconstructed."""
    second: Sight | None = None
    """Of a second flight beside the first; None where there is none."""


def open_player(
    programme: Programme,
    *,
    met_s: float | None = None,
    camera: str | None = None,
    language: str = "en",
    rate: float = 1.0,
) -> Player:
    """Return the player a show opens with, at lift-off unless told; UsageError names what does not exist."""
    player = Player(programme, programme.clamp(0.0), programme.cameras[0], programme.languages[0])
    if programme.second_cameras:
        player = replace(player, second=Sight(programme.second_cameras[0]))
    player = step(player, SetLanguage(language))
    player = step(player, SetRate(rate))
    if camera is not None:
        player = step(player, SetCamera(camera))
    if met_s is not None:
        start, end = programme.start_met_s, programme.end_met_s
        if not start <= met_s <= end:
            raise UsageError(f"{met_s:g} s after lift-off is outside the flight - choose from {start:g} to {end:g} s")
        player = step(player, Seek(met_s))
    return player


def step(player: Player, command: Command, dt_s: float = 0.0) -> Player:
    """Let `dt_s` seconds of showing pass, then do what `command` asks.

    UsageError for numbers that are not finite, a rate of zero or beyond the presets, and names that do not exist.
    """
    if not 0.0 <= dt_s < math.inf:
        raise UsageError(f"time cannot pass by {dt_s} s - give zero or more finite seconds")
    return _DOES[type(command)](_run(player, dt_s), command)


def next_event_met_s(player: Player, direction: int) -> float:
    """Return where the next event (+1) or the one before (-1) stands; the end of the flight where there is none."""
    mets = player.programme.event_mets_s
    if direction > 0:
        index = bisect_right(mets, player.met_s + SAME_INSTANT_S)
        return mets[index] if index < len(mets) else player.programme.end_met_s
    index = bisect_left(mets, player.met_s - SAME_INSTANT_S) - 1
    return mets[index] if index >= 0 else player.programme.start_met_s


def _run(player: Player, dt_s: float) -> Player:
    """Let time pass for a playing player; at the end of the flight it stops, at the end of a loop it goes round."""
    if not player.playing or dt_s == 0.0:
        return player
    wanted = player.met_s + _borne(player) * dt_s
    stop = _stop_on_the_way(player, wanted)
    if stop is not None:
        return replace(player, met_s=stop, playing=False)
    if player.loop_met_s is not None:
        return replace(player, met_s=_around(wanted, player.met_s, player.loop_met_s))
    inside = player.programme.start_met_s < wanted < player.programme.end_met_s
    return replace(player, met_s=player.programme.clamp(wanted), playing=inside)


def _borne(player: Player) -> float:
    """Return the rate that is played: a loop takes at least as long as a shot, or its leaps back would flicker."""
    if player.loop_met_s is None:
        return player.rate
    start, end = player.loop_met_s
    return math.copysign(min(abs(player.rate), (end - start) / HELD_S), player.rate)


def _stop_on_the_way(player: Player, wanted_met_s: float) -> float | None:
    """Return the first stop point that playing forward passes; leaving one on which it stands is no passing."""
    if not player.stops:
        return None
    on_the_way = (met_s for met_s in player.programme.stop_mets_s if player.met_s < met_s <= wanted_met_s)
    return next(on_the_way, None)


def _around(wanted: float, now: float, stretch_met_s: tuple[float, float]) -> float:
    start, end = stretch_met_s
    if not start <= now <= end:
        return start
    if start <= wanted <= end:
        return wanted
    return min(start + (wanted - start) % (end - start), end)


def _seek(player: Player, command: Seek) -> Player:
    return replace(player, met_s=player.programme.clamp(_finite(command.met_s, "a time")))


def _skip(player: Player, command: Skip) -> Player:
    return _seek(player, Seek(player.met_s + _finite(command.film_s, "a skip") * abs(player.rate)))


def _nudge(player: Player, command: Nudge) -> Player:
    return _seek(player, Seek(player.met_s + _finite(command.mission_s, "a skip")))


def _step_frames(player: Player, command: StepFrames) -> Player:
    return replace(_nudge(player, Nudge(command.count * FRAME_S * abs(player.rate))), playing=False)


def _jump_event(player: Player, command: JumpEvent) -> Player:
    return _seek(player, Seek(next_event_met_s(player, _direction(command.direction))))


def _set_playing(player: Player, command: SetPlaying) -> Player:
    if not command.playing:
        return replace(player, playing=False)
    # At the end of the flight "play" means "again": from the far end, whichever way time runs.
    programme = player.programme
    if player.loop_met_s is None:
        if player.rate > 0 and player.met_s >= programme.end_met_s:
            player = replace(player, met_s=programme.start_met_s)
        elif player.rate < 0 and player.met_s <= programme.start_met_s:
            player = replace(player, met_s=programme.end_met_s)
    return replace(player, playing=True)


def _toggle_pause(player: Player, command: TogglePause) -> Player:
    return _set_playing(player, SetPlaying(not player.playing))


def _set_rate(player: Player, command: SetRate) -> Player:
    rate = _finite(command.rate, "a rate")
    if not 0.0 < abs(rate) <= RATES[-1]:
        raise UsageError(f"a rate of {rate:g} cannot be played - choose from 1 to {RATES[-1]:g}, or the same negative")
    return replace(player, rate=rate)


def _shift_rate(player: Player, command: ShiftRate) -> Player:
    speed = abs(player.rate)
    if _direction(command.steps) > 0:
        faster = [rate for rate in RATES if rate > speed]
        speed = faster[0] if faster else RATES[-1]
    else:
        slower = [rate for rate in RATES if rate < speed]
        speed = slower[-1] if slower else min(speed, RATES[0])
    return replace(player, rate=math.copysign(speed, player.rate))


def _reverse(player: Player, command: Reverse) -> Player:
    return replace(player, rate=-player.rate)


def _set_camera(player: Player, command: SetCamera) -> Player:
    camera = _one_of(command.camera, player.programme.cameras, "camera")
    return replace(player, camera=camera, hand=STRAIGHT)


def _shift_camera(player: Player, command: ShiftCamera) -> Player:
    return _set_camera(player, SetCamera(_turned(player.camera, player.programme.cameras, command.steps)))


def _set_language(player: Player, command: SetLanguage) -> Player:
    return replace(player, language=_one_of(command.language, player.programme.languages, "language"))


def _shift_language(player: Player, command: ShiftLanguage) -> Player:
    return replace(player, language=_turned(player.language, player.programme.languages, command.steps))


def _set_captions(player: Player, command: SetCaptions) -> Player:
    return replace(player, captions=command.shown)


def _turn_view(player: Player, command: TurnView) -> Player:
    yaw = player.hand.yaw_deg + _finite(command.yaw_deg, "an angle")
    pitch = player.hand.pitch_deg + _finite(command.pitch_deg, "an angle")
    factor = _finite(command.zoom, "a magnification")
    if factor <= 0.0:
        raise UsageError(f"a magnification of {factor:g} shows nothing - give a positive factor")
    zoom = min(max(player.hand.zoom * factor, ZOOM_LIMITS[0]), ZOOM_LIMITS[1])
    pitch = min(max(pitch, -PITCH_LIMIT_DEG), PITCH_LIMIT_DEG)
    yaw = (yaw + 180.0) % 360.0 - 180.0
    return replace(player, hand=replace(player.hand, yaw_deg=yaw, pitch_deg=pitch, zoom=zoom))


def _pan_view(player: Player, command: PanView) -> Player:
    wished = (player.hand.right + _finite(command.right, "a move"), player.hand.up + _finite(command.up, "a move"))
    right, up = (min(max(share, -PAN_LIMIT), PAN_LIMIT) for share in wished)
    return replace(player, hand=replace(player.hand, right=right, up=up))


def _reset_view(player: Player, command: ResetView) -> Player:
    return replace(player, hand=STRAIGHT)


def _set_loop(player: Player, command: SetLoop) -> Player:
    if command.stretch_met_s is None:
        return replace(player, loop_met_s=None)
    start, end = (player.programme.clamp(_finite(met_s, "a time")) for met_s in command.stretch_met_s)
    if not start < end:
        raise UsageError(f"a loop from {start:g} s to {end:g} s has no length - give an end after its start")
    return replace(player, loop_met_s=(start, end))


def _set_black(player: Player, command: SetBlack) -> Player:
    return replace(player, black=command.shown)


def _set_doubt(player: Player, command: SetDoubt) -> Player:
    return replace(player, doubt=command.shown)


def _set_outline(player: Player, command: SetOutline) -> Player:
    return replace(player, outline=command.shown)


def _set_inset(player: Player, command: SetInset) -> Player:
    if command.camera is not None and command.camera not in player.programme.cameras:
        raise UsageError(f'there is no camera "{command.camera}" - choose one of {", ".join(player.programme.cameras)}')
    return replace(player, inset=command.camera)


def _set_stops(player: Player, command: SetStops) -> Player:
    return replace(player, stops=command.shown)


def _suppose(player: Player, command: Suppose) -> Player:
    value = command.value
    if isinstance(value, int | float):
        value = _finite(value, "a supposition")
    refuse_unsupposable(player.programme.supposable, (command.group, command.name, value))
    known = {(one.group, one.name): one for one in player.programme.supposable}
    values = {(group, name): held for group, name, held in player.supposed}
    values[command.group, command.name] = value
    differing = ((key, values[key]) for key, one in known.items() if key in values and values[key] != one.recorded)
    return replace(player, supposed=tuple((*key, held) for key, held in differing))


def _suppose_nothing(player: Player, command: SupposeNothing) -> Player:
    return replace(player, supposed=())


def _in_second(player: Player, command: InSecond) -> Player:
    if player.second is None:
        raise UsageError("there is no second flight beside this one - compare two to see both")
    own = replace(player.programme, cameras=player.programme.second_cameras)
    asked = step(replace(player, programme=own, camera=player.second.camera, hand=player.second.hand), command.command)
    return replace(player, second=Sight(asked.camera, asked.hand))


def _tick(player: Player, command: Tick) -> Player:
    return player


def _finite(value: float, what: str) -> float:
    if not math.isfinite(value):
        raise UsageError(f"{what} of {value} is not a number - give a finite one")
    return float(value)


def _direction(steps: int) -> int:
    if steps == 0:
        raise UsageError("a step of 0 leads nowhere - give +1 or -1")
    return 1 if steps > 0 else -1


def _one_of(name: str, names: tuple[str, ...], what: str) -> str:
    if name not in names:
        raise UsageError(f"there is no {what} {name!r} - choose one of {', '.join(names)}")
    return name


def _turned(name: str, names: tuple[str, ...], steps: int) -> str:
    return names[(names.index(name) + steps) % len(names)]


# One row per command, so that a command without its deed fails the first test that looks.
_DOES: dict[type, Callable[..., Player]] = {
    Seek: _seek,
    Skip: _skip,
    Nudge: _nudge,
    StepFrames: _step_frames,
    JumpEvent: _jump_event,
    SetPlaying: _set_playing,
    TogglePause: _toggle_pause,
    SetRate: _set_rate,
    ShiftRate: _shift_rate,
    Reverse: _reverse,
    SetCamera: _set_camera,
    ShiftCamera: _shift_camera,
    SetLanguage: _set_language,
    ShiftLanguage: _shift_language,
    SetCaptions: _set_captions,
    TurnView: _turn_view,
    PanView: _pan_view,
    ResetView: _reset_view,
    SetLoop: _set_loop,
    SetBlack: _set_black,
    SetDoubt: _set_doubt,
    SetOutline: _set_outline,
    SetInset: _set_inset,
    SetStops: _set_stops,
    Suppose: _suppose,
    SupposeNothing: _suppose_nothing,
    InSecond: _in_second,
    Tick: _tick,
}
