"""What is said on the standard streams: escaped, in UTF-8 where no terminal sets another, and honest when it cannot be.

Texts come from missions, recipes and the command line; none of them may command the terminal they are shown on.
"""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

import click

from viz.errors import UNSEEN, VizError, escaped

_GONE = (errno.EPIPE, errno.EINVAL) if sys.platform == "win32" else (errno.EPIPE,)
"""What the system says of a reader that has gone away."""


class UnheardError(VizError):
    """The standard output takes no more: its disk is full, or its reader has gone."""

    def __init__(self, problem: OSError) -> None:
        self.reader_gone = problem.errno in _GONE
        super().__init__(f"the standard output cannot be written: {problem.strerror} - make room, or send it elsewhere")


def set_up_streams() -> None:
    """Give the streams UTF-8 where they are no terminal; a terminal that cannot show Hindi gets escapes."""
    for stream, failing in ((sys.stdout, "surrogateescape"), (sys.stderr, "backslashreplace")):
        if not isinstance(stream, io.TextIOWrapper):
            continue  # there is none, or a test's or a notebook's stands in its place
        if stream.isatty():
            stream.reconfigure(errors="backslashreplace")
        else:
            stream.reconfigure(encoding="utf-8", errors=failing)  # a file's name comes out byte for byte


def say(text: str) -> None:
    """Write a line of data; UnheardError when it cannot be written."""
    _write(escaped(text) + "\n")


def say_path(path: Path) -> None:
    """Write a file's name: escaped on a terminal, as it is for a program, which is to open it."""
    name = str(path)
    _write((escaped(name) if sys.stdout is None or sys.stdout.isatty() else name) + "\n")


def say_aside(text: str) -> None:
    """Write a line for whoever looks at the terminal; nobody hearing it is no failure."""
    with contextlib.suppress(OSError):
        click.echo(escaped(text), err=True)


def say_json(value: object) -> None:
    """Write a value as JSON."""
    _write(_json(value) + "\n")


def say_json_list(values: Iterable[object]) -> None:
    """Write a list as JSON, each value as it comes; the same text as of the whole list."""
    before = "[\n"
    for value in values:
        _write(before + "\n".join("  " + line for line in _json(value).split("\n")))
        before = ",\n"
    _write("[]\n" if before == "[\n" else "\n]\n")


class Lines:
    """What `csv` writes to."""

    def write(self, text: str) -> None:
        """Write a line of data."""
        _write(escaped(text))


def hear_out() -> None:
    """See that all is written that was said; UnheardError when it cannot be, after which the stream takes anything."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as problem:
        _let_go()
        raise UnheardError(problem) from problem


def rescue(problem: BaseException) -> str | None:
    """Return what is wrong with the machine, and the remedy, when a failure is neither the user's nor ours."""
    if isinstance(problem, MemoryError):
        return "there is not enough memory - close other programs, or ask for a smaller --size or fewer --workers"
    if isinstance(problem, UnicodeEncodeError):
        return (
            f"the system's language settings cannot write {problem.object[problem.start : problem.end][:40]!r} - "
            "set LC_ALL=C.UTF-8, or PYTHONUTF8=1"
        )
    if not isinstance(problem, OSError):
        return None
    where = "" if problem.filename is None else f"{problem.filename}: "
    remedy = _remedy(problem)
    if remedy is None and not where:
        return None
    return f"{where}{problem.strerror} - {remedy or 'check the path and its permissions'}"


_TEMPORARY = "set TMPDIR (on Windows TEMP) to a folder with room where you may write"


def _remedy(problem: OSError) -> str | None:
    if problem.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None)):
        return _TEMPORARY if _is_temporary(problem.filename) else f"make room there; for temporary files {_TEMPORARY}"
    if problem.errno in (errno.EROFS, errno.EACCES, errno.EPERM) and _is_temporary(problem.filename):
        return _TEMPORARY
    if problem.errno == errno.EROFS:
        return "it cannot be written at all; name another folder"
    if problem.errno in (errno.EMFILE, errno.ENFILE):
        return "close other programs, or allow more open files (ulimit -n)"
    if problem.errno == errno.ENOENT and "temporary directory" in str(problem):
        return _TEMPORARY
    return None


def _is_temporary(filename: object) -> bool:
    with contextlib.suppress(OSError):
        temporary = Path(tempfile.gettempdir()).absolute()
        return isinstance(filename, str) and Path(filename).absolute().is_relative_to(temporary)
    return False


def _json(value: object) -> str:
    text = json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)
    return UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _write(text: str) -> None:
    out: IO[Any] | None = sys.stdout
    if out is None:  # closed from the start, as under pythonw
        return
    try:
        out.write(text)
        out.flush()
    except OSError as problem:
        _let_go()
        raise UnheardError(problem) from problem


def _let_go() -> None:
    """Turn the standard output to nowhere, so that what is left of it does not fail again when Python ends."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
