"""Draw the gallery: every event of a flight as the director shows it, one second after its time, and every camera.

    python scripts/build_gallery.py [--mission voskhod2] [--only EVENT ...] [--size 960x540] [--output FOLDER]

One browser draws all of it in light quality, in English and, for the main moments, in Russian and Hindi and in full
quality; then-and-now.md sets those beside pictures of the first house, which lie in ``then``. Each picture is what
``voskhod2 still`` makes with the command named beside it in README.md, saved as JPEG; the quality is the best that
keeps the folder small. With ``--only`` just those pictures are drawn anew, and the page is left as it is.
"""

from __future__ import annotations

import argparse
import base64
import io
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from viz.film.browser import Tab, open_tab
from viz.film.flightshow import FlightShow
from viz.film.render import Sitting, message, open_stage, page_files
from viz.languages import LANGUAGES
from viz.plugins import FIRST
from viz.story.picture import Words
from viz.story.shots import AUTO

GALLERY = Path(__file__).resolve().parent.parent / "docs" / "gallery"
AFTER = "+1s"
"""At its own second an event has often not begun to show."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of one mission is drawn besides its events in English."""

    folder: Path
    main: tuple[str, ...]
    """Events drawn in every language, and in full quality."""
    cameras: tuple[tuple[str, str], ...]
    """Every camera once, where it shows something of its own."""


CHOSEN = {
    "voskhod2": Chosen(
        GALLERY,
        ("launch.liftoff", "eva.exit", "eva.wave", "descent.peak_heat", "landing.touchdown", "rescue.skiers"),
        (  # the first two are the flying laboratory and its hall
            ("chase", "T-00:00:30"), ("beauty", "T-00:00:40"), ("abeam", "eva.exit+50s"),
            ("cosmonaut", "eva.suit_stiff+20s"), ("shoulder", "eva.exit+70s"), ("eyes", "eva.exit+95s"),
            ("s97", "eva.exit+140s"), ("tv1", "eva.exit+95s"), ("tv2", "eva.exit+95s"), ("airlock", "eva.exit+95s"),
            ("porthole", "eva.exit+95s"), ("commander", "eva.exit+48s"), ("vzor", "descent.ignition-260s"),
            ("orbit", "descent.ignition"), ("entry", "descent.peak_heat+20s"), ("helicopter", "landing.touchdown-40s"),
            ("ground", "launch.liftoff+12s"),
        ),
    ),
    "gemini4": Chosen(
        GALLERY / "gemini4",
        ("launch.liftoff", "eva.exit", "eva.window", "descent.peak_g", "landing.touchdown"),
        (
            ("beauty", "eva.exit+75s"), ("chase", "eva.exit+75s"), ("window_left", "eva.window"),
            ("window_right", "eva.window"), ("film_camera", "eva.exit+60s"), ("white_eyes", "eva.california"),
            ("ground", "launch.liftoff+12s"),
        ),
    ),
}  # fmt: skip
LARGEST_BYTES = 6_500_000
QUALITIES = range(86, 40, -4)


@dataclass(frozen=True, slots=True)
class Shot:
    """What to draw."""

    stem: str
    """Its file's name without language and ending: an event's, or ``camera.`` and a camera's."""
    when: str
    camera: str
    language: str
    title: str
    quality: str = "light"

    @property
    def name(self) -> str:
        """Its file's name."""
        marks = [*(["full"] if self.quality == "full" else []), *([self.language] if self.language != "en" else [])]
        return ".".join([self.stem, *marks, "jpg"])


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture of the gallery."""

    shot: Shot
    words: Words
    pixels: Image.Image

    def jpeg(self, quality: int) -> bytes:
        """Return the file's bytes."""
        file = io.BytesIO()
        self.pixels.save(file, "JPEG", quality=quality, optimize=True, progressive=True)
        return file.getvalue()


def main() -> int:
    arguments = parsed()
    width, height = (int(part) for part in arguments.size.split("x"))
    show, chosen = FlightShow.open(arguments.mission), CHOSEN[arguments.mission]
    output = arguments.output or chosen.folder
    events = [event.id for event in show.flight.mission.events]
    unknown = sorted(set(arguments.only) - set(events))
    if unknown:
        print(f"there is no event {', '.join(unknown)} - see voskhod2 events", file=sys.stderr)
        return 2
    wanted = [event for event in events if not arguments.only or event in arguments.only]
    pictures = list(drawn(show, wanted, chosen, not arguments.only, (width, height)))
    quality, files = fitted(pictures)
    output.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        put(output / name, data)
    if not arguments.only:
        for stale in set(output.glob("*.jpg")) - {output / name for name in files}:
            stale.unlink()
        page = "\n".join(page_lines(show, pictures, arguments.size))
        put(output / "README.md", page.encode("utf-8"))
    print(f"{len(files)} pictures, {sum(map(len, files.values())) / 1e6:.1f} MB, JPEG quality {quality}")
    return 0


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", default=[], metavar="EVENT")
    parser.add_argument("--size", default="960x540")
    parser.add_argument("--mission", choices=CHOSEN, default="voskhod2")
    parser.add_argument("--output", type=Path, help="docs/gallery, or the mission's folder in it")
    return parser.parse_args()


