"""Which of the two qualities a film is drawn in: settled once, before anything is drawn, for all who draw it."""

from __future__ import annotations

from viz.film.cluster import renderer_of
from viz.film.parts import kept_quality
from viz.film.render import renderer_here
from viz.film.request import FilmRequest
from viz.stage.quality import Quality, read_wish, suited


def settled_quality(request: FilmRequest) -> Quality:
    """Return the quality of all frames of a film: as asked, else as begun, else as suits whoever is to draw it.

    Errors as for opening a browser or joining a scheduler.
    """
    wish = read_wish(request.quality)
    if wish != "auto":
        return wish
    begun = kept_quality(request.output) if request.resume else None
    return begun or suited(_renderer(request))


def _renderer(request: FilmRequest) -> str:
    if request.scheduler is not None:
        return renderer_of(request.scheduler, trust_network=request.trust_network)
    return renderer_here()
