"""File names are the user's: nothing in them is syntax to us or to ffmpeg, and nothing made beside them collides."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from film_fake import FakeShow
from hypothesis import example, given
from hypothesis import strategies as st

from viz.errors import UsageError
from viz.film.clock import FrameClock
from viz.film.companions import companion_names, read_hashes
from viz.film.encode import ffmpeg_command
from viz.film.names import LONGEST_HIDDEN, check_name, kept_name, parts_folder
from viz.film.plan import SUFFIXES, FilmPlan, check_still_request
from viz.film.record import record_show
from viz.film.request import FilmRequest, StillRequest
from viz.film.stills import _write_whole
from viz.film.tracks import Tracks
from viz.film.verify import verify_file
from viz.languages import LANGUAGES

LETTERS = st.one_of(st.sampled_from("%d[1]:?*'\"-~.\n\\ \u202eЩहि"), st.characters(exclude_characters="/\0"))
STEMS = st.text(LETTERS, min_size=1, max_size=80).filter(lambda stem: stem.strip("."))
FILMS = st.builds(lambda stem, suffix: Path(stem + suffix), STEMS, st.sampled_from([".mp4", ".webm", ".mkv", ".MP4"]))


def file_bytes(path: Path) -> int:
    return len(path.name.encode("utf-8", "surrogatepass"))


@given(film=FILMS)
def test_whatever_a_film_is_called_its_hidden_folder_has_a_name_of_its_own_that_fits(film: Path) -> None:
    folder = parts_folder(film)
    assert file_bytes(folder) <= LONGEST_HIDDEN
    assert folder.parent == film.parent
    assert folder.name.startswith(".")
    assert folder != parts_folder(film.with_name("x" + film.name))


@given(one=FILMS, other=FILMS)
@example(one=Path("0.mp4"), other=Path("\udd00.mp4"))
def test_no_two_films_share_anything_that_stands_beside_them(one: Path, other: Path) -> None:
    for second in {other, one.with_suffix(".webm"), one.with_suffix(".mkv"), one.with_suffix("")} - {one}:
        if f"{second.stem}{second.suffix}".startswith(one.name) or one.name.startswith(second.name):
            continue  # a film called talk.webm.mp4 and one called talk.webm
        ours, theirs = (set(companion_names(film, tuple(LANGUAGES), hashes=True)) for film in (one, second))
        assert not ours & (theirs | {second, parts_folder(second)})


@given(film=FILMS)
def test_nothing_of_a_films_name_comes_to_ffmpeg_but_as_the_end_of_an_address(film: Path) -> None:
    clock = FrameClock.lasting(Fraction(0), Fraction(1), Fraction(30))
    place = Path("/films") / film
    plan = FilmPlan(place, clock, 64, 64, "auto", "en", "none", "v", "d", "1", "light")
    tracks = Tracks(parts_folder(place) / "film.ffmetadata", ())
    command = ffmpeg_command(Path("ffmpeg"), plan, "png", tracks, parts_folder(place) / f"film{plan.suffix}")
    told = [word for word in command if parts_folder(film).name in word]
    assert len(told) == 2
    assert all(word.startswith("file:/films/.") for word in told)


def test_a_kept_films_name_is_free_and_fits(tmp_path: Path) -> None:
    assert kept_name(tmp_path / "talk.mp4", "unverified").name == "talk.unverified.mp4"
    (tmp_path / "talk.unverified.mp4").touch()
    assert kept_name(tmp_path / "talk.mp4", "unverified").name == "talk.unverified-2.mp4"
    long = tmp_path / ("ह" * 83 + ".mp4")
    kept_name(long, "failed-check").touch()


@pytest.mark.parametrize("name", ["11:34.mp4", "what?.mp4", 'say "go".mp4', "con.mp4", "film. ", "a|b", "tab\t.mp4"])
def test_windows_is_told_of_names_it_does_not_have(name: str) -> None:
    with pytest.raises(UsageError, match="Windows has no such file names"):
        check_name(Path(name), windows=True)
    check_name(Path(name), windows=False)
    check_name(Path("Выход 50% [1] 'бах' -बाहर.mp4"), windows=True)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps halves of characters in names")
@pytest.mark.parametrize("place", ["\udd00.mp4", "a\ud800.png", "\udfff/film.mp4"])
def test_half_a_character_is_no_name(place: str) -> None:
    with pytest.raises(UsageError, match=r"no file has \\ud[0-9a-f]{3} in its name - leave it out"):
        check_name(Path(place))
    check_name(Path("\udc80.mp4"))  # a byte that is no UTF-8: such files there are


@pytest.mark.parametrize("name", [".", "..", "/"])
def test_a_place_is_no_name(name: str) -> None:
    with pytest.raises(UsageError, match="is no name for a file - give one"):
        check_name(Path(name))


def film(output: Path, **changes: object) -> None:
    wanted = FilmRequest(
        output=output, start="eva.exit", seconds=Fraction(2), fps=Fraction(5), width=64, height=64, hashes=True,
        quality="light",
    )  # fmt: skip
    record_show(replace(wanted, **changes), lambda _: FakeShow())  # type: ignore[arg-type]


@pytest.mark.usefixtures("painted")
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such file names")
@pytest.mark.parametrize(
    "stem",
    ["exit-11:34", "50%done", "lecture %d %03d", "day[12]*?", "-i 'q' \"Q\" $HOME", "two\nlines", "Выход बाहर", ".x"],
)
def test_films_of_any_name_are_written_checked_and_found_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stem: str
) -> None:
    """Given as a relative name, where a colon would be a protocol and a dash an option."""
    monkeypatch.chdir(tmp_path)
    for suffix in SUFFIXES:
        output = Path(stem + suffix)
        film(output)
        assert "10 of 10" in verify_file(output)
        assert len(read_hashes(output)) == 10
    made = {
        path.name for output in SUFFIXES for path in companion_names(Path(stem + output), tuple(LANGUAGES), hashes=True)
    }
    made |= {stem + suffix for suffix in SUFFIXES}
    assert {path.name for path in tmp_path.iterdir()} == made


@pytest.mark.usefixtures("painted")
def test_names_as_long_as_the_system_has_them(tmp_path: Path) -> None:
    film(tmp_path / ("ф" * 120 + ".mp4"))
    with pytest.raises(UsageError, match="the name is too long for its folder - give a shorter one"):
        film(tmp_path / ("x" * 250 + ".mp4"), subtitles="none")
    with pytest.raises(UsageError, match="the name is too long for its folder"):
        film(tmp_path / ("x" * 300 + ".mp4"))
    film(tmp_path / ("x" * 244 + ".mp4"), subtitles="none", hashes=False)
    long = tmp_path / ("y" * 230)
    film(long)
    assert "10 of 10" in verify_file(long)


@pytest.mark.usefixtures("painted")
@pytest.mark.parametrize("suffix", [".mp4", ".webm", ".mkv"])
def test_tracks_are_flagged_named_and_their_colours_told(tmp_path: Path, suffix: str) -> None:
    ffprobe = shutil.which("ffprobe")
    assert ffprobe is not None, "scripts/test installs ffmpeg, which brings ffprobe"
    output = tmp_path / f"film{suffix}"
    film(output, language="ru", hashes=False)
    command = [ffprobe, "-v", "error", "-show_streams", "-of", "json", output]
    streams = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["streams"]
    video, words = streams[0], [track for track in streams if track["codec_type"] == "subtitle"]
    assert video["disposition"]["default"] == 1
    assert [track["disposition"]["default"] for track in words] == [1, 0, 0]
    assert [track["tags"]["language"] for track in words] == ["rus", "eng", "hin"]
    colours = [video[f"color_{name}"] for name in ("primaries", "transfer", "space", "range")]
    lossless = ["bt709", "iec61966-2-1", "gbr", "pc"]
    assert colours == (lossless if suffix == ".mkv" else ["bt709", "bt709", "bt709", "tv"])
    if suffix != ".mp4":
        assert [track["tags"]["title"] for track in words] == ["Русский", "English", "हिन्दी"]


@pytest.mark.usefixtures("painted")
@pytest.mark.skipif(sys.platform != "linux", reason="other systems' names are all text")
def test_names_that_are_no_text_are_names(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    folder.mkdir()
    recipe = folder / "own.toml"
    recipe.write_text(
        'title = { en = "One", ru = "Два", hi = "तीन" }\n[[part]]\nfrom = "eva.exit"\nseconds = 2\n', encoding="utf-8"
    )
    for output in (folder / "film.mp4", folder / "pictures"):
        changes = {"recipe": str(recipe), "start": FilmRequest(output).start, "seconds": None}
        film(output, **changes)
        assert "10 of 10" in verify_file(output)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such file names")
def test_stills_of_any_name_are_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    names = ["11:34 50%d [1].png", "-x.png", "two\nlines.png", "Выход बाहर.png", "p" * 251 + ".png", "о" * 125 + ".png"]
    for name in names:
        check_still_request(StillRequest(Path(name)))
        _write_whole(Path(name), b"a picture")
    assert sorted(item.name for item in tmp_path.iterdir()) == sorted(names)
