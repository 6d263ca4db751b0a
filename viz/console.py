"""The commands' way in, which the wheel has as ``voskhod2_viz``: beside the package and not inside.

Another distribution brings a package of our name; installed over ours it leaves a mixture of both, which fails without
a word of sense. This file is not overwritten then, and says what has happened.
"""

from __future__ import annotations

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the program, or say that its package has been overwritten and how it comes back; exit code 4 for that."""
    try:
        import viz
    except ImportError:
        whole = False
    else:
        whole = all(hasattr(viz, name) for name in ("__version__", "load_flight", "record"))
    if whole:
        from viz.cli import main as run

        run()
    print(f"voskhod2: {_overwritten()}", file=sys.stderr)  # noqa: T201 - the room that prints is not there
    sys.exit(4)


def _overwritten() -> str:
    from importlib import metadata

    try:
        other, remove = f"viz {metadata.version('viz')}", "pip uninstall viz; "
    except metadata.PackageNotFoundError:
        other, remove = "another package named viz, which is gone again", ""
    return (
        f"the package viz of this program has been written over by {other} - put ours back: "
        f"{remove}pip install --force-reinstall --no-deps voskhod2-viz"
    )


if __name__ == "__main__":
    main()
