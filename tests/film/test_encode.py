"""The encoder leaves a whole film or nothing, and tells what ffmpeg said."""

from __future__ import annotations

import struct
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from viz.errors import ToolMissing, VizError
from viz.film.clock import FrameClock
from viz.film.encode import (
    Encoder,
    EncoderLostError,
    Packet,
    PictureFolder,
    find_ffmpeg,
    ivf_header,
    ivf_packet,
    lost,
    put_in_place,
    run_quietly,
)
from viz.film.parts import Parts
from viz.film.plan import FilmPlan
from viz.film.tracks import Tracks


@pytest.fixture
def plan(tmp_path: Path) -> FilmPlan:
    clock = FrameClock.lasting(Fraction(0), Fraction(1), Fraction(30))
    return FilmPlan(tmp_path / "film.mp4", clock, 64, 64, "auto", "en", "none", "voskhod2", "ab" * 32, "1", "light")


@pytest.fixture
def tracks(tmp_path: Path) -> Tracks:
    metadata = tmp_path / "meta"
    metadata.write_text(";FFMETADATA1\n")
    return Tracks(metadata, ())


def test_an_ivf_stream_counts_in_frames() -> None:
    header = ivf_header("avc1.64001f", 1280, 720, Fraction(30_000, 1001))
    assert (header[:4], header[8:12], len(header)) == (b"DKIF", b"H264", 32)
    assert struct.unpack("<HHII", header[12:24]) == (1280, 720, 30_000, 1001)
    assert ivf_packet(Packet(7, True, b"abc")) == struct.pack("<IQ", 3, 7) + b"abc"


def test_what_ffmpeg_complains_of_is_told_and_nothing_is_left(plan: FilmPlan, tracks: Tracks) -> None:
    encoder = Encoder(plan, "png", tracks, plan.output.parent)
    encoder.start()

    def feed() -> None:
        for index in range(30):
            encoder.write(Packet(index, True, b"this is no picture" * 10_000))
        encoder.finish()

    with pytest.raises(VizError, match=r"ffmpeg could not write the film: .*png"):
        feed()
    encoder.abort()
    assert sorted(item.name for item in plan.output.parent.iterdir()) == ["meta"]


def test_an_encoder_given_up_leaves_nothing(plan: FilmPlan, tracks: Tracks) -> None:
    encoder = Encoder(plan, "png", tracks, plan.output.parent)
    encoder.start()
    encoder.abort()
    assert sorted(item.name for item in plan.output.parent.iterdir()) == ["meta"]


def test_an_ffmpeg_that_is_not_there_is_exit_code_4(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VOSKHOD2_FFMPEG", str(tmp_path / "nowhere"))
    with pytest.raises(ToolMissing, match="VOSKHOD2_FFMPEG names") as caught:
        find_ffmpeg()
    assert caught.value.exit_code == 4


def test_a_picture_folder_appears_whole(plan: FilmPlan, tmp_path: Path) -> None:
    output = tmp_path / "pictures"
    output.mkdir()
    (output / "frame_000009.png").write_bytes(b"old")
    (tmp_path / "made").mkdir()
    sink = PictureFolder(tmp_path / "made", "frame_{index:06d}.png")
    sink.start()
    sink.write(Packet(0, True, b"new"))
    put_in_place(sink.finish(), output)
    assert [item.name for item in output.iterdir()] == ["frame_000000.png"]


def test_a_part_appears_only_when_it_is_finished(plan: FilmPlan) -> None:
    parts = Parts(plan)
    parts.prepare(resume=False)
    writer = parts.writer(3, "avc1.64001f")
    writer.write(Packet(120, True, b"key"))
    writer.write(Packet(121, False, b""))
    frames = range(120, 122)
    assert not parts.has(3, "avc1.64001f", frames)
    writer.finish()
    assert parts.has(3, "avc1.64001f", frames)
    assert not parts.has(3, "avc1.64001f", range(120, 123)), "a frame is missing"
    assert not parts.has(3, "png", frames)
    assert list(parts.read(3, "avc1.64001f")) == [Packet(120, True, b"key"), Packet(121, False, b"")]


@pytest.mark.parametrize("cut", [1, 5, 12, 20])
def test_a_part_that_lost_its_end_with_the_power_counts_as_missing(plan: FilmPlan, cut: int) -> None:
    parts = Parts(plan)
    parts.prepare(resume=False)
    parts.keep(0, "png", [Packet(0, True, b"whole"), Packet(1, True, b"cut short")])
    assert parts.has(0, "png", range(2))
    (file,) = parts.folder.glob("*.part")
    file.write_bytes(file.read_bytes()[:-cut])
    assert not parts.has(0, "png", range(2))


def test_an_ffmpeg_ended_by_a_signal_is_told_from_one_that_refuses(plan: FilmPlan, tracks: Tracks) -> None:
    encoder = Encoder(plan, "png", tracks, plan.output.parent)
    encoder.start()
    assert encoder._process is not None
    encoder._process.kill()

    def feed() -> None:
        for index in range(1000):
            encoder.write(Packet(index, True, b"x" * 100_000))

    with pytest.raises(EncoderLostError):
        feed()
    encoder.abort()


def test_what_ffmpeg_says_is_utf_8_whatever_the_system_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows titles came back in the ANSI code page, and films were taken for wrong."""
    monkeypatch.setattr(subprocess, "_text_encoding", lambda: "cp1251", raising=False)
    say = "import sys; sys.stdout.buffer.write('Выход बाहर'.encode()); sys.stderr.buffer.write('ош\u0438бка'.encode())"
    assert run_quietly([sys.executable, "-c", say]) == (0, "Выход बाहर", "ошибка")


def test_ffmpeg_ended_from_outside_is_told_from_one_that_refuses_also_where_there_are_no_signals() -> None:
    assert lost(-9, "")
    assert lost(-9, "half a line")
    assert lost(1, ""), "Windows ends a process with whatever code it is given"
    assert lost(1, "x.c: Cannot allocate memory")
    assert not lost(1, "Invalid data found when processing input")
    assert not lost(0, "")
