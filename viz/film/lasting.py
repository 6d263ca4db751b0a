"""A page that outlasts its browser: when one is lost, another is started and the work done again in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from viz.errors import VizError
from viz.film.browser import BrowserLostError, Tab
from viz.film.render import Opened, Sitting, open_stage

T = TypeVar("T")

ATTEMPTS = 3
"""How often a piece of work is tried before it is given up."""


class LastingPage:
    """The film's page with the scene in it, in one browser after another."""

    def __init__(self, files: Mapping[str, bytes | Path], sitting: Sitting) -> None:
        self._files = files
        self._sitting = sitting
        self._tab: Tab | None = None
        self._opened: Opened | None = None
        self._trial: str | None = None

    @property
    def opened(self) -> Opened:
        """Renderer and codec, the same for all its browsers."""
        assert self._opened is not None
        return self._opened

    def __enter__(self) -> Self:
        try:
            self.open()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def open(self) -> None:
        """Start a browser and load the scene."""
        self.do(lambda _: None)

    def do(self, work: Callable[[Tab], T], *, attempts: int | None = None) -> T:
        """Return what `work` returns of a page in which it was done whole.

        Work that was cut short by the loss of a browser is begun anew in the next, so it must not add to what is left
        of it. BrowserLostError when browsers keep ending; VizError when a later one draws otherwise than the first.
        """
        left = attempts or ATTEMPTS
        while True:
            left -= 1
            try:
                return work(self._ready())
            except BrowserLostError:
                self.close()
                if not left:
                    raise

    def close(self) -> None:
        """End the browser."""
        tab, self._tab = self._tab, None
        if tab is not None:
            tab.close()

    def _ready(self) -> Tab:
        if self._tab is not None:
            return self._tab
        self._tab = tab = Tab(self._files, trial=self._trial)
        tab.start()
        opened = open_stage(tab, self._files, self._sitting)
        if self._opened not in (None, opened):
            raise VizError(
                f"the browser came back drawing otherwise ({self._opened}, {opened}) - try again, a film with --resume"
            )
        self._opened, self._trial = opened, tab.trial
        return tab
