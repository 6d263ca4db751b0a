"""Questions, black screen and suppositions as arithmetic on the player, and as messages of the page."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.errors import UsageError
from viz.player import commands as cm
from viz.player.playback import RATES, Player, open_player, step
from viz.player.programme import Programme
from viz.player.wire import BadMessageError, read_message
from viz.story.panel import Supposable

DELAY = Supposable("descent", "delay_s", 0.0, (-90.0, 300.0))
SUIT = Supposable("suit", "relief_pressure_atm", 0.27, (0.2, 0.4), (None,))
ENTRY = Supposable("eva", "entry", "head_first", choices=("head_first", "feet_first"))
STOPS_S = (100.0, 250.0)
PROGRAMME = Programme(0.0, 1000.0, (10.0,), ("auto",), ("en",), STOPS_S, (SUIT, DELAY, ENTRY))


def playing(met_s: float, rate: float = 1.0, *, stops: bool = True) -> Player:
    player = step(open_player(PROGRAMME, met_s=met_s, rate=rate), cm.SetStops(stops))
    return step(player, cm.SetPlaying(True))


@given(rate=st.sampled_from(RATES), dt_s=st.floats(0.001, 5.0))
def test_no_rate_leaps_over_a_question(rate: float, dt_s: float) -> None:
    player = playing(99.0, rate)
    for _ in range(40):
        player = step(player, cm.Tick(), dt_s)
        if player.met_s >= 100.0:
            break
    assert player.met_s <= 100.0
    assert player.playing is (player.met_s < 100.0)


def test_from_a_question_the_show_goes_on_to_the_next() -> None:
    asked = step(playing(99.0), cm.Tick(), 5.0)
    assert (asked.met_s, asked.playing) == (100.0, False)
    going = step(step(asked, cm.SetPlaying(True)), cm.Tick(), 10.0)
    assert (going.met_s, going.playing) == (110.0, True)
    assert step(going, cm.Tick(), 500.0).met_s == 250.0


def test_questions_are_passed_backwards_and_when_switched_off() -> None:
    assert step(playing(101.0, -1.0), cm.Tick(), 5.0).met_s == 96.0
    assert step(playing(99.0, stops=False), cm.Tick(), 5.0).met_s == 104.0


def test_the_screen_turns_black_without_moving_time() -> None:
    player = playing(5.0)
    black = step(player, cm.SetBlack(True))
    assert black == replace(player, black=True)
    assert step(black, cm.SetBlack(False)) == player


def test_suppositions_stand_in_one_order_however_they_were_made() -> None:
    player = open_player(PROGRAMME)
    late, kept = cm.Suppose("descent", "delay_s", 22.0), cm.Suppose("suit", "relief_pressure_atm", None)
    one = step(step(player, late), kept)
    assert one == step(step(player, kept), late)
    assert one.supposed == (("suit", "relief_pressure_atm", None), ("descent", "delay_s", 22.0))
    assert step(one, cm.SupposeNothing()) == player


def test_the_recorded_value_takes_a_supposition_back() -> None:
    player = step(open_player(PROGRAMME), cm.Suppose("eva", "entry", "feet_first"))
    assert player.supposed == (("eva", "entry", "feet_first"),)
    assert step(player, cm.Suppose("eva", "entry", "head_first")).supposed == ()


@pytest.mark.parametrize(
    "wrong",
    [
        cm.Suppose("descent", "delay_s", 301.0), cm.Suppose("descent", "delay_s", None),
        cm.Suppose("eva", "entry", 1.0),
        cm.Suppose("eva", "entry", "sideways"), cm.Suppose("moon", "phase", 1.0),
        cm.Suppose("descent", "delay_s", float("nan")), cm.Suppose("suit", "relief_pressure_atm", "low"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_what_can(wrong: cm.Suppose) -> None:
    with pytest.raises(UsageError, match=r"choose from|finite"):
        step(open_player(PROGRAMME), wrong)


@pytest.mark.parametrize(
    ("message", "command"),
    [
        ({"do": "black", "shown": True}, cm.SetBlack(True)),
        ({"do": "doubt", "shown": True}, cm.SetDoubt(True)),
        ({"do": "outline", "shown": True}, cm.SetOutline(True)),
        ({"do": "inset", "camera": "tv1"}, cm.SetInset("tv1")),
        ({"do": "inset", "camera": None}, cm.SetInset(None)),
        ({"do": "stops", "shown": False}, cm.SetStops(False)),
        ({"do": "suppose_nothing"}, cm.SupposeNothing()),
        ({"do": "suppose", "group": "descent", "name": "delay_s", "value": -33}, cm.Suppose("descent", "delay_s", -33)),
        ({"do": "suppose", "group": "eva", "name": "entry", "value": "feet"}, cm.Suppose("eva", "entry", "feet")),
        ({"do": "suppose", "group": "suit", "name": "x", "value": None}, cm.Suppose("suit", "x", None)),
    ],
)  # fmt: skip
def test_the_page_asks_for_it(message: dict[str, object], command: cm.Command) -> None:
    assert read_message(json.dumps(message)) == command


@pytest.mark.parametrize("value", [True, [1], {"a": 1}, 10**400])
def test_no_other_kind_of_value_is_read(value: object) -> None:
    with pytest.raises(BadMessageError):
        read_message(json.dumps({"do": "suppose", "group": "suit", "name": "x", "value": value}))
