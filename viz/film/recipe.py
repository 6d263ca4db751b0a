"""Recipes: films as data, which a lecturer can write; `docs/recording.md` describes the file.

A recipe is a list of parts, each a stretch of the flight with its rate and camera, or a card of words over one.
Between the events a part names, time is compressed; around them it runs at `event_rate`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

from viz.errors import InvalidFile, Problem, UsageError
from viz.film.clock import Span, exact
from viz.film.plan import Card, Scene, SceneKind, Told
from viz.film.show import Show
from viz.languages import LANGUAGES, listed
from viz.mission.read import few, nearest, read_table, shown

KINDS: tuple[SceneKind, ...] = ("flight", "title", "credits", "comparison")
_KEYS = (
    *("kind", "from", "to", "seconds", "rate", "camera", "captions", "events", "event_rate", "before_s", "after_s"),
    *("heading", "text", "notes"),
)
_HEAD_KEYS = ("title", "poster", "part")
_LONGEST_S = 86_400
_RATES = (0.001, 1_000_000.0)
_RANGES = {
    "seconds": (0.01, float(_LONGEST_S)),
    "rate": _RATES,
    "event_rate": _RATES,
    "before_s": (0.0, float(_LONGEST_S)),
    "after_s": (0.0, float(_LONGEST_S)),
}
"""Of a part's numbers, film seconds and mission seconds a second; a `rate` of 0 stands still."""
MAX_PARTS = 500
MAX_EVENTS = 500
"""Of one part."""

_IN_EACH = "{ " + ", ".join(f'{language} = "..."' for language in LANGUAGES) + " }"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a recipe, as written."""

    start: str
    stop: str | None = None
    kind: SceneKind = "flight"
    seconds: Fraction | None = None
    """Film seconds of the whole part; the rate between events follows from it."""
    rate: Fraction | None = None
    camera: str = "auto"
    captions: bool = True
    events: tuple[str, ...] = ()
    """Moments around which time runs at `event_rate`."""
    event_rate: Fraction = Fraction(1)
    before_s: Fraction = Fraction(3)
    after_s: Fraction = Fraction(7)
    """Mission seconds before and after each event at that rate."""
    heading: Mapping[str, str] | None = None
    text: Mapping[str, str] | None = None
    notes: Mapping[str, str] | None = None
    """What the speaker may say, by language."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """A film as data."""

    name: str
    file: Path
    title: Mapping[str, str]
    parts: tuple[Part, ...]
    poster: str | None = None


def find_recipe(name: str, show: Show) -> Recipe:
    """Return a mission's recipe by its name, or the one in a file; UsageError when there is none of that name."""
    if name.endswith(".toml") or "/" in name or "\\" in name:
        return read_recipe(Path(name))
    known = recipe_names(show)
    if name not in known:
        raise UsageError(f'there is no recipe "{name}" - {nearest(name, known)}, or give a file ending in .toml')
    return read_recipe(show.recipes / f"{name}.toml", show.recipes.parent)


def recipe_names(show: Show) -> tuple[str, ...]:
    """Return the names of a mission's recipes."""
    return tuple(sorted(file.stem for file in show.recipes.glob("*.toml")))


def read_recipe(file: Path, within: Path | None = None) -> Recipe:
    """Read a recipe; InvalidFile with every problem of its form, and for a link out of the folder `within`."""
    table, problems = read_table(file, within), list[Problem]()
    reader = _Reader(problems)
    for key in table.keys() - set(_HEAD_KEYS):
        problems.append(Problem(key, "is not a key of a recipe", nearest(key, _HEAD_KEYS)))
    title = reader.languages("title", table.get("title"))
    if title is None and "title" not in table:
        problems.append(Problem("title", "is missing", f"add title = {_IN_EACH}"))
    poster = reader.text("poster", table.get("poster"))
    rows = table.get("part")
    if not isinstance(rows, list) or not rows:
        problems.append(Problem("part", "there is none", "add at least one [[part]] with from and to"))
        rows = []
    if len(rows) > MAX_PARTS:
        problems.append(Problem("part", f"has {len(rows)} rows", f"keep to {MAX_PARTS}"))
        rows = []
    parts = tuple(reader.part(f"part[{number}]", row) for number, row in enumerate(rows))
    if problems:
        raise InvalidFile(str(file), few(problems))
    return Recipe(file.stem, file, title or {}, cast(tuple[Part, ...], parts), poster)


