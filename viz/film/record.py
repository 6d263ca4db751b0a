"""Record a film, from request to finished file."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NoReturn

from viz.errors import VizError
from viz.film.browser import BrowserLostError
from viz.film.chromium import find_chromium, import_playwright
from viz.film.claim import claim
from viz.film.cluster import cluster
from viz.film.companions import Companions, companion_names
from viz.film.disk import check_room, unwritten
from viz.film.encode import Encoder, EncoderLostError, Packet, PictureFolder, find_ffmpeg, put_in_place
from viz.film.farm import Crew, Solo, farm, job_of, solo, usual_workers
from viz.film.forecast import forecast
from viz.film.lasting import ATTEMPTS
from viz.film.names import kept_name
from viz.film.pace import Pace, ProgressCallback
from viz.film.parts import Parts
from viz.film.plan import (
    PICTURE_NAME,
    FilmPlan,
    check_film_request,
    check_output,
    plan_film,
)
from viz.film.quality import settled_quality
from viz.film.recipe import find_recipe
from viz.film.recipe import tell as tell_recipe
from viz.film.render import Ledger
from viz.film.request import Check, FilmReport, FilmRequest, Forecast, Progress
from viz.film.scheduler import check_scheduler
from viz.film.show import Show
from viz.film.tracks import Track, Tracks, film_chapters, subtitle_tracks, write_tracks
from viz.film.verify import NotCheckedError, verify
from viz.languages import LANGUAGES
from viz.story.pair import Compared

Opener = Callable[[str], Show]
_ENDINGS = ("SIGTERM", "SIGHUP", "SIGBREAK")
"""Signals that end us; the last is Windows' own, for a closed window."""


def record(request: FilmRequest, progress: ProgressCallback | None = None) -> FilmReport:
    """Record a film of the flight.

    Raises UsageError for a request that makes no sense, InvalidFile for an unusable mission, ToolMissing
    where Chromium, WebGL or ffmpeg is missing, VizError when drawing or encoding fails. Whatever happens, the
    output is either whole or not there.
    """
    return record_show(request, open_flight, progress)


def estimate(request: FilmRequest) -> Forecast:
    """Judge what a film of the flight would take, by drawing a few frames of it; errors as for `record`."""
    return estimate_show(request, open_flight)


def open_flight(mission: str) -> Show:
    """Open the real show of a mission, or of two side by side."""
    from viz.film.flightshow import FlightShow
    from viz.film.pairshow import PairShow

    compared = Compared.read(mission)
    return FlightShow.open(mission) if compared is None else PairShow.open(compared)


def record_show(request: FilmRequest, opener: Opener, progress: ProgressCallback | None = None) -> FilmReport:
    """Record a film of any show."""
    tell = progress or _silent
    check_film_request(request)
    if request.scheduler is not None:
        check_scheduler(request.scheduler, trust_network=request.trust_network)
    languages = tuple(LANGUAGES) if request.subtitles == "tracks" else ()
    for companion in companion_names(request.output, languages, hashes=request.hashes):
        check_output(companion, force=request.force)
    check_tools(film=bool(request.output.suffix))
    with terminable(), claim(request.output) as folder:
        tell(Progress(0, 0, None, "opening"))
        show = opener(request.mission)
        plan = plan_show(request, show)
        parts = Parts(plan)
        with told_of_disk(plan.output):
            parts.prepare(resume=request.resume, discard=request.discard)
            check_room(plan, parts.kept())
        report = _make(plan, show, opener, request, tell, folder)
        parts.discard()
        return report


def plan_show(request: FilmRequest, show: Show) -> FilmPlan:
    """Plan a film of an open show; UsageError, InvalidFile for what cannot be filmed."""
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
        panes=show.panes,
    )
    # an unknown camera is refused before the browser starts
    show.draw(plan.clock.met_s(0), plan.scene_at(0).camera, plan.language)
    return replace(plan, quality=settled_quality(request))


@contextmanager
def told_of_disk(output: Path) -> Iterator[None]:
    """Turn what the system says of a disk into what the user can do about it."""
    try:
        yield
    except OSError as problem:
        raise unwritten(output, problem) from problem


