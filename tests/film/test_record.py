"""Real films of a stand-in stage: every frame asked for is in the file, once, in order, showing its own number."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pysubs2
import pytest
from film_fake import BITS, FakeShow, open_fake
from PIL import Image

from viz.errors import ToolMissing, UsageError, VizError
from viz.film.browser import Tab, open_tab
from viz.film.companions import read_hashes
from viz.film.encode import find_ffmpeg
from viz.film.record import record_show
from viz.film.request import FilmReport, FilmRequest, Progress, StillRequest
from viz.film.stills import still_show
from viz.film.verify import verify_file

pytestmark = pytest.mark.usefixtures("tools")

FRAMES, WIDTH, HEIGHT = 60, 480, 270
LONG_FRAMES = 120  # of a film with two chapters, neither too short to go to
BACKGROUND = (0.1, 0.2, 0.4)


def request_for(output: Path, **changes: object) -> FilmRequest:
    usual = FilmRequest(
        output=output, start="eva.exit", seconds=Fraction(2), width=WIDTH, height=HEIGHT, quality="light"
    )
    return replace(usual, **changes)  # type: ignore[arg-type]


def names(folder: Path) -> list[str]:
    return sorted(item.name for item in folder.iterdir())


def beside(film: str) -> list[str]:
    """Every file that a film of that name leaves, with subtitle tracks."""
    stem = film.removesuffix(".mp4")
    words = [f"{stem}.{language}.{kind}" for language in ("en", "ru", "hi") for kind in ("srt", "vtt")]
    return sorted([film, f"{stem}.poster.png", *words])


def codes(pictures: np.ndarray) -> list[int]:
    """Read the number off each picture: white blocks are ones, the lowest bit at the left."""
    block = pictures.shape[2] // BITS
    columns = [bit * block + block // 2 for bit in range(BITS)]
    lit = pictures[:, pictures.shape[1] // 2, columns, :].mean(axis=2) > 128
    return [int(number) for number in lit @ (1 << np.arange(BITS))]


def decoded(film: Path) -> np.ndarray:
    to_rgb = ["-vf", "scale=in_color_matrix=bt709", "-f", "rawvideo", "-pix_fmt", "rgb24"]
    command = [find_ffmpeg(), "-v", "error", "-i", film, *to_rgb, "-"]
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.uint8).reshape(-1, HEIGHT, WIDTH, 3)


@pytest.fixture(scope="module")
def told() -> list[Progress]:
    return []


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory, tools: None, told: list[Progress]) -> FilmReport:
    output = tmp_path_factory.mktemp("film") / "film.mp4"
    return record_show(request_for(output, seconds=Fraction(4)), lambda _: FakeShow(), told.append)


def probe(file: Path, *what: str) -> dict[str, list[dict[str, object]]]:
    ffprobe = shutil.which("ffprobe")
    assert ffprobe is not None, "scripts/test installs ffmpeg, which brings ffprobe"
    answer = subprocess.run([ffprobe, "-v", "error", *what, "-of", "json", file], capture_output=True, check=True)
    found: dict[str, list[dict[str, object]]] = json.loads(answer.stdout)
    return found


def test_every_frame_is_there_once_in_order_showing_its_own_number(film: FilmReport) -> None:
    assert codes(decoded(film.output)) == list(range(LONG_FRAMES))


def test_the_colours_are_the_scenes_own(film: FilmReport) -> None:
    corner = decoded(film.output)[30, 40, 40].astype(float)
    assert np.abs(corner - 255 * np.array(BACKGROUND)).max() <= 4


def test_an_independent_reader_finds_exact_intervals_and_tags(film: FilmReport) -> None:
    (video,) = probe(film.output, "-show_streams", "-select_streams", "v")["streams"]
    assert (video["codec_name"], video["pix_fmt"]) == ("h264", "yuv420p")
    assert (video["width"], video["height"]) == (WIDTH, HEIGHT)
    assert video["avg_frame_rate"] == video["r_frame_rate"] == "30/1"
    assert video["color_space"] == video["color_primaries"] == video["color_transfer"] == "bt709"
    assert video["color_range"] == "tv"
    packets = probe(film.output, "-show_packets", "-select_streams", "v")["packets"]
    base = Fraction(str(video["time_base"]))
    assert [Fraction(str(packet["pts"])) * base for packet in packets] == [Fraction(i, 30) for i in range(LONG_FRAMES)]
    assert {Fraction(str(packet["duration"])) * base for packet in packets} == {Fraction(1, 30)}


def test_the_film_carries_three_subtitle_tracks_and_chapters(film: FilmReport) -> None:
    found = probe(film.output, "-show_streams", "-show_chapters", "-show_format")
    subtitles = [stream for stream in found["streams"] if stream["codec_type"] == "subtitle"]
    assert [(s["codec_name"], s["tags"]["language"]) for s in subtitles] == [  # type: ignore[index]
        ("mov_text", "eng"),
        ("mov_text", "rus"),
        ("mov_text", "hin"),
    ]
    chapters = [(float(str(c["start_time"])), c["tags"]["title"]) for c in found["chapters"]]  # type: ignore[index]
    assert chapters == [(0.0, "Outside; and = back"), (2.0, "Later")]
    tags = found["format"]["tags"]  # type: ignore[call-overload]
    assert tags["title"] == "Voskhod 2"
    assert film.digest[:16] in tags["comment"]


def test_a_player_can_start_before_the_file_has_come_whole(film: FilmReport) -> None:
    data = film.output.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_the_report_says_what_was_verified(film: FilmReport) -> None:
    assert film.frames == LONG_FRAMES
    assert film.duration_s == 4
    assert all(check.ok for check in film.checks)
    assert "120 of 120 frames" in film.line
    assert "\n" not in film.line


def test_progress_counts_up_to_the_end(film: FilmReport, told: list[Progress]) -> None:
    assert film.frames == LONG_FRAMES
    done = [progress.done for progress in told]
    assert done == sorted(done)
    assert done[-1] == LONG_FRAMES
    assert [p.stage for p in told if p.stage != "drawing"] == ["opening", "opening", "finishing", "checking"]
    assert any(progress.seconds_left is not None for progress in told)


def test_beside_the_film_stand_its_subtitles_and_poster_and_nothing_else(film: FilmReport) -> None:
    folder = film.output.parent
    assert names(folder) == beside("film.mp4")
    for language, start in (("en", "Exit"), ("ru", "Exit"), ("hi", "Exit")):
        for kind in ("srt", "vtt"):
            lines = pysubs2.load(str(folder / f"film.{language}.{kind}"), format_=kind)
            assert lines[0].plaintext == start, "a second is too short for the caption, so its title stands"
    poster = np.asarray(Image.open(folder / "film.poster.png").convert("RGB"))
    assert codes(poster[None]) == [LONG_FRAMES // 2]
    assert np.abs(poster[30, 40].astype(float) - 255 * np.array(BACKGROUND)).max() <= 4


def test_what_stands_beside_a_film_is_not_replaced_unasked(tmp_path: Path) -> None:
    (tmp_path / "film.en.srt").write_text("mine")
    with pytest.raises(UsageError, match=r"film\.en\.srt exists - give another name, or --force"):
        record_show(request_for(tmp_path / "film.mp4"), lambda _: FakeShow())
    assert (tmp_path / "film.en.srt").read_text() == "mine"


def test_a_film_is_verified_later_from_its_own_metadata(film: FilmReport, tmp_path: Path) -> None:
    line = verify_file(film.output)
    assert "120 of 120 frames" in line
    assert "2 chapters; subtitles eng, rus, hin" in line
    spoilt = tmp_path / "short.mp4"
    cut = [find_ffmpeg(), "-v", "error", "-i", film.output, "-map", "0", "-c", "copy", "-t", "1", spoilt]
    subprocess.run(cut, check=True)
    with pytest.raises(VizError, match=r"frames: \d+ of 120 frames.*record it again"):
        verify_file(spoilt)
    bare = tmp_path / "bare.mp4"
    strip = ["-map_metadata", "-1", "-c", "copy", bare]
    subprocess.run([find_ffmpeg(), "-v", "error", "-i", film.output, *strip], check=True)
    with pytest.raises(VizError, match="does not say what it must hold"):
        verify_file(bare)
    (tmp_path / "noise.mp4").write_bytes(b"noise")
    with pytest.raises(VizError, match="ffmpeg cannot read it"):
        verify_file(tmp_path / "noise.mp4")
    with pytest.raises(UsageError, match="there is no such film"):
        verify_file(tmp_path / "nothing.mp4")


@pytest.mark.parametrize("name", ["film.webm", "film.mkv", "pictures"])
def test_the_other_kinds_are_as_exact(tmp_path: Path, name: str) -> None:
    output = tmp_path / name
    report = record_show(request_for(output, subtitles="burn"), lambda _: FakeShow())
    if output.is_dir():
        files = [f"frame_{index:06d}.png" for index in range(FRAMES)]
        assert names(output) == files
        pictures = np.stack([np.asarray(Image.open(output / file).convert("RGB")) for file in files])
    else:
        pictures = decoded(output)
    assert codes(pictures) == list(range(FRAMES))
    assert report.codec == ("vp09.00.41.08" if name == "film.webm" else "png")
    assert f"{FRAMES} of {FRAMES}" in verify_file(output)


def test_fractional_rates_stay_exact(tmp_path: Path) -> None:
    fps = Fraction(30_000, 1001)
    show = FakeShow(step_s=float(10 / fps))
    wanted = request_for(tmp_path / "film.mp4", fps=fps, rate=Fraction(10), seconds=Fraction(1), width=WIDTH)
    report = record_show(wanted, lambda _: show)
    assert report.frames == 29
    assert codes(decoded(report.output)) == list(range(29))
    assert "30000/1001 fps throughout" in report.line


def test_pictures_without_letters_are_lossless(tmp_path: Path) -> None:
    output = tmp_path / "pictures"
    record_show(request_for(output, subtitles="none", seconds=Fraction(1, 30)), lambda _: FakeShow())
    picture = np.asarray(Image.open(output / "frame_000000.png").convert("RGB"))
    assert {tuple(pixel) for pixel in picture.reshape(-1, 3).tolist()} == {(26, 51, 102), (0, 0, 0)}


def test_a_still_carries_its_words(tmp_path: Path) -> None:
    wanted = StillRequest(output=tmp_path / "still.png", at="eva.exit", width=641, height=361, language="hi")
    picture = np.asarray(Image.open(still_show(wanted, lambda _: FakeShow())).convert("RGB"))
    assert picture.shape == (361, 641, 3)
    background = (255 * np.array(BACKGROUND)).round()
    lettered = (np.abs(picture - background) > 8).any(axis=2)
    assert lettered[:130, :320].mean() > 0.02, "no clock at the top left"
    assert lettered[-130:, :320].mean() > 0.02, "no caption at the bottom left"


def test_a_still_is_the_same_every_time(tmp_path: Path) -> None:
    stills = []
    for name in ("one.png", "two.png"):
        wanted = StillRequest(output=tmp_path / name, at="eva.exit", width=320, height=180)
        stills.append(np.asarray(Image.open(still_show(wanted, lambda _: FakeShow()))))
    assert (stills[0] == stills[1]).all()


def test_an_unknown_camera_is_refused_before_the_browser_starts(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="camera 'drone'"):
        record_show(request_for(tmp_path / "film.mp4", camera="drone"), lambda _: FakeShow())


def test_a_frame_that_cannot_be_drawn_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(VizError, match="frame 40 cannot be drawn"):
        record_show(request_for(tmp_path / "film.mp4"), lambda _: FakeShow(fail_at=40))
    assert list(tmp_path.iterdir()) == []


def test_a_stage_that_does_not_open_is_told(tmp_path: Path) -> None:
    with pytest.raises(VizError, match=r"texture moon\.jpg cannot be loaded"):
        record_show(request_for(tmp_path / "film.mp4"), lambda _: FakeShow(refuse="texture moon.jpg cannot be loaded"))
    assert list(tmp_path.iterdir()) == []


def test_interruption_leaves_nothing_half_written(tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(b"the film of yesterday")

    def interrupt(progress: Progress) -> None:
        if progress.done > 8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        record_show(request_for(tmp_path / "film.mp4", force=True), lambda _: FakeShow(), interrupt)
    assert [item.name for item in tmp_path.iterdir()] == ["film.mp4"]
    assert (tmp_path / "film.mp4").read_bytes() == b"the film of yesterday"


PROGRAM = """
import sys
from fractions import Fraction
from pathlib import Path
sys.path.insert(0, {here!r})
from film_fake import FakeShow
from viz.film.plan import FilmRequest
from viz.film.record import record_show
request = FilmRequest(output=Path({output!r}), start="eva.exit", seconds=Fraction(600), width=480, height=270,
                      quality="light")
