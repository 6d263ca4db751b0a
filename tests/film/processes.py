"""Find and end processes of a film by what their command line says, where the system lists them."""

from __future__ import annotations

import os
import select
import signal
from contextlib import suppress
from pathlib import Path


def children_of(process: int) -> dict[int, str]:
    """Return every process below one, with its command line."""
    parents, commands = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            commands[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except (OSError, ValueError, IndexError):
            continue
    below: dict[int, str] = {}
    grown = True
    while grown:
        grown = False
        for child, parent in parents.items():
            if child not in below and (parent == process or parent in below):
                below[child] = commands.get(child, "")
                grown = True
    return below


def kill(marks: tuple[str, ...], below: int | None = None, *, gone: bool = False) -> list[int]:
    """Kill the first process below ours whose command line holds every mark; return its number, once it is gone."""
    for process, command in sorted(children_of(below or os.getpid()).items()):
        if all(mark in command for mark in marks):
            with suppress(ProcessLookupError):  # it may have ended by itself since it was listed
                end = os.pidfd_open(process) if gone else None
                os.kill(process, signal.SIGKILL)
                if end is not None:
                    select.select([end], [], [], 60)
                    os.close(end)
                return [process]
    return []
