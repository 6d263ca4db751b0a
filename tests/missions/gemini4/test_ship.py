"""The ship: its sizes against the record, the hatch on its hinge, and that every part is whole."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PIL import Image

from viz.flight.quaternion import rotate
from viz.flight.vector import cross, dot
from viz.missions.gemini4.flight import body
from viz.missions.gemini4.stage import cast
from viz.missions.gemini4.stage.adapter import retro_exits_m
from viz.missions.gemini4.stage.fire import retro_fire
from viz.missions.gemini4.stage.launcher import LIGHTS_M
from viz.missions.gemini4.stage.packs import pack_of
from viz.missions.gemini4.stage.reentry import hatch_pose
from viz.stage.mesh import about


def test_sizes_are_those_of_the_record() -> None:
    """S01 to S03: 5.7 m long, 3.05 m across the adapter, 3.35 m of re-entry module, 2.26 to 2.35 m of heat shield."""
    assert pytest.approx(5.7) == body.REENTRY_LENGTH_M + body.ADAPTER_LENGTH_M
    assert pytest.approx(3.05) == 2 * body.ADAPTER_BASE_RADIUS_M
    assert 2.26 <= 2 * body.HEAT_SHIELD_RADIUS_M <= 2.35
    assert pytest.approx(2.74) == body.NOSE_JOINT_X_M


def test_hull_is_told_once() -> None:
    """The profile, the cone and the adapter agree wherever they are asked."""
    x_m, radius_m = np.array(body.HULL_PROFILE_M).T
    for x in (-2.35, -1.0, 0.0):
        assert np.interp(x, x_m, radius_m) == pytest.approx(body.adapter_radius_m(x))
    for x in (0.0, 0.7, 1.8):
        assert np.interp(x, x_m, radius_m) == pytest.approx(body.cone_radius_m(x))


def test_hatch_opens_outward_about_its_outer_edge() -> None:
    """A right-handed turn about the hinge lifts the middle of the right hatch off the skin; the hinge lies on it."""
    axis, arm = np.array(body.HATCH_HINGE_AXIS), np.subtract(body.HATCH_CENTRE_M, body.HATCH_HINGE_M)
    assert np.linalg.norm(axis) == pytest.approx(1.0)
    assert np.linalg.norm(body.HATCH_OUTWARD) == pytest.approx(1.0)
    assert np.cross(axis, arm) @ np.array(body.HATCH_OUTWARD) > 0.2
    along = np.subtract(body.on_cone_m(1.5, body.HATCH_SIDE_DEG[1]), body.on_cone_m(0.5, body.HATCH_SIDE_DEG[1]))
    assert np.cross(axis, along) == pytest.approx(np.zeros(3), abs=1e-9)


def test_white_is_right_and_mcdivitt_left() -> None:
    """McDivitt sits at +Y; White's seat, window, hatch and line are on the -Y side, all hatches up."""
    right = (body.SEAT_RIGHT_M, body.WINDOW_RIGHT_M, body.HATCH_CENTRE_M, body.TETHER_ANCHOR_M, body.FILM_CAMERA_M)
    assert all(place[1] < 0.0 for place in right)
    assert body.SEAT_LEFT_M[1] > 0.0 < body.WINDOW_LEFT_M[1]
    assert body.HATCH_CENTRE_M[2] > 0.0 < body.FILM_CAMERA_M[2]
    assert body.FILM_CAMERA_M[0] < 0.0 < body.HATCH_X_M[0]


# -- meshes ---------------------------------------------------------------------------------------

MESHES = cast.bare_meshes()
SHIP = ("reentry", "nose", "retro", "equipment")


def test_parts_meet_and_reach_as_far_as_the_record_says() -> None:
    """The hull's parts follow one another along X; the widest is the adapter's foot (S01, S02)."""
    bounds = {name: MESHES[name].bounds_m for name in SHIP}
    assert bounds["nose"][1][0] == pytest.approx(body.REENTRY_LENGTH_M, abs=0.01)
    assert bounds["nose"][0][0] == pytest.approx(bounds["reentry"][1][0], abs=0.01)
    assert bounds["equipment"][1][2] == pytest.approx(body.ADAPTER_BASE_RADIUS_M, abs=0.05)
    foot = MESHES["stage_1"].bounds_m[0][0]
    assert foot == pytest.approx(body.STAGE_1_BASE_X_M, abs=0.1)
    assert MESHES["stage_2"].bounds_m[1][0] == pytest.approx(body.ADAPTER_BASE_X_M, abs=0.05)


