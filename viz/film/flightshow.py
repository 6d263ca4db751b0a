"""The real show: the flight of a mission folder, told by its script, on the VPython stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from viz.film.show import Chapter, Drawing
from viz.flight.flight import Flight
from viz.mission.load import load_mission, mission_folder
from viz.mission.when import parse_when
from viz.stage.bundle import web_files
from viz.stage.stage import Stage
from viz.story.captions import load_captions
from viz.story.chapters import chapters
from viz.story.compose import compose
from viz.story.picture import Words
from viz.story.script import Script, load_script


@dataclass(frozen=True, slots=True)
class FlightShow:
    """A flight with its script and its stage."""

    folder: Path
    flight: Flight
    script: Script
    stage: Stage

    @classmethod
    def open(cls, name_or_folder: str) -> FlightShow:
        """Build the show of a mission; InvalidFile when its files are not usable."""
        mission = load_mission(name_or_folder)
        folder = mission_folder(name_or_folder)
        flight = Flight.build(mission, folder=folder)
        return cls(folder, flight, load_script(mission, folder), Stage())

    @property
    def mission_id(self) -> str:
        """Id of the mission."""
        return self.flight.mission.id

    @property
    def digest(self) -> str:
        """Of the mission's files."""
        return self.flight.mission.digest

    @property
    def range_s(self) -> tuple[float, float]:
        """First and last mission time."""
        return self.flight.start_met_s, self.flight.end_met_s

    def when(self, text: str) -> float:
        """Return the mission time a text means; UsageError with the accepted forms."""
        return parse_when(text, self.flight.mission)

    def draw(self, met_s: float, camera: str, language: str) -> Drawing:
        """Return everything a frame needs."""
        picture = compose(self.flight, self.script, met_s, camera, language)
        self.stage.draw(picture)
        return Drawing(picture.words, self.stage.frame())

    def words(self, met_s: float, language: str) -> Words:
        """Return what is said at an instant."""
        return compose(self.flight, self.script, met_s, "auto", language).words

    def title(self, language: str) -> str:
        """Return the mission's name."""
        return load_captions(self.folder, language).title("mission", self.mission_id)

    def chapters(self, start_met_s: float, stop_met_s: float, language: str) -> tuple[Chapter, ...]:
        """Return the phases and events of a stretch of the flight as chapters."""
        captions = load_captions(self.folder, language)
        told = chapters(self.flight.mission, captions, start_met_s, stop_met_s)
        return tuple(Chapter(chapter.start_met_s, chapter.title) for chapter in told)

    def files(self) -> Mapping[str, bytes | Path]:
        """Return what stands under ``scene/`` of the page."""
        return web_files(self.stage)
