"""A show in a thread of its own: beside a running loop, ended when asked, and honest about what hinders it."""

from __future__ import annotations

import asyncio
import threading
import urllib.request
from functools import partial
from typing import Any

import pytest
from player_fakes import FakeShow

from viz.errors import VizError
from viz.player.launch import Running
from viz.player.listen import listen
from viz.player.playback import open_player
from viz.player.server import serve


def serving(**wishes: Any) -> Any:
    show = FakeShow()
    return partial(
        serve, show, open_player(show.programme), open_browser=False, announce=lambda line: None, **wishes
    )  # fmt: skip


def test_a_show_is_served_beside_a_running_loop_and_ends_when_asked() -> None:
    async def cell() -> Running:
        running = Running(serving())
        with urllib.request.urlopen(running.address, timeout=30.0) as answer:
            assert answer.status == 200
        return running

    running = asyncio.run(cell())
    assert running.is_open
    running.close()
    running.close()
    running.wait()
    assert not running.is_open
    assert "viz.player" not in {thread.name for thread in threading.enumerate()}
    port = int(running.address.split("/")[2].split(":")[1])
    listen(port)[0].close()


def test_it_ends_with_its_block() -> None:
    with Running(serving()) as running:
        assert running.is_open
    assert not running.is_open


def test_what_hinders_the_opening_is_raised_where_it_was_asked_for() -> None:
    (taken,) = listen(0)
    with taken, pytest.raises(VizError, match="in use"):
        Running(serving(port=taken.getsockname()[1]))
