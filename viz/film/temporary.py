"""Temporary folders of our own, and the removal of those whose owner was killed before it could tidy up.

Each holds a file that its process keeps locked. The system lets go of the lock when the process ends, however it
ends, so a folder whose lock can be had belongs to nobody; a process number alone might have been given out again.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from viz.errors import VizError
from viz.film.lock import held_elsewhere, lock, still_there

_PREFIX = "voskhod2-"
_NAME = re.compile(rf"{_PREFIX}[a-z]+-(\d+)-\w{{8}}")
_OWNER = "owner"
_REMOVING_S = 5
_TRIES = 100
NAMES_LENGTH = len(f"{_PREFIX}browser-1234567-12345678/")
"""The longest that a folder's name adds to its parent's."""


def temporary_folder() -> str:
    """Return the system's folder for temporary files; VizError when there is none."""
    try:
        return tempfile.gettempdir()
    except OSError as problem:
        raise VizError(f"there is no folder for temporary files - {remedy()}") from problem


def remedy() -> str:
    """Return what to do about a folder for temporary files that cannot be used."""
    name = "TEMP" if sys.platform == "win32" else "TMPDIR"
    return f"set {name} to a folder with room where you may write, with a short name"


def unusable(parent: str | Path, problem: OSError) -> VizError:
    """Return what is told when something could not be written to a folder for temporary files."""
    return VizError(f"{parent}, for temporary files: {problem.strerror or problem} - {remedy()}")


class OwnFolder:
    """A temporary folder that is removed when it is closed, or at a later start when it never was.

    VizError when it cannot be made.
    """

    def __init__(self, kind: str, parent: str | None = None) -> None:
        parent = parent or temporary_folder()
        try:
            remove_abandoned(Path(parent))
            self.path, owner = _made(f"{_PREFIX}{kind}-{os.getpid()}-", parent)
        except OSError as problem:
            raise unusable(parent, problem) from problem
        self._owner: IO[bytes] | None = owner

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove the folder, with patience for processes that write a last file in it while they end."""
        owner, self._owner = self._owner, None
        if owner is None:
            return
        patience = time.monotonic() + _REMOVING_S
        while not _emptied(self.path) and time.monotonic() < patience:
            time.sleep(0.02)
        _give_up(self.path, owner)


def remove_abandoned(parent: Path) -> None:
    """Remove the folders of ours whose process is no more."""
    with suppress(OSError):
        for folder in list(parent.iterdir()):
            with suppress(OSError):
                if _is_ours(folder):
                    _remove_if_abandoned(folder)


def _made(prefix: str, parent: str) -> tuple[Path, IO[bytes]]:
    """Make a folder that is ours from its first moment, and return it with the file that says so.

    Until it is locked another process may take it for abandoned, and remove it; then the next is made.
    """
    for _ in range(_TRIES):
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        try:
            owner = (folder / _OWNER).open("xb")
        except FileNotFoundError:
            continue
        except OSError:
            folder.rmdir()
            raise
        try:
            lock(owner)
        except OSError as problem:
            if held_elsewhere(problem):
                owner.close()
                continue
        if not still_there(owner, folder / _OWNER):
            owner.close()
            continue
        try:
            owner.write(f"{os.getpid()}\n".encode())
            owner.flush()
        except OSError:
            with suppress(OSError):
                owner.close()
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return folder, owner
    raise OSError(errno.EBUSY, "folders made there are gone at once")


def _is_ours(folder: Path) -> bool:
    if _NAME.fullmatch(folder.name) is None:
        return False
    found = folder.lstat()
    if sys.platform != "win32" and found.st_uid != os.getuid():
        return False
    return stat.S_ISDIR(found.st_mode)


def _remove_if_abandoned(folder: Path) -> None:
    """Remove a folder whose lock can be had; OSError when it cannot, or when there is nothing to lock."""
    try:
        owner = (folder / _OWNER).open("r+b")
    except FileNotFoundError:
        _remove_unowned(folder)
        return
    with owner:
        lock(owner)
        _emptied(folder)
        _give_up(folder, owner)


def _remove_unowned(folder: Path) -> None:
    """Remove a folder without an owner: an empty one, or the rest of one whose process is gone."""
    try:
        folder.rmdir()
    except OSError:
        named = _NAME.fullmatch(folder.name)
        if named is not None and _is_gone(int(named[1])):
            shutil.rmtree(folder, ignore_errors=True)


def _is_gone(process: int) -> bool:
    if sys.platform == "win32":  # where asking would end it
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        pass
    return False


def _emptied(folder: Path) -> bool:
    """Remove what a folder holds but for its owner's file; say whether nothing else is left."""
    try:
        for item in list(folder.iterdir()):
            if item.is_dir() and not item.is_symlink():
                shutil.rmtree(item, ignore_errors=True)
            elif item.name != _OWNER:
                with suppress(OSError):
                    item.unlink()
        return all(item.name == _OWNER for item in folder.iterdir())
    except OSError:
        return not folder.exists()


def _give_up(folder: Path, owner: IO[bytes]) -> None:
    """Remove an emptied folder; one that something was written to again keeps its owner's file for the next start."""
    with suppress(OSError):
        if all(item.name == _OWNER for item in folder.iterdir()):
            if sys.platform == "win32":  # where no open file can be removed
                owner.close()
            (folder / _OWNER).unlink()
            try:
                folder.rmdir()
            except OSError:
                (folder / _OWNER).touch()
    owner.close()
