"""What every answer carries, and the page for whoever comes under a name this server does not go by."""

from __future__ import annotations

from html import escape

SIGN = "voskhod2"
"""What the `Server` header says: a name, and no version of anything."""


def security_headers(name: str, also: str | None = None) -> dict[str, str]:
    """Return the headers of every answer given under that name, as the Host header writes it.

    The policy names only this address, and the socket address `also`, where a proxy leads here. GlowScript runs under
    it: its one `eval("0")` is answered in ``page/scene.js``, so `unsafe-eval` is not needed.
    """
    sockets = f"ws://{name}" if also is None else f"ws://{name} {also}"
    policy = "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "media-src 'self'",
            f"connect-src 'self' {sockets}",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )
    return {**bare_headers(), "Content-Security-Policy": policy}


def bare_headers() -> dict[str, str]:
    """Return the headers of an answer that is no part of the page and may load nothing."""
    policy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    return {
        "Content-Security-Policy": policy,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), usb=()",
        "Referrer-Policy": "no-referrer",
        "Server": SIGN,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        # The token dies with the program, and a page kept from an older version must never meet a newer program.
        "Cache-Control": "no-store",
    }


def closed_page(origins: list[str], port: int) -> str:
    """Return the page that says under which addresses the show is open, and how another can be had; no secret."""
    listed = "".join(f"<li><code>{escape(origin)}</code></li>" for origin in origins)
    return f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Not open under this address</title>
<h1>The show is not open under this address</h1>
<p>It answers only to the host and port it printed when it was started:</p>
<ul>{listed}</ul>
<ul>
<li>Copy the whole address from the terminal, with the same host and port.</li>
<li>Through ssh, keep the port: <code>ssh -L {port}:127.0.0.1:{port} machine</code>.</li>
<li>Behind a proxy, a tunnel or a container's published port, start it with <code>--address URL</code>, the address
your browser shows.</li>
<li>It cannot be shown inside another site's page.</li>
</ul>
</html>
"""
