"""The mission says what the record sheet of this flight says, as it was amended, and no more than its rows allow."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from viz.mission.load import mission_folder

FOLDER = mission_folder("gemini4")
MISSION: dict[str, Any] = tomllib.loads((FOLDER / "mission.toml").read_text(encoding="utf-8"))
EVENTS: dict[str, dict[str, Any]] = {event["id"]: event for event in MISSION["event"]}
FACTS: dict[str, dict[str, Any]] = {fact["id"]: fact for fact in MISSION["fact"]}
QUESTIONS: dict[str, dict[str, Any]] = {question["id"]: question for question in MISSION["question"]}
ROWS: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "record.toml").read_text("utf-8"))["rows"]
LETTERS = {"seen": "S", "literature": "K", "derived": "D", "uncertain": "?", "disputed": "?"}

REQUIRED = (
    "launch.liftoff", "launch.staging", "launch.cutoff", "launch.separation", "chase.turn_round", "chase.below",
    "chase.given_up", "eva.put_off", "eva.vent", "eva.hatch_unlatch", "eva.hatch_open", "eva.camera_on", "eva.go",
    "eva.exit", "eva.glove", "eva.window", "eva.gun_empty", "eva.california", "eva.houston", "eva.called_in",
    "eva.on_top", "eva.camera_off", "eva.saddest", "eva.ingress", "eva.hatch_closed", "eva.repress",
    "orbit.computer_lost", "descent.ignition", "descent.adapter_off", "descent.retro", "descent.retro_off",
    "descent.interface", "descent.roll", "descent.blackout", "descent.peak_g", "descent.drogue",
    "descent.main_canopy", "descent.two_point", "landing.touchdown", "rescue.helicopter",
)  # fmt: skip

# What each row gives as one clock time, UTC, June 1965.
CLOCK = {
    "T04": ("launch.staging", "03T15:18:33"),
    "T05": ("launch.cutoff", "03T15:21:33"),
    "T06": ("launch.separation", "03T15:22:05"),
    "T07": ("chase.turn_round", "03T15:23:13"),
    "T11": ("eva.carnarvon_go", "03T19:16:33"),
    "T12": ("eva.vent", "03T19:23:41"),
    "E01": ("eva.hatch_unlatch", "03T19:27:01"),
    "E03": ("eva.hatch_open", "03T19:34:03"),
    "E05": ("eva.visor", "03T19:34:59"),
    "E08": ("ground.hawaii", "03T19:39:02"),
    "E09": ("eva.go", "03T19:44:13"),
    "E10": ("eva.exit", "03T19:46:35"),
    "E11": ("eva.glove", "03T19:47:11"),
    "E14": ("eva.gun_empty", "03T19:50:30"),
    "E15": ("eva.california", "03T19:51:09"),
    "E16": ("eva.adapter", "03T19:54:13"),
    "E17": ("eva.smear", "03T19:58:30"),
    "E18": ("eva.rates", "03T19:58:54"),
    "E19": ("eva.houston", "03T19:59:32"),
    "E20": ("eva.called_in", "03T20:01:34"),
    "E22": ("eva.on_top", "03T20:03:29"),
    "E24": ("eva.camera_off", "03T20:04:32"),
    "E25": ("eva.saddest", "03T20:04:45"),
    "E26": ("eva.ingress", "03T20:06:03"),
    "E29": ("eva.resealed", "03T20:35:20"),
    "E30": ("orbit.sealed", "03T20:48:55"),
    "R03": ("descent.adapter_off", "07T16:55:07"),
    "R04": ("descent.retro", "07T16:55:58"),
    "R05": ("descent.retro_off", "07T16:56:43"),
    "R08": ("descent.blackout", "07T17:01:24"),
    "R11": ("descent.drogue", "07T17:06:46"),
    "R12": ("descent.main_canopy", "07T17:08:04"),
    "R13": ("descent.two_point", "07T17:09:20"),
    "R14": ("landing.touchdown", "07T17:12:11"),
}

# The trackers' read-ups of ascending nodes: UTC, east longitude.
NODES = (
    ("03T16:34:00", -157), ("04T05:53:00", -3), ("04T16:14:30", -161), ("05T01:07:00", 63), ("05T12:57:00", -119),
    ("05T18:51:44", 151), ("05T23:18:00", 82), ("06T06:40:35", -31), ("06T12:35:00", -121), ("06T17:00:00", 170),
    ("06T21:26:00", 102), ("07T01:51:00", 35), ("07T06:17:00", -33), ("07T12:10:00", -124), ("07T16:35:00", 168),
)  # fmt: skip


def utc(text: str) -> datetime:
    return datetime.fromisoformat(f"1965-06-{text}").replace(tzinfo=UTC)


def shown(event_id: str) -> datetime:
    event = EVENTS[event_id]
    at: datetime = event.get("utc") or event["shown_utc"]
    return at


def told() -> list[dict[str, Any]]:
    return [*MISSION["event"], *MISSION["fact"], *MISSION["question"]]


def standings(row: dict[str, Any]) -> Iterator[str]:
    """Every standing that is told with an event, a fact or a question."""
    if "standing" in row:
        yield row["standing"]
    yield from (other["standing"] for other in (*row.get("alternative", ()), *row.get("version", ())))
    if "time_standing" in row:
        yield row["time_standing"]


def test_it_has_every_event_other_rooms_name() -> None:
    assert set(REQUIRED) - EVENTS.keys() == set()


@pytest.mark.parametrize("row", CLOCK)
def test_clock_times_are_the_records(row: str) -> None:
    event_id, clock = CLOCK[row]
    assert EVENTS[event_id]["utc"] == utc(clock)
    assert row in EVENTS[event_id]["record"]


def test_liftoff_keeps_its_thousandths() -> None:
    assert MISSION["mission"]["liftoff_utc"] == utc("03T15:15:59.562")
    assert shown("launch.liftoff") == utc("03T15:15:59.562")


@pytest.mark.parametrize("number", range(1, 16))
def test_each_node_the_trackers_read_up_is_an_event(number: int) -> None:
    clock, lon_deg = NODES[number - 1]
    event = EVENTS[f"orbit.map_update.{number}"]
    assert event["utc"] == utc(clock)
    assert event["standing"] == "seen"
    title = tomllib.loads((FOLDER / "captions" / "en.toml").read_text("utf-8"))["event"][event["id"]]["title"]
    assert title == f"Map update {number}: {abs(lon_deg)}° {'east' if lon_deg > 0 else 'west'}"


def test_durations_follow_from_the_clock() -> None:
    assert shown("eva.ingress") - shown("eva.exit") == timedelta(seconds=FACTS["eva.out_duration"]["value"])
    assert shown("eva.hatch_closed") - shown("eva.hatch_open") == timedelta(minutes=35, seconds=57)  # "36"
    flown_s = (shown("landing.touchdown") - shown("launch.liftoff")).total_seconds()
    assert flown_s == pytest.approx(((4 * 24 + 1) * 60 + 56) * 60 + 12, abs=1.0)  # B07
    assert FACTS["flight.duration"]["value"] == pytest.approx(flown_s / 3600, abs=0.001)


def test_the_closing_of_the_hatch_is_a_range_and_disputed() -> None:
    event = EVENTS["eva.hatch_closed"]
    assert event["standing"] == event["time_standing"] == "disputed"
    assert event["utc_range"] == [utc("03T20:10:00"), utc("03T20:30:39")]
    assert event["shown_utc"] == utc("03T20:10:00")
    asked = QUESTIONS["hatch_closing"]
    assert asked["chosen"] == "official"
    assert [version["utc"] for version in asked["version"]] == [
        utc("03T20:10:00"),
        utc("03T20:18:03"),  # 44 min after E03
        utc("03T20:30:35"),  # 44 min after E10
    ]
    assert utc("03T20:18:03") - shown("eva.hatch_open") == timedelta(minutes=44)
    assert utc("03T20:30:35") - shown("eva.exit") == timedelta(minutes=44)


def test_every_disagreement_is_asked() -> None:
    wanted = {"hatch_closing", "minutes_out", "orbit_shape", "houston", "gun_numbers", "attitude_at_exit"}
    assert wanted <= QUESTIONS.keys()
    minutes = [version["value"] for version in QUESTIONS["minutes_out"]["version"]]
    assert minutes == [1168.0, 20.0, 21.0, 23.0, 36.0]  # Q2


def test_the_two_orbits_are_two_times_and_not_two_truths() -> None:
    assert "Two times, not two truths" in QUESTIONS["orbit_shape"]["reason"]
    assert FACTS["orbit.apogee"]["at"] == ["launch.separation"]
    assert FACTS["orbit.after_chase"]["at"] == ["chase.given_up"]
    assert FACTS["orbit.after_chase"]["standing"] == "seen"


def test_what_the_crew_took_for_houston_stands_beside_our_track() -> None:
    ours = EVENTS["ground.houston"]
    assert (ours["standing"], ours["utc"]) == ("derived", utc("03T19:57:46"))
    assert EVENTS["eva.houston"]["alternative"][0]["utc"] == ours["utc"]
    assert {version["standing"] for version in QUESTIONS["houston"]["version"]} == {"derived", "seen"}


@pytest.mark.parametrize("row", ROWS)
def test_every_row_is_told_with_each_of_its_letters(row: str) -> None:
    """[S] as seen, [K] as literature, [D] as derived; [?] as uncertain, or by telling more than one version."""
    items = [item for item in told() if row in item.get("record", ())]
    assert items, "no event, fact or question cites it"
    letters = {LETTERS[standing] for item in items for standing in standings(item)}
    if any(item.get("alternative") or item.get("version") for item in items):
        letters.add("?")
    assert set(ROWS[row]) <= letters


def test_rows_cited_are_rows_of_the_sheet() -> None:
    asked = {f"Q{number}" for number in range(1, 7)}
    assert {row for item in told() for row in item.get("record", ())} <= ROWS.keys() | asked


def test_nothing_is_called_seen_that_no_row_of_its_has_seen() -> None:
    for item in (*MISSION["event"], *MISSION["fact"]):
        rows = [ROWS[row] for row in item.get("record", ()) if row in ROWS]
        if rows and item["standing"] == "seen":
            assert any("S" in letters for letters in rows), item["id"]


def test_what_was_not_read_is_never_told_as_seen() -> None:
    rows = [row for item in told() for row in (item, *item.get("alternative", ()), *item.get("version", ()))]
    for row in rows:
        if set(row.get("sources", ())) & {"LIT", "SP149"} and "standing" in row:
            assert row["standing"] == "literature", row
        if row.get("sources") == ["OWN"]:
            assert row["standing"] == "derived", row


def test_the_guns_numbers_are_literature() -> None:
    """U08: nobody of this project has read the table they come from."""
    assert FACTS["gun.impulse"]["standing"] == "literature"
    assert QUESTIONS["gun_numbers"]["version"][0]["standing"] == "literature"


def test_phases_are_those_of_the_flight() -> None:
    top = [row for row in MISSION["phase"] if "parent" not in row]
    assert [row["id"] for row in top] == ["ascent", "chase", "preparation", "spacewalk", "orbit", "descent", "sea"]
    bounds = {row["id"]: (row["start_utc"], row["end_utc"]) for row in MISSION["phase"]}
    assert bounds["spacewalk.outside"] == (shown("eva.exit"), shown("eva.ingress"))
    assert bounds["spacewalk"][0] == shown("eva.vent")
    assert bounds["descent.lowering"] == (shown("descent.ignition"), shown("descent.cutoff"))
    assert bounds["sea"][0] == shown("landing.touchdown")
