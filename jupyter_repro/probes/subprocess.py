"""Programs that the notebook runs: `subprocess`, `os.system`, `!` and `%%bash`."""

from __future__ import annotations

import ast
import os
import shlex
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import Any

from jupyter_repro.notebooks.cell_source import CellSource

_SHELL = frozenset({"system", "getoutput", "system_piped", "system_raw"})
_SHELLS = frozenset({"bash", "sh"})
_SCRIPTS = frozenset({"bash", "sh", "script", "perl", "ruby", "python2", "python3", "pypy", "cmd"})


class SubprocessProbe:
    """Notes which program is run; its arguments may be secrets and are not kept."""

    kind = "subprocess"
    remedy = "what it answers is not pinned: read it from a file that is recorded, or do not print it"
    through = frozenset({"subprocess", "asyncio"})

    def read(self, source: CellSource) -> Iterator[tuple[int, str, bool]]:
        """`!command` and cells of a script."""
        for call in source.calls:
            function = call.node.func
            if isinstance(function, ast.Attribute) and _is_shell(function.value) and call.node.args:
                program = _program(function.attr, call.node)
                if program:
                    yield call.node.lineno, program, call.sure

    @property
    def events(self) -> dict[str, Callable[[tuple[Any, ...]], str]]:
        """Starts of a program from Python."""
        return {
            "subprocess.Popen": lambda arguments: _run(arguments[1]),
            "os.system": lambda arguments: _run(arguments[0]),
            "os.posix_spawn": lambda arguments: _run(arguments[0]),
        }


def commands(call: ast.Call) -> list[str]:
    """The texts that IPython gives to a shell for `!command` or a cell of a script; none for any other call."""
    function = call.func
    if not isinstance(function, ast.Attribute) or not _is_shell(function.value):
        return []
    texts = [
        each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)
    ]
    if function.attr == "run_cell_magic":
        return texts[-1:] if texts and texts[0].split(" ")[0] in _SHELLS else []
    return texts if function.attr in _SHELL else []


def _is_shell(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "get_ipython"


def _program(method: str, call: ast.Call) -> str:
    first = call.args[0].value if isinstance(call.args[0], ast.Constant) else ""
    if method in _SHELL:
        return _run(first)
    if method == "run_cell_magic" and str(first).split(" ")[0] in _SCRIPTS:
        return "a script of %%" + str(first) + " is run"
    return ""


def _run(command: Any) -> str:
    """What is reported of a command line or a list of arguments: the program's name."""
    words = command if isinstance(command, list | tuple) else _words(os.fsdecode(command))
    program = PurePath(os.fsdecode(words[0]) if words else "?")
    return f"the program {program.name} is run"


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError:
        return line.split()
