"""The one place where mission time becomes Skyfield time.

Skyfield knows no UTC before 1972: left alone it takes TAI - UTC to be 10 s in 1965 (it was 3.739 s) and
its Delta T puts UT1 a further 0.67 s off, together 6.93 s or 3.2 km of the Earth's turn at the equator.
With Delta T held at 32.184 + 10 s the two errors cancel and UT1 is the clock's UTC exactly. Real UTC was
steered to within about 0.1 s of the Earth's turn in 1965. Mixing this scale with any other, or with
`ts.ut1`, moves the craft by up to 53 km: everything that needs Skyfield time asks here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from skyfield.api import load

DELTA_T_S = 42.184
"""TT - UT1 that makes UT1 equal to the clock's UTC under Skyfield's frozen 10 s before 1972."""


@dataclass(frozen=True, slots=True)
class MissionTime:
    """Skyfield times of one flight."""

    liftoff_utc: datetime
    scale: Any
    """`skyfield.timelib.Timescale`, the only one in the project."""

    @classmethod
    def from_liftoff(cls, liftoff_utc: datetime) -> MissionTime:
        """Build the time scale of a flight; reads nothing but Skyfield's own built-in tables."""
        return cls(liftoff_utc, load.timescale(delta_t=DELTA_T_S, builtin=True))

    def at(self, met_s: float | Sequence[float]) -> Any:
        """Return the Skyfield `Time` of one instant, or of many at once."""
        start = self.liftoff_utc
        second = start.second + start.microsecond * 1e-6
        offset = met_s if isinstance(met_s, (int, float)) else np.asarray(met_s, dtype=float)
        return self.scale.utc(start.year, start.month, start.day, start.hour, start.minute, second + offset)
