"""Cut the Sun, the Moon and the Earth of spring 1965 out of a DE421 file.

    python scripts/build_ephemeris.py path/to/de421.bsp

Writes assets/ephemeris/de421-1965.bsp (about 30 kB), March to June, by jplephem's own excerpter, the one
behind `python -m jplephem excerpt`. DE421 is the Jet Propulsion Laboratory's, public domain; Folkner,
Williams and Boggs, IPN Progress Report 42-178, 2009.
"""

from __future__ import annotations

import sys
from pathlib import Path

from jplephem.daf import DAF
from jplephem.excerpter import write_excerpt
from jplephem.spk import SPK

TARGET = Path(__file__).resolve().parent.parent / "assets" / "ephemeris" / "de421-1965.bsp"
START_JD = 2438820.5
"""1965 March 1."""
END_JD = 2438942.5
"""1965 July 1."""
BODIES = {3, 10, 301, 399}
"""Earth-Moon barycentre, Sun, Moon, Earth."""


def main() -> int:
    """Write the excerpt; return 0, or 2 when no source file is named."""
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    rough = TARGET.with_suffix(".part")
    with Path(sys.argv[1]).open("rb") as source, rough.open("w+b") as excerpt:
        kernel = SPK(DAF(source))
        pairs = zip(kernel.daf.summaries(), kernel.segments, strict=True)
        write_excerpt(kernel, excerpt, START_JD, END_JD, [summary for summary, part in pairs if part.target in BODIES])
    rough.replace(TARGET)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
