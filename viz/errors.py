"""Every error the project raises on purpose, as one tree.

    VizError                   something the user can act on; exit code 1
    ├── UsageError             the request makes no sense; exit code 2
    ├── InvalidFile            a mission, recipe or asset file is not usable; exit code 3
    └── ToolMissing            Chromium, WebGL or ffmpeg is missing; exit code 4

Messages say where, what is wrong, and what to do about it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u2069\ufdd0-\ufdef\ufeff\ufff9-\uffff"
    "\U000e0000-\U000e007f\U0001fffe\U0001ffff]"
)
"""Characters that command a terminal, turn the direction of writing, or are there and never seen; the newline apart.

Joiners (U+200C, U+200D) are not among them: Hindi is written with them.
"""


def escaped(text: str) -> str:
    """Return a text that shows what it holds: control characters and turns of direction by their numbers."""
    return UNSEEN.sub(lambda found: found.group().encode("unicode_escape").decode("ascii"), text)


class VizError(Exception):
    """Something went wrong that the user can act on."""

    exit_code: ClassVar[int] = 1


class UsageError(VizError):
    """The request itself makes no sense: an unknown camera, a time outside the flight."""

    exit_code: ClassVar[int] = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file: where it stands, what is wrong, and the remedy."""

    path: str
    """Path of the value inside the file, such as ``event[4].utc``."""
    what: str
    remedy: str

    def __str__(self) -> str:
        return escaped(f"{self.path}: {self.what} - {self.remedy}")


class InvalidFile(VizError):  # noqa: N818 - names what is so, not that it is an error
    """A file is not usable; carries every problem found in it, not just the first."""

    exit_code: ClassVar[int] = 3

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        self.file = file
        self.problems = tuple(problems)
        count = len(self.problems)
        head = f"{escaped(file)} is not usable ({count} problem{'s' if count != 1 else ''}):"
        super().__init__("\n".join([head, *(f"  {problem}" for problem in self.problems)]))


class ToolMissing(VizError):  # noqa: N818
    """A program the project drives, such as Chromium or ffmpeg, is not there or cannot do its work."""

    exit_code: ClassVar[int] = 4
