"""`state`, `track`, `events`, `check`: what stands on standard output is exactly the contract's."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

import viz
from viz.cli.tables import state_object, utc_text
from viz.flight.state import FlightState
from viz.mission.load import load_mission
from viz.missions.voskhod2.flight.classroom import LATE_S

SMALL = Path(__file__).parents[1] / "mission" / "small"
PLAIN = Path(viz.__file__).parent / "missions" / "orbit" / "mission"
MISSION = load_mission(SMALL)

Run = Callable[..., Result]

CONTRACT = {
    "": {"met_s", "utc", "phase", "event"},
    "craft": {
        "lat_deg",
        "lon_deg",
        "altitude_km",
        "position_teme_km",
        "velocity_teme_km_s",
        "ground_speed_m_s",
        "attitude_quaternion",
        "spin_deg_s",
        "load_g",
        "heating_w_m2",
        "modules",
    },
    "airlock": {"extension", "pressure_kpa", "inner_hatch_open", "outer_hatch_open", "attached"},
    "leonov": {
        "place",
        "position_m",
        "distance_from_hatch_m",
        "suit_pressure_kpa",
        "suit_swell",
        "tether_stretch",
        "outside",
    },
    "sun": {"elevation_deg", "lit_fraction", "direction_body"},
    "parachute": {"stage", "canopy_fraction"},
    "standing": {"craft", "attitude", "airlock", "leonov", "suit", "tether", "sky", "parachute", "heating"},
}


def test_state_as_json_has_every_key_of_the_contract(run: Run, still_flight: Any) -> None:
    result = run("state", "--at", "T+00:30:00", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    printed = json.loads(result.stdout)
    for group, keys in CONTRACT.items():
        assert keys <= set(printed[group] if group else printed)
    assert printed["met_s"] == 1800.0
    assert printed["utc"] == "1965-03-18T07:30:00Z"
    assert printed["event"] is None
    assert printed["predicted"] == {"position_teme_km": [4600.0, -1600.0, 4350.0], "ahead_km": -41.0}
    assert printed["craft"]["position_teme_km"] == [4624.0, -1596.5, 4354.25]
    assert printed["craft"]["modules"] == ["descent_sphere", "airlock"]
    assert printed["sun"]["direction_body"] == [0.0, 0.0, 1.0]
    assert set(printed["standing"].values()) <= {"record", "reconstruction", "model"}


def test_a_hatch_is_open_when_more_than_half_open(run: Run, still_flight: Any) -> None:
    airlock = json.loads(run("state", "--at", "T+00:30:00", "--json").stdout)["airlock"]
    assert (airlock["outer_hatch_open"], airlock["outer_hatch_fraction"]) == (True, 0.75)
    assert (airlock["inner_hatch_open"], airlock["inner_hatch_fraction"]) == (False, 0.5)


def test_what_does_not_apply_is_null(state: FlightState) -> None:
    gone = replace(
        state,
        airlock=replace(state.airlock, attached=False),
        leonov=replace(state.leonov, place="couch", outside=False, tether_m=()),
    )
    printed = json.loads(json.dumps(state_object(gone, MISSION)))
    for key in ("extension", "pressure_kpa", "outer_hatch_open", "outer_hatch_fraction"):
        assert printed["airlock"][key] is None
    assert printed["airlock"]["attached"] is False
    assert printed["airlock"]["inner_hatch_open"] is False
    assert printed["leonov"]["distance_from_hatch_m"] is None
    assert printed["leonov"]["tether_stretch"] is None


def test_a_state_that_is_not_a_number_is_our_mistake(run: Run, still_flight: Any, state: FlightState) -> None:
    still_flight.state = replace(state, craft=replace(state.craft, altitude_km=float("nan")))
    result = run("state", "--at", "T+00:30:00", "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "please report it" in result.stderr


def test_state_as_text_says_what_it_rests_on(run: Run, still_flight: Any) -> None:
    text = run("state", "--at", "airlock.deploy").stdout.replace("\u00a0", " ")
    assert "1965-03-18T07:30:00Z   1965-03-18 10:30:00 MSK" in text
    assert "41.9° N 36.5° E, 181 km   (reconstruction)" in text
    assert "T+00:30:00" in text
    assert "outer hatch open   (record)" in text
    assert "+-40 km by the fit, with the landing; 41 km behind by launch and published orbit alone" in text
    assert "2.5 m" in text


@pytest.mark.parametrize("at", ["T+02:00:00", "nothing.like_it", "1965-03-18", ""])
def test_a_time_that_makes_no_sense_is_refused(run: Run, still_flight: Any, at: str) -> None:
    result = run("state", "--at", at)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr
    assert result.stderr.startswith("voskhod2: ")


def test_track_as_csv(run: Run, still_flight: Any) -> None:
    result = run("track", "--from", "T+00:10:00", "--to", "T+00:12:00", "--step", "30")
    lines = result.stdout.split("\n")
    assert lines[0] == "met_s,utc,lat_deg,lon_deg,altitude_km,sun_elevation_deg,lit_fraction,phase"
    assert lines[1] == "600.0,1965-03-18T07:10:00Z,41.9,36.5,181.0,44.0,1.0,ascent"
    assert [float(row["met_s"]) for row in csv.DictReader(io.StringIO(result.stdout))] == [600, 630, 660, 690, 720]
    assert result.stdout.endswith("\n")
    assert "\r" not in result.stdout


def test_track_as_json_and_with_a_fraction_of_a_second(run: Run, still_flight: Any) -> None:
    result = run("track", "--to", "T+00:00:01", "--step", "1/3", "--format", "json")
    points = json.loads(result.stdout)
    assert [point["met_s"] for point in points] == [0.0, 0.333, 0.667, 1.0]
    assert points[1]["utc"] == "1965-03-18T07:00:00.333Z"


def test_track_covers_the_flight_by_default(run: Run, still_flight: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(run("track").stdout)))
    assert (rows[0]["met_s"], rows[-1]["met_s"], len(rows)) == ("0.0", "3600.0", 61)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--step", "0"), "cannot be zero"),
        (("--step", "-5"), "is negative"),
        (("--step", "nan"), "is not a number"),
        (("--step", "1/0"), "divides by zero"),
        (("--step", "1e9"), "is not a number"),
        (("--step", "0.000001"), "give a --step"),
        (("--from", "T+00:20:00", "--to", "T+00:10:00"), "ends before it begins"),
        (("--format", "xml"), "'csv', 'json'"),
    ],
)
def test_a_track_that_makes_no_sense_is_refused(run: Run, still_flight: Any, args: tuple[str, ...], said: str) -> None:
    result = run("track", *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_events_as_json(run: Run) -> None:
    events = json.loads(run("events", "--json", "--mission", str(SMALL), "--lang", "ru").stdout)
    assert [event["id"] for event in events] == ["launch.liftoff", "airlock.deploy", "orbit.tank_low"]
    deploy = events[1]
    assert deploy["title"] == "Шлюз"
    assert (deploy["phase"], deploy["kind"], deploy["standing"]) == ("orbit.day", "orbit", "seen")
    assert (deploy["time_standing"], deploy["is_instant"]) == ("disputed", False)
    assert (deploy["met_s"], deploy["earliest_met_s"], deploy["latest_met_s"]) == (1800.0, 900.0, 2700.0)
    assert (deploy["utc"], deploy["earliest_utc"]) == ("1965-03-18T07:30:00Z", "1965-03-18T07:15:00Z")
    assert deploy["sources"] == ["BOOK", "OWN"]
    assert [other["utc"] for other in deploy["alternatives"]] == ["1965-03-18T07:25:00Z", None]
    assert events[2]["utc"] == "1965-03-18T07:41:30.500Z"


def test_events_as_text(run: Run) -> None:
    lines = run("events", "--mission", str(SMALL), "--lang", "hi").stdout.splitlines()
    assert len(lines) == 3
    assert "प्रक्षेपण" in lines[0]
    assert lines[1].startswith("~T+00:30:00")  # a range: the time shown is our choice


def test_facts_as_json(run: Run) -> None:
    facts = json.loads(run("facts", "--json", "--mission", str(SMALL), "--lang", "ru").stdout)
    assert [(fact["id"], fact["subject"]) for fact in facts] == [
        ("hull.colour", "ship"),
        ("suit.working_pressure", "suit"),
    ]
    suit = facts[1]
    assert (suit["title"], suit["value"], suit["unit"], suit["standing"]) == ("Давление", 0.4, "atm", "seen")
    assert (suit["at"], suit["sources"], suit["record"]) == (["airlock.deploy"], ["BOOK"], ["U01"])
    (other,) = suit["alternatives"]
    assert (other["text"], other["value"], other["standing"]) == ("Поздние пересказы.", 0.25, "quoted")


def test_facts_as_text_by_subject_and_by_words(run: Run) -> None:
    lines = run("facts", "--mission", str(SMALL)).stdout.splitlines()
    assert lines == [
        "SHIP",
        "Hull (seen in a source; BOOK)",
        "    It is silver.",
        "SUIT AND MAN OUTSIDE",
        "Suit pressure  0.4\u00a0atm (seen in a source; BOOK)",
        "    It holds 0.40 atmosphere.",
        "    - Later retellings. (0.25\u00a0atm, known from a quotation; PAGE)",
    ]
    assert run("facts", "SILVER", "ship", "--mission", str(SMALL)).stdout.splitlines() == lines[:3]
    assert run("facts", "silver", "suit", "--mission", str(SMALL)).stdout == ""


def test_check_counts_what_it_found_in_order(run: Run) -> None:
    result = run("check", str(PLAIN))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "1 phases, 1 events, 0 facts, 0 questions, 1 sources, 3 languages: no problem found\n"


def test_check_refuses_what_makes_no_flight(run: Run) -> None:
    result = run("check", str(SMALL))
    assert (result.exit_code, result.stdout) == (3, "")
    assert "flight.toml" in result.stderr


def test_check_tells_every_problem_of_every_file(run: Run, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SMALL, tmp_path / "small"))
    for file, old, new in [
        ("mission.toml", 'kind = "launch"', 'kind = "lunch"'),
        ("sources.toml", 'where = "a shelf"', ""),
        ("captions/hi.toml", 'title = "Day"', "title = 1"),
    ]:
        path = folder / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    result = run("check", str(folder))
    assert (result.exit_code, result.stdout) == (3, "")
    assert "3 problems" in result.stderr
    for place in ("mission.toml event[0].kind", "sources.toml BOOK.where", 'captions/hi.toml phase."orbit.day".title'):
        assert place in result.stderr


def test_check_of_the_shipped_mission_finds_nothing(run: Run) -> None:
    result = run("check")
    assert result.exit_code == 0, result.stderr
    assert "no problem found" in result.stdout


@pytest.mark.parametrize("command", ["check", "events --mission", "state --at T+00:00:00 --mission", "track --mission"])
def test_a_folder_that_is_not_there_is_exit_3(run: Run, command: str) -> None:
    result = run(*command.split(), "/nowhere/at/all")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "does not exist" in result.stderr


def test_milliseconds_only_where_there_are_some() -> None:
    assert utc_text(5691.0, MISSION) == "1965-03-18T08:34:51Z"
    assert utc_text(5691.25, MISSION) == "1965-03-18T08:34:51.250Z"
    assert utc_text(5690.9999, MISSION) == "1965-03-18T08:34:51Z"


def test_descent_tells_how_far_a_late_ignition_carried_the_landing(run: Run) -> None:
    """46 s, unless another number is given, came down 349 km beyond."""
    result = run("descent")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "349 km beyond" in result.stdout


def test_how_late_it_was_is_the_missions_to_tell(run: Run) -> None:
    help_text = run("descent", "--help").stdout
    assert "46" not in help_text
    assert "22" not in help_text
    assert json.loads(run("descent", "--json").stdout)["delay_s"] == LATE_S


def test_descent_as_json(run: Run) -> None:
    result = run("descent", "--delay", "22", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    printed = json.loads(result.stdout)
    assert printed["delay_s"] == 22.0
    assert printed["miss_km"] == pytest.approx(168.0, abs=5.0)
    assert printed["flown"]["touchdown_utc"] == "1965-03-19T09:02:17Z"
    assert printed["flown"]["ignition_met_s"] - printed["punctual"]["ignition_met_s"] == 22.0
    assert printed["punctual"]["lat_deg"] < printed["flown"]["lat_deg"]


@pytest.mark.parametrize(
    ("delay", "said"), [("1000", "from 0.0 to 90.0"), ("-5", "above zero"), ("soon", "not a number")]
)
def test_a_delay_that_cannot_be_is_refused(run: Run, delay: str, said: str) -> None:
    result = run("descent", "--delay", delay)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_what_the_body_and_the_forest_hold_is_in_the_json(run: Run) -> None:
    walk = json.loads(run("state", "--at", "eva.suit_stiff", "--json").stdout)
    assert walk["leonov"]["heart_rate_peaks_per_min"] == [143.0, 190.0]
    assert walk["leonov"]["heat_load"] == "heavy"
    assert walk["leonov"]["pose_limits_deg"]["left_elbow_deg"] == pytest.approx(80.0, abs=1.0)
    assert (walk["forest"], walk["training"], walk["hypothetical"], walk["claimed"]) == (None, None, False, True)
    night = json.loads(run("state", "--at", "rescue.first_night", "--json").stdout)
    assert night["forest"]["daylight"] == "night"
    assert night["forest"]["hatch_freed"] is True
    assert night["leonov"]["heat_load"] is None


def test_a_word_that_no_fact_holds_is_told_aside(run: Run) -> None:
    done = run("facts", "Леонов")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "no fact holds Леонов in this language - try --lang en, ru or hi\n"
    assert json.loads(run("facts", "zzz", "--json").stdout) == []


@pytest.mark.parametrize(
    ("at", "asked", "differs"),
    [
        ("eva.ingress+60s", ["suit.relief_pressure_atm=0.3"], True),
        ("eva.ingress+60s", ["suit.relief_pressure_atm=never"], True),
        ("eva.ingress+60s", ["suit.relief_pressure_atm=0.3", "eva.entry=feet_first"], True),
        ("descent.main_canopy", ["descent.delay_s=40"], True),
        ("eva.ingress+60s", [], False),
    ],
)
def test_the_state_is_told_of_what_the_page_can_suppose(run: Run, at: str, asked: list[str], differs: bool) -> None:
    options = [part for one in asked for part in ("--suppose", one)]
    told = json.loads(run("state", "--at", at, *options, "--json").stdout)
    assert told["hypothetical"] is differs


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("suit.relief_pressure_atm=9", "suit.relief_pressure_atm cannot be 9.0 - choose from never, 0.2"),
        ("suit.relief_pressure_atm=nan", "cannot be nan - choose from never"),
        ("suit.relief_pressure_atm=", "write what is supposed as group.name=value"),
        ("suit", "write what is supposed as group.name=value"),
        ("=3", "write what is supposed as group.name=value"),
        (
            "moon.phase=3",
            "moon.phase cannot be supposed otherwise - choose from suit.relief_pressure_atm, eva.push_m_s",
        ),
        ("eva.entry=never", "eva.entry cannot be never - choose from head_first, feet_first"),
    ],
)
def test_a_supposition_that_the_panel_does_not_offer_is_refused(run: Run, asked: str, told: str) -> None:
    done = run("state", "--at", "T+00:30:00", "--suppose", asked)
    assert done.exit_code == 2
    assert told in done.stderr
