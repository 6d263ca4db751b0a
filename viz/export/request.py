"""What is asked for, judged before anything is written; then written beside its name and put in place whole."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from viz.errors import UsageError
from viz.export.kinds import Kind, kind_of
from viz.export.place import check_place, written
from viz.export.stretch import Stretch
from viz.export.told import FRAMES, Told
from viz.flight.flight import Flight
from viz.languages import FIRST_LANGUAGE, LANGUAGES
from viz.mission.load import load_mission, mission_folder
from viz.mission.when import parse_when
from viz.plugins import FIRST


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """One file to be written."""

    kind: str
    output: Path
    start: str | None = None
    stop: str | None = None
    """WHENs; lift-off and, by the kind, touchdown or the flight's end where they are left out."""
    step: Fraction | None = None
    """Seconds between rows, the kind's own where it is left out."""
    language: str = FIRST_LANGUAGE
    mission: str = FIRST
    frame: str = "fixed"
    """``fixed`` to the Earth or ``teme``; only ephemerides know the second."""
    force: bool = False


def export(request: ExportRequest) -> Path:
    """Write the file that is asked for and return its path; what could not be finished leaves nothing behind.

    UsageError for a kind, language, frame, stretch, step or file that cannot be, ToolMissing where the kind's package
    is not installed, InvalidFile for a mission that is not usable, VizError when the file could not be written.
    """
    kind = kind_of(request.kind)
    _check_words(request)
    check_place(request.output, kind.ending, force=request.force)
    writer = kind.writer()
    told = telling(request)
    with written(request.output) as file:
        writer.write(told, file)
    return request.output


def telling(request: ExportRequest) -> Told:
    """Return what is to be told of a flight; errors as of `export`."""
    kind = kind_of(request.kind)
    mission, folder = load_mission(request.mission), mission_folder(request.mission)
    flight = Flight.build(mission, folder=folder)
    return Told.of(flight, folder, stretch_of(request, kind, flight), request.language, request.frame)


def stretch_of(request: ExportRequest, kind: Kind, flight: Flight) -> Stretch:
    """Return the stretch that is asked for; UsageError where the flight has none such, or has too many rows."""
    usual_end_s = flight.down_met_s if kind.until_down else flight.end_met_s
    start_s = max(flight.start_met_s, 0.0) if request.start is None else parse_when(request.start, flight.mission)
    stop_s = max(usual_end_s, start_s) if request.stop is None else parse_when(request.stop, flight.mission)
    for end_s in (start_s, stop_s):
        flight.instant(end_s, "--from and --to:")
    step = kind.step_s if request.step is None else request.step
    return Stretch.between(start_s, stop_s, step, kind.most_rows)


def _check_words(request: ExportRequest) -> None:
    if request.language not in LANGUAGES:
        raise UsageError(f"there is no language {request.language[:40]!r} - give one of {', '.join(LANGUAGES)}")
    if request.frame not in FRAMES:
        raise UsageError(f"there is no frame {request.frame[:40]!r} - give one of {', '.join(FRAMES)}")
    if request.frame != FRAMES[0] and request.kind != "oem":
        raise UsageError(f"{request.kind} is Earth-fixed; only oem is written in {request.frame} - leave --frame out")
