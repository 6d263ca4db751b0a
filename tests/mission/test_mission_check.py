"""Every rule of `viz.mission.check` is broken once, and no rule could be taken out unnoticed."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from viz.errors import InvalidFile
from viz.mission import check
from viz.mission.files import MissionFile, ParametersFile, SourcesFile
from viz.mission.load import load_mission
from viz.mission.read import read_shape

Spoil = Callable[[str, str, str], Path]

LONG = "word " * 200
NIGHT = 'id = "orbit.night"\nparent = "orbit"\nstart_utc = 1965-03-18T07:40:00Z'
COSPAR = 'cospar_id = "1965-000A"'
LIFTOFF = "utc = 1965-03-18T07:00:00Z\nuncertainty_s = 1.0"

BAD = [
    # file, text, what stands there instead, path of the problem, words of the problem
    ("mission.toml", 'title = "Small flight"', 'title = " "', "mission.title", "is empty"),
    (
        "mission.toml",
        'title = "Small',
        'models = "os.path"\ntitle = "Small',
        "mission.models",
        'no plugin "os.path" - use',
    ),
    ("mission.toml", 'id = "small"', 'id = "Small 1"', "mission.id", "is no plain name"),
    (
        "mission.toml",
        "liftoff_utc = 1965-03-18",
        "liftoff_utc = 1965-06-18",
        "mission.liftoff_utc",
        "is far from every phase",
    ),
    ("mission.toml", 'role = "commander"', 'role = ""', "crew[0].role", "is empty"),
    ("mission.toml", 'value = "silver"', 'value = "9"\nunit = "kg"', "fact[1].unit", "stands beside a text"),
    ("mission.toml", 'value = 22\nunit = "s"', 'unit = "s"', "event[1].alternative[1].unit", "unit of no value"),
    (
        "mission.toml",
        "utc = 1965-03-18T07:25:00Z",
        'unit = "s"',
        "event[1].alternative[0].unit",
        "is the unit of no value",
    ),
    (
        "mission.toml",
        'text = "The gauge was wrong."',
        'text = "The gauge was wrong."\nunit = "s"',
        "question[0].version[1].unit",
        "is the unit of no value",
    ),
    ("mission.toml", 'kind = "failure"', 'kind = "failures"', "event[2].kind", "did you mean failure?"),
    ("mission.toml", 'kind = "failure"', 'kind = "Soft docking"', "event[2].kind", "cannot be a kind"),
    ("mission.toml", 'id = "orbit.day"', 'id = "orbit.night"', "phase[3].id", "used twice (also phase[2])"),
    ("mission.toml", 'id = "launch.liftoff"', 'id = "airlock.deploy"', "event[1].id", "used twice (also event[0])"),
    ("mission.toml", 'id = "hull.colour"', 'id = "suit.working_pressure"', "fact[1].id", "used twice"),
    ("mission.toml", 'id = "gauge"', 'id = "leak"', "question[0].version[1].id", "used twice"),
    ("mission.toml", 'id = "anna"', 'id = "Anna Test"', "crew[0].id", "cannot be an id"),
    ("mission.toml", 'id = "launch.liftoff"', 'id = "lift+off"', "event[0].id", "cannot be an id"),
    (
        "mission.toml",
        "end_utc = 1965-03-18T07:10:00Z",
        "end_utc = 1965-03-18T06:10:00Z",
        "phase[0].end_utc",
        "not after",
    ),
    ("mission.toml", '"#c05020"', '"orange"', "phase[0].colour", "is not a colour"),
    ("mission.toml", 'parent = "orbit"', 'parent = "orbid"', "phase[2].parent", "did you mean orbit"),
    ("mission.toml", 'parent = "orbit"', 'parent = "orbit.day"', "phase[2].parent", "inside itself"),
    ("mission.toml", "07:55:00Z", "08:55:00Z", "phase[3]", "reaches outside its parent orbit"),
    ("mission.toml", NIGHT, NIGHT.replace("07:40", "07:30"), "phase[3].start_utc", 'begins before "orbit.day"'),
    (
        "mission.toml",
        "end_utc = 1965-03-18T07:10:00Z",
        "end_utc = 1965-03-18T07:09:00Z",
        "phase[1].start_utc",
        "nothing",
    ),
    (
        "mission.toml",
        "end_utc = 1965-03-18T07:10:00Z",
        "end_utc = 1965-03-18T07:11:00Z",
        "phase[1].start_utc",
        "begins",
    ),
    ("mission.toml", COSPAR, COSPAR + "\nzone = { name = 'EST', hours = -15 }", "mission.zone.hours", "use -12 to 14"),
    (
        "mission.toml",
        COSPAR,
        COSPAR + "\nzone = { name = 'EST', hours = -5, words = { xx = ['EST'] } }",
        "mission.zone.words.xx",
        "no language of the show",
    ),
    ("mission.toml", COSPAR, COSPAR + "\nzone = { name = 'GMT+5', hours = 5 }", "mission.zone.name", "no digits"),
    (
        "mission.toml",
        COSPAR,
        COSPAR + "\nzone = { name = 'EST', hours = -5, words = { en = ['UTC'] } }",
        "mission.zone.words.en[0]",
        "another clock's name",
    ),
    ("mission.toml", 'at = ["airlock.deploy"]', "at = []", "fact[0].at", "is empty"),
    ("mission.toml", '["ascent", "launch.liftoff"]', '["ascent", "liftoff"]', "fact[1].at[1]", "launch.liftoff"),
    ("mission.toml", 'phase = "ascent"', 'phase = "assent"', "event[0].phase", "did you mean ascent"),
    ("mission.toml", "07:41:30.5Z", "07:55:01Z", "event[2].phase", "outside its phase orbit.night"),
    ("mission.toml", 'phase = "orbit.day"', 'phase = "ascent"', "event[1].phase", "outside its phase ascent"),
    ("mission.toml", LIFTOFF, "", "event[0]", "has no time"),
    ("mission.toml", "\nuncertainty_s = 1.0", "", "event[0]", "half a time"),
    ("mission.toml", LIFTOFF, LIFTOFF + "\nshown_utc = 1965-03-18T07:00:00Z", "event[0]", "or two"),
    ("mission.toml", "\nshown_utc = 1965-03-18T07:30:00Z", "", "event[1]", "half a time"),
    ("mission.toml", "uncertainty_s = 60.0", "uncertainty_s = -60.0", "event[2].uncertainty_s", "is negative"),
    ("mission.toml", "uncertainty_s = 60.0", "uncertainty_s = 1e9", "event[2].uncertainty_s", "keep to 31 days"),
    (
        "mission.toml",
        "end_utc = 1965-03-18T08:00:00Z",
        "end_utc = 9999-03-18T08:00:00Z",
        "phase",
        "longer than 31 days",
    ),
    ("mission.toml", "[1965-03-18T07:15:00Z", "[1965-03-18T07:50:00Z", "event[1].utc_range", "ends before it begins"),
    ("mission.toml", "07:30:00Z", "07:14:59Z", "event[1].shown_utc", "outside the range"),
    ("mission.toml", "07:15:00Z, 1965-03-18T07:45", "07:15:00Z, 1965-03-18T07:29", "event[1].shown_utc", "outside"),
    ("mission.toml", 'chosen = "leak"', 'chosen = "leek"', "question[0].chosen", "did you mean leak"),
    ("mission.toml", 'events = ["orbit.tank_low"]', 'events = ["orbit.tank"]', "question[0].events[0]", "not an event"),
    ("mission.toml", 'subject = "Why', f'subject = "{LONG}', "question[0].subject", "shorten it to 600"),
    ("mission.toml", 'reason = "The log of the day says so."', 'reason = ""', "question[0].reason", "is empty"),
    ("mission.toml", 'sources = ["BOOK"]', "sources = []", "event[0].sources", "names no source"),
    ("mission.toml", 'sources = ["BOOK"]', 'sources = ["BOK"]', "event[0].sources[0]", "not in sources.toml"),
    ("mission.toml", 'sources = ["PAGE"]', 'sources = ["PAGES"]', "event[1].alternative[0].sources[0]", "mean PAGE"),
    ("mission.toml", 'note = "Only', f'note = "{LONG}', "event[1].note", "shorten it"),
    ("mission.toml", 'text = "Five minutes earlier."', 'text = ""', "event[1].alternative[0].text", "is empty"),
    ("mission.toml", 'text = "It leaked."', 'text = ""', "question[0].version[0].text", "is empty"),
    (
        "mission.toml",
        'id = "orbit.tank_low"',
        'id = "orbit.tank_low"\ntime_standing = "disputed"',
        "event[2].time_standing",
        'add an [[event.alternative]] with what another source says, or write "uncertain"',
    ),
    (
        "mission.toml",
        'value = "silver"\nstanding = "seen"',
        'value = "silver"\nstanding = "disputed"',
        "fact[1].standing",
        'is "disputed", but no other version of it is given - add an [[fact.alternative]]',
    ),
    (
        "mission.toml",
        'standing = "uncertain"',
        'standing = "disputed"',
        "event[1].alternative[1].standing",
        "does not tell how well this one version stands",
    ),
    (
        "mission.toml",
        'text = "The gauge was wrong."\nstanding = "quoted"',
        'text = "The gauge was wrong."\nstanding = "disputed"',
        "question[0].version[1].standing",
        "does not tell",
    ),
    ("sources.toml", 'title = "A page about it"', 'title = ""', "PAGE.title", "is empty"),
    ("sources.toml", 'where = "a shelf"', 'where = ""', "BOOK.where", "is empty"),
    ("flight.toml", "[orbit]", "[suit]\nmass_kg = 20.0\n[orbit]", "suit", "is given in mission.toml too"),
]


def _tables(folder: Path) -> tuple[MissionFile, SourcesFile, ParametersFile]:
    return (
        read_shape(folder / "mission.toml", MissionFile),
        read_shape(folder / "sources.toml", SourcesFile),
        read_shape(folder / "flight.toml", ParametersFile),
    )


def found_in(folder: Path) -> list[tuple[str, str]]:
    problems = check.check_mission(*_tables(folder))
    return [(problem.path, f"{problem.what} - {problem.remedy}") for some in problems.values() for problem in some]


@pytest.mark.parametrize(("file", "old", "new", "path", "said"), BAD)
def test_a_broken_rule_is_named(spoiled: Spoil, file: str, old: str, new: str, path: str, said: str) -> None:
    folder = spoiled(file, old, new)
    with pytest.raises(InvalidFile) as caught:
        load_mission(folder)
    told = [(problem.path, f"{problem.what} - {problem.remedy}") for problem in caught.value.problems]
    assert any(at == path and said in text for at, text in told), told


_PHASE = """
[[phase]]
id = "{id}"
parent = "{parent}"
start_utc = 1965-03-18T07:56:00Z
end_utc = 1965-03-18T07:57:00Z
colour = "#102030"
"""


def _whole_files(folder: Path) -> list[tuple[str, str, str, str, str]]:
    """Two more broken rules, that take whole tables out."""
    text = (folder / "mission.toml").read_text()
    head = text[: text.index("[[crew]]")]
    start, stop = (text.index('[[question.version]]\nid = "gauge"'), text.index("[parameters.suit]"))
    more = "".join(_PHASE.format(id=f"more{number}", parent="orbit") for number in range(300))
    inside = ["orbit", *(f"deep{depth}" for depth in range(9))]
    nest = "".join(_PHASE.format(id=one, parent=other) for one, other in zip(inside[1:], inside, strict=False))
    return [
        ("mission.toml", text, "phase = []\nevent = []\n" + head, "phase", "no phase is given"),
        ("mission.toml", text, text[:start] + text[stop:], "question[0].version", "needs two or more"),
        ("mission.toml", text, text + more, "phase", "keep to 300"),
        ("mission.toml", text, text + nest, "phase[12].parent", "lies 9 phases deep - keep to 8"),
    ]


@pytest.mark.parametrize("case", [0, 1, 2, 3])
def test_a_rule_on_whole_tables_is_named(folder: Path, case: int) -> None:
    file, _, new, path, said = _whole_files(folder)[case]
    (folder / file).write_text(new)
    assert any(at == path and said in text for at, text in found_in(folder))


def test_sources_are_not_judged_against_a_list_that_cannot_be_read(spoiled: Spoil) -> None:
    folder = spoiled("sources.toml", "[BOOK]", "[BOOK")
    with pytest.raises(InvalidFile) as caught:
        load_mission(folder)
    assert caught.value.file.endswith("sources.toml")


def test_the_small_mission_breaks_no_rule(folder: Path) -> None:
    assert found_in(folder) == []


class _Without(ast.NodeTransformer):
    """Takes the nth `yield Problem(...)` out of a module."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.seen = 0

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        value = node.value
        call = value.value if isinstance(value, ast.Yield) else None
        if not isinstance(call, ast.Call) or getattr(call.func, "id", "") != "Problem":
            return node
        self.seen += 1
        nothing = ast.Expr(ast.YieldFrom(ast.Tuple([], ast.Load())))  # still a generator, saying nothing
        return ast.copy_location(nothing, node) if self.seen == self.target else node


