"""Record a film, from request to finished file."""

from __future__ import annotations

import shutil
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NoReturn

from viz.errors import VizError
from viz.film.browser import find_chromium, import_playwright
from viz.film.cluster import cluster
from viz.film.companions import Companions, companion_names
from viz.film.encode import Encoder, EncoderLostError, Packet, PictureFolder, find_ffmpeg, put_in_place
from viz.film.farm import ATTEMPTS, Crew, farm, job_of, solo, usual_workers
from viz.film.parts import Parts
from viz.film.plan import (
    PICTURE_NAME,
    FilmPlan,
    check_film_request,
    check_output,
    plan_film,
)
from viz.film.recipe import find_recipe
from viz.film.recipe import tell as tell_recipe
from viz.film.render import Ledger, bitrate
from viz.film.request import Check, FilmReport, FilmRequest, Progress
from viz.film.show import LANGUAGES, Show
from viz.film.temporary import OwnFolder
from viz.film.tracks import Track, Tracks, film_chapters, subtitle_tracks, write_tracks
from viz.film.verify import verify

ProgressCallback = Callable[[Progress], None]
_RECENT_S = 30.0
Opener = Callable[[str], Show]


def record(request: FilmRequest, progress: ProgressCallback | None = None) -> FilmReport:
    """Record a film of the flight.

    Raises UsageError for a request that makes no sense, InvalidFile for an unusable mission, ToolMissing
    where Chromium, WebGL or ffmpeg is missing, VizError when drawing or encoding fails. Whatever happens, the
    output is either whole or not there.
    """
    return record_show(request, open_flight, progress)


def open_flight(mission: str) -> Show:
    """Open the real show of a mission."""
    from viz.film.flightshow import FlightShow

    return FlightShow.open(mission)


def record_show(request: FilmRequest, opener: Opener, progress: ProgressCallback | None = None) -> FilmReport:
    """Record a film of any show."""
    tell = progress or _silent
    check_film_request(request)
    languages = LANGUAGES if request.subtitles == "tracks" else ()
    for companion in companion_names(request.output, languages, hashes=request.hashes):
        check_output(companion, force=request.force)
    _check_tools(film=bool(request.output.suffix))
    with terminable():
        tell(Progress(0, 0, None, "opening"))
        show = opener(request.mission)
        told = None
        if request.recipe is not None:
            told = tell_recipe(find_recipe(request.recipe, show), show, request.language)
        plan = plan_film(
            request,
            when=show.when,
            flight_range_s=show.range_s,
            mission_id=show.mission_id,
            files_digest=show.digest,
            version=package_version(),
            told=told,
        )
        # an unknown camera is refused before the browser starts
        show.draw(plan.clock.met_s(0), plan.scene_at(0).camera, plan.language)
        check_room(plan)
        return _make(plan, show, opener, request, tell)


