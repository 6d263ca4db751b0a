"""The director on the whole flight, judged by numbers: eyes in free space, subjects in frame and in sight."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from viz.flight.flight import Flight
from viz.flight.frames import teme_from_fixed
from viz.flight.ground import height_above_ellipsoid_km, up_at
from viz.flight.quaternion import rotate
from viz.flight.state import FlightState, Vec3
from viz.flight.vector import add, cross, dot, length, scaled, sub, unit
from viz.mission.load import load_mission, mission_folder
from viz.missions.voskhod2.flight import body
from viz.missions.voskhod2.flight.laboratory import laboratory_axes
from viz.missions.voskhod2.flight.people import FIRE_M
from viz.missions.voskhod2.stage.cosmonaut import worn_parts
from viz.missions.voskhod2.stage.forest import trees
from viz.stage.mesh import Mesh
from viz.story.picture import View
from viz.story.script import load_script
from viz.story.shots import EASE_S, Cut, Shot, choose_shot, directed, director_camera, view_of

MISSION = load_mission()
FLIGHT = Flight.build(MISSION, folder=mission_folder("voskhod2"))
SCRIPT = load_script(MISSION, mission_folder("voskhod2"))
WIDE = 16.0 / 9.0
MAN_RADIUS_M = 0.5
TREE_ROOM_M = 0.5
VZOR_MIDDLE_DEG = math.degrees(math.atan(0.56 * math.tan(math.radians(75.0 / 2.0))))
"""Half the middle field: 0.56 of half the picture's height (``opening.frag.glsl``), of a view 75 degrees high."""


def met_s(event: str) -> float:
    return MISSION.event(event).time.met_s


def moments() -> list[float]:
    """Every event, each 5 s of walk and descent, each 10 min elsewhere, every cut and the glide after it."""
    times = [event.time.met_s + after for event in MISSION.events for after in (0.0, 1.0)]
    times += _steps(met_s("eva.vent"), met_s("eva.repress"), 5.0)
    times += _steps(met_s("descent.ignition"), met_s("landing.touchdown"), 5.0)
    times += _steps(FLIGHT.start_met_s, FLIGHT.end_met_s, 600.0)
    times += [cut.met_s + after for cut in SCRIPT.cuts for after in (-0.01, 0.0, 0.5, 1.0, 1.5, EASE_S)]
    return sorted({time for time in times if FLIGHT.start_met_s <= time <= FLIGHT.end_met_s})


def _steps(start: float, stop: float, step: float) -> Iterable[float]:
    return (start + step * i for i in range(int((stop - start) / step) + 1))


def shown_at(met: float) -> tuple[FlightState, Shot, View]:
    state = FLIGHT.state_at(met)
    shot, view = directed(SCRIPT.shots, SCRIPT.cuts, state, SCRIPT.ground)
    return state, shot, view


SHOWN = {met: shown_at(met) for met in moments()}


def told(broken: list[tuple[float, str, object]]) -> str:
    """Return the first few broken moments, each as elapsed time, latest event, camera and number."""
    lines = []
    for met, camera, number in broken[:12]:
        state = FLIGHT.state_at(met)
        lines.append(f"{met:.1f} s ({state.event}, {state.phase}) {camera}: {number}")
    return "\n".join([f"{len(broken)} moments", *lines])


def to_body(state: FlightState, vector: Vec3) -> Vec3:
    w, x, y, z = state.craft.attitude_quaternion
    return rotate((w, -x, -y, -z), vector)


def hull_room_m(state: FlightState, point: Vec3, airlock: bool = True) -> float:
    """Return the distance of a point of the body frame from the parts that are still there, negative inside."""
    x, y, z = point
    modules = state.craft.modules
    room = math.inf
    if "descent_sphere" in modules:
        room = length(point) - body.SPHERE_RADIUS_M
    if "instrument_module" in modules:
        back = body.INSTRUMENT_MODULE_FRONT_X_M - body.INSTRUMENT_MODULE_LENGTH_M
        middle, half = (back + body.INSTRUMENT_MODULE_FRONT_X_M) / 2.0, body.INSTRUMENT_MODULE_LENGTH_M / 2.0
        room = min(room, _tube_room(abs(x - middle) - half, math.hypot(y, z) - body.INSTRUMENT_MODULE_RADIUS_M))
    if airlock and state.airlock.attached and state.airlock.extension > 0.5 and "fairing" not in modules:
        middle, half = (body.AIRLOCK_BASE_Z_M + body.AIRLOCK_RIM_Z_M) / 2.0, body.AIRLOCK_LENGTH_M / 2.0
        room = min(room, _tube_room(abs(z - middle) - half, math.hypot(x, y) - body.AIRLOCK_RADIUS_M))
    return room


