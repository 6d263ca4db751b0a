"""ffmpeg: found, fed through a bounded queue, and never leaving half a file."""

from __future__ import annotations

import os
import queue
import shutil
import struct
import subprocess
import threading
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from viz.errors import ToolMissing, VizError
from viz.film.apart import find_on_path, own_group, words_for
from viz.film.names import for_ffmpeg
from viz.film.plan import FilmPlan
from viz.film.tracks import Tracks

FFMPEG_ENV = "VOSKHOD2_FFMPEG"
_QUEUE_BYTES = 64_000_000
_COMPLAINTS = 20
"""Lines of what ffmpeg says, the last ones."""
_BT709 = ("-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv")
_H264_BT709 = (
    "h264_metadata=colour_primaries=1:transfer_characteristics=1:matrix_coefficients=1:video_full_range_flag=0"
)
_VP9_BT709 = "vp9_metadata=color_space=bt709:color_range=tv"
_TO_YUV = (
    "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,"
    "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv"
)
_SRGB = "format=bgr0,setparams=color_primaries=bt709:color_trc=iec61966-2-1"


def find_ffmpeg() -> Path:
    """Return the ffmpeg to use: named, shipped by imageio-ffmpeg, or on PATH; ToolMissing when there is none."""
    named = os.environ.get(FFMPEG_ENV)
    if named:
        found = shutil.which(named)
        if found is None:
            raise ToolMissing(f"{FFMPEG_ENV} names {named}, which is not a program - correct it or unset it")
        return Path(found)
    try:
        from imageio_ffmpeg import get_ffmpeg_exe

        return Path(get_ffmpeg_exe())
    except (ImportError, RuntimeError):
        found = find_on_path("ffmpeg")
    if found is None:
        raise ToolMissing("no ffmpeg was found - install voskhod2-viz[record], or ffmpeg on PATH")
    return Path(found)


class EncoderLostError(VizError):
    """ffmpeg was ended from outside, not by a mistake in what it was given: another may do the same work."""


def lost(code: int, complaints: str) -> bool:
    """Say whether ffmpeg was ended from outside, or had no memory: what it was given is not to blame.

    A signal is a code below zero, where there are signals; elsewhere who is ended has said nothing of a fault.
    """
    return code != 0 and (code < 0 or not complaints.strip() or "Cannot allocate memory" in complaints)


@dataclass(frozen=True, slots=True)
class Packet:
    """One frame as it leaves the page: a compressed video frame or a whole PNG file."""

    index: int
    key: bool
    data: bytes
    drawn: bytes = b""
    """SHA-256 of the frame's pixels before they were compressed, where hashes are wanted."""


def ivf_header(codec: str, width: int, height: int, fps: Fraction) -> bytes:
    """Return the header of an IVF stream, the plainest container that carries exact frame times.

    Its time base is one frame, so that a packet's time is its number.
    """
    four_letters = b"H264" if codec.startswith("avc1") else b"VP90"
    return b"DKIF" + struct.pack(
        "<HH4sHHIIII", 0, 32, four_letters, width, height, fps.numerator, fps.denominator, 0, 0
    )


def ivf_packet(packet: Packet) -> bytes:
    """Return one frame of an IVF stream."""
    return struct.pack("<IQ", len(packet.data), packet.index) + packet.data


def ffmpeg_command(ffmpeg: Path, plan: FilmPlan, codec: str, tracks: Tracks, output: Path) -> list[str]:
    """Return the command that turns the stream on its standard input into the film."""
    fps = plan.clock.fps
    rate = f"{fps.numerator}/{fps.denominator}"
    command = [str(ffmpeg), "-hide_banner", "-nostdin", "-loglevel", "error", "-y"]
    if codec == "png":
        command += ["-f", "image2pipe", "-framerate", rate, "-c:v", "png", "-i", "pipe:0"]
    else:
        command += ["-f", "ivf", "-i", "pipe:0"]
    for file in (tracks.metadata, *(file for _, file in tracks.subtitles)):
        command += ["-i", for_ffmpeg(file)]
    command += ["-map", "0:v:0", "-map_metadata", "1", "-map_chapters", "1"]
    for number in range(len(tracks.subtitles)):
        command += ["-map", f"{number + 2}:s:0"]
    command += _video_options(plan, codec)
    command += _subtitle_options(plan, tracks)
    return [*command, "-fflags", "+bitexact", for_ffmpeg(output)]


