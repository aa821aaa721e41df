"""Environment variables that are read, made parameters of the notebook with the recorded value."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Sequence
from functools import partial

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from jupyter_repro.digest import digest_text, digits_of
from jupyter_repro.experiments.fixes.editable_source import Edit, EditableSource
from jupyter_repro.experiments.fixes.meanings import Meanings
from jupyter_repro.experiments.fixes.remedy import Facts, edited_where, sources_of
from jupyter_repro.notebooks.declared_parameters import TAG
from jupyter_repro.notebooks.notebook_files import code_cells
from jupyter_repro.records.environment_reads import KEYED, NOT_SET
from jupyter_repro.verdicts import Cause

_GETTERS = frozenset({"os.environ.get", "os.getenv"})


def variables_as_parameters(notebook: NotebookNode, cause: Cause, facts: Facts) -> NotebookNode | None:
    """A parameter in place of each variable whose recorded value is known."""
    sources = sources_of(notebook)
    meanings = Meanings(list(sources.values()))
    reads = [read for source in sources.values() for read in _reads(source, meanings)]
    values = {name: value for name, default, _ in reads if (value := _value(name, default, facts))}
    values = {name: value for name, value in values.items() if name.lower() not in meanings.assigned}
    made = edited_where(notebook, cause, facts, partial(_edits, names=frozenset(values)))
    if made is None:
        return None
    used = {
        node.id for source in sources_of(made).values() for node in source.nodes if isinstance(node, ast.Name)
    }
    return _with_parameters(made, [f"{n.lower()} = {v}" for n, v in values.items() if n.lower() in used])


def _edits(source: EditableSource, meanings: Meanings, names: frozenset[str]) -> Sequence[tuple[int, Edit]]:
    return [
        (node.lineno, Edit(*span, name.lower()))
        for name, _, node in _reads(source, meanings)
        if name in names and (span := source.span(node))
    ]


def _reads(source: EditableSource, meanings: Meanings) -> Iterator[tuple[str, ast.expr | None, ast.expr]]:
    """Names of variables that are read, what stands for one that is not set, and the expression."""
    for node in source.nodes:
        match node:
            case ast.Call(func=function, args=[ast.Constant(value=str() as name), *others], keywords=[]):
                if meanings.name_of(function) in _GETTERS and len(others) < 2:
                    yield name, (others or [ast.Constant(None)])[0], node
            case ast.Subscript(value=value, slice=ast.Constant(value=str() as name), ctx=ast.Load()):
                if meanings.name_of(value) == "os.environ":
                    yield name, None, node


def _value(name: str, default: ast.expr | None, facts: Facts) -> str:
    """The recorded value as Python writes it; "" where it is not known, or the name is none of Python's."""
    recorded = facts.variables.get(name, KEYED)
    if recorded.startswith(KEYED) or not name.isidentifier():
        return ""
    if recorded != NOT_SET:
        return repr(recorded)
    return ast.unparse(default) if isinstance(default, ast.Constant) else ""


def _with_parameters(notebook: NotebookNode, lines: Sequence[str]) -> NotebookNode:
    made = copy.deepcopy(notebook)
    for _, cell in code_cells(made):
        if TAG in cell.metadata.get("tags", ()):
            cell.source = "\n".join(filter(None, [cell.source.rstrip("\n"), *lines]))
            return made
    source = "\n".join(lines)
    first = next((index for index, _ in code_cells(made)), 0)
    cell = new_code_cell(source, id=digits_of(digest_text(source), 8), metadata={"tags": [TAG]})
    made.cells.insert(first, cell)
    return made
