"""Environment variables that a command of the shell names: the shell reads them, and not the notebook's process."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Container, Iterator
from typing import Any

from jupyter_repro.notebooks.cell_source import CellSource
from jupyter_repro.probes.subprocess import commands
from jupyter_repro.records.environment_reads import KIND, is_ours, read_words

_NAMED = re.compile(r"\$\{?([A-Za-z_]\w*)")
_SET = re.compile(r"(?:^|[\s;&|(])(?:for\s+|read\s+|export\s+|local\s+)?([A-Za-z_]\w*)(?:=|\s+in\s)")


def _read_by(command: Any, known: Container[str] = ()) -> list[str]:
    """What is said of the variables that a command names, and neither sets itself nor are `known` otherwise."""
    texts = command if isinstance(command, list | tuple) else [command]
    text = "\n".join(os.fsdecode(each) for each in texts if isinstance(each, str | bytes | os.PathLike))
    names = dict.fromkeys(_NAMED.findall(text))
    given = set(_SET.findall(text))
    return [
        read_words(name) for name in names if name not in given and name not in known and not is_ours(name)
    ]


class ShellVariablesProbe:
    """Notes the variables in commands that the notebook runs; none that the command sets itself."""

    kind = KIND
    remedy = "make it a parameter of the notebook, or set it for the kernel"
    through = frozenset({"subprocess", "asyncio"})

    @property
    def events(self) -> dict[str, Callable[[tuple[Any, ...]], list[str]]]:
        """Starts of a program from Python."""
        return {
            "subprocess.Popen": lambda arguments: _read_by(arguments[1]),
            "os.system": lambda arguments: _read_by(arguments[0]),
        }

    def read(self, source: CellSource) -> Iterator[tuple[int, str, bool]]:
        """`!command` and cells of a shell, in which IPython has put what it knows of the notebook's names."""
        for call in source.calls:
            for text in commands(call.node):
                for what in _read_by(text, source.namespace):
                    yield call.node.lineno, what, call.sure