def _tube_room(along: float, across: float) -> float:
    if along <= 0.0 and across <= 0.0:
        return max(along, across)
    return math.hypot(max(along, 0.0), max(across, 0.0))


def subject_m(shot: Shot, state: FlightState) -> Vec3:
    """Return the middle of what the shot is about, TEME axes from the craft's origin."""
    shows = shot.shows or shot.subject
    turn = state.craft.attitude_quaternion
    if shot.id == "glove" and state.leonov.place == "outside":
        man = state.leonov
        glove = next(part for part in worn_parts(man) if part.name == "right_glove").position_m
        return rotate(turn, add(man.position_m, rotate(man.attitude_quaternion, glove)))
    if shows == "leonov":
        return rotate(turn, state.leonov.position_m)
    if shows == "airlock":
        return rotate(turn, body.HATCH_CENTRE_M)
    if shows == "laboratory":
        assert state.training is not None
        return laboratory_axes(state.craft, state.training)[0]
    if shows == "earth":
        return scaled(state.craft.position_teme_km, -1000.0)
    if shows == "camp":
        up = unit(state.craft.position_teme_km)
        east = unit(cross((0.0, 0.0, 1.0), up))
        return add(add(scaled(east, FIRE_M[0]), scaled(cross(up, east), FIRE_M[1])), scaled(up, 0.4))
    return (0.0, 0.0, 0.0)


def screen_place(view: View, point: Vec3) -> tuple[float, float]:
    """Return where a point falls on a 16:9 picture, -1 to 1 each way; infinite behind the eye."""
    ray = sub(point, view.eye_m)
    depth = dot(ray, view.forward)
    if depth <= 0.0:
        return math.inf, math.inf
    reach = math.tan(math.radians(view.fov_deg) / 2.0) * depth
    return dot(ray, cross(view.forward, view.up)) / reach / WIDE, dot(ray, view.up) / reach


def test_no_eye_stands_in_the_craft() -> None:
    """Unless the camera looks into the cabin, and the skin is left out for it."""
    broken: list[tuple[float, str, object]] = []
    for met, (state, _, view) in SHOWN.items():
        if "descent_sphere" in view.hides:
            continue
        room = hull_room_m(state, to_body(state, view.eye_m))
        if room < 0.02:
            broken.append((met, view.camera, f"{room:.2f} m"))
    assert not broken, told(broken)


def test_no_eye_stands_in_leonov() -> None:
    """A capsule round his trunk's middle axis; his own eyes are excepted, and the helmet hidden for them."""
    broken: list[tuple[float, str, object]] = []
    for met, (state, _, view) in SHOWN.items():
        if state.leonov.place not in ("airlock", "outside") or view.hides == ("helmet",):
            continue
        eye, man = to_body(state, view.eye_m), state.leonov
        axis = rotate(man.attitude_quaternion, (0.0, 0.0, 1.0))
        along = max(-0.45, min(0.45, dot(sub(eye, man.position_m), axis)))
        room = length(sub(eye, add(man.position_m, scaled(axis, along))))
        if room < MAN_RADIUS_M:
            broken.append((met, view.camera, f"{room:.2f} m"))
    assert not broken, told(broken)


