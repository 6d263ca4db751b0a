"""What is known of each language of the program: one row, and its words in ``ui/<id>.toml`` of the assets.

A further language is a row here and texts: ``ui/<id>.toml``, a plugin's ``words/<id>.toml``, and in each mission
``captions/<id>.toml`` and whatever its files say in several languages; `check` names what is missing. Rules of plurals
and of grouping digits are functions, so that a language with rules of its own brings them along.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

NO_BREAK = "\u00a0"

Plural = Callable[[float, int], str]
"""From a count and the decimals it is written with to its CLDR form: one, few, many or other."""
Grouped = Callable[[str], str]
"""From the digits before the decimal mark to the same digits in groups."""


def one_or_other(count: float, decimals: int = 0) -> str:
    """Tell 1 from the rest by the digits written: ``1.0`` is "other"."""
    return "one" if not decimals and abs(count) == 1 else "other"


def up_to_one(count: float, decimals: int = 0) -> str:
    """Tell 0 to 1 from the rest."""
    return "one" if abs(count) <= 1 else "other"


def one_few_many(count: float, decimals: int = 0) -> str:
    """Tell 1, 21, 31..., from 2 to 4, 22 to 24..., and both from the rest; what has a fraction is "other"."""
    whole = int(abs(count))
    if decimals or abs(count) != whole:
        return "other"
    last, last_two = whole % 10, whole % 100
    if last == 1 and last_two != 11:
        return "one"
    return "few" if 2 <= last <= 4 and not 12 <= last_two <= 14 else "many"


def thousands(digits: str) -> str:
    """Write ``12,345``."""
    return f"{int(digits):,}"


def thousands_apart(digits: str) -> str:
    """Write ``12 345``, and four digits together."""
    return f"{int(digits):,}".replace(",", NO_BREAK) if len(digits) > 4 else digits


def lakhs(digits: str) -> str:
    """Write ``1,23,456``: pairs before the last three."""
    if len(digits) <= 5:
        return thousands(digits)
    head, tail = digits[:-3], digits[-3:]
    pairs = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)]
    return ",".join([*reversed(pairs), tail])


@dataclass(frozen=True, slots=True)
class Language:
    """One language."""

    name: str
    """What it calls itself."""
    short: str
    """On its button, one to three letters."""
    locale: str
    """BCP 47, for what a browser writes: day before month."""
    code: str
    """ISO 639-2, for the tracks of a film."""
    months: tuple[str, ...]
    """As a date has them; short forms are their beginnings."""
    plural: Plural
    grouped: Grouped
    decimal_mark: str
    letters_per_s: int
    """What a reader of subtitles can follow; where the limits come from is told in `viz.film.cues`."""
    letters_per_line: int


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


LANGUAGES: dict[str, Language] = {
    "en": Language(
        name="English",
        short="EN",
        locale="en-GB",
        code="eng",
        months=_words("January February March April May June July August September October November December"),
        plural=one_or_other,
        grouped=thousands,
        decimal_mark=".",
        letters_per_s=17,
        letters_per_line=42,
    ),
    "ru": Language(
        name="Русский",
        short="РУ",
        locale="ru",
        code="rus",
        months=_words("января февраля марта апреля мая июня июля августа сентября октября ноября декабря"),
        plural=one_few_many,
        grouped=thousands_apart,
        decimal_mark=",",
        letters_per_s=17,
        letters_per_line=39,
    ),
    "hi": Language(
        name="हिन्दी",
        short="हि",
        locale="hi",
        code="hin",
        months=_words("जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर"),
        plural=up_to_one,
        grouped=lakhs,
        decimal_mark=".",
        letters_per_s=15,
        letters_per_line=30,
    ),
}
"""By id, in the order of menus; every text exists in all of them."""

FIRST_LANGUAGE = "en"
"""What ``mission.toml`` is written in, what the others are compared with, and what is shown before anybody chooses."""


def listed(word: str = "and") -> str:
    """Return the ids as a sentence has them: ``en, ru and hi``."""
    *most, last = LANGUAGES
    return f"{', '.join(most)} {word} {last}" if most else last
