"""Who appears in a frame and where: the craft's parts, the airlock, the man, the rocket, canopies, the forest."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache

import numpy as np

from viz.assets import assets_root
from viz.flight.frames import ground_velocity_teme
from viz.flight.quaternion import multiply, rotate
from viz.flight.state import Quaternion, Vec3
from viz.flight.vector import add, length, scaled, sub, unit
from viz.missions.voskhod2.flight import body
from viz.missions.voskhod2.flight.laboratory import laboratory_axes
from viz.missions.voskhod2.flight.state import LeonovState, VoskhodState
from viz.missions.voskhod2.stage.airlock import airlock_meshes, airlock_poses, fine_airlock_meshes
from viz.missions.voskhod2.stage.cabin import cabin_meshes, commander_parts
from viz.missions.voskhod2.stage.clothing import TRUNK_FOOT_M, TRUNK_PUSHED_DEG
from viz.missions.voskhod2.stage.cosmonaut import berkut_meshes, worn_parts
from viz.missions.voskhod2.stage.craft import PARACHUTE_HATCH, craft_meshes, fine_craft_meshes
from viz.missions.voskhod2.stage.fire import FIRES, rocket_fire
from viz.missions.voskhod2.stage.forest import fine_forest_meshes, forest_meshes
from viz.missions.voskhod2.stage.hiding import occlusion_file
from viz.missions.voskhod2.stage.instrument import NOZZLE_EXIT_X_M
from viz.missions.voskhod2.stage.landing import snow_burst_poses
from viz.missions.voskhod2.stage.launchpad import launchpad_meshes, pad_poses
from viz.missions.voskhod2.stage.outline import outline_entries, outline_meshes
from viz.missions.voskhod2.stage.packs import pack_of
from viz.missions.voskhod2.stage.parachute import canopy_poses, parachute_meshes
from viz.missions.voskhod2.stage.people import person_poses
from viz.missions.voskhod2.stage.porthole import LAMP_IMAGES, lamp_image, lamp_images
from viz.missions.voskhod2.stage.rocket import BLOCK_I_BASE_X_M, rocket_meshes
from viz.missions.voskhod2.stage.rocket import NOZZLE_EXIT_X_M as ROCKET_EXIT_X_M
from viz.missions.voskhod2.stage.rope import ROPE, coil, coil_entries, drawn_rope
from viz.missions.voskhod2.stage.snow import ground_height_m
from viz.missions.voskhod2.stage.tie import APART_M, TIED, apart_m, cable_entry, hung, tie_meshes
from viz.missions.voskhod2.stage.training import TRAINEE_FROM_M, trainee_pose, training_meshes, training_poses
from viz.missions.voskhod2.stage.woods import nearest
from viz.stage.actors import FLOOR, GLOW, SMOKE
from viz.stage.cast import Ball, Casting, Entry, Lamps
from viz.stage.earth import GroundStrip
from viz.stage.figure.cloth import FINE
from viz.stage.figure.joints import dressed, figure_parts, hand_m
from viz.stage.glow import flicker
from viz.stage.mesh import Mesh, PartPose, about
from viz.stage.occlusion import read_occlusion, shaded
from viz.stage.plasma import PLASMAS, plasma_poses
from viz.stage.turns import turning_axes_to, turning_z_to
from viz.story.picture import Picture, Scenery

LEVEL: Quaternion = (1.0, 0.0, 0.0, 0.0)
NOWHERE: Vec3 = (0.0, 0.0, 0.0)
CHAR_BELOW_KM = 70.0
GLOW_FROM_W_M2 = 2.0e4
GLOW_FULL_W_M2 = 1.2e6
"""The air glows visibly between these rates of heating; model."""
MORTAR_UNTIL = 0.16
"""The drogue's charge is seen until the canopy has filled so far; model."""
HALL_LAMPS: Vec3 = (0.86, 0.80, 0.70)
FINER = 2
"""Sides of what is round in the full picture, for each in the light one."""
GHOST_COLOUR: Vec3 = (0.30, 0.78, 0.88)
"""A figure that another version of the record has here."""
GASES = {
    **FIRES, **PLASMAS, **dict.fromkeys(("soft_landing", "mortar_flash", "forest:flames", *LAMP_IMAGES), GLOW),
    **dict.fromkeys(("pad_smoke", "snow_cloud"), SMOKE),
}  # fmt: skip
"""Names of the meshes that are gas, and how each is drawn."""
KINDS = {**GASES, **dict.fromkeys(("forest:taiga_floor", "forest:near_floor"), FLOOR)}
"""Meshes that a shader program of their own draws."""
ROCKET = ("boosters", "core", "block_i", "fairing")
ENGINE_EXITS_M = (ROCKET_EXIT_X_M, BLOCK_I_BASE_X_M, NOZZLE_EXIT_X_M)
PAD_SEEN_M = 30e3
PAD_CAMERAS_M, PAD_SHADOWS_UNTIL_S = 1500.0, 2.0
SITE_SEEN_KM, SITE_SHADOWS_M = 1.0, 30.0


