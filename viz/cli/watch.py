"""`play`: the flight in the viewer's own browser."""

from __future__ import annotations

from fractions import Fraction

import click

from viz.cli.options import Exact, camera_option, language_option, mission_option


@click.command()
@click.option("--at", metavar="WHEN", help="Where to begin.")
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
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="Port on this machine; 0 takes a free one."
)
@click.option("--no-open", is_flag=True, help="Print the address, open no browser.")
@mission_option
def play(at: str | None, language: str, rate: Fraction, camera: str, port: int, no_open: bool, mission: str) -> None:
    """Show the flight in your browser."""
    from viz.player import play as show

    show(
        mission=mission,
        at=at,
        language=language,
        rate=float(rate),
        camera=camera,
        port=port,
        open_browser=not no_open,
        announce=lambda line: click.echo(line, err=True),
    )
