"""Build ``assets/fonts``: web fonts for the page and small static TrueType fonts for burnt-in text.

    python scripts/build_fonts.py SOURCES

Needs fonttools. SOURCES holds, unpacked: the npm packages ``fontsource-noto-sans-5.3.0/package`` and
``fontsource-noto-sans-devanagari-5.3.0/package``, and the Python packages ``fontpkg-noto-sans`` (2.15) and
``fontpkg-noto-sans-devanagari`` (2.7).
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from asset_manifest import Entry, write_entries
from fontTools import subset  # type: ignore[import-not-found,unused-ignore]
from fontTools.ttLib import TTFont  # type: ignore[import-not-found,unused-ignore]
from fontTools.varLib.instancer import instantiateVariableFont  # type: ignore[import-not-found,unused-ignore]

FONTS = Path(__file__).resolve().parent.parent / "assets" / "fonts"
LICENCE = "OFL-1.1"
# What each web font holds, as its package states it.
LATIN = (
    "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,"
    "U+2215"
)
CYRILLIC = "U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116"
DEVANAGARI = "U+0900-097F,U+1CD0-1CF9,U+200C-200D,U+20A8,U+20B9,U+25CC,U+A830-A839,U+A8E0-A8FF"
# Latin with diacritics, arrows, degree, multiplication and prime signs that captions and instruments use.
BURNT_LATIN = f"{LATIN},U+0100-017F,U+2190-2199,U+2032-2033,U+2264-2265,{CYRILLIC},U+0460-0489"


@dataclass(frozen=True, slots=True)
class Script:
    """One writing system as the source packages split it."""

    family: str
    slug: str
    package: str
    ranges: str


WEB = (
    Script("Noto Sans", "noto-sans-latin", "fontsource-noto-sans-5.3.0", LATIN),
    Script("Noto Sans", "noto-sans-cyrillic", "fontsource-noto-sans-5.3.0", CYRILLIC),
    Script(
        "Noto Sans Devanagari", "noto-sans-devanagari-devanagari", "fontsource-noto-sans-devanagari-5.3.0", DEVANAGARI
    ),
)
BURNT = (
    ("NotoSans", "fontpkg-noto-sans", "2.15", BURNT_LATIN),
    ("NotoSansDevanagari", "fontpkg-noto-sans-devanagari", "2.7", f"{DEVANAGARI},U+0020-007E,U+00A0,U+2013-2026"),
)
AUTHORS = {
    "NotoSans": "The Noto Project Authors (latin-greek-cyrillic), 2022",
    "NotoSansDevanagari": "The Noto Project Authors (devanagari), 2022",
}


def put(name: str, data: bytes) -> Path:
    """Write a file under a temporary name, then rename it."""
    path = FONTS / name
    temporary = path.with_suffix(".part")
    temporary.write_bytes(data)
    temporary.replace(path)
    return path


def build_web(sources: Path) -> None:
    """Copy the page's fonts and write the style sheet that names them."""
    faces = []
    for script in WEB:
        for weight in (400, 700):
            original = f"{script.slug}-{weight}-normal.woff2"
            name = original.replace("devanagari-devanagari", "devanagari").replace("-normal", "")
            file = put(name, (sources / script.package / "package" / "files" / original).read_bytes())
            faces.append(
                f"@font-face {{ font-family: '{script.family}'; font-style: normal; font-weight: {weight}; "
                f"font-display: block; src: url({name}) format('woff2'); unicode-range: {script.ranges}; }}"
            )
            write_entries(
                Entry(
                    id=f"font.{name.removesuffix('.woff2')}",
                    file=file,
                    title=f"{script.family} {weight}, web font",
                    author=AUTHORS["NotoSansDevanagari" if "devanagari" in name else "NotoSans"],
                    source=f"@{script.package.replace('fontsource-', 'fontsource/', 1).rsplit('-', 1)[0]} 5.3.0 (npm): "
                    f"files/{original}",
                    licence=LICENCE,
                    derived="copied",
                )
            )
    head = "/* Written by scripts/build_fonts.py. Use: font-family: 'Noto Sans', 'Noto Sans Devanagari'. */"
    write_entries(
        Entry(
            id="font.css",
            file=put("fonts.css", "\n".join([head, *faces, ""]).encode()),
            title="Style sheet that names the web fonts",
            author="the voskhod2-viz authors",
            source="none: written by the script",
            licence="MIT",
            derived="scripts/build_fonts.py",
        )
    )


def build_burnt(sources: Path) -> None:
    """Write static, subset TrueType fonts for Pillow and libass, and the licence texts."""
    for name, package, version, ranges in BURNT:
        folder = sources / package / package.replace("-", "_")
        author = AUTHORS[name]
        for weight, style in ((400, "Regular"), (700, "Bold")):
            original = f"{name}[wdth,wght].ttf"
            font = TTFont(folder / "files" / original, recalcTimestamp=False)
            instantiateVariableFont(font, {"wght": weight, "wdth": 100}, inplace=True, updateFontNames=True)
            options = subset.Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True, hinting=False)
            cut = subset.Subsetter(options)
            cut.populate(unicodes=subset.parse_unicodes(ranges.replace("U+", "")))
            cut.subset(font)
            temporary = FONTS / f"{name}-{style}.part"
            font.save(temporary, reorderTables=True)
            write_entries(
                Entry(
                    id=f"font.{name}-{style}",
                    file=Path(temporary.replace(temporary.with_suffix(".ttf"))),
                    title=f"{name} {style}, static, for burnt-in text",
                    author=author,
                    source=f"{package} {version} (PyPI): files/{original}",
                    licence=LICENCE,
                    derived=f"instance at weight {weight}, subset, without hints, by fonttools; scripts/build_fonts.py",
                    source_only=True,
                )
            )
        write_entries(
            Entry(
                id=f"font.{name}.licence",
                file=put(f"OFL-{name}.txt", (folder / "LICENSE").read_bytes()),
                title=f"Licence of {name}",
                author=author,
                source=f"{package} {version} (PyPI): LICENSE",
                licence=LICENCE,
                derived="copied",
            )
        )


def main() -> None:
    """Build both kinds of font."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", type=Path, metavar="SOURCES", help="folder of the unpacked source packages")
    sources = parser.parse_args().sources
    FONTS.mkdir(parents=True, exist_ok=True)
    build_web(sources)
    build_burnt(sources)


if __name__ == "__main__":
    main()
