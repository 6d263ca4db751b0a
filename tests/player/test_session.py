"""Who is sent which frame, and when: with a clock that moves only when the test moves it."""

from __future__ import annotations

import asyncio
import json
import math
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from player_fakes import FakeShow

from viz.errors import UsageError, VizError
from viz.player import commands as cm
from viz.player.playback import open_player
from viz.player.programme import Programme
from viz.player.session import LONGEST_STEP_S, Session, Shown, Viewer, Wish
from viz.player.wire import Drawn, GoTo, Motion
from viz.story.panel import Supposable, Supposed


class HandClock:
    """A clock the test turns."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


async def settle() -> None:
    """Let every task that can run, run."""
    for _ in range(20):
        await asyncio.sleep(0)


async def no_sleep(seconds: float) -> None:
    await asyncio.sleep(0)


class Desk:
    """A running session with its fakes, for the length of one test."""

    def __init__(self, show: FakeShow) -> None:
        self.show, self.clock = show, HandClock()
        self.session = Session(show, open_player(show.programme, met_s=5000.0), self.clock, no_sleep)

    def taken(self, viewer: Viewer) -> dict[str, Any] | None:
        """Take what lies in the viewer's slot."""
        return None if viewer.slot.empty() else json.loads(viewer.slot.get_nowait())

    def draw(self, viewer: Viewer) -> None:
        self.session.receive(viewer, Drawn(viewer.sent))


def at_desk(deed: Callable[[Desk], Awaitable[None]], show: FakeShow | None = None) -> None:
    async def run() -> None:
        desk = Desk(show or FakeShow())
        loop = asyncio.create_task(desk.session.run())
        try:
            await deed(desk)
            assert not loop.done(), "the loop has ended on its own"
        finally:
            loop.cancel()

    asyncio.run(run())


def test_a_viewer_who_joins_is_shown_the_present_frame() -> None:
    async def deed(desk: Desk) -> None:
        viewer = desk.session.join()
        await settle()
        message = desk.taken(viewer)
        assert message is not None
        assert message["player"]["met_s"] == message["frame"]["met_s"] == 5000.0
        assert message["words"]["phase_title"] == "Ascent"

    at_desk(deed)


def test_paused_and_idle_asks_for_no_frame() -> None:
    async def deed(desk: Desk) -> None:
        viewer = desk.session.join()
        await settle()
        desk.taken(viewer)
        desk.draw(viewer)
        await settle()
        desk.clock.now_s += 100.0
        desk.draw(viewer)
        await settle()
        assert desk.session.frames_drawn == 1
        assert desk.taken(viewer) is None

    at_desk(deed)


def test_a_slow_viewer_gets_one_frame_at_a_time_and_holds_nobody_up() -> None:
    async def deed(desk: Desk) -> None:
        quick, slow = desk.session.join(), desk.session.join()
        await settle()
        desk.taken(quick)
        desk.taken(slow)
        desk.draw(quick)
        desk.session.receive(quick, cm.SetPlaying(True))
        for _ in range(10):
            desk.clock.now_s += 0.1
            desk.draw(quick)
            await settle()
            assert desk.taken(quick) is not None
        assert desk.taken(slow) is None
        desk.draw(slow)
        await settle()
        late = desk.taken(slow)
        assert late is not None
        assert late["player"]["met_s"] == pytest.approx(5001.0)

    at_desk(deed)


def test_the_newest_wish_wins() -> None:
    async def deed(desk: Desk) -> None:
        viewer = desk.session.join()
        await settle()
        desk.taken(viewer)
        for met_s in range(6000, 6100):
            desk.session.receive(viewer, cm.Seek(float(met_s)))
        await settle()
        assert desk.taken(viewer) is None, "the page has not drawn the first frame yet"
        desk.draw(viewer)
        await settle()
        message = desk.taken(viewer)
        assert message is not None
        assert message["player"]["met_s"] == 6099.0
        assert [wish.met_s for wish in desk.show.asked] == [5000.0, 6099.0]

    at_desk(deed)


