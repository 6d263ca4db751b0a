"""`record`, `still` and `doctor`: files made of the flight, and whether this machine can make them."""

from __future__ import annotations

from typing import Any

import click

from viz.cli import complete
from viz.cli.options import (
    Exact,
    FramesPerSecond,
    camera_option,
    compare_options,
    compared_mission,
    making_options,
    output_option,
    size_option,
)
from viz.cli.progress import told_progress
from viz.cli.speak import say, say_aside, say_path
from viz.errors import ToolMissing


@click.command()
@output_option("FILE")
@click.option(
    "--recipe",
    **complete.RECIPE,
    help="A film as data, which gives times, rates and cameras.",
)
@click.option(
    "--from",
    "start",
    default="T+00:00:00",
    show_default=True,
    **complete.WHEN,
    help="First instant.",
)
@click.option("--to", "stop", **complete.WHEN, help="Last instant.")
@click.option("--seconds", type=Exact(), metavar="S", help="Length of the film, instead of --to.")
@click.option(
    "--rate", type=Exact(), default="1", show_default=True, metavar="R", help="Mission seconds per film second."
)
@click.option(
    "--fps", type=FramesPerSecond(), default="30", show_default=True, metavar="F", help="Frames per film second."
)
@size_option()
@camera_option
@click.option(
    "--subtitles",
    type=click.Choice(("none", "tracks", "burn")),
    default="tracks",
    show_default=True,
    help="No subtitles, tracks in three languages, or words in the picture.",
)
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, metavar="N", help="Browsers.")
@click.option("--scheduler", metavar="ADDR", help="Address of a Dask scheduler, to draw on many machines.")
@click.option("--trust-network", is_flag=True, help="Join a scheduler elsewhere without TLS; read the manual first.")
@click.option("--hashes", is_flag=True, help="Keep the SHA-256 of every drawn frame beside the film.")
@click.option("--resume", is_flag=True, help="Go on with a recording that was interrupted.")
@click.option("--discard", is_flag=True, help="Remove what an interrupted recording left, and begin anew.")
@click.option("--estimate", is_flag=True, help="Only tell what it would take, in time and on the disk.")
@compare_options
@making_options()
def record(size: tuple[int, int], estimate: bool, **wishes: Any) -> None:
    """Record a stretch of the flight to a film.

    With neither --to nor --seconds the film lasts 20 s. A few frames are drawn first, to tell what it will take.
    """
    if wishes["recipe"] is not None:
        _only_recipe()
    if wishes["stop"] is not None and wishes["seconds"] is not None:
        raise click.UsageError("--to and --seconds both give the end; leave one of them out")
    from viz.film import FilmRequest
    from viz.film import estimate as estimate_film
    from viz.film import record as record_film

    request = FilmRequest(width=size[0], height=size[1], forecast=not estimate, **compared_mission(wishes))
    if estimate:
        say(estimate_film(request).line)
        return
    try:
        with told_progress() as report:
            film = record_film(request, report)
    except KeyboardInterrupt:
        say_aside("voskhod2: the same command with --resume goes on from here")
        raise
    say_aside(film.line)
    say_path(film.output)


@click.command()
@output_option("FILE.png")
@click.option("--at", required=True, **complete.WHEN, help="The instant.")
@camera_option
@size_option()
@click.option("--caption/--no-caption", default=True, show_default=True, help="Caption, clock and place.")
@click.option("--source/--no-source", default=False, show_default=True, help="A line naming the sources.")
@click.option(
    "--outline/--no-outline",
    default=False,
    show_default=True,
    help="Outlines for comparison, where there are any; they are ours.",
)
@compare_options
@making_options()
def still(size: tuple[int, int], **wishes: Any) -> None:
    """Draw one instant of the flight to a PNG file."""
    from viz.film import StillRequest
    from viz.film import still as draw_still

    say_path(draw_still(StillRequest(width=size[0], height=size[1], **compared_mission(wishes))))


@click.command()
def doctor() -> None:
    """Say whether this machine can play and record.

    Each thing missing comes with its remedy; nothing leaves the machine.
    """
    from viz.film import doctor as examine

    checks = examine()
    for item in checks:
        say(f"{'ok' if item.ok else 'NO':2}  {item.name}: {item.detail}")
        if not item.ok and item.remedy:
            say(f"      {item.remedy}")
    missing = [item.name for item in checks if not item.ok]
    if missing:
        raise ToolMissing(f"not in order: {', '.join(missing)}")


def _only_recipe() -> None:
    """Refuse what a recipe already says."""
    context = click.get_current_context()
    names = {"start": "--from", "stop": "--to", "seconds": "--seconds", "rate": "--rate", "camera": "--camera"}
    given = [
        option
        for name, option in names.items()
        if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
    ]
    if given:
        raise click.UsageError(f"the recipe gives times, rates and cameras; leave {' and '.join(given)} out")
