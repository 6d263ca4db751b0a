"""The program in a Python that behaves as Windows' does where it matters here: run as a script, or installed first.

``viz`` sees another ``sys.platform``, ``os.name`` and ``signal``, no ``fcntl`` and a ``msvcrt``; the libraries below it
go on as on the system they are on. For all of the process an open file can be neither moved nor removed, text is in
the system's old encoding unless another is named, files have no modes, and who is ended has the exit code 1.
It is a likeness: what Windows' own file system, console and browser do is not in it.
"""

from __future__ import annotations

import builtins
import errno
import fcntl
import io
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

ANSI = "WINDOWS_LIKE_ANSI"
"""Names the old encoding: cp1251 for Russian, cp1252 where, as for Hindi, there is none of its own."""
KILLED_AFTER = "WINDOWS_LIKE_KILLED_AFTER"
"""The process is killed, as by the task manager, once it has given a file a name that ends so."""
_THEIR_OWN = ("viz.film.chromium",)
"""Which browser there is, and how it gets WebGL, is asked of the true system."""
_LONGEST_COMMAND = 32_767
_NO_MODE = 0o666
_LOCK, _UNLOCK = 2, 0


class _As(ModuleType):
    """A module with some names hidden and others changed; assignments go to the true one."""

    def __init__(self, true: ModuleType, hidden: tuple[str, ...] = (), **changed: object) -> None:
        super().__init__(true.__name__)
        self.__dict__.update(_true=true, _hidden=hidden, **changed)

    def __getattr__(self, name: str) -> Any:
        if name in self._hidden:
            raise AttributeError(f"module '{self.__name__}' has no attribute '{name}'")
        return getattr(self._true, name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self._true, name, value)


def install() -> None:
    """Make this process so; its Python subprocesses will be so too."""
    _no_moving_of_open_files()
    _no_modes()
    _old_encoding(os.environ[ANSI])
    _processes()
    _seen_by_viz()


# ---- files


def _is_open_here(path: Any, *, inside: bool) -> bool:
    given = os.path.abspath(os.fsdecode(path))
    place = os.path.join(os.path.realpath(os.path.dirname(given)), os.path.basename(given))
    for number in os.listdir("/proc/self/fd"):
        try:
            target = os.readlink(f"/proc/self/fd/{number}")
        except OSError:
            continue  # closed meanwhile
        if target == place or (inside and target.startswith(place + os.sep) and not target.endswith(" (deleted)")):
            return True
    return False


def _refuse(path: Any) -> PermissionError:
    return PermissionError(errno.EACCES, "The file is being used by another process", os.fsdecode(path))


def _no_moving_of_open_files() -> None:
    def remover(true: Callable[..., None]) -> Callable[..., None]:
        def remove(path: Any, **more: Any) -> None:
            if not isinstance(path, int) and _is_open_here(path, inside=False):
                raise _refuse(path)
            true(path, **more)

        return remove

    def mover(true: Callable[..., None], *, over: bool) -> Callable[..., None]:
        def move(source: Any, target: Any, **more: Any) -> None:
            for path in (source, target):
                if _is_open_here(path, inside=True):
                    raise _refuse(path)
            if os.path.lexists(target) and (not over or os.path.isdir(target)):
                kind = PermissionError if over else FileExistsError
                raise kind(errno.EACCES if over else errno.EEXIST, "It is there already", os.fsdecode(target))
            true(source, target, **more)
            mark = os.environ.get(KILLED_AFTER)
            if mark and os.fsdecode(target).endswith(mark):
                kill(os.getpid(), signal.SIGKILL)

        return move

    kill = os.kill
    os.unlink, os.remove = remover(os.unlink), remover(os.remove)
    os.rename, os.replace = mover(os.rename, over=False), mover(os.replace, over=True)
    shutil._use_fd_functions = False  # type: ignore[attr-defined]
    tempfile.TemporaryFile = tempfile.NamedTemporaryFile  # type: ignore[misc]  # as on Windows: it has a name


