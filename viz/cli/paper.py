"""`sheet`, `handout` and `verify`: pictures for paper, and a look at a film made earlier."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from viz.cli import complete
from viz.cli.options import (
    Exact,
    camera_option,
    compare_options,
    compared_mission,
    making_options,
    output_option,
    size_option,
)
from viz.cli.speak import say, say_path

_STEP = re.compile(r"([0-9.]+)\s*(ms|s|m|min|h)?")
_UNITS = {None: Fraction(1), "ms": Fraction(1, 1000), "s": Fraction(1), "m": Fraction(60), "min": Fraction(60)}
_UNITS["h"] = Fraction(3600)


class Step(click.ParamType):  # type: ignore[type-arg]
    """A length of time such as ``30s``, ``5m`` or ``0.5s``."""

    name = "step"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        """Return seconds; a usage error names the form."""
        if isinstance(value, Fraction):
            return value
        match = _STEP.fullmatch(str(value).strip())
        if match is None:
            self.fail(f"{str(value)[:40]!r} is not a length of time; write it as 30s, 5m or 1h", param, ctx)
        seconds: Fraction = Exact().convert(match[1], param, ctx) * _UNITS[match[2]]
        return seconds


@click.command()
@output_option("FILE.png")
@click.option("--from", "start", required=True, **complete.WHEN, help="First picture.")
@click.option("--to", "stop", required=True, **complete.WHEN, help="Last picture, at the latest.")
@click.option(
    "--every", "every_s", type=Step(), default="30s", show_default=True, metavar="STEP", help="From one to the next."
)
@size_option("480x270", "Size of one picture.")
@click.option("--columns", type=click.IntRange(min=1), metavar="N", help="Pictures in a row.")
@camera_option
@making_options()
def sheet(size: tuple[int, int], **wishes: Any) -> None:
    """Draw small pictures of a stretch of the flight on one page."""
    from viz.film import SheetRequest
    from viz.film import sheet as draw_sheet

    say_path(draw_sheet(SheetRequest(width=size[0], height=size[1], **wishes)))


@click.command()
@click.option("--recipe", required=True, **complete.RECIPE, help="The film's recipe.")
@output_option("FOLDER")
@size_option()
@compare_options
@making_options("Replace an earlier handout.")
def handout(recipe: str, output: Path, **wishes: Any) -> None:
    """Write a recipe's handout and speaker notes as web pages with stills."""
    from viz.film import handout as write_handout

    say_path(write_handout(recipe, output, **compared_mission(wishes)))


@click.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
def verify(file: Path) -> None:
    """Check a film made earlier against what its metadata says of it."""
    from viz.film import verify_file

    say(verify_file(file))
