"""Instruments, map and what-if as numbers: what the page is given, against the flight it comes from."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from viz.flight.flight import Flight
from viz.mission.load import load_mission, mission_folder
from viz.missions.voskhod2.panel import panel, supposable
from viz.player.instruments import curve_table, meter_table, meters_now, panel_at, place_sure, planned_table
from viz.player.narration import narration_files, narration_table
from viz.player.session import Wish
from viz.player.show import open_show
from viz.player.whatif import KEPT_FLIGHTS, FlightShelf, result_rows, supposed_table
from viz.player.worldmap import (
    TRACK_STEP_S,
    ground_track,
    horizon_deg,
    land_rings,
    load_places,
    map_now,
    map_table,
    track_around,
)
from viz.story.captions import words_beside
from viz.story.format import Format
from viz.story.look import Look
from viz.story.panel import SPAN, Panel, Supposable, Supposed

MISSION = load_mission()
PANEL = panel()
FOLDER = mission_folder("voskhod2")
BESIDE = words_beside(MISSION, FOLDER)
LANGUAGES = ("en", "ru", "hi")
EXIT_S = MISSION.event("eva.exit").time.met_s
TOUCHDOWN_S = MISSION.event("landing.touchdown").time.met_s


@pytest.fixture(scope="module")
def flight() -> Flight:
    return Flight.build(MISSION, folder=FOLDER)


@pytest.fixture
def shelf(flight: Flight) -> FlightShelf:
    return FlightShelf(flight, PANEL, MISSION, FOLDER)


@pytest.mark.parametrize(
    ("event", "panel", "shown"),
    [
        ("launch.liftoff", "ascent", "load"),
        ("orbit.oxygen_rise", "orbit", "station"),
        ("eva.exit", "spacewalk", "suit"),
        ("descent.peak_g", "descent", "landing"),
        ("rescue.skiers", "forest", "sun"),
    ],
)
def test_each_phase_has_the_instruments_that_fit_it(flight: Flight, event: str, panel: str, shown: str) -> None:
    met_s = MISSION.event(event).time.met_s
    assert panel_at(MISSION, met_s) == panel
    rows = meters_now(PANEL, flight, flight.state_at(met_s), load_places(FOLDER), Format.for_language("en", BESIDE))
    assert shown in [row["id"] for row in rows]


@pytest.mark.parametrize(
    ("language", "pressure"), [("en", "40.5\u00a0kPa"), ("ru", "40,5\u00a0кПа"), ("hi", "40.5\u00a0kPa")]
)
def test_numbers_are_written_in_the_language(flight: Flight, language: str, pressure: str) -> None:
    state = flight.state_at(EXIT_S + 60.0)
    rows = meters_now(PANEL, flight, state, load_places(FOLDER), Format.for_language(language, BESIDE))
    texts = {row["id"]: row["text"] for row in rows}
    assert texts["suit"] == pressure
    assert all(row["basis"] in ("record", "reconstruction", "model") for row in rows)


def test_every_number_names_sources_the_mission_has() -> None:
    table = meter_table(PANEL, MISSION)
    assert set(PANEL.all_meters) <= set(table)
    questions = {question.id for question in MISSION.questions}
    for rests in table.values():
        assert set(rests["sources"]) <= set(MISSION.sources)  # type: ignore[call-overload]
        assert set(rests["questions"]) <= questions  # type: ignore[call-overload]


def test_curves_are_the_flights_own_values(flight: Flight) -> None:
    chart = json.loads(json.dumps(curve_table(PANEL, flight), allow_nan=False))["spacewalk"]
    lines = {line["id"]: line["values"] for line in chart["lines"]}
    step_s = (chart["end_met_s"] - chart["start_met_s"]) / (len(lines["suit"]) - 1)
    index = round((EXIT_S - chart["start_met_s"]) / step_s)
    state = flight.state_at(chart["start_met_s"] + index * step_s)
    assert lines["suit"][index] / lines["cabin"][index] == pytest.approx(
        state.leonov.suit_pressure_kpa / state.airlock.cabin_pressure_kpa, abs=2e-3
    )
    assert all(0.0 <= value <= 1.0 for values in lines.values() for value in values)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_place_says_how_sure_it_is_with_the_landing_and_without(flight: Flight, language: str) -> None:
    form = Format.for_language(language, BESIDE)
    before = flight.state_at(MISSION.event("descent.ignition").time.met_s - 1.0)
    told = place_sure(flight, before, form)
    assert form.kilometres(before.craft.along_track_sigma_km) in told
    assert form.kilometres(390) in told
    assert place_sure(flight, flight.state_at(TOUCHDOWN_S), form) == ""
    falling = place_sure(flight, flight.state_at(TOUCHDOWN_S - 600.0), form)
    assert falling
    assert form.kilometres(390) not in falling


def test_the_planned_descent_lies_an_orbit_before_the_flown_one(flight: Flight) -> None:
    stretches = planned_table(flight.planned_way)
    assert [stretch["id"] for stretch in stretches] == ["burn", "coast", "entry", "parachute"]
    assert all(stretch["start_met_s"] < stretch["end_met_s"] for stretch in stretches)  # type: ignore[operator]
    assert stretches[0]["start_met_s"] == pytest.approx(86702.0)  # 07:05:02 of 19 March
    assert stretches[-1]["end_met_s"] < TOUCHDOWN_S - 5000.0  # type: ignore[operator]


def test_the_track_ends_at_the_landing_place(flight: Flight) -> None:
    table = map_table(flight, load_places(FOLDER))
    points = table["track"]["points"]  # type: ignore[index]
    assert points[-1] == pytest.approx(table["landing"], abs=0.02)
    assert points[0] == pytest.approx(table["pad"], abs=0.02)
    assert max(abs(lat) for _, lat in points) == pytest.approx(64.9, abs=0.2)


def test_of_a_track_half_a_revolution_each_way_is_told_and_the_craft_is_on_it(flight: Flight) -> None:
    track = ground_track(flight)
    for met_s in (0.0, EXIT_S, 40_000.0, TOUCHDOWN_S, TOUCHDOWN_S + 50_000.0):
        told = track_around(track, met_s, flight)
        first, points = int(told["first"]), told["points"]  # type: ignore[call-overload]
        assert points == track[first : first + len(points)]
        if met_s <= TOUCHDOWN_S:
            here = points[round(met_s / TRACK_STEP_S) - first]
            assert here == pytest.approx(map_now(flight, flight.state_at(met_s), ())["craft"], abs=1.5)
    walk = track_around(track, EXIT_S, flight)
    assert (len(walk["points"]) - 1) * TRACK_STEP_S == pytest.approx(5450.0, abs=90.0)  # type: ignore[arg-type]


def test_the_sun_stands_over_the_equator_at_noon_of_the_equinox(flight: Flight) -> None:
    longitude, latitude = map_now(flight, flight.state_at(EXIT_S), ())["sun"]  # type: ignore[misc]
    # 08:34:51 UTC, equation of time -8.3 min on 18 March: 15 degrees an hour from apparent noon.
    assert longitude == pytest.approx((12.0 - 8.581 + 8.3 / 60.0) * 15.0, abs=0.3)
    assert latitude == pytest.approx(-1.05, abs=0.1)


def test_yevpatoria_rises_when_the_record_of_the_event_says(flight: Flight) -> None:
    places = load_places(FOLDER)
    rise_s = MISSION.event("ground.yevpatoria").time.met_s
    heights = [map_now(flight, flight.state_at(rise_s + dt), places)["stations"]["yevpatoria"] for dt in (-15.0, 15.0)]  # type: ignore[index]
    assert heights[0] < 0.0 < heights[1]


def test_the_horizon_of_two_hundred_kilometres() -> None:
    assert horizon_deg(200.0) == pytest.approx(math.degrees(math.acos(6371.0 / 6571.0)))
    assert horizon_deg(-0.1) == 0.0


def inside(ring: list[list[float]], lon: float, lat: float) -> bool:
    """Count the edges a ray to the east crosses."""
    crossings = 0
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y0 > lat) != (y1 > lat) and lon < x0 + (lat - y0) / (y1 - y0) * (x1 - x0):
            crossings += 1
    return crossings % 2 == 1


@pytest.mark.parametrize(
    ("lon", "lat", "is_land"),
    [
        (55.5, 59.6, True), (20.0, 0.0, True), (-100.0, 40.0, True), (134.0, -25.0, True), (0.0, -80.0, True),
        (-179.0, 67.5, True), (172.0, 67.5, True), (34.0, 43.2, False), (-150.0, 0.0, False), (75.0, -30.0, False),
    ],
)  # fmt: skip
def test_land_is_where_land_is(lon: float, lat: float, is_land: bool) -> None:
    assert (sum(inside(ring, lon, lat) for ring in land_rings()) % 2 == 1) is is_land


def test_no_outline_leaps_across_the_map() -> None:
    for ring in land_rings():
        assert all(abs(x1 - x0) < 180.0 or y0 == y1 == -90.0 for (x0, y0), (x1, y1) in pairwise(ring))


def test_an_earlier_burn_lands_short_by_what_the_record_derives(shelf: FlightShelf) -> None:
    supposed = (("descent", "delay_s", -33.0),)
    rows = {row["id"]: row for row in result_rows(shelf, shelf.flight(supposed), Format.for_language("en", BESIDE))}
    away_km = float(str(rows["away"]["supposed"]).split("\u00a0")[0])
    assert away_km / 33.0 == pytest.approx(7.6, abs=0.2)  # fact landing.miss_per_second
    assert set(rows) == {"landing", "away", "touchdown"}, "what the supposition does not bear on is not listed"


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_the_pressure_kept_he_does_not_fit(shelf: FlightShelf, language: str) -> None:
    form = Format.for_language(language, BESIDE)
    told = supposed_table(shelf, (("suit", "relief_pressure_atm", None),), form)
    assert told is not None
    assert told["hypothetical"] is True
    assert told["names"] == [form.words["page.supposed.suit_kept"]]
    rows = {row["id"]: row for row in told["rows"]}  # type: ignore[attr-defined]
    assert rows["hatch"]["differs"]
    assert set(rows) == {"pressure", "shoulders", "hatch", "turn", "outcome"}
    assert told["moved"] == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("pressure_atm", "entry", "outcome"),
    [
        (0.27, "head_first", "in"),
        (0.28, "head_first", "stuck_turn"),
        (0.32, "head_first", "stuck_turn"),
        (0.33, "head_first", "stuck_hatch"),
        (0.32, "feet_first", "in"),
    ],
)
def test_which_of_the_two_fails_is_told_with_its_pressure(
    shelf: FlightShelf, language: str, pressure_atm: float, entry: str, outcome: str
) -> None:
    form = Format.for_language(language, BESIDE)
    supposed = (("eva", "entry", entry), ("suit", "relief_pressure_atm", pressure_atm))
    rows = {row["id"]: row for row in result_rows(shelf, shelf.flight(supposed), form)}
    pressure = form.words["page.unit.atm"].replace(" ", "\u00a0").format(n=form.number(pressure_atm, 2))
    assert rows["outcome"]["supposed"] == form.words[f"page.result.{outcome}"].format(pressure=pressure)
    no_turn = form.words["page.result.no_turn"]
    assert (rows["turn"]["supposed"] == no_turn) == (entry == "feet_first")


def test_what_does_not_happen_is_named(shelf: FlightShelf) -> None:
    """With the pressure kept nobody closes the hatch; a craft that lands elsewhere meets no skiers there."""
    stuck = supposed_table(shelf, (("suit", "relief_pressure_atm", None),), Format.for_language("en", BESIDE))
    late = supposed_table(shelf, (("descent", "delay_s", 60.0),), Format.for_language("en", BESIDE))
    assert stuck is not None
    assert late is not None
    assert {"eva.ingress", "eva.hatch_closed", "landing.touchdown"} <= set(stuck["gone"])  # type: ignore[call-overload]
    assert "eva.exit" not in stuck["gone"]  # type: ignore[operator]
    assert "rescue.skiers" in late["gone"]  # type: ignore[operator]
    assert "landing.touchdown" not in late["gone"]  # type: ignore[operator]


def test_a_harder_push_is_told_beside_the_recorded(shelf: FlightShelf) -> None:
    told = supposed_table(shelf, (("eva", "push_m_s", 0.5),), Format.for_language("en", BESIDE))
    assert told is not None
    assert told["hypothetical"] is True
    assert told["names"] == ["Push-off at 0.50\u00a0m/s"]
    assert told["gone"] == []
    rows = {row["id"]: (row["record"], row["supposed"]) for row in told["rows"]}  # type: ignore[attr-defined]
    assert rows["push"] == ("0.26\u00a0m/s", "0.50\u00a0m/s")
    reach_m, taut_s = ([float(text.split("\u00a0")[0]) for text in rows[name]] for name in ("reach", "taut"))
    assert reach_m == pytest.approx([5.35, 5.35], abs=0.04)
    assert taut_s[0] * 0.26 == pytest.approx(taut_s[1] * 0.50, rel=0.15), "one way, at two speeds"
    assert 4.0 < taut_s[0] * 0.26 < 5.5
    assert rows["recoil"] == ("5.0\u00a0mm/s", "9.7\u00a0mm/s")


def test_a_gentle_push_leaves_the_tether_slack(shelf: FlightShelf) -> None:
    form = Format.for_language("ru", BESIDE)
    told = supposed_table(shelf, (("eva", "push_m_s", 0.1),), form)
    assert told is not None
    rows = {row["id"]: row["supposed"] for row in told["rows"]}  # type: ignore[attr-defined]
    assert rows["taut"] == "никогда"
    assert rows["tension"] == "0\u00a0Н"


@pytest.mark.parametrize(("name", "version"), [("entry", "feet_first"), ("tether", "wound")])
def test_another_version_is_not_another_flight(shelf: FlightShelf, name: str, version: str) -> None:
    told = supposed_table(shelf, (("eva", name, version),), Format.for_language("en", BESIDE))
    assert told is not None
    assert told["hypothetical"] is False
    assert told["rows"] == []


def test_the_other_orbit_is_a_version_with_its_own_burn(shelf: FlightShelf) -> None:
    """Decision 5: 467 against 456 km, 115.5 against 129.9 m/s, 08:36:39 against 08:36:04, one landing place."""
    told = supposed_table(shelf, (("orbit", "solution", "B"),), Format.for_language("en", BESIDE))
    assert told is not None
    assert told["hypothetical"] is False
    rows = {row["id"]: (row["record"], row["supposed"]) for row in told["rows"]}  # type: ignore[attr-defined]
    assert rows["heights"] == ("166 × 467\u00a0km", "167 × 456\u00a0km")
    assert rows["delta_v"] == ("115.5\u00a0m/s", "129.9\u00a0m/s")
    assert rows["ignition"] == ("08:36:39\u00a0UTC", "08:36:04\u00a0UTC")
    assert rows["away"][1] == "0\u00a0km"
    assert "descent.ignition" in told["moved"]  # type: ignore[operator]


def test_only_a_few_flights_are_kept(shelf: FlightShelf) -> None:
    wishes = [(("descent", "delay_s", float(delay)),) for delay in range(1, KEPT_FLIGHTS + 3)]
    first = shelf.flight(wishes[0])
    assert shelf.flight(wishes[0]) is first
    for wish in wishes[1:]:
        shelf.flight(wish)
    assert len(shelf._kept) == KEPT_FLIGHTS
    assert shelf.flight(wishes[0]) is not first
    assert shelf.flight(()) is shelf.recorded


def test_what_may_be_supposed_allows_its_own_record() -> None:
    for one in supposable(MISSION):
        assert one.allows(one.recorded)
        assert not one.allows("sideways")
        assert not one.allows(1e9)


KITE = {
    "page.what_if.kite.line_km": "Line",
    "page.what_if.kite.line_km.never": "none",
    "page.what_if.kite.wait_s": "Let go",
    "page.what_if.kite.wait_s.less": "{n} sooner",
    "page.what_if.kite.tail": "Tail",
    "page.what_if.kite.tail.short": "cut",
}


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (("kite", "line_km", 3.0), "Line: 3.0\u00a0km"),
        (("kite", "line_km", None), "Line: none"),
        (("kite", "wait_s", -90.0), "Let go: 1\u00a0minute 30\u00a0seconds sooner"),
        (("kite", "wait_s", 30.0), "Let go: 30\u00a0seconds"),
        (("kite", "tail", "short"), "Tail: cut"),
    ],
)
def test_the_banner_names_a_supposition_in_the_missions_words(one: Supposed, said: str) -> None:
    rows = (
        Supposable("kite", "line_km", 2.0, (1.0, 4.0), (None,), decimals=1, unit="format.kilometres"),
        Supposable("kite", "wait_s", 0.0, (-90.0, 90.0), unit=SPAN),
        Supposable("kite", "tail", "long", choices=("long", "short")),
    )
    form = Format("en", {**Format.for_language("en").words, **KITE})
    assert Panel(supposable=lambda mission: rows).told_name(one, MISSION, form) == said


def test_every_row_of_results_opens_a_meter_that_there_is(shelf: FlightShelf) -> None:
    form = Format.for_language("en", BESIDE)
    for supposed in ((("descent", "delay_s", 60.0),), (("orbit", "solution", "B"),), (("eva", "push_m_s", 0.5),)):
        rows = result_rows(shelf, shelf.flight(supposed), form)
        assert {row["opens"] for row in rows} <= meter_table(PANEL, MISSION).keys()
    plain = replace(shelf, panel=replace(PANEL, opens={}))
    rows = result_rows(plain, shelf.flight((("orbit", "solution", "B"),)), form)
    assert [row["opens"] for row in rows] == [row["id"] for row in rows]


def test_a_lecturers_voice_is_found_by_language_and_phase(tmp_path: Path) -> None:
    for name in ("en/spacewalk.ogg", "en/spacewalk.mp3", "ru/ascent.mp3", "en/nothing.ogg", "de/ascent.ogg"):
        path = tmp_path / "narration" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"sound")
    files = narration_files(MISSION, tmp_path)
    assert sorted(files) == ["narration/en/spacewalk.ogg", "narration/ru/ascent.mp3"]
    assert narration_table(files)["ru"] == {"ascent": "scene/narration/ru/ascent.mp3"}
    assert narration_files(MISSION, FOLDER) == {}


def test_what_is_shown_stays_on_the_shelf_however_many_others_are_built() -> None:
    show = open_show("voskhod2")
    shown = (("suit", "relief_pressure_atm", 0.3),)
    show.shown(Wish(show.when("eva.exit"), Look(), shown))
    for delay_s in range(KEPT_FLIGHTS + 1):
        show.build((("descent", "delay_s", float(delay_s + 1)),))
    assert show.is_built(shown), "the next frame must not build it again"
    assert len(show.courses) == KEPT_FLIGHTS
