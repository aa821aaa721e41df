"""Checking what a project lists for Binder against what its notebooks were recorded with; nothing is executed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jupyter_repro.environments.declared_environment import DeclaredEnvironment, declared_environment
from jupyter_repro.environments.imported_names import packages_imported_by
from jupyter_repro.environments.lock import shown_path
from jupyter_repro.errors import ReproError
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.notebooks.notebook_files import code_cells, read_notebook, upgraded
from jupyter_repro.notebooks.source_digests import is_ours, source_digest
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.snapshots.snapshot_file import snapshot_path
from jupyter_repro.snapshots.stored_snapshots import required_snapshot
from jupyter_repro.verifying.reference import deleted_cells, expected_cells

_PYTHON = frozenset({"", "python"})


@dataclass(frozen=True)
class Problem:
    """Something that keeps a notebook from running in the environment that its project lists."""

    notebook: str
    what: str
    remedy: str


@dataclass(frozen=True)
class SharedProblem:
    """The same problem of one notebook or several."""

    what: str
    remedy: str
    notebooks: tuple[str, ...]

    def __str__(self) -> str:
        return f"{', '.join(self.notebooks)}: {self.what} → {self.remedy}"


def one_list(found: Iterable[Problem]) -> list[SharedProblem]:
    """Each problem once, with the notebooks that have it, in the order in which they were found."""
    notebooks: dict[tuple[str, str], list[str]] = {}
    for each in found:
        notebooks.setdefault((each.what, each.remedy), []).append(each.notebook)
    return [SharedProblem(what, remedy, tuple(names)) for (what, remedy), names in notebooks.items()]


def has_snapshot(notebook: str) -> bool:
    """Whether there is something to check."""
    return snapshot_path(notebook).exists()


def require_lists(notebooks: Sequence[str]) -> None:
    """Raise ReproError, once for all notebooks, where there is no list of packages to check one against."""
    if unlisted := [each for each in notebooks if _is_unlisted(Path(each))]:
        raise _no_list_for(unlisted)


def _is_unlisted(path: Path) -> bool:
    is_python = required_snapshot(path).snapshot.language in _PYTHON
    return is_python and declared_environment(path.absolute().parent) is None


def _no_list_for(notebooks: Sequence[str]) -> ReproError:
    shell_words = " ".join(map(shell_word, notebooks))
    return ReproError(
        f"no packages are listed for {', '.join(notebooks)}",
        f"write them with: jupyter repro export {shell_words} --binder binder",
    )


def problems(notebook: str) -> Iterator[Problem]:
    """What is wrong with one notebook that has a snapshot.

    Raises ReproError where its project lists no packages, and UnreadableInput.
    """
    path = Path(notebook)
    snapshot = required_snapshot(path).snapshot
    if snapshot.language not in _PYTHON:
        return
    declared = declared_environment(path.absolute().parent)
    if declared is None:
        raise _no_list_for([notebook])
    if is_stale(path, snapshot):
        yield Problem(
            notebook, "stale: edited after it was recorded", f"jupyter repro snapshot {shell_word(notebook)}"
        )
    yield from _python(notebook, snapshot, declared)
    yield from _missing(path, notebook, snapshot, declared)
    yield from _other_versions(notebook, snapshot, declared)


def is_stale(path: Path, snapshot: Snapshot) -> bool:
    """Whether the source of a notebook is not the one that was recorded."""
    notebook = upgraded(read_notebook(path))
    expected = expected_cells(notebook, snapshot)
    recorded = {cell_id: cell.source_digest for cell_id, cell in expected.items()}
    cells = (cell for _, cell in code_cells(notebook) if not is_ours(cell.source))
    edited = any(recorded.get(cell["id"], _EMPTY) != source_digest(cell.source) for cell in cells)
    return edited or bool(deleted_cells(notebook, snapshot))


_EMPTY = source_digest("")


def _python(notebook: str, snapshot: Snapshot, declared: DeclaredEnvironment) -> Iterator[Problem]:
    recorded = ".".join(snapshot.context.python.get("version", "").split(".")[:2])
    if recorded and declared.python and declared.python_file and recorded != declared.python:
        what = f"recorded on Python {recorded}, but {shown_path(declared.python_file)} says {declared.python}"
        yield Problem(notebook, what, f"write {recorded} there, or record it again")


def _missing(
    path: Path, notebook: str, snapshot: Snapshot, declared: DeclaredEnvironment
) -> Iterator[Problem]:
    for name in sorted(packages_imported_by(path, snapshot) - declared.versions.keys()):
        version = snapshot.context.packages.imported[name]
        what = f"it imports {name}, which {shown_path(declared.file)} does not list"
        yield Problem(notebook, what, f"add: {name}=={version}")


def _other_versions(notebook: str, snapshot: Snapshot, declared: DeclaredEnvironment) -> Iterator[Problem]:
    packages = snapshot.context.packages
    for name, version in packages.imported.items():
        allowed = declared.versions.get(name)
        if allowed is not None and not allowed.contains(version, prereleases=True):
            what = f"recorded with {name} {version}, but {shown_path(declared.file)} lists {name}{allowed}"
            yield Problem(notebook, what, f"list {name}=={version}, or record it again")
