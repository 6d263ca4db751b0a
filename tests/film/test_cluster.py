"""A real Dask cluster on this machine draws the same film, also when one of its workers is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from film_fake import FakeShow, open_fake

from viz.errors import ToolMissing, UsageError, VizError
from viz.film.cluster import _result
from viz.film.record import record_show
from viz.film.request import FilmRequest, Progress

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.usefixtures("tools")


def request_for(output: Path, **changes: object) -> FilmRequest:
    usual = FilmRequest(output=output, start="eva.exit", seconds=Fraction(18), width=128, height=72)
    return replace(usual, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A scheduler and two worker processes that can find the stand-in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent), *sys.path]))
        with distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
        ) as running:
            yield running


@pytest.mark.filterwarnings("ignore")
def test_a_killed_worker_of_a_cluster_changes_nothing(tmp_path: Path, cluster: Any) -> None:
    record_show(request_for(tmp_path / "one.mp4"), lambda _: FakeShow())
    victim = next(iter(cluster.workers.values())).pid
    killed: list[int] = []
    told: list[Progress] = []

    def listen(progress: Progress) -> None:
        told.append(progress)
        if not killed and progress.stage == "drawing" and progress.done > 0:
            os.kill(victim, signal.SIGKILL)
            killed.append(progress.done)

    wanted = request_for(tmp_path / "many.mp4", scheduler=cluster.scheduler_address)
    report = record_show(wanted, open_fake, listen)
    assert killed
    assert killed[0] < 540, "the worker was killed too late to matter"
    assert report.frames == 540
    assert told[-1].shards_done == told[-1].shards == 5
    done = [progress.done for progress in told if progress.stage == "drawing"]
    assert len(set(done)) > 10, "frames are told as they are drawn, not segment by segment"
    assert max(done) == done[-1] == 540
    assert all(progress.seconds_left is not None for progress in told if 100 < progress.done < 540)
    assert (tmp_path / "many.mp4").read_bytes() == (tmp_path / "one.mp4").read_bytes()


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_is_lost_is_told_and_gone_on_from_without_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The parts that came back stay here, so that this machine alone can finish the same film."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent), *sys.path]))
    program = [sys.executable, "-c", SCHEDULER]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        address = running.stdout.readline().strip()

        def listen(progress: Progress) -> None:
            if progress.stage == "drawing" and progress.shards_done >= 1:
                running.kill()

        with pytest.raises(VizError, match=r"the cluster was lost while drawing.* --resume"):
            record_show(request_for(tmp_path / "film.mp4", scheduler=address), open_fake, listen)
    told: list[Progress] = []
    record_show(request_for(tmp_path / "film.mp4", resume=True), open_fake, told.append)
    assert next(progress.done for progress in told if progress.stage == "drawing") >= 120, "what was drawn is kept"
    record_show(request_for(tmp_path / "whole.mp4"), open_fake)
    assert (tmp_path / "film.mp4").read_bytes() == (tmp_path / "whole.mp4").read_bytes()


def test_a_broken_connection_is_no_full_disk() -> None:
    """Both are OSErrors; only one of them is mended by making room."""

    class Broken:
        def result(self) -> object:
            raise distributed.comm.CommClosedError("in <TCP (closed)>: ConnectionResetError: reset by peer")

    with pytest.raises(VizError, match=r"the cluster was lost while drawing.* --resume"):
        _result(Broken())


SCHEDULER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None, host="127.0.0.1",
                      protocol="tcp", silence_logs=50) as running:
        print(running.scheduler_address, flush=True)
        sys.stdin.read()
"""


@pytest.mark.filterwarnings("ignore")
def test_a_worker_with_other_mission_files_is_refused(tmp_path: Path, cluster: Any) -> None:
    with pytest.raises(VizError, match="other files of the mission or the program"):
        record_show(request_for(tmp_path / "film.mp4", scheduler=cluster.scheduler_address), open_elsewhere)
    assert list(tmp_path.iterdir()) == []


def open_elsewhere(mission: str) -> FakeShow:
    """Open the stand-in here with a digest of its own; a worker opens `film_fake.open_fake`."""
    return FakeShow(mission_id=mission, digest="cd" * 32)


open_elsewhere.__module__, open_elsewhere.__qualname__ = "film_fake", "open_fake"


def test_a_scheduler_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("viz.film.cluster._CONNECT_S", 1)
    for address in ("tcp://127.0.0.1:1", "nonsense://x"):
        with pytest.raises(UsageError, match=r"no Dask scheduler answers at .* check --scheduler"):
            record_show(request_for(tmp_path / "film.mp4", scheduler=address), open_fake)
    assert list(tmp_path.iterdir()) == []


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ToolMissing, match=r"install voskhod2-viz\[farm\]"):
        record_show(request_for(tmp_path / "film.mp4", scheduler="tcp://127.0.0.1:1"), open_fake)
