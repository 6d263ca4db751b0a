"""The Titan II: two stages and what marks them, in the body frame, down the axis from the adapter's foot.

Its width is record (S02), its lengths are general knowledge [K]; markings, engines and lights are models.
"""

from __future__ import annotations

import math

import numpy as np

from viz.flight.state import Vec3
from viz.missions.gemini4.flight import body
from viz.missions.gemini4.stage.hull import skin
from viz.stage.glow import shell
from viz.stage.materials import Material
from viz.stage.mesh import Colour, Floats, Mesh, aimed, hash01, made_of, merge, moved, turned
from viz.stage.shapes import box, disc, lathe, sphere, torus, tube

ALUMINIUM: Colour = (0.66, 0.67, 0.68)
PALE: Colour = (0.78, 0.79, 0.79)
FRAME: Colour = (0.50, 0.51, 0.52)
BLACK: Colour = (0.07, 0.07, 0.075)
WHITE: Colour = (0.84, 0.85, 0.84)
RED: Colour = (0.62, 0.10, 0.09)
COPPER: Colour = (0.42, 0.33, 0.27)
DARK: Colour = (0.05, 0.05, 0.05)
STEEL: Colour = (0.55, 0.56, 0.57)
R = body.LAUNCHER_RADIUS_M
SIDES = 48
STAGE_1_ENGINES_M = 0.78
"""From the axis to each of the first stage's two chambers; model."""
LIGHTS_M: tuple[Vec3, ...] = ((-3.4, R + 0.04, 0.0), (-7.6, -R - 0.04, 0.0))
"""The second stage's two flashing lights; that there were lights is record (T08), their places are a model."""
_X: Vec3 = (1.0, 0.0, 0.0)