class _Reader:
    """Takes values out of TOML tables and notes what does not fit."""

    def __init__(self, problems: list[Problem]) -> None:
        self._problems = problems

    def part(self, path: str, row: object) -> Part | None:
        if not isinstance(row, Mapping):
            self._note(path, "is not a table", "write it as [[part]]")
            return None
        for key in row.keys() - set(_KEYS):
            self._note(f"{path}.{key}", "is not a key of a part", nearest(key, _KEYS))
        kind = self.text(f"{path}.kind", row.get("kind")) or "flight"
        if kind not in KINDS:
            self._note(f"{path}.kind", f"{shown(kind)} is not known", nearest(kind, KINDS))
            return None
        if "from" not in row:
            self._note(f"{path}.from", "is missing", "add the moment it begins with, such as eva.exit-10s")
        values: dict[str, Any] = {"start": self.text(f"{path}.from", row.get("from")) or "", "kind": kind}
        values["stop"] = self.text(f"{path}.to", row.get("to"))
        for key in ("seconds", "rate", "event_rate", "before_s", "after_s"):
            values[key] = self._number(f"{path}.{key}", row.get(key), _RANGES[key], may_be_zero=key == "rate")
        values["camera"] = self.text(f"{path}.camera", row.get("camera"))
        values["captions"] = self._flag(f"{path}.captions", row.get("captions"))
        values["events"] = self._texts(f"{path}.events", row.get("events"))
        for key in ("heading", "text", "notes"):
            values[key] = self.languages(f"{path}.{key}", row.get(key))
        self._length(path, row, kind)
        return Part(**{key: value for key, value in values.items() if value is not None})

    def _length(self, path: str, row: Mapping[str, object], kind: str) -> None:
        """Each part's length must follow from what is given, in one way."""
        if "to" in row and "seconds" in row and "rate" in row:
            self._note(path, "has to, seconds and rate, which say its length twice", "leave one of them out")
        elif "to" not in row and "seconds" not in row:
            self._note(f"{path}.to", "is missing", "give to, or seconds and a rate")
        if row.get("events") and "to" not in row:
            self._note(f"{path}.events", "needs to", "say where the part ends")
        if kind in ("title", "credits") and row.get("events"):
            self._note(f"{path}.events", "a card has none", "leave it out")
        if "to" in row and row.get("rate") == 0:
            self._note(f"{path}.rate", "is 0, so the end is never reached", "give seconds instead of to")

    def text(self, path: str, value: object) -> str | None:
        if value is None or isinstance(value, str):
            return value
        self._note(path, f"expected text, got {shown(value)}", "put it in quotes")
        return None

    def languages(self, path: str, value: object) -> dict[str, str] | None:
        if value is None:
            return None
        if not isinstance(value, Mapping) or set(value) != set(LANGUAGES):
            self._note(path, f"must have {listed()}", f"write {_IN_EACH}")
            return None
        return {language: self.text(f"{path}.{language}", text) or "" for language, text in value.items()}

    def _texts(self, path: str, value: object) -> tuple[str, ...] | None:
        if value is None:
            return None
        if not isinstance(value, list):
            self._note(path, f"expected a list, got {shown(value)}", 'write ["eva.exit", "eva.wave"]')
            return None
        if len(value) > MAX_EVENTS:
            self._note(path, f"has {len(value)} entries", f"keep to {MAX_EVENTS}")
            return None
        return tuple(self.text(f"{path}[{at}]", item) or "" for at, item in enumerate(value))

    def _flag(self, path: str, value: object) -> bool | None:
        if value is None or isinstance(value, bool):
            return value
        self._note(path, f"expected true or false, got {shown(value)}", "write true or false, without quotes")
        return None

    def _number(self, path: str, value: object, bounds: tuple[float, float], *, may_be_zero: bool) -> Fraction | None:
        if value is None:
            return None
        low, high = bounds
        if isinstance(value, bool) or not isinstance(value, int | float):
            self._note(path, f"expected a number, got {shown(value)}", "write it without quotes")
            return None
        if not (low <= value <= high or (may_be_zero and value == 0)):
            self._note(path, f"is {shown(value)}", f"give {'0, or ' if may_be_zero else ''}{low:g} to {high:g}")
            return None
        return exact(value)

    def _note(self, path: str, what: str, remedy: str) -> None:
        self._problems.append(Problem(path, what, remedy))


def check_recipe(recipe: Recipe, show: Show) -> None:
    """Judge a recipe against its mission; InvalidFile with every problem."""
    problems = few(_problems(recipe, show))
    if problems:
        raise InvalidFile(str(recipe.file), problems)


def tell(recipe: Recipe, show: Show, language: str) -> Told:
    """Return the clock's spans and the scenes of a recipe; InvalidFile when it does not fit its mission."""
    check_recipe(recipe, show)
    spans: list[Span] = []
    scenes: list[Scene] = []
    for number, part in enumerate(recipe.parts):
        card = card_of(part, recipe, show, language)
        scene = Scene(part.camera, part.kind, part.captions and card is None, card, number)
        for span in part_spans(part, show.when):
            spans.append(span)
            scenes.append(scene)
    poster = None if recipe.poster is None else show.when(recipe.poster)
    return Told(recipe.name, tuple(spans), tuple(scenes), poster, recipe.title[language])


