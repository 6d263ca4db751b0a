"""Record a film or a still, from request to finished file."""

from __future__ import annotations

import base64
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from viz.errors import UsageError, VizError
from viz.film.browser import find_chromium, import_playwright, open_tab
from viz.film.encode import Encoder, PictureFolder, find_ffmpeg, put_in_place, remove
from viz.film.plan import (
    PICTURE_NAME,
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
from viz.film.render import Ledger, ProgressCallback, Sitting, codecs_for, frame_text, open_stage, page_files, render
from viz.film.show import Show
from viz.film.tracks import write_tracks
from viz.film.verify import verify

Opener = Callable[[str], Show]


def record(request: FilmRequest, progress: ProgressCallback | None = None) -> FilmReport:
    """Record a film of the flight.

    Raises UsageError for a request that makes no sense, InvalidFile for an unusable mission, ToolMissing
    where Chromium, WebGL or ffmpeg is missing, VizError when drawing or encoding fails. Whatever happens, the
    output is either whole or not there.
    """
    return record_show(request, _open_flight, progress)


def still(request: StillRequest) -> Path:
    """Draw one picture of the flight, with its words, as a PNG file; errors as for `record`."""
    return still_show(request, _open_flight)


def _open_flight(mission: str) -> Show:
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
    return _make(plan, show, tell)


def _check_tools(*, film: bool) -> None:
    find_chromium()
    import_playwright()
    if film:
        find_ffmpeg()


def _make(plan: FilmPlan, show: Show, tell: ProgressCallback) -> FilmReport:
    ledger = Ledger()
    total = plan.clock.count
    tell(Progress(0, total, None, "opening"))
    files = page_files(show)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="voskhod2-film-") as folder, open_tab(files) as tab:
        sitting = Sitting(
            width=plan.width,
            height=plan.height,
            lettering=plan.lettering,
            language=plan.language,
            antialias=True,
            codecs=codecs_for(plan.suffix, plan.width, plan.height, plan.clock.fps),
            fps=plan.clock.fps,
            keyframe_every=plan.keyframe_every,
        )
        opened = open_stage(tab, files, sitting)
        ledger.add("open", time.monotonic() - started)
        sink = _sink(plan, show, opened.codec, Path(folder))
        try:
            sink.start()
            render(plan, show, tab, sink, tell, ledger)
            tell(Progress(total, total, None, "finishing"))
            partial = sink.finish()
            tell(Progress(total, total, None, "checking"))
            started = time.monotonic()
            checks = verify(plan, partial)
            ledger.add("verify", time.monotonic() - started)
            put_in_place(partial, plan.output)
        except BaseException:
            sink.abort()
            raise
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
