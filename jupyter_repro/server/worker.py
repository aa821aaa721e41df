"""One job in a process of its own: `python -m jupyter_repro.server.worker KIND NOTEBOOK`.

It writes a line of JSON for each cell, `{"cell": 3, "cells": 12}`, and for each experiment that begins, `{"doing": "put
back data.csv"}`; and one at the end, `{"verdict": …, "sources": …, "bundle": …}` or `{"error": …, "remedy": …}`.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from jupyter_repro.errors import ReproError
from jupyter_repro.experiments.why import why
from jupyter_repro.handing_over.handoff import Handoff, hand_over
from jupyter_repro.notebooks.notebook_files import code_cells, read_notebook, upgraded
from jupyter_repro.notebooks.source_digests import source_digest
from jupyter_repro.reporters.experiment_words import done_words
from jupyter_repro.server.verdict_answer import verdict_answer
from jupyter_repro.snapshots.stored_snapshots import load_snapshot
from jupyter_repro.taking_snapshots.companions import lock_and_keep
from jupyter_repro.taking_snapshots.recorded_run import RecordingOptions, record
from jupyter_repro.tracking.publishing import publish_beside
from jupyter_repro.verdicts import Verdict, Verdicts
from jupyter_repro.verifying import notebook as one
from jupyter_repro.verifying.unchanged.changed_only import verify_changed
from jupyter_repro.verifying.unchanged.verified_store import VerifiedStore
from jupyter_repro.verifying.verdict_updates import update_tracker

_Tell = Callable[[Mapping[str, Any]], None]
"""Writes a line."""


def _verify(path: Path, options: one.Options, _tell: _Tell) -> tuple[Verdict, Path | None]:
    return update_tracker(one.verify(path, options)), None


def _verify_changed(path: Path, options: one.Options, _tell: _Tell) -> tuple[Verdict, Path | None]:
    """The verdict that is remembered, where nothing has changed since."""

    def run(paths: Sequence[str]) -> Verdicts:
        return Verdicts(notebooks=tuple(one.verify(each, options) for each in paths))

    verdicts = verify_changed([str(path)], options, VerifiedStore(), run)
    return update_tracker(verdicts.notebooks[0]), None


def _why(path: Path, options: one.Options, tell: _Tell) -> tuple[Verdict, Path | None]:
    return why(path, options, beginning=lambda how, name: tell({"doing": done_words(how, name)})), None


def _hand_over(path: Path, options: one.Options, _tell: _Tell) -> tuple[Verdict, Path | None]:
    """Where there is no snapshot, nothing is recorded: it would write to a notebook that is open in the front end."""
    if load_snapshot(path) is None:
        raise ReproError(f"{path} has no snapshot", "record it first: %repro snapshot")
    done = hand_over(path, Handoff(), options)
    return done.verdict, done.bundle


def _snapshot(path: Path, options: one.Options, _tell: _Tell) -> tuple[None, None]:
    recorded = record(path, RecordingOptions(), options.progress)
    lock_and_keep(path, recorded)
    publish_beside(path, read_notebook(path))
    return None, None


_KINDS: Mapping[str, Callable[[Path, one.Options, _Tell], tuple[Verdict | None, Path | None]]] = {
    "verify": _verify,
    "verify-changed": _verify_changed,
    "why": _why,
    "handoff": _hand_over,
    "snapshot": _snapshot,
}


def done(kind: str, path: Path, tell: _Tell) -> dict[str, Any]:
    """The last line of a job; raises ReproError."""
    sources = _sources(path)
    options = one.Options(progress=lambda cell, cells: tell({"cell": cell, "cells": cells}))
    verdict, bundle = _KINDS[kind](path, options, tell)
    return {
        "verdict": verdict_answer(verdict, path) if verdict else None,
        "sources": sources,
        "bundle": bundle.as_posix() if bundle else "",
    }


def _sources(path: Path) -> dict[str, str]:
    cells = code_cells(upgraded(read_notebook(path)))
    return {cell["id"]: source_digest(cell.source) for _, cell in cells}


def main(kind: str, path: str) -> None:
    """Do the job, and tell."""
    # asked to end, it cleans up behind itself
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(1))
    with _channel() as channel:

        def tell(line: Mapping[str, Any]) -> None:
            channel.write(msgspec.json.encode(line) + b"\n")
            channel.flush()

        try:
            tell(done(kind, Path(path), tell))
        except ReproError as error:
            tell({"error": error.what, "remedy": error.remedy})


def _channel() -> BinaryIO:
    """Standard output for ourselves alone: whatever else prints, prints to standard error from now on."""
    channel = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return channel


if __name__ == "__main__":
    main(*sys.argv[1:])
