"""A plugin that fails, lacks a part, answers nonsense or is unknown: told with its name and the remedy, exit 3."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import viz
from viz.errors import InvalidFile, UsageError
from viz.plugins import PluginFault

Run = Callable[..., Result]
Plugin = Callable[[str], Path]

WELL = (Path(__file__).parent / "ball" / "voskhod2_ball" / "__init__.py").read_text(encoding="utf-8")


def with_line(function: str, line: str) -> str:
    """Return the ball's plugin with a line at the beginning of one of its functions."""
    changed = re.sub(rf"( *)(def {function}\(.*\):\n)", rf"\1\2\1    {line}\n", WELL, count=1)
    assert changed != WELL
    return changed


def test_what_a_plugin_would_pass_over_in_silence_is_refused(plugin: Plugin) -> None:
    """A plugin that looks at nothing that is supposed; `kite` alone is among what its panel offers."""
    rows = "return Panel(supposable=lambda mission: (Supposable('kite', 'line_km', 2.0, (1.0, 4.0), (None,)),))"
    body = (
        with_line("build_flight", "what_if = {}")
        + f"""

from viz.story.panel import Panel, Supposable
def build_panel():
    {rows}
"""
    )
    folder = plugin(body)
    for what_if, said in (
        ({"nonsense": {"a": 1}}, 'no what-if "nonsense" - choose from kite'),
        ({"nonsense": {}}, 'no what-if "nonsense"'),
        ({"kite": {"tail": 1}}, "kite.tail cannot be supposed otherwise - choose from kite.line_km"),
        *(
            ({"kite": {"line_km": value}}, "kite.line_km cannot be")
            for value in (4.1, 0.0, float("nan"), True, "2", [], 2j)
        ),
        ({"kite": 9.0}, "kite.line_km cannot be 9.0"),
    ):
        with pytest.raises(UsageError, match=re.escape(said)):
            viz.load_flight(folder, **what_if)
    for value in (1.0, 4, 2.5, None):
        assert viz.load_flight(folder, kite={"line_km": value}).mission.models == "odd"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("raise RuntimeError('no luck')", "fails at loading it (RuntimeError: no luck)"),
        ("import there_is_no_such_module", "fails at loading it (ModuleNotFoundError"),
        ("def nothing(:", "fails at loading it (SyntaxError"),
        ("", "has no build_flight"),
        (with_line("build_flight", "raise RuntimeError('no luck')"), "fails at building the flight (RuntimeError"),
        (with_line("build_flight", "return 5"), "fails at build_flight (TypeError: this is int, no Flight)"),
        (with_line("build_flight", "return 1 / 0"), 'makes no flight by the plugin "odd" (ZeroDivisionError'),
        (with_line("motion_at", "raise RuntimeError('lost')"), "fails at 1200.0 s after lift-off (RuntimeError: lost)"),
        (with_line("motion_at", "return None"), "fails at 1200.0 s after lift-off (AttributeError"),
        (with_line("state_of", "return None"), "fails at 1200.0 s after lift-off"),
        (with_line("walkers", "return {'a': WalkerState('', True, (0.0, float('nan'), 0.0))}"), "nowhere 1200.0 s"),
        (with_line("parachute_at", "return None"), "fails at 1200.0 s after lift-off"),
    ],
)  # fmt: skip
def test_what_fails_is_told_with_its_name_the_moment_and_the_remedy(
    plugin: Plugin, run: Run, body: str, said: str
) -> None:
    folder = plugin(body)
    done = run("state", "--mission", folder, "--at", "T+00:20:00")
    assert (done.exit_code, done.stdout) == (3, "")
    assert said in done.stderr
    assert '"odd"' in done.stderr
    assert " - " in done.stderr  # the remedy
    assert run("check", folder).exit_code == 3
    with pytest.raises((PluginFault, InvalidFile), match="odd"):
        viz.load_flight(folder).state_at(1200.0)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (WELL + "\ndef number_problems(numbers):\n    raise RuntimeError('no luck')\n", "fails at judging the numbers"),
        (WELL + "\ndef number_problems(numbers):\n    return ['wrong']\n", "fails at judging the numbers (TypeError"),
        (WELL + "\nCAMERAS = 7\n", "fails at CAMERAS (TypeError: this is int, no CameraWords)"),
        (WELL + "\ndef build_panel():\n    return 7\n", "fails at build_panel (TypeError"),
        (WELL + "\ndef build_panel():\n    raise RuntimeError('no luck')\n", "fails at making its panel (RuntimeError"),
        (with_line("build_cast", "raise RuntimeError('no luck')"), "fails at making its cast (RuntimeError: no luck)"),
        (with_line("entries", "raise RuntimeError('no luck')"), "(RuntimeError: no luck)"),
        (WELL.replace('Entry("ball"', 'Entry("nobody"'), "nobody"),
        (WELL.replace("def build_cast", "def cast"), "has no build_cast"),
    ],
)
def test_check_finds_what_a_show_would_end_in(plugin: Plugin, run: Run, body: str, said: str) -> None:
    done = run("check", plugin(body))
    assert (done.exit_code, done.stdout) == (3, "")
    assert said in done.stderr
    assert 'the plugin "odd"' in done.stderr


def test_a_number_the_mission_lacks_is_told_of_its_file(plugin: Plugin, run: Run) -> None:
    folder = plugin(WELL)
    file = folder / "flight.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("raan_deg", "ran_deg"), encoding="utf-8")
    done = run("state", "--mission", folder, "--at", "T+00:20:00")
    assert done.exit_code == 3
    assert "orbit.raan_deg: is missing" in done.stderr


def test_a_sign_of_the_attitude_is_no_turn(plugin: Plugin) -> None:
    flip = """    def attitude_at(self, met_s, motion):
        turn = Flight.attitude_at(self, met_s, motion)
        return tuple(-x for x in turn) if met_s > 1200.0 else turn

"""
    folder = plugin(WELL.replace("    def parachute_at", f"{flip}    def parachute_at"))
    assert viz.load_flight(folder).state_at(1200.0).craft.spin_deg_s < 0.2


@pytest.mark.parametrize("name", ["os.path", "viz.missions.voskhod2", "subprocess", "", "../odd", "voskhod2 ", "Ball"])
def test_a_mission_file_names_a_plugin_and_never_code(tmp_path: Path, run: Run, name: str) -> None:
    assert run("new", tmp_path / "own").exit_code == 0
    file = tmp_path / "own" / "mission.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('models = "orbit"', f'models = "{name}"'), encoding="utf-8")
    for args in (("check", tmp_path / "own"), ("state", "--at", "T+00:00:00", "--mission", tmp_path / "own")):
        done = run(*args)
        assert (done.exit_code, done.stdout) == (3, "")
        assert "mission.models: there is no plugin" in done.stderr
        assert "voskhod2, gemini4, orbit" in done.stderr
    with pytest.raises(InvalidFile, match="voskhod2, gemini4, orbit"):
        viz.load_flight(tmp_path / "own")


def test_days_without_sun_and_moon_are_told_of_the_mission_file(tmp_path: Path, run: Run) -> None:
    assert run("new", tmp_path / "late").exit_code == 0
    file = tmp_path / "late" / "mission.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("1965-06-01", "1975-06-01"), encoding="utf-8")
    done = run("check", tmp_path / "late")
    assert done.exit_code == 3
    assert "mission.liftoff_utc: leads beyond Sun and Moon" in done.stderr
    assert "1965-03-01" in done.stderr
