"""Look over this machine: can it show and record the flight, and if not, what is missing?"""

from __future__ import annotations

import hashlib
import platform
import sys
from collections.abc import Callable, Mapping
from fractions import Fraction
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from viz.assets import assets_root
from viz.errors import VizError
from viz.film.browser import open_tab
from viz.film.chromium import TRIALS, find_chromium
from viz.film.encode import find_ffmpeg, run_quietly
from viz.film.render import codecs_for, fonts
from viz.film.request import Check
from viz.mission.read import read_table
from viz.stage.quality import is_software, suited

_PACKAGES = ("numpy", "skyfield", "sgp4", "jplephem", "vpython", "aiohttp", "cattrs", "click", "rich")
_RECORD_PACKAGES = ("playwright", "imageio-ffmpeg")
_ENCODERS = ("libx264", "libvpx-vp9", "ffv1", "mov_text")
_CODECS = """async (codecs) => {
  if (!("VideoEncoder" in window)) return [];
  const size = { width: 1280, height: 720, framerate: 30, bitrate: 5e6 };
  const answers = await Promise.all(codecs.map(
    (codec) => VideoEncoder.isConfigSupported({ codec, ...size }).then((a) => a.supported, () => false)));
  return codecs.filter((_, at) => answers[at]);
}"""


def doctor() -> tuple[Check, ...]:
    """Check Python, packages, Chromium and its WebGL, ffmpeg, fonts and shipped files.

    It starts a browser for the test but touches no network, as nothing in the program does.
    """
    return (
        _python(),
        *(_package(name, "install voskhod2-viz again") for name in _PACKAGES),
        *(_package(name, "install voskhod2-viz[record]") for name in _RECORD_PACKAGES),
        _looked("Chromium", lambda: str(find_chromium())),
        *_webgl(),
        _looked("ffmpeg", _ffmpeg),
        _looked_at("fonts", _fonts),
        _looked_at("assets", _assets),
        Check("network", True, "never touched: no address outside this machine is opened, here or in any command"),
    )


def _python() -> Check:
    found = f"Python {platform.python_version()} at {sys.executable}, {platform.platform()}"
    return Check("Python", sys.version_info >= (3, 11), found, "use Python 3.11 or newer")


def _package(name: str, remedy: str) -> Check:
    try:
        return Check(name, True, version(name))
    except PackageNotFoundError:
        return Check(name, False, "is not installed", remedy)


def _looked(name: str, look: Callable[[], str]) -> Check:
    """Turn an error into a failed check."""
    try:
        return Check(name, True, look())
    except (VizError, OSError) as problem:
        return _failed(name, problem)


def _looked_at(name: str, look: Callable[[], Check]) -> Check:
    try:
        return look()
    except (VizError, OSError) as problem:
        return _failed(name, problem)


def _failed(name: str, problem: Exception) -> Check:
    """Return a failed check, the error's remedy split off; whatever is wrong here, the other checks go on."""
    if isinstance(problem, VizError):
        what, _, remedy = str(problem).rpartition(" - ")
        return Check(name, False, what or str(problem), remedy)
    return Check(name, False, str(problem), "see that its files are there and may be read")


def _webgl() -> tuple[Check, ...]:
    try:
        with open_tab({}) as tab:
            wanted = (*codecs_for(".mp4", 1280, 720, Fraction(30)), *codecs_for(".webm", 1280, 720, Fraction(30)))
            codecs = tab.call(f"({_CODECS})", list(wanted), within_s=30)
            order = " then ".join(trial.name for trial in TRIALS)
            drawn = f"{tab.renderer}, Chromium {tab.version}, as {tab.trial} of {order}"
    except (VizError, OSError) as problem:
        return (_failed("WebGL 2", problem),)
    told = ", ".join(codecs) if codecs else "none: films are compressed by ffmpeg instead, which is slower"
    return (Check("WebGL 2", True, drawn), _quality(tab.renderer), Check("video encoders of the browser", True, told))


def _quality(renderer: str) -> Check:
    """Say what ``--quality auto`` comes to here, and why; the browser that plays may have another renderer."""
    who = "the processor draws" if is_software(renderer) else "graphics hardware draws"
    other = "--quality full draws finer and takes longer" if is_software(renderer) else "--quality light is quicker"
    return Check("quality", True, f"{suited(renderer)} for films and stills, as {who} ({renderer}); {other}")


def _ffmpeg() -> str:
    ffmpeg = find_ffmpeg()
    code, listing, complaints = run_quietly([ffmpeg, "-hide_banner", "-encoders"])
    if code != 0:
        raise VizError(f"{ffmpeg} does not run: {complaints.strip()[-200:]} - install voskhod2-viz[record]")
    lacking = [name for name in _ENCODERS if f" {name} " not in listing]
    if lacking:
        raise VizError(f"{ffmpeg} lacks {', '.join(lacking)} - install voskhod2-viz[record], whose ffmpeg has them")
    _, banner, _ = run_quietly([ffmpeg, "-version"])
    return f"{ffmpeg}, {' '.join(banner.split()[:3])}"


def _fonts() -> Check:
    names = [font.name for font in fonts()]
    told = f"{len(names)} shipped: {', '.join(names)}" if names else "none shipped; the system's own are used"
    return Check("fonts", bool(names), told, "install voskhod2-viz again; some scripts may show as boxes until then")


def _assets() -> Check:
    """Compare every shipped file with the checksum in ``manifest.toml``."""
    root = assets_root()
    try:
        table = read_table(root / "manifest.toml")
    except VizError as problem:
        return Check("assets", False, str(problem).splitlines()[-1].strip(), "install voskhod2-viz again")
    entries = [entry for entry in _entries(table) if "sha256" in entry and "file" in entry]
    # The wheel goes without what only scripts and tests read.
    entries = [entry for entry in entries if not entry.get("source_only") or (root / str(entry["file"])).exists()]
    wrong = [str(entry["file"]) for entry in entries if _sha256(root / str(entry["file"])) != entry["sha256"]]
    told = f"{len(entries) - len(wrong)} of {len(entries)} files as listed in manifest.toml"
    detail = f"{told}; missing or changed: {', '.join(wrong)}" if wrong else told
    return Check("assets", not wrong, detail, "install voskhod2-viz again")


def _entries(table: Mapping[str, object]) -> list[Mapping[str, object]]:
    """Return the manifest's tables, whatever the list of them is called."""
    found: list[Mapping[str, object]] = []
    for value in table.values():
        if isinstance(value, Mapping):
            found.append(value)
        elif isinstance(value, list):
            found.extend(item for item in value if isinstance(item, Mapping))
    return found


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""
