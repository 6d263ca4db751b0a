"""VPython as we host it: no server, no thread, no signal handler, no waiting; every frame whole."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from viz.stage.host import compact_json


def run(code: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a process of its own: VPython's state is one per process."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)


def test_building_the_stage_starts_nothing() -> None:
    program = """
import signal, socket, threading
before = signal.getsignal(signal.SIGINT)
opened = []
bind = socket.socket.bind
socket.socket.bind = lambda self, address: opened.append(address) or bind(self, address)
from viz.stage.stage import Stage
stage = Stage()
assert stage.constructors(), "nothing was built"
print(threading.active_count(), len(opened), signal.getsignal(signal.SIGINT) is before)
"""
    answer = run(program)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.split() == ["1", "0", "True"]
    assert answer.stderr == ""


def test_what_only_notebooks_and_old_installers_have_is_not_needed() -> None:
    program = """
import sys
for name in ("IPython", "ipykernel", "notebook", "jupyter_core", "autobahn", "txaio", "pkg_resources", "setuptools"):
    sys.modules[name] = None
from viz.stage.stage import Stage
print(len(Stage().constructors()) > 10, sys.modules["pkg_resources"], [m for m in sys.modules if "vpython" in m])
"""
    answer = run(program)
    assert (answer.stdout, answer.stderr) == ("True None []\n", "")


def test_a_users_own_vpython_and_ours_do_not_know_each_other() -> None:
    """Before ours and after it; its objects are drawn by itself and not in our picture, nor ours in its."""
    program = """
import sys, types
from viz.stage.host import Host
sys.modules["pkg_resources"] = None
# stands for the server that a user's VPython starts, of which nothing else matters here
sys.modules["vpython.no_notebook"] = server = types.ModuleType("vpython.no_notebook")
server._ = None
resources = sys.modules["pkg_resources"] = types.ModuleType("pkg_resources")
resources.DistributionNotFound, resources.get_distribution = KeyError, lambda name: types.SimpleNamespace(version="7")
import vpython
vpython.baseObj.sent = True
theirs = vpython.sphere()
host = Host()
assert vpython is sys.modules["vpython"] and vpython.baseObj is not host.vp.baseObj
assert sys.modules["vpython.no_notebook"] is server and sys.modules["pkg_resources"] is resources
queued = len(vpython.baseObj.updates["cmds"])
host.mesh_object("x")
other = vpython.sphere(pos=vpython.vector(1, 2, 3))
assert len(vpython.baseObj.updates["cmds"]) == queued + 1
print([command["cmd"] for command in host.constructors()])
"""
    answer = run(program)
    assert answer.stdout == "['canvas', 'sphere']\n", answer.stderr


def test_two_stages_at_once_show_what_each_alone_would() -> None:
    program = """
from viz.stage.host import Host, compact_json
def alone():
    host = Host()
    thing = host.mesh_object("x")
    thing.pos = host.vp.vector(1, 2, 3)
    return host, thing
wanted = compact_json(alone()[0].frame())
(first, its), (second, _) = alone(), alone()
assert compact_json(first.frame()) == compact_json(second.frame()) == wanted
its.pos = first.vp.vector(4, 5, 6)
print(compact_json(second.frame()) == wanted, compact_json(first.frame()) == wanted)
"""
    answer = run(program)
    assert answer.stdout == "True False\n", answer.stderr


def test_a_hidden_object_leaves_no_trace_of_its_past() -> None:
    program = """
from viz.stage.host import Host
host = Host()
v = host.vp.vector
thing = host.mesh_object("x")
thing.pos = v(1, 2, 3)
thing.visible = False
line = host.vp.curve(canvas=host.canvas, radius=1.0, visible=False)
host.set_points(line, [(0.0, 0.0, 0.0), (1.0, 1.0, 1.0)])
line.visible = False
frame = host.frame()
print(frame["objects"][thing.idx], frame["points"])
"""
    answer = run(program)
    assert answer.stdout.strip() == "{'visible': False} {}", answer.stderr


def test_numpy_numbers_become_json() -> None:
    program = """
import numpy as np
from viz.stage.host import Host, compact_json
host = Host()
thing = host.mesh_object("x")
thing.shininess = np.float32(0.5)
thing.pos = host.vp.vector(np.float64(1), np.float64(2), np.float64(3))
thing.visible = np.bool_(True)
print(compact_json(host.frame()["objects"][thing.idx]))
"""
    answer = run(program)
    assert json.loads(answer.stdout)["pos"] == [1.0, 2.0, 3.0], answer.stderr
    assert json.loads(answer.stdout)["shininess"] == 0.5


def test_not_a_number_never_reaches_the_page() -> None:
    with pytest.raises(ValueError, match="JSON"):
        compact_json({"pos": [float("nan")]})
