"""The names promised to users exist, are typed, and cost nothing until used."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from importlib.resources import files

import pytest

import viz

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


def test_an_unknown_what_if_is_refused() -> None:
    from viz.errors import UsageError

    with pytest.raises(UsageError, match='no what-if "wings"'):
        viz.load_flight(wings={})
