"""The order of a folder's entries, which the file system decides."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import PurePath

from jupyter_repro.notebooks.cell_source import Call, CellSource

_LISTINGS = frozenset({"os.listdir", "os.scandir", "os.walk", "glob.glob", "glob.iglob", "os.fwalk"})
_OF_PATHS = frozenset({"iterdir", "glob", "rglob", "walk"})
_ORDERLESS = frozenset({"sorted", "len", "set", "frozenset", "any", "all", "min", "max", "sum", "natsorted"})


class FilesystemOrderProbe:
    """Notes folders that are listed without being sorted."""

    kind = "filesystem-order"
    remedy = "sort it: sorted(…)"

    def read(self, source: CellSource) -> Iterator[tuple[int, str, bool]]:
        """Listings whose order can be seen."""
        for call in source.calls:
            name = _listing(call, source)
            if name and not _is_ordered(call, source):
                yield call.node.lineno, f"{name}() lists a folder in the file system's order", call.sure


def _listing(call: Call, source: CellSource) -> str:
    if call.name in _LISTINGS:
        return call.name
    function = call.node.func
    if (
        isinstance(function, ast.Attribute)
        and function.attr in _OF_PATHS
        and _is_path(function.value, source)
    ):
        return f"Path.{function.attr}"
    return ""


def _is_path(node: ast.AST, source: CellSource) -> bool:
    """Whether an expression is a path: a variable that holds one, a call that makes one, or what is below one."""
    if isinstance(node, ast.Call):
        return source.name_of(node.func).startswith("pathlib.")
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Div) and _is_path(node.left, source)
    return isinstance(source.value_of(node), PurePath)


def _is_ordered(call: Call, source: CellSource) -> bool:
    """Whether what it stands in takes no notice of the order, or sorts the variable that it is assigned to later."""
    for node in source.around(call.node):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _ORDERLESS:
            return True
        if isinstance(node, ast.SetComp):
            return True
        if isinstance(node, ast.Assign):
            return any(_is_sorted(target, source) for target in node.targets)
    return False


def _is_sorted(target: ast.AST, source: CellSource) -> bool:
    names = {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}
    sorters = [
        call.node.func.value
        for call in source.calls
        if isinstance(call.node.func, ast.Attribute) and call.node.func.attr == "sort"
    ]
    by_function = [
        call.node.args[0] for call in source.calls if call.name == "builtins.sorted" and call.node.args
    ]
    return any(isinstance(each, ast.Name) and each.id in names for each in (*sorters, *by_function))