try:
    record_show(request, lambda _: FakeShow(), lambda p: print(p.stage, p.done, flush=True))
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="no process groups here")
def test_ctrl_c_in_a_terminal_ends_browser_and_encoder_with_us(tmp_path: Path) -> None:
    """The terminal sends SIGINT to the whole group: to us, and to the driver between us and the browser."""
    program = PROGRAM.format(here=str(Path(__file__).parent), output=str(tmp_path / "film.mp4"))
    running = subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert running.stdout is not None
    for line in running.stdout:
        if line.startswith("drawing") and not line.startswith("drawing 0"):
            break
    os.killpg(running.pid, signal.SIGINT)
    _, complaints = running.communicate(timeout=60)
    assert running.returncode == 130, complaints
    assert "Traceback" not in complaints
    assert list(tmp_path.iterdir()) == []
    profile = f"voskhod2-browser-{running.pid}-"
    assert list(Path(tempfile.gettempdir()).glob(f"{profile}*")) == []
    assert processes_naming(profile) == []


def test_a_temporary_folder_with_a_long_name_does_not_stop_chromium(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    deep = tmp_path / ("long" * 20)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    with open_tab({}) as tab:
        assert tab.renderer


def processes_naming(text: str) -> list[int]:
    """Return the processes whose command line holds a text, where the system lists them."""
    found = []
    for folder in Path("/proc").glob("[0-9]*") if Path("/proc").is_dir() else ():
        try:
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if text.encode() in command:
            found.append(int(folder.name))
    return found


def test_a_missing_chromium_is_exit_code_4_with_the_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VOSKHOD2_CHROMIUM", "/nowhere/chromium")
    with pytest.raises(ToolMissing, match=r"VOSKHOD2_CHROMIUM names /nowhere/chromium.* unset it") as caught:
        record_show(request_for(tmp_path / "film.mp4"), lambda _: FakeShow())
    assert caught.value.exit_code == 4
    assert list(tmp_path.iterdir()) == []


def test_no_chromium_on_path_names_the_package_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("VOSKHOD2_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("viz.film.chromium.usual_places", lambda *_: ())
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    with pytest.raises(ToolMissing, match="install chromium"):
        record_show(request_for(tmp_path / "film.mp4"), lambda _: FakeShow())


def test_a_browser_without_webgl_is_exit_code_4(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOSKHOD2_GL", "crayon")
    with pytest.raises(ToolMissing, match=r"gives no WebGL 2 .*crayon is none of system, llvmpipe, swiftshader"):
        Tab({}).start()


def test_the_browser_can_reach_nothing_but_the_page(tools: None) -> None:
    with open_tab({"film.html": b"<title>x</title>", "there.txt": b"yes"}) as tab:
        tab.open("film.html")
        look = "(async (url) => (await fetch(url).catch(() => ({ status: 0 }))).status)"
        assert tab.call(look, "there.txt", within_s=10) == 200
        assert tab.call(look, "missing.txt", within_s=10) == 404
        assert tab.call(look, "https://example.org/", within_s=10) in (0, 404)
        assert tab.renderer
        assert tab.version


def test_tidying_drops_what_the_page_needs_no_more() -> None:
    with open_tab({"film.html": b"<title>x</title>"}) as tab:
        tab.open("film.html")
        tab.call("(() => { window.gone = new WeakRef({ large: new Array(1e5).fill(0) }); })", within_s=30)
        assert tab.call("(() => window.gone.deref() !== undefined)", within_s=30)
        tab.tidy()
        assert tab.call("(() => window.gone.deref() === undefined)", within_s=30)


def test_pictures_are_read_back_by_another_reader(tmp_path: Path) -> None:
    wanted = StillRequest(output=tmp_path / "still.png", at="eva.exit", width=320, height=180)
    with Image.open(io.BytesIO(still_show(wanted, lambda _: FakeShow()).read_bytes())) as picture:
        picture.verify()


LONG = {"seconds": Fraction(5), "width": 240, "height": 136}  # two segments of four seconds


def keep_going_until(frames: int) -> Callable[[Progress], None]:
    def interrupt(progress: Progress) -> None:
        if progress.done > frames:
            raise KeyboardInterrupt

    return interrupt


def test_an_interrupted_recording_goes_on_where_it_was(tmp_path: Path) -> None:
    wanted = request_for(tmp_path / "film.mp4", **LONG)
    with pytest.raises(KeyboardInterrupt):
        record_show(wanted, open_fake, keep_going_until(125))
    assert not wanted.output.exists()
    told: list[Progress] = []
    show = FakeShow()
    record_show(replace(wanted, resume=True), lambda _: show, told.append)
    assert next(progress.done for progress in told if progress.stage == "drawing") == 120
    assert len([met_s for met_s in show.asked if met_s < 5691 + 4]) == 1, "only the first frame is asked for again"
    assert names(tmp_path) == beside("film.mp4")
    whole = request_for(tmp_path / "whole.mp4", **LONG)
    record_show(whole, open_fake)
    assert wanted.output.read_bytes() == whole.output.read_bytes()


def test_two_workers_make_the_same_film_as_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent), *sys.path]))
    monkeypatch.setattr("viz.film.farm.os.cpu_count", lambda: 2)
    told: list[Progress] = []
    record_show(request_for(tmp_path / "two.mp4", workers=2, **LONG), open_fake, told.append)
    record_show(request_for(tmp_path / "one.mp4", **LONG), open_fake)
    assert (tmp_path / "two.mp4").read_bytes() == (tmp_path / "one.mp4").read_bytes()
    assert told[-1].done == 150
    assert names(tmp_path) == sorted(beside("one.mp4") + beside("two.mp4"))


