"""What the kernel of a notebook answers of its session to the front end that shows it."""

from __future__ import annotations

import msgspec

from jupyter_repro.records.snapshot import Use


class LastRunAnswer(msgspec.Struct, frozen=True):
    """The last run of a cell."""

    cell: str
    digest: str
    """Of the source that ran."""
    count: int


class SessionStateAnswer(msgspec.Struct, frozen=True):
    """What the kernel of a notebook knows of its session."""

    loaded: bool = False
    """Whether the recorder is loaded in the kernel."""
    seed: int | None = None
    """The pinned seed; null where nothing is pinned."""
    pins: dict[str, str] = {}
    """Pinned library to its seed, or that the notebook seeds it itself."""
    not_pinned: tuple[str, ...] = ()
    """What cannot be pinned in this kernel, a sentence each."""
    runs: tuple[LastRunAnswer, ...] = ()
    """Each cell's last run."""
    out_of_order: tuple[str, ...] = ()
    """Ids of cells whose last run was not in its place of a run from top to bottom."""
    hidden_state: tuple[str, ...] = ()
    """How the session differed from a run from top to bottom, a sentence each."""
    uses: tuple[Use, ...] = ()
    problems: tuple[str, ...] = ()
