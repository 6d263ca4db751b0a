"""Fire of the engines: the Titan's nearly clear flame, thruster and retro-rocket plumes.

Every mesh is a box of gas (`viz.stage.glow.gas_box`), its root at the origin and its tail along -X. That the launcher's
propellants burn clear, without smoke, is general knowledge [K]; shapes and colours are models.
"""

from __future__ import annotations

from viz.flight.curves import eased
from viz.flight.state import Quaternion, Vec3
from viz.missions.gemini4.flight import body
from viz.missions.gemini4.stage.adapter import retro_exits_m
from viz.missions.gemini4.stage.launcher import STAGE_1_ENGINES_M
from viz.stage.actors import FLAME, PLUME
from viz.stage.glow import flicker, gas_box
from viz.stage.mesh import Mesh, PartPose

FIRES = {"flame": FLAME, "flame_high": PLUME, "flame_vacuum": PLUME, "oams_plume": PLUME, "retro_plume": PLUME}
"""Names in `fire_meshes`, and by which program of `viz.stage.actors` each is drawn."""
FLAME_M: Vec3 = (24.0, 3.4, 3.4)
CLEAR = 0.30
"""Size of a chamber's flame in thick air, and how bright it is beside a kerosene flame; models."""
THIN_AIR_KM = (8.0, 48.0)
"""The flame begins to spread at the first height and is wholly a vacuum plume at the second; model."""
_LEVEL: Quaternion = (1.0, 0.0, 0.0, 0.0)


def fire_meshes() -> dict[str, Mesh]:
    """Return every mesh of this module by name."""
    return {
        "flame": gas_box((-1.0, -1.0, -1.0), (0.0, 1.0, 1.0), (0.0, 0.050, 0.0)),
        "flame_high": _plume(0.10, 0.55, 0.35),
        "flame_vacuum": _plume(0.060, 0.30, 0.22),
        "oams_plume": _plume(0.045, 0.10, 0.16),
        "retro_plume": _plume(0.050, 0.85, 0.60),
    }


def _plume(root: float, orange: float, thick: float) -> Mesh:
    return gas_box((-1.0, -1.0, -1.0), (0.005, 1.0, 1.0), (root, orange, thick))


def launcher_fire(modules: tuple[str, ...], thrust: float, altitude_km: float, at_s: float) -> tuple[PartPose, ...]:
    """Return the flames of the burning stage in the body frame; none without thrust."""
    if thrust <= 0.0 or "stage_2" not in modules:
        return ()
    if "stage_1" not in modules:
        exit_m = (body.STAGE_2_NOZZLE_X_M, 0.0, 0.0)
        return (PartPose("flame_vacuum", exit_m, _LEVEL, (15.0 * thrust, 8.0, 8.0), flicker(at_s, 3, 0.04)),)
    low, high = THIN_AIR_KM
    thin = eased((altitude_km - low) / (high - low))
    poses = []
    for k, side in enumerate((-1.0, 1.0)):
        root = (body.STAGE_1_BASE_X_M, STAGE_1_ENGINES_M * side, 0.0)
        long, across, _ = FLAME_M
        light = CLEAR * (1.0 - 0.7 * thin) * flicker(at_s, 1 + k, 0.07)
        poses.append(PartPose("flame", root, _LEVEL, (long * thrust * (1.0 - 0.4 * thin), across, across), light))
    if thin > 0.01:
        wide = 17.0 * thin
        root = (body.STAGE_1_BASE_X_M, 0.0, 0.0)
        poses.append(
            PartPose("flame_high", root, _LEVEL, (1.8 * wide, wide, wide), 0.7 * thin * flicker(at_s, 5, 0.05))
        )
    return tuple(poses)


def aft_thruster_fire(thrust: float, at_s: float) -> tuple[PartPose, ...]:
    """Return the two aft thrusters' plumes (the manoeuvring system's, at the adapter's foot)."""
    if thrust <= 0.0:
        return ()
    exits = [(body.ADAPTER_BASE_X_M - 0.24, 1.12 * side, 0.0) for side in (-1.0, 1.0)]
    light = thrust * flicker(at_s, 4, 0.05)
    return tuple(PartPose("oams_plume", place, _LEVEL, (2.6, 1.5, 1.5), light) for place in exits)


def retro_fire(burning: tuple[float, ...], at_s: float) -> tuple[PartPose, ...]:
    """Return the plumes of the retro-rockets that burn: their thrusts, 0 to 1, in the order of `retro_exits_m`."""
    return tuple(
        PartPose("retro_plume", exit_m, _LEVEL, (7.0, 4.0, 4.0), power * flicker(at_s, k, 0.06))
        for k, (exit_m, power) in enumerate(zip(retro_exits_m(), burning, strict=True))
        if power > 0.0
    )
