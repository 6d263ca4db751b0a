"""The real show: the flight of a mission folder, told by its script, on the VPython stage."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from viz.assets import assets_root
from viz.film.compare import Courses
from viz.film.show import Chapter, Drawing, FactSheet, Panel, Statement
from viz.flight.flight import Flight
from viz.mission.model import Event, Fact, Question, Standing, subjects_of
from viz.mission.read import read_table
from viz.stage.bundle import web_files
from viz.stage.production import Production
from viz.story.chapters import chapters
from viz.story.compose import compose
from viz.story.holds import held_camera
from viz.story.look import Look
from viz.story.lore import OtherVersion, facts_at, told_beside, told_fact
from viz.story.picture import Words
from viz.story.script import Script
from viz.story.shots import AUTO, director_camera


@dataclass(frozen=True, slots=True)
class FlightShow:
    """A flight with its script and its stage."""

    production: Production
    courses: Courses

    @classmethod
    def open(cls, name_or_folder: str) -> FlightShow:
        """Build the show of a mission; InvalidFile when its files are not usable."""
        return cls.of(Production.open(name_or_folder))

    @classmethod
    def of(cls, production: Production) -> FlightShow:
        """Return the show of a production."""
        return cls(production, Courses(production.flight))

    @property
    def flight(self) -> Flight:
        """The recorded flight."""
        return self.production.flight

    @property
    def script(self) -> Script:
        """How it is told."""
        return self.production.script

    @property
    def mission_id(self) -> str:
        """Id of the mission."""
        return self.flight.mission.id

    @property
    def digest(self) -> str:
        """Of the mission's files, the words of the languages, and the shipped files by their manifest's checksums."""
        words = (f"ui/{language}.toml" for language in sorted(self.script.formats))
        shipped = [assets_root() / name for name in ("manifest.toml", *words)]
        whole = hashlib.sha256(self.flight.mission.digest.encode())
        for file in shipped:
            whole.update(hashlib.sha256(file.read_bytes()).digest())
        return whole.hexdigest()

    @property
    def range_s(self) -> tuple[float, float]:
        """First and last mission time."""
        return self.flight.start_met_s, self.flight.end_met_s

    def when(self, text: str) -> float:
        """Return the mission time a text means; UsageError with the accepted forms."""
        return self.production.when(text)

    def draw(self, met_s: float, camera: str, language: str, outline: bool = False) -> Drawing:
        """Return everything a frame needs, with outlines for comparison where asked."""
        picture, message = self.production.draw(met_s, Look(camera, language, outline=outline))
        return Drawing(picture.words, message)

    def director(self, met_s: float) -> str:
        """Return the camera the director shows at an instant."""
        return director_camera(self.script.cuts, met_s)

    def held(self, met_s: float, rate: float) -> str:
        """Return the camera of a plain film at that rate; ``auto`` where no shot is too short for it."""
        return held_camera(self.script.cuts, met_s, rate)

    def words(self, met_s: float, language: str, camera: str = AUTO) -> Words:
        """Return what is said at an instant of what a camera shows."""
        return compose(self.flight, self.script, met_s, Look(camera, language)).words

    @property
    def panes(self) -> int:
        """One."""
        return 1

    def spoken(self, met_s: float, language: str, pane: int) -> Words:
        """Return what is said at an instant."""
        return self.words(met_s, language)

    def title(self, language: str) -> str:
        """Return the mission's name."""
        return self.script.captions[language].title("mission", self.mission_id)

    def chapters(self, start_met_s: float, stop_met_s: float, language: str) -> tuple[Chapter, ...]:
        """Return the phases and events of a stretch of the flight as chapters."""
        captions = self.script.captions[language]
        told = chapters(self.flight.mission, captions, start_met_s, stop_met_s)
        return tuple(Chapter(chapter.start_met_s, chapter.title) for chapter in told)

    @property
    def cameras(self) -> tuple[str, ...]:
        """Ids of the cameras, the director's first."""
        return self.script.cameras

    @property
    def recipes(self) -> Path:
        """Folder of the mission's recipes."""
        return self.production.folder / "recipes"

    def own_words(self, language: str) -> Mapping[str, str]:
        """Return the program's own words for a film."""
        words = self.script.formats[language].words
        return {key.removeprefix("film."): text for key, text in words.items() if key.startswith("film.")}

    def summary(self, language: str) -> str:
        """Return what the mission was."""
        return self.script.captions[language].text("mission", self.mission_id)

    def credits(self, language: str) -> tuple[str, ...]:
        """Return whom a film owes its contents to: the makers of every shipped asset, then the sources."""
        table = read_table(assets_root() / "manifest.toml")
        authors = (str(entry.get("author", "")) for entry in table.get("asset", ()))
        names = dict.fromkeys(name.strip() for author in authors for name in author.split(";") if name.strip())
        sources = sum(source.id != "OWN" for source in self.flight.mission.sources.values())
        words = self.own_words(language)
        return (f"{words['made_with']}: {'; '.join(names)}", words["sources_count"].format(n=sources))

    def statements(self, start_met_s: float, stop_met_s: float, language: str) -> tuple[Statement, ...]:
        """Return the events of a stretch of the flight, with what each rests on."""
        captions, words = self.script.captions[language], self.script.formats[language]
        return tuple(
            Statement(
                met_s=event.time.met_s,
                title=captions.title("event", event.id),
                text=captions.text("event", event.id),
                standing=words.standing_of(event),
                sources=self._sources(event.sources),
                beside=self._beside(event, language),
                facts=tuple(self._sheet(fact, language) for fact in self._facts_of(event)),
            )
            for event in self.flight.mission.events
            if start_met_s <= event.time.met_s < stop_met_s
        )

    def source_line(self, met_s: float) -> str:
        """Return the sources of the latest event."""
        told = [event for event in self.flight.mission.events if event.time.met_s <= met_s]
        sources = self.flight.mission.sources
        return "; ".join(sources[name].title for name in told[-1].sources) if told else ""

    def comparison(self, met_s: float, language: str) -> Panel | None:
        """Return the planned automatic descent beside the flown one."""
        return self.courses.panel(met_s, self.script.formats[language], self.own_words(language))

    def facts(self, language: str) -> Mapping[str, tuple[FactSheet, ...]]:
        """Return every fact by the name of its subject, in the order of the subjects."""
        words, facts = self.script.formats[language].words, self.flight.mission.facts
        return {
            words.get(f"format.subject.{subject}", subject): tuple(
                self._sheet(fact, language) for fact in facts if fact.subject == subject
            )
            for subject in subjects_of(facts)
        }

    def _facts_of(self, event: Event) -> tuple[Fact, ...]:
        """Return the facts of an event, and of its phase where it is the first of it."""
        mission = self.flight.mission
        first = next(one for one in mission.events if one.phase == event.phase)
        return facts_at(mission.facts, event.id, *([event.phase] if event is first else []))

    def _sheet(self, fact: Fact, language: str) -> FactSheet:
        told = told_fact(fact, self.script.captions[language], self.script.formats[language])
        basis = self._basis(fact.standing, fact.sources, language)
        return FactSheet(told.title, told.value, told.text, basis, self._lines(told.others, told.note, language))

    def _beside(self, event: Event, language: str) -> tuple[str, ...]:
        captions = self.script.captions[language]
        note, others = told_beside(event, captions, self.script.formats[language])
        asked = [question for question in self.flight.mission.questions if event.id in question.events]
        answers = [line for question in asked for line in self._asked(question, language)]
        return (*self._lines(others, "", language), *answers, *filter(None, [note]))

    def _asked(self, question: Question, language: str) -> tuple[str, ...]:
        """Return a question with every version, marking the one that is drawn, and then why it was chosen."""
        captions, words = self.script.captions[language], self.script.formats[language].words
        versions = " ".join(
            f"{captions.version(question.id, version.id)} "
            f"({words['page.note.shown'] + ' · ' if question.is_shown(version.id) else ''}"
            f"{self._basis(version.standing, version.sources, language)})"
            for version in question.versions
        )
        line = f"{captions.title('question', question.id)} {versions}"
        return tuple(filter(None, (line, captions.text("question", question.id))))

    def _lines(self, others: Sequence[OtherVersion], note: str, language: str) -> tuple[str, ...]:
        lines = []
        for other in others:
            basis = self._basis(other.standing, other.sources, language)
            lines.append(f"{other.text} ({' · '.join(filter(None, (other.value, basis)))})")
        return (*lines, *filter(None, [note]))

    def _basis(self, standing: Standing, sources: Sequence[str], language: str) -> str:
        titles = "; ".join(self.flight.mission.sources[name].title for name in sources)
        return f"{self.script.formats[language].standing(standing)} · {titles}"

    def _sources(self, names: Sequence[str]) -> tuple[str, ...]:
        known = self.flight.mission.sources
        return tuple(f"{known[name].title} ({known[name].where})" for name in names)

    def files(self) -> Mapping[str, bytes | Path]:
        """Return what stands under ``scene/`` of the page."""
        return web_files(self.production.stage)
