"""Knots and the curves between them."""

from __future__ import annotations

import math
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.errors import InvalidFile
from viz.flight.track import Knot, Track, knots_as_text, read_knots

SMALL = st.floats(-10.0, 10.0)


def _polynomial(coefficients: list[float], t: float) -> tuple[float, float, float]:
    """Return value, slope and curvature."""
    value = sum(c * t**k for k, c in enumerate(coefficients))
    slope = sum(k * c * t ** (k - 1) for k, c in enumerate(coefficients) if k > 0)
    curve = sum(k * (k - 1) * c * t ** (k - 2) for k, c in enumerate(coefficients) if k > 1)
    return value, slope, curve


def _knot(coefficients: list[float], t: float) -> Knot:
    value, slope, curve = _polynomial(coefficients, t)
    return Knot(t, (value, 2.0 * value, -value), (slope, 2.0 * slope, -slope), (curve, 2.0 * curve, -curve))


@pytest.mark.parametrize(("make", "degree"), [(Track.quintic, 5), (Track.cubic, 3)])
@given(data=st.data())
def test_polynomials_of_its_degree_are_exact(make: object, degree: int, data: st.DataObject) -> None:
    assert callable(make)
    coefficients = data.draw(st.lists(SMALL, min_size=degree + 1, max_size=degree + 1))
    track = make([_knot(coefficients, t) for t in (0.0, 0.7, 2.0)])
    t = data.draw(st.floats(0.0, 2.0))
    made, (value, slope, curve) = track.at(t), _polynomial(coefficients, t)
    assert made.position_km[0] == pytest.approx(value, abs=1e-9)
    assert made.velocity_km_s[1] == pytest.approx(2.0 * slope, abs=1e-8)
    assert made.acceleration_km_s2[2] == pytest.approx(-curve, abs=1e-7)


def test_a_doubled_knot_lets_the_acceleration_step() -> None:
    push = [
        Knot(0.0, (0.0, 0.0, 0.0), (0.0, 0.0, 0.0), (2.0, 0.0, 0.0)),
        Knot(1.0, (1.0, 0.0, 0.0), (2.0, 0.0, 0.0), (2.0, 0.0, 0.0)),
        Knot(1.0, (1.0, 0.0, 0.0), (2.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
        Knot(3.0, (5.0, 0.0, 0.0), (2.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
    ]
    track = Track.quintic(push)
    assert track.at(0.999).acceleration_km_s2[0] == pytest.approx(2.0)
    assert track.at(1.0).acceleration_km_s2[0] == pytest.approx(0.0, abs=1e-12)
    assert track.at(2.0).position_km[0] == pytest.approx(3.0)
    assert track.at(3.0).position_km[0] == pytest.approx(5.0)


def test_text_and_back_keeps_every_bit(tmp_path: Path) -> None:
    third = 1.0 / 3.0
    knots = (
        Knot(0.1, (third, -2.0, 3e-20), (1e9, math.pi, 0.0), (0.0, -0.0, 7.0)),
        Knot(0.2, (1.0, 2.0, 3.0), (4.0, 5.0, 6.0), (7.0, 8.0, 9.0)),
    )
    file = tmp_path / "knots.txt"
    file.write_text(knots_as_text(knots, "made for a test\ntwo lines"), encoding="utf-8")
    assert read_knots(file) == knots


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("1 2 3\n", "line 1: is not ten finite numbers"),
        ("0 0 0 0 0 0 0 0 0 nan\n", "line 1: is not ten finite numbers"),
        ("# only words\n", "holds 0 knots"),
        ("2 0 0 0 0 0 0 0 0 0\n1 0 0 0 0 0 0 0 0 0\n", "line 2: goes back in time"),
        ("", "holds 0 knots"),
        ("0 0 0 0 0 0 0 0 0 0\n" * 40, "shared by two knots at an end"),
        ("".join(f"{t} 0 0 0 0 0 0 0 0 0\n" for t in (0, 1, 1, 1, 2)), "shared by more than two"),
        ("".join(f"{t} 0 0 0 0 0 0 0 0 0\n" for t in (0, 1e-300, 1)), "less than 0.001 s after"),
        ("nothing\n" * 5000, "has more problems than are told"),
        ("".join(f"{t} 0 0 0 0 0 0 0 0 0\n" for t in range(20_001)), "holds 20001 knots - keep to 20000"),
    ],
)
def test_unusable_files_are_named(tmp_path: Path, text: str, complaint: str) -> None:
    file = tmp_path / "knots.txt"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidFile, match=complaint):
        read_knots(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidFile, match=r"absent\.txt"):
        read_knots(tmp_path / "absent.txt")


def test_bytes_that_are_no_text_and_pipes_are_refused(tmp_path: Path) -> None:
    (tmp_path / "bytes.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(InvalidFile, match="cannot be read"):
        read_knots(tmp_path / "bytes.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(InvalidFile, match="not a plain file"):
        read_knots(tmp_path / "pipe.txt")


def test_one_knot_is_no_track() -> None:
    with pytest.raises(ValueError, match="two knots"):
        Track.cubic([Knot(0.0, (0.0, 0.0, 0.0), (0.0, 0.0, 0.0))])
