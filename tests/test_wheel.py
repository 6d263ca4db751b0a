"""The wheel carries everything the program needs, and runs from there."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_every_asset_and_page_file_is_in_the_wheel(unpacked: Path) -> None:
    wanted = {path.relative_to(ROOT) for path in (ROOT / "assets").rglob("*") if path.is_file()}
    assert {path for path in wanted if not (unpacked / "viz" / path).is_file()} == set()
    pages = {path.relative_to(ROOT) for room in ("stage/web", "player/page", "film/page")
             for path in (ROOT / "viz" / room).rglob("*") if path.is_file()}  # fmt: skip
    assert pages
    assert {path for path in pages if not (unpacked / path).is_file()} == set()


def test_the_program_runs_from_the_wheel(unpacked: Path, tmp_path: Path) -> None:
    program = (
        f"import sys; sys.path.insert(0, {str(unpacked)!r})\n"
        "import viz, viz.assets\n"
        f"assert str(viz.assets.assets_root()).startswith({str(unpacked)!r}), viz.assets.assets_root()\n"
        "flight = viz.load_flight()\n"
        "from viz.stage.bundle import web_files\n"
        "from viz.stage.stage import Stage\n"
        "print(flight.state_at(5691.0).phase, len(web_files(Stage())) > 5)\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert answer.stdout.split() == ["spacewalk.outside", "True"], answer.stderr
