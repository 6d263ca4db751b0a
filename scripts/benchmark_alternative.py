"""How long a viewer waits for frames while another flight is built; run by ``scripts/bench what-if``."""

from __future__ import annotations

import asyncio
import statistics
import time

from viz.player import commands
from viz.player.playback import open_player
from viz.player.session import Session
from viz.player.show import open_show
from viz.player.wire import Drawn

QUIET_S = 3.0


class Watcher:
    """A page that draws nothing and asks for the next frame at once; it notes when each comes."""

    def __init__(self, session: Session) -> None:
        self._session, self._viewer, self.came = session, session.join(), [time.perf_counter()]

    async def watch(self) -> None:
        while True:
            await self._viewer.next_message()
            self.came.append(time.perf_counter())
            self._session.receive(self._viewer, Drawn(self._viewer.sent))

    def ask(self, command: commands.Command) -> asyncio.Future[None] | None:
        return self._session.receive(self._viewer, command)  # type: ignore[return-value]

    def waits_ms(self, since: float, until: float) -> list[float]:
        return [1e3 * (b - a) for a, b in zip(self.came, self.came[1:], strict=False) if since < b and a < until]


async def _measure() -> None:
    show = open_show("voskhod2")
    player = open_player(show.programme, met_s=show.when("eva.exit"), rate=10.0)
    session = Session(show, player, time.perf_counter)
    watcher = Watcher(session)
    tasks = [asyncio.create_task(session.run()), asyncio.create_task(watcher.watch())]
    watcher.ask(commands.SetPlaying(True))
    began = time.perf_counter()
    await asyncio.sleep(QUIET_S)
    _tell("nothing is built", watcher.waits_ms(began, time.perf_counter()))
    for command in (
        commands.Suppose("descent", "delay_s", 60.0),
        commands.Suppose("suit", "relief_pressure_atm", None),
        commands.Suppose("eva", "push_m_s", 0.5),
    ):
        began = time.perf_counter()
        left = watcher.ask(command)
        if left is not None:
            await left
        ended = time.perf_counter()
        _tell(f"{command.name} is built in {1e3 * (ended - began):.0f} ms", watcher.waits_ms(began, ended))
    for task in tasks:
        task.cancel()


def _tell(what: str, waits_ms: list[float]) -> None:
    middle, most = statistics.median(waits_ms), max(waits_ms)
    print(f"{what:45s}{len(waits_ms):5d} frames, median {middle:6.1f} ms, longest wait {most:6.1f} ms")


def what_if() -> None:
    asyncio.run(_measure())
