"""Cloth of the suit: a sleeve that lies in folds while little presses from inside, and is smooth and round under much.

A sleeve runs along +Z through elliptic stations. How its cloth falls under a low pressure is a model: gathers across
the inside of a bend, slanting folds elsewhere, none at a band.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from viz.stage.materials import Material
from viz.stage.mesh import Colour, Floats, Mesh, made_of, seen_from_without
from viz.stage.shapes import loft

_Lift = Callable[[Floats, Floats], Floats]
Station = tuple[float, float, float, float, float]
"""Middle x, y, z and the radii along X and Y, metres."""

GATHER_M, SLANT_M, BAND_M = 0.040, 0.088, 0.020
"""From one gather to the next, from one slanting fold to the next, and how far a band holds the cloth flat."""
RISES, DARKER, HIDDEN = 0.30, 0.16, 0.55
"""Share of a fold above the plain cloth, the rest is below it; how much darker and how hidden its bottom is."""
HOOP_M, HOOP_HIGH_M, BULGE_M = 0.034, 0.0022, 0.004
"""Taut: hoops at a bend, how high they stand, and how far a bay swells between two bands."""


@dataclass(frozen=True, slots=True)
class Weave:
    """How finely cloth is drawn: corners around, and metres between its rings."""

    around: int
    ring_m: float

    def carries_m(self, wave_m: float) -> float:
        """Return the wave length, or the shortest that these rings can show where that is longer."""
        return max(wave_m, 3.0 * self.ring_m)


LIGHT, FINE = Weave(12, 0.018), Weave(24, 0.009)


@dataclass(frozen=True, slots=True)
class Bend:
    """Where a sleeve bends: at which height, how far its gathers reach, and on which side its inside is."""

    z_m: float
    reach_m: float
    inside_deg: float
    """From +X towards +Y."""


@dataclass(frozen=True, slots=True)
class Sleeve:
    """A sleeve of cloth: its shape, where it bends, and where bands hold it."""

    stations: tuple[Station, ...]
    bends: tuple[Bend, ...]
    bands_m: tuple[float, ...]
    fold_m: float
    """From the bottom of a deep fold to its crest."""
    seed: float
    colour: Colour

    def taut(self, weave: Weave) -> Mesh:
        """Return it blown up: smooth, a little rounder between its bands, hooped where it bends."""
        hoops_m = HOOP_HIGH_M if weave.carries_m(HOOP_M) == HOOP_M else 0.0
        # Drawn as matt paint is, which has no small folds of its own: they are pulled out.
        return made_of(self._skin(weave, partial(self._round_m, hoops_m)), Material.PAINT)

    def slack(self, weave: Weave) -> Mesh:
        """Return it in folds, the bottoms darker."""
        fold_m = partial(self._fold_m, weave.carries_m(GATHER_M))
        made = self._skin(replace(weave, around=weave.around + 2), fold_m)

        place = made.position_m.astype(np.float64)
        middle = _columns_at(np.asarray(self.stations), place[:, 2])
        turn = np.arctan2(place[:, 1] - middle[:, 1], place[:, 0] - middle[:, 0])
        deep = np.clip(-fold_m(turn, place[:, 2]) / ((1.0 - RISES) * self.fold_m), 0.0, 1.0) ** 1.5
        tint = np.asarray(self.colour) * (1.0 - DARKER * deep)[:, None]
        return replace(made, colour=tint.astype(np.float32), occlusion=(HIDDEN * deep).astype(np.float32))

    def _skin(self, weave: Weave, lift_m: _Lift) -> Mesh:
        along = _resampled(np.asarray(self.stations), weave.ring_m)
        turn = 2.0 * np.pi * np.arange(weave.around) / weave.around
        lift = lift_m(np.broadcast_to(turn, (len(along), weave.around)), along[:, 2:3])
        ring = np.stack([np.cos(turn), np.sin(turn)], axis=-1)[None]
        flat = along[:, None, 0:2] + ring * (along[:, None, 3:5] + lift[..., None])
        height = np.broadcast_to(along[:, None, 2:3], (*flat.shape[:2], 1))
        grid = np.concatenate([flat, height], axis=2)
        made = loft(grid, caps=False, colour=self.colour, shininess=0.0, crease_deg=80.0)
        return seen_from_without(made_of(made, Material.CLOTH))  # its ends lie within other parts

    def _free(self, z_m: Floats) -> Floats:
        """How free the cloth is of its bands, 0 to 1, and of the sleeve's two ends."""
        ends = (self.stations[0][2], self.stations[-1][2])
        free = np.ones_like(z_m)
        for band_m in (*self.bands_m, *ends):
            free = free * (1.0 - np.exp(-(((z_m - band_m) / BAND_M) ** 2)))
        return free

    def _fold_m(self, gather_m: float, turn: Floats, z_m: Floats) -> Floats:
        """Return how far folds lift the cloth, by the angle round the sleeve and the height."""
        s = self.seed
        slant = 2.0 * np.pi * z_m / SLANT_M + turn + 1.1 * np.sin(turn + s) + 0.9 * np.sin(23.0 * z_m + 2.0 * s)
        here = 0.5 + 0.5 * np.sin(2.0 * turn + 37.0 * z_m + 3.0 * s)
        other = -2.0 * np.pi * z_m / (1.35 * SLANT_M) + turn + 0.8 * np.sin(2.0 * turn - s)
        lift = 0.75 * here * _crest(slant) + 0.55 * (1.0 - here) * _crest(other)
        for bend in self.bends:
            across = 2.0 * np.pi * (z_m - bend.z_m) / gather_m + 0.9 * np.sin(turn + 2.0 * s) + 0.5 * np.sin(3.0 * turn)
            inside = 0.62 + 0.38 * np.cos(turn - math.radians(bend.inside_deg))
            near = inside * np.exp(-(((z_m - bend.z_m) / bend.reach_m) ** 2))
            lift = lift * (1.0 - near) + near * _crest(across)
        folds: Floats = self.fold_m * lift * self._free(z_m)
        return folds

    def _round_m(self, hoops_m: float, turn: Floats, z_m: Floats) -> Floats:
        """Return how far pressure lifts the taut cloth."""
        lift = BULGE_M * self._free(z_m) * np.ones_like(turn)
        for bend in self.bends:
            inside = np.clip(np.cos(turn - math.radians(bend.inside_deg)), 0.0, 1.0)
            near = inside * np.exp(-(((z_m - bend.z_m) / bend.reach_m) ** 4))
            lift = lift + hoops_m * near * np.cos(2.0 * np.pi * (z_m - bend.z_m) / HOOP_M)
        return lift


