"""What was recorded, where that is not what lies beside the notebook: a git revision's, or another run's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from nbformat import NotebookNode

from jupyter_repro.errors import ReproError
from jupyter_repro.git.revisions import content_at
from jupyter_repro.notebooks.notebook_files import code_cells, decode_notebook, read_notebook, upgraded
from jupyter_repro.notebooks.source_digests import source_digest
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.snapshots.local_snapshots import snapshot_in
from jupyter_repro.snapshots.snapshot_file import snapshot_path
from jupyter_repro.snapshots.stored_snapshots import load_snapshot
from jupyter_repro.verifying.notebook import stored_as_snapshot
from jupyter_repro.verifying.reference import stored_texts

_OUTSIDE = "leave out --from"


@dataclass(frozen=True)
class Baseline:
    """A snapshot, and what is there of its notebook and files."""

    snapshot: Snapshot
    notebook: NotebookNode | None = None
    """With ids; None where only its snapshot is there."""
    beside: Path | None = None
    """A notebook by which data and modules lie as they were recorded; None for where git and what is kept have them."""

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """Digest to canonical text of each output that the notebook stores."""
        cells = code_cells(self.notebook) if self.notebook else ()
        return {digest: text for _, cell in cells for digest, text in stored_texts(cell).items()}

    @cached_property
    def sources(self) -> Mapping[str, str]:
        """Digest to source of each cell of the notebook."""
        cells = code_cells(self.notebook) if self.notebook else ()
        return {source_digest(cell.source): cell.source for _, cell in cells}


def baseline_beside(notebook: Path) -> Baseline:
    """The snapshot beside a notebook; the notebook's stored outputs where it has none. Raises UnreadableInput."""
    stored = upgraded(read_notebook(notebook))
    return Baseline(load_snapshot(notebook) or stored_as_snapshot(stored, notebook), stored)


def committed_baseline(notebook: Path, revision: str) -> Baseline:
    """Snapshot and notebook as a git revision has them; the notebook's stored outputs where it has no snapshot.

    Raises ReproError outside git, for an unknown revision, and for one that does not have the notebook.
    """
    content = content_at(notebook, revision, _OUTSIDE).decode("utf-8", "replace")
    stored = upgraded(decode_notebook(content, notebook))
    return Baseline(_snapshot_at(notebook, revision) or stored_as_snapshot(stored, notebook), stored)


def _snapshot_at(notebook: Path, revision: str) -> Snapshot | None:
    file = snapshot_path(notebook)
    try:
        content = content_at(file, revision)
    except ReproError:  # the revision has the notebook, but no snapshot
        return None
    return snapshot_in(content, f"{file} at {revision}").snapshot
