"""Parts that wait for a library: each is loaded when the notebook first imports the module that it is named after."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib.metadata import EntryPoint
from types import ModuleType
from typing import Any

import msgspec

from jupyter_repro.extensions.registry import registered
from jupyter_repro.patching import when_imported
from jupyter_repro.recording.sightings import Guard

Started = Callable[[Any, str], None]
"""Is given a part and the name of one of its `modules`, which has been imported."""


class LibraryParts(msgspec.Struct, frozen=True):
    """Loads them in a kernel, where most are never needed."""

    safe: Guard
    """Keeps the errors of what is called from the notebook's import, whoever imports."""
    own_imports: Callable[..., Any]
    unusable: Callable[[str, Exception], None]
    _loaded: dict[str, Any] = msgspec.field(default_factory=dict)

    def start(self, group: str, started: Started) -> None:
        """Wait for the modules of all parts of an extension point."""
        for entry in registered(group):
            when_imported(entry.name, self.safe(partial(self._library_is_there, entry, started)))

    def _library_is_there(self, entry: EntryPoint, started: Started, _library: ModuleType) -> None:
        if entry.value in self._loaded:  # several libraries may have one part
            return
        try:
            part = self._loaded[entry.value] = self.own_imports(entry.load)()
        except Exception as error:  # of a plug-in
            self.unusable(entry.name, error)
            return
        for module in getattr(part, "modules", ()):
            when_imported(module, self.safe(lambda loaded: started(part, loaded.__name__)))
