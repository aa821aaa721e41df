"""Where the collectors look that run in the kernel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from jupyter_repro.records.consumed_snapshots import Consumed
from jupyter_repro.records.data_use import DataUse
from jupyter_repro.records.snapshot import Use


class KernelSite(msgspec.Struct, frozen=True):
    """What the collectors that run in the kernel look at."""

    folder: Path
    environ: Mapping[str, str]
    data: DataUse
    imported: frozenset[str]
    uses: Sequence[Use] = ()
    consumes: Mapping[str, Consumed] = msgspec.field(default_factory=dict)

    @property
    def notebook(self) -> Path:
        """The kernel does not need to know its notebook; its folder stands for it."""
        return self.folder
