"""A real Dask cluster on this machine draws the same film, also when one of its workers is killed."""

from __future__ import annotations

import gc
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from film_fake import FakeShow, open_fake

from viz.errors import ToolMissing, UsageError, VizError
from viz.film.cluster import Cluster, _breaks, _client_at, _lost
from viz.film.farm import Job
from viz.film.parts import Parts
from viz.film.record import plan_show, record_show
from viz.film.render import renderer_here
from viz.film.request import FilmRequest, Progress
from viz.film.scheduler import check_answer, check_scheduler
from viz.stage.quality import suited

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.usefixtures("tools")


def request_for(output: Path, **changes: object) -> FilmRequest:
    usual = FilmRequest(output=output, start="eva.exit", seconds=Fraction(18), width=128, height=72, quality="light")
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


@pytest.fixture
def broken_connections() -> Iterator[None]:
    """What Dask leaves of connections that broke goes with the test that broke them."""
    yield
    gc.collect()


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


@pytest.mark.usefixtures("broken_connections")
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_is_lost_is_told_and_gone_on_from_without_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The parts that came back stay here, so that this machine alone can finish the same film."""
    monkeypatch.setattr("viz.film.cluster._REJOIN_S", 0)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent), *sys.path]))
    program = [sys.executable, "-c", SCHEDULER, "0"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(program, text=True, **pipes) as running:  # type: ignore[call-overload]
        assert running.stdout is not None
        address = running.stdout.readline().strip()

        def listen(progress: Progress) -> None:
            if progress.stage == "drawing" and progress.shards_done >= 1:
                running.kill()

        with pytest.raises(VizError, match=r"the cluster was lost while drawing.* --resume"):
            record_show(request_for(tmp_path / "film.mp4", scheduler=address), open_fake, listen)
    assert capfd.readouterr().err == "", "Dask's tracebacks are kept from the terminal"
    told: list[Progress] = []
    record_show(request_for(tmp_path / "film.mp4", resume=True), open_fake, told.append)
    assert next(progress.done for progress in told if progress.stage == "drawing") >= 120, "what was drawn is kept"
    record_show(request_for(tmp_path / "whole.mp4"), open_fake)
    assert (tmp_path / "film.mp4").read_bytes() == (tmp_path / "whole.mp4").read_bytes()


@pytest.mark.usefixtures("broken_connections")
@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_that_comes_back_is_joined_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent), *sys.path]))
    started: list[subprocess.Popen[str]] = []
    told: list[Progress] = []

    def start(port: str) -> str:
        program = [sys.executable, "-c", SCHEDULER, port]
        started.append(subprocess.Popen(program, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True))
        out = started[-1].stdout
        assert out is not None
        return out.readline().strip()

    def listen(progress: Progress) -> None:
        told.append(progress)
        if progress.stage == "drawing" and progress.shards_done >= 1 and len(started) == 1:
            started[0].kill()
            started[0].wait()
            start(address.rpartition(":")[2])

    try:
        address = start("0")
        report = record_show(request_for(tmp_path / "film.mp4", scheduler=address), open_fake, listen)
    finally:
        for running in started:
            running.kill()
            running.communicate()
    assert len(started) == 2
    assert report.frames == told[-1].done == 540
    record_show(request_for(tmp_path / "whole.mp4"), open_fake)
    assert (tmp_path / "film.mp4").read_bytes() == (tmp_path / "whole.mp4").read_bytes()


@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_that_began_anew_is_left_and_joined_again_without_a_word(tmp_path: Path, cluster: Any) -> None:
    """Dask's client may join a new scheduler by itself before it is closed: nothing there knows of the film."""
    plan = plan_show(request_for(tmp_path / "film.mp4"), FakeShow())
    parts = Parts(plan)
    parts.prepare(resume=False)
    told: list[int] = []

    def forget() -> None:
        crew._client.unsubscribe_topic(crew._studio.name)
        crew._client.unregister_worker_plugin(crew._studio.name)

    opener = f"{open_fake.__module__}:{open_fake.__qualname__}"
    crew = Cluster(Job(plan, "voskhod2", opener), parts, partial(_client_at, cluster.scheduler_address))
    crew.open()
    try:
        forget()
        assert list(crew.draw([0], told.append)) == [0], "the workers are told of the film again"
        forget()
    finally:
        crew.close()
    assert sum(told) == len(plan.segments()[0])


def test_a_broken_connection_is_no_full_disk() -> None:
    """Both are OSErrors; only one of them is mended by making room."""
    broken = distributed.comm.CommClosedError("in <TCP (closed)>: ConnectionResetError: reset by peer")
    assert isinstance(broken, _breaks())
    assert not isinstance(OSError(28, "No space left on device"), _breaks())
    assert str(_lost(broken)).endswith("reset by peer - start it again, then use --resume")


SCHEDULER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None, host="127.0.0.1",
                      protocol="tcp", silence_logs=50, scheduler_port=int(sys.argv[1])) as running:
        print(running.scheduler_address, flush=True)
        sys.stdin.read()
