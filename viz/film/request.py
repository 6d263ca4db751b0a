"""What is asked of the film room, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from viz.stage.quality import Quality


@dataclass(frozen=True, slots=True)
class FilmRequest:
    """What the user asked `record` for."""

    output: Path
    mission: str = "voskhod2"
    start: str = "T+00:00:00"
    stop: str | None = None
    seconds: Fraction | None = None
    """Film seconds; excludes `stop`. With neither the film lasts 20 s."""
    rate: Fraction = Fraction(1)
    fps: Fraction = Fraction(30)
    width: int = 1280
    height: int = 720
    camera: str = "auto"
    language: str = "en"
    subtitles: str = "tracks"
    quality: str = "auto"
    """``light``, ``full``, or ``auto`` for what suits the renderer; the plan knows which of the two it came to."""
    force: bool = False
    resume: bool = False
    """Go on from the finished parts of an interrupted recording of the same film."""
    discard: bool = False
    """Remove the finished parts of whatever recording was interrupted there."""
    workers: int = 1
    scheduler: str | None = None
    trust_network: bool = False
    """Join a scheduler on another machine without TLS: whoever can reach it runs code on every machine of it."""
    recipe: str | None = None
    """Name of a recipe of the mission, or a TOML file; it gives times, rates and cameras, and excludes them here."""
    hashes: bool = False
    """Keep the SHA-256 of every frame's pixels beside the film."""
    forecast: bool = False
    """Draw a few frames first and tell what the film will take."""


@dataclass(frozen=True, slots=True)
class StillRequest:
    """What the user asked `still` for."""

    output: Path
    mission: str = "voskhod2"
    at: str = "launch.liftoff"
    width: int = 1280
    height: int = 720
    camera: str = "auto"
    language: str = "en"
    force: bool = False
    caption: bool = True
    """Caption, clock and place over the picture."""
    source: bool = False
    """A line naming the sources the moment rests on."""
    outline: bool = False
    """Outlines for comparison, such as of a suit without pressure."""
    quality: str = "auto"


@dataclass(frozen=True, slots=True)
class SheetRequest:
    """What the user asked `sheet` for: small pictures at equal steps, on one page."""

    output: Path
    mission: str = "voskhod2"
    start: str = "launch.liftoff"
    stop: str = "launch.liftoff+10m"
    every_s: Fraction = Fraction(30)
    width: int = 480
    height: int = 270
    """Of one picture."""
    columns: int | None = None
    camera: str = "auto"
    language: str = "en"
    force: bool = False
    quality: str = "auto"


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a film will take, judged by a few frames of it."""

    output: Path
    frames: int
    duration_s: Fraction
    kept: int
    """Frames that are drawn already."""
    tried: int
    """Frames it is judged by."""
    draw_s: float
    """Of our time, for one browser here to draw the rest."""
    size: int | None
    """Bytes of the film; None where it cannot be told from the frames."""
    most: int | None = None
    """Bytes by the bit rate the encoder is asked for; None where it is asked for none."""

    @property
    def line(self) -> str:
        """The forecast as one line."""
        kept = f" ({self.kept} are drawn already)" if self.kept else ""
        if self.size is None or self.most is None or self.size >= self.most:
            size = "" if self.size is None else f", about {size_told(self.size)}"
        else:  # an encoder that is asked for a bit rate comes the nearer to it, the longer it runs
            size = f", {size_told(self.size)} to {size_told(self.most)}"
        return (
            f"{self.output}: {self.frames} frames{kept}, {float(self.duration_s):.2f} s; about "
            f"{time_told(self.draw_s)} to draw with one browser here{size}; judged by {self.tried} frames"
        )


def size_told(count: float) -> str:
    """Return a number of bytes for people."""
    if count >= 1e9:
        return f"{count / 1e9:.1f} GB"
    return f"{count / 1e6:.0f} MB" if count >= 1e7 else f"{count / 1e6:.1f} MB"


def time_told(seconds: float) -> str:
    """Return a length of our time for people."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is."""

    done: int
    total: int
    """Frames."""
    seconds_left: float | None
    """Of our time, not the film's; None until the pace is known."""
    stage: str
    """``opening``, ``drawing``, ``finishing`` or ``checking``."""
    shards: int = 0
    """Stretches drawn on their own, by one browser or by many."""
    shards_done: int = 0
    forecast: Forecast | None = None
    """Told once, before the first frame, where it was asked for."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at, and what to do if it is not well."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class FilmReport:
    """A finished film and what was verified of it."""

    output: Path
    frames: int
    duration_s: Fraction
    width: int
    height: int
    renderer: str
    """The WebGL renderer that drew it."""
    codec: str
    quality: Quality
    digest: str
    """Of the plan: equal digests mean the same frames were asked for."""
    checks: tuple[Check, ...]
    spent_s: tuple[tuple[str, float], ...]
    """Where our time went, by stage."""

    @property
    def line(self) -> str:
        """The report as one line."""
        verified = "; ".join(check.detail for check in self.checks)
        return f"{self.output}: {self.width}x{self.height}, {float(self.duration_s):.2f} s, {verified}"
