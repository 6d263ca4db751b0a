"""Look at a finished film: are all its frames there, evenly spaced, at the right size, and readable?"""

from __future__ import annotations

import itertools
import json
import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from viz.errors import UsageError, VizError
from viz.film.encode import find_ffmpeg, lost, run_quietly
from viz.film.names import beside, for_ffmpeg
from viz.film.plan import PICTURE_NAME, SUFFIXES, FilmPlan
from viz.film.request import Check
from viz.film.tracks import FilmChapter, Track, origin

_PNG_END = b"IEND\xaeB`\x82"
_SUBTITLE = re.compile(r"Stream #0:\d+(?:\[\w+\])?(?:\((\w+)\))?: Subtitle")
_ORIGIN = re.compile(r" \| frames (\d+) \| fps ([\d/]+) \| size (\d+)x(\d+)(?: \| quality (\w+))? \| subtitles (\w+)$")
"""Films made before there were two qualities name none."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a film must hold."""

    frames: int
    fps: Fraction
    size: tuple[int, int]
    chapters: tuple[tuple[Fraction, str], ...] | None
    """Start in film seconds and title; None where only their order can be judged."""
    languages: tuple[str, ...] | None
    """ISO 639-2 codes of the subtitle tracks, in order; None where only the film itself knows."""
    quality: str = ""
    """As the film's metadata must name it; empty where they name none."""


class NotCheckedError(VizError):
    """A check did not come to its end, for a reason that is not the film's: nothing is known of the film yet."""


def verify(plan: FilmPlan, file: Path, chapters: Sequence[FilmChapter], tracks: Sequence[Track]) -> tuple[Check, ...]:
    """Check a film against its plan.

    VizError names what does not hold, NotCheckedError why it could not be found out.
    """
    expected = Expected(
        frames=plan.clock.count,
        fps=plan.clock.fps,
        size=(plan.width, plan.height),
        chapters=tuple((plan.clock.film_s(chapter.first), chapter.title) for chapter in chapters),
        languages=tuple(track.code for track in tracks),
        quality=plan.quality,
    )
    checks = _verify_film(expected, file) if plan.suffix else _verify_pictures(expected, file)
    wrong = _wrong(checks)
    if wrong:
        raise VizError(f"the finished film is not what was asked for ({wrong})")
    return checks


def verify_file(file: Path) -> str:
    """Check a film made earlier against what its metadata says of it, and return the finding as one line.

    UsageError when there is no such film, VizError when it does not say what it must hold or does not hold it.
    """
    if not file.exists():
        raise UsageError(f"{file}: there is no such film - check the name")
    if file.suffix.lower() not in SUFFIXES or (file.is_dir() != (file.suffix == "")):
        raise UsageError(f"{file} is no film - give an .mp4, .webm or .mkv file, or a folder of pictures")
    try:
        if file.is_dir():
            checks = _verify_pictures(_expected(file, _beside(file)), file)
        else:
            checks = _verify_film(_expected(file, _metadata(file).comment), file)
    except NotCheckedError as problem:
        raise VizError(f"{file}: could not be checked: {problem} - try again") from problem
    wrong = _wrong(checks)
    if wrong:
        raise VizError(f"{file}: is not what its metadata says ({wrong}) - record it again")
    return f"{file}: {'; '.join(check.detail for check in checks)}"


def told_beside(plan: FilmPlan) -> str:
    """Return what stands beside a folder of pictures, which has no metadata of its own."""
    return json.dumps({"comment": origin(plan), "quality": plan.quality}, ensure_ascii=False, indent=2) + "\n"


def _beside(folder: Path) -> str:
    note = beside(folder if folder.name.strip(".") else folder.resolve(), "json")
    try:
        return str(json.loads(note.read_text(encoding="utf-8"))["comment"])
    except (OSError, ValueError, KeyError, TypeError):
        raise VizError(
            f"{folder}: {note.name}, which says what it must hold, is not beside it - put it there"
        ) from None


