"""The Python that runs the notebook."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping

from jupyter_repro.extensions.protocols import Site
from jupyter_repro.records.context_changes import changed_facts
from jupyter_repro.verdicts import ContextChange


class PythonCollector:
    """Version and implementation."""

    section = "python"
    in_kernel = True

    def collect(self, _site: Site) -> dict[str, str]:
        """Version and implementation of the kernel's Python."""
        return {"version": platform.python_version(), "implementation": platform.python_implementation()}

    def changes(self, recorded: Mapping[str, str], found: Mapping[str, str]) -> Iterator[ContextChange]:
        """What is not as recorded, by name."""
        return changed_facts("python", recorded, found, missing="unknown")
