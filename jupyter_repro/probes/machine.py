"""The machine: what is free on it, how busy it is, what it is, and how its disks number files."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Iterator
from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.notebooks.cell_source import CellSource
from jupyter_repro.patching import noting

_FUNCTIONS = {
    "os": ("statvfs", "getloadavg", "times", "cpu_count", "sched_getaffinity", "sysconf"),
    "shutil": ("disk_usage",),
    "resource": ("getrusage",),
    "psutil": (
        "virtual_memory", "swap_memory", "cpu_percent", "cpu_times", "cpu_times_percent", "cpu_freq", "cpu_count",
        "cpu_stats", "getloadavg", "disk_usage", "disk_io_counters", "net_io_counters", "net_if_addrs", "boot_time",
        "pids", "sensors_temperatures", "sensors_battery",
    ),
    "platform": ("machine", "processor", "release", "version", "architecture"),
}  # fmt: skip
_FOLDERS = ("/proc/", "/sys/")
"""In which Linux tells of itself."""

_OF_A_DISK = frozenset({"st_ino", "st_dev", "st_rdev", "st_blocks", "st_blksize", "inode"})


class MachineProbe:
    """Notes where the notebook asks for what only this machine answers."""

    kind = "machine"
    remedy = "do not print it, or name the cell: %repro ignore"
    modules = tuple(_FUNCTIONS)
    through = frozenset({"shutil", "platform"})
    asked_by_libraries = False

    @property
    def events(self) -> dict[str, Callable[[tuple[Any, ...]], str]]:
        """Reading what the system says of itself."""
        return {"open": lambda arguments: _read(arguments[0])}

    def start(self, module: str, note: Callable[[str], None]) -> Undo:
        """Watch the functions of `module`."""
        words = {name: f"{module}.{name}() is of this machine" for name in _FUNCTIONS[module]}
        return noting(module, words, note)

    def read(self, source: CellSource) -> Iterator[tuple[int, str, bool]]:
        """What a disk says of a file besides its content."""
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Attribute) and node.attr in _OF_A_DISK:
                yield node.lineno, f"{node.attr} is of this machine's disk", source.is_sure(node)


def _read(path: Any) -> str:
    name = os.fsdecode(path) if isinstance(path, str | bytes) else ""
    return f"{name} is of this machine" if name.startswith(_FOLDERS) else ""
