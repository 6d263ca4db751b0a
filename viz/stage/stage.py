"""The stage: takes a picture, sets the VPython objects, and hands out the frame message."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from viz.assets import assets_root
from viz.flight.curves import eased
from viz.flight.state import FlightState, Vec3
from viz.flight.vector import add, dot, east_north, length, scaled, unit
from viz.plugins import FIRST, expect, faults_of, plugin_part
from viz.stage.actors import GLOW
from viz.stage.cast import REST, Cast, Casting, Lamps
from viz.stage.doubt import MARK_COLOURS, DoubtDrawn, ground_tint
from viz.stage.earth import Earth, GroundStrip, earth_from_eye, window_mesh
from viz.stage.host import Host, Json, compact_json
from viz.stage.mesh import Mesh
from viz.stage.orbit import PAST, OrbitLine
from viz.stage.sky import Stars, marker_mesh, read_stars, star_mesh
from viz.stage.sound import refuse_nowhere, refuse_unsound
from viz.story.picture import MASKS, Picture, Scenery, View

OWN = "stage"
"""The pack of what any mission's frames show."""
AIR_SCALE_KM = 8.0
MOONLIGHT = 0.30
INSET_PLACE = (0.72, 0.66, 0.26, 0.30)
"""Left, bottom, width and height of an inset, as parts of the window."""
AMBIENT_NIGHT = 0.17
AMBIENT_NIGHT_ON_SNOW = 0.30
AMBIENT_DAY = 0.11
OVERCAST_SKY, OVERCAST_ROUND, OVERCAST_MOON = 0.30, 0.09, 0.55
"""Under cloud: what its day adds to the light from above and from everywhere, and how much of the Moon's comes through;
on a screen's scale."""
"""Light from everywhere; at night more than the stars would give, so that a lecture hall still sees the ship."""
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
        self._host = host = Host()
        vector = host.vp.vector
        self._sun = host.vp.distant_light(canvas=host.canvas, direction=vector(1, 0, 0), color=vector(1, 1, 1))
        self._earthshine = host.vp.distant_light(canvas=host.canvas, direction=vector(0, 0, 1), color=vector(0, 0, 0))
        self._skylight = host.vp.distant_light(canvas=host.canvas, direction=vector(0, 0, 1), color=vector(0, 0, 0))
        self._moonlight = host.vp.distant_light(canvas=host.canvas, direction=vector(0, 0, 1), color=vector(0, 0, 0))
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
        return sorted(self._host.constructors(), key=lambda command: command.get("shininess") == GLOW)

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
        hidden = _cloud_hides(state, view)
        self._light(state, hidden)
        lamps = self._casting.lamps(picture)
        if lamps is not None:
            refuse_nowhere("the hall's light", (lamps.up, lamps.colour, (lamps.floor_share,)))
            self._light_hall(lamps)
        self._earth.draw(earth_from_eye(state, view.eye_m, _ground_km(picture.scenery)), state.sky.moon_direction_teme)
        self._cast.draw(picture)
        eye_km = add(state.craft.position_teme_km, scaled(view.eye_m, 0.001))
        self._orbit.draw(picture.past_track_km, picture.ahead_track_km, state.craft.position_teme_km, eye_km)
        self._doubt.draw(picture.doubt, eye_km)
        ambient = _ambient(state, hidden)
        message = {
            **_view_message(view, self._casting.masks),
            "ambient": ambient,
            "uniforms": {
                **ground_tint(picture.doubt, state),
                **_sun(state, hidden),
                **self._floor_light(state, ambient),
            },
        }
        return {**self._host.frame(), "view": message}

    def frame(self) -> str:
        """Return the frame message: the whole dynamic state as JSON text; PluginFault where a place is no number."""
        with faults_of(self._models, self._doing):
            return compact_json(self._message)

    def _light(self, state: FlightState, hidden: float) -> None:
        """Sunlight as far as Earth and cloud let it through, and the light of the Earth below.

        `hidden` is the part of the sky behind cloud: what came from Sun and Moon then comes from all of it.
        """
        vector, sky = self._host.vp.vector, state.sky
        lit = sky.lit_fraction * (1.0 - hidden)
        self._sun.direction = vector(*sky.sun_direction_teme)
        self._sun.color = vector(lit, 0.985 * lit, 0.95 * lit)
        # The Earth fills half the sky and throws back a quarter of the light: about half the Sun on a screen's scale.
        glow = 0.44 * _earthlight(sky.sun_elevation_deg)
        self._earthshine.direction = vector(*_nadir(state))
        self._earthshine.color = vector(0.88 * glow, 0.96 * glow, 1.08 * glow)
        # Near the ground at night a full Moon is taken, on a screen's scale a fifth of the Sun.
        moon = MOONLIGHT * (1.0 - _earthlight(sky.sun_elevation_deg)) if state.craft.altitude_km < 1.0 else 0.0
        up = unit(state.craft.position_teme_km)
        moon *= 1.0 - (1.0 - OVERCAST_MOON) * hidden
        self._moonlight.direction = vector(*(up if hidden > 0.5 else sky.moon_direction_teme))
        self._moonlight.color = vector(0.8 * moon, 0.9 * moon, 1.1 * moon)
        air = 0.42 * _earthlight(sky.sun_elevation_deg) * math.exp(-max(state.craft.altitude_km, 0.0) / AIR_SCALE_KM)
        grey = OVERCAST_SKY * hidden * _earthlight(sky.sun_elevation_deg)
        self._skylight.direction = vector(*up)
        self._skylight.color = vector(0.92 * air + grey, 0.98 * air + grey, 1.06 * air + grey)

    def _floor_light(self, state: FlightState, ambient: float) -> dict[str, Json]:
        """Return what level ground under the craft gets of all lights, and the Sun's direction east, north and up."""
        up = unit(state.craft.position_teme_km)
        east, north = east_north(up)
        lights = (self._sun, self._earthshine, self._skylight, self._moonlight)
        falls = [max(dot(_plain(light.direction), up), 0.0) for light in lights]
        colours = [_plain(light.color) for light in lights]
        total = [ambient + math.fsum(f * colour[k] for f, colour in zip(falls, colours, strict=True)) for k in range(3)]
        sun = state.sky.sun_direction_teme
        return {"floor_light": total, "floor_sun": [dot(sun, east), dot(sun, north), dot(sun, up)]}

    def _light_hall(self, lamps: Lamps) -> None:
        """In a hall no Sun shines: lamps along the ceiling, and their light back from the floor."""
        vector = self._host.vp.vector
        self._sun.direction = vector(*lamps.up)
        self._sun.color = vector(*lamps.colour)
        self._earthshine.direction = vector(*scaled(lamps.up, -1.0))
        self._earthshine.color = vector(*scaled(lamps.colour, lamps.floor_share))