def test_one_frame_is_made_for_all() -> None:
    async def deed(desk: Desk) -> None:
        viewers = [desk.session.join() for _ in range(5)]
        await settle()
        messages = [desk.taken(viewer) for viewer in viewers]
        assert all(message == messages[0] for message in messages)
        assert desk.session.frames_drawn == 1

    at_desk(deed)


def test_a_pause_is_told_without_a_new_frame() -> None:
    async def deed(desk: Desk) -> None:
        viewer = desk.session.join()
        await settle()
        desk.taken(viewer)
        desk.draw(viewer)
        desk.session.receive(viewer, cm.SetCaptions(False))
        await settle()
        message = desk.taken(viewer)
        assert message is not None
        assert message["player"]["captions"] is False
        assert desk.session.frames_drawn == 1

    at_desk(deed)


def test_time_waits_while_nobody_watches() -> None:
    async def deed(desk: Desk) -> None:
        viewer = desk.session.join()
        desk.session.receive(viewer, cm.SetPlaying(True))
        await settle()
        desk.session.leave(viewer)
        desk.clock.now_s += 1000.0
        again = desk.session.join()
        await settle()
        message = desk.taken(again)
        assert message is not None
        assert message["player"] == {**message["player"], "met_s": 5000.0, "playing": True}

    at_desk(deed)


def test_a_long_silence_is_no_leap() -> None:
    async def deed(desk: Desk) -> None:
        viewer = desk.session.join()
        desk.session.receive(viewer, cm.SetPlaying(True))
        await settle()
        desk.taken(viewer)
        desk.clock.now_s += 3600.0
        desk.draw(viewer)
        await settle()
        assert desk.session.player.met_s == pytest.approx(5000.0 + LONGEST_STEP_S)

    at_desk(deed)


def test_a_false_acknowledgement_hurts_nobody() -> None:
    async def deed(desk: Desk) -> None:
        viewer = desk.session.join()
        await settle()
        for met_s in (5100.0, 5200.0, 5300.0):
            desk.session.receive(viewer, Drawn(2**50))
            desk.session.receive(viewer, cm.Seek(met_s))
            await settle()
        message = desk.taken(viewer)
        assert message is not None
        assert message["player"]["met_s"] == 5300.0

    at_desk(deed)


def test_words_for_a_time_are_understood_or_explained() -> None:
    async def deed(desk: Desk) -> None:
        viewer = desk.session.join()
        desk.session.receive(viewer, GoTo("eva.exit+30s"))
        assert desk.session.player.met_s == 5721.0
        with pytest.raises(UsageError, match=r"eva\.exit\+30s"):
            desk.session.receive(viewer, GoTo("yesterday"))

    at_desk(deed)


class BrokenShow(FakeShow):
    """Cannot draw after 6000 s."""

    def shown(self, wish: Wish) -> Shown:
        if wish.met_s > 6000.0:
            raise VizError("nothing is known after 6000 s - go back")
        return super().shown(wish)


def test_an_instant_that_cannot_be_drawn_is_told_and_the_show_goes_on() -> None:
    async def deed(desk: Desk) -> None:
        viewer = desk.session.join()
        await settle()
        desk.taken(viewer)
        desk.draw(viewer)
        desk.session.receive(viewer, cm.Seek(7000.0))
        await settle()
        message = desk.taken(viewer)
        assert message is not None
        assert "nothing is known" in message["notice"]
        desk.draw(viewer)
        desk.session.receive(viewer, cm.Seek(5500.0))
        await settle()
        message = desk.taken(viewer)
        assert message is not None
        assert message["frame"]["met_s"] == 5500.0

    at_desk(deed, BrokenShow())


class MistakenShow(FakeShow):
    """Has a mistake at 7000 s, a number that is none at 7100 s, and an alternative that cannot be built."""

    @property
    def programme(self) -> Programme:
        return replace(super().programme, supposable=(Supposable("orbit", "solution", "A", choices=("A", "B")),))

    def programme_of(self, supposed: tuple[Supposed, ...]) -> Programme:
        if supposed:
            raise ZeroDivisionError("an orbit of nothing")
        return self.programme

    def shown(self, wish: Wish) -> Shown:
        if wish.met_s == 7000.0:
            raise ValueError("/home/lecturer/eva.npz holds NaN")
        shown = super().shown(wish)
        return replace(shown, numbers={"speed": math.nan}) if wish.met_s == 7100.0 else shown


