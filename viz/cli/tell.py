"""`state`, `track`, `descent`, `events`, `facts` and `check`: the flight and its mission as text on standard output."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from viz.cli import complete
from viz.cli.options import Exact, language_option, mission_option
from viz.cli.speak import Lines, say, say_aside, say_json, say_json_list
from viz.errors import UsageError
from viz.languages import FIRST_LANGUAGE, LANGUAGES, listed

if TYPE_CHECKING:
    from viz.flight.flight import Flight

MOST_POINTS = 1_000_000
"""More points of a track than this is a slip of the step, not a wish."""


@click.command()
@click.option("--at", required=True, **complete.WHEN, help="The instant.")
@click.option(
    "--suppose",
    "asked",
    multiple=True,
    metavar="GROUP.NAME=VALUE",
    help="Suppose otherwise; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@mission_option
def state(at: str, asked: tuple[str, ...], as_json: bool, mission: str) -> None:
    """Print the state of the flight at one instant."""
    from viz import load_flight
    from viz.cli.tables import state_object, state_rows
    from viz.mission.load import mission_folder
    from viz.mission.when import parse_when
    from viz.story.captions import load_captions
    from viz.story.format import Format

    flight = load_flight(mission, **_what_if(asked, mission))
    now = flight.state_at(parse_when(at, flight.mission))
    predicted = flight.prediction_at(now.met_s)
    if as_json:
        say_json(state_object(now, flight.mission, predicted))
        return
    captions = load_captions(mission_folder(mission), FIRST_LANGUAGE)
    rows = list(state_rows(now, flight.mission, captions, Format.for_language(FIRST_LANGUAGE), predicted))
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        say(f"{name:{width}}  {value}")


def _what_if(asked: tuple[str, ...], mission: str) -> dict[str, Any]:
    """Return the groups of numbers that `--suppose` changes; UsageError for what the mission's panel does not offer."""
    from viz.mission.load import load_mission, mission_folder
    from viz.story.panel import groups_of, read_supposed, refuse_unsupposable
    from viz.story.sound import supposable_of

    supposed = [read_supposed(text) for text in asked]
    if supposed:
        rows = supposable_of(load_mission(mission_folder(mission)))
        for one in supposed:
            refuse_unsupposable(rows, one)
    return groups_of(supposed)


