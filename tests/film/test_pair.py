"""Two flights in one picture: each pane is what its own flight draws, whoever draws it and from wherever."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import viz
from viz.errors import UsageError
from viz.film import FilmRequest, StillRequest
from viz.film.browser import open_tab
from viz.film.panes import panes_of
from viz.film.recipe import find_recipe, recipe_names, tell, try_recipe
from viz.film.record import open_flight, plan_show
from viz.film.render import Composer, Sitting, message, open_stage, page_files
from viz.film.show import Show
from viz.film.stills import still_show
from viz.film.tracks import command
from viz.flight.quaternion import rotate
from viz.flight.vector import cross, dot, sub
from viz.languages import LANGUAGES
from viz.stage.production import Production
from viz.story.compose import compose
from viz.story.look import Look
from viz.story.pair import Compared

WHAT_IF = Compared("voskhod2", "voskhod2", suppose_right=("eva.entry=feet_first",))
ORBIT = str(Path(viz.__file__).parent / "missions" / "orbit" / "mission")
OTHER = Compared("voskhod2", ORBIT, "eva.exit=T+00:10:00")


@pytest.fixture(scope="module")
def what_if() -> Show:
    return open_flight(WHAT_IF.text)


@pytest.fixture(scope="module")
def other_walk() -> Production:
    return Production.open("gemini4")


@pytest.fixture(scope="module")
def other() -> Show:
    return open_flight(OTHER.text)


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280), (641, 480), (64, 64), (65, 67), (3840, 2160)])
def test_panes_are_of_one_size_and_leave_a_seam(size: tuple[int, int]) -> None:
    left, right = panes_of(*size)
    assert (left.width, left.height) == (right.width, right.height)
    assert (right.x + right.width, right.y + right.height) == size
    wide = size[0] >= size[1]
    seam = right.x - left.width if wide else right.y - left.height
    assert 1 <= seam <= max(2, min(size) // 100)
    assert (left.x, left.y, right.y if wide else right.x) == (0, 0, 0)


def test_a_frame_holds_each_flight_s_own_message(other: Show) -> None:
    drawn = other.draw(90.0, "auto", "en")
    left, right = open_flight("voskhod2"), open_flight(ORBIT)
    assert drawn.beside is not None
    assert drawn.scene == left.draw(left.when("eva.exit+90s"), "auto", "en").scene
    assert drawn.beside.scene == right.draw(690.0, "auto", "en").scene
    assert drawn.clock is not None
    assert drawn.clock[0] == "+01:30"


def test_what_is_drawn_does_not_depend_on_what_was_drawn_before(other: Show) -> None:
    first = other.draw(45.0, "auto", "en")
    other.draw(-300.0, "auto", "ru")
    assert other.draw(45.0, "auto", "en") == first


def frames(show: Show, **wishes: object) -> dict[str, str]:
    """Return every frame of a film by its place on the clock, without its number."""
    request = replace(FilmRequest(Path("film.mp4"), mission=OTHER.text, fps=Fraction(2), quality="light"), **wishes)
    plan = plan_show(request, show)
    composer, told = Composer(plan, show), {}
    for index in range(plan.clock.count):
        frame = json.loads(composer.text(index))
        del frame["index"], frame["beside"]["index"]
        told[f"{plan.clock.met_s(index):.6f}"] = json.dumps(frame, sort_keys=True)
    return told


def test_a_slice_of_a_film_is_the_film_s_own(other: Show) -> None:
    whole = frames(other, start="-2s", seconds=Fraction(6))
    part = frames(other, start="T+00:00:01", seconds=Fraction(2))
    assert len(part) == 4
    assert part.items() <= whole.items()


def test_a_flight_that_has_not_begun_says_so(other: Show) -> None:
    early = other.spoken(-1200.0, "en", 1)
    assert "has not begun" in early.mark
    assert "has not begun" not in other.spoken(0.0, "en", 1).mark
    assert early.clock_elapsed == other.spoken(-600.0, "en", 1).clock_elapsed
    assert (
        "is over" in other.spoken(other.range_s[1], "en", 1).mark
        or "is over" in other.spoken(other.range_s[1], "en", 0).mark
    )


def test_both_are_told_each_by_its_name(what_if: Show, other: Show) -> None:
    for language in ("en", "ru", "hi"):
        left, right = what_if.title(language).split(" | ")
        assert left != right, "a version is told from the record"
        said = other.words(30.0, language).caption
        names = other.title(language).split(" | ")
        assert said.index(f"{names[0]}: ") < said.index(f"{names[1]}: ")
    titles = [chapter.start_met_s for chapter in what_if.chapters(-100.0, 800.0, "en")]
    assert titles == sorted(titles)
    assert titles[0] == -100.0


def test_the_command_makes_the_film_again(what_if: Show) -> None:
    request = FilmRequest(Path("film.mp4"), mission=WHAT_IF.text, start="-90s", seconds=Fraction(4), quality="light")
    said = command(plan_show(request, what_if))
    assert "--compare voskhod2 voskhod2 --suppose-right eva.entry=feet_first --from T-00:01:30" in said
    assert "--mission" not in said


def test_what_cannot_be_compared_is_told() -> None:
    with pytest.raises(UsageError, match="cannot be aligned"):
        open_flight(Compared("voskhod2", ORBIT).text)
    with pytest.raises(UsageError, match="sideways"):
        open_flight(Compared("voskhod2", "voskhod2", suppose_left=("eva.entry=sideways",)).text)


def pixels(data: bytes | Path) -> np.ndarray:
    return np.asarray(Image.open(data).convert("RGB"))


@pytest.mark.usefixtures("tools")
def test_each_pane_is_the_picture_its_flight_draws_alone(tmp_path: Path, other: Show) -> None:
    wish = StillRequest(tmp_path / "pair.png", width=400, height=226, caption=False, quality="light")
    whole = pixels(still_show(replace(wish, at="+95s", camera="beauty=auto"), lambda _: other))
    tiled = pixels(still_show(replace(wish, at="+95s", camera="beauty=auto", force=True), lambda _: other, 130))
    alone = {"voskhod2": ("eva.exit+95s", "beauty"), ORBIT: ("T+00:11:35", "auto")}
    for pane, (mission, (at, camera)) in zip(panes_of(400, 226), alone.items(), strict=True):
        own = replace(wish, output=tmp_path / f"{pane.x}.png", width=pane.width, height=pane.height)
        drawn = pixels(still_show(replace(own, mission=mission, at=at, camera=camera), open_flight))
        assert drawn.std() > 15, "nothing to be seen"
        part = (slice(pane.y, pane.y + pane.height), slice(pane.x, pane.x + pane.width))
        assert (whole[part] == drawn).all()
        apart = np.abs(tiled[part].astype(int) - drawn).max(axis=2)
        assert (apart <= 2).mean() > 0.98


@pytest.mark.usefixtures("tools")
def test_a_frame_leaves_nothing_in_the_next_one(other: Show) -> None:
    """The seam between the panes is drawn by nobody, and the clock of both is written over it."""
    files, drawing = page_files(other), other.draw(95.0, "auto", "en")
    with open_tab(files) as tab:
        open_stage(tab, files, Sitting(320, 180, "full", "en", "light", hashes=True, panes=panes_of(320, 180)))
        frames = ",".join(message(index, drawing) for index in range(3))
        answer = tab.call("film.frames", f"[{frames}]", within_s=120)
    assert len({drawn for _, drawn in answer["drawn"]}) == 1


def test_the_recipe_of_two_walks_lasts_six_minutes_and_can_be_drawn(what_if: Show) -> None:
    assert recipe_names(what_if) == ("two-walks-6min",)
    recipe = find_recipe("two-walks-6min", what_if)
    try_recipe(recipe, what_if)
    for language in LANGUAGES:
        told = tell(recipe, what_if, language)
        assert sum(span.seconds for span in told.spans) == 360
        assert [scene.kind for scene in told.scenes].count("comparison") == 1


def test_the_table_of_both_says_how_each_cell_stands(what_if: Show, other: Show) -> None:
    table = what_if.comparison(0.0, "en")
    assert table is not None
    assert [len(row) for row in table.rows] == [3] * len(table.rows)
    assert all(cell.endswith(")") for row in table.rows for cell in row[1:])
    assert table.columns == tuple(what_if.title("en").split(" | "))
    assert other.comparison(0.0, "en") is None, "the ball has no table"


NARROWEST = 1.5
"""``web/glow.js``: a narrower picture widens its view, so that this much of its sides is kept."""


@pytest.mark.parametrize("camera", ["auto", "beauty"])
def test_the_man_outside_stays_in_the_pane_of_a_wide_picture(
    what_if: Show, other_walk: Production, camera: str
) -> None:
    """By geometry: the middle of the walker, each quarter of a minute of the walk, in panes of 1280x720."""
    script = (Path(viz.__file__).parent / "stage" / "web" / "glow.js").read_text(encoding="utf-8")
    assert f"NARROWEST = {NARROWEST};" in script
    left, _ = panes_of(1280, 720)
    wide = left.width / left.height
    out = []
    panes = (*what_if.paired.panes, other_walk)  # type: ignore[attr-defined]
    for pane, lasts_s in zip(panes, (720, 720, 1170), strict=True):
        for since_s in range(0, lasts_s, 15):
            picture = compose(pane.flight, pane.script, pane.when(f"eva.exit+{since_s}s"), Look(camera))
            view, state = picture.view, picture.state
            walker = next(iter(state.walkers.values()))
            way = sub(rotate(state.craft.attitude_quaternion, walker.position_m), view.eye_m)
            ahead = dot(way, view.forward)
            high = math.tan(math.radians(view.fov_deg) / 2) * max(1.0, NARROWEST / wide)
            aside = dot(way, cross(view.forward, view.up)) / ahead / (high * wide)
            if not (ahead > 0.0 and abs(aside) < 1.0 and abs(dot(way, view.up) / ahead / high) < 1.0):
                out.append((since_s, view.camera))
    assert [one for one in out if one[1] not in LOOKING_ELSEWHERE] == []


LOOKING_ELSEWHERE = ("commander", "glove", "eyes", "white_eyes", "orbit", "earth")
"""Cameras whose subject is another man, a hand or the Earth, or that look out of his own eyes."""
