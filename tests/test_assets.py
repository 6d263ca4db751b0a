"""The shipped files are what the manifest says, and the pictures show the Earth the right way round."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from viz.assets import assets_root

ASSETS = assets_root()
ELSEWHERE = {"missions", "comparisons", "ui", "manifest.toml"}  # checked by their own tests
PICTURES = {".jpg", ".png"}
NEEDED = ("id", "file", "sha256", "title", "author", "source", "licence", "derived", "date")

# Ground track of the reconstruction, 08:29 to 08:52 UTC: latitude, longitude (degrees).
TRACK = (
    (24.7, 25.4),
    (35.1, 31.4),
    (41.86, 36.54),
    (52.0, 47.8),
    (57.6, 57.9),
    (64.5, 88.4),
    (63.85, 116.18),
    (55.6, 144.6),
)


@cache
def manifest() -> dict[str, dict[str, Any]]:
    rows = tomllib.loads((ASSETS / "manifest.toml").read_text(encoding="utf-8"))["asset"]
    assert len({row["file"] for row in rows}) == len({row["id"] for row in rows}) == len(rows)
    return {row["file"]: row for row in rows}


@cache
def pixels(name: str) -> NDArray[np.float64]:
    with Image.open(ASSETS / "textures" / name) as image:
        return np.asarray(image.convert("RGB"), dtype=float)


def shipped() -> Iterator[str]:
    for path in sorted(ASSETS.rglob("*")):
        inside = path.relative_to(ASSETS)
        if path.is_file() and inside.parts[0] not in ELSEWHERE:
            yield inside.as_posix()


def test_every_file_has_an_entry_and_every_entry_a_file() -> None:
    assert sorted(manifest()) == list(shipped())


@pytest.mark.parametrize("file", sorted(manifest()))
def test_entry_is_whole_and_matches_its_file(file: str) -> None:
    row, data = manifest()[file], (ASSETS / file).read_bytes()
    assert all(row[key] for key in NEEDED)
    assert (row["sha256"], row["bytes"]) == (hashlib.sha256(data).hexdigest(), len(data))
    if Path(file).suffix in PICTURES:
        with Image.open(ASSETS / file) as image:
            image.load()
            assert image.size == (row["width"], row["height"])


@pytest.mark.parametrize("file", [name for name in sorted(manifest()) if Path(name).suffix in PICTURES])
def test_picture_sides_are_powers_of_two_that_any_gpu_takes(file: str) -> None:
    for side in (manifest()[file]["width"], manifest()[file]["height"]):
        assert side <= 4096
        assert side & (side - 1) == 0


def test_drawn_weather_is_called_illustrative() -> None:
    drawn = ("earth_day.jpg", "earth_clouds.jpg", "ground_eva.jpg")
    assert all(manifest()[f"textures/{name}"]["illustrative"] for name in drawn)


def looks_like(colour: NDArray[np.float64]) -> str:
    """Name a colour as a viewer would."""
    red, green, blue = colour
    if blue > 1.3 * red and blue > green and max(colour) < 110.0:
        return "water"
    if red > 100.0 and red > 1.2 * blue:
        return "desert"
    if min(colour) > 150.0:
        return "white"
    if green > red and green > 1.15 * blue:
        return "green"
    return "dull land" if max(colour) - min(colour) < 60.0 else "other"


def around(picture: NDArray[np.float64], row: float, column: float) -> NDArray[np.float64]:
    """Return the mean colour of 3 x 3 pixels."""
    r, c = int(row), int(column)
    return np.asarray(picture[r - 1 : r + 2, c - 1 : c + 2].reshape(-1, 3).mean(axis=0))


def world_colour(name: str, latitude_deg: float, longitude_deg: float) -> NDArray[np.float64]:
    picture = pixels(name)
    rows, columns = picture.shape[:2]
    return around(picture, (90.0 - latitude_deg) / 180.0 * rows, (longitude_deg + 180.0) / 360.0 * columns)


PLACES = (
    (43.0, 34.0, "water"),  # Black Sea
    (34.0, 19.0, "water"),  # Mediterranean
    (-30.0, -20.0, "water"),  # South Atlantic
    (10.0, -150.0, "water"),  # Pacific
    (0.0, 20.0, "green"),  # Congo
    (-3.0, -60.0, "green"),  # Amazon
    (25.0, 10.0, "desert"),  # Sahara
    (20.0, 50.0, "desert"),  # Arabia
    (-25.0, 130.0, "desert"),  # Australia
    (72.0, -40.0, "white"),  # Greenland
    (-80.0, 90.0, "white"),  # Antarctica
    (72.0, 100.0, "white"),  # Taymyr, snow
    (75.0, 150.0, "white"),  # East Siberian Sea, ice
)


@pytest.mark.parametrize(("latitude", "longitude", "kind"), PLACES)
def test_world_map_shows_known_places_where_they_are(latitude: float, longitude: float, kind: str) -> None:
    assert looks_like(world_colour("earth_day.jpg", latitude, longitude)) == kind


def cover(latitude_deg: float, longitude_deg: float) -> float:
    return float(world_colour("earth_clouds.jpg", latitude_deg, longitude_deg).mean())


def test_clouds_leave_the_black_sea_and_the_eastern_sahara_in_sight() -> None:
    closed = np.percentile(pixels("earth_clouds.jpg"), 70.0)
    assert cover(43.0, 34.0) < closed - 40.0
    assert cover(25.0, 25.0) < closed - 60.0
    belts = pixels("earth_clouds.jpg").mean(axis=(1, 2))
    rows = len(belts) / 180.0
    assert belts[round(35 * rows) : round(40 * rows)].mean() > belts[round(65 * rows) : round(70 * rows)].mean() + 20.0


COASTS = (
    ("earth_coasts.jpg", 43.0, 34.0, -1),  # the Black Sea
    ("earth_coasts.jpg", 50.0, 20.0, 1),  # Poland
    ("ground_eva_coasts.jpg", 43.0, 34.0, -1),
    ("ground_eva_coasts.jpg", 38.8, 33.4, -1),  # Lake Tuz
    ("ground_eva_coasts.jpg", 45.2, 34.3, 1),  # the Crimea
)


@pytest.mark.parametrize(("file", "latitude", "longitude", "side"), COASTS)
def test_sheet_of_coasts_knows_sea_from_land(file: str, latitude: float, longitude: float, side: int) -> None:
    """128 is a coast, brighter land, darker water, as ground.frag.glsl reads it."""
    of_world = file.startswith("earth")
    colour = world_colour(file, latitude, longitude) if of_world else strip_colour(latitude, longitude, file)
    assert side * (colour.mean() - 128.0) > 20.0


def test_sheet_of_coasts_points_to_dry_land() -> None:
    """On the coast of Samsun land lies south: down in the world's picture."""
    column = pixels("earth_coasts.jpg")[:, round((36.3 + 180.0) / 360.0 * 4096)]
    grey = column @ np.array([0.299, 0.587, 0.114])
    rows = range(round((90.0 - 42.5) / 180.0 * 2048), round((90.0 - 40.5) / 180.0 * 2048))
    shore = next(row for row in rows if grey[row] < 128.0 <= grey[row + 1])
    assert column[shore][0] - grey[shore] < -20.0  # red difference: up is positive