@cache
def casting() -> Casting:
    """Return who may appear in the flight of Voskhod 2."""
    meshes = cast_meshes()
    return Casting(
        meshes=meshes,
        entries=entries_of,
        packs=pack_of(meshes),
        kinds=KINDS,
        tints={name: GHOST_COLOUR for name in meshes if name.startswith("ghost:")},
        rope=ROPE,
        rope_m=lambda picture: drawn_rope(_state(picture).leonov),
        lamps=_lamps,
        masks={"vzor": "ports"},
        shadows=shadows_in,
        fine=shaded(bare_fine_meshes(), read_occlusion(occlusion_file())),
        strip=GroundStrip.read(assets_root() / "textures" / "ground_eva.toml"),
    )


def cast_meshes() -> dict[str, Mesh]:
    """Return every rigid mesh that may appear, by name, with what hides the sky from it."""
    return shaded(bare_meshes(), read_occlusion(occlusion_file()))


def bare_meshes() -> dict[str, Mesh]:
    """Return the same without that: `scripts/build_occlusion.py` computes it from these."""
    rocket = rocket_meshes()
    boosters = {f"booster_{i}": rocket["booster"] for i in range(4)}
    rocket.pop("booster")
    suited = berkut_meshes()
    figure = {f"{who}:{name}": mesh for who in ("man", "ghost") for name, mesh in suited.items()}
    return {
        **craft_meshes(), **cabin_meshes(), **airlock_meshes(), **figure, **rocket, **boosters, **parachute_meshes(),
        **launchpad_meshes(), **training_meshes(), **tie_meshes(), "tether_coil": coil(),
        **ROPE.ring_meshes(), **outline_meshes(), **dict.fromkeys(LAMP_IMAGES, lamp_image()),
        **{f"forest:{name}": mesh for name, mesh in forest_meshes().items()},
    }  # fmt: skip


def bare_fine_meshes() -> dict[str, Mesh]:
    """Return denser stand-ins for those, for the full picture, without occlusion."""
    suited = berkut_meshes(FINE)
    return {
        **fine_craft_meshes(FINER),
        **fine_airlock_meshes(FINER),
        **{f"{who}:{name}": mesh for who in ("man", "ghost") for name, mesh in suited.items()},
        **{f"forest:{name}": mesh for name, mesh in fine_forest_meshes().items()},
    }


def _state(picture: Picture) -> VoskhodState:
    """Return the state of a picture of this flight; TypeError for another's."""
    if not isinstance(picture.state, VoskhodState):
        raise TypeError(f"this cast plays no {type(picture.state).__name__}")
    return picture.state


def _lamps(picture: Picture) -> Lamps | None:
    """Return the lamps along the ceiling of the flying laboratory's hall, for a camera inside."""
    state = _state(picture)
    if state.training is None or "tu104" not in picture.view.hides:
        return None
    return Lamps(up=laboratory_axes(state.craft, state.training).z, colour=HALL_LAMPS)


