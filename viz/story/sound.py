"""The panel of a mission, as its plugin makes it, and what it must be.

It is judged when it is made, and each answer of its functions when it is given.

Whatever they raise or answer beside the point is told as the plugin's fault, with what was asked and the moment.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any, TypeVar

from viz.flight.flight import Flight
from viz.flight.state import FlightState
from viz.mission.model import Mission
from viz.plugins import expect, faults_of, optional_part
from viz.story.panel import Chart, Meter, Panel, Supposable, Value

T = TypeVar("T")

MOST_ROWS = 200
"""Meters, charts, suppositions, results or rows of a state."""
MOST_SHOWN = 40
"""Meters at once."""
MOST_CURVES = 20
MOST_DECIMALS = 10
LONGEST = 1000
"""Characters of a text."""
LONGEST_OBJECT = 1_000_000
"""Characters of what ``state --json`` has of a plugin."""
OTHER_ROWS = ("landing", "station")
"""What stands among the meters and is none."""


def panel_of(models: str) -> Panel:
    """Return the panel of the plugin of that name; any flight's where it has none of its own."""
    made = optional_part(models, "build_panel", Panel)
    with faults_of(models, "making its panel"):
        panel: Panel = expect(models, "build_panel", made(), Panel)
    return guarded(models, panel)


def supposable_of(mission: Mission) -> tuple[Supposable, ...]:
    """Return what may be supposed of a mission, by its plugin's panel; PluginFault where that fails."""
    panel = panel_of(mission.models)
    with faults_of(mission.models, "telling what may be supposed"):
        return tuple(panel.supposable(mission))


def guarded(models: str, panel: Panel) -> Panel:
    """Return a plugin's panel with functions that tell their faults as its own; PluginFault for one that is unsound."""
    with faults_of(models, "judging its panel"):
        refuse_unsound_panel(panel)

    def told(doing: str, call: Callable[..., Any], judge: Callable[..., Any]) -> Callable[..., Any]:
        def answer(*given: Any) -> Any:
            with faults_of(models, doing + _moment(given)):
                return judge(call(*given), *given)

        return answer

    def measured(chart: Chart) -> Chart:
        curves = {name: told(f"the curve {name}", value, _finite) for name, value in chart.curves.items()}
        return replace(chart, curves=curves)

    return replace(
        panel,
        meters=tuple(replace(one, write=told(f"the meter {one.id}", one.write, _written(one))) for one in panel.meters),
        charts=told("its charts", panel.charts, lambda rows, flight: tuple(map(measured, _charts(rows, flight)))),
        supposable=told("what can be supposed", panel.supposable, _supposables),
        supposed_name=panel.supposed_name and told("naming what is supposed", panel.supposed_name, _text),
        results=told("its results", panel.results, _pairs),
        state_object=told("telling of its state", panel.state_object, _object),
        state_rows=told("telling of its state", panel.state_rows, _pairs),
    )


def refuse_unsound_panel(panel: Panel) -> None:
    """Raise TypeError or ValueError, saying which, for a part of a panel that is of another kind."""
    _expect("meters", panel.meters, tuple)
    for meter in _few("meters", panel.meters):
        _expect("one of meters", meter, Meter)
        _words(f"the meter {meter.id!r}", (meter.id, meter.basis, *_words("its facts", meter.facts)))
        _words(f"the meter {meter.id}'s questions", meter.questions)
    for name in ("charts", "supposable", "supposed_name", "results", "state_object", "state_rows"):
        if not callable(getattr(panel, name)) and not (name == "supposed_name" and panel.supposed_name is None):
            raise TypeError(f"{name} is {type(getattr(panel, name)).__name__}, no function")
    known = {*panel.all_meters, *OTHER_ROWS}
    for phase, shown in {"usual": panel.usual, **_expect("shown", panel.shown, Mapping)}.items():
        for name in _few("meters shown", _words(f"what is shown in {phase}", shown), MOST_SHOWN):
            if name not in known:
                raise ValueError(f'"{name}" is shown in {phase}, and there is no such meter')
    for name, grounds in _expect("grounds", panel.grounds, Mapping).items():
        facts, questions = grounds
        _words(f"the grounds of {name}", (name, *_words("facts", facts), *_words("questions", questions)))
    _words("opens", (*_expect("opens", panel.opens, Mapping), *panel.opens.values()))
    _expect("inset", panel.inset, (str, type(None)))


