"""The reducer: every control as arithmetic."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.errors import UsageError
from viz.player import commands as cm
from viz.player import playback as pb
from viz.player.playback import RATES, Player, open_player, step
from viz.player.programme import Programme
from viz.story.shots import Hand

START_S, END_S = 0.0, 270_000.0
EVENTS = (0.0, 118.0, 5293.0, 5691.0, 6420.0, 93_737.0)
PROGRAMME = Programme(START_S, END_S, EVENTS, ("auto", "chase", "tv1"))
ONE_MICROSECOND = 1e-6

mets = st.floats(START_S, END_S)
spans = st.floats(0.0, 5.0)
rates = st.sampled_from([*RATES, *(-rate for rate in RATES)])
anything = st.floats(allow_nan=False, allow_infinity=False, width=32)

commands = st.one_of(
    st.builds(cm.Seek, anything),
    st.builds(cm.Skip, anything),
    st.builds(cm.Nudge, anything),
    st.builds(cm.StepFrames, st.integers(-100, 100)),
    st.builds(cm.JumpEvent, st.sampled_from([-1, 1])),
    st.builds(cm.SetPlaying, st.booleans()),
    st.just(cm.TogglePause()),
    st.builds(cm.SetRate, rates),
    st.builds(cm.ShiftRate, st.sampled_from([-1, 1])),
    st.just(cm.Reverse()),
    st.builds(cm.SetCamera, st.sampled_from(PROGRAMME.cameras)),
    st.builds(cm.ShiftCamera, st.sampled_from([-1, 1])),
    st.builds(cm.SetLanguage, st.sampled_from(PROGRAMME.languages)),
    st.just(cm.ShiftLanguage()),
    st.builds(cm.SetCaptions, st.booleans()),
    st.builds(cm.TurnView, anything, anything, st.floats(0.01, 100.0)),
    st.builds(cm.PanView, anything, anything),
    st.just(cm.ResetView()),
    st.builds(cm.SetLoop, st.none() | st.just((5000.0, 6000.0))),
    st.just(cm.Tick()),
)


def player_at(met_s: float, rate: float = 1.0, *, playing: bool = True) -> Player:
    return step(open_player(PROGRAMME, met_s=met_s, rate=rate), cm.SetPlaying(playing))


@given(st.lists(st.tuples(commands, spans), max_size=40))
def test_no_sequence_of_commands_leaves_the_flight(moves: list[tuple[cm.Command, float]]) -> None:
    player = open_player(PROGRAMME)
    for command, dt_s in moves:
        player = step(player, command, dt_s)
        assert START_S <= player.met_s <= END_S
        assert 0.0 < abs(player.rate) <= RATES[-1]
        assert abs(player.hand.pitch_deg) <= pb.PITCH_LIMIT_DEG
        assert -180.0 <= player.hand.yaw_deg < 180.0
        assert pb.ZOOM_LIMITS[0] <= player.hand.zoom <= pb.ZOOM_LIMITS[1]
        assert max(abs(player.hand.right), abs(player.hand.up)) <= pb.PAN_LIMIT


@given(mets, rates, spans)
def test_playing_to_an_instant_and_seeking_there_are_the_same(met_s: float, rate: float, dt_s: float) -> None:
    played = step(player_at(met_s, rate), cm.Tick(), dt_s)
    sought = step(player_at(met_s, rate), cm.Seek(played.met_s))
    assert sought.met_s == played.met_s


@given(st.floats(20_000.0, 200_000.0), rates, spans)
def test_forward_then_reverse_returns(met_s: float, rate: float, dt_s: float) -> None:
    there = step(player_at(met_s, rate), cm.Tick(), dt_s)
    back = step(step(there, cm.Reverse()), cm.Tick(), dt_s)
    assert back.met_s == pytest.approx(met_s, abs=ONE_MICROSECOND)


@given(st.floats(20_000.0, 200_000.0), rates, st.lists(st.floats(0.0, 0.1), max_size=30))
def test_many_small_steps_are_one_long_one(met_s: float, rate: float, steps_s: list[float]) -> None:
    player = player_at(met_s, rate)
    for dt_s in steps_s:
        player = step(player, cm.Tick(), dt_s)
    assert player.met_s == pytest.approx(met_s + rate * math.fsum(steps_s), abs=ONE_MICROSECOND)


@given(mets, st.floats(0.0, 1000.0))
def test_a_pause_holds_the_instant(met_s: float, dt_s: float) -> None:
    assert step(player_at(met_s, playing=False), cm.Tick(), dt_s).met_s == met_s


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_a_number_is_refused(value: float) -> None:
    player = player_at(10.0)
    for command in (cm.Seek(value), cm.Skip(value), cm.Nudge(value), cm.SetRate(value), cm.TurnView(yaw_deg=value)):
        with pytest.raises(UsageError):
            step(player, command)
    with pytest.raises(UsageError):
        step(player, cm.Tick(), value)


def test_time_cannot_pass_backwards() -> None:
    with pytest.raises(UsageError):
        step(player_at(10.0), cm.Tick(), -0.1)


@pytest.mark.parametrize("rate", [0.0, 1000.1, -2000.0])
def test_rates_beyond_the_presets_are_refused(rate: float) -> None:
    with pytest.raises(UsageError, match="choose from 1 to 1000"):
        step(player_at(0.0), cm.SetRate(rate))


def test_faster_and_slower_walk_the_presets_and_keep_the_direction() -> None:
    player = player_at(0.0, -1.0)
    seen = []
    for _ in range(len(RATES) + 1):
        seen.append(player.rate)
        player = step(player, cm.ShiftRate(1))
    assert seen == [*(-rate for rate in RATES), -1000.0]
    assert step(player, cm.ShiftRate(-1)).rate == -300.0


def test_the_end_of_the_flight_stops_the_show_and_play_begins_again() -> None:
    ended = step(player_at(END_S - 1.0, 10.0), cm.Tick(), 1.0)
    assert (ended.met_s, ended.playing) == (END_S, False)
    again = step(ended, cm.TogglePause())
    assert (again.met_s, again.playing) == (START_S, True)


def test_running_backwards_stops_at_lift_off() -> None:
    assert step(player_at(5.0, -10.0), cm.Tick(), 1.0).met_s == START_S
    assert not step(player_at(5.0, -10.0), cm.Tick(), 1.0).playing


@given(mets)
def test_next_event_is_the_first_one_after(met_s: float) -> None:
    target = step(player_at(met_s, playing=False), cm.JumpEvent(1)).met_s
    assert target == min([met for met in EVENTS if met > met_s + pb.SAME_INSTANT_S], default=END_S)


def test_events_are_walked_one_by_one_and_back() -> None:
    player = player_at(START_S, playing=False)
    for met_s in [*EVENTS[1:], END_S]:
        player = step(player, cm.JumpEvent(1))
        assert player.met_s == met_s
    for met_s in reversed(EVENTS):
        player = step(player, cm.JumpEvent(-1))
        assert player.met_s == met_s


def test_a_skip_is_film_time_a_nudge_is_flight_time() -> None:
    assert step(player_at(6000.0, 60.0), cm.Skip(-10.0)).met_s == 5400.0
    assert step(player_at(6000.0, -60.0), cm.Skip(-10.0)).met_s == 5400.0, "back is back, whichever way time runs"
    assert step(player_at(6000.0, 60.0), cm.Nudge(-10.0)).met_s == 5990.0


def test_stepping_frames_stops_and_moves_one_frame_of_showing() -> None:
    stepped = step(player_at(6000.0, 30.0), cm.StepFrames(1))
    assert stepped.met_s == pytest.approx(6001.0, abs=ONE_MICROSECOND)
    assert not stepped.playing


@given(st.floats(5000.0, 6000.0), rates, st.floats(0.0, 100.0))
def test_a_loop_keeps_the_show_inside(met_s: float, rate: float, dt_s: float) -> None:
    looping = step(player_at(met_s, rate), cm.SetLoop((5000.0, 6000.0)))
    moved = step(looping, cm.Tick(), dt_s)
    assert 5000.0 <= moved.met_s <= 6000.0
    assert moved.playing


def test_a_loop_without_length_is_refused() -> None:
    with pytest.raises(UsageError, match="no length"):
        step(player_at(0.0), cm.SetLoop((6000.0, 6000.0)))


def test_a_new_camera_takes_the_hand_off() -> None:
    turned = step(step(player_at(0.0), cm.TurnView(30.0, -20.0, 2.0)), cm.PanView(0.25, -0.5))
    assert turned.hand == Hand(30.0, -20.0, 2.0, 0.25, -0.5)
    assert step(turned, cm.TurnView(-30.0, 20.0, 0.5)).hand == Hand(right=0.25, up=-0.5)
    assert step(turned, cm.ShiftCamera(1)).hand == Hand()
    assert step(turned, cm.ResetView()).hand == Hand()


def test_unknown_names_are_answered_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="auto, chase, tv1"):
        step(player_at(0.0), cm.SetCamera("drone"))
    with pytest.raises(UsageError, match="en, ru, hi"):
        step(player_at(0.0), cm.SetLanguage("fr"))


def test_a_show_cannot_open_outside_the_flight() -> None:
    with pytest.raises(UsageError, match="outside the flight"):
        open_player(PROGRAMME, met_s=END_S + 1.0)


def test_languages_and_cameras_go_round() -> None:
    player = player_at(0.0)
    seen = []
    for _ in range(4):
        seen.append((player.language, player.camera))
        player = step(step(player, cm.ShiftLanguage()), cm.ShiftCamera(1))
    assert seen == [("en", "auto"), ("ru", "chase"), ("hi", "tv1"), ("en", "auto")]
