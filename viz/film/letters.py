"""The shipped letters as a style sheet that carries them, for pages that leave this machine."""

from __future__ import annotations

import base64
import re

from viz.assets import assets_root

FAMILIES = '"Noto Sans", "Noto Sans Devanagari", sans-serif'
"""What a page with these letters asks for, before whatever its reader has."""

_FILE = re.compile(r"url\(([\w.-]+\.woff2)\)")


def carried_fonts() -> str:
    """Return the rules of ``assets/fonts/fonts.css`` with every font file inside, about 200 kB.

    A reader's system may have no Devanagari, and a page that was sent by mail has no files beside it.
    """
    folder = assets_root() / "fonts"

    def carried(found: re.Match[str]) -> str:
        data = base64.b64encode((folder / found[1]).read_bytes()).decode("ascii")
        return f"url(data:font/woff2;base64,{data})"

    return _FILE.sub(carried, (folder / "fonts.css").read_text(encoding="utf-8"))
