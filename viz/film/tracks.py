"""What a film carries beside its pictures: title, chapters, and subtitles in every language."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from viz.film.clock import FrameClock, Span
from viz.film.cues import Cue, Saying, schedule, srt
from viz.film.plan import FilmPlan
from viz.film.show import Show
from viz.languages import LANGUAGES
from viz.story.pair import option_words
from viz.story.picture import Words


@dataclass(frozen=True, slots=True)
class Track:
    """The subtitles of one language."""

    language: str
    code: str
    """ISO 639-2, as video files want it."""
    name: str
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class Tracks:
    """The files ffmpeg reads besides the pictures."""

    metadata: Path
    subtitles: tuple[tuple[Track, Path], ...]


@dataclass(frozen=True, slots=True)
class FilmChapter:
    """A chapter of the film: its first frame, its end, its title."""

    first: int
    end: int
    title: str


def write_tracks(plan: FilmPlan, show: Show, tracks: tuple[Track, ...], folder: Path) -> Tracks:
    """Write metadata, chapters and subtitles for ffmpeg into a folder."""
    metadata = folder / "film.ffmetadata"
    metadata.write_text(ffmetadata(plan, show, tracks), encoding="utf-8")
    subtitles = []
    for track in tracks:
        file = folder / f"{track.language}.srt"
        file.write_text(srt(track.cues), encoding="utf-8")
        subtitles.append((track, file))
    return Tracks(metadata, tuple(subtitles))


def subtitle_tracks(plan: FilmPlan, show: Show) -> tuple[Track, ...]:
    """Return the subtitles in every language, the film's own first; a language with nothing to say has none."""
    if plan.subtitles != "tracks":
        return ()
    order = (plan.language, *(language for language in LANGUAGES if language != plan.language))
    tracks = []
    for language in order:
        cues = schedule(plan.clock, speaker(plan, show, language), language)
        if cues:
            tracks.append(Track(language, LANGUAGES[language].code, LANGUAGES[language].name, cues))
    return tuple(tracks)


def speaker(plan: FilmPlan, show: Show, language: str, pane: int | None = None) -> Callable[[int], Saying]:
    """Return what may be said at each frame of a film, of all it shows or of one pane."""

    def said(index: int) -> Saying:
        scene, met_s = plan.scene_at(index), plan.clock.met_s(index)
        if not scene.captions or scene.card:
            return ()
        return saying(show.words(met_s, language) if pane is None else show.spoken(met_s, language, pane))

    return said


def saying(words: Words) -> Saying:
    """Return the caption, and the title that may stand for it where time is short."""
    return tuple(dict.fromkeys(text for text in (words.caption, words.event_title or words.phase_title) if text))


SHORTEST_CHAPTER_S = 2
"""Film seconds; where time is compressed, what lasts less belongs to the chapter before it."""


def film_chapters(plan: FilmPlan, show: Show) -> tuple[FilmChapter, ...]:
    """Return the chapters of a film in its own language; they tile it, the first begins with it."""
    starts: dict[int, str] = {}
    clock = plan.clock
    for number, span in enumerate(clock.spans):
        frames = clock.frames_of(number)
        for index, title in _span_chapters(plan, show, number, span) if frames else ():
            if not starts or title != starts[max(starts)]:
                starts[index] = title
    if 0 not in starts:  # what stands still, such as a table, tells no chapter of its own
        starts[0] = show.title(plan.language)
    firsts = sorted(starts)
    found = [
        FilmChapter(first, end, starts[first]) for first, end in zip(firsts, [*firsts[1:], clock.count], strict=True)
    ]
    return _lasting(found, SHORTEST_CHAPTER_S * clock.fps)


def _lasting(found: list[FilmChapter], shortest: Fraction) -> tuple[FilmChapter, ...]:
    """Return chapters none of which is too short to go to, but the first."""
    kept = found[:1]
    for chapter in found[1:]:
        before = kept[-1]
        if chapter.end - chapter.first < shortest or chapter.title == before.title:
            kept[-1] = FilmChapter(before.first, chapter.end, before.title)
        else:
            kept.append(chapter)
    return tuple(kept)


