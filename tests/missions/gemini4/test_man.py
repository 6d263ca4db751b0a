"""White and McDivitt as they are drawn: suit, visors, gun, umbilical, and who sits where."""

from __future__ import annotations

from dataclasses import astuple, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from viz.flight.quaternion import conjugate, rotate
from viz.flight.state import Pose, Quaternion, Vec3, WalkerState
from viz.flight.track import Knot, Motion
from viz.flight.vector import add, dot, length, sub
from viz.missions.gemini4.flight import body
from viz.missions.gemini4.flight.flight import GeminiFlight
from viz.missions.gemini4.flight.glove import LEAVES_M, loose_glove
from viz.missions.gemini4.flight.state import WhiteState
from viz.missions.gemini4.stage import man
from viz.missions.gemini4.stage.afloat import deck_crew, raft_crew
from viz.missions.gemini4.stage.gun import ARM_M, PULLS, PUSHES, gun
from viz.missions.gemini4.stage.hiding import occlusion_file
from viz.missions.gemini4.stage.postures import AIMS, SEATED
from viz.missions.gemini4.stage.suit import GOLD, PIVOT_M, UMBILICAL_M, UP_DEG, gold_visor, worn_helmet
from viz.missions.gemini4.stage.umbilical import UMBILICAL, umbilical_m
from viz.stage.figure.joints import PARTS
from viz.stage.materials import Material
from viz.stage.mesh import Mesh, PartPose, about, moved, rotated
from viz.stage.occlusion import read_occlusion, shaded, shape_of
from viz.story.compose import compose
from viz.story.look import Look
from viz.story.picture import Picture
from viz.story.script import load_script

MESHES = man.man_meshes()
OUT = WhiteState("outside", True, (2.6, -1.2, 2.2), distance_from_hatch_m=2.4, visor_down=1.0, holds_gun=True)


def parts_of(state: WalkerState, who: str = man.WALKER) -> dict[str, PartPose]:
    return {part.name: part for part in man.man_parts(who, state)}


def placed(part: PartPose, who: str = man.WALKER) -> NDArray[np.float64]:
    made = moved(rotated(MESHES[f"{who}:{part.name}"], part.rotation), part.position_m)
    return made.position_m.astype(np.float64)


# -- suit -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [man.WALKER, man.PILOT])
def test_each_part_of_a_man_has_its_mesh(who: str) -> None:
    white = who == man.WALKER
    for place in ("seat", "standing", "outside", "raft", "carrier"):
        state = replace(OUT, place=place, gun_thrust_n=2.0) if white else WalkerState(place, False, (0.0, 0.0, 0.0))
        for holds_camera in (False, True):
            for part in man.man_parts(who, replace(state, holds_camera=holds_camera)):
                assert f"{who}:{part.name}" in MESHES


def test_the_whole_man_outside_keeps_a_drawing_budget() -> None:
    """About what the other walker of these flights costs, gun and face included."""
    drawn = [f"{man.WALKER}:{name}" for name in parts_of(OUT)]
    assert sum(MESHES[name].triangles for name in drawn) < 18_000


def test_both_men_wear_one_suit_that_is_sent_once() -> None:
    for name in PARTS:
        same = MESHES[f"{man.WALKER}:{name}"] is MESHES[f"{man.PILOT}:{name}"]
        assert same == (name != "rig")


def test_the_gold_visor_turns_from_before_his_face_up_on_to_the_crown() -> None:
    """U03, E05."""
    down, up = (placed(parts_of(replace(OUT, visor_down=share))["visor"]) for share in (1.0, 0.0))
    helmet = parts_of(OUT)["helmet"].position_m
    middle_m = helmet[2] + PIVOT_M[2]
    assert down[:, 0].max() > 0.20
    assert down[:, 2].mean() == pytest.approx(middle_m, abs=0.02)
    assert up[:, 2].max() > helmet[2] + 0.42, "over the shell"
    assert up[:, 0].mean() < 0.06


def test_the_visor_never_runs_into_the_shell_on_its_way_up() -> None:
    """The pane turns about its pivots into itself, and that surface lies outside the helmet wherever it passes."""
    shell = worn_helmet().position_m.astype(np.float64) - np.asarray(PIVOT_M)
    pane = gold_visor()
    glass = pane.position_m[pane.material == Material.GLASS].astype(np.float64)
    assert UP_DEG > 60.0
    reach = {round(y, 3): np.hypot(x, z) for x, y, z in glass}
    for aside, radius in reach.items():
        # In front and above only: behind and below the pane does not come.
        near = (np.abs(np.abs(shell[:, 1]) - abs(aside)) < 0.006) & (shell[:, 0] > 0.0) & (shell[:, 2] > -0.10)
        near &= np.abs(shell[:, 1]) < 0.15
        assert (np.hypot(shell[near, 0], shell[near, 2]) < radius + 0.004).all()


