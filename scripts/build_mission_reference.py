"""Write docs/mission-file.md from the dataclasses the readers use, so that the page cannot say anything else.

python scripts/build_mission_reference.py
"""

from __future__ import annotations

import ast
import inspect
import re
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from viz.languages import LANGUAGES
from viz.mission import comparison, files
from viz.mission.check import LONGEST, MAX_DEPTH, MAX_PHASES
from viz.mission.check import MAX_TEXT as MAX_PROSE
from viz.mission.folder import MAX_SOUND_BYTES, MAX_TABLE_BYTES
from viz.mission.load import load_mission
from viz.mission.model import EVENT_KINDS, STANDINGS
from viz.mission.ranges import Range
from viz.mission.read import MAX_NUMBER, MAX_ROWS
from viz.missions.voskhod2.cameras import CAMERAS
from viz.missions.voskhod2.flight.numbers import GROUPS
from viz.player import stops, worldmap
from viz.story import read, script, shots, terms
from viz.story.check import MAX_SUMMARY, MAX_TEXT, MAX_TITLE
from viz.story.sound import panel_of

PAGE = Path(__file__).resolve().parents[1] / "docs" / "mission-file.md"

_PLAIN = {str: "text", float: "number", datetime: "UTC date-time", bool: "true or false"}

_STANDING_MEANINGS = {
    "seen": "seen in a source",
    "quoted": "seen only as a quotation or digest inside another document",
    "literature": "general knowledge of the literature, not checked",
    "derived": "derived by our own computation",
    "uncertain": "no source says it exactly, such as an hour that none gives",
    "disputed": "sources disagree; an `alternative` tells what others say",
}

_HEAD = f"""# The files of a mission

This page is written by `scripts/build_mission_reference.py` from the dataclasses that read the files. Do not edit it.

A mission is a folder. `voskhod2 check DIR` judges all of it and names every problem at once.

| file | what stands there |
|---|---|
| `mission.toml` | what is known: phases, events, facts, disagreements |
| `sources.toml` | the documents it rests on |
| `flight.toml` | numbers the flight is computed from; optional |
| `shots.toml` | cameras and cuts |
| `captions/en.toml`, `ru.toml`, `hi.toml` | the words, the same keys in every language |
| `words/en.toml`, `ru.toml`, `hi.toml` | words beside the program's own, for the page; optional |
| `terms.toml` | terms and names of this flight, with the forms that are wrong; optional |
| `stops.toml` | where a lecture halts with a question; optional |
| `versions.toml` | versions of a question that change the scene; optional |
| `places.toml` | places the world map names; optional |
| `comparison.toml` | the mission's cells in the table that tells missions side by side; optional |
| `recipes/` | films to record; `docs/recording.md` explains their keys; optional |
| `tracks/` | computed tables of the ascent, the spacewalk and the descent |
| `narration/` | a lecturer's own voice, `<language>/<phase>.ogg`, `.mp3` or `.wav`; plays at rate 1; none is shipped |

All files are UTF-8 TOML of at most 4 MB. A key that is not listed here is refused. Times are offset date-times in UTC,
without quotes: `1965-03-18T08:34:51Z`. Numbers are finite and within {MAX_NUMBER:g}; `nan` and `inf` are refused. Ids
are lower-case words of letters, digits and underscores joined by dots, such as `eva.hatch_open`.

A mission may come from anyone, so a folder's files are judged before they are read: they are plain files of the folder
itself, and a link out of it is refused; a table in `tracks/` has at most {MAX_TABLE_BYTES // 2**20} MB, a narration
{MAX_SOUND_BYTES // 2**30} GB. A list or table has at most {MAX_ROWS} entries. No text, key or id holds a control
character (but a newline in a text), an override of the direction of writing (U+202D, U+202E), or an embedding or
isolate (U+202A, U+202B, U+2066 to U+2068) that is not closed on its line.

Rules across tables: ids are unique within their kind; top-level phases follow each other without gap or overlap; a
child phase lies inside its parent and never overlaps its siblings; a flight has at most {MAX_PHASES} phases,
{MAX_DEPTH} deep, and lasts at most {LONGEST.days} days; the time of an event, and where a range is given
the time shown, lies inside its phase; a range contains the time shown; every statement names at least one source of
`sources.toml`; a statement that is `disputed`, itself or in its time, has an alternative, and no alternative or version
of a question is `disputed` itself; plain English prose has at most {MAX_PROSE} characters.

The **digest** of a mission, which films carry and interrupted recordings are checked against, covers every TOML file of
the folder and everything in `tracks/`; other files, such as notes, do not count.
"""

