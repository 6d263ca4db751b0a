"""The numbers of ``flight.toml``: the elements, the ball, and two places that cameras may stand at."""

from dataclasses import dataclass
from typing import Annotated

from viz.flight.numbers import Elements, Pad, Site
from viz.mission.numbers import Groups
from viz.mission.ranges import Range


@dataclass(frozen=True, slots=True)
class Ball:
    """``[ball]``: what goes round."""

    radius_m: Annotated[float, Range(0.01, 1000.0, "m", "smaller or larger cannot be seen beside its camera")]


@dataclass(frozen=True, slots=True)
class Numbers:
    """The groups of ``flight.toml``."""

    orbit: Elements
    ball: Ball
    pad: Pad | None = None
    site: Site | None = None


GROUPS = Groups(Numbers)
"""How the numbers are read."""
