"""A further language is a row and texts: the program and its mission are copied, German is added, nothing else changes.

The German is the English of the same files; that it is another language is told by its numbers, months and plurals.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

ROOT = Path(__file__).parents[1]
TEXTS = ("ui", "missions")
"""Folders of the assets in which texts stand; the others serve both copies."""

ROW = '''
    "de": Language(
        name="Deutsch",
        short="DE",
        locale="de",
        code="deu",
        months=_words("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
        plural=one_or_other,
        grouped=lambda digits: thousands(digits).replace(",", "."),
        decimal_mark=",",
        letters_per_s=17,
        letters_per_line=42,
    ),
}
"""By id'''

TELLS = """
import json
from fractions import Fraction
from viz.film.clock import FrameClock
from viz.film.flightshow import FlightShow
from viz.film.record import plan_show
from viz.film.request import FilmRequest
from viz.film.tracks import subtitle_tracks
from viz.mission.when import parse_when
from viz.player.show import open_show
from viz.story.compose import compose
from viz.story.look import Look
from pathlib import Path

show = open_show("voskhod2")
film = FlightShow.open("voskhod2")
words = film.words(5692.0, "de")
request = FilmRequest(Path("film.mp4"), start="eva.exit", seconds=6, language="de", quality="light")
tracks = subtitle_tracks(plan_show(request, film), film)
mission = film.flight.mission
print(json.dumps({
    "words": {"language": words.language, "caption": words.caption, "place": words.place, "clock": words.clock_zone},
    "english": film.words(5692.0, "en").caption,
    "page": show.timeline["languages"],
    "played": show.programme.languages,
    "titles": show.timeline["title"],
    "tracks": [[track.code, track.name, len(track.cues)] for track in tracks],
    "read": parse_when("19 März 1965 09:02:17 UTC", mission),
    "count": film.script.formats["de"].number(1234567.5, 1),
}))
"""


def _with_german(text: str) -> str:
    """Say under ``de`` whatever is said under ``en``, on a line of its own or within braces."""
    said = r'("(?:[^"\\\n]|\\.)*"|\[(?:[^\]"\n]|"(?:[^"\\\n]|\\.)*")*\])'
    text = re.sub(rf"(?m)^(text\.)?en = {said}$", r"\1en = \2\n\1de = \2", text)
    return re.sub(rf"\{{ en = {said}", r"{ en = \1, de = \1", text)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program with German: a row in its table, and German texts beside the English."""
    root = tmp_path_factory.mktemp("german")
    copytree(ROOT / "viz", root / "viz", ignore=lambda folder, names: {"__pycache__", "assets"} & set(names))
    (root / "assets").mkdir()
    for entry in (ROOT / "assets").iterdir():
        if entry.name in TEXTS:
            copytree(entry, root / "assets" / entry.name)
        else:
            (root / "assets" / entry.name).symlink_to(entry)
    table = root / "viz" / "languages.py"
    rows = table.read_text(encoding="utf-8")
    assert rows.count('\n}\n"""By id') == 1
    table.write_text(rows.replace('\n}\n"""By id', ROW), encoding="utf-8")
    for english in list(root.rglob("en.toml")):
        (english.parent / "de.toml").write_text(english.read_text(encoding="utf-8"), encoding="utf-8")
    for file in (root / "assets" / "missions").rglob("*.toml"):
        if file.parent.name != "captions":
            file.write_text(_with_german(file.read_text(encoding="utf-8")), encoding="utf-8")
    return root


def run(program: Path, *arguments: str, code: int = 0) -> str:
    environment = {"PYTHONPATH": str(program), "PYTHONUTF8": "1", "PATH": ""}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=program, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def test_german_is_told_played_and_filmed(program: Path) -> None:
    told = json.loads(run(program, "-c", TELLS))
    assert told["words"]["language"] == "de"
    assert told["words"]["caption"] == told["english"], "its words are those of its own file"
    assert re.match(r"4\d,\d° N", told["words"]["place"].replace("\u00a0", " ")), told["words"]["place"]
    assert [row["id"] for row in told["page"]] == told["played"] == ["en", "ru", "hi", "de"]
    assert told["page"][-1] == {"id": "de", "name": "Deutsch", "short": "DE", "locale": "de"}
    assert set(told["titles"]) == {"en", "ru", "hi", "de"}
    assert [row[:2] for row in told["tracks"]][:2] == [["deu", "Deutsch"], ["eng", "English"]]
    assert all(cues for _, _, cues in told["tracks"])
    assert told["read"] == 26 * 3600 + 2 * 60 + 17, "its months are read"
    assert told["count"] == "1.234.567,5"


def test_german_is_a_language_of_the_command_line(program: Path) -> None:
    assert "[en|ru|hi|de]" in run(program, "-m", "viz", "events", "--help")
    assert "4,5" in run(program, "-m", "viz", "facts", "--lang", "de")


def test_what_a_mission_lacks_in_german_is_named(program: Path) -> None:
    """English has its notes in ``mission.toml``; a copy of its captions lacks them, and a folder may lack more."""
    said = run(program, "-m", "viz", "check", "voskhod2", code=3)
    assert "captions/de.toml is not usable" in said
    assert 'beside."landing.touchdown".alternatives: has 0 of 1 sentences - write one for each' in said
    captions = program / "assets" / "missions" / "voskhod2" / "captions" / "de.toml"
    captions.rename(program / "de.toml")
    said = run(program, "-m", "viz", "events", "--lang", "de", code=3)
    (program / "de.toml").rename(captions)
    assert "captions/de.toml" in said