def test_no_eye_stands_in_the_ground_or_a_tree() -> None:
    corners = _tree_points(trees())
    broken: list[tuple[float, str, object]] = []
    for met, (state, _, view) in SHOWN.items():
        eye_km = add(state.craft.position_teme_km, scaled(view.eye_m, 0.001))
        if state.craft.altitude_km > 100.0:
            if height_above_ellipsoid_km(eye_km) < 50.0:
                broken.append((met, view.camera, "in the ground"))
            continue
        early = met < 3600.0
        place = SCRIPT.ground.pad if early else SCRIPT.ground.site
        above = height_above_ellipsoid_km(eye_km) - place.altitude_km
        if above * 1000.0 < 0.8:
            broken.append((met, view.camera, f"{above * 1000.0:.1f} m above the ground"))
        if not early:
            local = _local_m(view, state)
            room = float(np.linalg.norm(corners - np.asarray(local), axis=1).min())
            if room < TREE_ROOM_M:
                broken.append((met, view.camera, f"{room:.2f} m from a tree"))
    assert not broken, told(broken)


def _local_m(view: View, state: FlightState) -> Vec3:
    """Return the eye in metres east, north and up of the landing point."""
    site = SCRIPT.ground.site
    there = teme_from_fixed(site.position_fixed_km(), state.sky.earth_angle_rad)
    up = teme_from_fixed(up_at(site.lat_deg, site.lon_deg), state.sky.earth_angle_rad)
    east = unit(cross((0.0, 0.0, 1.0), up))
    ray = sub(view.eye_m, scaled(sub(there, state.craft.position_teme_km), 1000.0))
    return dot(ray, east), dot(ray, cross(up, east)), dot(ray, up)


def _tree_points(mesh: Mesh) -> NDArray[np.float64]:
    """Return points spread over every triangle of a mesh near the landing point."""
    corners = mesh.position_m[mesh.index.reshape(-1, 3)].astype(np.float64)
    corners = corners[np.linalg.norm(corners[:, 0, :2], axis=1) < 60.0]
    shares = [(a, b, 12 - a - b) for a in range(13) for b in range(13 - a)]
    points = np.concatenate([(a * corners[:, 0] + b * corners[:, 1] + c * corners[:, 2]) / 12.0 for a, b, c in shares])
    return np.asarray(points, dtype=np.float64)


def test_the_subject_is_in_the_frame() -> None:
    broken: list[tuple[float, str, object]] = []
    for met, (state, shot, view) in SHOWN.items():
        if (shot.shows or shot.subject) == "earth":
            continue
        x, y = screen_place(view, subject_m(shot, state))
        if abs(x) >= 1.0 or abs(y) >= 1.0:
            broken.append((met, view.camera, f"{x:+.2f} {y:+.2f}"))
    assert not broken, told(broken)


def shown_radius_m(shot: Shot, state: FlightState) -> float:
    """Return half of what the shot is about: a man, the lock's rim, the fire, the hall, or the craft of the hour."""
    about = {"leonov": 0.95, "airlock": 0.62, "laboratory": 3.0, "camp": 1.0}.get(shot.shows or shot.subject)
    if about is not None:
        return about
    if state.parachute.stage in ("drogue", "main"):
        return 12.0  # with its canopy
    stages = {"boosters": 19.0, "core": 17.0, "block_i": 6.0, "instrument_module": 2.6}
    return next((radius for name, radius in stages.items() if name in state.craft.modules), body.SPHERE_RADIUS_M)


def height_share(shot: Shot, state: FlightState, view: View) -> float:
    """Return how much of the picture's height the subject takes."""
    far = dot(sub(subject_m(shot, state), view.eye_m), view.forward)
    return shown_radius_m(shot, state) / (far * math.tan(math.radians(view.fov_deg) / 2.0))


def test_the_subject_is_large_enough_to_read() -> None:
    """A twelfth of the picture's height at least, but for the whole Earth and for who comes or goes by air."""
    broken: list[tuple[float, str, object]] = []
    for met, (state, shot, view) in SHOWN.items():
        if (shot.shows or shot.subject) == "earth" or shot.id in ("orbit", "helicopter", "ground"):
            continue
        share = height_share(shot, state, view)
        if share < 1.0 / 12.0:
            broken.append((met, view.camera, f"{share:.3f}"))
    assert not broken, told(broken)


