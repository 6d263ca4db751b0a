"""Cameras as data: which shot fits the moment, and where its eye stands."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass, replace

from viz.errors import UsageError
from viz.flight.curves import eased
from viz.flight.frames import teme_from_fixed
from viz.flight.ground import GroundPlace, up_at
from viz.flight.quaternion import rotate
from viz.flight.state import Axes, FlightState, Vec3, WalkerState
from viz.flight.vector import add, cross, dot, east_north, length, scaled, square_to, sub, unit
from viz.story.picture import MASKS, Filter, View

AUTO = "auto"
EASE_S = 2.0
"""The director glides this long from one camera to the next where their eyes are near, and cuts hard elsewhere."""
EASE_REACH_M = 9.0
EASE_TURN_COSINE = 0.35
LOWEST_EYE_M = 0.3
_FREE_FRAMES = ("orbital", "sun", "ground")
"""Cameras that hang in space may glide; those fixed to the craft or the man may not."""
DUSK_BELOW_DEG = 0.0
"""The Sun's elevation on the ground beneath from which on the night shows below the craft."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One camera: where its eye is, what it looks at, and when it can be used."""

    id: str
    """Name; the captions have its title."""
    subject: str
    """What its frame is anchored in: ``craft``, ``earth`` (its centre), ``site`` (the landing place), ``pad``, or
    a word of the plugin's."""
    eye_m: Vec3
    """The eye, in the frame."""
    frame: str = "orbital"
    """How the axes lie. ``orbital``: x along the track, y left, z up. ``sun``: x level towards the Sun, y left of it,
    z up. ``body``: the craft's own. ``man``: x out of his chest, y to his left, z through his helmet. ``ground``: x
    east, y north, z up."""
    fov_deg: float = 44.0
    """Vertical field of view."""
    near_m: float = 0.1
    """Nothing nearer to the eye is drawn."""
    look_m: Vec3 = (0.0, 0.0, 0.0)
    """The point looked at, in the frame."""
    target: str | None = None
    """``craft``: what the camera turns to, wherever it is; `look_m` is not used then."""
    span_m: float = 10.0
    """With a `target`: the field of view spans so much there, and no more than `fov_deg`."""
    up: str = "up"
    """What is up in the picture. ``up``, ``head``: the frame's z; ``forward``: its x; ``vertical``: away from the
    Earth; ``nose``, ``tail``: the craft's; ``north``: the Earth's axis."""
    needs: str | None = None
    """What must be so: ``dusk`` (night on the ground beneath), or a word of the plugin's."""
    phases: tuple[str, ...] = ()
    """Ids of the phases in which it can be used, and of those named after them with a dot behind; left out, in any."""
    filter: Filter = "colour"
    """Whether the picture is in colour or as television sent it."""
    mask: str = "none"
    """What stands before the eye: ``porthole`` is a round window's ring, ``ports`` a sight of a middle field with eight
    ports round it."""
    hides: tuple[str, ...] = ()
    """Parts of the plugin's cast that the camera sits in or on, not drawn."""
    track: bool = False
    """``true``: the way behind and ahead is drawn as a line."""
    swing_deg: float = 0.0
    """The eye swings slowly so far to each side about the frame's z."""
    swing_s: float = 600.0
    """There and back in this time."""
    shows: str | None = None
    """What the picture is about where that is not the subject; a word for a `subject`."""

    def fits(self, state: FlightState) -> bool:
        """Say whether this shot can be used at this moment."""
        in_phase = not self.phases or any(
            state.phase == phase or state.phase.startswith(phase + ".") for phase in self.phases
        )
        if self.needs is None or not in_phase:
            return in_phase
        if self.needs == "dusk":
            return state.sky.sun_elevation_deg < DUSK_BELOW_DEG
        return self.needs in state.flags


@dataclass(frozen=True, slots=True)
class Cut:
    """From this moment on the director shows this camera."""

    met_s: float
    camera: str


