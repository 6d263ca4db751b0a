"""Who appears in a picture of Gemini 4 and where: the ship's parts, the launcher, the men, canopies, pad and sea."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from viz.assets import assets_root
from viz.flight.curves import eased
from viz.flight.frames import ground_velocity_teme
from viz.flight.quaternion import multiply, rotate
from viz.flight.state import FreeBody, Quaternion, Vec3
from viz.flight.vector import add, dot, length, scaled, sub, unit
from viz.missions.gemini4.flight import body
from viz.missions.gemini4.flight.state import ALONGSIDE_S, COMES_FROM_S, GeminiState
from viz.missions.gemini4.stage.adapter import adapter_meshes
from viz.missions.gemini4.stage.afloat import deck_crew, raft_crew
from viz.missions.gemini4.stage.fire import FIRES, aft_thruster_fire, fire_meshes, launcher_fire, retro_fire
from viz.missions.gemini4.stage.hiding import occlusion_file
from viz.missions.gemini4.stage.launcher import LIGHTS_M, launcher_meshes
from viz.missions.gemini4.stage.man import MAN_KINDS, fine_man_meshes, man_entries, man_meshes, rope_m
from viz.missions.gemini4.stage.packs import pack_of
from viz.missions.gemini4.stage.pad import pad_meshes, pad_poses
from viz.missions.gemini4.stage.parachute import (
    CONFLUENCE_M,
    NOSE_POINT_M,
    TAIL_POINT_M,
    canopy_poses,
    parachute_meshes,
)
from viz.missions.gemini4.stage.reentry import hatch_pose, reentry_meshes
from viz.missions.gemini4.stage.sea import sea_meshes, splash_poses
from viz.missions.gemini4.stage.umbilical import UMBILICAL
from viz.stage.actors import GLOW, SEA, SMOKE
from viz.stage.cast import Ball, Casting, Entry
from viz.stage.earth import GroundStrip
from viz.stage.mesh import Mesh, PartPose, about
from viz.stage.occlusion import read_occlusion, shaded
from viz.stage.plasma import PLASMAS, plasma_meshes, plasma_poses
from viz.stage.turns import turning_axes_to, turning_z_to
from viz.story.picture import Picture, Scenery

LEVEL: Quaternion = (1.0, 0.0, 0.0, 0.0)
NOWHERE: Vec3 = (0.0, 0.0, 0.0)
CHAR_BELOW_KM = 75.0
GLOW_FROM_W_M2, GLOW_FULL_W_M2 = 3.0e4, 6.0e5
"""The air glows visibly between these rates of heating; model."""
SHOCK_RADIUS_M, SHOCK_FRONT_X_M = 1.4, -0.68
"""The ball that the hot air closes round: flatter than the module is wide, standing off the shield; model."""
PAD_SEEN_M, SEA_SEEN_M, SEA_SEEN_KM = 30e3, 9e3, 5.0
BLINKS_S = 0.9
"""A lamp flashes once in so long (T08 tells of flashing lights; how often is a model)."""
FLASH_M, FAR_FLASH, FAR_GLINT = 0.9, 0.0038, 0.8
"""Radius of a flash near by, its least as a share of the way, and how bright the far stage is between; models."""
KINDS = {**FIRES, **PLASMAS, **MAN_KINDS, "stage_light": GLOW, "splash_mist": SMOKE, "sea": SEA}
"""Meshes that a shader program of their own draws."""


@cache
def casting() -> Casting:
    """Return who may appear in the flight of Gemini 4."""
    meshes, hidden = bare_meshes(), read_occlusion(occlusion_file())
    return Casting(
        meshes=shaded(meshes, hidden),
        entries=entries_of,
        packs=pack_of(meshes),
        kinds=KINDS,
        rope=UMBILICAL,
        rope_m=rope_m,
        shadows=shadows_in,
        fine=shaded(bare_fine_meshes(), hidden),
        strip=GroundStrip.read(assets_root() / "textures" / "ground_g4.toml"),
    )


def bare_meshes() -> dict[str, Mesh]:
    """Return every rigid mesh that may appear, by name; `scripts/build_occlusion.py` computes occlusion from these."""
    return {
        **reentry_meshes(), **adapter_meshes(), **launcher_meshes(), **fire_meshes(), **plasma_meshes(SHOCK_RADIUS_M),
        **parachute_meshes(), **pad_meshes(), **sea_meshes(), **man_meshes(),
    }  # fmt: skip


def bare_fine_meshes() -> dict[str, Mesh]:
    """Return denser stand-ins for those, for the full picture."""
    return fine_man_meshes()


def _state(picture: Picture) -> GeminiState:
    """Return the state of a picture of this flight; TypeError for another's."""
    if not isinstance(picture.state, GeminiState):
        raise TypeError(f"this cast plays no {type(picture.state).__name__}")
    return picture.state


