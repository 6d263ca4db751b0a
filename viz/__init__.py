"""The flight of Voskhod 2, 18-19 March 1965, as a sourced, scrubbable, recordable reconstruction.

    >>> import viz
    >>> flight = viz.load_flight()
    >>> flight.state_at(5691.0).leonov.place
    'outside'

Importing `viz` loads nothing heavy: each name is fetched when it is first used.
"""

from __future__ import annotations

TYPE_CHECKING = False
"""Type checkers know it by name; under ``python -m viz`` even `typing` would be looked for in the working folder."""

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction
    from pathlib import Path
    from typing import Any, Literal

    from viz.errors import InvalidFile, ToolMissing, UsageError, VizError
    from viz.film import FilmReport
    from viz.flight.flight import Flight
    from viz.flight.state import FlightState
    from viz.player import Running

__all__ = [
    "Flight",
    "FlightState",
    "InvalidFile",
    "ToolMissing",
    "UsageError",
    "VizError",
    "__version__",
    "load_flight",
    "play",
    "record",
    "still",
]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name == "Flight":
        from viz.flight.flight import Flight

        return Flight
    if name == "FlightState":
        from viz.flight.state import FlightState

        return FlightState
    if name in ("InvalidFile", "ToolMissing", "UsageError", "VizError"):
        from viz import errors

        return getattr(errors, name)
    raise AttributeError(f"module 'viz' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*(name for name in globals() if name.startswith("__")), *__all__})


def load_flight(mission: str | Path = "voskhod2", **what_if: Any) -> Flight:
    """Return the flight of a shipped mission, or of a mission folder; ask it for states with `Flight.state_at`.

    `what_if` changes one thing at a time, by the groups that the mission's plugin knows, such as
    ``descent={"delay_s": 46.0}``.
    Raises InvalidFile when the mission's files are not usable, UsageError for a `mission` that is no name or path and
    for an unknown or impossible what-if.
    """
    from viz import given
    from viz.flight.flight import Flight
    from viz.mission.load import load_mission, mission_folder
    from viz.story.panel import refuse_unsupposable_groups
    from viz.story.sound import supposable_of

    given.path("mission", mission)
    folder = mission_folder(mission)
    known = load_mission(folder)
    refuse_unsupposable_groups(supposable_of(known) if what_if else (), what_if)
    return Flight.build(known, folder=folder, what_if=what_if)


def play(
    mission: str | Path = "voskhod2",
    *,
    at: str | None = None,
    language: str = "en",
    rate: float = 1.0,
    camera: str = "auto",
    quality: Literal["light", "full", "auto"] = "auto",
    port: int | None = None,
    open_browser: bool = True,
    announce: Callable[[str], None] = lambda line: None,
    block: bool | None = None,
) -> Running | None:
    """Show the flight in the viewer's own browser.

    `at` is a WHEN such as ``eva.exit``; `rate` is mission seconds per second; `quality` ``auto`` is ``full`` where a
    graphics card draws and ``light`` elsewhere; port 0 takes a free one, None the usual one where it is free.
    `announce` is called with each line meant for the terminal, the page's address among them.
    With `block` it returns, without a value, when interrupted; without, at once with the running show: its `address`,
    and `close()` to end it. None is the first, but in a notebook or under a running event loop the second.

    UsageError, before the flight is built: for a time that is no text, a language or quality there is not, a rate
    that is no number, a port that is no whole number from 0 to 65535. Then: for times outside the flight, cameras there
    are not, rates beyond the presets. InvalidFile for a mission that is not usable, VizError for a port that is taken.
    """
    from viz import given
    from viz.languages import LANGUAGES
    from viz.player import PageSetup, start
    from viz.player import play as player_play
    from viz.stage.quality import QUALITY_WISHES

    wishes: dict[str, Any] = {
        "mission": str(given.path("mission", mission)),
        "at": None if at is None else given.text("at", at, "eva.exit"),
        "language": given.choice("language", language, tuple(LANGUAGES)),
        "rate": given.number("rate", rate),
        "camera": given.text("camera", camera, "auto"),
        "quality": given.choice("quality", quality, QUALITY_WISHES),
        "port": None if port is None else given.count("port", port, least=0),
        "open_browser": given.truth("open_browser", open_browser),
        "announce": given.function("announce", announce),
    }
    setup = PageSetup(**wishes)
    running = _is_loop_running()
    if given.truth("block", not running if block is None else block):
        if running:
            from viz.errors import UsageError

            raise UsageError("play(block=True): an event loop runs here, and would stand still - leave block out")
        player_play(setup)
        return None
    return start(setup)


def _is_loop_running() -> bool:
    import asyncio

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def record(
    output: str | Path,
    *,
    recipe: str | Path | None = None,
    start: str = "T+00:00:00",
    stop: str | None = None,
    seconds: Fraction | float | None = None,
    mission: str | Path = "voskhod2",
    rate: Fraction | float = 1,
    fps: Fraction | float = 30,
    size: tuple[int, int] = (1280, 720),
    camera: str = "auto",
    language: str = "en",
    subtitles: Literal["none", "tracks", "burn"] = "tracks",
    quality: Literal["light", "full", "auto"] = "auto",
    workers: int = 1,
    scheduler: str | None = None,
    trust_network: bool = False,
    hashes: bool = False,
    resume: bool = False,
    discard: bool = False,
    force: bool = False,
) -> FilmReport:
    """Record a stretch of the flight to a film file and return what was made.

    `start` and `stop` are WHENs; `seconds` is the film's length instead of `stop`; `rate` is mission seconds per
    film second. `recipe`, the name of one of the mission's or a TOML file, gives times, rates and cameras instead.
    `quality` ``auto`` is ``full`` where a graphics card draws and ``light`` elsewhere; the film remembers which.
    `hashes` keeps the SHA-256 of every frame's pixels beside the film. `resume` goes on from what an interrupted
    recording left, `discard` removes it; with neither it is kept and the recording refused. `scheduler` is the address
    of a Dask scheduler; one on another machine must be reached by ``tls://``, unless `trust_network` says that
    everybody on the way may run code on all of its machines.

    UsageError, before anything is drawn: for an output that is no path, ends otherwise than films do, exists (without
    `force`) or has no folder; a mission or recipe that is no name or path; a `size` that is not two whole even numbers
    within 64 to 8192; an `fps` not within 1 to 240; a `rate` not above 0 up to 1,000,000; `seconds` not above 0 or
    given with `stop`; times that are no WHEN, outside the flight or in the wrong order; a camera, language, quality or
    kind of subtitles there is not; fewer than one worker; numbers that are NaN, infinite, text or bool.
    InvalidFile for a mission or recipe that is not usable, ToolMissing without Chromium or ffmpeg, VizError when the
    film could not be finished.
    """
    from viz import given
    from viz.film import FilmRequest
    from viz.film import record as film_record
    from viz.languages import LANGUAGES
    from viz.stage.quality import QUALITY_WISHES

    width, height = given.size("size", size)
    request = FilmRequest(
        output=given.path("output", output),
        mission=str(given.path("mission", mission)),
        start=given.text("start", start, "eva.exit"),
        stop=None if stop is None else given.text("stop", stop, "eva.ingress"),
        seconds=None if seconds is None else given.exact("seconds", seconds),
        rate=given.exact("rate", rate),
        fps=given.exact("fps", fps),
        width=width,
        height=height,
        camera=given.text("camera", camera, "auto"),
        language=given.choice("language", language, tuple(LANGUAGES)),
        subtitles=given.choice("subtitles", subtitles, ("none", "tracks", "burn")),
        quality=given.choice("quality", quality, QUALITY_WISHES),
        force=given.truth("force", force),
        resume=given.truth("resume", resume),
        discard=given.truth("discard", discard),
        workers=given.count("workers", workers),
        scheduler=None if scheduler is None else given.text("scheduler", scheduler, "tcp://127.0.0.1:8786"),
        trust_network=given.truth("trust_network", trust_network),
        recipe=None if recipe is None else str(given.path("recipe", recipe)),
        hashes=given.truth("hashes", hashes),
    )
    with given.by_arguments():
        return film_record(request, lambda progress: None)


def still(
    output: str | Path,
    at: str,
    *,
    mission: str | Path = "voskhod2",
    size: tuple[int, int] = (1280, 720),
    camera: str = "auto",
    language: str = "en",
    caption: bool = True,
    source: bool = False,
    outline: bool = False,
    quality: Literal["light", "full", "auto"] = "auto",
    force: bool = False,
) -> Path:
    """Draw one instant of the flight to a PNG file and return its path; `at` is a WHEN such as ``eva.exit``.

    `caption` writes caption, clock and place over it, `source` a line naming the sources; `outline` draws outlines for
    comparison, such as of a suit without pressure; `quality` as for `record`.

    UsageError, before anything is drawn: for an output that is no path, does not end in .png, exists (without `force`)
    or has no folder; a `size` that is not two whole numbers within 64 to 8192; a time that is no WHEN or outside the
    flight; a mission, camera, language or quality there is not. InvalidFile and ToolMissing as for `record`.
    """
    from viz import given
    from viz.film import StillRequest
    from viz.film import still as film_still
    from viz.languages import LANGUAGES
    from viz.stage.quality import QUALITY_WISHES

    width, height = given.size("size", size)
    request = StillRequest(
        output=given.path("output", output),
        mission=str(given.path("mission", mission)),
        at=given.text("at", at, "eva.exit"),
        width=width,
        height=height,
        camera=given.text("camera", camera, "auto"),
        language=given.choice("language", language, tuple(LANGUAGES)),
        force=given.truth("force", force),
        caption=given.truth("caption", caption),
        source=given.truth("source", source),
        outline=given.truth("outline", outline),
        quality=given.choice("quality", quality, QUALITY_WISHES),
    )
    with given.by_arguments():
        return film_still(request)