_CAPTIONS_HEAD = f"""## `captions/<language>.toml`

One file each for {", ".join(f"`{language}`" for language in LANGUAGES)}. Every phase, event, camera, crew member
and question (with each of its versions) has its words in every language, and nothing else has. Titles, names and roles
have at most {MAX_TITLE} characters, sentences {MAX_TEXT}, the summary {MAX_SUMMARY}; marks that join the letter before
them do not count. `{{placeholders}}` are the same in every language; write `{{{{` and `}}}}` for plain braces. A dotted
id is quoted: `[event."eva.exit"]`.
"""

_TERMS_HEAD = f"""## `terms.toml`

One term for each notion in each language. `check` seeks the wrong forms in the captions, in whatever stands under
{", ".join(f"`{language}`" for language in LANGUAGES)} in any other file of the folder, and in the sentences of
`mission.toml`. Terms of every flight stand in `ui/terms.toml` of the assets, in the same form, and are sought in the
program's own words too. A file holds forms of at most
{terms.MAX_WORDS} words, and the texts of a mission at most {terms.MAX_LETTERS} letters.
"""

_STOPS_HEAD = f"""## `stops.toml`

Stop points for teaching: where the show halts with a question, and where the scene begins that answers it. Questions
and answers stand in {", ".join(f"`{language}`" for language in LANGUAGES)}, each of at most {stops.MAX_TEXT}
characters. Times are written as on the command line: `eva.exit`, `landing.touchdown-2m`, `T+01:34:51`.
"""

_SHOTS_HEAD = """## `shots.toml`

Cameras, in the order in which they are offered, and when the director takes which. Several shots may share an `id`: the
first whose `phases` and `needs` fit the moment is used, and the last of an `id` should fit always. Lengths are metres.
"""

_PLACES_HEAD = """## `places.toml`

The pad, the landing points and the track come from the flight itself; this file adds what else the map names. A
station's radio horizon is drawn at the craft's present height. The name stands in every language.
"""

_COMPARISON_HEAD = f"""## `comparison.toml`

What the mission has in each row of the table that tells missions side by side. All of
{", ".join(f"`{row}`" for row in comparison.ROWS)} are needed: where nothing is known, the cell says so. Texts stand in
{", ".join(f"`{language}`" for language in LANGUAGES)}, each of at most {comparison.MAX_CELL} characters.
"""


def reference() -> str:
    """Return the page."""
    parts = [_HEAD, _standings(), _kinds()]
    parts += ["## `mission.toml`\n", *_sections(files.MissionFile, files, "")]
    parts += ["## `sources.toml`\n", *_table_section(files.SourceTable, files, "[<source id>]")]
    parts += [
        "## `flight.toml`\n",
        "Tables of numbers, such as `[orbit]` or `[suit]`, each value a number and its unit in its name. They join\n"
        "the `[parameters.<group>]` tables of `mission.toml`; a group stands in one of the two files.\n",
        _numbers(),
    ]
    parts += [_SHOTS_HEAD, *_table_section(shots.Shot, shots, "[[shot]]"), _camera_words(), _camera_ranges()]
    parts += _table_section(script.CutTable, script, "[[cut]]")
    parts += [_CAPTIONS_HEAD, *_sections(read.CaptionsFile, read, "")]
    parts.append(_words_head())
    parts += [_TERMS_HEAD, *_sections(terms.TermsFile, terms, "")]
    parts += [_STOPS_HEAD, *_sections(stops.StopsFile, stops, "")]
    parts += [_versions_head(), *_sections(stops.VersionsFile, stops, "")]
    parts += [_PLACES_HEAD, *_sections(worldmap.PlacesFile, worldmap, "")]
    parts += [_COMPARISON_HEAD, *_table_section(comparison.Cell, comparison, "[row.<id>]")]
    return "\n".join(parts).rstrip() + "\n"


