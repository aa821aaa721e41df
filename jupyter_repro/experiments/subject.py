"""The notebook whose divergence is to be explained, and what is known of it before any experiment."""

from __future__ import annotations

import copy
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from nbformat import NotebookNode

from jupyter_repro.addresses.data_names import data_name
from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.notebooks.notebook_files import read_notebook, upgraded
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.settings import project_root
from jupyter_repro.snapshots.stored_snapshots import load_snapshot
from jupyter_repro.verdicts import Verdict
from jupyter_repro.verifying.notebook import Options, stored_as_snapshot


@dataclass(frozen=True)
class Subject:
    """One notebook and what it was recorded with."""

    path: Path
    notebook: NotebookNode
    """As it is stored, with ids."""
    snapshot: Snapshot
    options: Options
    verdict: Verdict

    @cached_property
    def root(self) -> int:
        """Index of the cell that diverged first; of the last cell where none did."""
        first = self.verdict.first_divergence
        return len(self.notebook.cells) - 1 if first is None else first

    @cached_property
    def shortened(self) -> NotebookNode:
        """The notebook up to the cell that diverged first."""
        notebook = copy.deepcopy(self.notebook)
        notebook.cells = notebook.cells[: self.root + 1]
        return notebook

    @property
    def folder(self) -> Path:
        """The notebook's."""
        return self.path.absolute().parent


def subject_of(path: Path, options: Options, verdict: Verdict, snapshot: Snapshot | None = None) -> Subject:
    """What is to be explained; `snapshot` in place of the one beside the notebook."""
    notebook = upgraded(read_notebook(path))
    recorded = snapshot or load_snapshot(path) or stored_as_snapshot(notebook, path)
    return Subject(path, notebook, recorded, replace(options, mark=False), verdict)


def folders_of(path: Path, snapshot: Snapshot) -> tuple[Path, ...]:
    """The project's folder, and those of data that lies elsewhere on this machine; none below another.

    A folder in which all temporary files lie is not among them.
    """
    folder = path.absolute().parent
    found = {project_root(folder).resolve(), *_elsewhere(snapshot, folder)}
    usable = {
        each for each in found if each.is_dir() and not Path(tempfile.gettempdir()).is_relative_to(each)
    }
    return tuple(
        sorted(
            each
            for each in usable
            if not any(each != other and each.is_relative_to(other) for other in usable)
        )
    )


def _elsewhere(snapshot: Snapshot, folder: Path) -> Iterator[Path]:
    for name in (*snapshot.context.data, *snapshot.context.modules):
        if data_name(name).kind in {"home", "uri", "relative"} and ":" not in name:
            yield located(name, folder).parent.resolve()
