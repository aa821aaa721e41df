"""The two sides of a difference: a snapshot on the disk or at a git revision, with what its notebook knows of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from jupyter_repro.errors import ReproError, UnreadableInput
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.git.revisions import content_at
from jupyter_repro.notebooks.notebook_files import code_cells, decode_notebook, read_notebook, upgraded
from jupyter_repro.notebooks.source_digests import source_digest
from jupyter_repro.records.snapshot import CellId, CellRecord, Context, Representation, Snapshot
from jupyter_repro.snapshots.local_snapshots import snapshot_in, snapshot_in_file
from jupyter_repro.snapshots.snapshot_file import snapshot_path
from jupyter_repro.verifying.reference import stored_texts

_SUFFIX = ".repro.json"


@dataclass(frozen=True)
class NotebookContents:
    """What a notebook tells of the cells of a snapshot; all of it checked by digest, and empty without one."""

    indexes: Mapping[CellId, int] = field(default_factory=dict)
    """Among all cells."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Digest to source."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Digest to canonical text of each stored representation."""

    def with_older(self, other: NotebookContents) -> NotebookContents:
        """What either tells; where both place a cell, this one does."""
        return NotebookContents(
            {**other.indexes, **self.indexes},
            {**other.sources, **self.sources},
            {**other.texts, **self.texts},
        )

    def text(self, shown: Representation) -> str | None:
        """Whole canonical text of a representation; None where only a digest and an excerpt are left."""
        return "\n".join(shown.excerpt) if shown.complete else self.texts.get(shown.digest)


@dataclass(frozen=True)
class State:
    """One side of a difference."""

    name: str
    context: Context
    cells: Sequence[CellRecord]
    canonical_form: int = 0
    contents: NotebookContents = field(default_factory=NotebookContents)


def read_snapshot(path: Path) -> Snapshot:
    """The snapshot at `path`, or beside the notebook at `path`; raises UnreadableInput."""
    file = _beside(path)
    if not file.exists():
        read_notebook(path)
        raise UnreadableInput(
            file, "there is no such snapshot", f"record it with: jupyter repro snapshot {shell_word(path)}"
        )
    return snapshot_in_file(file).snapshot


def state_on_disk(path: Path) -> State:
    """The same snapshot, with what the notebook beside it tells; raises UnreadableInput."""
    file, snapshot = _beside(path), read_snapshot(path)
    beside = (_notebook_of(file), file.with_name(Path(snapshot.notebook).name))
    notebook = next((each for each in beside if each.is_file()), None)
    return recorded_state(
        str(file), snapshot, contents_if_readable(lambda: read_notebook(notebook) if notebook else None)
    )


def state_at(path: Path, revision: str) -> State:
    """The same at a git revision; raises ReproError where git does not have it."""
    file = _beside(path)
    name = f"{file} at {revision}"
    snapshot = snapshot_in(content_at(file, revision), name).snapshot
    return recorded_state(name, snapshot, contents_at(_notebook_of(file), revision))


def contents_at(notebook: Path, revision: str) -> NotebookContents:
    """What the notebook tells as a git revision has it; nothing where none has."""
    return contents_if_readable(lambda: decode_notebook(content_at(notebook, revision).decode(), notebook))


def contents_of(notebook: NotebookNode) -> NotebookContents:
    """What a notebook whose cells have ids tells of them."""
    cells = list(code_cells(notebook))
    return NotebookContents(
        {cell["id"]: index for index, cell in cells},
        {source_digest(cell.source): cell.source for _, cell in cells},
        {digest: text for _, cell in cells for digest, text in stored_texts(cell).items()},
    )


def contents_if_readable(read: Callable[[], NotebookNode | None]) -> NotebookContents:
    """What a notebook tells; nothing where it cannot be read, for the snapshot stands alone."""
    try:
        notebook = read()
    except (ReproError, UnicodeDecodeError):
        notebook = None
    return contents_of(upgraded(notebook)) if notebook else NotebookContents()


def recorded_state(name: str, snapshot: Snapshot, contents: NotebookContents) -> State:
    """A snapshot as one side of a difference."""
    return State(name, snapshot.context, snapshot.cells, snapshot.canonical_form, contents)


def _beside(path: Path) -> Path:
    return snapshot_path(path) if path.suffix == ".ipynb" else path


def _notebook_of(file: Path) -> Path:
    return file.with_name(file.name.removesuffix(_SUFFIX) + ".ipynb")