def _expected(file: Path, comment: str) -> Expected:
    match = _ORIGIN.search(comment)
    if match is None:
        raise VizError(
            f"{file}: its metadata does not say what it must hold - only films of this program can be judged"
        )
    count, fps, width, height, quality, subtitles = match.groups()
    none: tuple[str, ...] = ()
    languages = None if subtitles == "tracks" else none
    return Expected(int(count), Fraction(fps), (int(width), int(height)), None, languages, quality or "")


def _wrong(checks: Sequence[Check]) -> str:
    return "; ".join(f"{check.name}: {check.detail}" for check in checks if not check.ok)


def _verify_film(expected: Expected, file: Path) -> tuple[Check, ...]:
    table = _packet_table(file)
    intervals = _intervals(table, expected.fps)
    found, metadata = len(table.times), _metadata(file)
    return (
        Check("frames", found == expected.frames, f"{found} of {expected.frames} frames"),
        Check("intervals", intervals == "", intervals or f"{expected.fps} fps throughout"),
        Check("size", table.size == expected.size, f"{table.size[0]}x{table.size[1]} pixels"),
        *_quality(expected, _named_quality(metadata.comment)),
        _chapters(expected, metadata.chapters),
        _languages(expected, file),
        _readable(file),
    )


def _quality(expected: Expected, named: str) -> tuple[Check, ...]:
    """Compare the quality a film says it was drawn in; nothing is said of one that need not name any."""
    told = f"{named or 'no'} quality"
    return (Check("quality", named == expected.quality, told),) if expected.quality else ()


def _named_quality(comment: str) -> str:
    named = _ORIGIN.search(comment)
    return (named[5] if named else None) or ""


@dataclass(frozen=True, slots=True)
class _Metadata:
    comment: str
    chapters: tuple[tuple[Fraction, Fraction, str], ...]
    """Start and end in film seconds, and title."""


def _metadata(file: Path) -> _Metadata:
    """Read a film's comment and chapters back through ffmpeg's own form."""
    code, text, complaints = _ffmpeg("-v", "error", "-i", for_ffmpeg(file), "-f", "ffmetadata", "-")
    if code != 0:
        raise VizError(f"{file}: ffmpeg cannot read it: {complaints.strip()[-300:]} - is it a film?")
    comment, chapters, inside = "", list[dict[str, str]](), False
    for line in re.split(r"(?<!\\)\n", text):
        key, _, value = line.partition("=")
        value = re.sub(r"\\(.)", r"\1", value, flags=re.DOTALL)
        if line.startswith("["):
            inside = line == "[CHAPTER]"
            chapters += [{}] if inside else []
        elif inside:
            chapters[-1][key.lower()] = value
        elif key.lower() == "comment":
            comment = value
    return _Metadata(comment, tuple(_chapter(entry) for entry in chapters))


def _chapter(entry: dict[str, str]) -> tuple[Fraction, Fraction, str]:
    base = Fraction(entry.get("timebase", "1/1000000000"))
    return int(entry["start"]) * base, int(entry["end"]) * base, entry.get("title", "")


def _chapters(expected: Expected, found: Sequence[tuple[Fraction, Fraction, str]]) -> Check:
    """Compare to half a frame: containers keep chapter times in milliseconds or finer."""
    told = f"{len(found)} chapter{'' if len(found) == 1 else 's'}"
    near = max(Fraction(1, 2) / expected.fps, Fraction(1, 1000))
    if expected.chapters is None:
        tiled = all(abs(a[1] - b[0]) <= near for a, b in itertools.pairwise(found))
        return Check("chapters", bool(found) and tiled, told if tiled else f"{told} with gaps between them")
    if len(found) != len(expected.chapters):
        return Check("chapters", False, f"{told}, not {len(expected.chapters)}")
    for (start_s, _, title), (wanted_s, wanted) in zip(found, expected.chapters, strict=True):
        if abs(start_s - wanted_s) > near or title != wanted:
            return Check(
                "chapters", False, f"{title!r} at {float(start_s):.3f} s, not {wanted!r} at {float(wanted_s):.3f}"
            )
    return Check("chapters", True, told)


