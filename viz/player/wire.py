"""What the page may say, and how it becomes a command.

A message is one small JSON object. Anything else raises `BadMessageError`, and the server closes the socket: the
page is ours, so a message that does not fit comes from something that is not our page.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from viz.errors import UsageError
from viz.player import commands
from viz.player.commands import Command

MAX_MESSAGE_BYTES = 2048
LONGEST_WORDS = 100
"""Characters of a time, a name or an id."""


class BadMessageError(Exception):
    """The message is not one the page sends."""


class TooLongError(BadMessageError):
    """The message is longer than any the page sends."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The page has drawn frame `number` and is ready for another."""

    number: int


@dataclass(frozen=True, slots=True)
class GoTo:
    """Go to an instant given in words: `eva.exit+30s`, `T+01:34:51`, a clock time."""

    when: str


@dataclass(frozen=True, slots=True)
class LoopAt:
    """Play a stretch given in words again and again, from its start."""

    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Motion:
    """The viewer's machine asks for less motion, or no longer."""

    reduced: bool


@dataclass(frozen=True, slots=True)
class OpenMission:
    """Show another mission, by its id, to everybody."""

    mission: str


_OF_A_PANE = (commands.SetCamera, commands.ShiftCamera, commands.TurnView, commands.PanView, commands.ResetView)

Message: TypeAlias = Command | Drawn | GoTo | LoopAt | Motion
Fields: TypeAlias = Mapping[str, object]


def read_message(text: str) -> Message | OpenMission:
    """Return what the page asks; BadMessageError says what does not fit, TooLongError that it was not even tried.

    UsageError for words longer than any that are meant.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_MESSAGE_BYTES:
        raise TooLongError(f"the message is longer than {MAX_MESSAGE_BYTES} bytes")
    try:
        fields = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BadMessageError("the message is not JSON") from error
    if not isinstance(fields, dict):
        raise BadMessageError("the message is not an object")
    name = fields.get("do")
    if not isinstance(name, str) or name not in _READS:
        raise BadMessageError("the message asks for nothing known")
    read = _READS[name](fields)
    return read if fields.get("pane") is None else _in_second(read, _whole(fields, "pane", limit=1))


def _in_second(read: Message | OpenMission, pane: int) -> Message:
    """Return what is asked of one of two flights, 0 or 1; only cameras and views are each one's own."""
    if not isinstance(read, _OF_A_PANE) or pane < 0:
        raise BadMessageError("that is asked of no pane")
    return commands.InSecond(read) if pane else read


def _no_constant(name: str) -> float:
    raise BadMessageError(f"{name} is not a number")


def _number(fields: Fields, key: str) -> float:
    value = fields.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadMessageError(f"{key} is not a number")
    try:
        number = float(value)
    except OverflowError as error:
        raise BadMessageError(f"{key} is too large") from error
    if not math.isfinite(number):
        raise BadMessageError(f"{key} is not a number")
    return number


def _whole(fields: Fields, key: str, limit: int = 1_000) -> int:
    value = fields.get(key)
    if isinstance(value, bool) or not isinstance(value, int) or not -limit <= value <= limit:
        raise BadMessageError(f"{key} is not a small whole number")
    return value


def _yes_or_no(fields: Fields, key: str) -> bool:
    value = fields.get(key)
    if not isinstance(value, bool):
        raise BadMessageError(f"{key} is neither true nor false")
    return value


def _words(fields: Fields, key: str) -> str:
    value = fields.get(key)
    if not isinstance(value, str):
        raise BadMessageError(f"{key} is not a text")
    if len(value) > LONGEST_WORDS:  # the page passes on what a link says, whoever wrote it
        raise UsageError(f"{value[:40]}...: no {key} has {len(value)} characters - look at the link")
    return value


def _turn_view(fields: Fields) -> Command:
    return commands.TurnView(_number(fields, "yaw_deg"), _number(fields, "pitch_deg"), _number(fields, "zoom"))


def _loop(fields: Fields) -> Command:
    return commands.SetLoop((_number(fields, "start_met_s"), _number(fields, "end_met_s")))


def _suppose(fields: Fields) -> Command:
    value = fields.get("value")
    if isinstance(value, str):
        value = _words(fields, "value")
    elif value is not None:
        value = _number(fields, "value")
    return commands.Suppose(_words(fields, "group"), _words(fields, "name"), value)


_READS: dict[str, Callable[[Fields], Message | OpenMission]] = {
    "drawn": lambda fields: Drawn(_whole(fields, "n", limit=2**53)),
    "motion": lambda fields: Motion(_yes_or_no(fields, "reduced")),
    "go": lambda fields: GoTo(_words(fields, "when")),
    "mission": lambda fields: OpenMission(_words(fields, "mission")),
    "seek": lambda fields: commands.Seek(_number(fields, "met_s")),
    "skip": lambda fields: commands.Skip(_number(fields, "film_s")),
    "nudge": lambda fields: commands.Nudge(_number(fields, "mission_s")),
    "frames": lambda fields: commands.StepFrames(_whole(fields, "count")),
    "event": lambda fields: commands.JumpEvent(_whole(fields, "direction", limit=1)),
    "play": lambda fields: commands.SetPlaying(_yes_or_no(fields, "playing")),
    "toggle": lambda fields: commands.TogglePause(),
    "rate": lambda fields: commands.SetRate(_number(fields, "rate")),
    "faster": lambda fields: commands.ShiftRate(_whole(fields, "steps", limit=1)),
    "reverse": lambda fields: commands.Reverse(),
    "camera": lambda fields: commands.SetCamera(_words(fields, "camera")),
    "next_camera": lambda fields: commands.ShiftCamera(_whole(fields, "steps", limit=1)),
    "language": lambda fields: commands.SetLanguage(_words(fields, "language")),
    "next_language": lambda fields: commands.ShiftLanguage(),
    "captions": lambda fields: commands.SetCaptions(_yes_or_no(fields, "shown")),
    "turn": _turn_view,
    "pan": lambda fields: commands.PanView(_number(fields, "right"), _number(fields, "up")),
    "reset_view": lambda fields: commands.ResetView(),
    "loop": _loop,
    "loop_at": lambda fields: LoopAt(_words(fields, "from"), _words(fields, "to")),
    "black": lambda fields: commands.SetBlack(_yes_or_no(fields, "shown")),
    "stops": lambda fields: commands.SetStops(_yes_or_no(fields, "shown")),
    "doubt": lambda fields: commands.SetDoubt(_yes_or_no(fields, "shown")),
    "outline": lambda fields: commands.SetOutline(_yes_or_no(fields, "shown")),
    "inset": lambda fields: commands.SetInset(None if fields.get("camera") is None else _words(fields, "camera")),
    "suppose": _suppose,
    "suppose_nothing": lambda fields: commands.SupposeNothing(),
    "no_loop": lambda fields: commands.SetLoop(None),
}
