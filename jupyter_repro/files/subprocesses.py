"""A process of our own, which waits neither for what libraries import and we never use, nor for garbage.

`python -P -m jupyter_repro.files.subprocesses MODULE ARGUMENT…` runs a module of ours so. -P, for a
module in the working folder that is called like one of a library's must not stand in for it.
"""

from __future__ import annotations

import atexit
import gc
import runpy
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec

from jupyter_repro.addresses.address import parse_address

_OF_FORMATS = ("rfc3987_syntax", "isoduration")
"""What jsonschema parses addresses and durations with, wherever it is installed: no notebook's schema asks for it. The
first parses a grammar as it is imported, which takes longer than all else that a command imports."""
_OF_STORES = frozenset(
    {"papermill.s3", "papermill.abs", "papermill.adl", "gcsfs", "pyarrow", "pyarrow.fs", "github"}
)
"""Clients of all the places that papermill reads notebooks from …"""
_STORED = frozenset({"s3", "gs", "abs", "adl", "hdfs", "http", "https"})
"""… and the schemes of their addresses, in an argument."""

_OBJECTS = 50_000
"""New objects after which garbage is looked for. Importing a tracker makes so many that stay that looking for garbage
among them at Python's own threshold takes a fifth of the time, and again as long as that when the process ends."""


def own_command(module: str, *arguments: str) -> list[str]:
    """The command line of a process that runs one of our modules."""
    return [sys.executable, "-P", "-m", __name__, module, *arguments]


def begin(arguments: Sequence[str]) -> None:
    """Keep this process, which must be ours alone, from doing what none of its arguments asks for."""
    gc.set_threshold(_OBJECTS)
    atexit.register(gc.freeze)
    for name in _OF_FORMATS:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]
    if not any(map(_is_stored, arguments)):
        sys.meta_path.insert(0, _WithoutStores())


def _is_stored(argument: str) -> bool:
    """Whether it is an address of such a place, or an option that has one behind its equals sign."""
    found = (parse_address(each) for each in (argument, argument.partition("=")[2]))
    return any(each.is_url and each.scheme in _STORED for each in found)


class _WithoutStores(MetaPathFinder):
    """Tells papermill, and nobody else, that the clients of stores are not installed."""

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:  # noqa: ARG002
        """Raise ModuleNotFoundError for a client while papermill's reading and writing is being imported."""
        if fullname in _OF_STORES and _is_being_imported("papermill.iorw", until="PapermillIO"):
            raise ModuleNotFoundError(name=fullname)
        return None


def _is_being_imported(module: str, until: str) -> bool:
    """Whether a module is there, and what it defines behind its imports is not yet."""
    return module in sys.modules and not hasattr(sys.modules[module], until)


if __name__ == "__main__":
    module, sys.argv = sys.argv[1], sys.argv[1:]
    begin(sys.argv)
    runpy.run_module(module, run_name="__main__", alter_sys=True)
