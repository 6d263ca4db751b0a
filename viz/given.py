"""What a caller gives, judged before any work is done: each answers with the value, or one clear UsageError.

A bool is no number here, a text is no number either, and NaN and infinity are never meant.
"""

from __future__ import annotations

import math
import operator
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from fractions import Fraction
from numbers import Rational, Real
from pathlib import Path
from typing import Any

from viz.errors import InvalidFile, UsageError, VizError, escaped

_OPTION = re.compile(r"(?<!\S)--([a-z][a-z-]*)(?: (?=[1-9])(\d+)\b)?(?=[\s,;:)]|$)")
_NAMES = {"from": "start", "to": "stop", "lang": "language"}
_TRUTHS = ("force", "resume", "discard", "trust_network", "hashes")


@contextmanager
def by_arguments() -> Iterator[None]:
    """Have errors speak of arguments, such as ``force=True``, where they speak of a command's options."""
    try:
        yield
    except InvalidFile:
        raise
    except VizError as problem:
        told = _OPTION.sub(_as_argument, str(problem))
        if told == str(problem):
            raise
        raise type(problem)(told) from problem


def _as_argument(option: re.Match[str]) -> str:
    name = option[1].replace("-", "_")
    name = _NAMES.get(name, name)
    value = option[2] or ("True" if name in _TRUTHS else None)
    return name if value is None else f"{name}={value}"


def number(name: str, value: object) -> float:
    """Return a finite number."""
    if isinstance(value, float) and math.isfinite(value):
        return float(value)
    if not isinstance(value, bool) and isinstance(value, Real | Decimal):
        try:
            found = float(value)
        except (OverflowError, ValueError):  # a signalling NaN
            found = math.inf
        if math.isfinite(found):
            return found
    raise UsageError(f"{name} {shown(value)}: must be a finite number")


def exact(name: str, value: object) -> Fraction:
    """Return a finite number exactly; of a float the digits it is written with, so that 0.1 is a tenth."""
    if isinstance(value, Rational) and not isinstance(value, bool):
        return Fraction(value)
    finite = number(name, value)
    return Fraction(value) if isinstance(value, Decimal) else Fraction(repr(finite))


def count(name: str, value: object, least: int = 1) -> int:
    """Return a whole number of at least `least`."""
    if not isinstance(value, bool):
        try:
            found = operator.index(value)  # type: ignore[arg-type]  # refuses what is none
        except TypeError:
            found = least - 1
        if found >= least:
            return found
    raise UsageError(f"{name} {shown(value)}: must be a whole number of at least {least}")


def size(name: str, value: object) -> tuple[int, int]:
    """Return width and height."""
    if isinstance(value, Sequence) and not isinstance(value, str | bytes) and len(value) == 2:
        width, height = value
        return count(f"{name}, width", width), count(f"{name}, height", height)
    raise UsageError(f"{name} {shown(value)}: must be width and height in pixels, such as (1280, 720)")


def text(name: str, value: object, example: str) -> str:
    """Return a text that is not empty."""
    if isinstance(value, str) and value.strip():
        return value
    raise UsageError(f"{name} {shown(value)}: must be a text, such as {example!r}")


def choice(name: str, value: object, choices: Sequence[str]) -> str:
    """Return one of the choices."""
    if isinstance(value, str) and value in choices:
        return value
    raise UsageError(f"{name} {shown(value)}: must be one of {', '.join(choices)}")


def truth(name: str, value: object) -> bool:
    """Return True or False."""
    if isinstance(value, bool):
        return value
    raise UsageError(f"{name} {shown(value)}: must be True or False")


def function(name: str, value: object) -> Any:
    """Return what can be called."""
    if callable(value):
        return value
    raise UsageError(f"{name} {shown(value)}: must be a function")


def path(name: str, value: object) -> Path:
    """Return a name or the path of a file or folder."""
    if isinstance(value, str | os.PathLike):
        named = os.fspath(value)
        if isinstance(named, str) and named and "\0" not in named:
            return Path(named)
    raise UsageError(f"{name} {shown(value)}: must be a name or a path, as a text or a Path")


def shown(value: object) -> str:
    """Return a short form of a value for a message."""
    try:
        said = repr(value)
    except Exception:  # whatever it is, it is not what was wanted
        said = f"<{type(value).__name__}>"
    return escaped(said if len(said) <= 60 else said[:57] + "...").replace("\n", " ")
