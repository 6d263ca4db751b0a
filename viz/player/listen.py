"""Where the server listens: this machine's loopback, and the shared address beside it on the same port."""

from __future__ import annotations

import errno
import ipaddress
import socket
import sys

from viz.errors import UsageError, VizError
from viz.player.door import LOOPBACK

USUAL_PORT = 18365
"""18.3.65, the day of the walk. What a browser keeps for the page, bookmarks and sizes, it keeps by port."""
_TRIES = 8
"""For one free port that two addresses share."""


def listen(port: int | None, host: str | None = None, bind: str | None = None) -> list[socket.socket]:
    """Return sockets that listen on loopback and, when given, on that host of this machine, or on the address `bind`.

    `bind` may be every address at once, as a container needs it.

    Port 0 takes a free one, None the usual one, or a free one where another program has that.

    UsageError for a host that others could not reach or that would be every address at once; VizError when the port
    cannot be had.
    """
    if port is None:
        try:
            return listen(USUAL_PORT, host, bind)
        except VizError:
            return listen(0, host, bind)
    if bind is not None:
        given = bindable(bind)
        if given.is_unspecified:
            return [_listener(_family(given), str(given), port)]
        host = str(given)
    address = None if host is None else reachable(host)
    if address is None or address[1] == LOOPBACK:
        return [_listener(socket.AF_INET, LOOPBACK, port)]
    for attempt in range(_TRIES):
        first = _listener(*address, port)
        try:
            return [_listener(socket.AF_INET, LOOPBACK, first.getsockname()[1]), first]
        except VizError:
            first.close()
            if port != 0 or attempt == _TRIES - 1:
                raise
    raise AssertionError("unreachable")


def bindable(bind: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """Return the address to listen on; UsageError for what is none."""
    try:
        return ipaddress.ip_address(bind)
    except ValueError as error:
        raise UsageError(f"{bind!r} is no address to listen on - give one, such as 0.0.0.0 in a container") from error


def _family(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> socket.AddressFamily:
    return socket.AF_INET if address.version == 4 else socket.AF_INET6


def reachable(host: str) -> tuple[socket.AddressFamily, str]:
    """Return family and numeric address of a host name or address; UsageError when viewers could not use it."""
    remedy = "give the address or name by which viewers reach this machine, such as 192.168.1.20"
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UsageError(f"{host!r} is not a name or address of this machine - {remedy}") from error
    family, _, _, _, place = min(found, key=lambda one: one[0] != socket.AF_INET)
    address = ipaddress.ip_address(str(place[0]).partition("%")[0])
    if address.is_unspecified or address.is_multicast:
        raise UsageError(f"{host} would be any address, and visitors could not be told from strangers - {remedy}")
    if address.is_loopback and host.lower() != str(address) and host != "localhost":
        raise UsageError(f"{host} means {address} here, which no other machine can reach - {remedy}")
    return family, str(address)


def _listener(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    try:
        listener = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise _no_loopback(address, error) from error
    if sys.platform == "win32":
        # There SO_REUSEADDR would let another program take the same port, and the pages' secrets with it.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address, port))
        listener.listen(64)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise VizError(f"port {port} of {address} is in use by another program - choose another, or 0") from error
        if error.errno == errno.EADDRNOTAVAIL and address == LOOPBACK:
            raise _no_loopback(address, error) from error
        if error.errno == errno.EADDRNOTAVAIL:
            raise UsageError(f"{address} is not an address of this machine - choose one that it has") from error
        raise VizError(f"port {port} of {address} cannot be had: {error.strerror} - choose another, or 0") from error
    listener.setblocking(False)
    return listener


def _no_loopback(address: str, error: OSError) -> VizError:
    """A machine with IPv6 alone: every machine can have 127.0.0.1 beside it, without a network."""
    return VizError(
        f"this machine has no address {address}: {error.strerror} - switch its loopback interface on for IPv4 "
        "(Linux: ip link set lo up; ip addr add 127.0.0.1/8 dev lo)"
    )
