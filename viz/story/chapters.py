"""The flight cut into chapters: phases and events as titled stretches, for a film's chapter marks and transcripts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from viz.errors import UsageError
from viz.mission.model import Mission
from viz.story.captions import Captions


@dataclass(frozen=True, slots=True)
class Chapter:
    """A titled stretch of the flight, from its start to the start of the next."""

    id: str
    """Id of the phase or event it is named after."""
    kind: Literal["phase", "event"]
    title: str
    text: str
    start_met_s: float
    end_met_s: float


def chapters(
    mission: Mission, captions: Captions, start_met_s: float, end_met_s: float, *, events: bool = True
) -> tuple[Chapter, ...]:
    """Return the chapters of a stretch of the flight; they tile it without gap or overlap.

    The first begins where the stretch does and is named after the innermost phase there, the others at each
    change of innermost phase and, with `events`, at each event; an event names the chapter where both fall
    together, and the earlier in the files where two events do. Raises UsageError when the stretch is empty.
    """
    if not start_met_s < end_met_s or not math.isfinite(end_met_s - start_met_s):
        raise UsageError(f"there is no flight between {start_met_s} s and {end_met_s} s; give a later end")
    marks = _phase_marks(mission, start_met_s, end_met_s)
    if events:
        for event in reversed(mission.events):
            if start_met_s <= event.time.met_s < end_met_s:
                marks[event.time.met_s] = ("event", event.id)
    starts = sorted(marks)
    ends = [*starts[1:], end_met_s]
    return tuple(
        Chapter(marks[start][1], marks[start][0], *_words(captions, *marks[start]), start, end)
        for start, end in zip(starts, ends, strict=True)
    )


def _words(captions: Captions, kind: str, item_id: str) -> tuple[str, str]:
    return captions.title(kind, item_id), captions.text(kind, item_id)


def _phase_marks(
    mission: Mission, start_met_s: float, end_met_s: float
) -> dict[float, tuple[Literal["phase", "event"], str]]:
    """Where the innermost phase changes within the stretch, and its start."""
    bounds = {bound for phase in mission.phases for bound in (phase.start_met_s, phase.end_met_s)}
    times = [start_met_s, *sorted(bound for bound in bounds if start_met_s < bound < end_met_s)]
    marks: dict[float, tuple[Literal["phase", "event"], str]] = {}
    before = ""
    for met_s in times:
        phases = mission.phases_at(met_s)
        if phases and phases[-1].id != before:
            before = phases[-1].id
            marks[met_s] = ("phase", before)
    return marks
