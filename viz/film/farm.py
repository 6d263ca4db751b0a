"""Who draws a film's segments: one page in this process, or several worker processes with a page each.

Segments are compressed on their own, so the film comes out the same whoever drew which.
"""

from __future__ import annotations

import base64
import json
import os
import pickle
import queue
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import IO, Any, Protocol

from viz import errors
from viz.errors import VizError
from viz.film.apart import module_command, own_group
from viz.film.browser import Tab
from viz.film.lasting import ATTEMPTS, LastingPage
from viz.film.plan import FilmPlan
from viz.film.render import Composer, Ledger, Opened, PacketSink, page_files, render_segment, sitting_of
from viz.film.show import Show

Tell = Callable[[int], None]
"""Hears how many more frames are done; fewer than none when some must be done again."""

_GOODBYE_S = 15
"""How long a worker is given to close its browser."""
_LONGEST_LINE = 1 << 16
"""Of bytes a worker says at once; more is not ours."""


class Crew(Protocol):
    """Draws segments into parts."""

    @property
    def opened(self) -> Opened:
        """Renderer and codec, the same for all of the crew."""
        ...

    def draw(self, numbers: Sequence[int], tell: Tell) -> Iterator[int]:
        """Draw segments and give each one's number once its part is finished, in any order."""
        ...


class PartsStore(Protocol):
    """Where a crew's segments go."""

    def writer(self, number: int, codec: str) -> Any:
        """Return the place for one segment's packets."""
        ...


class Solo:
    """One page in this process; a browser that ends by itself is started again and the segment redone."""

    def __init__(self, plan: FilmPlan, show: Show, parts: PartsStore, ledger: Ledger) -> None:
        self._plan = plan
        self._parts = parts
        self._ledger = ledger
        self._composer = Composer(plan, show)
        self._page = LastingPage(page_files(show), sitting_of(plan))

    @property
    def opened(self) -> Opened:
        """Renderer and codec of the page."""
        return self._page.opened

    def open(self) -> None:
        """Start a browser and load the scene."""
        self._page.open()

    def close(self) -> None:
        """End the browser."""
        self._page.close()

    def draw(self, numbers: Sequence[int], tell: Tell) -> Iterator[int]:
        """Draw segments one after another."""
        for number in numbers:
            self._page.do(partial(self._draw_one, number, _Steps(tell)))
            yield number

    def try_out(self, frames: range, sink: PacketSink) -> None:
        """Draw frames that go into no film; BrowserLostError when the browser ends, which `draw` then starts again."""
        self._page.do(
            lambda tab: render_segment(self._plan, self._composer, tab, frames, sink, lambda _: None, Ledger()),
            attempts=1,
        )

    def _draw_one(self, number: int, steps: _Steps, tab: Tab) -> None:
        steps(0)  # of a browser that was lost none count
        writer = self._parts.writer(number, self.opened.codec)
        try:
            frames = self._plan.segments()[number]
            render_segment(self._plan, self._composer, tab, frames, writer, steps, self._ledger)
            writer.finish()
        except BaseException:
            writer.abort()
            raise


class _Steps:
    """Turns a running count into steps."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._before = 0

    def __call__(self, done: int) -> None:
        if done != self._before:
            self._tell(done - self._before)
        self._before = done


@contextmanager
def solo(plan: FilmPlan, show: Show, parts: PartsStore, ledger: Ledger) -> Iterator[Solo]:
    """Open one page here."""
    crew = Solo(plan, show, parts, ledger)
    try:
        crew.open()
        yield crew
    finally:
        crew.close()


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker process is told when it starts."""

    plan: FilmPlan
    mission: str
    opener: str
    """Function that opens the show, as ``module:name``."""


def open_show(job: Job) -> Show:
    """Open the show of a job, in whatever process it has come to."""
    module, _, name = job.opener.partition(":")
    show: Show = getattr(import_module(module), name)(job.mission)
    return show


