"""Cameras: where they stand, what they keep in frame, and what they refuse."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viz.errors import InvalidFile, UsageError
from viz.flight.flight import Flight
from viz.flight.quaternion import rotate
from viz.flight.vector import add, cross, dot, length, scaled, sub, unit
from viz.mission.load import load_mission, mission_folder
from viz.missions.voskhod2.flight import body
from viz.missions.voskhod2.stage.cast import ROCKET, casting
from viz.plugins import plugin_part
from viz.story.compose import compose
from viz.story.look import Look
from viz.story.script import load_script
from viz.story.shots import AUTO, Hand, director_camera

MISSION = load_mission()
FLIGHT = Flight.build(MISSION, folder=mission_folder("voskhod2"))
SCRIPT = load_script(MISSION, mission_folder("voskhod2"))
CAMERAS = ("orbit", "chase", "beauty", "abeam", "airlock", "cosmonaut", "shoulder", "glove", "eyes", "s97", "tv1",
           "tv2", "porthole", "commander", "vzor", "entry", "ground", "helicopter")  # fmt: skip
times = st.floats(FLIGHT.start_met_s, FLIGHT.end_met_s)


def test_every_camera_of_the_plan_is_there() -> None:
    assert set(CAMERAS) == set(SCRIPT.cameras) - {AUTO}


@settings(max_examples=60, deadline=None)
@given(times, st.sampled_from((AUTO, *CAMERAS)))
def test_a_view_is_a_proper_frame(met_s: float, camera: str) -> None:
    view = compose(FLIGHT, SCRIPT, met_s, Look(camera)).view
    assert length(view.forward) == pytest.approx(1.0, abs=1e-9)
    assert length(view.up) == pytest.approx(1.0, abs=1e-9)
    assert dot(view.forward, view.up) == pytest.approx(0.0, abs=1e-9)
    assert 0.0 < view.fov_deg <= 120.0
    assert all(math.isfinite(value) for value in view.eye_m)


@settings(max_examples=40, deadline=None)
@given(times, st.sampled_from(("orbit", "chase", "beauty", "entry", "ground", "helicopter")))
def test_no_eye_stands_inside_the_craft(met_s: float, camera: str) -> None:
    eye = compose(FLIGHT, SCRIPT, met_s, Look(camera)).view.eye_m
    assert length(eye) > body.SPHERE_RADIUS_M + 0.2


def test_the_cosmonaut_camera_keeps_him_in_frame() -> None:
    start, stop = (MISSION.event(name).time.met_s for name in ("eva.exit", "eva.ingress"))
    for step in range(0, int(stop - start), 7):
        picture = compose(FLIGHT, SCRIPT, start + step, Look("cosmonaut"))
        state, view = picture.state, picture.view
        if not state.leonov.outside:
            continue
        toward = unit(sub(rotate(state.craft.attitude_quaternion, state.leonov.position_m), view.eye_m))
        off_deg = math.degrees(math.acos(min(1.0, dot(toward, view.forward))))
        assert off_deg < view.fov_deg / 2


def test_the_ground_camera_stays_on_the_ground_and_follows() -> None:
    early, late = (compose(FLIGHT, SCRIPT, met_s, Look("ground")) for met_s in (5.0, 25.0))
    assert early.scenery is not None
    assert late.scenery is not None
    for picture in (early, late):
        assert picture.scenery is not None
        above = dot(sub(picture.view.eye_m, picture.scenery.offset_m), picture.scenery.up)
        assert 0.5 < above < 10.0
        assert dot(picture.view.forward, unit(scaled(picture.view.eye_m, -1.0))) == pytest.approx(1.0, abs=1e-9)


def test_the_hand_turns_and_zooms_about_the_subject() -> None:
    met_s = MISSION.event("eva.exit").time.met_s
    plain = compose(FLIGHT, SCRIPT, met_s, Look("chase")).view
    nearer = compose(FLIGHT, SCRIPT, met_s, Look("chase", hand=Hand(zoom=2.0))).view
    turned = compose(FLIGHT, SCRIPT, met_s, Look("chase", hand=Hand(yaw_deg=180.0))).view
    assert length(nearer.eye_m) < length(plain.eye_m)
    assert dot(turned.forward, plain.forward) < 0.5
    assert compose(FLIGHT, SCRIPT, met_s, Look("chase", hand=Hand(pitch_deg=1000.0))).view.up != plain.up


@pytest.mark.parametrize(
    ("camera", "event"), [*((camera, "eva.exit") for camera in CAMERAS), ("ground", "launch.liftoff")]
)
def test_zoom_doubles_and_a_move_aside_shifts_the_picture_whatever_the_camera(camera: str, event: str) -> None:
    met_s = MISSION.event(event).time.met_s + 60.0
    plain = compose(FLIGHT, SCRIPT, met_s, Look(camera)).view
    nearer = compose(FLIGHT, SCRIPT, met_s, Look(camera, hand=Hand(zoom=2.0))).view
    aside = compose(FLIGHT, SCRIPT, met_s, Look(camera, hand=Hand(right=0.5, up=0.25))).view
    assert nearer.fov_deg == pytest.approx(plain.fov_deg), "half as far and as wide an angle: twice as large"
    away_m = 2.0 * length(sub(nearer.eye_m, plain.eye_m))
    height_m = 2.0 * away_m * math.tan(math.radians(plain.fov_deg) / 2.0)
    subject = sub(add(plain.eye_m, scaled(plain.forward, away_m)), aside.eye_m)
    assert dot(subject, aside.forward) == pytest.approx(away_m, rel=1e-6), "as far as before"
    assert dot(subject, cross(aside.forward, aside.up)) == pytest.approx(-0.5 * height_m, rel=1e-6)
    assert dot(subject, aside.up) == pytest.approx(-0.25 * height_m, rel=1e-6)


def test_nothing_is_filmed_from_the_bracket_once_the_camera_is_taken_off() -> None:
    taken_s = MISSION.event("eva.camera_off").time.met_s
    before, after = (compose(FLIGHT, SCRIPT, taken_s + dt, Look("s97")).view for dt in (-1.0, 1.0))
    assert "s97" in before.hides
    assert "s97" not in after.hides
    assert length(sub(after.eye_m, before.eye_m)) > 2.0


def test_no_hand_takes_the_eye_into_the_ground() -> None:
    met_s = MISSION.event("landing.touchdown").time.met_s + 600.0
    for hand in (Hand(pitch_deg=-80.0), Hand(up=-1.5), Hand(yaw_deg=90.0, pitch_deg=-40.0, zoom=0.125)):
        picture = compose(FLIGHT, SCRIPT, met_s, Look("ground", hand=hand))
        assert picture.scenery is not None
        assert dot(sub(picture.view.eye_m, picture.scenery.offset_m), picture.scenery.up) > 0.2


def test_the_director_follows_its_cuts() -> None:
    for cut in SCRIPT.cuts:
        assert director_camera(SCRIPT.cuts, cut.met_s) in CAMERAS
    exit_s = MISSION.event("eva.exit").time.met_s
    assert director_camera(SCRIPT.cuts, exit_s) == "airlock"
    assert director_camera(SCRIPT.cuts, -1e9) == SCRIPT.cuts[0].camera


def test_an_unknown_camera_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match=r'no camera "mirror".*chase'):
        compose(FLIGHT, SCRIPT, 100.0, Look("mirror"))


def test_a_broken_shots_file_tells_every_problem(tmp_path: Path) -> None:
    text = (mission_folder("voskhod2") / "shots.toml").read_text(encoding="utf-8")
    broken = text.replace('subject = "earth"', 'subject = "mars"', 1).replace("fov_deg = 44.0", "fov_deg = 400.0", 1)
    broken = broken.replace('at = "launch.liftoff+25s"', 'at = "whenever"', 1)
    (tmp_path / "shots.toml").write_text(broken, encoding="utf-8")
    with pytest.raises(InvalidFile) as told:
        load_script(MISSION, tmp_path)
    assert [problem.path for problem in told.value.problems] == ["shot[0].subject", "shot[0].fov_deg", "cut[4].at"]


@pytest.mark.parametrize(
    ("old", "new", "path", "said"),
    [
        ('mask = "vzor"', 'mask = "vizor"', "shot[{}].mask", "did you mean vzor?"),
        (
            'hides = ["descent_sphere"]',
            'hides = ["descent_sphere", "decent_sphere"]',
            "shot[{}].hides[1]",
            "descent_sphere",
        ),
        ('shows = "leonov"', 'shows = "leonid"', "shot[{}].shows", "did you mean leonov?"),
        ('phases = ["forest"]', 'phases = ["forest", "forrest"]', "shot[{}].phases[1]", "did you mean forest"),
        ("look_m = [-1.0, 0.0, 0.5]", "look_m = [-1.0, 0.0]", "shot[{}].look_m", "give 3"),
    ],
)
def test_a_word_no_camera_knows_is_told_with_its_place(
    old: str, new: str, path: str, said: str, tmp_path: Path
) -> None:
    text = (mission_folder("voskhod2") / "shots.toml").read_text(encoding="utf-8")
    head = text[: text.index(old)]
    (tmp_path / "shots.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InvalidFile) as told:
        load_script(MISSION, tmp_path)
    (problem,) = told.value.problems
    assert problem.path == path.format(head.count("\n[[shot]]") - 1)
    assert said in str(problem)


def test_what_an_eye_looks_through_is_known_to_the_stage() -> None:
    own = plugin_part("voskhod2", "CAMERAS").masks
    assert casting().masks.keys() == set(own)
    assert {shot.mask for shot in SCRIPT.shots} == {"none", "porthole", *own}


def test_each_part_a_camera_may_sit_in_is_one_of_the_cast() -> None:
    meshes = casting().meshes
    known = {name.removeprefix("man:") for name in meshes} | set(ROCKET) | {"tu104"}
    assert set(plugin_part("voskhod2", "CAMERAS").hides) <= known


def test_words_are_told_in_the_language_asked() -> None:
    met_s = MISSION.event("eva.exit").time.met_s + 1.0
    words = {language: compose(FLIGHT, SCRIPT, met_s, Look(language=language)).words for language in ("en", "ru", "hi")}
    assert "08:34:52" in words["en"].clock_utc
    assert "11:34:52" in words["ru"].clock_zone
    assert len({w.caption for w in words.values()}) == 3
    assert any("\u0400" <= letter <= "\u04ff" for letter in words["ru"].caption)
    assert any("\u0900" <= letter <= "\u097f" for letter in words["hi"].caption)


def test_what_is_reconstructed_is_marked_and_so_is_what_is_a_model() -> None:
    """His path and the forest are models; of the whole Earth with the track nothing is less sure than the fit."""
    outside, landed = (MISSION.event(name).time.met_s + 60.0 for name in ("eva.exit", "landing.touchdown"))
    assert compose(FLIGHT, SCRIPT, outside).words.mark == "model"
    assert compose(FLIGHT, SCRIPT, outside, Look("orbit")).words.mark == "reconstruction"
    assert compose(FLIGHT, SCRIPT, landed).words.mark == "model"
