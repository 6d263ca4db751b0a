"""What stands beside a film: subtitles as SubRip and WebVTT files, a poster, hashes, and a folder's note of itself."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from viz.errors import VizError
from viz.film.cues import srt, vtt
from viz.film.encode import Packet, find_ffmpeg, remove
from viz.film.names import beside, for_ffmpeg
from viz.film.plan import FilmPlan
from viz.film.tracks import Track
from viz.film.verify import told_beside


def companion_names(output: Path, languages: Sequence[str], *, hashes: bool = False) -> tuple[Path, ...]:
    """Return every file that stands beside a film of that name."""
    kept = (_hashes_name(output),) if hashes else ()
    if not output.suffix:
        return (beside(output, "json"), *kept)
    words = [beside(output, f"{language}.{kind}") for language in languages for kind in ("srt", "vtt")]
    return (*words, beside(output, "poster.png"), *kept)


class Companions:
    """The files beside a film, written where the film is made and put in place together."""

    def __init__(self, plan: FilmPlan, tracks: Sequence[Track], folder: Path) -> None:
        self._plan = plan
        self._tracks = tracks
        self._folder = folder
        self._ready: list[tuple[Path, Path]] = []

    def prepare(self, film: Path, packets: Iterable[Packet]) -> None:
        """Write them all; `film` is the finished film, still under its temporary name, of these packets."""
        output = self._plan.output
        if self._plan.hashes:
            lines = (f"{packet.index}, {packet.drawn.hex()}\n" for packet in packets)
            self._keep(_hashes_name(output), "#frame, SHA-256 of its pixels, RGBA, as drawn\n" + "".join(lines))
        if not output.suffix:
            self._keep(beside(output, "json"), told_beside(self._plan))
            return
        for track in self._tracks:
            self._keep(beside(output, f"{track.language}.srt"), srt(track.cues))
            self._keep(beside(output, f"{track.language}.vtt"), vtt(track.cues))
        self._new(beside(output, "poster.png")).write_bytes(drawn_frame(self._plan, film))

    def put_in_place(self) -> None:
        """Rename them all."""
        while self._ready:
            partial, place = self._ready.pop()
            partial.replace(place)

    def abort(self) -> None:
        """Leave nothing of what is not in place yet."""
        for partial, _ in self._ready:
            remove(partial)
        self._ready.clear()

    def _keep(self, place: Path, text: str) -> None:
        self._new(place).write_text(text, encoding="utf-8", errors="replace")

    def _new(self, place: Path) -> Path:
        partial = self._folder / f"beside-{len(self._ready)}"
        self._ready.append((partial, place))
        return partial


def drawn_frame(plan: FilmPlan, film: Path) -> bytes:
    """Take the poster out of a finished film, as a PNG file's bytes; VizError when ffmpeg cannot.

    It comes through a pipe: ffmpeg would read a per cent sign in a picture's name as a pattern.
    """
    index = plan.clock.count // 2 if plan.poster is None else plan.poster
    at_s = max(0.0, float((index - 0.5) / plan.clock.fps))  # between the frame before and it
    colours = [] if plan.suffix == ".mkv" else ["-vf", "scale=in_color_matrix=bt709:in_range=tv"]
    command = [find_ffmpeg(), "-nostdin", "-v", "error", "-ss", f"{at_s:.6f}", "-i", for_ffmpeg(film)]
    command += [
        "-map",
        "0:v:0",
        "-frames:v",
        "1",
        *colours,
        "-pix_fmt",
        "rgb24",
        "-c:v",
        "png",
        "-f",
        "image2pipe",
        "-",
    ]
    done = subprocess.run([str(part) for part in command], check=False, stdin=subprocess.DEVNULL, capture_output=True)
    if done.returncode != 0 or not done.stdout:
        said = done.stderr.decode(errors="replace").strip()[-200:] or f"ffmpeg ended with code {done.returncode}"
        raise VizError(f"its poster could not be taken: {said}")
    return done.stdout


def read_hashes(output: Path) -> tuple[str, ...]:
    """Return the hashes kept beside a film, frame by frame; VizError where they are not in order."""
    rows = [line.split(", ") for line in _hashes_name(output).read_text(encoding="ascii").splitlines()[1:]]
    if [row[0] for row in rows] != [str(number) for number in range(len(rows))]:
        raise VizError(f"{_hashes_name(output)}: its frames are not in order - record the film again")
    return tuple(row[1] for row in rows)


def _hashes_name(output: Path) -> Path:
    return output.with_name(output.name + ".sha256.txt")