def test_the_subject_stands_in_the_room_that_the_caption_leaves() -> None:
    """The caption takes the lower left: two fifths of the width, a quarter of the height."""
    broken: list[tuple[float, str, object]] = []
    for met, (state, shot, view) in SHOWN.items():
        x, y = screen_place(view, subject_m(shot, state))
        if x < -0.2 and y < -0.5:
            broken.append((met, view.camera, f"{x:+.2f} {y:+.2f}"))
    assert not broken, told(broken)


def test_no_two_neighbouring_shots_are_alike() -> None:
    """Of one subject, a cut turns the camera by twenty degrees or changes the size by half."""
    broken: list[tuple[float, str, object]] = []
    for cut in SCRIPT.cuts:
        if not FLIGHT.start_met_s < cut.met_s < FLIGHT.end_met_s:
            continue
        (before, one, old), state = shown_at(cut.met_s - 0.01), FLIGHT.state_at(cut.met_s)
        other = choose_shot(SCRIPT.shots, cut.camera, state)
        new = view_of(other, state, SCRIPT.ground)
        if (one.shows or one.subject) != (other.shows or other.subject) or "earth" in (one.subject, other.subject):
            continue
        turned_deg = math.degrees(math.acos(min(dot(old.forward, new.forward), 1.0)))
        larger = height_share(other, state, new) / height_share(one, before, old)
        if turned_deg < 20.0 and 2.0 / 3.0 < larger < 1.5:
            broken.append((cut.met_s, f"{old.camera} to {new.camera}", f"{turned_deg:.0f} degrees, {larger:.2f}"))
    assert not broken, told(broken)


def test_the_sight_shows_the_ground() -> None:
    """S10: while the ship is being turned, some of Earth is in Vzor's middle field; once level, nothing else is."""
    seen = [(state, view) for state, shot, view in SHOWN.values() if shot.id == "vzor"]
    assert seen
    for state, view in seen:
        eye_km = add(state.craft.position_teme_km, scaled(view.eye_m, 0.001))
        off_nadir_deg = math.degrees(math.acos(-dot(view.forward, eye_km) / length(eye_km)))
        horizon_deg = math.degrees(math.asin(6360.0 / length(eye_km)))
        assert off_nadir_deg < horizon_deg + VZOR_MIDDLE_DEG
        if state.phase == "descent.burn":
            assert off_nadir_deg < 5.0


def test_nothing_stands_before_the_subject() -> None:
    """The line from eye to subject meets no hull until it reaches the subject's own part."""
    broken: list[tuple[float, str, object]] = []
    for met, (state, shot, view) in SHOWN.items():
        shows = shot.shows or shot.subject
        inside = shows == "leonov" and state.leonov.place != "outside"
        if shows in ("earth", "craft", "site", "pad", "camp") or inside:
            continue  # the craft cannot hide itself, and within the lock the lock is what is shown
        lock_hides = shows != "airlock"
        eye, end = (to_body(state, point) for point in (view.eye_m, subject_m(shot, state)))
        reach = length(sub(end, eye))
        line = [add(eye, scaled(sub(end, eye), far / reach)) for far in np.arange(0.15, reach - 0.55, 0.05).tolist()]
        room = min((hull_room_m(state, point, lock_hides) for point in line), default=1.0)
        if room < 0.0:
            broken.append((met, view.camera, f"{room:.2f} m"))
    assert not broken, told(broken)


def test_no_tree_stands_before_the_sphere() -> None:
    """In the forest the line from eye to sphere passes every trunk and branch with room to spare."""
    points = _tree_points(trees())
    eyes = {}
    for met, (state, shot, view) in SHOWN.items():
        if state.phase.startswith("forest") and shot.id not in ("orbit", "helicopter"):
            eyes.setdefault((shot.id, shot.eye_m), (met, _local_m(view, state)))
    assert eyes
    for (camera, _), (met, eye) in eyes.items():
        ray = np.array([0.0, 0.0, 0.7]) - eye
        reach = float(np.linalg.norm(ray))
        arm = points - np.asarray(eye)
        along = arm @ (ray / reach)
        between = (along > 0.0) & (along < reach - 1.1)
        past = np.linalg.norm(arm[between] - np.outer(along[between], ray / reach), axis=1)
        assert past.min() > 0.08, f"{camera} at {met:.0f} s: {past.min():.2f} m"


