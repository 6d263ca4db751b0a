"""The gun in White's hand: its puffs, what they leave of the gas, how hard it pushes.

U06-U08: oxygen from two small bottles, 0 to 2 lbf, about 40 lbf s in all [K]. Which puff was how hard is a model:
those that move him are solved for (``scripts/build_eva_gemini4.py``), those that turn him share what is left.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Puff:
    """One squeeze of the trigger, its thrust a raised cosine."""

    start_s: float
    """Seconds after lift-off."""
    lasts_s: float
    impulse_n_s: float

    def given(self, met_s: float) -> float:
        """Return what share of the puff has been given by that instant."""
        x = (met_s - self.start_s) / self.lasts_s
        if x <= 0.0:
            return 0.0
        return x - math.sin(2.0 * math.pi * x) / (2.0 * math.pi) if x < 1.0 else 1.0

    def thrust_n(self, met_s: float) -> float:
        """Return how hard it pushes at that instant."""
        x = (met_s - self.start_s) / self.lasts_s
        return self.impulse_n_s / self.lasts_s * (1.0 - math.cos(2.0 * math.pi * x)) if 0.0 < x < 1.0 else 0.0


@dataclass(frozen=True, slots=True, repr=False)
class Gun:
    """All puffs of a walk, in order; none begins before the one before it has ended."""

    puffs: tuple[Puff, ...]
    starts_s: tuple[float, ...]
    before_n_s: tuple[float, ...]
    """Given by all puffs before each."""
    total_n_s: float

    def __repr__(self) -> str:
        return f"<Gun: {len(self.puffs)} puffs, {self.total_n_s:.0f} N s>"

    @classmethod
    def of(cls, puffs: Sequence[Puff]) -> Gun:
        """Return the gun that gives those puffs and is then empty; ValueError where they overlap, or there are none."""
        if not puffs or any(b.start_s < a.start_s + a.lasts_s for a, b in pairwise(puffs)):
            raise ValueError("a gun needs puffs that follow one another")
        sums = [math.fsum(puff.impulse_n_s for puff in puffs[:count]) for count in range(len(puffs) + 1)]
        return cls(tuple(puffs), tuple(puff.start_s for puff in puffs), tuple(sums[:-1]), sums[-1])

    def gas_fraction(self, met_s: float) -> float:
        """Return what is left of the gas, 1 full to 0 empty."""
        last = bisect_right(self.starts_s, met_s) - 1
        if last < 0:
            return 1.0
        puff = self.puffs[last]
        return max(0.0, 1.0 - (self.before_n_s[last] + puff.impulse_n_s * puff.given(met_s)) / self.total_n_s)

    def thrust_n(self, met_s: float) -> float:
        """Return how hard the gun pushes at that instant."""
        last = bisect_right(self.starts_s, met_s) - 1
        return self.puffs[last].thrust_n(met_s) if last >= 0 else 0.0