def _video_options(plan: FilmPlan, codec: str) -> list[str]:
    video = _picture_options(plan, codec)
    if plan.suffix == ".mp4":
        return [*video, "-movflags", "+faststart", "-video_track_timescale", str(_timescale(plan.clock.fps))]
    return [*video, "-disposition:v:0", "default"]  # else the subtitles' flag would take it away


def _picture_options(plan: FilmPlan, codec: str) -> list[str]:
    group = str(plan.keyframe_every)
    match plan.suffix, codec:
        case ".mp4", "png":
            video = ["-c:v", "libx264", "-preset", "medium", "-crf", "17", "-g", group, "-vf", _TO_YUV, *_BT709]
        case ".mp4", _:
            video = ["-c:v", "copy", "-bsf:v", _H264_BT709]
        case ".webm", "png":
            quality = ["-crf", "20", "-b:v", "0", "-row-mt", "1", "-g", group]
            video = ["-c:v", "libvpx-vp9", *quality, "-vf", _TO_YUV, *_BT709]
        case ".webm", _:
            video = ["-c:v", "copy", "-bsf:v", _VP9_BT709, *_BT709]
        case _:
            video = ["-c:v", "ffv1", "-level", "3", "-slicecrc", "1", "-vf", _SRGB]
    return video


def _timescale(fps: Fraction) -> int:
    """Return a clock in which a frame lasts a whole number of ticks, fine enough for the subtitles' sake."""
    scale = fps.numerator
    while scale < 10_000:
        scale *= 2
    return scale


def _subtitle_options(plan: FilmPlan, tracks: Tracks) -> list[str]:
    if not tracks.subtitles:
        return []
    options = ["-c:s", {".mp4": "mov_text", ".webm": "webvtt"}.get(plan.suffix, "srt")]
    for number, (track, _) in enumerate(tracks.subtitles):
        options += [f"-metadata:s:s:{number}", f"language={track.code}"]
        options += [f"-map_metadata:s:s:{number}", f"1:s:{number}"]  # its title: not every command line can say it
        options += [f"-disposition:s:{number}", "default" if track.language == plan.language else "0"]
    return options


