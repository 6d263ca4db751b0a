"""A lock on an open file, which the system lets go of when its process ends, however it ends."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import IO

_ELSEWHERE = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK)

if sys.platform == "win32":
    import msvcrt

    def lock(file: IO[bytes]) -> None:
        """Lock a file for its process; OSError when another has the lock, or when there are none."""
        file.seek(1 << 30)  # what is locked cannot be read either, so not where something stands
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        finally:
            file.seek(0)

else:
    import fcntl

    def lock(file: IO[bytes]) -> None:
        """Lock a file for its process; OSError when another has the lock, or when there are none."""
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def held_elsewhere(problem: OSError) -> bool:
    """Say whether `lock` failed because another has it; anything else means that this file system has no locks."""
    return problem.errno in _ELSEWHERE


def still_there(file: IO[bytes], place: Path) -> bool:
    """Say whether an open file is still the one of that name."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), place.stat())
    except OSError:
        return False
