"""What the kernel's side may import; which of our modules it may, import-linter holds too (pyproject.toml)."""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
LIGHT = {"IPython", "blake3", "jupyter_repro", "msgspec", "wrapt"}
"""Libraries that a file may import at its top; every other one it imports inside of the functions that need it."""
DIGESTS = "jupyter_repro.value_digests"
DIVERTING = "jupyter_repro.trackers.mlflow.diverting"


@cache
def kernel_side() -> dict[str, str]:
    """The modules of the contract in pyproject.toml and all that these import, to one that imports them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(
        each for each in settings["tool"]["importlinter"]["contracts"] if each["type"] == "forbidden"
    )
    graph = grimp.build_graph("jupyter_repro")
    packages = contract["source_modules"]
    found = {name: "" for each in packages for name in (each, *graph.find_descendants(each))}
    waiting = list(found)
    while waiting:
        importer = waiting.pop()
        for name in graph.find_modules_directly_imported_by(importer) - found.keys():
            found[name] = importer
            waiting.append(name)
    return found


def file_of(module: str) -> Path:
    place = ROOT.joinpath(*module.split("."))
    return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")


def imported_at_the_top(node: ast.AST) -> Iterator[str]:
    """Libraries that are imported with the file, not by a function of it and not for types only."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (each.name.partition(".")[0] for each in child.names)
        elif isinstance(child, ast.ImportFrom):
            yield (child.module or "").partition(".")[0]
        elif not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) and not _is_for_types(child):
            yield from imported_at_the_top(child)


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


@pytest.mark.parametrize("module", sorted(kernel_side()))
def test_the_kernels_side_imports_light_libraries_at_the_top(module):
    found = set(imported_at_the_top(ast.parse(file_of(module).read_text(encoding="utf-8"))))
    heavy = found - LIGHT - sys.stdlib_module_names
    if module.startswith(f"{DIGESTS}."):  # is imported for a value of the library that it is named after
        heavy -= {module.rpartition(".")[2], "numpy"}
    if module.startswith(DIVERTING):  # is imported when the notebook imports MLflow
        heavy -= {"mlflow"}
    assert not heavy, f"imported in the user's kernel, by {kernel_side()[module] or 'any of its side'}"


def test_an_import_at_the_top_is_seen_wherever_it_stands():
    source = "try:\n    import rich.text\nexcept ImportError:\n    pass\ndef late():\n    import click"
    assert set(imported_at_the_top(ast.parse(source))) == {"rich"}