def _no_modes() -> None:
    def without(true: Callable[..., os.stat_result]) -> Callable[..., os.stat_result]:
        def look(*args: Any, **more: Any) -> os.stat_result:
            _, (values, extra) = true(*args, **more).__reduce__()[:2]  # type: ignore[misc]
            mode = stat.S_IFMT(values[0]) | (0o777 if stat.S_ISDIR(values[0]) else _NO_MODE)
            return os.stat_result((mode, *values[1:]), extra)

        return look

    os.stat, os.lstat = without(os.stat), without(os.lstat)


def _old_encoding(ansi: str) -> None:
    true = io.open

    def opened(file: Any, mode: str = "r", buffering: int = -1, encoding: str | None = None, *more: Any, **named: Any):  # type: ignore[no-untyped-def]
        if "b" not in mode and encoding in (None, "locale"):
            encoding = ansi
        return true(file, mode, buffering, encoding, *more, **named)

    io.open = builtins.open = opened
    subprocess._text_encoding = lambda: ansi  # type: ignore[attr-defined]


# ---- processes


def _processes() -> None:
    start, finished = subprocess.Popen.__init__, subprocess.Popen._handle_exitstatus  # type: ignore[attr-defined]

    def begin(self: Any, args: Any, *more: Any, creationflags: int = 0, **named: Any) -> None:
        if named.get("preexec_fn") is not None:
            raise ValueError("preexec_fn is not supported on Windows platforms")
        if not isinstance(args, str | bytes | os.PathLike):
            if len(subprocess.list2cmdline(args)) > _LONGEST_COMMAND:
                raise OSError(errno.ENAMETOOLONG, "The filename or extension is too long")
            args = _so_too(list(args))
        named["start_new_session"] = bool(creationflags & 0x200)
        start(self, args, *more, **named)

    def end(self: Any, *more: Any, **named: Any) -> None:
        finished(self, *more, **named)
        if self.returncode is not None and self.returncode < 0:
            self.returncode = 1

    def send(self: Any, number: int) -> None:
        if number not in (signal.SIGTERM, signal.SIGKILL):
            raise ValueError(f"Unsupported signal: {number}")
        true_send(self, signal.SIGKILL)

    true_send = subprocess.Popen.send_signal
    subprocess.Popen.__init__ = begin  # type: ignore[method-assign, assignment]
    subprocess.Popen._handle_exitstatus = end  # type: ignore[attr-defined]
    subprocess.Popen.send_signal = send  # type: ignore[method-assign]
    subprocess.CREATE_NEW_PROCESS_GROUP = 0x200  # type: ignore[attr-defined, misc]


def _so_too(command: list[Any]) -> list[Any]:
    if command[0] == sys.executable and "-c" in command:
        code = command.index("-c") + 1
        here = str(Path(__file__).parent)
        first = f"import sys; sys.path.insert(0, {here!r}); import windows_like; windows_like.install(); "
        command[code] = first + command[code]
    return command


# ---- what viz sees


def _locking(number: int, mode: int, length: int) -> None:
    try:
        fcntl.flock(number, fcntl.LOCK_UN if mode == _UNLOCK else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as problem:
        raise OSError(errno.EACCES, "Permission denied") from problem


def _seen_by_viz() -> None:
    locks = ModuleType("msvcrt")
    locks.__dict__.update(locking=_locking, LK_NBLCK=_LOCK, LK_UNLCK=_UNLOCK)
    kill, true_import = os.kill, builtins.__import__
    there = {
        "sys": _As(sys, platform="win32"),
        "os": _As(
            os,
            ("killpg", "getpgid", "getuid", "setsid", "fork"),
            name="nt",
            kill=lambda process, number: kill(process, signal.SIGKILL),  # whatever the number, it ends it
        ),
        "signal": _As(signal, ("SIGKILL", "SIGHUP", "pthread_kill"), SIGBREAK=21),
        "msvcrt": locks,
    }

    def imported(name: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0) -> Any:
        asking = (globals or {}).get("__name__", "")
        if level == 0 and asking.startswith("viz.") and asking not in _THEIR_OWN:
            if name in ("fcntl", "resource", "pwd", "termios"):
                raise ModuleNotFoundError(f"No module named '{name}'", name=name)
            if name in there:
                return there[name]
        return true_import(name, globals, locals, fromlist, level)

    builtins.__import__ = imported


if __name__ == "__main__":
    install()
    from viz.cli import main

    main()
