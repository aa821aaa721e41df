"""What the names of a notebook mean, as far as its imports and assignments say; nothing is run."""

from __future__ import annotations

import ast
import builtins
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from jupyter_repro.experiments.fixes.editable_source import EditableSource

_SET_METHODS = frozenset({"union", "intersection", "difference", "symmetric_difference", "copy"})
_SET_OPERATORS = (ast.BitOr, ast.BitAnd, ast.Sub, ast.BitXor)
_PATH_METHODS = frozenset({"resolve", "absolute", "expanduser", "joinpath", "with_name", "with_suffix"})
_DEEPEST = 8


class Meanings:
    """Of all cells of a notebook, together."""

    def __init__(self, sources: Sequence[EditableSource]) -> None:
        nodes = [node for source in sources for node in source.nodes]
        self.imported: dict[str, str] = dict(_imports(nodes))
        """Name to the dotted name of what it was imported as."""
        self.assigned: dict[str, list[ast.expr | None]] = defaultdict(list)
        """Name to all that it is bound to; None for what is no plain assignment."""
        for name, value in _bindings(nodes):
            self.assigned[name].append(value)

    def name_of(self, node: ast.AST) -> str:
        """Dotted name of a function or module: `numpy.random.default_rng`; "" where it is not known."""
        if isinstance(node, ast.Attribute):
            owner = self.name_of(node.value)
            return f"{owner}.{node.attr}" if owner else ""
        if not isinstance(node, ast.Name):
            return ""
        if node.id in self.imported:
            return self.imported[node.id]
        return f"builtins.{node.id}" if hasattr(builtins, node.id) and node.id not in self.assigned else ""

    def alias(self, dotted: str) -> str:
        """How a module is called: `np` for `numpy`, `np.random` for `numpy.random`; "" where it is not imported."""
        for name, module in self.imported.items():
            if module == dotted:
                return name
            if dotted.startswith(f"{module}."):
                return f"{name}.{dotted.removeprefix(f'{module}.')}"
        return ""

    def is_path(self, node: ast.AST, depth: int = 0) -> bool:
        """Whether an expression is a path of pathlib."""
        if depth > _DEEPEST:
            return False
        match node:
            case ast.Call(func=ast.Attribute(value=value, attr=name)) if name in _PATH_METHODS:
                return self.is_path(value, depth + 1)
            case ast.Call(func=function):
                return self.name_of(function).startswith("pathlib.")
            case ast.BinOp(left=left, op=ast.Div()):
                return self.is_path(left, depth + 1)
            case ast.Attribute(value=value, attr="parent"):
                return self.is_path(value, depth + 1)
        return self._all_assigned(node, lambda value: self.is_path(value, depth + 1))

    def is_set(self, node: ast.AST, depth: int = 0) -> bool:
        """Whether an expression is a set of something whose hash is not its value."""
        if depth > _DEEPEST:
            return False
        match node:
            case ast.Set(elts=elements):
                return not all(
                    isinstance(each, ast.Constant) and isinstance(each.value, int) for each in elements
                )
            case ast.SetComp():
                return True
            case ast.BinOp(left=left, op=operator, right=right) if isinstance(operator, _SET_OPERATORS):
                return any(self.is_set(each, depth + 1) for each in (left, right))
            case ast.Call(func=ast.Attribute(value=value, attr=name)) if name in _SET_METHODS:
                return self.is_set(value, depth + 1)
            case ast.Call(func=function):
                return self.name_of(function) in {"builtins.set", "builtins.frozenset"}
        return self._all_assigned(node, lambda value: self.is_set(value, depth + 1))

    def _all_assigned(self, node: ast.AST, asked: Callable[[ast.expr], bool]) -> bool:
        values = self.assigned.get(node.id, []) if isinstance(node, ast.Name) else []
        return bool(values) and all(value is not None and asked(value) for value in values)


def _imports(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        if isinstance(node, ast.Import):
            for each in node.names:
                yield (each.asname, each.name) if each.asname else (each.name.partition(".")[0],) * 2
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for each in node.names:
                yield each.asname or each.name, f"{node.module}.{each.name}"


def _bindings(nodes: Sequence[ast.AST]) -> Iterator[tuple[str, ast.expr | None]]:
    plain: set[ast.AST] = set()
    for node in nodes:
        for target, value in _plain(node):
            plain.add(target)
            yield target.id, value
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node not in plain:
            yield node.id, None
        elif isinstance(node, ast.arg):
            yield node.arg, None
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, None


def _plain(node: ast.AST) -> Iterator[tuple[ast.Name, ast.expr]]:
    match node:
        case ast.Assign(targets=targets, value=value):
            yield from ((each, value) for each in targets if isinstance(each, ast.Name))
        case ast.AnnAssign(target=ast.Name() as target, value=ast.expr() as value):
            yield target, value
        case ast.NamedExpr(target=target, value=value):
            yield target, value
