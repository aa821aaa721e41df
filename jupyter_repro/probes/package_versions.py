"""Versions of packages that the notebook asks for without importing them: `importlib.metadata.version("meshkit")`."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable
from functools import wraps

from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import replaced

NOT_INSTALLED = "not installed"


class PackageVersionsProbe:
    """Notes which version is found: it is a cause only where another was found when the notebook was recorded."""

    kind = "package"
    remedy = ""
    modules = ("importlib.metadata",)
    through = frozenset({"jupyter_repro"})
    asked_by_libraries = False

    def start(self, _module: str, note: Callable[..., None]) -> Undo:
        """Watch the function that answers with a version."""
        original = importlib.metadata.version

        @wraps(original)
        def version(distribution_name: str) -> str:
            found = NOT_INSTALLED
            try:
                found = original(distribution_name)
            finally:
                note(f"{distribution_name} is asked for", name=str(distribution_name), found=str(found))
            return found

        return replaced(importlib.metadata, "version", version)
