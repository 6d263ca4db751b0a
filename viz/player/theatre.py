"""What the server hands out of a show, and how another mission's takes its place for everybody who watches."""

from __future__ import annotations

import asyncio
import json
import secrets
import shlex
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

from viz.assets import assets_root
from viz.errors import UsageError
from viz.mission.folder import NARRATION
from viz.player.door import Door
from viz.player.playback import Player, open_player
from viz.player.session import Session, Show, Viewer
from viz.plugins import FIRST
from viz.stage.quality import QualityWish
from viz.story.pair import option_words

Files = Mapping[str, bytes | Path]
"""Address under the token -> content, or the file that holds it."""

SCENE_SCRIPTS = ("jquery.min.js", "jquery-ui.custom.min.js", "glow.min.js", "bridge.js")
"""The stage's classic scripts, in the order the page loads those that there are."""

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".woff2": "font/woff2",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".bin": "application/octet-stream",
}


class FullShow(Show, Protocol):
    """A show with all the page needs beside the frames."""

    @property
    def timeline(self) -> Mapping[str, object]:
        """Phases, events, cameras and strings as `viz.player.timeline` makes them."""

    def scene_files(self) -> Files:
        """Return what the stage's page side needs, by address under ``scene/``."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A mission that may be shown."""

    name: str
    """What `open` takes, and ``--mission``."""
    title: Mapping[str, str]
    """By language."""


def _open_nothing(name: str) -> FullShow:
    raise UsageError("there is no other mission - install one")


@dataclass(frozen=True, slots=True)
class Repertoire:
    """The missions there are, by their ids, and how one is opened: a second of work."""

    listed: Mapping[str, Listed]
    open: Callable[[str], FullShow] = _open_nothing

    def renamed(self, mission: str, now: str) -> Repertoire:
        """Return the same missions, one of them under the id that it has now."""
        if mission == now:
            return self
        return replace(self, listed={now if key == mission else key: one for key, one in self.listed.items()})


ALONE = Repertoire({})


class Theatre:
    """The show that is on, as each kind of viewer is sent it."""

    def __init__(
        self, show: FullShow, session: Session, door: Door, repertoire: Repertoire = ALONE,
        quality: QualityWish = "auto",
    ) -> None:  # fmt: skip
        self._session = session
        self._door = door
        self._repertoire = repertoire
        self._quality = quality
        self._one_at_a_time = asyncio.Lock()
        self._changing: set[asyncio.Task[None]] = set()
        self.tables = self._tables(show, repertoire)
        """What stands under the token for who controls (True) and who watches (False)."""
        session.mission = str(show.timeline["mission"])

    def change(self, viewer: Viewer, mission: str) -> Awaitable[None]:
        """Begin to show another mission, and return what is left to wait for; the present show goes on meanwhile.

        UsageError for a viewer who only watches and for a mission that is not listed. What is awaited raises what is
        wrong with the mission; then the present show stays.
        """
        if not viewer.may_control:
            raise UsageError("this link is for watching - whoever shows the flight may choose another mission")
        if mission not in self._repertoire.listed:
            known = ", ".join(self._repertoire.listed) or "none"
            raise UsageError(f'there is no mission "{mission}" here - choose from {known}')
        changing = asyncio.create_task(self._change(mission))
        self._changing.add(changing)
        changing.add_done_callback(self._changing.discard)
        return asyncio.shield(changing)  # who asked may leave meanwhile

    async def _change(self, mission: str) -> None:
        async with self._one_at_a_time:
            if mission == self._session.mission:
                return
            language = self._session.player.language
            show, tables, player, repertoire = await asyncio.to_thread(self._opened, mission, language)
            self.tables, self._repertoire = tables, repertoire
            # Pages see by the id that they are another mission's, and load themselves anew. It is the one that their
            # timeline bears, whatever its file was called by when the missions were listed.
            self._session.take(show, player, str(show.timeline["mission"]), name=secrets.token_hex(8))

    def _opened(self, mission: str, language: str) -> tuple[FullShow, dict[bool, Files], Player, Repertoire]:
        show = self._repertoire.open(self._repertoire.listed[mission].name)
        languages = show.programme.languages
        player = open_player(show.programme, language=language if language in languages else languages[0])
        repertoire = self._repertoire.renamed(mission, str(show.timeline["mission"]))
        return show, self._tables(show, repertoire), player, repertoire

    def _tables(self, show: FullShow, repertoire: Repertoire) -> dict[bool, Files]:
        wishes = (repertoire, self._quality)
        return {controls: table_of(show, self._door, controls, *wishes) for controls in (True, False)}


def page_files() -> dict[str, bytes | Path]:
    """Return the page's own files and fonts by their address."""
    page = Path(str(files("viz.player"))) / "page"
    table: dict[str, bytes | Path] = {path.name: path for path in sorted(page.iterdir()) if path.suffix in TYPES}
    fonts = assets_root() / "fonts"
    table |= {f"fonts/{path.name}": path for path in sorted(fonts.iterdir()) if path.suffix in (".woff2", ".css")}
    table[""] = table["index.html"]
    return table


def table_of(
    show: FullShow, door: Door, controls: bool, repertoire: Repertoire = ALONE, quality: QualityWish = "auto"
) -> Files:
    """Return every address under the token; the timeline tells the page what its viewer may do.

    Who only watches is sent nothing that is the lecturer's own: no questions with the answers to come (each goes out
    with the frames when it is asked), no voice, and no choice of missions.
    """
    scene, told = show.scene_files(), dict(show.timeline)
    if not controls:
        scene = {name: content for name, content in scene.items() if not name.startswith(f"{NARRATION}/")}
        told |= {"stops": [], "narration": {}}
    timeline = {
        **told,
        "scene_scripts": [name for name in SCENE_SCRIPTS if name in scene],
        "quality": quality,
        "controls": controls,
        "viewer_link": door.viewer_address(),
        **_choice(str(told["mission"]), repertoire if controls else ALONE),
    }
    table = page_files()
    table[""] = table[str(told.get("page", "index.html"))]
    table["timeline.json"] = json.dumps(timeline, ensure_ascii=False, allow_nan=False).encode()
    return table | {f"scene/{name}": content for name, content in scene.items()}


def _choice(shown: str, repertoire: Repertoire) -> dict[str, Any]:
    """Return the missions to choose from, none where there is no choice, and the command that shows this one."""
    listed = repertoire.listed
    name = listed[shown].name if shown in listed else shown
    return {
        "missions": [{"id": key, "title": dict(one.title)} for key, one in listed.items()] if len(listed) > 1 else [],
        "command": "voskhod2" if name == FIRST else shlex.join(("voskhod2", *option_words(name))),
    }
