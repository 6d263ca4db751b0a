"""Proof that a long film is exact: `scripts/bench exact` records the spacewalk and looks at every frame of it.

The stretch is recorded losslessly with a hash of every frame's pixels as drawn, and then:

- each decoded frame is compared with the drawn one: count, order, none repeated or missing;
- the H.264 film of the same stretch must be made of the same drawn frames, as many, at exact times;
- slices drawn on their own, by one browser and by two, must be the same frames bit for bit;
- the memory of this process and of the browser in the last minute is compared with that in the first.

``--seconds 600`` is the whole proof; a shorter one shows that it works, and says nothing of memory.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from viz.film.companions import read_hashes
from viz.film.encode import find_ffmpeg
from viz.film.record import open_flight, record_show
from viz.film.request import FilmRequest, Progress
from viz.film.verify import verify_file

START, FPS = "eva.exit", 24
SLICES, SLICE_S = 3, 5
FLAT = 0.05
SAMPLE_EVERY_S = 1.0
MINUTE_S = 60.0


def exact(arguments: list[str]) -> bool:
    """Run the proof and return whether everything held."""
    parser = argparse.ArgumentParser(prog="scripts/bench exact", description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=600, help="length of the film (600)")
    parser.add_argument("--size", default="640x360", help="of the film (640x360); smaller is sooner")
    parser.add_argument("--keep", type=Path, help="folder to keep the films in")
    wanted = parser.parse_args(arguments)
    if wanted.seconds < 2:
        parser.error("--seconds: give at least 2")
    with tempfile.TemporaryDirectory(prefix="voskhod2-bench-") as folder:
        width, height = (int(side) for side in wanted.size.split("x"))
        return Proof(wanted.keep or Path(folder), wanted.seconds, width, height).run()


@dataclass
class Proof:
    """What is looked at, and whether all of it held so far."""

    folder: Path
    seconds: int
    width: int
    height: int
    held: bool = True
    moments: random.Random = field(default_factory=lambda: random.Random(1965))

    def run(self) -> bool:
        print(f"{START}, {self.seconds} s at {FPS} fps, {self.width}x{self.height}: {self.seconds * FPS} frames")
        drawn = self._lossless()
        self._lossy(drawn)
        for number in range(SLICES):
            self._slice(drawn, number)
        print("everything held" if self.held else "NOT everything held")
        return self.held

    def _lossless(self) -> tuple[str, ...]:
        film, memory = self.folder / "whole.mkv", Memory()
        drawn = self._record(film, memory=memory)
        decoded = list(decoded_hashes(film))
        count = self.seconds * FPS
        self._say(len(drawn) == count, f"{len(drawn)} of {count} frames drawn")
        self._say(len(set(drawn)) == len(drawn), f"{len(set(drawn))} different frames among them")
        wrong = sum(a != b for a, b in zip(drawn, decoded, strict=False)) + abs(len(drawn) - len(decoded))
        self._say(wrong == 0, f"{len(decoded)} frames decoded, {wrong} not the one that was drawn there")
        self._say(True, verify_file(film).partition(": ")[2])
        self._memory(memory)
        return drawn

    def _lossy(self, drawn: tuple[str, ...]) -> None:
        film = self.folder / "whole.mp4"
        again = self._record(film)
        self._say(again == drawn, "the H.264 film is made of the same drawn frames")
        times = list(decoded_times(film))
        late = sum(at != Fraction(index, FPS) for index, at in enumerate(times)) + abs(len(times) - len(drawn))
        self._say(late == 0, f"{len(times)} of its frames decoded, {late} not at their exact time")

    def _slice(self, drawn: tuple[str, ...], number: int) -> None:
        """Compare a slice drawn on its own; the last of them is drawn by two browsers."""
        seconds = min(SLICE_S, self.seconds - 1) if number < SLICES - 1 else min(4 * SLICE_S, self.seconds - 1)
        workers = 1 if number < SLICES - 1 else 2
        eighths = self.moments.randrange(8 * (self.seconds - seconds) + 1)  # a time that decimals can say
        first = eighths * FPS // 8
        found = self._record(
            self.folder / f"slice{number}.mkv",
            start=f"{START}+{eighths / 8}s",
            seconds=Fraction(seconds),
            workers=workers,
        )
        same = found == drawn[first : first + seconds * FPS]
        told = f"frames {first} to {first + seconds * FPS - 1} drawn alone, workers {workers}"
        self._say(same, f"{told}: the same bit for bit" if same else f"{told}: NOT the same")

    def _record(self, film: Path, *, memory: Memory | None = None, **changes: object) -> tuple[str, ...]:
        usual = FilmRequest(
            film, start=START, seconds=Fraction(self.seconds), fps=Fraction(FPS), width=self.width, height=self.height,
            subtitles="none", hashes=True, force=True,
        )  # fmt: skip
        started = time.monotonic()
        with memory or Memory():
            report = record_show(replace(usual, **changes), open_flight, Told(film.name))  # type: ignore[arg-type]
        spent = time.monotonic() - started
        print(f"{film.name}: {report.frames} frames in {spent:.0f} s, {report.renderer}, {report.codec}")
        return read_hashes(film)

    def _memory(self, memory: Memory) -> None:
        for name, samples in memory.by_process.items():
            if memory.lasted_s < 2 * MINUTE_S or not samples:
                print(f"  ---   memory of {name}: {memory.lasted_s:.0f} s are too few to compare minutes")
                continue
            first, last = memory.minute(samples, 0.0), memory.minute(samples, memory.lasted_s - MINUTE_S)
            grown = last / first - 1
            told = f"{first / 1e6:.0f} MB in the first minute, {last / 1e6:.0f} MB in the last ({grown:+.1%})"
            self._say(grown <= FLAT, f"memory of {name}: {told}")

    def _say(self, held: bool, told: str) -> None:
        self.held &= held
        print(f"  {'held' if held else 'FAIL'}  {told}")


class Told:
    """Says on the error stream how far a recording is, once in a while."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._next = 0.1

    def __call__(self, progress: Progress) -> None:
        if progress.total and progress.done / progress.total >= self._next:
            print(f"{self._name}: {progress.done} of {progress.total}", file=sys.stderr)
            self._next += 0.1


