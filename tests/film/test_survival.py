"""Whatever is killed, and whenever, the film comes out the same as if nothing had happened.

The moments are seeded, so that a failure can be repeated; each film is compared byte for byte with an undisturbed one.
"""

from __future__ import annotations

import errno
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from film_fake import FakeShow, open_fake
from processes import children_of, kill

from viz.errors import VizError
from viz.film.disk import check_room, room_needed
from viz.film.encode import find_ffmpeg
from viz.film.parts import PartWriter
from viz.film.plan import plan_film
from viz.film.record import package_version, record_show
from viz.film.request import FilmRequest, Progress

pytestmark = [
    pytest.mark.usefixtures("tools"),
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no list of processes here"),
]

FRAMES = 300  # three segments of four, four and two seconds
MOMENTS = random.Random(1965)
BROWSER = ("--user-data-dir", "voskhod2-browser-")


def request_for(output: Path, **changes: object) -> FilmRequest:
    usual = FilmRequest(output=output, start="eva.exit", seconds=Fraction(10), width=128, height=72, quality="light")
    return replace(usual, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, tools: None) -> bytes:
    output = tmp_path_factory.mktemp("whole") / "film.mp4"
    record_show(request_for(output), lambda _: FakeShow())
    return output.read_bytes()


class Once:
    """Does something the first time a recording has drawn so many frames."""

    def __init__(self, frames: int, deed: Callable[[], object]) -> None:
        self._frames = frames
        self._deed = deed
        self.done: object = None

    def __call__(self, progress: Progress) -> None:
        if self.done is None and progress.stage == "drawing" and progress.done >= self._frames:
            self.done = self._deed()


@pytest.mark.parametrize("frame", sorted(MOMENTS.sample(range(8, FRAMES - 8), 3)))
def test_a_killed_browser_is_started_again(tmp_path: Path, undisturbed: bytes, frame: int) -> None:
    temporary = Path(tempfile.gettempdir())
    before = set(temporary.iterdir())
    killing = Once(frame, lambda: kill(BROWSER))
    record_show(request_for(tmp_path / "film.mp4"), lambda _: FakeShow(), killing)
    assert killing.done, "no browser was found to kill"
    assert set(temporary.iterdir()) <= before, "neither browser nor driver leaves anything behind"
    assert (tmp_path / "film.mp4").read_bytes() == undisturbed


def test_a_browser_that_always_dies_is_given_up_with_its_parts_kept(tmp_path: Path, undisturbed: bytes) -> None:
    def always(progress: Progress) -> None:
        if progress.stage == "drawing" and progress.done > 130:
            kill(BROWSER)

    temporary = Path(tempfile.gettempdir())
    before = set(temporary.iterdir())
    with pytest.raises(VizError, match="the page stopped while drawing"):
        record_show(request_for(tmp_path / "film.mp4"), lambda _: FakeShow(), always)
    assert set(temporary.iterdir()) <= before
    assert [item.name[:6] for item in tmp_path.rglob("*.part")] == ["000000"]
    record_show(request_for(tmp_path / "film.mp4", resume=True), lambda _: FakeShow())
    assert (tmp_path / "film.mp4").read_bytes() == undisturbed


@pytest.mark.parametrize("frame", sorted(MOMENTS.sample(range(8, FRAMES - 8), 2)))
def test_a_killed_ffmpeg_is_started_again_from_the_parts(tmp_path: Path, undisturbed: bytes, frame: int) -> None:
    killing = Once(frame, lambda: kill(("ffmpeg", "film")))
    record_show(request_for(tmp_path / "film.mp4"), lambda _: FakeShow(), killing)
    assert killing.done, "no ffmpeg was found to kill"
    assert (tmp_path / "film.mp4").read_bytes() == undisturbed


@pytest.mark.parametrize("frame", sorted(MOMENTS.sample(range(8, FRAMES - 8), 1)))
def test_a_killed_worker_is_replaced(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, undisturbed: bytes, frame: int
) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent), *sys.path]))
    monkeypatch.setattr("viz.film.farm.os.cpu_count", lambda: 2)
    killing = Once(frame, lambda: kill(("viz.film.worker",)))
    told: list[int] = []

    def listen(progress: Progress) -> None:
        killing(progress)
        told.append(progress.done)

    record_show(request_for(tmp_path / "film.mp4", workers=2), open_fake, listen)
    assert killing.done, "no worker was found to kill"
    assert (tmp_path / "film.mp4").read_bytes() == undisturbed
    assert told[-1] == FRAMES


