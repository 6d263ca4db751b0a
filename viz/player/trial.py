"""A trial of a whole show before anyone sees it: every version a viewer may choose is built, and some frames drawn.

What bounds and judged files cannot foresee shows here: two numbers that do not go together, a camera that looks along
its own up. The work is counted, not timed: so many versions and frames, whatever the machine.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from viz.errors import InvalidFile, Problem, UsageError
from viz.player.session import Wish
from viz.player.show import RealShow, open_show
from viz.plugins import own_faults
from viz.story.look import Look
from viz.story.panel import Supposable, Supposed
from viz.story.shots import AUTO

MOST_INSTANTS = 120
CAMERA_INSTANTS = 10
"""At which each camera is tried."""
VERSION_INSTANTS = 40
"""At which each version is tried, in one language: its results take half a second to tell."""

T = TypeVar("T")

_UNDRAWABLE = (ArithmeticError, ValueError, TypeError, LookupError, MemoryError, RecursionError, UsageError)
"""What a frame of an unusable mission may end in."""


def try_show(mission: str | Path) -> int:
    """Draw some frames of every version of a mission and return how many.

    InvalidFile names the version, the moment and the camera of the first that cannot be drawn.
    """
    show = open_show(str(mission))
    _tell(show)
    drawn = 0
    languages = show.programme.languages
    for number, supposed in enumerate(versions(show.programme.supposable)):
        for wish in _wishes(show, supposed, languages[number % len(languages)]):
            told_or_refused(show.shelf.folder, _name(wish), lambda wish=wish: _draw(show, wish))  # type: ignore[misc]
            drawn += 1
    return drawn


def _tell(show: RealShow) -> None:
    """Have the panel say all that it says of a few states; PluginFault where it cannot."""
    flight, form = show.flight, show.production.script.formats[show.programme.languages[0]]
    for met_s in {flight.start_met_s, 0.5 * (flight.start_met_s + flight.end_met_s), flight.end_met_s}:
        state = flight.state_at(met_s)
        show.panel.state_object(state)
        show.panel.state_rows(state, form)
        for meter in () if state.is_aside else show.panel.meters:
            meter.write(form, state)


def versions(changes: Sequence[Supposable]) -> tuple[tuple[Supposed, ...], ...]:
    """Return suppositions that stand for all a viewer may make: none, each choice alone, all lows, all highs.

    What lies between two ends of a range is computed as the ends are.
    """
    choices = tuple(
        ((one.group, one.name, choice),) for one in changes for choice in one.choices if choice != one.recorded
    )
    others: tuple[Supposed, ...] = tuple(single[0] for single in choices if single[0][2] is not None)
    ends = tuple(
        tuple((one.group, one.name, one.bounds[end]) for one in changes if one.bounds is not None) for end in (0, 1)
    )
    return ((), *choices, ends[0], (*ends[1], *others))


def told_or_refused(file: Path, name: str, draw: Callable[[], T]) -> T:
    """Return what `draw` makes; InvalidFile, of that file and moment, where the mission makes it fail."""
    try:
        with own_faults(f"drawing {name}"):
            return draw()
    except _UNDRAWABLE as error:
        what = f"cannot be drawn ({type(error).__name__}: {error})"
        remedy = "look at what was changed last; VOSKHOD2_DEBUG=1 shows where it fails"
        raise InvalidFile(str(file), [Problem(name, what, remedy)]) from error


def _draw(show: RealShow, wish: Wish) -> None:
    shown = show.shown(wish)
    json.dumps(shown.numbers, allow_nan=False)
    json.loads(shown.frame, parse_constant=_refuse_constant)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"the frame holds {name}")


def _wishes(show: RealShow, supposed: tuple[Supposed, ...], language: str) -> Iterator[Wish]:
    """Yield frames to draw: the director's at events and phases; of the recorded flight each camera's too."""
    flight = show.shelf.flight(supposed)
    edges = {edge for phase in flight.mission.phases for edge in (phase.start_met_s, phase.end_met_s)}
    edges |= {event.time.met_s for event in flight.mission.events}
    marks = sorted(edge for edge in edges if flight.start_met_s <= edge <= flight.end_met_s)
    cameras, languages = show.programme.cameras, show.programme.languages
    if supposed:
        for at, met_s in enumerate(_some(marks, VERSION_INSTANTS)):
            yield Wish(met_s, Look(AUTO, language, doubt=at % 2 == 0), supposed)
        return
    instants = _some(sorted([*marks, *(0.5 * (a + b) for a, b in pairwise(marks))]), MOST_INSTANTS)
    for number, camera in enumerate(cameras):
        for at, met_s in enumerate(instants if camera == AUTO else _some(instants, CAMERA_INSTANTS)):
            language, inset = (names[(number + at) % len(names)] for names in (languages, cameras))
            yield Wish(met_s, Look(camera, language, doubt=at % 2 == 0, inset=inset, still=at % 3 == 0))


def _some(instants: Sequence[float], most: int) -> list[float]:
    """Return at most so many of them, evenly picked."""
    step = max(len(instants) / most, 1.0)
    return [instants[int(index * step)] for index in range(int(len(instants) / step))]


def _name(wish: Wish) -> str:
    supposed = "".join(f", {group}.{name} = {value}" for group, name, value in wish.supposed)
    return f"{wish.met_s:.1f} s by {wish.look.camera} in {wish.look.language}{supposed}"
