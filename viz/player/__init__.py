"""How the flight is watched: a page in the viewer's own browser, fed from a server on this machine alone."""

from __future__ import annotations

from viz.player.launch import PageSetup, Running, play, start

__all__ = ["PageSetup", "Running", "play", "start"]