class Encoder:
    """ffmpeg on the other end of a pipe, fed by a thread from a queue of bounded size.

    The film is written into a folder on the disk of its place, and appears there whole, or not at all.
    """

    def __init__(self, plan: FilmPlan, codec: str, tracks: Tracks, folder: Path) -> None:
        self._plan = plan
        self._codec = codec
        self._tracks = tracks
        self._partial = folder / f"film{plan.suffix}"
        self._waiting: queue.Queue[bytes | None] = queue.Queue()
        self._held = 0
        self._room = threading.Condition()
        self._failure: OSError | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._complaints: deque[bytes] = deque(maxlen=_COMPLAINTS)
        self._feeder = threading.Thread(target=self._feed, name="film-encoder", daemon=True)
        self._listener = threading.Thread(target=self._listen, name="film-complaints", daemon=True)

    def start(self) -> None:
        """Start ffmpeg."""
        command = ffmpeg_command(find_ffmpeg(), self._plan, self._codec, self._tracks, self._partial)
        try:
            self._process = subprocess.Popen(
                words_for(command),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,  # no file: it would be lost on a disk that is full
                **own_group(),
            )
        except OSError as problem:
            raise ToolMissing(f"{command[0]} does not start ({problem}) - run `voskhod2 doctor`") from problem
        self._feeder.start()
        self._listener.start()
        if self._codec != "png":
            plan = self._plan
            self._put(ivf_header(self._codec, plan.width, plan.height, plan.clock.fps))

    def write(self, packet: Packet) -> None:
        """Hand over one frame; waits while the queue is full, VizError once ffmpeg has failed."""
        self._put(packet.data if self._codec == "png" else ivf_packet(packet))

    def finish(self) -> Path:
        """Wait for ffmpeg and return the finished file under its temporary name."""
        assert self._process is not None
        self._waiting.put(None)
        while self._feeder.is_alive():
            self._feeder.join(timeout=0.5)
        code = self._process.wait()
        if code != 0 or self._failure is not None:
            raise self._error()
        self._close()
        return self._partial

    def abort(self) -> None:
        """End ffmpeg and leave nothing behind."""
        if self._process is not None:
            if self._process.poll() is None:
                self._process.kill()
            self._process.wait()
            with self._room:
                self._failure = self._failure or BrokenPipeError()
                self._room.notify_all()
            self._waiting.put(None)
            if self._feeder.is_alive():
                self._feeder.join(timeout=5)
        self._close()
        self._partial.unlink(missing_ok=True)

    def _put(self, data: bytes) -> None:
        with self._room:
            while self._held > _QUEUE_BYTES and self._failure is None:
                self._room.wait(timeout=0.5)
            if self._failure is not None:
                raise self._error()
            self._held += len(data)
        self._waiting.put(data)

    def _feed(self) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        pipe = self._process.stdin
        try:
            while (data := self._waiting.get()) is not None:
                pipe.write(data)
                with self._room:
                    self._held -= len(data)
                    self._room.notify_all()
            pipe.close()
        except OSError as problem:
            with self._room:
                self._failure = problem
                self._room.notify_all()

    def _listen(self) -> None:
        assert self._process is not None
        assert self._process.stderr is not None
        with suppress(OSError, ValueError):  # closed under us
            self._complaints.extend(self._process.stderr)

    def _error(self) -> VizError:
        assert self._process is not None
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)
        self._listener.join(timeout=5)
        told, code = b"".join(self._complaints).decode(errors="replace").strip(), self._process.returncode
        said = "; ".join(told.splitlines()[-4:]) or f"exit code {code}"
        kind = EncoderLostError if code is not None and lost(code, told) else VizError
        helps = "make room, then use --resume" if "No space left" in told else "use --resume"
        return kind(f"{self._plan.output}: ffmpeg could not write the film: {said} - {helps}")

    def _close(self) -> None:
        if self._process is None:
            return
        self._listener.join(timeout=5)
        for pipe in (self._process.stdin, self._process.stderr):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


def packed_size(plan: FilmPlan, pictures: Sequence[bytes]) -> int | None:
    """Return the bytes that ffmpeg makes of some pictures of a film; None when it does not."""
    command = [str(find_ffmpeg()), "-v", "error", "-f", "image2pipe", "-c:v", "png", "-i", "pipe:0"]
    command += ["-an", *_picture_options(plan, "png"), "-f", "matroska", "pipe:1"]
    try:
        done = subprocess.run(command, check=False, input=b"".join(pictures), capture_output=True)
    except OSError:
        return None
    return len(done.stdout) if done.returncode == 0 else None


class PictureFolder:
    """A sink that keeps every frame as a PNG file, in a folder that appears whole or not at all."""

    def __init__(self, folder: Path, name: str) -> None:
        self._name = name
        self._partial = folder / "pictures"

    def start(self) -> None:
        """Make the folder under its temporary name."""
        remove(self._partial)
        self._partial.mkdir()

    def write(self, packet: Packet) -> None:
        """Keep one frame."""
        (self._partial / self._name.format(index=packet.index)).write_bytes(packet.data)

    def finish(self) -> Path:
        """Return the finished folder under its temporary name."""
        return self._partial

    def abort(self) -> None:
        """Leave nothing behind."""
        remove(self._partial)


def put_in_place(partial: Path, output: Path) -> None:
    """Rename a finished file or folder to its place, replacing what the user allowed to be replaced."""
    if output.is_dir():
        remove(output)
    partial.replace(output)


def remove(path: Path) -> None:
    """Remove a file or a folder, if it is there; of a link only the link."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def run_quietly(command: Sequence[str | Path]) -> tuple[int, str, str]:
    """Run a program to its end and return exit code, output and complaints."""
    done = subprocess.run(
        words_for(command),
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",  # ffmpeg's own, whatever the system's is
        errors="replace",
    )
    return done.returncode, done.stdout, done.stderr
