"""Temporary folders of our own, and the removal of those whose owner was killed before it could tidy up.

Each holds a file that its process keeps locked. The system lets go of the lock when the process ends, however it
ends, so a folder whose lock can be had belongs to nobody; a process number alone might have been given out again.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # not on Windows, where what was left behind stays
    fcntl = None  # type: ignore[assignment]

_PREFIX = "voskhod2-"
_OWNER = "owner"
_REMOVING_S = 5


class OwnFolder:
    """A temporary folder that is removed when it is closed, or at a later start when it never was."""

    def __init__(self, kind: str, parent: str | None = None) -> None:
        remove_abandoned(Path(parent or tempfile.gettempdir()))
        self.path = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{kind}-{os.getpid()}-", dir=parent))
        self._owner: IO[str] | None = _claimed(self.path)

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove the folder, with patience for processes that write a last file in it while they end."""
        patience = time.monotonic() + _REMOVING_S
        while self.path.exists() and time.monotonic() < patience:
            shutil.rmtree(self.path, ignore_errors=True)
            if self.path.exists():
                time.sleep(0.02)
        if self._owner is not None:
            self._owner.close()
            self._owner = None


def remove_abandoned(parent: Path) -> None:
    """Remove the folders of ours whose process is no more."""
    if fcntl is None:
        return
    for folder in parent.glob(f"{_PREFIX}*-*"):
        with suppress(OSError):
            found = folder.lstat()
            if stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid():
                _remove_if_abandoned(folder)


def _claimed(folder: Path) -> IO[str]:
    """Write our process number into a folder and hold the file's lock until we end."""
    unclaimed = folder / f"{_OWNER}.new"
    file = unclaimed.open("w", encoding="ascii")
    print(os.getpid(), file=file, flush=True)
    if fcntl is not None:
        with suppress(OSError):  # a file system without locks: then nobody can have it later either
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    unclaimed.rename(folder / _OWNER)  # it appears locked, so that nobody takes it for abandoned
    return file


def _remove_if_abandoned(folder: Path) -> None:
    """Remove a folder whose lock can be had; OSError when it cannot, or when there is nothing to lock."""
    owner = folder / _OWNER
    with owner.open("r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for item in folder.iterdir():
            if item.is_dir() and not item.is_symlink():
                shutil.rmtree(item, ignore_errors=True)
            elif item != owner:
                item.unlink()
        # A browser that is still ending may have written again: then its folder keeps its owner for the next start.
        if list(folder.iterdir()) == [owner]:
            shutil.rmtree(folder, ignore_errors=True)
