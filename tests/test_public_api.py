"""The names promised to users exist, are typed, and cost nothing until used."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from fractions import Fraction
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import viz
from viz import given as given_values
from viz.errors import ToolMissing, UsageError

ERRORS = {"InvalidFile", "ToolMissing", "UsageError", "VizError"}
PROMISED = {"Flight", "FlightState", "__version__", "load_flight", "play", "record", "still"} | ERRORS


def test_the_promised_names_are_exactly_those_exported() -> None:
    assert set(viz.__all__) == PROMISED
    assert {name for name in dir(viz) if not name.startswith("__")} == PROMISED - {"__version__"}
    for name in PROMISED:
        assert getattr(viz, name) is not None


def test_other_names_are_refused_as_python_does() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = viz.nothing


def test_the_version_is_that_of_the_distribution() -> None:
    assert viz.__version__ == metadata.version("voskhod2-viz")


def test_types_are_shipped() -> None:
    assert files("viz").joinpath("py.typed").is_file()


def test_importing_viz_loads_nothing_heavy() -> None:
    heavy = ("vpython", "skyfield", "sgp4", "jplephem", "click", "rich", "aiohttp", "numpy", "cattrs", "playwright")
    code = f"import viz, sys; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "[]\n"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What the film room was asked for."""
    import viz.film

    requests: list[object] = []
    monkeypatch.setattr(viz.film, "record", lambda request, progress: requests.append(request))
    return requests


def test_record_can_be_asked_for_all_that_the_film_room_can_do(asked: list[object]) -> None:
    from viz.film import FilmRequest

    viz.record("a.mp4")
    viz.record("b.mp4", recipe=Path("talk.toml"), size=(1080, 1920), fps=Fraction(24), workers=2, subtitles="burn")
    assert asked == [
        FilmRequest(Path("a.mp4")),
        FilmRequest(
            Path("b.mp4"), recipe="talk.toml", width=1080, height=1920, fps=Fraction(24), workers=2, subtitles="burn"
        ),
    ]
    # a forecast is told on the way, to whoever listens
    fields = set(FilmRequest.__dataclass_fields__) - {"width", "height", "forecast"} | {"size"}
    assert set(inspect.signature(viz.record).parameters) == fields


def test_still_can_be_asked_for_all_that_the_film_room_can_do(monkeypatch: pytest.MonkeyPatch) -> None:
    import viz.film
    from viz.film import StillRequest

    monkeypatch.setattr(viz.film, "still", lambda request: request)
    bare: object = viz.still("a.png", "eva.exit", caption=False, source=True, size=(400, 300), force=True)
    wanted = StillRequest(Path("a.png"), at="eva.exit", caption=False, source=True, width=400, height=300, force=True)
    assert bare == wanted
    fields = set(StillRequest.__dataclass_fields__) - {"width", "height"} | {"size"}
    assert set(inspect.signature(viz.still).parameters) == fields


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"start": "eva.exit"}, "start"),
        ({"stop": "eva.ingress"}, "stop"),
        ({"seconds": 3, "rate": 2}, "seconds and rate"),
        ({"camera": "chase"}, "camera"),
    ],
)
def test_a_recipe_alone_says_when_how_fast_and_from_where(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: dict[str, object], named: str
) -> None:
    def never(mission: str) -> None:
        raise AssertionError("it is refused before the flight is built")

    monkeypatch.setattr("viz.film.flightshow.FlightShow.open", never)
    with pytest.raises(UsageError, match=rf"the recipe descent gives times, rates and cameras - leave {named} out"):
        viz.record(tmp_path / "a.mp4", recipe="descent", **given)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_what_if_is_refused() -> None:
    with pytest.raises(UsageError, match='no what-if "wings"'):
        viz.load_flight(wings={})


