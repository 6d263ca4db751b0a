"""Which characters a text may hold: those that are read, no commands to a terminal, nothing hidden, no hidden turns.

Titles and captions end in terminals, chapters, subtitles and pages. A control character commands a terminal or cuts a
text short; an override (U+202D, U+202E) shows other letters than are there, and an embedding or isolate left open
turns what stands after the text.
"""

from __future__ import annotations

import unicodedata

from viz.errors import UNSEEN

_OVERRIDES = "\u202d\u202e"
_EMBEDDINGS, _EMBEDDING_END = "\u202a\u202b", "\u202c"
_ISOLATES, _ISOLATE_END = "\u2066\u2067\u2068", "\u2069"
_ENDS = (_EMBEDDING_END, _ISOLATE_END)


def unfit_text(text: str) -> str | None:
    """Return what is wrong with a text, or None: a control character but the newline, an override, a turn left open,
    a character that is not seen.
    """
    if UNSEEN.search(text) is None:
        return None
    for line in text.split("\n"):
        open_turns: list[str] = []
        for character in line:
            if unicodedata.category(character) == "Cc":
                return f"holds the control character {_number(character)}"
            if character in _OVERRIDES:
                return f"holds {_number(character)}, which shows letters in another order than they have"
            if character in _EMBEDDINGS:
                open_turns.append(_EMBEDDING_END)
            elif character in _ISOLATES:
                open_turns.append(_ISOLATE_END)
            elif character not in _ENDS and UNSEEN.fullmatch(character):
                return f"holds {_number(character)}, which nobody sees"
            elif character in _ENDS and (not open_turns or open_turns.pop() != character):
                return f"holds {_number(character)}, which ends a turn of direction that has not begun"
        if open_turns:
            return f"turns the direction of writing and does not turn it back with {_number(open_turns[-1])}"
    return None


def unfit_name(name: str) -> str | None:
    """Return what is wrong with a key or an id, or None: any of these characters, and a newline."""
    found = "\n" if "\n" in name else UNSEEN.search(name)
    if found is None:
        return None
    return f"holds the character {_number(found if isinstance(found, str) else found.group())}"


def visible_length(text: str) -> int:
    """Return how many characters a reader sees: marks that join the letter before them do not count."""
    return sum(unicodedata.category(character) not in ("Mn", "Mc", "Me", "Cf") for character in text)


def _number(character: str) -> str:
    return f"U+{ord(character):04X}"
