"""Where the package uses what is private to others: `_names` of attributes, modules and what is asked for by name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).parents[1] / "jupyter_repro"
FILES = sorted(PACKAGE.rglob("*.py"))
PRIVATE = re.compile(r"_[^_]\w*")
BY_NAME = {"getattr", "hasattr", "replaced", "setattr"}
DOCUMENTED = {"_asdict", "_exit", "_fields", "_getframe", "_replace"}
"""By Python itself, of named tuples, os and sys, whatever their names."""


class Use(NamedTuple):
    """Of a private name, in a file of the package."""

    file: Path
    line: int
    name: str

    @property
    def package(self) -> str:
        """The folder at the top that the file lies in."""
        return self.file.relative_to(PACKAGE).parts[0]

    def __str__(self) -> str:
        return f"{self.file.relative_to(PACKAGE)}:{self.line}"


def uses(file: Path) -> Iterator[Use]:
    """Private names of others in a file."""
    tree = ast.parse(file.read_text())
    own = {name for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for name in names_of_class(node)}
    for node in ast.walk(tree):
        for name in names_in(node, own):
            if PRIVATE.fullmatch(name) and name not in DOCUMENTED:
                yield Use(file, node.lineno, name)


def names_of_class(node: ast.ClassDef) -> Iterator[str]:
    """Its methods, and what it gives itself."""
    for each in ast.walk(node):
        match each:
            case ast.FunctionDef() | ast.AsyncFunctionDef() if each in node.body:
                yield each.name
            case ast.Name(ctx=ast.Store()):
                yield each.id
            case ast.Attribute(value=ast.Name(id="self" | "cls"), ctx=ast.Store()):
                yield each.attr


def names_in(node: ast.AST, own: set[str]) -> list[str]:
    """Of an attribute, an import, or an attribute that is asked for by its name."""
    match node:
        case ast.Attribute(value=ast.Name(id="jupyter_repro")):
            return []
        case ast.Attribute(value=ast.Call(func=ast.Name(id="super"))):
            return [node.attr]
        case ast.Attribute():
            return [] if node.attr in own else [node.attr]
        case ast.ImportFrom() if not str(node.module).startswith("jupyter_repro"):
            return [*str(node.module).split("."), *(each.name for each in node.names)]
        case ast.Import():
            return [part for each in node.names for part in each.name.split(".")]
        case ast.Call(func=ast.Name(id=function), args=[_, ast.Constant(value=str(name)), *_]):
            return [name] if function in BY_NAME and name not in own else []
    return []