def _numbers() -> str:
    beside = ", ".join(f"`[{group}]` for `[{other}]`" for group, other in GROUPS.beside.items())
    orders = [f"- {', '.join(f'`{name}`' for name in order.names)}" for order in GROUPS.orders]
    return (
        "The groups that Voskhod 2 is computed from follow. The ranges hold off what cannot be and what would take\n"
        "for ever to compute. `<n>` is a digit from 1 on, `<name>` any name. Some groups stand in for another and\n"
        f"hold only what differs from it: {beside}.\n\n" + "\n".join(_groups()) + "\n"
        "Each of these is larger than the one before it:\n\n" + "\n".join(orders) + "\n\n"
        "The tables in `tracks/` are computed from these numbers. Where a table does not begin and end where the\n"
        "numbers have the craft, or was built for another walk, it is refused with the script that makes it anew.\n"
    )


def _groups() -> Iterator[str]:
    for group in fields(GROUPS.shape):
        if group.name not in GROUPS.beside:
            left_out = "" if _is_needed(group) else "\nThe group may be left out.\n"
            head = "| numbers | needed | range | unit | because |\n|---|---|---|---|---|\n"
            yield f"### `[{group.name}]`\n{left_out}\n{head}" + "\n".join(_rows_of(group.name)) + "\n"


def _rows_of(group: str) -> Iterator[str]:
    """Yield a row for each range; series, such as the five departures, are told once."""
    rows: dict[tuple[Range, bool], dict[str, None]] = {}
    for one in (known for known in GROUPS.known() if known.group == group):
        rows.setdefault((one.range, one.needed), {})[f"`{re.sub(r'_[0-9]_', '_<n>_', one.name)}`"] = None
    for (bound, needed), names in rows.items():
        yes = "yes" if needed else ""
        yield f"| {', '.join(names)} | {yes} | {bound.low:g} to {bound.high:g} | {bound.unit} | {bound.why} |"


def _camera_words() -> str:
    """Return the words that keys of a shot may hold, for any flight and for the first."""
    rows = []
    for key in ("subjects", "frames", "needs", "hides", "masks"):
        common, own = (", ".join(f"`{one}`" for one in getattr(words, key)) for words in (shots.COMMON, CAMERAS))
        rows.append(f"| `{key.removesuffix('s') if key in _PLURAL_KEYS else key}` | {common} | {own} |")
    rows.append(f"| `up` | {', '.join(f'`{one}`' for one in script.UPS)} | |")
    head = "| key | of any flight | of Voskhod 2 |\n|---|---|---|\n"
    return "A plugin's cameras may know words of their own (`CAMERAS`):\n\n" + head + "\n".join(rows) + "\n"


_PLURAL_KEYS = ("subjects", "frames", "masks")
"""Words of cameras whose key in a shot is one of them."""


def _camera_ranges() -> str:
    rows = (f"`{key}` {low:g} to {high:g} {unit}" for key, (low, high, unit) in script.RANGES.items())
    return f"Ranges: {', '.join(rows)}.\nNo point is farther than {script.FARTHEST_M:g} m.\n"


def _versions_head() -> str:
    mission = load_mission()
    names = [f"`{one.group}.{one.name}`" for one in panel_of(mission.models).supposable(mission)]
    return (
        "## `versions.toml`\n\n"
        "Which versions of the questions in `mission.toml` change the scene itself, and what of the flight each one\n"
        "supposes. The version the show draws by itself needs no line. What may be supposed follows from the groups\n"
        "of numbers a mission has; for Voskhod 2, as `group.name`:\n"
        f"{', '.join(names)}.\n"
    )


def _words_head() -> str:
    mission = load_mission()
    rows = list(panel_of(mission.models).supposable(mission))
    return (
        "## `words/<language>.toml`\n\n"
        "Words that the page needs beside the program's own, a flat table of keys and texts. A plugin brings those of\n"
        "its panel in the same form; what stands here goes before them. No key may be one of the program's\n"
        "(`assets/ui/`). Keys and `{placeholders}` are the same in every language.\n\n"
        "| key | what it names |\n|---|---|\n"
        "| `page.meter.<id>`, `page.meter.<id>.why` | a number beside the picture, and what it rests on |\n"
        f"| `page.what_if.<group>.<name>` | what may be supposed, such as `{rows[0].group}.{rows[0].name}` |\n"
        "| the same with `.<choice>` or `.never` | a choice |\n"
        "| the same with `.recorded`, `.more`, `.less` | a number `{n}` as recorded, above, below; may be left out |\n"
        "| `page.result.<id>` | a row of what comes of it |\n"
        "| `map.pad` | the launch site on the map |\n"
    )


