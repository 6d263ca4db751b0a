"""The wheel carries everything the program needs and no more, the source archive all that its tests read."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email import message_from_string
from email.message import Message
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ASSETS = tomllib.loads((ROOT / "assets" / "manifest.toml").read_text(encoding="utf-8"))["asset"]


def build(target: str, folder: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    (made,) = folder.iterdir()
    return made


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    with zipfile.ZipFile(build("wheel", folder)) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


@pytest.fixture(scope="module")
def about(unpacked: Path) -> Path:
    (folder,) = unpacked.glob("*.dist-info")
    return folder


@pytest.fixture(scope="module")
def metadata(about: Path) -> Message:
    return message_from_string((about / "METADATA").read_text(encoding="utf-8"))


def test_every_asset_and_page_file_is_in_the_wheel(unpacked: Path) -> None:
    left_out = {Path("assets", entry["file"]) for entry in ASSETS if entry.get("source_only")}
    wanted = {path.relative_to(ROOT) for path in (ROOT / "assets").rglob("*") if path.is_file()} - left_out
    assert {path for path in wanted if not (unpacked / "viz" / path).is_file()} == set()
    pages = {path.relative_to(ROOT) for room in ("stage/web", "player/page", "film/page")
             for path in (ROOT / "viz" / room).rglob("*") if path.is_file()}  # fmt: skip
    assert pages
    assert {path for path in pages if not (unpacked / path).is_file()} == set()


def test_what_only_scripts_and_tests_read_stays_out_of_the_wheel(unpacked: Path) -> None:
    left_out = [entry["file"] for entry in ASSETS if entry.get("source_only")]
    assert left_out
    assert [name for name in left_out if (unpacked / "viz" / "assets" / name).exists()] == []
    code = [path.read_text(encoding="utf-8") for path in (ROOT / "viz").rglob("*") if path.suffix in (".py", ".js")]
    names = [Path(name).name for name in left_out]
    assert [name for name in names if any(name in text for text in code)] == []


def test_the_program_runs_from_the_wheel(unpacked: Path, tmp_path: Path) -> None:
    program = (
        f"import sys; sys.path.insert(0, {str(unpacked)!r})\n"
        "import viz, viz.assets\n"
        f"assert str(viz.assets.assets_root()).startswith({str(unpacked)!r}), viz.assets.assets_root()\n"
        "flight = viz.load_flight()\n"
        "from viz.film.doctor import _assets\n"
        "from viz.stage.bundle import web_files\n"
        "from viz.stage.stage import Stage\n"
        "print(flight.state_at(5691.0).phase, len(web_files(Stage())) > 5, _assets().ok)\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert answer.stdout.split() == ["spacewalk.outside", "True", "True"], answer.stderr


def test_the_command_has_the_package_s_name_too(about: Path, unpacked: Path) -> None:
    program = f"import sys; sys.path.insert(0, {str(unpacked)!r}); import voskhod2_viz; voskhod2_viz.main()"
    told = subprocess.run([sys.executable, "-c", program, "--version"], capture_output=True, text=True, check=True)
    assert told.stdout.startswith(f"voskhod2 {PROJECT['version']}")
    lines = (about / "entry_points.txt").read_text(encoding="utf-8").splitlines()
    commands = dict(line.split(" = ") for line in lines if " = " in line)
    assert commands["voskhod2-viz"] == commands["voskhod2"]


@pytest.mark.parametrize("stays", [True, False])
def test_another_package_of_our_name_is_told_with_the_way_back(unpacked: Path, tmp_path: Path, stays: bool) -> None:
    site = tmp_path / "site"
    shutil.copytree(unpacked / "viz" / "cli", site / "viz" / "cli")
    shutil.copy(unpacked / "voskhod2_viz.py", site)
    if stays:  # its files lie over ours
        (site / "viz" / "__init__.py").write_text("from viz.cli import chart\n")
        (site / "viz" / "cli.py").write_text("chart = None\n")
        (site / "viz-0.0.5.dist-info").mkdir()
        (site / "viz-0.0.5.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: viz\nVersion: 0.0.5\n")
    program = f"import sys; sys.path.insert(0, {str(site)!r}); import voskhod2_viz; voskhod2_viz.main()"
    answer = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program, "doctor"], capture_output=True, text=True, timeout=60, check=False
    )
    by = "viz 0.0.5" if stays else "another package named viz, which is gone again"
    back = f"{'pip uninstall viz; ' if stays else ''}pip install --force-reinstall --no-deps voskhod2-viz"
    said = f"voskhod2: the package viz of this program has been written over by {by} - put ours back: {back}\n"
    assert (answer.returncode, answer.stderr) == (4, said)


def test_the_licence_expression_names_every_licence_and_each_text_is_there(metadata: Message, about: Path) -> None:
    asked = set(str(metadata["License-Expression"]).split(" AND "))
    told = {entry["licence"] for entry in ASSETS}
    known = ("MIT", "OFL-1.1", "BSD-3-Clause", "LGPL-3.0-or-later")
    assert asked == {name for name in known if any(name in text for text in told)} | {"CC-BY-4.0"}  # the captions
    no_licence = {
        "public domain",
        "public domain (Natural Earth); packaging ISC",
        "to be used and changed with credit, as its package says",
    }
    of_texts = {entry["licence"] for entry in ASSETS if entry["title"].startswith("Licence of")}
    assert [text for text in told - no_licence - of_texts if not any(name in text for name in known)] == []
    shipped = [name for name in metadata.get_all("License-File", []) if (about / "licenses" / name).is_file()]
    texts = " ".join((about / "licenses" / name).read_text(encoding="utf-8") for name in shipped)
    for title in (
        "MIT License",
        "SIL Open Font License",
        "Redistribution and use in source",
        "GNU Lesser General Public License",
        "GNU General Public License",
        "Attribution 4.0 International",
    ):
        assert title.lower() in texts.lower(), (title, shipped)


def test_the_long_description_stands_without_the_repository(metadata: Message) -> None:
    text = str(metadata.get_payload())
    links = re.findall(r"\]\(([^)]*)\)", text)
    assert [link for link in links if not link.startswith("https://")] == []
    assert "scripts/" not in text
    assert "voskhod2-viz[record]" in text


def test_the_tests_run_from_the_source_archive(tmp_path: Path) -> None:
    with tarfile.open(build("sdist", tmp_path / "made")) as archive:
        archive.extractall(tmp_path, filter="data")
    (root,) = tmp_path.glob("voskhod2_viz-*")
    answer = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "tests/mission/test_reference.py"],
        cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stdout
    linked = re.findall(r"\]\(([^)#]*)\)", (root / "README.md").read_text(encoding="utf-8"))
    assert [link for link in linked if "://" not in link and not (root / link).exists()] == []
