"""Build ``assets/stars`` from the npm package d3-celestial 0.7.35 (Hipparcos stars).

    python scripts/build_stars.py SOURCES

SOURCES holds ``d3-celestial-0.7.35/package/data``: the package unpacked.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from asset_manifest import Entry, write_entries

STARS = Path(__file__).resolve().parent.parent / "assets" / "stars"
DATA = Path("d3-celestial-0.7.35/package/data")
FAINTEST = 6.0
# The catalogue gives no colour for two stars; the Sun's stands in.
SUN_B_V = 0.65


def star_rows(features: list[dict[str, Any]]) -> Iterator[str]:
    """Yield ``hip,ra_deg,dec_deg,magnitude,b_v`` lines, brightest first."""
    for star in sorted(features, key=lambda one: (one["properties"]["mag"], one["id"])):
        magnitude, colour = star["properties"]["mag"], star["properties"]["bv"]
        longitude, declination = star["geometry"]["coordinates"]
        if magnitude <= FAINTEST:
            b_v = float(colour) if colour else SUN_B_V
            yield f"{star['id']},{longitude % 360.0:.4f},{declination:.4f},{magnitude:.2f},{b_v:.3f}"


def write_lines(name: str, comments: list[str], header: str, rows: Iterator[str]) -> Path:
    """Write a CSV file under a temporary name, then rename it."""
    path = STARS / name
    temporary = path.with_suffix(".part")
    temporary.write_text("\n".join([*(f"# {text}" for text in comments), header, *rows]) + "\n", encoding="utf-8")
    temporary.replace(path)
    return path


def main() -> None:
    """Write the stars, their licence and the manifest entries of both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", type=Path, metavar="SOURCES", help="folder of the unpacked source packages")
    data = parser.parse_args().sources / DATA
    STARS.mkdir(parents=True, exist_ok=True)
    frame = "Right ascension and declination in degrees, ICRS, epoch J2000."
    stars = json.loads((data / "stars.6.json").read_text(encoding="utf-8"))["features"]
    common: dict[str, Any] = {"author": "Olaf Frohn (d3-celestial)", "licence": "BSD-3-Clause"}
    write_entries(
        Entry(
            id="stars.catalogue",
            file=write_lines(
                "stars.csv",
                [f"Stars to magnitude {FAINTEST}, brightest first. {frame} hip: Hipparcos number; b_v: colour index."],
                "hip,ra_deg,dec_deg,magnitude,b_v",
                star_rows(stars),
            ),
            title="Stars to magnitude 6 (Hipparcos Catalogue, ESA 1997)",
            source="d3-celestial 0.7.35 (npm): data/stars.6.json",
            derived="right ascension to 0..360 degrees, sorted by magnitude; scripts/build_stars.py",
            **common,
        ),
        Entry(
            id="stars.licence",
            file=_licence(data.parent / "LICENSE"),
            title="Licence of the star data",
            source="d3-celestial 0.7.35 (npm): LICENSE",
            derived="copied",
            **common,
        ),
    )


def _licence(source: Path) -> Path:
    path = STARS / "LICENSE-d3-celestial.txt"
    path.write_text(source.read_text(encoding="utf-8").strip() + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    main()
