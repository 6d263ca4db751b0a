"""What lights a picture: the Sun, the Earth below, the air, the Moon, lamps; and how long the film is exposed.

Colours are light on the scene's scale: a white matt surface square to the Sun is about one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from viz.flight.state import FlightState, Vec3
from viz.flight.vector import add, dot, east_north, length, scaled, unit
from viz.stage.cast import Lamps
from viz.story.picture import View

SUN: Vec3 = (1.0, 0.972, 0.915)
AIR_SCALE_KM = 8.0
EARTH_ALBEDO = 0.30
EARTHSHINE: Vec3 = (0.86, 0.97, 1.16)
"""The Earth's hue: blue air and white cloud."""
AIRLIGHT: Vec3 = (0.155, 0.185, 0.235)
"""Of a clear sky near the ground, from everywhere above."""
MOONLIGHT: Vec3 = (0.062, 0.070, 0.088)
"""A full Moon, on a picture's scale: in truth four hundred thousand times fainter than the Sun."""
NIGHT_AROUND, DAY_AROUND, SNOW_NIGHT_AROUND = 0.010, 0.012, 0.030
"""From everywhere: what a lecture hall needs to find the ship at night, and by day light from part to part."""
OVERCAST: Vec3 = (0.56, 0.59, 0.63)
OVERCAST_MOON = 0.55
"""Under cloud: the light of its day, and how much of the Moon's comes through."""
NIGHT_EXPOSURE = 4.0
WHOLE_EARTH_M = 2e6


@dataclass(frozen=True, slots=True)
class Light:
    """Light from one way."""

    way: Vec3
    """Unit vector to where it comes from, TEME axes."""
    colour: Vec3


@dataclass(frozen=True, slots=True)
class Lights:
    """All that lights the things near the camera."""

    sun: Light
    earth: Light
    sky: Light
    moon: Light
    around: Vec3
    """From everywhere."""

    @property
    def on_level_ground(self) -> Vec3:
        """What level ground gets of all."""
        up = self.sky.way
        falls = [(max(dot(light.way, up), 0.0), light.colour) for light in (self.sun, self.sky, self.moon)]
        red, green, blue = (self.around[k] + math.fsum(fall * colour[k] for fall, colour in falls) for k in range(3))
        return red, green, blue


def lights_of(state: FlightState, hidden: float) -> Lights:
    """Return what lights a state, with the part of the sky behind cloud that `hidden` says."""
    sky, up = state.sky, unit(state.craft.position_teme_km)
    day = daylight(sky.sun_elevation_deg)
    sunlit = sky.lit_fraction * (1.0 - hidden)
    air = day * math.exp(-max(state.craft.altitude_km, 0.0) / AIR_SCALE_KM)
    above = add(scaled(AIRLIGHT, air * (1.0 - hidden)), scaled(OVERCAST, hidden * day))
    return Lights(
        sun=Light(sky.sun_direction_teme, scaled(SUN, sunlit)),
        earth=Light(scaled(up, -1.0), _earthlight(state, day, hidden)),
        sky=Light(up, above),
        moon=_moon(state, up, day, hidden),
        around=_around(state, day, hidden),
    )


def lit_by(lamps: Lamps) -> Lights:
    """Return the light of a hall, where no Sun shines: lamps along the ceiling, and their light back from the floor."""
    dark = Light(lamps.up, (0.0, 0.0, 0.0))
    return Lights(
        sun=Light(lamps.up, lamps.colour),
        earth=Light(scaled(lamps.up, -1.0), scaled(lamps.colour, lamps.floor_share)),
        sky=dark,
        moon=dark,
        around=scaled(lamps.colour, 0.12),
    )


def daylight(sun_elevation_deg: float) -> float:
    """Return how bright the ground beneath is, 1 under a high Sun and 0 at night."""
    return math.pow(max(math.sin(math.radians(sun_elevation_deg + 6.0)), 0.0), 0.6)


def exposure_of(state: FlightState, eye_m: Vec3 = (0.0, 0.0, 0.0)) -> float:
    """Return how much longer than by day the film is exposed: four times in the shadow and under the night's sky.

    An eye that has the whole Earth before it, ``eye_m`` from the craft, exposes for the day.
    """
    if length(eye_m) > WHOLE_EARTH_M:
        return 1.0
    near_ground = math.exp(-max(state.craft.altitude_km, 0.0) / AIR_SCALE_KM)
    day = daylight(state.sky.sun_elevation_deg)
    lit = max(state.sky.lit_fraction * (1.0 - near_ground), day)
    return math.pow(NIGHT_EXPOSURE, 1.0 - min(lit * 1.6, 1.0))


def cloud_hides(state: FlightState, view: View) -> float:
    """Return the part of the sky that cloud hides from the camera, which may stand far above the craft."""
    place = add(state.craft.position_teme_km, scaled(view.eye_m, 0.001))
    return state.sky.cloud.hides(state.craft.altitude_km + length(place) - length(state.craft.position_teme_km))


def light_message(lights: Lights, state: FlightState, eye_m: Vec3) -> dict[str, list[float] | float]:
    """Return the lights as the shaders want them, by their names there."""
    up = unit(state.craft.position_teme_km)
    east, north = east_north(up)
    sun = state.sky.sun_direction_teme
    named = {"sun": lights.sun, "earth": lights.earth, "sky": lights.sky, "moon": lights.moon}
    return {
        **{f"{name}_way": list(light.way) for name, light in named.items()},
        **{f"{name}_colour": list(light.colour) for name, light in named.items()},
        "around_colour": list(lights.around),
        "exposure": exposure_of(state, eye_m),
        "floor_light": list(lights.on_level_ground),
        "floor_sun": [dot(sun, east), dot(sun, north), dot(sun, up)],
    }


def _earthlight(state: FlightState, day: float, hidden: float) -> Vec3:
    """The Earth fills half the sky of who flies low and throws back near a third of the Sun's light; snow more."""
    on_ground = math.exp(-max(state.craft.altitude_km, 0.0) / AIR_SCALE_KM)
    snow = 0.55 * on_ground * (0.6 * (1.0 - hidden) + 0.4) * day
    far = EARTH_ALBEDO * (1.0 - on_ground) * day
    return add(scaled(EARTHSHINE, far), scaled((0.52, 0.56, 0.62), snow))


def _moon(state: FlightState, up: Vec3, day: float, hidden: float) -> Light:
    """The Moon wherever it is above the horizon of the craft; under cloud its light comes from all above."""
    way = state.sky.moon_direction_teme
    dip = math.acos(min(6371.0 / (6371.0 + max(state.craft.altitude_km, 0.0)), 1.0))
    risen = 1.0 if dot(way, up) > -math.sin(dip) else 0.0
    strength = (1.0 - day) * (risen * (1.0 - hidden) + OVERCAST_MOON * hidden) * _full(state)
    return Light(up if hidden > 0.5 else way, scaled(MOONLIGHT, strength))


def _full(state: FlightState) -> float:
    """Return how much of the Moon is lit, 0 new to 1 full, as its light goes: the square of the lit part."""
    part = 0.5 * (1.0 - dot(state.sky.moon_direction_teme, state.sky.sun_direction_teme))
    return part * part


def _around(state: FlightState, day: float, hidden: float) -> Vec3:
    night = SNOW_NIGHT_AROUND if state.craft.altitude_km < 1.0 else NIGHT_AROUND
    grey = night + (DAY_AROUND + 0.05 * hidden - night) * day
    return (0.92 * grey, grey, 1.12 * grey)
