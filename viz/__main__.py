"""``python -m viz`` is the program ``voskhod2``."""

import sys


def _leave_working_folder() -> None:
    """Take the working folder from where modules are looked for, which ``-m`` has put there, unless we lie in it."""
    home = __file__[: -len("/viz/__main__.py")]
    if sys.path and not sys.flags.safe_path and sys.path[0] != home:
        del sys.path[0]


if __name__ == "__main__":
    _leave_working_folder()
    from viz.cli import main

    main()
