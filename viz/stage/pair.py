"""Two productions on one clock, each on a stage of its own: nothing that one draws depends on the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from viz.stage.production import Production
from viz.story.format import Format
from viz.story.look import Look
from viz.story.pair import Alignment, Compared, aligned, clock_told, since_told, split_pair
from viz.story.panel import read_supposed
from viz.story.picture import Picture
from viz.story.sound import panel_of


@dataclass(frozen=True, slots=True, repr=False)
class Paired:
    """Two flights side by side, as recorded or supposed."""

    compared: Compared
    panes: tuple[Production, Production]
    alignment: Alignment

    @classmethod
    def open(cls, compared: Compared) -> Self:
        """Load, build and stage both, which takes a second each.

        InvalidFile where the files of one are not usable, UsageError for a moment or a supposition that one has not.
        """
        left = Production.open(compared.left).supposing(compared.suppose_left)
        right = Production.open(compared.right).supposing(compared.suppose_right)
        return cls(compared, (left, right), aligned(compared.align, left.flight.mission, right.flight.mission))

    @property
    def name(self) -> str:
        """Id of the pair: those of both missions."""
        return "+".join(pane.mission.id for pane in self.panes)

    def when(self, text: str) -> float:
        """Return the instant of the clock, s since the event, that words name; UsageError with the accepted forms."""
        return self.alignment.when(text, *(pane.flight.mission for pane in self.panes))

    def draw(self, since_s: float, looks: tuple[Look, Look]) -> tuple[tuple[Picture, str], tuple[Picture, str]]:
        """Return the frame of each pane at an instant of the clock, composed, and as the message it is drawn from."""
        (left, right), (left_met_s, right_met_s) = self.panes, self.alignment.mets_s(since_s)
        return left.draw(left_met_s, looks[0]), right.draw(right_met_s, looks[1])

    def titles(self, language: str) -> tuple[str, str]:
        """Return what each pane is called: its mission, and of the same mission twice how it is supposed."""
        left, right = (self._title(pane, language) for pane in (0, 1))
        return left, right

    def _title(self, pane: int, language: str) -> str:
        production = self.panes[pane]
        form, mission = production.script.formats[language], production.mission
        asked = (self.compared.suppose_left, self.compared.suppose_right)[pane]
        panel = panel_of(mission.models)
        how = [panel.told_name(read_supposed(text), mission, form) for text in asked]
        if not how and self.panes[0].mission.id == self.panes[1].mission.id:
            how = [form.words["format.side.recorded"]]
        return " · ".join((production.script.captions[language].title("mission", mission.id), *how))

    def ended(self, since_s: float, pane: int, form: Format) -> str:
        """Return how a flight that is not under way stands still; nothing for one that is."""
        phase = self.alignment.sides[pane].phase(since_s)
        return "" if phase == "within" else form.words[f"format.side.{phase}"]

    def since(self, language: str) -> str:
        """Return what the clock counts from."""
        pairs = zip(self.panes, split_pair(self.compared.align, "times"), strict=True)
        left, right = (_named(pane, text, language) for pane, text in pairs)
        return since_told((left, right), self.panes[0].script.formats[language])

    def clock(self, since_s: float, language: str) -> str:
        """Return the clock of both, with what it counts from."""
        return f"{clock_told(since_s)} {self.since(language)}"


def _named(pane: Production, text: str, language: str) -> str:
    """Return the title of the event that a time is, or the time as it is written."""
    known = {event.id for event in pane.mission.events}
    return pane.script.captions[language].title("event", text) if text in known else text
