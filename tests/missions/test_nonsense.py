"""Answers of a plugin that are nonsense: every number judged, endless rows cut, each told with the plugin's name."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from ball_house import WELL, with_line, with_method
from click.testing import Result

import viz
from viz.mission.load import load_mission
from viz.player.instruments import curve_table
from viz.plugins import PluginFault
from viz.story.format import Format
from viz.story.panel import METERS, Panel
from viz.story.sound import panel_of

Run = Callable[..., Result]
Plugin = Callable[[str], Path]

NO_NUMBERS = ["float('nan')", "float('inf')", "None", "'x'", "{}", "(1.0, 2.0)", "1e300", "True"]
TELLS = ["load_g", "heating_w_m2", "thrust_fraction"]


@pytest.mark.parametrize("value", NO_NUMBERS)
@pytest.mark.parametrize("told", TELLS)
def test_a_number_of_the_craft_that_is_none_is_told(plugin: Plugin, told: str, value: str) -> None:
    refused_at_1200_s(plugin(with_method(told, f"return {value}")))


@pytest.mark.parametrize("value", [f"({number}, 0.0)" for number in NO_NUMBERS] + ["None", "'x'", "(1.0, 2.0, 3.0)"])
def test_a_spread_that_is_none_is_told(plugin: Plugin, value: str) -> None:
    refused_at_1200_s(plugin(with_method("sigmas_km", f"return {value}")))


@pytest.mark.parametrize("value", ["float('nan')", "None", "'x'", "(1, 2)", "{}", "['a']", "('a',) * 200"])
def test_modules_that_are_no_names_are_told(plugin: Plugin, value: str) -> None:
    refused_at_1200_s(plugin(with_method("modules_at", f"return {value}")))


@pytest.mark.parametrize("value", ["None", "'x'", "{}", "(5,)", "iter(int, 1)"])
def test_parts_that_have_left_and_are_none_are_told(plugin: Plugin, value: str) -> None:
    refused_at_1200_s(plugin(with_method("free_bodies_at", f"return {value}")))


@pytest.mark.parametrize("value", ["(0.0,) * 4", "(1.0, 0.0, 0.0)", "'abcd'", "(float('nan'), 0.0, 0.0, 1.0)", "None"])
def test_an_attitude_that_is_no_turn_is_told(plugin: Plugin, value: str) -> None:
    refused_at_1200_s(plugin(with_method("attitude_at", f"return {value}")))


@pytest.mark.parametrize(
    "state",
    [
        "5", "'x'", "[WalkerState('', True, (0.0, 1.0, 0.0))]", "{5: WalkerState('', True, (0.0, 1.0, 0.0))}",
        "{'a': WalkerState('', True, (0.0, 1.0))}", "{'a': WalkerState(5, True, (0.0, 1.0, 0.0))}", "{'a': 5}",
    ],
)  # fmt: skip
def test_walkers_that_are_none_are_told(plugin: Plugin, state: str) -> None:
    refused_at_1200_s(plugin(with_line("walkers", f"return {state}")))


@pytest.mark.parametrize("basis", ["None", "'x'", "float('nan')", "{}"])
def test_what_it_rests_on_is_judged(plugin: Plugin, basis: str) -> None:
    refused_at_1200_s(plugin(WELL.replace('StateBasis(craft="model")', f"StateBasis(craft={basis})")))


@pytest.mark.parametrize("parachute", ["ParachuteState('open', 0.0, 0.0)", "ParachuteState('main', float('nan'), 0.0)"])
def test_a_parachute_that_is_none_is_told(plugin: Plugin, parachute: str) -> None:
    body = with_line("parachute_at", f"return {parachute}") + "\nfrom viz.flight.state import ParachuteState\n"
    refused_at_1200_s(plugin(body))


def refused_at_1200_s(folder: Path) -> None:
    with pytest.raises(PluginFault) as fault:
        viz.load_flight(folder).state_at(1200.0)
    assert 'the plugin "odd"' in str(fault.value)
    assert "1200.0 s after lift-off" in str(fault.value)
    assert " - " in str(fault.value)


@pytest.mark.parametrize("field", ["way_down", "planned_way", "pad", "landing_marks", "revolution_s", "changes_met_s"])
@pytest.mark.parametrize("value", ["5j", "'x'", "float('nan')"])
def test_what_a_flight_tells_beside_its_states_is_judged(plugin: Plugin, field: str, value: str) -> None:
    line = "return BallFlight.assembled(mission, what_if, **flown)"
    assert line in WELL
    with pytest.raises(PluginFault, match='"odd" fails at build_flight'):
        viz.load_flight(
            plugin(
                WELL.replace(line, f"return BallFlight.assembled(mission, what_if, **flown | {{'{field}': {value}}})")
            )
        )


@pytest.mark.parametrize(
    "answer", ["return 5", "return 1 / 0", "from viz.flight.told import Prediction; return Prediction((0.0, 1.0), 5.0)"]
)
def test_a_prediction_that_is_none_is_told(plugin: Plugin, run: Run, answer: str) -> None:
    done = run("state", "--mission", plugin(with_method("predicted_at", answer)), "--at", "T+00:20:00")
    assert (done.exit_code, done.stdout) == (3, "")
    assert 'the plugin "odd" fails at 1200.0 s after lift-off' in done.stderr


def panel(expression: str) -> str:
    return (
        f"{WELL}\nfrom viz.story.panel import *\nfrom viz.story.panel import Chart, Meter, Panel, Supposable\n"
        f"def build_panel():\n    return {expression}\n"
    )


@pytest.mark.parametrize(
    "parts",
    [
        "meters=5", "meters=(5,)", "meters=(Meter('', 'craft', str),)", "meters=(Meter('a', 'craft', str, 5),)",
        "usual=('there_is_none',)", "usual=5", "usual=iter(lambda: 'altitude', None)", "usual=('altitude',) * 100",
        "shown=5", "shown={'orbit': 5}", "shown={'orbit': ('there_is_none',)}", "grounds=5", "grounds={'a': 5}",
        "grounds={'a': (('b',), 5)}", "opens=5", "inset=['x']", "charts=5", "supposable=None", "state_rows=()",
    ],
)  # fmt: skip
def test_a_panel_of_other_kinds_is_told_when_it_is_made(plugin: Plugin, parts: str) -> None:
    plugin(panel(f"Panel({parts})"))
    with pytest.raises(PluginFault, match='"odd" fails at judging its panel'):
        panel_of("odd")


NAN = "float('nan')"


@pytest.mark.parametrize(
    "charts",
    [
        "1 / 0", "None", "5", "(5,)", "iter(int, 1)", "(Chart('orbit', 0.0, 60.0, {}),)",
        "(Chart('nowhere', 0.0, 60.0, {'x': lambda s: 1.0}),)", "(Chart('orbit', 0.0, 1e300, {'x': lambda s: 1.0}),)",
        f"(Chart('orbit', 0.0, {NAN}, {{'x': lambda s: 1.0}}),)", "(Chart('orbit', 0.0, 60.0, 5),)",
        "(Chart('orbit', 0.0, 60.0, {'x': 5}),)", f"(Chart('orbit', 0.0, 60.0, {{'x': lambda s: {NAN}}}),)",
        "(Chart('orbit', 0.0, 60.0, {'x': lambda s: 'x'}),)", "(Chart('orbit', 0.0, 60.0, {'x': lambda s: 1 / 0}),)",
        "(Chart('orbit', 0.0, 60.0, {'x': lambda s: f.state_at(1e9).met_s}),)",
    ],
)  # fmt: skip
def test_curves_that_are_none_are_told(plugin: Plugin, charts: str) -> None:
    flight = viz.load_flight(plugin(panel(f"Panel(charts=lambda f: {charts})")))
    with pytest.raises(PluginFault, match='"odd" fails at'):
        curve_table(panel_of("odd"), flight)


@pytest.mark.parametrize(
    "rows",
    [
        "1 / 0", "None", "5", "(5,)", "iter(int, 1)", f"(Supposable('a', 'b', {NAN}, (0.0, 1.0)),)",
        "(Supposable('a', 'b', 1.0, (0.0, float('inf'))),)", "(Supposable('a', 'b', 1.0, (1.0, 0.0)),)",
        "(Supposable('a', 5, 1.0, (0.0, 1.0)),)", "(Supposable('a', 'b', 'c', None, (5,)),)",
        "(Supposable('a', 'b', 1.0, (0.0, 1.0), step=0.0),)", "(Supposable('a', 'b', 1.0, (0.0, 1.0), decimals=99),)",
    ],
)  # fmt: skip
def test_what_can_be_supposed_is_judged(plugin: Plugin, rows: str) -> None:
    mission = load_mission(plugin(panel(f"Panel(supposable=lambda m: {rows})")))
    with pytest.raises(PluginFault, match='"odd" fails at what can be supposed'):
        panel_of("odd").supposable(mission)


@pytest.mark.parametrize("text", ["1 / 0", "5", "None", "'x' * 5000", "f.words['there.is.none']"])
def test_a_meter_that_fails_is_told_with_its_name_and_the_moment(plugin: Plugin, text: str) -> None:
    flight = viz.load_flight(plugin(panel(f"Panel(meters=(Meter('altitude', 'craft', lambda f, s: {text}),))")))
    (meter,) = panel_of("odd").meters
    with pytest.raises(PluginFault, match=r'"odd" fails at the meter altitude 1200\.0 s after lift-off'):
        meter.write(Format.for_language("en"), flight.state_at(1200.0))


def test_a_meter_that_rests_on_nothing_is_told(plugin: Plugin) -> None:
    flight = viz.load_flight(plugin(panel("Panel(meters=(Meter('altitude', 'nothing', lambda f, s: 'x'),))")))
    (meter,) = panel_of("odd").meters
    with pytest.raises(PluginFault, match="no attribute 'nothing'"):
        meter.write(Format.for_language("en"), flight.state_at(1200.0))


ROWS = ("1 / 0", "[5]", "[('a', 5)]", "iter(lambda: ('a', 'b'), None)", "5")
OBJECTS = (
    "1 / 0", "5", "{'x': object()}", f"{{'x': {NAN}}}", "{5: 1}", "{'met_s': 5}", "{'x': 'x' * 2_000_000}",
)  # fmt: skip


@pytest.mark.parametrize(
    ("part", "answer"),
    [
        *(("state_rows=lambda s, f", one) for one in ROWS),
        *(("state_object=lambda s", one) for one in OBJECTS),
    ],
)
def test_rows_and_objects_of_a_state_are_judged(plugin: Plugin, run: Run, part: str, answer: str) -> None:
    folder = plugin(panel(f"Panel({part}: {answer})"))
    json_too = ("--json",) if "object" in part else ()
    done = run("state", "--mission", folder, "--at", "T+00:20:00", *json_too)
    assert (done.exit_code, done.stdout) == (3, "")
    assert 'the plugin "odd" fails at telling of its state 1200.0 s after lift-off' in done.stderr


@pytest.mark.parametrize(
    "part",
    [
        "charts=lambda f: 1 / 0", "supposable=lambda m: 1 / 0", "state_rows=lambda s, f: 1 / 0",
        "state_object=lambda s: 5", "meters=(Meter('altitude', 'craft', lambda f, s: 5),)",
    ],
)  # fmt: skip
def test_check_finds_a_panel_that_cannot_be_shown(plugin: Plugin, run: Run, part: str) -> None:
    done = run("check", plugin(panel(f"Panel({part})")))
    assert (done.exit_code, done.stdout) == (3, "")
    assert 'the plugin "odd" fails at' in done.stderr


def test_a_panel_that_is_well_stays_so(plugin: Plugin) -> None:
    flight = viz.load_flight(
        plugin(panel("Panel(meters=METERS, charts=lambda f: (Chart('orbit', 0.0, 60.0, {'x': lambda s: 5}),))"))
    )
    made, form, state = panel_of("odd"), Format.for_language("en"), flight.state_at(60.0)
    assert [one.write(form, state) for one in made.meters] == [one.write(form, state) for one in METERS]
    assert made.charts(flight)[0].curves["x"](state) == 5.0
    assert json.dumps(made.state_object(state)) == json.dumps(Panel().state_object(state))


@pytest.mark.parametrize("place", ["points_m", "is_aside"])
def test_a_question_of_the_cameras_that_fails_is_told(plugin: Plugin, run: Run, place: str) -> None:
    head, own = "class BallState(FlightState):\n", f"    {place} = property(lambda self: 1 / 0)\n\n"
    body = WELL.replace(head, head + own)
    done = run("check", plugin(body))
    assert (done.exit_code, done.stdout) == (3, "")
    assert 'the plugin "odd" fails at' in done.stderr
    assert "ZeroDivisionError" in done.stderr


def test_what_another_command_asks_of_a_plugin_is_told(plugin: Plugin, run: Run) -> None:
    done = run(
        "descent",
        "--mission",
        plugin(with_method("descent", "raise RuntimeError('no luck')")),
    )
    assert (done.exit_code, done.stdout) == (3, "")
    assert 'the plugin "odd" fails at its work (RuntimeError: no luck)' in done.stderr