@dataclass(frozen=True, slots=True)
class Hand:
    """The viewer's hand on the camera: turned about its subject, nearer or farther, and moved aside."""

    yaw_deg: float = 0.0
    pitch_deg: float = 0.0
    zoom: float = 1.0
    right: float = 0.0
    """How far the camera is moved to its right, in heights of the picture at the subject; `up` likewise."""
    up: float = 0.0


STRAIGHT = Hand()
"""No hand on the camera."""


@dataclass(frozen=True, slots=True)
class CameraWords:
    """What a ship's cameras know beside what any flight's do: the words of its plugin for ``shots.toml``."""

    subjects: tuple[str, ...] = ()
    """Ids of walkers, and names of points on the craft, at the landing place, or of frames of its own."""
    frames: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    """`FlightState.flags` that there may be."""
    hides: tuple[str, ...] = ()
    """Parts of the cast that a camera may sit in or on."""
    masks: tuple[str, ...] = ()
    """What may stand before its eyes; its cast says what that looks like."""

    def together(self, other: CameraWords) -> CameraWords:
        """Return the words of both."""
        return CameraWords(
            (*self.subjects, *other.subjects), (*self.frames, *other.frames), (*self.needs, *other.needs),
            (*self.hides, *other.hides), (*self.masks, *other.masks),
        )  # fmt: skip


COMMON = CameraWords(
    subjects=("craft", "earth", "site", "pad"),
    frames=("orbital", "sun", "body", "man", "ground"),
    needs=("dusk",),
    masks=MASKS,
)
"""What any flight's cameras know."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The two places on the ground that cameras may stand at; None where the mission has no such place."""

    pad: GroundPlace | None = None
    site: GroundPlace | None = None

    def place(self, name: str) -> GroundPlace | None:
        """Return the place that a subject names."""
        return {"pad": self.pad, "site": self.site}.get(name)


def director_camera(cuts: tuple[Cut, ...], met_s: float) -> str:
    """Return the camera the director shows at that moment."""
    return cuts[_cut_at(cuts, met_s)].camera


def _cut_at(cuts: tuple[Cut, ...], met_s: float) -> int:
    """Return the number of the cut that holds at that moment; before all of them it is the first."""
    return max(bisect_right(cuts, met_s, key=lambda cut: cut.met_s) - 1, 0)


def directed(
    shots: tuple[Shot, ...], cuts: tuple[Cut, ...], state: FlightState, ground: Ground, hand: Hand = STRAIGHT
) -> tuple[Shot, View]:
    """Return the director's shot and view: after a cut the eye glides from the last camera where it is near."""
    number = _cut_at(cuts, state.met_s)
    shot = choose_shot(shots, cuts[number].camera, state)
    view = view_of(shot, state, ground, hand)
    share = (state.met_s - cuts[number].met_s) / EASE_S
    if number == 0 or not 0.0 <= share < 1.0:
        return shot, view
    last = choose_shot(shots, cuts[number - 1].camera, state)
    before = view_of(last, state, ground, hand)
    if not (last.frame in _FREE_FRAMES and shot.frame in _FREE_FRAMES and _may_glide(before, view)):
        return shot, view
    return shot, _between(before, view, eased(share))


def _may_glide(before: View, view: View) -> bool:
    near = length(sub(before.eye_m, view.eye_m)) < EASE_REACH_M
    turned = dot(before.forward, view.forward) < EASE_TURN_COSINE or dot(before.up, view.up) < EASE_TURN_COSINE
    return near and not turned and before.filter == view.filter and before.hides == view.hides


def _between(before: View, view: View, share: float) -> View:
    """Return the view that far along; the eye goes round the craft's origin, not through it."""

    def blend(a: Vec3, b: Vec3) -> Vec3:
        return add(scaled(a, 1.0 - share), scaled(b, share))

    far = length(before.eye_m) * (1.0 - share) + length(view.eye_m) * share
    forward = unit(blend(before.forward, view.forward))
    return replace(
        view,
        eye_m=scaled(unit(blend(unit(before.eye_m), unit(view.eye_m))), far),
        forward=forward,
        up=square_to(blend(before.up, view.up), forward),
        fov_deg=before.fov_deg * (1.0 - share) + view.fov_deg * share,
        near_m=min(before.near_m, view.near_m),
    )