@cache
def mapping() -> dict[str, Any]:
    return tomllib.loads((ASSETS / "textures" / "ground_eva.toml").read_text(encoding="utf-8"))


def strip_place(latitude_deg: float, longitude_deg: float) -> tuple[float, float]:
    """Return (u, v) of a place, written from the description in the mapping file, as the shader does it."""
    constants = mapping()
    pole, axis = np.array(constants["pole"]), np.array(constants["axis"])
    latitude, longitude = np.radians([latitude_deg, longitude_deg])
    d = np.array([np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)])
    along_deg = np.degrees(np.arctan2(d @ np.cross(pole, axis), d @ axis))
    cross_deg = np.degrees(np.arcsin(d @ pole))
    bend = np.arcsinh(cross_deg / constants["w_deg"]) / np.arcsinh(constants["C_deg"] / constants["w_deg"])
    return float(along_deg / constants["L_deg"] + 0.5), float(0.5 + 0.5 * bend)


def strip_colour(latitude_deg: float, longitude_deg: float, file: str = "ground_eva.jpg") -> NDArray[np.float64]:
    picture = pixels(file)
    u, v = strip_place(latitude_deg, longitude_deg)
    return around(picture, (1.0 - v) * picture.shape[0], u * picture.shape[1])


def test_strip_frame_is_orthonormal() -> None:
    pole, axis = np.array(mapping()["pole"]), np.array(mapping()["axis"])
    assert np.allclose([pole @ pole, axis @ axis, pole @ axis], [1.0, 1.0, 0.0], atol=1e-8)


def test_track_runs_forward_along_the_middle_of_the_strip() -> None:
    places = [strip_place(*place) for place in TRACK]
    u = [place[0] for place in places]
    assert u == sorted(u)
    assert u[0] > 0.0
    assert u[-1] < 1.0
    assert all(0.4 < v < 0.6 for _, v in places)


STRIP_PLACES = (
    (43.0, 34.0, "water"),  # Black Sea
    (44.2, 34.8, "water"),  # off the south coast of Crimea
    (45.8, 36.0, "water"),  # Sea of Azov
    (34.0, 28.0, "water"),  # eastern Mediterranean
    (25.0, 26.0, "desert"),  # Egypt
    (43.3, 42.5, "white"),  # Elbrus and the Caucasus
    (45.2, 34.3, "dull land"),  # Crimea
    (42.2, 42.0, "green"),  # Colchis
    (45.2, 39.5, "dull land"),  # Kuban
)