def shadows_in(picture: Picture) -> Ball:
    """Return where shadows matter: the craft and the man, the rocket, the clearing, the canopy, the hall."""
    state = _state(picture)
    if picture.scenery is not None and _looks_at_pad(picture) and state.met_s < PAD_SHADOWS_UNTIL_S:
        return Ball(add(picture.scenery.offset_m, scaled(picture.scenery.up, 22.0)), 50.0)
    if state.training is not None:
        return Ball(radius_m=9.0 if "tu104" in picture.view.hides else 26.0)
    if picture.scenery is not None and picture.scenery.place == "site" and state.craft.altitude_km < SITE_SEEN_KM:
        return Ball(picture.scenery.offset_m, SITE_SHADOWS_M)
    if "block_i" in state.craft.modules:
        return Ball(radius_m=34.0)
    if state.parachute.stage not in ("stowed", "down"):
        return Ball(radius_m=26.0)
    return _round_both(state)


def _round_both(state: VoskhodState) -> Ball:
    if state.leonov.place != "outside":
        return Ball(radius_m=5.2)
    man = rotate(state.craft.attitude_quaternion, state.leonov.position_m)
    return Ball(scaled(man, 0.5), 3.9 + 0.5 * length(man))


def entries_of(picture: Picture) -> Iterable[Entry]:
    """Yield what appears in a picture."""
    state = _state(picture)
    if state.training is not None and not _looks_at_pad(picture):
        yield from _laboratory(picture)
        return
    hides = picture.view.hides
    craft = _craft(state, NOWHERE, state.craft.attitude_quaternion, state.craft.modules)
    tie_m = apart_m(state)
    yield from (hung(entry, tie_m) for entry in craft if entry.name not in hides)
    cable = cable_entry(state)
    if cable is not None:
        yield cable
    if "descent_sphere" in hides and "descent_sphere" in state.craft.modules:
        yield Entry("cabin", NOWHERE, state.craft.attitude_quaternion)
        if state.phase.startswith("descent"):
            yield Entry("cabin_sight", NOWHERE, state.craft.attitude_quaternion)
        else:
            yield from _placed(commander_parts(state.met_s), NOWHERE, state.craft.attitude_quaternion)
    if picture.view.mask == "porthole" and "descent_sphere" not in hides:
        yield from lamp_images(picture.view)
    for part in state.craft.free_bodies:
        free = _free_body(state, part.name, part.offset_m, part.attitude_quaternion)
        yield from (hung(entry, APART_M if part.name in TIED else 0.0) for entry in free)
    craft_state = state.craft
    fire = rocket_fire(
        craft_state.modules, craft_state.thrust_fraction, craft_state.altitude_km, ENGINE_EXITS_M, state.met_s
    )
    yield from _placed(fire, NOWHERE, state.craft.attitude_quaternion)
    yield from _man(picture)
    yield from coil_entries(state.leonov, state.craft.attitude_quaternion)
    yield from _descent(state)
    if picture.scenery is not None and picture.scenery.place == "site":
        yield from _forest(picture.scenery, state)
    elif picture.scenery is not None and length(picture.scenery.offset_m) < PAD_SEEN_M:
        yield from _pad(picture.scenery)


def _placed(parts: Iterable[PartPose], origin: Vec3, turn: Quaternion, prefix: str = "") -> Iterable[Entry]:
    for part in parts:
        place = add(origin, rotate(turn, part.position_m))
        yield Entry(prefix + part.name, place, multiply(turn, part.rotation), part.scale, part.light)


def _craft(state: VoskhodState, origin: Vec3, turn: Quaternion, modules: tuple[str, ...]) -> Iterable[Entry]:
    for name in ROCKET:
        if name in modules:
            yield Entry(name, origin, turn)
    if "fairing" in modules or "descent_sphere" not in modules:
        return  # under the fairing nothing else is seen
    if "instrument_module" not in modules and state.craft.altitude_km < CHAR_BELOW_KM:
        yield Entry(_landing_sphere(state), origin, turn)
    else:
        yield Entry("descent_sphere", origin, turn)
    for name in ("instrument_module", "backup_retro"):
        if name in modules:
            yield Entry(name, origin, turn)
    if "airlock" in modules:
        yield from _airlock(state, origin, turn)


