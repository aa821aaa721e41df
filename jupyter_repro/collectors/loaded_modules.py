"""Where the modules lie that are loaded in this process, found without waking one that loads itself lazily."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any


def file_of(module: ModuleType | None) -> str:
    """A module's `__file__`; "" for one without."""
    file = _names(module).get("__file__")
    return file if isinstance(file, str) else ""


def import_places(names: Iterable[str]) -> set[str]:
    """Real paths of the folders on the import path from which these top-level modules were loaded."""
    return {os.path.realpath(place) for name in names if (place := _place(sys.modules.get(name)))}


def _place(module: ModuleType | None) -> Path | None:
    searched = _names(module).get("__path__")
    if searched is not None:
        return next((Path(each).parent for each in searched if isinstance(each, str)), None)
    file = file_of(module)
    return Path(file).parent if file else None


def _names(module: ModuleType | None) -> dict[str, Any]:
    try:
        names: dict[str, Any] = object.__getattribute__(module, "__dict__")
    except AttributeError:
        return {}
    return names