NAN = float("nan")
WRONG: dict[str, tuple[Any, ...]] = {
    "output": (None, 3, b"a.mp4", "", "a\0.mp4", ["a.mp4"]),
    "announce": (None, 3, "print", True),
    "at": (None, 5691.0, NAN, "", " ", b"eva.exit", True),
    "start": (None, 5691.0, NAN, "", b"eva.exit", True),
    "stop": (5691.0, NAN, "", b"eva.exit", True),
    "language": (None, "xx", "", "EN", 1, True, ["en"]),
    "camera": (None, "", 1, True),
    "size": (None, "x", "12", (1280,), (1280, 720, 3), 1280, (1280.0, 720), (NAN, 720), (True, 720), ("1280", "720")),
    "seconds": ("x", "3", NAN, float("inf"), True, 1j, [3]),
    "rate": (None, "60", NAN, float("inf"), True, 1j),
    "fps": (None, "30", NAN, -float("inf"), True, 1j),
    "subtitles": (None, "all", True, 3),
    "quality": (None, "best", "", True, 3),
    "workers": (None, 0, -1, 1.5, "2", True, NAN),
    "scheduler": (8786, "", True),
    "recipe": (3, "", True, b"teaser-90s"),
    "mission": (None, 3, "", b"voskhod2", True),
    "port": ("80", 1.5, -1, True, NAN),
    **dict.fromkeys(
        (
            "block",
            "hashes",
            "resume",
            "discard",
            "force",
            "caption",
            "source",
            "outline",
            "open_browser",
            "trust_network",
        ),
        (None, 0, 1, "yes", NAN),
    ),
}
SAID = re.compile(r"^(\w+)(, width|, height)? .*: must be .+$")


@pytest.mark.parametrize("name", ["record", "still", "play"])
def test_a_wrong_argument_is_refused_by_name_before_any_work(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    import viz.film
    import viz.player

    def never(*_: object, **__: object) -> None:
        raise AssertionError("it is refused before any work")

    for room in (viz.film, viz.player):
        monkeypatch.setattr(room, name, never, raising=False)
    function = getattr(viz, name)
    usual = {"output": "a.png"} if name != "play" else {}
    usual |= {"at": "eva.exit"} if name == "still" else {}
    for parameter in set(inspect.signature(function).parameters):
        for wrong in WRONG[parameter]:
            if (name, parameter, wrong) == ("play", "at", None) or (name, parameter, wrong) == ("play", "block", None):
                continue
            with pytest.raises(UsageError) as refused:
                function(**{**usual, parameter: wrong})
            said = SAID.match(str(refused.value))
            assert said is not None, str(refused.value)
            assert said[1] == parameter


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("a.mp4 exists - give another name, or --force to replace it", "or force=True to replace it"),
        ("use either --to or --seconds", "use either stop or seconds"),
        ("try --workers 1 --resume", "try workers=1 resume=True"),
        ("say --trust-network", "say trust_network=True"),
        ("nothing of the kind -- really", "nothing of the kind -- really"),
    ],
)
def test_errors_speak_of_arguments_to_who_writes_python(said: str, told: str) -> None:
    with pytest.raises(ToolMissing, match=rf"{re.escape(told)}$"), given_values.by_arguments():
        raise ToolMissing(said)


def test_a_picture_that_is_there_is_kept_in_pythons_words(tmp_path: Path) -> None:
    there = tmp_path / "a--force 2.png"
    there.write_bytes(b"mine")
    with pytest.raises(UsageError, match=r"a--force 2\.png exists - .* force=True to replace"):
        viz.still(there, "eva.exit")
    assert there.read_bytes() == b"mine"


anything = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.binary(max_size=3), st.fractions(),
    st.complex_numbers(), st.decimals(), st.lists(st.integers(), max_size=3), st.tuples(st.floats(), st.integers()),
)  # fmt: skip


@given(st.sampled_from(["number", "exact", "count", "size", "truth", "path"]), anything)
def test_anything_is_taken_or_refused_in_one_line(kind: str, value: object) -> None:
    found, said = value, ""
    try:
        found = getattr(given_values, kind)("it", value)
    except UsageError as refused:
        said = str(refused)
    assert "\n" not in said
    assert len(said) < 200
    if not said and kind != "path":
        assert found == found, "nothing that is no number is taken for one"
        assert found == (tuple(value) if kind == "size" else value) or float(found) == float(value)  # type: ignore


def test_a_decimal_fraction_is_meant_as_it_is_written() -> None:
    assert given_values.exact("rate", 0.1) == Fraction(1, 10)
    assert given_values.exact("rate", 29.97) == Fraction(2997, 100)
    assert given_values.exact("rate", Fraction(30000, 1001)) == Fraction(30000, 1001)


@pytest.mark.parametrize(
    "what_if",
    [{"orbit": "X"}, {"orbit": []}, {"suit": 3}, {"suit": None}, {"suit": {"relief_pressure_atm": NAN}},
     {"descent": {"delay_s": "46"}}, {"descent": {"delay_s": True}}, {"eva": {1: 2}}, {"eva": {"entry": []}},
     {"eva": {"push_m_s": NAN}}],
)  # fmt: skip
def test_an_impossible_what_if_is_refused(what_if: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        viz.load_flight(**what_if)
    with pytest.raises(UsageError, match="mission 3: must be"):
        viz.load_flight(3)  # type: ignore[arg-type]
