"""How the flight is recorded: exact frames from a browser of our own, and files that say what they are."""

from __future__ import annotations

from viz.film.doctor import doctor
from viz.film.plan import Check, FilmReport, FilmRequest, Progress, StillRequest
from viz.film.record import record, still

__all__ = ["Check", "FilmReport", "FilmRequest", "Progress", "StillRequest", "doctor", "record", "still"]