def _languages(expected: Expected, file: Path) -> Check:
    nothing = ("-map", "0:v:0", "-c", "copy", "-t", "0", "-f", "null", "-")
    code, _, listing = _ffmpeg("-hide_banner", "-i", for_ffmpeg(file), *nothing)
    if code != 0:
        raise NotCheckedError(f"its tracks could not be listed: {listing.strip()[-200:]}")
    found = tuple(_SUBTITLE.findall(listing))
    told = f"subtitles {', '.join(found)}" if found else "no subtitle tracks"
    if expected.languages is None:
        return Check("subtitles", bool(found) and len(set(found)) == len(found), told)
    ok = found == expected.languages
    return Check("subtitles", ok, told if ok else f"{told}, not {', '.join(expected.languages) or 'none'}")


class _PacketTable:
    """What ffmpeg lists of a film's video packets."""

    def __init__(self, listing: str) -> None:
        self.base = Fraction(0)
        self.size = (0, 0)
        self.times: list[int] = []
        self.durations: list[int] = []
        for line in listing.splitlines():
            if line.startswith("#tb 0:"):
                self.base = Fraction(line.split(":")[1].strip())
            elif line.startswith("#dimensions 0:"):
                width, height = line.split(":")[1].split("x")
                self.size = (int(width), int(height))
            elif line and not line.startswith("#"):
                cells = line.split(",")
                self.times.append(int(cells[2]))
                self.durations.append(int(cells[3]))


def _packet_table(file: Path) -> _PacketTable:
    code, listing, complaints = _ffmpeg(
        *("-v", "error", "-i", for_ffmpeg(file), "-map", "0:v:0", "-c", "copy", "-f", "framecrc", "-")
    )
    if code != 0:
        raise VizError(f"{file}: ffmpeg cannot read the film back: {complaints.strip()[-300:]}")
    return _PacketTable(listing)


def _intervals(table: _PacketTable, fps: Fraction) -> str:
    """Return what is wrong with the frames' times, or nothing.

    Matroska and WebM round times to a millisecond, so a frame may stand half a tick from its exact place.
    """
    for index, time in enumerate(sorted(table.times)):
        if abs(time * table.base - index / fps) > table.base / 2:
            return f"frame {index} is shown at {float(time * table.base):.6f} s, not {float(index / fps):.6f} s"
    return ""


def _readable(file: Path) -> Check:
    code, _, complaints = _ffmpeg(
        *("-v", "error", "-xerror", "-i", for_ffmpeg(file), "-map", "0:v:0", "-f", "null", "-")
    )
    told = complaints.strip().splitlines()
    return Check("decoding", code == 0 and not told, told[0] if told else "decodes without error")


def _ffmpeg(*options: str) -> tuple[int, str, str]:
    """Run ffmpeg for a check; NotCheckedError when it cannot start or does not come to its own end."""
    try:
        code, answer, complaints = run_quietly([find_ffmpeg(), "-nostdin", *options])
    except (OSError, MemoryError) as problem:
        raise NotCheckedError(f"ffmpeg cannot run ({problem})") from problem
    if lost(code, complaints):
        raise NotCheckedError(f"ffmpeg was ended (exit code {code}) {complaints.strip()[-200:]}".strip())
    return code, answer, complaints


def _verify_pictures(expected: Expected, folder: Path) -> tuple[Check, ...]:
    names = [PICTURE_NAME.format(index=index) for index in range(expected.frames)]
    found = {item.name for item in folder.glob("*.png")}
    sizes = {png_size(folder / name) for name in names if name in found}
    told = ", ".join(f"{width}x{height}" for width, height in sorted(sizes))
    return (
        Check("frames", found == set(names), f"{len(found & set(names))} of {expected.frames} pictures"),
        Check("size", sizes == {expected.size}, f"{told or 'no'} pixels"),
        *_quality(expected, expected.quality),
    )


def png_size(file: Path) -> tuple[int, int]:
    """Return a PNG file's width and height in pixels; (0, 0) when it is not whole."""
    data = file.read_bytes()
    if data[12:16] != b"IHDR" or not data.endswith(_PNG_END):
        return (0, 0)
    width, height = struct.unpack(">II", data[16:24])
    return (width, height)