def choose_shot(shots: tuple[Shot, ...], camera: str, state: FlightState) -> Shot:
    """Return the first shot of that id that fits; UsageError naming the cameras for an unknown id."""
    entries = [shot for shot in shots if shot.id == camera]
    if not entries:
        known = ", ".join(dict.fromkeys(shot.id for shot in shots))
        raise UsageError(f'there is no camera "{camera}" - choose {AUTO} or one of {known}')
    return next((shot for shot in entries if shot.fits(state)), entries[-1])


def view_of(shot: Shot, state: FlightState, ground: Ground, hand: Hand = STRAIGHT) -> View:
    """Return where the shot's camera is at that moment and what it looks at."""
    axes = _axes(shot, state, ground)
    eye, look = _out(axes, _swung(shot, state.met_s)), _out(axes, shot.look_m)
    if shot.target is not None:
        look = sub(_anchor(shot.target, state, ground), axes.origin_m)
    up = _up(shot, axes, state)
    eye = _over_ground(shot, axes, add(look, _turned(sub(eye, look), up, hand)))
    away_m = length(sub(look, eye))
    forward = scaled(sub(look, eye), 1.0 / away_m)
    fov_deg = shot.fov_deg
    if shot.target is not None:
        fov_deg = min(fov_deg, math.degrees(2.0 * math.atan2(shot.span_m / (2.0 * hand.zoom), away_m)))
    up = square_to(up, forward)
    if hand.right or hand.up:
        height_m = 2.0 * away_m * math.tan(math.radians(fov_deg) / 2.0)
        aside = add(scaled(cross(forward, up), hand.right), scaled(up, hand.up))
        eye = _over_ground(shot, axes, add(eye, scaled(aside, height_m)))
    return View(
        camera=shot.id,
        eye_m=add(axes.origin_m, eye),
        forward=forward,
        up=up,
        fov_deg=fov_deg,
        near_m=shot.near_m,
        filter=shot.filter,
        mask=shot.mask,
        hides=shot.hides,
    )


def _over_ground(shot: Shot, axes: Axes, eye: Vec3) -> Vec3:
    """Return the eye no lower than a boot beside a place on the ground, whatever the viewer's hand does."""
    if shot.frame != "ground" or shot.subject not in ("pad", "site"):
        return eye
    return add(eye, scaled(axes.z, max(0.0, LOWEST_EYE_M - dot(eye, axes.z))))


def _swung(shot: Shot, met_s: float) -> Vec3:
    """Return the eye at that moment: it swings about the point looked at, so the subject stays where it is."""
    if not shot.swing_deg:
        return shot.eye_m
    angle = math.radians(shot.swing_deg) * math.sin(2.0 * math.pi * met_s / shot.swing_s)
    cosine, sine = math.cos(angle), math.sin(angle)
    x, y, z = sub(shot.eye_m, shot.look_m)
    return add(shot.look_m, (cosine * x - sine * y, sine * x + cosine * y, z))


def _axes(shot: Shot, state: FlightState, ground: Ground) -> Axes:
    own = state.own_axes(shot.frame)
    if own is not None:
        return own
    anchor = _anchor(shot.subject, state, ground)
    if shot.frame == "orbital":
        return _orbital(anchor, state)
    if shot.frame == "sun":
        up = unit(state.craft.position_teme_km)
        toward = square_to(state.sky.sun_direction_teme, up)
        return Axes(anchor, toward, cross(up, toward), up)
    if shot.frame == "ground":
        place, craft = ground.place(shot.subject), state.craft
        return _ground(anchor, place or GroundPlace(craft.lat_deg, craft.lon_deg), state)
    turn = state.craft.attitude_quaternion
    basis: tuple[Vec3, Vec3, Vec3] = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
    man = _walker(shot, state) if shot.frame == "man" else None
    if man is not None:
        basis = tuple(rotate(man.attitude_quaternion, axis) for axis in basis)  # type: ignore[assignment]
    x, y, z = (rotate(turn, axis) for axis in basis)
    return Axes(anchor, x, y, z)


