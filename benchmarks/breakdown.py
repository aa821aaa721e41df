"""Where the time of `jupyter repro verify` of one small notebook goes, in milliseconds: all that takes 10 or more.

`python benchmarks/breakdown.py --rounds 2` is a short trial. With `--write` the table goes to docs/benchmarks.md.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from importlib.metadata import entry_points
from pathlib import Path

import page
from commands import Command, called, check, environment
from options import arguments
from suites import SUITES, prepared

ROUNDS = 11
SHOWN = 0.010
"""Seconds; rows that take less are added up."""
START, END = "Python starts", "the process ends"
DIRECT: Command = ["jupyter-repro", "verify", "."]
FROM_SHELL: Command = ["jupyter", "repro", "verify", "."]

TIMED = {
    "plug-ins: looked up": ("jupyter_repro.extensions.registry:registered",),
    "plug-ins: loaded": ("jupyter_repro.extensions.registry:parts",),
    "notebook and snapshot: read": (
        "jupyter_repro.notebooks.notebook_files:read_notebook",
        "jupyter_repro.notebooks.notebook_files:upgraded",
        "jupyter_repro.snapshots.stored_snapshots:stored_snapshot",
    ),
    "run: plan": ("jupyter_repro.verifying.notebook:plan_for",),
    "run: papermill's engine, besides what follows": ("jupyter_repro.executing.engine:execute",),
    "run: start of the kernel's process": ("nbclient.client:NotebookClient.start_new_kernel",),
    "run: connection, until the kernel answers": (
        "jupyter_repro.executing.client:RecordingClient.start_new_kernel_client",
    ),
    "run: start of the recorder": ("jupyter_repro.executing.client:RecordingClient._begin_recording",),
    "run: cells": ("jupyter_repro.executing.client:RecordingClient._run",),
    "run: the recorder's notes, with the collectors in the kernel": (
        "jupyter_repro.executing.client:RecordingClient.fetch_notes",
    ),
    "run: end of the kernel": (
        "jupyter_repro.executing.client:RecordingClient._cleanup_kernel",
        "jupyter_repro.executing.kernel_process:end_process",
    ),
    "run: once more, watched closely": ("jupyter_repro.verifying.second_look:uses_seen_closely",),
    "context: besides the collectors": ("jupyter_repro.verifying.context_now:context_after_run",),
    "context: comparison": ("jupyter_repro.verifying.drift:drift",),
    "judging: outputs": ("jupyter_repro.verifying.judgement:judge",),
    "judging: causes": ("jupyter_repro.verifying.explanation:explained",),
    "report: to trackers": ("jupyter_repro.verifying.verdict_updates:update_trackers",),
    "report: to the terminal": ("jupyter_repro.cli.output.reports:write_reports",),
}
"""What the time of functions is called."""

Times = dict[str, float]
"""Seconds of each row."""


def functions() -> dict[str, dict[str, str]]:
    """For each module the functions that are timed, the collectors among them, and what their time is called."""
    rows = [(name, row) for row, names in TIMED.items() for name in names]
    for entry in entry_points(group="jupyter_repro.collectors"):
        methods = ("collect", "seal") if hasattr(entry.load(), "seal") else ("collect",)
        rows += [(f"{entry.value}.{method}", f"context: {entry.name}") for method in methods]
    found: dict[str, dict[str, str]] = {}
    for name, row in rows:
        module, _, qualified = name.partition(":")
        found.setdefault(module, {})[qualified] = row
    return found


def traced(folder: Path, scratch: Path) -> Times:
    """Where the time of one verification goes; raises SystemExit where it fails."""
    times, wanted = scratch / "times.json", scratch / "functions.json"
    wanted.write_text(json.dumps(functions()), encoding="utf-8")
    script = Path(__file__).with_name("timed_verify.py")
    command: Command = [sys.executable, "-P", script, times, wanted, *DIRECT[1:]]
    with tempfile.TemporaryFile() as printed:
        began = time.monotonic()
        status = subprocess.call(command, cwd=folder, env=environment(), stdout=printed, stderr=printed)
        ended = time.monotonic()
        printed.seek(0)
        check(command, status, printed)
    found = json.loads(times.read_bytes())
    return {START: found["began"] - began, **found["rows"], END: ended - found["ended"]}


def medians(rounds: Sequence[Times]) -> Times:
    """Of each row, in the order in which they first ran, those of one subject together."""
    rows = dict.fromkeys(row for times in rounds for row in times)
    subjects = list(dict.fromkeys(map(subject, rows)))
    ordered = sorted(rows, key=lambda row: subjects.index(subject(row)))
    return {row: statistics.median(times.get(row, 0.0) for times in rounds) for row in ordered}


def subject(row: str) -> str:
    """What stands before the colon of its name."""
    return row.partition(":")[0]


def breakdown_table(rows: Mapping[str, float], traced: float, direct: float, shell: float) -> str:
    """Each row of 10 ms or more, and what they add up to."""
    shown = {row: seconds for row, seconds in rows.items() if seconds >= SHOWN}
    below = [seconds for row, seconds in rows.items() if row not in shown]
    lines = [
        *shown.items(),
        (f"{len(below)} rows below {milliseconds(SHOWN)} ms", sum(below)),
        ("**all of it**", traced),
        ("`jupyter-repro verify .`, without timers", direct),
        ("`jupyter repro verify .`, without timers", shell),
    ]
    return page.table(["where", "ms"], [[name, milliseconds(seconds)] for name, seconds in lines])


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:,.0f}"


def main() -> None:
    asked = arguments(__doc__ or "", (), ROUNDS)
    rounds: list[Times] = []
    direct, shell = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = prepared(SUITES[0], Path(name, "project"), 1)
        for number in range(asked.rounds + 1):
            rounds.append(traced(folder, Path(name)))
            direct.append(called(DIRECT, folder).wall)
            shell.append(called(FROM_SHELL, folder).wall)
            page.progress(f"round {number} of {asked.rounds}: {sum(rounds[-1].values()):.2f} s")
    # the first writes byte code and is not counted
    together = statistics.median(sum(times.values()) for times in rounds[1:])
    shown = breakdown_table(
        medians(rounds[1:]), together, statistics.median(direct[1:]), statistics.median(shell[1:])
    )
    page.publish("breakdown.py", f"{page.rounds(asked.rounds)}\n\n{shown}", write=asked.write)


if __name__ == "__main__":
    main()
