"""How the flight is recorded: exact frames from a browser of our own, and files that say what they are."""

from __future__ import annotations

from pathlib import Path

from viz.film.doctor import doctor
from viz.film.record import estimate, open_flight, record, terminable
from viz.film.request import Check, FilmReport, FilmRequest, Forecast, Progress, SheetRequest, StillRequest
from viz.film.verify import verify_file

__all__ = [
    "Check",
    "FilmReport",
    "FilmRequest",
    "Forecast",
    "Progress",
    "SheetRequest",
    "StillRequest",
    "check_recipes",
    "doctor",
    "estimate",
    "handout",
    "record",
    "sheet",
    "still",
    "verify_file",
]


def still(request: StillRequest) -> Path:
    """Draw one picture of the flight, with its words, as a PNG file; errors as for `record`."""
    from viz.film.stills import still_show

    with terminable():
        return still_show(request, open_flight)


def sheet(request: SheetRequest) -> Path:
    """Draw small pictures of the flight at equal steps on one page, as a PNG file; errors as for `record`."""
    from viz.film.stills import sheet_show

    with terminable():
        return sheet_show(request, open_flight)


def handout(
    recipe: str, output: Path, *, mission: str = "voskhod2", language: str = "en", size: tuple[int, int] = (960, 540),
    force: bool = False, quality: str = "auto",
) -> Path:  # fmt: skip
    """Write the handout and speaker notes of a recipe into a folder; errors as for `record`."""
    from viz.film.handout import handout_show

    with terminable():
        show = open_flight(mission)
        return handout_show(recipe, output, show, language=language, size=size, force=force, quality=quality)


def check_recipes(mission: str) -> int:
    """Judge every recipe of a mission, draw where its parts begin, and return how many there are.

    InvalidFile with every problem of one, or the first moment that cannot be drawn.
    """
    from viz.film.recipe import find_recipe, recipe_names, try_recipe

    show = open_flight(mission)
    names = recipe_names(show)
    for name in names:
        try_recipe(find_recipe(name, show), show)
    return len(names)
