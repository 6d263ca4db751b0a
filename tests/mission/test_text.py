"""Texts hold letters, not commands to a terminal nor hidden turns of direction."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.errors import UNSEEN, InvalidFile, Problem, escaped
from viz.mission.load import load_mission
from viz.mission.read import MAX_PROBLEMS, few, read_table
from viz.mission.text import unfit_name, unfit_text

Spoil = Callable[[str, str, str], Path]


@pytest.mark.parametrize(
    "text",
    [
        "two\nlines",
        "e\u0301",
        "क्\u200dष",
        "\u200fשלום\u200f",
        "a \u2067עברית\u2069 b",
        "\u202aabc\u202c",
        "\u2066\u202bx\u202c\u2069",
    ],
)
def test_letters_of_any_script_and_paired_turns_are_fine(text: str) -> None:
    assert unfit_text(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\x1b]0;PWNED\x07", "control character U+001B"),
        ("a\x00b", "U+0000"),
        ("a\tb", "U+0009"),
        ("a\rb", "U+000D"),
        ("\x9b31m", "U+009B"),
        ("\x7f", "U+007F"),
        ("abc\u202etxt\u202c", "U+202E"),
        ("\u202dx\u202c", "U+202D"),
        ("\u2066 open", "does not turn it back with U+2069"),
        ("\u202a open\n\u202c", "U+202C"),
        ("\u2069", "has not begun"),
        ("\u2066\u202c", "has not begun"),
        ("a\u200bb", "U+200B, which nobody sees"),
        ("a\u2028b", "U+2028"),
        ("\ufeffa", "U+FEFF"),
        ("a\ufffe", "U+FFFE"),
        ("a\U000e0041b", "U+E0041"),
    ],
)
def test_commands_and_open_turns_are_named(text: str, said: str) -> None:
    assert said in (unfit_text(text) or "")
    assert unfit_name(text) is not None


@pytest.mark.parametrize(
    ("line", "fine"),
    [
        ("[" + ".".join("a" * 4000) + "]", False),
        (".".join("a" * 200) + " = 1", False),
        ('"a,b".' + ".".join("a" * 200) + " = 1", False),
        ("a = [" + "1.5, " * 500 + "]", True),
        ("[a.b.c]", True),
        ('a = "' + "wait... " * 100 + '"', True),
    ],
)
def test_a_key_of_thousands_of_parts_is_refused_before_it_is_read(tmp_path: Path, line: str, fine: bool) -> None:
    """Python's reader of TOML takes seconds over a page of such lines."""
    file = tmp_path / "a.toml"
    file.write_text(line)
    if fine:
        assert read_table(file)
    else:
        with pytest.raises(InvalidFile, match="line 1 begins with"):
            read_table(file)


@given(st.text(alphabet="ab\n\x07\x1b\u202a\u202c\u202e\u2066\u2069"))
def test_what_passes_commands_nothing_and_a_message_never_does(text: str) -> None:
    if unfit_text(text) is None:
        assert not set(text) & set("\x07\x1b\u202e")
        assert text.count("\u202a") == text.count("\u202c")
        assert text.count("\u2066") == text.count("\u2069")
    assert not UNSEEN.search(escaped(text))


def test_a_mission_s_title_key_and_source_are_judged(spoiled: Spoil) -> None:
    folder = spoiled("mission.toml", 'title = "', 'title = "\\u001b[31m')
    with (folder / "sources.toml").open("a") as file:
        file.write('["B\\u0007"]\ntitle = "x"\nwhere = "y\\u202e"\n')
    with pytest.raises(InvalidFile) as caught:
        load_mission(folder)
    said = str(caught.value)
    assert "mission.title: holds the control character U+001B - leave it out" in said
    assert "U+0007" in said
    assert "U+202E" in said
    assert not UNSEEN.search(said)


def test_messages_never_hold_what_they_refuse() -> None:
    error = InvalidFile("a\x1b[31m.toml", [Problem('part[0]."\x07"', "is \u202e", "write\x00")])
    assert not UNSEEN.search(str(error))


def test_a_key_that_nobody_knows_is_shown_escaped(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('"\\u001b]0;x\\u0007" = 1\n')
    with pytest.raises(InvalidFile) as caught:
        read_table(tmp_path / "a.toml")
    assert "\\x1b]0;x\\x07" in str(caught.value)


def test_more_problems_than_can_be_read_are_not_looked_for() -> None:
    looked = 0

    def endless() -> object:
        nonlocal looked
        while True:
            looked += 1
            yield Problem("x", "y", "z")

    told = few(endless())  # type: ignore[arg-type]
    assert len(told) == MAX_PROBLEMS + 1
    assert looked == MAX_PROBLEMS + 1
    assert told[-1].remedy == "mend these first"
