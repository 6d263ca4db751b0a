"""Finished stretches of a film, kept beside it until it is whole, so that an interrupted one can go on.

A part holds the packets of one segment; it appears under its name only when complete. A note beside the parts says
what film they are of, so that parts of another are never mistaken for ours, nor removed unasked.
"""

from __future__ import annotations

import glob
import json
import os
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from viz.errors import UsageError
from viz.film.claim import NOTE
from viz.film.encode import Packet, remove
from viz.film.names import parts_folder
from viz.film.plan import FilmPlan
from viz.film.tracks import command, options
from viz.stage.quality import QUALITIES, Quality

_HEAD = struct.Struct("<IBI32s")
"""Frame, whether it is a key frame, bytes that follow, hash of its pixels or zeros."""
_WHAT = (
    "Finished parts of a film that was interrupted. The command below goes on with them if --resume is added; "
    "--discard instead removes them."
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the note in a folder of parts says of them; empty where there is no note to be read."""

    digest: str = ""
    frames: int = 0
    """Of the whole film."""
    options: tuple[tuple[str, str], ...] = ()
    quality: Quality | None = None


class Parts:
    """The parts of one film, in the hidden folder beside it."""

    def __init__(self, plan: FilmPlan) -> None:
        self._plan = plan
        self.folder = parts_folder(plan.output)

    def prepare(self, *, resume: bool, discard: bool = False) -> None:
        """Make ready to go on; UsageError when parts are there and it was not said what is to become of them."""
        earlier = self._of_earlier_versions()
        if discard:
            for folder in earlier:
                remove(folder)
            self.discard()
        elif any(self.folder.glob("*.part")):
            kept = _read_note(self.folder / NOTE)
            if not (resume and kept.digest == self._plan.digest):
                raise UsageError(self._told(kept))
        elif earlier:
            raise UsageError(
                f"{self._plan.output}: an earlier version left parts of a film in {earlier[0]}, which this version "
                "cannot go on from - finish it with that version, remove them with --discard, or give another name"
            )
        self.folder.mkdir(exist_ok=True)
        (self.folder / NOTE).write_text(_note(self._plan), encoding="utf-8", errors="replace")

    def _of_earlier_versions(self) -> list[Path]:
        output = self._plan.output
        return sorted(output.parent.glob(f".{glob.escape(output.name)}.parts-*"))

    def _told(self, kept: Kept) -> str:
        """Say what is there, how it differs from what is asked for, and how to go on."""
        frames, plan = self.kept()[0], self._plan
        of = f" of {kept.frames}" if kept.frames else ""
        there = f"{plan.output}: an interrupted recording left {frames}{of} frames in {self.folder}"
        if kept.digest == plan.digest:
            return f"{there} - go on from them with --resume, or remove them with --discard"
        then, now = dict(kept.options), described(plan)
        changed = [
            f"{name} {then.get(name, 'not given')}, now {now.get(name, 'not given')}"
            for name in {**then, **now}
            if then.get(name) != now.get(name)
        ]
        changed = changed[:-1] or changed  # the plan's digest, last, says only that something differs
        differs = f", of another film ({'; '.join(changed)})" if then and changed else ", of another film"
        return (
            f"{there}{differs} - go on from them with those options and --resume, remove them with --discard, "
            "or give another name"
        )

    def kept(self) -> tuple[int, int]:
        """Return how many frames the parts hold, and their bytes."""
        frames: dict[str, int] = {}
        size = 0
        for file in self.folder.glob("*.part"):
            number = file.name.partition("-")[0]
            frames[number] = max(frames.get(number, 0), len(self._indices(file)))
            size += file.stat().st_size
        return sum(frames.values()), size

    def has(self, number: int, codec: str, frames: range) -> bool:
        """Say whether a segment is finished in that codec; a part cut short, by a reboot say, counts as missing."""
        file = self._file(number, codec)
        return file.is_file() and self._indices(file) == list(frames)

    @staticmethod
    def _indices(file: Path) -> list[int]:
        """Return the frames a part holds, up to the first that is not whole."""
        found, size = [], file.stat().st_size
        with file.open("rb") as packets:
            while len(head := packets.read(_HEAD.size)) == _HEAD.size:
                index, _, length, _ = _HEAD.unpack(head)
                if packets.seek(length, os.SEEK_CUR) > size:
                    break
                found.append(index)
        return found

    def keep(self, number: int, codec: str, packets: Iterable[Packet]) -> None:
        """Keep a segment drawn elsewhere."""
        writer = self.writer(number, codec)
        try:
            for packet in packets:
                writer.write(packet)
            writer.finish()
        except BaseException:
            writer.abort()
            raise

    def writer(self, number: int, codec: str) -> PartWriter:
        """Return the place for one segment's packets."""
        return PartWriter(self._file(number, codec))

    def read(self, number: int, codec: str) -> Iterator[Packet]:
        """Return a finished segment's packets in order."""
        with self._file(number, codec).open("rb") as file:
            while head := file.read(_HEAD.size):
                index, key, length, drawn = _HEAD.unpack(head)
                yield Packet(index, bool(key), file.read(length), drawn if any(drawn) else b"")

    def discard(self) -> None:
        """Remove the parts."""
        for file in self.folder.glob("*.part"):
            file.unlink(missing_ok=True)

    def _file(self, number: int, codec: str) -> Path:
        return self.folder / f"{number:06d}-{codec}.part"


class PartWriter:
    """Takes one segment's packets; the part appears when it is finished."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._partial = file.with_suffix(
            f".{os.getpid()}.new"
        )  # a worker of a killed recording may still write its own
        self._open = self._partial.open("wb")

    def write(self, packet: Packet) -> None:
        """Keep one packet."""
        self._open.write(_HEAD.pack(packet.index, packet.key, len(packet.data), packet.drawn))
        self._open.write(packet.data)

    def finish(self) -> None:
        """Let the part appear under its name."""
        self._open.flush()
        os.fsync(self._open.fileno())  # a name must never outlive its contents
        self._open.close()
        self._partial.replace(self._file)

    def abort(self) -> None:
        """Leave nothing of it."""
        self._open.close()
        self._partial.unlink(missing_ok=True)


def kept_quality(output: Path) -> Quality | None:
    """Return the quality that finished parts of a film are drawn in; None where there are none, or nothing says."""
    folder = parts_folder(output)
    return _read_note(folder / NOTE).quality if any(folder.glob("*.part")) else None


def described(plan: FilmPlan) -> dict[str, str]:
    """Return what decides a film, by name, so that two can be told apart."""
    return {
        **options(plan),
        "frames": str(plan.clock.count),
        "version": plan.version,
        "mission's files": plan.files_digest[:12],
        "plan": plan.digest[:12],
    }


def _note(plan: FilmPlan) -> str:
    told = {
        "what": _WHAT,
        "command": command(plan),
        "digest": plan.digest,
        "frames": plan.clock.count,
        "quality": plan.quality,
        "options": described(plan),
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _read_note(note: Path) -> Kept:
    try:
        told = json.loads(note.read_text(encoding="utf-8"))
        found = tuple((str(name), str(value)) for name, value in told["options"].items())
        quality = next((known for known in QUALITIES if known == told.get("quality")), None)
        return Kept(str(told["digest"]), int(told["frames"]), found, quality)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Kept()
