"""The hidden folder a film is made in, held by one recording at a time.

It holds a file that its process keeps locked. The system lets go of the lock when the process ends, however it ends.
Whatever a killed recording left in the folder goes with the next start, but for finished parts and the note of them.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from viz.errors import VizError
from viz.film.disk import unwritten
from viz.film.encode import remove
from viz.film.lock import held_elsewhere, lock, still_there
from viz.film.names import parts_folder

NOTE = "note.json"
_LOCK = "lock"
_TRIES = 100
_PATIENCE, _MOMENT_S = 3, 0.05


@contextmanager
def claim(output: Path) -> Iterator[Path]:
    """Hold a film's hidden folder and give it; VizError at once when another recording holds it.

    The folder goes with the block unless finished parts are in it.
    """
    folder = parts_folder(output)
    try:
        held = _taken(folder, output)
    except OSError as problem:
        raise unwritten(output, problem) from problem
    try:
        tidy(folder)
        _tidy_neighbours(folder)
        yield folder
    finally:
        _leave(folder, held)


def tidy(folder: Path) -> None:
    """Remove all that a recording leaves unfinished."""
    with suppress(OSError):
        for item in list(folder.iterdir()):
            if item.suffix != ".part" and item.name not in (NOTE, _LOCK):
                with suppress(OSError):
                    remove(item)


def _taken(folder: Path, output: Path) -> IO[bytes]:
    for attempt in range(_TRIES):
        folder.mkdir(exist_ok=True)
        try:
            file = (folder / _LOCK).open("a+b")
        except FileNotFoundError:  # the recording before us removed its folder just now
            continue
        try:
            lock(file)
        except OSError as problem:
            if held_elsewhere(problem):
                owner = _owner(file)
                file.close()
                if attempt < _PATIENCE:  # a neighbour that tidies up holds it for a moment
                    time.sleep(_MOMENT_S)
                    continue
                raise VizError(
                    f"{output}: {owner} is recording it - wait for it to end, or give another name"
                ) from None
        if still_there(file, folder / _LOCK):
            file.truncate(0)
            file.write(str(os.getpid()).encode())
            file.flush()
            return file
        file.close()
    raise VizError(f"{output}: {folder} comes and goes - see what else works there, and try again")


def _tidy_neighbours(ours: Path) -> None:
    """Tidy up after recordings of other films there that were killed; their finished parts stay."""
    for place in ours.parent.glob(f".*.parts/{_LOCK}"):
        if place.parent == ours:
            continue
        with suppress(OSError):  # it is at work, or nobody can tell
            file = place.open("r+b")
            try:
                lock(file)
                if still_there(file, place):
                    _leave(place.parent, file)
            finally:
                file.close()


def _owner(file: IO[bytes]) -> str:
    file.seek(0)
    number = file.read(20).decode("ascii", "replace")
    return f"process {number}" if number.isdecimal() else "another process"


def _leave(folder: Path, held: IO[bytes]) -> None:
    """Give the folder back; where nothing worth keeping is in it, leave nothing."""
    tidy(folder)
    try:
        if any(folder.glob("*.part")):
            return
        with suppress(OSError):
            (folder / NOTE).unlink(missing_ok=True)
        try:
            (folder / _LOCK).unlink(missing_ok=True)  # before it is free: whoever waits sees that it is not the same
        except PermissionError:  # Windows removes no open file
            held.close()
            (folder / _LOCK).unlink(missing_ok=True)
        folder.rmdir()
    except OSError:
        pass  # another recording has it by now, or the disk is gone
    finally:
        held.close()
