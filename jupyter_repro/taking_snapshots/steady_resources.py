"""How long a run took and what it used, as its snapshot records it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from msgspec import UNSET, UnsetType

from jupyter_repro.errors import UnreadableInput
from jupyter_repro.snapshots.stored_snapshots import load_snapshot
from jupyter_repro.verdicts import ResourceUse

ABOUT_THE_SAME = 1.5
"""By this factor runs of one notebook differ, or by half a second, or by 50 MB: machines are busy and idle."""
_SECONDS, _BYTES = 0.5, 50e6


def steady_seconds(notebook: Path, seconds: float) -> float:
    """The seconds to record: those recorded before where it took about as long again, so that no line changes.

    They say which notebook takes longer than another, and need be no more exact.
    """
    before = recorded_seconds(notebook)
    if before is not UNSET and _is_about(before, seconds, _SECONDS):
        return before
    return _rounded(seconds)


def steady_use(notebook: Path, used: ResourceUse) -> ResourceUse:
    """CPU seconds and memory to record, by the same rule."""
    before = recorded_use(notebook)
    if (
        before is not UNSET
        and _is_about(before.cpu_seconds, used.cpu_seconds, _SECONDS)
        and _is_about(before.peak_memory, used.peak_memory, _BYTES)
    ):
        return before
    return ResourceUse(_rounded(used.cpu_seconds), int(_rounded(used.peak_memory)))


def recorded_seconds(notebook: Path) -> float | UnsetType:
    """Those of the snapshot that is there already."""
    with suppress(UnreadableInput):
        if before := load_snapshot(notebook):
            return before.seconds
    return UNSET


def recorded_use(notebook: Path) -> ResourceUse | UnsetType:
    """That of the snapshot that is there already."""
    with suppress(UnreadableInput):
        if before := load_snapshot(notebook):
            return before.used
    return UNSET


def _rounded(number: float) -> float:
    return float(f"{number:.2g}")


def _is_about(before: float, now: float, least: float) -> bool:
    longer, shorter = max(before, now), min(before, now)
    return longer - shorter < least or longer < ABOUT_THE_SAME * shorter