def test_behind_the_raised_visor_is_a_face() -> None:
    made = worn_helmet()
    assert Material.SKIN in set(made.material)
    assert Material.GLASS not in set(made.material)


def test_the_visor_is_gold_glass() -> None:
    made = gold_visor()
    glass = made.colour[made.material == Material.GLASS]
    np.testing.assert_allclose(glass, np.broadcast_to(np.float32(GOLD), glass.shape), atol=1e-6)


# -- gun ------------------------------------------------------------------------------------------


def test_two_nozzles_are_at_the_ends_of_arms_and_look_back_past_him() -> None:
    """U06."""
    made = gun().position_m.astype(np.float64)
    assert np.ptp(made[:, 1]) == pytest.approx(2.0 * ARM_M, abs=0.08)
    np.testing.assert_allclose(np.sort(made[:, 1]), np.sort(-made[:, 1]), atol=0.05)
    puff = MESHES[f"{man.WALKER}:{PULLS}"].position_m
    assert puff[:, 0].min() < -0.3
    assert np.abs(puff[puff[:, 0] < -0.2, 1]).min() > 0.25, "beside the man, not at him"


@pytest.mark.parametrize(("thrust_n", "seen"), [(0.0, None), (4.0, PULLS), (-4.0, PUSHES)])
def test_gas_is_seen_while_the_gun_pushes_and_from_the_right_nozzles(thrust_n: float, seen: str | None) -> None:
    parts = parts_of(replace(OUT, gun_thrust_n=thrust_n))
    assert {PULLS, PUSHES} & parts.keys() == ({seen} if seen else set())
    if seen:
        assert parts[seen].light == pytest.approx(4.0 / man.FULL_THRUST_N)
        assert f"{man.WALKER}:{seen}" in man.MAN_KINDS


def test_the_grip_lies_in_his_right_hand_before_him() -> None:
    parts = parts_of(OUT)
    grip = parts["gun"].position_m
    assert grip[0] > 0.35
    assert grip[1] < 0.0
    hand = placed(parts["right_glove"]).mean(axis=0)
    assert float(np.linalg.norm(hand - np.asarray(grip))) < 0.09
    tips = placed(parts["right_fingers"])
    assert float(np.linalg.norm(tips - np.asarray(grip), axis=1).min()) < 0.05, "his fingers are round it"


def test_without_the_gun_there_is_none() -> None:
    assert "gun" not in parts_of(replace(OUT, holds_gun=False))
    assert "gun" not in parts_of(replace(OUT, place="seat"))


# -- postures -------------------------------------------------------------------------------------


def test_a_posture_of_the_state_counts_before_any_of_ours() -> None:
    own = Pose(left_elbow_deg=20.0)
    assert man.posture(replace(OUT, pose=own)) is own
    assert man.posture(OUT) is AIMS
    assert man.posture(WalkerState("seat", False, body.SEAT_LEFT_M)) == SEATED


def test_seated_men_stay_within_the_hull() -> None:
    """As far as they are drawn: hips, trunk, helmet and arms; in seats as the body has them."""
    for seat in (body.SEAT_LEFT_M, body.SEAT_RIGHT_M):
        trunk = add(seat, (0.0, 0.0, 0.255))
        for part in parts_of(WalkerState("seat", False, trunk), man.PILOT).values():
            place = placed(part, man.PILOT) + np.asarray(trunk)
            skin = np.interp(place[:, 0], *np.asarray(body.HULL_PROFILE_M).T)
            assert (np.hypot(place[:, 1], place[:, 2]) < skin + 0.01).all(), part.name


def test_the_man_in_the_cabin_looks_after_the_one_outside_as_far_as_a_neck_goes() -> None:
    seat = WalkerState("seat", False, add(body.SEAT_LEFT_M, (0.0, 0.0, 0.255)))
    for place_m, aside in (((6.0, -2.0, 2.0), -1.0), ((6.0, 3.0, 2.0), 1.0), ((-3.0, -1.0, 2.0), -1.0)):
        [helmet] = [part for part in man.man_parts(man.PILOT, seat, place_m) if part.name == "helmet"]
        x, y, z = rotate(helmet.rotation, (1.0, 0.0, 0.0))
        assert x > 0.4
        assert y * aside > 0.0
        assert z > 0.0
    [level] = [part for part in man.man_parts(man.PILOT, seat) if part.name == "helmet"]
    assert level.rotation == (1.0, 0.0, 0.0, 0.0)


