"""The lecturer's own files of a mission folder, judged together: stop points, versions, places."""

from __future__ import annotations

from pathlib import Path

from viz.mission.model import Mission
from viz.player.stops import load_stops, load_switches
from viz.player.worldmap import load_places
from viz.story.sound import panel_of


def check_lesson(mission: Mission, folder: Path) -> int:
    """Return how many stop points there are; InvalidFile with every problem of the first file that has some."""
    stops = load_stops(mission, folder)
    load_switches(mission, folder, panel_of(mission.models).supposable(mission))
    load_places(folder)
    return len(stops)
