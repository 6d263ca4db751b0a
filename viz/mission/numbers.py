"""The groups of ``flight.toml`` as frozen dataclasses, one a group, every number with its range and unit beside it.

A group stands flat in the file and nested in its class: ``departure_1_reach_m`` is `reach_m` of `departure_1`. A group
that is a mapping has free names before the fields of its rows, as in ``<name>_lat_deg``. Some groups stand in for
another: what they do not give is the other's. Whatever is missing, unknown, out of range or out of order is told at
once.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, asdict, dataclass, field, fields, is_dataclass
from functools import cache
from itertools import chain, pairwise
from typing import Any, Generic, TypeVar

from viz.errors import InvalidFile, Problem
from viz.mission.ranges import Range, range_of
from viz.mission.read import few, structure

T = TypeVar("T")

Parameters = Mapping[str, Mapping[str, float]]

FILE = "flight.toml"


@dataclass(frozen=True, slots=True)
class Order:
    """Numbers, as ``group.name``, of which each is larger than the one before it by `apart` at least."""

    apart: float
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """One number that a group may hold."""

    group: str
    name: str
    """As in the file; ``<name>`` stands for a free one."""
    range: Range
    needed: bool
    """Within its group."""


@dataclass(frozen=True, slots=True)
class Groups(Generic[T]):
    """What the numbers of a mission are read by."""

    shape: type[T]
    """A dataclass with a field for each group; a group may be left out where its field has a default."""
    orders: Sequence[Order] = ()
    beside: Mapping[str, str] = field(default_factory=dict)
    """Groups that stand in for another, with that other."""

    def read(self, parameters: Parameters, file: str = FILE) -> T:
        """Return the numbers of a mission; InvalidFile, naming the file, with all that is wrong with them."""
        problems: list[Problem] = []
        numbers: T | None = None
        try:
            numbers = structure(self._nested(parameters), self.shape, file)
        except InvalidFile as error:
            problems += self._told(error.problems, parameters)
        wrong = few(chain(problems, self._disorder(parameters)))
        if wrong or numbers is None:
            raise InvalidFile(file, wrong)
        return numbers

    def problems(self, parameters: Parameters) -> tuple[Problem, ...]:
        """Return all that is wrong with the numbers of a mission, by ``group.name``."""
        try:
            self.read(parameters)
        except InvalidFile as error:
            return error.problems
        return ()

    def known(self) -> Iterator[Known]:
        """Yield every number there may be."""
        for group, shape in _hints(self.shape).items():
            for name, bound, needed in _ranges(shape):
                yield Known(group, name, bound, needed and group not in self.beside)

    def _nested(self, parameters: Parameters) -> dict[str, Any]:
        shapes = _hints(self.shape)
        whole = {name: {**parameters.get(self.beside.get(name, name), {}), **own} for name, own in parameters.items()}
        return {name: _folded(own, shapes[name]) if name in shapes else own for name, own in whole.items()}

    def _told(self, problems: Sequence[Problem], parameters: Parameters) -> Iterator[Problem]:
        """Tell of the numbers as they stand in the file; what a group has from another is told of that one."""
        for problem in problems:
            path = _flat_path(problem.path, _hints(self.shape))
            group, _, name = path.partition(".")
            if not name or group not in self.beside or name in parameters[group]:
                yield Problem(path, problem.what, problem.remedy)

    def _disorder(self, parameters: Parameters) -> Iterator[Problem]:
        for order in self.orders:
            known = [(name, value) for name in order.names if (value := _number(parameters, name)) is not None]
            for (before, low), (after, high) in pairwise(known):
                if not high - low >= order.apart:
                    more = f" by {order.apart:g} at least" if order.apart else ""
                    what = f"is {high:g} and {before} {low:g}"
                    yield Problem(after, what, f"make it larger than that{more}")


def read_some(parameters: Parameters, shape: type[T], file: str = FILE) -> T:
    """Return those groups of a mission's numbers that a shape has; InvalidFile with all that is wrong with them."""
    return Groups(shape).read({name: parameters[name] for name in _hints(shape) if name in parameters}, file)


def flat(group: Any) -> dict[str, float]:
    """Return the numbers of a group by their names in the file."""
    found: dict[str, float] = {}
    for name, value in asdict(group).items():
        if isinstance(value, Mapping):
            found |= {f"{name}_{inner}": number for inner, number in value.items()}
        else:
            found[name] = value
    return found


def _hints(shape: Any) -> Mapping[str, Any]:
    return _hints_of(shape)


@cache
def _hints_of(shape: Any) -> Mapping[str, Any]:
    """Return the types of a class's fields, without the choice of leaving one out."""
    hints = typing.get_type_hints(shape, include_extras=True)
    return {one.name: _needed(hints[one.name]) for one in fields(shape)}


def _needed(hint: Any) -> Any:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return next(one for one in typing.get_args(hint) if one is not types.NoneType)
    return hint


def _row_of(shape: Any) -> Any:
    """Return the class of the rows of a group with free names; None for any other group."""
    return typing.get_args(shape)[1] if typing.get_origin(shape) is Mapping else None


def _ranges(shape: Any, before: str = "") -> Iterator[tuple[str, Range, bool]]:
    if (row := _row_of(shape)) is not None:
        yield from _ranges(row, "<name>_")
        return
    for one in fields(shape):
        hint = _hints(shape)[one.name]
        if is_dataclass(hint):
            yield from _ranges(hint, f"{before}{one.name}_")
        elif (bound := range_of(hint)) is not None:
            yield before + one.name, bound, one.default is MISSING


def _folded(numbers: Mapping[str, float], shape: Any) -> dict[str, Any]:
    if (row := _row_of(shape)) is not None:
        return _by_free_name(numbers, _hints(row))
    left: dict[str, Any] = dict(numbers)
    for part in (name for name, hint in _hints(shape).items() if is_dataclass(hint)):
        own = [name for name in left if name.startswith(f"{part}_")]
        inner = {name.removeprefix(f"{part}_"): left.pop(name) for name in own}
        left.setdefault(part, inner)
    return left


def _by_free_name(numbers: Mapping[str, float], known: Mapping[str, Any]) -> dict[str, Any]:
    rows: dict[str, Any] = {}
    for name, value in numbers.items():
        key = next((one for one in known if name.endswith(f"_{one}")), name.rpartition("_")[2])
        rows.setdefault(name.removesuffix(key).removesuffix("_") or name, {})[key] = value
    return rows


def _flat_path(path: str, shapes: Mapping[str, Any]) -> str:
    group, _, rest = path.partition(".")
    first, dot, inner = rest.partition(".")
    nested = dot and group in shapes and (_row_of(shapes[group]) is not None or first in _hints(shapes[group]))
    return f"{group}.{first}_{inner}" if nested else path


def _number(parameters: Parameters, path: str) -> float | None:
    group, name = path.split(".")
    return parameters.get(group, {}).get(name)
