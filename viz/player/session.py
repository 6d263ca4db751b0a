"""One show, any number of viewers: who is asked for which frame, and when.

The session owns the one shared `Player`. A loop draws only when something changed and somebody is ready to see
it; each viewer has at most one frame on its way and is given the newest when it is ready again, so a slow page
costs the others nothing. While nobody watches, the flight waits: a reload comes back to the same instant.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Protocol

from viz.errors import UsageError, VizError
from viz.player import commands, playback
from viz.player.playback import Player
from viz.player.programme import Programme
from viz.player.wire import Drawn, GoTo, LoopAt, Message, Motion
from viz.plugins import culprit, fault
from viz.story.look import Look
from viz.story.panel import Supposed

SHORTEST_FRAME_S = 1.0 / 60.0
"""Never more frames than screens show."""

LONGEST_STEP_S = 1.0
"""After a longer silence (a sleeping laptop, a hidden page) the flight goes on where it was, without a leap."""

LOG = logging.getLogger("viz.player")
"""Silent unless whoever runs the program listens: what goes wrong is told to the viewers, not to the terminal."""

Clock = Callable[[], float]
"""Seconds that only ever rise."""

Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a frame depends on."""

    met_s: float
    look: Look
    supposed: tuple[Supposed, ...] = ()
    rate: float = 1.0
    """Mission seconds per second of showing, without its direction: at high ones the director's shots are held."""
    second: Look | None = None
    """How a second flight is looked at, where one is shown beside the first."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A frame as the page needs it: the scene as JSON text, and the words and numbers beside it."""

    frame: str
    words: Mapping[str, str]
    numbers: Mapping[str, object] = field(default_factory=dict)
    """Instruments, map and results of the moment, ready for JSON; `viz.player.instruments` makes them."""
    beside: Shown | None = None
    """The second flight's, where one is shown beside the first."""

    @property
    def text(self) -> str:
        """The whole, as fields of a JSON object."""
        words, numbers = (
            json.dumps(dict(part), ensure_ascii=False, allow_nan=False) for part in (self.words, self.numbers)
        )
        beside = "" if self.beside is None else f',"beside":{{{self.beside.text}}}'
        return f'"words":{words},"numbers":{numbers},"frame":{self.frame}{beside}'


class Show(Protocol):
    """Whatever can be watched: the flight on its stage, or a stand-in for tests."""

    @property
    def programme(self) -> Programme:
        """What there is to play."""

    def is_built(self, supposed: tuple[Supposed, ...]) -> bool:
        """Say whether an alternative can be shown at once."""

    def build(self, supposed: tuple[Supposed, ...]) -> None:
        """Build an alternative, which may take a second; called beside the event loop, in another thread.

        UsageError where the flight room refuses it.
        """

    def programme_of(self, supposed: tuple[Supposed, ...]) -> Programme:
        """Return what there is to play of an alternative: its events stand elsewhere, some do not happen."""

    def when(self, text: str) -> float:
        """Return the MET, s, that words such as ``eva.exit+30s`` name; UsageError lists the accepted forms."""

    def shown(self, wish: Wish) -> Shown:
        """Compose and draw one frame."""


@dataclass(eq=False, slots=True)
class Viewer:
    """One open page: a slot for the newest message and whether the last one has been drawn."""

    may_control: bool = True
    """Whether its hand moves the show, or it only watches."""
    slot: asyncio.Queue[str] = field(default_factory=lambda: asyncio.Queue(maxsize=1))
    ready: bool = True
    sent: int = 0
    still: bool = False
    """Whether its machine asks for less motion."""

    def offer(self, message: str) -> None:
        """Put the newest message in the slot, in place of one not yet sent."""
        if self.slot.full():
            self.slot.get_nowait()
        self.slot.put_nowait(message)

    async def next_message(self) -> str:
        """Wait for the next message to send."""
        return await self.slot.get()


