"""VPython hosted by us: no server, no browser, no signals, no waiting.

VPython 7.6 starts its own web server, or in a notebook its own display, when the first object is made. Two small
modules put in the place of those leave everything else as it is: objects queue their constructors and attribute
changes in `baseObj`, and we carry that queue to a page of our own. All knowledge of VPython's private names is in
this file; the page's share of it is in ``web/glow.js`` and ``web/bridge.js``.

VPython keeps its objects in module-wide tables, so each host has a copy of the package to itself, which no other
import in the process sees: a show goes on while a still is drawn, and a user's own VPython is as if we were not there.
"""

from __future__ import annotations

import importlib
import json
import sys
import threading
import types
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from viz.errors import ToolMissing
from viz.flight.state import Vec3

Json = Any
"""A value that `json.dumps` takes."""

_PACKAGE = "vpython"
_importing = threading.Lock()
"""Modules are looked up in one table for the whole process, in which ours stand while they are imported."""


def own_vpython() -> types.ModuleType:
    """Import a copy of VPython that is ours alone, without its server, its notebook display or `pkg_resources`."""
    with _importing, _in_place_of(_stand_ins()):
        package = importlib.import_module(_PACKAGE)
        vars(package)["baseObj"]._view_constructed = True  # else the first object imports the server, anew and by name
        return package


def libraries() -> Path:
    """Return the folder of VPython's own scripts for pages."""
    found = find_spec(_PACKAGE)
    if found is None or found.origin is None:
        raise ToolMissing("VPython is not installed - install the program again")
    return Path(found.origin).parent / "vpython_libraries"


def _stand_ins() -> dict[str, types.ModuleType]:
    """Return what VPython finds while it is imported, in place of what it would start or need only for that."""
    server = types.ModuleType("vpython.no_notebook", "Stands where VPython's own web server would be.")
    server.__dict__["_"] = None
    helpers = types.ModuleType("vpython._notebook_helpers", "Says that this is no notebook.")
    helpers.__dict__.update(_isnotebook=False, _in_spyder=False, _in_spyder_or_similar_IDE=False)
    helpers.__dict__["__is_spyder"] = lambda: False
    # Its `get_distribution` is asked for VPython's version alone; setuptools 82 no longer has it.
    resources = types.ModuleType("pkg_resources", "Stands where setuptools' would be.")
    resources.__dict__["DistributionNotFound"] = metadata.PackageNotFoundError
    resources.__dict__["get_distribution"] = metadata.distribution
    return {module.__name__: module for module in (server, helpers, resources)}


@contextmanager
def _in_place_of(stand_ins: dict[str, types.ModuleType]) -> Iterator[None]:
    """Have modules found by their names within the block; afterwards all is as it was, and VPython ours alone."""

    def ours(name: str) -> bool:
        return name in stand_ins or name == _PACKAGE or name.startswith(_PACKAGE + ".")

    before = {name: sys.modules.pop(name) for name in list(sys.modules) if ours(name)}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in [name for name in sys.modules if ours(name)]:
            del sys.modules[name]
        sys.modules.update(before)


_HIDDEN: dict[str, Json] = {"visible": False}
_PLAIN = frozenset((bool, float, int, str))


class Host:
    """One VPython scene and the table of everything its objects show."""

    def __init__(self, width: int = 1280, height: int = 720) -> None:
        self.vp = own_vpython()
        self._base = vars(self.vp)["baseObj"]
        vars(self.vp)["GlowWidget"]()
        self._base.sent = True
        self._constructors: list[dict[str, Json]] = []
        self._values: dict[int, dict[str, Json]] = {}
        self._points: dict[int, list[float]] = {}
        self._turns: dict[int, dict[str, list[float]]] = {}
        self._meshes: dict[int, str] = {}
        self._base.initialize()  # forget the canvas that `import vpython` makes by itself
        self.canvas = self.vp.canvas(width=width, height=height, autoscale=False, userspin=False, userzoom=False)
        self._drain()
        del self._constructors[1:]  # the two lights every VPython canvas begins with; the page drops its own too

    def mesh_object(self, mesh: str, **attributes: Any) -> Any:
        """Return a VPython object drawn with a mesh of ours instead of VPython's own model.

        The object is a VPython sphere, because a sphere's `axis` turns it without resizing it; its `size`
        scales the mesh's own units.
        """
        attributes.setdefault("size", self.vp.vector(1, 1, 1))
        made = self.vp.sphere(canvas=self.canvas, **attributes)
        self._meshes[made.idx] = mesh
        if attributes.get("visible") is False:
            self._values[made.idx] = {"visible": False}  # told in every frame, whether or not it was ever shown
        return made

    def turn(self, thing: Any, axis: Vec3, up: Vec3) -> None:
        """Turn an object by its two axes, unit vectors at right angles.

        Both always: with `axis` alone VPython's roll would depend on the frames before. And as given: VPython
        squares each to the other, which leaves a trace of the last frame in the sixteenth digit.
        """
        thing.axis = self.vp.vector(*axis)
        thing.up = self.vp.vector(*up)
        self._turns[thing.idx] = {"axis": list(axis), "up": list(up)}

    def set_points(self, curve: Any, points: Sequence[tuple[float, float, float]]) -> None:
        """Place the points of a VPython curve, all in one message; their number never changes."""
        self._points[curve.idx] = [round(c, 5) for point in points for c in point]

    def constructors(self) -> list[dict[str, Json]]:
        """Return the constructors of every object made so far, each with the mesh it is drawn with."""
        self._drain()
        return [
            {**command, "mesh": self._meshes[command["idx"]]} if command["idx"] in self._meshes else command
            for command in self._constructors
        ]

    def frame(self) -> dict[str, Json]:
        """Return the whole present state: every attribute set so far and every curve.

        The whole and not the change, so that any frame stands alone: a page that joins late, a frame that was
        skipped and a film that starts in the middle all show the same picture.
        """
        self._drain()
        hidden = {idx for idx, values in self._values.items() if values.get("visible") is False}
        # What an unseen object was left with is history, and no frame may depend on that.
        return {
            "objects": {idx: _HIDDEN if idx in hidden else self._shown(idx) for idx in sorted(self._values)},
            "points": {idx: flat for idx, flat in sorted(self._points.items()) if idx not in hidden},
        }

    def _shown(self, idx: int) -> dict[str, Json]:
        values = self._values[idx]
        return {name: values[name] for name in sorted(values)} | self._turns.get(idx, {})

    def _drain(self) -> None:
        """Take VPython's queue into our tables."""
        base = self._base
        base.handle_attach()
        updates, changed = base.updates, base.attrs
        base.initialize()
        for command in updates["cmds"]:
            if "cmd" in command:
                self._constructors.append({key: _plain(value) for key, value in command.items()})
        for idx, name in changed:
            self._values.setdefault(idx, {})[name] = _plain(getattr(base.object_registry[idx], name))


def _plain(value: Any) -> Json:
    """Turn VPython vectors and numpy numbers into what JSON knows."""
    if type(value) in _PLAIN:
        return value
    if hasattr(value, "x") and hasattr(value, "z"):
        return [float(value.x), float(value.y), float(value.z)]
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if hasattr(value, "item"):
        return value.item()
    return value


def compact_json(value: Json) -> str:
    """Write JSON with no spaces and finite numbers only; ValueError on NaN."""
    return json.dumps(value, separators=(",", ":"), allow_nan=False)
