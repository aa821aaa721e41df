"""The parameters that a notebook declares: what the cell with the tag `parameters` assigns.

papermill puts other values behind that cell (https://papermill.readthedocs.io/en/latest/usage-parameterize.html).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode

from jupyter_repro.notebooks.notebook_files import code_cells

TAG = "parameters"


def declared_parameters(notebook: NotebookNode) -> dict[str, Any] | None:
    """Name to value, of what is no literal its source; None for a notebook that is not in Python."""
    kernel = {**notebook.metadata.get("language_info", {}), **notebook.metadata.get("kernelspec", {})}
    if kernel.get("language", kernel.get("name", "python")) != "python":
        return None
    sources = (cell.source for _, cell in code_cells(notebook) if TAG in cell.metadata.get("tags", ()))
    try:
        return {
            name: value for source in sources for name, value in _assigned(ast.parse(_without_magics(source)))
        }
    except SyntaxError:
        return None


def _without_magics(source: str) -> str:
    return "".join(line for line in source.splitlines(keepends=True) if not line.startswith(("%", "!")))


def _assigned(tree: ast.Module) -> Iterator[tuple[str, Any]]:
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    yield from _pairs(target, value)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                yield from _pairs(target, value)


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, Any]]:
    match target, value:
        case ast.Name(id=name), _:
            yield name, _literal(value)
        case ast.Tuple(elts=targets), ast.Tuple(elts=values) if len(targets) == len(values):
            for each, its in zip(targets, values, strict=True):
                yield from _pairs(each, its)
        case ast.Tuple(elts=targets), _:
            yield from ((each.id, ast.unparse(value)) for each in targets if isinstance(each, ast.Name))


def _literal(value: ast.expr) -> Any:
    try:
        return ast.literal_eval(value)
    except ValueError:
        return ast.unparse(value)
