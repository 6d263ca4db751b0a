"""Who has a place: open connections are few and counted, and whoever shows a secret comes before whoever does not.

A connection is a stranger's until it has asked for something under a secret. Strangers share a few places, and a new
one takes the place of the oldest from where most come; so silence, half a request or a flood of them keeps nobody out
who asks at once. Viewers have most of what is left, and some places are the owner's alone.
"""

from __future__ import annotations

import enum
import sys
from collections import Counter
from typing import Protocol

MOST_CONNECTIONS = 1024
"""Open at once, whatever they are for; fewer where the system gives this program fewer descriptors."""

MOST_STRANGERS = 64
"""Connections at once that have shown no secret yet."""

SPARE_DESCRIPTORS = 64
"""For the files that are served, and whatever else the program has open."""


class Role(enum.Enum):
    """What a connection has shown to be."""

    STRANGER = enum.auto()
    VIEWER = enum.auto()
    OWNER = enum.auto()


class Guest(Protocol):
    """An open connection."""

    address: str
    """Of the machine at its other end."""
    role: Role
    is_page: bool
    """Whether it is the socket of an open page, which is never sent away for another."""

    def send_away(self) -> None:
        """End the connection at once."""


class Places:
    """The open connections, oldest first."""

    def __init__(self, most: int) -> None:
        """`most` is how many there may be at once."""
        self.most = most
        self._most_strangers = min(MOST_STRANGERS, most // 2)
        self._guests: dict[Guest, None] = {}

    def enter(self, guest: Guest) -> bool:
        """Give a place to a new connection, if need be another's; False when all who are there may stay."""
        strangers = sum(one.role is Role.STRANGER for one in self._guests)
        if (strangers >= self._most_strangers or len(self._guests) >= self.most) and not self.make_room():
            return False
        self._guests[guest] = None
        return True

    def leave(self, guest: Guest) -> None:
        """Forget a connection that is gone."""
        self._guests.pop(guest, None)

    def make_room(self) -> bool:
        """Send away the oldest stranger from where most come, or else a viewer's that is no open page."""
        for role in (Role.STRANGER, Role.VIEWER):
            able = [one for one in self._guests if one.role is role and not one.is_page]
            if able:
                crowd = Counter(one.address for one in able)
                oldest = max(able, key=lambda one: crowd[one.address])
                self.leave(oldest)
                oldest.send_away()
                return True
        return False


def most_connections() -> int:
    """Return how many connections this program may have open without running out of descriptors."""
    if sys.platform == "win32":
        return MOST_CONNECTIONS
    import resource

    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if allowed == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return max(16, min(MOST_CONNECTIONS, allowed - min(SPARE_DESCRIPTORS, allowed // 2)))
