"""The kinds of file there are, a row each; what writes one is imported when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from typing import IO, Protocol

from viz.errors import ToolMissing, UsageError
from viz.export.told import Told

MOST_ROWS = 10_000_000
"""More rows than this are a slip of the step: ten times a second, the longest flight has fewer."""
FEW_ROWS = 100_000
"""What programs that draw a whole file at once bear."""


class Writer(Protocol):
    """What a kind's module has."""

    def write(self, told: Told, file: IO[bytes]) -> None:
        """Write all that is told to a file, front to back."""
        ...


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file."""

    name: str
    module: str
    meaning: str
    step_s: Fraction
    most_rows: int = MOST_ROWS
    needs: str = ""
    """The package without which it cannot be written; empty where none is needed."""
    until_down: bool = True
    """Whether it ends with the touchdown unless asked otherwise."""

    @property
    def ending(self) -> str:
        """How its files' names end."""
        return f".{self.name}"

    def writer(self) -> Writer:
        """Return what writes it; ToolMissing, with the command that helps, where its package is not there."""
        if self.needs:
            need(self.needs, self.name)
        found: Writer = import_module(f"viz.export.{self.module}")
        return found


KINDS = {
    kind.name: kind
    for kind in (
        Kind("csv", "table", "rows for a spreadsheet", Fraction(60), until_down=False),
        Kind("json", "tree", "rows, events and sources as one object", Fraction(60), until_down=False),
        Kind("ics", "diary", "events and their anniversaries for a calendar", Fraction(60), until_down=False),
        Kind("kmz", "globe", "tracks, attitude, events and one sigma for a globe", Fraction(30), FEW_ROWS),
        Kind("czml", "scene", "a scene in time for Cesium", Fraction(60), needs="czml3"),
        Kind("glb", "model", "the cast's meshes, moving, for a renderer", Fraction(1, 4)),
        Kind("oem", "ephemeris", "a CCSDS ephemeris with covariance", Fraction(60)),
    )
}
"""Every kind by its name."""


def kind_of(name: str) -> Kind:
    """Return a kind by its name; UsageError, with all names, for another."""
    if name not in KINDS:
        raise UsageError(f"there is no export {str(name)[:40]!r} - give one of {', '.join(KINDS)}")
    return KINDS[name]


def need(package: str, kind: str) -> None:
    """Raise ToolMissing, with the command that helps, where a package is not there."""
    try:
        import_module(package)
    except ImportError as problem:
        raise ToolMissing(
            f"{kind} is written by the package {package}, which is not installed - "
            f'pip install "voskhod2-viz[export]", or pip install {package}'
        ) from problem
