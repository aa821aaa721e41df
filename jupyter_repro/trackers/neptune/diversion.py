"""Keeping from Neptune what a notebook logs while it is verified."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from inspect import signature
from pathlib import Path
from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.files.kept_places import keep_place
from jupyter_repro.patching import after, replaced
from jupyter_repro.records.tracked_run import PLACES_BEFORE

_MODE, _FOLDER = "NEPTUNE_MODE", "NEPTUNE_DATA_DIRECTORY"
_SENDS_NOTHING = ("offline", "debug", "read-only")
_BEGIN = ("init_run", "init_project", "init_model", "init_model_version")


class NeptuneDiversion:
    """Runs are kept on this machine, where `neptune sync` would send them from, and that folder is put back."""

    modules = ("neptune",)

    def divert(self, module: str, scratch: Path, _recorded: Sequence[str]) -> Undo:
        """Let each run be one that is not sent, and anything else one that is only read."""
        neptune = sys.modules[module]
        places = scratch / PLACES_BEFORE
        begins = {name: getattr(neptune, name) for name in _BEGIN if hasattr(neptune, name)}
        return after(
            *(replaced(neptune, name, _unsent(begin, name, places)) for name, begin in begins.items())
        )


def _unsent(begin: Callable[..., Any], name: str, places: Path) -> Callable[..., Any]:
    instead = "offline" if name == "init_run" else "debug"

    @wraps(begin)
    def init(*args: Any, **named: Any) -> Any:
        asked = signature(begin).bind_partial(*args, **named).arguments
        keep_place(places, Path(os.environ.get(_FOLDER, ".neptune")).absolute())
        mode = asked.get("mode") or os.environ.get(_MODE)
        return begin(**{**asked, "mode": mode if mode in _SENDS_NOTHING else instead})

    return init
