"""A page of another mission than is shown loads itself anew once, and never in a circle; a link too long is cut."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "viz" / "player" / "page"
NODE = shutil.which("node")
SCRIPT = """
let loads = 0;
const said = [];
globalThis.location = { pathname: "/t/", search: "", hash: "#at=" + "x".repeat(3000), reload() { loads += 1; } };
globalThis.history = { state: null, replaceState(state) { this.state = state; } };
globalThis.window = { addEventListener() {} };
const { Address } = await import(`${process.argv[1]}/address.js`);
const { Missions } = await import(`${process.argv[1]}/missions.js`);
const timeline = { mission: "yours", missions: [] };
function load(session) {
  const sent = [];
  const address = new Address({ flight: { timeline }, send: (one) => sent.push(one), controls: true, onOther() {} });
  const words = { say: (key) => key, of: (text) => text ?? "" };
  const notices = { say: (text) => said.push(text) };
  const missions = new Missions({ root: null, timeline, words, send() {}, notices });
  const leaves = [0, 1, 2].map(() => missions.leaves(session, address));
  address.obey();
  return { leaves, sent };
}
const first = [1, 2, 3, 4].map(() => load({ name: "run", mission: "mine", fresh: true })).map(({ leaves }) => leaves);
const once = loads;
load({ name: "another run", mission: "mine", fresh: true });
const { sent } = load({ name: "another run", mission: "yours", fresh: true });
console.log(JSON.stringify({ first, once, loads, said, sent }));
"""


@pytest.mark.skipif(NODE is None, reason="needs node")
def test_a_page_of_another_mission_loads_itself_anew_once_for_each_showing() -> None:
    command = [str(NODE), "--input-type=module", "-e", SCRIPT, str(PAGE)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["first"] == [[True, True, True]] * 4  # nothing of the other mission is drawn
    assert (told["once"], told["loads"]) == (1, 2)
    assert set(told["said"]) == {"page.missions.unknown"}
    assert told["sent"] == [{"do": "go", "when": "x" * 300}]
    assert len(json.dumps(told["sent"][0])) < 2048