@contextmanager
def terminable() -> Iterator[None]:
    """Let SIGTERM interrupt as Ctrl-C does, where we are the ones to say what signals do."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(number: int, frame: object) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def check_room(plan: FilmPlan) -> None:
    """VizError when the disk has not room for the film and its parts."""
    folder = plan.output.absolute().parent
    needed, free = room_needed(plan), shutil.disk_usage(folder).free
    if needed > free:
        raise VizError(
            f"{plan.output}: the film and its parts may take {_size(needed)}, but {folder} has {_size(free)} left - "
            "make room, or choose another folder, a smaller size or a shorter film"
        )


def room_needed(plan: FilmPlan) -> int:
    """Return the bytes a recording may take at its height: its parts and the film together."""
    pixels = plan.width * plan.height * plan.clock.count
    if plan.suffix in (".mp4", ".webm"):
        return round(2 * bitrate(plan.width, plan.height, plan.clock.fps) / 8 * plan.clock.duration_s)
    return 2 * round(1.5 * pixels)  # lossless: about half of the raw pixels


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"


def _check_tools(*, film: bool) -> None:
    find_chromium()
    import_playwright()
    if film:
        find_ffmpeg()


def _make(plan: FilmPlan, show: Show, opener: Opener, request: FilmRequest, tell: ProgressCallback) -> FilmReport:
    ledger, total = Ledger(), plan.clock.count
    tell(Progress(0, total, None, "opening"))
    parts = Parts(plan)
    try:
        parts.prepare(resume=request.resume)
    except OSError as problem:
        raise _unwritten(plan, problem) from problem
    started = time.monotonic()
    try:
        tracks = subtitle_tracks(plan, show)
        with (
            OwnFolder("film") as folder,
            _crew(plan, show, opener, request, parts, ledger) as crew,
        ):
            ledger.add("open", time.monotonic() - started)
            opened = crew.opened
            beside = write_tracks(plan, show, tracks, folder) if plan.suffix else None
            checks = Assembly(plan, show, crew, parts, tracks, beside, ledger).run(tell)
        parts.discard()
    finally:
        parts.discard_if_empty()
    return FilmReport(
        output=plan.output,
        frames=total,
        duration_s=plan.clock.duration_s,
        width=plan.width,
        height=plan.height,
        renderer=opened.renderer,
        codec=opened.codec,
        digest=plan.digest,
        checks=checks,
        spent_s=tuple(ledger.spent_s.items()),
    )


def _crew(
    plan: FilmPlan, show: Show, opener: Opener, request: FilmRequest, parts: Parts, ledger: Ledger
) -> AbstractContextManager[Crew]:
    if request.scheduler is not None:
        return cluster(job_of(plan, request.mission, opener), parts, request.scheduler)
    workers = usual_workers(request.workers, len(plan.segments()))
    return solo(plan, show, parts, ledger) if workers == 1 else farm(plan, request.mission, opener, workers)


class Assembly:
    """Has the missing segments drawn, joins them in order as they come, and puts the verified film in place."""

    def __init__(
        self, plan: FilmPlan, show: Show, crew: Crew, parts: Parts, tracks: Sequence[Track], beside: Tracks | None,
        ledger: Ledger,
    ) -> None:  # fmt: skip
        self._plan = plan
        self._crew = crew
        self._parts = parts
        self._beside = beside
        self._ledger = ledger
        self._segments = plan.segments()
        self._companions = Companions(plan, tracks)
        self._chapters = film_chapters(plan, show) if plan.suffix else ()
        self._tracks = tracks
        self._finished: set[int] = set()
        self._joined = 0
        self._sink: Encoder | PictureFolder | None = None
        self._attempts = 0

    def run(self, tell: ProgressCallback) -> tuple[Check, ...]:
        """Do it all; VizError says what went wrong, and whatever was drawn is kept for --resume."""
        codec, total = self._crew.opened.codec, self._plan.clock.count
        numbers = range(len(self._segments))
        self._finished = {n for n in numbers if self._parts.has(n, codec, self._segments[n])}
        missing = [n for n in numbers if n not in self._finished]
        pace = Pace(total, sum(len(self._segments[n]) for n in self._finished), tell, len(numbers), len(self._finished))
        try:
            self._join()
            for number in self._crew.draw(missing, pace.step):
                self._finished.add(number)
                pace.shard()
                self._join()
            tell(Progress(total, total, None, "finishing", len(numbers), len(numbers)))
            partial = self._finish()
            tell(Progress(total, total, None, "checking", len(numbers), len(numbers)))
            return self._place(partial)
        except OSError as problem:
            self._abort()
            raise _unwritten(self._plan, problem) from problem
        except BaseException:
            self._abort()
            raise

    def _join(self) -> None:
        """Bring finished parts to the sink in the film's order; a lost ffmpeg is started again from the parts."""
        while True:
            try:
                self._feed()
                return
            except EncoderLostError as problem:
                self._restart(problem)

    def _feed(self) -> None:
        if self._sink is None:
            self._sink, self._joined = self._new_sink(), 0
            self._sink.start()
        while self._joined in self._finished:
            for packet in self._parts.read(self._joined, self._crew.opened.codec):
                self._sink.write(packet)
            self._joined += 1

    def _finish(self) -> Path:
        while True:
            try:
                self._feed()
                assert self._sink is not None
                return self._sink.finish()
            except EncoderLostError as problem:
                self._restart(problem)

    def _restart(self, problem: EncoderLostError) -> None:
        self._attempts += 1
        if self._attempts >= ATTEMPTS:
            raise problem
        assert self._sink is not None
        self._sink.abort()
        self._sink = None

    def _new_sink(self) -> Encoder | PictureFolder:
        if self._beside is None:
            return PictureFolder(self._plan, PICTURE_NAME)
        return Encoder(self._plan, self._crew.opened.codec, self._beside)

    def _place(self, partial: Path) -> tuple[Check, ...]:
        started = time.monotonic()
        try:
            checks = verify(self._plan, partial, self._chapters, self._tracks)
        except VizError:
            self._parts.discard()  # whatever is wrong with them must not come back with --resume
            raise
        self._companions.prepare(partial, self._packets())
        self._ledger.add("verify", time.monotonic() - started)
        put_in_place(partial, self._plan.output)
        self._companions.put_in_place()
        return checks

    def _packets(self) -> Iterator[Packet]:
        for number in range(len(self._segments)):
            yield from self._parts.read(number, self._crew.opened.codec)

    def _abort(self) -> None:
        self._companions.abort()
        if self._sink is not None:
            self._sink.abort()


def _unwritten(plan: FilmPlan, problem: OSError) -> VizError:
    return VizError(f"{plan.output} could not be written: {problem.strerror or problem} - make room, then use --resume")


class Pace:
    """Reports progress, with the time left judged by the last half minute."""

    def __init__(self, total: int, done: int, tell: ProgressCallback, shards: int = 0, shards_done: int = 0) -> None:
        self._shards = shards
        self._shards_done = shards_done
        self._total = total
        self._done = done
        self._tell = tell
        self._recent: deque[tuple[float, int]] = deque([(time.monotonic(), done)], maxlen=256)
        tell(Progress(done, total, None, "drawing", shards, shards_done))

    def shard(self) -> None:
        """Count one more finished shard."""
        self._shards_done += 1

    def step(self, frames: int) -> None:
        """Count some more frames."""
        now = time.monotonic()
        self._done += frames
        self._recent.append((now, self._done))
        # One entry from before that stays: a cluster tells of many frames at once, and then of none for a while.
        while len(self._recent) > 2 and now - self._recent[1][0] > _RECENT_S:
            self._recent.popleft()
        then, done_then = self._recent[0]
        pace = (self._done - done_then) / (now - then) if now > then else 0.0
        left = (self._total - self._done) / pace if pace > 0 else None
        self._tell(Progress(self._done, self._total, left, "drawing", self._shards, self._shards_done))


def package_version() -> str:
    """Return the installed version of the package; ``0`` in a bare checkout."""
    try:
        return version("voskhod2-viz")
    except PackageNotFoundError:
        return "0"


def _silent(_: Progress) -> None:
    """Tell nobody."""
