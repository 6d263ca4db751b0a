"""The stage: takes a picture, sets the VPython objects, and hands out the frame message."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from viz.assets import assets_root
from viz.flight.curves import eased
from viz.flight.state import FlightState
from viz.flight.vector import add, length, scaled, sub
from viz.plugins import FIRST, expect, faults_of, plugin_part
from viz.stage.actors import GASES, GLOW
from viz.stage.bounds import refuse_nowhere
from viz.stage.cast import REST, Cast, Casting
from viz.stage.doubt import MARK_COLOURS, DoubtDrawn, ground_tint
from viz.stage.earth import Earth, GroundStrip, earth_from_eye, window_mesh
from viz.stage.host import Host, Json, compact_json
from viz.stage.light import Lights, cloud_hides, light_message, lights_of, lit_by
from viz.stage.mesh import Mesh
from viz.stage.orbit import PAST, OrbitLine
from viz.stage.sky import Stars, marker_mesh, read_stars, star_mesh
from viz.stage.sound import refuse_unsound
from viz.story.picture import MASKS, Picture, Scenery, View

FINE = "fine:"
"""Before a mesh's name: its stand-in in the full picture; ``packs.js`` knows it, too."""
OWN = "stage"
"""The pack of what any mission's frames show."""
INSET_PLACE = (0.72, 0.66, 0.26, 0.30)
"""Left, bottom, width and height of an inset, as parts of the window."""
FLAT_GROUND_M = (20e3, 120e3)
"""Inside the first distance the ellipsoid is lifted to the height of the ground, beyond the second it is not."""


class Stage:
    """Draws pictures. It creates nothing after start, reads no clock, and remembers no frame."""

    def __init__(self, models: str = FIRST) -> None:
        """Make everything that the cast of the plugin named `models` may show; PluginFault where it cannot."""
        self._models = models
        casting_of = plugin_part(models, "build_cast")
        with faults_of(models, "making its cast"):
            casting: Casting = expect(models, "build_cast", casting_of(), Casting)
            cast = dict(casting.meshes)
        stars = star_mesh(read_stars(assets_root() / "stars" / "stars.csv"))
        # Drawn in this order: what is near first, so that the window's dear pixels are the fewest.
        marks = {f"mark_{kind}": marker_mesh(colour) for kind, colour in MARK_COLOURS.items()}
        own: dict[str, Mesh] = {"marker": marker_mesh(PAST), **marks, "stars": stars, "window": window_mesh()}
        with faults_of(models, "looking through its cast"):
            refuse_unsound(models, casting, own.keys(), MASKS)
        self.meshes: dict[str, Mesh] = {**cast, **own}
        self.packs: dict[str, str] = {**dict.fromkeys(own, OWN), **casting.packs}
        """Pack by mesh: the stage's own first, which every frame shows."""
        self.packs |= {name: REST for name in cast if name not in self.packs}
        self.fine: dict[str, Mesh] = {FINE + name: mesh for name, mesh in casting.fine.items()}
        """Denser stand-ins for the full picture, each in a pack beside its mesh's."""
        self.packs |= {FINE + name: f"fine_{self.packs[name]}" for name in casting.fine}
        self._host = host = Host()
        self._casting = casting
        self._cast = Cast(host, casting)
        self._orbit = OrbitLine(host)
        self._doubt = DoubtDrawn(host)
        self._stars = Stars(host)
        self._earth = Earth(host, casting.strip)
        self._message: dict[str, Json] = {}
        self._doing = "drawing"

    @property
    def strip(self) -> GroundStrip | None:
        """The mission's finer picture of the ground."""
        return self._casting.strip

    def constructors(self) -> list[dict[str, Json]]:
        """Return what the page must build before the first frame, what glows last: it is added to the rest."""
        return sorted(self._host.constructors(), key=lambda command: _drawn_last(command.get("shininess")))

    def draw(self, picture: Picture) -> None:
        """Make the frame message of this picture, and of its inset if it has one; PluginFault where the cast fails."""
        self._doing = f"drawing {picture.state.met_s} s after lift-off"
        with faults_of(self._models, self._doing):
            message = self._drawn(picture)
            if picture.inset is not None:
                message["inset"] = {**self._drawn(_inset(picture, picture.inset)), "place": INSET_PLACE}
        self._message = message

    def _drawn(self, picture: Picture) -> dict[str, Json]:
        """Set every object for this picture, with the eye at the origin of the world."""
        state, view = picture.state, picture.view
        hidden = cloud_hides(state, view)
        lights = self._lights(picture, hidden)
        self._earth.draw(earth_from_eye(state, view.eye_m, _ground_km(picture.scenery)), state.sky.moon_direction_teme)
        self._cast.draw(picture)
        eye_km = add(state.craft.position_teme_km, scaled(view.eye_m, 0.001))
        self._orbit.draw(picture.past_track_km, picture.ahead_track_km, state.craft.position_teme_km, eye_km)
        self._doubt.draw(picture.doubt, eye_km)
        message = {
            **_view_message(view, self._casting.masks),
            "uniforms": {
                **ground_tint(picture.doubt, state),
                **_sun(state, hidden),
                **light_message(lights, state, view.eye_m),
                "shadow_ball": self._shadow_ball(picture),
                "gas_s": state.met_s % 1000.0,
            },
        }
        return {**self._host.frame(), "view": message}

    def _lights(self, picture: Picture, hidden: float) -> Lights:
        lamps = self._casting.lamps(picture)
        if lamps is None:
            return lights_of(picture.state, hidden)
        refuse_nowhere("the hall's light", (lamps.up, lamps.colour, (lamps.floor_share,) * 3))
        return lit_by(lamps)

    def _shadow_ball(self, picture: Picture) -> list[float]:
        """Return middle, from the eye, and radius of the ball that shadows are drawn in; a radius of 0 for none."""
        ball = self._casting.shadows(picture)
        refuse_nowhere("the ball of the shadows", (ball.middle_m, (ball.radius_m,) * 3))
        return [*sub(ball.middle_m, picture.view.eye_m), ball.radius_m]

    def frame(self) -> str:
        """Return the frame message: the whole dynamic state as JSON text; PluginFault where a place is no number."""
        with faults_of(self._models, self._doing):
            return compact_json(self._message)