def _landing_sphere(state: VoskhodState) -> str:
    """Return the mesh of the charred sphere with the hatches that are off by now."""
    if state.parachute.stage == "stowed":
        return "descent_sphere_charred"
    freed = state.forest is not None and state.forest.hatch_freed
    return "descent_sphere_freed" if freed else "descent_sphere_opened"


def _airlock(state: VoskhodState, origin: Vec3, turn: Quaternion) -> Iterable[Entry]:
    lock = state.airlock
    parts = airlock_poses(lock.extension, lock.outer_hatch_fraction, lock.inner_hatch_fraction)
    if state.leonov.camera_taken:
        parts = tuple(part for part in parts if part.name != "s97")
    yield from _placed(parts, origin, turn)


def _free_body(state: VoskhodState, name: str, offset: Vec3, turn: Quaternion) -> Iterable[Entry]:
    if name == "airlock":
        yield from _airlock(state, offset, turn)
    else:
        yield Entry(name, offset, turn)


def _looks_at_pad(picture: Picture) -> bool:
    """Tell whether a camera stands near the pad, which the training aircraft flies high above."""
    scenery = picture.scenery
    return (
        scenery is not None
        and scenery.place == "pad"
        and length(sub(scenery.offset_m, picture.view.eye_m)) < PAD_CAMERAS_M
    )


def _pad(scenery: Scenery) -> Iterable[Entry]:
    turn = turning_axes_to(scenery.east, scenery.north)
    yield from _placed(pad_poses(scenery.since_s), scenery.offset_m, turn)


def _laboratory(picture: Picture) -> Iterable[Entry]:
    """The training aircraft over the launch site's country, or its hall for a camera that hides the hull."""
    state = _state(picture)
    training = state.training
    assert training is not None
    origin, x, y, _ = laboratory_axes(state.craft, training)
    turn = turning_axes_to(x, y)
    inside = "tu104" in picture.view.hides
    yield from _placed(training_poses(outside=not inside), origin, turn)
    if inside:
        half = math.radians(training.trainee_turn_deg) / 2.0
        over = (math.cos(half), 0.0, math.sin(half), 0.0)
        forward, left, up = training.trainee_m
        place = add(origin, rotate(turn, (forward + TRAINEE_FROM_M, left, up)))
        trainee = dressed(figure_parts(trainee_pose(up), 0.0), 0.0, 0.0)
        yield from _placed(trainee, place, multiply(turn, over), "man:")


def _man(picture: Picture) -> Iterable[Entry]:
    yield from _figure(picture, _state(picture).leonov, "man:")
    for other in picture.doubt.other_walkers.values() if picture.doubt is not None else ():
        if isinstance(other, LeonovState):
            yield from _figure(picture, other, "ghost:")


def _figure(picture: Picture, man: LeonovState, prefix: str) -> Iterable[Entry]:
    if man.place not in ("airlock", "outside"):
        return
    craft_turn = picture.state.craft.attitude_quaternion
    turn = multiply(craft_turn, man.attitude_quaternion)
    origin = rotate(craft_turn, man.position_m)
    parts = [part for part in worn_parts(man) if part.name not in picture.view.hides]
    yield from _placed(dressed(parts, man.suit_swell, man.suit_stiffness), origin, turn, prefix)
    if prefix == "man:" and man.holds_camera and "s97" not in picture.view.hides:
        hand = PartPose("s97", hand_m(man.pose, "right"), LEVEL)
        yield from _placed([hand], origin, turn)
    if prefix == "man:" and picture.outline and man.outside and "helmet" not in picture.view.hides:
        yield from outline_entries(man, craft_turn, picture.view.eye_m)


