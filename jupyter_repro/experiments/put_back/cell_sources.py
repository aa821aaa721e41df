"""Cells with the source that they were recorded with, where git has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from jupyter_repro.errors import ReproError
from jupyter_repro.experiments.factor import Factor
from jupyter_repro.experiments.subject import Subject
from jupyter_repro.experiments.world import World
from jupyter_repro.formatting.cell_names import CellNames
from jupyter_repro.git.committed_files import repository_root
from jupyter_repro.git.every_version import every_content
from jupyter_repro.notebooks.notebook_files import code_cells, decode_notebook, upgraded
from jupyter_repro.notebooks.source_digests import source_digest
from jupyter_repro.verifying.reference import expected_cells

MOST_VERSIONS = 200
_NOT_IN_GIT = "git has no version of the notebook with its recorded source"


def recorded_sources(subject: Subject, _scratch: Path, _folders: tuple[Path, ...]) -> Iterator[Factor]:
    """A factor for each cell that was edited since."""
    edited = _edited(subject)
    known: Mapping[str, str] = subject.baseline.sources
    if not known.keys() >= set(edited.values()):
        known = {**known, **_committed(subject, frozenset(edited.values()))}
    names = CellNames(index for index, _ in code_cells(subject.notebook))
    places = {cell.id: index for index, cell in code_cells(subject.notebook)}
    for cell_id, digest in edited.items():
        place = places[cell_id]
        name = f"the source of {names.name(place)}"
        if source := known.get(digest):
            yield Factor("notebook", name, "put-back", World(sources={cell_id: source}), cell=place)
        else:
            yield Factor("notebook", name, "put-back", cannot=_NOT_IN_GIT, cell=place)


def _edited(subject: Subject) -> dict[str, str]:
    """Id of each edited cell to the digest of its recorded source."""
    expected = expected_cells(subject.notebook, subject.snapshot)
    return {
        cell.id: expected[cell.id].source_digest
        for _, cell in code_cells(subject.shortened)
        if cell.id in expected and expected[cell.id].source_digest != source_digest(cell.source)
    }


def _committed(subject: Subject, digests: frozenset[str]) -> Mapping[str, str]:
    """Sources in git's versions of the notebook, by their digests."""
    root = repository_root(subject.folder)
    found: dict[str, str] = {}
    for content in every_content(root, subject.path.name, MOST_VERSIONS) if root else ():
        try:
            notebook = upgraded(decode_notebook(content.decode(), subject.path))
        except (ReproError, UnicodeDecodeError):
            continue
        sources = {source_digest(cell.source): cell.source for _, cell in code_cells(notebook)}
        found.update({digest: source for digest, source in sources.items() if digest in digests})
        if len(found) == len(digests):
            break
    return found
