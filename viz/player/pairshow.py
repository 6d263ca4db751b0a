"""Two flights side by side as one show: its time is the clock of both, seconds since the event they are aligned at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from viz.flight.flight import Flight
from viz.languages import LANGUAGES
from viz.mission.comparison import Cell, load_comparison
from viz.mission.model import Mission
from viz.player.playback import RATES
from viz.player.programme import Programme
from viz.player.session import Shown, Wish
from viz.player.show import RealShow, open_show
from viz.stage.pair import Paired
from viz.story.look import Look
from viz.story.pair import Compared, Side, aligned, clock_told
from viz.story.panel import Supposed, read_supposed, refuse_unsupposable

BEFORE_S, AFTER_S = 300.0, 300.0
"""Of the clock, about the phases that the flights are aligned in: the stretch that the bar begins with."""
LECTURERS_OWN = ("stops", "narration", "switches", "supposable", "planned", "inset")
"""What a page of one flight has, and a pane of two has not."""


@dataclass(frozen=True, slots=True, repr=False)
class PairShow:
    """Two shows on one clock, each drawn as it would be alone."""

    paired: Paired
    shows: tuple[RealShow, RealShow]
    supposed: tuple[tuple[Supposed, ...], tuple[Supposed, ...]]
    programme: Programme
    timeline: Mapping[str, object]

    def is_built(self, supposed: tuple[Supposed, ...]) -> bool:
        """Say that nothing more is built: what is supposed of either stands from the start."""
        return True

    def build(self, supposed: tuple[Supposed, ...]) -> None:
        """Build nothing."""

    def programme_of(self, supposed: tuple[Supposed, ...]) -> Programme:
        """Return what there is to play."""
        return self.programme

    def when(self, text: str) -> float:
        """Return the instant of the clock that words name; UsageError lists the accepted forms."""
        return self.paired.when(text)

    def shown(self, wish: Wish) -> Shown:
        """Compose and draw one frame of each."""
        left, right = (self._pane(pane, wish, look) for pane, look in enumerate((wish.look, wish.second or wish.look)))
        clock = {"clock": clock_told(wish.met_s), "since": self.paired.since(wish.look.language)}
        return replace(left, words={**left.words, **clock}, beside=right)

    def _pane(self, pane: int, wish: Wish, look: Look) -> Shown:
        met_s = self.paired.alignment.sides[pane].met_s(wish.met_s)
        show, form = self.shows[pane], self.paired.panes[pane].script.formats[look.language]
        shown = show.shown(replace(wish, met_s=met_s, look=look, supposed=self.supposed[pane], second=None))
        stands = self.paired.ended(wish.met_s, pane, form)
        mark = " · ".join(filter(None, (stands, shown.words["mark"])))
        return replace(shown, words={**shown.words, "mark": mark}, numbers={**shown.numbers, "met_s": met_s})

    def scene_files(self) -> Mapping[str, bytes | Path]:
        """Return the page side of both stages, the right one's under ``beside/``; no narration speaks over two."""
        left, right = (show.scene_files() for show in self.shows)
        own = {name: content for name, content in left.items() if name not in self.shows[0].narration}
        other = {name: content for name, content in right.items() if name not in self.shows[1].narration}
        return {**own, **{f"beside/{name}": content for name, content in other.items()}}


def open_pair(compared: Compared) -> PairShow:
    """Load, build and stage both flights; InvalidFile or UsageError where they cannot be laid side by side."""
    shows = (open_show(compared.left), open_show(compared.right))
    asked = (compared.suppose_left, compared.suppose_right)
    left, right = (_supposed(show, texts) for show, texts in zip(shows, asked, strict=True))
    flights = shows[0].shelf.flight(left), shows[1].shelf.flight(right)
    for show, supposed in zip(shows, (left, right), strict=True):
        if supposed:
            show.build(supposed)
    alignment = aligned(compared.align, flights[0].mission, flights[1].mission)
    mine, theirs = (replace(show.production, flight=flight) for show, flight in zip(shows, flights, strict=True))
    paired = Paired(compared, (mine, theirs), alignment)
    sides = tuple(zip(alignment.sides, flights, strict=True))
    events = sorted({side.since_s(event.time.met_s) for side, flight in sides for event in flight.mission.events})
    programme = Programme(
        *alignment.range_s,
        tuple(events),
        shows[0].programme.cameras,
        second_cameras=shows[1].programme.cameras,
    )
    return PairShow(paired, shows, (left, right), programme, _timeline(paired, shows, flights))


def _supposed(show: RealShow, texts: tuple[str, ...]) -> tuple[Supposed, ...]:
    supposed = tuple(read_supposed(text) for text in texts)
    for one in supposed:
        refuse_unsupposable(show.programme.supposable, one)
    return supposed


def _timeline(paired: Paired, shows: tuple[RealShow, RealShow], flights: tuple[Flight, Flight]) -> dict[str, object]:
    """Return what the page of both needs: each one's own timeline, the clock, and the table that tells both."""
    first, _ = told = [show.timeline for show in shows]
    start_s, end_s = paired.alignment.range_s
    panes = [
        {key: value for key, value in timeline.items() if key not in LECTURERS_OWN}
        | {"name": {language: paired.titles(language)[pane] for language in LANGUAGES}}
        | {"zero_met_s": paired.alignment.sides[pane].zero_met_s, "events": _events(timeline, flights[pane].mission)}
        for pane, timeline in enumerate(told)
    ]
    return {
        "page": "pair.html",
        "mission": paired.name,
        "title": {language: " | ".join(paired.titles(language)) for language in LANGUAGES},
        "since": {language: paired.since(language) for language in LANGUAGES},
        "languages": first["languages"],
        "ui": first["ui"],
        "rates": RATES,
        "liftoff_utc": first["liftoff_utc"],
        "spacecraft": "",
        "break_met_s": None,
        **{key: [] for key in ("phases", "events", "questions", "facts", "cameras")},
        "sources": {},
        "start_met_s": start_s,
        "end_met_s": end_s,
        "stretch": stretch_of(paired),
        "panes": panes,
        "table": _table(paired),
    }


def _events(timeline: Mapping[str, object], mission: Mission) -> list[dict[str, Any]]:
    """Return the events of a timeline where a flight has them."""
    told: Any = timeline["events"]
    return [event | {"met_s": mission.event(event["id"]).time.met_s} for event in told]


def stretch_of(paired: Paired) -> tuple[float, float]:
    """Return the part of the clock in which both are in the phase they are aligned at, with some time about it."""
    sides = zip(paired.panes, paired.alignment.sides, strict=True)
    ends = [_phase_of(pane.flight.mission, side) for pane, side in sides]
    start_s, end_s = paired.alignment.range_s
    first, last = min(first for first, _ in ends), max(last for _, last in ends)
    return max(start_s, first - BEFORE_S), min(end_s, last + AFTER_S)


def _phase_of(mission: Mission, side: Side) -> tuple[float, float]:
    phase = mission.phases_at(side.zero_met_s)[0]
    return side.since_s(phase.start_met_s), side.since_s(phase.end_met_s)


def _table(paired: Paired) -> list[dict[str, object]]:
    """Return the rows that tell both; none where one of them has no such table."""
    left, right = (load_comparison(pane.mission, pane.folder) for pane in paired.panes)
    if not left or not right:
        return []
    return [{"id": row, "cells": [_cell(cell) for cell in (left[row], right[row])]} for row in left]


def _cell(cell: Cell) -> dict[str, object]:
    return {
        "text": dict(cell.text),
        "standing": cell.standing,
        "sources": cell.sources,
        "record": cell.record,
        "events": cell.events,
    }
