"""Segments drawn by the workers of a Dask cluster; the extra ``farm`` brings what it needs.

Each worker keeps one page open for the film. What a worker has not finished when it is lost, Dask gives to another.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from viz.errors import ToolMissing, UsageError, VizError
from viz.film.encode import Packet
from viz.film.farm import Job, Solo, Tell, open_show
from viz.film.parts import Parts
from viz.film.render import Ledger, Opened, renderer_here
from viz.film.scheduler import check_answer, check_scheduler, hushed, is_secure, unanswered

_CONNECT_S = 15
_REJOIN_S = 20
"""How long a scheduler that was lost is waited for."""
_ATTEMPTS = 3


def import_distributed() -> Any:
    """Return Dask's module; ToolMissing when the extra ``farm`` is not installed."""
    try:
        import distributed
    except ImportError as problem:
        raise ToolMissing("--scheduler needs the Python package distributed - install voskhod2-viz[farm]") from problem
    return distributed


@dataclass(frozen=True, slots=True)
class Drawn:
    """A segment as it comes back from a worker."""

    opened: Opened
    packets: tuple[Packet, ...]


class ForgottenError(VizError):
    """A worker was asked for a film it was never told of: Dask's client joined a new scheduler by itself."""


class Gathered:
    """Parts that are kept in memory until they are sent back."""

    def __init__(self) -> None:
        self.packets: list[Packet] = []

    def writer(self, number: int, codec: str) -> Gathered:
        """Return itself, empty."""
        self.packets = []
        return self

    def write(self, packet: Packet) -> None:
        """Keep one packet."""
        self.packets.append(packet)

    def finish(self) -> None:
        """Nothing is left to do."""

    def abort(self) -> None:
        """Forget the packets."""
        self.packets = []


class Studio:
    """A worker's page, opened for the first segment and closed with the film; Dask's plugin protocol."""

    def __init__(self, job: Job) -> None:
        self.name = f"voskhod2-{job.plan.digest[:16]}"
        self._job = job
        self._crew: Solo | None = None
        self._parts: Gathered | None = None

    def setup(self, worker: Any) -> None:
        """Begin, on the worker."""
        self._turn = threading.Lock()  # one page: one segment at a time, however many threads the worker has

    def teardown(self, worker: Any) -> None:
        """End the browser with the worker or the film."""
        if self._crew is not None:
            self._crew.close()

    def draw(self, number: int | None, tell: Callable[[int], None]) -> Drawn:
        """Draw a segment and tell of each few frames; none, only to learn what the worker draws with."""
        with self._turn:
            if self._crew is None:
                show = open_show(self._job)
                plan = self._job.plan
                if show.digest != plan.files_digest:
                    raise VizError("a worker has other files of the mission or the program - install the same on all")
                self._parts = Gathered()
                self._crew = Solo(plan, show, self._parts, Ledger())
                self._crew.open()
            assert self._parts is not None
            for _ in self._crew.draw([] if number is None else [number], tell):
                pass
            return Drawn(self._crew.opened, () if number is None else tuple(self._parts.packets))


def draw_there(studio: str, number: int | None) -> Drawn:
    """Draw a segment on the Dask worker this is called on."""
    from distributed import get_worker

    worker: Any = get_worker()
    if studio not in worker.plugins:
        raise ForgottenError("the scheduler began anew and knows nothing of the film")
    done = 0

    def tell(frames: int) -> None:
        nonlocal done
        done += frames
        worker.log_event(studio, {"number": number, "done": done})

    found: Drawn = worker.plugins[studio].draw(number, tell)
    return found


