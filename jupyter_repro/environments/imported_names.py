"""Which packages a notebook imports itself, read from its source: what it needs in turn need not be listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from nbformat import NotebookNode

from jupyter_repro.environments.imported_distributions import distribution, imported, python_sources

ALTERNATIVES = {
    "cv2": ("opencv-python", "opencv-contrib-python"),
    "igraph": ("igraph",),
    "Levenshtein": ("levenshtein",),
    "faiss": ("faiss-gpu",),
    "psycopg2": ("psycopg2",),
}
"""Other distributions of the same module; the one that was recorded counts."""


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