class Memory:
    """Samples the memory of this process and of the browsers below it, while they draw."""

    def __init__(self) -> None:
        self.by_process: dict[str, list[tuple[float, int]]] = {"this process": [], "the browser": []}
        self._over = threading.Event()
        self._sampler = threading.Thread(target=self._sample, daemon=True)
        self._began = 0.0

    def __enter__(self) -> Memory:
        self._began = time.monotonic()
        self._sampler.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._sampler.join()

    @property
    def lasted_s(self) -> float:
        """Seconds from the first sample to the last."""
        samples = self.by_process["the browser"]
        return samples[-1][0] - samples[0][0] if samples else 0.0

    @staticmethod
    def minute(samples: list[tuple[float, int]], from_s: float) -> float:
        """Return the median of the minute that begins so long after the first sample."""
        begin = samples[0][0] + from_s
        return statistics.median(size for at, size in samples if begin <= at <= begin + MINUTE_S)

    def _sample(self) -> None:
        while not self._over.wait(SAMPLE_EVERY_S):
            ours, browser = memory_bytes(os.getpid()), sum(memory_bytes(pid) for pid in browsers())
            if browser:  # before it is open and after it is closed there is nothing to compare
                now = time.monotonic() - self._began
                self.by_process["this process"].append((now, ours))
                self.by_process["the browser"].append((now, browser))


def memory_bytes(process: int) -> int:
    """Return the resident memory of a process, what it shares counted in shares; 0 where it is gone."""
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def browsers() -> Iterator[int]:
    """Yield the processes of our browsers: those whose command line names a profile of this process's."""
    mark, below = f"voskhod2-browser-{os.getpid()}-".encode(), dict[int, int]()
    named = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            below[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if mark in (folder / "cmdline").read_bytes():
                named.add(int(folder.name))
        except (OSError, ValueError, IndexError):
            continue
    for process in below:
        above = process
        while above in below:
            if above in named:
                yield process
                break
            above = below[above]


def decoded_hashes(film: Path) -> Iterator[str]:
    """Yield the hash of each decoded frame's pixels, as ffmpeg itself finds it."""
    for line in _framehash(film, "rgba"):
        yield line.split(",")[-1].strip()


def decoded_times(film: Path) -> Iterator[Fraction]:
    """Yield the time of each decoded frame."""
    base = Fraction(0)
    for line in _framehash(film, "yuv420p", head=True):
        if line.startswith("#tb 0:"):
            base = Fraction(line.split(":")[1].strip())
        elif not line.startswith("#"):
            yield int(line.split(",")[2]) * base


def _framehash(film: Path, pixels: str, *, head: bool = False) -> Iterator[str]:
    form = ["-map", "0:v:0", "-fps_mode", "passthrough", "-pix_fmt", pixels, "-f", "framehash", "-hash", "sha256", "-"]
    command = [str(find_ffmpeg()), "-v", "error", "-copyts", "-i", str(film), *form]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        for line in running.stdout:
            if head or not line.startswith("#"):
                yield line.strip()


if __name__ == "__main__":
    sys.exit(0 if exact(sys.argv[1:]) else 1)