"""


@pytest.mark.filterwarnings("ignore")
def test_what_suits_is_asked_of_a_worker_and_not_of_this_machine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cluster: Any
) -> None:
    monkeypatch.setattr("viz.film.quality.renderer_here", lambda: pytest.fail("asked here"))
    wanted = request_for(tmp_path / "film.mp4", scheduler=cluster.scheduler_address, quality="auto")
    found = plan_show(wanted, FakeShow())
    assert found.quality == suited(renderer_here()), "the workers are of this machine, too"
    monkeypatch.setattr("viz.film.cluster.renderer_here", sys.getdefaultencoding)  # no renderer that draws in software
    assert plan_show(wanted, FakeShow()).quality == "full"


@pytest.mark.filterwarnings("ignore")
def test_a_worker_with_other_mission_files_is_refused(tmp_path: Path, cluster: Any) -> None:
    with pytest.raises(VizError, match="other files of the mission or the program"):
        record_show(request_for(tmp_path / "film.mp4", scheduler=cluster.scheduler_address), open_elsewhere)
    assert list(tmp_path.iterdir()) == []


def open_elsewhere(mission: str) -> FakeShow:
    """Open the stand-in here with a digest of its own; a worker opens `film_fake.open_fake`."""
    return FakeShow(mission_id=mission, digest="cd" * 32)


open_elsewhere.__module__, open_elsewhere.__qualname__ = "film_fake", "open_fake"


def test_a_scheduler_that_does_not_answer_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    for address in (f"tcp://127.0.0.1:{port}", f"127.0.0.1:{port}"):
        with pytest.raises(UsageError, match=r"no Dask scheduler answers at .*refused.* - check --scheduler"):
            record_show(request_for(tmp_path / "film.mp4", scheduler=address), open_fake)
    assert list(tmp_path.iterdir()) == []
    assert capfd.readouterr().err == ""


def test_tls_that_is_not_set_up_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Dask's TLS is not set up here"):
        record_show(request_for(tmp_path / "film.mp4", scheduler="tls://127.0.0.1:1"), open_fake)


@pytest.mark.parametrize("says", [b"", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 400 Bad Request\r\n\r\n"])
def test_what_answers_and_is_no_scheduler_is_told_at_once(monkeypatch: pytest.MonkeyPatch, says: bytes) -> None:
    monkeypatch.setattr("viz.film.scheduler._ANSWER_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor() as pool:

        def answer() -> None:
            connection, _ = server.accept()
            with connection, suppress(ConnectionError):  # whoever has heard enough hangs up
                connection.sendall(says)
                connection.recv(1)

        answered = pool.submit(answer)
        with pytest.raises(UsageError, match=r"no Dask scheduler answers at .*(timed out|something else does)"):
            check_answer(f"tcp://127.0.0.1:{server.getsockname()[1]}")
        answered.result()


@pytest.mark.parametrize(
    "address",
    ["nonsense", "nonsense://x:8786", "tcp://10.0.0.1", "tcp://10.0.0.1:0", "tcp://10.0.0.1:99999", "tcp://:8786", "",
     "inproc://10.0.0.1/1/1", "tcp://user@10.0.0.1:8786", "tcp://10.0.0.1:8786/x", "-o", "tcp://a b:8786", "::1:8786"],
)  # fmt: skip
def test_what_is_no_address_is_refused_at_once(tmp_path: Path, address: str) -> None:
    with pytest.raises(UsageError, match="is no address - write it as the scheduler prints it"):
        record_show(request_for(tmp_path / "film.mp4", scheduler=address, trust_network=True), open_fake)


@pytest.mark.parametrize("address", ["tcp://10.0.0.1:8786", "10.0.0.1:8786", "ws://museum:80", "ucx://[fe80::1]:8786"])
def test_a_network_is_trusted_only_when_that_is_said(tmp_path: Path, address: str) -> None:
    with pytest.raises(UsageError, match=r"could run code .* - use TLS .* or say --trust-network"):
        record_show(request_for(tmp_path / "film.mp4", scheduler=address), open_fake)
    assert check_scheduler(address, trust_network=True)


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("tcp://127.0.0.1:8786", ("127.0.0.1", 8786)),
        ("127.1.2.3:8786", ("127.1.2.3", 8786)),
        ("tcp://[::1]:8786", ("::1", 8786)),
        ("tcp://localhost:8786/", ("localhost", 8786)),
        ("tls://museum.example:8786", ("museum.example", 8786)),
        ("wss://10.0.0.1:443", ("10.0.0.1", 443)),
    ],
)
def test_this_machine_and_tls_are_trusted(address: str, where: tuple[str, int]) -> None:
    assert check_scheduler(address) == where


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ToolMissing, match=r"install voskhod2-viz\[farm\]"):
        record_show(request_for(tmp_path / "film.mp4", scheduler="tcp://127.0.0.1:1"), open_fake)
