"""The layout of the package: what may import what is in pyproject.toml, `[tool.importlinter]`."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

PACKAGE = Path(__file__).parents[1] / "jupyter_repro"
FILES = sorted(path for path in PACKAGE.rglob("*.py"))
FOLDERS = sorted({path.parent for path in FILES})

MOST_AT_THE_TOP = 15
MOST_IN_A_FOLDER = 25


def test_imports_point_downwards_and_in_no_circle(monkeypatch, capsys):
    monkeypatch.chdir(PACKAGE.parent)
    failed = lint_imports(no_cache=True)
    assert not failed, capsys.readouterr().out


def test_few_modules_lie_loose_at_the_top():
    assert len(list(PACKAGE.glob("*.py"))) <= MOST_AT_THE_TOP


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: str(path.relative_to(PACKAGE.parent)))
def test_a_folder_is_a_package_of_few_modules(folder):
    assert (folder / "__init__.py").is_file()
    assert len(list(folder.glob("*.py"))) <= MOST_IN_A_FOLDER


def late_imports(path: Path) -> set[str]:
    """Modules of ours that a file imports inside of functions."""
    functions = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    imports = [node for function in functions for node in ast.walk(function)]
    named = {node.module or "" for node in imports if isinstance(node, ast.ImportFrom)}
    named |= {each.name for node in imports if isinstance(node, ast.Import) for each in node.names}
    return {name for name in named if name.partition(".")[0] == PACKAGE.name}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_face_and_the_command_line_import_late(path):
    if path != PACKAGE / "__init__.py" and path.parent != PACKAGE / "cli":
        assert not late_imports(path)
