"""CSV, JSON and calendars, read back by others than ourselves, against the flight's own table."""

from __future__ import annotations

import csv
import errno
import json
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import icalendar
import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

import viz
from viz.cli.app import app
from viz.errors import ToolMissing, UsageError, VizError
from viz.export import KINDS, ExportRequest, export
from viz.export.kinds import need
from viz.export.place import written
from viz.export.stretch import Stretch
from viz.export.told import Told
from viz.flight.flight import Flight

Tell = Callable[..., Told]
WrittenAs = Callable[[str, Told], bytes]
LANGUAGES = ("en", "hi", "ru")


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


def test_csv_holds_the_flights_table_to_the_last_digit(flight: Flight, tell: Tell, written_as: WrittenAs) -> None:
    rows = rows_of(written_as("csv", tell(5600.0, 5700.0, 20.0)).decode())
    table = flight.table(20.0, start_met_s=5600.0, stop_met_s=5700.0)
    assert len(rows) == 6
    for name, column in table.items():
        cells = [name] if column.ndim == 1 else [f"{name}_{axis}" for axis in ("xyz", "wxyz")[column.shape[1] - 3]]
        for row, values in zip(rows, column.reshape(6, -1), strict=True):
            kind = str if name == "phase" else float
            assert [kind(row[cell]) for cell in cells] == values.tolist()


def test_each_row_has_one_sigma_standing_and_sources(flight: Flight, tell: Tell, written_as: WrittenAs) -> None:
    text = written_as("csv", tell(5600.0, 5700.0, 20.0)).decode()
    last = rows_of(text)[-1]
    state = flight.state_at(5700.0)
    assert float(last["along_track_sigma_km"]) == pytest.approx(47.5, abs=0.1)
    assert (last["place_rests_on"], last["attitude_rests_on"]) == (state.standing.craft, state.standing.attitude)
    assert last["sources"].split() == list(flight.mission.event(last["event"]).sources)
    for source in last["sources"].split():
        assert f"# source {source}: " in text


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_a_file_says_what_it_is(kind: str, flight: Flight, tell: Tell, written_as: WrittenAs) -> None:
    text = written_as(kind, tell(0.0, 60.0)).decode()
    for said in (flight.mission.digest, "reconstruction", "6.26 s", "MIT", "CC BY 4.0", "voskhod2-viz authors"):
        assert said in text


def test_json_has_events_with_bounds_and_three_languages(tell: Tell, written_as: WrittenAs) -> None:
    whole = json.loads(written_as("json", tell(5291.0, 6400.0, 300.0, "ru")))
    assert [row["met_s"] for row in whole["rows"]] == [5291.0, 5591.0, 5891.0, 6191.0, 6400.0]
    assert whole["rows"][0]["utc"] == "1965-03-18T08:28:11.000Z"
    events = {event["id"]: event for event in whole["events"]}
    first_view = events["eva.first_view"]
    assert first_view["earliest_utc"] < first_view["drawn_utc"] < first_view["latest_utc"]
    assert sorted(first_view["titles"]) == sorted(LANGUAGES)
    known = {source["id"] for source in whole["sources"]}
    for event in events.values():
        assert set(event["sources"]) <= known
    assert whole["header"]["title"] == "«Восход-2»"


def test_a_row_is_earth_fixed_where_latitude_and_longitude_say(tell: Tell, written_as: WrittenAs) -> None:
    """Against the closed form of WGS84, not ours."""
    for row in json.loads(written_as("json", tell(0.0, 90_000.0, 9000.0)))["rows"]:
        lat, lon, height_m = np.radians(row["lat_deg"]), np.radians(row["lon_deg"]), row["altitude_km"] * 1e3
        square = 0.00669437999014
        normal = 6378137.0 / np.sqrt(1.0 - square * np.sin(lat) ** 2)
        flat = (normal + height_m) * np.cos(lat)
        place = (flat * np.cos(lon), flat * np.sin(lon), (normal * (1.0 - square) + height_m) * np.sin(lat))
        assert row["position_fixed_m"] == pytest.approx(place, abs=0.01)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_calendar_is_read_back(language: str, tell: Tell, written_as: WrittenAs) -> None:
    told = tell(0.0, 93_737.0, language=language)
    raw = written_as("ics", told)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    found = {str(event["UID"]).removesuffix(".voskhod2@voskhod2-viz"): event for event in _events(raw)}
    assert list(found) == [event.id for event in told.events]
    for event in told.events:
        entry = found[event.id]
        assert entry["SUMMARY"] == told.captions[language].title("event", event.id)
        assert told.captions[language].text("event", event.id) in entry["DESCRIPTION"]
        assert entry["RRULE"]["FREQ"] == ["YEARLY"]
        assert entry["X-VOSKHOD2-EARLIEST"] == told.utc(event.time.earliest_met_s)
        assert entry["X-VOSKHOD2-LATEST"] == told.utc(event.time.latest_met_s)
    exit_at = found["eva.exit"]
    assert exit_at["DTSTART"].dt == datetime(1965, 3, 18, 8, 34, 51, tzinfo=UTC)
    assert "DTEND" not in exit_at
    assert exit_at["GEO"].latitude == pytest.approx(told.flight.state_at(5691.0).craft.lat_deg, abs=1e-4)
    view = found["eva.first_view"]
    assert (view["DTSTART"].dt, view["DTEND"].dt) == (
        datetime(1965, 3, 18, 8, 32, 54, tzinfo=UTC),
        datetime(1965, 3, 18, 8, 34, 51, tzinfo=UTC),
    )


