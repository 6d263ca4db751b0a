"""The secrets in a file: only a small, plain file of ours is taken for one; nothing else is read, and nothing hangs."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest

from viz.errors import InvalidFile, VizError
from viz.player import tokens
from viz.player.tokens import ONCE_S, Once, kept_tokens


def test_secrets_are_kept_for_the_next_start_and_for_nobody_else(tmp_path: Path) -> None:
    file = tmp_path / "voskhod2.token"
    first = kept_tokens(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert kept_tokens(file) == first
    assert first.owner != first.viewer
    assert len(first.owner) >= 32
    assert [path.name for path in tmp_path.iterdir()] == ["voskhod2.token"], "nothing half-written is left"
    file.chmod(0o644)
    with pytest.raises(InvalidFile, match="chmod 600"):
        kept_tokens(file)


@pytest.mark.parametrize("content", [b"", b"one\n", b"\xff\xfe", b"short\nshort2\n", b"a" * 40 + b"\n" + b"a" * 40])
def test_a_file_of_anything_else_is_no_secret(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "notes.txt"
    file.write_bytes(content)
    file.chmod(0o600)
    with pytest.raises(InvalidFile, match="delete the file"):
        kept_tokens(file)
    assert file.read_bytes() == content


def test_a_secret_that_cannot_be_kept_is_said(tmp_path: Path) -> None:
    with pytest.raises(VizError, match="folder"):
        kept_tokens(tmp_path / "nowhere" / "token")


def test_letters_that_repeat_are_no_secret(tmp_path: Path) -> None:
    file = tmp_path / "voskhod2.token"
    file.write_text("A" * 40 + "\n" + "AB" * 20 + "\n")
    file.chmod(0o600)
    with pytest.raises(InvalidFile, match="not the two secrets"):
        kept_tokens(file)


def test_what_is_no_ordinary_file_is_refused_unopened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = tmp_path / "good.token"
    kept_tokens(good)
    strange = {"folder": tmp_path / "folder"}
    strange["folder"].mkdir()
    if hasattr(os, "mkfifo"):
        strange |= {"link": tmp_path / "link", "device": Path(os.devnull)}
        strange["link"].symlink_to(good)
        strange["pipe"] = tmp_path / "pipe"
        os.mkfifo(strange["pipe"])
    monkeypatch.setattr(tokens, "_read", lambda *given: pytest.fail("it was opened"))
    for path in strange.values():
        with pytest.raises(InvalidFile, match="no ordinary file"):
            kept_tokens(path)
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(2**30)
    with pytest.raises(InvalidFile, match="too large"):
        kept_tokens(large)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system keeps no owners in files")
def test_another_users_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "voskhod2.token"
    kept_tokens(file)
    monkeypatch.setattr(os, "geteuid", lambda: file.stat().st_uid + 1)
    with pytest.raises(InvalidFile, match="another user"):
        kept_tokens(file)


def test_where_modes_mean_nothing_the_second_start_finds_its_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FAT and some network shares give every file the same mode, whatever is asked for."""
    file = tmp_path / "voskhod2.token"
    first = kept_tokens(file)
    real = os.lstat

    def everybodys(path: Path, **wishes: object) -> os.stat_result:
        found = list(real(path))
        found[0] |= 0o777
        return os.stat_result(found)

    monkeypatch.setattr(Path, "lstat", everybodys)
    assert kept_tokens(file) == first
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_a_system_without_owners_asks_for_no_modes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "voskhod2.token"
    first = kept_tokens(file)
    file.chmod(0o666)
    monkeypatch.delattr(os, "geteuid", raising=False)
    assert kept_tokens(file) == first


def test_a_file_replaced_between_the_look_and_the_reading_is_not_read(tmp_path: Path) -> None:
    file, other = tmp_path / "voskhod2.token", tmp_path / "other"
    kept_tokens(file)
    other.write_text("x")
    with pytest.raises(OSError, match="replaced"):
        tokens._read(other, file.lstat())


def test_the_address_that_opens_the_browser_is_good_once_and_not_for_long() -> None:
    clock = SimpleNamespace(now_s=0.0)
    once = Once(lambda: clock.now_s)
    assert not once.take("")
    assert not once.take(once.secret + "x")
    assert once.take(once.secret)
    assert not once.take(once.secret), "a second time it opens nothing"
    late = Once(lambda: clock.now_s)
    clock.now_s += ONCE_S + 1.0
    assert not late.take(late.secret)
