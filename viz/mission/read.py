"""One TOML file to one frozen value, or every structural problem of the file at once.

Nothing here knows what a mission is: a shape is any tree of dataclasses, tuples and mappings, and the
other rooms' readers use the same two functions for their own files.
"""

from __future__ import annotations

import difflib
import itertools
import math
import re
import tomllib
import types
import typing
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from cattrs import Converter
from cattrs.errors import (
    AttributeValidationNote,
    BaseValidationError,
    ForbiddenExtraKeysError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn, override

from viz.errors import InvalidFile, Problem
from viz.mission.folder import MAX_TEXT_BYTES, read_plain
from viz.mission.ranges import Range, range_of
from viz.mission.text import unfit_name, unfit_text

T = TypeVar("T")

MAX_LINE = 10_000
"""Longest line: TOML's own reader takes time beyond measure over a key of a hundred thousand parts."""

MAX_PARTS = 100
"""Most dots in a key; its reader takes time beyond measure over headers of thousands of parts, too."""

MAX_ROWS = 2000
"""Longest list or table; the shipped flight's longest has less than two hundred rows."""

MAX_NUMBER = 1e15
"""No quantity here is larger, and squares and sums of such numbers stay finite."""

MAX_PROBLEMS = 100
"""Problems told of one file; who has more mends these first."""

_SHOWN_LENGTH = 40
_COMPARED = 200
"""Names a wrong one is compared with; to search thousands for each of thousands takes minutes."""
_QUOTED, _KEY_END = re.compile(r"\"[^\"]*\"|'[^']*'"), re.compile(r"[=,\]]")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


class _UnfitError(ValueError):
    """A value does not fit its shape; carries what is wrong and the remedy."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


def shown(value: object) -> str:
    """Return a value as a message shows it: its repr, cut to about forty characters."""
    if isinstance(value, datetime):
        text = value.isoformat().replace("+00:00", "Z")
    elif isinstance(value, str):
        text = '"' + repr(value[: _SHOWN_LENGTH + 1])[1:-1] + '"'
    elif isinstance(value, Mapping):
        text = "a table"
    elif isinstance(value, list | tuple):
        text = f"a list of {len(value)}"
    else:
        text = repr(value)
    return text if len(text) <= _SHOWN_LENGTH else text[: _SHOWN_LENGTH - 3] + "..."


def _alike(word: str, known: Collection[str]) -> list[str]:
    """Return what is meant by a slip: the likest; words that only end alike, such as version and question, are not."""
    alike = difflib.get_close_matches(word, sorted(known), n=3, cutoff=0.66)
    close = difflib.get_close_matches(word, alike, n=3, cutoff=0.7)
    return [name for name in alike if name in close or name[:1] == word[:1]]


def nearest(word: str, known: Collection[str]) -> str:
    """Return the remedy for an unknown name: the nearest known ones, or all of a short list."""
    few = len(known) <= _COMPARED
    near = _alike(word[:_SHOWN_LENGTH], known) if few else []
    if near:
        return "did you mean " + " or ".join(near) + "?"
    if not known:
        return "none is defined"
    listed = sorted(known)
    return "use one of " + ", ".join(listed[:12]) + (", ..." if len(listed) > 12 else "")


def join(path: str, step: str | int) -> str:
    """Return the path one step deeper: ``event[4]`` for an index, ``event."eva.exit"`` for a dotted name."""
    if isinstance(step, int):
        return f"{path}[{step}]"
    name = step if _BARE_KEY.fullmatch(step) and len(step) <= _SHOWN_LENGTH else shown(step)
    return f"{path}.{name}" if path else name


def few(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the first `MAX_PROBLEMS`, and a word that there are more; the rest is not even looked for."""
    first = tuple(itertools.islice(problems, MAX_PROBLEMS + 1))
    if len(first) <= MAX_PROBLEMS:
        return first
    return (*first[:MAX_PROBLEMS], Problem("(file)", "has more problems than are told", "mend these first"))


def read_shape(path: Path, shape: type[T], within: Path | None = None) -> T:
    """Read a TOML file into a shape: a dataclass, or a Mapping of them; `within` as for `read_table`.

    Raises InvalidFile with every structural problem of the file.
    """
    return structure(read_table(path, within), shape, str(path))


def structure(table: Mapping[str, Any], shape: type[T], file: str) -> T:
    """Return a table of a file in its shape; InvalidFile, naming the file, with every structural problem."""
    try:
        return _CONVERTER.structure(table, shape)
    except (BaseValidationError, _UnfitError) as error:
        raise InvalidFile(file, few(_problems(error, ""))) from None


def read_table(path: Path, within: Path | None = None) -> dict[str, Any]:
    """Read a TOML file as nested dicts; InvalidFile when it is missing, too large, not UTF-8 or not TOML.

    A file of a mission folder is read `within` it: no link may lead out. Texts and keys hold no control characters.
    """
    table = _parsed(path, read_plain(path, MAX_TEXT_BYTES, within))
    problems = few(text_problems(table))
    if problems:
        raise InvalidFile(str(path), problems)
    return table


def _parsed(path: Path, data: bytes) -> dict[str, Any]:
    try:
        text = data.decode("utf-8")
        for number, line in enumerate(text.splitlines(), 1):
            if len(line) > MAX_LINE:
                raise _UnfitError(f"line {number} has {len(line)} characters", f"break it up; {MAX_LINE} are enough")
            if (dots := _KEY_END.split(_QUOTED.sub("", line), 1)[0].count(".")) > MAX_PARTS:
                raise _UnfitError(
                    f"line {number} begins with {dots} dots", f"write shorter keys; {MAX_PARTS} are enough"
                )
        return tomllib.loads(text)
    except _UnfitError as error:
        problem = Problem("(file)", error.what, error.remedy)
    except UnicodeDecodeError as error:
        problem = Problem("(file)", f"byte {error.start} is not UTF-8 text", "save the file as UTF-8 TOML")
    except RecursionError:
        problem = Problem("(file)", "its values are nested too deeply", "write plain tables and lists")
    except ValueError as error:  # TOMLDecodeError, and numbers or dates Python itself refuses
        problem = Problem("(file)", f"is not TOML: {error}", "correct the line; the file may be cut short")
    raise InvalidFile(str(path), [problem])


def text_problems(table: Mapping[str, object]) -> Iterator[Problem]:
    """Yield what is wrong with the characters of each key and each text of a file, by its path."""
    left: list[tuple[str, object]] = [("", table)]
    while left:
        path, value = left.pop()
        if isinstance(value, str):
            yield from _told(path, unfit_text(value))
        elif isinstance(value, Mapping):
            for key in value:
                yield from _told(join(path, key), unfit_name(key))
            left += reversed([(join(path, key), inner) for key, inner in value.items()])
        elif isinstance(value, list):
            left += reversed([(join(path, at), inner) for at, inner in enumerate(value)])


def _told(path: str, what: str | None) -> Iterator[Problem]:
    if what is not None:
        yield Problem(path, what, "leave it out")


def _problems(error: BaseException, path: str) -> Iterator[Problem]:
    if isinstance(error, BaseValidationError):
        for child in error.exceptions:
            yield from _problems(child, path + _step(child, path))
    elif isinstance(error, ForbiddenExtraKeysError):
        known = _field_names(error.cl)
        for name in sorted(error.extra_fields):
            yield Problem(join(path, name), "is not a key of this table", nearest(name, known))
    elif isinstance(error, _UnfitError):
        yield Problem(path or "(file)", error.what, error.remedy)
    elif isinstance(error, KeyError):
        yield Problem(path, "is missing", "add it")
    else:
        yield Problem(path or "(file)", f"does not fit: {error}", "see the mission file reference")


def _step(error: BaseException, path: str) -> str:
    """Return what cattrs noted of the place of a child error, as the tail to add to a path."""
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return join(path, note.name)[len(path) :]
        if isinstance(note, IterableValidationNote):
            return join(path, note.index)[len(path) :]
    return ""


def _field_names(shape: type) -> tuple[str, ...]:
    return tuple(getattr(shape, "__dataclass_fields__", ()))


def _structure_str(value: object, _: object) -> str:
    if type(value) is not str:
        raise _UnfitError(f"expected text, got {shown(value)}", "put it in quotes")
    return value


def _structure_bool(value: object, _: object) -> bool:
    if not isinstance(value, bool):
        raise _UnfitError(f"expected true or false, got {shown(value)}", "write true or false, without quotes")
    return value


def _structure_int(value: object, _: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _UnfitError(f"expected a whole number, got {shown(value)}", "write it without a point or quotes")
    return value


def _structure_float(value: object, _: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _UnfitError(f"expected a number, got {shown(value)}", "write a number such as 2.0, without quotes")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise _UnfitError(f"{shown(value)} is not a finite number", "write an ordinary number")
    if abs(number) > MAX_NUMBER:
        raise _UnfitError(f"{shown(value)} is beyond any quantity", f"keep within {MAX_NUMBER:g}")
    return number


def _structure_within(bound: Range) -> Callable[[object, Any], float]:
    def structure_number(value: object, _: Any) -> float:
        number = value if isinstance(value, float) else _structure_float(value, float)
        if number not in bound:
            raise _UnfitError(f"is {number:g}", bound.remedy)
        return number

    return structure_number


def _structure_number_or_text(value: object, _: object) -> float | str:
    if isinstance(value, str):
        return value
    return _structure_float(value, float)


def _structure_utc(value: object, _: object) -> datetime:
    remedy = "write UTC with a Z and no quotes, such as 1965-03-18T08:34:51Z"
    if not isinstance(value, datetime):
        raise _UnfitError(f"expected a date and time, got {shown(value)}", remedy)
    if value.utcoffset() is None:
        raise _UnfitError(f"{shown(value)} has no time zone", remedy)
    if value.utcoffset() != timedelta(0):
        raise _UnfitError(f"{shown(value)} is not in UTC", remedy)
    return value


def _structure_literal(value: object, shape: Any) -> object:
    known = typing.get_args(shape)
    if not isinstance(value, str) or value not in known:
        raise _UnfitError(f"{shown(value)} is not one of {', '.join(known)}", nearest(str(value), known))
    return value


def _structure_tuple(value: object, shape: Any) -> tuple[Any, ...]:
    """Structure a TOML list; as a list, so that cattrs keeps the index of each problem."""
    elements = typing.get_args(shape)
    if not isinstance(value, list):
        raise _UnfitError(f"expected a list, got {shown(value)}", "write [ ... ], or [[...]] for tables")
    _few_rows(value)
    if elements[-1] is not Ellipsis and len(value) != len(elements):
        raise _UnfitError(f"has {len(value)} values", f"give {len(elements)}")
    return tuple(_CONVERTER.structure(value, list[elements[0]]))  # type: ignore[valid-type]


def _structure_mapping(value: object, shape: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _UnfitError(f"expected a table, got {shown(value)}", "write it as a [table]")
    _few_rows(value)
    element = typing.get_args(shape)[1]
    return _CONVERTER.structure(value, dict[str, element])  # type: ignore[valid-type]


def _few_rows(value: Collection[Any]) -> None:
    if len(value) > MAX_ROWS:
        raise _UnfitError(f"has {len(value)} entries", f"keep to {MAX_ROWS}")


@cache
def _table_hook(shape: type) -> Callable[[object, Any], Any]:
    # Of a dataclass cattrs sees the plain types alone, so ranges are handed to it.
    hints = typing.get_type_hints(shape, include_extras=True)
    ranges = {name: bound for name, hint in hints.items() if (bound := range_of(hint)) is not None}
    within: dict[str, Any] = {name: override(struct_hook=_structure_within(bound)) for name, bound in ranges.items()}
    structure: Callable[[dict[str, Any], Any], Any] = make_dict_structure_fn(
        shape,
        _CONVERTER,
        _cattrs_forbid_extra_keys=True,
        _cattrs_detailed_validation=True,
        **within,
    )

    def structure_table(value: object, _: Any) -> Any:
        if not isinstance(value, dict):
            raise _UnfitError(f"expected a table, got {shown(value)}", "write it as a [table]")
        return structure(value, shape)

    return structure_table


def _is(origin: object) -> Callable[[Any], bool]:
    return lambda shape: typing.get_origin(shape) is origin


def _build_converter() -> Converter:
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    converter.register_structure_hook(str, _structure_str)
    converter.register_structure_hook(float, _structure_float)
    converter.register_structure_hook(bool, _structure_bool)
    converter.register_structure_hook(int, _structure_int)
    converter.register_structure_hook(datetime, _structure_utc)
    converter.register_structure_hook_func(_is(Literal), _structure_literal)
    converter.register_structure_hook_func(_is(tuple), _structure_tuple)
    converter.register_structure_hook_func(_is(Mapping), _structure_mapping)
    converter.register_structure_hook_func(lambda shape: shape == float | str, _structure_number_or_text)
    converter.register_structure_hook_factory(
        lambda shape: is_dataclass(shape) and not isinstance(shape, types.GenericAlias), _table_hook
    )
    return converter


_CONVERTER = _build_converter()
"""Set up once; it holds rules only, no state of any file."""
