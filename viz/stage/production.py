"""A mission ready to be shown: its flight, its script and its stage, opened once for player, film and terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from viz.flight.flight import Flight
from viz.mission.load import load_mission, mission_folder
from viz.mission.model import Mission
from viz.mission.when import parse_when
from viz.plugins import own_faults
from viz.stage.stage import Stage
from viz.story.compose import compose
from viz.story.look import Look
from viz.story.panel import groups_of, read_supposed, refuse_unsupposable
from viz.story.picture import Picture
from viz.story.script import Script, load_script
from viz.story.sound import supposable_of


@dataclass(frozen=True, slots=True, repr=False)
class Production:
    """A flight as it is recorded, told by its script, on a stage of its own."""

    folder: Path
    flight: Flight
    script: Script
    stage: Stage

    @classmethod
    def open(cls, name_or_folder: str) -> Self:
        """Load, build and stage a mission, which takes a second; InvalidFile when its files are not usable."""
        mission, folder = load_mission(name_or_folder), mission_folder(name_or_folder)
        return cls(folder, Flight.build(mission, folder=folder), load_script(mission, folder), Stage(mission.models))

    def supposing(self, asked: Sequence[str]) -> Self:
        """Return the production of a flight of which ``group.name=value`` is supposed, on the same stage.

        UsageError for what the mission's panel does not offer.
        """
        if not asked:
            return self
        supposed, rows = [read_supposed(text) for text in asked], supposable_of(self.mission)
        for one in supposed:
            refuse_unsupposable(rows, one)
        return replace(self, flight=Flight.build(self.mission, folder=self.folder, what_if=groups_of(supposed)))

    @property
    def mission(self) -> Mission:
        """What is known of the flight."""
        return self.flight.mission

    def when(self, text: str) -> float:
        """Return the MET, s, that words such as ``eva.exit+30s`` name; UsageError lists the accepted forms."""
        return parse_when(text, self.mission)

    def draw(self, met_s: float, look: Look, flight: Flight | None = None) -> tuple[Picture, str]:
        """Return a frame composed, and as the message it is drawn from; of another flight where one is given.

        UsageError for a time outside the flight or an unknown camera.
        """
        with own_faults(f"composing {met_s} s after lift-off"):
            picture = compose(flight or self.flight, self.script, met_s, look)
        self.stage.draw(picture)
        return picture, self.stage.frame()