def test_the_picture_stands_upright_where_there_is_a_horizon() -> None:
    """Cameras outside the craft keep the vertical upright; those fixed to craft, man or training hall may roll."""
    rolling = {"airlock", "s97", "tv1", "tv2", "porthole", "commander", "vzor", "eyes", "shoulder", "glove", "orbit"}
    broken: list[tuple[float, str, object]] = []
    for met, (state, _, view) in SHOWN.items():
        cut = max(cut.met_s for cut in SCRIPT.cuts if cut.met_s <= met)
        assert abs(dot(view.up, view.forward)) < 1e-9
        if view.camera in rolling or "tu104" in view.hides or met - cut < EASE_S:
            continue
        vertical = unit(state.craft.position_teme_km)
        level = abs(dot(cross(view.forward, view.up), vertical))
        if level > 0.02 or dot(view.up, vertical) <= 0.0:
            broken.append((met, view.camera, f"{level:.3f}"))
    assert not broken, told(broken)


def test_cuts_are_at_least_four_seconds_apart() -> None:
    for one, other in pairwise(SCRIPT.cuts):
        assert other.met_s - one.met_s >= 4.0, f"{one} and {other}"
        assert other.camera != one.camera, f"{other} shows what is shown already"


def test_every_phase_is_directed_and_every_camera_used() -> None:
    used = {director_camera(SCRIPT.cuts, met) for met in SHOWN}
    assert used == {shot.id for shot in SCRIPT.shots}
    for phase in MISSION.phases:
        assert any(state.phase == phase.id or state.phase.startswith(phase.id + ".") for state, _, _ in SHOWN.values())


def test_after_a_cut_the_picture_settles_on_its_own_camera() -> None:
    for cut in SCRIPT.cuts:
        _settled(cut)


def _settled(cut: Cut) -> None:
    state = FLIGHT.state_at(min(cut.met_s + EASE_S, FLIGHT.end_met_s))
    _, view = directed(SCRIPT.shots, SCRIPT.cuts, state, SCRIPT.ground)
    assert view == view_of(choose_shot(SCRIPT.shots, cut.camera, state), state, SCRIPT.ground)


def test_a_swing_is_slow_and_keeps_what_is_looked_at() -> None:
    """Under half a degree a second; the line through the middle of the picture still meets the same point."""
    swinging = [shot for shot in SCRIPT.shots if shot.swing_deg]
    assert swinging
    for shot in swinging:
        assert shot.swing_deg * 2.0 * math.pi / shot.swing_s < 0.5
    met = met_s("eva.exit") + 60.0
    state = FLIGHT.state_at(met)
    shot = next(shot for shot in swinging if shot.id == "beauty" and shot.fits(state))
    still = view_of(replace(shot, swing_deg=0.0), state, SCRIPT.ground)
    moved = view_of(shot, state, SCRIPT.ground)
    reach = length(sub(shot.eye_m, shot.look_m))
    looked_at = [add(view.eye_m, scaled(view.forward, reach)) for view in (still, moved)]
    assert length(sub(still.eye_m, moved.eye_m)) > 0.05
    assert length(sub(*looked_at)) < 1e-6


def test_a_glide_is_smooth() -> None:
    """Over a glide no step of 0.05 s moves the eye by a metre or turns it by four degrees; one such glide exists."""
    glides = 0
    for cut in SCRIPT.cuts[1:]:
        views = [shown_at(cut.met_s + step)[2] for step in (-0.001, 0.001)]
        if length(sub(views[0].eye_m, views[1].eye_m)) > 0.05:
            continue
        glides += 1
        path = [shown_at(cut.met_s + 0.05 * i)[2] for i in range(int(EASE_S / 0.05) + 2)]
        for one, other in pairwise(path):
            assert length(sub(one.eye_m, other.eye_m)) < 1.0
            assert dot(one.forward, other.forward) > math.cos(math.radians(4.0))
    assert glides >= 4
