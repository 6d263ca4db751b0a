"""One more address that leads here: of a reverse proxy, a hub, a tunnel or a container's published port."""

from __future__ import annotations

import ipaddress
import re
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from viz.errors import UsageError

_USUAL = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9.:-]{1,253}")
_PREFIX = re.compile(r"(/[A-Za-z0-9._~@:+-]+)*")


@dataclass(frozen=True, slots=True)
class Public:
    """The address as the viewer's browser shows it."""

    scheme: str
    name: str
    """Host and port, as the Host header writes them."""
    prefix: str = ""
    """Path before the secret, such as ``/user/anna/proxy/18365``."""

    @property
    def origin(self) -> str:
        """Scheme, host and port, as the Origin header writes them."""
        return f"{self.scheme}://{self.name}"

    @property
    def socket(self) -> str:
        """The same for the page's socket."""
        return f"{'wss' if self.scheme == 'https' else 'ws'}://{self.name}"

    @property
    def is_private(self) -> bool:
        """Whether nobody on the way can read what passes: encrypted, or not leaving the viewer's machine."""
        host = urlsplit(self.origin).hostname or ""
        if self.scheme == "https" or host == "localhost":
            return True
        with suppress(ValueError):
            return ipaddress.ip_address(host).is_loopback
        return False


def read_public(text: str) -> Public:
    """Return the address a `--address` names; UsageError says what it must look like."""
    refusal = UsageError(
        f"{text!r} is no address a browser could show - write it as https://hub.example.edu/user/anna/proxy/18365/ "
        "or http://localhost:8080/"
    )
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise refusal from error
    host, prefix = (parts.hostname or "").lower(), parts.path.rstrip("/")
    if not text.isprintable() or parts.scheme not in _USUAL or not _HOST.fullmatch(host) or parts.username is not None:
        raise refusal
    if parts.query or parts.fragment or not _PREFIX.fullmatch(prefix) or {".", ".."} & set(prefix.split("/")):
        raise refusal
    host = f"[{host}]" if ":" in host else host
    return Public(parts.scheme, host if port in (None, _USUAL[parts.scheme]) else f"{host}:{port}", prefix)
