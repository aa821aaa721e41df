"""Looks at files that are not read: whether they are there, and how large they are.

What a look finds is noted with it: it is a cause only where it found something else when the notebook was recorded.
"""

from __future__ import annotations

import ast
import os
import pathlib
import sys
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any

from jupyter_repro.addresses.portable_paths import portable
from jupyter_repro.extensions.data import Undo
from jupyter_repro.files.data_paths import is_data
from jupyter_repro.notebooks.cell_source import CellSource
from jupyter_repro.patching import after, replaced

MOST_LOOKS = 50
"""Files whose looks are noted."""
_IS_THERE = ("exists", "lexists", "isfile", "isdir")
_OF_PATHS = ("exists", "is_file", "is_dir")


class FileLooksProbe:
    """Notes what the notebook finds where it looks at a file beside it without reading it."""

    kind = "data"
    remedy = ""
    modules = ("genericpath", "pathlib")
    through = frozenset({"pathlib", "posixpath", "ntpath", "genericpath"})
    asked_by_libraries = False
    calls = {"os.access": "os.access() looks at a file, and what it found is not recorded"}

    def __init__(self) -> None:
        self._folder = Path.cwd()
        self._names: set[str] = set()

    def start(self, module: str, note: Callable[..., None]) -> Undo:
        """Watch the functions of `os.path`, or the methods of paths."""
        owner = pathlib.Path if module == "pathlib" else sys.modules[os.path.__name__]
        names = _OF_PATHS if module == "pathlib" else _IS_THERE
        sizes = {"stat": _size} if module == "pathlib" else {"getsize": "{} B".format}
        watched = {**dict.fromkeys(names, _there), **sizes}
        looking = {name: self._looking(getattr(owner, name), words, note) for name, words in watched.items()}
        return after(*(replaced(owner, name, look) for name, look in looking.items()))

    def read(self, source: CellSource) -> Iterator[tuple[int, str, bool]]:
        """What `os.stat` found, whose function cannot be replaced: others compare it with what it was."""
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Attribute) and node.attr in _FOUND and _is_of_os(node.value, source):
                yield (
                    node.lineno,
                    f"{node.attr} is of a file, and what it was is not recorded",
                    source.is_sure(node),
                )

    def _looking(
        self, look: Callable[..., Any], words: Callable[[Any], str], note: Callable[..., None]
    ) -> Callable[..., Any]:
        @wraps(look)
        def looked(path: Any, *args: Any, **named: Any) -> Any:
            found = look(path, *args, **named)
            if name := self._name(path):
                note(f"{name} is looked at", name=name, found=words(found))
            return found

        return looked

    def _name(self, path: Any) -> str:
        """The name of a file below the notebook's folder; "" for any other, and when there are too many."""
        if not isinstance(path, str | os.PathLike):
            return ""
        text = os.fspath(path)
        place = os.path.join(self._folder, text) if isinstance(text, str) else ""  # noqa: PTH118
        if not place.startswith(str(self._folder)) or not is_data(place, str(self._folder)):
            return ""
        name = portable(Path(place), self._folder)
        if len(self._names) >= MOST_LOOKS and name not in self._names:
            return ""
        self._names.add(name)
        return name


_FOUND = frozenset({"st_size", "st_mode", "st_blocks", "st_nlink"})


def _is_of_os(node: ast.AST, source: CellSource) -> bool:
    """Whether an expression is what `os.stat` answered, or may be."""
    if isinstance(node, ast.Call):
        return source.name_of(node.func) in {"os.stat", "os.lstat", "os.fstat"}
    return isinstance(node, ast.Name)


def _there(found: Any) -> str:
    return "there" if found else "not there"


def _size(found: Any) -> str:
    return f"{found.st_size} B"
