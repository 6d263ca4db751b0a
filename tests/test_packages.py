"""What is installed: declared minima, what the scripts leave out, and line ends that bash and digests can bear."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import stat
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EVERY = [*PROJECT["dependencies"], *(line for lines in PROJECT["optional-dependencies"].values() for line in lines)]
NEVER_LOADED = ("jupyter", "notebook", "jupyterlab-vpython", "jupyter-server-proxy", "autobahn")


@pytest.fixture(scope="module")
def packages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("packages", ROOT / "scripts" / "packages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def minimum(requirement: Requirement) -> Version | None:
    floors = [Version(part.version) for part in requirement.specifier if part.operator in (">=", "==")]
    return max(floors, default=None)


def test_everything_asked_for_has_a_minimum_and_what_is_installed_keeps_it() -> None:
    for line in EVERY:
        asked = Requirement(line)
        if asked.name == PROJECT["name"]:
            continue
        assert minimum(asked) is not None, line
        try:
            found = version(asked.name)
        except PackageNotFoundError:
            assert asked.name in NEVER_LOADED, line
            continue
        assert asked.specifier.contains(found, prereleases=True), (line, found)


def test_a_package_has_one_minimum_wherever_it_is_asked_for() -> None:
    minima: dict[str, set[Version | None]] = {}
    for line in EVERY:
        asked = Requirement(line)
        if asked.name != PROJECT["name"]:
            minima.setdefault(asked.name, set()).add(minimum(asked))
    assert {name: found for name, found in minima.items() if len(found) > 1} == {}


def test_the_scripts_install_what_is_declared_but_for_what_only_vpython_asks_for(packages: ModuleType) -> None:
    run = [Requirement(line).name for line in packages.packages("run")]
    declared = {Requirement(line).name for line in PROJECT["dependencies"]}
    record = {Requirement(line).name for line in PROJECT["optional-dependencies"]["record"]}
    assert set(run) == (declared | record) - {"vpython", "autobahn"}
    assert set(run) < {Requirement(line).name for line in packages.packages("dev")}
    assert [Requirement(line).name for line in packages.alone()] == ["vpython"]
    assert {Requirement(line).name for line in packages.packages("show")} == set(run) - record


def test_the_program_loads_nothing_that_the_scripts_leave_out() -> None:
    program = (
        "import sys\n"
        "import viz.cli.app, viz.film.record, viz.film.doctor, viz.player.server\n"
        "from viz.stage.stage import Stage\n"
        "Stage()\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))\n"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False)
    assert answer.returncode == 0, answer.stderr
    left_out = {"jupyter", "notebook", "jupyterlab_vpython", "jupyter_server_proxy", "autobahn", "ipykernel"}
    assert left_out & set(answer.stdout.split()) == set()


def test_the_classifiers_name_pythons_that_the_page_says_were_run() -> None:
    page = (ROOT / "docs" / "where-it-runs.md").read_text(encoding="utf-8")
    pythons = [line.rpartition(" ")[2] for line in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", line)]
    (row,) = [line for line in page.splitlines() if line.startswith("| Linux") and "| run" in line]
    assert pythons == re.findall(r"3\.\d+", row)


needs_git = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no repository: the source archive was unpacked")


@needs_git
def test_a_clone_that_turns_line_ends_keeps_ours(tmp_path: Path) -> None:
    """Git for Windows sets autocrlf; then bash would not read the scripts and no digest would be right."""
    clone = tmp_path / "clone"
    clone.mkdir()
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout.split(b"\0")
    wanted = [name.decode() for name in dict.fromkeys(names) if name and _is_small(ROOT / name.decode())]
    git = ["git", "-c", "core.autocrlf=true", "-c", "core.safecrlf=false", "-c", "user.name=t", "-c", "user.email=t@t"]
    for name in wanted:
        (clone / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, clone / name)
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "as it is"]):
        subprocess.run([*git, *arguments], cwd=clone, check=True, capture_output=True, env=_env(tmp_path))
    for name in wanted:
        (clone / name).unlink()
    subprocess.run([*git, "checkout", "-q", "--", "."], cwd=clone, check=True, capture_output=True, env=_env(tmp_path))
    assert [name for name in wanted if (clone / name).read_bytes() != (ROOT / name).read_bytes()] == []
    assert {"scripts/run", "assets/missions/voskhod2/mission.toml", "assets/manifest.toml"} <= set(wanted)


def _is_small(path: Path) -> bool:
    return path.is_file() and (path.suffix not in (".jpg", ".png") or path.stat().st_size < 30_000)


def _env(home: Path) -> dict[str, str]:
    return {**os.environ, "HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1"}


@pytest.mark.skipif(sys.platform == "win32", reason="bash scripts are not for Windows")
def test_a_system_package_that_does_not_exist_keeps_the_others_from_nothing(tmp_path: Path) -> None:
    """Root on Ubuntu has no chromium package; the tests must start all the same."""
    tools = tmp_path / "bin"
    tools.mkdir()
    log = tmp_path / "log"
    for name, body in {
        "apt-get": f'for last; do :; done\ncase "$*" in *install*chromium*) exit 100 ;; esac\necho "$last" >>"{log}"',
        "id": "echo 0",
    }.items():
        (tools / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        (tools / name).chmod(stat.S_IRWXU)
    script = "set -eu; . scripts/environment; ensure_test_programs; echo went on"
    bash = shutil.which("bash")
    assert bash is not None
    answer = subprocess.run(
        [bash, "-c", script], cwd=ROOT, env={"PATH": str(tools), "HOME": str(tmp_path)}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert answer.stdout == "went on\n", answer.stderr
    assert "could not be installed: chromium" in answer.stderr
    assert "ffmpeg" in log.read_text(encoding="utf-8")
