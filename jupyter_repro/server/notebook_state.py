"""What is recorded of a notebook, as its page shows it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from jupyter_repro.records.snapshot import Context, Snapshot
from jupyter_repro.reporters.context_sections import sections
from jupyter_repro.snapshots.stored_snapshots import load_snapshot


def notebook_state(file: Path) -> dict[str, Any]:
    """Whether it is recorded and verified, its context in words, and what its cells were.

    The notebook itself is not read: it may be large, and the page knows it better. Raises UnreadableInput for a
    snapshot that cannot be read.
    """
    snapshot = load_snapshot(file)
    found = snapshot or _NONE
    return {
        "recorded": snapshot and snapshot.recorded,
        "verified": found.verified,
        "verified_at": found.verified_at,
        "verified_commit": found.verified_commit,
        "seed": found.context.seed,
        "sections": msgspec.to_builtins(sections(snapshot)) if snapshot else [],
        "hidden_state": list(found.context.hidden_state),
        "uses": msgspec.to_builtins(found.uses),
        "sources": {cell.id: cell.source_digest for cell in found.cells},
    }


_NONE = Snapshot(notebook="", recorded="", kernel="", language="", cells=(), context=Context())