def _span_chapters(plan: FilmPlan, show: Show, number: int, span: Span) -> list[tuple[int, str]]:
    frames, scene = plan.clock.frames_of(number), plan.scene_at(plan.clock.frames_of(number).start)
    if scene.card is not None:
        return [(frames.start, scene.card.heading)]
    if span.rate == 0:
        return []
    found = []
    for chapter in sorted(
        show.chapters(float(span.start_s), float(span.stop_s), plan.language), key=lambda chapter: chapter.start_met_s
    ):
        index = plan.clock.first_frame_in(number, chapter.start_met_s)
        if index < frames.stop:
            found.append((index, chapter.title))
    return found


def ffmetadata(plan: FilmPlan, show: Show, tracks: tuple[Track, ...] = ()) -> str:
    """Write title, origin, names of tracks and chapters in ffmpeg's own form; a chapter's clock ticks once a frame."""
    fps = plan.clock.fps
    lines = [
        ";FFMETADATA1",
        f"title={_escaped(plan.title or show.title(plan.language))}",
        f"artist={_escaped('voskhod2-viz ' + plan.version)}",
        f"comment={_escaped(origin(plan))}",
        f"copyright={_escaped('; '.join(show.credits(plan.language)))}",
    ]
    for track in tracks:
        lines += ["[STREAM]", f"title={_escaped(track.name)}"]
    for chapter in film_chapters(plan, show):
        lines += [
            "[CHAPTER]",
            f"TIMEBASE={fps.denominator}/{fps.numerator}",  # without it ffmpeg reads nanoseconds
            f"START={chapter.first}",
            f"END={chapter.end}",
            f"title={_escaped(chapter.title)}",
        ]
    return "\n".join(lines) + "\n"


def command(plan: FilmPlan) -> str:
    """Return the command that makes the film again."""
    told = options(plan)
    mission = option_words(told.pop("--mission"))
    words = [word for option, value in told.items() for word in (option, value) if word]
    return shlex.join(["voskhod2", "record", *mission, *words, "-o", f"film{plan.suffix}"])


def options(plan: FilmPlan) -> dict[str, str]:
    """Return the options that make the film again, exactly; one without a value has an empty one."""
    clock = plan.clock
    if plan.recipe:
        what = {"--recipe": plan.recipe}
    else:
        span = clock.spans[0]
        what = {"--from": _met(clock), "--seconds": _exact(span.seconds, clock.duration_s), "--rate": str(span.rate)}
        what["--camera"] = plan.camera
    size = f"{plan.width}x{plan.height}"
    shown = {"--fps": str(clock.fps), "--size": size, "--lang": plan.language, "--subtitles": plan.subtitles}
    shown["--quality"] = plan.quality
    return {"--mission": plan.mission or plan.mission_id, **what, **shown, **({"--hashes": ""} if plan.hashes else {})}


def _exact(seconds: Fraction, whole_frames_s: Fraction) -> str:
    """Return a length as the command line takes it; one of more digits than it takes as that of the whole frames."""
    return str(seconds if max(seconds.numerator, seconds.denominator) < 10**12 else whole_frames_s)


def origin(plan: FilmPlan) -> str:
    """Say how the film can be made again and what it must hold, for people and for `verify`."""
    clock = plan.clock
    return " | ".join(
        (
            command(plan),
            f"version {plan.version}",
            f"files {plan.files_digest}",
            f"plan {plan.digest}",
            f"frames {clock.count}",
            f"fps {clock.fps}",
            f"size {plan.width}x{plan.height}",
            f"quality {plan.quality}",
            f"subtitles {plan.subtitles}",
        )
    )


def _met(clock: FrameClock) -> str:
    """Return the film's first instant as WHEN, to the billionth of a second that WHEN can say."""
    billionths = round(abs(clock.start_s) * 10**9)
    seconds, parts = divmod(billionths, 10**9)
    hours, rest = divmod(seconds, 3600)
    decimals = f".{parts:09d}".rstrip("0") if parts else ""
    return f"T{'-' if clock.start_s < 0 else '+'}{hours:02d}:{rest // 60:02d}:{rest % 60:02d}{decimals}"


def _escaped(text: str) -> str:
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")  # a path may be no text
    return "".join("\\" + letter if letter in "=;#\\\n" else letter for letter in text)
