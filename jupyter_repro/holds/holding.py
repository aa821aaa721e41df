"""The factors that can be held, and holding some of them in this kernel; a factor's module is imported when it is."""

from __future__ import annotations

import json
from collections.abc import Collection
from importlib import import_module
from pathlib import Path
from typing import Any

from jupyter_repro.holds.running_cell import RunningCell
from jupyter_repro.holds.scene import NotHeld, Scene
from jupyter_repro.patching import after

FACTORS = {
    "address": "jupyter_repro.holds.address",
    "clock": "jupyter_repro.holds.clock",
    "timing": "jupyter_repro.holds.timing",
    "entropy": "jupyter_repro.holds.entropy",
    "filesystem-order": "jupyter_repro.holds.filesystem_order",
    "tempfile": "jupyter_repro.holds.tempfile",
    "process": "jupyter_repro.holds.process",
    "threads": "jupyter_repro.holds.threads",
    "subprocess": "jupyter_repro.holds.subprocess",
    "network": "jupyter_repro.holds.network",
}
"""Kind of cause to the module that holds it, in the order in which they are held."""


_held: list[Holding] = []
"""Those of this process: what is held is let go when nobody knows of it any more."""


def hold(factors: Collection[str], moment: float, answers: str = "", shell: Any = None) -> str:
    """Hold these factors in this kernel, for whoever runs the notebook.

    Answers, as JSON, those that are not held with the reason.
    """
    _held.append(Holding(shell or _shell(), moment, Path(answers) if answers else None))
    return json.dumps(_held[-1].hold(factors))


def _shell() -> Any:
    from IPython import get_ipython

    return get_ipython()


class Holding:
    """The factors that are held in one kernel."""

    def __init__(self, shell: Any, moment: float, answers: Path | None) -> None:
        self._scene = Scene(shell, moment, answers, RunningCell(shell.events))
        self._undo = after()

    def hold(self, factors: Collection[str]) -> dict[str, str]:
        """Hold these; the answer has those that are not with the reason."""
        self._scene.cell.watch()
        undos = [self._scene.cell.end]
        not_held = {name: "nothing holds it" for name in factors if name not in FACTORS}
        for name in (name for name in FACTORS if name in factors):
            try:
                undos.append(import_module(FACTORS[name]).hold(self._scene))
            except NotHeld as error:
                not_held[name] = str(error)
            except ImportError as error:
                not_held[name] = f"{error.name or error} is not installed in the notebook's Python"
            except Exception as error:  # an experiment that cannot be made must not stop the notebook
                not_held[name] = f"{type(error).__name__}: {error}"
        self._undo = after(*undos)
        return not_held

    def release(self) -> None:
        """Let all of them go."""
        self._undo()
