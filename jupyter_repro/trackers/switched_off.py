"""Trackers that a variable of the environment switches off, while a notebook is verified."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from jupyter_repro.extensions.data import Undo

_OFF = {"comet_ml": ("COMET_MODE", "disabled"), "clearml": ("CLEARML_OFFLINE_MODE", "1")}
"""Module to the variable that its library asks when a run begins, and its value."""


class SwitchedOff:
    """Comet and ClearML keep nothing of a run, and send nothing."""

    modules = tuple(_OFF)

    def divert(self, module: str, _scratch: Path, _recorded: Sequence[str]) -> Undo:
        """Set the variable for the kernel."""
        name, value = _OFF[module]
        before = os.environ.get(name)
        os.environ[name] = value

        def undo() -> None:
            os.environ.pop(name, None)
            if before is not None:
                os.environ[name] = before

        return undo
