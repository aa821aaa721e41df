"""The statements of a cell, each with what it sets, changes, uses and shows."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from jupyter_repro.dependence.names import (
    files_appended,
    names_changed,
    names_changed_in_functions,
    names_in_functions,
    names_passed,
    names_set,
    names_used,
    outside_functions,
    writes_sql,
)

_PYTHON_INSIDE = re.compile(r"%%(?:time|timeit|capture|prun)\b[^\n]*")
_HOOKS = frozenset(
    {
        "ast_transformers", "display_formatter", "display_pub", "displayhook", "events", "input_transformers_cleanup",
        "input_transformers_post", "set_custom_exc",
    }
)  # fmt: skip
"""Parts of IPython's shell by which a notebook has a say in every cell."""
_RUNS_PROGRAMS = frozenset(
    {"system", "getoutput", "run_cell_magic", "Popen", "check_call", "check_output", "run", "call"}
)
_RUNS_ANYTHING = frozenset({"exec", "eval", "globals", "locals", "vars", "run_line_magic", "run_cell_magic"})
"""Functions that may set any name."""


@dataclass(frozen=True)
class Statement:
    """One statement at the top of a cell."""

    cell: int
    first: int
    """Its first line, from 1."""
    last: int
    sets: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()
    uses: frozenset[str] = frozenset()
    """Read where it stands."""
    calls_use: frozenset[str] = frozenset()
    """Read by the functions that it defines, when they are called."""
    calls_change: frozenset[str] = frozenset()
    """Changed by the functions that it defines, when they are called."""
    passes: frozenset[str] = frozenset()
    """Names that it uses without calling them: a function among them may be called by what they are given to."""
    hooks: bool = False
    """Whether it changes how IPython runs or shows all that follows."""
    runs_programs: bool = False
    """Whether it runs a program, which may write any file."""
    imports: frozenset[str] = frozenset()
    """Modules that it imports, also inside of functions: `a.b` and `a` of `import a.b`, ANY where it is not known."""
    import_lines: tuple[tuple[str, int], ...] = ()
    """Each of them with the line that imports it."""
    appends: frozenset[str] = frozenset()
    """Files that it opens to append to them."""
    writes_sql: bool = False
    """Whether it holds SQL that changes a database."""
    shows: bool = False
    """Whether it may show something: its value, or what a call in it prints."""
    sets_anything: bool = field(default=False)
    """Whether it may set names that it does not hold: `from x import *`, `%run`, `exec`."""

    def line_importing(self, modules: Collection[str]) -> int:
        """The line that imports one of these modules; the first of the statement where none does."""
        return next((line for name, line in self.import_lines if name in modules), self.first)


ANY = "*"
"""Stands for the modules of an import whose name only a run shows."""


def statements(source: str, cell: int) -> tuple[Statement, ...]:
    """The statements of a cell; one that uses and sets anything where the cell is not Python."""
    lines = source.count("\n") + 1
    try:
        tree = ast.parse(as_python(source))
    except (SyntaxError, ValueError, RecursionError):
        return (Statement(cell, 1, lines, shows=True, sets_anything=True, runs_programs=True),)
    return tuple(_statement(node, cell) for node in tree.body)


def modules_imported(source: str) -> frozenset[str]:
    """Modules that a module's source imports; none of what is no Python."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return frozenset()
    return frozenset(name for node in tree.body for name, _ in _imports(node))


def as_python(source: str) -> str:
    """A cell's source with IPython's magics and commands of the shell as the calls that they stand for."""
    text = _PYTHON_INSIDE.sub("", source, count=1)
    if not re.search(r"^\s*[!%?]|[?!]\s*$|=\s*[!%]", text, re.MULTILINE):
        return text
    from IPython.core.inputtransformer2 import TransformerManager

    transformed: str = TransformerManager().transform_cell(text)
    return transformed


def _statement(node: ast.stmt, cell: int) -> Statement:
    decorators = [each.lineno for each in getattr(node, "decorator_list", ())]
    imports = tuple(_imports(node))
    return Statement(
        cell,
        min([node.lineno, *decorators]),
        node.end_lineno or node.lineno,
        sets=frozenset(names_set(node)),
        changes=frozenset(name for name in names_changed(node) if name),
        uses=frozenset(names_used(node)),
        calls_use=names_in_functions(node),
        calls_change=names_changed_in_functions(node),
        passes=frozenset(names_passed(node)),
        imports=frozenset(name for name, _ in imports),
        import_lines=imports,
        appends=frozenset(files_appended(node)),
        writes_sql=writes_sql(node),
        shows=_shows(node),
        sets_anything=_sets_anything(node),
        runs_programs=_runs_programs(node),
        hooks=any(isinstance(each, ast.Attribute) and each.attr in _HOOKS for each in ast.walk(node)),
    )


def _imports(node: ast.stmt) -> Iterator[tuple[str, int]]:
    """Names of modules, each with its line."""
    for each in ast.walk(node):
        if isinstance(each, ast.Import):
            names = [alias.name for alias in each.names]
        elif isinstance(each, ast.ImportFrom) and each.module:
            names = [each.module, *(f"{each.module}.{alias.name}" for alias in each.names)]
        elif isinstance(each, ast.Call):
            names = _imported_by_call(each)
        else:
            continue
        for name in names:
            parts = name.split(".")
            yield from ((".".join(parts[:end]), each.lineno) for end in range(1, len(parts) + 1))


def _imported_by_call(call: ast.Call) -> list[str]:
    """The module that a call imports: `import_module("a.b")`, `%load_ext a`; of `f"a.{name}"` the package."""
    texts = [
        each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)
    ]
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in _IMPORTERS and call.args:
        return [texts[0] if texts else _package(call.args[0]) or ANY]
    is_extension = name == "run_line_magic" and len(texts) > 1 and texts[0] in _EXTENSIONS
    return [texts[1].strip()] if is_extension else []


def _package(name: ast.expr) -> str:
    """The package that stands at the beginning of a name that is put together; "" for any other."""
    first = name.values[0] if isinstance(name, ast.JoinedStr) and name.values else None
    text = str(first.value) if isinstance(first, ast.Constant) else ""
    return text.rpartition(".")[0]


_IMPORTERS = frozenset({"import_module", "__import__", "run_module"})
_EXTENSIONS = frozenset({"load_ext", "reload_ext", "aimport"})


def _shows(node: ast.stmt) -> bool:
    return any(
        isinstance(each, ast.Expr | ast.Assert | ast.Raise) for each in outside_functions(node)
    ) and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _runs_programs(node: ast.stmt) -> bool:
    called = (each.func for each in outside_functions(node) if isinstance(each, ast.Call))
    names = {each.attr if isinstance(each, ast.Attribute) else getattr(each, "id", "") for each in called}
    return bool(names & _RUNS_PROGRAMS)


def _sets_anything(node: ast.stmt) -> bool:
    for each in outside_functions(node):
        if isinstance(each, ast.ImportFrom) and any(alias.name == "*" for alias in each.names):
            return True
        if isinstance(each, ast.Call):
            function = each.func
            name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            if name in _RUNS_ANYTHING:
                return True
    return False
