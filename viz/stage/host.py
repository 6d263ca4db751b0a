"""VPython hosted by us: no server, no browser, no signals, no waiting.

VPython 7.6 starts its own web server when the first object is made (`vpython.no_notebook`). An empty module
put in that place first leaves everything else as it is: objects queue their constructors and attribute
changes in `baseObj`, and we carry that queue to a page of our own. All knowledge of VPython's private names
is in this file; the page's share of it is in ``web/bridge.js``.
"""

from __future__ import annotations

import importlib
import json
import sys
import types
import warnings
from collections.abc import Sequence
from typing import Any

from viz.errors import VizError
from viz.flight.state import Vec3

Json = Any
"""A value that `json.dumps` takes."""


def import_vpython() -> types.ModuleType:
    """Import VPython with its server module replaced by an empty one.

    Raises VizError when VPython's own server is running already in this process, since its queue would
    then have two readers.
    """
    placed = sys.modules.get("vpython.no_notebook")
    if placed is None:
        stub = types.ModuleType("vpython.no_notebook", "Stands where VPython's own web server would be.")
        stub.__dict__["_"] = None
        stub.__dict__["hosted_by_viz"] = True
        sys.modules["vpython.no_notebook"] = stub
    elif not getattr(placed, "hosted_by_viz", False):
        raise VizError(
            "VPython's own server runs in this process, so viz cannot draw in it too - "
            "use a fresh Python process, and import viz before making any VPython object"
        )
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="pkg_resources is deprecated", category=UserWarning)
        return importlib.import_module("vpython")


class Host:
    """One VPython scene and the table of everything its objects show.

    There is one per process: VPython keeps its objects in module-wide tables.
    """

    def __init__(self, width: int = 1280, height: int = 720) -> None:
        self.vp = import_vpython()
        self._core = sys.modules["vpython.vpython"]
        self._core.GlowWidget()
        self._base = self._core.baseObj
        self._base.sent = True
        self._constructors: list[dict[str, Json]] = []
        self._values: dict[tuple[int, str], Json] = {}
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
        objects: dict[int, dict[str, Json]] = {}
        for (idx, name), value in sorted(self._values.items()):
            objects.setdefault(idx, {})[name] = value
        for idx, turn in self._turns.items():
            objects[idx].update(turn)
        hidden = {idx for idx, values in objects.items() if values.get("visible") is False}
        # What an unseen object was left with is history, and no frame may depend on that.
        return {
            "objects": {idx: {"visible": False} if idx in hidden else values for idx, values in objects.items()},
            "points": {idx: flat for idx, flat in sorted(self._points.items()) if idx not in hidden},
        }

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
            self._values[idx, name] = _plain(getattr(base.object_registry[idx], name))


def _plain(value: Any) -> Json:
    """Turn VPython vectors and numpy numbers into what JSON knows."""
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
