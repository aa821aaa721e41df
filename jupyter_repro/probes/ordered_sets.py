"""Where the order of a set can be seen in a cell's source."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any
from weakref import WeakSet

from jupyter_repro.notebooks.cell_source import CellSource

_ORDERED = frozenset(
    {"list", "tuple", "print", "enumerate", "iter", "next", "zip", "map", "str", "repr", "join", "display"}
    | {"fromkeys", "deque"}
)
ORDERLESS = frozenset(
    {"sorted", "len", "set", "frozenset", "any", "all", "min", "max", "sum", "isinstance", "type"}
)
"""Functions for which it does not matter in which order they take the elements."""
_MOST_LOOKED_AT = 100

IsUnordered = Callable[[ast.AST], bool]


def orders_shown(source: CellSource, is_unordered: IsUnordered) -> Iterator[tuple[int, str, bool]]:
    """Loops over sets, calls that take their elements in order, and sets that are shown as a cell's result."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.For | ast.comprehension) and is_unordered(node.iter):
            yield node.iter.lineno, "the order of a set is used", source.is_sure(node.iter)
    for call in source.calls:
        function = call.node.func
        name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
        if name in _ORDERED and any(is_unordered(argument) for argument in call.node.args):
            yield call.node.lineno, f"{name}() shows the order of a set", call.sure
    last = source.tree.body[-1] if source.tree.body else None
    if isinstance(last, ast.Expr) and is_unordered(last.value):
        yield last.lineno, "the result shows the order of a set", True


def has_key(call: ast.Call) -> bool:
    """Whether elements are compared by something of them: those that are equal in it stay in the order of the set."""
    return any(each.arg == "key" for each in call.keywords)


def kept_as(node: ast.Attribute, source: CellSource) -> list[ast.expr]:
    """What the class that a node stands in assigns to the attribute of its own objects."""
    classes = (each for each in source.around(node) if isinstance(each, ast.ClassDef))
    return [
        each.value
        for each in ast.walk(next(classes, ast.Pass()))
        if isinstance(each, ast.Assign)
        and any(isinstance(target, ast.Attribute) and target.attr == node.attr for target in each.targets)
    ]


def assigned(node: ast.AST, source: CellSource) -> ast.AST:
    """What was assigned to a name in the function that it stands in; for anything else itself."""
    if not isinstance(node, ast.Name):
        return node
    functions = (
        each for each in source.around(node) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    for function in functions:
        for each in ast.walk(function):
            if isinstance(each, ast.Assign) and any(
                isinstance(target, ast.Name) and target.id == node.id for target in each.targets
            ):
                return each.value
    return node


def first_elements(value: Any) -> list[Any]:
    """Some elements of a set; none of anything else."""
    if not isinstance(value, set | frozenset | WeakSet):
        return []
    return [each for each, _ in zip(value, range(_MOST_LOOKED_AT), strict=False)]


def made_elements(node: ast.AST, source: CellSource) -> list[ast.AST]:
    """What the elements of a set are made by, where it is written out in the source."""
    if isinstance(node, ast.Set):
        return list(node.elts)
    if isinstance(node, ast.SetComp):
        return [node.elt]
    if isinstance(node, ast.Call) and source.name_of(node.func) in {"builtins.set", "builtins.frozenset"}:
        return [each.elt for each in node.args if isinstance(each, ast.GeneratorExp | ast.ListComp)]
    return []