def _inset(picture: Picture, view: View) -> Picture:
    """Return what another camera sees of a picture, without the lines drawn for the first one."""
    return replace(picture, view=view, inset=None, past_track_km=(), ahead_track_km=(), doubt=None)


def _plain(vector: Json) -> Vec3:
    return (float(vector.x), float(vector.y), float(vector.z))


def _cloud_hides(state: FlightState, view: View) -> float:
    """Return the part of the sky that cloud hides from the camera, which may stand far above the craft."""
    place = add(state.craft.position_teme_km, scaled(view.eye_m, 0.001))
    return state.sky.cloud.hides(state.craft.altitude_km + length(place) - length(state.craft.position_teme_km))


def _sun(state: FlightState, hidden: float) -> dict[str, Json]:
    """Return the Sun as the window's shaders want it: where it is, and how much of it Earth and cloud let through."""
    light = state.sky.lit_fraction * (1.0 - hidden)
    return {"sun_direction": list(state.sky.sun_direction_teme), "sun_light": [light] * 3, "cloud_hides": hidden}


def _ambient(state: FlightState, hidden: float) -> float:
    night = AMBIENT_NIGHT_ON_SNOW if state.craft.altitude_km < 1.0 else AMBIENT_NIGHT
    return night + (AMBIENT_DAY + OVERCAST_ROUND * hidden - night) * _earthlight(state.sky.sun_elevation_deg)


def _earthlight(sun_elevation_deg: float) -> float:
    """Return how bright the ground beneath is, 1 under a high Sun and 0 at night."""
    return math.pow(max(math.sin(math.radians(sun_elevation_deg + 6.0)), 0.0), 0.6)


def _nadir(state: FlightState) -> Vec3:
    return scaled(unit(state.craft.position_teme_km), -1.0)


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
