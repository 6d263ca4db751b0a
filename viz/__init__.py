"""The flight of Voskhod 2, 18-19 March 1965, as a sourced, scrubbable, recordable reconstruction.

    >>> import viz
    >>> flight = viz.load_flight()
    >>> flight.state_at(5691.0).leonov.place
    'outside'

Importing `viz` loads nothing heavy: each name is fetched when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction
    from pathlib import Path

    from viz.film import FilmReport
    from viz.flight.flight import Flight
    from viz.flight.state import FlightState

__all__ = ["Flight", "FlightState", "__version__", "load_flight", "play", "record", "still"]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name == "Flight":
        from viz.flight.flight import Flight

        return Flight
    if name == "FlightState":
        from viz.flight.state import FlightState

        return FlightState
    raise AttributeError(f"module 'viz' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def load_flight(mission: str | Path = "voskhod2", **what_if: Any) -> Flight:
    """Return the flight of a shipped mission, or of a mission folder; ask it for states with `Flight.state_at`.

    `what_if` changes one thing at a time, by the field names of `viz.flight.flight.WhatIf`.
    Raises InvalidFile when the mission's files are not usable, UsageError for an unknown what-if.
    """
    from dataclasses import fields

    from viz.errors import UsageError
    from viz.flight.flight import Flight, WhatIf
    from viz.mission.load import load_mission, mission_folder
    from viz.mission.read import nearest

    known = [field.name for field in fields(WhatIf)]
    for name in what_if:
        if name not in known:
            raise UsageError(f'there is no what-if "{name}"; {nearest(name, known)}')
    folder = mission_folder(mission)
    return Flight.build(load_mission(folder), folder=folder, what_if=WhatIf(**what_if))


def play(
    mission: str = "voskhod2",
    *,
    at: str | None = None,
    language: str = "en",
    rate: float = 1.0,
    camera: str = "auto",
    port: int | None = None,
    open_browser: bool = True,
    announce: Callable[[str], None] = lambda line: None,
) -> None:
    """Show the flight in the viewer's own browser; returns when interrupted.

    `at` is a WHEN such as ``eva.exit``; `rate` is mission seconds per second; port 0 takes a free one,
    None the usual one where it is free.
    `announce` is called with each line meant for the terminal, the page's address among them.
    """
    from viz.player import play as player_play

    player_play(
        mission=mission,
        at=at,
        language=language,
        rate=rate,
        camera=camera,
        port=port,
        open_browser=open_browser,
        announce=announce,
    )


def record(
    output: str | Path,
    *,
    recipe: str | Path | None = None,
    start: str = "T+00:00:00",
    stop: str | None = None,
    seconds: Fraction | int | None = None,
    mission: str = "voskhod2",
    rate: Fraction | int = 1,
    fps: Fraction | int = 30,
    size: tuple[int, int] = (1280, 720),
    camera: str = "auto",
    language: str = "en",
    subtitles: Literal["none", "tracks", "burn"] = "tracks",
    workers: int = 1,
    scheduler: str | None = None,
    hashes: bool = False,
    resume: bool = False,
    discard: bool = False,
    force: bool = False,
) -> FilmReport:
    """Record a stretch of the flight to a film file and return what was made.

    `start` and `stop` are WHENs; `seconds` is the film's length instead of `stop`; `rate` is mission seconds per
    film second. `recipe`, the name of one of the mission's or a TOML file, gives times, rates and cameras instead.
    `hashes` keeps the SHA-256 of every frame's pixels beside the film. `resume` goes on from what an interrupted
    recording left, `discard` removes it; with neither it is kept and the recording refused.
    Raises UsageError for a request that makes no sense, InvalidFile for a recipe that does not fit its mission,
    ToolMissing without Chromium or ffmpeg.
    """
    from fractions import Fraction
    from pathlib import Path

    from viz.film import FilmRequest
    from viz.film import record as film_record

    request = FilmRequest(
        output=Path(output),
        mission=mission,
        start=start,
        stop=stop,
        seconds=None if seconds is None else Fraction(seconds),
        rate=Fraction(rate),
        fps=Fraction(fps),
        width=size[0],
        height=size[1],
        camera=camera,
        language=language,
        subtitles=subtitles,
        force=force,
        resume=resume,
        discard=discard,
        workers=workers,
        scheduler=scheduler,
        recipe=None if recipe is None else str(recipe),
        hashes=hashes,
    )
    return film_record(request, lambda progress: None)


def still(
    output: str | Path,
    at: str,
    *,
    mission: str = "voskhod2",
    size: tuple[int, int] = (1280, 720),
    camera: str = "auto",
    language: str = "en",
    caption: bool = True,
    source: bool = False,
    force: bool = False,
) -> Path:
    """Draw one instant of the flight to a PNG file and return its path; `at` is a WHEN such as ``eva.exit``.

    `caption` writes caption, clock and place over it, `source` a line naming the sources. Errors as for `record`.
    """
    from pathlib import Path

    from viz.film import StillRequest
    from viz.film import still as film_still

    request = StillRequest(
        output=Path(output),
        mission=mission,
        at=at,
        width=size[0],
        height=size[1],
        camera=camera,
        language=language,
        force=force,
        caption=caption,
        source=source,
    )
    return film_still(request)
