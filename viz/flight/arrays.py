"""Packed arrays (`.npz`) from a mission folder, each judged by its head before its numbers are unpacked.

numpy's own reader takes a head at its word: a few bytes may claim a terabyte. Here the size is known before memory is
asked for, and shape, kind and finiteness before anyone computes with the numbers.
"""

from __future__ import annotations

import io
import math
import struct
import tokenize
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viz.errors import InvalidFile, Problem
from viz.mission.folder import MAX_TABLE_BYTES, read_plain

Array = NDArray[Any]

MAX_UNPACKED_BYTES = 64 * 1024 * 1024
"""All arrays of one file together; the shipped walk has 5 MB."""
MAX_MEMBERS = 1000

_READERS = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
_PLAIN_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_KINDS = {"f": "decimal numbers", "i": "whole numbers", "U": "text"}

_BROKEN = (
    ValueError, TypeError, OSError, EOFError, RuntimeError, ArithmeticError, MemoryError, SyntaxError,
    tokenize.TokenError, struct.error, zlib.error, zipfile.BadZipFile,
)  # fmt: skip
"""What reading a spoiled member may end in."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an array must be."""

    kind: str
    """numpy's letter: ``f`` decimal numbers, ``i`` whole numbers, ``U`` text."""
    shape: tuple[int | None, ...]
    """None where any length will do."""
    low: float = -math.inf
    high: float = math.inf
    """Of its numbers, both included."""


def read_arrays(path: Path, wanted: Mapping[str, Wanted], within: Path, remedy: str) -> dict[str, Array]:
    """Return the arrays wanted, by name; the file may hold others, which are not unpacked.

    Raises InvalidFile, with every problem found, where the file is no plain `.npz` file of bounded size (or a link out
    of the folder `within`), or an array is missing, too large, spoiled, or not what is wanted.
    """
    try:
        data = read_plain(path, MAX_TABLE_BYTES, within)
    except InvalidFile as error:
        raise InvalidFile(str(path), [replace(problem, remedy=remedy) for problem in error.problems]) from error
    arrays: dict[str, Array] = {}
    problems: list[Problem] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = {info.filename.removesuffix(".npy"): info for info in packed.infolist()[:MAX_MEMBERS]}
            _few_bytes(members, wanted)
            for name, want in wanted.items():
                try:
                    arrays[name] = _judged(_unpacked(packed, members[name]), want)
                except KeyError:
                    problems.append(Problem(name, "is missing", remedy))
                except _BROKEN as error:
                    problems.append(Problem(name, str(error) or type(error).__name__, remedy))
    except _BROKEN as error:
        problems.append(Problem("(file)", f"cannot be read: {error}", remedy))
    if problems:
        raise InvalidFile(str(path), problems)
    return arrays


def _few_bytes(members: Mapping[str, zipfile.ZipInfo], wanted: Mapping[str, Wanted]) -> None:
    total = math.fsum(members[name].file_size for name in wanted if name in members)
    if total > MAX_UNPACKED_BYTES:
        raise ValueError(f"its arrays unpack to {total:.0f} bytes, more than {MAX_UNPACKED_BYTES}")


def _unpacked(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> Array:
    """Return the array of a member, whose size has been judged; ValueError where head and size disagree."""
    if member.compress_type not in _PLAIN_PACKINGS:
        raise ValueError("is packed in another way than numpy packs")
    with packed.open(member) as stream:
        data = stream.read(member.file_size + 1)
    head = io.BytesIO(data)
    version = np.lib.format.read_magic(head)
    if version not in _READERS:
        raise ValueError(f"has a head of version {version}")
    shape, is_fortran, kind = _READERS[version](head)
    rest = data[head.tell() :]
    if kind.hasobject or min(shape, default=1) < 0 or math.prod(shape) * kind.itemsize != len(rest):
        raise ValueError(f"has {len(rest)} bytes, not what its head says")
    return np.frombuffer(rest, kind).reshape(shape, order="F" if is_fortran else "C")


def _judged(array: Array, want: Wanted) -> Array:
    if array.dtype.kind != want.kind:
        raise ValueError(f"does not hold {_KINDS[want.kind]}")
    fits = len(array.shape) == len(want.shape)
    if not fits or any(one not in (None, other) for one, other in zip(want.shape, array.shape, strict=True)):
        wanted = ", ".join("any" if length is None else str(length) for length in want.shape)
        raise ValueError(f"has the shape {array.shape}, not ({wanted})")
    if want.kind != "U" and array.size and not (array.min() >= want.low and array.max() <= want.high):
        raise ValueError(f"holds numbers outside {want.low:g} to {want.high:g}")
    return array
