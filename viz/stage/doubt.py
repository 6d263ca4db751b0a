"""Doubt, drawn: the place's uncertainty as a tint on the ground, the planned descent as a line, landing marks."""

from __future__ import annotations

from viz.flight.state import FlightState, Vec3
from viz.flight.vector import cross, square_to, sub, unit
from viz.stage.actors import Line, Marker, drawn_nearer
from viz.stage.host import Host, Json
from viz.stage.orbit import DRAWN_AT_M, POINTS, hidden_by_earth, visible_pieces
from viz.story.picture import Doubt

EARTH_KM = 6371.0
PLANNED: Vec3 = (0.36, 0.80, 0.88)
MARK_COLOURS: dict[str, Vec3] = {
    "flown": (1.0, 0.45, 0.25),
    "planned": PLANNED,
    "told": (0.85, 0.82, 0.75),
    "predicted": (0.72, 0.60, 0.95),
}
MARKS_EACH = 2
MARK_PIXELS = 4.0


class DoubtDrawn:
    """The ghost of the planned descent and the marks of the landing places."""

    def __init__(self, host: Host) -> None:
        self._planned = Line(host, POINTS, 1.6, PLANNED, emissive=True)
        self._marks = {kind: [Marker(host, f"mark_{kind}") for _ in range(MARKS_EACH)] for kind in MARK_COLOURS}

    def draw(self, doubt: Doubt | None, eye_km: Vec3) -> None:
        """Show what Earth does not hide from the eye, or nothing where doubt is switched off."""
        pieces = visible_pieces(doubt.planned_track_km, eye_km) if doubt else []
        if pieces:
            self._planned.show([drawn_nearer(sub(point, eye_km), DRAWN_AT_M) for point in pieces[0]])
        else:
            self._planned.hide()
        for kind, markers in self._marks.items():
            places = [mark.position_km for mark in doubt.marks if mark.kind == kind] if doubt else []
            seen = [place for place in places if not hidden_by_earth(place, eye_km)]
            for i, marker in enumerate(markers):
                if i < len(seen):
                    marker.show(sub(seen[i], eye_km), MARK_PIXELS)
                else:
                    marker.hide()


def ground_tint(doubt: Doubt | None, state: FlightState) -> dict[str, Json]:
    """Return the shader's uniforms for the ellipse of one standard deviation under the craft."""
    if doubt is None or doubt.along_km <= 0.0 or doubt.across_km <= 0.0:
        return {"doubt_size": [1.0, 1.0, 0.0], "doubt_centre": [1.0, 0.0, 0.0], "doubt_along": [0.0, 1.0, 0.0]}
    centre = unit(state.craft.position_teme_km)
    normal = unit(cross(centre, unit(state.craft.velocity_teme_km_s)))
    along = square_to(cross(normal, centre), centre)
    return {
        "doubt_centre": list(centre),
        "doubt_along": list(along),
        "doubt_size": [doubt.along_km / EARTH_KM, doubt.across_km / EARTH_KM, 1.0],
    }
