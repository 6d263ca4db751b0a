"""The address of a Dask scheduler: whether it may be joined, and whether one answers there.

Whoever reaches a scheduler runs code on its workers and on whoever joins it: what comes back is unpickled. Without
TLS that is everybody on the way, so a plain connection to another machine is made only when that was said.
"""

from __future__ import annotations

import ipaddress
import logging
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from viz.errors import UsageError

_ADDRESS = re.compile(r"(?:(?P<scheme>[a-z]+)://)?(?P<host>\[[0-9A-Fa-f:.%]+\]|[^\s/:\[\]@]+):(?P<port>[0-9]{1,5})/?")
_PLAIN, _SECURE = ("tcp", "ws", "ucx"), ("tls", "wss")
_ANSWER_S = 10
_LONGEST_GREETING = 1 << 20
"""Bytes; a scheduler says first how long its greeting is, in eight bytes with the least first."""


def check_scheduler(address: str, *, trust_network: bool = False) -> tuple[str, int]:
    """Return host and port of a scheduler; UsageError for what is no address, and for one that cannot be trusted."""
    found = _ADDRESS.fullmatch(address.strip())
    scheme = "" if found is None else found["scheme"] or _PLAIN[0]
    if found is None or scheme not in (*_PLAIN, *_SECURE) or not 0 < int(found["port"]) < 65536:
        raise UsageError(
            f"scheduler {address[:80]!r}: is no address - write it as the scheduler prints it, "
            "tls://HOST:PORT or tcp://127.0.0.1:PORT"
        )
    host = found["host"].strip("[]")
    if scheme in _PLAIN and not trust_network and not _is_this_machine(host):
        raise UsageError(
            f"scheduler {address}: everybody on the way to {host} could run code on this machine and on every worker - "
            "use TLS (tls://, see docs/recording.md), or say --trust-network (in Python trust_network=True) "
            "if all who reach that network may"
        )
    return host, int(found["port"])


def is_secure(address: str) -> bool:
    """Say whether an address is one of TLS."""
    return address.strip().partition("://")[0] in _SECURE


def check_answer(address: str) -> None:
    """UsageError at once when no scheduler answers; Dask itself would try for half a minute, and with tracebacks."""
    host, port = check_scheduler(address, trust_network=True)
    secure = is_secure(address)
    try:
        with socket.create_connection((host, port), timeout=_ANSWER_S) as connection:
            greeting = b"" if secure else _read(connection, 8)
    except (OSError, UnicodeError) as problem:  # a host name that no name server could be asked for
        raise unanswered(address, problem) from problem
    if not secure and not (len(greeting) == 8 and int.from_bytes(greeting, "little") < _LONGEST_GREETING):
        raise unanswered(address, "something else does")


def unanswered(address: str, problem: object) -> UsageError:
    """Return the error that no scheduler answers."""
    return UsageError(f"no Dask scheduler answers at {address} ({problem}) - check --scheduler")


@contextmanager
def hushed() -> Iterator[None]:
    """Keep Dask's own words, which are tracebacks, from the terminal: what they come to is said by us in a line."""
    chatty = [logging.getLogger(name) for name in _loggers()]
    for logger in chatty:
        logger.addFilter(_never)
    try:
        yield
    finally:
        for logger in chatty:
            logger.removeFilter(_never)


def _loggers() -> list[str]:
    known = logging.Logger.manager.loggerDict
    return ["asyncio", *(name for name in known if name.partition(".")[0] in ("distributed", "tornado"))]


def _never(record: logging.LogRecord) -> bool:
    return False


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"


def _read(connection: socket.socket, count: int) -> bytes:
    read = b""
    while len(read) < count and (more := connection.recv(count - len(read))):
        read += more
    return read
