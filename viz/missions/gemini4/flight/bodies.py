"""Which modules are still on the craft, and where those are that have left it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from viz.flight.curves import KeyedCurve
from viz.flight.freebody import DriftingPart, FallingPart, falling_part
from viz.flight.integrate import State
from viz.flight.quaternion import about_y, level, multiply, rotate
from viz.flight.state import FreeBody, Vec3
from viz.flight.track import Motion
from viz.flight.vector import add, scaled
from viz.missions.gemini4.flight import body
from viz.missions.gemini4.flight.attitude import AttitudeModel
from viz.missions.gemini4.flight.glove import loose_glove
from viz.missions.gemini4.flight.numbers import Numbers, Stage2
from viz.missions.gemini4.flight.path import FlightPath
from viz.missions.gemini4.flight.state import MODULES

TUMBLES_DEG_S = 45.0
"""The second stage turns over once in eight seconds (T08)."""
TUMBLES_FROM_S = 430.0
"""It is seen to begin at turn-round (T07)."""
_SPUN_UP_S = 120.0


@dataclass(frozen=True, slots=True)
class Parting:
    """How one part leaves."""

    name: str
    met_s: float
    seconds: float
    """How long it is followed."""
    push_m_s: Vec3
    """Body axes."""
    area_per_kg: float
    tumble_deg_s: float
    centre_m: Vec3


@dataclass(frozen=True, slots=True, eq=False)
class Bodies:
    """Everything that leaves the craft."""

    leaves_s: Mapping[str, float]
    falling: tuple[FallingPart | DriftingPart, ...]
    stage_2: tuple[KeyedCurve, KeyedCurve, KeyedCurve]
    """Ahead, left and above, metres, while it is followed."""
    stage_2_ends_s: float

    @classmethod
    def build(cls, path: FlightPath, attitude: AttitudeModel, numbers: Numbers, glove_met_s: float) -> Bodies:
        """Follow every part from its parting; the glove is loose from `glove_met_s` on."""
        ascent, descent, home = numbers.ascent, numbers.descent, path.homeward
        partings = (
            Parting(
                "stage_1", ascent.staging_s, 90.0, (-6.0, 0.0, 0.0), 0.0015, 2.0, _middle(body.STAGE_1_TOP_X_M, 21.6)
            ),
            Parting("equipment", descent.adapter_off_met_s, 240.0, (-0.6, 0.0, 0.1), 0.008, 6.0, (-1.6, 0.0, 0.0)),
            Parting("retro", descent.retro_off_met_s, 420.0, (-0.4, 0.0, 0.1), 0.008, 9.0, (-0.4, 0.0, 0.0)),
            Parting("nose", home.main_met_s, 60.0, (3.0, 0.0, 0.0), 0.02, 20.0, (3.05, 0.0, 0.0)),
        )
        leaves = {part.name: part.met_s for part in partings} | {"stage_2": ascent.separation_s}
        rows = sorted(numbers.stage_2.values(), key=lambda row: row.met_s)
        start = path.knot(glove_met_s)
        glove = loose_glove(start, attitude.at(glove_met_s, start.position_km, start.velocity_km_s))
        falling = tuple(_falling(part, path, attitude) for part in partings)
        return cls(leaves, (*falling, glove), _curves(rows), rows[-1].met_s)

    def modules_at(self, met_s: float) -> tuple[str, ...]:
        """Return the names of what is still attached."""
        return tuple(name for name in MODULES if met_s < self.leaves_s.get(name, math.inf))

    def free_bodies_at(self, met_s: float, craft: Motion) -> tuple[FreeBody, ...]:
        """Return the parts followed at that instant."""
        found = [part.at(met_s, craft) for part in self.falling if part.start_s <= met_s < part.end_s]
        if self.leaves_s["stage_2"] <= met_s < self.stage_2_ends_s:
            found.append(self._stage_2(met_s, craft))
        return tuple(found)

    def _stage_2(self, met_s: float, craft: Motion) -> FreeBody:
        """Return the second stage: it keeps the way it had, then turns over and over."""
        frame = level(craft.position_km, craft.velocity_km_s)
        ahead, left, above = (curve.at(met_s) for curve in self.stage_2)
        since = met_s - TUMBLES_FROM_S
        turned = 0.0 if since <= 0.0 else TUMBLES_DEG_S * (since - _SPUN_UP_S * (1.0 - math.exp(-since / _SPUN_UP_S)))
        turn = multiply(frame, about_y(math.radians(turned)))
        centre_m = _middle(body.STAGE_2_TOP_X_M, 5.9)
        # What moves is its middle; at parting that lies where it was on the rocket.
        swung = add(rotate(frame, centre_m), scaled(rotate(turn, centre_m), -1.0))
        return FreeBody("stage_2", add(rotate(frame, (ahead, left, above)), swung), turn)


def _curves(rows: list[Stage2]) -> tuple[KeyedCurve, KeyedCurve, KeyedCurve]:
    times_s = [row.met_s for row in rows]
    ahead, left, above = (
        KeyedCurve.through(times_s, [getattr(row, name) for row in rows]) for name in ("ahead_m", "left_m", "above_m")
    )
    return ahead, left, above


def _middle(top_x_m: float, length_m: float) -> Vec3:
    return (top_x_m - length_m / 2.0, 0.0, 0.0)


def _falling(part: Parting, path: FlightPath, attitude: AttitudeModel) -> FallingPart:
    start, end_s = path.knot(part.met_s), part.met_s + part.seconds
    turn = attitude.at(part.met_s, start.position_km, start.velocity_km_s)

    def goes_on(met_s: float, _: State) -> bool:
        return met_s < end_s

    push = scaled(rotate(turn, part.push_m_s), 1e-3)
    tumble = (part.tumble_deg_s, (0.0, 1.0, 0.0))
    return falling_part(part.name, start, push, part.area_per_kg, goes_on, turn, tumble, part.centre_m)
