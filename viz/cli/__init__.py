"""The front door: thin commands over the rooms, and the only place that prints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

__all__ = ["main"]


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run the program ``voskhod2`` and exit with its code: 0, 1, 2, 3, 4 or 130."""
    from viz.cli.app import app
    from viz.cli.speak import set_up_streams

    set_up_streams()
    app.main(args=None if args is None else list(args), prog_name="voskhod2")
