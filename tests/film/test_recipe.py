"""Recipes: what a lecturer writes becomes exact spans, and what does not fit is named with its remedy."""

from __future__ import annotations

import base64
import itertools
import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from film_fake import EVENTS, FakeShow
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from viz.assets import assets_root
from viz.errors import InvalidFile, UsageError
from viz.film.clock import FrameClock, Span, exact
from viz.film.handout import handout_show
from viz.film.recipe import Part, check_recipe, find_recipe, part_spans, read_recipe, recipe_names, tell
from viz.film.record import open_flight, record_show
from viz.film.request import FilmRequest
from viz.film.show import Show
from viz.languages import LANGUAGES

TITLE = 'title = { en = "A film", ru = "Фильм", hi = "फ़िल्म" }\n'
GOOD = (
    TITLE
    + """
poster = "eva.exit+1"
[[part]]
kind = "title"
from = "eva.exit"
seconds = 1
[[part]]
from = "eva.exit"
to = "eva.ingress"
seconds = 4
events = ["eva.exit", "5900"]
before_s = 0.25
after_s = 0.5
camera = "close"
notes = { en = "Say & show", ru = "Скажите", hi = "कहें" }
[[part]]
kind = "comparison"
from = "6000"
seconds = 0.5
[[part]]
kind = "credits"
from = "eva.ingress"
seconds = 1
rate = 0
"""
)


class Moments(FakeShow):
    def when(self, text: str) -> float:
        head, _, offset = text.partition("+")
        return super().when(head) + float(offset or 0)


@pytest.fixture
def show(tmp_path: Path) -> FakeShow:
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes" / "good.toml").write_text(GOOD, encoding="utf-8")
    return Moments(recipes=tmp_path / "recipes")


def test_time_is_true_around_events_and_compressed_between(show: FakeShow) -> None:
    told = tell(find_recipe("good", show), show, "ru")
    clock = FrameClock(told.spans, Fraction(30))
    assert clock.duration_s == Fraction("6.5")
    start, between, true_again, rest = told.spans[1:5]
    assert start == Span(Fraction(5691), Fraction(1, 2), Fraction(1))
    assert true_again == Span(Fraction("5899.75"), Fraction(3, 4), Fraction(1))
    assert between.rate == rest.rate == (729 - Fraction(5, 4)) / (4 - Fraction(5, 4))
    assert rest.stop_s == exact(EVENTS["eva.ingress"])
    assert [scene.kind for scene in told.scenes] == ["title", *["flight"] * 4, "comparison", "credits"]
    assert told.scenes[0].card is not None
    assert told.scenes[0].card.heading == "Фильм"
    assert {scene.camera for scene in told.scenes} == {"auto", "close"}


@settings(max_examples=40, deadline=None)
@given(
    length=st.integers(min_value=10, max_value=100_000),
    seconds=st.integers(min_value=1, max_value=600),
    shares=st.lists(st.floats(min_value=0, max_value=1), max_size=6),
    around=st.floats(min_value=0.125, max_value=20),
)
def test_a_part_covers_its_stretch_once_in_exactly_its_time(
    length: int, seconds: int, shares: list[float], around: float
) -> None:
    events = tuple(repr(length * share) for share in shares)
    part = Part("0.0", repr(float(length)), seconds=Fraction(seconds), events=events, before_s=exact(around))
    around_events = sum(min(around, length * share) + min(7.0, length * (1 - share)) for share in shares)
    if around_events >= seconds:  # merged they may still fit; here only what surely does is looked at
        return
    spans = part_spans(part, float)
    assert spans[0].start_s == 0
    assert all(span.stop_s == following.start_s for span, following in itertools.pairwise(spans))
    assert spans[-1].stop_s == length
    covered_by_events = len(spans) == 1 and spans[0].rate == 1
    assert covered_by_events or sum(span.seconds for span in spans) == seconds


