"""Moving walls moves no picture: fingerprints of what is drawn and told, taken before and kept.

What changes on purpose is taken anew with ``--update-golden``, in a commit of its own which says why. Numbers are
compared within a tolerance: another processor's last bit is no change, and a hash would take it for one.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import math
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

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
TOLERANCE = 5e-5
"""Of a sum over a thousand numbers: one that moves by a thousandth shows, a last bit of all of them does not."""
_TURNS = (0.6180339887498949, 0.41421356237309515)
Fingerprint: TypeAlias = tuple[str, float, float]


@cache
def opened() -> tuple[Flight, Script, Stage]:
    mission, folder = load_mission(MISSION), mission_folder(MISSION)
    return Flight.build(mission, folder=folder), load_script(mission, folder), Stage()


def fingerprint(value: object) -> Fingerprint:
    """Return what a value is told by: a digest of its shape, words and truths, and two sums over its numbers."""
    numbers: list[float] = []
    shape = json.dumps(_without_numbers(json.loads(json.dumps(value)), numbers), sort_keys=True, ensure_ascii=False)
    sums = (math.fsum(w * math.asinh(x) for w, x in zip(_weights(turn), numbers, strict=False)) for turn in _TURNS)
    return (hashlib.sha256(shape.encode()).hexdigest()[:12], *(round(one, 8) for one in sums))


def _without_numbers(value: Any, numbers: list[float]) -> Any:
    if isinstance(value, dict):
        return {key: _without_numbers(value[key], numbers) for key in sorted(value)}
    if isinstance(value, list):
        return [_without_numbers(one, numbers) for one in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        numbers.append(float(value))
        return 0
    return value


def _weights(turn: float) -> Iterator[float]:
    """Give weights from 0.5 to 1.5 without a pattern: what moves one number, or changes places with another, shows."""
    return (0.5 + (index * turn) % 1.0 for index in itertools.count(1))


def alike(one: Sequence[Any], other: Sequence[Any]) -> bool:
    return one[0] == other[0] and all(abs(a - b) < TOLERANCE for a, b in zip(one[1:], other[1:], strict=True))


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


def frames() -> dict[str, Fingerprint]:
    flight, script, stage = opened()
    found = {}
    for met_s, name, look in moments():
        stage.draw(compose(flight, script, met_s, look))
        found[f"{len(found):03d} {name}"] = fingerprint(json.loads(stage.frame()))
    return found


def states() -> dict[str, Fingerprint]:
    flight, _, _ = opened()
    instants = {event.id: event.time.met_s for event in flight.mission.events}
    return {
        name: fingerprint(state_object(flight.state_at(met_s), flight.mission))
        for name, met_s in instants.items()
        if flight.start_met_s <= met_s <= flight.end_met_s
    }


def events() -> dict[str, Fingerprint]:
    mission, folder = opened()[0].mission, mission_folder(MISSION)
    return {
        f"{language} {event.id}": fingerprint(event_object(event, mission, load_captions(folder, language)))
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
    nothing = ("", 0.0, 0.0)
    changed = {
        name for name in found.keys() | before.keys() if not alike(found.get(name, nothing), before.get(name, nothing))
    }
    assert not changed, f"{len(changed)} of {len(found)} changed: {sorted(changed)[:12]}"


def test_every_camera_and_phase_is_among_them() -> None:
    flight, script, _ = opened()
    seen = list(moments())
    assert {look.camera for _, _, look in seen} == set(script.cameras)
    assert {name.partition(" ")[0] for _, name, _ in seen} == {phase.id for phase in flight.mission.phases}


def test_a_last_bit_is_no_change_and_a_moved_number_is() -> None:
    flight, script, stage = opened()
    stage.draw(compose(flight, script, flight.mission.event("eva.exit").time.met_s, Look("beauty")))
    frame = json.loads(stage.frame())
    numbers: list[float] = []
    _without_numbers(frame, numbers)
    kept = fingerprint(numbers)
    assert alike(kept, fingerprint([number * (1.0 + 4e-14 * (-1) ** at) for at, number in enumerate(numbers)]))
    for at in range(0, len(numbers), max(1, len(numbers) // 200)):
        moved = [*numbers[:at], numbers[at] + 1e-3 * max(1.0, abs(numbers[at])), *numbers[at + 1 :]]
        assert not alike(kept, fingerprint(moved)), at
    assert not alike(fingerprint([1.0, 2.0]), fingerprint([2.0, 1.0])), "numbers that change places"
    assert not alike(fingerprint({"a": "x"}), fingerprint({"a": "y"}))
