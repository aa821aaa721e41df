"""A record of a run, as trackers are given it."""

from __future__ import annotations

from pathlib import Path

from conftest import tree

from jupyter_repro.extensions.protocols import Tracker
from jupyter_repro.records.tracked_run import Destination, Point, RunInput, RunRecord
from jupyter_repro.records.tracked_values import texts

RECORD = RunRecord(
    id="ab" * 16,
    name="analysis",
    started="2026-01-01T00:00:00Z",
    user="ada",
    params={"seed": 7, "pins": "numpy", "h2o.GBM_1.seed": 42, "rate": 0.5, "fast": True},
    tags={
        "repro.snapshot": "blake3:" + "ab" * 32,
        "repro.notebook": "study's/analysis.ipynb",
        "repro.verified": "not verified",
        "repro.recorded": "2026-01-01T00:00:00Z",
        "repro.git.commit": "c0ffee",
        "repro.git.branch": "main",
        "repro.git.dirty": "no",
    },
    metrics={"accuracy": 0.5, "loss": 0.25},
    series={"loss": (Point(0, 0.75, "2026-01-01T00:00:00Z"), Point(1, 0.25, "2026-01-01T00:01:00Z"))},
    files={"analysis.ipynb": b"{}", "modules/lib/x.py": b"x = 1\n", "report.html": b"\x00\xff"},
    inputs=(
        RunInput("data/sales.csv", "blake3:" + "cd" * 32, 12),
        RunInput("https://host/x.csv", "blake3:" + "ef" * 32, 9, "v2", asof="2026-01-01"),
    ),
)
SNAPSHOT = {"repro.snapshot": RECORD.tags["repro.snapshot"]}
TEXTS = texts(RECORD.params)
"""Of its parameters, as they are read back."""
OWN_TEXTS = texts(RECORD.beside_own().params)
"""The same in a run that the notebook started itself."""
VERIFIED = {"repro.verified": "identical", "repro.verified_by": "grace"}


def files_of(tracker: Tracker, destination: Destination, run_id: str, into: Path) -> dict[str, bytes]:
    """The files of a run as a tracker gives them back."""
    tracker.files(destination, run_id, into)
    return tree(into)
