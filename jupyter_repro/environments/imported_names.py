"""Which packages a notebook imports itself, read from its source: what it needs in turn need not be listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from nbformat import NotebookNode

from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.environments.imported_distributions import distribution, imported, python_sources
from jupyter_repro.environments.lock import is_local
from jupyter_repro.notebooks.notebook_files import read_notebook
from jupyter_repro.records.snapshot import Origin, Snapshot

ALTERNATIVES = {
    "cv2": ("opencv-python", "opencv-contrib-python"),
    "igraph": ("igraph",),
    "Levenshtein": ("levenshtein",),
    "faiss": ("faiss-gpu",),
    "psycopg2": ("psycopg2",),
}
"""Other distributions of the same module; the one that was recorded counts."""


def packages_imported_by(path: Path, snapshot: Snapshot) -> set[str]:
    """Recorded packages that the notebook, or a local module of it, imports by name; no local packages.

    Raises UnreadableInput.
    """
    folder = path.absolute().parent
    local_modules = [located(name, folder) for name in snapshot.context.modules]
    modules = imported_modules(read_notebook(path)) | modules_imported_by(local_modules)
    packages = snapshot.context.packages
    found = distributions(modules, packages.imported)
    return {name for name in found if not is_local(packages.origins.get(name, Origin()))}


def imported_modules(notebook: NotebookNode) -> set[str]:
    """Top-level modules that the notebook's cells import; a cell that is not Python imports none."""
    return set(imported(source for _, source in python_sources(notebook)))


def modules_imported_by(files: Iterable[Path]) -> set[str]:
    """Top-level modules that these local modules import; files that are gone import none."""
    return set(
        imported(file.read_text(encoding="utf-8", errors="replace") for file in files if file.is_file())
    )


def distributions(modules: Iterable[str], recorded: Mapping[str, str]) -> set[str]:
    """The recorded packages that these modules are of; a module of none of them is not judged."""
    names = {name for module in modules for name in (distribution(module), *ALTERNATIVES.get(module, ()))}
    return names & recorded.keys()
