"""How long a run took, as its snapshot records it."""

from __future__ import annotations

from pathlib import Path

from msgspec import UNSET

from jupyter_repro.snapshots.stored_snapshots import load_snapshot

ABOUT_THE_SAME = 1.5
"""By this factor runs of one notebook differ, and by half a second: machines are busy and idle."""


def steady_seconds(notebook: Path, seconds: float) -> float:
    """The seconds to record: those recorded before where it took about as long again, so that no line changes.

    They say which notebook takes longer than another, and need be no more exact.
    """
    before = load_snapshot(notebook)
    if before and before.seconds is not UNSET and _is_about(before.seconds, seconds):
        return before.seconds
    return float(f"{seconds:.2g}")


def _is_about(before: float, now: float) -> bool:
    longer, shorter = max(before, now), min(before, now)
    return longer - shorter < 0.5 or longer < ABOUT_THE_SAME * shorter
