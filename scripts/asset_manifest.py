"""Keep ``assets/manifest.toml``: one entry per shipped file, with its origin, licence and checksum."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PIL import Image

ASSETS = Path(__file__).resolve().parent.parent / "assets"
MANIFEST = ASSETS / "manifest.toml"
HEAD = """# Every shipped data file outside missions/, comparisons/ and ui/: its origin, its licence, its checksum.
# Written by the scripts/build_*.py that made the file; tests/test_assets.py compares it with the files.
"""
ORDER = ("id", "file", "sha256", "bytes", "width", "height", "title", "author", "source", "licence", "derived", "date")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the manifest says about one file; size and checksum are read from the file."""

    id: str
    file: Path
    title: str
    author: str
    source: str
    licence: str
    derived: str
    illustrative: bool = False
    source_only: bool = False
    """Read by scripts and tests only: in the source archive, not in the wheel."""


def write_entries(*entries: Entry) -> None:
    """Add or replace entries; an unchanged file keeps its date."""
    held: dict[str, dict[str, Any]] = {}
    if MANIFEST.exists():
        rows = tomllib.loads(MANIFEST.read_text(encoding="utf-8"))["asset"]
        held = {row["id"]: {"illustrative": False, "source_only": False, **row} for row in rows}
    for entry in entries:
        held[entry.id] = _row(entry, held.get(entry.id))
    body = "\n".join(_table(held[name]) for name in sorted(held))
    temporary = MANIFEST.with_suffix(".part")
    temporary.write_text(f"{HEAD}\n{body}", encoding="utf-8")
    temporary.replace(MANIFEST)


def _row(entry: Entry, before: dict[str, Any] | None) -> dict[str, Any]:
    data = entry.file.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    unchanged = before is not None and before["sha256"] == digest
    row: dict[str, Any] = {
        "id": entry.id,
        "file": entry.file.relative_to(ASSETS).as_posix(),
        "sha256": digest,
        "bytes": len(data),
        "title": entry.title,
        "author": entry.author,
        "source": entry.source,
        "licence": entry.licence,
        "derived": entry.derived,
        "date": before["date"] if before is not None and unchanged else datetime.now(UTC).date().isoformat(),
        "illustrative": entry.illustrative,
        "source_only": entry.source_only,
    }
    if entry.file.suffix in (".jpg", ".png"):
        with Image.open(entry.file) as image:
            row["width"], row["height"] = image.size
    return row


def _table(row: dict[str, Any]) -> str:
    lines = ["[[asset]]"]
    for key in ORDER:
        if key in row:
            value = row[key]
            lines.append(f"{key} = {value if isinstance(value, int) else _quoted(value)}")
    if row["illustrative"]:
        lines.append("illustrative = true")
    if row["source_only"]:
        lines.append("source_only = true")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
