"""The real show: a mission flown, told and drawn, behind the small interface the session asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from viz.flight.flight import Flight
from viz.mission.load import load_mission, mission_folder
from viz.mission.when import parse_when
from viz.player.playback import Programme
from viz.player.session import Shown, Wish
from viz.player.timeline import LANGUAGE_NAMES, build_timeline
from viz.stage.bundle import web_files
from viz.stage.stage import Stage
from viz.story.captions import load_captions, load_ui
from viz.story.compose import compose
from viz.story.script import Script, load_script
from viz.story.shots import Nudge


@dataclass(frozen=True, slots=True)
class RealShow:
    """A flight, its script and the stage it is drawn on."""

    flight: Flight
    script: Script
    stage: Stage
    programme: Programme
    timeline: Mapping[str, object]

    def when(self, text: str) -> float:
        """Return the MET, s, those words name; UsageError lists the accepted forms."""
        return parse_when(text, self.flight.mission)

    def shown(self, wish: Wish) -> Shown:
        """Compose and draw one frame."""
        nudge = Nudge(wish.hand.yaw_deg, wish.hand.pitch_deg, wish.hand.zoom)
        picture = compose(self.flight, self.script, wish.met_s, wish.camera, wish.language, nudge)
        self.stage.draw(picture)
        return Shown(self.stage.frame(), asdict(picture.words))

    def scene_files(self) -> Mapping[str, bytes | Path]:
        """Return the page side of the stage."""
        return web_files(self.stage)


def open_show(mission_name: str) -> RealShow:
    """Load, build and stage a mission; InvalidFile when its files are not usable."""
    mission = load_mission(mission_name)
    folder = mission_folder(mission_name)
    flight = Flight.build(mission, folder=folder)
    script = load_script(mission, folder)
    captions = {language: load_captions(folder, language) for language in LANGUAGE_NAMES}
    ui = {language: load_ui(language) for language in LANGUAGE_NAMES}
    cameras = tuple(script.cameras)
    programme = Programme(
        flight.start_met_s,
        flight.end_met_s,
        tuple(sorted(event.time.met_s for event in mission.events)),
        cameras,
        tuple(LANGUAGE_NAMES),
    )
    return RealShow(flight, script, Stage(), programme, build_timeline(mission, cameras, captions, ui))
