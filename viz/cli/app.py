"""The group of commands: `play` when none is named, one clear message for every failure, the exit codes."""

from __future__ import annotations

import io
import os
import platform
import sys
import traceback
from collections.abc import Sequence
from importlib import metadata
from typing import Any, NoReturn

import click

import viz
from viz.cli import export, make, missions, paper, tell, watch
from viz.cli.speak import UnheardError, hear_out, rescue, say, say_aside
from viz.errors import VizError
from viz.plugins import own_faults

INTERRUPTED = 130
"""128 and the number of SIGINT, as shells report it."""

_EXAMPLES = """\b
Examples:
  voskhod2 --at eva.exit --lang ru
  voskhod2 state --at "08:34:51 UTC" --json
  voskhod2 record -o exit.mp4 --from eva.exit-10s --seconds 20

\b
WHEN is an event (eva.exit), an event with an offset (eva.exit+30s,
landing.touchdown-2m), elapsed time (T+01:34:51), UTC (1965-03-18T08:34:51Z,
08:34:51 UTC, 19 Mar 09:02:17 UTC) or the mission's own clock as it is shown.
"""


class App(click.Group):
    """A group whose default command is `play`, and which ends in the project's exit codes."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `play` before options that come without a command."""
        own = {name for parameter in self.get_params(ctx) for name in parameter.opts}
        if not ctx.resilient_parsing and (not args or (args[0].startswith("-") and args[0] not in own)):
            args = ["play", *args]
        return super().parse_args(ctx, args)

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """Add a command, which has -h too, whoever calls it first: click keeps the first names it was asked with."""
        cmd.context_settings.setdefault("help_option_names", self.context_settings["help_option_names"])
        super().add_command(cmd, name)

    def main(  # type: ignore[override]  # never returns, whatever click's standalone mode
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        """Run, say what went wrong in one message, and exit."""
        extra["standalone_mode"] = False
        try:
            code = self._run(args, prog_name, extra)
        except click.ClickException as error:
            said = io.StringIO()
            error.show(said)
            say_aside(said.getvalue().rstrip("\n"))
            sys.exit(error.exit_code)
        except (KeyboardInterrupt, click.Abort):
            say_aside("voskhod2: interrupted")
            sys.exit(INTERRUPTED)
        except UnheardError as error:
            if not error.reader_gone:  # `voskhod2 track | head` has what it wanted
                say_aside(f"voskhod2: {error}")
            sys.exit(error.exit_code)
        except VizError as error:
            _trace_if_debugging()
            say_aside(f"voskhod2: {error}")
            sys.exit(error.exit_code)
        except Exception as error:
            _trace_if_debugging()
            say_aside(f"voskhod2: {rescue(error) or _mistake(error)}")
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)

    def _run(self, args: Sequence[str] | None, prog_name: str | None, extra: dict[str, Any]) -> Any:
        try:
            with own_faults("its work"):
                code = super().main(args, prog_name, **extra)
        except OSError as problem:
            if _came_from(problem, click.echo):  # which writes the help, and knows no name for where
                raise UnheardError(problem) from problem
            raise
        hear_out()
        return code


def _came_from(problem: BaseException, function: Any) -> bool:
    *_, (innermost, _) = traceback.walk_tb(problem.__traceback__)
    return bool(innermost.f_code is function.__code__)


def _trace_if_debugging() -> None:
    if os.environ.get("VOSKHOD2_DEBUG", "") not in ("", "0"):
        traceback.print_exc()


def _mistake(error: Exception) -> str:
    said = " ".join(str(error).split())[:200]
    return (
        f"unexpected {type(error).__name__}: {said} - a mistake of ours; "
        "please report it with the command and what it prints under VOSKHOD2_DEBUG=1"
    )


def _print_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if not asked or ctx.resilient_parsing:
        return
    say(f"voskhod2 {viz.__version__}")
    say(f"Python {platform.python_version()}")
    for name, distribution in (("vpython", "vpython"), ("Skyfield", "skyfield")):
        try:
            say(f"{name} {metadata.version(distribution)}")
        except metadata.PackageNotFoundError:
            say(f"{name} not installed")
    ctx.exit()


@click.group(cls=App, context_settings={"help_option_names": ["-h", "--help"]}, epilog=_EXAMPLES)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the versions of the program, Python, vpython and Skyfield.",
)
def app() -> None:
    """A space flight as a sourced reconstruction, to watch and record.

    Without a command it plays: the options of `play` work here too.
    """


for _command in (
    watch.play,
    make.record,
    make.still,
    tell.state,
    tell.track,
    tell.descent,
    tell.events,
    tell.facts,
    tell.check,
    missions.missions,
    missions.new,
    paper.sheet,
    paper.handout,
    paper.verify,
    export.export,
    make.doctor,
):
    app.add_command(_command)
