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
AT_HOME = "Entry('ball', (0.0, 0.0, 0.0), (1.0, 0.0, 0.0, 0.0))"
BALL = '"ball": sphere(1.0)'
DRAWING = [
    (when_late("entries", "yield Entry('nobody', (0.0, 0.0, 0.0), (1.0, 0.0, 0.0, 0.0))"),
     'it shows "nobody", and its cast has no mesh of that name'),
    (when_late("entries", f"yield Entry('ball', (0.0, {NAN}, 0.0), (1.0, 0.0, 0.0, 0.0))"),
     '"ball" has a place, turn, scale or light that is no number'),
    (when_late("entries", "yield Entry('ball', (0.0, 0.0, 0.0), (1.0, 0.0, 0.0, 0.0), (1.0, float('inf'), 1.0))"),
     '"ball" has a place, turn, scale or light that is no number'),
    (when_late("entries", "raise RuntimeError('no luck')"), "RuntimeError: no luck"),
    (when_late("entries", "yield 5"), "AttributeError"),
    *((when_late("entries", f"yield Entry('ball', {place}, (1.0, 0.0, 0.0, 0.0))"), "")
      for place in ("(0.0, 0.0)", "(0.0, 0.0, 1.0, 2.0)", "'abc'", "None", "(1e308, 0.0, 0.0)")),
    *((when_late("entries", f"yield Entry('ball', (0.0, 0.0, 0.0), {turn})"), '"ball" has a ')
      for turn in ("(0.0, 0.0, 0.0, 0.0)", "(1.0, 0.0, 0.0)", "(1e200, 0.0, 0.0, 0.0)", "(9.0, 0.0, 0.0, 0.0)")),
    *((when_late("entries", f"yield Entry('ball', (0.0, 0.0, 0.0), (1.0, 0.0, 0.0, 0.0), {scale})"), '"ball" has a ')
      for scale in ("(0.0, 1.0, 1.0)", "(1.0, -1.0, 1.0)", "(1.0, 1.0)", "(1e308, 1.0, 1.0)")),
    *((when_late("entries", f"yield Entry({name}, (0.0, 0.0, 0.0), (1.0, 0.0, 0.0, 0.0))"), "no mesh of that name")
      for name in ("['ball']", "5", "None", "'x' * 1000")),
    (when_late("entries", f"while True: yield {AT_HOME}"), "the picture has more than 5000"),
    (when_late("entries", f"yield from [{AT_HOME}] * 2_000_000"), "the picture has more than 5000"),
    *((when_late("rope_m", f"return {rope}"), said) for rope, said in (
        ("iter(lambda: (0.0, 0.0, 0.0), None)", "the rope has more than 500"),
        ("[(float(i), 0.0, 0.0) for i in range(100_000)]", "the rope has more than 500"),
        ("[(0.0, 0.0), (1.0, 1.0)]", "the rope has a number that is none"),
        ("[(0.0, 0.0, 0.0), (1e300, 0.0, 0.0)]", "the rope has a number that is none"),
        ("['abc', 'def']", "the rope has a number that is none"), ("None", "TypeError"),
    )),
    (when_late("entries", "raise SystemExit(0)"), "SystemExit: 0"),
    (when_late("rope_m", "raise KeyboardInterrupt"), "KeyboardInterrupt"),
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
        *((changed(BALL, f'{BALL}, {name}: sphere(1.0)'), "a name that is no plain word")
          for name in ("5", "'__proto__'", "''", "'<img src=x>'", "'x' * 100")),
        *((changed(BALL, f'"ball": replace(sphere(1.0), {part})'), said) for part, said in (
            ("index=sphere(1.0).index.astype(float)", "has index of float64"),
            ("position_m=sphere(1.0).position_m.astype(object)", "has position_m of object"),
            ("position_m=[[0, 0, 0]]", "has position_m of list"),
            ("position_m=sphere(1.0).position_m.astype(float) * 1e300", "has a position_m that is no number"),
            ("position_m=sphere(1.0).position_m + float('inf')", "has a position_m that is no number"),
            ("outer=10**9", "corners are seen from without only"), ("outer=4", "says 4 of its"),
            ("outer='all'", "says 'all' of its"), ("outer=-3", "says -3 of its"), ("outer=3.0", "says 3.0 of its"),
        )),
        *((changed(CAST, f"{CAST} {part}=5,"), said) for part, said in (
            ("packs", "its packs are int"), ("masks", "its masks are int"), ("tints", "its tints are int"),
            ("lamps", "its lamps is int, no function"), ("shadows", "its shadows is int, no function"),
            ("strip", "its strip is int, no GroundStrip"), ("fine", "its fine are int"),
        )),
        (changed(CAST, "return Casting(meshes, 5,"), "its entries is int, no function"),
        (changed("rope=RopeLook(rings=0)", "rope=5"), "its rope is int, no RopeLook"),
        (changed("rope=RopeLook(rings=0)", "rope=RopeLook(rings=9)"), 'there is no mesh "tether_ring_0"'),
        (changed("rope=RopeLook(rings=0)", "rope=RopeLook(rings=10**9)"), "a rope has 2 to 500 points"),
        (changed("rope=RopeLook(rings=0)", "rope=RopeLook(points=10**9, rings=0)"), "a rope has 2 to 500 points"),
        (changed(BALL, '"ball": sphere(1.0, segments=1500, rings=1500)'), "keep to 1000000"),
        (changed(CAST, f"{CAST} packs={{'ball': '__proto__'}},"), "is no plain word"),
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
