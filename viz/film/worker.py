"""A worker process: draws the segments it is told on its standard input, and reports each as a line of JSON.

The first line is the job; every further one is a segment's number. It ends when its input does, whatever it is at,
so a parent that dies takes its workers along; where there are no signals it is also how it is asked to end.
"""

from __future__ import annotations

import base64
import json
import os
import pickle
import queue
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType
from typing import IO

from viz.errors import VizError
from viz.film.farm import Job, open_show, solo
from viz.film.parts import Parts
from viz.film.render import Ledger


def main() -> None:
    """Work until there is no more to do."""
    # Whatever prints to the standard output goes to the complaints; the reports have a pipe to themselves.
    reports = os.fdopen(os.dup(1), "w", buffering=1, encoding="ascii")
    os.dup2(2, 1)
    print(file=reports)  # ends a line that something printed before
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    heard: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_hear, args=(heard,), name="orders", daemon=True).start()
    orders = _orders(heard)
    try:
        _work(orders, reports)
    except (VizError, OSError) as problem:
        _report(reports, error=type(problem).__name__, message=str(problem))
        next(orders)  # wait to be ended


def _end(number: int, frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once: what is being tidied must not be left half done
    sys.exit(0)


def _hear(heard: queue.SimpleQueue[bytes]) -> None:
    """Pass each line of the input on; at its end, end the process as a signal would."""
    rest = b""
    while said := os.read(0, 1 << 16):  # not through sys.stdin, whose lock this thread would hold at the end
        *lines, rest = (rest + said).split(b"\n")
        for line in lines:
            heard.put(line)
    if sys.platform == "win32":
        signal.raise_signal(signal.SIGTERM)
    else:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)  # wakes it from any wait


def _orders(heard: queue.SimpleQueue[bytes]) -> Iterator[bytes]:
    while True:
        try:
            order = heard.get(timeout=0.5)  # a limit lets the signal through on every system
        except queue.Empty:
            continue
        yield order


def _work(orders: Iterator[bytes], reports: IO[str]) -> None:
    job: Job = pickle.loads(base64.b64decode(next(orders)))
    with solo(job.plan, open_show(job), Parts(job.plan), Ledger()) as crew:
        _report(reports, renderer=crew.opened.renderer, codec=crew.opened.codec)
        for order in orders:
            for number in crew.draw([int(order)], lambda frames: _report(reports, frames=frames)):
                _report(reports, part=number)


def _report(reports: IO[str], **told: object) -> None:
    print(json.dumps(told), file=reports)


if __name__ == "__main__":
    main()
