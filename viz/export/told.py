"""All that an export tells: the flight, the stretch, the words, and what every file says of itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib import metadata
from pathlib import Path

from viz.export.stretch import Stretch
from viz.flight.flight import Flight
from viz.flight.state import FlightState
from viz.languages import LANGUAGES
from viz.mission.model import Event, Mission
from viz.mission.when import format_utc, utc_at
from viz.story.captions import Captions, load_captions, words_beside
from viz.story.format import Format

FRAMES = ("fixed", "teme")
TIME_NOTE = (
    "Time is UTC as the clocks of the year had it, steered after the turn of the Earth; UT1 is taken to be UTC, "
    "within 0.1 s. Before 1972 programs disagree on TAI-UTC: astropy has 3.74 s for March 1965, Skyfield and "
    "Cesium 10 s. Whoever turns these times into TAI or TT by one and reads them by the other is 6.26 s wrong, 47 km "
    "along the track. Earth-fixed places at UTC are free of that."
)
FIXED_NOTE = (
    "Earth-fixed axes: Z through the north pole, X through the equator at Greenwich, turned from TEME by Greenwich "
    "mean sidereal time of 1982; polar motion, under 10 m in 1965, is left out. Heights are above the WGS84 ellipsoid."
)
SIGMA_NOTE = (
    "One sigma is the fit's own, along and across the track; of the height none is told, and that across stands for it "
    "where a file must have one."
)
LICENCE = "Numbers and shapes: MIT. Words of events and places: CC BY 4.0."
CREDITS = "the voskhod2-viz authors; Sun and Moon: DE421, Jet Propulsion Laboratory; facts: the sources that rows name"


def version() -> str:
    """Return the program's version."""
    return metadata.version("voskhod2-viz")


@dataclass(frozen=True, slots=True)
class Told:
    """What is written, whatever the kind."""

    flight: Flight
    stretch: Stretch
    language: str
    captions: Mapping[str, Captions]
    """By language, every one of them."""
    words: Format
    folder: Path
    """Of the mission."""
    frame: str = FRAMES[0]

    @classmethod
    def of(cls, flight: Flight, folder: Path, stretch: Stretch, language: str, frame: str = FRAMES[0]) -> Told:
        """Return what is told of a flight; InvalidFile where the words of its mission are not usable."""
        captions = {name: load_captions(folder, name) for name in LANGUAGES}
        words = Format.for_language(language, words_beside(flight.mission, folder))
        return cls(flight, stretch, language, captions, words, folder, frame)

    @property
    def mission(self) -> Mission:
        """What is known of the flight."""
        return self.flight.mission

    @property
    def title(self) -> str:
        """The mission's name, in the language."""
        return self.captions[self.language].title("mission", self.mission.id)

    @property
    def header(self) -> dict[str, str]:
        """What every file says of itself, by plain names."""
        return {
            "title": self.title,
            "mission": self.mission.id,
            "spacecraft": self.mission.spacecraft,
            "cospar_id": self.mission.cospar_id,
            "liftoff_utc": self.utc(0.0) if self.mission.liftoff_utc.microsecond else format_utc(0.0, self.mission),
            "start_utc": self.utc(self.stretch.start_s),
            "stop_utc": self.utc(self.stretch.stop_s),
            "reconstruction": self.reconstruction,
            "sigma": SIGMA_NOTE,
            "time": TIME_NOTE,
            "frame": FIXED_NOTE,
            "mission_digest": self.mission.digest,
            "made_with": f"voskhod2-viz {version()}",
            "licence": LICENCE,
            "credits": CREDITS,
        }

    @property
    def reconstruction(self) -> str:
        """How sure the places are, in a sentence."""
        state = self.flight.state_at(self.stretch.start_s)
        return (
            "A reconstruction: places and attitudes are computed from sourced facts, not measured. At its beginning "
            f"the place rests on {state.standing.craft}, the attitude on {state.standing.attitude} (of record, "
            "reconstruction, model)."
        )

    @property
    def events(self) -> tuple[Event, ...]:
        """The events that may have happened in the stretch, in order."""
        start_s, stop_s = self.stretch.start_s, self.stretch.stop_s
        inside = (
            event
            for event in self.mission.events
            if event.time.earliest_met_s <= stop_s and event.time.latest_met_s >= start_s
        )
        return tuple(sorted(inside, key=lambda event: event.time.met_s))

    def states(self) -> Iterator[FlightState]:
        """Yield the states at the stretch's instants, one at a time."""
        for met_s in self.stretch.times():
            yield self.flight.state_at(met_s)

    def utc(self, met_s: float) -> str:
        """Return UTC to the millisecond, as ``1965-03-18T08:34:51.000Z``; the nearest, not the last one passed."""
        nearest = utc_at(met_s, self.mission) + timedelta(microseconds=500)
        return f"{nearest:%Y-%m-%dT%H:%M:%S}.{nearest.microsecond // 1000:03d}Z"

    def titles(self, event: Event) -> dict[str, str]:
        """Return an event's title in every language."""
        return {name: captions.title("event", event.id) for name, captions in self.captions.items()}

    def event_row(self, event: Event) -> dict[str, object]:
        """Return an event as plain values: drawn, earliest and latest instant, standing, sources, words."""
        time = event.time
        return {
            "id": event.id,
            "phase": event.phase,
            "kind": event.kind,
            "drawn_utc": self.utc(time.met_s),
            "earliest_utc": self.utc(time.earliest_met_s),
            "latest_utc": self.utc(time.latest_met_s),
            "drawn_met_s": time.met_s,
            "earliest_met_s": time.earliest_met_s,
            "latest_met_s": time.latest_met_s,
            "is_instant": time.is_instant,
            "standing": event.standing,
            "time_standing": event.time_standing or event.standing,
            "sources": list(event.sources),
            "record": list(event.record),
            "titles": self.titles(event),
            "texts": {name: captions.text("event", event.id) for name, captions in self.captions.items()},
        }

    def sources(self) -> list[dict[str, str]]:
        """Return the mission's sources."""
        return [
            {"id": source.id, "title": source.title, "where": source.where} for source in self.mission.sources.values()
        ]

    def sources_at(self, state: FlightState) -> tuple[str, ...]:
        """Return the ids of the sources of the latest event; none before the first."""
        return () if state.event is None else self.mission.event(state.event).sources
