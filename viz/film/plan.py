"""What is to be filmed, decided before anything is drawn: exact times, size, file, and a digest of it all."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal

from viz.errors import UsageError
from viz.film.clock import FrameClock, Span, exact
from viz.film.names import check_name
from viz.film.request import FilmRequest, StillRequest
from viz.stage.quality import Quality, read_wish

Subtitles = Literal["none", "tracks", "burn"]
Lettering = Literal["none", "line", "full", "cell", "credit"]
"""What is written over the picture: nothing; a small line with clock and credit; caption, clock and place; the time
and title of a small picture; the credit alone."""

SUBTITLES: tuple[Subtitles, ...] = ("none", "tracks", "burn")
_LETTERING: dict[Subtitles, Lettering] = {"none": "none", "tracks": "line", "burn": "full"}
SUFFIXES = (".mp4", ".webm", ".mkv", "")
"""Kinds of film by file suffix: H.264, VP9, lossless FFV1, and a folder of PNG pictures."""

SMALLEST, LARGEST = 64, 8192
LONGEST_FRAMES = 5_184_000  # a day at 60 frames a second
FASTEST = 1_000_000
"""Mission seconds a film second."""
DEFAULT_SECONDS = Fraction(20)
KEYFRAME_EVERY_S = 2
SEGMENT_KEYFRAMES = 2
PARTS_FORM = "3"
"""Of the files that hold finished segments: those of another form are not gone on from."""
PICTURE_NAME = "frame_{index:06d}.png"
TOLD_BY_RECIPE = ("start", "stop", "seconds", "rate", "camera")
"""Fields of a request that a recipe gives, so that a request may not."""

_PICTURE = re.compile(r"frame_\d{6,}\.png|film\.json")


SceneKind = Literal["flight", "title", "credits", "comparison"]


@dataclass(frozen=True, slots=True)
class Card:
    """Words over the whole picture: a title or the credits."""

    heading: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """How one span of the clock is shown."""

    camera: str
    kind: SceneKind = "flight"
    captions: bool = True
    card: Card | None = None
    part: int = 0
    """Number of the recipe's part it comes from."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a recipe makes of a flight: the clock's spans, and how each is shown."""

    name: str
    spans: tuple[Span, ...]
    scenes: tuple[Scene, ...]
    poster_met_s: float | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class FilmPlan:
    """Everything that decides a film, checked and exact."""

    output: Path
    clock: FrameClock
    width: int
    height: int
    camera: str
    language: str
    subtitles: Subtitles
    mission_id: str
    files_digest: str
    version: str
    quality: Quality
    """Of all its frames, whoever draws them."""
    recipe: str = ""
    """The recipe it follows, if any."""
    scenes: tuple[Scene, ...] = ()
    """One for each span of the clock; none means one camera throughout."""
    poster: int | None = None
    """Frame of the poster; the middle one if not said."""
    hashes: bool = False
    """A hash of every drawn frame is kept."""
    title: str = ""
    """The recipe's; the mission's if empty."""
    mission: str = ""
    """The mission as it was asked for, a folder perhaps; its id if empty."""
    panes: int = 1
    """How many flights it shows beside each other."""

    def scene_at(self, index: int) -> Scene:
        """Return how a frame is shown."""
        return self.scenes[self.clock.span_of(index)] if self.scenes else Scene(self.camera)

    @property
    def lettering(self) -> Lettering:
        """What the frames carry besides the scene."""
        return _LETTERING[self.subtitles]

    @property
    def suffix(self) -> str:
        """Kind of film: ``.mp4``, ``.webm``, ``.mkv`` or empty for a folder of pictures."""
        return self.output.suffix.lower()

    @property
    def keyframe_every(self) -> int:
        """Frames from one independently decodable frame to the next."""
        return max(1, round(KEYFRAME_EVERY_S * self.clock.fps))

    def segments(self) -> tuple[range, ...]:
        """Return the stretches of frames that are compressed on their own, and kept when a recording is interrupted."""
        step = SEGMENT_KEYFRAMES * self.keyframe_every
        return tuple(range(at, min(at + step, self.clock.count)) for at in range(0, self.clock.count, step))

    @property
    def digest(self) -> str:
        """SHA-256 of all that decides the frames; the file's name and place do not."""
        clock = self.clock
        content = {
            "mission": self.mission_id,
            "files_digest": self.files_digest,
            "version": self.version,
            "spans": [[str(span.start_s), str(span.seconds), str(span.rate)] for span in clock.spans],
            "scenes": [asdict(scene) for scene in self.scenes],
            "count": clock.count,
            "fps": str(clock.fps),
            "size": [self.width, self.height],
            "camera": self.camera,
            "language": self.language,
            "subtitles": self.subtitles,
            "quality": self.quality,
            "kind": self.suffix,
            "parts": PARTS_FORM + ("h" if self.hashes else ""),
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def plan_film(
    request: FilmRequest,
    *,
    when: Callable[[str], float],
    flight_range_s: tuple[float, float],
    mission_id: str,
    files_digest: str,
    version: str,
    quality: Quality = "light",
    told: Told | None = None,
    panes: int = 1,
) -> FilmPlan:
    """Check a request and make it exact; UsageError names the value, what is wrong and the remedy.

    `quality` is what the request's comes to, `told` what a recipe makes of it.
    """
    clock = _clock(request, when) if told is None else FrameClock(told.spans, request.fps)
    _check_length(clock)
    for span in clock.spans:
        check_inside(flight_range_s, span.start_s, span.stop_s)
    return FilmPlan(
        output=request.output,
        clock=clock,
        width=request.width,
        height=request.height,
        camera=request.camera,
        language=request.language,
        subtitles=_subtitles(request.subtitles),
        mission_id=mission_id,
        files_digest=files_digest,
        version=version,
        quality=quality,
        recipe="" if told is None else (request.recipe or told.name),
        scenes=() if told is None else told.scenes,
        poster=None if told is None or told.poster_met_s is None else _poster(clock, told.poster_met_s),
        hashes=request.hashes,
        title="" if told is None else told.title,
        mission=request.mission,
        panes=panes,
    )


def _poster(clock: FrameClock, met_s: float) -> int:
    return min(clock.first_frame_at(met_s), clock.count - 1)


def check_film_request(request: FilmRequest) -> None:
    """Refuse, before anything is loaded, what no mission could make right."""
    if request.output.suffix.lower() not in SUFFIXES:
        raise UsageError(
            f"{request.output}: no film is written as {request.output.suffix!r} - use .mp4, .webm, .mkv (lossless), "
            "or a name without suffix for a folder of PNG pictures"
        )
    if request.output.name.lower() in SUFFIXES:
        raise UsageError(f"{request.output} has no name before its suffix - give one")
    check_size(request.width, request.height)
    if request.output.suffix and (request.width % 2 or request.height % 2):
        even = f"{request.width + request.width % 2}x{request.height + request.height % 2}"
        raise UsageError(f"size {request.width}x{request.height}: a film needs even width and height - try {even}")
    _subtitles(request.subtitles)
    read_wish(request.quality)
    if request.resume and request.discard:
        raise UsageError("resume and discard: the finished parts can be gone on from or removed, not both")
    _check_pace(request)
    check_output(request.output, force=request.force)


def check_still_request(request: StillRequest) -> None:
    """Refuse what cannot become a still picture."""
    if request.output.suffix.lower() != ".png":
        raise UsageError(f"{request.output}: a still is written as PNG - end its name in .png")
    read_wish(request.quality)
    check_size(request.width, request.height)
    check_output(request.output, force=request.force)


def check_size(width: int, height: int) -> None:
    """UsageError when a picture of that size cannot be drawn."""
    if not (SMALLEST <= width <= LARGEST and SMALLEST <= height <= LARGEST):
        raise UsageError(
            f"size {width}x{height}: width and height must be between {SMALLEST} and {LARGEST} - try 1280x720"
        )


def check_output(output: Path, *, force: bool) -> None:
    """UsageError when the result could not be put there, or would replace something unasked."""
    check_name(output)
    folder = output.parent
    if not folder.is_dir():
        raise UsageError(f"{output}: there is no folder {folder} - make it first")
    if _is_there(output):
        if not force:
            leads = " as a link to nothing" if not output.exists() else ""
            raise UsageError(f"{output} exists{leads} - give another name, or --force to replace it")
        _check_replaceable(output)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise UsageError(f"{output}: the folder {folder} may not be written to - choose another")


def _is_there(output: Path) -> bool:
    """Say whether something has that name, be it a link to nothing; UsageError when nothing can have it."""
    try:
        output.lstat()
    except OSError as problem:
        if problem.errno == errno.ENAMETOOLONG:
            raise UsageError(f"{output}: the name is too long for its folder - give a shorter one") from None
        return False
    return True


def _check_replaceable(output: Path) -> None:
    if not output.exists():
        return
    if not output.suffix:
        if not output.is_dir():
            raise UsageError(f"{output} is a file, not a folder of pictures - give another name, or a suffix")
        strange = next((item.name for item in output.iterdir() if not _PICTURE.fullmatch(item.name)), None)
        if strange is not None:
            raise UsageError(f"{output} also holds {strange}, which is no picture of a film - give another folder")
    elif output.is_dir():
        raise UsageError(f"{output} is a folder - give another name")


def check_inside(flight_range_s: tuple[float, float], start_s: Fraction, stop_s: Fraction) -> None:
    """UsageError when a film would leave the flight."""
    first, last = flight_range_s
    if not (exact(first) <= start_s and stop_s <= exact(last)):
        raise UsageError(
            f"the film would run from {_elapsed(start_s)} to {_elapsed(stop_s)}, but the flight is told from "
            f"{_elapsed(exact(first))} to {_elapsed(exact(last))} - choose times inside, or a lower rate"
        )


def _clock(request: FilmRequest, when: Callable[[str], float]) -> FrameClock:
    start_s = exact(when(request.start))
    if request.stop is not None:
        stop_s = exact(when(request.stop))
        if stop_s <= start_s:
            raise UsageError(
                f"the end, {request.stop} ({_elapsed(stop_s)}), is not after the start, "
                f"{request.start} ({_elapsed(start_s)}) - give a later end"
            )
        clock = FrameClock.between(start_s, stop_s, request.fps, request.rate)
    else:
        seconds = DEFAULT_SECONDS if request.seconds is None else request.seconds
        clock = FrameClock.lasting(start_s, seconds, request.fps, request.rate)
    return clock


def _check_length(clock: FrameClock) -> None:
    if clock.count < 1:
        raise UsageError("the film would be shorter than one frame - give it more time, or a lower rate")
    if clock.count > LONGEST_FRAMES:
        raise UsageError(f"the film would have {clock.count} frames - give it less time, or a higher rate")


def _check_pace(request: FilmRequest) -> None:
    if not 1 <= request.fps <= 240:
        raise UsageError(f"fps {_number(request.fps)}: must be between 1 and 240 frames a second - try 30")
    if not 0 < request.rate <= FASTEST:
        raise UsageError(
            f"rate {_number(request.rate)}: must be above 0 and at most {FASTEST} - 1 is real time, "
            "10 is ten times as fast"
        )
    _check_recipe_alone(request)
    if request.stop is not None and request.seconds is not None:
        raise UsageError("both an end and a length are given - use either --to or --seconds")
    if request.seconds is not None and request.seconds <= 0:
        raise UsageError(f"seconds {_number(request.seconds)}: a film must last longer than nothing")
    if request.workers < 1:
        raise UsageError(f"workers {request.workers}: at least one must do the work")


def _check_recipe_alone(request: FilmRequest) -> None:
    """Refuse what a recipe already says."""
    usual = FilmRequest(request.output)
    given = [name for name in TOLD_BY_RECIPE if getattr(request, name) != getattr(usual, name)]
    if request.recipe is not None and given:
        raise UsageError(
            f"the recipe {request.recipe} gives times, rates and cameras - leave {' and '.join(given)} out"
        )


def _subtitles(name: str) -> Subtitles:
    for known in SUBTITLES:
        if known == name:
            return known
    raise UsageError(f"subtitles {name!r}: must be one of {', '.join(SUBTITLES)}")


def _number(value: Fraction) -> str:
    return str(value) if value.denominator == 1 else f"{float(value):g}"


def _elapsed(met_s: Fraction) -> str:
    sign = "-" if met_s < 0 else "+"
    hours, rest = divmod(abs(met_s), 3600)
    minutes, seconds = divmod(rest, 60)
    whole = f"{int(seconds):02d}" if seconds.denominator == 1 else f"{float(seconds):06.3f}"
    return f"T{sign}{hours:02d}:{minutes:02d}:{whole}"
