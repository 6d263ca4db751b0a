"""The craft as a body of revolution, until its parts are here."""

from __future__ import annotations

from collections.abc import Iterable

from viz.missions.gemini4.flight.body import HULL_PROFILE_M
from viz.stage.cast import Casting, Entry
from viz.stage.mesh import Mesh, turned
from viz.stage.shapes import lathe
from viz.story.picture import Picture


def turned_hull() -> Mesh:
    """Return the hull of revolution about X."""
    about_z = lathe([(radius, x) for x, radius in HULL_PROFILE_M])
    return turned(about_z, (0.0, 1.0, 0.0), 90.0)


def casting() -> Casting:
    """Return the hull."""
    return Casting({"hull": turned_hull()}, _entries)


def _entries(picture: Picture) -> Iterable[Entry]:
    yield Entry("hull", (0.0, 0.0, 0.0), picture.state.craft.attitude_quaternion)
