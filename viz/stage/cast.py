"""The cast: whatever of a ship appears in a frame, as its plugin says, shown by name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from viz.flight.quaternion import rotate
from viz.flight.state import Quaternion, Vec3
from viz.flight.vector import sub
from viz.stage.actors import Actor
from viz.stage.bounds import are_numbers, few, refuse_nowhere
from viz.stage.earth import GroundStrip
from viz.stage.host import Host
from viz.stage.mesh import Mesh
from viz.stage.tether import MOST_OF_A_ROPE, RopeLook, Tether, ring_names
from viz.story.picture import Picture

WHITE: Vec3 = (1.0, 1.0, 1.0)
MOST_ENTRIES = 5_000
"""Things in one picture."""
MOST_SCALE = 1e9
_WHOLE_TURN = (0.5, 2.0)
"""Squared length of a quaternion that is one, but for rounding."""


class Entry(NamedTuple):
    """One thing that appears."""

    name: str
    place_m: Vec3
    """From the craft's origin, TEME axes."""
    turn: Quaternion
    """To TEME."""
    scale: Vec3 = (1.0, 1.0, 1.0)
    light: float = 1.0


@dataclass(frozen=True, slots=True)
class Lamps:
    """Light where no Sun shines, such as in a hall: from above, and a share of it back from the floor."""

    up: Vec3
    """TEME axes."""
    colour: Vec3
    floor_share: float = 0.35


@dataclass(frozen=True, slots=True)
class Ball:
    """Where sunlight's shadows are drawn; the smaller, the sharper."""

    middle_m: Vec3 = (0.0, 0.0, 0.0)
    """From the craft's origin, TEME axes."""
    radius_m: float = 12.0
    """0 for no shadows."""


def _round_the_craft(picture: Picture) -> Ball:
    return Ball()


def _nothing(picture: Picture) -> tuple[Vec3, ...]:
    return ()


def _sunlight(picture: Picture) -> Lamps | None:
    return None


@dataclass(frozen=True, slots=True)
class Casting:
    """Who may appear and where: a plugin's `build_cast()` gives this."""

    meshes: Mapping[str, Mesh]
    """Every rigid mesh, by name; with a rope, those of its rings among them."""
    entries: Callable[[Picture], Iterable[Entry]]
    """What appears in a picture, each thing by its mesh's name."""
    packs: Mapping[str, str] = field(default_factory=dict)
    """In which file for the page a mesh lies, by its name: what is seen together, in the order in which the flight
    shows it. Meshes that are not named here lie together in one."""
    kinds: Mapping[str, float] = field(default_factory=dict)
    """Meshes that a shader program of their own draws, each with its kind from `viz.stage.actors`."""
    tints: Mapping[str, Vec3] = field(default_factory=dict)
    """Colours laid over meshes, by name."""
    rope: RopeLook | None = None
    rope_m: Callable[[Picture], Sequence[Vec3]] = _nothing
    """Points of the rope, body frame; none while it is not seen."""
    lamps: Callable[[Picture], Lamps | None] = _sunlight
    masks: Mapping[str, str] = field(default_factory=dict)
    """What the mission's own words for what stands before a camera look like: one of `viz.stage.stage.MASKS`."""
    shadows: Callable[[Picture], Ball] = _round_the_craft
    """Where sunlight's shadows matter."""
    fine: Mapping[str, Mesh] = field(default_factory=dict)
    """Denser stand-ins for meshes, by name, for the full picture."""
    strip: GroundStrip | None = None
    """A finer picture of the ground below, where there is one."""


REST = "cast"
"""The pack of the meshes that a plugin puts in none."""


class Cast:
    """All rigid actors and the rope."""

    def __init__(self, host: Host, casting: Casting) -> None:
        self._casting = casting
        self._actors = {
            name: Actor(host, name, casting.tints.get(name, WHITE), casting.kinds.get(name)) for name in casting.meshes
        }
        # The rings are laid by the tether itself, not by name like the rest.
        rings = [self._actors.pop(name) for name in ring_names(casting.rope)]
        self._tether = Tether(host, casting.rope, rings) if casting.rope else None

    def draw(self, picture: Picture) -> None:
        """Show everything this picture holds and hide the rest."""
        entries = few("the picture", self._casting.entries(picture), MOST_ENTRIES)
        for entry in entries:
            _refuse_unseen(entry, self._actors.keys())
        shown = {entry.name for entry in entries}
        eye = picture.view.eye_m
        for entry in entries:
            self._actors[entry.name].show(sub(entry.place_m, eye), entry.turn, entry.scale, entry.light)
        for name, actor in self._actors.items():
            if name not in shown:
                actor.hide()
        if self._tether:
            turn = picture.state.craft.attitude_quaternion
            points = few("the rope", self._casting.rope_m(picture), MOST_OF_A_ROPE)
            refuse_nowhere("the rope", points)
            self._tether.draw([rotate(turn, point) for point in points], turn, eye)


def _refuse_unseen(entry: Entry, names: Collection[str]) -> None:
    """Raise ValueError for an entry of no mesh, or one that stands nowhere."""
    if type(entry.name) is not str or entry.name not in names:
        raise ValueError(f'it shows "{str(entry.name)[:80]}", and its cast has no mesh of that name')
    if not are_numbers((entry.place_m, 3), (entry.turn, 4), (entry.scale, 3), ((entry.light,), 1)):
        raise ValueError(f'"{entry.name}" has a place, turn, scale or light that is no number')
    w, x, y, z = entry.turn
    if not _WHOLE_TURN[0] < w * w + x * x + y * y + z * z < _WHOLE_TURN[1]:
        raise ValueError(f'"{entry.name}" has a turn that is none')
    if min(entry.scale) <= 0.0 or max(entry.scale) > MOST_SCALE:
        raise ValueError(f'"{entry.name}" has a scale that is not above 0, or beyond {MOST_SCALE:g}')
