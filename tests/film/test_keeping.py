"""What was drawn is never lost: not to another recording, a dead ffmpeg, a check, a full disk or a second try."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from importlib import import_module
from pathlib import Path

import pytest
from film_fake import FakeShow

from viz.errors import UsageError, VizError
from viz.film.claim import claim
from viz.film.disk import check_room, remedy, room_needed
from viz.film.encode import find_ffmpeg
from viz.film.names import parts_folder
from viz.film.plan import FilmPlan, plan_film
from viz.film.record import record_show, terminable
from viz.film.request import FilmReport, FilmRequest, Progress
from viz.film.verify import NotCheckedError, verify_file

pytestmark = pytest.mark.usefixtures("painted")

FRAMES, IN_A_SEGMENT = 50, 20
RECORDING = import_module("viz.film.record")  # the package has a function of that name


def request_for(output: Path, **changes: object) -> FilmRequest:
    usual = FilmRequest(
        output=output, start="eva.exit", seconds=Fraction(10), fps=Fraction(5), width=64, height=64, subtitles="none",
        quality="light",
    )  # fmt: skip
    return replace(usual, **changes)  # type: ignore[arg-type]


def film(output: Path, tell: Callable[[Progress], None] | None = None, **changes: object) -> FilmReport:
    return record_show(request_for(output, **changes), lambda _: FakeShow(), tell)


def stop(progress: Progress) -> None:
    if progress.done >= IN_A_SEGMENT:
        raise KeyboardInterrupt


def interrupted(output: Path, **changes: object) -> dict[str, bytes]:
    with pytest.raises(KeyboardInterrupt):
        film(output, stop, **changes)
    found = contents(output)
    assert found
    return found


def contents(output: Path) -> dict[str, bytes]:
    """The finished parts kept for a film."""
    return {file.name: file.read_bytes() for file in parts_folder(output).glob("*.part")}


def names(folder: Path) -> list[str]:
    return sorted(item.name for item in folder.iterdir())


def test_the_same_command_without_resume_refuses_and_says_how_to_go_on(tmp_path: Path) -> None:
    output = tmp_path / "film.mp4"
    kept = interrupted(output)
    said = rf"film\.mp4: an interrupted recording left {IN_A_SEGMENT} of {FRAMES} frames in .*\.film\.mp4\.parts - "
    with pytest.raises(UsageError, match=said + "go on from them with --resume, or remove them with --discard"):
        film(output)
    assert contents(output) == kept
    told: list[Progress] = []
    film(output, told.append, resume=True)
    assert next(progress.done for progress in told if progress.stage == "drawing") == IN_A_SEGMENT
    assert names(tmp_path) == ["film.mp4", "film.poster.png"]


@pytest.mark.parametrize("resume", [False, True])
@pytest.mark.parametrize(
    ("changes", "said"),
    [({"language": "ru"}, "--lang en, now ru"), ({"seconds": Fraction(12)}, "--seconds 10, now 12; frames 50, now 60")],
)
def test_parts_of_a_film_with_other_options_are_kept_and_named(
    tmp_path: Path, resume: bool, changes: dict[str, object], said: str
) -> None:
    output = tmp_path / "film.mp4"
    kept = interrupted(output)
    with pytest.raises(UsageError, match=rf"of another film \({said}\) - .* with those options and --resume"):
        film(output, resume=resume, force=True, **changes)
    assert contents(output) == kept


def test_parts_of_another_version_are_kept_and_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    output = tmp_path / "film.mp4"
    monkeypatch.setattr(RECORDING, "package_version", lambda: "1.0")
    kept = interrupted(output)
    monkeypatch.setattr(RECORDING, "package_version", lambda: "2.0")
    with pytest.raises(UsageError, match=r"version 1\.0, now 2\.0.*--discard"):
        film(output, resume=True)
    assert contents(output) == kept
    old = tmp_path / ".old.mp4.parts-0123456789abcdef"
    old.mkdir()
    with pytest.raises(UsageError, match=r"an earlier version left parts of a film in .*0123456789abcdef"):
        film(tmp_path / "old.mp4")
    assert old.is_dir()
    film(tmp_path / "old.mp4", discard=True)
    assert not old.exists()


def test_parts_whose_note_cannot_be_read_are_kept(tmp_path: Path) -> None:
    output = tmp_path / "film.mp4"
    kept = interrupted(output)
    (parts_folder(output) / "note.json").write_text("{")
    with pytest.raises(UsageError, match=r"left 20 frames .* of another film - "):
        film(output, resume=True)
    assert contents(output) == kept


def test_parts_are_removed_when_it_is_asked_for(tmp_path: Path) -> None:
    output = tmp_path / "film.mp4"
    interrupted(output)
    with pytest.raises(UsageError, match="not both"):
        film(output, resume=True, discard=True)
    told: list[Progress] = []
    film(output, told.append, discard=True, language="ru")
    assert next(progress.done for progress in told if progress.stage == "drawing") == 0
    assert names(tmp_path) == ["film.mp4", "film.poster.png"]


def test_the_note_says_what_is_there(tmp_path: Path) -> None:
    interrupted(tmp_path / "film.mp4", language="ru")
    note = (parts_folder(tmp_path / "film.mp4") / "note.json").read_text(encoding="utf-8")
    assert "voskhod2 record --mission voskhod2 --from T+01:34:51 --seconds 10" in note
    assert "--resume" in note
    assert "--discard" in note


def test_brackets_in_a_name_are_no_pattern(tmp_path: Path) -> None:
    kept = interrupted(tmp_path / "day1.mp4")
    (tmp_path / ".day1.mp4.parts-0123456789abcdef").mkdir()
    film(tmp_path / "day[12].mp4")
    film(tmp_path / "day[12].mp4", discard=True, force=True)
    assert contents(tmp_path / "day1.mp4") == kept
    assert (tmp_path / ".day1.mp4.parts-0123456789abcdef").is_dir()


def test_two_recordings_of_one_film_exclude_each_other(tmp_path: Path) -> None:
    output = tmp_path / "film.mp4"
    refused = []

    def meanwhile(progress: Progress) -> None:
        if progress.done == IN_A_SEGMENT and not refused:
            for wish in ({}, {"resume": True}, {"discard": True, "force": True}):
                with pytest.raises(VizError, match=rf"film\.mp4: process {os.getpid()} is recording it - wait"):
                    film(output, **wish)
                refused.append(wish)

    assert film(output, meanwhile).frames == FRAMES
    assert len(refused) == 3
    assert names(tmp_path) == ["film.mp4", "film.poster.png"]


HOLDER = """
import sys
from pathlib import Path
from viz.film.claim import claim
with claim(Path(sys.argv[1])) as folder:
    (folder / "000000-png.part").write_bytes(b"")
    print("held", flush=True)
    sys.stdin.read()
