"""Record a film or a still, from request to finished file."""

from __future__ import annotations

import base64
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from viz.errors import UsageError, VizError
from viz.film.browser import find_chromium, import_playwright, open_tab
from viz.film.encode import Encoder, PictureFolder, find_ffmpeg, put_in_place, remove
from viz.film.farm import Crew, farm, solo, usual_workers
from viz.film.parts import Parts
from viz.film.plan import (
    PICTURE_NAME,
    Check,
    FilmPlan,
    FilmReport,
    FilmRequest,
    Progress,
    StillRequest,
    check_film_request,
    check_inside,
    check_still_request,
    exact,
    plan_film,
)
from viz.film.render import Ledger, Sitting, frame_text, open_stage, page_files
from viz.film.show import Show
from viz.film.tracks import write_tracks
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


def still(request: StillRequest) -> Path:
    """Draw one picture of the flight, with its words, as a PNG file; errors as for `record`."""
    return still_show(request, open_flight)


def open_flight(mission: str) -> Show:
    """Open the real show of a mission."""
    from viz.film.flightshow import FlightShow

    return FlightShow.open(mission)


def record_show(request: FilmRequest, opener: Opener, progress: ProgressCallback | None = None) -> FilmReport:
    """Record a film of any show."""
    tell = progress or _silent
    check_film_request(request)
    if request.scheduler is not None:
        raise UsageError("recording on several machines is not built yet - leave --scheduler out")
    _check_tools(film=bool(request.output.suffix))
    tell(Progress(0, 0, None, "opening"))
    show = opener(request.mission)
    plan = plan_film(
        request,
        when=show.when,
        flight_range_s=show.range_s,
        mission_id=show.mission_id,
        mission_digest=show.digest,
        version=package_version(),
    )
    show.draw(plan.clock.met_s(0), plan.camera, plan.language)  # an unknown camera is refused before the browser starts
    return _make(plan, show, opener, request, tell)


def _check_tools(*, film: bool) -> None:
    find_chromium()
    import_playwright()
    if film:
        find_ffmpeg()


def _make(plan: FilmPlan, show: Show, opener: Opener, request: FilmRequest, tell: ProgressCallback) -> FilmReport:
    ledger, total = Ledger(), plan.clock.count
    tell(Progress(0, total, None, "opening"))
    parts = Parts(plan)
    parts.prepare(resume=request.resume)
    workers = usual_workers(request.workers, len(plan.segments()))
    started = time.monotonic()
    crew_of = solo(plan, show, parts, ledger) if workers == 1 else farm(plan, request.mission, opener, workers)
    try:
        with tempfile.TemporaryDirectory(prefix="voskhod2-film-") as folder, crew_of as crew:
            ledger.add("open", time.monotonic() - started)
            opened = crew.opened
            sink = _sink(plan, show, opened.codec, Path(folder))
            checks = _assemble(plan, crew, parts, sink, tell, ledger)
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


def _assemble(
    plan: FilmPlan, crew: Crew, parts: Parts, sink: Encoder | PictureFolder, tell: ProgressCallback, ledger: Ledger
) -> tuple[Check, ...]:
    """Have the missing segments drawn, feed the sink in order as they come, and put the verified film in place."""
    segments, codec, total = plan.segments(), crew.opened.codec, plan.clock.count
    kept = [number for number in range(len(segments)) if parts.has(number, codec)]
    missing = [number for number in range(len(segments)) if number not in set(kept)]
    pace = Pace(total, sum(len(segments[number]) for number in kept), tell)
    try:
        sink.start()
        line = _Line(parts, codec, sink, kept)
        for number in crew.draw(missing, pace.step):
            line.add(number)
        tell(Progress(total, total, None, "finishing"))
        partial = sink.finish()
        tell(Progress(total, total, None, "checking"))
        started = time.monotonic()
        checks = _verified(plan, partial, parts)
        ledger.add("verify", time.monotonic() - started)
        put_in_place(partial, plan.output)
    except OSError as problem:
        sink.abort()
        raise VizError(
            f"{plan.output} could not be written: {problem.strerror or problem} - make room, then use --resume"
        ) from problem
    except BaseException:
        sink.abort()
        raise
    return checks


def _verified(plan: FilmPlan, partial: Path, parts: Parts) -> tuple[Check, ...]:
    try:
        return verify(plan, partial)
    except VizError:
        parts.discard()  # whatever is wrong with them must not come back with --resume
        raise


class _Line:
    """Brings finished parts to the sink in the film's order, whatever the order they come in."""

    def __init__(self, parts: Parts, codec: str, sink: Encoder | PictureFolder, finished: Iterable[int]) -> None:
        self._parts = parts
        self._codec = codec
        self._sink = sink
        self._finished = set(finished)
        self._next = 0
        self._move()

    def add(self, number: int) -> None:
        self._finished.add(number)
        self._move()

    def _move(self) -> None:
        while self._next in self._finished:
            for packet in self._parts.read(self._next, self._codec):
                self._sink.write(packet)
            self._next += 1


class Pace:
    """Reports progress, with the time left judged by the last half minute."""

    def __init__(self, total: int, done: int, tell: ProgressCallback) -> None:
        self._total = total
        self._done = done
        self._tell = tell
        self._recent: deque[tuple[float, int]] = deque([(time.monotonic(), done)], maxlen=256)
        tell(Progress(done, total, None, "drawing"))

    def step(self, frames: int) -> None:
        """Count some more frames."""
        now = time.monotonic()
        self._done += frames
        self._recent.append((now, self._done))
        while now - self._recent[0][0] > _RECENT_S and len(self._recent) > 2:
            self._recent.popleft()
        then, done_then = self._recent[0]
        pace = (self._done - done_then) / (now - then) if now > then else 0.0
        left = (self._total - self._done) / pace if pace > 0 else None
        self._tell(Progress(self._done, self._total, left, "drawing"))


def _sink(plan: FilmPlan, show: Show, codec: str, folder: Path) -> Encoder | PictureFolder:
    if not plan.suffix:
        return PictureFolder(plan, PICTURE_NAME)
    return Encoder(plan, codec, write_tracks(plan, show, folder))


def still_show(request: StillRequest, opener: Opener) -> Path:
    """Draw one picture of any show."""
    check_still_request(request)
    _check_tools(film=False)
    show = opener(request.mission)
    met_s = show.when(request.at)
    check_inside(show.range_s, exact(met_s), exact(met_s))
    text = frame_text(show, 0, met_s, request.camera, request.language)
    files = page_files(show)
    with open_tab(files) as tab:
        open_stage(tab, files, Sitting(request.width, request.height, "full", request.language, antialias=True))
        answer = tab.call("film.frames", f"[{text}]", within_s=120)
    (packet,) = answer["packets"]
    _write_whole(request.output, base64.b64decode(packet["data"]))
    return request.output


def _write_whole(output: Path, data: bytes) -> None:
    partial = output.with_name(f".{output.name}.part")
    try:
        partial.write_bytes(data)
        put_in_place(partial, output)
    except OSError as problem:
        remove(partial)
        raise VizError(f"{output} could not be written: {problem.strerror}") from problem


def package_version() -> str:
    """Return the installed version of the package; ``0`` in a bare checkout."""
    try:
        return version("voskhod2-viz")
    except PackageNotFoundError:
        return "0"


def _silent(_: Progress) -> None:
    """Tell nobody."""
