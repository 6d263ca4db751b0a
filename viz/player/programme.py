"""What there is to play, and what of it may be supposed otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from viz.languages import LANGUAGES
from viz.story.panel import Supposable


@dataclass(frozen=True, slots=True)
class Programme:
    """What there is to play: the range of time, where events stand, which cameras and languages exist."""

    start_met_s: float
    end_met_s: float
    event_mets_s: tuple[float, ...]
    """In rising order."""
    cameras: tuple[str, ...]
    """The first is the one the show opens with."""
    languages: tuple[str, ...] = tuple(LANGUAGES)
    stop_mets_s: tuple[float, ...] = ()
    """Where the show halts for a question, in rising order."""
    supposable: tuple[Supposable, ...] = ()
    second_cameras: tuple[str, ...] = ()
    """Those of a second flight that is shown beside the first; none where there is none."""

    def clamp(self, met_s: float) -> float:
        """Return the nearest instant inside the flight."""
        return min(max(met_s, self.start_met_s), self.end_met_s)