def _events(raw: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(raw).walk("VEVENT"))


@settings(max_examples=60)
@given(st.integers(0, 9_000_000), st.integers(0, 30_000), st.integers(1, 8_640_000))
@example(0, 30, 10)
@example(0, 1, 1_000_001)
def test_a_stretch_has_both_its_ends_and_no_step_longer_than_asked(start_cs: int, long_cs: int, step_cs: int) -> None:
    start, long, step = start_cs / 100, long_cs / 100, Fraction(step_cs, 100)
    stretch = Stretch.between(start, start + long, step, 10_000_000)
    times = list(stretch.times())
    assert (times[0], times[-1]) == (start, start + long)
    assert len(times) == stretch.rows
    assert all(0.0 < b - a <= float(step) + 1e-9 for a, b in pairwise(times))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"kind": "spk"}, "there is no export 'spk' - give one of csv, json, ics, kmz, czml, glb, oem"),
        ({"language": "de"}, "there is no language 'de' - give one of en"),
        ({"frame": "teme"}, "csv is Earth-fixed; only oem is written in teme - leave --frame out"),
        ({"frame": "moon"}, "there is no frame 'moon' - give one of fixed, teme"),
        ({"start": "eva.exit", "stop": "eva.vent"}, "ends before it begins - give a later --to"),
        ({"stop": "T+99:00:00"}, "is outside the flight - ask for"),
        ({"start": "eva.exti"}, "did you mean eva.exit"),
        ({"step": Fraction(1, 10_000)}, "a step of 0.0001 s is not possible - give a --step from 0.001"),
        ({"step": Fraction(1, 100)}, "rows, and this kind takes 10000000 at most - give a --step of 0.0284 or more"),
        ({"name": "a.txt"}, r"does not end in \.csv - give a name that does"),
        ({"name": "none/a.csv"}, "there is no folder"),
        ({"name": "there.csv"}, r"exists - give another name, or --force to replace it"),
    ],
)
def test_what_cannot_be_is_told_in_a_line_and_leaves_nothing(tmp_path: Path, asked: Any, said: str) -> None:
    (tmp_path / "there.csv").write_text("mine")
    wishes = {"kind": "csv", "output": tmp_path / asked.pop("name", "a.csv"), **asked}
    with pytest.raises(UsageError, match=said) as told:
        export(ExportRequest(**wishes))
    assert "\n" not in str(told.value)
    assert [path.name for path in tmp_path.iterdir()] == ["there.csv"]
    assert (tmp_path / "there.csv").read_text() == "mine"


def fill(output: Path, failing: BaseException) -> None:
    with written(output) as file:
        file.write(b"half")
        raise failing


def test_a_full_disk_leaves_the_earlier_file_alone(tmp_path: Path) -> None:
    output = tmp_path / "a.csv"
    output.write_text("earlier")
    full = OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(VizError, match=r"No space left on device - make room, or give a longer --step"):
        fill(output, full)
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert output.read_text() == "earlier"


def test_interrupted_it_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        fill(tmp_path / "a.csv", KeyboardInterrupt())
    assert list(tmp_path.iterdir()) == []


def test_a_missing_package_is_told_with_the_command_that_helps() -> None:
    with pytest.raises(ToolMissing, match=r'pip install "voskhod2-viz\[export\]", or pip install no_such_package'):
        need("no_such_package", "czml")


def test_memory_does_not_grow_with_the_rows(tell: Tell) -> None:
    class Nowhere:
        def write(self, data: bytes) -> int:
            return len(data)

    from viz.export import tree

    def peak(rows: int) -> int:
        told = tell(5600.0, 5600.0 + rows / 10, 0.1)
        tracemalloc.start()
        tree.write(told, Nowhere())  # type: ignore[arg-type]
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(20)
    assert peak(300) < peak(60) + 50_000


def test_the_command_writes_the_file_and_prints_its_name(tmp_path: Path) -> None:
    output = tmp_path / "walk.csv"
    asked = ["export", "csv", "-o", str(output), "--from", "eva.exit", "--to", "eva.exit+20s", "--step", "10"]
    done = CliRunner().invoke(app, asked, prog_name="voskhod2")
    assert (done.exit_code, done.stdout.strip()) == (0, str(output))
    assert [float(row["met_s"]) for row in rows_of(output.read_text(encoding="utf-8"))] == [5691.0, 5701.0, 5711.0]


def test_the_command_knows_every_kind() -> None:
    from viz.cli.export import KIND_NAMES

    assert tuple(KINDS) == KIND_NAMES


PLAIN = Path(viz.__file__).parent / "missions" / "orbit" / "mission"


@pytest.mark.parametrize("kind", KINDS)
def test_a_mission_without_crew_events_or_landing_is_written_too(kind: str, tmp_path: Path) -> None:
    output = tmp_path / f"plain{KINDS[kind].ending}"
    request = ExportRequest(kind, output, stop="T+00:10:00", step=Fraction(60), mission=str(PLAIN))
    assert export(request) == output
    once = output.read_bytes()
    export(replace(request, force=True))
    assert output.read_bytes() == once  # a file is the same whenever it is written
    assert [path.name for path in tmp_path.iterdir()] == [output.name]
