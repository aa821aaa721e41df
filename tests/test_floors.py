"""Imports point downwards only."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "jupyter_repro"

DOORS = {
    "cli",
    "data",
    "kernel_provisioner",
    "magics",
    "mlflow_context",
    "papermill_engine",
    "pytest_notebooks",
    "pytest_plugin",
    "server",
    "__main__",
}
WORK = {"recording", "executing", "verifying", "diagnosing", "handing_over", "tracking", "sweeping"}
PARTS = {
    "pins",
    "probes",
    "collectors",
    "comparators",
    "data_readers",
    "data_sources",
    "trackers",
    "reporters",
}
FACE = "__init__"


def floor(name: str) -> int:
    """4 doors, 3 work, 2 parts, 1 ground."""
    return 4 if name in DOORS else 3 if name in WORK else 2 if name in PARTS else 1


def imports(path: Path) -> set[str]:
    """First names below `jupyter_repro` that a file imports, wherever in the file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        found |= {name.split(".")[1] for name in names if name.startswith("jupyter_repro.")}
    return found


FILES = [path for path in sorted(PACKAGE.rglob("*.py")) if path != PACKAGE / f"{FACE}.py"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_imports_from_its_own_floor_or_below(path):
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    above = {name for name in imports(path) if floor(name) > floor(own)}
    assert not above


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_parts_of_one_kind_do_not_lean_on_another_kind(path):
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if own in PARTS:
        assert not {name for name in imports(path) if floor(name) == 2} - {own}


def test_there_are_files_on_every_floor():
    floors = {floor(path.relative_to(PACKAGE).parts[0].removesuffix(".py")) for path in FILES}
    assert floors == {1, 2, 3, 4}
