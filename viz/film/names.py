"""What the files of a film are called: its own name is the user's, and whatever it holds stands for itself.

Hidden names are cut where a file system would not hold them; ffmpeg is given addresses, in which no colon, per cent
sign or dash means anything.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from viz.errors import UsageError

LONGEST_HIDDEN = 143
"""Bytes of a hidden name: what eCryptfs holds, the least of the file systems in use."""
_LONGEST = 255
_NOT_ON_WINDOWS = re.compile(r'[<>:"|?*\x00-\x1f]|[ .]$|^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)', re.IGNORECASE)


def parts_folder(output: Path) -> Path:
    """Return the hidden folder beside a film in which it is made."""
    return hidden(output, "parts")


def hidden(output: Path, mark: str) -> Path:
    """Return the name beside a file under which it is made."""
    return output.with_name(_cut(f".{output.name}", LONGEST_HIDDEN - len(f".{mark}")) + f".{mark}")


def beside(output: Path, ending: str) -> Path:
    """Return the name of a file that stands beside a film.

    Beside an ``.mp4`` it has the film's name without the suffix, which players look for; beside every other kind the
    whole name, so that two films of one name and different kinds keep what is theirs.
    """
    stem = output.stem if output.suffix == ".mp4" else output.name
    return output.with_name(f"{stem}.{ending}")


def kept_name(output: Path, why: str) -> Path:
    """Return a free name beside a film for one that cannot have its own: ``talk.unverified.mp4``.

    A folder's has no point in it, so that the folder is still taken for one of pictures.
    """
    for number in range(1, 1000):
        mark = f"{'.' if output.suffix else '-'}{why}{'' if number == 1 else f'-{number}'}"
        room = _LONGEST - len(os.fsencode(mark + output.suffix))
        kept = output.with_name(f"{_cut(output.stem, room)}{mark}{output.suffix}")
        if not os.path.lexists(kept):
            return kept
    return kept


def for_ffmpeg(file: Path) -> str:
    """Return a file as ffmpeg takes it: ``exit-11:34.mp4`` alone would be of the protocol ``exit-11``."""
    return f"file:{file.absolute()}"


def check_name(output: Path, *, windows: bool = os.name == "nt") -> None:
    """UsageError when no file can have that name here."""
    if output.name in ("", ".."):
        raise UsageError(f"{output} is no name for a file - give one")
    try:
        os.fsencode(output)
    except UnicodeEncodeError as error:
        whole, bad = (ascii(text)[1:-1] for text in (str(output), error.object[error.start : error.end]))
        raise UsageError(f"{whole}: no file has {bad} in its name - leave it out") from None
    if windows and _NOT_ON_WINDOWS.search(output.name):
        raise UsageError(f'{output}: Windows has no such file names - leave out < > : " | ? * and an end in . or space')


def _cut(name: str, room: int) -> str:
    """Return a name in so many bytes; one that was cut ends in a digest, so that two never become one."""
    if len(_bytes(name)) <= room:
        return name
    digest = hashlib.sha256(_bytes(name)).hexdigest()[:8]
    kept = name
    while len(_bytes(kept)) > room - len(digest) - 1:
        kept = kept[:-1]
    return f"{kept}~{digest}"


def _bytes(name: str) -> bytes:
    """Return a name as the file system has it; what no file can be called is for `check_name` to refuse."""
    try:
        return os.fsencode(name)
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogatepass")
