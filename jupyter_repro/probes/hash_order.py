"""The order of sets and the hashes of strings, in a kernel whose hash seed is not set."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from jupyter_repro.notebooks.cell_source import CellSource
from jupyter_repro.pinning.environment_pins import not_pinned
from jupyter_repro.probes.ordered_sets import (
    ORDERLESS,
    assigned,
    first_elements,
    has_key,
    kept_as,
    orders_shown,
)


class HashOrderProbe:
    """Notes where the order of a set can be seen; nothing where the hash seed is set."""

    kind = "hash-order"
    remedy = "sort it: sorted(…); or start the kernel with PYTHONHASHSEED set: jupyter repro kernel install"

    def read(self, source: CellSource) -> Iterator[tuple[int, str, bool]]:
        """Loops over sets, and calls that take their elements in order."""
        if not not_pinned(os.environ):
            return
        yield from orders_shown(source, lambda node: _is_set(node, source))
        for call in source.calls:
            if call.name == "builtins.hash":
                yield call.node.lineno, "hash() of a text is another one in each process", call.sure

    def suspect(self, source: CellSource) -> Iterator[tuple[int, str]]:
        """Sets that a function walks over, and those that another function is given."""
        if not not_pinned(os.environ):
            return
        for line, what, _ in orders_shown(source, lambda node: _is_set(assigned(node, source), source)):
            yield line, what
        for call in source.calls:
            name = getattr(call.node.func, "id", "")
            if (name not in ORDERLESS or has_key(call.node)) and any(
                _holds_set(each, source) for each in call.node.args
            ):
                yield call.node.lineno, "a set is given to a function that may use its order"


def _is_set(node: ast.AST, source: CellSource) -> bool:
    """Whether an expression is a set of something whose hash is not its value."""
    if isinstance(node, ast.Name):
        return _is_unordered(source.value_of(node))
    if isinstance(node, ast.Attribute):
        return _is_unordered(source.kept_in(node)) or any(
            _is_written_out(each, source) for each in kept_as(node, source)
        )
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, _OF_SETS) and (_is_set(node.left, source) or _is_set(node.right, source))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS:
        return _is_set(node.func.value, source)
    return _is_written_out(node, source)


_OF_SETS = (ast.Sub, ast.BitAnd, ast.BitOr, ast.BitXor)
_METHODS = frozenset({"union", "intersection", "difference", "symmetric_difference", "copy"})
"""Of a set, that make another one."""


def _is_written_out(node: ast.AST, source: CellSource) -> bool:
    if isinstance(node, ast.Set):
        return not all(isinstance(each, ast.Constant) and isinstance(each.value, int) for each in node.elts)
    return isinstance(node, ast.SetComp) or (
        isinstance(node, ast.Call) and source.name_of(node.func) in {"builtins.set", "builtins.frozenset"}
    )


def _holds_set(node: ast.AST, source: CellSource) -> bool:
    """Whether an expression is such a set, or a dictionary, list or tuple of one."""
    if isinstance(node, ast.Dict):
        return any(_holds_set(each, source) for each in node.values)
    if isinstance(node, ast.List | ast.Tuple):
        return any(_holds_set(each, source) for each in node.elts)
    value = source.value_of(node) if isinstance(node, ast.Name) else None
    return _is_set(node, source) or any(map(_is_unordered, islice(_elements(value), _LOOKED_AT)))


def _elements(value: Any) -> Iterable[Any]:
    """Of a dictionary its values; none of what is no plain container."""
    if type(value) is dict:
        return value.values()
    return value if type(value) in {list, tuple} else ()


_LOOKED_AT = 20
"""Elements of what a function is given."""


def _is_unordered(value: Any) -> bool:
    return any(not isinstance(each, int) for each in first_elements(value))
