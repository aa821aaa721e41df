"""How long a run took, as its snapshot records it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from msgspec import UNSET, UnsetType

from jupyter_repro.errors import UnreadableInput
from jupyter_repro.snapshots.stored_snapshots import load_snapshot

ABOUT_THE_SAME = 1.5
"""By this factor, or by half a second, runs of one notebook differ: machines are busy and idle."""


def steady_seconds(notebook: Path, seconds: float) -> float:
    """The seconds to record: those recorded before where it took about as long again, so that no line changes.

    They say which notebook takes longer than another, and need be no more exact.
    """
    before = recorded_seconds(notebook)
    if before is not UNSET and _is_about(before, seconds):
        return before
    return float(f"{seconds:.2g}")


def recorded_seconds(notebook: Path) -> float | UnsetType:
    """Those of the snapshot that is there already."""
    with suppress(UnreadableInput):
        if before := load_snapshot(notebook):
            return before.seconds
    return UNSET


def _is_about(before: float, now: float) -> bool:
    longer, shorter = max(before, now), min(before, now)
    return longer - shorter < 0.5 or longer < ABOUT_THE_SAME * shorter