@pytest.mark.parametrize(
    ("change", "path", "said"),
    [
        (("rate = 0\n", "rate = -1\n"), "part[3].rate", "give 0, or 0.001 to 1e+06"),
        (("rate = 0\n", "rate = 5e-324\n"), "part[3].rate", "give 0, or 0.001 to 1e+06"),
        (("rate = 0\n", "rate = nan\n"), "part[3].rate", "give 0, or 0.001"),
        (("seconds = 4", "seconds = 1e-300"), "part[1].seconds", "give 0.01 to 86400"),
        (("seconds = 4", f"seconds = 1{'0' * 400}"), "part[1].seconds", "give 0.01 to 86400"),
        (("after_s = 0.5", "after_s = inf"), "part[1].after_s", "give 0 to 86400"),
        (('["eva.exit", "5900"]', f"{['5900'] * 501}"), "part[1].events", "keep to 500"),
        (("[[part]]", "[[part]]\n" * 501), "part", "keep to 500"),
        (('camera = "close"', 'camera = "drone"'), "part[1].camera", 'there is no camera "drone"'),
        (('to = "eva.ingress"', 'to = "eva.lunch"'), "part[1].to", "is not a time"),
        (('to = "eva.ingress"', 'to = "launch.liftoff"'), "part[1]", "does not end after it begins"),
        (("seconds = 4", "seconds = 1"), "part[1]", "the events alone take 1.25 s"),
        (("seconds = 4", 'seconds = "4"'), "part[1].seconds", "expected a number"),
        (("seconds = 4", "rates = 4"), "part[1].rates", "is not a key of a part"),
        (('kind = "credits"', 'kind = "credit"'), "part[3].kind", "is not known"),
        (('from = "6000"\nseconds', 'from = "6000"\nrate'), "part[2].to", "is missing"),
        (('en = "Say & show", ', ""), "part[1].notes", "must have en, ru and hi"),
        (("[[part]]", "[[parts]]"), "parts", "is not a key of a recipe"),
        ((TITLE, ""), "title", "is missing"),
        (('from = "6000"', 'from = "99999.9"'), "part[2]", "leaves the flight"),
        (("after_s = 0.5", "after_s = true"), "part[1].after_s", "expected a number"),
        (('events = ["eva.exit", "5900"]', 'events = "eva.exit"'), "part[1].events", "expected a list"),
    ],
)
def test_a_recipe_that_does_not_fit_is_refused_with_its_place(
    show: FakeShow, change: tuple[str, str], path: str, said: str
) -> None:
    file = show.recipes / "bad.toml"
    file.write_text(GOOD.replace(*change), encoding="utf-8")
    with pytest.raises(InvalidFile) as caught:
        check_recipe(read_recipe(file), show)
    assert any(problem.path == path and said in str(problem) for problem in caught.value.problems), caught.value


def test_an_unknown_recipe_names_the_known_ones(show: FakeShow) -> None:
    with pytest.raises(UsageError, match='there is no recipe "god" - did you mean good'):
        find_recipe("god", show)


@pytest.fixture(scope="module")
def flight() -> Show:
    return open_flight("voskhod2")


@pytest.mark.parametrize(
    ("name", "shortest_s", "longest_s"),
    [("spacewalk", 240, 480), ("descent", 240, 480), ("flight-5min", 300, 300), ("teaser-90s", 90, 90)],
)
def test_the_shipped_recipes_fit_and_last_what_their_names_say(
    flight: Show, name: str, shortest_s: int, longest_s: int
) -> None:
    assert name in recipe_names(flight)
    for language in LANGUAGES:
        told = tell(find_recipe(name, flight), flight, language)
        assert shortest_s <= FrameClock(told.spans, Fraction(30)).duration_s <= longest_s
        assert told.scenes[-1].kind == "credits"
        assert any(scene.kind == "title" and scene.card for scene in told.scenes)
        assert {span.rate for span in told.spans} > {Fraction(1)}


def test_the_planned_and_the_flown_descent_are_told_apart(flight: Show) -> None:
    panel = flight.comparison(flight.when("descent.ignition") + 1200.0, "en")
    assert panel is not None
    rows = {label: (planned, flown) for label, planned, flown in panel.rows}
    assert rows["Time"][0].startswith("10:25:02")
    assert rows["Ground below"][0] != rows["Ground below"][1]
    assert "km apart" in panel.note
    assert flight.comparison(flight.when("eva.exit"), "en") is None


