"""`sheet`, `handout` and `verify`: pictures for paper, and a look at a film made earlier."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from viz.cli.options import Exact, Size, camera_option, language_option, mission_option, size_option

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
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FILE.png", help="To write.")
@click.option("--from", "start", required=True, metavar="WHEN", help="First picture.")
@click.option("--to", "stop", required=True, metavar="WHEN", help="Last picture, at the latest.")
@click.option("--every", type=Step(), default="30s", show_default=True, metavar="STEP", help="From one to the next.")
@click.option("--size", type=Size(), default="480x270", show_default=True, help="Size of one picture.")
@click.option("--columns", type=click.IntRange(min=1), metavar="N", help="Pictures in a row.")
@camera_option
@language_option
@click.option("--force", is_flag=True, help="Write over an existing file.")
@mission_option
def sheet(
    output: Path,
    start: str,
    stop: str,
    every: Fraction,
    size: tuple[int, int],
    columns: int | None,
    camera: str,
    language: str,
    force: bool,
    mission: str,
) -> None:
    """Draw small pictures of a stretch of the flight on one page."""
    from viz.film import SheetRequest
    from viz.film import sheet as draw_sheet

    request = SheetRequest(
        output=output,
        mission=mission,
        start=start,
        stop=stop,
        every_s=every,
        width=size[0],
        height=size[1],
        columns=columns,
        camera=camera,
        language=language,
        force=force,
    )
    click.echo(str(draw_sheet(request)))


@click.command()
@click.option("--recipe", required=True, metavar="NAME|FILE", help="The film's recipe.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FOLDER", help="To write.")
@size_option
@language_option
@click.option("--force", is_flag=True, help="Replace an earlier handout.")
@mission_option
def handout(recipe: str, output: Path, size: tuple[int, int], language: str, force: bool, mission: str) -> None:
    """Write a recipe's handout and speaker notes as web pages with stills."""
    from viz.film import handout as write_handout

    click.echo(str(write_handout(recipe, output, mission=mission, language=language, size=size, force=force)))


@click.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
def verify(file: Path) -> None:
    """Check a film made earlier against what its metadata says of it."""
    from viz.film import verify_file

    click.echo(verify_file(file))
