"""Sets whose order can be seen, sorted where it is."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import partial

from nbformat import NotebookNode

from jupyter_repro.experiments.fixes.editable_source import Edit, EditableSource, put_around
from jupyter_repro.experiments.fixes.meanings import Meanings
from jupyter_repro.experiments.fixes.remedy import Facts, edited_where
from jupyter_repro.verdicts import Cause

_ORDERLESS = frozenset(
    {
        "sorted", "len", "set", "frozenset", "any", "all", "min", "max", "isinstance", "type", "bool", "hash", "id",
        "union", "intersection", "difference", "symmetric_difference", "update", "add", "issubset", "issuperset",
        "isdisjoint", "intersection_update", "difference_update", "symmetric_difference_update", "isin", "natsorted",
    }
)  # fmt: skip
"""Functions for which it does not matter in which order they take the elements, or that take sets and no lists."""


def sorted_sets(notebook: NotebookNode, cause: Cause, facts: Facts) -> NotebookNode | None:
    """`sorted(…)` round sets that are walked over, listed, joined or given to a function."""
    return edited_where(notebook, cause, facts, partial(_edits, key=""))


def sorted_mixed_sets(notebook: NotebookNode, cause: Cause, facts: Facts) -> NotebookNode | None:
    """The same for elements of several types, which cannot be compared with each other."""
    return edited_where(notebook, cause, facts, partial(_edits, key=", key=str"))


def _edits(source: EditableSource, meanings: Meanings, key: str) -> Sequence[tuple[int, Edit]]:
    seen = [node for node in _seen(source) if meanings.is_set(node)]
    return [
        (node.lineno, edit)
        for node in dict.fromkeys(seen)
        if (span := source.span(node)) and not any(each in seen for each in source.around(node))
        for edit in put_around(span, "sorted(", f"{key})")
    ]


def _seen(source: EditableSource) -> Iterator[ast.expr]:
    """Expressions whose order can be seen, if they have none."""
    for node in source.nodes:
        yield from _walked(node, source)
        yield from _taken(node)
    last = source.tree.body[-1] if source.tree.body else None
    if isinstance(last, ast.Expr):
        yield last.value


def _walked(node: ast.AST, source: EditableSource) -> Iterator[ast.expr]:
    match node:
        case ast.For(iter=walked):
            yield walked
        case ast.ListComp(generators=parts) | ast.DictComp(generators=parts):
            yield from (part.iter for part in parts)
        case ast.GeneratorExp(generators=parts) if not _is_orderless(source.parents.get(node)):
            yield from (part.iter for part in parts)


def _taken(node: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.Call(args=arguments) if not _is_orderless(node):
            yield from (each.value if isinstance(each, ast.Starred) else each for each in arguments)
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            yield from (each.value for each in elements if isinstance(each, ast.Starred))
        case ast.FormattedValue(value=value):
            yield value


def _is_orderless(node: ast.AST | None) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
    return name in _ORDERLESS