def drawn(
    show: FlightShow, events: list[str], chosen: Chosen, by_camera: bool, size: tuple[int, int]
) -> Iterator[Shown]:
    """Draw the pictures, a language at a time: the page's letters are set up for one."""
    files = page_files(show)
    with open_tab(files) as tab:
        for language in LANGUAGES:
            told = [event for event in events if language == "en" or event in chosen.main]
            if told:
                open_stage(tab, files, Sitting(*size, "full", language, "light"))
            captions = show.script.captions[language]
            for event in told:
                title = captions.title("event", event)
                yield picture(show, tab, Shot(event, event + AFTER, AUTO, language, title))
            for camera, when in chosen.cameras if by_camera and language == "en" else ():
                yield picture(
                    show, tab, Shot(f"camera.{camera}", when, camera, language, captions.title("camera", camera))
                )
        open_stage(tab, files, Sitting(*size, "full", "en", "full"))
        for event in (event for event in events if event in chosen.main):
            title = show.script.captions["en"].title("event", event)
            yield picture(show, tab, Shot(event, event + AFTER, AUTO, "en", title, "full"))


def picture(show: FlightShow, tab: Tab, shot: Shot) -> Shown:
    drawing = show.draw(show.when(shot.when), shot.camera, shot.language)
    answer = tab.call("film.frames", f"[{message(0, drawing)}]", within_s=120)
    (packet,) = answer["packets"]
    return Shown(shot, drawing.words, Image.open(io.BytesIO(base64.b64decode(packet["data"]))).convert("RGB"))


def fitted(pictures: list[Shown]) -> tuple[int, dict[str, bytes]]:
    """Return the best quality at which all pictures fit, and their files."""
    for quality in QUALITIES:
        files = {shown.shot.name: shown.jpeg(quality) for shown in pictures}
        if sum(map(len, files.values())) <= LARGEST_BYTES:
            break
    return quality, files


def page_lines(show: FlightShow, pictures: list[Shown], size: str) -> Iterable[str]:
    """Return the gallery's page, Markdown."""
    mission = show.flight.mission
    choice = "" if mission.id == FIRST else f" --mission {mission.id}"
    english = [shown for shown in pictures if shown.shot.language == "en" and shown.shot.quality == "light"]
    yield f"# {show.title('en')}: the gallery"
    yield ""
    yield "Every event of the flight, one second after its time, through the camera the director chooses."
    yield "The mark tells what the least sure thing in a picture rests on; where none stands, the record itself speaks."
    yield f"Made by `python scripts/build_gallery.py{choice}`; the command under each draws it anew at any size."
    phase = ""
    for shown in english:
        if shown.shot.camera != AUTO:
            continue
        top = mission.event(shown.shot.stem).phase.partition(".")[0]
        if top != phase:
            phase = top
            yield ""
            yield f"## {show.script.captions['en'].title('phase', top)}"
        yield from entry_lines(shown, size + choice)
    yield ""
    yield "## The cameras"
    for shown in english:
        if shown.shot.camera != AUTO:
            yield from entry_lines(shown, size + choice)
    yield ""
    yield "## In full quality"
    for shown in pictures:
        if shown.shot.quality == "full":
            yield from entry_lines(shown, size + choice)
    yield ""
    yield "## In Russian and Hindi"
    for shown in pictures:
        if shown.shot.language != "en":
            yield from entry_lines(shown, size + choice)
    yield ""


def entry_lines(shown: Shown, size: str) -> Iterable[str]:
    words, shot = shown.words, shown.shot
    facts = [words.clock_utc, words.clock_zone, words.clock_elapsed, words.place, words.camera, words.mark]
    options = "" if shot.camera == AUTO else f" --camera {shot.camera}"
    options += "" if shot.language == "en" else f" --lang {shot.language}"
    options += f" --quality {shot.quality}"
    yield ""
    yield f"### {shot.title}"
    yield ""
    yield f"![{shot.title}: {words.caption}]({shot.name})"
    yield ""
    yield " · ".join(fact for fact in facts if fact)
    yield ""
    yield f"    voskhod2 still -o {shot.name.removesuffix('.jpg')}.png --at {shot.when} --size {size}{options}"


def put(path: Path, data: bytes) -> None:
    partial = path.with_name(f".{path.name}.part")
    partial.write_bytes(data)
    partial.replace(path)


if __name__ == "__main__":
    sys.exit(main())
