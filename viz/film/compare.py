"""The descent that was planned beside the one that was flown, both counted from their ignition."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from viz.film.show import Panel
from viz.flight.flight import Flight
from viz.flight.frames import fixed_from_teme, ground_velocity_teme
from viz.flight.ground import GroundPlace, distance_along_ground_km, place_beneath
from viz.flight.told import WayDown
from viz.flight.vector import length
from viz.story.format import Format

_POINTS = 60


class Courses:
    """Both descents of a flight; none to tell of one that had no other plan."""

    def __init__(self, flight: Flight) -> None:
        self._flight = flight

    @cached_property
    def _both(self) -> tuple[WayDown, WayDown] | None:
        """Planned and flown."""
        planned, flown = self._flight.planned_way, self._flight.way_down
        return (planned, flown) if planned and flown else None

    @cached_property
    def _longest_s(self) -> float:
        return max(_lasts_s(way) for way in self._both or ())

    @cached_property
    def _lines(self) -> tuple[tuple[tuple[float, float], ...], ...]:
        return tuple(self._line(descent) for descent in self._both or ())

    def panel(self, met_s: float, form: Format, words: Mapping[str, str]) -> Panel | None:
        """Return both courses at the same time after ignition; None before it and after both have landed."""
        if self._both is None:
            return None
        planned, flown = self._both
        since_s = met_s - flown.start_met_s
        if not 0.0 <= since_s <= self._longest_s:
            return None
        columns = tuple(self._column(descent, since_s, form) for descent in (planned, flown))
        labels = tuple(words[key] for key in ("clock", "height", "speed", "load", "ground"))
        apart_km = distance_along_ground_km(planned.site, flown.site)
        return Panel(
            heading=words["comparison"],
            columns=(words["planned"], words["flown"]),
            rows=tuple(zip(labels, *columns, strict=True)),
            lines=self._lines,
            points=tuple(self._point(descent, since_s) for descent in (planned, flown)),
            note=words["apart"].format(distance=form.kilometres(apart_km)),
        )

    def _column(self, descent: WayDown, since_s: float, form: Format) -> tuple[str, ...]:
        met_s = _held(descent, since_s)
        motion = descent.track.at(met_s)
        place = self._place(descent, met_s)
        down = met_s >= descent.touchdown_met_s
        speed_km_s = 0.0 if down else length(ground_velocity_teme(motion.position_km, motion.velocity_km_s))
        return (
            form.clock_zone(met_s, self._flight.mission),
            form.kilometres(max(place.altitude_km, 0.0), 1),
            form.speed(speed_km_s * 1e3),
            form.load_factor(1.0 if down else descent.load_g(met_s, motion)),
            f"{form.latitude(place.lat_deg)} {form.longitude(place.lon_deg)}",
        )

    def _line(self, descent: WayDown) -> tuple[tuple[float, float], ...]:
        last_s = _lasts_s(descent)
        return tuple(self._point(descent, last_s * i / _POINTS) for i in range(_POINTS + 1))

    def _point(self, descent: WayDown, since_s: float) -> tuple[float, float]:
        met_s = _held(descent, since_s)
        top_km = self._place(descent, descent.start_met_s).altitude_km
        height_km = self._place(descent, met_s).altitude_km
        shared = min(since_s, _lasts_s(descent)) / self._longest_s
        return round(shared, 4), round(min(max(height_km / (1.1 * top_km), 0.0), 1.0), 4)

    def _place(self, descent: WayDown, met_s: float) -> GroundPlace:
        angle_rad = self._flight.clock.earth_angle_rad(met_s)
        return place_beneath(fixed_from_teme(descent.track.at(met_s).position_km, angle_rad))


def _lasts_s(descent: WayDown) -> float:
    return descent.touchdown_met_s - descent.start_met_s


def _held(descent: WayDown, since_s: float) -> float:
    return min(descent.start_met_s + since_s, descent.touchdown_met_s)
