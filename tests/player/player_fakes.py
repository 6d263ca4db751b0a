"""A show without flight or stage: four phases, a few events, and a bridge that writes on a 2D canvas."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from viz.errors import UsageError
from viz.mission.model import Event, EventTime, Mission, Phase, Question, Source, Version, Zone
from viz.player.programme import Programme
from viz.player.session import Shown, Wish
from viz.player.timeline import build_timeline
from viz.player.whatif import supposable_table
from viz.story.captions import load_ui
from viz.story.panel import SPAN, Supposable, Supposed

HOUR_S = 3600.0
LANGUAGES = ("en", "ru", "hi")

TITLES = {
    "phase": {
        "ascent": ("Ascent", "Выведение", "आरोहण"),
        "spacewalk": ("Spacewalk", "Выход в космос", "अंतरिक्ष में चहलकदमी"),
        "spacewalk.lock": ("In the airlock", "В шлюзе", "एयरलॉक में"),
        "spacewalk.outside": ("Outside", "Снаружи", "बाहर"),
        "orbit": ("In orbit", "На орбите", "कक्षा में"),
        "forest": ("In the taiga", "В тайге", "टैगा में"),
    },
    "event": {
        "launch.liftoff": ("Lift-off", "Старт", "प्रक्षेपण"),
        "eva.vent": ("Airlock vented", "Сброс давления в шлюзе", "एयरलॉक खाली किया गया"),
        "eva.exit": ("Leonov floats free", "Леонов отделяется от шлюза", "लियोनोव मुक्त तैरते हैं"),
        "eva.suit_stiff": ("The suit stiffens", "Скафандр раздувается", "सूट फूल जाता है"),
        "orbit.night": ("Night in orbit", "Ночь на орбите", "कक्षा में रात"),
        "landing.touchdown": ("Touchdown", "Посадка", "भूमि पर उतरना"),
        "rescue.skiers": ("Skiers arrive", "Лыжники у корабля", "स्कीयर पहुँचते हैं"),
    },
    "camera": {
        "auto": ("Director's choice", "Выбор режиссёра", "निर्देशक की पसंद"),
        "chase": ("Following the craft", "Вслед за кораблём", "यान के पीछे"),
        "tv1": ("Television camera 1", "Телекамера 1", "टेलीविज़न कैमरा 1"),
    },
    "question": {
        "manner": ("How did he come in?", "Как он вошёл?", "वे भीतर कैसे आए?"),
        "head": ("Head first", "Головой вперёд", "सिर पहले"),
        "feet": ("Feet first", "Ногами вперёд", "पैर पहले"),
    },
    "mission": {
        "fake": ("Voskhod 2", "Восход-2", "वोस्खोद 2"),
        "other": ("Another flight", "Другой полёт", "दूसरी उड़ान"),
    },
}


@dataclass(frozen=True)
class FakeTitles:
    """Captions of one language out of the table above."""

    language: str

    def title(self, kind: str, item_id: str) -> str:
        return TITLES[kind][item_id][LANGUAGES.index(self.language)]

    def text(self, kind: str, item_id: str) -> str:
        return self.title(kind, item_id) + "."

    def note(self, kind: str, item_id: str, english: str) -> str:
        return english

    def alternatives(self, kind: str, item_id: str, english: Sequence[str]) -> tuple[str, ...]:
        return tuple(english)

    def version(self, question_id: str, version_id: str) -> str:
        return self.title("question", version_id)


def fake_mission(mission_id: str = "fake") -> Mission:
    """A flight of 26 hours with two more days on the ground."""
    return Mission(
        id=mission_id,
        title="Voskhod 2",
        spacecraft="Voskhod 3KD No. 4",
        cospar_id="1965-022A",
        models="voskhod2",
        zone=Zone("MSK", 3.0),
        liftoff_utc=datetime(1965, 3, 18, 7, tzinfo=UTC),
        digest="0" * 64,
        crew=(),
        phases=(
            Phase("ascent", None, 0.0, 1.5 * HOUR_S, "#b5523b"),
            Phase("spacewalk", None, 1.5 * HOUR_S, 2.0 * HOUR_S, "#d9a441"),
            Phase("spacewalk.lock", "spacewalk", 1.5 * HOUR_S, 5691.0, "#a87f3c"),
            Phase("spacewalk.outside", "spacewalk", 5691.0, 6420.0, "#e2b75a"),
            Phase("orbit", None, 2.0 * HOUR_S, 26.0 * HOUR_S, "#3d6a94"),
            Phase("forest", None, 26.0 * HOUR_S, 75.0 * HOUR_S, "#4d7358"),
        ),
        events=(
            _event("launch.liftoff", "ascent", 0.0, 1.0),
            _event("eva.vent", "spacewalk.lock", 5420.0, 2.0),
            _event("eva.exit", "spacewalk.outside", 5691.0, 2.0),
            _event("eva.suit_stiff", "spacewalk.outside", 6150.0, 60.0, is_instant=False),
            _event("orbit.night", "orbit", 14 * HOUR_S, 3 * HOUR_S, is_instant=False),
            _event("landing.touchdown", "forest", 26.0 * HOUR_S, 4.0),
            _event("rescue.skiers", "forest", 47 * HOUR_S, 1800.0),
        ),
        facts=(),
        questions=(
            Question(
                id="manner",
                subject="How did he come in?",
                chosen="head",
                reason="Most interviews say so.",
                versions=(
                    Version("head", "Head first", ("WIKI",), "seen"),
                    Version("feet", "Feet first", ("WIKI",), "quoted"),
                ),
                events=("eva.suit_stiff",),
            ),
        ),
        sources={"WIKI": Source("WIKI", "An encyclopaedia", "a shelf")},
        parameters={},
    )


def _event(event_id: str, phase: str, met_s: float, spread_s: float, *, is_instant: bool = True) -> Event:
    time = EventTime(met_s, max(0.0, met_s - spread_s), met_s + spread_s, is_instant)
    standing = "seen" if is_instant else "uncertain"
    return Event(event_id, phase, "eva", time, standing, ("WIKI",))


BRIDGE = """
window.VizStage = { async create({ container, width, height, quality }) {
  const canvas = document.createElement("canvas");
  container.append(canvas);
  const pen = canvas.getContext("2d");
  const stage = {
    canvas, gl: null, renderer: "fake", drawn: 0, async ready() {}, readyMore: async () => false,
    quality: quality === "auto" ? "light" : quality, setQuality(q) { stage.quality = q; },
    resize(w, h) { canvas.width = w; canvas.height = h; },
    draw(frame) {
      stage.drawn += 1;
      stage.last = frame;
      pen.fillStyle = "#16324f"; pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.fillStyle = "#dfe8f2"; pen.beginPath();
      pen.arc(canvas.width / 2 + frame.yaw_deg, canvas.height * 2.6, canvas.height * 2, 0, 7); pen.fill();
    },
  };
  stage.resize(width, height);
  window.fakeStage = stage;
  return stage;
} };
"""


@dataclass
class FakeShow:
    """Composes words from the table and remembers what it was asked for."""

    mission: Mission = field(default_factory=fake_mission)
    asked: list[Wish] = field(default_factory=list)

    @property
    def programme(self) -> Programme:
        events = tuple(event.time.met_s for event in self.mission.events)
        cameras = tuple(TITLES["camera"])
        return Programme(self.mission.start_met_s, self.mission.end_met_s, events, cameras, LANGUAGES)

    @property
    def timeline(self) -> Mapping[str, object]:
        captions = {language: FakeTitles(language) for language in LANGUAGES}
        ui = {language: load_ui(language) for language in LANGUAGES}
        return build_timeline(self.mission, self.programme.cameras, captions, ui)

    def is_built(self, supposed: tuple[Supposed, ...]) -> bool:
        return True

    def build(self, supposed: tuple[Supposed, ...]) -> None:
        raise AssertionError("everything is built")

    def programme_of(self, supposed: tuple[Supposed, ...]) -> Programme:
        return self.programme

    def when(self, text: str) -> float:
        event_id, _, offset = text.partition("+")
        try:
            return self.mission.event(event_id).time.met_s + float(offset.removesuffix("s") or 0.0)
        except (KeyError, ValueError) as error:
            raise UsageError(f"{text!r} is not a time - write an event such as eva.exit+30s") from error

    def shown(self, wish: Wish) -> Shown:
        self.asked.append(wish)
        titles = FakeTitles(wish.look.language)
        phase = self.mission.phases_at(wish.met_s)[-1]
        past = [event for event in self.mission.events if event.time.met_s <= wish.met_s + 0.05]
        utc = self.mission.liftoff_utc + timedelta(seconds=wish.met_s)
        words = {
            "language": wish.look.language,
            "phase_title": titles.title("phase", phase.id),
            "event_title": titles.title("event", past[-1].id) if past else "",
            "caption": titles.text("event", past[-1].id) if past else "",
            "mark": "model",
            "clock_utc": f"{utc:%H:%M:%S}",
            "clock_zone": f"{utc + timedelta(hours=3):%H:%M:%S}",
            "clock_elapsed": f"T+{timedelta(seconds=int(wish.met_s))}",
            "place": "41.9° N 36.5° E, 181 km",
            "camera": wish.look.camera,
            "credit": "",
            "phase": phase.id,
            "event": past[-1].id if past else "",
            "told": f"event {past[-1].id}" if past else f"phase {phase.id}",
        }
        return Shown(json.dumps({"met_s": wish.met_s, **asdict(wish.look.hand)}), words)

    def scene_files(self) -> Mapping[str, bytes | Path]:
        return {"bridge.js": BRIDGE.encode(), "textures/earth.jpg": b"not a picture", "meshes/a.bin": bytes(4096)}


def with_kite(timeline: Mapping[str, object]) -> dict[str, object]:
    """Return a timeline with things to suppose that no line of the page knows: sliders, choices, and "never"."""
    told = dict(timeline)
    rows = (
        Supposable("kite", "line_km", 2.0, (1.0, 4.0), (None,), step=0.5, decimals=1, unit="format.kilometres"),
        Supposable("kite", "wait_s", 0.0, (-90.0, 90.0), step=30.0, unit=SPAN),
        Supposable("kite", "tail", "long", choices=("long", "short", None)),
    )
    words = {
        "page.what_if.kite.line_km": "Length of the line", "page.what_if.kite.line_km.recorded": "{n}, as told",
        "page.what_if.kite.line_km.never": "no line", "page.what_if.kite.wait_s": "Let go",
        "page.what_if.kite.wait_s.less": "{n} sooner", "page.what_if.kite.tail": "Tail",
        "page.what_if.kite.tail.long": "long", "page.what_if.kite.tail.short": "short",
        "page.what_if.kite.tail.never": "none",
    }  # fmt: skip
    ui = {language: {**own, **words} for language, own in told["ui"].items()}  # type: ignore[attr-defined]
    return {**told, "supposable": supposable_table(rows), "ui": ui}
