"""The mark on a picture: the weakest standing of whatever is seen in it, worked out here for every picture there is.

How things look (a suit's cloth, a tree, the Earth's clouds) is no statement about the flight and has no standing; where
things are, how they lie, and that they are there has.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from viz.flight.state import Basis, FlightState
from viz.flight.vector import length, sub
from viz.story.picture import Doubt, Scenery, View

WEAKEST_LAST: tuple[Basis, ...] = ("record", "reconstruction", "model")

CRAFT_M = 5.0
LINES = 720
"""A craft smaller than one of so many lines of a picture is a dot: its place is seen, how it lies is not."""
SITE_SEEN_M = 150e3


def weakest_basis(
    state: FlightState, views: Iterable[View], scenery: Scenery | None = None, doubt: Doubt | None = None
) -> Basis:
    """Return what the least certain thing in a picture rests on; `views` are the camera's and the inset's."""
    seen = [basis for view in views for basis in _seen_by(view, state, scenery)]
    return max([*seen, *_doubted(doubt)], key=WEAKEST_LAST.index)


def _seen_by(view: View, state: FlightState, scenery: Scenery | None) -> Iterator[Basis]:
    at_site = scenery is not None and scenery.place == "site"
    if scenery is not None and at_site:
        at_site = length(sub(scenery.offset_m, view.eye_m)) < SITE_SEEN_M
    yield from state.seen_bases(near=_is_more_than_a_dot(view), at_site=at_site)


def _is_more_than_a_dot(view: View) -> bool:
    return math.radians(view.fov_deg) * length(view.eye_m) < CRAFT_M * LINES


def _doubted(doubt: Doubt | None) -> Iterator[Basis]:
    """Return what is drawn beside the flight itself: what was planned is reckoned, the other man is a model."""
    if doubt is None:
        return
    if doubt.planned_track_km or doubt.marks:
        yield "reconstruction"
    if doubt.other_walkers:
        yield "model"