class Session:
    """The shared player, its viewers and the loop that feeds them."""

    def __init__(
        self,
        show: Show,
        player: Player,
        clock: Clock,
        sleep: Sleep = asyncio.sleep,
        *,
        name: str = "",
        fresh: bool = True,
    ) -> None:
        """`name` tells this run of the program from others; `fresh` is false when its opening moment was asked for."""
        self.player = player
        self.name = name
        self.fresh = fresh
        """Nobody has done anything yet: a page that was open before a restart may put its moment back."""
        self.mission = ""
        """Id of the mission that is shown: a page of another loads itself anew."""
        self.frames_drawn = 0
        """How many times the show was asked for a frame: an idle session asks for none."""
        self._show = show
        self._clock = clock
        self._sleep = sleep
        self._viewers: set[Viewer] = set()
        self._wake = asyncio.Event()
        self._number = 0
        self._told: tuple[object, ...] | None = None
        self._drawn: tuple[Wish, str] | None = None
        self._text = ""
        self._last_s: float | None = None
        self._flown = player.supposed
        """What is shown while an alternative that was asked for is still being built."""
        self._builder: asyncio.Task[None] | None = None

    def join(self, *, may_control: bool = True) -> Viewer:
        """Add a viewer; the next frame is also for it."""
        viewer = Viewer(may_control)
        self._viewers.add(viewer)
        self._wake.set()
        return viewer

    def take(self, show: Show, player: Player, mission: str, *, name: str) -> None:
        """Show another mission from now on; `name` tells what it is shown in from what was before."""
        self._show, self.player, self.mission, self.name, self.fresh = show, player, mission, name, True
        self._flown, self._drawn, self._told, self._last_s = player.supposed, None, None, None
        self._wake.set()

    def leave(self, viewer: Viewer) -> None:
        """Forget a viewer whose page is gone."""
        self._viewers.discard(viewer)
        if not self._viewers:
            self._last_s = None

    def receive(self, viewer: Viewer, message: Message) -> Awaitable[None] | None:
        """Do what a page asks, and return what is left to wait for: an alternative that is being built.

        UsageError when it names an instant, camera or language that does not exist, or when it may only watch. What
        is awaited raises what kept the alternative from being built; the picture goes on meanwhile as it was.
        """
        before = self.player.supposed
        if isinstance(message, Drawn):
            viewer.ready = viewer.ready or message.number >= viewer.sent
        elif not viewer.may_control:
            raise UsageError("this link is for watching - whoever shows the flight may give one that also controls it")
        elif isinstance(message, Motion):
            viewer.still = message.reduced
        else:
            for command in self._commands(message):
                self._apply(command)
            self.fresh = False
        self._wake.set()
        if self._builder is None or self.player.supposed == before:
            return None
        return asyncio.shield(self._builder)

    def _commands(self, message: commands.Command | GoTo | LoopAt) -> tuple[commands.Command, ...]:
        """Return what a message asks of the player, with its words for a time understood."""
        if isinstance(message, GoTo):
            return (commands.Seek(self._show.when(message.when)),)
        if isinstance(message, LoopAt):
            stretch_met_s = (self._show.when(message.start), self._show.when(message.end))
            return commands.SetLoop(stretch_met_s), commands.Seek(stretch_met_s[0])
        return (message,)

    async def run(self) -> None:
        """Feed the viewers until cancelled; sleeps whenever nothing is asked and nothing moves."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            if not self._somebody_is_ready():
                continue
            began_s = self._clock()
            try:
                self._apply(commands.Tick())
                self._offer()
            except Exception as error:  # a mistake of ours in one frame must not end the show for everybody
                self._stand_still(error)
            if self.player.playing:
                # The pages wake the loop again with their "drawn"; here the screen's own rate is kept.
                await self._sleep(max(0.0, SHORTEST_FRAME_S - (self._clock() - began_s)))

    def _apply(self, command: commands.Command) -> None:
        now_s = self._clock()
        passed_s = 0.0 if self._last_s is None else min(max(now_s - self._last_s, 0.0), LONGEST_STEP_S)
        was_playing = self.player.playing
        player = playback.step(self.player, command, passed_s if was_playing else 0.0)
        if player.supposed != self.player.supposed:
            player = self._supposing(player)
        self.player = player
        self._last_s = now_s if self.player.playing else None

    def _supposing(self, player: Player) -> Player:
        """Return the player with what there is to play of its alternative, at once or when that has been built."""
        if self._builder is None and self._show.is_built(player.supposed):
            player = replace(player, programme=self._show.programme_of(player.supposed))
            self._flown = player.supposed
        elif self._builder is None:
            self._builder = asyncio.create_task(self._build())
            self._builder.add_done_callback(self._built)
        return player

    async def _build(self) -> None:
        """Build what is asked for until nothing else is; what cannot be built is taken back."""
        await asyncio.sleep(0)  # the command that asks for it has been done then
        while (wanted := self.player.supposed) != self._flown:
            try:
                if not self._show.is_built(wanted):
                    await asyncio.to_thread(self._show.build, wanted)
                programme = self._show.programme_of(wanted)
            except Exception:
                if self.player.supposed == wanted:
                    self.player = replace(self.player, supposed=self._flown)
                    raise
                continue  # nobody asks for it any more
            if self.player.supposed == wanted:
                self._flown, self.player = wanted, replace(self.player, programme=programme)

    def _built(self, builder: asyncio.Task[None]) -> None:
        self._builder = None
        if not builder.cancelled():
            builder.exception()  # who asked was told
        self._wake.set()

    @property
    def still(self) -> bool:
        """Whether the cameras stand: one who cannot bear motion decides for all, for all see one picture."""
        return any(viewer.still for viewer in self._viewers)

    def _wanted(self) -> tuple[object, ...]:
        return self.player, self.fresh, self.still, self._flown

    def _somebody_is_ready(self) -> bool:
        return any(viewer.ready for viewer in self._viewers)

    def _offer(self) -> None:
        if self._wanted() != self._told:
            self._number += 1
            self._text = self._message()
            self._told = self._wanted()  # drawing may have stopped the player
        for viewer in self._viewers:
            if viewer.ready and viewer.sent != self._number:
                viewer.ready, viewer.sent = False, self._number
                viewer.offer(self._text)

    def _message(self) -> str:
        player = self.player
        look = Look(player.camera, player.language, player.hand, player.doubt, player.inset, self.still, player.outline)
        sight = player.second
        seen = None if sight is None else replace(look, camera=sight.camera, hand=sight.hand, inset=None)
        wish = Wish(player.met_s, look, self._flown, abs(player.rate), seen)
        if self._drawn is None or self._drawn[0] != wish:
            self._drawn = (wish, self._body(wish))
        session = json.dumps({"name": self.name, "fresh": self.fresh, "mission": self.mission})
        facts = json.dumps(player_facts(self.player))
        return f'{{"n":{self._number},"session":{session},"player":{facts},{self._drawn[1]}}}'

    def _body(self, wish: Wish) -> str:
        self.frames_drawn += 1
        try:
            return self._show.shown(wish).text
        except Exception as error:
            # One instant that cannot be drawn must not end the show: say so, stand still, let the viewer go on.
            self.player = replace(self.player, playing=False)
            return f'"notice":{json.dumps(apology(error))}'

    def _stand_still(self, error: Exception) -> None:
        """Tell everybody that the frame could not be had, and wait for what a hand does next."""
        self.player, self._last_s = replace(self.player, playing=False), None
        notice = json.dumps({"notice": apology(error)})
        for viewer in self._viewers:
            viewer.offer(notice)


def apology(error: Exception) -> str:
    """Return what a viewer is told of an error; one that is our mistake is logged with all that is known of it."""
    if isinstance(error, VizError):
        return str(error)
    if (name := culprit(error)) is not None:
        return str(fault(name, "its part of the show", error))
    LOG.warning("a mistake of ours in the show", exc_info=error)
    return f"this could not be shown: {type(error).__name__} - go to another instant, or undo what you supposed"


def player_facts(player: Player) -> dict[str, object]:
    """Return what the page's controls show."""
    return {
        "met_s": player.met_s,
        "rate": player.rate,
        "playing": player.playing,
        "camera": player.camera,
        "language": player.language,
        "captions": player.captions,
        "loop_met_s": player.loop_met_s,
        "black": player.black,
        "stops": player.stops,
        "doubt": player.doubt,
        "outline": player.outline,
        "inset": player.inset,
        "supposed": player.supposed,
        "hand": asdict(player.hand),
        "second": player.second and asdict(player.second),
    }
