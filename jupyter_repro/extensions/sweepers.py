"""The Protocol by which sweeps are seen that a library runs in the notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, NamedTuple, Protocol

import msgspec

from jupyter_repro.extensions.data import Undo


class TrialOf(NamedTuple):
    """Which trial of which sweep."""

    sweep: str
    """What the sweep is called."""
    number: object
    """By which its library knows the trial."""
    key: object = None
    """What tells two sweeps of one name apart."""


class EndedTrial(msgspec.Struct, frozen=True):
    """What is known of a trial that ended."""

    params: Mapping[str, Any]
    metrics: Mapping[str, Any] = {}
    """What is no number is left out."""
    started: datetime | None = None
    """None where the library does not say; without a zone it is of this machine."""
    ended: datetime | None = None
    failed: str = ""
    """Name of the exception that ended it; "" where none did."""


class SweepNotes(Protocol):
    """Takes what a sweeper sees."""

    def running(self, trial: TrialOf) -> AbstractContextManager[None]:
        """While it is entered, the notebook runs this trial in this thread."""
        ...

    def ended(self, look: Callable[[], Iterable[tuple[TrialOf, EndedTrial]]]) -> None:
        """Trials ended, which `look` answers; what that raises is noted and not raised."""
        ...


class Sweeper(Protocol):
    """Sees the trials of sweeps that one library runs.

    It is registered under the name of that library, and loaded in the notebook's kernel when it is imported.
    """

    modules: tuple[str, ...]
    """`watch` is called for each of them that the notebook imports."""

    def watch(self, module: str, notes: SweepNotes) -> Undo:
        """Tell of each trial from here on; what the library answers and raises stays the same."""
        ...
