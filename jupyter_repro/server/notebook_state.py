"""What is recorded of a notebook, as its page shows it."""

from __future__ import annotations

from pathlib import Path

from jupyter_repro.records.snapshot import Context, Snapshot
from jupyter_repro.reporters.context_sections import sections
from jupyter_repro.server.answers import NewestJobsAnswer, StateAnswer
from jupyter_repro.snapshots.stored_snapshots import load_snapshot


def notebook_state(file: Path, version: str, jobs: NewestJobsAnswer) -> StateAnswer:
    """Whether it is recorded and verified, its context in words, and what its cells were.

    The notebook itself is not read: it may be large, and the page knows it better. Raises UnreadableInput for a
    snapshot that cannot be read.
    """
    snapshot = load_snapshot(file)
    found = snapshot or _NONE
    return StateAnswer(
        version=version,
        recorded=snapshot.recorded if snapshot else None,
        file=str(file),
        verified=found.verified,
        verified_at=found.verified_at,
        verified_commit=found.verified_commit,
        seed=found.context.seed,
        sections=sections(snapshot) if snapshot else (),
        hidden_state=found.context.hidden_state,
        uses=found.uses,
        sources={cell.id: cell.source_digest for cell in found.cells},
        jobs=jobs,
    )


_NONE = Snapshot(notebook="", recorded="", kernel="", language="", cells=(), context=Context())
