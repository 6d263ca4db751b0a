"""The ball."""

from __future__ import annotations

from collections.abc import Iterable

from viz.missions.orbit.flight import OrbitState
from viz.stage.cast import Casting, Entry
from viz.stage.shapes import sphere
from viz.story.picture import Picture


def casting() -> Casting:
    """Return a ball of one metre; the state says how large it is."""
    return Casting({"ball": sphere(1.0, segments=48, rings=24, shininess=0.3)}, _entries)


def _entries(picture: Picture) -> Iterable[Entry]:
    state = picture.state
    if not isinstance(state, OrbitState):
        raise TypeError(f"this cast plays no {type(state).__name__}")
    size = (state.radius_m, state.radius_m, state.radius_m)
    yield Entry("ball", (0.0, 0.0, 0.0), state.craft.attitude_quaternion, size)