@pytest.mark.parametrize("met_s", [7000.0, 7100.0])
def test_a_mistake_of_ours_in_one_frame_is_told_without_its_insides_and_the_show_stands_and_goes_on(
    met_s: float,
) -> None:
    async def deed(desk: Desk) -> None:
        viewer = desk.session.join()
        await settle()
        desk.taken(viewer)
        desk.draw(viewer)
        desk.session.receive(viewer, cm.SetPlaying(True))
        desk.session.receive(viewer, cm.Seek(met_s))
        await settle()
        message = desk.taken(viewer)
        assert message is not None
        assert "ValueError" in message["notice"]
        assert "/home" not in message["notice"]
        assert not desk.session.player.playing
        desk.draw(viewer)
        desk.session.receive(viewer, cm.Seek(5500.0))
        await settle()
        message = desk.taken(viewer)
        assert message is not None
        assert message["frame"]["met_s"] == 5500.0

    at_desk(deed, MistakenShow())


def test_the_loop_outlives_a_mistake_outside_the_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    async def deed(desk: Desk) -> None:
        viewer = desk.session.join()
        await settle()
        desk.taken(viewer)
        desk.draw(viewer)
        real = desk.session._offer

        def broken() -> None:
            raise RuntimeError("a mistake of ours")

        monkeypatch.setattr(desk.session, "_offer", broken)
        desk.session.receive(viewer, cm.Seek(5400.0))
        await settle()
        message = desk.taken(viewer)
        assert message is not None
        assert "RuntimeError" in message["notice"]
        monkeypatch.setattr(desk.session, "_offer", real)
        desk.session.receive(viewer, cm.Seek(5500.0))
        await settle()
        message = desk.taken(viewer)
        assert message is not None
        assert message["player"]["met_s"] == 5500.0

    at_desk(deed, MistakenShow())


def test_an_alternative_that_cannot_be_built_leaves_the_flight_as_it_was() -> None:
    async def deed(desk: Desk) -> None:
        viewer = desk.session.join()
        with pytest.raises(ZeroDivisionError):
            desk.session.receive(viewer, cm.Suppose("orbit", "solution", "B"))
        assert desk.session.player.supposed == ()

    at_desk(deed, MistakenShow())


def test_one_viewer_who_bears_no_motion_stills_the_cameras_until_he_is_gone() -> None:
    async def deed(desk: Desk) -> None:
        moved, stilled = desk.session.join(), desk.session.join()
        await settle()
        assert not desk.show.asked[-1].look.still
        desk.session.receive(stilled, Motion(True))
        desk.draw(moved)
        await settle()
        assert desk.show.asked[-1].look.still
        assert desk.session.fresh, "a wish for rest is no deed: an old page may still put its moment back"
        desk.session.leave(stilled)
        desk.session.receive(moved, cm.Nudge(1.0))
        desk.draw(moved)
        await settle()
        assert not desk.show.asked[-1].look.still

    at_desk(deed)


def test_who_only_watches_does_not_still_the_lecturers_cameras() -> None:
    async def deed(desk: Desk) -> None:
        desk.session.join()
        guest = desk.session.join(may_control=False)
        with pytest.raises(UsageError, match="for watching"):
            desk.session.receive(guest, Motion(True))
        await settle()
        assert not desk.show.asked[-1].look.still

    at_desk(deed)


class MovedShow(FakeShow):
    """Its alternative has one event alone, an hour after lift-off."""

    @property
    def programme(self) -> Programme:
        return replace(super().programme, supposable=(Supposable("descent", "delay_s", 0.0, (-90.0, 300.0)),))

    def programme_of(self, supposed: tuple[Supposed, ...]) -> Programme:
        return replace(self.programme, event_mets_s=(3600.0,)) if supposed else self.programme


