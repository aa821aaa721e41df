"""A worker that waits for its job: `python -m jupyter_repro.server.spare_worker NOTEBOOK`.

It has imported what a job needs, and started what kernels like that of NOTEBOOK are forked from. A line of JSON on its
standard input, `{"kind": …, "path": …}`, is its job, after which it ends; without one it ends with its input.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

import msgspec

from jupyter_repro.executing.warm_kernels.likely_server import start_likely_server
from jupyter_repro.server import worker


class GivenJob(msgspec.Struct, frozen=True):
    """What a spare worker is to do."""

    kind: str
    path: str


def main(like: str) -> None:
    """Prepare, wait and do the job."""
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(1))
    with suppress(Exception):  # the job itself says what is wrong with its notebook
        start_likely_server(Path(like))
    line = sys.stdin.buffer.readline()
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)  # as in a worker that was started for its job
    if line:
        job = msgspec.json.decode(line, type=GivenJob)
        worker.main(job.kind, job.path)


if __name__ == "__main__":
    main(*sys.argv[1:])
