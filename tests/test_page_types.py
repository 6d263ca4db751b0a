"""What the program really says to its pages is what their types say: TypeScript reads both."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from viz.film.panes import panes_of
from viz.film.plan import Card
from viz.film.record import open_flight
from viz.film.render import Sitting, message, open_stage
from viz.player import wire
from viz.player.door import Door
from viz.player.playback import open_player
from viz.player.session import Session
from viz.player.show import RealShow, open_show
from viz.player.theatre import table_of
from viz.player.tokens import Tokens
from viz.player.wire import read_message

ROOT = Path(__file__).parent.parent
TSC = ROOT / ".venv/node/node_modules/typescript/bin/tsc"
TYPES = {
    "player": ROOT / "viz/player/page/types",
    "film": ROOT / "viz/film/page/film",
    "stage": ROOT / "viz/stage/web/stage",
}
SETTINGS = {
    "strict": True, "noEmit": True, "target": "ES2024", "module": "ESNext", "moduleResolution": "bundler", "types": [],
    "lib": ["ES2024", "DOM", "DOM.Iterable"],
}  # fmt: skip
LONGEST = 60
"""So many items of a list are looked at: the map's outlines are all of one kind."""

Said = tuple[str, str, object]
"""Whose types, which of them, and what was said."""


def shortened(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: shortened(item) for key, item in value.items()}
    if isinstance(value, list) and all(isinstance(item, int | float) for item in value):
        return value[:LONGEST]
    return [shortened(item) for item in value[: 2 * LONGEST]] if isinstance(value, list) else value


def complaints(said: Sequence[Said], folder: Path) -> list[str]:
    """Return what TypeScript finds: a key that the types do not name or that is not there, a value of another kind."""
    node = shutil.which("node")
    if node is None or not TSC.exists():
        reason = "node or TypeScript is missing - run scripts/test once with npm installed (Debian: apt install npm)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    rooms = [f'import type * as {room} from "{path.as_posix()}";' for room, path in TYPES.items()]
    values = [
        f"const v{number}: {room}.{kind} = {json.dumps(shortened(json.loads(json.dumps(value))))};"
        for number, (room, kind, value) in enumerate(said)
    ]
    (folder / "said.ts").write_text("\n".join([*rooms, *values]), encoding="utf-8")
    (folder / "tsconfig.json").write_text(json.dumps({"compilerOptions": SETTINGS, "files": ["said.ts"]}))
    answer = subprocess.run(
        [node, str(TSC), "-p", str(folder)], capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )
    return [line[:300] for line in answer.stdout.splitlines() if "error" in line]


@pytest.fixture(scope="module")
def show() -> RealShow:
    return open_show("voskhod2")


def frames(show: RealShow, moments: Sequence[tuple[float, str]]) -> list[str]:
    """Return a frame message of each moment and camera, as the program sends it: with everything that may be added."""

    async def run() -> list[str]:
        session = Session(show, open_player(show.programme, met_s=0.0), lambda: 0.0, name="a run")
        owner, loop = session.join(), asyncio.create_task(session.run())
        texts = []
        for met_s, camera in moments:
            for wish in (
                {"do": "seek", "met_s": met_s}, {"do": "camera", "camera": camera}, {"do": "doubt", "shown": True},
                {"do": "inset", "camera": "tv1"}, {"do": "loop", "start_met_s": 0, "end_met_s": 9000},
                {"do": "drawn", "n": owner.sent},
            ):  # fmt: skip
                session.receive(owner, read_message(json.dumps(wish)))
            texts.append(await asyncio.wait_for(owner.next_message(), 60))
        loop.cancel()
        return texts

    return asyncio.run(run())


def supposed(show: RealShow, met_s: float) -> str:
    async def run() -> str:
        session = Session(show, open_player(show.programme, met_s=met_s), lambda: 0.0)
        owner = session.join()
        for group, name, value in (("suit", "relief_pressure_atm", None), ("descent", "delay_s", 60.0)):
            wish = {"do": "suppose", "group": group, "name": name, "value": value}
            waiting = session.receive(owner, read_message(json.dumps(wish)))
            if waiting is not None:
                await waiting
        loop = asyncio.create_task(session.run())
        text = await asyncio.wait_for(owner.next_message(), 60)
        loop.cancel()
        return text

    return asyncio.run(run())


