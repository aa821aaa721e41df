"""A verdict as the server answers it: each cause with what one click can do about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from jupyter_repro.diagnosing.actions import Means, actions_for
from jupyter_repro.diagnosing.available_actions import means_of
from jupyter_repro.snapshots.stored_snapshots import load_snapshot
from jupyter_repro.verdicts import Cause, Verdict


def verdict_answer(verdict: Verdict, notebook: Path) -> dict[str, Any]:
    """The verdict as JSON, with `actions` in every cause."""
    means = means_of(notebook, load_snapshot(notebook))
    told: dict[str, Any] = msgspec.to_builtins(verdict)
    for cell, answered in zip(verdict.cells, told["cells"], strict=True):
        answered["causes"] = [_answered(cause, means) for cause in cell.causes]
    return told


def _answered(cause: Cause, means: Means) -> dict[str, Any]:
    actions = actions_for(cause.kind, cause.name, means)
    # a place without a line is written without it, a page wants to be told that there is none
    where = cause.where and {"cell": cause.where.cell, "line": cause.where.line}
    return {**msgspec.to_builtins(cause), "where": where, "actions": msgspec.to_builtins(actions)}
