"""JSON: one object with what it is, the sources, the events, and the rows, written as they are computed."""

from __future__ import annotations

import json
from typing import IO

from viz.export.rows import row_of
from viz.export.told import Told


def write(told: Told, file: IO[bytes]) -> None:
    """Write the object; vectors are lists, quaternions (w, x, y, z)."""
    whole = {
        "header": told.header,
        "sources": told.sources(),
        "events": [told.event_row(event) for event in told.events],
    }
    head = json.dumps(whole, ensure_ascii=False, indent=1)
    file.write(head.removesuffix("\n}").encode() + b',\n "rows": [')
    for index, state in enumerate(told.states()):
        row = json.dumps(row_of(told, state), ensure_ascii=False, allow_nan=False)
        file.write((",\n  " if index else "\n  ").encode() + row.encode())
    file.write(b"\n ]\n}\n")
