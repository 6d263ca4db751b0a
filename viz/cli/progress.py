"""How a recording tells where it is: a bar on a terminal, a line every so often elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from viz.cli.speak import say_aside
from viz.errors import escaped

if TYPE_CHECKING:
    from viz.film import Progress

_EVERY_SHARE = 0.05
_EVERY_S = 60.0


@contextmanager
def told_progress() -> Iterator[Callable[[Progress], None]]:
    """Give the film room its listener."""
    # not what rich thinks: FORCE_COLOR does not make a terminal
    if sys.stderr is not None and sys.stderr.isatty():
        with _bar() as report:
            yield report
    else:
        yield Lines()


class Lines:
    """Says a line when a stage begins, and while it draws for each twentieth of the film, or each minute."""

    def __init__(self, say: Callable[[str], None] = say_aside, clock: Callable[[], float] = time.monotonic) -> None:
        self._say = say
        self._clock = clock
        self._stage = ""
        self._said = 0
        self._said_at = clock()

    def __call__(self, progress: Progress) -> None:
        """Say what is new, if it is time."""
        if progress.forecast is not None:
            self._say(progress.forecast.line)
        elif progress.stage != self._stage or self._due(progress):
            self._stage, self._said, self._said_at = progress.stage, progress.done, self._clock()
            self._say(_line(progress))

    def _due(self, progress: Progress) -> bool:
        if progress.stage != "drawing" or progress.done == self._said:
            return False
        grown = progress.done - self._said >= _EVERY_SHARE * progress.total
        return grown or self._clock() - self._said_at >= _EVERY_S


def _line(progress: Progress) -> str:
    if progress.stage != "drawing" or not progress.total:
        return progress.stage
    share = 100 * progress.done // progress.total
    return f"drawing: {progress.done} of {progress.total} frames ({share} %){_left(progress)}"


def _left(progress: Progress) -> str:
    from viz.film.request import time_told

    return "" if progress.seconds_left is None else f", about {time_told(progress.seconds_left)} left"


@contextmanager
def _bar() -> Iterator[Callable[[Progress], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[left]}"),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("opening", total=None, left="")

        def report(progress: Progress) -> None:
            if progress.forecast is not None:
                bar.console.print(escaped(progress.forecast.line), markup=False, highlight=False, soft_wrap=True)
            left = _left(progress).removeprefix(", ")
            if progress.shards > 1:
                left = f"shard {progress.shards_done} of {progress.shards}  {left}"
            bar.update(task, description=progress.stage, completed=progress.done, total=progress.total, left=left)

        yield report
