"""Two flights side by side as one show: its time is the clock of both, seconds since the event they are aligned at."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from viz.assets import assets_root
from viz.film.flightshow import FlightShow
from viz.film.show import Chapter, Drawing, FactSheet, Panel, Statement
from viz.mission.comparison import Cell, load_comparison
from viz.stage.pair import Paired
from viz.story.format import Format
from viz.story.look import Look
from viz.story.pair import Compared, Side, both_cameras, cameras_of, clock_told
from viz.story.picture import Words
from viz.story.shots import AUTO

RECIPES = "comparisons"
"""Folder of the assets for recipes of two flights."""


@dataclass(frozen=True, slots=True)
class PairShow:
    """Two flights, each with its script and its stage."""

    paired: Paired
    shows: tuple[FlightShow, FlightShow]
    cells: tuple[Mapping[str, Cell], Mapping[str, Cell]]
    """What each has in the table that tells missions side by side; none where a mission has no such table."""

    @classmethod
    def open(cls, compared: Compared) -> PairShow:
        """Build the show of two missions; InvalidFile or UsageError where they cannot be laid side by side."""
        paired = Paired.open(compared)
        left, right = (FlightShow.of(production) for production in paired.panes)
        mine, theirs = (load_comparison(pane.mission, pane.folder) for pane in paired.panes)
        return cls(paired, (left, right), (mine, theirs))

    @property
    def panes(self) -> int:
        """Two."""
        return 2

    @property
    def mission_id(self) -> str:
        """Ids of both."""
        return self.paired.name

    @property
    def digest(self) -> str:
        """Of the files of both, and of how they are compared."""
        told = (*(show.digest for show in self.shows), self.paired.compared.text)
        return hashlib.sha256("\n".join(told).encode()).hexdigest()

    @property
    def range_s(self) -> tuple[float, float]:
        """From the begin of the first to the end of the last."""
        return self.paired.alignment.range_s

    def when(self, text: str) -> float:
        """Return the instant that a text means; UsageError with the accepted forms."""
        return self.paired.when(text)

    def draw(self, met_s: float, camera: str, language: str, outline: bool = False) -> Drawing:
        """Return everything a frame of both needs; UsageError for a camera that a mission has not."""
        one, other = cameras_of(camera)
        looks = Look(one, language, outline=outline), Look(other, language, outline=outline)
        left, right = self.paired.draw(met_s, looks)
        beside = Drawing(self._pane(right[0].words, met_s, 1), right[1])
        clock = clock_told(met_s), self.paired.since(language)
        return Drawing(self._pane(left[0].words, met_s, 0), left[1], beside, clock)

    def _pane(self, words: Words, since_s: float, pane: int) -> Words:
        """Return what a pane says: of which flight it is, and that it stands still where it does."""
        form = self.shows[pane].script.formats[words.language]
        mark = " · ".join(filter(None, (self.paired.ended(since_s, pane, form), words.mark)))
        return replace(words, mark=mark, credit=self.paired.titles(words.language)[pane])

    def director(self, met_s: float) -> str:
        """Return the cameras both directors show."""
        left, right = (
            show.director(at) for show, at in zip(self.shows, self.paired.alignment.mets_s(met_s), strict=True)
        )
        return f"{left}={right}"

    def held(self, met_s: float, rate: float) -> str:
        """Return the cameras of a plain film at that rate; ``auto`` where neither is held."""
        left, right = (
            show.held(at, rate) for show, at in zip(self.shows, self.paired.alignment.mets_s(met_s), strict=True)
        )
        return AUTO if left == right == AUTO else f"{left}={right}"

    def spoken(self, met_s: float, language: str, pane: int) -> Words:
        """Return what is said at an instant of one flight."""
        at = self.paired.alignment.sides[pane].met_s(met_s)
        return self._pane(self.shows[pane].words(at, language), met_s, pane)

    def words(self, met_s: float, language: str, camera: str = AUTO) -> Words:
        """Return what is said of both, one after the other, each by its name."""
        spoken = [self.spoken(met_s, language, pane) for pane in range(self.panes)]
        names = self.paired.titles(language)
        told = [f"{name}: {words.caption}" for name, words in zip(names, spoken, strict=True) if words.caption]
        titles = [words.event_title or words.phase_title for words in spoken]
        return replace(
            spoken[0],
            caption=" ".join(told),
            event_title=" | ".join(filter(None, titles)),
            clock_zone=self.paired.clock(met_s, language),
            clock_utc="",
            clock_elapsed="",
            place="",
            mark=" | ".join(dict.fromkeys(filter(None, (words.mark for words in spoken)))),
        )

    def title(self, language: str) -> str:
        """Return the names of both."""
        return " | ".join(self.paired.titles(language))

    def chapters(self, start_met_s: float, stop_met_s: float, language: str) -> tuple[Chapter, ...]:
        """Return the chapters of both, each by its flight's name."""
        told = []
        for side, show, name in self._sides(language):
            for chapter in show.chapters(side.met_s(start_met_s), side.met_s(stop_met_s), language):
                told.append(Chapter(max(side.since_s(chapter.start_met_s), start_met_s), f"{name}: {chapter.title}"))
        return tuple(sorted(told, key=lambda chapter: chapter.start_met_s))

    @property
    def cameras(self) -> tuple[str, ...]:
        """What both panes may look through."""
        return both_cameras(*(show.cameras for show in self.shows))

    @property
    def recipes(self) -> Path:
        """Folder of the recipes for two flights."""
        return assets_root() / RECIPES

    def own_words(self, language: str) -> Mapping[str, str]:
        """Return the program's own words for a film."""
        return self.shows[0].own_words(language)

    def summary(self, language: str) -> str:
        """Return what both missions were."""
        return " ".join(dict.fromkeys(show.summary(language) for show in self.shows))

    def credits(self, language: str) -> tuple[str, ...]:
        """Return whom the film owes its contents to."""
        told = [(name, show.credits(language)) for _, show, name in self._sides(language)]
        makers = dict.fromkeys(lines[0] for _, lines in told)
        return (*makers, *(f"{name}: {line}" for name, lines in told for line in lines[1:]))

    def statements(self, start_met_s: float, stop_met_s: float, language: str) -> tuple[Statement, ...]:
        """Return what is said of a stretch of both flights, in the order of the clock."""
        told = []
        for side, show, name in self._sides(language):
            zero_met_s = side.zero_met_s
            for said in show.statements(zero_met_s + start_met_s, zero_met_s + stop_met_s, language):
                told.append(replace(said, met_s=side.since_s(said.met_s), title=f"{name}: {said.title}"))
        return tuple(sorted(told, key=lambda said: said.met_s))

    def facts(self, language: str) -> Mapping[str, tuple[FactSheet, ...]]:
        """Return every fact of both, by flight and subject."""
        return {
            f"{name}: {subject}": sheets
            for _, show, name in self._sides(language)
            for subject, sheets in show.facts(language).items()
        }

    def source_line(self, met_s: float) -> str:
        """Return the sources of the latest event of each."""
        mets_s = self.paired.alignment.mets_s(met_s)
        return " | ".join(filter(None, (show.source_line(at) for show, at in zip(self.shows, mets_s, strict=True))))

    def comparison(self, met_s: float, language: str) -> Panel | None:
        """Return the table that tells both missions; None where one has no such table."""
        left, right = self.cells
        if not left or not right:
            return None
        form = self.shows[0].script.formats[language]
        rows = tuple(
            (form.words[f"comparison.row.{row}"], _told_cell(left[row], form), _told_cell(right[row], form))
            for row in left
        )
        return Panel(self.own_words(language)["side_by_side"], self.paired.titles(language), rows)

    def _sides(self, language: str) -> Iterable[tuple[Side, FlightShow, str]]:
        return zip(self.paired.alignment.sides, self.shows, self.paired.titles(language), strict=True)

    def files(self) -> Mapping[str, bytes | Path]:
        """Return what stands under ``scene/`` of the page: the left flight's, and the right one's under ``beside/``."""
        left, right = (show.files() for show in self.shows)
        return {**left, **{f"beside/{name}": content for name, content in right.items()}}


def _told_cell(cell: Cell, form: Format) -> str:
    return f"{cell.text[form.language]} ({form.standing(cell.standing)})"
