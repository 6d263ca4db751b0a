"""Which modules are still on the craft, and where those are that have left it."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from viz.flight.atmosphere import air_at
from viz.flight.freebody import DriftingPart, FallingPart, falling_part, mean_motion_rad_s
from viz.flight.ground import height_above_ellipsoid_km
from viz.flight.integrate import State
from viz.flight.quaternion import about_x, multiply, rotate
from viz.flight.state import FreeBody, Quaternion, Vec3
from viz.flight.track import Motion
from viz.flight.vector import add, cross, dot, scaled, unit
from viz.missions.voskhod2.flight.attitude import AttitudeModel
from viz.missions.voskhod2.flight.numbers import Numbers
from viz.missions.voskhod2.flight.numbers_craft import Drifting, FreeBodies
from viz.missions.voskhod2.flight.path import FlightPath
from viz.missions.voskhod2.flight.state import BOOSTERS, FAIRING_LEAVES, MODULES

_BODY_X: Vec3 = (1.0, 0.0, 0.0)
_BODY_Y: Vec3 = (0.0, 1.0, 0.0)
_BODY_Z: Vec3 = (0.0, 0.0, 1.0)
_STRAIGHT: Quaternion = (1.0, 0.0, 0.0, 0.0)

_STAGE_AREA_PER_KG = {"boosters": 0.0015, "fairing": 0.02, "core": 0.002}
"""Drag coefficient times area over mass, m2/kg; model: empty tanks and a light shell."""
AIRLOCK_AREA_PER_KG = 0.02
_BLOCK_I_AREA_PER_KG = 0.006
_CRAFT_AREA_PER_KG = 0.003


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Parts:
    """Everything that leaves the craft."""

    leaves_s: Mapping[str, float]
    """When each module leaves; the descent sphere never does."""
    followed: tuple[FallingPart | DriftingPart, ...]
    spans_s: tuple[tuple[float, float], ...]
    """From when until when each of them is."""
    partings_s: tuple[float, ...]
    left: tuple[tuple[str, ...], ...]
    """What is left before the first parting, after it, after the second, and so on."""

    @classmethod
    def build(
        cls,
        path: FlightPath,
        attitude: AttitudeModel,
        numbers: Numbers,
        jettison_s: float | None,
        parted_s: float,
    ) -> Parts:
        """Follow every part from its parting: the airlock at `jettison_s`, the instrument module at `parted_s`.

        An airlock that is never jettisoned goes with the modules' parting and is not followed.
        """
        ascent = numbers.ascent
        leaves = {
            "boosters": ascent.boosters_off_s,
            "fairing": ascent.fairing_off_s,
            "core": ascent.core_off_s,
            "block_i": ascent.insertion_s,
            "airlock": parted_s if jettison_s is None else jettison_s,
            "backup_retro": parted_s,
            "instrument_module": parted_s,
        }
        maker = _Maker(path, attitude, numbers.free_bodies, leaves, numbers.descent.instrument_module_area_per_kg)
        followed = maker.all(airlock=jettison_s is not None)
        partings = tuple(sorted(set(leaves.values())))
        left = (
            MODULES,
            *(tuple(name for name in MODULES if met_s < leaves.get(name, math.inf)) for met_s in partings),
        )
        spans = tuple((part.start_s, part.end_s) for part in followed)
        return cls(leaves, followed, spans, partings, left)

    def __repr__(self) -> str:
        return f"<Parts: {', '.join(part.name for part in self.followed)} followed>"

    @property
    def falling(self) -> tuple[FallingPart, ...]:
        """Return the parts that fall on paths of their own."""
        return tuple(part for part in self.followed if isinstance(part, FallingPart))

    def modules_at(self, met_s: float) -> tuple[str, ...]:
        """Return the names of what is still attached, in the order of `viz.flight.state.MODULES`."""
        return self.left[bisect_right(self.partings_s, met_s)]

    def free_bodies_at(self, met_s: float, craft: Motion) -> tuple[FreeBody, ...]:
        """Return the parts followed at that instant."""
        there = zip(self.followed, self.spans_s, strict=True)
        return tuple([part.at(met_s, craft) for part, (start_s, end_s) in there if start_s <= met_s < end_s])


@dataclass(frozen=True, slots=True, eq=False)
class _Maker:
    path: FlightPath
    attitude: AttitudeModel
    follow: FreeBodies
    leaves_s: Mapping[str, float]
    instrument_module_area_per_kg: float

    def all(self, *, airlock: bool) -> tuple[FallingPart | DriftingPart, ...]:
        """Return every part that is followed."""
        follow = self.follow
        end_km = follow.instrument_module.end_km
        retro_end_s = self.leaves_s["instrument_module"] + follow.backup_retro.seconds
        backward = scaled(_BODY_X, -1.0)
        drifting = [self._drifting("block_i", follow.block_i, backward, _BLOCK_I_AREA_PER_KG, (0.8, _BODY_Y))]
        if airlock:
            tumble = (7.0, unit((1.0, 0.4, 0.2)))
            drifting.append(self._drifting("airlock", follow.airlock, _BODY_Z, AIRLOCK_AREA_PER_KG, tumble))
        return (
            *(self._booster(number) for number in range(len(BOOSTERS))),
            *(self._fairing_leaf(name, side) for name, side in zip(FAIRING_LEAVES, (1.0, -1.0), strict=True)),
            self._core(),
            *drifting,
            self._falling(
                "instrument_module",
                "instrument_module",
                (backward, _STRAIGHT),
                self.instrument_module_area_per_kg,
                lambda _, state: height_above_ellipsoid_km(state[:3]) > end_km,
                (11.0, unit((0.2, 1.0, 0.3))),
                follow.instrument_module.centre_m,
            ),
            self._falling(
                "backup_retro",
                "backup_retro",
                (_BODY_X, _STRAIGHT),
                0.005,
                lambda met_s, _: met_s < retro_end_s,
                (25.0, _BODY_Y),
                follow.backup_retro.centre_m,
            ),
        )

    def _booster(self, number: int) -> FallingPart:
        """Return one strap-on: its base swings out, then it falls back turning its nose outward."""
        end_s = self.leaves_s["boosters"] + self.follow.boosters.seconds
        about_axis = about_x(math.radians(45.0 + 90.0 * number))
        out = rotate(about_axis, (0.0, self.follow.booster_out_m_s / self.follow.parting_m_s, 0.0))
        return self._falling(
            BOOSTERS[number],
            "boosters",
            (add(out, scaled(_BODY_X, -1.0)), about_axis),
            _STAGE_AREA_PER_KG["boosters"],
            lambda met_s, _: met_s < end_s,
            (self.follow.booster_turn_deg_s, _BODY_Z),
            self.follow.boosters.centre_m,
        )

    def _fairing_leaf(self, name: str, side: float) -> FallingPart:
        """Return one half of the fairing: thrown out to its side, its nose leading, then tumbling behind."""
        leaf = self.follow.fairing
        end_s = self.leaves_s["fairing"] + leaf.seconds
        out = side * leaf.out_m_s / self.follow.parting_m_s
        x, y, z = leaf.centre_m
        return self._falling(
            name,
            "fairing",
            ((-1.0, 0.0, out), _STRAIGHT),
            _STAGE_AREA_PER_KG["fairing"],
            lambda met_s, _: met_s < end_s,
            # Mostly about the hinge's line; a little aslant, as no two locks let go alike.
            (leaf.turn_deg_s, unit((0.10 * side, -side, 0.16))),
            (x, y, side * z),
        )

    def _core(self) -> FallingPart:
        end_s = self.leaves_s["core"] + self.follow.core.seconds
        return self._falling(
            "core",
            "core",
            (scaled(_BODY_X, -1.0), _STRAIGHT),
            _STAGE_AREA_PER_KG["core"],
            lambda met_s, _: met_s < end_s,
            (2.0, _BODY_Y),
            self.follow.core.centre_m,
        )

    def _falling(
        self,
        name: str,
        module: str,
        push_and_frame: tuple[Vec3, Quaternion],
        area_per_kg: float,
        goes_on: Callable[[float, State], bool],
        tumble: tuple[float, Vec3],
        centre_m: Vec3,
    ) -> FallingPart:
        """Return a part that falls by itself; its push is in body axes, in units of the usual parting speed."""
        push_body, frame = push_and_frame
        start = self.path.knot(self.leaves_s[module])
        turn = self.attitude.at(start.met_s, start.position_km, start.velocity_km_s)
        push = scaled(rotate(turn, push_body), self.follow.parting_m_s * 1e-3)
        own = multiply(turn, frame)
        return falling_part(name, start, push, area_per_kg, goes_on, own, tumble, centre_m)

    def _drifting(
        self, name: str, part: Drifting, push_body: Vec3, area_per_kg: float, tumble: tuple[float, Vec3]
    ) -> DriftingPart:
        start_s = self.leaves_s[name]
        motion = self.path.at(start_s)
        turn = self.attitude.at(start_s, motion.position_km, motion.velocity_km_s)
        push = scaled(rotate(turn, push_body), part.drift_m_s)
        up = unit(motion.position_km)
        normal = unit(cross(motion.position_km, motion.velocity_km_s))
        return DriftingPart(
            name=name,
            start_s=start_s,
            end_s=start_s + part.seconds,
            drift_m_s=(dot(push, up), dot(push, cross(normal, up)), dot(push, normal)),
            slowing_m_s2=self._slowing_m_s2(motion, area_per_kg - _CRAFT_AREA_PER_KG),
            mean_motion_rad_s=mean_motion_rad_s(motion.position_km, motion.velocity_km_s),
            attitude=turn,
            tumble_deg_s=tumble[0],
            tumble_axis=tumble[1],
            centre_m=part.centre_m,
        )

    def _slowing_m_s2(self, motion: Motion, more_area_per_kg: float) -> float:
        density, _ = air_at(height_above_ellipsoid_km(motion.position_km))
        square = dot(motion.velocity_km_s, motion.velocity_km_s) * 1e6
        return 0.5 * density * square * more_area_per_kg
