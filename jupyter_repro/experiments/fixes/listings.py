"""Listings of folders, sorted where they are made."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from nbformat import NotebookNode

from jupyter_repro.experiments.fixes.editable_source import Edit, EditableSource, put_around
from jupyter_repro.experiments.fixes.meanings import Meanings
from jupyter_repro.experiments.fixes.remedy import Facts, edited_where
from jupyter_repro.verdicts import Cause

_LISTINGS = frozenset({"os.listdir", "os.scandir", "glob.glob", "glob.iglob"})
_OF_PATHS = frozenset({"iterdir", "glob", "rglob"})
_ORDERLESS = frozenset({"sorted", "len", "set", "frozenset", "any", "all", "min", "max", "natsorted"})
_BY_NAME = ", key=lambda entry: entry.name"


def sorted_listings(notebook: NotebookNode, cause: Cause, facts: Facts) -> NotebookNode | None:
    """`sorted(…)` round what lists a folder in the file system's order."""
    return edited_where(notebook, cause, facts, _edits)


def _edits(source: EditableSource, meanings: Meanings) -> Sequence[tuple[int, Edit]]:
    return [
        (call.lineno, edit)
        for call in source.nodes
        if isinstance(call, ast.Call) and (name := _listing(call, meanings)) and not _is_ordered(call, source)
        for edit in _around(call, source, _BY_NAME if name == "os.scandir" else "")
    ]


def _around(call: ast.Call, source: EditableSource, key: str) -> Iterator[Edit]:
    span = source.span(call)
    parent = source.parents.get(call)
    if span is None or isinstance(parent, ast.withitem):  # a list is no context manager
        return
    before, after = "sorted(", f"{key})"
    if isinstance(parent, ast.Call) and getattr(parent.func, "id", "") == "next":
        before, after = "iter(sorted(", f"{key}))"
    yield from put_around(span, before, after)


def _listing(call: ast.Call, meanings: Meanings) -> str:
    name = meanings.name_of(call.func)
    if name in _LISTINGS:
        return name
    function = call.func
    is_method = isinstance(function, ast.Attribute) and function.attr in _OF_PATHS
    return function.attr if is_method and meanings.is_path(function.value) else ""  # type: ignore[attr-defined]


def _is_ordered(call: ast.Call, source: EditableSource) -> bool:
    """Whether what it stands in sorts it, or takes no notice of the order."""
    for node in source.around(call):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _ORDERLESS:
            return True
        if isinstance(node, ast.SetComp | ast.stmt):
            return isinstance(node, ast.SetComp)
    return False