class Cluster:
    """The workers of a Dask scheduler as a crew; a scheduler that is lost and comes back is joined again."""

    def __init__(self, job: Job, parts: Parts, join: Callable[[], Any]) -> None:
        self._job = job
        self._parts = parts
        self._join = join
        self._client: Any = None
        self._studio = Studio(job)
        self._opened: Opened | None = None
        self._heard: queue.SimpleQueue[Any] = queue.SimpleQueue()
        """Futures that are done, and what workers tell on the way as ``{"number": segment, "done": frames}``."""

    @property
    def opened(self) -> Opened:
        """Renderer and codec of the workers."""
        assert self._opened is not None
        return self._opened

    def open(self) -> None:
        """Send the film's plan to every worker there is or will be, and hear from the first what it draws with.

        UsageError when no scheduler answers, VizError when it has no workers or they draw otherwise than before.
        """
        self._client, self._heard = self._join(), queue.SimpleQueue()
        hear = self._heard.put
        _check_workers(self._client)
        self._client.subscribe_topic(self._studio.name, lambda event: hear(event[1]))
        self._client.register_plugin(_dask_plugin(self._studio), name=self._studio.name)
        first = self._client.submit(draw_there, self._studio.name, None, pure=False, retries=_ATTEMPTS).result()
        if self._opened not in (None, first.opened):
            raise _unlike(self.opened, first.opened)
        self._opened = first.opened

    def draw(self, numbers: Sequence[int], tell: Tell) -> Iterator[int]:
        """Send every segment out and keep each as it comes back; frames are told as they are drawn."""
        left = list(numbers)
        for attempt in range(_ATTEMPTS):
            told = dict.fromkeys(left, 0)
            try:
                for number in self._draw(told, tell):
                    left.remove(number)
                    yield number
                return
            except _breaks() as problem:
                if any(told.values()):
                    tell(-sum(told.values()))
                if attempt == _ATTEMPTS - 1 or not self._rejoin():
                    raise _lost(problem) from problem

    def _draw(self, told: dict[int, int], tell: Tell) -> Iterator[int]:
        segments = self._job.plan.segments()
        sent = {
            self._client.submit(draw_there, self._studio.name, number, pure=False, retries=_ATTEMPTS): number
            for number in told
        }
        for future in sent:
            future.add_done_callback(self._heard.put)
        while sent:
            heard = self._hear()
            if isinstance(heard, dict):
                number, done = heard["number"], heard["done"]
            else:
                number, drawn = sent.pop(heard), heard.result()
                self._keep(number, drawn)
                heard.release()
                done = len(segments[number])
            if number in told and done != told[number]:
                tell(done - told[number])  # less than nothing for a segment that is begun again elsewhere
                told[number] = done
            if not isinstance(heard, dict):
                del told[number]  # what is still told of it is old
                yield number

    def _keep(self, number: int, drawn: Drawn) -> None:
        if drawn.opened != self.opened:
            raise _unlike(self.opened, drawn.opened)
        self._parts.keep(number, self.opened.codec, drawn.packets)

    def _hear(self) -> Any:
        while True:
            with suppress(queue.Empty):
                return self._heard.get(timeout=0.5)  # a limit lets Ctrl-C through on every system

    def _rejoin(self) -> bool:
        """Join the scheduler anew if it comes back, with workers, within a while."""
        until = time.monotonic() + _REJOIN_S
        not_yet: tuple[type[BaseException], ...] = (VizError, *_breaks())
        while True:
            self.close()
            try:
                self.open()
                return True
            except not_yet:
                if time.monotonic() > until:
                    return False
                time.sleep(0.5)

    def close(self) -> None:
        """Close the workers' pages and leave."""
        client, self._client = self._client, None
        if client is None:
            return
        try:
            if client.status == "running":  # a cluster that is lost has no pages to close
                for leave in (client.unsubscribe_topic, client.unregister_worker_plugin):
                    with suppress(ValueError, *_breaks()):  # a scheduler that began anew knows of neither
                        leave(self._studio.name)
        finally:
            client.close(timeout=_CONNECT_S)


def _breaks() -> tuple[type[BaseException], ...]:
    """Return what a lost connection raises; one is an OSError too, and must not pass for a full disk."""
    return (import_distributed().comm.CommClosedError, CancelledError, ForgottenError)


def _lost(problem: BaseException) -> VizError:
    told = " ".join(str(problem).split())[:200]
    return VizError(f"the cluster was lost while drawing: {told} - start it again, then use --resume")


def _unlike(first: Opened, other: Opened) -> VizError:
    return VizError(f"the workers draw differently ({first}, {other}) - use workers of one kind")


def _dask_plugin(studio: Studio) -> Any:
    """Return the studio as Dask wants it: of its own class, which only exists where Dask is installed."""
    return type("StudioPlugin", (Studio, import_distributed().WorkerPlugin), {})(studio._job)


def _client_at(address: str) -> Any:
    """Return a client of a scheduler; UsageError when none answers, or it speaks TLS and we are not set up for it."""
    distributed = import_distributed()
    if is_secure(address) and distributed.Security().get_connection_args("client").get("ssl_context") is None:
        raise UsageError(f"scheduler {address}: Dask's TLS is not set up here - do it as docs/recording.md shows")
    check_answer(address)
    try:
        return distributed.Client(address, timeout=_CONNECT_S, set_as_default=False)
    except Exception as problem:  # whatever Dask makes of what a stranger answers
        raise unanswered(address, problem) from problem


def renderer_of(address: str, *, trust_network: bool) -> str:
    """Return the name of the renderer that one of a scheduler's workers draws with; errors as for `cluster`."""
    killed = import_distributed().scheduler.KilledWorker
    check_scheduler(address, trust_network=trust_network)
    with hushed():
        client = _client_at(address)
        try:
            _check_workers(client)
            found: str = client.submit(renderer_here, pure=False, retries=_ATTEMPTS).result()
        except (killed, *_breaks()) as problem:
            raise _lost(problem) from problem
        finally:
            client.close(timeout=_CONNECT_S)
    return found


def _check_workers(client: Any) -> None:
    if not client.scheduler_info()["workers"]:
        raise VizError("the scheduler has no workers - start some with `dask worker ADDRESS`")


@contextmanager
def cluster(job: Job, parts: Parts, address: str, *, trust_network: bool) -> Iterator[Cluster]:
    """Join a Dask scheduler and end what was opened there with the block."""
    killed = import_distributed().scheduler.KilledWorker
    check_scheduler(address, trust_network=trust_network)
    crew = Cluster(job, parts, partial(_client_at, address))
    with hushed():
        try:
            crew.open()
            yield crew
        except (killed, *_breaks()) as problem:
            raise _lost(problem) from problem
        finally:
            crew.close()