PROGRAM = """
import sys
from fractions import Fraction
from pathlib import Path
sys.path.insert(0, {here!r})
from film_fake import FakeShow
from viz.film.plan import FilmRequest
from viz.film.record import record_show
seconds, output = Fraction(10), Path({output!r})
request = FilmRequest(output=output, start="eva.exit", seconds=seconds, width=128, height=72, resume=True,
                      quality="light")
try:
    record_show(request, lambda _: FakeShow(), lambda p: print(p.stage, p.done, flush=True))
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.mark.parametrize(
    ("sent", "code"), [(signal.SIGTERM, 130), (signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)]
)
def test_the_program_itself_may_be_ended_and_goes_on_to_the_same_film(
    tmp_path: Path, undisturbed: bytes, sent: signal.Signals, code: int
) -> None:
    """SIGKILL stands for a reboot: nothing can be tidied up, and the parts are all there is."""
    frame = 121 + random.Random(int(sent)).randrange(100)
    program = PROGRAM.format(here=str(Path(__file__).parent), output=str(tmp_path / "film.mp4"))
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        for line in running.stdout:
            stage, done = line.split()
            if stage == "drawing" and int(done) >= frame:
                running.send_signal(sent)
                break
        _, complaints = running.communicate(timeout=60)
    assert running.returncode == code, complaints
    assert "Traceback" not in complaints
    assert not (tmp_path / "film.mp4").exists()
    told: list[Progress] = []
    record_show(request_for(tmp_path / "film.mp4", resume=True), lambda _: FakeShow(), told.append)
    assert next(progress.done for progress in told if progress.stage == "drawing") >= 120, "what was drawn is kept"
    assert (tmp_path / "film.mp4").read_bytes() == undisturbed
    assert not [item.name for item in tmp_path.iterdir() if item.name.startswith(".")], "nothing is left over"


FARM_PROGRAM = """
import os, sys
from fractions import Fraction
from pathlib import Path
sys.path.insert(0, {here!r})
os.environ["PYTHONPATH"] = os.pathsep.join([{here!r}, *sys.path])
os.cpu_count = lambda: 2
from film_fake import open_fake
from viz.film.plan import FilmRequest
from viz.film.record import record_show
if __name__ == "__main__":
    seconds, output = Fraction(10), Path({output!r})
    request = FilmRequest(output=output, start="eva.exit", seconds=seconds, width=128, height=72, workers=2,
                          quality="light")
    record_show(request, open_fake, lambda p: print(p.stage, p.shards_done, flush=True))
"""


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="nothing to wait for processes of others with")
def test_workers_and_their_browsers_end_with_a_program_that_is_killed_and_one_browser_finishes_their_film(
    tmp_path: Path, undisturbed: bytes
) -> None:
    program = FARM_PROGRAM.format(here=str(Path(__file__).parent), output=str(tmp_path / "film.mp4"))
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert any(line.split() == ["drawing", "1"] for line in running.stdout), "no segment was finished"
        below = children_of(running.pid)
        ends = [os.pidfd_open(pid) for pid in below if Path(f"/proc/{pid}").exists()]
        assert sum("viz.film.worker" in command for command in below.values()) == 2
        running.kill()
    for end in ends:
        assert select.select([end], [], [], 60)[0], "a process lives on without us"
        os.close(end)
    told: list[Progress] = []
    record_show(request_for(tmp_path / "film.mp4", resume=True), lambda _: FakeShow(), told.append)
    assert next(progress.done for progress in told if progress.stage == "drawing") > 0, "what was drawn is kept"
    assert (tmp_path / "film.mp4").read_bytes() == undisturbed


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full here")
def test_a_disk_that_fills_while_ffmpeg_writes_keeps_the_parts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, undisturbed: bytes
) -> None:
    """An ffmpeg whose film goes to a device that is always full."""
    folder, real = tmp_path / "films", find_ffmpeg()
    folder.mkdir()
    full = tmp_path / "ffmpeg-full"
    full.write_text(f'#!/bin/bash\nexec "{real}" "${{@:1:$#-1}}" -movflags +empty_moov -f mp4 /dev/full\n')
    full.chmod(0o755)
    monkeypatch.setenv("VOSKHOD2_FFMPEG", str(full))
    with pytest.raises(
        VizError, match=r"ffmpeg could not write the film: .*No space left on device.* - make room, then use --resume"
    ):
        record_show(request_for(folder / "film.mp4"), lambda _: FakeShow())
    assert list(folder.rglob("*.part")), "the parts are kept"
    monkeypatch.delenv("VOSKHOD2_FFMPEG")
    told: list[Progress] = []
    record_show(request_for(folder / "film.mp4", resume=True), lambda _: FakeShow(), told.append)
    assert next(progress.done for progress in told if progress.stage == "drawing") >= 120
    assert (folder / "film.mp4").read_bytes() == undisturbed


def test_a_full_disk_keeps_the_parts_and_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, undisturbed: bytes
) -> None:
    write, room = PartWriter.write, iter(range(150))

    def write_while_there_is_room(self: PartWriter, packet: object) -> None:
        if next(room, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(self, packet)  # type: ignore[arg-type]

    monkeypatch.setattr(PartWriter, "write", write_while_there_is_room)
    with pytest.raises(VizError, match="No space left on device - make room, then use --resume"):
        record_show(request_for(tmp_path / "film.mp4"), lambda _: FakeShow())
    monkeypatch.setattr(PartWriter, "write", write)
    record_show(request_for(tmp_path / "film.mp4", resume=True), lambda _: FakeShow())
    assert (tmp_path / "film.mp4").read_bytes() == undisturbed


def test_a_disk_without_room_is_refused_before_anything_is_drawn(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    usage = type("Usage", (), {"free": 1000})
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(VizError, match=r"may take [\d.]+ MB, but .* has 0.0 MB left - make room"):
        record_show(request_for(tmp_path / "film.mp4"), lambda _: FakeShow())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["film.mp4", "film.webm", "film.mkv", "pictures"])
def test_the_room_asked_for_is_enough(tmp_path: Path, name: str) -> None:
    output, show = tmp_path / name, FakeShow()
    wanted = request_for(output, seconds=Fraction(1), subtitles="none", width=640, height=360)
    plan = plan_film(
        wanted,
        when=show.when,
        flight_range_s=show.range_s,
        mission_id="m",
        files_digest="d",
        version=package_version(),
    )
    check_room(plan)
    record_show(wanted, lambda _: show)
    taken = sum(file.stat().st_size for file in tmp_path.rglob("*") if file.is_file() and "poster" not in file.name)
    assert 2 * taken <= room_needed(plan)
