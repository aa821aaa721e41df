"""Who runs it: process id, host and user, and the memory of the process."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.notebooks.cell_source import CellSource
from jupyter_repro.patching import dotted_names, noting

_ASKED = {
    "os": {
        name: f"os.{name}() is of this process, host or user"
        for name in ("getpid", "getppid", "getlogin", "getuid", "uname")
    },
    "socket": {
        "gethostname": "socket.gethostname() is the host's name",
        "getfqdn": "socket.getfqdn() is the host's name",
    },
    "platform": {name: f"platform.{name}() is of this host" for name in ("node", "uname", "platform")},
    "getpass": {"getuser": "getpass.getuser() is the user's name"},
    "threading": {name: f"threading.{name}() is of this process" for name in ("get_ident", "get_native_id")},
}

_PORT = "the system chooses the port that a socket listens at"
_OF_MEMORY = {
    "gc": ("get_count", "get_objects", "get_stats"),
    "sys": ("getallocatedblocks", "getrefcount"),
    "tracemalloc": ("get_traced_memory", "take_snapshot"),
}


def _is_of_the_system(address: Any) -> bool:
    return isinstance(address, tuple) and len(address) > 1 and address[1] == 0


class ProcessProbe:
    """Notes where the notebook asks for its process, its machine or its user."""

    kind = "process"
    remedy = "do not print it, or make it a parameter"
    modules = tuple(_ASKED)
    watches = dotted_names(_ASKED)
    # these count what a wrapper would add to
    calls = {
        f"{module}.{name}": f"{module}.{name}() is of this process's memory"
        for module, names in _OF_MEMORY.items()
        for name in names
    }
    through = frozenset({"getpass", "platform", "socket"})

    def suspect(self, source: CellSource) -> Iterator[tuple[int, str]]:
        """Numbers of processes and threads that an object holds."""
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Attribute) and node.attr in {"pid", "native_id", "ident"}:
                yield node.lineno, f"{node.attr} is the number of a process or thread"

    @property
    def events(self) -> dict[str, Callable[[tuple[Any, ...]], str]]:
        """Servers that leave it to the system at which port they listen."""
        return {"socket.bind": lambda arguments: _PORT if _is_of_the_system(arguments[1]) else ""}

    def start(self, module: str, note: Callable[[str], None]) -> Undo:
        """Watch the functions of `module`."""
        return noting(module, _ASKED[module], note)
