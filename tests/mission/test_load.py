"""Reading a mission folder: what comes out, and that nothing unusable gets through or ends in a traceback."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from viz.assets import assets_root
from viz.errors import InvalidFile, Problem
from viz.mission.folder import MAX_TEXT_BYTES
from viz.mission.load import digest_of, load_mission, mission_folder
from viz.mission.model import Mission
from viz.mission.read import read_shape, shown

Spoil = Callable[[str, str, str], Path]


def problems_of(folder: Path | str) -> dict[str, str]:
    with pytest.raises(InvalidFile) as caught:
        load_mission(folder)
    assert caught.value.exit_code == 3
    return {problem.path: f"{problem.what} - {problem.remedy}" for problem in caught.value.problems}


def problems_in(read: Callable[[], object]) -> tuple[Problem, ...] | None:
    """What was wrong, or None where nothing was; any other error goes through."""
    try:
        read()
    except InvalidFile as error:
        return error.problems
    return None


def test_times_are_seconds_after_liftoff(small: Mission) -> None:
    assert small.event("launch.liftoff").time.met_s == 0.0
    assert small.event("orbit.tank_low").time.met_s == 41 * 60 + 30.5
    assert [phase.start_met_s for phase in small.phases] == [0.0, 600.0, 600.0, 2400.0]
    assert (small.start_met_s, small.end_met_s) == (0.0, 3600.0)


def test_an_instant_has_its_spread_and_a_range_its_shown_time(small: Mission) -> None:
    instant = small.event("orbit.tank_low").time
    assert instant.is_instant
    assert (instant.earliest_met_s, instant.latest_met_s) == (instant.met_s - 60.0, instant.met_s + 60.0)
    ranged = small.event("airlock.deploy").time
    assert not ranged.is_instant
    assert (ranged.earliest_met_s, ranged.met_s, ranged.latest_met_s) == (900.0, 1800.0, 2700.0)


def test_everything_said_keeps_its_standing_and_sources(small: Mission) -> None:
    deploy = small.event("airlock.deploy")
    assert (deploy.standing, deploy.time_standing, deploy.sources) == ("seen", "disputed", ("BOOK", "OWN"))
    assert [other.value for other in deploy.alternatives] == [None, 22.0]
    assert small.facts[0].value == 0.40
    assert small.facts[1].value == "silver"
    question = small.questions[0]
    assert question.version(question.chosen).text == "It leaked."
    assert question.record == ("V99",)
    with pytest.raises(KeyError):
        question.version("nobody")


def test_parameters_come_from_both_files(small: Mission) -> None:
    assert small.parameters["suit"] == {"volume_l": 100.0}
    assert small.parameters["orbit"]["inclination_deg"] == 64.8
    assert all(type(value) is float for group in small.parameters.values() for value in group.values())


def test_events_come_in_order_of_time_and_phases_parents_first(spoiled: Spoil) -> None:
    mission = load_mission(spoiled("mission.toml", "07:41:30.5Z", "07:41:30Z"))
    times = [event.time.met_s for event in mission.events]
    assert times == sorted(times)
    order = [phase.id for phase in mission.phases]
    assert all(phase.parent is None or order.index(phase.parent) < order.index(phase.id) for phase in mission.phases)


def test_digest_follows_every_byte_of_every_toml_file(folder: Path) -> None:
    before = digest_of(folder)
    assert before == digest_of(folder)
    assert load_mission(folder).digest == before
    (folder / "notes.txt").write_text("not data")
    assert digest_of(folder) == before
    captions = folder / "captions" / "hi.toml"
    captions.write_bytes(captions.read_bytes() + b"\n")
    after = digest_of(folder)
    assert after != before
    captions.rename(folder / "captions" / "hj.toml")  # still between en and ru
    assert digest_of(folder) != after


def test_digest_follows_every_file_of_the_shipped_mission(tmp_path: Path) -> None:
    folder = tmp_path / "voskhod2"
    shutil.copytree(mission_folder("voskhod2"), folder)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    assert {"tracks", "captions", "voskhod2"} <= {path.parent.name for path in files}
    seen = {digest_of(folder)}
    for count, path in enumerate(files, start=2):
        path.write_bytes(path.read_bytes() + b"\n")
        seen.add(digest_of(folder))
        assert len(seen) == count, path.name


STRUCTURE = [
    ("mission.toml", 'id = "small"', "id = 7", "mission.id", "expected text, got 7"),
    ("mission.toml", 'title = "Small flight"', 'titel = "Small flight"', "mission.titel", "did you mean title?"),
    ("mission.toml", 'title = "Small flight"', "", "mission.title", "is missing"),
    ("mission.toml", "liftoff_utc = 1965-03-18T07:00:00Z", 'liftoff_utc = "07:00"', "mission.liftoff_utc", '"07:00"'),
    ("mission.toml", "liftoff_utc = 1965-03-18T07:00:00Z", "liftoff_utc = 1965-03-18", "mission.liftoff_utc", "a date"),
    (
        "mission.toml",
        "start_utc = 1965-03-18T07:00:00Z",
        "start_utc = 1965-03-18T07:00:00",
        "phase[0].start_utc",
        "zone",
    ),
    ("mission.toml", "07:10:00Z", "10:10:00+03:00", "phase[0].end_utc", "is not in UTC"),
    ("mission.toml", 'kind = "launch"', 'kind = "lunch"', "event[0].kind", "did you mean launch?"),
    ("mission.toml", 'standing = "seen"', 'standing = "sure"', "event[0].standing", "is not one of"),
    ("mission.toml", "uncertainty_s = 1.0", "uncertainty_s = nan", "event[0].uncertainty_s", "nan is not a finite"),
    ("mission.toml", "uncertainty_s = 1.0", "uncertainty_s = inf", "event[0].uncertainty_s", "inf is not a finite"),
    ("mission.toml", "uncertainty_s = 1.0", "uncertainty_s = true", "event[0].uncertainty_s", "expected a number"),
    ("mission.toml", 'sources = ["BOOK"]', 'sources = "BOOK"', "event[0].sources", "expected a list"),
    ("mission.toml", 'sources = ["BOOK"]', 'sources = ["BOOK", 2]', "event[0].sources[1]", "expected text"),
    ("mission.toml", ", 1965-03-18T07:45:00Z]", "]", "event[1].utc_range", "has 1 values - give 2"),
    ("mission.toml", "value = 22", 'value = "22"', "event[1].alternative[1].value", "expected a number"),
    ("mission.toml", "value = 0.40", "value = -inf", "fact[0].value", "-inf is not a finite"),
    ("mission.toml", "value = 0.40", "value = [1]", "fact[0].value", "expected a number"),
    ("mission.toml", "[parameters.suit]", "[[parameters.suit]]", "parameters.suit", "expected a table"),
    ("mission.toml", "volume_l = 100", "volume_l = nan", "parameters.suit.volume_l", "nan is not a finite"),
    ("mission.toml", "volume_l = 100", f"volume_l = 1{'0' * 400}", "parameters.suit.volume_l", "is not a finite"),
    ("mission.toml", "[mission]", "[mission.extra]\n[mission]", "mission.extra", "is not a key"),
    ("sources.toml", 'where = "a shelf"', "", "BOOK.where", "is missing"),
    ("sources.toml", "[BOOK]", "OTHER = 1\n[BOOK]", "OTHER", "expected a table"),
    ("flight.toml", "perigee_km = 167.0", 'perigee_km = "167"', "orbit.perigee_km", "expected a number"),
    ("flight.toml", "perigee_km = 167.0", "perigee_km = nan", "orbit.perigee_km", "nan is not a finite"),
]


def test_its_makers_are_a_source_beside_documents_too(small: Mission, spoiled: Spoil) -> None:
    folder = spoiled("sources.toml", "[OWN]", "[OTHER]")
    assert load_mission(folder).sources["OWN"].title == "Our own reconstruction"
    assert list(small.sources) == ["BOOK", "PAGE", "OWN"]
    unnamed = folder / "mission.toml"
    text = unnamed.read_text(encoding="utf-8")
    unnamed.write_text(text.replace('"OWN"', '"BOOK"'), encoding="utf-8")
    assert "OWN" not in load_mission(folder).sources


def test_a_mission_may_have_kinds_of_events_of_its_own(spoiled: Spoil) -> None:
    folder = spoiled("mission.toml", 'kind = "failure"', 'kind = "docking"')
    assert load_mission(folder).event("orbit.tank_low").kind == "docking"


def test_who_had_no_call_sign_needs_none(small: Mission, spoiled: Spoil) -> None:
    assert small.crew[0].call_sign == "Topaz"
    assert load_mission(spoiled("mission.toml", 'call_sign = "Topaz"\n', "")).crew[0].call_sign == ""


@pytest.mark.parametrize(("file", "old", "new", "path", "said"), STRUCTURE)
def test_a_value_out_of_shape_is_named(spoiled: Spoil, file: str, old: str, new: str, path: str, said: str) -> None:
    problems = problems_of(spoiled(file, old, new))
    assert said in problems[path]


def test_all_problems_of_all_files_come_at_once(spoiled: Spoil) -> None:
    spoiled("mission.toml", 'kind = "launch"', "kind = 3")
    spoiled("mission.toml", "uncertainty_s = 60.0", "uncertainty_s = nan")
    folder = spoiled("flight.toml", "perigee_km = 167.0", "perigee_km = []")
    problems = problems_of(folder)
    assert set(problems) == {
        "mission.toml event[0].kind",
        "mission.toml event[2].uncertainty_s",
        "flight.toml orbit.perigee_km",
    }


def test_one_file_at_fault_heads_the_message(spoiled: Spoil) -> None:
    folder = spoiled("mission.toml", 'kind = "launch"', "kind = 3")
    with pytest.raises(InvalidFile, match=r"mission\.toml is not usable \(1 problem\)"):
        load_mission(folder)


@pytest.mark.parametrize("name", ["mission.toml", "sources.toml"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(InvalidFile, match="does not exist") as caught:
        load_mission(folder)
    assert caught.value.file == str(folder / name)


def test_a_folder_in_place_of_a_file(folder: Path) -> None:
    (folder / "mission.toml").unlink()
    (folder / "mission.toml").mkdir()
    assert "is not a plain file" in problems_of(folder)["(file)"]


def test_a_pipe_in_place_of_a_file_is_not_waited_for(folder: Path) -> None:
    (folder / "mission.toml").unlink()
    os.mkfifo(folder / "mission.toml")
    assert "is not a plain file" in problems_of(folder)["(file)"]


@pytest.mark.parametrize("name", ["nowhere", "no/such/folder", "", "a\0b", "x" * 5000, __file__])
def test_a_missing_folder_is_refused(name: str) -> None:
    (text,) = problems_of(name).values()
    assert "voskhod2" in text


def test_a_shipped_mission_is_found_by_name() -> None:
    assert mission_folder("voskhod2") == assets_root() / "missions" / "voskhod2"


def test_a_huge_file_is_refused_unread(folder: Path) -> None:
    (folder / "mission.toml").write_bytes(os.urandom(1024) * 10 * 1024)
    assert "larger than 4 MB" in problems_of(folder)["(file)"]
    (folder / "mission.toml").write_bytes(b"#\n" * (MAX_TEXT_BYTES // 2))  # as large as is read; only comments
    assert problems_of(folder)["mission"].startswith("is missing")


def test_a_line_of_a_hundred_thousand_parts_is_refused_unparsed(folder: Path) -> None:
    (folder / "mission.toml").write_text("x = 1\na" + ".a" * 300_000 + " = 1")
    assert "line 2 has 600005 characters" in problems_of(folder)["(file)"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe", "byte 0 is not UTF-8"),
        (b"a = 1\n[\xc3\x28]", "byte 7 is not UTF-8"),
        (b"\x00\x00", "is not TOML"),
    ],
)
def test_bytes_that_are_not_text_are_refused(folder: Path, content: bytes, said: str) -> None:
    (folder / "mission.toml").write_bytes(content)
    assert said in problems_of(folder)["(file)"]


@pytest.mark.parametrize("content", ["a = " + "[" * 9_000, "a = " + "1" * 5_000, "a = 1965-02-30T00:00:00Z", "a = {"])
def test_toml_that_python_refuses_is_refused_politely(folder: Path, content: str) -> None:
    (folder / "mission.toml").write_text(content)
    assert "(file)" in problems_of(folder)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_file_cut_anywhere_never_ends_in_a_traceback(folder: Path, data: st.DataObject) -> None:
    whole = (Path(__file__).parent / "small" / "mission.toml").read_bytes()
    cut = data.draw(st.integers(0, len(whole)))
    (folder / "mission.toml").write_bytes(whole[:cut])
    problems = problems_in(lambda: load_mission(folder))
    assert problems is None or problems


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    table=st.dictionaries(
        st.sampled_from(["mission", "phase", "event", "crew", "fact", "question", "parameters", "other"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(["id", "utc", "sources", "title"]), inner, max_size=3)
            ),
            max_leaves=8,
        ),
    )
)
def test_any_tree_of_values_is_built_or_refused(monkeypatch: pytest.MonkeyPatch, table: dict[str, object]) -> None:
    from viz.mission import read
    from viz.mission.files import MissionFile

    with monkeypatch.context() as patch:
        patch.setattr(read, "read_table", lambda path, within: table)
        problems = problems_in(lambda: read_shape(Path("any.toml"), MissionFile))
    if problems is not None:
        assert problems
        assert all(problem.path and problem.what and problem.remedy for problem in problems)


@given(st.text() | st.integers() | st.floats() | st.lists(st.integers()))
def test_a_value_is_shown_short_and_on_one_line(value: object) -> None:
    text = shown(value)
    assert len(text) <= 40
    assert "\n" not in text
