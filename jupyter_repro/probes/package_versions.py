"""Versions of packages that the notebook asks for without importing them: `importlib.metadata.version("meshkit")`."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable
from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import replaced


class PackageVersionsProbe:
    """Notes which version is found: it is a cause only where another was found when the notebook was recorded."""

    kind = "package"
    remedy = ""
    modules = ("importlib.metadata",)
    through = frozenset({"jupyter_repro"})
    asked_by_libraries = False

    def start(self, _module: str, note: Callable[..., None]) -> Undo:
        """Watch by which name a distribution is found."""
        owner: Any = importlib.metadata.Distribution
        original = owner.from_name.__func__

        def from_name(kind: type[importlib.metadata.Distribution], name: str) -> Any:
            try:
                found = original(kind, name)
            except importlib.metadata.PackageNotFoundError:
                note(f"{name} is asked for", name=name, found=NOT_INSTALLED)
                raise
            note(f"{name} is asked for", name=name, found=found.version)
            return found

        return replaced(owner, "from_name", classmethod(from_name))


NOT_INSTALLED = "not installed"
