"""A plugin's nonsense in drawing: told with its name, the moment and the remedy; the picture before stands."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

import viz
from viz.plugins import PluginFault
from viz.stage.production import Production
from viz.story.look import Look

sys.path.insert(0, str(Path(__file__).parents[1] / "player"))

Run = Callable[..., Result]
Plugin = Callable[[str], Path]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

WELL = (Path(__file__).parent / "ball" / "voskhod2_ball" / "__init__.py").read_text(encoding="utf-8")
CAST = "return Casting(meshes, entries,"
LATE = "picture.state.met_s > 1250.0"
"""The ball's plugin is well until then, so it can be seen to go on."""


def changed(line: str, to: str) -> str:
    assert line in WELL
    return WELL.replace(line, to, 1)


def when_late(function: str, deed: str) -> str:
    text = re.sub(rf"(def {function}\(picture\):\n)", rf"\1    if {LATE}:\n        {deed}\n", WELL, count=1)
    assert text != WELL
    return text


NAN = "float('nan')"
DRAWING = [
    (when_late("entries", "yield Entry('nobody', (0.0, 0.0, 0.0), (1.0, 0.0, 0.0, 0.0))"),
     'it shows "nobody", and its cast has no mesh of that name'),
    (when_late("entries", f"yield Entry('ball', (0.0, {NAN}, 0.0), (1.0, 0.0, 0.0, 0.0))"),
     '"ball" has a place, turn, scale or light that is no number'),
    (when_late("entries", "yield Entry('ball', (0.0, 0.0, 0.0), (1.0, 0.0, 0.0, 0.0), (1.0, float('inf'), 1.0))"),
     '"ball" has a place, turn, scale or light that is no number'),
    (when_late("entries", "raise RuntimeError('no luck')"), "RuntimeError: no luck"),
    (when_late("entries", "yield 5"), "AttributeError"),
    (when_late("rope_m", f"return [(0.0, 0.0, 0.0), (0.0, 0.0, {NAN})]"), "the rope has a number that is none"),
    (when_late("rope_m", "return 1 / 0"), "ZeroDivisionError"),
    (changed(CAST, f"{CAST} lamps=lambda picture: 1 / 0 if {LATE} else None,"), "ZeroDivisionError"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "said"), DRAWING)
def test_a_frame_that_cannot_be_drawn_is_told_and_the_next_ones_are_drawn(plugin: Plugin, body: str, said: str) -> None:
    production = Production.open(str(plugin(body)))
    _, good = production.draw(1200.0, Look())
    with pytest.raises(PluginFault) as fault:
        production.draw(1300.0, Look())
    told = str(fault.value)
    assert 'the plugin "odd" fails at drawing 1300.0 s after lift-off' in told
    assert said in told
    assert "tell its author" in told
    assert production.stage.frame() == good, "the last good frame is still the stage's"
    assert production.draw(1200.0, Look())[1] == good


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (changed(CAST, f"{CAST} packs={{'ball': '../ball'}},"), "the pack '../ball' is no plain word"),
        (changed(CAST, f"{CAST} packs={{'cube': 'a'}},"), 'packs name "cube", which is no mesh'),
        (changed(CAST, f"{CAST} kinds={{'ball': 7.0}},"), 'the kind of "ball" is 7.0'),
        (changed(CAST, f"{CAST} tints={{'ball': (0.0, 1.0, {NAN})}},"), 'the tint of "ball" is no colour'),
        (changed(CAST, f"{CAST} masks={{'hole': 'keyhole'}},"), 'the mask "hole" looks like "keyhole"'),
        (changed('"ball": sphere(1.0)', f'"ball": replace(canopy, colour=canopy.colour * {NAN})'),
         'mesh "ball" has a colour that is no number'),
        (changed('"ball": sphere(1.0)', '"ball": 5'), 'mesh "ball" is int, no Mesh'),
        (changed('"ball": sphere(1.0)', '"window": sphere(1.0)'), '"window" is the name of a mesh of the stage\'s own'),
        (changed(CAST, "return 5\n    " + CAST), "no Casting"),
        (changed(CAST, "return Casting(5, entries)\n    " + CAST), "fails at making its cast"),
    ],
)  # fmt: skip
def test_a_cast_that_cannot_be_shown_is_refused_before_anything_is(plugin: Plugin, body: str, said: str) -> None:
    with pytest.raises(PluginFault, match="odd") as fault:
        Production.open(str(plugin(body)))
    assert said in str(fault.value)
    assert " - " in str(fault.value)


def test_all_that_is_wrong_with_a_cast_is_told_at_once(plugin: Plugin) -> None:
    body = changed(CAST, f"{CAST} packs={{'cube': 'a'}}, kinds={{'ball': 7.0}}, masks={{'hole': 'keyhole'}},")
    with pytest.raises(PluginFault) as fault:
        Production.open(str(plugin(body)))
    assert all(said in str(fault.value) for said in ("cube", "7.0", "keyhole"))


@pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")
@pytest.mark.parametrize("film", [False, True], ids=["still", "record"])
def test_a_still_and_a_film_of_it_end_with_three(plugin: Plugin, run: Run, tmp_path: Path, film: bool) -> None:
    folder = plugin(DRAWING[0][0])
    if film:
        wishes: tuple[Any, ...] = ("record", "--from", "T+00:20:49", "--seconds", 2, "--size", "160x90")
    else:
        wishes = ("still", "--at", "T+00:21:40", "--size", "160x90")
    done = run(*wishes, "--mission", folder, "-o", tmp_path / ("odd.mp4" if film else "odd.png"))
    if done.exit_code == 4:
        pytest.skip(done.stderr)
    assert done.exit_code == 3, done.stderr
    assert (
        'the plugin "odd" fails at drawing 12' in done.stderr or 'the plugin "odd" fails at drawing 13' in done.stderr
    )
    assert 'it shows "nobody"' in done.stderr
    assert not list(tmp_path.glob("odd.*"))


@pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")
def test_the_page_says_so_and_keeps_the_last_good_picture(plugin: Plugin) -> None:
    sync_api = pytest.importorskip("playwright.sync_api")
    from player_house import FLAGS
    from player_page import fresh_profile, opened, wait_met

    show = viz.play(str(plugin(DRAWING[0][0])), at="T+00:20:00", port=0, open_browser=False, block=False)
    assert show is not None
    with show, sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with fresh_profile(chromium, viewport={"width": 480, "height": 270}) as context:
            context.set_default_timeout(90_000)
            page = opened(context, show.address, "at=T%2B00:20:00&lang=en")
            wait_met(page, 1200.0)
            before = page.locator("#scene").screenshot(mask=[page.locator("body > :not(#scene)")])
            page.goto(f"{show.address}#at=T%2B00:21:40&lang=en")
            wait_met(page, 1300.0)
            notice = page.locator("#notice")
            notice.wait_for(state="visible")
            assert 'the plugin "odd" fails at drawing 1300.0 s after lift-off' in notice.inner_text()
            assert page.locator("#scene").screenshot(mask=[page.locator("body > :not(#scene)")]) == before
            page.keyboard.press("Home")
            wait_met(page, 0.0)
        chromium.close()
