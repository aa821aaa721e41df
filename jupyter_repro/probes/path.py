"""Where the notebook lies: its folder, and all that is made absolute by it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from jupyter_repro.extensions.data import Undo
from jupyter_repro.notebooks.cell_source import CellSource
from jupyter_repro.patching import noting

_HOME = "the home folder is of this user"
_FOLDER = "the folder that the notebook lies in is of this machine"
_WATCHED = {
    "os": {"getcwd": _FOLDER, "getcwdb": _FOLDER},
    "posixpath": {"expanduser": _HOME},
    "ntpath": {"expanduser": _HOME},
}


class PathProbe:
    """Notes where a path is made that another machine does not have; most are only read from, and not shown."""

    kind = "path"
    remedy = "show a path relative to the notebook: os.path.relpath(…)"
    modules = tuple(_WATCHED)
    through = frozenset({"pathlib", "posixpath", "ntpath", "genericpath"})
    certainty = "suspected"
    asked_by_libraries = False

    def start(self, module: str, note: Callable[[str], None]) -> Undo:
        """Watch the functions of `module`."""
        return noting(module, _WATCHED[module], note)

    def read(self, source: CellSource) -> Iterator[tuple[int, str, bool]]:
        """`__file__`, of a module beside the notebook, and `%pwd`."""
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Name) and node.id == "__file__":
                yield node.lineno, "__file__ is a path of this machine", False
        for call in source.calls:
            first = call.node.args[0] if call.node.args else None
            if (
                getattr(call.node.func, "attr", "") == "run_line_magic"
                and getattr(first, "value", "") == "pwd"
            ):
                yield call.node.lineno, _FOLDER, False
