"""Where a file goes: judged first, written under a hidden name beside it, and put in place when it is whole."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from viz.errors import UsageError, VizError

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_LONGEST = 143
"""Bytes of a hidden name: what eCryptfs holds, the least of the file systems in use."""


def check_place(output: Path, ending: str, *, force: bool) -> None:
    """UsageError for a name that does not end so, is taken, or has no folder."""
    if output.suffix.lower() != ending:
        raise UsageError(f"{output} does not end in {ending} - give a name that does")
    if "\0" in str(output) or len(output.name.encode("utf-8", "surrogatepass")) > _LONGEST:
        raise UsageError(f"{output.name[:40]}... is no name for a file - give a shorter one")
    if not output.absolute().parent.is_dir():
        raise UsageError(f"{output}: there is no folder {output.parent} - make it first")
    if output.is_dir():
        raise UsageError(f"{output} is a folder - give another name")
    if os.path.lexists(output) and not force:
        raise UsageError(f"{output} exists - give another name, or --force to replace it")


@contextmanager
def written(output: Path) -> Iterator[IO[bytes]]:
    """Give a file to write to; afterwards it has its name, and nothing is left where it was not finished.

    VizError, with what helps, when the disk takes it no more.
    """
    hidden = output.with_name(f".{output.name[: _LONGEST - 20]}.{os.getpid()}.part")
    try:
        with hidden.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        hidden.replace(output)
    except OSError as problem:
        raise VizError(
            f"{output} could not be written: {problem.strerror or problem} - {_remedy(problem)}"
        ) from problem
    finally:
        with suppress(OSError):
            hidden.unlink(missing_ok=True)


def _remedy(problem: OSError) -> str:
    if problem.errno in _FULL:
        return "make room, or give a longer --step or a shorter stretch"
    if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "choose a folder that may be written to"
    return "check the folder and its disk"
