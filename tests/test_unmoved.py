"""Moving walls moves no picture: digests of what is drawn and told, taken before and kept.

A digest that changes on purpose is taken anew with ``--update-golden``, in a commit of its own which says why. Numbers
are rounded to nine digits first, so that another processor's last bit is no change.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from viz.cli.tables import event_object, state_object
from viz.flight.flight import Flight
from viz.mission.load import load_mission, mission_folder
from viz.stage.stage import Stage
from viz.story.captions import load_captions
from viz.story.compose import compose
from viz.story.look import Look
from viz.story.script import Script, load_script

KEPT = Path(__file__).parent / "golden" / "unmoved.json"
LANGUAGES = ("en", "ru", "hi")
FRAMES = 500
MISSION = "voskhod2"


@cache
def opened() -> tuple[Flight, Script, Stage]:
    mission, folder = load_mission(MISSION), mission_folder(MISSION)
    return Flight.build(mission, folder=folder), load_script(mission, folder), Stage()


def rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.9g}") + 0.0  # no negative zero
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    return [rounded(one) for one in value] if isinstance(value, list | tuple) else value


def digest(value: object) -> str:
    text = json.dumps(rounded(json.loads(json.dumps(value))), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def moments() -> Iterator[tuple[float, str, Look]]:
    """Give every camera its share of instants, spread over all phases; some with doubt, an inset or standing still."""
    flight, script, _ = opened()
    cameras = tuple(script.cameras)
    phases = flight.mission.phases
    for number in range(FRAMES):
        phase, camera = phases[number % len(phases)], cameras[(number + number // len(phases)) % len(cameras)]
        share = (number * 0.6180339887498949) % 1.0
        met_s = round(phase.start_met_s + share * (phase.end_met_s - phase.start_met_s), 2)
        inset = cameras[number % len(cameras)] if number % 5 == 0 and number % len(cameras) else None
        look = Look(camera, LANGUAGES[number % 3], doubt=number % 7 == 0, inset=inset, still=number % 11 == 0)
        yield met_s, f"{phase.id} {met_s} {camera}", look


def frames() -> dict[str, str]:
    flight, script, stage = opened()
    found = {}
    for met_s, name, look in moments():
        stage.draw(compose(flight, script, met_s, look))
        found[f"{len(found):03d} {name}"] = digest(json.loads(stage.frame()))
    return found


def states() -> dict[str, str]:
    flight, _, _ = opened()
    instants = {event.id: event.time.met_s for event in flight.mission.events}
    return {
        name: digest(state_object(flight.state_at(met_s), flight.mission))
        for name, met_s in instants.items()
        if flight.start_met_s <= met_s <= flight.end_met_s
    }


def events() -> dict[str, str]:
    mission, folder = opened()[0].mission, mission_folder(MISSION)
    return {
        f"{language} {event.id}": digest(event_object(event, mission, load_captions(folder, language)))
        for language in LANGUAGES
        for event in mission.events
    }


@pytest.mark.parametrize("kind", [frames, states, events], ids=lambda kind: kind.__name__)
def test_nothing_drawn_or_told_has_changed(kind: Any, pytestconfig: pytest.Config) -> None:
    found = kind()
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    if pytestconfig.getoption("--update-golden"):
        text = json.dumps(kept | {kind.__name__: found}, indent=0, ensure_ascii=False)
        KEPT.write_text(text + "\n", encoding="utf-8")
        return
    before = kept[kind.__name__]
    changed = {name for name in found.keys() | before.keys() if found.get(name) != before.get(name)}
    assert not changed, f"{len(changed)} of {len(found)} changed: {sorted(changed)[:12]}"


def test_every_camera_and_phase_is_among_them() -> None:
    flight, script, _ = opened()
    seen = list(moments())
    assert {look.camera for _, _, look in seen} == set(script.cameras)
    assert {name.partition(" ")[0] for _, name, _ in seen} == {phase.id for phase in flight.mission.phases}