@click.command()
@click.option("--from", "start", **complete.WHEN, help="First point; lift-off if left out.")
@click.option("--to", "stop", **complete.WHEN, help="Last point; the flight's end if left out.")
@click.option("--step", type=Exact(), default="60", show_default=True, metavar="S", help="Seconds between points.")
@click.option("--format", "form", type=click.Choice(("csv", "json")), default="csv", show_default=True, help="Form.")
@mission_option
def track(start: str | None, stop: str | None, step: Fraction, form: str, mission: str) -> None:
    """Print the ground track."""
    from viz import load_flight
    from viz.cli.tables import TRACK_FIELDS, track_row

    flight = load_flight(mission)
    rows = (track_row(flight.state_at(met_s), flight.mission) for met_s in _track_times(flight, start, stop, step))
    if form == "json":
        say_json_list(rows)
        return
    writer = csv.DictWriter(Lines(), TRACK_FIELDS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def _track_times(flight: Flight, start: str | None, stop: str | None, step: Fraction) -> Iterator[float]:
    from viz.mission.when import parse_when

    first = Fraction(max(flight.start_met_s, 0.0) if start is None else parse_when(start, flight.mission))
    last = Fraction(flight.end_met_s if stop is None else parse_when(stop, flight.mission))
    if last < first:
        raise UsageError("the track ends before it begins; give a --to later than --from")
    for end_s in (first, last):
        flight.state_at(float(end_s))  # a time outside the flight is told before anything is printed
    count = (last - first) // step + 1
    if count > MOST_POINTS:
        raise UsageError(f"that is {count} points; give a --step that makes at most {MOST_POINTS}")
    return (float(first + index * step) for index in range(count))


@click.command()
@click.option(
    "--delay",
    "delay",
    type=Exact(),
    metavar="S",
    help="Seconds the ignition is taken to have been late; what the mission tells if left out.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@mission_option
def descent(delay: Fraction | None, as_json: bool, mission: str) -> None:
    """Print how far a late ignition carried the landing.

    Beside the descent as it was, one from a punctual ignition is flown anew.
    """
    from viz import load_flight
    from viz.cli.tables import late_object, late_rows
    from viz.story.format import Format

    flight = load_flight(mission)
    late = flight.descent(None if delay is None else float(delay))
    if as_json:
        say_json(late_object(late, flight.mission))
        return
    rows = list(late_rows(late, flight.mission, Format.for_language(FIRST_LANGUAGE)))
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        say(f"{name:{width}}  {value}")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON list.")
@language_option
@mission_option
def events(as_json: bool, language: str, mission: str) -> None:
    """List what happened, and how well it is known."""
    from viz.cli.tables import event_object, event_row
    from viz.mission.load import load_mission, mission_folder
    from viz.story.captions import load_captions
    from viz.story.format import Format

    folder = mission_folder(mission)
    known = load_mission(folder)
    captions = load_captions(folder, language)
    if as_json:
        say_json([event_object(event, known, captions) for event in known.events])
        return
    words = Format.for_language(language)
    rows = [event_row(event, known, captions, words) for event in known.events]
    widths = [max(len(row[column]) for row in rows) for column in range(4)] if rows else []
    for row in rows:
        columns = "  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=False))
        say(f"{columns}  {row[4]} ({row[5]})")


@click.command()
@click.argument("words", nargs=-1, metavar="[WORD]...")
@click.option("--json", "as_json", is_flag=True, help="One JSON list.")
@language_option
@mission_option
def facts(words: tuple[str, ...], as_json: bool, language: str, mission: str) -> None:
    """List what is known beside the events, by subject.

    With words, only the facts that hold each of them: in name, sentence, subject or id.
    """
    from viz.cli.tables import fact_lines, fact_object
    from viz.mission.load import load_mission, mission_folder
    from viz.mission.model import subjects_of
    from viz.story.captions import load_captions, words_beside
    from viz.story.format import Format

    folder = mission_folder(mission)
    told = load_mission(folder)
    captions, form = load_captions(folder, language), Format.for_language(language, words_beside(told, folder))
    wanted = [word.casefold() for word in words]
    order = subjects_of(told.facts)
    known = sorted(told.facts, key=lambda fact: order.index(fact.subject))
    found = [
        fact
        for fact in known
        if all(
            word in "\n".join((fact.id, fact.subject, *fact_lines(fact, captions, form))).casefold() for word in wanted
        )
    ]
    if as_json:
        say_json([fact_object(fact, captions, form) for fact in found])
        return
    if not found:
        held = f"no fact holds {' and '.join(words)} in this language - try --lang {listed('or')}"
        say_aside(held if words else "this mission has no facts")
    subject = None
    for fact in found:
        if fact.subject != subject:
            subject = fact.subject
            say(form.words.get(f"format.subject.{subject}", subject).upper())
        for line in fact_lines(fact, captions, form):
            say(line)


@click.command()
@click.argument("folder", default="voskhod2", metavar="[DIR]")
def check(folder: str) -> None:
    """Judge a mission's files, every problem at once."""
    from viz.mission.load import mission_folder
    from viz.player.lesson import check_lesson
    from viz.player.trial import try_show
    from viz.plugins import faults_of
    from viz.story.check import check_folder
    from viz.story.script import load_script

    place = mission_folder(folder)
    mission = check_folder(place)
    if (place / "shots.toml").is_file():
        load_script(mission, place)
    stops = check_lesson(mission, place)
    with faults_of(mission.models, "a trial of the show"):
        try_show(folder)  # InvalidFile where the files do not make a flight in every version, or frames of it
    stops_told = f", {stops} stop points" if stops else ""
    recipes = _check_recipes(folder, place)
    say(
        f"{len(mission.phases)} phases, {len(mission.events)} events, {len(mission.facts)} facts, "
        f"{len(mission.questions)} questions, {len(mission.sources)} sources, "
        f"{len(LANGUAGES)} languages{stops_told}{recipes}: no problem found"
    )


def _check_recipes(mission: str, place: Path) -> str:
    if not (place / "recipes").is_dir():
        return ""
    from viz.film import check_recipes

    return f", {check_recipes(mission)} recipes"
