"""How the options of several commands are spelled and parsed."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

import click

from viz.cli import complete
from viz.languages import FIRST_LANGUAGE, LANGUAGES
from viz.plugins import FIRST
from viz.stage.quality import QUALITY_WISHES
from viz.story.pair import USUAL_ALIGN, Compared

Command = TypeVar("Command", bound=Callable[..., Any])

_EXACT = re.compile(r"[+-]?[0-9]{1,12}(?:\.[0-9]{1,12})?(?:/[0-9]{1,12})?|[+-]?\.[0-9]{1,12}")
_SIZE = re.compile(r"([0-9]{1,6})[xX×]([0-9]{1,6})")
_NTSC = {
    "23.976": Fraction(24000, 1001),
    "23.98": Fraction(24000, 1001),
    "29.97": Fraction(30000, 1001),
    "59.94": Fraction(60000, 1001),
}
"""What these decimals mean in film."""

SMALLEST_SIDE, LARGEST_SIDE = 64, 8192
LARGEST_FPS = 240


class Exact(click.ParamType):  # type: ignore[type-arg]  # generic for mypy only since click 8.2
    """An exact number: ``60``, ``0.5`` or ``30000/1001``; above zero unless `negative`, never zero."""

    name = "number"

    def __init__(self, negative: bool = False) -> None:
        self.negative = negative

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        """Return the fraction; a usage error names what was written."""
        if isinstance(value, Fraction):
            return value
        text = str(value).strip()
        if not _EXACT.fullmatch(text):
            self.fail(f"{_short(text)} is not a number; write it as 60, 0.5 or 1/2", param, ctx)
        top, _, bottom = text.partition("/")
        if bottom and int(bottom) == 0:
            self.fail(f"{_short(text)} divides by zero; write it as 60, 0.5 or 1/2", param, ctx)
        number = Fraction(top) / Fraction(bottom or 1)
        if number == 0:
            self.fail("it cannot be zero", param, ctx)
        if number < 0 and not self.negative:
            self.fail(f"{_short(text)} is negative; give a number above zero", param, ctx)
        return number


class FramesPerSecond(Exact):
    """Frames per second; 23.976, 29.97 and 59.94 mean the exact film rates such as 30000/1001."""

    name = "fps"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        """Return the fraction; a usage error above 240 frames per second."""
        fps = _NTSC.get(str(value).strip()) or super().convert(value, param, ctx)
        if fps > LARGEST_FPS:
            self.fail(f"{_short(str(value))} is too fast; give at most {LARGEST_FPS}", param, ctx)
        return fps


class Size(click.ParamType):  # type: ignore[type-arg]
    """Width and height in pixels, such as ``1280x720``."""

    name = "WxH"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """Return width and height; a usage error names the form and the limits."""
        if isinstance(value, tuple):
            return value
        match = _SIZE.fullmatch(str(value).strip())
        if match is None:
            self.fail(f"{_short(str(value))} is not a size; write width x height, such as 1280x720", param, ctx)
        width, height = int(match[1]), int(match[2])
        if not all(SMALLEST_SIDE <= side <= LARGEST_SIDE for side in (width, height)):
            limits = f"{SMALLEST_SIDE} to {LARGEST_SIDE}"
            self.fail(f"{width}x{height} is out of range; each side is {limits} pixels", param, ctx)
        return width, height


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:37] + "...")


def mission_option(command: Command) -> Command:
    """Add ``--mission``."""
    return click.option(
        "--mission",
        default=FIRST,
        show_default=True,
        metavar="NAME|DIR",
        shell_complete=complete.missions,
        help="A mission by name, or a folder.",
    )(command)


def compare_options(command: Command) -> Command:
    """Add ``--compare`` and how two flights are laid side by side; `compared_mission` reads them."""
    options = (
        click.option(
            "--compare",
            nargs=2,
            metavar="A B",
            shell_complete=complete.missions,
            help="Two missions side by side, or one twice; times then count from the event they are aligned at.",
        ),
        click.option(
            "--align",
            metavar="WHEN=WHEN",
            help=f"With --compare: a moment of each that is laid on the other's.  [default: {USUAL_ALIGN}]",
        ),
        click.option(
            "--suppose-left", multiple=True, metavar="GROUP.NAME=VALUE", help="With --compare: suppose it of the first."
        ),
        click.option(
            "--suppose-right",
            multiple=True,
            metavar="GROUP.NAME=VALUE",
            help="The same of the second.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def compared_mission(wishes: dict[str, Any]) -> dict[str, Any]:
    """Return what was asked for with what is compared in the mission's place; a usage error where that is nonsense."""
    names = ("compare", "align", "suppose_left", "suppose_right")
    compare, align, left, right = (wishes.pop(name) for name in names)
    if not compare:
        if align or left or right:
            raise click.UsageError("--align, --suppose-left and --suppose-right say how --compare A B is meant; add it")
        return wishes
    source = click.get_current_context().get_parameter_source("mission")
    if source is click.core.ParameterSource.COMMANDLINE:
        raise click.UsageError("--compare names both missions; leave --mission out")
    return wishes | {"mission": Compared(compare[0], compare[1], align or USUAL_ALIGN, left, right).text}


def language_option(command: Command) -> Command:
    """Add ``--lang``."""
    return click.option(
        "--lang",
        "language",
        type=click.Choice(tuple(LANGUAGES)),
        default=FIRST_LANGUAGE,
        show_default=True,
        help="Language.",
    )(command)


def camera_option(command: Command) -> Command:
    """Add ``--camera``."""
    return click.option(
        "--camera", default="auto", show_default=True, metavar="NAME", shell_complete=complete.cameras, help="Camera."
    )(command)


def output_option(metavar: str) -> Callable[[Command], Command]:
    """Add ``--output``, which every command that makes a file needs."""
    return click.option(
        "-o", "--output", type=click.Path(path_type=Path), required=True, metavar=metavar, help="To write."
    )


def size_option(usual: str = "1280x720", meaning: str = "Picture size in pixels.") -> Callable[[Command], Command]:
    """Add ``--size``."""
    return click.option("--size", type=Size(), default=usual, show_default=True, help=meaning)


def quality_option(command: Command) -> Command:
    """Add ``--quality``."""
    return click.option(
        "--quality",
        type=click.Choice(QUALITY_WISHES),
        default="auto",
        show_default=True,
        help="How finely it is drawn; auto: full by a graphics card, light without.",
    )(command)


def making_options(replacing: str = "Write over an existing file.") -> Callable[[Command], Command]:
    """Add ``--quality``, ``--lang``, ``--force`` and ``--mission``: with them ends every command that makes a file."""

    def add(command: Command) -> Command:
        force = click.option("--force", is_flag=True, help=replacing)
        return quality_option(language_option(force(mission_option(command))))

    return add