def test_the_hashes_beside_a_film_are_those_of_its_pixels_whoever_drew_and_however_it_is_packed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent), *sys.path]))
    monkeypatch.setattr("viz.film.farm.os.cpu_count", lambda: 2)
    wanted = {"hashes": True, "subtitles": "burn", **LONG}
    pictures = tmp_path / "pictures"
    record_show(request_for(pictures, **wanted), open_fake)
    files = [pictures / f"frame_{index:06d}.png" for index in range(150)]
    seen = [hashlib.sha256(np.asarray(Image.open(file).convert("RGBA")).tobytes()).hexdigest() for file in files]
    assert len(set(seen)) == 150
    assert list(read_hashes(pictures)) == seen
    record_show(request_for(tmp_path / "two.mp4", workers=2, **wanted), open_fake)
    assert list(read_hashes(tmp_path / "two.mp4")) == seen
    with pytest.raises(KeyboardInterrupt):
        record_show(request_for(tmp_path / "cut.mkv", **wanted), open_fake, keep_going_until(125))
    record_show(request_for(tmp_path / "cut.mkv", resume=True, **wanted), open_fake)
    assert list(read_hashes(tmp_path / "cut.mkv")) == seen
    assert list(framehashes(tmp_path / "cut.mkv")) == seen, "the lossless film holds the very pixels"
    for name in ("two.mp4", "two.poster.png"):
        (tmp_path / name).unlink()
    with pytest.raises(UsageError, match=r"two\.mp4\.sha256\.txt exists"):
        record_show(request_for(tmp_path / "two.mp4", **wanted), open_fake)


def framehashes(film: Path) -> Iterator[str]:
    """Yield the hash of each decoded frame, as ffmpeg itself finds it."""
    form = ["-map", "0:v:0", "-pix_fmt", "rgba", "-f", "framehash", "-hash", "sha256", "-"]
    listing = subprocess.run([find_ffmpeg(), "-v", "error", "-i", film, *form], capture_output=True, check=True).stdout
    for line in listing.decode().splitlines():
        if not line.startswith("#"):
            yield line.split(",")[-1].strip()


def test_a_worker_that_fails_tells_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent), *sys.path]))
    monkeypatch.setenv("VOSKHOD2_GL", "crayon")
    monkeypatch.setattr("viz.film.farm.os.cpu_count", lambda: 2)
    with pytest.raises(ToolMissing, match="gives no WebGL 2"):
        record_show(request_for(tmp_path / "film.mp4", workers=2, **LONG), open_fake)
    assert list(tmp_path.iterdir()) == []