def test_he_films_while_the_other_is_before_his_window() -> None:
    """E13, U11."""
    before, behind = replace(OUT, position_m=(3.0, 0.4, 1.2)), replace(OUT, position_m=(-2.0, -0.4, 2.2))
    assert man.films(man.PILOT, {man.WALKER: before})
    assert not man.films(man.PILOT, {man.WALKER: behind})
    assert not man.films(man.PILOT, {man.WALKER: replace(before, outside=False)})
    assert not man.films(man.WALKER, {man.WALKER: before})


def test_the_crew_sit_in_the_raft_and_stand_on_deck_only_while_they_are_there() -> None:
    """R17: low ends touch floor and deck, and nobody is in two places."""
    for place, crew, floor_m in (("raft", raft_crew, 0.12), ("carrier", deck_crew, 17.2)):
        there = {who: WalkerState(place, False, (0.0, 0.0, 0.0)) for who in (man.WALKER, man.PILOT)}
        for who in there:
            low = min(
                float((moved(rotated(MESHES[p.name], p.rotation), p.position_m)).position_m[:, 2].min())
                for p in crew(there)
                if p.name.startswith(who)
            )
            assert low == pytest.approx(floor_m, abs=0.12)
        assert not list(crew({who: replace(state, place="helicopter") for who, state in there.items()}))


@pytest.mark.parametrize("turn", [(1.0, 0.0, 0.0, 0.0), about((0.2, 0.5, 1.0), 130.0)])
def test_the_glove_goes_out_of_the_hatch_and_not_back_into_the_ship(turn: Quaternion) -> None:
    """E11. Whichever way the ship points, it leaves along the hatch's outward and is over the hull from the first."""
    start = Knot(0.0, (6571.0, 0.0, 0.0), (0.0, 7.79, 0.0), (0.0, 0.0, 0.0))
    part = loose_glove(start, turn)
    craft = Motion(start.position_km, start.velocity_km_s, start.acceleration_km_s2)
    far = []
    for met_s in (0.0, 5.0, 20.0, 60.0):
        loose = part.at(met_s, craft)
        place = add(loose.offset_m, rotate(loose.attitude_quaternion, LEAVES_M))
        far.append(dot(rotate(conjugate(turn), place), body.HATCH_OUTWARD))
    assert far[0] == pytest.approx(dot(LEAVES_M, body.HATCH_OUTWARD))
    assert far == sorted(far)
    assert far[-1] > 10.0


def test_on_his_way_down_no_limb_goes_through_the_skin_beside_the_hatch(gemini_flight: GeminiFlight) -> None:
    """From below the hatch's rim on; above it arms may lie over the edge."""
    start_s, end_s = (gemini_flight.mission.event(name).time.met_s for name in ("eva.ingress", "eva.hatch_closed"))
    profile = np.asarray(body.HULL_PROFILE_M).T
    deep = 0
    for met_s in np.linspace(start_s, end_s, 15):
        state = gemini_flight.state_at(float(met_s)).white
        if state.position_m[2] > 0.36:
            continue
        deep += 1
        for part in parts_of(state).values():
            made = moved(rotated(MESHES[f"{man.WALKER}:{part.name}"], part.rotation), part.position_m)
            place = rotated(made, state.attitude_quaternion).position_m.astype(np.float64) + np.asarray(
                state.position_m
            )
            reach, right_deg = np.hypot(place[:, 1], place[:, 2]), np.degrees(np.arctan2(-place[:, 1], place[:, 2]))
            through = reach > np.interp(place[:, 0], *profile) + 0.03
            assert not (through & ((right_deg < 0.0) | (right_deg > 54.0))).any(), (met_s - start_s, part.name)
    assert deep > 4


def test_no_arm_or_leg_leaps_as_he_comes_in(gemini_flight: GeminiFlight) -> None:
    """Over the places that his state names: outside, standing, in his seat."""
    start_s, end_s = (gemini_flight.mission.event(name).time.met_s for name in ("eva.saddest", "eva.hatch_closed"))
    poses = [np.array(astuple(man.posture(gemini_flight.state_at(t).white))) for t in np.arange(start_s, end_s, 0.5)]
    assert np.abs(np.diff(poses, axis=0)).max() < 12.0


# -- umbilical ------------------------------------------------------------------------------------


def slack_rope(end: Vec3, count: int = 24) -> tuple[Vec3, ...]:
    share = np.linspace(0.0, 1.0, count)[:, None]
    nodes = np.asarray(body.TETHER_ANCHOR_M) * (1.0 - share) + np.asarray(end) * share
    nodes[:, 2] += 0.8 * np.sin(np.pi * share[:, 0])
    return tuple((x, y, z) for x, y, z in nodes.tolist())


