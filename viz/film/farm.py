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
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, Protocol

from viz import errors
from viz.errors import VizError
from viz.film.browser import Tab, open_tab
from viz.film.parts import Parts
from viz.film.plan import FilmPlan
from viz.film.render import Ledger, Opened, open_stage, page_files, render_segment, sitting_of
from viz.film.show import Show

Tell = Callable[[int], None]
"""Hears how many more frames are done."""


class Crew(Protocol):
    """Draws segments into parts."""

    @property
    def opened(self) -> Opened:
        """Renderer and codec, the same for all of the crew."""
        ...

    def draw(self, numbers: Sequence[int], tell: Tell) -> Iterator[int]:
        """Draw segments and give each one's number once its part is finished, in any order."""
        ...


@dataclass(frozen=True, slots=True)
class Solo:
    """One page in this process."""

    plan: FilmPlan
    show: Show
    parts: Parts
    tab: Tab
    opened: Opened
    ledger: Ledger

    def draw(self, numbers: Sequence[int], tell: Tell) -> Iterator[int]:
        """Draw segments one after another."""
        segments = self.plan.segments()
        for number in numbers:
            writer = self.parts.writer(number, self.opened.codec)
            steps = _Steps(tell)
            try:
                render_segment(self.plan, self.show, self.tab, segments[number], writer, steps, self.ledger)
                writer.finish()
            except BaseException:
                writer.abort()
                raise
            yield number


class _Steps:
    """Turns a running count into steps."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._before = 0

    def __call__(self, done: int) -> None:
        self._tell(done - self._before)
        self._before = done


@contextmanager
def solo(plan: FilmPlan, show: Show, parts: Parts, ledger: Ledger) -> Iterator[Crew]:
    """Open one page here."""
    files = page_files(show)
    with open_tab(files) as tab:
        yield Solo(plan, show, parts, tab, open_stage(tab, files, sitting_of(plan)), ledger)


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker process is told when it starts."""

    plan: FilmPlan
    mission: str
    opener: str
    """Function that opens the show, as ``module:name``."""


class _Worker:
    """One worker process and the thread that listens to it."""

    def __init__(self, job: Job, heard: queue.SimpleQueue[tuple[_Worker, dict[str, object]]]) -> None:
        self.complaints: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        self._process = subprocess.Popen(
            [sys.executable, "-m", "viz.film.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.complaints,
            start_new_session=True,  # Ctrl-C is for us to answer
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
        return lines[-1] if lines else f"exit code {self._process.poll()}"

    def end(self) -> None:
        """Ask the worker to end and take its browser with it."""
        if self._process.poll() is None:
            self._process.terminate()

    def wait(self) -> None:
        """See the worker gone."""
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._listener.join(timeout=5)
        for pipe in (self._process.stdin, self._process.stdout, self.complaints):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._heard.put((self, json.loads(line)))
        self._heard.put((self, {"gone": True}))


class Farm:
    """Several worker processes on this machine."""

    def __init__(self, job: Job, count: int) -> None:
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
            _, told = self._hear()
            opened = Opened(str(told["renderer"]), str(told["codec"]))
            if self._opened not in (None, opened):
                raise VizError(f"the workers draw differently ({self._opened}, {opened}) - record with --workers 1")
            self._opened = opened

    def draw(self, numbers: Sequence[int], tell: Tell) -> Iterator[int]:
        """Give each worker the next segment whenever it has finished one."""
        waiting = list(reversed(numbers))
        for worker in self._workers:
            if waiting:
                worker.say(str(waiting.pop()))
        left = len(numbers)
        while left:
            worker, told = self._hear()
            if "part" in told:
                left -= 1
                if waiting:
                    worker.say(str(waiting.pop()))
                yield int(str(told["part"]))
            else:
                tell(int(str(told["frames"])))

    def close(self) -> None:
        """End every worker."""
        for worker in self._workers:
            worker.end()
        for worker in self._workers:
            worker.wait()

    def _hear(self) -> tuple[_Worker, dict[str, object]]:
        while True:
            try:
                worker, told = self._heard.get(timeout=0.5)  # a limit lets Ctrl-C through on every system
                break
            except queue.Empty:
                continue
        if "gone" in told:
            raise VizError(f"a worker process ended by itself: {worker.last_words()} - try --workers 1")
        if "error" in told:
            kind = getattr(errors, str(told["error"]), VizError)
            raise (kind if kind in (errors.UsageError, errors.ToolMissing) else VizError)(str(told["message"]))
        return worker, told


@contextmanager
def farm(plan: FilmPlan, mission: str, opener: Callable[[str], Show], count: int) -> Iterator[Crew]:
    """Start worker processes, and end them with the block."""
    workers = Farm(Job(plan, mission, f"{opener.__module__}:{opener.__qualname__}"), count)
    try:
        workers.open()
        yield workers
    finally:
        workers.close()


def usual_workers(asked: int, segments: int) -> int:
    """Return how many workers there is work and a processor for."""
    return max(1, min(asked, segments, os.cpu_count() or 1))