class _Worker:
    """One worker process and the thread that listens to it."""

    def __init__(self, job: Job, heard: queue.SimpleQueue[tuple[_Worker, dict[str, object]]]) -> None:
        self.segment: int | None = None
        """What it is at work on."""
        self.told = 0
        """Frames of it told so far."""
        self.complaints: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        self._process = subprocess.Popen(
            module_command("viz.film.worker"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.complaints,
            **own_group(),
        )
        self._heard = heard
        self._listener = threading.Thread(target=self._listen, name="film-worker", daemon=True)
        self._listener.start()
        self.say(base64.b64encode(pickle.dumps(job)).decode())

    def say(self, line: str) -> None:
        """Send one line."""
        assert self._process.stdin is not None
        with suppress(OSError):  # a worker that has ended is heard of on the other pipe
            self._process.stdin.write(line.encode() + b"\n")
            self._process.stdin.flush()

    def last_words(self) -> str:
        """Return the end of what the worker complained of."""
        self.complaints.seek(0)
        lines = self.complaints.read().decode(errors="replace").strip().splitlines()
        with suppress(subprocess.TimeoutExpired):  # its output ends a moment before it does
            self._process.wait(timeout=5)
        return lines[-1] if lines else f"exit code {self._process.returncode}"

    def end(self) -> None:
        """Ask the worker to end and take its browser with it: it does when nobody can give it orders any more."""
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.close()

    def wait(self) -> None:
        """See the worker gone; the harder ways leave its browser behind, so they come last."""
        self.end()
        for harder in (self._process.terminate, self._process.kill):
            try:
                self._process.wait(timeout=_GOODBYE_S)
                break
            except subprocess.TimeoutExpired:
                harder()
        self._process.wait()
        self._listener.join(timeout=5)
        for pipe in (self._process.stdin, self._process.stdout, self.complaints):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _listen(self) -> None:
        said = self._process.stdout
        assert said is not None
        for line in iter(lambda: said.readline(_LONGEST_LINE), b""):
            told = understood(line)
            if told is not None:
                self._heard.put((self, told))
        self._heard.put((self, {"gone": True}))


_REPORTS: tuple[dict[str, type], ...] = (
    {"renderer": str, "codec": str},
    {"frames": int},
    {"part": int},
    {"error": str, "message": str},
)
"""What a worker says, each on a line of its own."""


def understood(line: bytes) -> dict[str, object] | None:
    """Return what a worker's line says, or None for what something else has printed there."""
    try:
        told = json.loads(line)
    except ValueError:
        return None
    kinds = {key: type(value) for key, value in told.items()} if isinstance(told, dict) else None
    return told if kinds in _REPORTS else None


class Farm:
    """Several worker processes on this machine."""

    def __init__(self, job: Job, count: int) -> None:
        self._job = job
        self._waiting: list[int] = []
        self._lost = 0
        self._heard: queue.SimpleQueue[tuple[_Worker, dict[str, object]]] = queue.SimpleQueue()
        self._workers = [_Worker(job, self._heard) for _ in range(count)]
        self._opened: Opened | None = None

    @property
    def opened(self) -> Opened:
        """Renderer and codec of the workers."""
        assert self._opened is not None
        return self._opened

    def open(self) -> None:
        """Wait until every worker has its page; VizError when one fails or they disagree."""
        for _ in self._workers:
            worker, told = self._hear()
            if "gone" in told:
                raise VizError(f"a worker process ended by itself: {worker.last_words()} - try --workers 1")
            self._greet(told)

    def draw(self, numbers: Sequence[int], tell: Tell) -> Iterator[int]:
        """Give each worker the next segment whenever it has finished one; a lost worker's goes to a new one."""
        self._waiting = list(reversed(numbers))
        for worker in self._workers:
            self._employ(worker)
        left = len(numbers)
        while left:
            worker, told = self._hear()
            if "gone" in told:
                tell(-worker.told)
                self._replace(worker)
            elif "renderer" in told:
                self._greet(told)
                self._employ(worker)
            elif "part" in told:
                left -= 1
                self._employ(worker)
                yield int(str(told["part"]))
            else:
                worker.told += int(str(told["frames"]))
                tell(int(str(told["frames"])))

    def close(self) -> None:
        """End every worker."""
        for worker in self._workers:
            worker.end()
        for worker in self._workers:
            worker.wait()

    def _employ(self, worker: _Worker) -> None:
        worker.segment, worker.told = (self._waiting.pop() if self._waiting else None), 0
        if worker.segment is not None:
            worker.say(str(worker.segment))

    def _replace(self, worker: _Worker) -> None:
        self._lost += 1
        if self._lost >= ATTEMPTS:
            raise VizError(f"worker processes keep ending: {worker.last_words()} - try --workers 1 --resume")
        if worker.segment is not None:
            self._waiting.append(worker.segment)
        self._workers.remove(worker)
        worker.wait()
        self._workers.append(_Worker(self._job, self._heard))

    def _greet(self, told: dict[str, object]) -> None:
        opened = Opened(str(told["renderer"]), str(told["codec"]))
        if self._opened not in (None, opened):
            raise VizError(f"the workers draw differently ({self._opened}, {opened}) - record with --workers 1")
        self._opened = opened

    def _hear(self) -> tuple[_Worker, dict[str, object]]:
        while True:
            try:
                worker, told = self._heard.get(timeout=0.5)  # a limit lets Ctrl-C through on every system
                break
            except queue.Empty:
                continue
        if "error" in told:
            kind = getattr(errors, str(told["error"]), VizError)
            raise (kind if kind in (errors.UsageError, errors.ToolMissing) else VizError)(str(told["message"]))
        return worker, told


def job_of(plan: FilmPlan, mission: str, opener: Callable[[str], Show]) -> Job:
    """Return what a worker must be told of a film."""
    return Job(plan, mission, f"{opener.__module__}:{opener.__qualname__}")


@contextmanager
def farm(plan: FilmPlan, mission: str, opener: Callable[[str], Show], count: int) -> Iterator[Crew]:
    """Start worker processes, and end them with the block."""
    workers = Farm(job_of(plan, mission, opener), count)
    try:
        workers.open()
        yield workers
    finally:
        workers.close()


def usual_workers(asked: int, segments: int) -> int:
    """Return how many workers there is work and a processor for."""
    return max(1, min(asked, segments, os.cpu_count() or 1))