@pytest.mark.parametrize("name", [*SHIP, "stage_1", "stage_2", "hatch_right"])
def test_skins_look_outward(name: str) -> None:
    """Of what lies on the hull, far more of the area looks away from the axis than towards it."""
    mesh = MESHES[name]
    corner = mesh.position_m[mesh.index.reshape(-1, 3)].astype(float)
    area = 0.5 * np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    middle = corner.mean(axis=1)
    x_m, radius_m = np.array(body.HULL_PROFILE_M).T
    hull_m = np.interp(middle[:, 0], x_m, radius_m, left=body.LAUNCHER_RADIUS_M)
    outside = np.hypot(middle[:, 1], middle[:, 2]) > hull_m - 0.012
    outward = np.einsum("ij,ij->i", area[:, 1:], middle[:, 1:])[outside]
    assert outward[outward > 0.0].sum() > 4.0 * -outward[outward < 0.0].sum() > -1.0


def test_shut_hatch_fills_its_opening_and_open_it_stands_clear() -> None:
    """Shut, the hatch lies on the cone; opened 50 degrees (S06) its inner edge is a hand and more off the skin."""
    place = MESHES["hatch_right"].position_m.astype(float)
    inner = body.on_cone_m(1.0, body.HATCH_SIDE_DEG[0])
    nearest = place[np.argmin(np.linalg.norm(place - inner, axis=1))]
    assert np.linalg.norm(nearest - inner) < 0.06
    for open_deg, least_m in ((0.0, 0.0), (body.HATCH_OPEN_DEG, 0.4)):
        pose = hatch_pose(open_deg)
        moved = np.add(rotate(pose.rotation, tuple(nearest.tolist())), pose.position_m)
        assert np.linalg.norm(moved - nearest) >= least_m
        assert np.hypot(*moved[1:]) >= np.hypot(*nearest[1:]) - 1e-9


def test_somebody_can_be_seen_through_hatch_and_left_window() -> None:
    """From outside, straight in through the opening and the window, no skin of the cabin is met before the inside."""
    mesh = MESHES["reentry"]
    triangle = mesh.position_m[mesh.index.reshape(-1, 3)].astype(float)
    for place in (body.on_cone_m(0.8, 26.0), body.WINDOW_LEFT_M):
        start = np.array([place[0], 1.6 * place[1], 1.6 * place[2]])
        way = np.array([0.0, -place[1], -place[2]])
        assert first_met_m(start, way / np.linalg.norm(way), triangle) > np.linalg.norm(start - place) + 0.10


def first_met_m(start: np.ndarray, way: np.ndarray, triangle: np.ndarray) -> float:
    """Return how far a line goes from a place until it meets a triangle (Moeller and Trumbore)."""
    a, b, c = triangle[:, 0], triangle[:, 1], triangle[:, 2]
    square = np.cross(way, c - a)
    det = np.einsum("ij,ij->i", b - a, square)
    det = np.where(np.abs(det) < 1e-12, np.inf, det)
    u = np.einsum("ij,ij->i", start - a, square) / det
    q = np.cross(start - a, b - a)
    v = (q @ way) / det
    far = np.einsum("ij,ij->i", c - a, q) / det
    met = (u >= 0.0) & (v >= 0.0) & (u + v <= 1.0) & (far > 0.0)
    return float(far[met].min(initial=np.inf))


def test_four_retro_rockets_stand_round_the_axis() -> None:
    """R04, S04: four motors, evenly about the axis, none beyond the retrograde section's wall."""
    exits = np.array(retro_exits_m())
    assert len(exits) == 4
    assert exits.mean(axis=0)[1:] == pytest.approx([0.0, 0.0], abs=1e-9)
    assert np.hypot(exits[:, 1], exits[:, 2]).max() < body.adapter_radius_m(-0.5) - 0.2


def test_lines_meet_above_whatever_attitude_the_module_hangs_in() -> None:
    """By one point it hangs nose up, by two it lies (R13): strands end where the lines meet, and it is above."""
    up = (0.0, 0.0, 1.0)
    for pitch_deg, strands in ((-90.0, 1), (-35.0, 2)):
        meets, entries = cast.bridle(about((0.0, 1.0, 0.0), pitch_deg), up)
        assert len(entries) == strands
        assert meets[2] > max(entry.place_m[2] for entry in entries)
        for entry in entries:
            end = np.add(entry.place_m, rotate(entry.turn, (0.0, 0.0, entry.scale[2])))
            assert end == pytest.approx(meets, abs=1e-6)


