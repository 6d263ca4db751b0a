"""What may lie in a mission folder: plain files of its own, none larger than such a file can be.

A mission may come from anyone. A link out of its folder would show a private file to whoever watches, a pipe or a
device would never end, and a sparse file of gigabytes takes an hour to read. So a file's kind, size and place are
judged before its first byte is read, here and nowhere else.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from viz.errors import InvalidFile, Problem

MAX_TEXT_BYTES = 4 * 1024 * 1024
"""A TOML file of a mission is some tens of kilobytes; anything beyond this is not one."""

MAX_TABLE_BYTES = 16 * 1024 * 1024
"""A computed table in `tracks/`: the shipped ones have 0.7 MB at most."""

MAX_SOUND_BYTES = 1024 * 1024 * 1024
"""A narration: an hour and a half of uncompressed stereo."""

MAX_ENTRIES = 20_000
"""Files and folders in a mission folder; more is a home folder or a disk given by mistake."""

TABLES = "tracks"
NARRATION = "narration"

_LEAVES = "leads out of the mission's folder"


def read_plain(path: Path, most_bytes: int, within: Path | None = None) -> bytes:
    """Return what a plain file holds.

    Raises InvalidFile, before a byte is read, where it is missing, no plain file, larger than `most_bytes`, or a link
    out of the folder `within`.
    """
    checked = plain_file(path, most_bytes, within)
    try:
        # Should a pipe have taken the file's place since, opening it must not wait for a writer.
        number = os.open(checked, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(number, "rb") as file:
            if not stat.S_ISREG(os.fstat(number).st_mode):
                raise _refused(path, "is not a plain file", "put the file itself there")
            data = file.read(most_bytes + 1)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if len(data) > most_bytes:
        raise _too_large(path, most_bytes)
    return data


def plain_file(path: Path, most_bytes: int, within: Path | None = None) -> Path:
    """Return the file itself, all links followed; InvalidFile as for `read_plain`."""
    try:
        found = path.stat()
        own = path.resolve()
        inside = within is None or own.is_relative_to(within.resolve())
    except FileNotFoundError as error:
        raise _refused(path, "does not exist", "check the path, or add the file") from error
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: links in a circle, before Python 3.13
        raise _unreadable(path, error) from error
    if not inside:
        raise _refused(path, _LEAVES, "put the file itself there, not a link")
    if not stat.S_ISREG(found.st_mode):
        raise _refused(path, "is not a plain file", "put the file itself there")
    if found.st_size > most_bytes:
        raise _too_large(path, most_bytes)
    return own


def folder_problems(folder: Path) -> dict[Path, tuple[Problem, ...]]:
    """Return what is wrong with a mission folder's files before any is opened, by file.

    Links lead to plain files inside the folder; TOML files, tables and narration are plain files of bounded size.
    """
    found: dict[Path, tuple[Problem, ...]] = {}
    for path in entries(folder):
        most_bytes = _most_bytes(path.relative_to(folder))
        try:
            if path.is_symlink() or most_bytes is not None:
                plain_file(path, MAX_SOUND_BYTES if most_bytes is None else most_bytes, folder)
            elif path.is_dir():  # a junction, which is no symbolic link
                raise _refused(path, _LEAVES, "put the folder itself there")
        except InvalidFile as error:
            found[path] = error.problems
    return found


def entries(folder: Path) -> Iterator[Path]:
    """Yield everything below a folder that is no folder of its own: files, and links of any kind, not followed.

    Raises InvalidFile when there are more than `MAX_ENTRIES` files and folders, or one cannot be listed.
    """
    own, seen, left = folder.resolve(), 0, [folder]
    while left:
        place = left.pop()
        try:
            listed = sorted(place.iterdir())
            folders = {path for path in listed if path.is_dir() and not path.is_symlink() and _is_in(path, own)}
        except OSError as error:
            raise _unreadable(place, error) from error
        left += sorted(folders)
        seen += len(listed)
        if seen > MAX_ENTRIES:
            what = f"holds more than {MAX_ENTRIES} files and folders"
            raise InvalidFile(str(folder), [Problem("(folder)", what, "give the mission's own folder")])
        yield from (path for path in listed if path not in folders)


def is_data(relative: Path) -> bool:
    """Return whether a file, by its path in the folder, is one that pictures and captions are made from."""
    return relative.suffix == ".toml" or relative.parts[0] == TABLES


def _is_in(path: Path, own: Path) -> bool:
    """A junction of Windows is a folder that may lie anywhere."""
    return path.resolve().is_relative_to(own)


def _most_bytes(relative: Path) -> int | None:
    if relative.suffix == ".toml":
        return MAX_TEXT_BYTES
    return {TABLES: MAX_TABLE_BYTES, NARRATION: MAX_SOUND_BYTES}.get(relative.parts[0])


def _refused(path: Path, what: str, remedy: str) -> InvalidFile:
    return InvalidFile(str(path), [Problem("(file)", what, remedy)])


def _too_large(path: Path, most_bytes: int) -> InvalidFile:
    remedy = "give a mission's file; this is something else"
    return _refused(path, f"is larger than {most_bytes // 2**20} MB", remedy)


def _unreadable(path: Path, error: BaseException) -> InvalidFile:
    said = getattr(error, "strerror", None) or error
    return _refused(path, f"cannot be read: {said}", "check the path and its permissions")
