"""multiprocessing: processes that are started with a function, by whichever start method."""

from __future__ import annotations

from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import replaced
from jupyter_repro.pinning.child_processes import pinned_work


class ProcessPin:
    """Each process has its own seed."""

    module = "multiprocessing.process"

    def apply(self, _seed: int) -> Undo:
        """Send the pins along with the function."""
        from multiprocessing.process import BaseProcess

        start = BaseProcess.start

        def pinned_start(process: Any) -> None:
            if process._target is not None:
                process._target = pinned_work(process._target)
            start(process)

        pinned_start.__doc__ = start.__doc__
        return replaced(BaseProcess, "start", pinned_start)
