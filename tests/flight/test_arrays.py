"""Arrays from a stranger are judged before they are unpacked, and before anyone computes with them."""

from __future__ import annotations

import contextlib
import io
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from viz.errors import InvalidFile
from viz.flight import arrays as arrays_room
from viz.flight.arrays import Wanted, read_arrays
from viz.mission.load import load_mission, mission_folder
from viz.missions.voskhod2.flight.eva import TRACK_FILE, read_tracks
from viz.missions.voskhod2.flight.numbers import numbers_of

FOLDER = mission_folder("voskhod2")
MISSION = load_mission("voskhod2")
KNOWN = numbers_of(MISSION.parameters)
SHIPPED = (FOLDER / TRACK_FILE).read_bytes()
Change = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="module")
def walk() -> dict[str, Any]:
    with np.load(FOLDER / TRACK_FILE) as arrays:
        return {name: arrays[name] for name in arrays.files}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "tracks").mkdir()
    return tmp_path / TRACK_FILE


def refused(path: Path) -> str:
    with pytest.raises(InvalidFile) as caught:
        read_tracks(path, MISSION, KNOWN)
    assert caught.value.file == str(path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("head_first.x_m", lambda a: a * np.nan, "numbers outside"),
        ("feet_first.paid_m", lambda a: a + np.inf, "numbers outside"),
        ("head_first.x_m", lambda a: a[0], r"shape \(\d+,\), not \(2, any\)"),
        ("head_first.x_m", lambda a: a[:, :0], "no keys"),
        ("head_first.x_m", lambda a: a[:, ::-1], "do not follow one another"),
        ("head_first.x_m", lambda a: a.astype(str), "does not hold decimal numbers"),
        ("head_first.x_m", lambda a: a.astype(complex), "does not hold decimal numbers"),
        ("steps", lambda a: a[:, :98], "not \\(any, 99\\)"),
        ("steps", lambda a: a[:-1], "18920 rows for 18921 lengths"),
        ("steps", lambda a: a.astype(float), "whole numbers"),
        ("lengths_m", lambda a: a * 0, "numbers outside 0.01 to 1000"),
        ("lengths_m", lambda a: a * np.nan, "numbers outside"),
        ("clock", lambda a: a * 0, "0 rows a second"),
        ("clock", lambda a: a[:2], "shape"),
        ("feet_first.first", lambda a: a - 20_000, "numbers outside"),
        ("feet_first.steps", lambda a: a[:-1], "does not go on from row 11501 to row 18921"),
        ("feet_first.steps", lambda a: a[:0], "does not go on"),
        ("events_met_s", lambda a: a[:5], "shape"),
        ("numbers", lambda a: np.array(7), "does not hold text"),
    ],
)
def test_an_array_of_another_kind_is_named(
    path: Path, walk: dict[str, Any], name: str, change: Callable[[Any], Any], said: str
) -> None:
    np.savez(path, **{**walk, name: change(walk[name])})
    message = refused(path)
    assert f"{name}: " in message
    with pytest.raises(InvalidFile, match=said):
        read_tracks(path, MISSION, KNOWN)
    assert "build_eva.py" in message


def test_every_array_at_fault_is_named_and_others_are_not_read(path: Path, walk: dict[str, Any]) -> None:
    kept = {name: array for name, array in walk.items() if name not in ("clock", "steps")}
    np.savez(path, **kept, more=np.array([object()], dtype=object))
    assert refused(path).count("is missing") == 2


def test_pickles_are_not_opened(path: Path, walk: dict[str, Any]) -> None:
    np.savez(path, **{**walk, "clock": np.array([1, "a", None], dtype=object)})
    assert "clock: " in refused(path)


def test_a_plain_array_text_and_nothing_are_no_packed_arrays(path: Path) -> None:
    np.save(path.with_suffix(".npy"), np.zeros(3))
    for data in (path.with_suffix(".npy").read_bytes(), b"met_s x y z\n", b"", b"PK\x05\x06" + bytes(18), bytes(5000)):
        path.write_bytes(data)
        assert "eva.npz is not usable" in refused(path)


def member(data: bytes, name: str = "clock.npy", packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", packing) as packed:
        packed.writestr(name, data)
    return whole.getvalue()


def head(shape: str, kind: str = "'<f8'") -> bytes:
    text = f"{{'descr': {kind}, 'fortran_order': False, 'shape': {shape}, }}".encode()
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text


@pytest.mark.parametrize(
    "data",
    [
        head("(1000000000000,)"),
        head("(3,)", "'<U1000000000'"),
        head("(-3,)") + bytes(24),
        head("(3, 10**9)") + bytes(24),
        head("(3,)", "'|O'") + bytes(24),
        head("(3,)", "[('a', '<f8')]") + bytes(24),
        head("(" * 5000),
        head("3") + bytes(24),
        b"\x93NUMPY\x09\x00",
        b"\x93NUM",
        b"",
    ],
)
def test_a_head_that_promises_what_is_not_there_is_refused(path: Path, data: bytes) -> None:
    path.write_bytes(member(data))
    with pytest.raises(InvalidFile, match="clock: "):
        read_arrays(path, {"clock": Wanted("f", (3,))}, path.parent, "mend it")


def test_other_packings_are_refused(path: Path) -> None:
    path.write_bytes(member(head("(3,)") + bytes(24), packing=zipfile.ZIP_LZMA))
    with pytest.raises(InvalidFile, match="packed in another way"):
        read_arrays(path, {"clock": Wanted("f", (3,))}, path.parent, "mend it")


def test_what_unpacks_to_far_more_than_it_holds_takes_no_memory(path: Path, walk: dict[str, Any]) -> None:
    np.savez_compressed(path, **{**walk, "steps": np.zeros((1_000_000, 99), np.int16)})
    assert path.stat().st_size < 2_000_000
    tracemalloc.start()
    try:
        said = refused(path)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "more than 67108864" in said
    assert most < 20_000_000


def test_a_declared_size_that_lies_does_not_unpack_more(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytearray(member(head("(3,)") + bytes(10_000_000)))
    at = data.rindex(b"PK\x01\x02")
    size = len(head("(3,)")) + 24
    data[at + 24 : at + 28] = size.to_bytes(4, "little")
    path.write_bytes(data)
    monkeypatch.setattr(arrays_room, "MAX_UNPACKED_BYTES", 1000)
    with pytest.raises(InvalidFile, match="clock: "):
        read_arrays(path, {"clock": Wanted("f", (3,))}, path.parent, "mend it")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, len(SHIPPED) - 1), bits=st.integers(1, 255), cut=st.booleans())
def test_flipped_and_missing_bytes_end_in_one_clear_error(path: Path, at: int, bits: int, cut: bool) -> None:
    data = bytearray(SHIPPED)
    data[at] ^= bits
    path.write_bytes(data[:at] if cut else data)
    with contextlib.suppress(InvalidFile):  # a flipped byte in a date does no harm
        read_tracks(path, MISSION, KNOWN)
