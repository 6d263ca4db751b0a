"""Finished stretches of a film, kept beside it until it is whole, so that an interrupted one can go on.

A part holds the packets of one segment; it appears under its name only when complete. The folder's name
carries the plan's digest, so parts of another film are never mistaken for ours.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

from viz.film.encode import Packet, orphans, remove
from viz.film.plan import FilmPlan

_HEAD = struct.Struct("<IBI32s")
"""Frame, whether it is a key frame, bytes that follow, hash of its pixels or zeros."""


class Parts:
    """The parts folder of one film."""

    def __init__(self, plan: FilmPlan) -> None:
        self._output = plan.output
        self.folder = plan.output.with_name(f".{plan.output.name}.parts-{plan.digest[:16]}")

    def prepare(self, *, resume: bool) -> None:
        """Make the folder; parts from before stay only if they belong to this film and are wanted."""
        for folder in self._output.parent.glob(f".{self._output.name}.parts-*"):
            if not (resume and folder == self.folder):
                remove(folder)
        self.folder.mkdir(exist_ok=True)
        for unfinished in self.folder.glob("*.new"):
            unfinished.unlink()
        for orphan in orphans(self._output):
            remove(orphan)

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

    def discard_if_empty(self) -> None:
        """Remove the folder unless it holds something worth going on from."""
        if self.folder.is_dir() and not any(self.folder.glob("*.part")):
            remove(self.folder)

    def discard(self) -> None:
        """Remove the folder."""
        remove(self.folder)

    def _file(self, number: int, codec: str) -> Path:
        return self.folder / f"{number:06d}-{codec}.part"


class PartWriter:
    """Takes one segment's packets; the part appears when it is finished."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._partial = file.with_suffix(".new")
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
