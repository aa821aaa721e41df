"""The one recorder of this kernel: started by `%load_ext jupyter_repro` or by whoever runs the notebook."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Sequence
from typing import Any

from jupyter_repro.pinning.applied_pins import PINNING
from jupyter_repro.recording.kernel_end import end_promptly
from jupyter_repro.recording.notes import encode_notes
from jupyter_repro.recording.recorder import Recorder
from jupyter_repro.recording.resources_used import CellMemory, resources_used
from jupyter_repro.recording.session_facts import session_facts

__all__ = ["MODE", "begin", "current", "is_run", "notes", "recorder", "recorder_here", "session_facts"]

MODE = "JUPYTER_REPRO_MODE"
"""Set to `run` in kernels that jupyter-repro started: there the magics pin, and write nothing."""

_current: Recorder | None = None
_memory = CellMemory()


def recorder(shell: Any = None) -> Recorder:
    """The recorder of this kernel, started if it is not yet."""
    global _current
    if _current is None:
        if shell is None:
            from IPython import get_ipython

            shell = get_ipython()
        # in a terminal there is no kernel whose messages could be heard, and whoever runs us hears them himself
        _current = Recorder(shell, capture=hasattr(shell, "kernel") and not is_run())
        _current.start()
    return _current


def current() -> Recorder | None:
    """The recorder of this kernel; None where it was not started."""
    return _current


def recorder_here() -> Recorder | None:
    """The recorder, started where this is a kernel; None in a script."""
    return recorder() if _current is not None or _is_kernel() else None


def _is_kernel() -> bool:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return hasattr(shell, "kernel")


def is_run() -> bool:
    """Whether this kernel was started to record or verify a notebook from outside."""
    return os.environ.get(MODE) == "run"


def begin(
    seed: int | None,
    options: Collection[str] = (),
    watch: Sequence[str] = (),
    versions: str = "{}",
    closely: bool = False,
) -> str:
    """Start recording, pin and watch; for whoever runs the notebook. Answers "recording".

    `versions` are those of its data that it is to read, as JSON: name to DataVersion. `closely` watches
    every call, and what libraries ask for themselves.
    """
    from IPython import get_ipython

    shell = get_ipython()
    end_promptly(getattr(shell, "kernel", None))
    # before the recorder hears of the end, whose own work is not the cell's
    shell.events.register("post_run_cell", lambda result: recorder().guarded(_memory.cell_ends)(result))
    shell.events.register("pre_run_cell", recorder().guarded(_memory.cell_begins))
    recorder().watch.add(watch)
    recorder().travel.read_again(versions)
    if closely:
        recorder().sightings.watch_closely()
    if seed is not None:
        PINNING.pin(seed, options)
    return "recording"


def notes() -> str:
    """What was recorded, as JSON; for whoever runs the notebook."""
    found = recorder().notes()
    found.used, found.memory_growth = resources_used(), _memory.growth
    return encode_notes(found)