def test_what_the_page_is_told_has_the_types_it_is_checked_with(show: RealShow, tmp_path: Path) -> None:
    door = Door(8000, Tokens("a" * 32, "b" * 32))
    tables = [table_of(show, door, controls) for controls in (True, False)]
    lines = [table["timeline.json"] for table in tables]
    told = [json.loads(line) for line in lines if isinstance(line, bytes)]
    setup = tables[0]["scene/setup.json"]
    assert isinstance(setup, bytes)
    messages = frames(show, [(5700.0, "auto"), (30.0, "chase"), (-60.0, "auto"), (93_000.0, "chase")])
    messages.append(supposed(show, 5700.0))
    assert any("supposed" in json.loads(text)["numbers"] for text in messages)
    refusals: list[dict[str, object]] = [
        {"notice": "no such moment", "asked": {"do": "go", "when": "x"}}, {"error": "not a message"},
    ]  # fmt: skip
    said: list[Said] = [
        *(("player", "Timeline", one) for one in told),
        *(("player", "FrameMessage", json.loads(text)) for text in messages),
        *(("player", "Message", one) for one in refusals),
        ("stage", "StageSetup", json.loads(setup)),
    ]
    assert len(said) == 10
    assert complaints(said, tmp_path) == []


def test_every_part_of_the_timeline_is_there(show: RealShow, tmp_path: Path) -> None:
    """The parts that a show without instruments lacks are optional in the types; the real show has them all."""
    types = TYPES["player"].with_suffix(".d.ts").read_text(encoding="utf-8")
    table = types.split("export interface Timeline {")[1].split("\n}")[0]
    keys = set(re.findall(r"^  (\w+)\??:", table, re.MULTILINE))
    beside = dict.fromkeys(("scene_scripts", "quality", "controls", "viewer_link", "missions", "command"))
    told = {**show.timeline, **beside}
    assert keys == set(told)


def test_what_the_page_may_ask_is_what_the_program_reads() -> None:
    types = TYPES["player"].with_suffix(".d.ts").read_text(encoding="utf-8")
    wishes = types.split("export type Wish =")[1].split("// ---")[0]
    named = re.findall(r'"(\w+)"', "".join(re.findall(r"do: ([^;}]+)", wishes)))
    assert sorted(named) == sorted(wire._READS)


class Listener:
    """Stands for a film's page and keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[object] = []
        self.renderer = "a listener"

    def open(self, path: str) -> None:
        """Nothing is to be opened."""

    def call(self, function: str, argument: object = None, *, within_s: float) -> Mapping[str, str]:
        self.told.append(argument)
        return {"renderer": "none", "codec": "png"}


def test_what_the_film_s_page_is_told_has_its_types(tmp_path: Path) -> None:
    flight = open_flight("voskhod2")
    listener = Listener()
    call: Callable[..., object] = open_stage
    for board, panes in ((None, ()), ((640, 360), ()), (None, panes_of(320, 180))):
        sitting = Sitting(320, 180, "full", "en", "light", ("png",), Fraction(30), board=board, panes=panes)
        call(listener, {"fonts/a.woff2": b"", "scene/glow.min.js": b""}, sitting)
    drawing = flight.draw(5700.0, "auto", "en")
    panel = flight.comparison(93_000.0, "en")
    assert panel is not None
    put = {"x": 0, "y": 0, "width": 320, "height": 180, "scene": json.loads(drawing.scene)}
    texts = [
        message(7, drawing),
        message(8, drawing, card=Card("Voskhod 2", ("one", "two"))),
        message(9, drawing, panel=panel),
        message(10, replace(drawing, beside=drawing, clock=("+00:09", "since the exit"))),
    ]
    said: list[Said] = [
        *(("film", "FilmSetup", one) for one in listener.told),
        *(("film", "FilmFrame", json.loads(text)) for text in texts),
        ("film", "Put", put),
    ]
    assert complaints(said, tmp_path) == []


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("Camera", {"id": "auto"}),
        ("Camera", {"id": "auto", "title": {}, "name": "x"}),
        ("Camera", {"id": 7, "title": {}}),
        ("Camera", {"id": "auto", "title": {"en": 7}}),
    ],
)
def test_what_does_not_fit_is_seen(kind: str, value: dict[str, object], tmp_path: Path) -> None:
    assert complaints([("player", "Camera", {"id": "auto", "title": {"en": "Director"}})], tmp_path) == []
    assert len(complaints([("player", kind, value)], tmp_path)) == 1