"""


def test_whoever_is_killed_holds_a_film_no_longer(tmp_path: Path) -> None:
    output = tmp_path / "film.mp4"
    command = [sys.executable, "-c", HOLDER, str(output)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(VizError, match=f"process {holder.pid} is recording it"), claim(output):
            pass
        holder.kill()
        holder.communicate()
    with claim(output) as folder:
        assert (folder / "000000-png.part").exists(), "what it finished is still there"


def test_a_folder_is_left_only_while_something_in_it_is_worth_keeping(tmp_path: Path) -> None:
    output = tmp_path / "film.mp4"
    with claim(output) as folder:
        (folder / "film.mp4").write_bytes(b"half a film")
        (folder / "pictures").mkdir()
        (folder / "pictures" / "frame_000000.png").touch()
    assert names(tmp_path) == []


def test_what_a_killed_recording_left_unfinished_goes_with_the_next_start(tmp_path: Path) -> None:
    output = tmp_path / "film.mp4"
    kept = interrupted(output)
    folder = parts_folder(output)
    for leftover in ("film.mp4", "beside-0", "en.srt", "film.ffmetadata", "000001-png.7.new"):
        (folder / leftover).write_bytes(b"left over")
    (folder / "pictures").mkdir()
    with pytest.raises(UsageError, match="--resume"):
        film(output)
    assert names(folder) == sorted(["lock", "note.json", *kept])


def test_the_next_recording_tidies_up_after_those_of_other_films_that_were_killed(tmp_path: Path) -> None:
    kept = interrupted(tmp_path / "kept.mp4")
    with claim(tmp_path / "living.mp4") as living:
        (living / "film.mp4").write_bytes(b"half a film")
        for name in ("kept.mp4", "empty.mp4"):
            folder = parts_folder(tmp_path / name)
            folder.mkdir(exist_ok=True)
            (folder / "lock").touch()
            (folder / "beside-0").write_bytes(b"left over")
        (tmp_path / ".not ours.parts").mkdir()
        film(tmp_path / "film.mp4")
        assert names(living) == ["film.mp4", "lock"]
    assert names(parts_folder(tmp_path / "kept.mp4")) == sorted(["lock", "note.json", *kept])
    assert names(tmp_path) == [".kept.mp4.parts", ".not ours.parts", "film.mp4", "film.poster.png"]


def ffmpeg_that(monkeypatch: pytest.MonkeyPatch, folder: Path, deed: str) -> None:
    """An ffmpeg that does something else when it is to decode a whole film."""
    script, real = folder / "ffmpeg", find_ffmpeg()
    script.write_text(f'#!/bin/bash\nhere="{folder}"\ncase "$*" in *-xerror*) {deed};; esac\nexec "{real}" "$@"\n')
    script.chmod(0o755)
    monkeypatch.setenv("VOSKHOD2_FFMPEG", str(script))


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_an_ffmpeg_killed_in_the_final_check_costs_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    output, tool = tmp_path / "films" / "film.mp4", tmp_path / "tool"
    output.parent.mkdir()
    tool.mkdir()
    ffmpeg_that(monkeypatch, tool, "kill -9 $$")
    said = r"could not be checked: ffmpeg was ended \(exit code -9\) - it is kept as .*film\.unverified\.mp4"
    with pytest.raises(VizError, match=said):
        film(output)
    assert names(output.parent) == [".film.mp4.parts", "film.unverified.mp4"]
    monkeypatch.delenv("VOSKHOD2_FFMPEG")
    assert f"{FRAMES} of {FRAMES} frames" in verify_file(output.with_name("film.unverified.mp4"))
    told: list[Progress] = []
    film(output, told.append, resume=True)
    assert next(progress.done for progress in told if progress.stage == "drawing") == FRAMES, "nothing is drawn again"


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_a_check_that_was_cut_off_is_made_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tool = tmp_path / "tool"
    tool.mkdir()
    ffmpeg_that(monkeypatch, tool, '[ -e "$here/once" ] || { touch "$here/once"; kill -9 $$; }')
    assert film(tmp_path / "film.mp4").frames == FRAMES
    assert (tool / "once").exists()


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (NotCheckedError("ffmpeg cannot run (Too many open files)"), "could not be checked: ffmpeg cannot run"),
        (MemoryError(), "could not be checked: there is not enough memory"),
    ],
)
def test_a_check_that_cannot_be_made_leaves_the_film_unverified(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, problem: Exception, said: str
) -> None:
    def fail(*_: object) -> None:
        raise problem

    monkeypatch.setattr(RECORDING, "verify", fail)
    with pytest.raises(VizError, match=said):
        film(tmp_path / "film.mkv")
    assert names(tmp_path) == [".film.mkv.parts", "film.unverified.mkv"]


@pytest.mark.parametrize("name", ["film.mp4", "pictures"])
def test_a_film_that_fails_its_check_is_kept_under_a_name_that_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    def fail(*_: object) -> None:
        raise VizError("the finished film is not what was asked for (chapters: 'Вы', not 'Выход')")

    monkeypatch.setattr(RECORDING, "verify", fail)
    output = tmp_path / name
    kept = "film.failed-check.mp4" if output.suffix else "pictures-failed-check"
    with pytest.raises(VizError, match=rf"not 'Выход'.* - the film is kept as .*{kept}; --resume .*--discard"):
        film(output)
    with pytest.raises(VizError, match=r"failed-check-2"):
        film(output, resume=True)
    assert (tmp_path / kept).exists()
    assert contents(output)


def test_a_film_whose_companions_fail_is_in_its_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(*_: object) -> bytes:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    output = tmp_path / "film.mp4"
    with monkeypatch.context() as broken:
        broken.setattr("viz.film.companions.drawn_frame", fail)
        with pytest.raises(VizError, match=r"film\.mp4 is whole and in its place, but .*No space.*--resume --force"):
            film(output, subtitles="tracks")
    assert names(tmp_path) == [".film.mp4.parts", "film.mp4"]
    film(output, subtitles="tracks", resume=True, force=True)
    assert "film.poster.png" in names(tmp_path)


def test_a_film_that_cannot_be_put_in_place_is_kept_beside_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As on Windows, where a player has the film of yesterday open."""

    def fail(*_: object) -> None:
        raise PermissionError(errno.EACCES, "The process cannot access the file")

    (tmp_path / "film.mp4").write_bytes(b"yesterday's")
    monkeypatch.setattr(RECORDING, "put_in_place", fail)
    said = r"could not be put there: The process cannot access the file - it is kept as .*film\.finished\.mp4; rename"
    with pytest.raises(VizError, match=said):
        film(tmp_path / "film.mp4", force=True)
    assert names(tmp_path) == [".film.mp4.parts", "film.finished.mp4", "film.mp4"]
    assert (tmp_path / "film.mp4").read_bytes() == b"yesterday's"


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_a_link_to_nothing_is_not_replaced_unasked(tmp_path: Path) -> None:
    output = tmp_path / "film.mp4"
    output.symlink_to(tmp_path / "other disk" / "film.mp4")
    with pytest.raises(UsageError, match=r"film\.mp4 exists as a link to nothing - give another name, or --force"):
        film(output)
    assert output.is_symlink()
    film(output, force=True)
    assert not output.is_symlink()


