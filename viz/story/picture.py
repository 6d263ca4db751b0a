"""Everything one frame shows, as data: the state, the view, the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from viz.flight.state import FlightState, Vec3, WalkerState

Filter = Literal["colour", "television"]
MASKS = ("none", "porthole", "ports")
"""What may stand before a camera, in the order of the shader's numbers: nothing, a round window's ring, or a sight of a
middle field with eight ports round it. A plugin may have its own words for them, and its cast says what they look like.
"""


@dataclass(frozen=True, slots=True)
class View:
    """Where the camera is and what it looks at."""

    camera: str
    """Id of the shot in ``shots.toml``."""
    eye_m: Vec3
    """From the craft's origin, TEME axes."""
    forward: Vec3
    up: Vec3
    """Unit vectors, TEME axes, at right angles."""
    fov_deg: float
    """Vertical field of view."""
    near_m: float
    """Nothing nearer than this is drawn."""
    filter: Filter = "colour"
    mask: str = "none"
    """One of `MASKS`, or a word of the plugin's cameras."""
    hides: tuple[str, ...] = ()
    """Parts the camera sits inside or on, not drawn: by the cast's names."""


@dataclass(frozen=True, slots=True)
class Words:
    """Everything a frame says, already in the viewer's language."""

    language: str
    phase_title: str
    event_title: str
    caption: str
    mark: str
    """A discreet word such as "reconstruction" or "model"; empty where the record itself speaks."""
    clock_utc: str
    clock_zone: str
    """By the mission's own clock."""
    clock_elapsed: str
    place: str
    """Ground place and height, such as ``41.9° N 36.5° E, 181 km``."""
    camera: str
    credit: str
    phase: str = ""
    """Id of the innermost phase."""
    event: str = ""
    """Id of the latest event that has happened; empty before the first."""
    told: str = ""
    """Whose sentence the caption is, ``event eva.exit`` or ``phase orbit.day``; empty where nothing is claimed."""
    caption_tag: str = ""
    """What to say beside a caption that tells the record while the scene is hypothetical; else empty."""


@dataclass(frozen=True, slots=True)
class Scenery:
    """The ground near a place the craft starts from or lands at."""

    place: str
    """``pad`` or ``site``."""
    offset_m: Vec3
    """From the craft's origin to the ground at that place, TEME axes."""
    east: Vec3
    north: Vec3
    up: Vec3
    """Unit vectors, TEME axes."""
    height_km: float
    """Of the ground there above the ellipsoid."""
    since_s: float = 0.0
    """Seconds since lift-off at the pad, since touchdown at the landing place; below zero before."""
    props: tuple[str, ...] = ()
    """Things that stand there now: by the cast's names."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place worth a dot."""

    kind: str
    """``flown``, ``planned``, ``told`` by another source, or ``predicted``: the craft if the landing were not known."""
    position_km: Vec3
    """TEME."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is not sure, to be drawn beside what is shown."""

    along_km: float
    across_km: float
    """One standard deviation of the craft's place, as the fit claims it; the landing is in the fit."""
    planned_track_km: tuple[Vec3, ...] = ()
    """The descent that was planned and not flown, TEME."""
    marks: tuple[Mark, ...] = ()
    predicted_ahead_km: float | None = None
    """How far ahead of the craft launch and published orbit alone would have it, below zero behind; None off orbit."""
    other_walkers: Mapping[str, WalkerState] = field(default_factory=dict)
    """People as the other version of the record has them, by id, where the versions part."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a frame shows; `viz.stage` draws it and nothing else."""

    state: FlightState
    view: View
    words: Words
    scenery: Scenery | None = None
    past_track_km: tuple[Vec3, ...] = ()
    """Where the craft has been, TEME; empty where the camera is too near for a line."""
    ahead_track_km: tuple[Vec3, ...] = ()
    inset: View | None = None
    """A second camera's picture in a corner."""
    doubt: Doubt | None = None
    """None where the viewer has switched doubt off."""
    outline: bool = False
    """Outlines for comparison are drawn, where the plugin has any."""
