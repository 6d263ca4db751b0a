"""Where the server listens, also on systems that are not at hand: told by a socket that answers as theirs do."""

from __future__ import annotations

import errno
import socket
import sys
from typing import Any

import pytest

from viz.errors import UsageError, VizError
from viz.player import listen as room
from viz.player.listen import listen


class Answering:
    """A socket that remembers its options, and fails to bind as it is told to."""

    failure: int | None = None
    made: list[Answering]

    def __init__(self, family: int, kind: int) -> None:
        self.family, self.kind, self.options, self.closed = family, kind, {}, False  # type: ignore[var-annotated]
        self.made.append(self)

    def setsockopt(self, level: int, option: int, value: int) -> None:
        self.options[level, option] = value

    def bind(self, place: tuple[str, int]) -> None:
        if self.failure is not None:
            raise OSError(self.failure, "so it is")
        self.place = place

    def listen(self, waiting: int) -> None: ...

    def setblocking(self, blocking: bool) -> None: ...

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def sockets(monkeypatch: pytest.MonkeyPatch) -> type[Answering]:
    Answering.made, Answering.failure = [], None
    monkeypatch.setattr(room.socket, "socket", Answering)
    return Answering


@pytest.mark.parametrize(
    ("system", "option"), [("win32", "SO_EXCLUSIVEADDRUSE"), ("linux", "SO_REUSEADDR"), ("darwin", "SO_REUSEADDR")]
)
def test_no_other_program_may_take_the_port_beside_us(
    sockets: type[Answering], monkeypatch: pytest.MonkeyPatch, system: str, option: str
) -> None:
    """On Windows SO_REUSEADDR would let one; elsewhere it only spares the wait after a restart."""
    numbers = {"SO_EXCLUSIVEADDRUSE": ~socket.SO_REUSEADDR, "SO_REUSEADDR": socket.SO_REUSEADDR}
    monkeypatch.setattr(room.socket, "SO_EXCLUSIVEADDRUSE", numbers["SO_EXCLUSIVEADDRUSE"], raising=False)
    monkeypatch.setattr(sys, "platform", system)
    (listener,) = listen(18365)
    assert isinstance(listener, Answering)
    assert listener.options == {(socket.SOL_SOCKET, numbers[option]): 1}
    assert listener.place == ("127.0.0.1", 18365)


@pytest.mark.parametrize(
    ("failure", "kind", "said"),
    [
        (errno.EADDRNOTAVAIL, VizError, "no address 127.0.0.1.* switch its loopback interface on for IPv4"),
        (errno.EADDRINUSE, VizError, "port 8000 of 127.0.0.1 is in use by another program"),
        (errno.EACCES, VizError, "port 8000 of 127.0.0.1 cannot be had: so it is - choose another"),
    ],
)
def test_what_cannot_be_had_is_told_and_let_go(
    sockets: type[Answering], failure: int, kind: type[VizError], said: str
) -> None:
    sockets.failure = failure
    with pytest.raises(kind, match=said):
        listen(8000)
    assert [one.closed for one in sockets.made] == [True]


def test_an_address_of_another_machine_is_a_wrong_wish(sockets: type[Answering]) -> None:
    sockets.failure = errno.EADDRNOTAVAIL
    with pytest.raises(UsageError, match=r"192.0.2.7 is not an address of this machine"):
        listen(8000, bind="192.0.2.7")


def test_a_machine_without_ipv4_is_told_how_to_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: Any) -> socket.socket:
        raise OSError(errno.EAFNOSUPPORT, "Address family not supported by protocol")

    monkeypatch.setattr(room.socket, "socket", never)
    with pytest.raises(VizError, match=r"no address 127.0.0.1: Address family not supported .* for IPv4"):
        listen(8000)