def _wall(steps: list[tuple[float, float, Colour]], end: tuple[float, float], seed: int) -> Mesh:
    """Return a body of revolution from its foot up: (x, radius, colour of the step above), and where it ends."""
    profile = [(radius, x) for x, radius, _ in steps] + [(end[1], end[0])]
    vary = 0.95 + 0.09 * hash01(len(steps) * (SIDES // 4), seed).reshape(len(steps), SIDES // 4).repeat(4, axis=1)
    tone: Floats = np.asarray([colour for _, _, colour in steps])[:, None, :] * vary[..., None]
    return aimed(lathe(profile, segments=SIDES, colour=tone, shininess=0.35), _X)


def _ring(x_m: float, thick_m: float = 0.018, colour: Colour = FRAME) -> Mesh:
    return aimed(torus(R, thick_m, z_m=x_m, segments=SIDES, sides=3, colour=colour), _X)


def bell(radius_m: float, length_m: float, sides: int = 20) -> Mesh:
    """Return an engine's bell along -X from its throat at the origin."""
    share = np.linspace(0.0, 1.0, 6)
    curve = [(radius_m * (0.30 + 0.70 * s**0.62), -length_m * s) for s in share]
    tones = np.asarray(COPPER) * np.linspace(1.0, 0.62, 5)[::-1, None]
    outside = lathe(curve[::-1], segments=sides, colour=tones, shininess=0.4, crease_deg=60.0)
    inside = lathe([(0.12 * radius_m, -0.25 * length_m), *curve[2:]], segments=sides, colour=DARK)
    return aimed(merge([made_of(outside, Material.METAL), inside]), _X)


def _conduit(start_m: float, end_m: float, angle_deg: float) -> Mesh:
    """Return a raceway that runs down the skin."""
    long = abs(end_m - start_m)
    made = box((long, 0.16, 0.10), centre_m=(0.5 * (start_m + end_m), 0.0, R + 0.03), colour=PALE, shininess=0.3)
    return turned(made, _X, angle_deg)


def stage_2() -> Mesh:
    """Return the second stage: tanks between ribbed frames, and its engine, which shows once the first is gone."""
    top, base = body.STAGE_2_TOP_X_M, body.STAGE_2_BASE_X_M
    steps = [
        (base, R, FRAME), (base + 0.35, R, ALUMINIUM), (base + 1.9, R, FRAME), (base + 2.5, R, PALE),
        (top - 1.1, R, BLACK), (top - 0.95, R, PALE), (top - 0.12, R, FRAME),
    ]  # fmt: skip
    wall = _wall(steps, (top, R), 401)
    rings = [_ring(x) for x in (base + 0.02, base + 0.35, base + 1.9, base + 2.5, top - 1.1, top - 0.02)]
    cap = aimed(
        lathe([(R, top), (1.42, top - 0.02), (1.3, top - 0.35), (0.0, top - 0.15)], segments=32, colour=FRAME), _X
    )
    dome = aimed(
        lathe(
            [(0.0, base + 0.15), (0.8, base + 0.25), (1.25, base + 0.5), (R - 0.02, base + 0.3), (R, base)],
            segments=32,
            colour=STEEL,
            shininess=0.5,
        ),
        _X,
    )
    engine = moved(bell(0.62, 1.25), (base + 0.35, 0.0, 0.0))
    frame = [
        tube(
            [(base + 0.4, 0.9 * math.cos(a), 0.9 * math.sin(a)), (base - 0.1, 0.3 * math.cos(a), 0.3 * math.sin(a))],
            0.04,
            segments=4,
            caps=False,
            colour=STEEL,
        )
        for a in (math.radians(30.0 + 60.0 * k) for k in range(6))
    ]
    roll = moved(bell(0.10, 0.30, 10), (base + 0.05, 0.0, 0.95))
    return merge([wall, *rings, cap, dome, engine, roll, *frame, _conduit(base + 0.1, top - 0.2, 60.0), *_lamps()])


def _lamps() -> list[Mesh]:
    ball = sphere(0.07, segments=10, rings=6, colour=(0.9, 0.9, 0.85), shininess=0.8)
    return [moved(ball, place) for place in LIGHTS_M]


def stage_1() -> Mesh:
    """Return the first stage: interstage with its blast ports, tanks, raceways, name, skirt and two chambers."""
    top, base = body.STAGE_1_TOP_X_M, body.STAGE_1_BASE_X_M
    skirt = base + 1.35
    steps = [
        (skirt, R, FRAME), (skirt + 1.6, R, PALE), (skirt + 1.9, R, ALUMINIUM), (skirt + 8.2, R, FRAME),
        (skirt + 9.6, R, PALE), (skirt + 9.9, R, ALUMINIUM), (top - 2.4, R, FRAME), (top - 2.1, R, PALE),
        (top - 1.7, R, BLACK), (top - 1.5, R, FRAME),
    ]  # fmt: skip
    wall = _wall(steps, (top, R), 411)
    rings = [_ring(x) for x in (skirt + 1.6, skirt + 8.2, skirt + 9.6, top - 2.4, top - 0.03)]
    rings += [_ring(skirt + 2.9 + 1.05 * k, 0.007, PALE) for k in range(5)]
    rings += [_ring(skirt + 10.6 + 0.95 * k, 0.007, PALE) for k in range(6)]
    ports = [
        turned(box((0.75, 0.34, 0.02), centre_m=(top - 0.95, 0.0, R - 0.002), colour=BLACK), _X, 30.0 * k + 15.0)
        for k in range(12)
    ]
    lid = aimed(disc(R - 0.02, z_m=top - 1.5, segments=32, colour=STEEL), _X)
    foot = aimed(disc(R - 0.02, z_m=skirt, segments=32, up=False, colour=DARK), _X)
    pair = [moved(bell(0.57, 1.35), (base + 1.40, STAGE_1_ENGINES_M * s, 0.0)) for s in (-1.0, 1.0)]
    pipes = [
        tube([(skirt + 0.1, 0.35, z), (base + 0.9, 0.55, 1.3 * z)], 0.09, segments=6, colour=STEEL) for z in (-0.6, 0.6)
    ]
    races = [_conduit(skirt + 0.4, top - 0.4, a) for a in (60.0, 240.0)]
    return merge([wall, *rings, *ports, lid, foot, *pair, *pipes, *races, *_names()])


# -- the name on the side -------------------------------------------------------------------------

_LETTERS = {
    "U": ("10001", "10001", "10001", "10001", "10001", "10001", "01110"),
    "N": ("10001", "11001", "10101", "10101", "10011", "10001", "10001"),
    "I": ("111", "010", "010", "010", "010", "010", "111"),
    "T": ("11111", "00100", "00100", "00100", "00100", "00100", "00100"),
    "E": ("11111", "10000", "10000", "11110", "10000", "10000", "11111"),
    "D": ("11110", "10001", "10001", "10001", "10001", "10001", "11110"),
    "S": ("01111", "10000", "10000", "01110", "00001", "00001", "11110"),
    "A": ("01110", "10001", "10001", "11111", "10001", "10001", "10001"),
}
"""Each letter's strokes, row by row from its top."""


def _names() -> list[Mesh]:
    """Return UNITED STATES down two sides of the first stage, letter under letter."""
    return [turned(merge(_word("UNITED STATES", body.STAGE_1_TOP_X_M - 3.6, 0.105)), _X, a) for a in (0.0, 180.0)]


def _word(word: str, top_x_m: float, dot_m: float) -> list[Mesh]:
    parts, x = [], top_x_m
    for letter in word:
        rows = _LETTERS.get(letter, ())
        for k, row in enumerate(rows):
            for begin, end in _strokes(row):
                y = (0.5 * (begin + end) - 0.5 * len(row)) * dot_m
                parts.append(_patch(x - (k + 0.5) * dot_m, y, dot_m, (end - begin) * dot_m))
        x -= dot_m * (10.0 if rows else 5.0)
    return parts


def _strokes(row: str) -> list[tuple[int, int]]:
    """Return where the ones of a row begin and end."""
    found, begin = [], None
    for k, dot in enumerate(row + "0"):
        if dot == "1" and begin is None:
            begin = k
        if dot == "0" and begin is not None:
            found.append((begin, k))
            begin = None
    return found


def _patch(x_m: float, right_m: float, long_m: float, wide_m: float) -> Mesh:
    """Return a painted patch on the +Z side of the tank, top of the letters towards the nose."""
    half, middle = math.degrees(0.5 * wide_m / R), math.degrees(right_m / R)
    angles = np.linspace(middle - half, middle + half, 2)
    return skin((x_m - 0.5 * long_m, x_m + 0.5 * long_m), angles, lambda _: R, 0.012, BLACK, 0.2)


def stage_light() -> Mesh:
    """Return the light of a flashing lamp: unit size, a bright heart in a halo; glows."""
    heart = shell([(-0.25, 0.0, (1.0, 0.95, 0.8)), (0.0, 0.25, (1.0, 0.97, 0.9)), (0.25, 0.0, (1.0, 0.95, 0.8))])
    halo = shell(
        [
            (-1.0, 0.0, (0.0, 0.0, 0.0)),
            (-0.5, 0.8, (0.2, 0.19, 0.16)),
            (0.0, 1.0, (0.35, 0.33, 0.28)),
            (0.5, 0.8, (0.2, 0.19, 0.16)),
            (1.0, 0.0, (0.0, 0.0, 0.0)),
        ]
    )
    return merge([heart, halo])


def launcher_meshes() -> dict[str, Mesh]:
    """Return every mesh of this module by name."""
    return {"stage_1": stage_1(), "stage_2": stage_2(), "stage_light": stage_light()}
