"""How other programs are found and started: apart from the working folder, and from the terminal's Ctrl-C.

Python puts the working folder, or what PYTHONPATH leaves empty, on its path; a ``json.py`` lying there by chance would
be run in place of the library. Ours start isolated and look for modules where this process does, that folder left out.
Windows looks for programs in the working folder first; we do not.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_START = "import sys; sys.path[:] = sys.argv[1:]; from {module} import main; main()"


def module_command(module: str) -> list[str]:
    """Return the command that runs ``main()`` of a module of ours in an isolated process."""
    encoding = f"utf8={int(sys.flags.utf8_mode)}"  # a file name must be the same bytes there as here
    return [sys.executable, "-I", "-X", encoding, "-c", _START.format(module=module), *module_path(sys.path)]


def module_path(path: Sequence[str], *, home: Path | None = None, folder: Path | None = None) -> list[str]:
    """Return where to look for modules without looking into the working folder.

    `home` is where this program lies, by default where this file says; it stays even if it is the working folder.
    """
    home = home or Path(__file__).resolve().parents[2]
    folder = (folder or Path.cwd()).resolve()
    kept = [entry for entry in path if entry and (Path(entry).resolve() != folder or folder == home)]
    kept = [str(Path(entry).absolute()) for entry in kept]
    return kept if str(home) in kept else [*kept, str(home)]


def find_on_path(program: str) -> str | None:
    """Return the file of a program named without a folder, from the absolute folders of PATH alone."""
    suffix = ".exe" if sys.platform == "win32" else ""
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        if Path(folder).is_absolute() and (found := shutil.which(str(Path(folder, program + suffix)))):
            return found
    return None


def words_for(command: Sequence[str | Path]) -> list[str | bytes]:
    """Return a command as it can be given: words the system's settings have no letters for go as UTF-8."""
    return [_word(os.fspath(word)) for word in command]


def _word(word: str) -> str | bytes:
    try:
        os.fsencode(word)
    except UnicodeEncodeError:
        return word.encode("utf-8", "surrogateescape")
    return word


def own_group() -> dict[str, Any]:
    """Return the arguments of Popen that keep Ctrl-C in the terminal from a process: it is for us to answer."""
    if sys.platform == "win32":
        import subprocess

        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}
