"""`export`: the flight as a file that other tools read."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from viz.cli import complete
from viz.cli.options import Exact, language_option, mission_option, output_option
from viz.cli.speak import say_path

KIND_NAMES = ("csv", "json", "ics", "kmz", "czml", "glb", "oem")


@click.command()
@click.argument("kind", type=click.Choice(KIND_NAMES), metavar="KIND")
@output_option("FILE")
@click.option("--from", "start", **complete.WHEN, help="First instant; lift-off if left out.")
@click.option("--to", "stop", **complete.WHEN, help="Last instant; touchdown, or the flight's end for tables.")
@click.option("--step", type=Exact(), metavar="S", help="Seconds between rows; the kind's own if left out.")
@click.option("--frame", type=click.Choice(("fixed", "teme")), default="fixed", show_default=True, help="Axes of oem.")
@language_option
@mission_option
@click.option("--force", is_flag=True, help="Write over an existing file.")
def export(kind: str, output: Path, step: Fraction | None, **wishes: Any) -> None:
    """Write the flight to a file for other tools.

    KIND is csv or json (rows with one sigma, standing and sources), ics (events and their anniversaries), kmz (tracks,
    attitude, events and one sigma for a globe), czml (the same for Cesium), glb (the meshes,
    moving in the spacewalk and the descent, for a renderer) or oem (a CCSDS ephemeris with covariance).
    """
    from viz.export import ExportRequest
    from viz.export import export as write

    say_path(write(ExportRequest(kind, output, step=step, **wishes)))
