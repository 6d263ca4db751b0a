"""Two flights told side by side: which, by which event of each, and one clock of seconds since it.

The clock is the only time of such a show: what each flight shows at an instant of it follows by adding. A flight that
has not begun yet, or has ended, stands at its end meanwhile, and says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, Self

from viz.errors import UsageError
from viz.languages import NO_BREAK
from viz.mission.model import Mission
from viz.mission.when import parse_when
from viz.story.format import MINUS, Format

USUAL_ALIGN = "eva.exit=eva.exit"
"""Where nothing else is asked for."""
RIGHT = "right:"
"""Before a time that is one of the second flight's own."""

_SINCE = re.compile(
    r"(?:T(?=[+\-−]))?(?P<sign>[+\-−]?)(?:(?:(?P<h>\d{1,4}):)?(?P<m>\d{1,5}):(?P<s>[0-5]?\d(?:\.\d{1,9})?)"
    r"|(?=\d)(?:(?P<hour>\d{1,4})h)?(?:(?P<minute>\d{1,6})m)?(?:(?P<second>\d{1,8}(?:\.\d{1,9})?)s)?|(?P<zero>0))"
)
_NAMES = ("hour", "minute", "second")
Phase = Literal["before", "within", "after"]


@dataclass(frozen=True, slots=True)
class Compared:
    """What is shown side by side: two missions, the event of each that they are aligned at, and what is supposed."""

    left: str
    """Name or folder."""
    right: str
    align: str = USUAL_ALIGN
    """A time of the left flight and one of the right, with ``=`` between them."""
    suppose_left: tuple[str, ...] = ()
    """As on the command line: ``group.name=value``."""
    suppose_right: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The whole as one line, which stands where a mission's name does; `read` reads it."""
        told = {"compare": [self.left, self.right], "align": self.align}
        supposed = {"suppose_left": self.suppose_left, "suppose_right": self.suppose_right}
        return json.dumps(told | {key: list(asked) for key, asked in supposed.items() if asked}, ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return what a line says; None for one that names a mission. UsageError where it is neither."""
        if not text.startswith('{"compare"'):
            return None
        try:
            told = json.loads(text)
            left, right = told.pop("compare")
            supposed = {key: tuple(map(str, told.pop(key, ()))) for key in ("suppose_left", "suppose_right")}
            return cls(str(left), str(right), str(told.pop("align")), **supposed)
        except (ValueError, KeyError, TypeError):
            raise UsageError(f"{text[:60]}: no two missions are read from that - use --compare A B") from None


def option_words(mission: str) -> tuple[str, ...]:
    """Return the options of the command line that name a mission, or two of them side by side."""
    compared = Compared.read(mission)
    if compared is None:
        return "--mission", mission
    supposed = [("--suppose-left", text) for text in compared.suppose_left]
    supposed += [("--suppose-right", text) for text in compared.suppose_right]
    align = [] if compared.align == USUAL_ALIGN else [("--align", compared.align)]
    words = (word for option in (*align, *supposed) for word in option)
    return "--compare", compared.left, compared.right, *words


@dataclass(frozen=True, slots=True)
class Side:
    """One flight on the clock of both."""

    zero_met_s: float
    """Where its event stands: 0 of the clock."""
    start_met_s: float
    end_met_s: float

    def met_s(self, since_s: float) -> float:
        """Return what the flight shows at an instant of the clock, its first or last moment beyond its ends."""
        return min(max(self.zero_met_s + since_s, self.start_met_s), self.end_met_s)

    def since_s(self, met_s: float) -> float:
        """Return where a moment of the flight stands on the clock."""
        return met_s - self.zero_met_s

    def phase(self, since_s: float) -> Phase:
        """Say whether the flight is under way at an instant of the clock."""
        if self.zero_met_s + since_s < self.start_met_s:
            return "before"
        return "after" if self.zero_met_s + since_s > self.end_met_s else "within"


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two flights on one clock, s since the event of each."""

    left: Side
    right: Side

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both, in order."""
        return self.left, self.right

    @property
    def range_s(self) -> tuple[float, float]:
        """From where the first of them begins to where the last ends."""
        starts = [side.since_s(side.start_met_s) for side in self.sides]
        return min(starts), max(side.since_s(side.end_met_s) for side in self.sides)

    def mets_s(self, since_s: float) -> tuple[float, float]:
        """Return what each flight shows at an instant of the clock."""
        return self.left.met_s(since_s), self.right.met_s(since_s)

    def when(self, text: str, left: Mission, right: Mission) -> float:
        """Return the instant of the clock that words name: ``+12:09``, ``-2m``, ``T+00:01:30``, all counted from the
        event; a time of the left flight, such as ``eva.exit+30s``, or after ``right:`` one of the right.

        UsageError with the accepted forms.
        """
        since_s = read_since(text)
        if since_s is not None:
            return since_s
        if text.startswith(RIGHT):
            return self.right.since_s(parse_when(text.removeprefix(RIGHT), right))
        return self.left.since_s(parse_when(text, left))


def read_since(text: str) -> float | None:
    """Return the seconds that a signed time on the clock of both means; None for any other text."""
    match = _SINCE.fullmatch(text.strip())
    if match is None or not text.strip():
        return None
    hours, minutes, seconds = (Fraction(match[a] or match[b] or 0) for a, b in zip("hms", _NAMES, strict=True))
    whole = hours * 3600 + minutes * 60 + seconds
    return float(-whole if match["sign"] in ("-", "−") else whole)


def split_pair(text: str, what: str) -> tuple[str, str]:
    """Return the two halves of ``left=right``; UsageError for anything else."""
    left, _, right = text.partition("=")
    if not left.strip() or not right.strip() or "=" in right:
        raise UsageError(f'"{text[:60]}" is not a pair of {what} - write LEFT=RIGHT, such as {USUAL_ALIGN}')
    return left.strip(), right.strip()


def aligned(align: str, left: Mission, right: Mission) -> Alignment:
    """Return two missions on one clock; UsageError for a time that one of them has not."""
    sides = []
    for text, mission in zip(split_pair(align, "times"), (left, right), strict=True):
        try:
            zero_met_s = parse_when(text, mission)
        except UsageError as error:
            raise UsageError(f"{mission.id} cannot be aligned: {error} - or choose another with --align") from None
        if not mission.start_met_s <= zero_met_s <= mission.end_met_s:
            raise UsageError(f"{text} is outside the flight of {mission.id} - align it at a moment it is told of")
        sides.append(Side(zero_met_s, mission.start_met_s, mission.end_met_s))
    return Alignment(*sides)


def both_cameras(left: Iterable[str], right: Iterable[str]) -> tuple[str, ...]:
    """Return the names of what two panes look through: a camera that both have, or one of each, ``left=right``."""
    right = tuple(right)
    own = [(one, other) for one in left for other in right]
    return (*(one for one, other in own if one == other), *(f"{one}={other}" for one, other in own))


def cameras_of(camera: str) -> tuple[str, str]:
    """Return the cameras of both panes."""
    return split_pair(camera, "cameras") if "=" in camera else (camera, camera)


def clock_told(since_s: float) -> str:
    """Return the clock of both as ``+12:09``, from an hour on as ``−1:04:30``: the last whole second passed."""
    microseconds = round(Fraction(since_s) * 10**6)
    whole = microseconds // 10**6
    minutes, second = divmod(abs(whole), 60)
    hour, minute = divmod(minutes, 60)
    told = f"{hour}:{minute:02d}:{second:02d}" if hour else f"{minute:02d}:{second:02d}"
    return (MINUS if whole < 0 else "+") + told


def since_told(titles: tuple[str, str], form: Format) -> str:
    """Return what the clock counts from, by the titles of both events."""
    event = titles[0] if titles[0] == titles[1] else f"{titles[0]}{NO_BREAK}| {titles[1]}"
    return form.words["format.since"].format(event=event)
