"""The real show: a mission flown, told and drawn, behind the small interface the session asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from viz.flight.flight import Flight
from viz.flight.state import FlightState
from viz.player.instruments import curve_table, meter_table, meters_now, panel_at, place_sure, planned_table
from viz.player.narration import narration_files, narration_table
from viz.player.programme import Programme
from viz.player.session import Shown, Wish
from viz.player.stops import Stop, load_stops, load_switches
from viz.player.timeline import build_timeline, stop_table, switch_table, told_stops
from viz.player.whatif import FlightShelf, supposable_table, supposed_table, told_events
from viz.player.worldmap import PlaceTable, ground_track, load_places, map_now, map_table, track_around
from viz.stage.bundle import web_files
from viz.stage.production import Production
from viz.story.holds import held_camera
from viz.story.panel import Panel, Supposed
from viz.story.shots import AUTO
from viz.story.sound import panel_of


@dataclass(frozen=True, slots=True)
class Course:
    """What an alternative changes beside the picture: it does not change from frame to frame."""

    told: Mapping[str, Mapping[str, object] | None]
    """By language."""
    curves: Mapping[str, object]
    track: list[list[float]]


@dataclass(frozen=True, slots=True, repr=False)
class RealShow:
    """A flight with its alternatives, its script and the stage it is drawn on."""

    production: Production
    shelf: FlightShelf
    programme: Programme
    timeline: Mapping[str, object]
    places: tuple[PlaceTable, ...]
    narration: Mapping[str, Path]
    stops: tuple[Stop, ...]
    courses: dict[tuple[Supposed, ...], Course]
    """Those of the alternatives on the shelf."""

    @property
    def panel(self) -> Panel:
        """What is said beside the picture."""
        return self.shelf.panel

    @property
    def flight(self) -> Flight:
        """The recorded flight."""
        return self.shelf.recorded

    def is_built(self, supposed: tuple[Supposed, ...]) -> bool:
        """Say whether an alternative, with what is said of it, is at hand."""
        return not supposed or (self.shelf.has(supposed) and supposed in self.courses)

    def build(self, supposed: tuple[Supposed, ...]) -> None:
        """Build an alternative and what is said of it; UsageError where the flight room refuses it."""
        flight = self.shelf.flight(supposed)
        told = {
            language: supposed_table(self.shelf, supposed, form)
            for language, form in self.production.script.formats.items()
        }
        self.courses[supposed] = Course(told, curve_table(self.panel, flight), ground_track(flight))
        for old in [old for old in tuple(self.courses) if not self.shelf.has(old)]:
            self.courses.pop(old, None)  # another thread may build, too

    def programme_of(self, supposed: tuple[Supposed, ...]) -> Programme:
        """Return what there is to play of an alternative; UsageError where the flight room refuses it."""
        mets_s = tuple(sorted(event.time.met_s for event in told_events(self.shelf.flight(supposed))))
        return replace(self.programme, event_mets_s=mets_s)

    def when(self, text: str) -> float:
        """Return the MET, s, those words name; UsageError lists the accepted forms."""
        return self.production.when(text)

    def shown(self, wish: Wish) -> Shown:
        """Compose and draw one frame."""
        flight = self.shelf.flight(wish.supposed)
        look = wish.look
        if look.camera == AUTO:
            look = replace(look, camera=held_camera(self.production.script.cuts, wish.met_s, wish.rate))
        self.shelf.shown = wish.supposed
        picture, message = self.production.draw(wish.met_s, look, flight)
        return Shown(message, asdict(picture.words), self.numbers(flight, picture.state, wish))

    def numbers(self, flight: Flight, state: FlightState, wish: Wish) -> Mapping[str, object]:
        """Return the instruments, the map and the results that go beside the frame."""
        form = self.production.script.formats[wish.look.language]
        now = None if state.is_aside else map_now(flight, state, self.places)
        numbers: dict[str, object] = {
            "panel": panel_at(flight.mission, wish.met_s),
            # The training was flown on no known day, over no known place: it has no numbers.
            "meters": [] if now is None else meters_now(self.panel, flight, state, self.places, form),
            "place_basis": str(state.standing.craft),
            "place_sure": "" if state.is_aside else place_sure(flight, state, form),
            "beside": _recorded_man_is_seen(flight, state),
            "map": now,
            "stops": told_stops(self.stops, wish.met_s),
        }
        if wish.supposed:
            course = self._course(wish.supposed)
            numbers |= {"supposed": course.told[wish.look.language], "curves": course.curves}
            if now is not None:
                numbers["map"] = now | {"track": track_around(course.track, wish.met_s, flight)}
        return numbers

    def scene_files(self) -> Mapping[str, bytes | Path]:
        """Return the page side of the stage, and the lecturer's own narration where there is any."""
        return {**web_files(self.production.stage), **self.narration}

    def _course(self, supposed: tuple[Supposed, ...]) -> Course:
        while (found := self.courses.get(supposed)) is None:
            self.build(supposed)
        return found


def _recorded_man_is_seen(flight: Flight, state: FlightState) -> bool:
    """Return whether somebody is drawn as recorded beside the hypothetical one."""
    return state.hypothetical and any(other.outside for other in flight.other_walkers_at(state.met_s).values())


def undated_phases(flight: Flight) -> frozenset[str]:
    """Return the ids of the phases that show what happened on no known day and is only set before lift-off."""
    before = (phase for phase in flight.mission.phases if phase.end_met_s <= 0.0)
    return frozenset(one.id for one in before if flight.state_at(0.5 * (one.start_met_s + one.end_met_s)).is_aside)


def _pad_name(ui: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return what the map calls the launch site: the mission's own word for it, or else the program's."""
    return {language: words.get("map.pad", words["page.map.pad"]) for language, words in ui.items()}


def open_show(mission_name: str) -> RealShow:
    """Load, build and stage a mission; InvalidFile when its files are not usable."""
    production = Production.open(mission_name)
    mission, folder, flight, script = production.mission, production.folder, production.flight, production.script
    ui = {language: form.words for language, form in script.formats.items()}
    cameras = tuple(script.cameras)
    panel = panel_of(mission.models)
    changes = panel.supposable(mission)
    stops, places = load_stops(mission, folder), load_places(folder)
    narration = narration_files(mission, folder)
    programme = Programme(
        flight.start_met_s,
        flight.end_met_s,
        tuple(sorted(event.time.met_s for event in mission.events)),
        cameras,
        tuple(script.captions),
        tuple(stop.met_s for stop in stops),
        changes,
    )
    timeline = {
        **build_timeline(mission, cameras, script.captions, ui, undated_phases(flight)),
        "map": {**map_table(flight, places), "pad_name": _pad_name(ui)},
        "inset": panel.inset if panel.inset in cameras else None,
        "curves": curve_table(panel, flight),
        "meters": meter_table(panel, mission),
        "planned": planned_table(flight.planned_way),
        "stops": stop_table(stops),
        "switches": switch_table(load_switches(mission, folder, changes)),
        "supposable": supposable_table(changes),
        "narration": narration_table(narration),
    }
    shelf = FlightShelf(flight, panel, mission, folder)
    return RealShow(production, shelf, programme, timeline, places, narration, stops, {})
