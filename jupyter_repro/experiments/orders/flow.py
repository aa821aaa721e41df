"""What a cell needs before it can run, and what it leaves behind: names, as Python's compiler resolves them."""

from __future__ import annotations

import ast
import builtins
import dis
import inspect
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import CodeType

from jupyter_repro.dependence.names import dotted, names_changed, names_changed_in_functions
from jupyter_repro.dependence.statements import as_python

_GIVEN = frozenset(dir(builtins)) | {
    "get_ipython",
    "display",
    "In",
    "Out",
    "exit",
    "quit",
    "_",
    "_i",
    "_ih",
    "_oh",
}
"""Names that every kernel has."""
_LOADING, _SETTING = frozenset({"LOAD_NAME", "LOAD_GLOBAL"}), frozenset({"STORE_NAME", "STORE_GLOBAL"})
_SETS_ANYTHING = frozenset({"exec", "globals", "locals", "run_cell_magic"})
_MAGICS = frozenset({"run", "store", "pylab", "load", "loadpy", "recall", "rerun", "macro"})
"""Line magics that may set any name."""


@dataclass(frozen=True)
class CellFlow:
    """The names of one cell."""

    needs: frozenset[str] = frozenset()
    """Read before the cell itself sets them."""
    reads: frozenset[str] = frozenset()
    """All that are read when it runs."""
    sets: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()
    """Changed in place."""
    touches: frozenset[str] = frozenset()
    """Those whose methods are called, which may change them."""
    functions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Functions and classes that it defines, each with the names that are read when it is called."""
    effects: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The same functions, each with the names that a call changes or sets."""
    anything: bool = False
    """Whether it may set names that it does not hold: `from x import *`, `%run`; also where it is no Python."""


def flow_of(source: str) -> CellFlow:
    """The names of a cell with this source; nothing is executed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            text = as_python(source)
            tree = ast.parse(text)
            code = compile(text, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError):
        return CellFlow(anything=True)
    found = [*_steps(code)]
    return CellFlow(
        needs=frozenset(_needs(found)),
        reads=frozenset(_named(name for kind, name in found if kind == "read")),
        sets=frozenset(_named(name for kind, name in found if kind == "set")),
        changes=frozenset(_roots(name for node in tree.body for name in names_changed(node))),
        touches=frozenset(_roots(_methods(tree))),
        functions=dict(_functions(code)),
        effects={
            node.name: frozenset(_roots(names_changed_in_functions(node)))
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        },
        anything=any(map(_sets_anything, ast.walk(tree))),
    )


def _needs(steps: Iterable[tuple[str, str]]) -> Iterator[str]:
    have: set[str] = set()
    for kind, name in steps:
        if kind == "set":
            have.add(name)
        elif name not in have:
            yield from _named([name])


def _named(names: Iterable[str]) -> Iterator[str]:
    return (name for name in names if name not in _GIVEN and not name.startswith("__"))


def _roots(names: Iterable[str]) -> Iterator[str]:
    return _named(name.partition(".")[0] for name in names if name and not name.startswith("'"))


def _steps(code: CodeType) -> Iterator[tuple[str, str]]:
    """Each global name that is read or set when this code runs, in that order; bodies of functions run later."""
    for each in dis.get_instructions(code):
        if each.opname in _LOADING:
            yield "read", each.argval
        elif each.opname in _SETTING:
            yield "set", each.argval
        elif isinstance(each.argval, CodeType) and _runs_at_once(each.argval):
            yield from _steps_inside(each.argval)


def _steps_inside(code: CodeType) -> Iterator[tuple[str, str]]:
    """The same of a class or a comprehension, without the names of its own scope."""
    inside: set[str] = set()
    for kind, name in _steps(code):
        if kind == "set":
            inside.add(name)
        elif name not in inside:
            yield kind, name


def _runs_at_once(code: CodeType) -> bool:
    is_class = not code.co_flags & inspect.CO_NEWLOCALS
    return is_class or (code.co_name.startswith("<") and code.co_name != "<lambda>")


def _functions(code: CodeType) -> Iterator[tuple[str, frozenset[str]]]:
    for each in (const for const in code.co_consts if isinstance(const, CodeType)):
        if not each.co_name.startswith("<"):
            yield each.co_name, frozenset(_named(_read_inside(each)))


def _read_inside(code: CodeType) -> Iterator[str]:
    """Global names that a function, and what is nested in it, reads."""
    yield from (each.argval for each in dis.get_instructions(code) if each.opname == "LOAD_GLOBAL")
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _read_inside(each)


def _methods(tree: ast.AST) -> Iterator[str]:
    for each in ast.walk(tree):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute):
            yield dotted(each.func)


def _sets_anything(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return any(alias.name == "*" for alias in node.names)
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name == "run_line_magic":
        return bool(node.args) and getattr(node.args[0], "value", "") in _MAGICS
    return name in _SETS_ANYTHING
