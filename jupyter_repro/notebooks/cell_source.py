"""A cell's source as a syntax tree, and which functions its calls mean.

For what cannot be watched while it runs (methods of types written in C), reading is the cheap way to see it.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from types import ModuleType
from typing import Any, NamedTuple

_PYTHON_INSIDE = re.compile(r"%%(?:time|timeit|capture|prun)\b[^\n]*")
_MAYBE = (
    ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.Match, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef,
    ast.Lambda, ast.IfExp, ast.BoolOp, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp,
)  # fmt: skip
"""What stands in these may not run, or not now."""


class Call(NamedTuple):
    """One call that stands in a cell."""

    name: str
    """Dotted name of the function, as its module or class knows it; "" where it is not known without running it."""
    node: ast.Call
    sure: bool
    """Whether it runs whenever the cell does."""


class CellSource:
    """What stands in a cell, and what its names meant when it had run."""

    def __init__(
        self, source: str, namespace: Mapping[str, Any], transformed: Callable[[str], str] = str
    ) -> None:
        self._source = source
        self._transformed = transformed
        self.namespace = namespace

    @cached_property
    def tree(self) -> ast.Module:
        """Its statements; empty where it is not Python."""
        try:
            return ast.parse(self._transformed(_PYTHON_INSIDE.sub("", self._source, count=1)))
        except (SyntaxError, ValueError, RecursionError):
            return ast.Module([], [])

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """Each node's parent."""
        return {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        """All calls, with the functions that they mean."""
        nodes = [node for node in ast.walk(self.tree) if isinstance(node, ast.Call)]
        return tuple(Call(self.name_of(node.func), node, self.is_sure(node)) for node in nodes)

    @cached_property
    def mentions(self) -> tuple[tuple[int, str], ...]:
        """Line and dotted name of each function that is passed on, or kept under another name, and not called here."""
        called = {id(call.node.func) for call in self.calls}
        return tuple(
            (node.lineno, name)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Name | ast.Attribute)
            and isinstance(node.ctx, ast.Load)
            and id(node) not in called
            and (name := self.name_of(node))
        )

    def is_sure(self, node: ast.AST) -> bool:
        """Whether a node runs whenever the cell does."""
        return not any(isinstance(each, _MAYBE) for each in self.around(node))

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """What a node stands in, the innermost first."""
        while (parent := self.parents.get(node)) is not None:
            yield parent
            node = parent

    def value_of(self, node: ast.AST) -> Any:
        """What a name, or a name in a module or class, stands for; None where only a run shows it."""
        if isinstance(node, ast.Name):
            return self.namespace.get(node.id, getattr(builtins, node.id, None))
        if isinstance(node, ast.Attribute):
            owner = self.value_of(node.value)
            if isinstance(owner, ModuleType | type):
                return getattr(owner, node.attr, None)
        return None

    def kept_in(self, attribute: ast.Attribute) -> Any:
        """What an object of the notebook keeps under this name, without running any code of its class."""
        owner = self.namespace.get(attribute.value.id) if isinstance(attribute.value, ast.Name) else None
        try:
            return object.__getattribute__(owner, "__dict__").get(attribute.attr)
        except AttributeError:
            return None

    def name_of(self, function: ast.AST) -> str:
        """Dotted name of a function."""
        if isinstance(function, ast.Attribute):
            owner = self.value_of(function.value)
            if isinstance(owner, ModuleType):
                return f"{owner.__name__}.{function.attr}"
            if isinstance(owner, type):
                return f"{owner.__module__}.{owner.__qualname__}.{function.attr}"
            return ""
        return function_name(self.value_of(function))


def function_name(function: Any) -> str:
    """Dotted name of a function, as its module or class knows it; "" for what has none."""
    owner = getattr(function, "__self__", None)
    if isinstance(owner, type):
        return f"{owner.__module__}.{owner.__qualname__}.{getattr(function, '__name__', '')}"
    name = getattr(function, "__qualname__", "")
    module = getattr(function, "__module__", None)
    if module is None and owner is not None and not isinstance(owner, ModuleType):
        module = type(owner).__module__  # a method of a type written in C
    return f"{module or ''}.{name}" if name else ""