def try_recipe(recipe: Recipe, show: Show) -> None:
    """Tell a recipe in every language and draw the frame each span begins with; InvalidFile where one cannot be."""
    for language in LANGUAGES:
        told = tell(recipe, show, language)
        for span, scene in zip(told.spans, told.scenes, strict=True):
            try:
                show.draw(float(span.start_s), scene.camera, language)
                show.comparison(float(span.start_s), language)
            except (ArithmeticError, ValueError, TypeError, LookupError, UsageError) as error:
                what = f"cannot be drawn at {float(span.start_s):g} s ({type(error).__name__}: {error})"
                remedy = "look at what was changed last; VOSKHOD2_DEBUG=1 shows where it fails"
                raise InvalidFile(str(recipe.file), [Problem(f"part[{scene.part}]", what, remedy)]) from error


def card_of(part: Part, recipe: Recipe, show: Show, language: str) -> Card | None:
    """Return the words of a title or credits card; None for a part that is none."""
    if part.kind == "title":
        lines = (part.text or {}).get(language) or show.summary(language)
        return Card((part.heading or recipe.title)[language], (lines,) if lines else ())
    if part.kind == "credits":
        own = (part.text or {}).get(language)
        lines_of = ((own,) if own else ()) + show.credits(language)
        return Card((part.heading or {}).get(language) or show.own_words(language)["credits"], lines_of)
    return None


def part_spans(part: Part, when: Callable[[str], float]) -> tuple[Span, ...]:
    """Return the spans of a part: at `rate` between its events and at `event_rate` around them.

    With `to` and `seconds` the rate between follows; ValueError where the stretches around the events alone
    are as long as that.
    """
    start_s = exact(when(part.start))
    if part.stop is None:
        assert part.seconds is not None
        return (Span(start_s, part.seconds, Fraction(1) if part.rate is None else part.rate),)
    stop_s = exact(when(part.stop))
    if stop_s <= start_s:
        raise ValueError("does not end after it begins")
    slow = _around(part, start_s, stop_s, when)
    slow_s = sum((end - begin for begin, end in slow), Fraction(0))
    fast_s = stop_s - start_s - slow_s
    rate = Fraction(1) if part.rate is None else part.rate
    if part.seconds is not None:
        left_s = part.seconds - slow_s / part.event_rate
        if left_s <= 0 and fast_s > 0:
            raise ValueError(f"the events alone take {float(slow_s / part.event_rate):g} s")
        rate = fast_s / left_s if fast_s else rate
    spans, at = [], start_s
    for begin, end in slow:
        spans += [Span(at, (begin - at) / rate, rate), Span(begin, (end - begin) / part.event_rate, part.event_rate)]
        at = end
    spans.append(Span(at, (stop_s - at) / rate, rate))
    return tuple(span for span in spans if span.seconds > 0)


def _around(
    part: Part, start_s: Fraction, stop_s: Fraction, when: Callable[[str], float]
) -> list[tuple[Fraction, Fraction]]:
    """Return the stretches around a part's events, merged where they touch."""
    merged: list[tuple[Fraction, Fraction]] = []
    for at in sorted(exact(when(event)) for event in part.events):
        begin, end = max(at - part.before_s, start_s), min(at + part.after_s, stop_s)
        if begin >= end:
            continue
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


def _problems(recipe: Recipe, show: Show) -> Iterator[Problem]:
    moments = [("poster", recipe.poster)]
    total = Fraction(0)
    for number, part in enumerate(recipe.parts):
        path = f"part[{number}]"
        moments += [(f"{path}.from", part.start), (f"{path}.to", part.stop)]
        moments += [(f"{path}.events[{at}]", event) for at, event in enumerate(part.events)]
        if part.camera not in show.cameras:
            yield Problem(
                f"{path}.camera", f"there is no camera {shown(part.camera)}", nearest(part.camera, show.cameras)
            )
    wrong = False
    for path, text in moments:
        if text is not None:
            try:
                show.when(text)
            except UsageError as error:
                wrong = True
                yield Problem(path, str(error), "see the forms of a time")
    if wrong:
        return
    for number, part in enumerate(recipe.parts):
        path = f"part[{number}]"
        try:
            spans = part_spans(part, show.when)
        except ValueError as error:
            yield Problem(path, str(error), "give a later to, more seconds or fewer events")
            continue
        total += sum((span.seconds for span in spans), Fraction(0))
        first, last = show.range_s
        if spans[0].start_s < exact(first) or spans[-1].stop_s > exact(last):
            yield Problem(path, "leaves the flight", f"stay between {first:g} s and {last:g} s after lift-off")
    if total > _LONGEST_S:
        yield Problem("part", f"the film would last {float(total):.0f} s", "raise the rates; a day is the most")
