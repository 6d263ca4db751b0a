"""`play`: the flight in the viewer's own browser."""

from __future__ import annotations

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
    language_option,
    mission_option,
    quality_option,
)
from viz.cli.speak import say_aside


@click.command()
@click.option("--at", **complete.WHEN, help="Where to begin.")
@language_option
@click.option(
    "--rate",
    type=Exact(negative=True),
    default="1",
    show_default=True,
    metavar="R",
    help="Mission seconds per second; negative plays backwards.",
)
@camera_option
@quality_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="N",
    help="Port on this machine; 0 takes a free one.  [default: 18365 where it is free]",
)
@click.option("--no-open", is_flag=True, help="Print the address, open no browser.")
@click.option(
    "--share",
    type=click.Choice(("watch", "control")),
    is_flag=False,
    flag_value="watch",
    metavar="[watch|control]",
    help="Print a second link, for viewers; they have no controls unless `control` is granted.",
)
@click.option(
    "--host",
    metavar="NAME",
    help="With --share: the address or name by which other machines reach this one.",
)
@click.option(
    "--token-file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Keep the secrets of the links in FILE: with --port, open pages come back after a restart.",
)
@click.option(
    "--address",
    metavar="URL",
    help="One more address that leads here: of a proxy, a hub, a tunnel or a container's published port.",
)
@click.option(
    "--bind",
    metavar="ADDR",
    help="With --address, or --share and --host: the address to listen on; 0.0.0.0 in a container.",
)
@compare_options
@mission_option
def play(
    at: str | None,
    language: str,
    rate: Fraction,
    camera: str,
    quality: str,
    port: int | None,
    no_open: bool,
    share: str | None,
    host: str | None,
    token_file: Path | None,
    address: str | None,
    bind: str | None,
    mission: str,
    **comparing: Any,
) -> None:
    """Show the flight in your browser."""
    if host is not None and share is None:
        raise click.UsageError(f"--host {host} lets other machines in: say so with --share, or leave --host out")
    from viz.player import PageSetup
    from viz.player import play as show

    setup = PageSetup(
        mission=compared_mission({"mission": mission, **comparing})["mission"],
        at=at,
        language=language,
        rate=float(rate),
        camera=camera,
        quality=quality,
        port=port,
        open_browser=not no_open,
        announce=say_aside,
        host=host,
        share=share,
        token_file=token_file,
        address=address,
        bind=bind,
    )
    show(setup)
