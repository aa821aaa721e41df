"""What a probe may leave out: its options, with what holds where it has none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from jupyter_repro.pinning.applied_pins import PINNING
from jupyter_repro.records.snapshot import Use


def says(probe: Any, option: str, what: str, *, usual: bool) -> bool:
    """An option of a probe: it holds for all that the probe notes, or is a function of what is noted."""
    value = getattr(probe, option, usual)
    return bool(value(what) if callable(value) else value)


def is_silent(probe: Any) -> bool:
    """Whether a probe has nothing to say, since what it watches is pinned."""
    return PINNING.seed is not None and getattr(probe, "only_unpinned", False)


def use_of(probe: Any, cell: str, line: int, what: str, looked: Sequence[str]) -> Use:
    """The note of what a probe saw at a line of a cell; `looked` is what was looked at, and what was found."""
    remedy = getattr(probe, "remedies", {}).get(what, probe.remedy)
    return Use(probe.kind, cell, line, what, remedy, getattr(probe, "certainty", "observed"), *looked)


def certainty(*, sure: bool) -> Literal["observed", "suspected"]:
    """The word for what is `sure` to have run, or may have."""
    return "observed" if sure else "suspected"
