"""CSV: comment lines that say what it is, a line of names, then a row for each instant, written as it is computed."""

from __future__ import annotations

import csv
import io
from typing import IO

from viz.export.rows import flat, row_of
from viz.export.told import Told


def write(told: Told, file: IO[bytes]) -> None:
    """Write the rows; lines that begin with # are comments, among them every source by its id."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=False)
    try:
        for line in _comments(told):
            text.write(f"# {line}\n")
        writer = csv.writer(text, lineterminator="\n")
        for index, state in enumerate(told.states()):
            cells = dict(flat(row_of(told, state)))
            if index == 0:
                writer.writerow(cells)
            writer.writerow(cells.values())
        text.flush()
    finally:
        text.detach()


def _comments(told: Told) -> list[str]:
    header = [f"{name}: {value}" for name, value in told.header.items()]
    sources = [f"source {one['id']}: {one['title']} ({one['where']})" for one in told.sources()]
    return [" ".join(line.split()) for line in (*header, *sources)]