def shadows_in(picture: Picture) -> Ball:
    """Return where shadows matter: the ship and the man, the launcher, the pad, the canopy, the sea's things."""
    state, scenery = _state(picture), picture.scenery
    if "stage_1" in state.craft.modules:
        return _down_the_axis(state, -14.0, 24.0)
    if "stage_2" in state.craft.modules:
        return _down_the_axis(state, -3.0, 7.5)
    if state.parachute.stage in ("drogue", "main"):
        return Ball(radius_m=24.0)
    if scenery is not None and scenery.place == "site" and state.sea is not None:
        return Ball(scenery.offset_m, 14.0)
    return _round_both(state)


def _down_the_axis(state: GeminiState, x_m: float, radius_m: float) -> Ball:
    return Ball(rotate(state.craft.attitude_quaternion, (x_m, 0.0, 0.0)), radius_m)


def _round_both(state: GeminiState) -> Ball:
    if not state.white.outside:
        return _down_the_axis(state, 0.5, 3.6)
    man = rotate(state.craft.attitude_quaternion, state.white.position_m)
    return Ball(scaled(man, 0.5), 3.4 + 0.5 * length(man))


# -- what appears ---------------------------------------------------------------------------------


def entries_of(picture: Picture) -> Iterable[Entry]:
    """Yield what appears in a picture."""
    state, hides = _state(picture), picture.view.hides
    turn = state.craft.attitude_quaternion
    parts = (*_craft(state), *_fires(state))
    yield from (entry for entry in _placed(parts, NOWHERE, turn) if entry.name not in hides)
    for free in state.craft.free_bodies:
        yield from _free_body(state, free)
    yield from man_entries(picture)
    yield from _descent(state)
    scenery = picture.scenery
    if scenery is not None and scenery.place == "site":
        yield from _at_sea(scenery, state)
    elif scenery is not None and length(scenery.offset_m) < PAD_SEEN_M:
        yield from _placed(pad_poses(), scenery.offset_m, turning_axes_to(scenery.east, scenery.north))


def _placed(parts: Iterable[PartPose], origin: Vec3, turn: Quaternion) -> Iterator[Entry]:
    for part in parts:
        place = add(origin, rotate(turn, part.position_m))
        yield Entry(part.name, place, multiply(turn, part.rotation), part.scale, part.light)


def _still(name: str) -> PartPose:
    return PartPose(name, NOWHERE, LEVEL)


def _craft(state: GeminiState) -> Iterator[PartPose]:
    modules = state.craft.modules
    for name in ("stage_1", "stage_2", "equipment", "retro", "nose"):
        if name in modules:
            yield _still(name)
    charred = "retro" not in modules and state.craft.altitude_km < CHAR_BELOW_KM
    yield _still("reentry_charred" if charred else "reentry")
    yield hatch_pose(state.hatch_open_deg)
    if state.camera_mounted:
        yield _still("film_camera")
    if state.sea is not None and state.sea.collar:
        yield _still("collar")


def _fires(state: GeminiState) -> Iterator[PartPose]:
    craft, at_s = state.craft, state.met_s
    if "stage_2" in craft.modules:
        yield from launcher_fire(craft.modules, craft.thrust_fraction, craft.altitude_km, at_s)
    elif "equipment" in craft.modules:
        yield from aft_thruster_fire(craft.thrust_fraction, at_s)
    elif "retro" in craft.modules:
        yield from retro_fire(state.retro_burning, at_s)


def _free_body(state: GeminiState, free: FreeBody) -> Iterator[Entry]:
    if free.name not in _FREE:
        return
    yield Entry(free.name, free.offset_m, free.attitude_quaternion)
    if free.name == "stage_2" and state.stage_lights > 0.0:
        lamps = stage_lights(state.stage_lights, state.met_s, length(free.offset_m))
        yield from _placed(lamps, free.offset_m, free.attitude_quaternion)


_FREE = frozenset(("stage_1", "stage_2", "equipment", "retro", "nose"))


def stage_lights(lit: float, at_s: float, far_m: float = 0.0) -> tuple[PartPose, ...]:
    """Return the second stage's two flashes at a moment, one after the other; dark in between.

    From so far off that the stage itself is lost a flash is drawn no smaller than the eye sees, on a steady glint.
    """
    poses, steady = [], FAR_GLINT * eased((far_m - 400.0) / 1000.0)
    size = max(FLASH_M, FAR_FLASH * far_m)
    for k, place in enumerate(LIGHTS_M):
        beat = (at_s / BLINKS_S + 0.5 * k) % 1.0
        flash = lit * max(math.exp(-(((beat - 0.5) / 0.13) ** 2)), steady)
        if flash > 0.01:
            poses.append(PartPose("stage_light", place, LEVEL, (size, size, size), flash))
    return tuple(poses)


# -- coming down ----------------------------------------------------------------------------------