def _drawn_last(kind: Json) -> int:
    """Return 0 for what is solid, more for gas: it is laid over the rest, and smoke over fire."""
    return (GLOW, *GASES).index(kind) + 1 if kind in (GLOW, *GASES) else 0


def _inset(picture: Picture, view: View) -> Picture:
    """Return what another camera sees of a picture, without the lines drawn for the first one."""
    return replace(picture, view=view, inset=None, past_track_km=(), ahead_track_km=(), doubt=None)


def _sun(state: FlightState, hidden: float) -> dict[str, Json]:
    """Return the Sun as the window's shaders want it: where it is, and how much of it Earth and cloud let through."""
    light = state.sky.lit_fraction * (1.0 - hidden)
    return {"sun_direction": list(state.sky.sun_direction_teme), "sun_light": [light] * 3, "cloud_hides": hidden}


def _ground_km(scenery: Scenery | None) -> float:
    if scenery is None:
        return 0.0
    near, far = FLAT_GROUND_M
    return scenery.height_km * eased((far - length(scenery.offset_m)) / (far - near))


def _view_message(view: View, masks: Mapping[str, str]) -> dict[str, Json]:
    mask = masks.get(view.mask, view.mask)
    if mask not in MASKS:
        known = ", ".join((*MASKS, *masks))
        raise ValueError(f'camera {view.camera}: nothing is known of the mask "{mask}" - use one of {known}')
    return {
        "fov": math.radians(view.fov_deg),
        "forward": list(view.forward),
        "up": list(view.up),
        "near": view.near_m,
        "filter": 1.0 if view.filter == "television" else 0.0,
        "mask": float(MASKS.index(mask)),
    }
