"""The names promised to users exist, are typed, and cost nothing until used."""

from __future__ import annotations

import inspect
import subprocess
import sys
from fractions import Fraction
from importlib import metadata
from importlib.resources import files
from pathlib import Path

import pytest

import viz
from viz.errors import UsageError

PROMISED = {"Flight", "FlightState", "__version__", "load_flight", "play", "record", "still"}


def test_the_promised_names_are_exactly_those_exported() -> None:
    assert set(viz.__all__) == PROMISED
    assert set(dir(viz)) >= PROMISED
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
    fields = set(FilmRequest.__dataclass_fields__) - {"width", "height"} | {"size"}
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
