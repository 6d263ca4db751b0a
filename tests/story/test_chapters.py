"""Chapters tile the stretch they are made for, and are named after what happens there."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.errors import UsageError
from viz.mission.load import load_mission
from viz.story.captions import load_captions
from viz.story.chapters import chapters

SMALL = Path(__file__).parents[1] / "mission" / "small"
MISSION = load_mission(SMALL)
CAPTIONS = load_captions(SMALL, "en")

met_times = st.floats(0.0, 3600.0)


def test_the_whole_flight_by_name() -> None:
    told = [(chapter.start_met_s, chapter.kind, chapter.title) for chapter in chapters(MISSION, CAPTIONS, 0.0, 3600.0)]
    assert told == [
        (0.0, "event", "Lift-off"),
        (600.0, "phase", "Day"),
        (1800.0, "event", "Airlock out"),
        (2400.0, "phase", "Night"),
        (2490.5, "event", "Tank low"),
        (3300.0, "phase", "Orbit"),  # no child phase covers the last five minutes
    ]


def test_phases_alone() -> None:
    told = [chapter.id for chapter in chapters(MISSION, CAPTIONS, 0.0, 3600.0, events=False)]
    assert told == ["ascent", "orbit.day", "orbit.night", "orbit"]


def test_a_stretch_begins_with_the_phase_it_begins_in() -> None:
    first, second = chapters(MISSION, CAPTIONS, 700.0, 1900.0)
    assert (first.id, first.start_met_s, first.text) == ("orbit.day", 700.0, "The Sun shines.")
    assert (second.id, second.end_met_s) == ("airlock.deploy", 1900.0)


@given(met_times, met_times)
def test_chapters_tile_their_stretch(one: float, other: float) -> None:
    start, end = min(one, other), max(one, other)
    if start == end:
        with pytest.raises(UsageError):
            chapters(MISSION, CAPTIONS, start, end)
        return
    made = chapters(MISSION, CAPTIONS, start, end)
    assert made[0].start_met_s == start
    assert made[-1].end_met_s == end
    assert all(before.end_met_s == after.start_met_s for before, after in pairwise(made))
    assert all(chapter.start_met_s < chapter.end_met_s for chapter in made)
    inside = {event.id for event in MISSION.events if start <= event.time.met_s < end}
    assert {chapter.id for chapter in made if chapter.kind == "event"} == inside


@pytest.mark.parametrize("bounds", [(10.0, 10.0), (20.0, 10.0), (float("nan"), 10.0), (0.0, float("inf"))])
def test_no_chapters_of_an_empty_stretch(bounds: tuple[float, float]) -> None:
    with pytest.raises(UsageError):
        chapters(MISSION, CAPTIONS, *bounds)