def test_next_event_is_the_alternatives_own() -> None:
    async def deed(desk: Desk) -> None:
        viewer = desk.session.join()
        desk.session.receive(viewer, cm.Suppose("descent", "delay_s", 60.0))
        desk.session.receive(viewer, cm.JumpEvent(-1))
        assert desk.session.player.met_s == 3600.0
        desk.session.receive(viewer, cm.SupposeNothing())
        desk.session.receive(viewer, cm.JumpEvent(1))
        assert desk.session.player.met_s == desk.show.mission.event("eva.vent").time.met_s

    at_desk(deed, MovedShow())


class SlowShow(MovedShow):
    """Its alternatives take until they are let go."""

    def __init__(self) -> None:
        super().__init__()
        self.begun: list[tuple[Supposed, ...]] = []
        self.done: set[tuple[Supposed, ...]] = {()}
        self.go = threading.Event()
        self.begin = threading.Event()

    def is_built(self, supposed: tuple[Supposed, ...]) -> bool:
        return supposed in self.done

    def build(self, supposed: tuple[Supposed, ...]) -> None:
        self.begun.append(supposed)
        self.begin.set()
        assert self.go.wait(30.0)
        if supposed[0][2] == -60.0:
            raise UsageError("no ship could do that - suppose another delay")
        self.done.add(supposed)


def delayed(delay_s: float) -> tuple[Supposed, ...]:
    return (("descent", "delay_s", delay_s),)


def test_the_picture_goes_on_while_an_alternative_is_built() -> None:
    async def deed(desk: Desk) -> None:
        show = desk.show
        assert isinstance(show, SlowShow)
        viewer = desk.session.join()
        left = desk.session.receive(viewer, cm.Suppose("descent", "delay_s", 60.0))
        assert left is not None
        await asyncio.to_thread(show.begin.wait, 30.0)
        for met_s in (5000.0, 5100.0, 5200.0):
            desk.session.receive(viewer, cm.Seek(met_s))
            await settle()
            message = desk.taken(viewer)
            assert message is not None
            assert message["player"]["met_s"] == met_s, "frames come while it is built"
            assert message["player"]["supposed"] == [list(delayed(60.0)[0])], "the page shows what is wished"
            assert show.asked[-1].supposed == (), "the picture is still of the flight that is there"
            desk.draw(viewer)
        show.go.set()
        await left
        await settle()
        assert desk.taken(viewer) is not None
        assert show.asked[-1].supposed == delayed(60.0)
        assert desk.session.player.programme.event_mets_s == (3600.0,)

    at_desk(deed, SlowShow())


def test_of_many_wishes_in_a_row_the_last_is_built_and_none_in_between() -> None:
    async def deed(desk: Desk) -> None:
        show = desk.show
        assert isinstance(show, SlowShow)
        viewer = desk.session.join()
        left = [desk.session.receive(viewer, cm.Suppose("descent", "delay_s", 10.0))]
        await asyncio.to_thread(show.begin.wait, 30.0)
        for delay_s in (20.0, 30.0, 40.0):
            left.append(desk.session.receive(viewer, cm.Suppose("descent", "delay_s", delay_s)))
        show.go.set()
        await asyncio.gather(*(one for one in left if one is not None))
        desk.draw(viewer)
        await settle()
        assert show.begun == [delayed(10.0), delayed(40.0)]
        assert show.asked[-1].supposed == delayed(40.0)

    at_desk(deed, SlowShow())


def test_what_cannot_be_built_is_taken_back_and_told_to_who_asked() -> None:
    async def deed(desk: Desk) -> None:
        show = desk.show
        assert isinstance(show, SlowShow)
        viewer = desk.session.join()
        show.go.set()
        left = desk.session.receive(viewer, cm.Suppose("descent", "delay_s", -60.0))
        assert left is not None
        with pytest.raises(UsageError, match="no ship could do that"):
            await left
        await settle()
        assert desk.session.player.supposed == show.asked[-1].supposed == ()
        left = desk.session.receive(viewer, cm.Suppose("descent", "delay_s", 60.0))
        assert left is not None
        await left
        desk.draw(viewer)
        await settle()
        assert show.asked[-1].supposed == delayed(60.0)

    at_desk(deed, SlowShow())
