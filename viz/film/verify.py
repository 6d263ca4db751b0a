"""Look at a finished film: are all its frames there, evenly spaced, at the right size, and readable?"""

from __future__ import annotations

import struct
from fractions import Fraction
from pathlib import Path

from viz.errors import VizError
from viz.film.encode import find_ffmpeg, run_quietly
from viz.film.plan import PICTURE_NAME, Check, FilmPlan

_PNG_END = b"IEND\xaeB`\x82"


def verify(plan: FilmPlan, file: Path) -> tuple[Check, ...]:
    """Check a film against its plan; VizError names what does not hold."""
    checks = _verify_film(plan, file) if plan.suffix else _verify_pictures(plan, file)
    wrong = [check for check in checks if not check.ok]
    if wrong:
        told = "; ".join(f"{check.name}: {check.detail}" for check in wrong)
        raise VizError(f"{plan.output}: the finished film is not what was asked for ({told}) - it was removed")
    return checks


def _verify_film(plan: FilmPlan, file: Path) -> tuple[Check, ...]:
    table = _packet_table(file)
    intervals = _intervals(table, plan.clock.fps)
    count = plan.clock.count
    return (
        Check("frames", len(table.times) == count, f"{len(table.times)} of {count} frames"),
        Check("intervals", intervals == "", intervals or f"{plan.clock.fps} fps throughout"),
        Check("size", table.size == (plan.width, plan.height), f"{table.size[0]}x{table.size[1]} pixels"),
        _readable(file),
    )


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
    code, listing, complaints = run_quietly(
        [find_ffmpeg(), "-v", "error", "-i", file, "-map", "0:v:0", "-c", "copy", "-f", "framecrc", "-"]
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
    code, _, complaints = run_quietly(
        [find_ffmpeg(), "-v", "error", "-xerror", "-i", file, "-map", "0:v:0", "-f", "null", "-"]
    )
    told = complaints.strip().splitlines()
    return Check("decoding", code == 0 and not told, told[0] if told else "decodes without error")


def _verify_pictures(plan: FilmPlan, folder: Path) -> tuple[Check, ...]:
    count = plan.clock.count
    names = [PICTURE_NAME.format(index=index) for index in range(count)]
    found = {item.name for item in folder.glob("*.png")}
    sizes = {png_size(folder / name) for name in names if name in found}
    told = ", ".join(f"{width}x{height}" for width, height in sorted(sizes))
    return (
        Check("frames", found == set(names), f"{len(found & set(names))} of {count} pictures"),
        Check("size", sizes == {(plan.width, plan.height)}, f"{told or 'no'} pixels"),
    )


def png_size(file: Path) -> tuple[int, int]:
    """Return a PNG file's width and height in pixels; (0, 0) when it is not whole."""
    data = file.read_bytes()
    if data[12:16] != b"IHDR" or not data.endswith(_PNG_END):
        return (0, 0)
    width, height = struct.unpack(">II", data[16:24])
    return (width, height)
