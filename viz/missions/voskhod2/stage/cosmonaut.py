"""The man in the Berkut suit: its meshes, and where its parts stand (U03-U07, U11)."""

from __future__ import annotations

from viz.missions.voskhod2.flight.state import LeonovState
from viz.missions.voskhod2.stage.helmet import helmet
from viz.missions.voskhod2.stage.suit import rig
from viz.stage.figure.cloth import LIGHT, Weave
from viz.stage.figure.joints import figure_meshes, figure_parts, pushed_out
from viz.stage.mesh import Mesh, PartPose


def berkut_meshes(weave: Weave = LIGHT) -> dict[str, Mesh]:
    """Return every part of the suited man by name, as `figure_meshes` does."""
    return figure_meshes(rig(), helmet(weave is not LIGHT), weave)


def worn_parts(man: LeonovState) -> tuple[PartPose, ...]:
    """Place every part of a man as his suit holds him."""
    return figure_parts(man.pose, man.suit_swell, pushed_out(man.suit_stiffness) if man.outside else 0.0)
