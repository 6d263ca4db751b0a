"""The two orbits that fit the record, and the mission as each of them has it.

The published orbit, an ignition about 08:36 and the engine's nominal speed change cannot all be true. Solution R
honours the published orbit and pays with a weak, crooked burn; solution B takes the engine at its word and pays
with the orbit. R is the one flown; docs/decisions/0005-solution-r.md says why. Numbers: groups ``[orbit]`` and
``[descent]`` of the flight file, and what ``[orbit_b]`` and ``[descent_b]`` put in their place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from viz.errors import UsageError
from viz.mission.model import Mission, NotTold

Solution = Literal["R", "B"]
SOLUTIONS: tuple[Solution, ...] = ("R", "B")
"""The first is the one flown when nothing is asked."""

_GROUPS = ("orbit", "descent")


def checked(name: object) -> Solution:
    """Return the solution of that name; UsageError naming the known ones for any other."""
    for known in SOLUTIONS:
        if name == known:
            return known
    raise UsageError(f"what-if orbit: there is no solution {name!r} - use one of {', '.join(SOLUTIONS)}")


def solutions_in(parameters: Mapping[str, Mapping[str, float]]) -> tuple[Solution, ...]:
    """Return the solutions that a mission's parameters hold."""
    usual, *others = SOLUTIONS
    return (usual, *(name for name in others if f"orbit_{name.lower()}" in parameters))


def parameters_of(
    parameters: Mapping[str, Mapping[str, float]], solution: Solution
) -> Mapping[str, Mapping[str, float]]:
    """Return the groups with a solution's numbers in place; NotTold where the mission has no such solution."""
    if solution == SOLUTIONS[0]:
        return parameters
    for group in _GROUPS:
        if (other := f"{group}_{solution.lower()}") not in parameters:
            raise NotTold(other)
    own = {group: {**parameters[group], **parameters[f"{group}_{solution.lower()}"]} for group in _GROUPS}
    return {**parameters, **own}


def mission_of(mission: Mission, solution: Solution) -> Mission:
    """Return the mission with a solution's numbers; its events keep their times."""
    return replace(mission, parameters=parameters_of(mission.parameters, solution))


def track_name(leg: str, solution: Solution) -> str:
    """Return the file of the knots of `ascent` or `descent` in the mission's folder ``tracks``."""
    return f"{leg}.txt" if solution == SOLUTIONS[0] else f"{leg}_{solution.lower()}.txt"
