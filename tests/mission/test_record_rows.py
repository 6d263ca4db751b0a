"""What the mission says stands as the row of the record sheet that it cites does."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from viz.mission.load import load_mission
from viz.mission.model import Event, Fact, Question, Standing

MISSION = load_mission("voskhod2")
ROWS: dict[str, list[str]] = tomllib.loads(
    (Path(__file__).parents[1] / "authorities" / "record.toml").read_text(encoding="utf-8")
)["rows"]
LETTERS: dict[Standing, str] = {
    "seen": "S", "quoted": "S*", "literature": "K", "derived": "D", "uncertain": "?", "disputed": "?",
}  # fmt: skip
TOLD: tuple[Event | Fact | Question, ...] = (*MISSION.events, *MISSION.facts, *MISSION.questions)


def standings(item: Event | Fact | Question) -> Iterator[Standing]:
    """Every standing that is told with an event, a fact or a question."""
    if isinstance(item, Question):
        yield from (version.standing for version in item.versions)
        return
    yield item.standing
    yield from (other.standing for other in item.alternatives)
    if isinstance(item, Event) and item.time_standing is not None:
        yield item.time_standing


def several(item: Event | Fact | Question) -> bool:
    """Whether more than one version is told."""
    return isinstance(item, Question) or bool(item.alternatives)


@pytest.mark.parametrize("row", ROWS)
def test_every_row_is_told_with_each_of_its_letters(row: str) -> None:
    """[S] as seen, [S*] as quoted and so on; [?] as uncertain, or by telling more than one version."""
    items = [item for item in TOLD if row in item.record]
    assert items, "no event, fact or question cites it"
    told = {LETTERS[standing] for item in items for standing in standings(item)}
    if any(several(item) for item in items):
        told.add("?")
    assert set(ROWS[row]) <= told


@pytest.mark.parametrize("item", [item for item in TOLD if not isinstance(item, Question)], ids=lambda item: item.id)
def test_nothing_is_called_seen_that_no_row_of_its_has_seen(item: Event | Fact) -> None:
    rows = [row for row in item.record if row in ROWS]
    if rows and item.standing == "seen":
        assert any("S" in ROWS[row] for row in rows)


@pytest.mark.parametrize("item", [item for item in TOLD if not isinstance(item, Question)], ids=lambda item: item.id)
def test_a_row_of_several_letters_is_not_called_seen_as_a_whole(item: Event | Fact) -> None:
    """What is only quoted or only literature in a row has a statement of its own, here or elsewhere."""
    for row in set(item.record) & ROWS.keys():
        beside = {standing for other in TOLD if row in other.record for standing in standings(other)}
        if item.standing == "seen" and "S*" in ROWS[row]:
            assert "quoted" in beside, row
        if item.standing == "seen" and "K" in ROWS[row]:
            assert "literature" in beside, row


def test_rows_cited_are_rows_of_the_sheets() -> None:
    disagreements = {f"V{number:02}" for number in range(1, 27)}
    assert {row for item in TOLD for row in item.record} <= ROWS.keys() | disagreements


def test_every_source_is_cited() -> None:
    cited = {source for item in TOLD if not isinstance(item, Question) for source in item.sources}
    cited |= {
        s for item in TOLD if not isinstance(item, Question) for other in item.alternatives for s in other.sources
    }
    cited |= {source for question in MISSION.questions for version in question.versions for source in version.sources}
    assert MISSION.sources.keys() - cited == set()


def test_a_version_stands_the_same_wherever_it_is_told() -> None:
    """The same number or hour from the same sources, in a fact or event and in the question of the same row."""
    for question in MISSION.questions:
        for item in TOLD:
            if isinstance(item, Question) or not set(question.record) & set(item.record):
                continue
            for other in item.alternatives:
                for version in question.versions:
                    if set(other.sources) == set(version.sources) and "OWN" not in other.sources and other.utc is None:
                        assert other.standing == version.standing, (question.id, version.id, item.id, other.text)


@pytest.mark.parametrize(
    ("item", "versions"),
    [
        ("descent.drogue", [170.0]),  # X03, m/s at 7 km
        ("suit.oxygen", [30.0]),  # U05, min
        ("landing.miss", [368.0, 866.0]),  # L5, L7, km
        ("descent.main_canopy", [2.5]),  # R14, km
    ],
)
def test_what_the_record_has_beside_ours_is_offered(item: str, versions: list[float]) -> None:
    told = next(one for one in TOLD if one.id == item)
    assert not isinstance(told, Question)
    assert set(versions) <= {other.value for other in told.alternatives}


def test_both_speed_changes_of_the_record_are_offered() -> None:
    told = " ".join(other.text for fact in MISSION.facts if fact.id == "descent.delta_v" for other in fact.alternatives)
    assert "115 to 130" in told  # S08, for 5.4 t
    assert "105 to 120" in told  # S08, best fit
