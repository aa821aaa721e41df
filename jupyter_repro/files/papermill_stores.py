"""papermill without the clients of the places that it can read notebooks from, until one of them is used.

papermill imports them with itself wherever they are installed: boto3, pyarrow, those of Azure, Google and GitHub. They
take longer than papermill, and most notebooks are files. There is one papermill in a process: who imports it later
has the same one, and finds its clients in it as if they had been there from the beginning.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, module_from_spec
from threading import RLock, get_ident
from types import ModuleType
from typing import Any

_READING = "papermill.iorw"
"""The module that imports them."""
_LAST = "PapermillIO"
"""What it defines behind its imports."""
_CLIENTS = frozenset(
    {"papermill.s3", "papermill.abs", "papermill.adl", "gcsfs", "pyarrow", "pyarrow.fs", "github"}
)
_NAMES = frozenset(
    {
        "ADL",
        "AzureBlobStore",
        "FileSelector",
        "GCSFileSystem",
        "Github",
        "HadoopFileSystem",
        "S3",
        "gs_is_retriable",
    }
)
"""What it has of them."""
_completing = RLock()


@contextmanager
def stores_on_demand() -> Iterator[None]:
    """Import papermill in this block; where it is imported already, nothing of it changes."""
    if _READING in sys.modules:
        yield
        return
    finder = _WithoutClients(get_ident())
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        if module := sys.modules.get(_READING):
            _defer(module)


class _WithoutClients(MetaPathFinder):
    """Tells papermill, and nobody else, that the clients are not installed."""

    def __init__(self, thread: int) -> None:
        self._thread = thread

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:  # noqa: ARG002
        """Raise ModuleNotFoundError for a client while papermill's reading and writing is being imported here."""
        if fullname in _CLIENTS and get_ident() == self._thread and _is_being_imported():
            raise ModuleNotFoundError(name=fullname)
        return None


def _is_being_imported() -> bool:
    module = sys.modules.get(_READING)
    return module is not None and _LAST not in vars(module)


class _OnDemand:
    """Stands for what papermill calls of a client: imports all that are installed, and calls the real one."""

    def __init__(self, module: ModuleType, name: str) -> None:
        self._module, self._name = module, name

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        _complete(self._module)
        return getattr(self._module, self._name)(*arguments, **options)


class _Incomplete(ModuleType):
    """The module, for who looks into it from outside: there each name has the real one."""

    def __getattribute__(self, name: str) -> Any:
        if name in _NAMES:
            _complete(self)
        return ModuleType.__getattribute__(self, name)  # its class may be another one by now


def _defer(module: ModuleType) -> None:
    vars(module).update({name: _OnDemand(module, name) for name in _NAMES})
    module.__class__ = _Incomplete


def _complete(module: ModuleType) -> None:
    """Let the module have what it would have had, had it imported everything; what was put there since stays."""
    with _completing:
        spec = find_spec(_READING)
        if type(module) is ModuleType or spec is None or spec.loader is None:
            return
        module.__class__ = ModuleType
        whole = module_from_spec(spec)
        spec.loader.exec_module(whole)
        for name in _NAMES:
            if isinstance(vars(module).get(name), _OnDemand):
                del vars(module)[name]
                vars(module).update({name: vars(whole)[name]} if name in vars(whole) else {})