def planned(output: Path) -> FilmPlan:
    show = FakeShow()
    return plan_film(
        request_for(output), when=show.when, flight_range_s=show.range_s, mission_id="m", files_digest="d", version="1"
    )


def test_room_that_parts_already_fill_is_counted_as_such(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    plan, whole = planned(tmp_path / "film.mp4"), room_needed(planned(tmp_path / "film.mp4"))
    assert room_needed(plan, (FRAMES, 1000)) == 1000, "all is drawn: the film takes what its parts do"
    assert room_needed(plan, (FRAMES // 2, 1000)) == 1000 + whole // 2
    monkeypatch.setattr(shutil, "disk_usage", lambda _: type("Usage", (), {"free": whole - 1}))
    with pytest.raises(VizError, match="make room"):
        check_room(plan)
    check_room(plan, (FRAMES // 2, 1000))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.ENOSPC, "make room, then use --resume"),
        (errno.ENAMETOOLONG, "give a shorter name"),
        (errno.EROFS, "may not be written to: choose another folder"),
        (errno.EACCES, "close the program that has it open"),
        (errno.EFBIG, "holds no file of that size"),
        (errno.EIO, "check the disk"),
    ],
)
def test_each_trouble_with_a_disk_has_its_own_remedy(tmp_path: Path, code: int, said: str) -> None:
    assert said in remedy(tmp_path / "film.mp4", OSError(code, os.strerror(code)))


def test_a_folder_that_is_gone_needs_no_room(tmp_path: Path) -> None:
    problem = FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    assert "is gone: make it again" in remedy(tmp_path / "gone" / "film.mp4", problem)
    sharing = PermissionError(errno.EACCES, "used by another process")
    sharing.winerror = 32  # type: ignore[attr-defined]
    assert "close the program" in remedy(tmp_path / "film.mp4", sharing)


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="terminals tell their end otherwise here")
def test_a_terminal_that_closes_interrupts_as_ctrl_c_does_unless_nohup_says_otherwise() -> None:
    for ending in (signal.SIGTERM, signal.SIGHUP):
        before = signal.getsignal(ending)
        with pytest.raises(KeyboardInterrupt), terminable():
            signal.raise_signal(ending)
        assert signal.getsignal(ending) == before
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with terminable():
            signal.raise_signal(signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)
