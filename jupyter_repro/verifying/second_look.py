"""A second run of a notebook that diverged, to see why: every call is watched, up to the cell that diverged.

Where the outputs were made without pins, it runs without them: what the pins hide is what made them.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace

from nbformat import NotebookNode

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.errors import ReproError
from jupyter_repro.executing.engine import execute
from jupyter_repro.executing.plan import Plan, no_progress
from jupyter_repro.pinning.environment_pins import HASH_SEED, RANDOM
from jupyter_repro.records.snapshot import Snapshot, Use
from jupyter_repro.verdicts import Verdict

PINNABLE = frozenset({"rng", "hash-order", "timezone", "locale"})
"""Kinds of sources that give the same again where they are pinned."""


def is_pinnable(use: Use) -> bool:
    """Whether a pin makes this source give the same again."""
    return use.kind in PINNABLE


def is_explained(verdict: Verdict) -> bool:
    """Whether the first cause of the first divergence is more than a suspicion."""
    root = verdict.root
    return (
        root is None
        or root.status == "stale"
        or (bool(root.causes) and root.causes[0].certainty != "suspected")
    )


def was_pinned(snapshot: Snapshot) -> bool:
    """Whether the outputs were made with the pins on."""
    return bool(snapshot.recorded) and snapshot.context.seed is not None


def uses_seen_closely(
    notebook: NotebookNode, plan: Plan, snapshot: Snapshot, verdict: Verdict
) -> Sequence[Use]:
    """What the probes see in a second run; nothing where it cannot be made."""
    if verdict.first_divergence is None or is_remote(verdict.path):
        return ()
    shortened = copy.deepcopy(notebook)
    shortened.cells = shortened.cells[: verdict.first_divergence + 1]
    closely = replace(plan, progress=no_progress, watch_closely=True, stop_at_error=False)
    if not was_pinned(snapshot):
        closely = replace(closely, seed=None, environment={**plan.environment, HASH_SEED: RANDOM})
    try:
        notes = execute(shortened, closely).notes
    except ReproError:
        return ()
    return notes.uses if notes else ()
