"""The secrets in the addresses: made at each start, or kept in a file of ours; and one that opens the door once."""

from __future__ import annotations

import hmac
import os
import re
import secrets
import stat
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from viz.errors import InvalidFile, Problem, VizError

SECRET_BYTES = 24
_SECRET = re.compile(r"[A-Za-z0-9_-]{32,128}")

FEWEST_LETTERS = 12
"""Different letters in a secret: 32 by chance have fewer once in many millions of years, `AAAA...` always has."""

MOST_BYTES = 1024
"""Two secrets and two line ends are far less."""

ONCE_S = 120.0
"""How long the address that opens the browser is good: a browser that starts on a busy machine takes a while."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The secrets in the addresses."""

    owner: str
    viewer: str


class Once:
    """A secret that opens the door one time and not for long: other users of the machine read a browser's arguments."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """`clock` gives seconds that only ever rise; the time runs from here."""
        self.secret = secrets.token_urlsafe(SECRET_BYTES)
        self._clock = clock
        self._until_s = clock() + ONCE_S
        self._used = False

    def take(self, given: str) -> bool:
        """Return whether this is the secret, on its first use and in time."""
        is_it = hmac.compare_digest(given.encode("utf-8", "surrogatepass"), self.secret.encode())
        if not is_it or self._used or self._clock() > self._until_s:
            return False
        self._used = True
        return True


def new_tokens() -> Tokens:
    """Return secrets nobody has seen."""
    return Tokens(secrets.token_urlsafe(SECRET_BYTES), secrets.token_urlsafe(SECRET_BYTES))


def kept_tokens(path: Path) -> Tokens:
    """Return the secrets kept in that file, or new ones, which are kept there for the next start.

    The file is made readable for its owner alone. InvalidFile when it is anything else than a small file of ours, holds
    anything else or others can read it; VizError when it cannot be read or written.
    """
    try:
        # Judged before it is opened: a pipe would wait for a writer, a device might do anything.
        found = path.lstat()
        if problem := _unfit(path, found):
            raise InvalidFile(str(path), [problem])
        data = _read(path, found)
    except FileNotFoundError:
        return _keep(path, new_tokens())
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or error
        raise VizError(f"{path}: {said} - name a file that you can read") from error
    lines = data.decode("ascii", "replace").split()
    if len(lines) != 2 or not all(_is_secret(line) for line in lines) or lines[0] == lines[1]:
        raise _not_tokens(path)
    return Tokens(*lines)


def _unfit(path: Path, found: os.stat_result) -> Problem | None:
    """Return why a file cannot be the one this program made; None when it can."""
    if not stat.S_ISREG(found.st_mode):
        return Problem("kind", "it is no ordinary file", "name a file itself, not a link, folder, pipe or device")
    if found.st_size > MOST_BYTES:
        return Problem("content", "it is too large to be two secrets", "name another file")
    own = getattr(os, "geteuid", None)
    if own is None:
        return None  # Windows keeps rights elsewhere than in modes; a new file is as private as its folder
    problem = None
    if found.st_uid != own():
        problem = Problem("owner", "it belongs to another user", "name a file of your own")
    elif found.st_mode & 0o077:
        problem = Problem("permissions", "others can read the secrets", f"chmod 600 {path}, or delete it")
    return problem if problem is not None and _has_modes(path) else None


def _has_modes(path: Path) -> bool:
    """Return whether the file's place keeps modes: FAT and some network shares give all files the same.

    Asked of the place itself: a new file that is made for us alone shows whether that is heeded.
    """
    probe = path.with_name(f".{secrets.token_hex(8)}.probe")
    try:
        os.close(os.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError:
        return True  # a folder we may not write to; judged as if it did
    try:
        return stat.S_IMODE(probe.lstat().st_mode) & 0o077 == 0
    finally:
        with suppress(OSError):
            probe.unlink()


def _read(path: Path, judged: os.stat_result) -> bytes:
    """Return what the very file that was judged holds."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        opened = os.fstat(file.fileno())
        if not stat.S_ISREG(opened.st_mode) or not os.path.samestat(opened, judged):
            raise OSError("it was replaced while it was read")
        return file.read(MOST_BYTES)


def _is_secret(line: str) -> bool:
    return _SECRET.fullmatch(line) is not None and len(set(line)) >= FEWEST_LETTERS


def _not_tokens(path: Path) -> InvalidFile:
    problem = Problem(
        "content", "these are not the two secrets this program writes", "delete the file, or name another"
    )
    return InvalidFile(str(path), [problem])


def _keep(path: Path, tokens: Tokens) -> Tokens:
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        part.touch(mode=0o600, exist_ok=False)
        part.write_text(f"{tokens.owner}\n{tokens.viewer}\n", encoding="ascii")
        part.replace(path)
    except (OSError, ValueError) as error:
        with suppress(OSError, ValueError):
            part.unlink()
        said = getattr(error, "strerror", None) or error
        raise VizError(f"{path}: {said} - name a file in a folder you can write to") from error
    return tokens