@contextmanager
def terminable() -> Iterator[None]:
    """Let SIGTERM and a closed terminal interrupt as Ctrl-C does, where we are the ones to say what signals do."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(number: int, frame: object) -> NoReturn:
        raise KeyboardInterrupt

    found = [getattr(signal, name) for name in _ENDINGS if hasattr(signal, name)]
    # whoever started us under nohup wants us to go on without a terminal
    before = {number: signal.getsignal(number) for number in found if signal.getsignal(number) != signal.SIG_IGN}
    for number in before:
        signal.signal(number, interrupt)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)


def check_tools(*, film: bool) -> None:
    """ToolMissing when there is no browser to draw with, or for a film no ffmpeg."""
    find_chromium()
    import_playwright()
    if film:
        find_ffmpeg()


def _make(
    plan: FilmPlan, show: Show, opener: Opener, request: FilmRequest, tell: ProgressCallback, folder: Path
) -> FilmReport:
    ledger, total, parts = Ledger(), plan.clock.count, Parts(plan)
    tell(Progress(0, total, None, "opening"))
    started = time.monotonic()
    tracks = subtitle_tracks(plan, show)
    if request.forecast and _many(plan, request):
        with solo(plan, show, parts, Ledger()) as one:
            _foretell(plan, one, parts, tell)
    with _crew(plan, show, opener, request, parts, ledger) as crew:
        ledger.add("open", time.monotonic() - started)
        opened = crew.opened
        if request.forecast and isinstance(crew, Solo):
            _foretell(plan, crew, parts, tell)
        with told_of_disk(plan.output):
            beside = write_tracks(plan, show, tracks, folder) if plan.suffix else None
            checks = Assembly(plan, show, crew, parts, tracks, beside, ledger, folder).run(tell)
    return FilmReport(
        output=plan.output,
        frames=total,
        duration_s=plan.clock.duration_s,
        width=plan.width,
        height=plan.height,
        renderer=opened.renderer,
        codec=opened.codec,
        quality=plan.quality,
        digest=plan.digest,
        checks=checks,
        spent_s=tuple(ledger.spent_s.items()),
    )


def _crew(
    plan: FilmPlan, show: Show, opener: Opener, request: FilmRequest, parts: Parts, ledger: Ledger
) -> AbstractContextManager[Crew]:
    if request.scheduler is not None:
        job = job_of(plan, request.mission, opener)
        return cluster(job, parts, request.scheduler, trust_network=request.trust_network)
    if _many(plan, request):
        return farm(plan, request.mission, opener, usual_workers(request.workers, len(plan.segments())))
    return solo(plan, show, parts, ledger)


def _many(plan: FilmPlan, request: FilmRequest) -> bool:
    return request.scheduler is not None or usual_workers(request.workers, len(plan.segments())) > 1


def _foretell(plan: FilmPlan, drawer: Solo, parts: Parts, tell: ProgressCallback) -> None:
    kept, _ = parts.kept()
    with suppress(BrowserLostError):  # then there is none; who draws starts another browser
        told = forecast(plan, drawer, kept)
        tell(Progress(0, plan.clock.count, None, "opening", forecast=told))


def estimate_show(request: FilmRequest, opener: Opener) -> Forecast:
    """Judge what a film of any show would take; nothing is written."""
    check_film_request(replace(request, force=True))
    check_tools(film=False)
    with terminable():
        show = opener(request.mission)
        plan = plan_show(request, show)
        parts = Parts(plan)
        with solo(plan, show, parts, Ledger()) as crew:
            return forecast(plan, crew, parts.kept()[0] if request.resume else 0)


class Assembly:
    """Has the missing segments drawn, joins them in order as they come, and puts the verified film in place."""

    def __init__(
        self, plan: FilmPlan, show: Show, crew: Crew, parts: Parts, tracks: Sequence[Track], beside: Tracks | None,
        ledger: Ledger, folder: Path,
    ) -> None:  # fmt: skip
        self._plan = plan
        self._crew = crew
        self._parts = parts
        self._beside = beside
        self._ledger = ledger
        self._folder = folder
        self._segments = plan.segments()
        self._companions = Companions(plan, tracks, folder)
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
            return PictureFolder(self._folder, PICTURE_NAME)
        return Encoder(self._plan, self._crew.opened.codec, self._beside, self._folder)

    def _place(self, partial: Path) -> tuple[Check, ...]:
        """Put the film where it belongs, or, if anything is wrong, under a name that says so; the parts stay then."""
        output, started = self._plan.output, time.monotonic()
        checks = self._checked(partial)
        self._ledger.add("verify", time.monotonic() - started)
        amiss = self._beside_made(partial)
        try:
            put_in_place(partial, output)
        except OSError as problem:
            kept = keep(partial, output, "finished")
            raise VizError(
                f"{output}: the finished film could not be put there: {problem.strerror or problem} - it is kept as "
                f"{kept}; rename it when no program has {output} open"
            ) from problem
        if not amiss:
            try:
                self._companions.put_in_place()
            except OSError as problem:
                amiss = f"{problem.filename2 or output}: {problem.strerror}"
        if amiss:
            raise VizError(
                f"{output} is whole and in its place, but not all that stands beside it: {amiss} - "
                "when that is mended, --resume --force makes it"
            )
        return checks

    def _beside_made(self, partial: Path) -> str:
        """Make what stands beside the film, and return what went wrong with it."""
        try:
            self._companions.prepare(partial, self._packets())
        except (VizError, OSError) as problem:
            self._companions.abort()
            return str(problem)
        return ""

    def _checked(self, partial: Path) -> tuple[Check, ...]:
        """Check the film, again where a check did not come to its end; what was joined is kept whatever it says."""
        output, unknown = self._plan.output, ""
        for _ in range(ATTEMPTS):
            try:
                return verify(self._plan, partial, self._chapters, self._tracks)
            except (NotCheckedError, MemoryError) as problem:
                unknown = str(problem) or "there is not enough memory"
            except VizError as problem:
                kept = keep(partial, output, "failed-check")
                raise VizError(
                    f"{output}: {problem} - the film is kept as {kept}; --resume joins its parts again, "
                    "--discard draws it anew"
                ) from problem
        kept = keep(partial, output, "unverified")
        raise VizError(
            f"{output}: the finished film could not be checked: {unknown} - it is kept as {kept}, for "
            "`voskhod2 verify`; --resume joins its parts again and checks once more"
        )

    def _packets(self) -> Iterator[Packet]:
        for number in range(len(self._segments)):
            yield from self._parts.read(number, self._crew.opened.codec)

    def _abort(self) -> None:
        self._companions.abort()
        if self._sink is not None:
            self._sink.abort()


def keep(partial: Path, output: Path, why: str) -> Path:
    """Keep a film that cannot have its own name under one that says why, and return that."""
    kept = kept_name(output, why)
    partial.replace(kept)
    return kept


def package_version() -> str:
    """Return the installed version of the package; ``0`` in a bare checkout."""
    try:
        return version("voskhod2-viz")
    except PackageNotFoundError:
        return "0"


def _silent(_: Progress) -> None:
    """Tell nobody."""