def _moment(given: Iterable[Any]) -> str:
    return next((f" {one.met_s} s after lift-off" for one in given if isinstance(one, FlightState)), "")


def _expect(what: str, made: T, kind: type | tuple[type, ...]) -> T:
    if not isinstance(made, kind):
        raise TypeError(f"{what} is {type(made).__name__}")
    return made


def _few(what: str, rows: Iterable[T], most: int = MOST_ROWS) -> tuple[T, ...]:
    """Return some rows, of which there may be no end, as a tuple."""
    found = tuple(islice(rows, most + 1))
    if len(found) > most:
        raise ValueError(f"{what}: there are more than {most}")
    return found


def _words(what: str, words: Any) -> tuple[str, ...]:
    if not isinstance(words, tuple | list) or not all(isinstance(word, str) and word for word in words):
        raise TypeError(f"{what}: this is no list of words")
    return tuple(words)


def _text(text: Any, *given: object) -> str:
    if not isinstance(text, str):
        raise TypeError(f"this is {type(text).__name__}, no text")
    if len(text) > LONGEST:
        raise ValueError(f"a text of {len(text)} characters; keep to {LONGEST}")
    return text


def _finite(number: Any, *given: object) -> float:
    if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
        raise ValueError(f"{str(number)[:40]} is no number")
    return float(number)


def _written(meter: Meter) -> Callable[..., str]:
    def judged(text: Any, form: object, state: FlightState) -> str:
        getattr(state.standing, meter.basis)
        return _text(text)

    return judged


def _pairs(rows: Any, *given: object) -> tuple[tuple[str, str], ...]:
    return tuple((_text(name), _text(value)) for name, value in _few("rows", rows))


def _object(made: Any, *given: object) -> dict[str, object]:
    told: dict[str, object] = dict(_expect("this", made, Mapping))
    _words("its keys", tuple(told))
    if (length := len(json.dumps(told, allow_nan=False))) > LONGEST_OBJECT:
        raise ValueError(f"it takes {length} characters; keep to {LONGEST_OBJECT}")
    return told


def _charts(rows: Any, flight: Flight) -> tuple[Chart, ...]:
    phases = {phase.id for phase in flight.mission.phases}
    charts = _few("charts", rows)
    for chart in charts:
        _expect("one of its charts", chart, Chart)
        if chart.phase not in phases:
            raise ValueError(f"there is no phase {chart.phase!r} for a chart")
        start_s, end_s = _finite(chart.start_met_s), _finite(chart.end_met_s)
        if not flight.start_met_s <= start_s < end_s <= flight.end_met_s:
            raise ValueError(f"the chart of {chart.phase} leaves the flight, or ends before it begins")
        curves: Mapping[str, Value] = _expect("curves", chart.curves, Mapping)
        _words("names of curves", _few("curves", curves, MOST_CURVES))
        if not curves or not all(map(callable, curves.values())):
            raise TypeError(f"the chart of {chart.phase} has a curve that is no function, or none")
    return charts


def _supposables(rows: Any, *given: object) -> tuple[Supposable, ...]:
    changes = _few("what can be supposed", rows)
    for one in changes:
        _expect("one of them", one, Supposable)
        _words("group and name", (one.group, one.name))
        if not isinstance(one.recorded, str):
            _finite(one.recorded)
        if one.bounds is not None and not _finite(one.bounds[0]) < _finite(one.bounds[1]):
            raise ValueError(f"{one.group}.{one.name} has no range")
        _words("choices", tuple(choice for choice in _few("choices", one.choices, MOST_SHOWN) if choice is not None))
        if _finite(one.step) <= 0.0 or one.decimals not in range(MOST_DECIMALS + 1):
            raise ValueError(f"{one.group}.{one.name} has a step or decimals that are none")
        _text(one.unit)
    return changes
