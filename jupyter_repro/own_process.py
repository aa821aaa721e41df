"""A process of our own, which need not wait for what libraries import and we never use.

`python -P -m jupyter_repro.own_process MODULE ARGUMENT…` runs a module of ours so. -P, for a module in the working
folder that is called like one of a library's must not stand in for it.
"""

from __future__ import annotations

import runpy
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec

_OF_FORMATS = ("rfc3987_syntax", "isoduration")
"""What jsonschema parses addresses and durations with, wherever it is installed: no notebook's schema asks for it. The
first parses a grammar as it is imported, which takes longer than all else that a command imports."""
_OF_STORES = frozenset(
    {"papermill.s3", "papermill.abs", "papermill.adl", "gcsfs", "pyarrow", "pyarrow.fs", "github"}
)
"""Clients of all the places that papermill reads notebooks from."""


def own_command(module: str, *arguments: str) -> list[str]:
    """The command line of a process that runs one of our modules."""
    return [sys.executable, "-P", "-m", __name__, module, *arguments]


def spare_imports(arguments: Sequence[str]) -> None:
    """Keep libraries from importing, in this process, what none of its arguments needs: for processes of ours alone."""
    for name in _OF_FORMATS:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]
    if not any("://" in word for word in arguments):
        sys.meta_path.insert(0, _WithoutStores())


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
    spare_imports(sys.argv)
    runpy.run_module(module, run_name="__main__", alter_sys=True)
