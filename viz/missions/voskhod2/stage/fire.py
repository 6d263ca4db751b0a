"""Fire of the engines: the vacuum plumes of retro engine and upper stages, and the lower stages' flames in air.

Every mesh is a box of gas (`viz.stage.glow.gas_box`); `rocket_fire` says which burn, how large and how bright. Shapes
and colours are models. Own frame of every flame: root at the origin, tail along -X.
"""

from __future__ import annotations

from viz.flight.curves import eased
from viz.flight.state import Quaternion, Vec3
from viz.stage.actors import FLAME, PLUME
from viz.stage.glow import flicker, gas_box
from viz.stage.mesh import Mesh, PartPose

FIRES = {"retro_plume": PLUME, "flame": FLAME, "flame_single": FLAME, "flame_high": PLUME, "flame_vacuum": PLUME}
"""Names in `fire_meshes`, and by which of `viz.stage.actors.GASES` each is drawn."""
RETRO_PLUME_M: Vec3 = (8.0, 7.0, 7.0)
"""Size of the retro engine's plume at full thrust; model."""
STRAP_ON_OUT_M = 2.42
"""From the rocket's axis to a strap-on's axis at the nozzles."""
FLAME_LENGTH_M, FLAME_RADIUS_M = 44.0, 6.4
CORE_FLAME_LENGTH_M, CORE_FLAME_RADIUS_M = 26.0, 3.2
"""Size of the lower stages' flame in thick air, with room for its ragged edge; models."""
THIN_AIR_KM = (8.0, 48.0)
"""The flame begins to spread at the first height and is wholly a vacuum plume at the second; model."""
FLICKER = 0.07
"""How restless flames are; model."""

_LEVEL: Quaternion = (1.0, 0.0, 0.0, 0.0)


def fire_meshes() -> dict[str, Mesh]:
    """Every mesh of this module by name; each is a box of gas, whose root is the origin and whose tail is at X = -1."""
    return {
        "retro_plume": _plume(0.034, 0.30, 0.42),
        "flame": _flame(STRAP_ON_OUT_M, 0.72, 1.0),
        "flame_single": _flame(0.0, 0.80, 0.0),
        "flame_high": _plume(0.13, 0.85, 0.60),
        "flame_vacuum": _plume(0.062, 0.55, 0.50),
    }


def _plume(root: float, orange: float, thick: float) -> Mesh:
    """A plume in vacuum: its root's radius as a share of its size across, its colour from blue-white, its thickness."""
    return gas_box((-1.0, -1.0, -1.0), (0.005, 1.0, 1.0), (root, orange, thick))


def _flame(beside_m: float, jet_m: float, five: float) -> Mesh:
    """A flame in air of one jet, or of five of which four stand so far from the axis, on the diagonals."""
    return gas_box((-1.0, -1.0, -1.0), (0.0, 1.0, 1.0), (0.1 * beside_m, 0.1 * jet_m, five))


# -- which fire burns -----------------------------------------------------------------------------


def rocket_fire(
    modules: tuple[str, ...],
    thrust_fraction: float,
    altitude_km: float,
    exits_x_m: tuple[float, float, float],
    at_s: float = 0.0,
) -> tuple[PartPose, ...]:
    """Flames of the burning stage or engine in the body frame; empty without thrust.

    ``exits_x_m``: exit planes of the lower stages' nozzles, of block I's and of the retro engine's. In thin air the
    columns shorten and dim while a wide plume grows round them, without a jump. ``at_s`` makes them flicker.
    """
    if thrust_fraction <= 0.0:
        return ()
    lower_x, block_i_x, retro_x = exits_x_m
    if "boosters" in modules or "core" in modules:
        return _lower_stages("boosters" in modules, thrust_fraction, _thinness(altitude_km), lower_x, at_s)
    name, x_m, (x, y, z) = (
        ("flame_vacuum", block_i_x, (17.0, 10.0, 10.0))
        if "block_i" in modules
        else ("retro_plume", retro_x, RETRO_PLUME_M)
    )
    light = flicker(at_s, 3, 0.5 * FLICKER)
    return (PartPose(name, (x_m, 0.0, 0.0), _LEVEL, (x * thrust_fraction, y, z), light),)


def _thinness(altitude_km: float) -> float:
    """0 in thick air, 1 where the air no longer holds the flame together."""
    low, high = THIN_AIR_KM
    return eased((altitude_km - low) / (high - low))


def _lower_stages(five: bool, thrust_fraction: float, thin: float, x_m: float, at_s: float) -> tuple[PartPose, ...]:
    full, across = (FLAME_LENGTH_M, FLAME_RADIUS_M) if five else (CORE_FLAME_LENGTH_M, CORE_FLAME_RADIUS_M)
    reach = thrust_fraction * full * (1.0 - 0.45 * thin)
    light = (1.0 - 0.65 * thin) * flicker(at_s, 1, FLICKER)
    root = (x_m, 0.0, 0.0)
    poses = [PartPose("flame" if five else "flame_single", root, _LEVEL, (reach, across, across), light)]
    if thin > 0.01:  # small and faint enough to begin unseen
        wide = thin * (22.0 if five else 15.0)
        poses.append(PartPose("flame_high", root, _LEVEL, (wide * 1.8, wide, wide), thin * flicker(at_s, 2, FLICKER)))
    return tuple(poses)
