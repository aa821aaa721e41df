"""Which packages a notebook imports itself, read from its source: what it needs in turn need not be listed."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

from jupyter_repro.cell_source import CellSource
from jupyter_repro.collectors.packages import normalised
from jupyter_repro.notebooks import code_cells

DISTRIBUTIONS = {
    "attr": ("attrs",),
    "bs4": ("beautifulsoup4",),
    "cv2": ("opencv-python", "opencv-python-headless", "opencv-contrib-python"),
    "dateutil": ("python-dateutil",),
    "dotenv": ("python-dotenv",),
    "git": ("gitpython",),
    "igraph": ("igraph", "python-igraph"),
    "mpl_toolkits": ("matplotlib",),
    "OpenSSL": ("pyopenssl",),
    "PIL": ("pillow",),
    "pylab": ("matplotlib",),
    "serial": ("pyserial",),
    "skimage": ("scikit-image",),
    "sklearn": ("scikit-learn",),
    "tables": ("tables",),
    "umap": ("umap-learn",),
    "yaml": ("pyyaml",),
}
"""Modules whose distribution has another name; of several, the one that was recorded."""


def imported_modules(notebook: NotebookNode) -> set[str]:
    """Top-level modules that the notebook's cells import; a cell that is not Python imports none."""
    transformed = TransformerManager().transform_cell
    trees = (CellSource(cell.source, {}, transformed).tree for _, cell in code_cells(notebook))
    return {name for tree in trees for name in _imports(tree)}


def modules_imported_by(files: Iterable[Path]) -> set[str]:
    """Top-level modules that these local modules import; files that are gone import none."""
    sources = (file.read_text(encoding="utf-8", errors="replace") for file in files if file.is_file())
    return {name for source in sources for name in _imports(CellSource(source, {}).tree)}


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module.partition(".")[0]


def distributions(modules: Iterable[str], recorded: Mapping[str, str]) -> set[str]:
    """The recorded packages that these modules are of; a module of none of them is not judged."""
    names = {name for module in modules for name in DISTRIBUTIONS.get(module, (normalised(module),))}
    return names & recorded.keys()