def test_stage_lights_flash_in_turn() -> None:
    """T08: lights are seen to flash: each of the two is dark at times, bright at others, and they take turns."""
    seen = [{pose.position_m: pose.light for pose in cast.stage_lights(1.0, 0.05 * k)} for k in range(36)]
    for place in LIGHTS_M:
        light = [flash.get(place, 0.0) for flash in seen]
        assert max(light) > 0.9
        assert min(light) < 0.05
    assert all(min(flash.get(place, 0.0) for place in LIGHTS_M) < 0.1 for flash in seen)
    assert cast.stage_lights(0.0, 0.45) == ()


def test_every_mesh_has_a_pack_and_gas_a_kind() -> None:
    """No mesh is sent in a pack of leftovers; only what a program of its own draws has a kind."""
    assert set(pack_of(MESHES)) == set(MESHES)
    assert set(cast.KINDS) <= set(MESHES)


def test_light_meshes_cost_no_more_than_the_first_ships() -> None:
    """Triangles of what is drawn at once, in light quality."""
    count = {name: mesh.triangles for name, mesh in MESHES.items()}
    assert math.fsum(count[name] for name in (*SHIP, "hatch_right", "film_camera")) < 17_000
    assert count["stage_1"] + count["stage_2"] < 11_000
    assert math.fsum(n for name, n in count.items() if name.startswith("pad_")) < 11_000
    assert math.fsum(count[name] for name in ("sea", "collar", "raft", "helicopter", "rotor", "carrier")) < 7_000


def test_sea_bends_away_with_the_earth() -> None:
    """The water's edge, 12 km off, lies 11.3 m below the middle, as on a ball of 6371 km."""
    place = MESHES["sea"].position_m.astype(float)
    reach = np.hypot(place[:, 0], place[:, 1])
    assert place[:, 2] == pytest.approx(-(reach**2) / (2.0 * 6.371e6), abs=0.01)
    assert reach.max() == pytest.approx(12_000.0)


def test_plumes_of_the_retro_rockets_follow_one_another() -> None:
    """R04: the ripple. Of four thrusts only those that burn are drawn, each at its own nozzle."""
    poses = retro_fire((0.0, 1.0, 0.0, 0.0), 10.0)
    assert [pose.position_m for pose in poses] == [retro_exits_m()[1]]
    assert retro_fire((0.0, 0.0, 0.0, 0.0), 10.0) == ()
    assert [pose.position_m for pose in retro_fire((0.0, 0.0, 0.5, 0.5), 10.0)] == list(retro_exits_m()[2:])


# -- ground under the walk ------------------------------------------------------------------------

WALK = ((17.5, -175.5), (29.3, -145.9), (32.7, -117.2), (30.3, -95.2), (26.0, -80.1), (18.2, -62.5))
"""Ground track of the reconstruction, from Hawaii's call to standing in the seat."""


def strip_place(latitude_deg: float, longitude_deg: float) -> tuple[float, float]:
    """Return where a place lies on the strip, along and across, 0 to 1."""
    strip = cast.casting().strip
    assert strip is not None
    north, east = math.radians(latitude_deg), math.radians(longitude_deg)
    way = (math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north))
    along = math.degrees(math.atan2(dot(way, cross(strip.pole, strip.axis)), dot(way, strip.axis)))
    aside = math.degrees(math.asin(dot(way, strip.pole)))
    reach = math.asinh(strip.half_wide_deg / strip.fine_deg)
    return along / strip.long_deg + 0.5, 0.5 + 0.5 * math.asinh(aside / strip.fine_deg) / reach


def test_the_walk_runs_forward_along_the_strips_fine_middle() -> None:
    places = [strip_place(*place) for place in WALK]
    along = [u for u, _ in places]
    assert along == sorted(along)
    assert all(0.0 < u < 1.0 for u in along[1:])
    assert all(0.4 < v < 0.6 for _, v in places[1:])


@pytest.mark.parametrize(
    ("latitude_deg", "longitude_deg", "is_sea"),
    [
        (31.0, -113.8, True), (30.0, -115.0, False), (27.0, -90.0, True), (30.0, -98.0, False), (28.2, -81.5, False),
        (28.5, -77.0, True), (24.5, -78.1, False), (31.8, -125.0, True), (18.2, -66.4, False),
    ],
)  # fmt: skip
def test_strip_tells_land_from_sea(latitude_deg: float, longitude_deg: float, is_sea: bool) -> None:
    """Gulf of California, Baja, Gulf of Mexico, Texas, Florida, Atlantic, Andros, Pacific, Puerto Rico."""
    strip = cast.casting().strip
    assert strip is not None
    with Image.open(strip.picture) as picture:
        u, v = strip_place(latitude_deg, longitude_deg)
        red, _, blue = picture.convert("RGB").getpixel((int(u * picture.width), int((1.0 - v) * picture.height)))
    assert (blue > red + 10) == is_sea