def _module_without(target: int) -> ModuleType:
    tree = ast.fix_missing_locations(_Without(target).visit(ast.parse(inspect.getsource(check))))
    module = ModuleType("check_without")
    module.__dict__["__name__"] = "viz.mission.check_without"
    exec(compile(tree, "check_without", "exec"), module.__dict__)
    return module


def _count() -> int:
    counter = _Without(-1)
    counter.visit(ast.parse(inspect.getsource(check)))
    return counter.seen


IN_CAPTIONS = 2
"""The last two rules judge the captions; their tests stand in tests/story/test_captions.py."""


def test_no_rule_can_be_taken_out_unnoticed(folder: Path) -> None:
    """With any one rule gone, at least one of the bad files above passes for good."""
    tables = {}
    for case, (file, old, new, path, said) in enumerate(BAD + _whole_files(folder)):
        original = (folder / file).read_text()
        (folder / file).write_text(original.replace(old, new, 1))
        tables[case] = (_tables(folder), path, said)
        (folder / file).write_text(original)
    for target in range(1, _count() + 1 - IN_CAPTIONS):
        module = _module_without(target)
        missed = [case for case, (tables_of, path, said) in tables.items() if not _finds(module, tables_of, path, said)]
        assert missed, f"rule {target} of viz/mission/check.py is not tested"


def _finds(module: ModuleType, tables: tuple[Any, Any, Any], path: str, said: str) -> bool:
    problems = [problem for some in module.check_mission(*tables).values() for problem in some]
    return any(problem.path == path and said in f"{problem.what} - {problem.remedy}" for problem in problems)
