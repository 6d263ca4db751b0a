"""A worker process: draws the segments it is told on its standard input, and reports each as a line of JSON.

The first line is the job; every further one is a segment's number. It ends when its input does, so a parent
that dies takes its workers along.
"""

from __future__ import annotations

import base64
import json
import os
import pickle
import signal
import sys
from typing import IO

from viz.errors import VizError
from viz.film.farm import Job, open_show, solo
from viz.film.parts import Parts
from viz.film.render import Ledger


def main() -> None:
    """Work until there is no more to do."""
    # Whatever prints to the standard output goes to the complaints; the reports have a pipe to themselves.
    reports = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        _work(sys.stdin, reports)
    except (VizError, OSError) as problem:
        _report(reports, error=type(problem).__name__, message=str(problem))
        sys.stdin.readline()  # wait to be ended


def _work(orders: IO[str], reports: IO[str]) -> None:
    job: Job = pickle.loads(base64.b64decode(orders.readline()))
    with solo(job.plan, open_show(job), Parts(job.plan), Ledger()) as crew:
        _report(reports, renderer=crew.opened.renderer, codec=crew.opened.codec)
        for line in orders:
            for number in crew.draw([int(line)], lambda frames: _report(reports, frames=frames)):
                _report(reports, part=number)


def _report(reports: IO[str], **told: object) -> None:
    print(json.dumps(told), file=reports)


if __name__ == "__main__":
    main()
