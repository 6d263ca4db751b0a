"""What the page may say; everything else is refused."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from player_fakes import FakeShow

from viz.errors import UsageError
from viz.player import commands as cm
from viz.player.playback import open_player
from viz.player.session import Session
from viz.player.wire import LONGEST_WORDS, BadMessageError, Drawn, GoTo, LoopAt, Motion, read_message


@pytest.mark.parametrize(
    ("fields", "meaning"),
    [
        ({"do": "seek", "met_s": 5691}, cm.Seek(5691.0)),
        ({"do": "skip", "film_s": -10}, cm.Skip(-10.0)),
        ({"do": "drawn", "n": 7}, Drawn(7)),
        ({"do": "motion", "reduced": True}, Motion(True)),
        ({"do": "go", "when": "eva.exit+30s"}, GoTo("eva.exit+30s")),
        ({"do": "loop_at", "from": "eva.exit-2m", "to": "T+02:00:00"}, LoopAt("eva.exit-2m", "T+02:00:00")),
        ({"do": "play", "playing": True}, cm.SetPlaying(True)),
        ({"do": "rate", "rate": -60}, cm.SetRate(-60.0)),
        ({"do": "event", "direction": -1}, cm.JumpEvent(-1)),
        ({"do": "pan", "right": 0.25, "up": -1}, cm.PanView(0.25, -1.0)),
        ({"do": "turn", "yaw_deg": 1, "pitch_deg": -2, "zoom": 1.5}, cm.TurnView(1.0, -2.0, 1.5)),
        ({"do": "loop", "start_met_s": 1, "end_met_s": 2}, cm.SetLoop((1.0, 2.0))),
        ({"do": "no_loop"}, cm.SetLoop(None)),
    ],
)
def test_messages_mean_commands(fields: dict[str, object], meaning: object) -> None:
    assert read_message(json.dumps(fields)) == meaning


@pytest.mark.parametrize(
    "text",
    [
        "", "nonsense", "[]", "null", "7", '"seek"', "{}", '{"do": "shutdown"}', '{"do": ["seek"]}', '{"do": "seek"}',
        '{"do": "seek", "met_s": "5691"}', '{"do": "seek", "met_s": NaN}', '{"do": "seek", "met_s": Infinity}',
        '{"do": "seek", "met_s": 1e999}', '{"do": "seek", "met_s": true}', '{"do": "play", "playing": 1}',
        '{"do": "event", "direction": 5}', '{"do": "event", "direction": 1.0}', '{"do": "drawn", "n": "x"}',
        '{"do": "loop_at", "from": "eva.exit"}', '{"do": "loop_at", "from": 1, "to": 2}',
        '{"do": "seek", "met_s": 1' + "0" * 400 + "}", "[" * 2000,
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(text: str) -> None:
    with pytest.raises(BadMessageError):
        read_message(text)


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"do": "go"}, "when"), ({"do": "mission"}, "mission"), ({"do": "camera"}, "camera"),
        ({"do": "language"}, "language"), ({"do": "inset"}, "camera"), ({"do": "loop_at", "to": "exit"}, "from"),
        ({"do": "loop_at", "from": "exit"}, "to"), ({"do": "suppose", "group": "g", "name": "n"}, "value"),
        ({"do": "suppose", "group": "g", "value": 1}, "name"), ({"do": "suppose", "name": "n", "value": 1}, "group"),
    ],
)  # fmt: skip
def test_words_longer_than_any_are_told_to_whoever_followed_the_link(fields: dict[str, object], key: str) -> None:
    read_message(json.dumps({**fields, key: "x" * LONGEST_WORDS}))
    with pytest.raises(UsageError, match="101 characters - look at the link"):
        read_message(json.dumps({**fields, key: "x" * (LONGEST_WORDS + 1)}))


def test_a_stretch_in_words_is_repeated_from_its_start() -> None:
    show = FakeShow()
    session = Session(show, open_player(show.programme, met_s=100.0), lambda: 0.0)
    viewer = session.join()
    session.receive(viewer, LoopAt("eva.exit+10s", "eva.suit_stiff"))
    assert session.player.loop_met_s == (5701.0, 6150.0)
    assert session.player.met_s == 5701.0
    for start, end in (("yesterday", "eva.exit"), ("eva.exit", "tomorrow"), ("eva.exit", "eva.vent")):
        with pytest.raises(UsageError):
            session.receive(viewer, LoopAt(start, end))
        assert session.player.loop_met_s == (5701.0, 6150.0), "a refused wish changes nothing"


@given(
    st.text(max_size=200) | st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists).map(json.dumps)
)
def test_no_text_does_anything_but_be_read_or_refused(text: str) -> None:
    with contextlib.suppress(BadMessageError):
        read_message(text)