def _crest(phase: Floats) -> Floats:
    """One fold a turn: a round crest and a sharp bottom, from `RISES` above the plain cloth to the rest below."""
    crest: Floats = np.abs(np.sin(0.5 * phase)) - 1.0 + RISES
    return crest


def _resampled(station: Floats, step_m: float) -> Floats:
    """Return stations about `step_m` apart along the outline, on a smooth curve through the given ones."""
    way = np.diff(station[:, 2:4], axis=0)
    run = np.concatenate([[0.0], np.cumsum(np.hypot(way[:, 0], way[:, 1]))])
    wanted = np.linspace(0.0, run[-1], max(2, math.ceil(run[-1] / step_m)) + 1)
    return np.column_stack([_smooth(run, column, wanted) for column in station.T])


def _smooth(x: Floats, y: Floats, wanted: Floats) -> Floats:
    """Return a curve through points that never overshoots them (Fritsch and Carlson, 1980)."""
    step = np.diff(x)
    rise = np.diff(y) / step
    slope = np.concatenate([rise[:1], np.zeros(len(x) - 2), rise[-1:]])
    same = rise[:-1] * rise[1:] > 0.0
    slope[1:-1][same] = 2.0 / (1.0 / rise[:-1][same] + 1.0 / rise[1:][same])
    k = np.clip(np.searchsorted(x, wanted, side="right") - 1, 0, len(x) - 2)
    t = (wanted - x[k]) / step[k]
    curve: Floats = (
        (1.0 + 2.0 * t) * (1.0 - t) ** 2 * y[k] + t**2 * (3.0 - 2.0 * t) * y[k + 1]
        + step[k] * (t * (1.0 - t) ** 2 * slope[k] - t**2 * (1.0 - t) * slope[k + 1])
    )  # fmt: skip
    return curve


def _columns_at(station: Floats, z_m: Floats) -> Floats:
    """Return middle and radii at heights, by straight lines between stations."""
    return np.column_stack([np.interp(z_m, station[:, 2], column) for column in station.T])


def stations(rows: Sequence[Station]) -> tuple[Station, ...]:
    """Return stations by rising height, each height once."""
    return tuple({row[2]: row for row in sorted(rows, key=lambda row: row[2])}.values())