@pytest.mark.parametrize(("latitude", "longitude", "kind"), STRIP_PLACES)
def test_strip_shows_known_places_through_its_mapping(latitude: float, longitude: float, kind: str) -> None:
    assert looks_like(strip_colour(latitude, longitude)) == kind


@pytest.mark.parametrize(
    ("longitude", "crest_deg"),
    [(40.6, 43.75), (41.0, 43.5), (42.4, 43.2), (43.5, 42.9), (44.5, 42.7)],
)
def test_snow_of_the_great_caucasus_lies_on_its_crest(longitude: float, crest_deg: float) -> None:
    north = np.arange(crest_deg - 0.9, crest_deg + 0.91, 0.05)
    light = np.array([strip_colour(latitude, longitude).mean() for latitude in north])
    snow = np.maximum(light - 110.0, 0.0)
    assert (north @ snow) / snow.sum() == pytest.approx(crest_deg, abs=0.35)
    assert light.max() > light[:5].mean() + 70.0  # the foot on the side of Colchis


def test_crest_of_the_northern_urals_stands_white_above_the_taiga() -> None:
    for latitude, longitude in ((60.5, 59.2), (61.5, 59.2), (62.5, 59.3), (63.9, 59.3)):
        across = [strip_colour(latitude, longitude + east).mean() for east in np.arange(-2.5, 2.6, 0.1)]
        assert max(across[15:36]) > np.median(across) + 60.0


def test_ice_of_the_volga_reservoir_stands_out_at_its_place() -> None:
    transect = {longitude: strip_colour(53.9, longitude).mean() for longitude in np.arange(47.8, 50.2, 0.1)}
    brightest = max(transect, key=lambda longitude: transect[longitude])
    assert brightest == pytest.approx(49.0, abs=0.25)  # Kuybyshev reservoir south of Ulyanovsk
    assert transect[brightest] > np.median(list(transect.values())) + 25.0


def test_border_of_the_strip_is_the_world_map_itself() -> None:
    constants, strip = mapping(), pixels("ground_eva.jpg")
    pole, axis = np.array(constants["pole"]), np.array(constants["axis"])
    half = np.radians(constants["L_deg"] / 2.0)
    differences = []
    for cross_deg in np.linspace(-12.0, 12.0, 25):
        for sign, column in ((-1.0, 1), (1.0, strip.shape[1] - 2)):
            flat = np.cos(half) * axis + sign * np.sin(half) * np.cross(pole, axis)
            d = np.cos(np.radians(cross_deg)) * flat + np.sin(np.radians(cross_deg)) * pole
            place = np.degrees([np.arcsin(d[2]), np.arctan2(d[1], d[0])])
            bend = np.arcsinh(cross_deg / constants["w_deg"]) / np.arcsinh(constants["C_deg"] / constants["w_deg"])
            row = (0.5 - 0.5 * bend) * strip.shape[0]
            differences.append(np.abs(around(strip, row, column) - world_colour("earth_day.jpg", *place)).mean())
    assert np.median(differences) < 6.0


@cache
def stars() -> dict[int, tuple[float, float, float, float]]:
    lines = (ASSETS / "stars" / "stars.csv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    columns = ("ra_deg", "dec_deg", "magnitude", "b_v")
    return {int(row["hip"]): tuple(float(row[key]) for key in columns) for row in rows}  # type: ignore[misc]


# Hipparcos Catalogue (ESA SP-1200, 1997), places at epoch J2000: right ascension, declination, V.
@pytest.mark.parametrize(
    ("hip", "ra_deg", "dec_deg", "magnitude"),
    [
        (32349, 101.2872, -16.7161, -1.44),  # Sirius
        (91262, 279.2347, 38.7837, 0.03),  # Vega
        (11767, 37.9545, 89.2641, 1.97),  # Polaris
    ],
)
def test_bright_stars_are_at_their_places(hip: int, ra_deg: float, dec_deg: float, magnitude: float) -> None:
    a_hundredth_of_a_degree = 0.01
    ra, dec, v, _ = stars()[hip]
    assert abs(ra - ra_deg) * np.cos(np.radians(dec_deg)) < a_hundredth_of_a_degree
    assert abs(dec - dec_deg) < a_hundredth_of_a_degree
    assert v == pytest.approx(magnitude, abs=0.05)


def test_catalogue_is_complete_to_the_naked_eye_and_sorted() -> None:
    rows = list(stars().values())
    magnitudes = [row[2] for row in rows]
    assert 4500 < len(rows) < 5500
    assert magnitudes == sorted(magnitudes)
    assert all(0.0 <= ra < 360.0 and -90.0 <= dec <= 90.0 and -0.6 < b_v < 6.0 for ra, dec, _, b_v in rows)


def test_betelgeuse_is_redder_than_rigel() -> None:
    assert stars()[27989][3] > stars()[24436][3] + 1.0