def _descent(state: GeminiState) -> Iterator[Entry]:
    craft, chute = state.craft, state.parachute
    wind = ground_velocity_teme(scaled(craft.position_teme_km, 1000.0), scaled(craft.velocity_teme_km_s, 1000.0))
    glow = (craft.heating_w_m2 - GLOW_FROM_W_M2) / (GLOW_FULL_W_M2 - GLOW_FROM_W_M2)
    if glow > 0.0 and "retro" not in craft.modules:
        middle = rotate(craft.attitude_quaternion, (SHOCK_FRONT_X_M + SHOCK_RADIUS_M, 0.0, 0.0))
        yield from _placed(plasma_poses(glow, state.met_s % 1000.0), middle, turning_z_to(unit(wind)))
    up = unit(craft.position_teme_km)
    if chute.stage == "drogue":
        away = unit(scaled(wind, -1.0)) if length(wind) > 1.0 else up
        nose = rotate(craft.attitude_quaternion, (body.REENTRY_LENGTH_M, 0.0, 0.0))
        yield from _placed(canopy_poses("drogue", chute.canopy_fraction), nose, turning_z_to(away))
    elif chute.stage == "main":
        meets, strands = bridle(craft.attitude_quaternion, up)
        yield from strands
        yield from _placed(canopy_poses("main", chute.canopy_fraction), meets, turning_z_to(up))


def bridle(turn: Quaternion, up: Vec3) -> tuple[Vec3, list[Entry]]:
    """Return where the lines meet above the module, and the strands to it: one point of hold, or two once it lies."""
    nose, tail = rotate(turn, NOSE_POINT_M), rotate(turn, TAIL_POINT_M)
    stands = eased((dot(rotate(turn, (1.0, 0.0, 0.0)), up) - 0.70) / 0.22)
    over_nose = add(rotate(turn, (body.NOSE_JOINT_X_M, 0.0, 0.0)), scaled(up, 1.6))
    over_both = add(scaled(add(nose, tail), 0.5), scaled(up, CONFLUENCE_M))
    meets = add(scaled(over_nose, stands), scaled(over_both, 1.0 - stands))
    held = [nose] if stands > 0.99 else [nose, tail]
    return meets, [_strand(point, meets) for point in held]


def _strand(start: Vec3, end: Vec3) -> Entry:
    way = sub(end, start)
    return Entry("bridle", start, turning_z_to(unit(way)), (1.0, 1.0, length(way)))


# -- at sea ---------------------------------------------------------------------------------------


def _at_sea(scenery: Scenery, state: GeminiState) -> Iterator[Entry]:
    if state.craft.altitude_km > SEA_SEEN_KM or length(scenery.offset_m) > SEA_SEEN_M:
        return
    turn = turning_axes_to(scenery.east, scenery.north)
    poses = [_still("sea"), *splash_poses(scenery.since_s), *_afloat(state)]
    yield from _placed(poses, scenery.offset_m, turn)


RAFT_M: Vec3 = (2.9, -2.2, 0.0)
HELICOPTER_M: Vec3 = (26.0, 20.0, 15.0)
CARRIER_M: Vec3 = (620.0, 980.0, 0.0)
BESIDE_M: Vec3 = (20.0, 30.0, 0.0)
HEADS_DEG = 15.0
"""Where they are seen from the module, east, north, up, the carrier off and at last alongside; models."""


def carrier_m(since_s: float) -> Vec3:
    """Return where the carrier lies so long after the splash, in the sea's own frame."""
    share = eased((since_s - COMES_FROM_S) / (ALONGSIDE_S - COMES_FROM_S))
    return add(scaled(CARRIER_M, 1.0 - share), scaled(BESIDE_M, share))


def _afloat(state: GeminiState) -> Iterator[PartPose]:
    """Yield what stands round the module after the splash, in the sea's own frame."""
    if state.sea is None:
        return
    at_s, props = state.sea.since_s, state.props
    if "raft" in props:
        bob = (RAFT_M[0], RAFT_M[1], 0.06 * math.sin(0.9 * at_s))
        rocks = about((0.3, 1.0, 0.0), 2.5 * math.sin(0.7 * at_s))
        yield PartPose("raft", bob, rocks)
        yield from _carried(raft_crew(state.walkers), bob, rocks)
    if "helicopter" in props:
        yield PartPose("helicopter", HELICOPTER_M, about((0.0, 0.0, 1.0), 215.0))
        yield PartPose("rotor", add(HELICOPTER_M, (0.0, 0.0, 3.8)), about((0.0, 0.0, 1.0), 1229.0 * (at_s % 360.0)))
    if "carrier" in props:
        place, heads = carrier_m(at_s), about((0.0, 0.0, 1.0), HEADS_DEG)
        yield PartPose("carrier", place, heads)
        yield from _carried(deck_crew(state.walkers), place, heads)


def _carried(parts: Iterable[PartPose], place: Vec3, turn: Quaternion) -> Iterator[PartPose]:
    for part in parts:
        where = add(place, rotate(turn, part.position_m))
        yield replace(part, position_m=where, rotation=multiply(turn, part.rotation))