def _anchor(subject: str, state: FlightState, ground: Ground) -> Vec3:
    """Return the subject's place from the craft's origin, metres, TEME axes."""
    turn = state.craft.attitude_quaternion
    if subject == "craft":
        return (0.0, 0.0, 0.0)
    if subject in state.walkers:
        return rotate(turn, state.walkers[subject].position_m)
    if subject in state.points_m:
        return rotate(turn, state.points_m[subject])
    if subject == "earth":
        return scaled(state.craft.position_teme_km, -1000.0)
    if subject in state.site_points_m and ground.site is not None:
        axes = _ground(_anchor("site", state, ground), ground.site, state)
        return add(axes.origin_m, _out(axes, state.site_points_m[subject]))
    place = ground.place(subject)
    if place is not None:
        there = teme_from_fixed(place.position_fixed_km(), state.sky.earth_angle_rad)
        return scaled(sub(there, state.craft.position_teme_km), 1000.0)
    return (0.0, 0.0, 0.0)


def _walker(shot: Shot, state: FlightState) -> WalkerState | None:
    """Return whom a shot is about; the first of all where it is about a thing."""
    return state.walkers.get(shot.subject) or next(iter(state.walkers.values()), None)


def _out(axes: Axes, local: Vec3) -> Vec3:
    """Return a direction of a frame on TEME axes."""
    return add(add(scaled(axes.x, local[0]), scaled(axes.y, local[1])), scaled(axes.z, local[2]))


def _orbital(anchor: Vec3, state: FlightState) -> Axes:
    up = unit(state.craft.position_teme_km)
    forward = square_to(unit(state.craft.velocity_teme_km_s), up)
    return Axes(anchor, forward, cross(up, forward), up)


def _ground(anchor: Vec3, place: GroundPlace, state: FlightState) -> Axes:
    up = teme_from_fixed(up_at(place.lat_deg, place.lon_deg), state.sky.earth_angle_rad)
    return Axes(anchor, *east_north(up), up)


def _up(shot: Shot, axes: Axes, state: FlightState) -> Vec3:
    if shot.up == "nose":
        return rotate(state.craft.attitude_quaternion, (1.0, 0.0, 0.0))
    if shot.up == "tail":
        return rotate(state.craft.attitude_quaternion, (-1.0, 0.0, 0.0))
    if shot.up == "forward":
        return axes.x
    if shot.up == "vertical":
        return unit(state.craft.position_teme_km)
    if shot.up == "north":
        return (0.0, 0.0, 1.0)
    return axes.z


def _turned(arm: Vec3, up: Vec3, hand: Hand) -> Vec3:
    """Return the arm from subject to eye after the viewer's hand: yaw about `up`, then pitch, then zoom.

    Pitch stops short of the poles, where left and right would change sides.
    """
    if (hand.yaw_deg, hand.pitch_deg, hand.zoom) == (0.0, 0.0, 1.0):
        return arm
    height = dot(arm, up)
    level = sub(arm, scaled(up, height))
    reach = length(level)
    x = unit(level) if reach > 1e-9 else square_to((1.0, 0.0, 0.0), up)
    y = cross(up, x)
    yaw = math.radians(hand.yaw_deg)
    pitch = math.atan2(height, reach) + math.radians(hand.pitch_deg)
    pitch = max(-1.55, min(1.55, pitch))
    around = add(scaled(x, math.cos(yaw)), scaled(y, math.sin(yaw)))
    away = add(scaled(around, math.cos(pitch)), scaled(up, math.sin(pitch)))
    return scaled(away, length(arm) / hand.zoom)
