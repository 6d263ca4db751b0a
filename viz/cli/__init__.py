"""The front door: thin commands over the rooms, and the only place that prints."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NoReturn

__all__ = ["main"]


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run the program ``voskhod2`` and exit with its code: 0, 1, 2, 3, 4 or 130."""
    from viz.cli.app import app

    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a terminal that cannot show Hindi gets escapes, not a crash
            reconfigure(errors="backslashreplace")
    app.main(args=None if args is None else list(args), prog_name="voskhod2")