def _descent(state: VoskhodState) -> Iterable[Entry]:
    craft, chute = state.craft, state.parachute
    wind = ground_velocity_teme(scaled(craft.position_teme_km, 1000.0), scaled(craft.velocity_teme_km_s, 1000.0))
    glow = (craft.heating_w_m2 - GLOW_FROM_W_M2) / (GLOW_FULL_W_M2 - GLOW_FROM_W_M2)
    if glow > 0.0 and "instrument_module" not in craft.modules and "fairing" not in craft.modules:
        yield from _placed(plasma_poses(glow, state.met_s % 1000.0), NOWHERE, turning_z_to(unit(wind)))
    up = unit(craft.position_teme_km)
    away = unit(scaled(wind, -1.0)) if chute.stage == "drogue" and length(wind) > 1.0 else up
    yield from _placed(canopy_poses(chute.stage, chute.canopy_fraction), NOWHERE, turning_z_to(away))
    if chute.soft_landing_fraction > 0.0:
        root = scaled(up, 6.0)
        long = 5.0 * chute.soft_landing_fraction
        yield Entry("soft_landing", root, turning_z_to(up), (2.2, 2.2, long), flicker(state.met_s, 9, 0.1))
    if chute.stage == "drogue" and chute.canopy_fraction < MORTAR_UNTIL:
        out = rotate(craft.attitude_quaternion, PARACHUTE_HATCH)
        light = 1.0 - chute.canopy_fraction / MORTAR_UNTIL
        yield Entry("mortar_flash", scaled(out, body.SPHERE_RADIUS_M - 0.1), turning_z_to(out), light=light)


def _forest(scenery: Scenery, state: VoskhodState) -> Iterable[Entry]:
    turn = turning_axes_to(scenery.east, scenery.north)
    origin = scenery.offset_m

    def at(name: str, east: float, north: float, up: float = 0.0, heading_deg: float = 0.0) -> Entry:
        place = add(add(scaled(scenery.east, east), scaled(scenery.north, north)), scaled(scenery.up, up))
        half = math.radians(heading_deg) / 2.0
        return Entry(f"forest:{name}", add(origin, place), multiply(turn, (math.cos(half), 0.0, 0.0, math.sin(half))))

    yield at("ground", 0.0, 0.0)
    yield at("trees", 0.0, 0.0)
    for plant in nearest():
        yield at(plant.name, *plant.foot_m, plant.heading_deg)._replace(scale=plant.scale)
    yield at("taiga_floor", 0.0, 0.0)
    if state.parachute.stage == "down":  # from the clearing nothing so far off is seen
        yield at("treeline", 0.0, 0.0)
    else:
        yield at("taiga", 0.0, 0.0)
        yield at("near_floor", 0.0, 0.0)
        yield at("far_crowns", 0.0, 0.0)
    for prop in ("tracks", "clothing"):
        if prop in scenery.props:
            yield at(prop, 0.0, 0.0)
    if state.parachute.stage == "down":
        yield at("draped_canopy", 0.0, 0.0)
    if state.forest is not None and state.forest.people and "tracks" not in scenery.props:
        yield at("first_tracks", 0.0, 0.0)
    if state.forest is not None:
        east, north = TRUNK_FOOT_M
        leans = about((0.0, 1.0, 0.0), -TRUNK_PUSHED_DEG * state.forest.hatch_push)
        trunk = at("hatch_trunk", east, north)
        yield trunk._replace(turn=multiply(trunk.turn, leans))
        for person, parts in person_poses(state.forest.people, state.met_s):
            height = float(ground_height_m(np.array(person.east_m), np.array(person.north_m)))
            where = at("", person.east_m, person.north_m, height, person.heading_deg)
            yield from _placed(parts, where.place_m, where.turn, "forest:")
    yield from _placed(snow_burst_poses(scenery.since_s), origin, turn)
    if "hut" in scenery.props:
        yield at("hut", 14.0, 9.0, 0.0, 25.0)
    if "fire" in scenery.props:
        yield at("fire", 5.5, 4.5)
        flames = at("flames", 5.5, 4.5)
        leap = flicker(state.met_s, 12, 0.12)
        yield flames._replace(scale=(1.0, 1.0, leap), light=flicker(state.met_s, 13, 0.12))
    if "helicopter" in scenery.props:
        yield at("helicopter", 25.0, 18.0, 42.0, 215.0)
        yield at("rotor", 25.0, 18.0, 46.6, 215.0 + 37.0 * (state.met_s % 360.0))