def test_the_umbilical_runs_from_its_anchor_to_the_chest_pack() -> None:
    turn = about((0.0, 0.0, 1.0), 200.0)
    state = replace(OUT, attitude_quaternion=turn, tether_m=slack_rope(add(OUT.position_m, (-0.15, 0.0, 0.1))))
    drawn = umbilical_m(state)
    assert drawn[0] == pytest.approx(body.TETHER_ANCHOR_M)
    assert drawn[-1] == pytest.approx(add(state.position_m, rotate(turn, UMBILICAL_M)))
    run = sum(length(sub(b, a)) for a, b in pairwise(drawn))
    told = sum(length(sub(b, a)) for a, b in pairwise(state.tether_m))
    assert run == pytest.approx(told, abs=0.35)


def test_a_stowed_umbilical_is_not_drawn() -> None:
    assert len(umbilical_m(replace(OUT, tether_m=()))) < 2


def test_it_is_gold_tape_and_shines() -> None:
    """U04."""
    red, green, blue = UMBILICAL.colour
    assert red > green > 2.0 * blue
    assert UMBILICAL.metal > 0.5
    assert UMBILICAL.line_radius_m < UMBILICAL.radius_m / 2, "the strap is thinner"


def test_it_comes_out_of_the_pack_on_his_chest() -> None:
    rig: Mesh = MESHES[f"{man.WALKER}:rig"]
    near = np.linalg.norm(rig.position_m - np.asarray(UMBILICAL_M), axis=1).min()
    assert near < 0.04


# -- before a camera ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def picture(gemini_flight: GeminiFlight, gemini_folder: Path) -> Picture:
    """Half a minute after the glove has gone."""
    mission = gemini_flight.mission
    script = load_script(mission, gemini_folder)
    return compose(gemini_flight, script, mission.event("eva.glove").time.met_s + 30.0, Look("beauty"))


def test_a_camera_in_one_mans_eyes_leaves_the_others_helmet_where_it_is(picture: Picture) -> None:
    """Both have a part of that name: it is left out of whose eyes the camera has."""
    state = picture.state
    turn = state.craft.attitude_quaternion
    for who, other in ((man.WALKER, man.PILOT), (man.PILOT, man.WALKER)):
        walker = state.walkers[who]
        head = add(walker.position_m, rotate(walker.attitude_quaternion, (0.1, 0.0, 0.56)))
        view = replace(picture.view, eye_m=rotate(turn, head), hides=("helmet", "visor"))
        seen = {entry.name for entry in man.man_entries(replace(picture, view=view))}
        assert f"{who}:helmet" not in seen
        assert f"{other}:helmet" in seen


def test_from_far_off_only_who_is_outside_is_drawn(picture: Picture) -> None:
    far = replace(picture.view, eye_m=(900.0, 0.0, 0.0), hides=())
    seen = {entry.name.partition(":")[0] for entry in man.man_entries(replace(picture, view=far))}
    assert seen == {man.WALKER, "thermal_glove"}


def test_in_the_flight_itself_man_gun_and_umbilical_are_one(picture: Picture) -> None:
    """Of the flight itself: the umbilical ends on his chest, and starts where the ship has it."""
    rope = man.rope_m(picture)
    walker = picture.state.walkers[man.WALKER]
    chest = add(walker.position_m, rotate(walker.attitude_quaternion, UMBILICAL_M))
    assert rope[-1] == pytest.approx(chest)
    assert length(sub(rope[0], body.TETHER_ANCHOR_M)) < 0.25
    assert {f"{man.WALKER}:gun", f"{man.WALKER}:visor"} <= {entry.name for entry in man.man_entries(picture)}


# -- light ----------------------------------------------------------------------------------------


def test_what_hides_the_sky_from_the_man_is_kept_for_the_meshes_that_are_drawn() -> None:
    """Whoever changes his suit's shape runs `scripts/build_occlusion.py gemini4`."""
    held = read_occlusion(occlusion_file())
    for meshes in (man.man_meshes(), man.fine_man_meshes()):
        own = {name: meshes[f"{man.WALKER}:{name}"] for name in PARTS}
        assert [name for name, mesh in own.items() if shape_of(mesh) not in held] == []
    trunk = shaded(MESHES, held)[f"{man.WALKER}:trunk"]
    side, chest = np.abs(trunk.position_m[:, 1]) > 0.17, trunk.position_m[:, 0] > 0.13
    high = np.abs(trunk.position_m[:, 2] - 0.12) < 0.08
    assert trunk.occlusion[side & high].mean() > trunk.occlusion[chest & high].mean() + 0.1, "darker beside the arms"