def _standings() -> str:
    rows = "\n".join(f"| `{standing}` | {_STANDING_MEANINGS[standing]} |" for standing in STANDINGS)
    return f"**Standing**: how well a statement stands.\n\n| word | meaning |\n|---|---|\n{rows}\n"


def _kinds() -> str:
    kinds = ", ".join(f"`{kind}`" for kind in EVENT_KINDS)
    return (
        f"**Kinds of event**: {kinds};\n"
        "or a word of the mission's own, such as `docking`. A `failure` is marked on the time bar.\n"
    )


def _sections(shape: type, module: types.ModuleType, prefix: str) -> Iterator[str]:
    """Yield the sections of every table inside a shape, outermost first."""
    for key, hint in typing.get_type_hints(shape).items():
        inner, heading = _inner(hint, f"{prefix}{key}")
        if inner is not None:
            yield from _table_section(inner, module, heading)
            yield from _sections(inner, module, heading.strip("[]") + ".")
        elif not prefix:
            note = _attribute_notes(shape, module)[key]
            yield f"### `[{key}.<group>]`\n\n{note} Each value is a number.\n"


def _inner(hint: Any, name: str) -> tuple[type | None, str]:
    """Return the table a field holds, if any, and how its heading is written in TOML."""
    arguments = typing.get_args(hint)
    if typing.get_origin(hint) is types.UnionType and is_dataclass(arguments[0]):
        hint = arguments[0]  # a table that may be left out
    if is_dataclass(hint):
        return typing.cast(type, hint), f"[{name}]"
    if typing.get_origin(hint) is tuple and is_dataclass(arguments[0]):
        return typing.cast(type, arguments[0]), f"[[{name}]]"
    if typing.get_origin(hint) is Mapping and is_dataclass(arguments[1]):
        return typing.cast(type, arguments[1]), f"[{name}.<id>]"
    return None, name


def _table_section(shape: type, module: types.ModuleType, heading: str) -> Iterator[str]:
    notes = _attribute_notes(shape, module)
    hints = typing.get_type_hints(shape)
    rows = []
    for field in fields(shape):
        if _inner(hints[field.name], field.name)[0] is None:
            needed = "yes" if _is_needed(field) else ""
            meaning = notes[field.name] + _left_out(field)
            rows.append(f"| `{field.name}` | {_in_words(hints[field.name])} | {needed} | {meaning} |")
    doc = _markdown(inspect.getdoc(shape) or "")
    yield (
        f"### `{heading}`\n\n{doc}\n\n| key | value | needed | meaning |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"
    )


def _left_out(field: Field[Any]) -> str:
    """Return what a number or word is where it is left out, as it would be written."""
    if isinstance(field.default, int | float | tuple) and field.default and not isinstance(field.default, bool):
        given = list(field.default) if isinstance(field.default, tuple) else f"{field.default:g}"
        return f" `{given}` if left out."
    return f" `{field.default}` if left out." if isinstance(field.default, str) and field.default else ""


def _is_needed(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _in_words(hint: Any) -> str:
    if hint in _PLAIN:
        return _PLAIN[hint]
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return "standing" if arguments == STANDINGS else " or ".join(f"`{word}`" for word in arguments)
    if origin in (typing.Union, types.UnionType):
        return " or ".join(_in_words(argument) for argument in arguments if argument is not type(None))
    if origin is tuple:
        many = "" if arguments[-1] is ... else f"{len(arguments)} "
        return f"list of {many}{_in_words(arguments[0])}{'s' if many else ''}"
    if origin is Mapping:
        return f"table of {_in_words(arguments[1])}"
    raise TypeError(f"no words for {hint}")


def _attribute_notes(shape: type, module: types.ModuleType) -> dict[str, str]:
    """Return the docstring that follows each field in the source; Python itself does not keep them."""
    (node,) = [
        node
        for node in ast.parse(inspect.getsource(module)).body
        if isinstance(node, ast.ClassDef) and node.name == shape.__name__
    ]
    notes: dict[str, str] = {}
    for field, after in zip(node.body, node.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            if not (isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)):
                raise ValueError(f"{shape.__name__}.{field.target.id} has no docstring")
            notes[field.target.id] = _markdown(inspect.cleandoc(str(after.value.value)))
    return notes


def _markdown(text: str) -> str:
    return " ".join(text.replace("``", "`").split()).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
    print(PAGE)