@pytest.mark.usefixtures("tools")
def test_a_recipe_becomes_a_film_with_its_cards(show: FakeShow, tmp_path: Path) -> None:
    wanted = FilmRequest(
        tmp_path / "film", recipe="good", width=480, height=270, fps=Fraction(10), subtitles="burn", quality="light"
    )
    report = record_show(wanted, lambda _: show)
    assert report.frames == 65

    def grey(index: int) -> np.ndarray:
        return np.asarray(Image.open(wanted.output / f"frame_{index:06d}.png").convert("L")).astype(float)

    card, flight, panel, thanks = grey(5), grey(20), grey(52), grey(60)
    assert card[:20].mean() < 0.6 * flight[:20].mean(), "a card darkens the picture behind it"
    assert (card > 150).sum() > 200, "a card has a heading"
    assert (panel[150:, 100:380] > 150).sum() > 300, "a comparison has its numbers"
    assert (thanks == grey(64)).all(), "time stands still under the credits"


@pytest.mark.usefixtures("tools")
def test_a_handout_has_a_still_for_every_moment_and_escapes_its_words(show: FakeShow, tmp_path: Path) -> None:
    output = handout_show("good", tmp_path / "paper", show, language="hi", size=(160, 90))
    page = (output / "handout.html").read_text(encoding="utf-8")
    assert '<html lang="hi">' in page
    assert "eva.exit &lt;hi&gt;" in page
    assert "A book (a shelf)" in page
    stills = sorted(item.name for item in (output / "stills").iterdir())
    assert stills
    assert all(f'src="stills/{name}"' in page for name in stills)
    assert page.count("· reconstruction</p>") == len(stills), "each still says what it rests on"
    with Image.open(output / "stills" / stills[0]) as still:
        assert still.size == (160, 90)
    notes = (output / "notes.html").read_text(encoding="utf-8")
    assert "कहें" in notes
    facts = (output / "facts.html").read_text(encoding="utf-8")
    assert "<dt>Mass &amp; more · 20 kg</dt><dd>It is heavy &lt;hi&gt;." in facts
    assert "<li>Or 21 kg.</li>" in facts
    assert facts.count("eva.exit &lt;hi&gt;") == 1, "each event once, whether the recipe shows it or not"
    with pytest.raises(UsageError, match="exists - give another name, or --force"):
        handout_show("good", output, show, language="en")
    (output / "thesis.tex").touch()
    with pytest.raises(UsageError, match="holds other things"):
        handout_show("good", output, show, language="en", force=True)


@pytest.mark.usefixtures("tools")
def test_a_handout_killed_while_it_is_drawn_leaves_nothing_beside_it(
    show: FakeShow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(tmp_path.iterdir())

    def draw(*_: object) -> None:
        assert sorted(tmp_path.iterdir()) == before, "it is made where the next start tidies up"
        raise KeyboardInterrupt

    monkeypatch.setattr("viz.film.handout._draw", draw)
    with pytest.raises(KeyboardInterrupt):
        handout_show("good", tmp_path / "paper", show, language="en", size=(160, 90))
    assert sorted(tmp_path.iterdir()) == before


def test_what_is_handed_out_carries_its_letters(show: FakeShow, tmp_path: Path) -> None:
    """A reader's system may have no Devanagari: nothing but its own data is asked for, and all of that is there."""
    output = handout_show("good", tmp_path / "paper", show, language="hi", size=(160, 90))
    for name in ("handout.html", "notes.html", "facts.html"):
        page = (output / name).read_text(encoding="utf-8")
        rules = re.findall(r"@font-face \{(.*?)\}", page)
        carried = {base64.b64decode(data) for data in re.findall(r"url\(data:font/woff2;base64,([^)]*)\)", page)}
        assert carried == {file.read_bytes() for file in (assets_root() / "fonts").glob("*.woff2")}
        assert len(rules) == len(carried) == page.count("url(")
        families = {family for rule in rules for family in re.findall(r"font-family: '(.*?)'", rule)}
        assert all(f'"{family}"' in page for family in families), "what is carried is asked for"
